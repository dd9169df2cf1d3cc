"""How often one practises, week by week."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.analytics import WeekRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.analytics.answers import WeeksAnswer, WeeksChoice
from fractal_desktop.ui.analytics.bar_card import BarCard
from fractal_desktop.ui.analytics.bins import Bin, mean_of_bin, week_of_bin
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable, date_cell
from fractal_desktop.ui.analytics.charts.date_axis import Period
from fractal_desktop.ui.analytics.charts.legend import Legend, LegendEntry, Sign
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.series import Span
from fractal_desktop.ui.analytics.words import days_words, decimal, far_words, time_and_sessions, tr, whole
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.widgets.buttons import SegmentedControl

_HOURS_KEY, _EMPTY_KEY = "analytics/weeks/hours", "analytics/weeks/empty"


class WeeksCard(BarCard):
    """Sessions or hours per week, with the average of four weeks until the last whole one; the running week is lighter."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(_measure_words(Period.WEEK, in_hours=settings.flag(_HOURS_KEY, False)), _explanation(), parent)
        self._settings = settings
        self._answer: WeeksAnswer | None = None
        self._legend = Legend()
        self._unit = SegmentedControl((tr("Sessions"), tr("Hours")), int(self.own_choice().in_hours), compact=True)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._empty_weeks = QAction(tr("Weeks without practice"), self)
        self._build()

    @override
    def own_choice(self) -> WeeksChoice:
        return WeeksChoice(self._settings.flag(_HOURS_KEY, False), self._settings.flag(_EMPTY_KEY, True))

    def show_answer(self, answer: WeeksAnswer) -> None:
        """Draw the weeks, say what they show, and offer them as a table."""
        self._answer = answer
        self.set_measure(_measure_words(answer.bins.period, in_hours=answer.own.in_hours))
        self.set_finding(answer.finding)
        nothing = not any(row.sessions for row in answer.stretch.rows)
        self.say_empty(tr("No sessions in this period.") if nothing else "")
        self._legend.setVisible(not nothing)
        self._unit.setVisible(not nothing)
        self._show_legend(answer)
        self.draw(answer.bars)
        few = not nothing and all(average is None for average in answer.averages)
        self.set_notes(
            (
                _hidden_words(answer.hidden),
                tr("No average line: that takes four whole weeks") if few else "",
                far_words(answer.stretch.far_sessions, answer.stretch.far_days),
            )
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_unit()

    @override
    def tip_of(self, index: int) -> TipText:
        assert self._answer is not None
        answer, bar = self._answer, self._answer.bins.bars[index]
        if answer.bins.period is Period.WEEK:
            return _tip(*self._week(index), in_hours=answer.own.in_hours)
        return _bar_tip(week_of_bin(answer.stretch.rows[bar.first : bar.end]), bar, answer)

    @override
    def door_of(self, index: int) -> Door:
        assert self._answer is not None
        days = self._answer.bins.bars[index].span.days
        return Door(days_words(days), self._answer.choice.sessions_of(days))

    @override
    def table(self) -> ChartTable:
        heads = (tr("Week"), tr("Sessions"), tr("Time"), tr("Average of 4 weeks"))
        number = 0 if self._answer is None else len(self._answer.spans)
        in_hours = self._answer is not None and self._answer.own.in_hours
        rows = tuple(_cells(*self._week(index), self._week_door(index), in_hours=in_hours) for index in range(number))
        return ChartTable(
            _measure_words(Period.WEEK, in_hours=in_hours), heads, rows, ("", "", tr("seconds"), tr("seconds") if in_hours else "")
        )

    def _week_door(self, index: int) -> Door | None:
        assert self._answer is not None
        row, span, _ = self._week(index)
        return Door(days_words(span.days), self._answer.choice.sessions_of(span.days)) if row.sessions else None

    def _week(self, index: int) -> tuple[WeekRow, Span, float | None]:
        assert self._answer is not None
        return self._answer.stretch.rows[index], self._answer.spans[index], self._answer.averages[index]

    def _build(self) -> None:
        self._row.addWidget(self._legend, 1)
        self._row.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.body.insertLayout(0, self._row)
        self._unit.setAccessibleName(tr("Measure of a week"))
        self._unit.chosen.connect(self._on_unit_chosen)
        self._empty_weeks.setCheckable(True)
        self._empty_weeks.setChecked(self.own_choice().with_empty)
        self._empty_weeks.toggled.connect(self._on_empty_toggled)
        self.add_option(self._empty_weeks)
        for widget in (self._legend, self._unit):
            widget.hide()

    @Slot(int)
    def _on_unit_chosen(self, index: int) -> None:
        self._settings.set_flag(_HOURS_KEY, index == 1)
        self.own_choice_changed.emit()

    @Slot(bool)
    def _on_empty_toggled(self, with_empty: bool) -> None:
        self._settings.set_flag(_EMPTY_KEY, with_empty)
        self.own_choice_changed.emit()

    def _show_legend(self, answer: WeeksAnswer) -> None:
        entries = [LegendEntry(Sign.BAR, tr("hours") if answer.own.in_hours else tr("sessions"))]
        if any(average is not None for average in answer.bars.line):
            entries.append(LegendEntry(Sign.LINE, tr("average of 4 weeks")))
        if cut := _cut_words(answer):
            entries.append(LegendEntry(Sign.LIGHT_BAR, cut))
        self._legend.show_entries(*entries)
        self._place_unit()

    def _place_unit(self) -> None:
        """Put the choice of the measure beside the legend, or above it where that would need several lines."""
        room = self.body.geometry().width() - self._unit.sizeHint().width() - self._row.spacing()
        fits = self._legend.whole_width <= room
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.BottomToTop)


