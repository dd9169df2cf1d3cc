"""Answers one after the other, whatever comes of showing one of them."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.feed import AnswerFeed, Ask
from fractal_desktop.ui.context import AppContext


def test_a_card_that_cannot_show_its_answer_is_reported_and_the_others_show_theirs(qtbot: QtBot, context: AppContext) -> None:
    owner = QObject()
    feed = AnswerFeed(context, owner)
    shown: list[object] = []

    def broken(_: object) -> None:
        raise IndexError("no such cell")

    with qtbot.waitSignal(context.failed_unexpectedly) as told, qtbot.waitSignal(feed.idle):
        feed.ask_all([Ask("hours", lambda _: 1, shown.append), Ask("lengths", lambda _: 2, broken), Ask("days", lambda _: 3, shown.append)])
    assert shown == [1, 3]
    assert isinstance(told.args[0], IndexError)
    assert feed.is_idle
    with qtbot.waitSignal(feed.idle):
        feed.ask_again(Ask("lengths", lambda _: 4, shown.append))
    assert shown == [1, 3, 4], "nor is it the last that is ever shown"
