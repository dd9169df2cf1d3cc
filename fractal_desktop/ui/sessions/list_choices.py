"""What the list of sessions is limited to: the search above, the filters as chips below it."""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fractal_desktop.domain.practice_session import GoalLink, SessionQuery, SessionSort
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.filter_bar import FilterBar
from fractal_desktop.ui.sessions.filters import ChartFilter, ListFilter
from fractal_desktop.ui.widgets import PageToolbar, PrimaryButton, SearchBox

_SEARCH_AFTER_MS = 250


class ListChoices(QWidget):
    """Holds the filter; a search counts once nothing was typed for a moment."""

    edited = Signal()
    """Another filter holds; see `filter`."""
    list_wanted = Signal()
    """The user goes on from the search into the list."""
    new_asked = Signal()

    def __init__(self, context: AppContext, chosen: ListFilter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = chosen
        self._search_delay = QTimer(self)
        self._search_delay.setSingleShot(True)
        self._search_delay.setInterval(_SEARCH_AFTER_MS)
        self._build(context)

    @property
    def filter(self) -> ListFilter:
        """Return what holds."""
        return self._filter

    @property
    def search(self) -> SearchBox:
        """Return the search box."""
        return self._search

    def take_over(self, chosen: ListFilter) -> None:
        """Let all these choices hold at once, the search included."""
        if self._search.text() != chosen.text:
            self._search.blockSignals(True)
            self._search.setText(chosen.text)
            self._search.blockSignals(False)
        self._search_delay.stop()
        self._hold(chosen)

    def show_query(self, query: SessionQuery, title: str = "") -> None:
        """Let through exactly these sessions; other filters are cleared.

        A query for a goal or a state alone is that filter's chip, anything else one under the name that a chart gives it.
        """
        bare = replace(query, sort=SessionSort.START, descending=True)
        if bare == SessionQuery(state=query.state):
            self.take_over(ListFilter(state=query.state))
        elif query.goal_id is not None and bare == SessionQuery(goal_id=query.goal_id):
            self.take_over(ListFilter(goal=GoalLink(query.goal_id, title, "")))
        else:
            self.take_over(ListFilter(chart=ChartFilter(bare, title or self.tr("Chosen sessions"))))

    def show_way_back(self, title: str) -> None:
        """Offer to go back to the page of this title, "" for nowhere."""
        self._filter_bar.show_way_back(title)

    @Slot()
    def clear(self) -> None:
        """Let everything through."""
        self.take_over(ListFilter())

    @Slot()
    def focus_search(self) -> None:
        """Put the caret into the search box."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def stop_waiting(self) -> None:
        """Forget a search that is still being typed: its file is closed."""
        self._search_delay.stop()

    def set_writable(self, writable: bool) -> None:
        """Let sessions be made, or not."""
        self._new.setEnabled(writable)

    def set_filters_shown(self, shown: bool) -> None:
        """Show the chips, or leave them out where there is nothing to filter."""
        self._filter_bar.setVisible(shown)

    def _build(self, context: AppContext) -> None:
        self._search = SearchBox(self.tr("Search names and notes"))
        self._new = PrimaryButton(self.tr("New session"), icon("plus", "on_accent"))
        self._filter_bar = FilterBar(context)
        self._filter_bar.show_filter(self._filter)
        toolbar = PageToolbar()
        toolbar.setProperty("toolbar", False)
        toolbar.row.addWidget(self._search, 1)
        toolbar.row.addWidget(self._new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(toolbar)
        column.addWidget(self._filter_bar)
        self._search.textChanged.connect(self._search_delay.start)
        self._search.down_pressed.connect(self.list_wanted)
        self._search_delay.timeout.connect(self._on_search_settled)
        self._new.clicked.connect(self.new_asked)
        self._filter_bar.filter_edited.connect(self._on_filter_edited)

    @Slot(object)
    def _on_filter_edited(self, chosen: ListFilter) -> None:
        """Take a chip's choice over with what is being searched for; clearing them all clears the search too."""
        self.take_over(replace(chosen, text=self._search.text() if chosen.limits() else ""))

    @Slot()
    def _on_search_settled(self) -> None:
        if self._search.text().strip() != self._filter.text.strip():
            self._hold(replace(self._filter, text=self._search.text()))

    def _hold(self, chosen: ListFilter) -> None:
        self._filter = chosen
        self._filter_bar.show_filter(chosen)
        self.edited.emit()
