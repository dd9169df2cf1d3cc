"""Print how long the Goals page takes from the open file to its first painted lines, and the memory it took: `FILE`."""

import json
import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.drop_tree_view import DropTreeView
from fractal_desktop.ui.goals.page import GoalsPage
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme, ThemeMode


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def main(path: Path) -> None:
    app = QApplication([])
    context = AppContext(Settings(Path.home() / "settings.ini"), Worker(), Theme(app, ThemeMode.LIGHT))
    context.set_workspace(Workspace.open(path, read_only=True))
    before = resident_mb()
    begun = time.perf_counter()
    page = GoalsPage(context)
    page.resize(1228, 828)
    page.show()
    model = page.findChild(DropTreeView).model()
    while model.rowCount() == 0:
        app.processEvents()
    page.repaint()
    seconds = time.perf_counter() - begun
    until = time.monotonic() + 1.5  # the times of all goals are read a little later
    while time.monotonic() < until or not context.worker.is_idle:
        app.processEvents()
        time.sleep(0.001)
    print(json.dumps({"seconds": seconds, "grown_mb": resident_mb() - before}), flush=True)
    context.close_workspace()
    context.worker.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
