"""Rows for the metrics and splits of an activity: fields to type in, moved with Alt and the arrows."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar
from uuid import uuid4

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.ids import MetricId, SplitId
from fractal_desktop.domain.library import Better, MetricDraft, SplitDraft
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.library.texts import tr
from fractal_desktop.ui.widgets import PlainButton, ToolIconButton

Draft = TypeVar("Draft", MetricDraft, SplitDraft)
_LEAST_NAME = 140


class _Row(QWidget, Generic[Draft]):
    """One definition: a name, what else it has, and a button that takes it out."""

    edited = Signal()
    removed = Signal()
    moved = Signal(int)

    def __init__(self, passage: QObject, remove: str, placeholder: str) -> None:
        super().__init__()
        self._name = QLineEdit()
        self._name.setPlaceholderText(placeholder)
        self._name.setAccessibleName(placeholder)
        self._name.installEventFilter(passage)
        self._name.installEventFilter(self)
        self._name.textEdited.connect(self.edited)
        remove_button = ToolIconButton(icon("close", "muted"), remove, size=28)
        remove_button.clicked.connect(self.removed)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.column.addLayout(self.row)
        self.row.addWidget(self._name, 3)
        self.row.addWidget(remove_button)

    def draft(self) -> Draft | None:
        """Return what it says, None while it has no name."""
        raise NotImplementedError

    def show_draft(self, draft: Draft) -> None:
        """Show what is stored; what is being typed stays."""
        raise NotImplementedError

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self.setEnabled(not read_only)

    def edit(self) -> None:
        """Put the caret into the name."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the row with Alt and an arrow."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self.moved.emit(step)
                return True
        return False


class MetricRow(_Row[MetricDraft]):
    """Name, unit, which way is better, whether it tells the top set, whether it is part of the product.

    Where there is little room, what comes behind the unit stands on a line of its own.
    """

    def __init__(self, passage: QObject) -> None:
        super().__init__(passage, tr("Remove metric"), tr("Metric, such as Tempo"))
        self._id: MetricId | None = MetricId(str(uuid4()))
        self._unit = QLineEdit()
        self._unit.setPlaceholderText(tr("Unit"))
        self._unit.setAccessibleName(tr("Unit"))
        self._unit.setMinimumWidth(56)
        self._unit.installEventFilter(passage)
        self._better = PlainButton("", kind="toggle")
        self._top = QCheckBox(tr("Top set"))
        self._top.setToolTip(tr("The best set of an item is the one with the best value of this metric."))
        self._product = QCheckBox(tr("In product"))
        self._product.setChecked(True)
        self._product.setToolTip(tr("Its value is multiplied with the others, such as weight and repetitions."))
        self._lower = False
        self._is_narrow = False
        self._choices = QWidget()
        choices = QHBoxLayout(self._choices)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(8)
        for widget in (self._better, self._top, self._product):
            choices.addWidget(widget)
        self._choices.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.row.insertWidget(1, self._unit, 1)
        self.row.insertWidget(2, self._choices)
        self._better.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._unit.textEdited.connect(self.edited)
        self._better.clicked.connect(self._on_better)
        self._top.clicked.connect(self.edited)
        self._product.clicked.connect(self.edited)
        self._show_better()

    @override
    def draft(self) -> MetricDraft | None:
        name = self._name.text().strip()
        better = Better.LOWER if self._lower else Better.HIGHER
        unit, top, product = self._unit.text().strip(), self._top.isChecked(), self._product.isChecked()
        return MetricDraft(self._id, name, unit, better, top, product) if name else None

    @override
    def show_draft(self, draft: MetricDraft) -> None:
        self._id = draft.id
        for field, text in ((self._name, draft.name), (self._unit, draft.unit)):
            if field.text().strip() != text:
                field.setText(text)
        self._lower = draft.better is Better.LOWER
        self._top.setChecked(draft.is_top_set)
        self._product.setChecked(draft.in_product)
        self._show_better()

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for no more than two lines need."""
        return QSize(max(self._line_width(_LEAST_NAME), self._choices.sizeHint().width()), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @property
    def is_in_product(self) -> bool:
        """Return whether its value is multiplied with the others."""
        return self._product.isChecked()

    def allow_product(self, is_product: bool) -> None:
        """Offer the product where the activity has one."""
        self._product.setVisible(is_product)
        self._fold()

    def take_into_product(self) -> None:
        """Let its value be multiplied with the others."""
        self._product.setChecked(True)

    def _line_width(self, name: int) -> int:
        return name + self._unit.minimumWidth() + self.row.spacing() * 2 + 28

    def _fold(self) -> None:
        """Put the choices behind the unit or below it, whichever there is room for."""
        narrow = self.width() < self._line_width(_LEAST_NAME) + self.row.spacing() + self._choices.sizeHint().width()
        if narrow is not self._is_narrow:
            self._is_narrow = narrow
            if narrow:
                self.row.removeWidget(self._choices)
                self.column.addWidget(self._choices, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                self.column.removeWidget(self._choices)
                self.row.insertWidget(2, self._choices)

    @Slot()
    def _on_better(self) -> None:
        self._lower = not self._lower
        self._show_better()
        self.edited.emit()

    def _show_better(self) -> None:
        """Name the direction; the button keeps the width of the longer name, so that the columns stand below each other."""
        self._better.ensurePolished()
        for words in (tr("Higher is better"), tr("Lower is better")):
            self._better.setText(words)
            self._better.setIcon(icon("arrow-up", "muted"))
            self._better.setMinimumWidth(max(self._better.minimumWidth(), self._better.sizeHint().width()))
        self._better.setText(tr("Lower is better") if self._lower else tr("Higher is better"))
        self._better.setIcon(icon("arrow-down" if self._lower else "arrow-up", "muted"))


class SplitRow(_Row[SplitDraft]):
    """A split's name."""

    def __init__(self, passage: QObject) -> None:
        super().__init__(passage, tr("Remove split"), tr("Split, such as Left"))
        self._id: SplitId | None = SplitId(str(uuid4()))

    @override
    def draft(self) -> SplitDraft | None:
        name = self._name.text().strip()
        return SplitDraft(self._id, name) if name else None

    @override
    def show_draft(self, draft: SplitDraft) -> None:
        self._id = draft.id
        if self._name.text().strip() != draft.name:
            self._name.setText(draft.name)


