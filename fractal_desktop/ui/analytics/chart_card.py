"""The card around a chart: title, "?", ⋯ menu, empty state, note, and the chart's twin as a table."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from fractal_desktop.ui.analytics.chart_table import ChartTable
from fractal_desktop.ui.analytics.charts.legend import Legend
from fractal_desktop.ui.analytics.charts.list_chart import ListChart
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.explanation import ExplanationButton
from fractal_desktop.ui.analytics.pictures import PRESSED, card_image
from fractal_desktop.ui.analytics.table_dialog import TableDialog
from fractal_desktop.ui.analytics.words import duration_rules, one_line, tr, whole, without_start_words
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets.buttons import ToolIconButton
from fractal_desktop.ui.widgets.containers import Card
from fractal_desktop.ui.widgets.labels import text_label

_PAINTED_AFTER_MS = 2


class ExportKind(StrEnum):
    """What a card can be saved as; the values are the files' suffixes."""

    PNG = "png"
    SVG = "svg"
    CSV = "csv"


class ChartCard(Card):
    """One chart; what it measures stands below the title, and is the title where nothing was found.

    A card only shows: the page asks for its answer by a function of the card's module, `read_x(workspace, choice)` or, of a
    card with choices of its own, `read_x(workspace, choice, own)`, and hands the answer to `show_answer`.
    """

    opened = Signal(object)
    """A mark, or a row of the table, was opened: a Door."""
    copied = Signal(str)
    """Something is on the clipboard now: what to say of it."""
    export_asked = Signal(object)
    """Save it to a file: an ExportKind."""
    full_window_asked = Signal(bool)
    """Fill the page, or stand among the others again."""
    counts_time = True
    """Whether the rules for durations belong to what is explained."""
    own_choice_changed = Signal()
    """A person chose something in the card, so its answer is another one now: see `own_choice`."""

    def __init__(self, measure: str, explanation: str = "", parent: QWidget | None = None, *, by_start: bool = False) -> None:
        """`explanation` stands behind "?", a line for each paragraph; `by_start` if sessions without a start are in no mark."""
        super().__init__(measure, parent=parent)
        self._measure = measure
        self._topic = measure.partition(", ")[0]
        self._explanation = f"{explanation}\n{duration_rules()}" if explanation and self.counts_time else explanation
        self._by_start = by_start
        self._without_start = 0
        self._notes: tuple[str, ...] = ()
        self._on_paper = self._has_failed = False
        self._chart: QWidget | None = None
        self._build_frame()

    @property
    def measure(self) -> str:
        """Return what the chart measures, with its unit."""
        return self._measure

    @property
    def topic(self) -> str:
        """Return what the card is about, whatever was chosen in it."""
        return self._topic

    @property
    def explanation(self) -> str:
        """Return what stands behind "?": what is counted, what is left out and why, and by which formula."""
        return self._explanation

    @property
    def has_chart(self) -> bool:
        """Return whether there is something to draw into."""
        return self._chart is not None

    @property
    def is_empty(self) -> bool:
        """Return whether a sentence stands where the chart would be."""
        return bool(self._empty.text())

    @property
    def has_failed(self) -> bool:
        """Return whether there was no answer to show, or it could not be shown."""
        return self._has_failed

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what is said below the chart of what it does not show; of marks that only lack room the chart itself tells."""
        first = without_start_words(self._without_start) if self._by_start else ""
        return tuple(note for note in (first, *self._notes) if note)

    def own_choice(self) -> object:
        """Return what was chosen in the card itself, frozen, for its read function; None where there is nothing to choose."""
        return None

    def show_answer(self, answer: Any) -> None:
        """Show what the card's read function returned: finding, chart, notes, or why there is nothing to see."""
        raise NotImplementedError

    def take(self, answer: object) -> None:
        """Show an answer, and lay the card out once for all that it shows and hides, not for each; it is painted a little later.

        To show and to paint it each takes a good part of a frame: between the two, whoever waits for the window gets a turn.
        """
        layout = self.layout()
        assert layout is not None
        layout.setEnabled(False)
        self.setUpdatesEnabled(False)
        QTimer.singleShot(_PAINTED_AFTER_MS, self, self._let_paint)
        self._has_failed = False
        try:
            self.show_answer(answer)
        except Exception:
            self.give_up()
            raise
        finally:
            layout.setEnabled(True)

    def give_up(self) -> None:
        """Show a sentence, as there is no answer: no half of a chart, nor the one of another period."""
        self._has_failed = True
        self.set_finding("")
        self.set_notes(())
        self.say_empty(tr("This chart cannot be shown."))

    @Slot()
    def _let_paint(self) -> None:
        self.setUpdatesEnabled(True)

    def make_chart(self) -> None:
        """Make the chart, if its library takes a moment to load: the page calls it once it is there, in a turn of its own."""

    def table(self) -> ChartTable:
        """Return the figures behind the chart. They are put together when they are asked for: there may be thousands."""
        raise NotImplementedError

    def set_measure(self, measure: str) -> None:
        """Measure something else from now on, after a choice in the card; the finding comes with the answer."""
        self._measure = one_line(measure)

    def set_finding(self, finding: str) -> None:
        """Put a finding into the title, and the measure below; without one the measure is the title, and its unit stands below."""
        finding = one_line(finding)
        name, _, unit = self._measure.partition(", ")
        fact = self._measure if finding else unit[:1].upper() + unit[1:]
        self.set_title(finding or name, fact or " ")
        # The "?" explains the measure, so it stands behind it: below a finding, else in the title.
        (self.fact_row if finding else self.title_row).insertWidget(1, self._question)

    def set_chart(self, chart: QWidget) -> None:
        """Put the chart into the card."""
        self._chart = chart
        self._pages.insertWidget(0, chart)
        self._pages.setCurrentWidget(self._empty_page if self._empty.text() else chart)

    def add_option(self, action: QAction) -> None:
        """Put something to choose at the top of the ⋯ menu."""
        menu = self._menu_button.menu()
        menu.insertAction(self._first, action)

    def set_full_window(self, full: bool) -> None:
        """Tell whether it fills the page: then it has a button that leads back."""
        self._full.setChecked(full)
        self._leave.setVisible(full)

    def focus_chart(self) -> None:
        """Give the focus to the chart, for keys that walk over its marks, else to the menu."""
        charts = [chart for chart in self.findChildren(MarkedChart) if chart.isVisibleTo(self)]
        (charts[0] if charts else self._menu_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def say_empty(self, sentence: str) -> None:
        """Show a sentence instead of the chart and its table, or the chart again with "". Marks that went with it are forgotten."""
        for chart in self.findChildren(MarkedChart) if sentence else ():
            chart.forget_current()
        self._menu_button.setEnabled(not sentence)
        self._empty.setText(sentence)
        self._pages.setCurrentWidget(self._empty_page if sentence or self._chart is None else self._chart)

    def place_door(self, door: QWidget) -> None:
        """Put what leads on below the sentence where there is nothing to see, else below the chart and its note."""
        if self.is_empty:
            self._below_empty.insertWidget(2, door, 0, Qt.AlignmentFlag.AlignHCenter)
        else:
            self.body.addWidget(door, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_notes(self, notes: Sequence[str]) -> None:
        """Say below the chart what it does not show."""
        self._notes = tuple(notes)
        self._tell()

    def set_left_out(self, number: int, one: str, more: str) -> None:
        """Say how many marks have no room, and where they are: `one` is said of 1, `more` names them as {count}."""
        if self._on_paper:
            one, more = tr("and 1 more"), tr("and {count} more")
        words = "" if number == 0 else one if number == 1 else more.format(count=whole(number))
        for chart in self.findChildren(ListChart):
            chart.say_left_out(words)

    def dress_for_paper(self) -> None:
        """Put away for good what can only be pressed, and stand close: whoever prints the card says its notes elsewhere."""
        self._on_paper = True
        for widget in self.findChildren(QWidget):
            if isinstance(widget, PRESSED):
                widget.hide()
            elif isinstance(widget, MarkedChart):
                widget.set_compact(True)
            elif isinstance(widget, Legend):
                widget.keep_to_one_line()
        self.set_padding(0, 8)
        self._tell()

    def mark_notes(self, marks: str) -> None:
        """Show which notes belong to the card, where these stand elsewhere."""
        self.set_title(f"{self.accessibleName()}{marks}", self._fact.text())

    def set_without_start(self, number: int) -> None:
        """Tell how many of the sessions have no start; a card that counts by start says that it does not show them."""
        if number != self._without_start:
            self._without_start = number
            self._tell()

    def _build_frame(self) -> None:
        self._question = ExplanationButton(20, self)
        self._question.explain(self._measure, self._explanation)
        self._full = QAction(icon("expand"), tr("Fill the page"), self)
        self._full.setCheckable(True)
        self._full.triggered.connect(self.full_window_asked)
        self._leave = ToolIconButton(icon("close", "muted"), tr("Back to all charts"), size=28)
        self._leave.clicked.connect(self._on_leave)
        self._leave.hide()
        self._menu_button = ToolIconButton(icon("dots", "muted"), tr("More about this chart"), size=28)
        self._menu_button.setMenu(self._menu())
        self._menu_button.setEnabled(False)
        for button in (self._menu_button, self._leave):
            self.header.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.title_row.addStretch(1)
        self.fact_row.addStretch(1)
        self.set_finding("")
        self._pages = QStackedLayout()
        self._empty = text_label("", tone="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # In this order: the first widget of a stack is shown, and if nothing held it yet, as a window of its own.
        self.body.addLayout(self._pages, 1)
        self._empty_page = QWidget()
        self._pages.addWidget(self._empty_page)
        self._below_empty = QVBoxLayout(self._empty_page)
        self._below_empty.setContentsMargins(0, 0, 0, 0)
        self._below_empty.setSpacing(8)
        self._below_empty.addStretch(1)
        self._below_empty.addWidget(self._empty)
        self._below_empty.addStretch(1)
        self._note = text_label("", scale="caption", tone="muted", wrap=True)
        self._note.hide()
        self.body.addWidget(self._note)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self._first = menu.addSeparator()
        menu.addAction(icon("table"), tr("Show as table")).triggered.connect(self.show_table)
        menu.addAction(icon("copy"), tr("Copy table")).triggered.connect(self.copy_table)
        menu.addAction(icon("image"), tr("Copy picture")).triggered.connect(self.copy_picture)
        menu.addSeparator()
        for kind in ExportKind:
            text = tr("Save as {kind}…").format(kind=kind.upper())
            menu.addAction(icon("download"), text).triggered.connect(partial(self._ask_export, kind))
        menu.addSeparator()
        menu.addAction(self._full)
        return menu

    def _tell(self) -> None:
        notes = () if self._on_paper else self.notes
        text = " · ".join(notes)
        self._note.setText(text)
        self._note.setVisible(bool(text))

    @Slot()
    def show_table(self) -> None:
        """Show the figures in a dialog."""
        dialog = TableDialog(self.table(), self)
        dialog.opened.connect(self.opened)
        dialog.open()

    @Slot()
    def copy_table(self) -> None:
        """Put the figures on the clipboard, cells apart by tabs."""
        QGuiApplication.clipboard().setText(self.table().as_text())
        self.copied.emit(tr("Table copied"))

    @Slot()
    def copy_picture(self) -> None:
        """Put the card as it is seen on the clipboard."""
        QGuiApplication.clipboard().setImage(card_image(self))
        self.copied.emit(tr("Picture copied"))

    def _ask_export(self, kind: ExportKind) -> None:
        self.export_asked.emit(kind)

    @Slot()
    def _on_leave(self) -> None:
        self.full_window_asked.emit(False)
