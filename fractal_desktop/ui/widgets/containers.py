"""What groups other widgets: card, toolbar, empty state, hairline."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fractal_desktop.ui.widgets.buttons import PlainButton, PrimaryButton
from fractal_desktop.ui.widgets.labels import ElidedLabel, IconLabel, text_label


class Hairline(QFrame):
    """A line of one pixel in the colour of borders."""

    def __init__(self, orientation: Qt.Orientation = Qt.Orientation.Horizontal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "hairline")
        if orientation is Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)


class Card(QFrame):
    """White paper with a border and 16 px of padding; with a title it has a header row.

    Put contents into `body`; `header` takes more widgets right of the texts, `title_row` and `fact_row` right of each line.
    """

    def __init__(self, title: str = "", fact: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        self.header = QHBoxLayout()
        self.header.setSpacing(8)
        self._title = ElidedLabel(title, two_lines=True)
        self._title.setProperty("scale", "card")
        self._fact = ElidedLabel(fact)
        self._fact.setProperty("tone", "muted")
        self._fact.setProperty("scale", "secondary")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        self.title_row, self.fact_row = QHBoxLayout(), QHBoxLayout()
        for row, label in ((self.title_row, self._title), (self.fact_row, self._fact)):
            row.setSpacing(4)
            row.addWidget(label)
            texts.addLayout(row)
        self.header.addLayout(texts, 1)
        column.addLayout(self.header)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column.addLayout(self.body, 1)
        self.set_title(title, fact)

    def set_padding(self, across: int, between: int) -> None:
        """Keep contents away from the edges by this much on all sides, and from the header."""
        column = self.layout()
        assert column is not None
        column.setContentsMargins(across, across, across, across)
        column.setSpacing(between)

    def set_title(self, title: str, fact: str = "") -> None:
        """Say what is found, and below it the measure and its unit; a card without a title has no header."""
        self._title.setText(title)
        self._fact.setText(fact)
        self._title.setVisible(bool(title))
        self._fact.setVisible(bool(fact))
        self.setAccessibleName(title)


class PageToolbar(QWidget):
    """The row above a page, 48 high with a hairline below; add widgets to `row`."""

    def __init__(self, surface: str = "base", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", surface)
        self.setProperty("toolbar", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 8, 12, 8)
        self.row.setSpacing(8)


class EmptyState(QWidget):
    """One sentence that says what will be here, and at most one button."""

    activated = Signal()
    """The button was pressed."""

    def __init__(
        self, sentence: str, button: str = "", glyph: QIcon | None = None, *, primary: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        if glyph is not None:
            column.addWidget(IconLabel(glyph, 24), 0, Qt.AlignmentFlag.AlignHCenter)
        self._sentence = text_label(sentence, tone="muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._sentence)
        self._button: QPushButton = PrimaryButton(button) if primary else PlainButton(button)
        self._button.clicked.connect(self.activated)
        if not button:
            self._button.hide()
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def set_sentence(self, sentence: str, button: str = "") -> None:
        """Say something else; without `button` there is none."""
        self._sentence.setText(sentence)
        self._button.setText(button)
        self._button.setVisible(bool(button))
