"""What the charts with upright values have in common: lines at round values and their names, names of months, the dot on a line."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from PySide6.QtCore import QDate, QLocale, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from fractal_desktop.ui.theme import current_tokens

_NAME = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def whole_text(value: float) -> str:
    """Return a round value as the locale writes it."""
    return QLocale().toString(int(value))


def month_name(month: int) -> str:
    """Return the short name of a month, 1 to 12, as it stands alone."""
    return _month_names(QLocale().bcp47Name())[month - 1]


def day_name(day: date) -> str:
    """Return a day without its year, "5 Mar" or "Mar 5" as the locale puts it."""
    pattern = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    is_month_first = QLocale().language() != QLocale.Language.C and pattern.startswith("M")
    return QLocale().toString(QDate(day.year, day.month, day.day), "MMM d" if is_month_first else "d MMM")


def widest_month(metrics: QFontMetrics) -> int:
    """Return the width in pixels of the widest name below a date axis, of a month or a year."""
    return max(metrics.horizontalAdvance(name) for name in (*map(month_name, range(1, 13)), "2000"))


def paint_values(
    painter: QPainter,
    plot: QRect,
    font: QFont,
    values: Iterable[float],
    y_of: Callable[[float], float],
    text_of: Callable[[float], str] = whole_text,
) -> None:
    """Draw a line through the plot at each value, stronger at 0, and its name left of it; `y_of` says at which pixel."""
    tokens = current_tokens()
    painter.setFont(font)
    for value in values:
        y = round(y_of(value))
        painter.setPen(QPen(tokens.color("button_border" if value == 0 else "hairline"), 1))
        painter.drawLine(plot.left(), y, plot.right(), y)
        painter.setPen(tokens.color("muted"))
        painter.drawText(QRect(0, y - 10, plot.left() - 8, 20), _NAME, text_of(value))


class PointMark(QGraphicsItem):
    """A dot in the colour of text on a line, where something is pointed at."""

    def __init__(self, radius: float) -> None:
        super().__init__()
        self._radius = radius

    @override
    def boundingRect(self) -> QRectF:
        reach = self._radius + 2
        return QRectF(-reach, -reach, 2 * reach, 2 * reach)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        tokens = current_tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.color("base"), 1.5))
        painter.setBrush(tokens.color("text"))
        painter.drawEllipse(QPointF(0, 0), self._radius, self._radius)


@cache
def _month_names(_locale: str) -> tuple[str, ...]:
    """Return the short names in the default locale, which is this one: to ask for one takes longer than to write it."""
    return tuple(QLocale().standaloneMonthName(month, QLocale.FormatType.ShortFormat) for month in range(1, 13))
