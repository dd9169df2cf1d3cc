"""Where something that is dragged may be dropped among the blocks of a session."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.document import Document, Item, Section
from fractal_desktop.ui.sessions.blocks import Block, BlockKind
from fractal_desktop.ui.sessions.structure import Move, moving_item, moving_section
from fractal_desktop.ui.tokens import current_tokens

MIME = "application/x-fractal-session-part"


@dataclass(frozen=True, slots=True)
class DropPlace:
    """A gap: how far down it is, and what it lies before (None: it is the end of the section, or of all sections)."""

    y: int
    section: Section | None
    before: Item | None = None


def item_places(blocks: Sequence[Block]) -> list[DropPlace]:
    """Return the gaps that an item may be dropped into, from the top; below the head of a folded section is its end."""
    places: list[DropPlace] = []
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if block.kind is BlockKind.ITEM:
            places.append(DropPlace(block.top - 1, block.section, block.item))
        last = block.kind in (BlockKind.HEADER, BlockKind.NOTES, BlockKind.ITEM) and (after is None or after.kind is not BlockKind.ITEM)
        if last and not (after is not None and after.kind is BlockKind.NOTES):
            places.append(DropPlace(block.bottom, block.section))
    return places


def section_places(blocks: Sequence[Block]) -> list[DropPlace]:
    """Return the gaps that a section may be dropped into."""
    heads = [DropPlace(block.top - 4, block.section) for block in blocks if block.kind is BlockKind.HEADER]
    parts = [block for block in blocks if block.kind is not BlockKind.END]
    return [*heads, DropPlace(parts[-1].bottom + 4, None)] if parts else []


def move_to(document: Document, dragged: Item | Section, place: DropPlace) -> Move | None:
    """Return the move that a drop means, None if it changes nothing."""
    if isinstance(dragged, Section):
        return moving_section(document, dragged, place.section)
    return moving_item(document, dragged, place.section, place.before) if place.section is not None else None


def nearest(places: Sequence[DropPlace], y: int) -> DropPlace | None:
    """Return the gap that is nearest to a height."""
    return min(places, key=lambda place: abs(place.y - y), default=None)


def mime_data() -> QMimeData:
    """Return what marks a drag as one of ours; what is dragged is known to the view it began in."""
    data = QMimeData()
    data.setData(MIME, b"1")
    return data


def drag_picture(text: str, widget: QWidget) -> QPixmap:
    """Return what hangs on the pointer: the name of what is dragged."""
    metrics = widget.fontMetrics()
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, 260)
    width, height = metrics.horizontalAdvance(text) + 24, metrics.height() + 12
    ratio = widget.devicePixelRatioF()
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(widget.font())
    painter.setPen(current_tokens().color("accent"))
    painter.setBrush(current_tokens().color("base"))
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 6, 6)
    painter.setPen(current_tokens().color("text"))
    painter.drawText(QRect(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return pixmap


class DropLine(QWidget):
    """Shows the gap that would take what is dragged; lies above everything and lets the pointer through."""

    HEIGHT = 8

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._surroundings = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, y: int) -> None:
        """Show the line at a height of the parent."""
        self.setGeometry(0, y - self.HEIGHT // 2, self._surroundings.width(), self.HEIGHT)
        self.show()
        self.raise_()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring and a line."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(7, 3, self.width() - 8, 2), tokens.color("accent"))
        painter.setPen(tokens.color("accent"))
        painter.setBrush(tokens.color("base"))
        painter.drawEllipse(QRectF(1, 1, 6, 6))
