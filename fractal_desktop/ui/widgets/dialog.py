"""The frame of every dialog: title, one line of fact, contents, a footer; the window behind is dimmed."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.ui.theme import current_tokens, set_look
from fractal_desktop.ui.widgets.labels import ElidedLabel, IconLabel, text_label


class FramedDialog(QDialog):
    """A dialog over its dimmed window: put contents into `body`, buttons by `add_left` and `add_right`.

    Show it with `open()`: it is modal to its window, but nothing waits for it. Escape rejects; override `reject` where
    closing is not allowed. It is destroyed when it closes.
    """

    def __init__(self, title: str, fact: str = "", parent: QWidget | None = None, *, width: int = 620, shrinks: bool = False) -> None:
        """`shrinks` lets it become lower again where there is less to say than before."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._width = width
        self._shrinks = shrinks
        self._dimming: Dimming | None = None
        self._build(title, fact)

    def set_heading(self, title: str, fact: str = "", sign: QIcon | None = None, tone: str = "") -> None:
        """Replace title and fact; `sign` is shown in a round field before them, green or in the tone "warning" or "danger"."""
        self.setWindowTitle(title)
        self._title.setText(title)
        self._fact.setText(fact)
        self._fact.setVisible(bool(fact))
        self._sign_field.setVisible(sign is not None)
        if sign is not None:
            self._sign.set_icon(sign)
            set_look(self._sign_field, tone=tone)

    def add_field(self, title: str, field: QWidget) -> None:
        """Put a field into the body, its title right above it."""
        label = text_label(title, tone="muted", scale="secondary")
        label.setBuddy(field)
        self.body.setSpacing(4)
        self.body.addWidget(label)
        self.body.addWidget(field)

    def add_left(self, widget: QWidget) -> None:
        """Put a side action or a sentence into the footer's left."""
        self._left.insertWidget(self._left.count() - 1, widget, 1 if isinstance(widget, QLabel) else 0)

    def add_right(self, button: QPushButton, *, default: bool = False) -> None:
        """Put a button into the footer's right, the primary one last; the default is pressed by Enter."""
        self._right.addWidget(button)
        if default:
            button.setAutoDefault(True)
            button.setDefault(True)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is not None and self._dimming is None:
            window = parent.window()
            self._dimming = Dimming(window)
            self.destroyed.connect(self._dimming.deleteLater)  # with its parent it goes without being closed
            self._centre_over(window)

    @override
    def event(self, event: QEvent) -> bool:
        """Grow where a sentence has come in: Qt asks for the least height of wrapped text only when the width changes."""
        if event.type() != QEvent.Type.LayoutRequest:
            return super().event(event)  # of a deleted dialog nothing may be asked afterwards
        handled, layout = super().event(event), self.layout()
        if self.isVisible() and layout is not None:
            needed = layout.totalMinimumHeightForWidth(self.width())
            self.resize(self.width(), needed if self._shrinks else max(self.height(), needed))
        return handled

    @override
    def done(self, result: int) -> None:
        if self._dimming is not None:
            self._dimming.hide()  # at once: deletion waits for the event loop
            self._dimming.deleteLater()
            self._dimming = None
        super().done(result)

    def _build(self, title: str, fact: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 20, 24, 24)
        inner.setSpacing(20)
        inner.addLayout(self._heading())
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        inner.addLayout(self.body, 1)
        column.addLayout(inner, 1)
        column.addWidget(self._footer())
        self.setMinimumWidth(self._width)
        self.set_heading(title, fact)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        self._sign_field = QFrame()
        self._sign_field.setProperty("kind", "sign")
        self._sign_field.setFixedSize(36, 36)
        field = QHBoxLayout(self._sign_field)
        field.setContentsMargins(0, 0, 0, 0)
        self._sign = IconLabel(QIcon(), 18)
        field.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignCenter)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        self._title = ElidedLabel()
        self._title.setProperty("scale", "dialog")
        self._fact = text_label(tone="muted", wrap=True)
        texts.addWidget(self._title)
        texts.addWidget(self._fact)
        row.addWidget(self._sign_field, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        return row

    def _footer(self) -> QFrame:
        footer = QFrame()
        footer.setProperty("kind", "footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(24, 13, 24, 14)
        row.setSpacing(8)
        self._left = QHBoxLayout()
        self._left.setSpacing(8)
        self._left.addStretch(0)
        self._right = QHBoxLayout()
        self._right.setSpacing(8)
        row.addLayout(self._left, 1)
        row.addLayout(self._right)
        return footer

    def _centre_over(self, window: QWidget) -> None:
        """Stand in the middle of `window`, but whole on its screen."""
        place = QRect(QPoint(0, 0), self.frameGeometry().size())
        place.moveCenter(window.mapToGlobal(window.rect().center()))
        screen = window.screen().availableGeometry()
        place.moveRight(min(place.right(), screen.right()))
        place.moveBottom(min(place.bottom(), screen.bottom()))
        place.moveLeft(max(place.left(), screen.left()))
        place.moveTop(max(place.top(), screen.top()))
        self.move(place.topLeft())


class Dimming(QWidget):
    """One colour over a whole window, for as long as a dialog is open; follows its size."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), current_tokens().color("dimming"))
