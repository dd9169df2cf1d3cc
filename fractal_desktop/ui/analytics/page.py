"""The analytics page: asks for what is chosen, off the window's thread, and hands the answers to tiles and cards."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.analytics.answers import OverviewAnswer, read_overview
from fractal_desktop.ui.analytics.card_grid import CardGrid, GridScroll
from fractal_desktop.ui.analytics.card_maker import CardMaker
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.document_card import READ_AT_ONCE
from fractal_desktop.ui.analytics.documented import Documented, read_documented
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.exports import Exports
from fractal_desktop.ui.analytics.feed import AnswerFeed, Ask
from fractal_desktop.ui.analytics.filter_bar import FilterBar
from fractal_desktop.ui.analytics.nothing_to_chart import NothingToChart
from fractal_desktop.ui.analytics.page_filter import PageFilter, from_text, to_text
from fractal_desktop.ui.analytics.report_words import ReportWords
from fractal_desktop.ui.analytics.tiles import Tiles
from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.texts import day_text
from fractal_desktop.ui.settings import file_key
from fractal_desktop.ui.widgets.containers import PageToolbar

if TYPE_CHECKING:
    from fractal_desktop.ui.analytics.cards import PageCard
    from fractal_desktop.ui.analytics.paper import Paper

_FILTER_KEY = "analytics/filter"


class AnalyticsPage(QWidget):
    """Period and goal above, numbers and charts below; a click on a mark asks for the sessions behind it."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stale = True
        self._cards: Sequence[PageCard] = ()
        self._maker = CardMaker(context, self._put_card, self)
        self._is_begun = self._is_made = False
        self._without_start = 0
        self._documented = Documented()
        self._feed = AnswerFeed(context, self)
        self._filter = FilterBar(context, self._remembered_filter())
        self._tiles = Tiles()
        self._grid = CardGrid(self._tiles.tiles)
        self._exports = Exports(context, self)
        self._full: ChartCard | None = None
        self._scrolled = 0
        self._build()
        self._connect()

    @property
    def choice(self) -> Choice:
        """Return what is shown."""
        context, chosen = self._context, self._filter.chosen
        return Choice(
            self._filter.days,
            context.zone,
            context.first_weekday,
            context.today(),
            chosen.goal_id,
            chosen.template_id,
            chosen.without_template,
            chosen.activity_id,
            chosen.completed,
            self._documented.rowids if self._documented.activity_id == chosen.activity_id else (),
        )

    @property
    def is_complete(self) -> bool:
        """Return whether everything that was chosen is drawn."""
        return not self._stale and self._is_made and self._feed.is_idle

    def handlers(self) -> dict[str, Handler]:
        """Return what the menus can do here."""
        views = self._filter.views
        return {
            "edit.clear_filters": Handler(self._filter.clear, lambda: self._filter.chosen.is_limited),
            "view.save": Handler(views.save_as, lambda: self._context.can_write),
            "file.report": Handler(self._ask_for_report, self._can_report),
        }

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._full is not None:
            self._fill_page(self._full, False)
        else:
            super().keyPressEvent(event)

    @Slot()
    def refresh(self) -> None:
        """Ask for everything again, if the page is seen, else once it is."""
        self._stale = not self.isVisible()
        if self._stale:
            self._feed.forget()
            return
        self._filter.set_today(self._context.today(), self._context.first_weekday)
        if self._filter.chosen.activity_id is None:
            self._ask_all()
        else:
            self._feed.ask_all((self._ask_documents(0, self._on_documented),))

    def _ask_all(self, *more: Ask) -> None:
        choice = self.choice
        cards = self._cards if self._is_made else ()
        self._feed.ask_all((self._overview(choice), *(self._ask(each, choice) for each in cards), *more))

    def _ask_documents(self, most: int, show: Callable[[Documented], None]) -> Ask:
        return Ask("documents", partial(read_documented, choice=self.choice, most=most), show, self._give_up)

    def _give_up(self) -> None:
        """Show nothing: what was shown before was chosen otherwise."""
        self._tiles.give_up()
        for each in self._cards:
            each.card.give_up()

    def _on_documented(self, found: Documented) -> None:
        """Ask for everything, knowing which sessions hold the activity; where documents are to be read first, once more after that."""
        self._documented = found
        self._ask_all(*([self._ask_documents(READ_AT_ONCE, self._on_more_documented)] if found.unread else []))

    def _on_more_documented(self, found: Documented) -> None:
        if found.unread:
            self._feed.ask_again(self._ask_documents(READ_AT_ONCE, self._on_more_documented))
        elif found.rowids != self._documented.rowids:
            self.refresh()
        else:
            self._documented = found
            self._context.actions_changed.emit()

    def _overview(self, choice: Choice) -> Ask:
        return Ask("overview", partial(read_overview, choice=choice, now=self._context.now()), self._show_overview, self._tiles.give_up)

    def _ask(self, each: "PageCard", choice: Choice) -> Ask:
        return Ask(f"card {self._cards.index(each)}", each.query(choice), each.card.take, each.card.give_up)

    def _ask_again(self, each: "PageCard") -> None:
        """Ask for one card; a page that is not seen asks for all of them once it is, and one that is not whole yet once it is that."""
        if self._is_made and not self._stale:
            self._feed.ask_again(self._ask(each, self.choice))

    def _can_report(self) -> bool:
        is_known = self._filter.chosen.activity_id is None or not self._documented.unread
        return not self._stale and self._pages.currentIndex() == 0 and is_known

    @Slot()
    def _ask_for_report(self) -> None:
        name = self._filter.views.value or tr("Practice")
        self._exports.ask_place(f"{name} {self._context.today().isoformat()}", "pdf", self._save_report)

    def make_report(self, done: Callable[[bytes], None], paper: "Paper | None" = None) -> None:
        """Put what is shown now on a page of a PDF file, or on another paper, and call `done` with the file.

        It takes a while, and the page can be used meanwhile.
        """
        from fractal_desktop.ui.analytics.report import Report

        choice = self.choice
        report = Report(self._context, choice, self._report_words(), self, paper)
        report.finished.connect(done)
        report.begin(self._overview(choice))

    def _save_report(self, path: Path) -> None:
        self.make_report(partial(self._exports.write, path))

    def _report_words(self) -> ReportWords:
        workspace, today = self._context.workspace, day_text(self._context.today(), QLocale())
        made = tr("Made on {day} · {zone} · {file}").format(
            day=today, zone=self._context.zone.key, file=workspace.path.name if workspace is not None else ""
        )
        return ReportWords(self._filter.views.value or tr("Practice"), self._filter.words, made)

    def _fill_page(self, card: ChartCard, full: bool) -> None:
        """Let a card fill the page, or stand among the others, where it stood; the focus stays in it."""
        bar = self._scroll.verticalScrollBar()
        if full:
            self._scrolled = bar.value()
        self._full = card if full else None
        card.set_full_window(full)
        self._grid.show_only(self._full)
        card.focus_chart()
        if not full:
            bar.setValue(self._scrolled)

    def _build(self) -> None:
        toolbar = PageToolbar("window")
        toolbar.row.setContentsMargins(24, 8, 24, 7)
        toolbar.row.addWidget(self._filter, 1)
        toolbar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # in a narrow window it has two rows
        self.setProperty("surface", "window")  # also beside the scroll bar, and where there are no cards
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._scroll = GridScroll(self._grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(toolbar)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._scroll)
        self._nothing = NothingToChart()
        self._pages.addWidget(self._nothing)
        column.addWidget(self._pages, 1)
        self.setAccessibleName(tr("Analytics"))
        self.setFocusProxy(self._filter)

    def _connect(self) -> None:
        self._maker.loaded.connect(self._grid.reserve)
        self._maker.finished.connect(self._on_cards_made)
        self._filter.filter_edited.connect(self._on_filter_edited)
        context = self._context
        self._nothing.clearing_asked.connect(self._filter.clear)
        self._nothing.all_days_asked.connect(self._filter.choose_all_days)
        self._nothing.past_session_asked.connect(context.past_session_requested)
        context.changed.connect(self._on_changed)
        context.file_opened.connect(self._on_file_opened)
        context.view_requested.connect(self._filter.views.choose_view)
        context.zone_changed.connect(self.refresh)
        context.week_start_changed.connect(self.refresh)

    def _remembered_filter(self) -> PageFilter:
        """Return what held in this file at the end; what is gone from it is forgotten with the first answer."""
        return from_text(self._context.settings.text(self._key()))

    def _key(self) -> str:
        workspace = self._context.workspace
        return _FILTER_KEY if workspace is None else f"{_FILTER_KEY}/{file_key(workspace.path)}"

    @Slot()
    def _on_filter_edited(self) -> None:
        self._context.settings.set_text(self._key(), to_text(self._filter.chosen))
        self._context.actions_changed.emit()
        self.refresh()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.everything or change.sessions or change.tree or change.library or change.goals:  # goals: their shares, too
            self.refresh()

    @Slot()
    def _on_file_opened(self) -> None:
        self._documented = Documented()
        self._filter.show_filter(self._remembered_filter())
        self.refresh()

    @Slot(object)
    def _open_sessions(self, door: Door) -> None:
        if isinstance(door.query, SessionQuery):
            self._show_sessions(door.title, door.query)
        else:
            self._context.read(self, "door", door.query, partial(self._show_sessions, door.title))

    def _show_sessions(self, title: str, query: SessionQuery) -> None:
        self._context.sessions_titled.emit(title)
        self._context.sessions_requested.emit(query)

    def _show_overview(self, answer: OverviewAnswer) -> None:
        if self._was_left_long_ago(answer):
            self._filter.choose_all_days()
            return
        self._without_start = answer.numbers.without_start
        if not self._is_begun:
            self._is_begun = True
            self._maker.begin()
        self._tiles.show_answer(answer)
        self._filter.set_first_day(answer.first_day)
        self._filter.show_names(answer.names)
        self._show_whether_empty(answer)
        for each in self._cards:
            each.card.set_without_start(answer.numbers.without_start)

    def _was_left_long_ago(self, answer: OverviewAnswer) -> bool:
        """Return whether nobody chose a period yet and there is no practice in this one, but in others: old files begin with all of it."""
        is_first = not self._context.settings.text(self._key()) and self._filter.chosen == PageFilter()
        return is_first and answer.numbers.sessions == 0 and not answer.is_unused

    def _show_whether_empty(self, answer: OverviewAnswer) -> None:
        """Say in one sentence that there is nothing to chart, where it is so."""
        is_empty = answer.numbers.sessions == 0
        if is_empty:
            self._nothing.say_why(answer, is_limited=self._filter.chosen.is_limited, can_write=self._context.can_write)
        self._pages.setCurrentIndex(int(is_empty))
        self._context.actions_changed.emit()

    def _put_card(self, each: "PageCard", place: int) -> None:
        self._connect_card(each)
        each.card.set_without_start(self._without_start)
        self._grid.add(each.card, place)

    @Slot(object)
    def _on_cards_made(self, cards: "Sequence[PageCard]") -> None:
        """Ask for what the cards show, once all stand in their places."""
        self._cards = cards
        self._is_made = True
        for each in cards:
            each.card.set_without_start(self._without_start)  # another number may have come meanwhile
            self._ask_again(each)

    def _connect_card(self, each: "PageCard") -> None:
        each.card.opened.connect(self._open_sessions)
        each.card.copied.connect(self._context.notify)
        each.card.own_choice_changed.connect(partial(self._ask_again, each))
        each.card.export_asked.connect(partial(self._exports.save_card, each.card))
        each.card.full_window_asked.connect(partial(self._fill_page, each.card))
