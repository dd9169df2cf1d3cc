from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.times_feed import TimesFeed


def test_times_come_again_when_a_session_got_longer_but_not_when_its_name_changed(
    qtbot: QtBot, context: AppContext, workspace: Workspace, ids: dict[str, str]
) -> None:
    feed = TimesFeed(context, context)
    context.changed.connect(feed.follow)
    arrived = QSignalSpy(feed.arrived)
    session = SessionId(ids["Routine 3"])

    def end_after(minutes: int) -> Change:
        start = workspace.practice.session(session).start
        assert start is not None
        return workspace.practice.save(session, SessionEdit(end=start.replace(minute=(start.minute + minutes) % 60, hour=start.hour + 1)))

    feed.read()
    qtbot.waitUntil(lambda: arrived.count() == 1)
    context.write(context, lambda _: end_after(5))
    qtbot.waitUntil(lambda: arrived.count() == 2)
    assert arrived.at(1)[0][GoalId(ids["Cello"])].total_seconds > 0
    context.write(context, lambda w: w.practice.save(session, SessionEdit(description="only words")))
    context.worker.drain()
    context.write(context, lambda _: end_after(9))
    qtbot.waitUntil(lambda: arrived.count() == 3)
