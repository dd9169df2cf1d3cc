"""How the values of an activity change over time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TypeVar

import numpy as np

from fractal_desktop.domain.activity_progress import (
    ActivityProgress,
    LeftOut,
    NotedValues,
    ProgressQuestion,
    SessionStarts,
    Whole,
    chosen_measure,
    distinct,
    measures,
)
from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import ActivityId, SessionId
from fractal_desktop.domain.library import ActivityName
from fractal_desktop.domain.progress_answer import answered
from fractal_desktop.persistence import activity_progress, library
from fractal_desktop.persistence.activity_progress import NO_ITEMS, NotedItems, ValueSearch
from fractal_desktop.persistence.analytics_filter import in_period, limited
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.session_starts import session_ids, session_starts
from fractal_desktop.persistence.unit_of_work import driver, reading
from fractal_desktop.persistence.unrowed_values import differing, with_documents
from fractal_desktop.services.document_ledger import DocumentLedger
from fractal_desktop.services.history import History

LATEST = 300
"""Of so many sessions it is counted which activity they practise most."""

_FEW_SESSIONS = 5_000
_KEPT = 3
_Starts = tuple[SessionStarts, Whole]
Key = TypeVar("Key")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read since the last change: values of activities, all or those of a filter, and the starts of a filter's sessions.

    `with_documents` are those of rows and documents, `meanwhile` what is shown until the documents are read.
    """

    values: dict[tuple[ActivityId, AnalyticsFilter], tuple[NotedValues, NotedItems]] = field(default_factory=dict)
    starts: dict[AnalyticsFilter, _Starts] = field(default_factory=dict)
    with_documents: dict[tuple[ActivityId, AnalyticsFilter], NotedValues] = field(default_factory=dict)
    meanwhile: dict[tuple[ProgressQuestion, AnalyticsFilter], ActivityProgress] = field(default_factory=dict)


