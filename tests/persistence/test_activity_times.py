"""Time by activity against a slow count in Python, from documents and, where these have no time, from rows."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from math import floor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fractal_desktop.domain.analytics import ActivityTimeRow, AnalyticsFilter
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.persistence import document_sums
from fractal_desktop.persistence.activity_times import Items, activity_times
from fractal_desktop.persistence.columns import Places
from fractal_desktop.persistence.engine import Database
from fractal_desktop.services.balance import BalanceService
from fractal_desktop.services.document_ledger import DocumentLedger
from fractal_desktop.services.goal_ledger import GoalLedger
from fractal_desktop.services.history import History
from tests.workspaces import NEW_YORK, Clock, Rows, new_file

MONTH = 31 * 24 * 3600
NOTED = st.one_of(st.none(), st.integers(-5, 5000), st.sampled_from([0, 0.5, 90.7, MONTH, MONTH + 1, 10**12, "long", "300"]))
ACTIVITIES = st.sampled_from(["scales", "hangs", "gone"])


@dataclass(frozen=True, slots=True)
class Held:
    """An item of a document, or a row of `activity_instances`."""

    activity: str | None
    noted: object
    has_id: bool = True


@dataclass(frozen=True, slots=True)
class Session:
    """A session with what its document holds (None: there is none that can be read), and what its rows say."""

    day: int | None
    items: tuple[Held, ...] | None
    rows: tuple[Held, ...]


SESSIONS = st.lists(
    st.builds(
        Session,
        st.none() | st.integers(1, 5),
        st.none() | st.lists(st.builds(Held, st.none() | ACTIVITIES, NOTED, st.booleans()), max_size=4).map(tuple),
        st.lists(st.builds(Held, ACTIVITIES, NOTED | st.just(b"\xff")), max_size=3).map(tuple),
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
    return BalanceService(database, History(database), NEW_YORK, Clock(), GoalLedger(database), DocumentLedger(database))


def fill(path: Path, sessions: list[Session]) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA synchronous=OFF")
        db.execute("DELETE FROM goals")
        db.execute("DELETE FROM activity_instances")
        for number, session in enumerate(sessions):
            start = session.day and f"2026-03-{session.day:02d} 18:00:00.000000"
            values = (f"s{number}", start, document(session.items))
            db.execute("INSERT INTO goals (id, type, name, session_start, attributes) VALUES (?, 'PracticeSession', 'x', ?, ?)", values)
            db.executemany(
                "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id, duration_seconds) VALUES (?, ?, ?, ?)",
                [(f"{number}-{place}", f"s{number}", row.activity, row.noted) for place, row in enumerate(session.rows)],
            )


def document(items: tuple[Held, ...] | None) -> str | None:
    if items is None:
        return "{not json"
    made = [
        {"activity_id": item.activity, "instance_id": str(place) if item.has_id else None, "duration_seconds": item.noted}
        for place, item in enumerate(items)
    ]
    return json.dumps({"sections": [{"exercises": made[:2]}, {"exercises": made[2:]}]})


def seconds_of(held: Held) -> float:
    """Return the seconds of an item if they count."""
    noted = 300 if held.noted == "300" else held.noted
    return noted if held.has_id and isinstance(noted, int | float) and 0 <= noted <= MONTH else 0


def of_rows(session: Session) -> dict[str | None, list[int]]:
    """Return the times of each activity in the rows of a session; SQLite keeps text that is a number as one."""
    found = defaultdict[str | None, list[int]](list)
    for row in session.rows:
        found[row.activity] += [floor(seconds_of(row))] if seconds_of(row) >= 1 else []
        found[row.activity] += []
    return found


def of_session(session: Session) -> dict[str | None, list[int]]:
    """Return the times of each activity that a session holds."""
    found = defaultdict[str | None, list[int]](list)
    for item in session.items or ():
        if item.activity:
            found[item.activity] += [int(seconds_of(item))] if seconds_of(item) >= 1 else []
    if not sum(map(seconds_of, session.items or ())):
        found |= of_rows(session)
    return found


def expected(sessions: list[Session]) -> set[tuple[str | None, str | None, int, int, int]]:
    holding, lengths = defaultdict[str | None, int](int), defaultdict[str | None, list[int]](list)
    for session in sessions:
        for activity, times in of_session(session).items():
            holding[activity] += 1
            lengths[activity] += times
    names = {"scales": "Scales", "hangs": "Hangs"}
    return {(key, names.get(str(key)), holding[key], len(lengths[key]), sum(lengths[key])) for key in holding}


def figures(row: ActivityTimeRow) -> tuple[str, str | None, int, int, int]:
    return row.activity_id, row.name, row.sessions, row.items, row.seconds


@given(SESSIONS, PERIODS)
@example([Session(None, None, (Held("scales", 90.7), Held("scales", 90.7)))], None)
def test_items_count_with_their_own_time(rows: Rows, database: Database, sessions: list[Session], period: tuple[int, int] | None) -> None:
    fill(rows.path, sessions)
    since, until = (None, None) if period is None else (datetime(2026, 3, day, tzinfo=UTC) for day in period)
    inside = [each for each in sessions if period is None or (each.day is not None and period[0] <= each.day < period[1])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document_sums, "AT_ONCE", 3)
        service = fresh(database)
        found = service.activity_times(AnalyticsFilter(since, until))
    assert {figures(row) for row in found} == expected(inside)
    order = [(-row.seconds, -row.sessions) for row in found]
    assert order == sorted(order)
    assert {figures(row) for row in service.activity_times(AnalyticsFilter())} == expected(sessions)
    assert service.activity_times(AnalyticsFilter(since, until)) == found


def test_an_item_of_less_than_a_second_makes_its_session_hold_the_activity_and_is_no_time(rows: Rows, database: Database) -> None:
    fill(rows.path, [Session(1, (Held("scales", 0.5), Held("scales", 1.5)), ())])
    assert [figures(row) for row in fresh(database).activity_times(AnalyticsFilter())] == [("scales", "Scales", 1, 1, 1)]


def test_sets_that_an_old_program_gave_a_row_each_do_not_count_again(rows: Rows, database: Database) -> None:
    fill(rows.path, [Session(1, (Held("hangs", 600),), (Held("hangs", 600),) * 3)])
    assert [figures(row) for row in fresh(database).activity_times(AnalyticsFilter())] == [("hangs", "Hangs", 1, 1, 600)]


def test_with_an_activity_asked_for_the_others_of_its_sessions_are_there(rows: Rows, database: Database) -> None:
    scales, hangs = Held("scales", 60), Held("hangs", 30)
    fill(rows.path, [Session(1, held, held) for held in ((scales, hangs), (scales,), (hangs,))])
    found = fresh(database).activity_times(AnalyticsFilter(activity_id=ActivityId("hangs")))
    assert [figures(row) for row in found] == [("hangs", "Hangs", 2, 2, 60), ("scales", "Scales", 1, 1, 60)]


def test_without_sessions_there_are_no_rows(rows: Rows, database: Database) -> None:
    fill(rows.path, [])
    assert fresh(database).activity_times(AnalyticsFilter()) == ()
    assert fresh(database).activity_times_so_far(AnalyticsFilter(), 10, 0) == ((), 0, 0)


def test_documents_can_be_read_in_parts_the_newest_first(rows: Rows, database: Database) -> None:
    fill(rows.path, [Session(1, (Held("scales", 60 * number),), ()) for number in range(1, 6)])
    service = fresh(database)
    assert service.activity_times_so_far(AnalyticsFilter(), 0, 9) == ((), 0, 5)
    found, *known = service.activity_times_so_far(AnalyticsFilter(), 2, 9)
    assert (known, [figures(row)[2:] for row in found]) == ([2, 5], [(2, 2, 540)])
    assert service.activity_times_so_far(AnalyticsFilter(), 1, 4) == ((), 3, 5)  # so many are not counted before all are read
    found, *known = service.activity_times_so_far(AnalyticsFilter(), 9, 4)
    assert (known, [figures(row)[2:] for row in found]) == ([5, 5], [(5, 5, 900)])


def test_ids_that_are_met_while_times_are_added_up_disturb_nothing(tmp_path: Path) -> None:
    """Another thread may read documents meanwhile."""
    rows = new_file(tmp_path / "fractal.db")
    places = Places({"scales": 0})
    one = np.array([1], np.int64)
    with closing(sqlite3.connect(rows.path)) as sql:
        sql.set_trace_callback(lambda statement: places[f"met in {statement}"])
        found = activity_times(sql, places, Items(one, one - 1, one, one * 60, one), one)
    assert len(places) > 1
    assert found == (ActivityTimeRow(ActivityId("scales"), None, 1, 1, 60),)
