"""How a period compares with the one before it, or with the same days a year ago."""

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable, date_cell
from fractal_desktop.ui.analytics.charts.legend import Legend, LegendEntry, Sign
from fractal_desktop.ui.analytics.charts.pair_plot import PairPlot
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.choice import Choice, DayRange
from fractal_desktop.ui.analytics.compare_answer import FEWEST_SESSIONS, Beside, CompareAnswer, Side
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.words import days_words, hours, time_and_sessions, tr, whole
from fractal_desktop.ui.sessions.texts import day_text
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.widgets.buttons import SegmentedControl
from fractal_desktop.ui.widgets.labels import text_label

_KEY = "analytics/compare"
_BARS_FROM, _BARS_ON_PAPER, _BESIDE = 240, 100, 32
"""How much of the card's width the numbers leave at least where bars stand beside them, on the screen and on paper; how far apart."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ORDER = (Beside.BEFORE, Beside.YEAR_AGO)


class CompareCard(ChartCard):
    """Numbers of both periods above, their weeks beside each other below."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(tr("Beside the time before, hours a week"), _explanation(), parent, by_start=True)
        self._settings = settings
        self._answer: CompareAnswer | None = None
        self._beside = SegmentedControl((tr("Before"), tr("A year ago")), _ORDER.index(self.own_choice()), compact=True)
        self._legend = Legend()
        self._figures = _Figures()
        self._plot = PairPlot()
        self._bars_from = _BARS_FROM
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._build()

    @override
    def own_choice(self) -> Beside:
        return Beside.YEAR_AGO if self._settings.text(_KEY) == Beside.YEAR_AGO else Beside.BEFORE

    @override
    def show_answer(self, answer: CompareAnswer) -> None:
        """Show both periods, say how they differ, and offer their weeks as a table."""
        self._answer = answer
        self.set_measure(_measure_words(answer))
        self.set_finding(answer.finding)
        nothing = _nothing_words(answer)
        self.say_empty(nothing)
        self._legend.setVisible(not nothing)
        self._beside.setVisible(answer.now is not None)
        self.set_notes([] if nothing else [_began_words(answer) if answer.finding else _few_words(answer)])
        if answer.now is None or answer.before is None:
            return
        self._legend.show_entries(
            LegendEntry(Sign.LIGHT_BAR, days_words(answer.before.days)), LegendEntry(Sign.BAR, days_words(answer.now.days))
        )
        self._figures.show_sides(answer.before, answer.now)
        self._place_figures()
        self._plot.setAccessibleName(f"{self.accessibleName()}. {self.measure}")
        self._plot.show_pairs(answer.pairs, self._tip)

    @override
    def table(self) -> ChartTable:
        heads = (tr("Before, from"), tr("Sessions before"), tr("Time before"), tr("Now, from"), tr("Sessions now"), tr("Time now"))
        answer, units = self._answer, ("", "", tr("seconds")) * 2
        if answer is None or answer.now is None or answer.before is None:
            return ChartTable(self.measure, heads, (), units)
        steps = range(answer.pairs.steps)
        rows = tuple((*_cells(answer.before, step, answer.choice), *_cells(answer.now, step, answer.choice)) for step in steps)
        return ChartTable(self.measure, heads, rows, units)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_figures()

    @override
    def dress_for_paper(self) -> None:
        super().dress_for_paper()
        self._bars_from = _BARS_ON_PAPER
        self._place_figures()

    def _place_figures(self) -> None:
        """Let the numbers stand beside the bars where there is room, else above them."""
        wide = self.width() - self._figures.sizeHint().width() >= self._bars_from
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing(_BESIDE if wide else 8)
        self._figures.set_dense(not wide)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._legend, 1)
        row.addWidget(self._beside)
        self.body.insertLayout(0, row)
        both = QWidget()
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.addWidget(self._figures)
        self._both.addWidget(self._plot, 1)
        both.setLayout(self._both)
        self.set_chart(both)
        self._beside.setAccessibleName(tr("Compared with"))
        self._beside.chosen.connect(self._on_beside_chosen)
        self._plot.mark_opened.connect(self._open)
        for widget in (self._legend, self._beside):
            widget.hide()

    def _mark(self, index: int) -> tuple[Side, int]:
        assert self._answer is not None
        side = self._answer.now if index % 2 else self._answer.before
        assert side is not None
        return side, index // 2

    def _tip(self, index: int) -> TipText:
        side, step = self._mark(index)
        if step >= len(side.steps):
            return TipText(tr("No such week"))
        return TipText(days_words(side.steps[step]), (time_and_sessions(side.sessions[step], side.seconds[step]),))

    @Slot(int)
    def _open(self, index: int) -> None:
        assert self._answer is not None
        side, step = self._mark(index)
        self.opened.emit(_door(side.steps[step], self._answer.choice))

    @Slot(int)
    def _on_beside_chosen(self, index: int) -> None:
        self._settings.set_text(_KEY, _ORDER[index].value)
        self.own_choice_changed.emit()


