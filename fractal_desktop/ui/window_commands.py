"""What the window itself answers for among the commands: navigation, undo, files, looks, help."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup

from fractal_desktop.ui.actions import RECENT, THEME, Handler
from fractal_desktop.ui.beginnings import Beginnings
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.files import Files
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.theme import ThemeMode

_LONGEST = 60
"""So many characters of what Undo takes back stand in the menu."""


class WindowCommands(QObject):
    """Joins the menus to the window, the files and the context."""

    def __init__(self, context: AppContext, window: MainWindow, files: Files, beginnings: Beginnings) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._files = files
        self._beginnings = beginnings
        window.commands.answer(self._handlers())
        window.status.zone_pressed.connect(self._show_zone)
        context.settings.changed.connect(self._on_setting_changed)
        self._fill_recent()
        self._fill_themes()

    def _handlers(self) -> dict[str, Handler]:
        return {
            **{f"view.{name}": Handler(partial(self._window.show_page, name), self._is_open) for name in self._window.furniture.page_names},
            "view.full_screen": Handler(self._toggle_full_screen, checked=self._window.isFullScreen),
            "file.new": Handler(self._beginnings.ask_for_new),
            "file.open": Handler(self._files.ask_for_file),
            "file.sample": Handler(self._beginnings.look_around),
            "file.settings": Handler(self._show_settings),
            "file.quit": Handler(self._quit),
            "goal.new_fractal": Handler(self._beginnings.start_fractal, self._may_begin),
            "session.attention": Handler(self._files.show_attention, self._is_open),
            "edit.undo": Handler(self._context.undo, self._can_undo, self._undo_text),
            "edit.redo": Handler(self._context.redo, self._can_redo, self._redo_text),
            "help.commands": Handler(self._window.open_palette),
            "help.shortcuts": Handler(self._show_shortcuts),
            "help.about": Handler(self._show_about),
        }

    def _is_open(self) -> bool:
        return self._context.workspace is not None

    def _may_begin(self) -> bool:
        return self._context.workspace is None or self._context.can_write

    def _labels(self) -> tuple[str | None, str | None]:
        workspace = self._context.workspace
        return (None, None) if workspace is None else (workspace.history.undo_label, workspace.history.redo_label)

    def _can_undo(self) -> bool:
        return self._labels()[0] is not None

    def _can_redo(self) -> bool:
        return self._labels()[1] is not None

    def _undo_text(self) -> str:
        return self.tr("&Undo {what}").format(what=_plain(self._labels()[0])).rstrip()

    def _redo_text(self) -> str:
        return self.tr("&Redo {what}").format(what=_plain(self._labels()[1])).rstrip()

    def _toggle_full_screen(self) -> None:
        self._window.showNormal() if self._window.isFullScreen() else self._window.showFullScreen()

    def _quit(self) -> None:
        self._window.close()

    def _show_settings(self) -> None:
        from fractal_desktop.ui.settings_dialog import SettingsDialog

        SettingsDialog(self._context.settings, self._window).open()

    @Slot()
    def _show_zone(self) -> None:
        from fractal_desktop.ui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._context.settings, self._window)
        dialog.open()
        dialog.focus_zone()

    def _show_shortcuts(self) -> None:
        from fractal_desktop.ui.help_dialogs import ShortcutSheet

        ShortcutSheet(self._window).open()

    def _show_about(self) -> None:
        from fractal_desktop.ui.help_dialogs import AboutDialog

        AboutDialog(self._window).open()

    @Slot(str)
    def _on_setting_changed(self, name: str) -> None:
        if name == "recent":
            self._fill_recent()
        elif name == "theme":
            self._fill_themes()

    def _fill_recent(self) -> None:
        menu = self._window.commands.submenu(RECENT)
        menu.clear()
        files = self._context.settings.recent_files
        menu.setEnabled(bool(files))
        for path, text in zip(files, _told_apart(files), strict=True):
            action = menu.addAction(_plain(text))
            action.setData(str(path))
            action.setToolTip(str(path))
            action.triggered.connect(self._on_recent)
        if files:
            menu.addSeparator()
            menu.addAction(self.tr("Forget These")).triggered.connect(self._context.settings.forget_recent_files)

    @Slot()
    def _on_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._files.open(Path(action.data()))

    def _fill_themes(self) -> None:
        menu = self._window.commands.submenu(THEME)
        menu.clear()
        group = QActionGroup(menu)
        texts = (self.tr("As on This &Computer"), self.tr("&Light"), self.tr("&Dark"))
        for mode, text in zip(ThemeMode, texts, strict=True):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(mode is self._context.settings.theme)
            action.setData(mode.value)
            group.addAction(action)
        group.triggered.connect(self._on_theme)

    @Slot(QAction)
    def _on_theme(self, action: QAction) -> None:
        self._context.settings.theme = ThemeMode(action.data())


def _plain(text: str | None) -> str:
    """Return a text whose "&" are shown in a menu as they are; one that would be wider than a menu is cut."""
    shown = text or ""
    return (shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1].rstrip()}…").replace("&", "&&")


def _told_apart(files: tuple[Path, ...]) -> Iterator[str]:
    """Yield the name of each file, with its folder where two have the same name."""
    names = [path.name for path in files]
    for path in files:
        yield path.name if names.count(path.name) == 1 else f"{path.name} – {path.parent.name}"
