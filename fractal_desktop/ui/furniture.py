"""What stands in the window: menus, rail, pages, bars. It puts together and does no work of its own."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, SignalInstance, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fractal_desktop.domain.change import Change
from fractal_desktop.ui.actions import Actions, Handler
from fractal_desktop.ui.coming_back import ComingBack
from fractal_desktop.ui.context import AppContext, Notice, NoticeKind
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.pages import PAGE_NAMES, Pages
from fractal_desktop.ui.palette import CommandBox, Palette
from fractal_desktop.ui.rail import Destination, Rail
from fractal_desktop.ui.session_commands import SessionCommands
from fractal_desktop.ui.start_page import StartPage
from fractal_desktop.ui.starting import Starting
from fractal_desktop.ui.status_bar import StatusBar
from fractal_desktop.ui.timing.timing import Timing
from fractal_desktop.ui.unsaved_text import UnsavedTexts
from fractal_desktop.ui.way_back import tell_way_back
from fractal_desktop.ui.week_glance import WeekGlance
from fractal_desktop.ui.widgets.bars import Banner, UndoBar
from fractal_desktop.ui.window_door import WindowDoor

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class Furniture(QObject):
    """Shows the start page until a file is open, then the page that was shown last."""

    def __init__(self, window: MainWindow, context: AppContext) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._pages = Pages(context, self)
        self._page = ""
        self._title = ""
        self._way_back = ""
        self._palette: Palette | None = None
        self.commands = Actions(self)
        self._build()
        self._starting = Starting(context, self.commands, window, self._command_box, self.shown_page)
        self._session_commands = SessionCommands(context, self.commands, window, self.shown_page)
        self._connect()
        self._restore_page()

    @property
    def page(self) -> str:
        """Return the name of the page that is shown, or will be once a file is open."""
        return self._page

    @property
    def page_names(self) -> tuple[str, ...]:
        """Return the names of all pages in the order of the rail."""
        return PAGE_NAMES

    @property
    def status(self) -> StatusBar:
        """Return the bar below."""
        return self._status

    def shown_page(self) -> QWidget | None:
        """Return the page that is shown, None without an open file."""
        return self._pages.get(self._page)

    def show_start(self) -> StartPage:
        """Show the start page instead of the pages and return it."""
        return self._pages.show_start()

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Show a page; without an open file this is remembered for later."""
        was_here = name == self._page
        self._page = name
        self._rail.set_page(name)
        if self._context.workspace is None:
            return
        page = self._pages.show(name, with_focus=not self._rail.hasFocus())  # who goes through the rail stays there
        handlers = getattr(page, "handlers", None)
        self.commands.show_page(handlers() if handlers is not None else {})
        if not was_here:
            self._set_way_back("")

    @Slot()
    def open_palette(self) -> None:
        """Open the search for commands and everything that has a name."""
        if self._palette is None:
            self._palette = Palette(self._context, self.commands, self._window)
        self._palette.open_below(self._command_box)

    def _build(self) -> None:
        self._command_box = CommandBox()
        self._command_box.setFixedSize(self._context.theme.px(296), self._context.theme.px(28))
        bar = self._window.menuBar()
        corner = QWidget(bar)
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 3, 2)
        row.addWidget(self._command_box)
        bar.setCornerWidget(corner)
        corner.show()
        self.commands.fill(bar)
        self._status = StatusBar(self._context)
        self._window.setStatusBar(self._status)
        self._timing = Timing(self._context, self._window)
        self._status.add_left(self._timing.strip)
        self._rail = Rail(self._destinations(), self._context.theme)
        self._banner = Banner("lock")
        self._undo_bar = UndoBar()
        self._offered: Change | None = None  # what the bar's Undo takes back
        self._window.setCentralWidget(self._built_centre())
        self._door = WindowDoor(self._context, self._window)
        self._coming_back = ComingBack(self._context, self)
        self._unsaved_texts = UnsavedTexts(self._context, self._window)

    def _built_centre(self) -> QWidget:
        column = QVBoxLayout()
        column.setSpacing(0)
        for widget, stretch in ((self._banner, 0), (self._pages.stack, 1), (self._undo_bar, 0)):
            column.addWidget(widget, stretch)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(self._rail, 1)
        side.addWidget(WeekGlance(self._context))
        row.addLayout(side)
        row.addLayout(column, 1)
        return centre

    def _destinations(self) -> tuple[Destination, ...]:
        return (
            Destination("goals", self.tr("Goals"), "goals"),
            Destination("sessions", self.tr("Sessions"), "sessions"),
            Destination("analytics", self.tr("Analytics"), "analytics"),
            Destination("library", self.tr("Library"), "library"),
            Destination("trash", self.tr("Trash"), "trash"),
        )

    def _connect(self) -> None:
        context = self._context
        self._door.closing.connect(self._keep)
        self._pages.left.connect(self._focus_rail)
        self._rail.page_chosen.connect(self.show_page)
        self._command_box.clicked.connect(self.open_palette)
        self._undo_bar.undo_pressed.connect(context.undo)
        context.noticed.connect(self._on_noticed)
        context.changed.connect(self._on_changed)
        context.file_opened.connect(self._on_file_opened)
        context.file_closed.connect(self._on_file_closed)
        context.sessions_titled.connect(self._on_sessions_titled)
        context.session_requested.connect(partial(self._bring_up, context.session_requested, "sessions"))
        context.goal_requested.connect(partial(self._bring_up, context.goal_requested, "goals"))
        context.activity_requested.connect(partial(self._bring_up, context.activity_requested, "library"))
        context.template_requested.connect(partial(self._bring_up, context.template_requested, "library"))
        context.view_requested.connect(partial(self._bring_up, context.view_requested, "analytics"))
        context.menu_requested.connect(self._offer)
        context.sessions_requested.connect(partial(self._bring_up, context.sessions_requested, "sessions"))
        self._starting.blank_wanted.connect(self._start_blank)
        context.back_requested.connect(self._go_back)
        back = Handler(self._go_back, lambda: bool(self._way_back), self._back_words)
        self.commands.answer({"library.new": Handler(self._make_in_library, lambda: context.can_write), "view.back": back})
        for signal in (context.history_changed, context.actions_changed):
            signal.connect(self.commands.refresh)

    @Slot()
    def _focus_rail(self) -> None:
        self._rail.setFocus(Qt.FocusReason.TabFocusReason)

    def _bring_up(self, signal: SignalInstance, name: str, wanted: object) -> None:
        """Show the page that a request is for; a page made only now has not heard the request, so it is said again."""
        is_new, came_from = name not in self._pages, self._page
        self.show_page(name)
        if is_new and name in self._pages:
            if self._title:
                self._context.sessions_titled.emit(self._title)
            signal.emit(wanted)
        self._title = ""
        if came_from != name:
            self._set_way_back(came_from)

    def _set_way_back(self, name: str) -> None:
        """Remember from which page a request led to the one that is shown, "" if somebody went there by themselves."""
        self._way_back = name
        tell_way_back(self.shown_page(), self._title_of(name))
        self.commands.refresh()

    @Slot()
    def _go_back(self) -> None:
        if self._way_back:
            self.show_page(self._way_back)

    def _back_words(self) -> str:
        title = self._title_of(self._way_back)
        return self.tr("Bac&k to {page}").format(page=title) if title else self.tr("Bac&k")

    def _title_of(self, name: str) -> str:
        return next((each.title for each in self._destinations() if each.name == name), "")

    @Slot()
    def _start_blank(self) -> None:
        """Let the Sessions page make a session where the page that is shown cannot."""
        if self._page != "sessions":
            self.show_page("sessions")
            self.commands["session.blank"].trigger()

    def _make_in_library(self) -> None:
        """Go to the library, and let it make a template or an activity as soon as it is known for which fractal."""
        if self._page != "library":
            self.show_page("library")
            self.commands["library.new"].trigger()

    @Slot(object, object)
    def _offer(self, names: tuple[str, ...], place: QPoint) -> None:
        menu = self.commands.menu_of(names, self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    @Slot(str)
    def _on_sessions_titled(self, title: str) -> None:
        self._title = title

    @Slot()
    def _on_file_opened(self) -> None:
        workspace = self._context.workspace
        if workspace is None:
            return
        self._window.announce(workspace.path)
        self._rail.set_open(True)
        self._banner.show_text(self.tr("This file can only be read: nothing you do here is saved.") if workspace.read_only else "")
        self.show_page(self._page)
        self._count_trash()

    @Slot()
    def _on_file_closed(self) -> None:
        self._way_back = ""
        self.commands.show_page({})
        self._pages.clear()
        self._window.announce(None)
        self._banner.show_text("")
        self._undo_bar.hide()
        self._rail.set_count("trash", 0)
        self._rail.set_open(False)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if self._offered is not None and self._last_step() is not self._offered:
            self._offered = None  # by Ctrl+Z it is taken back, and after another step that one would be
            self._undo_bar.hide()
        if change.trash or change.everything:
            self._count_trash()

    @Slot(object)
    def _on_noticed(self, notice: Notice) -> None:
        self._offered = self._last_step() if notice.undoable else None
        self._undo_bar.show_text(notice.text, undoable=notice.undoable, problem=notice.kind is NoticeKind.PROBLEM)

    def _last_step(self) -> Change | None:
        workspace = self._context.workspace
        return None if workspace is None else workspace.history.undo_change

    def _count_trash(self) -> None:
        self._context.read(self, "trash", _trash_size, self._on_trash_counted)

    @Slot(int)
    def _on_trash_counted(self, count: int) -> None:
        self._rail.set_count("trash", count)

    @Slot()
    def _keep(self) -> None:
        """Remember how the window is left."""
        self._window.keep_state()
        self._context.settings.set_text("page", self._page)

    def _restore_page(self) -> None:
        page = self._context.settings.text("page")
        self.show_page(page if page in PAGE_NAMES else "goals")
        self._rail.set_open(False)


def _trash_size(workspace: "Workspace") -> int:
    return len(workspace.goals.trash())
