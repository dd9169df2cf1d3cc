"""Print how long the session editor takes to show a short and a long session, and its worst stalls idle and while one types: `FILE`.

The sessions in the file are called "6" and "60", for the items in them. Milliseconds; stalls are gaps of a 2 ms ticker on the
window's thread.
"""

import gc
import json
import sys
import time
from pathlib import Path
from statistics import median

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.editor import SessionEditor
from fractal_desktop.ui.sessions.set_grid import SetGrid
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme, ThemeMode
from tests.benchmarks.ui_stalls import Ticker

_OPENINGS = 9
_TYPED = ("61", "62.5", "7", "80", "63", "99")


def main(path: Path) -> None:
    app = QApplication([])
    sys.setswitchinterval(0.001)  # as the program does
    gc.disable()  # the program collects when nothing else happens
    context = AppContext(Settings(Path.home() / "settings.ini"), Worker(), Theme(app, ThemeMode.LIGHT))
    workspace = Workspace.open(path)
    context.set_workspace(workspace)
    sessions = {row.name: row.id for row in workspace.practice.page(SessionQuery()).rows}
    editor = SessionEditor(context)
    editor.resize(706, 828)
    editor.show()
    editor.activateWindow()
    openings = {name: [_opening(editor, sessions[name]) for _ in range(_OPENINGS)][2:] for name in ("6", "60")}
    ticker = Ticker()
    typing, idle = [], []
    for text in _TYPED:
        idle.append(ticker.worst_ms(lambda: True))
        typing.append(ticker.worst_ms(_typed(editor, text, context)))
    stalls = {"idle_ms": median(idle), "typing_ms": median(typing)}
    print(json.dumps({"few_ms": median(openings["6"]), "many_ms": median(openings["60"]), **stalls}), flush=True)
    context.close_workspace()
    context.worker.close()


def _opening(editor: SessionEditor, session_id: SessionId) -> float:
    """Return the milliseconds from asking for a session until it is painted."""
    editor.show_session(None)
    QTest.qWait(30)
    shown: list[str] = []
    editor.session_shown.connect(shown.append)
    begun = time.perf_counter()
    editor.show_session(session_id)
    while not shown:
        QApplication.processEvents()
    editor.repaint()
    seconds = time.perf_counter() - begun
    editor.session_shown.disconnect(shown.append)
    QTest.qWait(60)
    return seconds * 1000


class _typed:  # noqa: N801 - called like a function
    """Types into one value after the other, a key for each time it is asked; tells when the autosave has come back."""

    def __init__(self, editor: SessionEditor, text: str, context: AppContext) -> None:
        self._editor = editor
        self._context = context
        grid = next(each for each in editor.findChildren(SetGrid) if each.isVisible())
        grid.focus_first()
        self._keys = [*text, Qt.Key.Key_Return, *text]
        self._next = 0.0
        self._writes: list[object] = []
        context.changed.connect(self._writes.append)

    def __call__(self) -> bool:
        now = time.monotonic()
        if self._keys and now >= self._next:
            self._next = now + 0.06
            key = self._keys.pop(0)
            field = self._editor.focusWidget()
            assert field is not None
            QTest.keyClicks(field, key) if isinstance(key, str) else QTest.keyClick(field, key)
        return bool(self._writes) and self._context.worker.is_idle and not self._keys


if __name__ == "__main__":
    main(Path(sys.argv[1]))
