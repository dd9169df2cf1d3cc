"""Titles that say what a chart shows, computed from what is shown; "" where nothing can be said."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from statistics import fmean, median

from fractal_desktop.domain.analytics import MonthRow, TemplateRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.analytics.series import Span
from fractal_desktop.ui.analytics.words import LEAST_HALF, minutes, share_in_words, spelled, template_name, tr, whole

_FEWEST_TIMED_SESSIONS = 3
_FEWEST_WEEKS = 4
FEWEST_TEMPLATE_SESSIONS = 5
_LEAST_CHANGE = 0.1
_LEAST_CHANGE_SECONDS = 120
_LEAST_DRIFT = 0.4
_LEAST_AGREEMENT = 1 / 3
_STEADY_WITHIN = 0.15
_MOST_TEMPLATES = 4


def months_finding(rows: Sequence[MonthRow], spans: Sequence[Span]) -> str:
    """Say how the average duration changed from the first whole month to the last, or between which it lies; likewise of longer bars.

    Months with fewer than three sessions that have a duration say nothing. A change counts from 10 % and two minutes on,
    and only if from the earlier half of the months to the later there is two fifths of it, and of all pairs of months two thirds
    go the same way: two odd months make no trend.
    """
    pairs = zip(rows, spans, strict=True)
    averages = [row.seconds / row.timed for row, span in pairs if span.is_whole and row.timed >= _FEWEST_TIMED_SESSIONS]
    if len(averages) < 2:
        return tr("{minutes} minutes a session").format(minutes=minutes(averages[0])) if averages else ""
    first, last = averages[0], averages[-1]
    half = len(averages) // 2
    drift = fmean(averages[-half:]) - fmean(averages[:half])
    change = last - first
    if (
        abs(change) >= max(_LEAST_CHANGE * first, _LEAST_CHANGE_SECONDS)
        and drift / change >= _LEAST_DRIFT
        and _agreement(averages, change) >= _LEAST_AGREEMENT
    ):
        text = tr("Sessions grew from {first} to {last} minutes") if change > 0 else tr("Sessions shrank from {first} to {last} minutes")
        return text.format(first=minutes(first), last=minutes(last))
    middle = fmean(averages)
    if all(abs(average - middle) <= _STEADY_WITHIN * middle for average in averages):
        text = tr("Sessions stay near {minutes} minutes") if len(averages) >= 3 else tr("About {minutes} minutes a session")
        return text.format(minutes=minutes(middle))
    low, high = minutes(min(averages)), minutes(max(averages))
    text = tr("Between {low} and {high} minutes, without a trend") if len(averages) > 2 else tr("Between {low} and {high} minutes")
    return text.format(low=low, high=high)


def _agreement(averages: Sequence[float], change: float) -> float:
    """Return which share of all pairs change as the whole does, less those that change the other way (Kendall's tau)."""
    earlier: list[float] = []
    more = 0
    for average in averages:
        more += bisect_left(earlier, average) - (len(earlier) - bisect_right(earlier, average))
        insort(earlier, average)
    pairs = len(averages) * (len(averages) - 1) // 2
    return (more if change > 0 else -more) / pairs


def hours_finding(seconds: Sequence[int], spans: Sequence[Span]) -> str:
    """Say how long one practises in a usual week, likewise."""
    whole_weeks = [each for each, span in zip(seconds, spans, strict=True) if span.is_whole]
    if len(whole_weeks) < _FEWEST_WEEKS:
        return ""
    usual = median(whole_weeks)
    return tr("{time} in a usual week").format(time=hours_minutes(usual)) if usual >= 30 else tr("Most weeks pass without a session")


def weeks_finding(sessions: Sequence[int], spans: Sequence[Span]) -> str:
    """Say how many sessions a usual week has: the median of the whole ones, if there are at least four."""
    counts = [each for each, span in zip(sessions, spans, strict=True) if span.is_whole]
    if len(counts) < _FEWEST_WEEKS:
        return ""
    usual = median(counts)
    if usual != int(usual):
        if usual < 1:
            return tr("No or one session in a usual week")
        return tr("{few} to {more} sessions in a usual week").format(few=spelled(int(usual)), more=spelled(int(usual) + 1).lower())
    if usual == 0:
        return tr("Most weeks pass without a session")
    text = tr("{count} session in a usual week") if usual == 1 else tr("{count} sessions in a usual week")
    return text.format(count=spelled(int(usual)))


def templates_finding(rows: Sequence[TemplateRow]) -> str:
    """Say how few templates make up half of the sessions, from five sessions on; at most four are few. One alone is named."""
    everything = sum(row.sessions for row in rows)
    used = sorted((row for row in rows if row.template_id is not None), key=lambda row: -row.sessions)
    if len(rows) == 1 and everything > 1:
        return _only_template_words(rows[0])
    if everything < FEWEST_TEMPLATE_SESSIONS:
        return ""
    if sum(row.sessions for row in used) * 2 < everything:
        return tr("Most sessions follow no template")
    for number in range(1, min(len(used), _MOST_TEMPLATES) + 1):
        share = sum(row.sessions for row in used[:number]) / everything
        if share >= LEAST_HALF:
            text = tr("{name} makes up {share}") if number == 1 else tr("{count} templates make up {share}")
            name = template_name(used[0].template_id, used[0].name)
            return text.format(name=name[:1].upper() + name[1:], count=spelled(number), share=share_in_words(share))
    return tr("No few templates make up half")


def _only_template_words(row: TemplateRow) -> str:
    if row.template_id is None:
        return tr("None of the {count} sessions follows a template").format(count=whole(row.sessions))
    text = tr("Both sessions follow {name}") if row.sessions == 2 else tr("All {count} sessions follow {name}")
    return text.format(count=whole(row.sessions), name=template_name(row.template_id, row.name))
