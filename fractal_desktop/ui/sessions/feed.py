"""Fills the session list from the file, page by page, and keeps it true to what changes there."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import SessionPage, SessionQuery, SessionRow, SessionSort, SessionTotals
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.table_model import SessionTableModel

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_PAGE = 100
_MOST_LOOKED_AT_ALONE = 50


class SessionFeed(QObject):
    """Asks for pages and totals off the window's thread. A newer question supersedes an older one."""

    listed = Signal()
    """A list has come from its first row: the answer to `show`."""
    merged = Signal()
    """The list shown has been brought up to date in place."""
    totalled = Signal(object)
    """The SessionTotals of the list have come."""
    failed = Signal(object)

    def __init__(self, context: AppContext, model: SessionTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self._query: SessionQuery | None = None
        model.more_wanted.connect(self._on_more_wanted)

    @property
    def query(self) -> SessionQuery | None:
        """Return what the list was last asked for."""
        return self._query

    def show(self, query: SessionQuery) -> None:
        """List these sessions from the first row."""
        self._query = query
        self._context.read(self, "list", _page(query, None, _PAGE), self._on_listed, self._on_failed)
        self._context.read(self, "totals", _totals(query), self._on_totalled, self._on_failed)

    def forget(self) -> None:
        """Show no file's sessions."""
        self._query = None
        self._model.replace(SessionPage((), None))

    def follow(self, change: Change) -> None:
        """Bring the list up to date after a change: rows that stay where they are in place, the rest by reading it again."""
        query = self._query
        if query is None or not (change.sessions or change.tree or change.everything):
            return
        self._context.read(self, "totals", _totals(query), self._on_totalled, self._on_failed)
        touched = tuple(change.sessions)
        if change.everything or change.tree or query.ids is not None or len(touched) > _MOST_LOOKED_AT_ALONE:
            self._read_again()
        else:
            answer = partial(self._on_touched, query, frozenset(touched))
            self._context.read(self, "touched", _page(replace(query, ids=touched), None, len(touched)), answer, self._on_failed)

    def _read_again(self) -> None:
        if self._query is not None:
            length = max(_PAGE, self._model.rowCount())
            self._context.read(self, "list", _page(self._query, None, length), self._on_merged, self._on_failed)

    def _on_touched(self, query: SessionQuery, touched: frozenset[SessionId], page: SessionPage) -> None:
        """Renew rows whose place in the order is the same; anything else is a list to be read again."""
        if query != self._query:
            return
        shown = {row.id: _place(row, query.sort) for row in self._model.rows() if row.id in touched}
        if shown == {row.id: _place(row, query.sort) for row in page.rows}:
            self._model.update_in_place(page.rows)
            self.merged.emit()
        else:
            self._read_again()

    @Slot()
    def _on_more_wanted(self) -> None:
        if self._query is not None:
            answer = partial(self._on_more, self._query)
            self._context.read(self, "more", _page(self._query, self._model.cursor, _PAGE), answer, self._on_failed)

    @Slot(object)
    def _on_listed(self, page: SessionPage) -> None:
        self._model.replace(page)
        self.listed.emit()

    @Slot(object)
    def _on_merged(self, page: SessionPage) -> None:
        self._model.merge(page)
        self.merged.emit()

    def _on_more(self, query: SessionQuery, page: SessionPage) -> None:
        if query == self._query:
            self._model.append(page)

    @Slot(object)
    def _on_totalled(self, totals: SessionTotals) -> None:
        self.totalled.emit(totals)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._model.give_up_waiting()
        self.failed.emit(error)


def _place(row: SessionRow, sort: SessionSort) -> object:
    return {
        SessionSort.NAME: row.name,
        SessionSort.START: row.start,
        SessionSort.END: row.end,
        SessionSort.DURATION: row.duration_seconds,
        SessionSort.TEMPLATE: (row.template_id, row.template_name, row.start),
        SessionSort.GOALS: (row.goal_names[:1], row.start),
        SessionSort.STATE: (row.state, row.start),
    }[sort]


def _page(query: SessionQuery, cursor: object | None, limit: int) -> "Callable[[Workspace], SessionPage]":
    def read(workspace: "Workspace") -> SessionPage:
        return workspace.practice.page(query, cursor, limit)

    return read


def _totals(query: SessionQuery) -> "Callable[[Workspace], SessionTotals]":
    def read(workspace: "Workspace") -> SessionTotals:
        return workspace.practice.totals(query)

    return read
