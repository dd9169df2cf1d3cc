"""The list of sessions with its search, filters, order and totals. The current row is the session in the editor beside it."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import GoalLink, SessionQuery, SessionRow, SessionSort, SessionTotals
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.feed import SessionFeed
from fractal_desktop.ui.sessions.filters import Today
from fractal_desktop.ui.sessions.footer import SelectionBar, TotalsFooter
from fractal_desktop.ui.sessions.list_choices import ListChoices
from fractal_desktop.ui.sessions.list_memory import ListMemory
from fractal_desktop.ui.sessions.table_model import SessionTableModel
from fractal_desktop.ui.sessions.table_view import SessionTable
from fractal_desktop.ui.sessions.texts import RowTexts, range_text
from fractal_desktop.ui.widgets import EmptyState
from fractal_desktop.ui.widgets.selection import select_alone

_CHOOSE_AFTER_MS = 60
_WIDTH = 300
"""The least: two of the chips in a row, the name and the day of a session."""
_LARGEST_FIRST = (SessionSort.START, SessionSort.END, SessionSort.DURATION)
"""What descends when it is sorted by first; names begin with A, states with what needs a look."""


class SessionList(QWidget):
    """Lists what the filters let through, page by page, and keeps the chosen session as the current row."""

    session_chosen = Signal(str)
    """A session has been the current row for a moment: not one that an arrow key only passes."""
    session_activated = Signal(str)
    new_asked = Signal()
    menu_asked = Signal(object)
    """A menu for the selected sessions is wanted at this point (QPoint) of the screen."""

    def __init__(self, context: AppContext, memory: ListMemory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._memory = memory
        self._sort, self._descending = memory.order
        self._chosen: SessionId | None = None
        self._awaited = False
        self._begins = False
        self._empties_filters = False
        self._model = SessionTableModel(self._texts(), self)
        self._feed = SessionFeed(context, self._model, self)
        self._choose_delay = QTimer(self)
        self._choose_delay.setSingleShot(True)
        self._choose_delay.setInterval(_CHOOSE_AFTER_MS)
        self._build()
        self._restore()
        self._connect()

    @property
    def bar(self) -> SelectionBar:
        """Return the bar of what can be done with several."""
        return self._bar

    @property
    def goal(self) -> GoalLink | None:
        """Return the goal that is filtered for."""
        return self._choices.filter.goal

    def selected_rows(self) -> tuple[SessionRow, ...]:
        """Return the selected sessions from top to bottom."""
        return self._table.selected_rows()

    def current_id(self) -> SessionId | None:
        """Return the session of the current row."""
        return self._table.current_id()

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands of the menus do with the search and the filters."""
        choices = self._choices
        return {"edit.find": Handler(choices.focus_search), "edit.clear_filters": Handler(choices.clear, self._limits)}

    def anchor(self, button: QWidget) -> QWidget:
        """Return what a choice for the selected sessions opens below: this button of the bar where it is seen, else the search."""
        return button if self._bar.isVisible() else self._choices.search

    def choose(self, session_id: SessionId) -> None:
        """Make this session the current row, now or once the list holds it; a row that was about to be opened is not."""
        self._choose_delay.stop()
        self._chosen = session_id
        self._awaited = not self._table.select_session(session_id)

    def show_query(self, query: SessionQuery, title: str = "") -> None:
        """List exactly these sessions, the first of them current unless the chosen one is there; `title` says what they are to a chart."""
        self._begins = True
        self._choices.show_query(query, title)

    def show_way_back(self, title: str) -> None:
        """Offer to go back to the page of this title, "" for nowhere."""
        self._choices.show_way_back(title)

    @Slot()
    def refresh(self) -> None:
        """Ask for the list that the choices make."""
        self._choices.set_writable(self._context.can_write)
        self._model.set_texts(self._texts())
        if self._context.workspace is not None:
            self._feed.show(self._choices.filter.query(self._today(), self._sort, descending=self._descending))

    @Slot(object)
    def follow(self, change: Change) -> None:
        """Bring the list up to date after a change."""
        self._feed.follow(change)

    def forget(self) -> None:
        """Show no file's sessions."""
        self._chosen = None
        self._awaited = False
        self._choose_delay.stop()
        self._choices.stop_waiting()
        self._feed.forget()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Follow the locale."""
        if event.type() is QEvent.Type.LocaleChange:
            self._model.set_texts(self._texts())
        super().changeEvent(event)

    def _build(self) -> None:
        self.setMinimumWidth(_WIDTH)
        self._choices = ListChoices(self._context, self._memory.choices)
        self._table = SessionTable(self._model)
        self._empty = EmptyState("", primary=False)
        self._footer = TotalsFooter()
        self._bar = SelectionBar()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._choices)
        column.addWidget(self._stack, 1)
        column.addWidget(self._bar)
        column.addWidget(self._footer)
        self.setFocusProxy(self._table)

    def _restore(self) -> None:
        self._table.header.show_sort(self._sort, descending=self._descending)
        columns = self._memory.columns
        if not columns.isEmpty():
            self._table.header.restore_widths(columns)

    def _connect(self) -> None:
        self._choices.edited.connect(self._on_choices_edited)
        self._choices.list_wanted.connect(self._on_list_wanted)
        self._choices.new_asked.connect(self.new_asked)
        self._table.header.sort_asked.connect(self._on_sort_asked)
        self._table.header.sectionResized.connect(self._keep_columns)
        self._table.current_changed.connect(self._on_current_changed)
        self._table.selection_changed.connect(self._on_selection_changed)
        self._table.session_activated.connect(self._on_activated)
        self._table.menu_asked.connect(self.menu_asked)
        self._choose_delay.timeout.connect(self._on_choice_settled)
        self._empty.activated.connect(self._on_empty_activated)
        self._bar.clear_asked.connect(self._on_clear_selection)
        self._feed.listed.connect(self._on_listed)
        self._feed.merged.connect(self._on_merged)
        self._feed.totalled.connect(self._on_totalled)
        self._feed.failed.connect(self._context.show_error)
        self._context.zone_changed.connect(self.refresh)
        self._context.week_start_changed.connect(self.refresh)

    def _texts(self) -> RowTexts:
        return RowTexts(QLocale(), self._context.zone, self._context.today())

    def _today(self) -> Today:
        return Today(self._context.today(), self._context.first_weekday, self._context.zone)

    def _limits(self) -> bool:
        return self._choices.filter.limits()

    @Slot()
    def _on_choices_edited(self) -> None:
        self._memory.choices = self._choices.filter
        self.refresh()
        self._context.actions_changed.emit()

    @Slot()
    def _on_list_wanted(self) -> None:
        self._table.setFocus(Qt.FocusReason.TabFocusReason)
        if not self._table.currentIndex().isValid():
            self._choose_first()

    @Slot(SessionSort)
    def _on_sort_asked(self, sort: SessionSort) -> None:
        self._descending = not self._descending if sort is self._sort else sort in _LARGEST_FIRST
        self._sort = sort
        self._memory.order = sort, self._descending
        self._table.header.show_sort(sort, descending=self._descending)
        self.refresh()

    @Slot()
    def _keep_columns(self) -> None:
        self._memory.columns = self._table.header.saveState()

    @Slot()
    def _on_listed(self) -> None:
        """Keep the chosen session as the current row, or begin with the first one."""
        self._show_right_page()
        begins, self._begins = self._begins, False
        if self._chosen is not None and self._table.select_session(self._chosen):
            self._awaited = False
            return
        self._table.scrollToTop()
        if begins or self._chosen is None:
            self._choose_first()
        self._on_selection_changed()

    @Slot()
    def _on_merged(self) -> None:
        if self._awaited and self._chosen is not None:
            self._awaited = not self._table.select_session(self._chosen)
        self._table.select_something()
        self._show_right_page()
        self._on_selection_changed()

    def _choose_first(self) -> None:
        if self._model.rowCount():
            select_alone(self._table, self._model.index(0, 0))

    def _show_right_page(self) -> None:
        self._stack.setCurrentWidget(self._table if self._model.rowCount() else self._empty)

    @Slot(object)
    def _on_totalled(self, totals: SessionTotals) -> None:
        days = self._choices.filter.days(self._today())
        self._footer.show_totals(totals, range_text(days.first, days.last, QLocale()) if days is not None else "")
        nothing_at_all = totals.all_sessions == 0
        self._choices.set_filters_shown(not nothing_at_all or self._limits())
        if nothing_at_all:
            button = self.tr("New session") if self._context.can_write else ""
            self._empty.set_sentence(self.tr("Every practice session will be listed here."), button)
        else:
            self._empty.set_sentence(self.tr("No session matches."), self.tr("Clear filters"))
        self._empties_filters = not nothing_at_all
        self._footer.setVisible(not nothing_at_all)

    @Slot()
    def _on_empty_activated(self) -> None:
        if self._empties_filters:
            self._choices.clear()
        else:
            self.new_asked.emit()

    @Slot(object)
    def _on_current_changed(self, session_id: SessionId | None) -> None:
        if session_id is not None:
            self._choose_delay.start()

    @Slot()
    def _on_choice_settled(self) -> None:
        current = self._table.current_id()
        if current is not None:
            self._chosen = current
            self.session_chosen.emit(current)

    @Slot(str)
    def _on_activated(self, session_id: str) -> None:
        self._choose_delay.stop()
        self._chosen = SessionId(session_id)
        self.session_activated.emit(session_id)

    @Slot()
    def _on_selection_changed(self) -> None:
        self._bar.show_rows(self._table.selected_rows(), writable=self._context.can_write)
        self._context.actions_changed.emit()

    @Slot()
    def _on_clear_selection(self) -> None:
        self._table.clearSelection()
        current = self._table.currentIndex()
        if current.isValid():
            select_alone(self._table, current)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
