"""Moving lines of the tree with the pointer."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from fractal_desktop.domain.tree import TreeNode
from fractal_desktop.ui.goals.cells import CellTexts, Column, counted
from fractal_desktop.ui.goals.drop_mark import paint_refusal, paint_target
from fractal_desktop.ui.goals.forest import Kind
from fractal_desktop.ui.goals.forest_model import plain
from fractal_desktop.ui.goals.moving import Target, move_problem
from fractal_desktop.ui.goals.node_mime import NODES_MIME, nodes_mime_data
from fractal_desktop.ui.goals.tree_view import GoalTreeView
from fractal_desktop.ui.theme import Theme
from fractal_desktop.ui.tokens import current_tokens


class DropTreeView(GoalTreeView):
    """A tree whose lines can be dragged onto the goal that they shall lie under, or onto the empty ground to become a fractal.

    Only whole lines are targets. One that must not take what is dragged shows the no-drop pointer, and below it why.
    """

    moved_to = Signal(object, object)
    """Nodes (a tuple of TreeNode) were dropped onto a node (TreeNode, or None for the top)."""

    def __init__(self, texts: CellTexts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(texts, theme, parent)
        self._dragged: tuple[TreeNode, ...] = ()
        self._target: QPersistentModelIndex | None = None
        self._refusal = ""
        self._movable = True
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAutoExpandDelay(700)

    def set_movable(self, movable: bool) -> None:
        """Let lines be dragged, or not: a file that is only read."""
        self._movable = movable

    @override
    def startDrag(self, actions: Qt.DropAction) -> None:
        self.begin_drag()
        if self._dragged:
            drag = QDrag(self)
            drag.setMimeData(nodes_mime_data(node.id for node in self._dragged))
            drag.setPixmap(self.drag_picture(self._dragged))
            drag.setHotSpot(QPoint(-12, -8))
            drag.exec(Qt.DropAction.MoveAction)
        self.end_drag()

    @property
    def refusal(self) -> str:
        """Return why the line under the pointer must not take what is dragged, as it stands beside it; "" if nothing is said."""
        return self._refusal

    def begin_drag(self) -> None:
        """Note what is dragged: what is selected, if it may be moved at all."""
        self._dragged = self.selected_nodes() if self._movable else ()

    def end_drag(self) -> None:
        """Note that nothing is dragged any more."""
        self._dragged = ()
        self._show_target(None)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dragged and event.mimeData().hasFormat(NODES_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # opens what is hovered for a while, and scrolls near the edges
        place = event.position().toPoint()
        index = self.indexAt(place)
        problem = self._problem(index)
        if problem is None:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept(self._row_rect(index))
        else:
            event.ignore(self._row_rect(index))
        self._show_target(None if problem == "" else index, problem or "")

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_target(None)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._show_target(None)
        if self._problem(index) is not None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        self.moved_to.emit(self._dragged, self.tree_model().node(index))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._target is None:
            return
        painter = QPainter(self.viewport())
        room = self.viewport().rect()
        area = self._row_rect(plain(self._target)) if self._target.isValid() else room
        if self._refusal:
            paint_refusal(painter, area, room, self._refusal)
        else:
            paint_target(painter, area)

    def _problem(self, index: QModelIndex) -> str | None:
        """Return why what is dragged must not be dropped here: "" where there is nothing to say, None if it may."""
        if not self._dragged:
            return ""
        model = self.tree_model()
        if index.isValid() and model.kind(index) not in (Kind.GOAL, Kind.SESSION):
            return ""
        return move_problem(self._dragged, Target(model.node(index), tuple(model.ancestor_ids(index)) if index.isValid() else ()))

    def _show_target(self, index: QModelIndex | None, refusal: str = "") -> None:
        """Frame the line that would take what is dragged, or say why it must not; an invalid index is the whole tree, None nothing."""
        self._target = None if index is None else QPersistentModelIndex(index)
        self._refusal = refusal
        self.viewport().setAccessibleDescription(refusal)
        self.viewport().update()

    def _row_rect(self, index: QModelIndex) -> QRect:
        if not index.isValid():
            return QRect()
        cell = self.visualRect(index.siblingAtColumn(Column.NAME))
        return QRect(0, cell.top(), self.viewport().width(), cell.height())

    def drag_picture(self, nodes: tuple[TreeNode, ...]) -> QPixmap:
        """Return what hangs on the pointer: the name, or how many."""
        text = nodes[0].name if len(nodes) == 1 else counted(len(nodes), "1 line", "{n} lines")
        metrics = self.fontMetrics()
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, 260)
        ratio = self.devicePixelRatioF()
        width, height = metrics.horizontalAdvance(text) + 20, metrics.height() + 10
        pixmap = QPixmap(round(width * ratio), round(height * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        painter.setPen(QColor(current_tokens().accent))
        painter.setBrush(QColor(current_tokens().base))
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 6, 6)
        painter.setPen(QColor(current_tokens().text))
        painter.drawText(QRect(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
        return pixmap
