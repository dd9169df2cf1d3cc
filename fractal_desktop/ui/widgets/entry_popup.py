"""A pop-up with a field and the lines that fit what is typed in it: the palette, and whatever else is chosen by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.ui.theme import current_tokens, set_look
from fractal_desktop.ui.widgets.labels import text_label
from fractal_desktop.ui.widgets.popup import Popup
from fractal_desktop.ui.widgets.search_box import SearchBox

_ENTRY = Qt.ItemDataRole.UserRole + 1
_MOST_SEEN = 12
_ROW_HEIGHT = 32
_BEFORE, _BEHIND = 36, 10
"""What lies left and right of an entry's text."""
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: its text, what stands muted at its right end, and what choosing it does; None if it only says something.

    A `sentence` is shown whole, on as many lines as it needs, its detail below it.
    """

    text: str
    detail: str
    glyph: QIcon
    run: Callable[[], None] | None
    sentence: bool = False


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


class EntryPopup(Popup):
    """Asks for one of many lines; closed by Escape, a choice or a click beside it. Who makes it says what fits (`entries_for`)."""

    def __init__(self, placeholder: str, nothing: str, parent: QWidget, *, width: int = 520) -> None:
        super().__init__(parent)
        self._model = EntryModel(self)
        self._box = _Field(placeholder)
        self._list = QListView()
        self._none = text_label(nothing, tone="muted", wrap=True)
        self.setFixedWidth(width)
        self._build_popup()

    @property
    def lines(self) -> int:
        """Return how many lines it shows."""
        return self._model.rowCount()

    def entries_for(self, text: str) -> tuple[Entry, ...]:
        """Return the lines that fit `text`, the best first."""
        raise NotImplementedError

    def open_below(self, anchor: QWidget, *, right: bool = False) -> None:
        """Show it below `anchor`, empty, with the focus, kept on the screen; `right` lets the right edges meet."""
        self._box.clear()
        self.search_again()
        self.show_below(anchor, right=right)
        self._box.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def search_again(self) -> None:
        """Show what fits by now."""
        self._search(self._box.text())

    def _build_popup(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self._box.textChanged.connect(self._search)
        self._box.moved.connect(self._move)
        self._box.returnPressed.connect(self._choose)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_EntryDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setFixedHeight(_MOST_SEEN * _ROW_HEIGHT)
        self._list.setAccessibleName(self.tr("Results"))
        self._list.clicked.connect(self._choose)
        self._none.setContentsMargins(8, 6, 8, 8)
        set_look(self._none, scale="secondary")
        column.addWidget(self._box)
        column.addWidget(self._none)
        column.addWidget(self._list)

    @Slot(str)
    def _search(self, text: str) -> None:
        entries = self.entries_for(text)
        self._model.show_entries(entries)
        self._none.setVisible(not entries)
        self._list.setVisible(bool(entries))
        self._list.setFixedHeight(self._height_of(entries))
        if entries:
            first = next((row for row, entry in enumerate(entries) if entry.run is not None), 0)
            self._list.setCurrentIndex(self._model.index(first, 0))
            self._list.scrollToTop()
        self.adjustSize()

    def _height_of(self, entries: tuple[Entry, ...]) -> int:
        width, font = self._list.viewport().width(), self._list.font()
        heights = [_entry_height(entry, font, width) for entry in entries[:_MOST_SEEN] if entry.sentence]
        plain = max(_ROW_HEIGHT, round(self._list.fontMetrics().height() * 2))
        return sum(heights) + (min(len(entries), _MOST_SEEN) - len(heights)) * plain

    @Slot(int)
    def _move(self, step: int) -> None:
        rows = self._model.rowCount()
        if rows:
            self._list.setCurrentIndex(self._model.index((self._list.currentIndex().row() + step) % rows, 0))

    @Slot()
    def _choose(self) -> None:
        entry = self._list.currentIndex().data(_ENTRY)
        run = entry.run if isinstance(entry, Entry) else None
        if run is not None or entry is None:
            self.close()
        if run is not None:
            run()


class _Field(SearchBox):
    """The field: arrows move in the list below, Escape closes it."""

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
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else 0
        return QSize(0, _entry_height(index.data(_ENTRY), option.font, width))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        entry = index.data(_ENTRY)
        tokens = current_tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(option.rect)
        if entry.run is not None and option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("selection" if option.state & QStyle.StateFlag.State_Selected else "hover"))
            painter.drawRoundedRect(field, 6, 6)
        middle = option.rect.top() + option.fontMetrics.height() if entry.sentence else option.rect.center().y()
        entry.glyph.paint(painter, QRect(option.rect.left() + 10, middle - 7, 16, 16))
        inner = option.rect.adjusted(_BEFORE, 0, -_BEHIND, 0)
        painter.setFont(option.font)
        if entry.sentence:
            self._paint_sentence(painter, inner, entry)
        else:
            self._paint_line(painter, inner, entry)
        painter.restore()

    def _paint_line(self, painter: QPainter, inner: QRect, entry: Entry) -> None:
        tokens, metrics = current_tokens(), painter.fontMetrics()
        detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideLeft, inner.width() // 2)
        painter.setPen(tokens.color("muted"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, detail)
        room = inner.width() - metrics.horizontalAdvance(detail) - 16
        painter.setPen(tokens.color("text"))
        text = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_sentence(self, painter: QPainter, inner: QRect, entry: Entry) -> None:
        """Draw all of a text, and its detail below it."""
        tokens, metrics = current_tokens(), painter.fontMetrics()
        top = metrics.height() // 2
        room = inner.adjusted(0, top, 0, 0)
        painter.setPen(tokens.color("text" if entry.run is not None else "muted"))
        drawn = painter.drawText(room, _WRAPPED, entry.text)
        painter.setPen(tokens.color("muted"))
        if entry.detail:
            painter.drawText(room.adjusted(0, drawn.height() + 2, 0, 0), _WRAPPED, entry.detail)


def _entry_height(entry: Entry, font: QFont, width: int) -> int:
    """Return the height of a line: two of its letters, or what a whole sentence needs in a list of this width."""
    metrics = QFontMetrics(font)
    if not entry.sentence:
        return round(metrics.height() * 2)
    room = QRect(0, 0, max(1, width - _BEFORE - _BEHIND), 10_000)
    below = metrics.boundingRect(room, _WRAPPED, entry.detail).height() + 2 if entry.detail else 0
    return 2 * (metrics.height() // 2) + metrics.boundingRect(room, _WRAPPED, entry.text).height() + below