RowType = TypeVar("RowType", MetricRow, SplitRow)


class Rows(QWidget, Generic[RowType]):
    """The metrics or the splits of an activity, in order."""

    edited = Signal()

    def __init__(self, make: Callable[[QObject], RowType], passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make: Callable[[QObject], RowType] = make
        self._passage = passage
        self._rows: list[RowType] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    @property
    def rows(self) -> Sequence[RowType]:
        """Return the rows in order."""
        return tuple(self._rows)

    def drafts(self) -> tuple[MetricDraft | SplitDraft, ...]:
        """Return what the rows say; those without a name are left out."""
        return tuple(draft for row in self._rows if (draft := row.draft()) is not None)

    def show_drafts(self, drafts: Sequence[MetricDraft] | Sequence[SplitDraft]) -> None:
        """Show what is stored, each row keeping its fields; a row that is still without a name stays at the end."""
        blank = [row for row in self._rows if row.draft() is None]
        named = [row for row in self._rows if row.draft() is not None]
        for row in named[len(drafts) :]:
            self._drop(row)
        for row, draft in zip(named, drafts, strict=False):
            row.show_draft(draft)  # type: ignore[arg-type]
        for draft in drafts[len(named) :]:
            self._added(len(self._rows) - len(blank)).show_draft(draft)  # type: ignore[arg-type]

    def forget(self) -> None:
        """Begin with no rows."""
        for row in tuple(self._rows):
            self._drop(row)

    def add(self) -> RowType:
        """Add an empty row and put the caret into it."""
        row = self._added(len(self._rows))
        row.edit()
        return row

    def _added(self, place: int) -> RowType:
        row = self._make(self._passage)
        row.edited.connect(self.edited)
        row.removed.connect(self._on_removed)
        row.moved.connect(self._on_moved)
        self._rows.insert(place, row)
        self._column.insertWidget(place, row)
        row.show()
        return row

    def _drop(self, row: RowType) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    @Slot()
    def _on_removed(self) -> None:
        row = self.sender()
        self._drop(next(known for known in self._rows if known is row))
        self.edited.emit()

    @Slot(int)
    def _on_moved(self, step: int) -> None:
        at = next(place for place, known in enumerate(self._rows) if known is self.sender())
        to = at + step
        if 0 <= to < len(self._rows):
            row = self._rows.pop(at)
            self._rows.insert(to, row)
            self._column.removeWidget(row)
            self._column.insertWidget(to, row)
            row.edit()
            self.edited.emit()
