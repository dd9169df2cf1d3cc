"""Whoever comes back from another program sees what was written there."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication

from fractal_desktop.ui.context import AppContext


class ComingBack(QObject):
    """Has the file looked at whenever the program gets the focus; a timer would wake a machine that rests."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._on_state_changed)

    @Slot(Qt.ApplicationState)
    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._context.look_around()
