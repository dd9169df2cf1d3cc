"""Chosen things as chips in a row, with a dashed chip that adds another."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSizePolicy, QWidget

from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import FlowLayout, PlainButton
from fractal_desktop.ui.widgets.chips import NameChip


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the things: what `removed` is to tell, its name, its icon."""

    id: str
    name: str
    glyph: QIcon


class ChipRow(QWidget):
    """Shows what is chosen; who made it keeps the choice and opens what is chosen from."""

    removed = Signal(str)
    add_asked = Signal()

    def __init__(self, add: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[NameChip] = []
        self._flow = FlowLayout(self, spacing=8, row_spacing=6)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._add = PlainButton(add, icon("plus", "muted"), "add")
        self._add.setAccessibleName(add)
        self._add.clicked.connect(self.add_asked)
        self._flow.addWidget(self._add)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(24)  # else Qt keeps the window as high as the chips are below each other
        self.setFocusProxy(self._add)

    @property
    def add_button(self) -> QWidget:
        """Return what a pop-up opens below."""
        return self._add

    def show_chosen(self, things: Sequence[Chosen]) -> None:
        """Show these, in this order."""
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self._add)
        self._chips = [self._chip(thing) for thing in things]
        self._flow.addWidget(self._add)
        self.updateGeometry()

    def _chip(self, thing: Chosen) -> NameChip:
        chip = NameChip(thing.id, thing.name, thing.glyph, parent=self)
        chip.removed.connect(self.removed)
        self._flow.addWidget(chip)
        chip.show()
        return chip
