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
    measures,
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
from fractal_desktop.persistence.analytics_filter import in_period as starting_in_period
from fractal_desktop.persistence.analytics_filter import limited
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.session_starts import in_period, session_ids, session_starts
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
    """What was read since the last change: values of the last few activities, and the starts of all sessions."""

    values: dict[ActivityId, NotedValues]
    starts: list[_Starts]


class ProgressService:
    """Reads values from rows, never from documents. What was read is kept until something changes; ask off the UI thread."""

    def __init__(self, database: Database, history: History) -> None:
        self._database = database
        self._lock = Lock()
        self._known = _Known({}, [])
        history.listen(self._forget)

    def practised_activity(self, asked: AnalyticsFilter) -> ActivityId | None:
        """Return the activity that most of the last 300 sessions of the filter have values of, else those of any time; None if none has."""
        if asked.activity_id is not None:
            return asked.activity_id
        for each in (asked, AnalyticsFilter()):
            (period, ends), (limits, values) = starting_in_period(each), limited(each)
            with reading(self._database) as connection:
                found = activity_progress.latest_activity(driver(connection), f"{period} AND {limits}", (*ends, *values), LATEST)
            if found is not None:
                return found
        return None

    def progress(self, question: ProgressQuestion, asked: AnalyticsFilter) -> ActivityProgress:
        """Return the points of an activity in the sessions of the filter; a million values take seconds once, in short transactions."""
        noted = self._noted(question.activity_id)
        if asked.activity_id == question.activity_id:
            asked = replace(asked, activity_id=None)
        activity = self._activity(question.activity_id)
        choices = measures(activity, noted)
        measured = chosen_measure(question, choices, noted)
        if measured is None:
            return ActivityProgress(question, activity, None, (), (), None, LeftOut())
        starts, without = self._starts(asked, noted)
        question = replace(question, metric_id=measured.id)
        return _answer(question, activity, measured, choices, noted, in_period(starts, asked), without)

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

    def _noted(self, activity_id: ActivityId) -> NotedValues:
        known = self._known
        if activity_id not in known.values:
            search = ValueSearch(activity_id)
            while self._step(search):
                pass
            with self._lock:
                while len(known.values) >= _KEPT:
                    known.values.pop(next(iter(known.values)))
                known.values[activity_id] = search.result()
        return known.values[activity_id]

    def _step(self, search: ValueSearch) -> bool:
        with reading(self._database) as connection:
            return search.step(driver(connection))

    def _starts(self, asked: AnalyticsFilter, noted: NotedValues) -> _Starts:
        """Return the starts of the filter's sessions at any time: of all sessions, or of those in question where they are few."""
        known = self._known
        is_limited = limited(asked)[0] != "true"
        if known.starts and not is_limited:
            return known.starts[0]
        rows = np.unique(noted.sessions)
        with reading(self._database) as connection:
            found = session_starts(connection, asked, rows if len(rows) <= _FEW_SESSIONS else None)
        if not is_limited and len(rows) > _FEW_SESSIONS:
            known.starts[:] = [found]
        return found

    def _forget(self, change: Change) -> None:
        if change.sessions or change.library or change.tree or change.everything:
            self._known = _Known({}, [])


def _answer(
    question: ProgressQuestion,
    activity: ActivityName,
    measured: Measured,
    choices: tuple[Measured, ...],
    noted: NotedValues,
    starts: SessionStarts,
    without: Whole,
) -> ActivityProgress:
    everything, incomplete = points(noted, measured, None)
    lines = _lines_of_splits(question, activity, noted, starts, measured) if question.each_split else []
    without_split = 0
    if lines:
        shown = sum(len(points(noted, measured, _place(noted, line.split))[0].keys) for line in lines)
        without_split = len(everything.keys) - shown
    elif (chosen := next((split for split in activity.splits if split.id == question.split_id), None)) is not None:
        lines = [_line_of_split(noted, starts, measured, question.reading, chosen)]
    else:
        question = replace(question, split_id=None, each_split=False)
        lines = [line(noted, everything, starts, measured, question.reading)]
    left_out = LeftOut(
        len(np.intersect1d(everything.sessions, without)),
        noted.not_numbers,
        int(np.count_nonzero(everything.sessions == 0)),
        noted.of_gone_metrics,
        incomplete,
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
