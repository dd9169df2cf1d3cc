"""What hangs below goals whichever way one asks: the time of a goal, a filter for it and the list of its sessions agree."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import SessionQuery
from tests.workspaces import NEW_YORK, new_file, open_file

GOALS = ("a", "b", "c", "d", "e")
SESSIONS = ("s", "t", "u", "v")
Parents = dict[str, str | None]
Links = set[tuple[str, str]]

parents = st.fixed_dictionaries({node: st.sampled_from((None, "gone", *GOALS, *SESSIONS)) for node in (*GOALS, *SESSIONS)})
links = st.sets(st.tuples(st.sampled_from(SESSIONS), st.sampled_from((*GOALS, "gone"))), max_size=4)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_file(tmp_path_factory.mktemp("below") / "fractal.db").path


def fill(path: Path, hanging: Parents, linked: Links) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA synchronous=OFF")
        db.execute("DELETE FROM goals")
        db.execute("DELETE FROM practice_session_goals")
        for node in (*GOALS, *SESSIONS):
            kind, seconds = ("PracticeSession", 60) if node in SESSIONS else ("ImmediateGoal", None)
            row = (node, kind, node, hanging[node], seconds)
            db.execute("INSERT INTO goals (id, type, name, parent_id, total_duration_seconds) VALUES (?, ?, ?, ?, ?)", row)
        db.executemany("INSERT INTO practice_session_goals VALUES (?, ?)", sorted(linked))


def trees(hanging: Parents) -> Mapping[str, str | None]:
    """Return the goal above each goal: over a session it is what the session hangs on, and above the oldest of a circle there is none."""
    above: Parents = {}
    for goal in GOALS:
        parent = hanging[goal]
        parent = hanging[parent] if parent in SESSIONS else parent
        above[goal] = parent if parent in GOALS else None
    for goal in GOALS:  # the oldest first
        if goal in upwards(goal, above)[1:]:
            above[goal] = None
    return above


def upwards(goal: str, above: Mapping[str, str | None]) -> list[str]:
    """Return the goal and those above it; it comes twice if it lies below itself."""
    way, step = [goal], above[goal]
    while step is not None and step not in way[1:]:
        way.append(step)
        step = above[step]
    return way


@given(parents, links)
@example(dict.fromkeys((*GOALS, *SESSIONS)) | {"s": "a", "b": "s"}, {("t", "b")})  # a goal below a session
@example(dict.fromkeys((*GOALS, *SESSIONS)) | {"a": "b", "b": "a", "s": "a", "t": "b", "c": "b"}, set())  # a circle
@example(dict.fromkeys((*GOALS, *SESSIONS)) | {"a": "s", "s": "a"}, set())  # a circle through a session
@example(dict.fromkeys((*GOALS, *SESSIONS)) | {"a": "s", "s": "b", "b": "t", "t": "a", "u": "b"}, {("v", "a")})
def test_the_time_of_a_goal_its_filter_and_its_list_are_of_the_same_sessions(path: Path, hanging: Parents, linked: Links) -> None:
    fill(path, hanging, linked)
    above = trees(hanging)
    ways = {goal: set(upwards(goal, above)) for goal in GOALS}
    held = {session: {hanging[session], *(goal for each, goal in linked if each == session)} for session in SESSIONS}
    expected = {goal: sum(any(goal in ways[holder] for holder in held[each] if holder in GOALS) for each in SESSIONS) for goal in GOALS}
    with closing(open_file(path)) as opened:
        rows = {row.goal_id: row for row in opened.balance.goal_times(AnalyticsFilter()) if row.goal_id in GOALS}
        assert {goal: rows[GoalId(goal)].total_sessions if goal in rows else 0 for goal in GOALS} == expected
        assert {row.goal_id: row.parent_id for row in rows.values()} == {GoalId(goal): above[goal] for goal in rows}
        times = opened.goals.times()
        for goal in map(GoalId, GOALS):
            asked = AnalyticsFilter(goal_id=goal)
            assert opened.analytics.numbers(asked, NEW_YORK).sessions == expected[goal]
            assert opened.practice.totals(SessionQuery(goal_id=goal)).sessions == expected[goal]
            assert times[goal].total_sessions == expected[goal]
