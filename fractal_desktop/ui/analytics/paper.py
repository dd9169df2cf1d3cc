"""Paper to paint on: a page of a PDF file, or a picture of one."""

from dataclasses import dataclass
from math import floor
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLocale, QMarginsF, QSize
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QImage, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter
from typing_extensions import override

from fractal_desktop.ui.theme import TypeScale, font_of

_SMALLEST_POINTS = 7.1
"""The smallest letters on the paper: those of axes and notes. Less than seven points is hard to read."""
_MARGIN_MM = 10.0
_POINTS_AN_INCH = 72
_PICTURE_SCALE = 1.6


@dataclass(frozen=True, slots=True)
class PaperPlace:
    """In which row of the sheet a card stands, and how much of its width it takes beside the others there."""

    row: int
    share: int


AT_THE_END = PaperPlace(4, 1)
"""In the last of the five rows."""


class Paper(Protocol):
    """One page, measured as the screen is: what is painted on it is as large as its letters are legible."""

    def begin(self, title: str) -> QPainter:
        """Begin; the painter's origin is where the margins end."""
        ...

    @property
    def size(self) -> QSize:
        """Return how much can be painted on."""
        ...

    def end(self) -> bytes:
        """Return the file."""
        ...


def paper_font() -> QFont:
    """Return the program's font without hints for pixels: paper has none, and letters would stand unevenly."""
    font = QFont(QGuiApplication.font())
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def page_layout() -> QPageLayout:
    """Return the sheet of the locale, upright: Letter where inches are usual, else A4."""
    imperial = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    size = QPageSize(QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)


def dots_an_inch() -> int:
    """Return how many of the screen's points an inch of paper has, so that captions come out as large as they have to be."""
    return floor(QFontInfo(font_of(paper_font(), TypeScale.CAPTION)).pixelSize() * _POINTS_AN_INCH / _SMALLEST_POINTS)


def paper_size() -> QSize:
    """Return how much room lies between the margins."""
    area, dots = page_layout().paintRect(QPageLayout.Unit.Inch), dots_an_inch()
    return QSize(floor(area.width() * dots), floor(area.height() * dots))


class PdfPaper:
    """A PDF file of one page."""

    def __init__(self) -> None:
        self._content = QByteArray()
        self._buffer = QBuffer(self._content)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = _Writer(self._buffer)
        self._writer.setResolution(dots_an_inch())
        self._writer.setPageLayout(page_layout())
        self._writer.setCreator("Fractal Desktop")
        self._painter: QPainter | None = None

    @property
    def size(self) -> QSize:
        """Return how much can be painted on."""
        return paper_size()

    def begin(self, title: str) -> QPainter:
        """Begin; the origin is where the margins end."""
        self._writer.setTitle(title)
        self._painter = QPainter(self._writer)
        return self._painter

    def end(self) -> bytes:
        """Return the file."""
        assert self._painter is not None
        self._painter.end()
        return bytes(self._content.data())


class PicturePaper:
    """The same page as a PNG file, margins included."""

    def __init__(self) -> None:
        page = page_layout().fullRect(QPageLayout.Unit.Inch)
        scale = dots_an_inch() * _PICTURE_SCALE
        self._image = QImage(round(page.width() * scale), round(page.height() * scale), QImage.Format.Format_RGB32)
        self._image.fill(QColor("white"))
        self._painter: QPainter | None = None

    @property
    def size(self) -> QSize:
        """Return how much can be painted on."""
        return paper_size()

    def begin(self, title: str) -> QPainter:
        """Begin; the origin is where the margins end."""
        self._image.setText("Title", title)
        margin = page_layout().margins(QPageLayout.Unit.Inch).left() * dots_an_inch()
        self._painter = QPainter(self._image)
        self._painter.scale(_PICTURE_SCALE, _PICTURE_SCALE)
        self._painter.translate(margin, margin)
        return self._painter

    def end(self) -> bytes:
        """Return the file."""
        assert self._painter is not None
        self._painter.end()
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes a str
        return bytes(content.data())


class _Writer(QPdfWriter):
    """A PDF in whose resolution a point of the screen is one of the paper, so that lines are as thin as they should be.

    It tells the screen's resolution to whoever asks, which is what fonts are measured by, so that they fit what is around them.
    """

    @override
    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        if metric in (QPaintDevice.PaintDeviceMetric.PdmDpiX, QPaintDevice.PaintDeviceMetric.PdmDpiY):
            return round(QGuiApplication.primaryScreen().logicalDotsPerInch())
        return super().metric(metric)
