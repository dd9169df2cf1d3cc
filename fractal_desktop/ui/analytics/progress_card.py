"""How the values of an activity change from session to session."""

from functools import partial
from math import inf
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.activity_progress import Measured, Reading
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable
from fractal_desktop.ui.analytics.charts.legend import Legend, LegendEntry, Sign
from fractal_desktop.ui.analytics.charts.line import LineChart
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.charts.zoomed_chart import STEP
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.document_card import DocumentCard
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.progress_answer import MOST_RECORDS, ProgressAnswer, ProgressChoice, SessionBehind, read_progress
from fractal_desktop.ui.analytics.progress_chooser import ProgressChooser
from fractal_desktop.ui.analytics.progress_words import READINGS, activity_name, measure_words, reading_names, with_unit
from fractal_desktop.ui.analytics.words import one_line, tr, whole
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.texts import day_text, time_text
from fractal_desktop.ui.settings import file_key

if TYPE_CHECKING:
    from fractal_desktop.ui.analytics.charts.line_plot import LinePlot

__all__ = ["ProgressCard", "read_progress"]

MOST_ROWS = 20_000
_KEY = "analytics/progress"


class ProgressCard(DocumentCard):
    """A point for each session, or for each set, with a trend and records; which activity and metric is chosen in the card."""

    counts_time = False

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("Activity progress"), _explanation(), parent)
        self._context = context
        self._own = self._remembered()
        self._answer: ProgressAnswer | None = None
        self._plot: LinePlot | None = None
        self._drawn_for: tuple[Choice, ProgressChoice] | None = None
        self._chooser = ProgressChooser(context)
        self._chooser.chosen.connect(self._on_chosen)
        self._legend = Legend()
        self.body.insertWidget(0, self._chooser)
        self.body.insertWidget(1, self._legend)
        self._legend.hide()
        context.file_opened.connect(self._on_file_opened)

    @override
    def own_choice(self) -> ProgressChoice:
        return self._own

    @override
    def make_chart(self) -> None:
        from fractal_desktop.ui.analytics.charts.line_plot import LinePlot

        self._plot = LinePlot()
        self._plot.mark_opened.connect(self._open)
        self.set_chart(self._plot)
        for text, factor in ((tr("Show fewer days\t+"), 1 / STEP), (tr("Show more days\t-"), STEP), (tr("Show all days\t0"), inf)):
            action = QAction(text, self)
            action.triggered.connect(partial(self._plot.zoom, factor))
            self.add_option(action)
        self._draw()

    @override
    def show_answer(self, answer: ProgressAnswer) -> None:
        before, self._answer = self._answer, answer
        if answer.unread and before is not None and answer.progress is not None and answer.progress is before.progress:
            self.note_unread(answer.unread, *answer.notes)  # what is shown meanwhile stays as it is
            return
        progress = answer.progress
        self.set_measure(tr("Activity progress") if progress is None else measure_words(progress))
        self.set_finding(answer.finding)
        self.say_empty(_nothing_words(answer))
        self.note_unread(answer.unread, *answer.notes)
        self._chooser.show_choice(self._own, progress, answer.choice.activity_id)
        entries = _legend(answer)
        self._legend.setVisible(bool(entries))
        self._legend.show_entries(*entries)
        self._draw()

    @override
    def table(self) -> ChartTable:
        answer = self._answer
        has_splits = answer is not None and len(answer.chart.lines) > 1
        measured = None if answer is None or answer.progress is None else answer.progress.measured
        value, unit = (tr("Value"), "") if measured is None else (one_line(measured.name) or tr("Value"), measured.unit)
        splits = (tr("Split"),) if has_splits else ()
        heads, units = (tr("Start"), *splits, value, tr("Record")), ("", *("" for _ in splits), unit)
        if answer is None or answer.progress is None:
            return ChartTable(self.measure, heads, (), units)
        marks = len(answer.chart.x)
        first = max(0, marks - MOST_ROWS)
        title = f"{activity_name(answer.progress)}. {self.measure}"
        if first:
            title = tr("{title}, the last {count} of {all}").format(title=title, count=whole(MOST_ROWS), all=whole(marks))
        records = [set(line.records.tolist()) for line in answer.progress.lines]
        return ChartTable(title, heads, tuple(self._cells(mark, records, has_splits) for mark in range(first, marks)), units)

    @override
    def dress_for_paper(self) -> None:
        super().dress_for_paper()
        self._chooser.hide()

    @property
    def _measured(self) -> Measured:
        assert self._answer is not None
        assert self._answer.progress is not None
        assert self._answer.progress.measured is not None
        return self._answer.progress.measured

    def _cells(self, mark: int, records: list[set[int]], has_splits: bool) -> tuple[Cell, ...]:
        assert self._answer is not None
        line, place = self._answer.line_of(mark)
        value = float(line.values[place])
        is_record = place in records[int(self._answer.chart.owners[mark])]
        split = line.split.name if line.split is not None else ""
        order = f"{int(line.starts[place]) + (1 << 62):020d}"
        return (
            Cell(_start_text(self._answer, mark), order, _iso(self._answer, mark), self._door(mark)),
            *((Cell(split, split.casefold()),) if has_splits else ()),
            Cell(with_unit(value, self._measured.unit), value),
            Cell(tr("record") if is_record else "", "1" if is_record else "0", "1" if is_record else "0"),
        )

    def _draw(self) -> None:
        if self._plot is None:
            return
        self._plot.setAccessibleName(f"{self.accessibleName()}. {self.measure}")
        answer, before = self._answer, self._drawn_for
        self._drawn_for = None if answer is None else (answer.choice, self._own)
        same_days = before is not None and before == self._drawn_for
        self._plot.show_chart(LineChart() if answer is None else answer.chart, self._tip, same_days=same_days)

    def _tip(self, mark: int) -> TipText:
        assert self._answer is not None
        line, place = self._answer.line_of(mark)
        lines = [with_unit(float(line.values[place]), self._measured.unit)]
        if line.split is not None:
            lines[0] = f"{line.split.name}: {lines[0]}"
        if place in line.records:
            lines.append(tr("Record: better than all before"))
        return TipText(_start_text(self._answer, mark), tuple(lines))

    @Slot(int)
    def _open(self, mark: int) -> None:
        self.opened.emit(self._door(mark))

    def _door(self, mark: int) -> Door:
        assert self._answer is not None
        line, place = self._answer.line_of(mark)
        return Door(_start_text(self._answer, mark), SessionBehind(int(line.rows[place]), int(line.starts[place])))

    @Slot(object)
    def _on_chosen(self, own: ProgressChoice) -> None:
        self._own = own
        self._context.settings.set_text(self._key(), own.to_text())
        self.own_choice_changed.emit()

    @Slot()
    def _on_file_opened(self) -> None:
        self._own = self._remembered()

    def _remembered(self) -> ProgressChoice:
        return ProgressChoice.from_text(self._context.settings.text(self._key()))

    def _key(self) -> str:
        workspace = self._context.workspace
        return _KEY if workspace is None else f"{_KEY}/{file_key(workspace.path)}"


