"""How long sessions are, and how much that differs."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.analytics import LengthRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable
from fractal_desktop.ui.analytics.charts.histogram import Histogram, HistogramPlot
from fractal_desktop.ui.analytics.charts.legend import Legend, LegendEntry, Sign
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.heat_words import few_sessions_words
from fractal_desktop.ui.analytics.words import minutes, percent, sessions, tr, whole

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

FEWEST_SESSIONS = 5
_LONGEST_IN_MINUTES = 10 * 3600


@dataclass(frozen=True, slots=True)
class LengthsAnswer:
    """Bars of lengths, one after the other without a gap; median, mean and the two quartiles are seconds, None without a session."""

    choice: Choice
    rows: tuple[LengthRow, ...]
    median_seconds: float | None
    mean_seconds: float | None
    quartiles: tuple[float, float] | None
    untimed: int

    @property
    def sessions(self) -> int:
        """Return how many sessions have a duration."""
        return sum(row.sessions for row in self.rows)

    @property
    def in_minutes(self) -> bool:
        """Return whether lengths are told in minutes; else they are in hours."""
        return not self.rows or (self.rows[-1].until_seconds or self.rows[-1].from_seconds) <= _LONGEST_IN_MINUTES


def read_lengths(workspace: "Workspace", choice: Choice) -> LengthsAnswer:
    """Return the lengths; the last bar is left out if it holds no session."""
    found = workspace.analytics.lengths(choice.filter)
    rows = found.rows if not found.rows or found.rows[-1].sessions else found.rows[:-1]
    return LengthsAnswer(choice, rows, found.median_seconds, found.mean_seconds, found.quartiles_seconds, found.untimed)


class LengthsCard(ChartCard):
    """Sessions by their length, the median as a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Sessions by length, minutes"), _explanation(), parent)
        self._answer: LengthsAnswer | None = None
        self._plot = HistogramPlot()
        self._legend = Legend()
        self._plot.mark_opened.connect(self._open)
        self.set_chart(self._plot)
        self.body.insertWidget(0, self._legend)
        self._legend.hide()

    def show_answer(self, answer: LengthsAnswer) -> None:
        """Draw the lengths, say what they show, and offer them as a table."""
        self._answer = answer
        finding = lengths_finding(answer)
        self.set_measure(_measure_words(answer, with_mean=bool(finding)))
        self.set_finding(finding)
        self.say_empty(_nothing_words(answer))
        self._legend.setVisible(bool(answer.sessions))
        if answer.median_seconds is not None:
            median = tr("median {length}").format(length=_length_words(answer, answer.median_seconds))
            self._legend.show_entries(LegendEntry(Sign.BAR, tr("sessions")), LegendEntry(Sign.LINE, median))
        few = few_sessions_words(answer.sessions, FEWEST_SESSIONS)
        self.set_notes([few, _untimed_words(answer.untimed) if answer.sessions else ""])
        self._plot.setAccessibleName(f"{self.accessibleName()}. {self.measure}")
        self._plot.show_bars(histogram(answer), self._tip)

    @override
    def table(self) -> ChartTable:
        heads = (tr("Length"), tr("Sessions"), tr("Share"))
        answer = self._answer
        rows = () if answer is None else tuple(_cells(row, answer) for row in answer.rows)
        return ChartTable(tr("Sessions by length"), heads, rows, (tr("seconds or more"),))

    def _tip(self, index: int) -> TipText:
        assert self._answer is not None
        row = self._answer.rows[index]
        return TipText(_range_words(row), (sessions(row.sessions), percent(row.sessions / max(1, self._answer.sessions))))

    @Slot(int)
    def _open(self, index: int) -> None:
        assert self._answer is not None
        self.opened.emit(_door(self._answer.rows[index], self._answer.choice))


def histogram(answer: LengthsAnswer) -> Histogram:
    """Return the bars, their edges in minutes or hours, and where the median lies among them."""
    edges = [_edge_words(answer, row.from_seconds) for row in answer.rows]
    if answer.rows and answer.rows[-1].until_seconds is not None:
        edges.append(_edge_words(answer, answer.rows[-1].until_seconds))
    elif edges:
        edges[-1] = tr("{number} +").format(number=edges[-1])
    return Histogram(tuple(row.sessions for row in answer.rows), tuple(edges), _place(answer))


