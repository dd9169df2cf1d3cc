"""A table of figures as it is seen and walked through: its rows, its head, its keys."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from fractal_desktop.ui.analytics.figures_model import ROLE_OF_DOOR
from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.theme import current_tokens, font_of

_ROW_HEIGHT, _PADDING, _CHEVRON_ROOM, _BETWEEN = 28, 10, 16, 6
_LEAST_NAME, _MOST_NAME = 150, 380
_GUTTER = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Index = QModelIndex | QPersistentModelIndex


class FiguresTable(QTableView):
    """Rows that are sorted by a click on the head, or by S in the column; Enter or a double click opens what is behind a row.

    The first column has what the others leave it.
    """

    opened = Signal(object)
    """What stands under ROLE_OF_DOOR in the row that was opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _RowDelegate(self)
        self._head = _Head(self)
        self._widths: dict[int, int] = {}
        self.setHorizontalHeader(self._head)
        self.setItemDelegate(self._rows)
        self._build()
        self.doubleClicked.connect(self._open)

    def wanted_width(self) -> int:
        """Return the width at which no column is cut, but for very long names."""
        columns = range(self._head.count())
        return sum(min(self._wanted(column), _MOST_NAME if column == 0 else 10_000) for column in columns) + _GUTTER

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        column = self.currentIndex().column()
        if event.key() == Qt.Key.Key_S and not event.modifiers() and column >= 0:
            falls = self._head.sortIndicatorSection() == column and self._head.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            self.sortByColumn(column, Qt.SortOrder.DescendingOrder if falls else Qt.SortOrder.AscendingOrder)
            self.scrollTo(self.currentIndex())
        elif event.key() in _ENTER and self.currentIndex().data(ROLE_OF_DOOR) is not None:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self._head.viewport().update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _build(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSortingEnabled(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(_row_height(self))

    def _hover(self, row: int) -> None:
        if row != self._rows.hovered:
            self._rows.hovered = row
            self.viewport().update()

    def _share_width(self) -> None:
        others = [self._wanted(column) for column in range(1, self._head.count())]
        for column, width in enumerate(others, start=1):
            self.setColumnWidth(column, width)
        self.setColumnWidth(0, max(self.viewport().width() - sum(others), min(self._wanted(0), _LEAST_NAME)))

    def _wanted(self, column: int) -> int:
        """Return the width that a column's head and its longest texts want, for as many rows as Qt looks at."""
        if column not in self._widths:
            self._widths[column] = max(self.sizeHintForColumn(column), self._head.sectionSizeHint(column))
        return self._widths[column]

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        door = index.data(ROLE_OF_DOOR)
        if door is not None:
            self.opened.emit(door)


class _RowDelegate(QStyledItemDelegate):
    """Draws the cells; the whole row is hovered, and the current one has a frame. What is cut is said by its tooltip."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.hovered = -1

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self._text_width(index) + 2 * _PADDING, _row_height(self._table))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        tokens, rect = current_tokens(), QRect(option.rect)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, tokens.color("selection" if is_selected else "hover" if index.row() == self.hovered else "base"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.color("hairline"))
        painter.setFont(option.font)
        painter.setPen(tokens.color("text"))
        room = rect.adjusted(_PADDING, 0, -_PADDING, -1)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, index.data(Qt.ItemDataRole.TextAlignmentRole), text)
        painter.restore()
        if index.row() == self._table.currentIndex().row() and self._table.hasFocus():
            self._paint_frame(painter, rect, index.column())

    @override
    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index) -> bool:
        is_cut = index.isValid() and self._text_width(index) > option.rect.width() - 2 * _PADDING
        QToolTip.showText(event.globalPos(), str(index.data()).strip() if is_cut else "", view)
        return True

    def _text_width(self, index: _Index) -> int:
        return self._table.fontMetrics().horizontalAdvance(str(index.data())) + 1  # the advance is rounded

    def _paint_frame(self, painter: QPainter, rect: QRect, column: int) -> None:
        """Draw this cell's part of the frame round the current row."""
        colour = current_tokens().color("accent")
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), colour)
        painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), colour)
        if column == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), colour)
        if column == self._table.horizontalHeader().count() - 1:
            painter.fillRect(QRect(rect.right() - 1, rect.top(), 2, rect.height()), colour)


class _Head(QHeaderView):
    """The names of the columns, above their cells: the one that is sorted by is strong, with a chevron beside it.

    While somebody walks through the table, the name of the column they are in is dark.
    """

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(44)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # until asked, the chart's order

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _row_height(self))

    @override
    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        width = QFontMetrics(font_of(self.font(), "secondary", 600)).horizontalAdvance(self._name(logicalIndex))
        return QSize(width + _CHEVRON_ROOM + 2 * _PADDING, _row_height(self))

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw one name."""
        tokens, is_sorted = current_tokens(), self.sortIndicatorSection() == logicalIndex
        is_in = self._table.hasFocus() and self._table.currentIndex().column() == logicalIndex
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, tokens.color("alternate"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.color("hairline"))
        painter.setFont(font_of(self.font(), "secondary", 600 if is_sorted else 400))
        painter.setPen(tokens.color("text" if is_sorted or is_in else "muted"))
        side = Qt.AlignmentFlag(self.model().headerData(logicalIndex, self.orientation(), Qt.ItemDataRole.TextAlignmentRole))
        room = rect.adjusted(_PADDING, 0, -_PADDING, -1)
        text = painter.fontMetrics().elidedText(self._name(logicalIndex), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side, text)
        if is_sorted:
            self._paint_chevron(painter, painter.boundingRect(room, side, text), to_left=bool(side & Qt.AlignmentFlag.AlignRight))
        painter.restore()

    def _paint_chevron(self, painter: QPainter, text: QRect, *, to_left: bool) -> None:
        """Draw it where the name leaves room, so that the name stays above its cells."""
        left = text.left() - _BETWEEN - 12 if to_left else text.right() + _BETWEEN
        falls = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        paint_icon(painter, QRect(left, text.center().y() - 5, 12, 12), "chevron-down" if falls else "chevron-up", "text")

    def _name(self, section: int) -> str:
        return str(self.model().headerData(section, self.orientation()))


def _row_height(widget: QWidget) -> int:
    return max(_ROW_HEIGHT, widget.fontMetrics().height() + 12)
