"""The list at the left of the library: templates or activities, two lines each, under headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.theme import current_tokens, font_of

Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole + 1
_MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A line of the list; one without an `id` is a heading. `faded` things are archived or retired."""

    id: str
    name: str
    detail: str = ""
    glyph: str = ""
    faded: bool = False


class LibraryListModel(QAbstractListModel):
    """The rows as they were told last; only what differs is told on, so that the selection stays."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[LibraryRow] = []

    def show_rows(self, rows: Sequence[LibraryRow]) -> None:
        """Show these rows; where many come or go, all are told anew, which takes no longer with a thousand than with ten."""
        there, wanted = set(map(_key, self._rows)), set(map(_key, rows))
        if len(there ^ wanted) > _MOST_TOLD:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        for position in reversed(range(len(self._rows))):
            if _key(self._rows[position]) not in wanted:
                self.beginRemoveRows(QModelIndex(), position, position)
                del self._rows[position]
                self.endRemoveRows()
        for position, row in enumerate(rows):
            self._put(position, row)

    def position(self, id_: str) -> int | None:
        """Return where the row with this id is."""
        return next((position for position, row in enumerate(self._rows) if row.id == id_), None)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self._rows[index.row()].id:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.name, row.detail) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (row.name, row.detail) if part)
        return row if role == _ROW else None

    def _put(self, position: int, row: LibraryRow) -> None:
        there = next((at for at in range(position, len(self._rows)) if _key(self._rows[at]) == _key(row)), None)
        if there is None:
            self.beginInsertRows(QModelIndex(), position, position)
            self._rows.insert(position, row)
            self.endInsertRows()
            return
        if there != position:
            self.beginMoveRows(QModelIndex(), there, there, QModelIndex(), position)
            self._rows.insert(position, self._rows.pop(there))
            self.endMoveRows()
        if self._rows[position] != row:
            self._rows[position] = row
            self.dataChanged.emit(self.index(position, 0), self.index(position, 0))


class LibraryList(QListView):
    """Shows the rows; tells which one is current."""

    row_chosen = Signal(str)
    delete_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = LibraryListModel(self)
        self._is_showing = False
        self.setModel(self._model)
        self.setItemDelegate(LibraryRowDelegate(self))
        self.setProperty("kind", "plain")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    @property
    def current_id(self) -> str | None:
        """Return the id of the current row."""
        row = self.currentIndex().data(_ROW)
        return row.id if isinstance(row, LibraryRow) and row.id else None

    def show_rows(self, rows: Sequence[LibraryRow]) -> None:
        """Show these rows, the current one staying current while it is there.

        Only then is it told which one is current: while rows go one by one, each neighbour would be chosen in turn.
        """
        before = self.current_id
        self._is_showing = True
        self._model.show_rows(rows)
        if before is not None and self.current_id != before:
            self.choose(before)
        self._is_showing = False
        if self.current_id != before:
            self.row_chosen.emit(self.current_id or "")

    def choose(self, id_: str) -> bool:
        """Make the row with this id current and return whether there is one."""
        position = self._model.position(id_)
        if position is not None:
            self.setCurrentIndex(self._model.index(position, 0))
            self.scrollTo(self.currentIndex())
        return position is not None

    def choose_first(self) -> None:
        """Make the first row that is no heading current."""
        for position in range(self._model.rowCount()):
            index = self._model.index(position, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                self.setCurrentIndex(index)
                return

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = current.data(_ROW)
        if not self._is_showing:
            self.row_chosen.emit(row.id if isinstance(row, LibraryRow) else "")


class LibraryRowDelegate(QStyledItemDelegate):
    """Paints a heading, or an icon, a name and a muted line below it."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(_ROW)
        line = option.fontMetrics.height()
        return QSize(200, line + 18 if not row.id else line * 2 + 18)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: LibraryRow = index.data(_ROW)
        rect: QRect = option.rect
        tokens = current_tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not row.id:
            painter.setFont(font_of(option.font, "secondary", 600))
            painter.setPen(tokens.color("muted"))
            painter.drawText(rect.adjusted(16, 4, -12, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, row.name)
        else:
            self._paint_ground(painter, option)
            paint_icon(painter, QRect(rect.left() + 16, rect.top() + 11, 16, 16), row.glyph, "muted")
            self._paint_texts(painter, option, row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        tokens = current_tokens()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        field = QRectF(option.rect).adjusted(6, 1, -6, -1)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("selection" if selected else "hover"))
            painter.drawRoundedRect(field, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.drawRoundedRect(field.adjusted(1, 1, -1, -1), 6, 6)

    def _paint_texts(self, painter: QPainter, option: QStyleOptionViewItem, row: LibraryRow) -> None:
        tokens = current_tokens()
        inner = option.rect.adjusted(42, 7, -16, -7)
        for top, text, font, colour in (
            (True, row.name, font_of(option.font, weight=500), "muted" if row.faded else "text"),
            (False, row.detail, font_of(option.font, "secondary"), "muted"),
        ):
            painter.setFont(font)
            painter.setPen(tokens.color(colour))
            side = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignBottom
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, side | Qt.AlignmentFlag.AlignLeft, elided)


def _key(row: LibraryRow) -> tuple[str, str]:
    """Return what makes two rows the same one: a heading has only its name."""
    return row.id, "" if row.id else row.name
