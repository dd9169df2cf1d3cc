"""Labels: text in a step of the type scale, text that elides, an icon, a badge."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget
from typing_extensions import override

from fractal_desktop.ui.theme import set_look


def text_label(text: str = "", *, scale: str = "", tone: str = "", weight: str = "", wrap: bool = False) -> QLabel:
    """Return a label in the looks of `theme.py`: scale, tone and weight are the style sheet's words, "" is the plain one."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    for name, value in (("scale", scale), ("tone", tone), ("weight", weight)):
        if value:
            label.setProperty(name, value)
    label.setWordWrap(wrap)
    return label


_STUB = 0.25
"""Less than this part of the width is a stub as a last line: a word or a number left alone."""


class ElidedLabel(QLabel):
    """Text on one line, or on two where it may, that ends in "…" where there is no room; the whole text is its tooltip then."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, two_lines: bool = False) -> None:
        super().__init__(parent)
        self._full_text = ""
        self._shorter = ""
        self._two_lines = two_lines
        self.setTextFormat(Qt.TextFormat.PlainText)
        # A fixed height is that of one line, whatever the width asks for.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum if two_lines else QSizePolicy.Policy.Fixed)
        self.setText(text)

    def set_shorter(self, text: str) -> None:
        """Show this where the text, which is set already, has no room on its line; "" to elide the text at once."""
        self._shorter = text
        self._tell()

    @override
    def setText(self, text: str) -> None:
        self._full_text, self._shorter = " ".join(text.split()), ""
        super().setText(self._full_text)
        self.setAccessibleName(self._full_text)
        self._tell()

    @override
    def text(self) -> str:
        return self._full_text

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().horizontalAdvance("…mm")), hint.height())

    @override
    def hasHeightForWidth(self) -> bool:
        return self._two_lines

    @override
    def heightForWidth(self, width: int) -> int:
        return self.sizeHint().height() + (len(self._lines(width)) - 1) * self.fontMetrics().lineSpacing()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        room = self.contentsRect()
        shown = self.shown_text(room.width())
        self.style().drawItemText(painter, room, self.alignment(), self.palette(), self.isEnabled(), shown, self.foregroundRole())

    def shown_text(self, width: int) -> str:
        """Return what of the text is seen in so much room, its lines apart by a line feed."""
        return "\n".join(self._lines(width))

    def _tell(self) -> None:
        lines = self._lines(self.contentsRect().width())
        is_short = (any(line.endswith("…") for line in lines) and not self._full_text.endswith("…")) or lines == [self._shorter]
        self.setToolTip(self._full_text if is_short else "")

    def _lines(self, width: int) -> list[str]:
        """Return what stands on each line: as many whole words as fit on the first of two, or fewer where the second would be a stub."""
        metrics = self.fontMetrics()
        has_room = not self._shorter or metrics.horizontalAdvance(self._full_text) <= width
        text = (self._full_text if has_room else self._shorter).replace(" %", "\N{NO-BREAK SPACE}%")
        first = text
        while self._two_lines and " " in first and metrics.horizontalAdvance(first) > width:
            first = first.rpartition(" ")[0]
        rest = text[len(first) :].strip()
        if rest and metrics.horizontalAdvance(rest) < width * _STUB:
            shorter, _, moved = first.rpartition(" ")
            if shorter and metrics.horizontalAdvance(f"{moved} {rest}") <= width:
                first, rest = shorter, f"{moved} {rest}"
        return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in (first, rest) if line or line is first]


class IconLabel(QLabel):
    """An icon that is no button; follows the scheme. Decoration unless it gets an accessible name."""

    def __init__(self, icon: QIcon, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._size = size
        self.setFixedSize(size, size)

    def set_icon(self, icon: QIcon) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        self._icon.paint(QPainter(self), self.rect(), Qt.AlignmentFlag.AlignCenter, mode)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self.update()


class Badge(QLabel):
    """A count on amber (or, with tone "muted", grey) ground; hidden while it is zero."""

    def __init__(self, count: int = 0, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, kind="badge", tone=tone)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setText(self.locale().toString(count))
        if count <= 0:  # shown with its parent otherwise: made visible before it has one, it would be a window for a moment
            self.hide()

    def set_count(self, count: int) -> None:
        """Show another count; the badge is in its place already."""
        self.setText(self.locale().toString(count))
        self.setVisible(count > 0)
