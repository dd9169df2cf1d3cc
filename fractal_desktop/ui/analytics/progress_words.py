"""What an activity's progress comes to, in words."""

from math import isfinite

from fractal_desktop.domain.activity_progress import ActivityProgress, LeftOut, Measured, ProgressLine, Reading, Sides
from fractal_desktop.domain.progress_lines import FEWEST_SESSIONS, RECENT_SESSIONS
from fractal_desktop.domain.robust_fit import RobustFit
from fractal_desktop.ui.analytics.charts.line import value_text
from fractal_desktop.ui.analytics.words import one_line, sessions, tr, whole

READINGS = (Reading.TOP, Reading.AVERAGE, Reading.EACH)
WEEK_DAYS, MONTH_DAYS, YEAR_DAYS = 7.0, 365.25 / 12, 365.25
_DAYS_BY_WEEK, _DAYS_BY_YEAR = 56, 730
_STEADY = 0.05
"""Where from its beginning to its end a trend may change by no more than this share of the level, things stay as they are."""

_COMPARATIVES = {
    "bpm": ("quicker", "slower"),
    "kg": ("heavier", "lighter"),
    "min": ("longer", "shorter"),
    "s": ("longer", "shorter"),
    "m": ("farther", "shorter"),
    "km": ("farther", "shorter"),
}


def activity_name(answer: ActivityProgress) -> str:
    """Return the name of the activity, or what to call one that is gone."""
    return one_line(answer.activity.name) or tr("Deleted activity")


def measure_words(answer: ActivityProgress) -> str:
    """Return what is measured with its unit: "Tempo, bpm: top set of each session", "Words: each session".

    The activity is said where no finding names it, the unit where it does not only repeat the name.
    """
    measured = answer.measured
    if measured is None:
        return tr("Activity progress")
    unit = "" if measured.unit.strip().casefold() == measured.name.strip().casefold() else measured.unit
    name = ", ".join(filter(None, ("" if progress_finding(answer) else activity_name(answer), measured.name, unit)))
    return tr("{measure}: {reading}").format(measure=name, reading=_reading_words(answer))


def _reading_words(answer: ActivityProgress) -> str:
    """Return which numbers of a session are shown; where it has but one, there are no sets to speak of."""
    if not answer.has_readings:
        return tr("each session")
    if answer.activity.has_sets:
        sets = (tr("top set of each session"), tr("average of each session"), tr("each set"))
        return sets[READINGS.index(answer.question.reading)]
    return (tr("best of each session"), tr("average of each session"), tr("each value"))[READINGS.index(answer.question.reading)]


def reading_names(answer: ActivityProgress | None) -> tuple[str, str, str]:
    """Return what to call the readings of this activity, in the order of READINGS."""
    if answer is None or answer.activity.has_sets:
        return tr("Top set"), tr("Average"), tr("Each set")
    return tr("Best"), tr("Average"), tr("Each")


def progress_finding(answer: ActivityProgress) -> str:
    """Return what is found: how the two sides stand to each other where both are drawn, else how the values change; "" if nothing is."""
    if answer.measured is None or not answer.lines:
        return ""
    name = activity_name(answer)
    if len(answer.lines) > 1:
        words = sides_words(answer.sides, answer.measured) if answer.sides is not None else ""
        return tr("{activity}: {finding}").format(activity=name, finding=words) if words else ""
    line = answer.lines[0]
    if line.split is not None:
        name = tr("{activity}, {split}").format(activity=name, split=line.split.name)
    words = trend_words(line, answer.measured)
    return tr("{activity}: {finding}").format(activity=name, finding=words) if words else ""


def trend_words(line: ProgressLine, measured: Measured) -> str:
    """Return "4 bpm quicker a month", "Clean up 2 of 10 a month", "steady near 72 bpm", or that there is no clear trend.

    It is "" where there is none at all.
    """
    trend = line.trend
    if trend is None:
        return ""
    level = with_unit(round_like(trend.at(trend.middle)), measured.unit)
    if trend.is_certain:
        per, words = _period(line.days, trend.slope)
        amount = with_unit(round_like(abs(trend.slope) * per), measured.unit)
        if (more := _comparative(measured.unit, trend.slope > 0)) is not None:
            return tr("{amount} {more} {period}").format(amount=amount, more=more, period=words)
        text = tr("{metric} up {amount} {period}") if trend.slope > 0 else tr("{metric} down {amount} {period}")
        return text.format(metric=measured.name, amount=amount, period=words)
    if _is_steady(trend, line.days):
        return tr("steady near {level}").format(level=level)
    return tr("no clear trend, near {level}").format(level=level)


