"""Time by goal: what each got by itself, and with everything below, where a session counts once however many of the goals it serves.

Most sessions hang on one goal and are added up goal by goal. Those that hang on several count at each, and are taken back where the
ways upwards from two of their goals meet.
"""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from fractal_desktop.domain.analytics import GoalTimeRow
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.persistence.columns import Flags, Whole, found_in
from fractal_desktop.persistence.goal_forest import Forest, meetings, rolled_up
from fractal_desktop.persistence.goal_tree import existing
from fractal_desktop.persistence.session_goals import Children, Pairs, SessionGoals


def goal_times(
    sql: sqlite3.Connection, forest: Forest, known: SessionGoals, chosen: Whole | None = None, *, split: bool = False
) -> tuple[GoalTimeRow, ...]:
    """Return the goals with practice, in the order of a walk through the tree, then those that are gone, then "without a goal".

    `chosen` are the rowids of the sessions that count, None for all.

    A session counts for every goal it hangs on that exists; only if none does, for those it names that are gone, and without any
    for "without a goal", in the total of which those of goals that are gone are, too. One without a duration counts as a session.

    With `split` the seconds of a session are divided among its goals, so that they add up: in whole seconds, the first goals of
    the tree getting one more where they do not come out even. It still counts as one session for each of them.
    """
    tally = _Tally(sql, forest, known)
    sessions = known.children if chosen is None else _among(known.children, chosen)
    linked, members = _members(tally, sessions, known.further)
    plain = tally.place_of[sessions.parents[~linked]], sessions.seconds[~linked]
    tally.count(*plain)
    tally.count_loose(*plain)
    tally.count(members.goals, _parts(members) if split else members.seconds)
    first = np.diff(members.sessions, prepend=-1) > 0
    tally.count_loose(members.goals[first], members.seconds[first])
    _take_back(tally, members, split=split)
    return _rows(tally)


class _Members(NamedTuple):
    """Which session, by its number, counts for which goal; sorted by session, then by goal. `seconds` are the session's."""

    sessions: Whole
    goals: Whole
    seconds: Whole


class _Tally:
    """What is counted for each goal of the forest; behind the goals, for "no goal" and for ids that are no goals any more.

    The two rows of `own` and `twice` are sessions and seconds; `twice` is what would count twice from a goal on upwards. `loose` are
    those of no goal that exists, each session once.
    """

    def __init__(self, sql: sqlite3.Connection, forest: Forest, known: SessionGoals) -> None:
        self.forest = forest
        self.nowhere = len(forest.ids)
        self.gone: list[str] = []
        self.place_of = self._places(sql, known.places)
        self.own = np.zeros((2, self.nowhere + 1 + len(self.gone)), np.int64)
        self.twice = np.zeros((2, self.nowhere), np.int64)
        self.loose = np.zeros(2, np.int64)

    def count(self, goals: Whole, seconds: Whole) -> None:
        """Count sessions, each for the goal at its place."""
        self.own[0] += np.bincount(goals, minlength=self.own.shape[1])
        np.add.at(self.own[1], goals, seconds)

    def count_loose(self, goals: Whole, seconds: Whole) -> None:
        """Count those of these sessions, each with one of its goals, that hang on none that exists."""
        is_loose = goals >= self.nowhere
        self.loose += (np.count_nonzero(is_loose), seconds[is_loose].sum())

    def _places(self, sql: sqlite3.Connection, ids: Iterable[str]) -> Whole:
        """Return the place of each id, and last, where -1 leads, that of no goal; a session that something lies under is none."""
        known = list(ids)
        places = [self.forest.place_of.get(id_, -1) for id_ in known]
        unknown = [id_ for id_, place in zip(known, places, strict=True) if place < 0]
        self.gone += sorted(set(unknown) - existing(sql, unknown))
        behind = {id_: self.nowhere + 1 + number for number, id_ in enumerate(self.gone)}
        for number, place in enumerate(places):
            if place < 0:
                places[number] = behind.get(known[number], self.nowhere)
        return np.array([*places, self.nowhere], np.int64)


def _among(sessions: Children, chosen: Whole) -> Children:
    there = np.isin(sessions.sessions, chosen)
    return Children(*(column[there] for column in sessions))


def _members(tally: _Tally, sessions: Children, further: Pairs) -> tuple[Flags, _Members]:
    """Return which sessions name more goals than their parent, and which goals these count for."""
    numbers, there = found_in(sessions.sessions, further.sessions)
    linked = np.zeros(len(sessions.sessions), np.bool_)
    linked[numbers[there]] = True
    several = np.flatnonzero(linked)
    of = np.concatenate([several, numbers[there]])
    goals = tally.place_of[np.concatenate([sessions.parents[several], further.goals[there]])]
    counts = _best_known(tally, of, goals, len(linked))
    order = np.lexsort((goals[counts], of[counts]))
    of, goals = of[counts][order], goals[counts][order]
    first = np.ones(len(of), np.bool_)
    first[1:] = (of[1:] != of[:-1]) | (goals[1:] != goals[:-1])
    return linked, _Members(of[first], goals[first], sessions.seconds[of[first]])


def _best_known(tally: _Tally, of: Whole, goals: Whole, sessions: int) -> Flags:
    """Return which goals count for their sessions: those that exist, else those that are gone, else none."""
    rank = np.where(goals < tally.nowhere, 0, np.where(goals > tally.nowhere, 1, 2))
    best = np.full(sessions, 2)
    np.minimum.at(best, of, rank)
    return np.asarray(rank == best[of], np.bool_)


def _parts(members: _Members) -> Whole:
    """Return the seconds of each session divided among its goals, the remainder given out from the first on."""
    _, first, number, size = np.unique(members.sessions, return_index=True, return_inverse=True, return_counts=True)
    rank = np.arange(len(members.sessions)) - first[number]
    each, rest = np.divmod(members.seconds, size[number])
    return np.asarray(each + (rank < rest), np.int64)


def _take_back(tally: _Tally, members: _Members, *, split: bool) -> None:
    """Note where the ways upwards from two goals of one session meet."""
    again = (members.sessions[1:] == members.sessions[:-1]) & (members.goals[1:] < tally.nowhere)
    places = meetings(tally.forest, members.goals[:-1][again], members.goals[1:][again])
    np.add.at(tally.twice[0], places[places >= 0], 1)
    if not split:
        np.add.at(tally.twice[1], places[places >= 0], members.seconds[1:][again][places >= 0])


def _rows(tally: _Tally) -> tuple[GoalTimeRow, ...]:
    forest, known = tally.forest, tally.nowhere
    sessions, seconds = (rolled_up(forest, own[:known] - twice) for own, twice in zip(tally.own, tally.twice, strict=True))
    ids: list[GoalId | None] = [*map(GoalId, forest.ids), None]
    figures = (tally.own[0].tolist(), tally.own[1].tolist(), sessions.tolist(), seconds.tolist())
    goals = zip(forest.ids, (ids[parent] for parent in forest.parents.tolist()), forest.names, forest.types, *figures, strict=False)
    used = np.flatnonzero(sessions).tolist()
    rows = list(goals)
    gone = zip(tally.gone, tally.own.T[known + 1 :].tolist(), strict=True)
    left = [(GoalId(id_), None, None, None, *own, *own) for id_, own in gone if own[0]]
    if tally.loose[0]:
        left.append((None, None, None, None, *tally.own.T[known].tolist(), *tally.loose.tolist()))
    return tuple(map(GoalTimeRow._make, [*(rows[place] for place in used), *left]))
