"""Search or command: type a few letters, get every command and everything in the file whose name they fit."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from fractal_desktop.ui.actions import Actions
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.palette_entries import Entry, PaletteEntries
from fractal_desktop.ui.theme import current_tokens, set_look
from fractal_desktop.ui.widgets.labels import IconLabel, text_label
from fractal_desktop.ui.widgets.search_box import SearchBox

_WIDTH = 520
_ENTRY = Qt.ItemDataRole.UserRole + 1


class CommandBox(QPushButton):
    """What stands for the palette in the menu bar's corner: looks like a field, opens the palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setAccessibleName(self.tr("Search or command"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 6, 0)
        row.setSpacing(8)
        key = text_label("Ctrl K")
        key.setProperty("kind", "key")
        words = text_label(self.tr("Search or command"), tone="muted")
        for widget in (IconLabel(icon("search", "muted"), 14), words, key):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(widget, 1 if widget is words else 0)


class EntryModel(QAbstractListModel):
    """The lines that fit what is typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Replace all lines."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.text}, {entry.detail}" if entry.detail else entry.text
        return entry if role == _ENTRY else None


class Palette(QFrame):
    """A pop-up with a field and the lines that fit; closed by Escape, a choice or a click beside it."""

    def __init__(self, context: AppContext, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._context = context
        self._entries = PaletteEntries(context, actions, self)
        self._model = EntryModel(self)
        self._build()
        self._entries.renewed.connect(self._search_again)

    @property
    def lines(self) -> int:
        """Return how many lines it shows."""
        return self._model.rowCount()

    def open_below(self, anchor: QWidget) -> None:
        """Show it right below `anchor`, empty, with the focus."""
        self._entries.renew()
        self._box.clear()
        self._search("")
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), anchor.height() + 4))
        self.move(corner)
        self.show()
        self._box.setFocus(Qt.FocusReason.PopupFocusReason)

    def _build(self) -> None:
        self.setProperty("kind", "popup")
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self._box = _Field(self.tr("Search everything, or type a command"))
        self._box.textChanged.connect(self._search)
        self._box.moved.connect(self._move)
        self._box.returnPressed.connect(self._choose)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_EntryDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setFixedHeight(12 * 32)
        self._list.setAccessibleName(self.tr("Results"))
        self._list.clicked.connect(self._choose)
        self._none = text_label(self.tr("Nothing is called like that."), tone="muted")
        self._none.setContentsMargins(8, 6, 8, 8)
        set_look(self._none, scale="secondary")
        column.addWidget(self._box)
        column.addWidget(self._none)
        column.addWidget(self._list)

    @Slot(str)
    def _search(self, text: str) -> None:
        self._show(self._entries.fitting(text))

    @Slot()
    def _search_again(self) -> None:
        self._search(self._box.text())

    def _show(self, entries: tuple[Entry, ...]) -> None:
        self._model.show_entries(entries)
        self._none.setVisible(not entries)
        self._list.setVisible(bool(entries))
        self._list.setFixedHeight(min(len(entries), 12) * self._context.theme.px(32))
        if entries:
            self._list.setCurrentIndex(self._model.index(0, 0))
        self.adjustSize()

    @Slot(int)
    def _move(self, step: int) -> None:
        rows = self._model.rowCount()
        if rows:
            self._list.setCurrentIndex(self._model.index((self._list.currentIndex().row() + step) % rows, 0))

    @Slot()
    def _choose(self) -> None:
        entry = self._list.currentIndex().data(_ENTRY)
        self.close()
        if isinstance(entry, Entry):
            entry.run()


class _Field(SearchBox):
    """The palette's field: arrows move in the list below, Escape closes it."""

    moved = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
        elif event.key() == Qt.Key.Key_Escape:
            self.window().close()
        else:
            super().keyPressEvent(event)


class _EntryDelegate(QStyledItemDelegate):
    """Paints icon, name and, muted at the right, keys or the goals above."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, round(option.fontMetrics.height() * 2))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        entry = index.data(_ENTRY)
        tokens = current_tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(option.rect)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("selection" if option.state & QStyle.StateFlag.State_Selected else "hover"))
            painter.drawRoundedRect(field, 6, 6)
        middle = option.rect.center().y()
        entry.glyph.paint(painter, QRect(option.rect.left() + 10, middle - 7, 16, 16))
        inner = option.rect.adjusted(36, 0, -10, 0)
        painter.setFont(option.font)
        metrics = option.fontMetrics
        detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideLeft, inner.width() // 2)
        painter.setPen(tokens.color("muted"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, detail)
        room = inner.width() - metrics.horizontalAdvance(detail) - 16
        painter.setPen(tokens.color("text"))
        text = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()
