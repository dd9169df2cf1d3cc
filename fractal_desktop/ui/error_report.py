"""What is shown when the program did something nobody expected: a report to copy, once, and it goes on."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from fractal_desktop import log
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton


class ErrorReport(FramedDialog):
    """Says that something went wrong inside, and offers the report for copying."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent, width=640)
        fact = self.tr("What you entered is kept, and the program goes on. The report holds nothing that you wrote.")
        self.set_heading(self.tr("Something went wrong in the program"), fact, icon("error", "danger"))
        self._text = QPlainTextEdit(report)
        self._text.setReadOnly(True)
        self._text.setMinimumHeight(220)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setAccessibleName(self.tr("Report"))
        self.body.addWidget(self._text)
        self._copy = PlainButton(self.tr("Copy report"), icon("copy"))
        self._copy.clicked.connect(self._on_copy)
        close = PrimaryButton(self.tr("Go on"))
        close.clicked.connect(self.accept)
        self.add_left(self._copy)
        self.add_right(close, default=True)
        close.setFocus()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._copy.setText(self.tr("Copied"))


class ErrorReporter(QObject):
    """Shows reports over a window; what is reported on another thread is carried over to the window's."""

    _reported = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: ErrorReport | None = None
        self._reported.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def report(self, text: str) -> None:
        """Show a report soon; may be called from any thread. While one is shown, further ones are only logged."""
        self._reported.emit(text)

    @Slot(object)
    def report_error(self, error: Exception) -> None:
        """Show the report of an exception that is logged already."""
        self._reported.emit(log.report(error))

    @Slot(str)
    def _show(self, text: str) -> None:
        if self._dialog is None:
            self._dialog = ErrorReport(text, self._window)
            self._dialog.finished.connect(self._on_closed)
            self._dialog.open()

    @Slot()
    def _on_closed(self) -> None:
        self._dialog = None
