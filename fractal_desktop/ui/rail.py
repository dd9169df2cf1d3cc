"""The navigation at the left: one row a page, a badge where something waits."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.theme import Theme, TypeScale, current_tokens, font_of
from fractal_desktop.ui.window_sizes import RAIL_WIDTH

_COUNT = Qt.ItemDataRole.UserRole + 1
_ICON = Qt.ItemDataRole.UserRole + 2
_NAME = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class Destination:
    """A row of the rail: the page's name, its title, its icon."""

    name: str
    title: str
    icon: str


class Rail(QListView):
    """The pages to choose from; the one that is shown is selected, arrow keys change it at once."""

    page_chosen = Signal(str)

    def __init__(self, destinations: tuple[Destination, ...], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        for destination in destinations:
            item = QStandardItem(destination.title)
            item.setEditable(False)
            item.setData(destination.icon, _ICON)
            item.setData(destination.name, _NAME)
            self._model.appendRow(item)
        self._build(theme)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def set_page(self, name: str) -> None:
        """Select the row of the page that is shown, without a signal."""
        item = self._item(name)
        if item is not None:
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(item.index())
            self.selectionModel().blockSignals(False)
            self.viewport().update()

    def set_count(self, name: str, count: int) -> None:
        """Show how much waits on a page; 0 shows nothing."""
        item = self._item(name)
        if item is not None:
            item.setData(count, _COUNT)
            item.setData(f"{item.text()}, {count}" if count else item.text(), Qt.ItemDataRole.AccessibleTextRole)

    def set_open(self, is_open: bool) -> None:
        """Grey all rows but the selected one while no file is open."""
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            item.setEnabled(is_open or item.index() == self.currentIndex())

    def _build(self, theme: Theme) -> None:
        self.setModel(self._model)
        self.setItemDelegate(_RailDelegate(theme, self))
        self.setProperty("kind", "rail")
        self.setFixedWidth(theme.px(RAIL_WIDTH))
        self.setAccessibleName(self.tr("Pages"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setUniformItemSizes(True)

    def _item(self, name: str) -> QStandardItem | None:
        return next((item for row in range(self._model.rowCount()) if (item := self._model.item(row)).data(_NAME) == name), None)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.page_chosen.emit(current.data(_NAME))


class _RailDelegate(QStyledItemDelegate):
    """Paints a row as a rounded field with icon, title and count."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.px(34))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        tokens = current_tokens()
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        field = QRectF(option.rect).adjusted(8, 1, -8, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(tokens.color("selection" if selected else "hover"))
            painter.drawRoundedRect(field, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.drawRoundedRect(field.adjusted(1, 1, -1, -1), 5, 5)
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        role = "text" if selected else "muted" if enabled else "disabled"
        left = field.left() + 10
        paint_icon(painter, QRectF(left, field.center().y() - 8, 16, 16), index.data(_ICON), "accent" if selected else role)
        painter.setFont(font_of(option.font, weight=600 if selected else 400))
        painter.setPen(tokens.color(role))
        text = field.adjusted(10 + 16 + 10, 0, -8, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, index.data())
        if count := index.data(_COUNT):
            self._paint_count(painter, option, field, count)
        painter.restore()

    def _paint_count(self, painter: QPainter, option: QStyleOptionViewItem, field: QRectF, count: int) -> None:
        """Paint how much lies there; grey, since it asks for nothing."""
        tokens = current_tokens()
        painter.setFont(font_of(option.font, TypeScale.CAPTION, 600))
        text = option.locale.toString(count)
        width = max(18.0, painter.fontMetrics().horizontalAdvance(text) + 12.0)
        badge = QRectF(field.right() - width - 8, field.center().y() - 9, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("pressed"))
        painter.drawRoundedRect(badge, 9, 9)
        painter.setPen(tokens.color("muted"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
