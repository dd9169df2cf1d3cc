"""Search or command: type a few letters, get every command and every goal whose name they fit."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QPainter
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

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.ui.actions import Actions
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.fuzzy import fit
from fractal_desktop.ui.icons import goal_icon, icon
from fractal_desktop.ui.theme import current_tokens, set_look
from fractal_desktop.ui.widgets.labels import IconLabel, text_label
from fractal_desktop.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_MOST_COMMANDS = 12
_MOST_GOALS = 8
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the palette; `detail` stands at its right end."""

    text: str
    detail: str
    glyph: QIcon
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class GoalHit:
    """A goal that was found, with the names above it from the root on."""

    id: str
    name: str
    type: GoalType
    above: tuple[str, ...]


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

    goal_chosen = Signal(str)

    def __init__(self, context: AppContext, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._context = context
        self._actions = actions
        self._commands: tuple[Entry, ...] = ()
        self._model = EntryModel(self)
        self._build()

    def open_below(self, anchor: QWidget) -> None:
        """Show it right below `anchor`, empty, with the focus."""
        self._actions.refresh()
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
        self._box = _Field(self.tr("Search goals and commands"))
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
        self._commands = self._fitting_commands(text)
        if not text.strip():
            self._show(self._commands)
            return
        self._context.read(self, "goals", partial(_find_goals, text=text), self._on_goals_found)
        if self._context.workspace is None:
            self._show(self._commands)

    @Slot(object)
    def _on_goals_found(self, hits: tuple[GoalHit, ...]) -> None:
        goals = tuple(Entry(hit.name, " › ".join(hit.above), goal_icon(hit.type), partial(self.goal_chosen.emit, hit.id)) for hit in hits)
        self._show((*goals, *self._commands) if len(self._box.text().strip()) > 1 else (*self._commands, *goals))

    def _fitting_commands(self, text: str) -> tuple[Entry, ...]:
        scored = [
            (score, action) for action in self._actions.all() if action.isEnabled() and (score := fit(text, _words(action))) is not None
        ]
        if text.strip():
            scored.sort(key=_score_of, reverse=True)
        return tuple(self._entry(action) for _, action in scored[: _MOST_COMMANDS if text.strip() else None])

    def _entry(self, action: QAction) -> Entry:
        return Entry(
            _words(action),
            action.shortcut().toString(action.shortcut().SequenceFormat.NativeText),
            icon("command", "muted"),
            action.trigger,
        )

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


def _words(action: QAction) -> str:
    return action.text().replace("&", "")


def _score_of(scored: tuple[int, QAction]) -> int:
    return scored[0]


def _find_goals(workspace: "Workspace", text: str) -> tuple[GoalHit, ...]:
    """Return the goals whose name holds `text`, with the names above them."""
    paths = workspace.goals.find(text, _MOST_GOALS, sessions=False)
    nodes = workspace.goals.nodes(tuple(path.ids[-1] for path in paths))
    return tuple(
        GoalHit(node.id, node.name, node.type, tuple(link.name for link in workspace.goals.breadcrumbs(node.id))) for node in nodes
    )
