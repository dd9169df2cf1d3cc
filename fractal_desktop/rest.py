"""What is built after the first paint: furniture, then services, files, commands, error reports and later starts."""

import logging
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, SignalInstance, Slot

from fractal_desktop import __version__, log, paths
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.error_report import ErrorReporter
from fractal_desktop.ui.garbage import GarbageCollection
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.quit_signals import QuitSignals
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.single_instance import Doorkeeper, server_name
from fractal_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from fractal_desktop.filing import Filing

_logger = logging.getLogger(__name__)


class Rest(QObject):
    """Furnishes the window, loads the services on the worker, then opens the file; takes all of it apart again."""

    def __init__(self, settings: Settings, theme: Theme, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._file: Path | None = None
        self._filing: Filing | None = None
        self._wanted: SignalInstance | None = None
        theme.follow_system()
        self._context = AppContext(settings, Worker(self), theme, parent=self)
        window.furnish(self._context)
        self._build_reports()
        self._garbage = GarbageCollection(self)
        self._signals = QuitSignals(self)
        self._signals.received.connect(window.close)
        self._doorkeeper = Doorkeeper(server_name(paths.data_folder()), self)
        self._doorkeeper.knocked.connect(self._on_knocked)

    @property
    def is_ready(self) -> bool:
        """Return whether the services are loaded and nothing is being done."""
        return self._filing is not None and self._context.worker.is_idle

    def begin(self, file: Path | None) -> None:
        """Open `file`, else the one of last time; where there is none, show the start page."""
        self._file = file
        if self._is_first_start():
            start = self._window.show_start()
            start.set_place(self._context.settings.database)
            for door in (start.fractal_wanted, start.file_wanted, start.sample_wanted, start.place_wanted):
                door.connect(partial(self._remember, door))
        self._context.worker.run(self, _load_services, self._on_loaded)
        _logger.info("version %s ready", __version__)

    def close(self) -> None:
        """Close the file, end the worker and stop what listens."""
        self._doorkeeper.close()
        self._signals.stop()
        self._garbage.stop()
        if self._filing is not None:
            self._filing.close()
        self._context.worker.close()

    def _is_first_start(self) -> bool:
        return self._file is None and not self._context.settings.database.exists()

    def _on_loaded(self, _: None) -> None:
        from fractal_desktop.filing import Filing

        self._filing = Filing(self._context, self._window)
        if self._is_first_start():
            self._filing.show_start()
            if self._wanted is not None:
                self._wanted.emit()
        else:
            self._filing.open(self._file or self._context.settings.database)

    def _remember(self, door: SignalInstance) -> None:
        """Keep in mind which door was opened before there was anything behind it."""
        if self._filing is None:
            self._wanted = door

    def _build_reports(self) -> None:
        log.set_up_log(paths.log_folder())
        reporter = ErrorReporter(self._window)
        log.install_excepthook(reporter.report)
        self._context.failed_unexpectedly.connect(reporter.report_error)

    @Slot(object)
    def _on_knocked(self, path: Path | None) -> None:
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
        if path is not None and self._filing is not None:
            self._filing.open(path)


def _load_services() -> None:
    """Load SQLAlchemy and what stands on it; on the worker, since it takes a third of a second."""
    import_module("fractal_desktop.services.workspace")
    import_module("fractal_desktop.services.schema")
