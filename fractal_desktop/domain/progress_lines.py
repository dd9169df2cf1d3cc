"""The points of an activity's progress made from its values: a number for each session, records, trends, two sides compared."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fractal_desktop.domain.activity_progress import (
    DAY_MICROSECONDS,
    Measured,
    NotedValues,
    ProgressLine,
    Reading,
    SessionStarts,
    Sides,
    Whole,
    places,
)
from fractal_desktop.domain.library import Better, SplitName
from fractal_desktop.domain.robust_fit import Floats, RobustFit, robust_fit

FEWEST_SESSIONS, FEWEST_DAYS = 5, 7
"""Of fewer sessions, or within a shorter time, no trend is told: with four even the interval of a straight line is endless."""

RECENT_SESSIONS = 10
"""How far one side is ahead is the median of the last so many sessions that have both."""


_NO_WHOLE: Whole = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """One number for each item or set, and split; by `keys`, which are ascending and name them."""

    keys: Whole
    sessions: Whole
    values: Floats

    def of(self, keys: Whole) -> Floats:
        """Return the values of other points' keys, NaN where there is none."""
        if not len(self.keys):
            return np.full(len(keys), np.nan)
        found = places(self.keys, keys)
        return np.where(found >= 0, self.values[found], np.nan)

    def chosen(self, which: NDArray[np.bool_]) -> "Points":
        """Return some of them."""
        return Points(self.keys[which], self.sessions[which], self.values[which])


def points(noted: NotedValues, measured: Measured, split: int | None) -> tuple[Points, Whole]:
    """Return the number of each item or set (of the split at a place of `split_ids`, None: of all), and the sessions of those without.

    Of several values of one metric and split the first counts, as in documents.
    """
    columns = [_column(noted, metric_id, split) for metric_id in measured.factors]
    first, *others = columns
    values = first.values
    with np.errstate(over="ignore"):
        for other in others:
            values = values * other.of(first.keys)
    whole = np.isfinite(values)
    found = Points(first.keys, first.sessions, values).chosen(whole)
    lacking = [column.chosen(np.isnan(found.of(column.keys))) for column in columns] if others or not whole.all() else []
    keys, firsts = np.unique(np.concatenate([_NO_WHOLE, *(column.keys for column in lacking)]), return_index=True)
    sessions = np.concatenate([_NO_WHOLE, *(column.sessions for column in lacking)])
    return found, sessions[firsts] if len(keys) else _NO_WHOLE


def line(
    noted: NotedValues, found: Points, starts: SessionStarts, measured: Measured, reading: Reading, split: SplitName | None = None
) -> ProgressLine:
    """Return the line of these points, as far as `starts` knows their sessions."""
    known = starts.places(found.sessions)
    found, known = found.chosen(known >= 0), known[known >= 0]
    at = starts.starts[known]
    order = np.lexsort((found.keys, starts.rows[known], at))
    found, at = Points(found.keys[order], found.sessions[order], found.values[order]), at[order]
    begins = _begins(found.sessions, at)
    of_sessions = _tops(noted, found, begins, measured) if reading is Reading.TOP else _averages(found.values, begins)
    trend = _trend(at[begins], of_sessions)
    most = int(np.diff(np.append(begins, len(found.values))).max(initial=0))
    if reading is Reading.EACH:
        return ProgressLine(split, at, found.sessions, found.values, _records(found.values, measured.better), trend, len(begins), most)
    records = _records(of_sessions, measured.better)
    return ProgressLine(split, at[begins], found.sessions[begins], of_sessions, records, trend, len(begins), most)


def compare(first: ProgressLine, second: ProgressLine, better: Better) -> Sides | None:
    """Return two lines of one point a session each beside each other; None if they are not those of two splits."""
    if first.split is None or second.split is None:
        return None
    order = np.argsort(second.rows)
    found = places(second.rows[order], first.rows)
    here, there = np.flatnonzero(found >= 0), order[found[found >= 0]]
    leads = _rank(first.values[here] - second.values[there], better)
    lead = float(np.median(leads[-RECENT_SESSIONS:])) if len(leads) else None
    return Sides(first.split, second.split, first.starts[here], first.rows[here], leads, lead, _trend(first.starts[here], leads))


def _column(noted: NotedValues, metric_id: str, split: int | None) -> Points:
    which = noted.metrics == (noted.metric_ids.index(metric_id) if metric_id in noted.metric_ids else -1)
    if split is not None:
        which &= noted.splits == split
    keys = noted.units[which] * len(noted.split_ids) + noted.splits[which]
    ascending, firsts = np.unique(keys, return_index=True)
    return Points(ascending, noted.sessions[which][firsts], noted.values[which][firsts])


def _begins(sessions: Whole, at: Whole) -> Whole:
    """Return where the points of each session begin; points come session by session."""
    if not len(sessions):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], (sessions[1:] != sessions[:-1]) | (at[1:] != at[:-1]))))


def _averages(values: Floats, begins: Whole) -> Floats:
    if not len(begins):
        return np.empty(0)
    numbers = np.diff(np.append(begins, len(values)))
    with np.errstate(over="ignore"):
        sums = np.add.reduceat(values, begins)
    return np.where(np.isfinite(sums), sums / numbers, values[begins])


def _tops(noted: NotedValues, found: Points, begins: Whole, measured: Measured) -> Floats:
    """Return the number of each session's top set: the one with the best value of the metric that tells it; the better of equal ones.

    Where nothing tells it, or no set has that metric's value, it is the best number.
    """
    ranks = _rank(found.values, measured.better)
    if measured.top_metric is None or measured.factors == (measured.top_metric,) or not len(begins):
        best = np.maximum.reduceat(ranks, begins) if len(begins) else np.empty(0)
        return _rank(best, measured.better)
    told = _rank(_column(noted, measured.top_metric, None).of(found.keys), measured.top_better)
    session = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(ranks))))
    order = np.lexsort((-ranks, np.where(np.isnan(told), np.inf, -told), session))
    return found.values[order[begins]]


def _records(values: Floats, better: Better) -> Whole:
    """Return the places of values better than all before them."""
    ranks = _rank(values, better)
    return np.flatnonzero(ranks[1:] > np.maximum.accumulate(ranks)[:-1]) + 1 if len(ranks) else np.empty(0, np.int64)


def _trend(starts: Whole, values: Floats) -> RobustFit | None:
    if len(starts) < FEWEST_SESSIONS or starts[-1] - starts[0] < FEWEST_DAYS * DAY_MICROSECONDS:
        return None
    fit = robust_fit(starts / DAY_MICROSECONDS, values)
    return fit if fit is not None and np.isfinite(fit.slope) and np.isfinite(fit.intercept) else None


def _rank(values: Floats, better: Better) -> Floats:
    """Return numbers that are the higher the better the values are; of such ranks it returns the values."""
    return -values if better is Better.LOWER else values
