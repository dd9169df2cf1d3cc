"""What practice was for: time by goal and by activity, what was planned of it, and how it is meant to be shared out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection

from fractal_desktop.domain.analytics import ActivityTimeRow, AnalyticsFilter, GoalTimeRow, PlannedRow
from fractal_desktop.domain.attention import Branch, GoalShare, checked_share, shares_of
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import ActivityId, GoalId, SessionId, TemplateId
from fractal_desktop.persistence import activity_times
from fractal_desktop.persistence.columns import NONE, Whole, rowids, session_ids
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.goal_forest import Forest
from fractal_desktop.persistence.goal_times import Membership, goal_times, membership
from fractal_desktop.persistence.intended_shares import intended_shares, set_share
from fractal_desktop.persistence.kept import Kept
from fractal_desktop.persistence.planned import Timed, planned_rows, timed_sessions
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.unit_of_work import UnitOfWork, driver, reading
from fractal_desktop.services.document_ledger import DocumentLedger
from fractal_desktop.services.goal_ledger import GoalLedger
from fractal_desktop.services.history import Done, History

KEPT = 4
"""Of so many filters is kept at once which sessions they mean: several cards ask one after the other."""


class BalanceService:
    """Counts the practice of an open file by what it was for; every question may be slow: ask off the UI thread."""

    def __init__(
        self,
        database: Database,
        history: History,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
        ledger: GoalLedger,
        documents: DocumentLedger,
    ) -> None:
        self._database = database
        self._history = history
        self._zone = zone
        self._clock = clock
        self._ledger = ledger
        self._documents = documents
        self._chosen = Kept[AnalyticsFilter, Whole](KEPT)
        self._timed = Kept[None, Timed](1)
        self._counts: Membership | None = None

    def goal_times(self, asked: AnalyticsFilter, *, split: bool = False) -> tuple[GoalTimeRow, ...]:
        """Return the goals with practice, in the order of a walk through the tree, then those that are gone, then "without a goal".

        In each figure a session counts once, but it counts for every goal it hangs on. With `split` its seconds are divided among
        these, so that they add up. Goals that are gone, and "without a goal", have only sessions that hang on no goal that exists.
        """
        ledger = self._ledger.now()
        with reading(self._database) as connection:
            counts = self._counts
            if counts is None or counts.forest is not ledger.forest or counts.known is not ledger.sessions:
                self._counts = counts = membership(driver(connection), ledger.forest, ledger.sessions)
            chosen = None if asked == AnalyticsFilter() else self._rowids(connection, asked)
        return goal_times(counts, chosen, split=split)

    def with_documented(self, asked: AnalyticsFilter, most: int | None = None) -> tuple[AnalyticsFilter, int]:
        """Return the filter so that it lets sessions through, too, of which documents alone say that they hold its activity.

        For that up to `most` further documents are read, in old files alone; beside it stands how many are still to be read.
        """
        if asked.activity_id is None or not self._documents.may_lack_rows:
            return replace(asked, documented=()), 0
        known, in_all = self._read(self._sessions(AnalyticsFilter()), most)
        by_rows = self._sessions(AnalyticsFilter(activity_id=asked.activity_id))
        more = np.setdiff1d(self._documents.items_of(asked.activity_id).sessions, by_rows)
        return replace(asked, documented=tuple(more.tolist())), in_all - known

    def activity_times(self, asked: AnalyticsFilter) -> tuple[ActivityTimeRow, ...]:
        """Return the activities of these sessions, most time first, then those in most sessions; retired and gone ones, too.

        An item counts with its own time, if that is plausible: then it is one of `items`. Any item of an activity, timed or not, makes
        its session one that holds it. Where a document has no time at all, the rows of items count.

        Documents are read once, 15 to 50 µs for each, so a long history takes seconds the first time: see `activity_times_so_far`.
        """
        sessions = self._sessions(asked)
        self._documents.read(self._documents.unread(sessions))
        return self._activity_rows(sessions)

    def activity_times_so_far(self, asked: AnalyticsFilter, most: int, counted: int) -> tuple[tuple[ActivityTimeRow, ...], int, int]:
        """Read up to `most` further documents, the newest first; return the rows known by then, how many are read, and how many there are.

        There are no rows yet while documents of more than `counted` sessions are being read.
        """
        sessions = self._sessions(asked)
        known, in_all = self._read(sessions, most)
        return self._activity_rows(sessions) if known == in_all or in_all <= counted else (), known, in_all

    def activity_sessions(self, asked: AnalyticsFilter, activity_id: ActivityId) -> tuple[SessionId, ...] | None:
        """Return the sessions behind a row of `activity_times`, as far as they were read by now; None if they are those of the filter
        with this activity: rows say the same then.
        """
        sessions = self._sessions(asked)
        held = np.intersect1d(sessions, self._documents.items_of(activity_id).sessions)
        if asked.activity_id in (None, activity_id) and np.array_equal(held, self._sessions(replace(asked, activity_id=activity_id))):
            return None
        with reading(self._database) as connection:
            return session_ids(driver(connection), held)

    def planned(self, asked: AnalyticsFilter) -> tuple[PlannedRow, ...]:
        """Return the templates with sessions that have both a plan and a duration, most such sessions first; None is no template.

        The plan is what the document says, which is read as for `activity_times`.
        """
        timed = self._timed_sessions(asked)
        self._documents.read(self._documents.unread(timed.sessions))
        return self._planned_rows(timed)

    def planned_so_far(self, asked: AnalyticsFilter, most: int, counted: int) -> tuple[tuple[PlannedRow, ...], int, int]:
        """Return the same of what is known after `most` further documents, as `activity_times_so_far` does."""
        timed = self._timed_sessions(asked)
        known, in_all = self._read(timed.sessions, most)
        return self._planned_rows(timed) if known == in_all or in_all <= counted else (), known, in_all

    def planned_sessions(self, asked: AnalyticsFilter, template_id: TemplateId | None) -> tuple[SessionId, ...]:
        """Return the sessions behind a row of `planned`, as far as they were read by now."""
        timed = self._timed_sessions(asked)
        sessions = next((timed.sessions[place] for each, place in timed.by_template() if each == template_id), NONE)
        with reading(self._database) as connection:
            return session_ids(driver(connection), sessions[self._documents.plans(sessions) > 0])

    def branches(self, asked: AnalyticsFilter) -> Mapping[GoalId | None, tuple[GoalShare, ...]]:
        """Return all branches by the goal right above them (None: the fractals), in the order of the tree, whether shares are meant or not.

        If the filter names a goal, only branches below it. A branch without any practice is there, too.
        """
        with reading(self._database) as connection:
            intended = intended_shares(driver(connection))
        return {siblings[0].parent_id: shares_of(siblings, intended) for siblings in self._groups(asked)}

    def set_shares(self, shares: Mapping[GoalId, float | None]) -> Change:
        """Let goals be meant to get these parts, from 0 to 1, of the practice of each and its siblings (None takes that back), as one step.

        Raises UserError, changing none, if a goal is gone or a share is none.
        """

        def command(unit: UnitOfWork) -> Done:
            stamp = Stamp(self._clock(), self._zone)
            names = [set_share(unit.sql, goal_id, checked_share(share), stamp) for goal_id, share in shares.items()]
            return Done(f"Set share of {names[0]}" if len(names) == 1 else f"Set shares of {len(names)} goals")

        return self._history.perform(command)

    def _sessions(self, asked: AnalyticsFilter) -> Whole:
        with reading(self._database) as connection:
            return self._rowids(connection, asked)

    def _rowids(self, connection: Connection, asked: AnalyticsFilter) -> Whole:
        return self._chosen.of(connection, asked, lambda connection, asked: rowids(driver(connection), asked))

    def _timed_sessions(self, asked: AnalyticsFilter) -> Timed:
        with reading(self._database) as connection:
            timed = self._timed.of(connection, None, lambda connection, _: timed_sessions(driver(connection)))
            return timed if asked == AnalyticsFilter() else timed.among(self._rowids(connection, asked))

    def _activity_rows(self, sessions: Whole) -> tuple[ActivityTimeRow, ...]:
        items = self._documents.items()
        with reading(self._database) as connection:
            return activity_times.activity_times(driver(connection), self._documents.places, items, sessions)

    def _planned_rows(self, timed: Timed) -> tuple[PlannedRow, ...]:
        plans = self._documents.plans(timed.sessions)
        with reading(self._database) as connection:
            return planned_rows(driver(connection), timed, plans)

    def _read(self, sessions: Whole, most: int | None) -> tuple[int, int]:
        unread = self._documents.unread(sessions)
        part = unread[:most]
        self._documents.read(part)
        return len(sessions) - len(unread) + len(part), len(sessions)

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
