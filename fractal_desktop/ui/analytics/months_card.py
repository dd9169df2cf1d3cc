"""How long sessions are, month by month."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.analytics import MonthRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.analytics.answers import MonthsAnswer
from fractal_desktop.ui.analytics.bar_card import BarCard
from fractal_desktop.ui.analytics.bins import bin_words, month_of_bin
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable, date_cell
from fractal_desktop.ui.analytics.charts.date_axis import Period
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.series import Span
from fractal_desktop.ui.analytics.words import far_words, month_words, sessions, time_and_sessions, tr, whole


class MonthsCard(BarCard):
    """Average duration by month; the running month is lighter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_measure_words(Period.MONTH), _explanation(), parent)
        self._answer: MonthsAnswer | None = None

    def show_answer(self, answer: MonthsAnswer) -> None:
        """Draw the months, say what they show, and offer them as a table."""
        self._answer = answer
        rows = answer.stretch.rows
        self.set_measure(_measure_words(answer.bins.period))
        self.set_finding(answer.finding)
        self.say_empty(_nothing_words(rows))
        self.draw(answer.bars)
        timed = sum(row.timed for row in rows)
        self.set_notes(
            (
                "" if answer.finding or not timed else _few_words(answer),
                _untimed_words(sum(row.sessions for row in rows) - timed) if timed else "",
                far_words(answer.stretch.far_sessions, answer.stretch.far_days),
            )
        )

    @override
    def tip_of(self, index: int) -> TipText:
        assert self._answer is not None
        bar = self._answer.bins.bars[index]
        return _tip(month_of_bin(self._answer.stretch.rows[bar.first : bar.end]), bar.span)

    @override
    def door_of(self, index: int) -> Door:
        assert self._answer is not None
        days = self._answer.bins.bars[index].span.days
        return Door(bin_words(days), self._answer.choice.sessions_of(days))

    @override
    def table(self) -> ChartTable:
        heads = (tr("Month"), tr("Sessions"), tr("With a duration"), tr("Time"), tr("Average"))
        number = 0 if self._answer is None else len(self._answer.spans)
        rows = tuple(_cells(*self._month(index), self._month_door(index)) for index in range(number))
        return ChartTable(_measure_words(Period.MONTH), heads, rows, ("", "", "", tr("seconds"), tr("seconds")))

    def _month_door(self, index: int) -> Door | None:
        assert self._answer is not None
        row, span = self._month(index)
        return Door(month_words(span.days, row.month), self._answer.choice.sessions_of(span.days)) if row.sessions else None

    def _month(self, index: int) -> tuple[MonthRow, Span]:
        assert self._answer is not None
        return self._answer.stretch.rows[index], self._answer.spans[index]


def _tip(row: MonthRow, span: Span) -> TipText:
    average = row.average_seconds
    lines = [tr("Average {time}").format(time=hours_minutes(average))] if average is not None else []
    lines.append(time_and_sessions(row.sessions, row.seconds))
    if row.sessions > row.timed > 0:
        lines.append(_untimed_words(row.sessions - row.timed))
    return TipText(bin_words(span.days), tuple(lines))


def _cells(row: MonthRow, span: Span, door: Door | None) -> tuple[Cell, ...]:
    average = row.average_seconds
    return (
        date_cell(month_words(span.days, row.month), row.month.toordinal(), door),
        Cell(whole(row.sessions), row.sessions),
        Cell(whole(row.timed), row.timed),
        Cell(hours_minutes(row.seconds), row.seconds),
        Cell(hours_minutes(average), -1.0 if average is None else average),
    )


def _measure_words(period: Period) -> str:
    if period is Period.MONTH:
        return tr("Average duration by month, minutes")
    return tr("Average duration by quarter, minutes") if period is Period.QUARTER else tr("Average duration by year, minutes")


def _nothing_words(rows: Sequence[MonthRow]) -> str:
    number = sum(row.sessions for row in rows)
    if number == 0:
        return tr("No sessions in this period.")
    if any(row.timed for row in rows):
        return ""
    return tr("None of the {sessions} in this period has a duration.").format(sessions=sessions(number))


def _few_words(answer: MonthsAnswer) -> str:
    """Say why there is no finding: months are cut by the period, or hold too little."""
    if any(bar.span.is_whole for bar in answer.bins.bars):
        return tr("No whole month has three sessions: too few to say more")
    return tr("No month is whole in this period: a longer one says more")


def _untimed_words(number: int) -> str:
    if number == 0:
        return ""
    one, more = tr("1 session without a duration is not averaged"), tr("{sessions} without a duration are not averaged")
    return one if number == 1 else more.format(sessions=sessions(number))


def _explanation() -> str:
    return "\n".join(
        (
            tr("Each session counts in the month in which it starts, as the calendar of the chosen time zone has it."),
            tr(
                "Average = time of the sessions that have a duration ÷ their number. Without a duration a session is counted, not averaged."
            ),
            tr("Not shown: sessions without a start, and few that lie years away from all others. The running month goes until today."),
            tr("Of more than 72 months each bar is a quarter, of more than 72 quarters a year; the finding is that of the bars."),
        )
    )
