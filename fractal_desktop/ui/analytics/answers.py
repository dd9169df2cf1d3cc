"""What the page asks, off the window's thread, and the frozen answers that its cards show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from fractal_desktop.domain.analytics import MonthRow, Numbers, TemplateRow, WeekPace, WeekRow
from fractal_desktop.domain.consistency import is_given_up
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.period import local_date
from fractal_desktop.ui.analytics.bins import MOST_MONTHS, MOST_WEEKS, Bins, bins_of, mean_of_bin, month_of_bin
from fractal_desktop.ui.analytics.charts.bar import MOST_VALUES, Bars
from fractal_desktop.ui.analytics.charts.date_axis import Period
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.findings import hours_finding, months_finding, templates_finding, weeks_finding
from fractal_desktop.ui.analytics.limit_names import LimitNames, read_limit_names
from fractal_desktop.ui.analytics.series import (
    Span,
    Stretch,
    main_stretch,
    month_span,
    moving_average,
    week_span,
    whole_months,
    whole_weeks,
)
from fractal_desktop.ui.analytics.words import minutes, tr, whole

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OverviewAnswer:
    """The tiles' figures; `before` are those of as many days before, None if the range is open."""

    choice: Choice
    numbers: Numbers
    before: Numbers | None
    first_day: date | None
    pace: WeekPace
    names: LimitNames

    @property
    def is_unused(self) -> bool:
        """Return whether there is no session at all, in no period and without a start either."""
        return self.first_day is None and not self.numbers.without_start


@dataclass(frozen=True, slots=True)
class MonthsAnswer:
    """The months and the days of each that are counted, and which of them each bar stands for."""

    choice: Choice
    stretch: Stretch[MonthRow]
    spans: tuple[Span, ...]
    bins: Bins
    bars: Bars
    finding: str


@dataclass(frozen=True, slots=True)
class WeeksChoice:
    """What is chosen in the card of the weeks: hours in place of sessions, and whether weeks without a session are drawn."""

    in_hours: bool = False
    with_empty: bool = True


@dataclass(frozen=True, slots=True)
class WeeksAnswer:
    """The weeks, the days of each that are counted, the average of four of them where there is one, and which each bar stands for.

    `hidden` weeks hold no session and were not asked for; averages are sessions, or seconds where hours are shown.
    """

    choice: Choice
    own: WeeksChoice
    hidden: int
    stretch: Stretch[WeekRow]
    spans: tuple[Span, ...]
    averages: tuple[float | None, ...]
    bins: Bins
    bars: Bars
    finding: str


@dataclass(frozen=True, slots=True)
class TemplatesAnswer:
    """The templates, most used first, and for each the day it was used last, None if no session of it has a start."""

    choice: Choice
    rows: tuple[TemplateRow, ...]
    last_days: tuple[date | None, ...]
    finding: str


def read_overview(workspace: "Workspace", choice: Choice, now: datetime) -> OverviewAnswer:
    """Return the tiles' figures."""
    analytics = workspace.analytics
    before = choice.days.before()
    return OverviewAnswer(
        choice,
        analytics.numbers(choice.filter, choice.zone, choice.today),
        None if before is None else analytics.numbers(choice.filter_of(before), choice.zone, choice.today),
        analytics.first_day(choice.filter, choice.zone),
        analytics.pace(choice.filter, choice.zone, now, choice.first_weekday),
        read_limit_names(workspace, choice),
    )


def read_months(workspace: "Workspace", choice: Choice) -> MonthsAnswer:
    """Return the months from the range's beginning, or the first session if that is later, until today or the range's end."""
    stretch = main_stretch(workspace.analytics.months(choice.filter, choice.zone))
    rows = whole_months(stretch.rows, _first_day_to_draw(workspace, choice), _last_day_to_draw(workspace, stretch, choice))
    spans = tuple(month_span(row.month, choice.days, choice.today) for row in rows)
    drawn = Stretch(rows, stretch.far_sessions, stretch.far_days)
    bins = bins_of([row.month for row in rows], spans, Period.MONTH, MOST_MONTHS)
    finding = months_finding([month_of_bin(rows[bar.first : bar.end]) for bar in bins.bars], [bar.span for bar in bins.bars])
    return MonthsAnswer(choice, drawn, spans, bins, _month_bars(rows, bins, choice.today), finding)


