"""The length of a session in large figures, and what it was taken from."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget
from typing_extensions import override

from fractal_desktop.domain.duration import clock
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import ElidedLabel, text_label


class Figures(QLabel):
    """Figures that change every second: a QLabel would have the page laid out anew each time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures = "-"
        self.setProperty("scale", "page")

    def show_figures(self, text: str) -> None:
        """Show these; only another number of them asks for other room."""
        longer = len(text) != len(self._figures)
        if text != self._figures:
            self._figures = text
            self.update()
        if longer:
            self.updateGeometry()

    @override
    def text(self) -> str:
        return self._figures

    @override
    def sizeHint(self) -> QSize:
        """Return the room for so many figures, whichever they are."""
        metrics = self.fontMetrics()
        widest = "".join("0" if figure.isdigit() else figure for figure in self._figures)
        return QSize(metrics.horizontalAdvance(widest) + 2, metrics.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.contentsRect()
        self.style().drawItemText(painter, room, self.alignment(), self.palette(), self.isEnabled(), self._figures, self.foregroundRole())


class DurationBlock(QWidget):
    """The length in large figures, and what it was taken from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = text_label(self.tr("Duration"), scale="secondary", tone="muted")
        self._figures = Figures()
        self._source = ElidedLabel()
        set_look(self._source, scale="caption", tone="muted")
        self._words = ("", "")
        self._upright = True
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for label in (self._title, self._figures, self._source):
            self._box.addWidget(label)
        self._box.addStretch(1)
        self.set_upright(True)

    def show_length(self, seconds: int | None, source: str, plan: str) -> None:
        """Show a length, where it comes from and what was planned."""
        self._figures.show_figures(clock(seconds))
        self._figures.setAccessibleName(self.tr("Duration {0}").format(clock(seconds)))
        if (source, plan) != self._words:
            self._words = (source, plan)
            self._say()

    def set_upright(self, upright: bool) -> None:
        """Stand as a column on the right, or lie as a line."""
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(4 if upright else 10)
        self._upright = upright
        self._say()
        side = Qt.AlignmentFlag.AlignRight if upright else Qt.AlignmentFlag.AlignLeft
        for label in (self._title, self._figures, self._source):
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def _say(self) -> None:
        """Say both where there is room for it."""
        source, plan = self._words
        both = " · ".join(part for part in self._words if part)
        self._source.setText(both if self._upright else source or plan)
        self._source.setAccessibleDescription(both)
