"""Time by activity against a slow count in Python."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from math import floor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fractal_desktop.domain.analytics import ActivityTimeRow, AnalyticsFilter
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.persistence import activity_times
from fractal_desktop.persistence.engine import Database
from fractal_desktop.services import balance
from fractal_desktop.services.balance import BalanceService
from fractal_desktop.services.goal_ledger import GoalLedger
from fractal_desktop.services.history import History
from tests.workspaces import NEW_YORK, Clock, Rows, new_file

MONTH = 31 * 24 * 3600
DURATIONS = st.one_of(st.none(), st.integers(-5, 5000), st.sampled_from([0, 0.5, 90.7, MONTH, MONTH + 1, 10**12, "long", "300", b"\xff"]))


@dataclass(frozen=True, slots=True)
class Held:
    """An item or set of a session."""

    activity: str
    duration: object


@dataclass(frozen=True, slots=True)
class Session:
    """A session with what it holds."""

    day: int | None
    items: tuple[Held, ...]


SESSIONS = st.lists(
    st.builds(
        Session,
        st.none() | st.integers(1, 5),
        st.lists(st.builds(Held, st.sampled_from(["scales", "hangs", "gone"]), DURATIONS), max_size=4).map(tuple),
    ),
    max_size=10,
)
PERIODS = st.sampled_from([None, (1, 3), (2, 6), (7, 9)])


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    rows = new_file(tmp_path_factory.mktemp("activities") / "fractal.db")
    for activity in ("scales", "hangs", "unused"):
        rows.insert("activity_definitions", id=activity, root_id="root", name=activity.title())
    return rows


@pytest.fixture(scope="module")
def database(rows: Rows) -> Iterator[Database]:
    database = Database.open(rows.path)
    yield database
    database.close()


def fresh(database: Database) -> BalanceService:
    """Return the service of a file that was just opened."""
    return BalanceService(database, History(database), NEW_YORK, Clock(), GoalLedger(database))


def fill(path: Path, sessions: list[Session]) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA synchronous=OFF")
        db.execute("DELETE FROM goals")
        db.execute("DELETE FROM activity_instances")
        held = [(f"s{number}", item.activity, item.duration) for number, session in enumerate(sessions) for item in session.items]
        starts = [(f"s{number}", session.day and f"2026-03-{session.day:02d} 18:00:00.000000") for number, session in enumerate(sessions)]
        db.executemany("INSERT INTO goals (id, type, name, session_start) VALUES (?, 'PracticeSession', 'x', ?)", starts)
        # Not in the order of the sessions, so that one lies in several blocks.
        db.executemany(
            "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id, duration_seconds) VALUES (?, ?, ?, ?)",
            [(f"i{number}", *one) for number, one in enumerate([*held[::2], *held[1::2], ("gone", "scales", 60)])],
        )


def seconds_of(duration: object) -> int | None:
    """Return the whole seconds of an item if they count, as SQLite keeps them in a column of integers."""
    number = float(duration) if duration == "300" else duration
    return floor(number) if isinstance(number, int | float) and 1 <= number <= MONTH else None


def expected(sessions: list[Session]) -> set[tuple[str, str | None, int, int, int]]:
    holding, lengths = defaultdict[str, set[int]](set), defaultdict[str, list[int]](list)
    for number, session in enumerate(sessions):
        for item in session.items:
            holding[item.activity].add(number)
            if (seconds := seconds_of(item.duration)) is not None:
                lengths[item.activity].append(seconds)
    names = {"scales": "Scales", "hangs": "Hangs"}
    return {(key, names.get(key), len(holding[key]), len(lengths[key]), sum(lengths[key])) for key in holding}


@pytest.mark.parametrize("few", [-1, 1000])
@given(SESSIONS, PERIODS)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_items_count_with_their_own_time(
    rows: Rows, database: Database, few: int, sessions: list[Session], period: tuple[int, int] | None
) -> None:
    fill(rows.path, sessions)
    since, until = (None, None) if period is None else (datetime(2026, 3, day, tzinfo=UTC) for day in period)
    inside = [each for each in sessions if period is None or (each.day is not None and period[0] <= each.day < period[1])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(balance, "_FEW_SESSIONS", few)
        patch.setattr(activity_times, "BLOCK", 3)
        service = fresh(database)
        found = service.activity_times(AnalyticsFilter(since, until))
        assert {tuple(row_values(row)) for row in found} == expected(inside)
        order = [(-row.seconds, -row.sessions) for row in found]
        assert order == sorted(order)
        assert service.activity_times(AnalyticsFilter(since, until)) == found


def row_values(row: ActivityTimeRow) -> tuple[str, str | None, int, int, int]:
    return row.activity_id, row.name, row.sessions, row.items, row.seconds


def test_with_an_activity_asked_for_the_others_of_its_sessions_are_there(rows: Rows, database: Database) -> None:
    scales, hangs = Held("scales", 60), Held("hangs", 30)
    fill(rows.path, [Session(1, (scales, hangs)), Session(1, (scales,)), Session(1, (hangs,))])
    found = fresh(database).activity_times(AnalyticsFilter(activity_id=ActivityId("hangs")))
    assert [row_values(row) for row in found] == [("hangs", "Hangs", 2, 2, 60), ("scales", "Scales", 1, 1, 60)]


def test_without_items_there_are_no_rows(rows: Rows, database: Database) -> None:
    fill(rows.path, [])
    assert fresh(database).activity_times(AnalyticsFilter()) == ()
    assert not fresh(database).learn_activities(1)


def test_what_is_there_can_be_learnt_beforehand(rows: Rows, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activity_times, "BLOCK", 2)
    fill(rows.path, [Session(1, (Held("scales", 60),) * 4)])
    service = fresh(database)
    assert [service.learn_activities(1) for _ in range(4)] == [True, True, False, False]
    assert [row.seconds for row in service.activity_times(AnalyticsFilter())] == [240]
