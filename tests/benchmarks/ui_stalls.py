"""Print the worst gaps (milliseconds) of a 2 ms ticker on the window's thread: idle, while charts load, while they load again: `FILE`."""

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.period_bar import PeriodBar
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme, ThemeMode

WINDOW_SECONDS = 0.5


class Ticker:
    """Notes the time between ticks that come every 2 ms."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._worst = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def worst_ms(self, done: Callable[[], bool]) -> float:
        """Run the event loop until `done`, at least for half a second; return the longest gap."""
        self._last, self._worst = time.perf_counter(), 0.0
        until = time.monotonic() + WINDOW_SECONDS
        while time.monotonic() < until or not done():
            QApplication.processEvents()
            time.sleep(0.0002)
        return self._worst * 1000

    def _tick(self) -> None:
        now = time.perf_counter()
        self._worst = max(self._worst, now - self._last)
        self._last = now


def main(path: Path) -> None:
    app = QApplication([])
    sys.setswitchinterval(0.001)  # as the program does
    gc.disable()  # the program collects when nothing else happens
    context = AppContext(Settings(Path.home() / "settings.ini"), Worker(), Theme(app, ThemeMode.LIGHT))
    context.set_workspace(Workspace.open(path, read_only=True))
    page = AnalyticsPage(context)
    window = QStackedWidget()  # it shows another page first, as the program does
    window.addWidget(QWidget())
    window.addWidget(page)
    window.resize(1228, 828)
    window.show()
    ticker = Ticker()
    idle = [ticker.worst_ms(lambda: True) for _ in range(2)][1:]
    window.setCurrentWidget(page)
    first = ticker.worst_ms(lambda: page.is_complete)
    period = page.findChild(PeriodBar)
    again = []
    for index in (4, 3, 4, 2, 4, 3, 4):
        idle.append(ticker.worst_ms(lambda: True))
        period._on_preset_chosen(index)
        again.append(ticker.worst_ms(lambda: page.is_complete))
    print(json.dumps({"idle_ms": median(idle), "first_ms": first, "again_ms": median(again)}), flush=True)
    context.close_workspace()
    context.worker.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
