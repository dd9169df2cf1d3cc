"""A card as a picture: what can be seen of it, without what can only be pressed."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.tip import ChartTip
from fractal_desktop.ui.theme import current_tokens
from fractal_desktop.ui.widgets.buttons import SegmentedControl

_PRESSED = (QAbstractButton, QComboBox, QLineEdit, SegmentedControl, ChartTip)
_PIXELS_A_POINT = 2.0


def card_image(card: QWidget) -> QImage:
    """Return the card, two pixels for each of the screen's points, so that it is crisp in print too."""
    image = QImage(card.size() * _PIXELS_A_POINT, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PIXELS_A_POINT)
    image.fill(QColor(current_tokens().base))
    painter = QPainter(image)
    paint_card(card, painter)
    painter.end()
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
    painter = QPainter(generator)
    painter.fillRect(card.rect(), QColor(current_tokens().base))
    paint_card(card, painter)
    painter.end()
    return bytes(content.data())


def paint_card(card: QWidget, painter: QPainter) -> None:
    """Paint the card at the painter's origin, at the size it has."""
    _paint(card, card, painter)


def laid_out(card: QWidget, size: QSize) -> None:
    """Give a card that is not shown a size, and let everything in it take its place."""
    card.resize(size)
    layout = card.layout()
    if layout is not None:
        layout.activate()


def _paint(widget: QWidget, card: QWidget, painter: QPainter) -> None:
    """Paint a widget and what lies in it, from below; a chart as a whole, as its parts are not widgets of ours."""
    is_chart = isinstance(widget, MarkedChart)
    flags = QWidget.RenderFlag.DrawChildren if is_chart else QWidget.RenderFlag(0)
    widget.render(painter, widget.mapTo(card, QPoint(0, 0)), QRegion(), flags)
    if is_chart:
        return
    for child in widget.children():
        if isinstance(child, QWidget) and not isinstance(child, _PRESSED) and not child.isHidden() and not child.isWindow():
            _paint(child, card, painter)