def _cut_words(answer: WeeksAnswer) -> str:
    """Return what the lighter bars are: some days of their week are yet to come, or lie outside the period; "" if there is none."""
    if not answer.bins.bars:
        return ""
    first, last = answer.bins.bars[0].span, answer.bins.bars[-1].span
    is_running = not last.finished and last.days.last is not None and last.days.last >= answer.choice.today
    is_cut = not first.started or (not last.finished and not is_running)
    so_far, not_whole = {
        Period.WEEK: (tr("this week so far"), tr("not a whole week")),
        Period.MONTH: (tr("this month so far"), tr("not a whole month")),
        Period.QUARTER: (tr("this quarter so far"), tr("not a whole quarter")),
        Period.YEAR: (tr("this year so far"), tr("not a whole year")),
    }[answer.bins.period]
    if is_running and answer.bars.heights[-1] is not None:
        return not_whole if is_cut else so_far
    return tr("cut by the period") if is_cut else ""


def _tip(row: WeekRow, span: Span, average: float | None, *, in_hours: bool) -> TipText:
    lines = [time_and_sessions(row.sessions, row.seconds or 0)]
    if average is not None:
        lines.append(tr("Average of 4 weeks: {number}").format(number=hours_minutes(average) if in_hours else decimal(average)))
    return TipText(days_words(span.days), tuple(lines))


def _bar_tip(row: WeekRow, bar: Bin, answer: WeeksAnswer) -> TipText:
    in_hours = answer.own.in_hours
    amounts = [each.seconds or 0 if in_hours else each.sessions for each in answer.stretch.rows[bar.first : bar.end]]
    mean = mean_of_bin(amounts, answer.spans[bar.first : bar.end])
    each_week = tr("{time} a week") if in_hours else tr("{number} a week")
    lines = (time_and_sessions(row.sessions, row.seconds or 0), each_week.format(time=hours_minutes(mean), number=decimal(mean)))
    return TipText(days_words(bar.span.days), lines)


def _cells(row: WeekRow, span: Span, average: float | None, door: Door | None, *, in_hours: bool) -> tuple[Cell, ...]:
    mean = Cell("-", -1.0) if average is None else Cell(hours_minutes(average) if in_hours else decimal(average), average)
    return (
        date_cell(days_words(span.days), row.week.toordinal(), door),
        Cell(whole(row.sessions), row.sessions),
        Cell(hours_minutes(row.seconds or 0), row.seconds or 0),
        mean,
    )


def _measure_words(period: Period, *, in_hours: bool) -> str:
    plain = tr("Hours per week") if in_hours else tr("Sessions per week")
    means = {
        Period.MONTH: tr("{measure}, mean of each month"),
        Period.QUARTER: tr("{measure}, mean of each quarter"),
        Period.YEAR: tr("{measure}, mean of each year"),
    }
    return means[period].format(measure=plain) if period in means else plain


def _hidden_words(number: int) -> str:
    one, more = tr("1 week without practice is not drawn"), tr("{count} weeks without practice are not drawn")
    return "" if number == 0 else one if number == 1 else more.format(count=whole(number))


def _explanation() -> str:
    return "\n".join(
        (
            tr("Each session counts in the week in which it starts, as the calendar of the chosen time zone has it."),
            tr("The line is the mean of a week and the three before; it takes four whole weeks, so it ends at the last full one."),
            tr("The usual week is the median of the whole weeks. Weeks without practice count in both, unless the ⋯ menu hides them."),
            tr(
                "Of more than 90 weeks each bar is the mean of the whole ones that begin in a month, of more than 90 months in a quarter, "
                "of more than 90 quarters in a year. The finding and the table go by week."
            ),
            tr("Not shown: sessions without a start. Sessions without a duration count as sessions, and as no time."),
        )
    )
