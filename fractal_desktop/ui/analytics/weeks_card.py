"""How often one practises, week by week."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.analytics import WeekRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.analytics.answers import WeeksAnswer
from fractal_desktop.ui.analytics.bar_card import BarCard
from fractal_desktop.ui.analytics.chart_card import Door
from fractal_desktop.ui.analytics.charts.date_axis import Period
from fractal_desktop.ui.analytics.charts.legend import Legend, LegendEntry, Sign
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.series import Span
from fractal_desktop.ui.analytics.table_dialog import Cell, ChartTable, date_cell
from fractal_desktop.ui.analytics.words import days_words, decimal, far_words, time_and_sessions, tr, whole


class WeeksCard(BarCard):
    """Sessions per week, with the average of four weeks until the last whole one; the running week is lighter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Sessions per week"), _explanation(), Period.WEEK, parent)
        self._answer: WeeksAnswer | None = None
        self._legend = Legend()
        self.body.insertWidget(0, self._legend)

    def show_answer(self, answer: WeeksAnswer) -> None:
        """Draw the weeks, say what they show, and offer them as a table."""
        self._answer = answer
        self.set_finding(answer.finding)
        nothing = not any(row.sessions for row in answer.stretch.rows)
        self.say_empty(tr("No sessions in this period.") if nothing else "")
        self._legend.setVisible(not nothing)
        self._show_legend(answer)
        self.draw(answer.bars)
        few = not nothing and all(average is None for average in answer.averages)
        self.set_notes(
            (
                tr("No average line: that takes four whole weeks") if few else "",
                far_words(answer.stretch.far_sessions, answer.stretch.far_days),
            )
        )

    @override
    def tip_of(self, index: int) -> TipText:
        return _tip(*self._week(index))

    @override
    def door_of(self, index: int) -> Door:
        assert self._answer is not None
        _, span, _ = self._week(index)
        return Door(days_words(span.days), self._answer.choice.sessions_of(span.days))

    @override
    def table(self) -> ChartTable:
        heads = (tr("Week"), tr("Sessions"), tr("Time"), tr("Average of 4 weeks"))
        number = 0 if self._answer is None else len(self._answer.spans)
        return ChartTable(self.measure, heads, tuple(_cells(*self._week(index)) for index in range(number)))

    def _week(self, index: int) -> tuple[WeekRow, Span, float | None]:
        assert self._answer is not None
        return self._answer.stretch.rows[index], self._answer.spans[index], self._answer.averages[index]

    def _show_legend(self, answer: WeeksAnswer) -> None:
        entries = [LegendEntry(Sign.BAR, tr("sessions"))]
        if any(average is not None for average in answer.averages):
            entries.append(LegendEntry(Sign.LINE, tr("average of 4 weeks")))
        if answer.spans and not answer.spans[-1].finished:
            entries.append(LegendEntry(Sign.LIGHT_BAR, tr("this week so far")))
        elif answer.spans and not answer.spans[0].started:
            entries.append(LegendEntry(Sign.LIGHT_BAR, tr("part of a week")))
        self._legend.show_entries(*entries)


def _tip(row: WeekRow, span: Span, average: float | None) -> TipText:
    lines = [time_and_sessions(row.sessions, row.seconds or 0)]
    if average is not None:
        lines.append(tr("Average of 4 weeks: {number}").format(number=decimal(average)))
    return TipText(days_words(span.days), tuple(lines))


def _cells(row: WeekRow, span: Span, average: float | None) -> tuple[Cell, ...]:
    return (
        date_cell(days_words(span.days), row.week.toordinal()),
        Cell(whole(row.sessions), row.sessions),
        Cell(hours_minutes(row.seconds or 0), row.seconds or 0),
        Cell("-", -1.0) if average is None else Cell(decimal(average), average),
    )


def _explanation() -> str:
    return "\n".join(
        (
            tr("Each session counts in the week in which it starts, as the calendar of the chosen time zone has it."),
            tr("The line is the mean of a week and the three before; it takes four whole weeks, so it ends at the last full one."),
            tr("The usual week is the median of the whole weeks. Not shown: sessions without a start."),
        )
    )
