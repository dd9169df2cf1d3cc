"""What was typed into something that another program took away meanwhile: it can be stored nowhere, so it is shown, to be copied."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton


class UnsavedText(FramedDialog):
    """Shows the text, and puts it into the clipboard if that is wanted."""

    def __init__(self, why: str, parent: QWidget) -> None:
        super().__init__("", parent=parent, width=480)
        fact = self.tr("{why} Another program has deleted it. Here is what you typed, so that you can put it elsewhere.")
        self.set_heading(self.tr("What you typed could not be saved"), fact.format(why=why), icon("warning", "warning"), "warning")
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setMinimumHeight(120)
        self._text.setAccessibleName(self.tr("What you typed"))
        self.body.addWidget(self._text)
        self._copy = PrimaryButton(self.tr("Copy text"))
        self._copy.clicked.connect(self._on_copy)
        close = PlainButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        self.add_right(close)
        self.add_right(self._copy, default=True)
        self._copy.setFocus()

    def add_text(self, text: str) -> None:
        """Show this below what is shown already."""
        self._text.appendPlainText(text)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._copy.setText(self.tr("Copied"))


class UnsavedTexts(QObject):
    """Shows such texts over the window, all that come at the same time in one dialog."""

    def __init__(self, context: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: UnsavedText | None = None
        context.text_refused.connect(self._on_refused)

    @Slot(str, str)
    def _on_refused(self, why: str, text: str) -> None:
        if self._dialog is None:
            self._dialog = UnsavedText(why, self._window)
            self._dialog.finished.connect(self._on_closed)
            self._dialog.open()
        self._dialog.add_text(text)

    @Slot()
    def _on_closed(self) -> None:
        self._dialog = None