class _Figures(QWidget):
    """Five numbers of both periods, one below the other."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        names = (tr("Sessions"), tr("Time"), tr("Time a week"), tr("Average session"), tr("Days practised"))
        self._now = [text_label(scale="secondary", weight="strong") for _ in names]
        self._before = [text_label(scale="secondary", tone="muted") for _ in names]
        heads = (
            text_label(scale="caption"),
            text_label(tr("now"), scale="caption", tone="muted"),
            text_label(tr("then"), scale="caption", tone="muted"),
        )
        labels = [text_label(name, scale="secondary") for name in names]
        for row, cells in enumerate((heads, *zip(labels, self._now, self._before, strict=True))):
            for column, label in enumerate(cells):
                grid.addWidget(label, row, column, _RIGHT if column else Qt.AlignmentFlag.AlignLeft)
        grid.setRowStretch(len(names) + 1, 1)
        grid.setColumnStretch(0, 1)

    def set_dense(self, dense: bool) -> None:
        """Let the lines stand close: above the bars each pixel is taken from these."""
        self._grid.setVerticalSpacing(0 if dense else 3)

    def show_sides(self, before: Side, now: Side) -> None:
        """Show the numbers of both."""
        for labels, side in ((self._now, now), (self._before, before)):
            for label, number in zip(labels, _numbers(side), strict=True):
                label.setText(number)


def _numbers(side: Side) -> tuple[str, str, str, str, str]:
    numbers = side.numbers
    average = numbers.seconds / numbers.timed if numbers.timed else None
    weekly = hours_minutes(side.weekly_seconds) if side.is_long_enough and numbers.seconds else "-"
    return whole(numbers.sessions), hours(numbers.seconds), weekly, hours_minutes(average), whole(numbers.days)


def _door(days: DayRange, choice: Choice) -> Door:
    return Door(days_words(days), choice.sessions_of(days))


def _cells(side: Side, step: int, choice: Choice) -> tuple[Cell, Cell, Cell]:
    if step >= len(side.steps):
        return Cell("-", "~"), Cell("-", -1.0), Cell("-", -1.0)
    first = side.steps[step].first
    assert first is not None
    door = _door(side.steps[step], choice) if side.sessions[step] else None
    return (
        date_cell(days_words(side.steps[step]), first.toordinal(), door),
        Cell(whole(side.sessions[step]), side.sessions[step], door=door),
        Cell(hours_minutes(side.seconds[step]), side.seconds[step], door=door),
    )


def _measure_words(answer: CompareAnswer) -> str:
    weekly = answer.days_a_step == 7
    if answer.beside is Beside.BEFORE:
        return tr("Beside the time before, hours a week") if weekly else tr("Beside the time before, hours in 4 weeks")
    return tr("Beside the same days a year ago, hours a week") if weekly else tr("Beside the same days a year ago, hours in 4 weeks")


def _nothing_words(answer: CompareAnswer) -> str:
    if answer.now is None or answer.before is None:
        return tr("All time has nothing before it to be compared with: choose a period.")
    if not answer.now.numbers.sessions and not answer.before.numbers.sessions:
        return tr("No sessions in this period, nor in the other.")
    return ""


def _began_words(answer: CompareAnswer) -> str:
    """Say how much of a period there is where practice began within it: such a one is not as long as the other."""
    late = _late_side(answer)
    if late is None or late.counted.first is None:
        return ""
    texts = {
        True: tr("Practice began on {day}: only the last {count} days of this time count"),
        False: tr("Practice began on {day}: only the last {count} days of the time before count"),
    }
    return texts[late is answer.now].format(day=day_text(late.counted.first, QLocale()), count=whole(late.numbers.days_in_all))


def _few_words(answer: CompareAnswer) -> str:
    assert answer.before is not None
    assert answer.now is not None
    if not answer.before.numbers.sessions:
        return tr("No sessions {days}").format(days=days_words(answer.before.days))
    if min(side.numbers.sessions for side in (answer.before, answer.now)) < FEWEST_SESSIONS:
        return tr("Too few sessions to compare: that takes three in each period")
    late = _late_side(answer)
    if late is None or late.counted.first is None or late.is_long_enough:
        return tr("Nothing to compare: the time before has no session with a duration")
    return tr("Too short to compare: practice began on {day}").format(day=day_text(late.counted.first, QLocale()))


def _late_side(answer: CompareAnswer) -> Side | None:
    return next((side for side in (answer.before, answer.now) if side is not None and side.begins_late), None)


def _explanation() -> str:
    return "\n".join(
        (
            tr("The period that is shown, until today, beside as many days before it, or beside the same days a year ago."),
            tr("Bars are steps of seven days from each period's first day (of 28 days, where it is longer than 60 weeks)."),
            tr(
                "Hours a week = time ÷ days × 7, where days before the first such session of all do not count, nor a today without any: "
                "a period in which practice began is not held to be as long as the other. It takes four weeks of each. A change below 5 % "
                "counts as none."
            ),
            tr("Not shown: sessions without a start. Sessions without a duration count as sessions, and as no time."),
        )
    )
