"""Print the milliseconds of the analytics page over all time, from asking until every card is painted, and of a bare scan: `FILE`.

Each is the median of rounds taken in turns: `{"page_ms": …, "first_page_ms": …, "scan_ms": …}`. The plots are loaded before.
"""

import gc
import json
import sqlite3
import sys
import time
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.period_bar import PeriodBar
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme, ThemeMode

ROUNDS = 3
_TWELVE_MONTHS, _ALL = 3, 4
SCAN = "SELECT count(session_start), sum(total_duration_seconds) FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession'"


def main(path: Path) -> None:
    app = QApplication([])
    sys.setswitchinterval(0.001)  # as the program does
    gc.disable()  # the program collects when nothing else happens
    context = AppContext(Settings(Path.home() / "settings.ini"), Worker(), Theme(app, ThemeMode.LIGHT))
    context.set_workspace(Workspace.open(path, read_only=True))
    page = AnalyticsPage(context)
    page.resize(1228, 3000)  # tall enough for every card to be seen
    page.show()
    bare = sqlite3.connect(path)
    period = page.findChild(PeriodBar)

    def shown() -> float:
        begun = time.perf_counter()
        while not (page.is_complete and all(card.updatesEnabled() for card in page.findChildren(ChartCard))):
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # as the program does: asking all the time slows the worker
        app.processEvents()  # what the last answer has painted
        return (time.perf_counter() - begun) * 1000

    def scanned() -> float:
        begun = time.perf_counter()
        bare.execute(SCAN).fetchone()
        return (time.perf_counter() - begun) * 1000

    shown()
    first, pages, scans = 0.0, [], [scanned()]
    for number in range(ROUNDS):
        period._on_preset_chosen(_TWELVE_MONTHS)
        shown()
        period._on_preset_chosen(_ALL)
        pages.append(shown())
        first = first if number else pages[0]
        scans.append(scanned())
    print(json.dumps({"page_ms": median(pages), "first_page_ms": first, "scan_ms": median(scans)}), flush=True)
    context.close_workspace()
    context.worker.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
