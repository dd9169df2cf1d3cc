"""Chosen things as chips in a row, with a dashed chip that adds another."""

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSizePolicy, QWidget

from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import FlowLayout, PlainButton
from fractal_desktop.ui.widgets.chips import NameChip


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the things that are chosen."""

    id: str
    name: str
    glyph: QIcon


class ChipRow(QWidget):
    """Keeps what is chosen; who made it opens what is chosen from."""

    changed = Signal()
    add_asked = Signal()

    def __init__(self, add: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: tuple[Chosen, ...] = ()
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
    def chosen(self) -> tuple[Chosen, ...]:
        """Return what is chosen, in the order in which it came."""
        return self._chosen

    @property
    def add_button(self) -> QWidget:
        """Return what a pop-up opens below."""
        return self._add

    def add(self, thing: Chosen) -> None:
        """Choose one more, unless it is chosen already."""
        if all(there.id != thing.id for there in self._chosen):
            self._show((*self._chosen, thing))

    def _show(self, things: tuple[Chosen, ...]) -> None:
        self._chosen = things
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self._add)
        self._chips = [self._chip(thing) for thing in things]
        self._flow.addWidget(self._add)
        self.updateGeometry()
        self.changed.emit()

    def _chip(self, thing: Chosen) -> NameChip:
        chip = NameChip(thing.id, thing.name, thing.glyph, parent=self)
        chip.removed.connect(self._on_removed)
        self._flow.addWidget(chip)
        chip.show()
        return chip

    @Slot(str)
    def _on_removed(self, id_: str) -> None:
        self._show(tuple(thing for thing in self._chosen if thing.id != id_))
        self.setFocus()
