"""A small picture of a goal's pace: the days on which what it wants may be there."""

from datetime import date

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from fractal_desktop.domain.forecast import Forecast
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.goals.dates import date_text
from fractal_desktop.ui.theme import Theme, TypeScale, current_tokens

_BETWEEN = 8


class OutlookBar(QWidget):
    """Time from today on: a band where what is wanted is likely there, a mark in its middle, a line at the deadline."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = date.min
        self._forecast: Forecast | None = None
        self._deadline: date | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_outlook(self, forecast: Forecast | None, deadline: date | None, today: date) -> None:
        """Show a forecast beside a deadline; nothing without a likely day, or on the day itself."""
        self._forecast, self._deadline, self._today = forecast, deadline, today
        self.setVisible(forecast is not None and forecast.likely is not None and forecast.likely > today)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, 34 + self._theme.px(16))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        found = self._forecast
        if found is None or found.likely is None or found.early is None:
            return
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        late = found.late or found.likely
        end = max(late, found.likely, self._deadline or date.min)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.ramp[0]))
        painter.drawRoundedRect(QRectF(0, 8, self.width(), 10), 5, 5)
        painter.setBrush(QColor(tokens.ramp[2]))
        left, right = self._x(found.early, end), self.width() if found.late is None else self._x(late, end)
        painter.drawRoundedRect(QRectF(left, 8, max(right - left, 10), 10), 5, 5)
        painter.setBrush(QColor(tokens.ramp[5]))
        likely = min(max(self._x(found.likely, end), 4), self.width() - 4)
        painter.drawRoundedRect(QRectF(likely - 2, 4, 4, 18), 2, 2)
        painter.setPen(QColor(tokens.muted))
        painter.setFont(self._theme.font(TypeScale.CAPTION))
        taken: list[tuple[float, float]] = []
        self._label(painter, 0, tr("Today"), taken)
        if self._deadline is not None and self._deadline >= self._today:
            x = min(self._x(self._deadline, end), self.width() - 1)
            painter.setPen(QPen(QColor(tokens.danger if found.likely > self._deadline else tokens.text), 2))
            painter.drawLine(round(x), 2, round(x), 24)
            painter.setPen(QColor(tokens.muted))
            self._label(painter, x, tr("Deadline"), taken)
        self._label(painter, likely, date_text(found.likely, QLocale()), taken)

    def _x(self, day: date, end: date) -> float:
        return self.width() * (day - self._today).days / max((end - self._today).days, 1)

    def _label(self, painter: QPainter, x: float, text: str, taken: list[tuple[float, float]]) -> None:
        """Write a text below a place, unless it would run into one before, from where to where these reach."""
        wide = QFontMetricsF(painter.font()).horizontalAdvance(text)
        left = min(max(x - wide / 2, 0), self.width() - wide)
        if all(left >= end + _BETWEEN or left + wide + _BETWEEN <= begin for begin, end in taken):
            painter.drawText(QRectF(left, 28, wide + 2, self._theme.px(18)), Qt.AlignmentFlag.AlignVCenter, text)
            taken.append((left, left + wide))
