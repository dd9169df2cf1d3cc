"""What targets of time and of weeks read: exact in any zone, and from indexes only."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.calendar import Calendar
from fractal_desktop.persistence.column_times import from_column_time, to_column_time
from fractal_desktop.persistence.practised_below import Place, WeekOf, begun, full_weeks_reached_by, time_reached_by, total_seconds
from tests.workspaces import Rows, new_file

ZONES = ("Europe/Berlin", "Pacific/Apia", "Asia/Kolkata", "America/Sao_Paulo", "UTC")
instants = st.integers(0, 10_000_000).map(lambda seconds: datetime(2011, 12, 1, tzinfo=UTC) + timedelta(seconds=seconds))
FIRST = datetime(2026, 2, 2, 9, tzinfo=UTC)


@given(st.lists(instants, max_size=30), st.sampled_from(ZONES), st.integers(0, 6))
def test_the_week_of_each_start_is_the_calendar_s(starts: list[datetime], zone: str, first_weekday: int) -> None:
    calendar = Calendar(ZoneInfo(zone), first_weekday)
    week = WeekOf(calendar)
    for start in starts:
        assert week(to_column_time(start) or "") == calendar.week(start).toordinal()


@pytest.mark.parametrize("text", ["2026-03-02T10:00:00", "2026-03-02 10:00:00", "2026-03-02 10:00:00+05:00", "2026-03-02"])
def test_times_that_another_program_wrote_are_in_their_weeks_too(text: str) -> None:
    calendar = Calendar(ZoneInfo("Europe/Berlin"))
    week = WeekOf(calendar)
    instant = from_column_time(text)
    assert instant is not None
    for there in ("2026-03-01 22:59:59.000000", text, "2026-03-09 10:00:00.000000", text):
        read = from_column_time(there)
        assert read is not None
        assert week(there) == calendar.week(read).toordinal()
    assert week("soon") is None


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Two fractals; of the first, sessions of an hour on consecutive days below it, linked to it, and on its own."""
    rows = new_file(tmp_path / "fractal.db")
    for root in ("root", "other"):
        rows.goal(root, "UltimateGoal", root_id=root)
        rows.goal(f"{root}-suite", "ShortTermGoal", root, root_id=root)
    for day, (id_, parent, root, links) in enumerate(
        (
            ("below", "root-suite", "root", ("root-suite", "root")),
            ("linked", "other-suite", "root", ("root-suite",)),
            ("stray", None, "root", ()),
            ("foreign", "root-suite", "other", ()),
            ("own", "root", "root", ()),
        )
    ):
        start = to_column_time(FIRST + timedelta(days=day))
        rows.session(id_, parent, {}, links, root_id=root, session_start=start, total_duration_seconds=3600)
    rows.session("done", "root", {}, root_id="root", session_start=to_column_time(FIRST + timedelta(days=9)), completed=True)
    rows.session("open", "root", {}, root_id="root", session_start=to_column_time(FIRST + timedelta(days=10)))
    rows.session("undated", "root", {}, root_id="root", total_duration_seconds=60)
    return rows


def test_each_session_below_counts_once_and_those_of_other_fractals_do_not(rows: Rows) -> None:
    with closing(sqlite3.connect(rows.path)) as sql:
        root, suite = Place("root", "root"), Place("root-suite", "root")
        assert (total_seconds(sql, root), total_seconds(sql, suite)) == (3 * 3600 + 60, 2 * 3600)
        assert [time_reached_by(sql, root, hours * 3600) for hours in (0.01, 1, 2, 3, 4)] == ["undated", "below", "linked", "own", None]
        starts = begun(sql, root, to_column_time(FIRST + timedelta(days=30)) or "")
        calendar = Calendar(ZoneInfo("Europe/Berlin"))
        monday = FIRST.date().toordinal()
        assert full_weeks_reached_by(sql, starts, calendar, 1, 2) == ({monday: 3, monday + 7: 1}, "done")
        assert full_weeks_reached_by(sql, starts, calendar, 2, 2)[1] is None
        assert begun(sql, suite, to_column_time(FIRST) or "") == starts[:1]


@pytest.mark.parametrize("goal_id", ["root", "root-suite"])
def test_no_row_of_a_session_is_looked_up(rows: Rows, goal_id: str) -> None:
    """But for the few that hang on no goal below."""
    with closing(sqlite3.connect(rows.path)) as sql:
        asked: list[str] = []
        sql.set_trace_callback(asked.append)
        place = Place(goal_id, "root")
        total_seconds(sql, place)
        time_reached_by(sql, place, 1e9)
        begun(sql, place, "2027")
        sql.set_trace_callback(None)
        statements = [statement for statement in asked if "below" in statement]
        assert len(statements) == 3
        for statement in statements:
            plan = [detail for *_, detail in sql.execute(f"EXPLAIN QUERY PLAN {statement}")]
            of_sessions = [
                detail for detail in plan if detail.split()[:2] in (["SEARCH", "s"], ["SEARCH", "t"], ["SCAN", "s"], ["SCAN", "t"])
            ]
            assert of_sessions
            assert all("COVERING INDEX" in detail for detail in of_sessions), plan
