"""The sums below the list of sessions."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.practice_session import SessionTotals
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.footer import TotalsFooter
from fractal_desktop.ui.sessions.page import SessionsPage
from fractal_desktop.ui.sessions.table_model import Column
from tests.ui.acting import put_up
from tests.ui.sessions.conftest import START, Life


@pytest.fixture(autouse=True)
def german() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))


def seen(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def test_of_one_session_total_and_average_are_what_the_list_says(qtbot: QtBot, context: AppContext, life: Life) -> None:
    life.session("Evening routine", end=START + timedelta(minutes=53, seconds=50))
    page = put_up(qtbot, SessionsPage(context), 1200, 700)
    footer = page.findChild(TotalsFooter)
    qtbot.waitUntil(lambda: "on average" in seen(footer))
    assert seen(footer)[:6] == ["1", "session", "0:53", "in total", "0:53", "on average"]
    assert page.findChild(QTableView).model().index(0, Column.DURATION).data() == "0:53"


def test_the_time_of_many_sessions_is_grouped_as_the_locale_has_it(qtbot: QtBot) -> None:
    footer = put_up(qtbot, TotalsFooter(), 900, 40)
    footer.show_totals(SessionTotals(100_000, 100_000, 100_000, 91_574 * 3600 + 14 * 60), "")
    assert "91.574:14" in seen(footer)
