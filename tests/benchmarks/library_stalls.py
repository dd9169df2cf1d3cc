"""Print the worst gaps (milliseconds) of a 2 ms ticker on the window's thread while a large library is shown and searched: `FILE`."""

import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.library.list_view import LibraryList
from fractal_desktop.ui.library.page import LibraryPage
from fractal_desktop.ui.library.template_editor import TemplateEditor
from fractal_desktop.ui.sessions.editor import SessionEditor
from fractal_desktop.ui.sessions.section_footer import SectionFooter
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme, ThemeMode
from fractal_desktop.ui.widgets import SearchBox
from fractal_desktop.ui.widgets.choice_picker import ChoicePicker
from fractal_desktop.ui.widgets.filter_chips import ActivityFilterChip
from tests.benchmarks.ui_stalls import Ticker

_TYPED = "e 19"


class Librarian:
    """Somebody with a large library, and what the window's thread stood still for meanwhile."""

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._ticker = Ticker()
        self.stalls: dict[str, float] = {}

    def notes(self, name: str, do: Callable[[], object], *, seen: Callable[[], bool] | None = None) -> None:
        """Do something and note the worst gap until the worker rests, and what is looked for is seen."""
        done: list[bool] = []

        def is_over() -> bool:
            if not done:
                done.append(True)
                do()
                return False
            return self._context.worker.is_idle and (seen is None or seen())

        self.stalls[name] = max(self.stalls.get(name, 0), self._ticker.worst_ms(is_over))

    def types(self, name: str, field: QWidget) -> None:
        """Type letter by letter, and clear the field."""
        for letter in _TYPED:
            self.notes(name, lambda letter=letter: QTest.keyClicks(field, letter))  # type: ignore[misc]
        self.notes(name, lambda: QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier))
        self.notes(name, lambda: QTest.keyClick(field, Qt.Key.Key_Backspace))

    def looks_for(self, name: str, ask: Callable[[], object]) -> None:
        """Open a pop-up with activities, type in it, and close it."""
        self.notes(f"{name}: opened", ask, seen=lambda: _popup() is not None)
        popup = _popup()
        assert popup is not None
        self.types(f"{name}: typed", popup.findChildren(SearchBox)[0])
        popup.close()


def main(path: Path) -> None:
    app = QApplication([])
    sys.setswitchinterval(0.001)  # as the program does
    gc.disable()  # the program collects when nothing else happens
    settings = Settings(Path.home() / "settings.ini")
    settings.set_text("library/kind", "1")
    context = AppContext(settings, Worker(), Theme(app, ThemeMode.LIGHT))
    workspace = Workspace.open(path)
    context.set_workspace(workspace)
    person = Librarian(context)
    idle = []
    for _ in range(5):
        person.stalls.clear()
        person.notes("idle", lambda: None)
        idle.append(person.stalls["idle"])
    person.stalls["idle"] = median(idle)
    _library(person, context)
    _session(person, context, workspace)
    print(json.dumps(person.stalls), flush=True)
    context.close_workspace()
    context.worker.close()


def _library(person: Librarian, context: AppContext) -> None:
    page = LibraryPage(context)
    page.resize(1228, 828)
    rows = page.findChild(LibraryList)
    assert rows is not None
    person.notes("library: opened", page.show, seen=lambda: rows.model().rowCount() > 0)
    person.types("library: typed", page.findChildren(SearchBox)[0])
    person.notes("library: last one", lambda: QTest.keyClick(rows, Qt.Key.Key_End))
    last = rows.current_id
    assert last is not None
    person.notes("library: changed", lambda: context.write(page, lambda there: there.library.duplicate_activity(last)))  # type: ignore[arg-type]
    person.notes("library: undone", context.undo)
    template = context.workspace.library.templates()[0]  # type: ignore[union-attr]
    person.notes("library: template", lambda: page.show_template(template.id))
    editor = page.findChild(TemplateEditor)
    assert editor is not None
    person.looks_for("template", editor._on_activity_wanted)
    page.close()


def _session(person: Librarian, context: AppContext, workspace: Workspace) -> None:
    chip = ActivityFilterChip(context)
    chip.show()
    person.looks_for("filter", chip.click)
    chip.close()
    row = workspace.practice.page(SessionQuery()).rows[0]
    editor = SessionEditor(context)
    editor.resize(706, 828)
    editor.show()
    person.notes("session: opened", lambda: editor.show_session(row.id), seen=lambda: bool(editor.findChildren(SectionFooter)))
    person.looks_for("session", editor.findChildren(SectionFooter)[0].ask_activity)
    editor.close()


def _popup() -> ChoicePicker | None:
    return next((widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ChoicePicker) and widget.isVisible()), None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
