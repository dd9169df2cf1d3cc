"""The bar that offers Undo, and the row that shows how far something is."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets.buttons import PlainButton, ToolIconButton
from fractal_desktop.ui.widgets.labels import ElidedLabel, IconLabel, text_label

_SHOWN_MS = 10_000


class UndoBar(QFrame):
    """A sentence on the green ground of a selection, with "Undo", for ten seconds (as long as the pointer rests on it, longer)."""

    undo_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time_over)
        self._build()
        self.hide()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 12, 8)
        row.setSpacing(10)
        self._done = IconLabel(icon("check", "accent"))
        self._problem = IconLabel(icon("warning", "danger"))
        self._text = ElidedLabel()
        self._text.setProperty("weight", "medium")
        self._undo = PlainButton(self.tr("Undo"), icon("undo"))
        self._undo.clicked.connect(self._on_undo)
        self._close = ToolIconButton(icon("close"), self.tr("Close"), size=28)
        self._close.clicked.connect(self.hide)
        row.addWidget(self._done)
        row.addWidget(self._problem)
        row.addWidget(self._text)
        row.addWidget(self._undo)
        row.addStretch(1)
        row.addWidget(self._close)

    def show_text(self, text: str, *, undoable: bool = False, problem: bool = False) -> None:
        """Show `text`; a problem stands until it is closed or replaced."""
        self._text.setText(text)
        self._undo.setVisible(undoable)
        self._done.setVisible(not problem)
        self._problem.setVisible(problem)
        self.setAccessibleName(text)
        set_look(self, state="problem" if problem else "")
        self.show()
        if problem:
            self._timer.stop()
        else:
            self._timer.start(_SHOWN_MS)

    @Slot()
    def _on_time_over(self) -> None:
        if self.underMouse() or self._undo.hasFocus() or self._close.hasFocus():
            self._timer.start(_SHOWN_MS)
        else:
            self.hide()

    @Slot()
    def _on_undo(self) -> None:
        self.hide()
        self.undo_pressed.emit()


class ProgressRow(QWidget):
    """A bar with the step's name above left, what it is at beside it, and the share right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._step = text_label(weight="strong")
        self._detail = ElidedLabel()
        self._detail.setProperty("tone", "muted")
        self._share = text_label(tone="muted")
        self._share.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._step)
        row.addWidget(self._detail, 1)
        row.addWidget(self._share)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        column.addLayout(row)
        column.addWidget(self._bar)

    def set_progress(self, step: str, detail: str = "", share: float | None = None) -> None:
        """Say what is done and how much of all is (0 to 1); None where nobody can tell."""
        self._step.setText(step)
        self._detail.setText(detail)
        self._bar.setRange(0, 0 if share is None else 1000)
        if share is not None:
            self._bar.setValue(round(share * 1000))
        self._share.setText("" if share is None else self.tr("{share} %").format(share=int(share * 100)))
        self._bar.setAccessibleName(step)


class Banner(QFrame):
    """A sentence on amber above a page, for as long as it is true."""

    def __init__(self, glyph: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 16, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel(icon(glyph, "warning")))
        self._text = ElidedLabel()
        set_look(self._text, tone="warning", weight="medium")
        row.addWidget(self._text, 1)
        self.hide()

    def show_text(self, text: str) -> None:
        """Say this; "" takes the banner away."""
        self._text.setText(text)
        self.setVisible(bool(text))
