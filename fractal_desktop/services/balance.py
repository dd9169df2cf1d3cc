"""What practice was for: time by goal and by activity, what was planned of it, and how it is meant to be shared out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from fractal_desktop.domain.analytics import ActivityTimeRow, AnalyticsFilter, GoalTimeRow, PlannedRow
from fractal_desktop.domain.attention import Branch, GoalShare, checked_share, shares_of
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.persistence import activity_times, goal_times
from fractal_desktop.persistence.columns import NONE, Places, Whole, asked_for, rowids
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.goal_forest import Forest
from fractal_desktop.persistence.intended_shares import intended_shares, set_share
from fractal_desktop.persistence.planned import Timed, planned_rows, timed_sessions
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.unit_of_work import UnitOfWork, driver, reading
from fractal_desktop.services.activity_ledger import ActivityLedger
from fractal_desktop.services.goal_ledger import GoalLedger
from fractal_desktop.services.history import Done, History
from fractal_desktop.services.plan_ledger import PlanLedger

_FEW_SESSIONS = 2_000
"""The items of so many are read for the question alone, if not all are known yet."""


class BalanceService:
    """Counts the practice of an open file by what it was for; every question may be slow: ask off the UI thread."""

    def __init__(self, database: Database, history: History, zone: ZoneInfo, clock: Callable[[], datetime], ledger: GoalLedger) -> None:
        self._database = database
        self._history = history
        self._zone = zone
        self._clock = clock
        self._ledger = ledger
        self._items = ActivityLedger(database)
        history.listen(self._items.note)
        self._plans = PlanLedger(database)
        history.listen(self._plans.note)

    def goal_times(self, asked: AnalyticsFilter, *, split: bool = False) -> tuple[GoalTimeRow, ...]:
        """Return the goals with practice, in the order of a walk through the tree, then those that are gone, then "without a goal".

        In each figure a session counts once, but it counts for every goal it hangs on. With `split` its seconds are divided among
        these, so that they add up. Goals that are gone, and "without a goal", have only sessions that hang on no goal that exists.
        """
        ledger = self._ledger.now()
        with reading(self._database) as connection:
            return goal_times.goal_times(driver(connection), asked, ledger.forest, ledger.sessions, split=split)

    def activity_times(self, asked: AnalyticsFilter) -> tuple[ActivityTimeRow, ...]:
        """Return the activities of these sessions, most time first, then those in most sessions; retired and gone ones, too.

        An item counts with its own time, as the rows of the file have it, if that is from 1 second to 31 days: then it is one of
        `items`. Any item of an activity, timed or not, makes its session one that holds it.
        """
        with reading(self._database) as connection:
            sql = driver(connection)
            sessions = np.sort(rowids(sql, *asked_for(asked)))
            if len(sessions) <= _FEW_SESSIONS and not self._items.is_ready:
                places = Places()
                items = activity_times.of_rowids(sql, places, sessions)
                return activity_times.activity_times(sql, places, items, sessions)
        known = self._items.now()
        with reading(self._database) as connection:
            return activity_times.activity_times(driver(connection), self._items.places, known, sessions)

    def learn_activities(self, blocks: int) -> bool:
        """Look through so many further blocks of items, 30 ms each, so that `activity_times` need not; return whether there are more."""
        return self._items.learn(blocks)

    def planned(self, asked: AnalyticsFilter, *, read_on: bool = True) -> tuple[PlannedRow, ...]:
        """Return the templates with sessions that have both a plan and a duration, most such sessions first; None is no template.

        The plan is what the document says. Each document is read once, 10 µs for each, so a long history takes seconds the first time;
        with `read_on` False only sessions whose plan is known by now count, see `read_plans`.
        """
        with reading(self._database) as connection:
            timed = timed_sessions(driver(connection), asked)
        if read_on:
            self._plans.read(self._unread(timed))
        plans = [self._plans.known(each.sessions) for each in timed]
        with reading(self._database) as connection:
            return planned_rows(driver(connection), timed, plans)

    def read_plans(self, asked: AnalyticsFilter, most: int) -> tuple[int, int]:
        """Read the plans of up to so many further sessions, the newest first; return of how many they are known, and of how many in all."""
        with reading(self._database) as connection:
            timed = timed_sessions(driver(connection), asked)
        self._plans.read(self._unread(timed)[:most])
        in_all = sum(len(each.sessions) for each in timed)
        return in_all - len(self._unread(timed)), in_all

    def shares(self, asked: AnalyticsFilter) -> tuple[GoalShare, ...]:
        """Return all branches that have a sibling, or are one, for which a share is meant: siblings together, in the order of the tree.

        If the filter names a goal, only branches below it. A branch without any practice is there, too.
        """
        with reading(self._database) as connection:
            intended = intended_shares(driver(connection))
        return tuple(
            share
            for siblings in self._groups(asked)
            if any(b.goal_id in intended for b in siblings)
            for share in shares_of(siblings, intended)
        )

    def siblings(self, asked: AnalyticsFilter, parent_id: GoalId | None) -> tuple[GoalShare, ...]:
        """Return all branches right under a goal (None: the fractals), in the order of the tree, whether shares are meant or not."""
        with reading(self._database) as connection:
            intended = intended_shares(driver(connection))
        found = (siblings for siblings in self._groups(asked) if siblings[0].parent_id == parent_id)
        return shares_of(next(found, []), intended)

    def set_share(self, goal_id: GoalId, share: float | None) -> Change:
        """Let a goal be meant to get this part, from 0 to 1, of the practice of it and its siblings; None takes that back."""
        return self.set_shares({goal_id: share})

    def set_shares(self, shares: Mapping[GoalId, float | None]) -> Change:
        """Do that for several goals as one step; raises UserError, changing none, if a goal is gone or a share is none."""

        def command(unit: UnitOfWork) -> Done:
            stamp = Stamp(self._clock(), self._zone)
            names = [set_share(unit.sql, goal_id, checked_share(share), stamp) for goal_id, share in shares.items()]
            return Done(f"Set share of {names[0]}" if len(names) == 1 else f"Set shares of {len(names)} goals")

        return self._history.perform(command)

    def _unread(self, timed: Iterable[Timed]) -> Whole:
        """Return the sessions whose plans are not known, the last that were made first."""
        sessions = np.concatenate([NONE, *(each.sessions for each in timed)])
        return np.sort(sessions[self._plans.known(sessions) < 0])[::-1]

    def _groups(self, asked: AnalyticsFilter) -> Iterable[list[Branch]]:
        """Return the branches under each parent, parents in the order of the tree."""
        forest = self._ledger.now().forest
        figures = {row.goal_id: (row.total_sessions, row.total_seconds) for row in self.goal_times(asked, split=True)}
        groups: dict[int, list[Branch]] = {}
        for place, parent in enumerate(forest.parents.tolist()):
            if asked.goal_id is None or _lies_below(forest, parent, asked.goal_id):
                goal_id, parent_id = GoalId(forest.ids[place]), GoalId(forest.ids[parent]) if parent >= 0 else None
                branch = Branch(goal_id, parent_id, forest.names[place], *figures.get(goal_id, (0, 0)))
                groups.setdefault(parent, []).append(branch)
        return groups.values()


def _lies_below(forest: Forest, place: int, goal_id: GoalId) -> bool:
    """Return whether the goal at a place is this one or lies below it."""
    while place >= 0 and forest.ids[place] != goal_id:
        place = int(forest.parents[place])
    return place >= 0
