"""Print the worst gaps (milliseconds) of a 2 ms ticker on the window's thread while charts load, and load again: `FILE`.

Beside each stands that of an idle window for just as long: the longer one looks, the longer a gap of the machine's own is seen.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from functools import partial
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


def _loading_and_idle(ticker: Ticker, page: AnalyticsPage, begin: Callable[[], None]) -> tuple[float, float]:
    """Return the worst gap while what `begin` asks for loads, and that of as long a time afterwards in which nothing is asked."""
    started = time.monotonic()
    begin()
    loading = ticker.worst_ms(lambda: page.is_complete)
    ended = time.monotonic()
    return loading, ticker.worst_ms(lambda: time.monotonic() - ended >= ended - started)


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
    ticker.worst_ms(lambda: True)
    first, first_idle = _loading_and_idle(ticker, page, lambda: window.setCurrentWidget(page))
    period = page.findChild(PeriodBar)
    again = [_loading_and_idle(ticker, page, partial(period._on_preset_chosen, index)) for index in (4, 3, 4, 2, 4, 3, 4)]
    loading, idle = (median(gaps) for gaps in zip(*again, strict=True))
    print(json.dumps({"first_ms": first, "first_idle_ms": first_idle, "again_ms": loading, "idle_ms": idle}), flush=True)
    context.close_workspace()
    context.worker.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
