"""How often one practises, week by week."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from fractal_desktop.domain.analytics import WeekRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.analytics.answers import WeeksAnswer
from fractal_desktop.ui.analytics.bar_card import BarCard
from fractal_desktop.ui.analytics.chart_card import Door
from fractal_desktop.ui.analytics.charts.bar import Bar
from fractal_desktop.ui.analytics.charts.legend import Legend, LegendEntry, Sign
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.findings import weeks_finding
from fractal_desktop.ui.analytics.series import Span
from fractal_desktop.ui.analytics.table_dialog import Cell, ChartTable, date_cell
from fractal_desktop.ui.analytics.words import days_words, decimal, far_words, time_and_sessions, tr, whole


class WeeksCard(BarCard):
    """Sessions per week, with the average of four weeks until the last whole one; the running week is lighter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Sessions per week"), parent)
        self._legend = Legend()
        self.body.insertWidget(0, self._legend)

    def show_answer(self, answer: WeeksAnswer) -> None:
        """Draw the weeks, say what they show, and offer them as a table."""
        rows, spans, averages = answer.stretch.rows, answer.spans, answer.averages
        triples = [*zip(rows, spans, averages, strict=True)]
        self.set_finding(weeks_finding(rows, spans))
        self.set_table(_table(self.measure, triples))
        nothing = not any(row.sessions for row in rows)
        self.say_empty(tr("No sessions in this period.") if nothing else "")
        self._legend.setVisible(not nothing)
        self._show_legend(answer)
        doors = [Door(days_words(span.days), answer.choice.sessions_of(span.days)) for span in spans]
        self.draw([_bar(*triple) for triple in triples], doors, averages)
        few = not nothing and all(average is None for average in averages)
        self.note(
            tr("No average line: that takes four whole weeks") if few else "",
            far_words(answer.stretch.far_sessions, answer.stretch.far_days),
        )

    def _show_legend(self, answer: WeeksAnswer) -> None:
        entries = [LegendEntry(Sign.BAR, tr("sessions"))]
        if any(average is not None for average in answer.averages):
            entries.append(LegendEntry(Sign.LINE, tr("average of 4 weeks")))
        if answer.spans and not answer.spans[-1].finished:
            entries.append(LegendEntry(Sign.LIGHT_BAR, tr("this week so far")))
        elif answer.spans and not answer.spans[0].started:
            entries.append(LegendEntry(Sign.LIGHT_BAR, tr("part of a week")))
        self._legend.show_entries(*entries)


def _bar(row: WeekRow, span: Span, average: float | None) -> Bar:
    lines = [time_and_sessions(row.sessions, row.seconds or 0)]
    if average is not None:
        lines.append(tr("Average of 4 weeks: {number}").format(number=decimal(average)))
    return Bar(
        day=row.week,
        height=row.sessions or None,
        value=whole(row.sessions),
        tip=TipText(days_words(span.days), tuple(lines)),
        unfinished=not span.is_whole,
    )


def _table(title: str, triples: Sequence[tuple[WeekRow, Span, float | None]]) -> ChartTable:
    heads = (tr("Week"), tr("Sessions"), tr("Time"), tr("Average of 4 weeks"))
    return ChartTable(title, heads, tuple(_cells(*triple) for triple in triples))


def _cells(row: WeekRow, span: Span, average: float | None) -> tuple[Cell, ...]:
    return (
        date_cell(days_words(span.days), row.week.toordinal()),
        Cell(whole(row.sessions), row.sessions),
        Cell(hours_minutes(row.seconds or 0), row.seconds or 0),
        Cell("-", -1.0) if average is None else Cell(decimal(average), average),
    )
