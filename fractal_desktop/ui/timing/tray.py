"""The tray icon while a timer runs: what runs, and Pause, Stop and Show without looking for the window."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from fractal_desktop.domain.duration import clock
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.timing.strip import shortened
from fractal_desktop.ui.timing.watch import TimerWatch


class TimerTray(QObject):
    """Made where the desktop has a tray; the icon is there only while a timer runs."""

    def __init__(self, context: AppContext, watch: TimerWatch, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._watch = watch
        self._window = window
        self._menu = QMenu(window)
        self._what = self._menu.addAction("")
        self._what.setEnabled(False)
        self._menu.addSeparator()
        self._menu.addAction(icon("pause"), self.tr("Pause")).triggered.connect(watch.pause)
        self._menu.addAction(icon("stop"), self.tr("Stop")).triggered.connect(watch.stop)
        self._menu.addAction(self.tr("Show Fractal Desktop")).triggered.connect(self._on_show)
        self._icon = QSystemTrayIcon(icon("clock", "accent"), self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        watch.renewed.connect(self._show)
        watch.ticked.connect(self._show_time)
        self._show()

    @property
    def text(self) -> str:
        """Return what the icon says; "" while nothing runs."""
        return self._icon.toolTip() if self._watch.running is not None else ""

    @Slot()
    def _show(self) -> None:
        self._show_time()
        self._icon.setVisible(self._watch.running is not None and QSystemTrayIcon.isSystemTrayAvailable())

    @Slot()
    def _show_time(self) -> None:
        running = self._watch.running
        if running is not None:
            text = f"{shortened(running.item_name or running.session_name)} {clock(running.elapsed_seconds(self._context.now()))}"
            self._icon.setToolTip(text)
            self._what.setText(text)

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._on_show()

    @Slot()
    def _on_show(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()
