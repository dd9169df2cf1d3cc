"""The dialog that asks where something shall lie: the same tree, without sessions, to search and to choose from."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from fractal_desktop.domain.tree import TreeNode
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import CellTexts, Column, counted, tr
from fractal_desktop.ui.goals.filtered_tree import FilteredTree
from fractal_desktop.ui.goals.forest import Kind
from fractal_desktop.ui.goals.moving import Target, move_problem
from fractal_desktop.ui.goals.tree_view import GoalTreeView
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton, SearchBox, text_label
from fractal_desktop.ui.widgets.field_frame import FieldFrame


class MoveDialog(FramedDialog):
    """Lets a goal be found and chosen; one that must not take what is moved says why below the tree."""

    target_chosen = Signal(object, object)
    """The nodes that were to be moved, and the chosen node (None for the top of the tree)."""

    def __init__(self, context: AppContext, nodes: Sequence[TreeNode], parent: QWidget) -> None:
        name = nodes[0].name if len(nodes) == 1 else counted(len(nodes), "", "{n} lines")
        title = tr("Move “{name}”") if len(nodes) == 1 else tr("Move {name}")
        super().__init__(title.format(name=name), tr("Choose the goal that it shall lie below."), parent, width=520)
        self._context = context
        self._nodes = tuple(nodes)
        self._build_body(context)
        self._build_buttons()
        self._view.node_selected.connect(self._on_selected)
        self._view.opened.connect(self._on_accepted)
        self._tree.whole.answered.connect(self._open_roots)
        self._tree.load()
        self._on_selected()
        self._box.setFocus()

    @property
    def reason(self) -> str:
        """Return why what is chosen cannot take what is moved, "" if it can."""
        return self._reason.text().strip()

    def _build_body(self, context: AppContext) -> None:
        texts = CellTexts(lambda: context.zone, context.today)
        self._box = SearchBox(tr("Search goals"))
        self._view = GoalTreeView(texts, context.theme)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._view.setHeaderHidden(True)
        self._view.setAccessibleName(tr("Goals"))
        self._tree = FilteredTree(context, self._view, self._box, texts)
        self._tree.set_sessions_shown(False)
        self._box.returnPressed.connect(self._tree.enter_tree)
        self._tree.filter_changed.connect(self._hide_columns)
        self._hide_columns()
        frame = FieldFrame()

        column = QVBoxLayout(frame)
        column.setContentsMargins(2, 6, 2, 6)
        column.addWidget(self._view)
        frame.setFixedHeight(context.theme.px(320))
        self._reason = text_label(" ", scale="secondary", tone="muted", wrap=True)
        for widget in (self._box, frame, self._reason):
            self.body.addWidget(widget)

    def _build_buttons(self) -> None:
        self._top = PlainButton(tr("Make it a fractal"))
        self._top.setVisible(move_problem(self._nodes, Target(None)) is None)
        self._top.clicked.connect(self._on_top)
        cancel = PlainButton(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._move = PrimaryButton(tr("Move here"))
        self._move.clicked.connect(self._on_accepted)
        self.add_left(self._top)
        self.add_right(cancel)
        self.add_right(self._move, default=True)

    def _problem(self) -> str | None:
        """Return why what is chosen cannot take the nodes: "" if nothing is chosen, None if it can."""
        index = self._chosen()
        model = self._view.tree_model()
        if not index.isValid() or model.kind(index) is not Kind.GOAL:
            return ""
        return move_problem(self._nodes, Target(model.node(index), tuple(model.ancestor_ids(index))))

    def _chosen(self) -> QModelIndex:
        rows = self._view.selectionModel().selectedRows()
        return QModelIndex(rows[0]) if rows else QModelIndex()

    @Slot()
    def _hide_columns(self) -> None:
        for column in (Column.TIME, Column.DUE, Column.PROGRESS):
            self._view.setColumnHidden(column, True)

    @Slot()
    def _open_roots(self) -> None:
        for row in range(self._tree.whole.rowCount()):
            self._view.expand(self._tree.whole.index(row, 0))

    @Slot()
    def _on_selected(self) -> None:
        problem = self._problem()
        self._move.setEnabled(problem is None)
        self._reason.setText(problem or " ")

    @Slot()
    def _on_accepted(self) -> None:
        if self._problem() is None:
            self._choose(self._view.tree_model().node(self._chosen()))

    @Slot()
    def _on_top(self) -> None:
        self._choose(None)

    def _choose(self, node: TreeNode | None) -> None:
        self.accept()
        self.target_chosen.emit(self._nodes, node)
