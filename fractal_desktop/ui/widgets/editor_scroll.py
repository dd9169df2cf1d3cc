"""What every editor stands on: a page that scrolls up and down."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from fractal_desktop.ui.widgets.title_field import NAME_INDENT

_PADDING = 24


class EditorScroll(QScrollArea):
    """Shows a head and, below it and in line with the name in it, a body; both are as wide as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_page(self, head: QWidget, body: QLayout, spacing: int) -> QVBoxLayout:
        """Put both on the page and return its layout; `spacing` is left between them."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(_PADDING - NAME_INDENT, 14, _PADDING, _PADDING)
        column.setSpacing(spacing)
        column.addWidget(head)
        body.setContentsMargins(NAME_INDENT, 0, 0, 0)
        column.addLayout(body)
        column.addStretch(1)
        self.setWidget(page)
        for part in (page, self.viewport()):  # setWidget has switched it on
            part.setAutoFillBackground(False)
        return column
