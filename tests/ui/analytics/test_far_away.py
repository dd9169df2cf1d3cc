"""Sessions at the ends of the calendar, whose local time may lie outside of it: every card shows them, none falls over."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.context import AppContext

FAR = ("9999-12-31 23:30:00.000000", "9999-12-30 05:00:00.000000", "0001-01-01 00:30:00.000000", "0001-01-03 12:00:00.000000")


def fill(context: AppContext, far: str, others: int) -> None:
    assert context.workspace is not None
    starts = [far, *(f"2026-02-{day % 28 + 1:02} 18:00:00.000000" for day in range(others))]
    with closing(sqlite3.connect(context.workspace.path)) as db, db:
        db.execute("INSERT INTO goals (id, type, name) VALUES ('g', 'UltimateGoal', 'Cello')")
        db.execute("INSERT INTO activity_definitions (id, root_id, name) VALUES ('a', 'g', 'Scales')")
        db.execute("INSERT INTO metric_definitions (id, activity_id, name, unit) VALUES ('m', 'a', 'Tempo', 'bpm')")
        for number, start in enumerate(starts):
            db.execute(
                "INSERT INTO goals (id, type, name, parent_id, session_start, total_duration_seconds)"
                " VALUES (?, 'PracticeSession', 'x', 'g', ?, 600)",
                (f"s{number}", start),
            )
            db.execute(
                "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id) VALUES (?, ?, 'a')",
                (f"i{number}", f"s{number}"),
            )
            db.execute(
                "INSERT INTO metric_values (id, activity_instance_id, metric_definition_id, value) VALUES (?, ?, 'm', ?)",
                (f"v{number}", f"i{number}", number),
            )


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns"])
@pytest.mark.parametrize("others", [1, 30])
@pytest.mark.parametrize("far", FAR)
def test_every_card_shows_them_in_marks_tables_and_doors(
    context: AppContext, show_page: Callable[[], AnalyticsPage], qtbot: QtBot, far: str, others: int, zone: str
) -> None:
    context.settings.zone_name = zone
    fill(context, far, others)
    errors: list[object] = []
    context.worker.unexpected_error.connect(errors.append)
    page = show_page()
    page._filter.choose_all_days()
    qtbot.waitUntil(lambda: page.is_complete)
    for each in page._cards:
        assert each.card.table().as_text()
        assert not each.card.grab().isNull()
        for chart in each.card.findChildren(MarkedChart) if not each.card.is_empty else ():
            number = chart.mark_count()
            for mark in sorted({0, 1, number - 2, number - 1} & set(range(number))):
                assert chart.mark_text(mark).sentence
                if chart.mark_opens(mark):
                    chart.mark_opened.emit(mark)
                    qtbot.waitUntil(lambda: context.worker.is_idle)
    assert errors == []
