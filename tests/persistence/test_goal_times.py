"""Time by goal against a slow count in Python, whatever hangs on what."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from fractal_desktop.domain.analytics import AnalyticsFilter, GoalTimeRow
from fractal_desktop.persistence import session_goals
from fractal_desktop.persistence.engine import Database
from fractal_desktop.services.balance import BalanceService
from fractal_desktop.services.document_ledger import DocumentLedger
from fractal_desktop.services.goal_ledger import GoalLedger
from fractal_desktop.services.history import History
from tests.reference_goals import GoalFigures, GoalSession, Parents, limited, split_times, times, walked
from tests.workspaces import NEW_YORK, Clock, Rows, new_file

GOALS = ("a", "b", "c", "d", "e", "f")
NAMES = (*GOALS, "gone", "lost")
DAYS = [datetime(2026, 3, day, 18, tzinfo=UTC) for day in range(1, 6)]
ACTIVITIES = ("scales", "hangs")


class File:
    """A file with goals and sessions, written past the program."""

    def __init__(self, path: Path) -> None:
        self.rows = new_file(path)
        self.database = Database.open(path)

    @property
    def balance(self) -> BalanceService:
        """Return the service of a file that was just opened."""
        return BalanceService(
            self.database, History(self.database), NEW_YORK, Clock(), GoalLedger(self.database), DocumentLedger(self.database)
        )

    def fill(self, parents: Parents, sessions: list[GoalSession]) -> None:
        """Let the file hold these goals, in this order, and sessions."""
        with closing(sqlite3.connect(self.rows.path)) as db, db:
            db.execute("PRAGMA synchronous=OFF")
            for table in ("goals", "practice_session_goals", "activity_instances"):
                db.execute(f"DELETE FROM {table}")
            goals = [(goal, f"Goal {goal}", parent) for goal, parent in parents.items()]
            db.executemany("INSERT INTO goals (id, type, name, parent_id) VALUES (?, 'MidTermGoal', ?, ?)", goals)
            for number, session in enumerate(sessions):
                self._add(db, f"session {number}", session)

    def _add(self, db: sqlite3.Connection, id_: str, session: GoalSession) -> None:
        start = None if session.start is None else session.start.strftime("%Y-%m-%d %H:%M:%S.%f")
        db.execute(
            "INSERT INTO goals (id, type, name, parent_id, session_start, total_duration_seconds, template_id, completed)"
            " VALUES (?, 'PracticeSession', 'x', ?, ?, ?, ?, ?)",
            (id_, session.parent, start, session.seconds, session.template, session.completed),
        )
        db.executemany("INSERT INTO practice_session_goals VALUES (?, ?)", [(id_, goal) for goal in dict.fromkeys(session.links)])
        instances = [(f"{id_} {activity}", id_, activity) for activity in session.activities]
        db.executemany("INSERT INTO activity_instances (id, practice_session_id, activity_definition_id) VALUES (?, ?, ?)", instances)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[File]:
    file = File(tmp_path_factory.mktemp("goals") / "fractal.db")
    yield file
    file.database.close()


def shown(rows: tuple[GoalTimeRow, ...]) -> dict[str | None, GoalFigures]:
    return {row.goal_id: GoalFigures(*row[4:]) for row in rows}


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str | None]:
    """Draw goals of which each lies under one before it, under nothing, or under one that is gone, in the order of a walk."""
    above: dict[str, str | None] = {}
    for goal in draw(st.permutations(GOALS)):
        above[goal] = draw(st.sampled_from([None, "gone", *above]))
    return walked(above)


SESSIONS = st.lists(
    st.builds(
        GoalSession,
        st.none() | st.sampled_from(DAYS),
        st.none() | st.integers(1, 4000),
        st.none() | st.sampled_from(NAMES),
        st.lists(st.sampled_from(NAMES), max_size=4).map(tuple),
        st.none() | st.sampled_from(["routine", "old"]),
        st.lists(st.sampled_from(ACTIVITIES), max_size=2, unique=True).map(tuple),
        st.booleans(),
    ),
    max_size=20,
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "since": st.sampled_from(DAYS),
        "until": st.sampled_from([day + timedelta(seconds=1) for day in DAYS]),
        "goal": st.sampled_from(NAMES),
        "template": st.sampled_from(["routine", "none such"]),
        "without_template": st.just(True),
        "activity": st.sampled_from(ACTIVITIES),
        "completed": st.booleans(),
    },
)
QUICKLY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def asked(limits: dict[str, Any]) -> AnalyticsFilter:
    names = {"goal": "goal_id", "template": "template_id", "activity": "activity_id"}
    return AnalyticsFilter(**{names.get(name, name): value for name, value in limits.items()})


@given(trees(), SESSIONS, FILTERS)
@QUICKLY
@example({"a": None, "b": "a", "c": "a"}, [GoalSession(None, 10, "b", ("c", "b", "gone")), GoalSession(None, 7, "gone", ("lost",))], {})
def test_each_session_counts_once_in_each_goal(file: File, parents: Parents, sessions: list[GoalSession], limits: dict[str, Any]) -> None:
    assume("goal" not in limits or limits["goal"] in parents)  # nobody can ask for a goal that is gone
    file.fill(parents, sessions)
    counted = limited(sessions, parents, **limits)
    rows = file.balance.goal_times(asked(limits))
    assert shown(rows) == times(counted, parents)
    split = file.balance.goal_times(asked(limits), split=True)
    assert shown(split) == split_times(counted, parents)
    assert sum(row.own_seconds for row in split) == sum(session.seconds or 0 for session in counted)
    tops = [row for row in split if row.parent_id is None and (row.goal_id is None or row.name is not None)]
    assert sum(row.total_seconds for row in tops) == sum(session.seconds or 0 for session in counted)


@given(trees(), SESSIONS)
@QUICKLY
def test_goals_come_in_the_order_of_the_tree_with_what_they_lie_under(file: File, parents: Parents, sessions: list[GoalSession]) -> None:
    file.fill(parents, sessions)
    rows = file.balance.goal_times(AnalyticsFilter())
    known = [(row.goal_id, row.parent_id, row.name, row.goal_type) for row in rows if row.name is not None]
    used = times(sessions, parents)
    places = {goal: parent if parent in parents else None for goal, parent in parents.items()}
    assert known == [(goal, parent, f"Goal {goal}", "MidTermGoal") for goal, parent in places.items() if goal in used]
    rest = [(row.goal_id, row.parent_id, row.goal_type) for row in rows if row.name is None]
    assert rest == [(goal, None, None) for goal in (*sorted(goal for goal in used if goal in ("gone", "lost")), None) if goal in used]


@given(trees(), SESSIONS)
@QUICKLY
def test_it_is_the_same_in_many_small_stretches(file: File, parents: Parents, sessions: list[GoalSession]) -> None:
    file.fill(parents, sessions)
    at_once = file.balance.goal_times(AnalyticsFilter())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session_goals, "STRETCH", 1)
        assert file.balance.goal_times(AnalyticsFilter()) == at_once


@pytest.mark.parametrize("split", [False, True])
def test_an_empty_file_has_no_rows(file: File, split: bool) -> None:
    file.fill({}, [])
    assert file.balance.goal_times(AnalyticsFilter(), split=split) == ()
    file.fill({"a": None}, [])
    assert file.balance.goal_times(AnalyticsFilter(), split=split) == ()


def test_a_deep_tree_is_summed_up_too(file: File) -> None:
    depth = 3_000
    parents = {"0": None} | {str(number): str(number - 1) for number in range(1, depth)} | {"side": "0"}
    file.fill(parents, [GoalSession(None, 60, str(depth - 1), ("side", "5"))])
    rows = shown(file.balance.goal_times(AnalyticsFilter()))
    assert rows["0"] == GoalFigures(0, 0, 1, 60)
    assert rows["5"] == GoalFigures(1, 60, 1, 60)
    assert len(rows) == depth + 1


def test_of_goals_in_a_circle_the_oldest_is_the_root(file: File) -> None:
    file.fill({"a": "c", "b": "a", "c": "b"}, [GoalSession(None, 60, "c", ("b",))])
    assert [(row.goal_id, row.parent_id, row.total_sessions) for row in file.balance.goal_times(AnalyticsFilter())] == [
        ("a", None, 1),
        ("b", "a", 1),
        ("c", "b", 1),
    ]


def test_a_goal_below_a_session_counts_for_what_that_lies_under(file: File, rows: Rows) -> None:
    file.fill({"a": None, "b": "a"}, [GoalSession(None, 60, "b"), GoalSession(None, 30, "breathe")])
    rows.goal("breathe", "ImmediateGoal", "session 0")
    assert shown(file.balance.goal_times(AnalyticsFilter())) == {
        "a": GoalFigures(0, 0, 2, 90),
        "b": GoalFigures(1, 60, 2, 90),
        "breathe": GoalFigures(1, 30, 1, 30),
    }


def test_a_session_under_another_one_is_without_a_goal(file: File) -> None:
    file.fill({"a": None}, [GoalSession(None, 60, "a"), GoalSession(None, 30, "session 0"), GoalSession(None, 7, None, ("session 1",))])
    assert shown(file.balance.goal_times(AnalyticsFilter())) == {"a": GoalFigures(1, 60, 1, 60), None: GoalFigures(2, 37, 2, 37)}


@pytest.mark.parametrize("seconds", ["'long'", "x'ff'", "1e300", "90.7"])
def test_durations_of_another_program_do_no_harm(file: File, rows: Rows, seconds: str) -> None:
    file.fill({"a": None, "b": None}, [GoalSession(None, 60, "a", ("b",)), GoalSession(None, 30, "a")])
    rows.sql(f"UPDATE goals SET total_duration_seconds = {seconds} WHERE id = 'session 0'")
    found = shown(file.balance.goal_times(AnalyticsFilter()))
    assert (found["a"].own_sessions, found["b"].own_sessions) == (2, 1)
    assert (found["b"].own_seconds, found["a"].own_seconds) in [(0, 30), (90, 120), (1 << 40, (1 << 40) + 30)]


@pytest.fixture
def rows(file: File) -> Rows:
    return file.rows
