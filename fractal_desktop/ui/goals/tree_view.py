"""The tree as it is seen and handled: keys, pointer, columns, selection."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QStyle, QStyleOptionViewItem, QToolTip, QTreeView, QWidget
from typing_extensions import override

from fractal_desktop.domain.tree import TreeNode
from fractal_desktop.ui.goals.cells import CellTexts, Column
from fractal_desktop.ui.goals.expansion import Expansion
from fractal_desktop.ui.goals.forest import Kind
from fractal_desktop.ui.goals.forest_model import Index, plain
from fractal_desktop.ui.goals.moving import topmost
from fractal_desktop.ui.goals.tree_delegate import NAME_MARGIN, RIGHT_MARGIN, TreeDelegate, paint_row
from fractal_desktop.ui.goals.tree_model import GoalTreeModel
from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.theme import Theme
from fractal_desktop.ui.tokens import current_tokens
from fractal_desktop.ui.widgets.selection import select_alone

INDENT = 18
_ARROW = 12


class GoalTreeView(QTreeView):
    """Shows a GoalTreeModel, and one after the other where several are shown, each with its own selection."""

    node_selected = Signal()
    """Other lines are selected now."""
    opened = Signal()
    """Enter or a double click: the user wants to go into what is selected."""
    completion_toggled = Signal()
    """Space was pressed."""

    def __init__(self, texts: CellTexts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hovered = -1
        self._empty_text = ""
        self._successor: QPersistentModelIndex | None = None
        self._widths: tuple[int, ...] = ()
        self._seeking = QTimer(self)
        self._seeking.setSingleShot(True)
        self._expansion = Expansion(self)
        self._selections: dict[GoalTreeModel, QItemSelectionModel] = {}
        self._delegate = TreeDelegate(texts, theme, self)
        self.setItemDelegate(self._delegate)
        self._build()
        theme.changed.connect(self.viewport().update)

    @property
    def expansion(self) -> Expansion:
        """Return what is open, and what opens and closes it."""
        return self._expansion

    def tree_model(self) -> GoalTreeModel:
        """Return the model that is shown."""
        model = self.model()
        assert isinstance(model, GoalTreeModel)
        return model

    def show_model(self, model: GoalTreeModel, remembering: bool) -> None:
        """Show another model with the selection it had; `remembering` says whether what is opened in it counts for later."""
        before = self.model()
        if before is not None:
            before.rowsRemoved.disconnect(self._on_rows_removed)
        widths = self.column_widths()
        self._expansion.leave()
        self.setModel(model)
        self._take_selection(model)
        self._set_up_header(widths)
        model.rowsRemoved.connect(self._on_rows_removed)
        self._expansion.follow(model, remembering=remembering)

    def set_empty_text(self, text: str) -> None:
        """Say this where there are no lines."""
        self._empty_text = text
        self.viewport().update()

    def set_match(self, text: str) -> None:
        """Let the part of each name that is `text` stand out; "" for none."""
        self._delegate.match = text
        self.viewport().update()

    def column_widths(self) -> tuple[int, ...]:
        """Return the widths of the columns after the first; that takes what is left."""
        if self.model() is None or any(self.isColumnHidden(column) for column in Column):
            return self._widths
        self._widths = tuple(self.columnWidth(column) for column in Column if column is not Column.NAME)
        return self._widths

    def set_column_widths(self, widths: tuple[int, ...]) -> None:
        """Give the columns after the first these widths; anything else than one for each is ignored."""
        if len(widths) == len(Column) - 1 and all(20 <= width <= 2000 for width in widths):
            self._widths = widths
            for column, width in zip(list(Column)[1:], widths, strict=True):
                self.setColumnWidth(column, width)

    def current_node(self) -> TreeNode | None:
        """Return the selected node if it is exactly one, else None."""
        nodes = self.selected_nodes()
        return nodes[0] if len(nodes) == 1 else None

    def selected_nodes(self) -> tuple[TreeNode, ...]:
        """Return the selected goals and sessions, without those below another selected one, each once."""
        model = self.tree_model()
        rows = [row for row in self.selectionModel().selectedRows() if model.kind(row) in (Kind.GOAL, Kind.SESSION)]
        rows.sort(key=lambda row: self.visualRect(row).top())
        return topmost((node, model.ancestor_ids(row)) for row in rows if (node := model.node(row)) is not None)

    def select(self, index: Index, scroll: bool = True) -> None:
        """Select one line alone and bring it into sight."""
        select_alone(self, plain(index))
        if scroll:
            self.scrollTo(plain(index))

    def current_way(self) -> tuple[str, ...]:
        """Return the ids from the top down to the one selected node, itself last; empty if it is not exactly one."""
        node = self.current_node()
        if node is None:
            return ()
        row = next(row for row in self.selectionModel().selectedRows() if self.tree_model().node(row) is node)
        return (*reversed(self.tree_model().ancestor_ids(row)), node.id)

    def start_rename(self, index: Index | None = None) -> None:
        """Let the name of a line, or of the current one, be changed in place."""
        target = plain(index) if index is not None else self.currentIndex()
        target = target.siblingAtColumn(Column.NAME)
        if target.isValid() and target.flags() & Qt.ItemFlag.ItemIsEditable:
            self.scrollTo(target)
            self.edit(target)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open_current()
            case Qt.Key.Key_Space if not event.modifiers() and self._seeking.isActive():
                self.keyboardSearch(" ")
            case Qt.Key.Key_Space if not event.modifiers():
                self.completion_toggled.emit()
            case Qt.Key.Key_Asterisk | Qt.Key.Key_Escape:
                event.ignore()  # the star would read the whole file; Escape is the page's
            case _:
                super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Go to the name that is being typed; a blank soon after a letter belongs to it and completes nothing."""
        self._seeking.start(QApplication.keyboardInputInterval())
        super().keyboardSearch(search)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self._is_on_arrow(index, event.position().toPoint()):
            self.setExpanded(index, not self.isExpanded(index))
            return
        super().mousePressEvent(event)
        if left and index.isValid() and self.tree_model().kind(index) is Kind.EARLIER:
            self.tree_model().load_more(index)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self._is_on_arrow(index, event.position().toPoint()):
            self.mousePressEvent(event)
        elif index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._open_current()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out progress, then due dates, where names would have no room beside them."""
        super().resizeEvent(event)
        for column, least in ((Column.PROGRESS, 470), (Column.DUE, 380)):
            hidden = self.width() < self._theme.px(least)
            if not self.isHeaderHidden() and hidden != self.isColumnHidden(column):
                self.setColumnHidden(column, hidden)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverEnter):
            index = self.indexAt(event.position().toPoint())  # type: ignore[attr-defined]
            self._set_hovered(index.internalId() if index.isValid() else -1)
            on_line = index.isValid() and self.tree_model().kind(index) is Kind.EARLIER
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if on_line else Qt.CursorShape.ArrowCursor)
        elif event.type() in (QEvent.Type.HoverLeave, QEvent.Type.Leave):
            self._set_hovered(-1)
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tool_tip(event)
            return True
        return super().viewportEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._empty_text and self.model() is not None and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(current_tokens().color("muted"))
            room = self.viewport().rect().adjusted(24, 48, -24, -24)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self._empty_text)

    @override
    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        state = QStyle.StateFlag.State_None
        if self.selectionModel().isSelected(index):
            state |= QStyle.StateFlag.State_Selected
        if index.internalId() == self._hovered:
            state |= QStyle.StateFlag.State_MouseOver
        row = QRect(0, options.rect.top(), self.viewport().width(), options.rect.height())
        current = self.hasFocus() and self.currentIndex().internalId() == index.internalId() and self.currentIndex().isValid()
        paint_row(painter, row, state, current)
        line = self.tree_model().line(index)
        for column in (column for column in Column if not self.isColumnHidden(column)):
            cell = QRect(self.columnViewportPosition(column), row.top(), self.columnWidth(column), row.height())
            if column is Column.NAME:
                indent = self._indent_of(plain(index))
                self.drawBranches(painter, cell.adjusted(0, 0, indent - cell.width(), 0), index)
                cell.setLeft(cell.left() + indent)
                if line.kind is Kind.EARLIER:
                    cell.setRight(row.right())  # it has nothing in the other columns
            self._delegate.paint_cell(painter, cell, line, column)

    @override
    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        if not self.tree_model().hasChildren(index):
            return
        middle = rect.right() + NAME_MARGIN - 14
        arrow = QRectF(middle - _ARROW / 2, rect.top() + (rect.height() - _ARROW) / 2, _ARROW, _ARROW)
        paint_icon(painter, arrow, "chevron-down" if self.isExpanded(plain(index)) else "chevron-right", "muted")

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Goals and sessions"))
        self.setUniformRowHeights(True)
        self.setIndentation(INDENT)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(self._theme.px(48))
        header.setFixedHeight(self._theme.px(28))
        # The heads stand over what the delegate draws: the first over the icons of roots, the last over the words.
        first, last = INDENT + NAME_MARGIN, RIGHT_MARGIN
        header.setStyleSheet(f"::section:first {{ padding-left: {first}px; }} ::section:last {{ padding-right: {last}px; }}")

    def _take_selection(self, model: GoalTreeModel) -> None:
        """Go on with the selection that this model had when it was shown last."""
        made = self.selectionModel()
        kept = self._selections.setdefault(model, made)
        if kept is not made:
            self.setSelectionModel(kept)
            made.deleteLater()
        else:
            kept.selectionChanged.connect(self.node_selected)

    def _set_up_header(self, widths: tuple[int, ...]) -> None:
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        self.set_column_widths(widths or tuple(self._theme.px(width) for width in (60, 78, 106)))

    def _indent_of(self, index: QModelIndex) -> int:
        depth = 1
        while (index := index.parent()).isValid():
            depth += 1
        return depth * INDENT

    def _is_on_arrow(self, index: QModelIndex, place: QPoint) -> bool:
        if not index.isValid() or index.column() != Column.NAME or not self.tree_model().hasChildren(index):
            return False
        start = self.columnViewportPosition(Column.NAME) + self._indent_of(index)
        return start - INDENT + 2 <= place.x() < start + NAME_MARGIN - 3

    @override
    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        """Note what to select if the selected line goes: the next one, else the one before, else the one above."""
        self._successor = None
        if self.selectionModel().hasSelection():
            self._successor = next((QPersistentModelIndex(index) for index in self._successors(parent, start, end)), None)
        super().rowsAboutToBeRemoved(plain(parent), start, end)

    def _successors(self, parent: Index, start: int, end: int) -> Iterator[QModelIndex]:
        model = self.tree_model()
        for index in (model.index(end + 1, 0, parent), model.index(start - 1, 0, parent), plain(parent)):
            if index.isValid() and model.kind(index) in (Kind.GOAL, Kind.SESSION):
                yield index

    @Slot()
    def _on_rows_removed(self) -> None:
        successor, self._successor = self._successor, None
        if successor is not None and successor.isValid() and not self.selectionModel().hasSelection():
            self.select(successor, scroll=False)

    def _open_current(self) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        if self.tree_model().kind(index) is Kind.EARLIER:
            self.tree_model().load_more(index)
        elif self.tree_model().kind(index) is Kind.UNFILED:
            self.setExpanded(index.siblingAtColumn(0), not self.isExpanded(index.siblingAtColumn(0)))
        else:
            self.opened.emit()

    def _show_tool_tip(self, event: QHelpEvent) -> None:
        index = self.indexAt(event.pos())
        text = index.data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else None
        if text and index.column() == Column.NAME:
            cell = self.visualRect(index)
            text = text if self._delegate.is_name_elided(cell, self.tree_model().line(index)) else None
        if text:
            QToolTip.showText(event.globalPos(), text, self.viewport(), self.visualRect(index))
        else:
            QToolTip.hideText()

    def _set_hovered(self, key: int) -> None:
        if key != self._hovered:
            self._hovered = key
            self.viewport().update()
