"""A question with two answers, of which one goes on and the other leaves all as it is."""

from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton, text_label


class Question(FramedDialog):
    """`accepted` is yes; Escape, Cancel and closing are no."""

    def __init__(self, title: str, words: str, yes: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent, width=480)
        self.set_heading(title, "", icon("help", "accent"))
        self.body.addWidget(text_label(words, wrap=True))
        cancel = PlainButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        go = PrimaryButton(yes)
        go.clicked.connect(self.accept)
        self.add_right(cancel)
        self.add_right(go, default=True)
        go.setFocus()
