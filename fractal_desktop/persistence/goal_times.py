"""Time by goal: what each got by itself, and with everything below, where a session counts once however many of the goals it serves.

Most sessions hang on one goal and are added up goal by goal. Those that hang on several count at each, and are taken back where the
ways upwards from two of their goals meet. Which goals a session counts for is found once for all sessions; a filter only leaves some out.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fractal_desktop.domain.analytics import GoalTimeRow
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.persistence.columns import Flags, Whole, found_in
from fractal_desktop.persistence.goal_forest import Forest, meetings, rolled_up
from fractal_desktop.persistence.goal_tree import existing
from fractal_desktop.persistence.session_goals import Children, SessionGoals

NOWHERE = -1
"""Where ways upwards from goals of different roots meet."""


class _Members(NamedTuple):
    """The sessions that name several goals, each with every goal it counts for; sorted by session, then by goal.

    `sessions` are their places among all, `goals` those in a tally. Of the goals of its session each is the one of `rank`, of `size`
    in all, and `meets` is where the ways upwards from it and from the one before it meet, NOWHERE if that is of no account.
    """

    sessions: Whole
    goals: Whole
    rank: Whole
    size: Whole
    meets: Whole

    def among(self, chosen: Flags) -> "_Members":
        """Return those of chosen sessions."""
        here = chosen[self.sessions]
        return _Members(*(column[here] for column in self))


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """Which goals every session counts for, in this tree: for all that it hangs on that exist; only if none does, for those it names
    that are gone, and without any for "without a goal".

    Sessions that name one goal at most have theirs in `plain`: a place of the forest, behind which stand "no goal" and those of `gone`.
    """

    forest: Forest
    known: SessionGoals
    gone: tuple[str, ...]
    plain: Whole
    linked: Flags
    members: _Members


def membership(sql: sqlite3.Connection, forest: Forest, known: SessionGoals) -> Membership:
    """Return which goals every session counts for."""
    place_of, gone = _places(sql, forest, known.places)
    linked, members = _members(forest, place_of, known)
    return Membership(forest, known, gone, place_of[known.children.parents], linked, members)


def goal_times(counts: Membership, chosen: Whole | None = None, *, split: bool = False) -> tuple[GoalTimeRow, ...]:
    """Return the goals with practice, in the order of a walk through the tree, then those that are gone, then "without a goal".

    `chosen` are the rowids of the sessions that count, None for all. In the total of "without a goal" those of goals that are gone are,
    too. A session without a duration counts as a session.

    With `split` the seconds of a session are divided among its goals, so that they add up: in whole seconds, the first goals of
    the tree getting one more where they do not come out even. It still counts as one session for each of them.
    """
    tally, children, members = _Tally(counts), counts.known.children, counts.members
    there = None if chosen is None else np.isin(children.sessions, chosen)
    alone = ~counts.linked if there is None else ~counts.linked & there
    plain = counts.plain[alone], children.seconds[alone]
    tally.count(*plain)
    tally.count_loose(*plain)
    if len(members.sessions):
        _count_members(tally, members if there is None else members.among(there), children, split=split)
    return _rows(tally)


def _count_members(tally: "_Tally", members: _Members, children: Children, *, split: bool) -> None:
    seconds = children.seconds[members.sessions]
    each, rest = np.divmod(seconds, members.size) if split else (seconds, 0)
    tally.count(members.goals, each + (members.rank < rest))
    first = members.rank == 0
    tally.count_loose(members.goals[first], seconds[first])
    met = members.meets != NOWHERE
    np.add.at(tally.twice[0], members.meets[met], 1)
    if not split:
        np.add.at(tally.twice[1], members.meets[met], seconds[met])


class _Tally:
    """What is counted for each goal of the forest; behind the goals, for "no goal" and for ids that are no goals any more.

    The two rows of `own` and `twice` are sessions and seconds; `twice` is what would count twice from a goal on upwards. `loose` are
    those of no goal that exists, each session once.
    """

    def __init__(self, counts: Membership) -> None:
        self.forest, self.gone = counts.forest, counts.gone
        self.nowhere = len(self.forest.ids)
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


def _places(sql: sqlite3.Connection, forest: Forest, ids: Iterable[str]) -> tuple[Whole, tuple[str, ...]]:
    """Return the place of each id, and last, where -1 leads, that of no goal, a session that something lies under being none; and
    the ids that are gone, which come behind it.
    """
    known, nowhere = list(ids), len(forest.ids)
    places = [forest.place_of.get(id_, -1) for id_ in known]
    unknown = [id_ for id_, place in zip(known, places, strict=True) if place < 0]
    gone = tuple(sorted(set(unknown) - existing(sql, unknown)))
    behind = {id_: nowhere + 1 + number for number, id_ in enumerate(gone)}
    for number, place in enumerate(places):
        if place < 0:
            places[number] = behind.get(known[number], nowhere)
    return np.array([*places, nowhere], np.int64), gone


def _members(forest: Forest, place_of: Whole, known: SessionGoals) -> tuple[Flags, _Members]:
    """Return which sessions name more goals than their parent, and which goals these count for."""
    children, further = known.children, known.further
    numbers, there = found_in(children.sessions, further.sessions)
    linked = np.zeros(len(children.sessions), np.bool_)
    linked[numbers[there]] = True
    several = np.flatnonzero(linked)
    of = np.concatenate([several, numbers[there]])
    goals = place_of[np.concatenate([children.parents[several], further.goals[there]])]
    best = _best_known(len(forest.ids), of, goals, len(linked))
    of, goals = of[best], goals[best]
    order = np.lexsort((goals, of))
    of, goals = of[order], goals[order]
    other = np.ones(len(of), np.bool_)
    other[1:] = (of[1:] != of[:-1]) | (goals[1:] != goals[:-1])
    of, goals = of[other], goals[other]
    begins = np.flatnonzero(np.diff(of, prepend=-1))
    sizes = np.diff(begins, append=len(of))
    rank = np.arange(len(of)) - np.repeat(begins, sizes)
    return linked, _Members(of, goals, rank, np.repeat(sizes, sizes), _meets(forest, goals, rank))


def _best_known(nowhere: int, of: Whole, goals: Whole, sessions: int) -> Flags:
    """Return which goals count for their sessions: those that exist, else those that are gone, else none."""
    rank = np.where(goals < nowhere, 0, np.where(goals > nowhere, 1, 2))
    best = np.full(sessions, 2)
    np.minimum.at(best, of, rank)
    return np.asarray(rank == best[of], np.bool_)


def _meets(forest: Forest, goals: Whole, rank: Whole) -> Whole:
    """Return where the ways upwards from each goal and the one before it of the same session meet."""
    meets = np.full(len(goals), NOWHERE, np.int64)
    again = np.flatnonzero((rank > 0) & (goals < len(forest.ids)))
    meets[again] = meetings(forest, goals[again - 1], goals[again])
    return meets


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