def _start_text(answer: ProgressAnswer, mark: int) -> str:
    start = answer.start_of(mark)
    return f"{day_text(start.date(), QLocale())}, {time_text(start, QLocale())}"


def _iso(answer: ProgressAnswer, mark: int) -> str:
    return answer.start_of(mark).isoformat(timespec="seconds")


def _nothing_words(answer: ProgressAnswer) -> str:
    progress = answer.progress
    if progress is None:
        return tr("Once sessions hold values of an activity, such as a tempo, their progress will be here.")
    if progress.measured is None:
        return tr("{activity} has no metrics: its progress is the time that it gets.").format(activity=activity_name(progress))
    if not any(line.sessions for line in progress.lines):
        return tr("No value of {activity} in these sessions.").format(activity=activity_name(progress))
    return ""


def _legend(answer: ProgressAnswer) -> list[LegendEntry]:
    progress, lines = answer.progress, answer.chart.lines
    if progress is None or not lines:
        return []
    if len(lines) > 1:
        trends = [LegendEntry(Sign.LINE, tr("straight: trend"))] if any(line.trend is not None for line in lines) else []
        return [*(LegendEntry(Sign.LINE, line.name, category=place) for place, line in enumerate(lines)), *trends]
    name = reading_names(progress)[READINGS.index(progress.question.reading)].lower() if progress.has_readings else tr("each session")
    sign = Sign.DOT if progress.question.reading is Reading.EACH else Sign.LINE
    entries = [LegendEntry(sign, name, ramp=4)]
    trend = lines[0].trend
    if trend is not None:
        entries.append(LegendEntry(Sign.LINE, tr("trend")))
    if trend is not None and trend.band:
        entries.append(LegendEntry(Sign.BAND, tr("95 % interval")))
    if len(lines[0].records):
        is_last = len(progress.lines[0].records) > MOST_RECORDS
        entries.append(LegendEntry(Sign.DOT, tr("last record") if is_last else tr("record"), ramp=6))
    return entries


def _explanation() -> str:
    return "\n".join(
        (
            tr(
                "Each point is a session: its top set, or the average of its sets, or each of them. The top set is the one with the best "
                "value of the metric that tells it, else the one with the best value of what is shown. Without a choice it is the "
                "activity that most of the last 300 sessions have values of."
            ),
            tr("A record is better than all before it that are shown; higher or lower is better as the metric says."),
            tr(
                "The trend is the median of the slopes between every two sessions (Theil and Sen), which odd sessions do not lead astray; "
                "it takes five sessions over a week. The band is where its slope lies with a probability of 95 % (Sen 1968)."
            ),
            tr(
                "Two splits, or those named Left and Right, are compared in sessions that have both; what is said is the median of the "
                "last ten. A product counts only sets that have all of its values."
            ),
            tr(
                "Not shown: sessions without a start, values that are no numbers, values of what was deleted. Retired metrics are. "
                "Sessions in the future count like others."
            ),
            tr("Fewer days: the keys + and - in the chart, or Ctrl and the wheel; then drag them aside. 0 shows all again."),
            tr("What old files note in the documents of sessions alone is looked for there, some thousands of documents at a time."),
        )
    )
