"""Every command of the program by name: its words, its keys, its menu. What it does is told by whoever can do it.

The window answers for some commands for as long as it lives (`answer`), the page that is shown for others: a page that has
a method `handlers()` returning a mapping of names to `Handler` is asked for it each time it is shown. A command that nobody
answers for is disabled. A page says that its selection (and so what can be done) has changed by `context.actions_changed`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """One line of a menu; `keys` in Qt's portable words, the first is shown. Text "" is a line between groups."""

    name: str = ""
    text: str = ""
    keys: tuple[str, ...] = ()
    checkable: bool = False


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Handler:
    """What a command does now; `enabled`, `text` and `checked` are asked whenever something has changed."""

    run: Callable[[], None]
    enabled: Callable[[], bool] = _always
    text: Callable[[], str] | None = None
    checked: Callable[[], bool] | None = None


LINE = Command()
RECENT = "file.recent"
THEME = "view.theme"

MENUS: tuple[tuple[str, tuple[Command, ...]], ...] = (
    (
        "&File",
        (
            Command("file.new", "&New File…"),
            Command("file.open", "&Open…", ("Ctrl+O",)),
            Command(RECENT, "Open &Recent"),
            Command("file.sample", "&Look Around with Sample Data"),
            LINE,
            Command("file.report", "Save Charts as Re&port…"),
            LINE,
            Command("file.settings", "&Settings…", ("Ctrl+,",)),
            LINE,
            Command("file.quit", "&Quit", ("Ctrl+Q",)),
        ),
    ),
    (
        "&Edit",
        (
            Command("edit.undo", "&Undo", ("Ctrl+Z",)),
            Command("edit.redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
            LINE,
            Command("edit.rename", "Re&name", ("F2",)),
            Command("edit.complete", "&Complete", ("Ctrl+Return", "Ctrl+Enter")),
            Command("edit.move", "&Move to Goal…", ("Ctrl+M",)),
            Command("edit.delete", "&Delete", ("Del",)),
            LINE,
            Command("edit.find", "&Find", ("Ctrl+F",)),
            Command("edit.find_next", "Find Ne&xt", ("F3",)),
            Command("edit.find_previous", "Find &Previous", ("Shift+F3",)),
            Command("edit.clear_filters", "Clear Fi&lters", ("Ctrl+Shift+L",)),
        ),
    ),
    (
        "&Goal",
        (
            Command("goal.new_fractal", "New &Fractal…", ("Ctrl+Alt+G",)),
            Command("goal.new_child", "New &Child Goal", ("Ctrl+N",)),
            Command("goal.new_sibling", "New Goal &Beside It", ("Ctrl+Shift+G",)),
            LINE,
            Command("goal.open", "&Open", ()),
            Command("goal.sessions", "&Sessions of This Goal"),
        ),
    ),
    (
        "&Session",
        (
            Command("session.new", "&New Session…", ("Ctrl+Shift+N",)),
            Command("session.blank", "Start &Blank", ("Ctrl+Shift+B",)),
            Command("session.again", "Start A&gain", ("Ctrl+Shift+A",)),
            Command("session.log", "&Log Past Session…", ("Ctrl+L",)),
            LINE,
            Command("session.template", "Set &Template…", ("Ctrl+T",)),
            Command("session.timer", "Start or Pause T&imer", ("Ctrl+Space",)),
            Command("session.use_offered", "&Use Offered Times", ("Ctrl+U",)),
            Command("session.shift", "S&hift Time…"),
            Command("session.split", "S&plit…"),
            Command("session.merge", "M&erge"),
            Command("session.duplicate", "&Duplicate"),
            Command("session.save_template", "S&ave as Template…"),
            LINE,
            Command("session.attention", "Sessions That Need a Loo&k"),
        ),
    ),
    (
        "&Library",
        (
            Command("library.new", "&New Template or Activity", ("Ctrl+Alt+N",)),
            Command("library.new_group", "New &Group of Activities"),
            LINE,
            Command("library.start", "&Start Session"),
            Command("library.duplicate", "&Duplicate", ("Ctrl+D",)),
            Command("library.archive", "&Archive"),
        ),
    ),
    (
        "&View",
        (
            Command("view.goals", "&Goals", ("Ctrl+1",)),
            Command("view.sessions", "&Sessions", ("Ctrl+2",)),
            Command("view.analytics", "&Analytics", ("Ctrl+3",)),
            Command("view.library", "Li&brary", ("Ctrl+4",)),
            Command("view.trash", "&Trash", ("Ctrl+5",)),
            Command("view.back", "Bac&k", ("Alt+Left", "Back")),
            LINE,
            Command("view.tree_sessions", "S&essions in the Tree", ("Ctrl+E",), checkable=True),
            Command("view.expand_all", "E&xpand All", ("Ctrl+Shift+E",)),
            Command("view.collapse_all", "&Collapse All", ("Ctrl+Shift+C",)),
            LINE,
            Command("view.save", "Save Charts as &View…"),
            LINE,
            Command(THEME, "Co&lours"),
            Command("view.full_screen", "&Full Screen", ("F11",), checkable=True),
        ),
    ),
    (
        "&Database",
        (
            Command("database.migrate", "&Migrate…"),
            Command("database.rollback", "&Roll Back…"),
            LINE,
            Command("database.history", "&History"),
            Command("database.check", "&Check File…"),
            LINE,
            Command("database.backup", "&Back Up Now", ("Ctrl+B",)),
            Command("database.backups", "Bac&kups…"),
            Command("database.salvage", "&Salvage into a New File…"),
        ),
    ),
    (
        "&Help",
        (
            Command("help.commands", "&Search or Command…", ("Ctrl+K",)),
            Command("help.shortcuts", "&Keyboard Shortcuts", ("F1",)),
            LINE,
            Command("help.about", "&About Fractal Desktop"),
        ),
    ),
)
SUBMENUS = (RECENT, THEME)


def commands() -> tuple[Command, ...]:
    """Return every command in the order of the menus."""
    return tuple(command for _, entries in MENUS for command in entries if command is not LINE)


class Actions(QObject):
    """The commands as actions, with the menus made of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = {command.name: self._made(command) for command in commands() if command.name not in SUBMENUS}
        self._submenus: dict[str, QMenu] = {}
        self._own: dict[str, Handler] = {}
        self._of_page: Mapping[str, Handler] = {}
        self._titles = {command.name: command.text for command in commands()}
        self.refresh()

    def __getitem__(self, name: str) -> QAction:
        """Return the action of that name; an unknown one raises KeyError."""
        return self._actions[name]

    def all(self) -> tuple[QAction, ...]:
        """Return every action in the order of the menus."""
        return tuple(self._actions.values())

    def submenu(self, name: str) -> QMenu:
        """Return the menu below a name of SUBMENUS; `fill` has made it."""
        return self._submenus[name]

    def menu_of(self, names: Iterable[str], parent: QWidget) -> QMenu:
        """Return a menu of these commands, "" for a line between them, with what they are called and whether they can be given now."""
        self.refresh()
        menu = QMenu(parent)
        for name in names:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        return menu

    def fill(self, bar: QMenuBar) -> None:
        """Put the menus into `bar`."""
        for title, entries in MENUS:
            menu = bar.addMenu(self.tr(title).replace("&", ""))
            self._add_mnemonic(bar, menu, self.tr(title))
            menu.aboutToShow.connect(self.refresh)
            for command in entries:
                if command is LINE:
                    menu.addSeparator()
                elif command.name in SUBMENUS:
                    self._submenus[command.name] = menu.addMenu(self.tr(command.text))
                else:
                    menu.addAction(self._actions[command.name])

    def answer(self, handlers: Mapping[str, Handler]) -> None:
        """Answer for these commands from now on, whatever page is shown."""
        self._check(handlers)
        self._own.update(handlers)
        self.refresh()

    def show_page(self, handlers: Mapping[str, Handler]) -> None:
        """Let the page that is shown now answer, instead of the one before."""
        self._check(handlers)
        self._of_page = handlers
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask everybody again what can be done and how it is called."""
        for name, action in self._actions.items():
            handler = self._handler(name)
            action.setEnabled(handler is not None and handler.enabled())
            action.setText(self.tr(self._titles[name]) if handler is None or handler.text is None else handler.text())
            if handler is not None and handler.checked is not None:
                action.setChecked(handler.checked())

    def _add_mnemonic(self, bar: QMenuBar, menu: QMenu, title: str) -> None:
        """Let Alt and the letter after "&" open a menu, without the line that most styles draw below it all the time."""
        key = QShortcut(QKeySequence(f"Alt+{title[title.index('&') + 1]}"), bar)
        key.activated.connect(partial(bar.setActiveAction, menu.menuAction()))

    def _made(self, command: Command) -> QAction:
        action = QAction(self.tr(command.text), self)
        action.setObjectName(command.name)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setCheckable(command.checkable)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(self._on_triggered)
        return action

    @Slot()
    def _on_triggered(self) -> None:
        handler = self._handler(self.sender().objectName())
        if handler is not None and handler.enabled():
            handler.run()
            self.refresh()

    def _handler(self, name: str) -> Handler | None:
        return self._of_page.get(name) or self._own.get(name)

    def _check(self, handlers: Mapping[str, Handler]) -> None:
        unknown = set(handlers) - set(self._actions)
        if unknown:
            raise KeyError(f"there are no commands called {sorted(unknown)}")
