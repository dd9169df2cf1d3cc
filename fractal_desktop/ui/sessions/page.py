"""The Sessions page: the list with its search, filters and totals, and the editor beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QLocale, QPoint, Qt, QTimer, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId, SessionId, TemplateId
from fractal_desktop.domain.library import TemplateName
from fractal_desktop.domain.practice_session import GoalLink, SessionQuery, SessionSort, SessionTotals
from fractal_desktop.domain.tree import UNFILED
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.editor import SessionEditor
from fractal_desktop.ui.sessions.feed import SessionFeed
from fractal_desktop.ui.sessions.filter_bar import ChoiceMenu, FilterBar
from fractal_desktop.ui.sessions.filters import ChartFilter, ListFilter, Today, from_text, to_text
from fractal_desktop.ui.sessions.footer import SelectionBar, TotalsFooter
from fractal_desktop.ui.sessions.table_model import SessionTableModel
from fractal_desktop.ui.sessions.table_view import SessionTable
from fractal_desktop.ui.sessions.texts import RowTexts, range_text
from fractal_desktop.ui.widgets import EmptyState, PageToolbar, PrimaryButton, SearchBox
from fractal_desktop.ui.widgets.goal_picker import GoalPicker
from fractal_desktop.ui.widgets.selection import select_alone

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_SEARCH_AFTER_MS = 250
_OPEN_AFTER_MS = 60
_LIST_WIDTH = 300
"""The least: two of the chips in a row, the name and the day of a session."""
_KEY = "sessions"
_OF_SEVERAL = ("session.shift", "session.merge", "session.duplicate")
_OF_ROWS = (
    *("edit.rename", "edit.complete", "session.again", ""),
    *("session.template", "edit.move", "session.shift", ""),
    *("session.split", "session.merge", "session.duplicate", "session.save_template", ""),
    "edit.delete",
)
"""The commands in the menu of the selection bar and in that of the list."""


class SessionsPage(QWidget):
    """Joins list and editor. The current row is the session in the editor; the others are only selected."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._filter = from_text(context.settings.text(f"{_KEY}/filter"))
        self._sort, self._descending = _sort_from_text(context.settings.text(f"{_KEY}/sort"))
        self._wanted: SessionId | None = None
        self._empties_filters = False
        self._title = ""
        self._model = SessionTableModel(self._texts(), self)
        self._feed = SessionFeed(context, self._model, self)
        self._search_delay = self._timer(_SEARCH_AFTER_MS, self._on_search_settled)
        self._open_delay = self._timer(_OPEN_AFTER_MS, self._open_current)
        self._build()
        self._restore()
        self._connect()
        if context.workspace is not None:
            self._on_file_opened()

    def show_query(self, query: SessionQuery, title: str = "") -> None:
        """List exactly these sessions; other filters are cleared.

        A query for a goal or a state alone is that filter's chip, anything else one under the name that a chart gives it.
        """
        bare = replace(query, sort=SessionSort.START, descending=True)
        if bare == SessionQuery(state=query.state):
            self._choose(ListFilter(state=query.state))
        elif query.goal_id is not None and bare == SessionQuery(goal_id=query.goal_id):
            self._choose(ListFilter(goal=GoalLink(query.goal_id, title, "")))
        else:
            self._choose(ListFilter(chart=ChartFilter(bare, title or self.tr("Chosen sessions"))))

    def show_session(self, session_id: SessionId, *, edit_name: bool = False) -> None:
        """Show this session in the editor, and its row as the current one where the list holds it."""
        self._wanted = session_id
        self._editor.show_session(session_id, edit_name=edit_name)
        if self._table.select_session(session_id):
            self._wanted = None

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands of the menus do on this page."""
        return {
            "session.blank": Handler(self.create_session, self._can_write),
            "session.template": Handler(self._on_template_asked, self._can_change),
            "session.use_offered": Handler(self._editor.use_offered, self._can_change),
            "edit.rename": Handler(self._editor.edit_name, self._can_change),
            "edit.complete": Handler(self._on_complete_asked, self._can_change, self._completion_text),
            "edit.move": Handler(self._on_move_asked, self._can_change),
            "edit.delete": Handler(self._on_delete_asked, self._can_change),
            "edit.find": Handler(self.focus_search),
            "edit.clear_filters": Handler(self._clear_filters, self._filter_limits),
        }

    def session_goal(self) -> GoalId | None:
        """Return the goal that is filtered for."""
        goal = self._filter.goal
        return goal.id if goal is not None and goal.id != UNFILED else None

    def chosen_sessions(self) -> tuple[SessionId, ...]:
        """Return the selected sessions, or the one in the editor where the list does not hold it."""
        rows = self._table.selected_rows()
        if rows:
            return tuple(row.id for row in rows)
        return (self._editor.shown_id,) if self._editor.shown_id is not None else ()

    @Slot()
    def focus_search(self) -> None:
        """Put the caret into the search box."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    @Slot()
    def create_session(self) -> None:
        """Make a session that starts now, under the goal that is filtered for or that the shown session has, and open it."""
        if self._can_write():
            beside = self._table.current_id()
            command = _creation(self.session_goal(), beside, self.tr("New session"), self._context.now().replace(microsecond=0))
            self._context.write(self, command, self._on_created)

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "base")
        self._search = SearchBox(self.tr("Search names and notes"))
        self._new = PrimaryButton(self.tr("New session"), icon("plus", "on_accent"))
        self._filter_bar = FilterBar(self._context)
        self._table = SessionTable(self._model)
        self._empty = EmptyState("", primary=False)
        self._footer = TotalsFooter()
        self._bar = SelectionBar()
        self._editor = SessionEditor(self._context)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        toolbar = PageToolbar()
        toolbar.setProperty("toolbar", False)
        toolbar.row.addWidget(self._search, 1)
        toolbar.row.addWidget(self._new)
        left = QWidget()
        left.setMinimumWidth(_LIST_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(toolbar)
        column.addWidget(self._filter_bar)
        column.addWidget(self._stack, 1)
        column.addWidget(self._bar)
        column.addWidget(self._footer)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(left)
        self._splitter.addWidget(self._editor)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.setSizes([757, 470])
        self.setFocusProxy(self._table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)

    def _connect(self) -> None:
        context = self._context
        self._search.textChanged.connect(self._search_delay.start)
        self._search.down_pressed.connect(self._on_search_left)
        self._new.clicked.connect(self.create_session)
        self._filter_bar.filter_edited.connect(self._on_filter_edited)
        self._table.header.sort_asked.connect(self._on_sort_asked)
        self._table.header.sectionResized.connect(self._keep_columns)
        self._table.current_changed.connect(self._on_current_changed)
        self._table.selection_changed.connect(self._on_selection_changed)
        self._table.session_activated.connect(self._on_session_activated)
        self._splitter.splitterMoved.connect(self._keep_splitter)
        self._empty.activated.connect(self._on_empty_activated)
        self._bar.complete_asked.connect(self._on_complete_asked)
        self._bar.move_asked.connect(self._on_move_asked)
        self._bar.template_asked.connect(self._on_template_asked)
        self._bar.more_asked.connect(self._on_more_asked)
        self._table.menu_asked.connect(self._on_menu_asked)
        self._bar.delete_asked.connect(self._on_delete_asked)
        self._bar.clear_asked.connect(self._on_clear_selection)
        self._feed.listed.connect(self._on_listed)
        self._feed.merged.connect(self._on_merged)
        self._feed.totalled.connect(self._on_totalled)
        self._feed.failed.connect(context.show_error)
        context.session_requested.connect(self._on_session_requested)
        context.sessions_titled.connect(self._on_sessions_titled)
        context.sessions_requested.connect(self._on_sessions_requested)
        context.changed.connect(self._on_changed)
        context.file_opened.connect(self._on_file_opened)
        context.file_closed.connect(self._on_file_closed)
        context.zone_changed.connect(self._on_clock_changed)
        context.week_start_changed.connect(self._list)

    def _restore(self) -> None:
        settings = self._context.settings
        self._table.header.show_sort(self._sort, descending=self._descending)
        self._filter_bar.show_filter(self._filter)
        columns = settings.state(f"{_KEY}/columns")
        if not columns.isEmpty():
            self._table.header.restoreState(columns)
        splitter = settings.state(f"{_KEY}/splitter")
        if not splitter.isEmpty():
            self._splitter.restoreState(splitter)

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Follow the locale."""
        if event.type() is QEvent.Type.LocaleChange:
            self._model.set_texts(self._texts())
        super().changeEvent(event)

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    def _texts(self) -> RowTexts:
        return RowTexts(QLocale(), self._context.zone, self._context.today())

    def _today(self) -> Today:
        return Today(self._context.today(), self._context.first_weekday, self._context.zone)

    def _can_write(self) -> bool:
        return self._context.can_write

    def _can_change(self) -> bool:
        return self._context.can_write and bool(self.chosen_sessions())

    def _filter_limits(self) -> bool:
        return self._filter.limits()

    def _completion_text(self) -> str:
        rows = self._table.selected_rows()
        return self.tr("&Reopen") if rows and all(row.completed for row in rows) else self.tr("&Complete")

    @Slot()
    def _list(self) -> None:
        """Ask for the list that the choices make."""
        if self._context.workspace is not None:
            self._feed.show(self._filter.query(self._today(), self._sort, descending=self._descending))

    def _choose(self, chosen: ListFilter) -> None:
        """Take over all choices at once, the search included."""
        self._filter = chosen
        self._filter_bar.show_filter(chosen)
        if self._search.text() != chosen.text:
            self._search.blockSignals(True)
            self._search.setText(chosen.text)
            self._search.blockSignals(False)
        self._search_delay.stop()
        self._on_filter_edited(chosen)

    @Slot(object)
    def _on_filter_edited(self, chosen: ListFilter) -> None:
        text = "" if not chosen.limits() else self._search.text()
        if text != self._search.text():
            self._search.clear()
            self._search_delay.stop()
        self._filter = replace(chosen, text=text)
        self._filter_bar.show_filter(self._filter)
        self._context.settings.set_text(f"{_KEY}/filter", to_text(self._filter))
        self._list()
        self._context.actions_changed.emit()

    @Slot()
    def _on_search_settled(self) -> None:
        if self._search.text().strip() != self._filter.text.strip():
            self._filter = replace(self._filter, text=self._search.text())
            self._filter_bar.show_filter(self._filter)
            self._list()
            self._context.actions_changed.emit()

    @Slot()
    def _on_search_left(self) -> None:
        self._table.setFocus(Qt.FocusReason.TabFocusReason)
        if not self._table.currentIndex().isValid() and self._model.rowCount():
            select_alone(self._table, self._model.index(0, 0))

    @Slot(SessionSort)
    def _on_sort_asked(self, sort: SessionSort) -> None:
        self._descending = not self._descending if sort is self._sort else sort is not SessionSort.NAME
        self._sort = sort
        self._table.header.show_sort(sort, descending=self._descending)
        self._context.settings.set_text(f"{_KEY}/sort", f"{sort.value} {'down' if self._descending else 'up'}")
        self._list()

    @Slot()
    def _on_listed(self) -> None:
        """Keep the session of the editor as the current row, or begin with the newest one."""
        wanted = self._wanted or self._editor.session_id
        self._wanted = None
        self._show_right_page()
        if wanted is not None and self._table.select_session(wanted):
            return
        self._table.scrollToTop()
        if wanted is None and self._model.rowCount() and self._editor.session_id is None:
            select_alone(self._table, self._model.index(0, 0))
        self._on_selection_changed()

    @Slot()
    def _on_merged(self) -> None:
        if self._wanted is not None and self._table.select_session(self._wanted):
            self._wanted = None
        self._show_right_page()
        self._on_selection_changed()

    @Slot(object)
    def _on_totalled(self, totals: SessionTotals) -> None:
        days = self._filter.days(self._today())
        self._footer.show_totals(totals, range_text(days.first, days.last, QLocale()) if days is not None else "")
        nothing_at_all = totals.all_sessions == 0
        self._filter_bar.setVisible(not nothing_at_all or self._filter.limits())
        if nothing_at_all:
            button = self.tr("New session") if self._can_write() else ""
            self._empty.set_sentence(self.tr("Every practice session will be listed here."), button)
        else:
            self._empty.set_sentence(self.tr("No session matches."), self.tr("Clear filters"))
        self._empties_filters = not nothing_at_all
        self._footer.setVisible(not nothing_at_all)

    def _show_right_page(self) -> None:
        self._stack.setCurrentWidget(self._table if self._model.rowCount() else self._empty)

    @Slot()
    def _on_empty_activated(self) -> None:
        if self._empties_filters:
            self._clear_filters()
        else:
            self.create_session()

    @Slot()
    def _clear_filters(self) -> None:
        self._choose(ListFilter())

    @Slot(object)
    def _on_current_changed(self, session_id: SessionId | None) -> None:
        if session_id is not None:
            self._open_delay.start()

    @Slot()
    def _open_current(self) -> None:
        current = self._table.current_id()
        if current is not None and current != self._editor.session_id:
            self._editor.show_session(current)
        self._context.actions_changed.emit()

    @Slot(str)
    def _on_session_activated(self, session_id: str) -> None:
        self._open_delay.stop()
        self._editor.show_session(SessionId(session_id), edit_name=True)

    @Slot()
    def _on_selection_changed(self) -> None:
        self._bar.show_rows(self._table.selected_rows(), writable=self._can_write())
        self._context.actions_changed.emit()

    @Slot()
    def _on_clear_selection(self) -> None:
        self._table.clearSelection()
        current = self._table.currentIndex()
        if current.isValid():
            select_alone(self._table, current)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_session_requested(self, session_id: str) -> None:
        self.show_session(SessionId(session_id))

    @Slot(str)
    def _on_sessions_titled(self, title: str) -> None:
        self._title = title

    @Slot(object)
    def _on_sessions_requested(self, query: SessionQuery) -> None:
        title, self._title = self._title, ""
        self.show_query(query, title)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        self._feed.follow(change)

    @Slot()
    def _on_file_opened(self) -> None:
        self._new.setEnabled(self._can_write())
        self._model.set_texts(self._texts())
        self._list()

    @Slot()
    def _on_file_closed(self) -> None:
        self._wanted = None
        self._open_delay.stop()
        self._search_delay.stop()
        self._feed.forget()

    @Slot()
    def _on_clock_changed(self) -> None:
        self._model.set_texts(self._texts())
        self._list()

    @Slot()
    def _keep_columns(self) -> None:
        self._context.settings.set_state(f"{_KEY}/columns", self._table.header.saveState())

    @Slot()
    def _keep_splitter(self) -> None:
        self._context.settings.set_state(f"{_KEY}/splitter", self._splitter.saveState())

    @Slot()
    def _on_complete_asked(self) -> None:
        rows = self._table.selected_rows()
        if not rows:
            self._editor.toggle_completion()
            return
        self._editor.flush()
        reopen = all(row.completed for row in rows)
        open_ids = tuple(row.id for row in rows if reopen or not row.completed)
        self._context.write(self, _completion(open_ids, self._context.now(), self._context.zone, reopen=reopen))

    @Slot()
    def _on_move_asked(self) -> None:
        picker = GoalPicker(self._context, self.tr("Move to goal"), self)
        picker.goal_picked.connect(self._on_move_chosen)
        picker.open_below(self._bar.move_button if self._bar.isVisible() else self._search)

    @Slot(object)
    def _on_move_chosen(self, goal: GoalLink) -> None:
        self._editor.flush()
        self._context.write(self, _moving(self.chosen_sessions(), goal.id), self._on_undoable)

    @Slot()
    def _on_template_asked(self) -> None:
        self._context.read(self, "templates", _templates, self._offer_templates)

    @Slot(object)
    def _offer_templates(self, templates: Sequence[TemplateName]) -> None:
        menu = ChoiceMenu(self._bar.template_button if self._bar.isVisible() else self._search)
        menu.offer(self.tr("No template"), None)
        if templates:
            menu.addSeparator()
        for template in templates:
            menu.offer(template.name, template.id)
        menu.chosen.connect(self._on_template_chosen)
        menu.open()

    @Slot(object)
    def _on_template_chosen(self, template_id: TemplateId | None) -> None:
        self._editor.flush()
        self._context.write(self, _templating(self.chosen_sessions(), template_id))

    @Slot()
    def _on_more_asked(self) -> None:
        button = self._bar.more_button
        self._context.menu_requested.emit(_OF_SEVERAL, button.mapToGlobal(QPoint(0, button.height() + 4)))

    @Slot(object)
    def _on_menu_asked(self, place: QPoint) -> None:
        self._context.menu_requested.emit(_OF_ROWS, place)

    @Slot()
    def _on_delete_asked(self) -> None:
        self._editor.flush()
        self._context.write(self, _deletion(self.chosen_sessions()), self._on_undoable)

    @Slot(object)
    def _on_undoable(self, change: Change) -> None:
        self._context.notify(change.label, undoable=True)

    @Slot(object)
    def _on_created(self, change: Change) -> None:
        if change.created is not None:
            self.show_session(SessionId(change.created), edit_name=True)


def _sort_from_text(text: str) -> tuple[SessionSort, bool]:
    name, _, direction = text.partition(" ")
    try:
        return SessionSort(name), direction != "up"
    except ValueError:
        return SessionSort.START, True


def _templates(workspace: "Workspace") -> tuple[TemplateName, ...]:
    return tuple(template for template in workspace.practice.templates() if not template.archived)


def _creation(goal_id: GoalId | None, beside: SessionId | None, name: str, start: datetime) -> "Callable[[Workspace], Change]":
    def create(workspace: "Workspace") -> Change:
        parent = goal_id
        if parent is None and beside is not None:
            parent = workspace.practice.session(beside).parent_id
        return workspace.practice.create(parent, name, start)

    return create


def _completion(ids: tuple[SessionId, ...], now: datetime, zone: ZoneInfo, *, reopen: bool) -> "Callable[[Workspace], Change]":
    def complete(workspace: "Workspace") -> Change:
        return workspace.practice.reopen(ids) if reopen else workspace.practice.complete(ids, now, zone)

    return complete


def _moving(ids: tuple[SessionId, ...], goal_id: GoalId) -> "Callable[[Workspace], Change]":
    def move(workspace: "Workspace") -> Change:
        return workspace.goals.move(ids, goal_id)

    return move


def _templating(ids: tuple[SessionId, ...], template_id: TemplateId | None) -> "Callable[[Workspace], Change]":
    def set_template(workspace: "Workspace") -> Change:
        return workspace.practice.set_template(ids, template_id)

    return set_template


def _deletion(ids: tuple[SessionId, ...]) -> "Callable[[Workspace], Change]":
    def delete(workspace: "Workspace") -> Change:
        return workspace.practice.delete(ids)

    return delete
