"""A card as a picture: what can be seen of it, without what can only be pressed."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRegion
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from fractal_desktop.ui.analytics.charts.focus_ring import FocusRing
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.tip import ChartTip
from fractal_desktop.ui.theme import current_tokens
from fractal_desktop.ui.widgets.buttons import SegmentedControl
from fractal_desktop.ui.widgets.labels import ElidedLabel, IconLabel

PRESSED = (QAbstractButton, QComboBox, QLineEdit, SegmentedControl, ChartTip, FocusRing)
"""What a picture leaves out: paper cannot be pressed, nor pointed at."""
_TONES = ("muted", "accent", "warning", "danger", "disabled")
_PIXELS_A_POINT = 2.0


def card_image(card: QWidget) -> QImage:
    """Return the card, two pixels for each of the screen's points, so that it is crisp in print too."""
    image = QImage(card.size() * _PIXELS_A_POINT, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PIXELS_A_POINT)
    image.fill(QColor(current_tokens().base))
    with _ended(QPainter(image)) as painter:
        paint_card(card, painter)
    return image


def card_png(card: QWidget) -> bytes:
    """Return the card as a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    card_image(card).save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes a str
    return bytes(content.data())


def card_svg(card: QWidget, title: str) -> bytes:
    """Return the card as an SVG file, its chart as lines and shapes; `title` is read aloud for it."""
    from PySide6.QtSvg import QSvgGenerator

    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(card.size())
    generator.setViewBox(card.rect())
    generator.setTitle(title)
    generator.setResolution(card.logicalDpiX())  # else letters are written smaller than the room that was measured for them
    with _ended(QPainter(generator)) as painter:
        painter.fillRect(card.rect(), QColor(current_tokens().base))
        paint_card(card, painter)
    return bytes(content.data())


@contextmanager
def _ended(painter: QPainter) -> Iterator[QPainter]:
    """End a painter whatever happens: were what it paints on destroyed before it, the program would crash."""
    try:
        yield painter
    finally:
        painter.end()


def paint_card(card: QWidget, painter: QPainter) -> None:
    """Paint the card at the painter's origin, at the size it has, in the colours that hold where this is called."""
    tokens = current_tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens.color("hairline"), 1))
    painter.setBrush(tokens.color("base"))
    painter.drawRoundedRect(QRectF(card.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
    painter.restore()
    paint_contents(card, painter)


def paint_contents(card: QWidget, painter: QPainter) -> None:
    """Paint likewise what lies in the card, without its ground and border."""
    for child in _shown_children(card):
        _paint(child, card, painter)


def _paint(widget: QWidget, card: QWidget, painter: QPainter) -> None:
    """Paint a widget and what lies in it, from below. Texts are drawn anew: a label has the colours of the screen."""
    place = widget.mapTo(card, QPoint(0, 0))
    if isinstance(widget, QLabel) and not isinstance(widget, IconLabel):
        _paint_label(widget, QRect(place, widget.size()), painter)
    elif isinstance(widget, MarkedChart):
        widget.arrange()
        widget.render(painter, place, QRegion(), QWidget.RenderFlag.DrawChildren)
    else:
        if type(widget).paintEvent is not _plain(widget).paintEvent:
            widget.render(painter, place, QRegion(), QWidget.RenderFlag(0))
        for child in _shown_children(widget):
            _paint(child, card, painter)


def _paint_label(label: QLabel, area: QRect, painter: QPainter) -> None:
    tokens = current_tokens()
    tone = label.property("tone")
    text = label.shown_text(area.width()) if isinstance(label, ElidedLabel) else label.text()
    painter.save()
    painter.setFont(label.font())
    painter.setPen(tokens.color(tone if isinstance(tone, str) and tone in _TONES else "text"))
    wrap = Qt.TextFlag.TextWordWrap if label.wordWrap() or "\n" in text else Qt.TextFlag.TextSingleLine
    painter.drawText(area, int(label.alignment()) | int(wrap) | int(Qt.TextFlag.TextDontClip), text)
    painter.restore()


def _shown_children(widget: QWidget) -> list[QWidget]:
    children = [child for child in widget.children() if isinstance(child, QWidget)]
    return [child for child in children if not isinstance(child, PRESSED) and not child.isHidden() and not child.isWindow()]


def _plain(widget: QWidget) -> type[QWidget]:
    """Return Qt's own class that a widget is made from."""
    return next(each for each in type(widget).__mro__ if each.__module__.startswith("PySide6"))
