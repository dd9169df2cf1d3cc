"""What comes to the window from outside: it is to be closed, or files are dragged onto it."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog
from typing_extensions import override

from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.leaving import leave
from fractal_desktop.ui.main_window import MainWindow

FILE_SUFFIXES = (".db", ".sqlite", ".sqlite3")


class WindowDoor(QObject):
    """Lets the window close only when everything is saved or given up, and takes databases that are dropped."""

    closing = Signal()
    """The window closes: what is to be remembered is to be noted now."""

    def __init__(self, context: AppContext, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._may_close = False
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what the window is told about closing and about files dragged onto it."""
        if event.type() == QEvent.Type.Close:
            return self._on_close(event)
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return self._on_drag(event)
        return False

    def _on_close(self, event: QEvent) -> bool:
        dialog = next((dialog for dialog in self._window.findChildren(QDialog) if dialog.isVisible()), None)
        if dialog is not None:
            dialog.finished.connect(self._window.close, Qt.ConnectionType.QueuedConnection)
            dialog.reject()  # one that works stops first
        elif not self._may_close:
            leave(self._context, self._window, self._close_now)
        if self._may_close:
            self.closing.emit()
            return False
        event.ignore()
        return True

    def _on_drag(self, event: QDropEvent) -> bool:
        files = _databases(event.mimeData())
        if not files:
            return False
        event.acceptProposedAction()
        if not isinstance(event, QDragEnterEvent):
            self._window.files_dropped.emit(files)
        return True

    def _close_now(self) -> None:
        """Close, now or, where a dialog had to ask, in a moment: Qt ignores a close within a close."""
        self._may_close = True
        QTimer.singleShot(0, self._window.close)


def _databases(mime: QMimeData) -> list[Path]:
    """Return the local files among what is dragged that may be databases."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in FILE_SUFFIXES]