def sides_words(sides: Sides, measured: Measured) -> str:
    """Return which side is ahead by how much, and whether that becomes more or less; "" if no session has both."""
    if sides.lead is None:
        return ""
    first, second = sides.first.name, sides.second.name
    if round_like(sides.lead) == 0:
        return tr("{first} and {second} are level").format(first=first, second=second)
    ahead, behind = (first, second) if sides.lead > 0 else (second, first)
    amount = with_unit(round_like(abs(sides.lead)), measured.unit)
    words = tr("{ahead} is {amount} ahead of {behind}").format(ahead=ahead, amount=amount, behind=behind)
    trend = sides.trend
    if trend is None or not trend.is_certain:
        return words
    grows = (trend.slope > 0) == (sides.lead > 0)
    per, period = _period(float(sides.starts[-1] - sides.starts[0]) / 86_400_000_000, trend.slope)
    change = with_unit(round_like(abs(trend.slope) * per), measured.unit)
    text = tr("{words}, and the gap grows by {change} {period}") if grows else tr("{words}, and the gap shrinks by {change} {period}")
    return text.format(words=words, change=change, period=period)


def notes_of(answer: ActivityProgress) -> list[str]:
    """Return what stands below the chart: too few sessions, the two sides where they are not the finding, what is not shown."""
    number = max((line.sessions for line in answer.lines), default=0)
    few = number and all(line.trend is None for line in answer.lines)
    notes = [few_words(number, max(line.days for line in answer.lines))] if few else []
    if answer.sides is not None and answer.measured is not None and len(answer.lines) == 1 and answer.lines[0].split is None:
        words = sides_words(answer.sides, answer.measured)
        recent = tr("{words} (median of the last {count} sessions with both)")
        count = min(RECENT_SESSIONS, len(answer.sides.leads))
        notes += [recent.format(words=words, count=whole(count)) if count > 1 else words] if words else []
    return [*notes, *left_out_words(answer.left_out)]


def few_words(number: int, days: float) -> str:
    """Return "3 sessions: too few for a trend", or that they lie too close together."""
    if number < FEWEST_SESSIONS:
        return tr("{sessions}: too few for a trend").format(sessions=sessions(number))
    return tr("{sessions} within {days} days: too short for a trend").format(sessions=sessions(number), days=whole(int(days) + 1))


def left_out_words(left_out: LeftOut) -> list[str]:
    """Return a sentence for each kind of what is not shown."""
    kinds = (
        (left_out.without_start, tr("1 session without a start is not shown"), tr("{count} sessions without a start are not shown")),
        (left_out.not_numbers, tr("1 value that is no number is not shown"), tr("{count} values that are no numbers are not shown")),
        (
            left_out.incomplete,
            tr("1 set without all values of the product is not shown"),
            tr("{count} sets without all values of the product are not shown"),
        ),
        (left_out.without_split, tr("1 value without a split is not shown"), tr("{count} values without a split are not shown")),
        (
            left_out.of_gone_sessions,
            tr("1 value of a deleted session is not shown"),
            tr("{count} values of deleted sessions are not shown"),
        ),
        (left_out.of_gone_metrics, tr("1 value of a deleted metric is not shown"), tr("{count} values of deleted metrics are not shown")),
    )
    return [one if count == 1 else more.format(count=whole(count)) for count, one, more in kinds if count]


def with_unit(number: float, unit: str) -> str:
    """Return "4 bpm"."""
    return f"{value_text(number)} {unit}".strip()


def round_like(number: float) -> float:
    """Return a number with two digits that count, or whole if it is larger than ten."""
    if not isfinite(number) or number == 0:
        return 0.0
    size = abs(number)
    return float(round(number)) if size >= 10 else round(number, 1) if size >= 0.95 else round(number, 2)


def _period(days: float, per_day: float) -> tuple[float, str]:
    """Return the period whose change is told: a week for a short time, a year where a month's change would be next to nothing."""
    if days < _DAYS_BY_WEEK:
        return WEEK_DAYS, tr("a week")
    if days >= _DAYS_BY_YEAR and abs(per_day) * MONTH_DAYS < 0.5:
        return YEAR_DAYS, tr("a year")
    return MONTH_DAYS, tr("a month")


def _comparative(unit: str, more: bool) -> str | None:
    words = _COMPARATIVES.get(unit.strip().casefold())
    return None if words is None else tr(words[0] if more else words[1])


def _is_steady(trend: RobustFit, days: float) -> bool:
    level = abs(trend.at(trend.middle))
    return bool(max(abs(trend.lower), abs(trend.upper)) * days <= _STEADY * level)
