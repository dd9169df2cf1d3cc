"""The Sessions page: the list and, beside it, the editor of the session that is chosen there."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.editor import SessionEditor
from fractal_desktop.ui.sessions.list_commands import SessionListCommands
from fractal_desktop.ui.sessions.list_memory import ListMemory
from fractal_desktop.ui.sessions.session_list import SessionList

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class SessionsPage(QWidget):
    """Joins list and editor. The current row is the session in the editor; the others are only selected."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._memory = ListMemory(context.settings)
        self._title = ""
        self._build()
        self._connect()
        if context.workspace is not None:
            self._on_file_opened()

    def show_query(self, query: SessionQuery, title: str = "") -> None:
        """List exactly these sessions and go into the list; other filters are cleared."""
        self._list.show_query(query, title)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_way_back(self, title: str) -> None:
        """Offer to go back to the page of this title, "" for nowhere."""
        self._list.show_way_back(title)

    @Slot(str)
    def show_session(self, session_id: str) -> None:
        """Show this session in the editor, the focus on what is to be practised, and its row as the current one where the list holds it."""
        self._show(SessionId(session_id), practise=True)

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands of the menus do on this page."""
        return {**self._commands.handlers(), **self._list.handlers()}

    def session_goal(self) -> GoalId | None:
        """Return the goal that is filtered for."""
        return self._commands.goal()

    def chosen_sessions(self) -> tuple[SessionId, ...]:
        """Return the selected sessions, or the one in the editor where the list does not hold it."""
        return self._commands.chosen()

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "base")
        self._list = SessionList(self._context, self._memory)
        self._editor = SessionEditor(self._context)
        self._commands = SessionListCommands(self._context, self._list, self._editor)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._list)
        self._splitter.addWidget(self._editor)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.setSizes([757, 470])
        self._splitter.restoreState(self._memory.splitter)
        self.setFocusProxy(self._list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)

    def _connect(self) -> None:
        context = self._context
        self._splitter.splitterMoved.connect(self._keep_splitter)
        self._list.session_chosen.connect(self._on_session_chosen)
        self._list.session_activated.connect(self._on_session_activated)
        self._commands.created.connect(self._on_created)
        context.session_requested.connect(self.show_session)
        context.sessions_titled.connect(self._on_sessions_titled)
        context.sessions_requested.connect(self._on_sessions_requested)
        context.changed.connect(self._list.follow)
        context.file_opened.connect(self._on_file_opened)
        context.file_closed.connect(self._list.forget)

    def _show(self, session_id: SessionId, *, edit_name: bool = False, practise: bool = False) -> None:
        self._edit(session_id, edit_name=edit_name, practise=practise)
        self._list.choose(session_id)

    def _edit(self, session_id: SessionId, *, edit_name: bool = False, practise: bool = False) -> None:
        self._editor.show_session(session_id, edit_name=edit_name, practise=practise)
        if self._context.workspace is not None:
            self._memory.keep_open_session(self._context.workspace.path, session_id)

    @Slot(str)
    def _on_session_chosen(self, session_id: str) -> None:
        if session_id != self._editor.session_id:
            self._edit(SessionId(session_id))
        self._context.actions_changed.emit()

    @Slot(str)
    def _on_session_activated(self, session_id: str) -> None:
        """Go from the list into the practice; the name has F2."""
        self._edit(SessionId(session_id), practise=True)

    @Slot(str)
    def _on_created(self, session_id: str) -> None:
        self._show(SessionId(session_id), edit_name=True)

    @Slot(str)
    def _on_sessions_titled(self, title: str) -> None:
        self._title = title

    @Slot(object)
    def _on_sessions_requested(self, query: SessionQuery) -> None:
        title, self._title = self._title, ""
        self.show_query(query, title)

    @Slot()
    def _on_file_opened(self) -> None:
        """Go on with the session that was open when this file was closed, if it is still there."""
        workspace = self._context.workspace
        session_id = self._memory.open_session(workspace.path) if workspace is not None else None
        if session_id is None:
            self._list.refresh()
        else:
            self._context.read(self, "open", _whether_there(session_id), self._on_looked_up)

    def _on_looked_up(self, session_id: SessionId | None) -> None:
        if session_id is not None and self._editor.session_id is None:
            self._show(session_id)
        self._list.refresh()

    @Slot()
    def _keep_splitter(self) -> None:
        self._memory.splitter = self._splitter.saveState()


def _whether_there(session_id: SessionId) -> "Callable[[Workspace], SessionId | None]":
    def look_up(workspace: "Workspace") -> SessionId | None:
        query = SessionQuery(ids=(session_id,))
        return session_id if workspace.practice.page(query, None, 1).rows else None

    return look_up
