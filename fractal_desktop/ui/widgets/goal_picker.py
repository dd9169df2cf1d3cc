"""A pop-up to choose a goal in: search at the top, the tree or the hits below."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.domain.tree import TreeNode
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import paint_goal_icon
from fractal_desktop.ui.theme import current_tokens, font_of
from fractal_desktop.ui.widgets.labels import text_label
from fractal_desktop.ui.widgets.popup import Popup
from fractal_desktop.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_CHOICE = Qt.ItemDataRole.UserRole + 1
_MOST = 500
_SEARCH_AFTER_MS = 120


@dataclass(frozen=True, slots=True)
class GoalChoice:
    """One line: a goal, how deep it stands (0 in a list of hits), and the names above it ("" in the tree)."""

    goal: GoalLink
    depth: int
    way: str


class GoalPicker(Popup):
    """Asks for one goal. Opens as a pop-up and is gone after a choice, Escape or a click outside."""

    goal_picked = Signal(object)

    def __init__(self, context: AppContext, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self._context = context
        self._search = SearchBox(self.tr("Find a goal"), self)
        self._list = QListView(self)
        self._model = QStandardItemModel(self)
        self._words = text_label(tone="muted", wrap=True)
        self._delay = QTimer(self)
        self._build()
        self._search.textEdited.connect(self._delay.start)
        self._search.textChanged.connect(self._delay.start)
        self._search.down_pressed.connect(self._on_down)
        self._search.returnPressed.connect(self._on_return)
        self._list.activated.connect(self._on_activated)
        self._list.clicked.connect(self._on_activated)
        self._delay.timeout.connect(self._read)

    def open_below(self, anchor: QWidget, *, right: bool = False) -> None:
        """Show the goals under `anchor`, kept on its screen; `right` lets the right edges meet."""
        self._read()
        self.show_below(anchor, right=right)
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)

    def _build(self) -> None:
        self._delay.setSingleShot(True)
        self._delay.setInterval(_SEARCH_AFTER_MS)
        self._list.setModel(self._model)
        self._list.setItemDelegate(GoalChoiceDelegate(self._list))
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(self.tr("Goals"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._words.setContentsMargins(8, 4, 8, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 9, 9, 9)
        column.setSpacing(8)
        column.addWidget(self._search)
        column.addWidget(self._words)
        column.addWidget(self._list, 1)
        self._words.hide()
        self.setFixedSize(360, 400)

    @Slot()
    def _read(self) -> None:
        self._context.read(self, "goals", _reading(self._search.text().strip()), self._show)

    @Slot(object)
    def _show(self, choices: tuple[GoalChoice, ...]) -> None:
        self._model.clear()
        for choice in choices:
            item = QStandardItem(choice.goal.name)
            item.setData(choice, _CHOICE)
            item.setToolTip(f"{choice.way} › {choice.goal.name}" if choice.way else choice.goal.name)
            self._model.appendRow(item)
        self._say(self._note(len(choices)))
        if choices and self._search.text():
            self._list.setCurrentIndex(self._model.index(0, 0))

    def _note(self, found: int) -> str:
        if not found:
            return self.tr("No goal has this in its name.") if self._search.text() else self.tr("There are no goals yet.")
        return self.tr("These are the first {0}. Type a name to find others.").format(found) if found == _MOST else ""

    def _say(self, sentence: str) -> None:
        self._words.setText(sentence)
        self._words.setVisible(bool(sentence))

    @Slot()
    def _on_down(self) -> None:
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(0, 0))

    @Slot()
    def _on_return(self) -> None:
        current = self._list.currentIndex()
        if current.isValid() and not self._delay.isActive():
            self._on_activated(current)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        choice = index.data(_CHOICE)
        if isinstance(choice, GoalChoice) and self.isVisible():
            self.close()
            self.goal_picked.emit(choice.goal)


class GoalChoiceDelegate(QStyledItemDelegate):
    """Draws shape, name and the way to it."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a list row."""
        return QSize(100, max(28, option.fontMetrics.height() + 10))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw one line."""
        choice = index.data(_CHOICE)
        if not isinstance(choice, GoalChoice):
            return
        tokens = current_tokens()
        rect: QRect = option.rect
        state = option.state
        font = option.font
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("selection" if chosen else "hover"))
            painter.drawRoundedRect(rect, 5, 5)
        left = rect.left() + 8 + 16 * choice.depth
        paint_goal_icon(painter, QRectF(left, rect.center().y() - 6.5, 14, 14), GoalType(choice.goal.type))
        room = rect.adjusted(left - rect.left() + 22, 0, -8, 0)
        painter.setFont(font)
        painter.setPen(tokens.color("text"))
        name = painter.fontMetrics().elidedText(choice.goal.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        rest = room.adjusted(painter.fontMetrics().horizontalAdvance(name) + 12, 0, 0, 0)
        if choice.way and rest.width() > 40:
            painter.setFont(font_of(font, "secondary"))
            painter.setPen(tokens.color("muted"))
            way = painter.fontMetrics().elidedText(choice.way, Qt.TextElideMode.ElideLeft, rest.width())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, way)
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 5, 5)
        painter.restore()


def _reading(text: str) -> "Callable[[Workspace], tuple[GoalChoice, ...]]":
    def read(workspace: "Workspace") -> tuple[GoalChoice, ...]:
        if not text:
            return tuple(_walk(workspace))
        return tuple(_hits(workspace, text))

    return read


def _walk(workspace: "Workspace") -> Iterator[GoalChoice]:
    """Yield the goals as the tree shows them, all unfolded, up to a length that can still be looked through."""
    left = _MOST
    stack: list[tuple[TreeNode, int]] = [(node, 0) for node in reversed(workspace.goals.roots())]
    while stack and left:
        node, depth = stack.pop()
        left -= 1
        yield GoalChoice(GoalLink(GoalId(node.id), node.name, node.type.value), depth, "")
        if node.child_goals:
            below = workspace.goals.children(GoalId(node.id), sessions=False)
            stack += [(child, depth + 1) for child in reversed(below)]


def _hits(workspace: "Workspace", text: str) -> Iterator[GoalChoice]:
    for path in workspace.goals.find(text, 50, sessions=False):
        goal = workspace.goals.goal(path.ids[-1])
        way = " › ".join(link.name for link in workspace.goals.breadcrumbs(goal.id))
        yield GoalChoice(GoalLink(goal.id, goal.name, goal.type.value), 0, way)