def read_weeks(workspace: "Workspace", choice: Choice, own: WeeksChoice) -> WeeksAnswer:
    """Return the weeks likewise; without the empty ones an average is that of four weeks with practice."""
    stretch = main_stretch(workspace.analytics.weeks_with_time(choice.filter, choice.zone, choice.first_weekday))
    last = _last_day_to_draw(workspace, stretch, choice)
    every = whole_weeks(stretch.rows, _first_day_to_draw(workspace, choice), last, choice.first_weekday)
    rows = every if own.with_empty else tuple(row for row in every if row.sessions)
    spans = tuple(week_span(row.week, choice.days, choice.today) for row in rows)
    amounts = [(row.seconds or 0) if own.in_hours else row.sessions for row in rows]
    averages = moving_average(amounts, spans)
    drawn = Stretch(rows, stretch.far_sessions, stretch.far_days)
    finding = hours_finding(amounts, spans) if own.in_hours else weeks_finding(amounts, spans)
    bins = bins_of([row.week for row in rows], spans, Period.WEEK, MOST_WEEKS)
    bars = _week_bars(rows, spans, averages, own) if bins.period is Period.WEEK else _bars_of_weeks(rows, spans, bins, amounts, own)
    return WeeksAnswer(choice, own, len(every) - len(rows), drawn, spans, averages, bins, bars, finding)


def read_templates(workspace: "Workspace", choice: Choice) -> TemplatesAnswer:
    """Return the use of templates, and when they were used last."""
    rows = workspace.analytics.templates(choice.filter)
    uses = workspace.analytics.last_uses(choice.filter, [row.template_id for row in rows])
    last_days = tuple(local_date(uses[row.template_id], choice.zone) if row.template_id in uses else None for row in rows)
    return TemplatesAnswer(choice, rows, last_days, templates_finding(rows))


def _month_bars(rows: Sequence[MonthRow], bins: Bins, today: date) -> Bars:
    joined = [month_of_bin(rows[each.first : each.end]) for each in bins.bars]
    averages = [row.average_seconds for row in joined]
    spans = [each.span for each in bins.bars]
    below_first, below_last = _cut_words(spans, today)
    return Bars.of(
        bins.period,
        [row.month for row in joined],
        [None if average is None else average / 60 for average in averages],
        [not span.is_whole for span in spans],
        empty=[not row.sessions for row in joined],
        values=["" if average is None else minutes(average) for average in averages] if len(joined) <= MOST_VALUES else (),
        below_last=below_last,
        below_first=below_first,
    )


def _cut_words(spans: Sequence[Span], today: date) -> tuple[str, str]:
    """Return what stands below the first and the last month if they are cut: "from 27", "so far", "until 15"; below a lone one "3–20"."""
    if not spans:
        return "", ""
    first, last = spans[0].days.first, spans[-1].days.last
    begins = "" if spans[0].started or first is None else tr("from {day}").format(day=first.day)
    if spans[-1].finished or last is None:
        return begins, ""
    ends = tr("so far") if last >= today else tr("until {day}").format(day=last.day)
    if begins and len(spans) == 1 and first is not None:
        return "", f"{first.day}–{last.day}"
    return begins, ends


def _week_bars(rows: Sequence[WeekRow], spans: Sequence[Span], averages: Sequence[float | None], own: WeeksChoice) -> Bars:
    heights: list[float | None] = [(row.seconds or 0) / 3600 or None if own.in_hours else row.sessions or None for row in rows]
    values = [hours_minutes(row.seconds or 0) if own.in_hours else whole(row.sessions) for row in rows] if len(rows) <= MOST_VALUES else ()
    bars = Bars.of(
        Period.WEEK,
        [row.week for row in rows],
        heights,
        [not span.is_whole for span in spans],
        empty=[not row.sessions for row in rows],
        values=values,
        line=[None if average is None else average / 3600 for average in averages] if own.in_hours else averages,
    )
    counted_from = (span.days.first or row.week for row, span in zip(rows, spans, strict=True))
    return replace(bars, days=tuple(counted_from)) if bars.days else bars


def _bars_of_weeks(rows: Sequence[WeekRow], spans: Sequence[Span], bins: Bins, amounts: Sequence[int], own: WeeksChoice) -> Bars:
    """Return bars of which each is the mean of many weeks; there is no other average then."""
    means = [mean_of_bin(amounts[each.first : each.end], spans[each.first : each.end]) for each in bins.bars]
    return Bars.of(
        bins.period,
        [rows[each.first].week for each in bins.bars],
        [mean / 3600 or None if own.in_hours else mean or None for mean in means],
        [not each.span.is_whole for each in bins.bars],
        empty=[not any(rows[place].sessions for place in each.rows) for each in bins.bars],
    )


def _last_day_to_draw(workspace: "Workspace", stretch: Stretch[MonthRow] | Stretch[WeekRow], choice: Choice) -> date | None:
    """Return until when empty bars are drawn; of a practice that was given up long ago, over an open range, none are."""
    if stretch.far_sessions:
        return None
    if choice.days.last is not None:
        return choice.last_day
    practised = workspace.analytics.last_day(choice.filter, choice.zone, choice.today)
    return None if practised is not None and is_given_up(practised, choice.today) else choice.last_day


def _first_day_to_draw(workspace: "Workspace", choice: Choice) -> date | None:
    """Return the first day of the range, or of practice if that began later; None leaves it to the rows."""
    if choice.days.first is None:
        return None
    first_day = workspace.analytics.first_day(choice.filter, choice.zone)
    return choice.days.first if first_day is None else max(first_day, choice.days.first)