class ProgressService:
    """Reads values from rows, and in old files what has no row from documents; kept until something changes. Ask off the UI thread."""

    def __init__(self, database: Database, history: History, documents: DocumentLedger) -> None:
        self._database = database
        self._documents = documents
        self._lock = Lock()
        self._known = _Known()
        history.listen(self._forget)

    def practised_activity(self, asked: AnalyticsFilter) -> ActivityId | None:
        """Return the activity that most of the last 300 sessions of the filter have values of, else those of any time; None if none has.

        Where no rows have values, it is the one that most of the documents have values of, as far as they were read by now.
        """
        if asked.activity_id is not None:
            return asked.activity_id
        for each in (asked, AnalyticsFilter()):
            (period, ends), (limits, values) = in_period(each), limited(each)
            with reading(self._database) as connection:
                found = activity_progress.latest_activity(driver(connection), f"{period} AND {limits}", (*ends, *values), LATEST)
            if found is not None:
                return found
        return self._documents.noted_most()

    def read_documents(self, asked: AnalyticsFilter, most: int | None) -> int:
        """Read up to `most` documents more, if some may hold values that rows lack; return how many are still to be read."""
        if not self._documents.may_lack_rows:
            return 0
        unread = self._documents.unread(self._rows_of(asked))
        self._documents.read(unread[:most])
        return len(unread) - len(unread[:most])

    def progress(self, question: ProgressQuestion, asked: AnalyticsFilter) -> ActivityProgress:
        """Return the points of an activity in the sessions of the filter; a million values take seconds once, in short transactions.

        In an old file all documents of these sessions are read first, as for BalanceService.activity_times.
        """
        return self._answer_so_far(question, asked, None)[0]

    def progress_so_far(self, question: ProgressQuestion, asked: AnalyticsFilter, most: int) -> tuple[ActivityProgress, int]:
        """Read up to `most` further documents; return the points, and of how many sessions documents are still to be read.

        Until none is, the points are those of rows alone.
        """
        return self._answer_so_far(question, asked, most)

    def _answer_so_far(self, question: ProgressQuestion, asked: AnalyticsFilter, most: int | None) -> tuple[ActivityProgress, int]:
        if asked.activity_id == question.activity_id:
            asked = replace(asked, activity_id=None, documented=())
        if not self._documents.may_lack_rows:
            return self._answer(question, asked, self._noted(question.activity_id, asked)[0]), 0
        known = self._known
        whole, left = self._with_documents(question.activity_id, asked, most)
        if whole is not None:
            return self._answer(question, asked, whole), 0
        if (question, asked) not in known.meanwhile:
            answer = self._answer(question, asked, self._noted(question.activity_id, asked)[0])
            with self._lock:
                _keep(known.meanwhile, (question, asked), answer)
            return answer, left
        return known.meanwhile[question, asked], left

    def _answer(self, question: ProgressQuestion, asked: AnalyticsFilter, noted: NotedValues) -> ActivityProgress:
        activity = self._activity(question.activity_id)
        choices = measures(activity, noted)
        measured = chosen_measure(question, choices, noted)
        if measured is None:
            return ActivityProgress(question, activity, None, (), (), None, LeftOut())
        starts, without = self._starts(asked, noted)
        question = replace(question, metric_id=measured.id)
        return answered(question, activity, measured, choices, noted, starts, without, is_limited=asked != AnalyticsFilter())

    def session_ids(self, rows: Sequence[int], starts: Sequence[int]) -> tuple[SessionId | None, ...]:
        """Return the sessions behind points of a line, None for those that are gone or start at another time by now."""
        with reading(self._database) as connection:
            return session_ids(driver(connection), rows, starts)

    def _activity(self, activity_id: ActivityId) -> ActivityName:
        with reading(self._database) as connection:
            names = library.names(driver(connection))
        known = names.activity(activity_id)
        if known is not None:
            return known
        metrics = tuple(metric for metric in names.metrics.values() if metric.activity_id == activity_id)
        splits = tuple(split for split in names.splits.values() if split.activity_id == activity_id)
        return ActivityName(activity_id, "", False, bool(metrics), bool(splits), metrics, splits)

    def _with_documents(self, activity_id: ActivityId, asked: AnalyticsFilter, most: int | None) -> tuple[NotedValues | None, int]:
        """Return the values of rows and documents, or None and how many documents are to be read once `most` more were."""
        known, key = self._known, (activity_id, asked)
        if key in known.with_documents:
            return known.with_documents[key], 0
        if left := self.read_documents(asked, most):
            return None, left
        sessions = self._rows_of(asked)
        noted, items = self._noted(activity_id, asked)
        wanted = differing(items, self._documents.items_of(activity_id), sessions)
        values = self._documents.values(activity_id, wanted, most)
        if len(values) < len(wanted):
            return None, len(wanted) - len(values)
        with reading(self._database) as connection:
            found = with_documents(driver(connection), activity_id, noted, items, values)
        with self._lock:
            _keep(known.with_documents, key, found)
        return found, 0

    def _rows_of(self, asked: AnalyticsFilter) -> Whole:
        """Return the rows of the filter's sessions, and of those without a start, ascending."""
        starts, without = self._all_starts(asked)
        return np.sort(np.concatenate((starts.rows, without)), kind="stable")  # nearly in order already

    def _noted(self, activity_id: ActivityId, asked: AnalyticsFilter) -> tuple[NotedValues, NotedItems]:
        """Return the values that rows have of an activity, at least those in the sessions of the filter, and the items that have them."""
        known = self._known
        for key in ((activity_id, AnalyticsFilter()), (activity_id, asked)):
            if key in known.values:
                return known.values[key]
        search = ValueSearch(activity_id)
        if self._step(search):
            rows = self._few_rows(asked)
            if rows is not None:
                search.choose_sessions(rows)
            while self._step(search):
                pass
        found = search.result(), search.noted_items() if self._documents.may_lack_rows else NO_ITEMS
        with self._lock:
            _keep(known.values, (activity_id, AnalyticsFilter() if search.is_of_all else asked), found)
        return found

    def _step(self, search: ValueSearch) -> bool:
        with reading(self._database) as connection:
            return search.step(driver(connection))

    def _few_rows(self, asked: AnalyticsFilter) -> Whole | None:
        """Return the rows of the filter's sessions, and of those without a start, if it leaves so few that each can be looked at."""
        if asked == AnalyticsFilter():
            return None
        rows = self._rows_of(asked)
        return rows if len(rows) <= activity_progress.FEW_SESSIONS else None

    def _starts(self, asked: AnalyticsFilter, noted: NotedValues) -> _Starts:
        """Return the starts of the filter's sessions; only of those in question where these are few."""
        rows = distinct(np.concatenate((noted.sessions, noted.not_numbers, noted.of_gone_metrics)))
        if len(rows) > _FEW_SESSIONS:
            return self._all_starts(asked)
        with reading(self._database) as connection:
            return session_starts(connection, asked, rows)

    def _all_starts(self, asked: AnalyticsFilter) -> _Starts:
        known = self._known
        if asked not in known.starts:
            with reading(self._database) as connection:
                found = session_starts(connection, asked)
            with self._lock:
                _keep(known.starts, asked, found)
            return found
        return known.starts[asked]

    def _forget(self, change: Change) -> None:
        if change.sessions or change.library or change.tree or change.everything:
            self._known = _Known()


def _keep(kept: dict[Key, Found], key: Key, found: Found) -> None:
    while len(kept) >= _KEPT:
        kept.pop(next(iter(kept)))
    kept[key] = found
