"""How the values of an activity change over time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from fractal_desktop.domain.activity_progress import (
    ActivityProgress,
    LeftOut,
    Measured,
    NotedValues,
    ProgressLine,
    ProgressQuestion,
    Reading,
    SessionStarts,
    Sides,
    Whole,
    chosen_measure,
    distinct,
    measures,
    places,
    sides_of,
)
from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.document import split_key
from fractal_desktop.domain.ids import ActivityId, SessionId
from fractal_desktop.domain.library import ActivityName, SplitName
from fractal_desktop.domain.progress_lines import compare, line, points
from fractal_desktop.persistence import activity_progress, library
from fractal_desktop.persistence.activity_progress import ValueSearch
from fractal_desktop.persistence.analytics_filter import in_period, limited
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.session_starts import session_ids, session_starts
from fractal_desktop.persistence.unit_of_work import driver, reading
from fractal_desktop.services.history import History

LATEST = 300
"""Of so many sessions it is counted which activity they practise most."""

MOST_LINES = 6
"""There are as many colours that can be told apart."""

_FEW_SESSIONS = 5_000
_KEPT = 3
_Starts = tuple[SessionStarts, Whole]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read since the last change: values of activities, all or those of a filter, and the starts of a filter's sessions."""

    values: dict[tuple[ActivityId, AnalyticsFilter], NotedValues]
    starts: dict[AnalyticsFilter, _Starts]


class ProgressService:
    """Reads values from rows, never from documents. What was read is kept until something changes; ask off the UI thread."""

    def __init__(self, database: Database, history: History) -> None:
        self._database = database
        self._lock = Lock()
        self._known = _Known({}, {})
        history.listen(self._forget)

    def practised_activity(self, asked: AnalyticsFilter) -> ActivityId | None:
        """Return the activity that most of the last 300 sessions of the filter have values of, else those of any time; None if none has."""
        if asked.activity_id is not None:
            return asked.activity_id
        for each in (asked, AnalyticsFilter()):
            (period, ends), (limits, values) = in_period(each), limited(each)
            with reading(self._database) as connection:
                found = activity_progress.latest_activity(driver(connection), f"{period} AND {limits}", (*ends, *values), LATEST)
            if found is not None:
                return found
        return None

    def progress(self, question: ProgressQuestion, asked: AnalyticsFilter) -> ActivityProgress:
        """Return the points of an activity in the sessions of the filter; a million values take seconds once, in short transactions."""
        if asked.activity_id == question.activity_id:
            asked = replace(asked, activity_id=None)
        noted = self._noted(question.activity_id, asked)
        activity = self._activity(question.activity_id)
        choices = measures(activity, noted)
        measured = chosen_measure(question, choices, noted)
        if measured is None:
            return ActivityProgress(question, activity, None, (), (), None, LeftOut())
        starts, without = self._starts(asked, noted)
        question = replace(question, metric_id=measured.id)
        return _answer(question, activity, measured, choices, noted, starts, without, is_limited=asked != AnalyticsFilter())

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

    def _noted(self, activity_id: ActivityId, asked: AnalyticsFilter) -> NotedValues:
        """Return the values of an activity, at least those in the sessions of the filter."""
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
        found = search.result()
        with self._lock:
            while len(known.values) >= _KEPT:
                known.values.pop(next(iter(known.values)))
            known.values[activity_id, AnalyticsFilter() if search.is_of_all else asked] = found
        return found

    def _step(self, search: ValueSearch) -> bool:
        with reading(self._database) as connection:
            return search.step(driver(connection))

    def _few_rows(self, asked: AnalyticsFilter) -> Whole | None:
        """Return the rows of the filter's sessions, and of those without a start, if it leaves so few that each can be looked at."""
        if asked == AnalyticsFilter():
            return None
        starts, without = self._all_starts(asked)
        rows = np.concatenate((starts.rows, without))
        return np.sort(rows) if len(rows) <= activity_progress.FEW_SESSIONS else None

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
                while len(known.starts) >= _KEPT:
                    known.starts.pop(next(iter(known.starts)))
                known.starts[asked] = found
        return known.starts[asked]

    def _forget(self, change: Change) -> None:
        if change.sessions or change.library or change.tree or change.everything:
            self._known = _Known({}, {})


def _answer(
    question: ProgressQuestion,
    activity: ActivityName,
    measured: Measured,
    choices: tuple[Measured, ...],
    noted: NotedValues,
    starts: SessionStarts,
    without: Whole,
    *,
    is_limited: bool,
) -> ActivityProgress:
    everything, incomplete = points(noted, measured, None)
    lines = _lines_of_splits(question, activity, noted, starts, measured) if question.each_split else []
    without_split = 0
    if lines:
        shown = (points(noted, measured, _place(noted, line.split))[0].sessions for line in lines)
        without_split = starts.count(everything.sessions) - sum(map(starts.count, shown))
    elif (chosen := next((split for split in activity.splits if split.id == question.split_id), None)) is not None:
        lines = [_line_of_split(noted, starts, measured, question.reading, chosen)]
    else:
        question = replace(question, split_id=None, each_split=False)
        lines = [line(noted, everything, starts, measured, question.reading)]
    left_out = LeftOut(
        len(distinct(everything.sessions[places(without, everything.sessions) >= 0])),
        starts.count(noted.not_numbers),
        0 if is_limited else int(np.count_nonzero(everything.sessions == 0)),
        starts.count(noted.of_gone_metrics),
        starts.count(incomplete),
        without_split,
    )
    sides = _sides(activity, noted, starts, measured, question.reading)
    return ActivityProgress(question, activity, measured, choices, tuple(lines), sides, left_out)


def _lines_of_splits(
    question: ProgressQuestion, activity: ActivityName, noted: NotedValues, starts: SessionStarts, measured: Measured
) -> list[ProgressLine]:
    """Return a line for each split that is not retired and has points; none if there are too many to tell apart."""
    splits = [split for split in activity.splits if not split.retired]
    if len(splits) > MOST_LINES:
        return []
    lines = (_line_of_split(noted, starts, measured, question.reading, split) for split in splits)
    return [each for each in lines if each.sessions]


def _line_of_split(noted: NotedValues, starts: SessionStarts, measured: Measured, reading: Reading, split: SplitName) -> ProgressLine:
    found, _ = points(noted, measured, _place(noted, split))
    return line(noted, found, starts, measured, reading, split)


def _place(noted: NotedValues, split: SplitName | None) -> int:
    """Return the place of a split among those of the values; behind the last one if none has it."""
    key = None if split is None else split_key(split.id)
    return noted.split_ids.index(key) if key in noted.split_ids else len(noted.split_ids)


def _sides(activity: ActivityName, noted: NotedValues, starts: SessionStarts, measured: Measured, reading: Reading) -> Sides | None:
    """Return the two sides; where each set is shown, by the average of the session."""
    sides = sides_of(activity)
    if sides is None:
        return None
    of_sessions = Reading.AVERAGE if reading is Reading.EACH else reading
    first, second = (_line_of_split(noted, starts, measured, of_sessions, split) for split in sides)
    return compare(first, second, measured.better)
