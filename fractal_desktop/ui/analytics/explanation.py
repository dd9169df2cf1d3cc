"""What stands behind the "?" of a card or a tile: what is counted, what is left out and why, by which formula."""

from PySide6.QtCore import QPoint, QSize, Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets.buttons import ToolIconButton
from fractal_desktop.ui.widgets.labels import text_label
from fractal_desktop.ui.widgets.popup import Popup

_WIDTH = 380


class ExplanationPopup(Popup):
    """A heading and a text of one or more paragraphs. It takes the focus, so that it is read aloud, and goes by Escape."""

    def __init__(self, heading: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(text_label(heading, weight="strong", wrap=True))
        for paragraph in text.splitlines():
            column.addWidget(text_label(paragraph, scale="secondary", wrap=True))
        self.setFixedWidth(_WIDTH)
        self.setFixedHeight(column.totalHeightForWidth(_WIDTH))


class ExplanationButton(ToolIconButton):
    """The "?" itself; not there as long as there is nothing to explain."""

    def __init__(self, size: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(icon("help", "muted"), tr("What is counted"), size=size, parent=parent)
        self.setProperty("kind", "chip")  # without padding
        self.setIconSize(QSize(14, 14))
        self._heading = ""
        self._text = ""
        self.clicked.connect(self._open)
        self.hide()

    @property
    def explanation(self) -> str:
        """Return what it explains; "" if nothing."""
        return self._text

    def explain(self, heading: str, text: str) -> None:
        """Explain `heading`; each line of `text` is a paragraph, and "" takes the button away."""
        self._heading, self._text = heading, text
        self.setVisible(bool(text))
        self.setAccessibleName(tr("What is counted: {name}").format(name=heading))

    @Slot()
    def _open(self) -> None:
        popup = ExplanationPopup(self._heading, self._text, self)
        reaches_out = self.mapTo(self.window(), QPoint(0, 0)).x() + popup.width() > self.window().width()
        popup.show_below(self, right=reaches_out)
        popup.setFocus(Qt.FocusReason.PopupFocusReason)