def lengths_finding(answer: LengthsAnswer) -> str:
    """Say between which lengths the middle half of the sessions lies, or that they are all alike."""
    if answer.quartiles is None or answer.sessions < FEWEST_SESSIONS:
        return ""
    low, high = ((minutes if answer.in_minutes else hours_minutes)(seconds) for seconds in answer.quartiles)
    if low == high:
        return (tr("Most last {time} minutes") if answer.in_minutes else tr("Most last {time} hours")).format(time=low)
    return (tr("Half last {low} to {high} minutes") if answer.in_minutes else tr("Half last {low} to {high} hours")).format(
        low=low, high=high
    )


def _place(answer: LengthsAnswer) -> float | None:
    """Return where the median lies among the bars; in the open last one in its middle."""
    for index, row in enumerate(answer.rows):
        end, median = row.until_seconds, answer.median_seconds
        if median is not None and median >= row.from_seconds and (end is None or median < end):
            return index + (0.5 if end is None else (median - row.from_seconds) / (end - row.from_seconds))
    return None


def _edge_words(answer: LengthsAnswer, seconds: int) -> str:
    return minutes(seconds) if answer.in_minutes else whole(round(seconds / 3600))


def _length_words(answer: LengthsAnswer, seconds: float) -> str:
    return tr("{count} min").format(count=minutes(seconds)) if answer.in_minutes else hours_minutes(seconds)


def _measure_words(answer: LengthsAnswer, *, with_mean: bool) -> str:
    plain = tr("Sessions by length, minutes") if answer.in_minutes else tr("Sessions by length, hours")
    if answer.mean_seconds is None or not with_mean:
        return plain
    mean = minutes(answer.mean_seconds) if answer.in_minutes else hours_minutes(answer.mean_seconds)
    return tr("{measure}; mean {mean}").format(measure=plain, mean=mean)


def _range_words(row: LengthRow) -> str:
    """Return "25 to 30 minutes", "3:00 or longer"; whole hours and more in hours."""
    if row.until_seconds is None:
        return tr("{length} or longer").format(length=hours_minutes(row.from_seconds))
    if row.until_seconds <= 2 * 3600:
        return tr("{low} to {high} minutes").format(low=minutes(row.from_seconds), high=minutes(row.until_seconds))
    return tr("{low} to {high}").format(low=hours_minutes(row.from_seconds), high=hours_minutes(row.until_seconds))


def _door(row: LengthRow, choice: Choice) -> Door:
    query = replace(choice.sessions_of(choice.days), shortest_seconds=row.from_seconds, below_seconds=row.until_seconds)
    return Door(_range_words(row), query)


def _cells(row: LengthRow, answer: LengthsAnswer) -> tuple[Cell, ...]:
    share = row.sessions / max(1, answer.sessions)
    door = _door(row, answer.choice) if row.sessions else None
    return (
        Cell(_range_words(row), f"{row.from_seconds:09d}", str(row.from_seconds), door),
        Cell(whole(row.sessions), row.sessions),
        Cell(percent(share), share),
    )


def _nothing_words(answer: LengthsAnswer) -> str:
    if answer.sessions:
        return ""
    if not answer.untimed:
        return tr("No sessions in this period.")
    return tr("None of the {sessions} in this period has a duration.").format(sessions=sessions(answer.untimed))


def _untimed_words(number: int) -> str:
    one, more = tr("1 session without a duration is not shown"), tr("{sessions} without a duration are not shown")
    return "" if number == 0 else one if number == 1 else more.format(sessions=sessions(number))


def _explanation() -> str:
    return "\n".join(
        (
            tr("Each bar holds the sessions from its left edge on, up to but not with its right one."),
            tr("Median: half of the sessions are shorter. Mean: their time ÷ their number. The finding names both quartiles."),
            tr("Not shown: sessions without a duration. Over all time, sessions without a start count too."),
        )
    )
