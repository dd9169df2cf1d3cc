"""The card around a chart: title, ⋯ menu, empty state, note, and the chart's twin as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.analytics.table_dialog import ChartTable, TableDialog
from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets.buttons import ToolIconButton
from fractal_desktop.ui.widgets.containers import Card
from fractal_desktop.ui.widgets.labels import text_label


@dataclass(frozen=True, slots=True)
class Door:
    """The sessions behind a mark and what to call them."""

    title: str
    query: SessionQuery


class ChartCard(Card):
    """One chart; what it measures stands below the title, and is the title where nothing was found."""

    opened = Signal(object)
    """A mark was opened: a Door."""

    def __init__(self, measure: str, parent: QWidget | None = None) -> None:
        super().__init__(measure, parent=parent)
        self._measure = measure
        self._chart: QWidget | None = None
        self._build_frame()

    @property
    def measure(self) -> str:
        """Return what the chart measures, with its unit."""
        return self._measure

    def table(self) -> ChartTable:
        """Return the figures behind the chart. They are put together when they are asked for: there may be thousands."""
        raise NotImplementedError

    def set_finding(self, finding: str) -> None:
        """Put a finding into the title, and the measure below; without one, the measure."""
        self.set_title(finding or self._measure, self._measure if finding else " ")

    def set_chart(self, chart: QWidget) -> None:
        """Put the chart into the card."""
        self._chart = chart
        self._pages.insertWidget(0, chart)
        self._pages.setCurrentWidget(self._empty if self._empty.text() else chart)

    def say_empty(self, sentence: str) -> None:
        """Show a sentence instead of the chart and its table, or the chart again with ""."""
        self._menu_button.setEnabled(not sentence)
        self._empty.setText(sentence)
        self._pages.setCurrentWidget(self._empty if sentence or self._chart is None else self._chart)

    def set_notes(self, notes: Sequence[str]) -> None:
        """Say below the chart what it does not show."""
        text = " · ".join(note for note in notes if note)
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _build_frame(self) -> None:
        self.set_finding("")
        menu = QMenu(self)
        menu.addAction(icon("table"), tr("Show as table")).triggered.connect(self.show_table)
        menu.addAction(icon("copy"), tr("Copy table")).triggered.connect(self.copy_table)
        self._menu_button = ToolIconButton(icon("dots", "muted"), tr("More about this chart"), size=28)
        self._menu_button.setMenu(menu)
        self._menu_button.setEnabled(False)
        self.header.addWidget(self._menu_button, 0, Qt.AlignmentFlag.AlignTop)
        self._pages = QStackedLayout()
        self._empty = text_label("", tone="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self._empty)
        self.body.addLayout(self._pages, 1)
        self._note = text_label("", scale="caption", tone="muted", wrap=True)
        self._note.hide()
        self.body.addWidget(self._note)

    @Slot()
    def show_table(self) -> None:
        """Show the figures in a dialog."""
        TableDialog(self.table(), self).open()

    @Slot()
    def copy_table(self) -> None:
        """Put the figures on the clipboard, cells apart by tabs."""
        QGuiApplication.clipboard().setText(self.table().as_text())
