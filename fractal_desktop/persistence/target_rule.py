"""THE rule by which goals complete themselves and open again (BEHAVIOUR.md section 1).

`History.perform` calls it after every command, in the same transaction, so commands need not. A goal completes when a write lets a
session reach all its targets that did not before, or brings a sum or a count of weeks there. It opens again when nothing in its
fractal reaches them any more, unless a person had completed it: only of what the rule completed there is a row in
`goal_completions`.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from fractal_desktop.domain.calendar import Calendar
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.persistence import target_goals, target_history
from fractal_desktop.persistence.recorder import RowChange
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.target_case import Case
from fractal_desktop.persistence.target_goals import MeasuredGoal
from fractal_desktop.persistence.target_sessions import touched_sessions


def follow(sql: sqlite3.Connection, changes: Sequence[RowChange], stamp: Stamp, calendar: Calendar) -> str:
    """Complete and open goals as the sessions that were written want it; return a sentence about it, or ""."""
    sessions = touched_sessions(sql, changes)
    roots = {root_id for session in sessions for root_id in session.root_ids}
    if not roots:
        return ""
    completions = _Completions(changes)
    goals = target_goals.goals_of(sql, roots, completions.taken)
    if not goals:
        return ""
    facts = {session.id: session.facts for session in sessions}
    changed = {id_: change for id_, change in facts.items() if change.before != change.after}
    if not changed:
        return ""
    yardstick = target_history.yardstick(sql, [target for goal in goals for target in goal.targets])
    outcomes = _Outcomes(sql, stamp)
    for goal in goals:
        if completions.came_back(goal):
            target_goals.forget(sql, goal)
            continue
        case = Case(sql, goal, yardstick, calendar, stamp.now, changed)
        if not goal.completed and (session_id := case.newly_reached_by()) is not None:
            outcomes.complete(goal, session_id)
        elif goal.session_id is not None and case.may_be_lost(goal.session_id):
            outcomes.settle(goal, case.reached_by())
    return outcomes.note


def settle(sql: sqlite3.Connection, goal_id: str, stamp: Stamp, calendar: Calendar) -> str:
    """Complete or open one goal, whose targets were changed, by what its fractal comes to; return a sentence about it, or ""."""
    goal = target_goals.measured_goal(sql, goal_id)
    if goal is None or not goal.targets or (goal.completed and goal.session_id is None):
        return ""
    outcomes = _Outcomes(sql, stamp)
    case = Case(sql, goal, target_history.yardstick(sql, goal.targets), calendar, stamp.now, {})
    outcomes.settle(goal, case.reached_by())
    return outcomes.note


class _Completions:
    """What the command itself did to `goal_completions`: the trash takes rows with a session, and brings them back with it."""

    def __init__(self, changes: Iterable[RowChange]) -> None:
        self.taken: dict[object, SessionId] = {}
        self._brought: set[object] = set()
        self._new_goals: set[object] = set()
        for change in changes:
            if change.table == "goal_completions" and change.after is None and change.before is not None:
                self.taken[change.before["goal_id"]] = SessionId(str(change.before["session_id"]))
            elif change.table == "goal_completions" and change.before is None and change.after is not None:
                self._brought.add(change.after["goal_id"])
            elif change.table == "goals" and change.before is None and change.after is not None:
                self._new_goals.add(change.after["id"])

    def came_back(self, goal: MeasuredGoal) -> bool:
        """Return whether a row came back to a goal that a person has completed since it went."""
        return goal.id in self._brought and goal.id not in self._new_goals


class _Outcomes:
    """Writes what becomes of goals, and finds the words for it."""

    def __init__(self, sql: sqlite3.Connection, stamp: Stamp) -> None:
        self._sql = sql
        self._stamp = stamp
        self._completed: list[MeasuredGoal] = []
        self._opened: list[MeasuredGoal] = []

    @property
    def note(self) -> str:
        """Return what happened to which goals; "" if nothing did."""
        complete = _said(self._completed, "is complete: its target is reached", "are complete: their targets are reached")
        opened = _said(
            self._opened, "is open again: its target is no longer reached", "are open again: their targets are no longer reached"
        )
        return " ".join(f"{part}." for part in (complete, opened) if part)

    def complete(self, goal: MeasuredGoal, session_id: SessionId) -> None:
        """Let a goal be complete by a session."""
        target_goals.complete(self._sql, goal, session_id, self._stamp)
        self._completed.append(goal)

    def settle(self, goal: MeasuredGoal, session_id: SessionId | None) -> None:
        """Let a goal be complete by a session, whatever it was, or open if there is none."""
        if session_id is None and goal.completed:
            target_goals.reopen(self._sql, goal, self._stamp)
            self._opened.append(goal)
        elif session_id is not None and goal.completed:
            target_goals.hand_over(self._sql, goal, session_id, self._stamp.now)
        elif session_id is not None:
            self.complete(goal, session_id)


def _said(goals: Sequence[MeasuredGoal], one: str, several: str) -> str:
    if not goals:
        return ""
    if len(goals) > 3:
        return f"{len(goals)} goals {several}"
    names = [f"“{goal.name}”" for goal in goals]
    return f"{names[0]} {one}" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} {several}"
