"""A goal's last weeks as bars, in its editor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.analytics.charts.axes import month_name
from fractal_desktop.ui.analytics.charts.date_axis import DateTick, Period, date_ticks, month_starts
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.choice import DayRange
from fractal_desktop.ui.analytics.words import days_words
from fractal_desktop.ui.goals.cells import counted, tr
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

_SHOWN_WEEKS = 26
_BARS, _WIDEST, _FILL = 56, 24.0, 0.64
_LINE_AFTER_WEEKS = 4
_GAP = 8
_ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line over the bars: at so many seconds, by this name."""

    seconds: int
    name: str
    is_tried: bool


class WeeksStrip(MarkedChart):
    """A bar for each of the last 26 weeks, the running one lighter, and months below; lines at the usual week and at one that is tried.

    `mark_opened` tells which bar was clicked or, by keys, entered; `days_of` which days it stands for.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weeks: tuple[int, ...] = ()
        self._this_week = date.min
        self._usual: int | None = None
        self._tried: int | None = None
        self._ticks: tuple[DateTick, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_weeks(self, weeks: Sequence[int], running: int, usual: int | None, this_week: date) -> None:
        """Show seconds of whole weeks, of the running one, which begins on `this_week`, and of the usual one."""
        self.forget_current()
        self._weeks, self._usual, self._this_week = (*weeks[-_SHOWN_WEEKS:], running), usual, this_week
        self.setAccessibleName(self._words())
        self.setVisible(any(self._weeks))
        self.arrange()

    def show_tried(self, seconds: int | None) -> None:
        """Draw a line at the hours a week that somebody tries, or none."""
        if seconds != self._tried:
            self._tried = seconds
            self.setAccessibleName(self._words())
            self.arrange()

    def days_of(self, mark: int) -> DayRange:
        """Return the days of a bar."""
        first = self._this_week + (mark - len(self._weeks) + 1) * _ONE_WEEK
        return DayRange(first, first + timedelta(days=6))

    @override
    def mark_count(self) -> int:
        return len(self._weeks)

    @override
    def mark_at(self, position: QPoint) -> int:
        mark = int(position.x() / self._step()) if self._weeks and 0 <= position.y() <= _BARS else -1
        return mark if 0 <= mark < len(self._weeks) else -1

    @override
    def mark_rect(self, index: int) -> QRect:
        return self._bar(index).toAlignedRect()

    @override
    def mark_text(self, index: int) -> TipText:
        time = hours_minutes(self._weeks[index])
        is_running = index == len(self._weeks) - 1
        return TipText(days_words(self.days_of(index)), (tr("{time} so far").format(time=time) if is_running else time,))

    @override
    def mark_opens(self, index: int) -> bool:
        return index >= 0 and self._weeks[index] > 0

    @override
    def arrange(self) -> None:
        days = [first for mark in range(len(self._weeks)) if (first := self.days_of(mark).first) is not None]
        widest = max(self._caption().horizontalAdvance(f"{month_name(month)} 2000") for month in range(1, 13)) + 6
        starts = month_starts(days, Period.WEEK)
        self._ticks = date_ticks(starts, len(days), self._step() * len(days), widest) if days else ()
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, _BARS + 4 + self._caption().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = current_tokens(), QPainter(self)
        painter.fillRect(QRectF(0, _BARS - 1, self.width(), 1), QColor(tokens.hairline))
        for mark in range(len(self._weeks)):
            ramp = 6 if mark == self.current else 2 if mark == len(self._weeks) - 1 else 4
            painter.fillRect(self._bar(mark), QColor(tokens.ramp[ramp]))
        self._paint_lines(painter)
        self._paint_months(painter)

    def _paint_lines(self, painter: QPainter) -> None:
        """Draw the lines, their names behind the last bar: the one that is tried beyond it, for it is of weeks to come."""
        tokens, lines = current_tokens(), self._lines()
        painter.setFont(font_of(self.font(), TypeScale.CAPTION))
        places = _apart([self._top(line.seconds) for line in lines], self._caption().height(), _BARS)
        for line, place in zip(lines, places, strict=True):
            y, end = round(self._top(line.seconds)), round(self._step() * (len(self._weeks) - (0 if line.is_tried else 1)))
            pen = QPen(tokens.color("accent"), 2) if line.is_tried else QPen(tokens.color("text"), 1, Qt.PenStyle.DotLine)
            for each in (QPen(tokens.color("base"), 4), pen) if line.is_tried else (pen,):
                painter.setPen(each)
                painter.drawLine(0, y, end, y)
            painter.setPen(tokens.color("accent" if line.is_tried else "muted"))
            left = self._step() * len(self._weeks) + _GAP
            painter.drawText(QRectF(left, place, self.width() - left, self._caption().height()), Qt.AlignmentFlag.AlignLeft, line.name)

    def _lines(self) -> tuple[_Line, ...]:
        usual = self._usual if len(self._weeks) > _LINE_AFTER_WEEKS else None
        named = ((usual, tr("usual {time}"), False), (self._tried, tr("tried {time}"), True))
        return tuple(_Line(seconds, name.format(time=hours_minutes(seconds)), tried) for seconds, name, tried in named if seconds)

    def _names(self) -> tuple[str, ...]:
        return tuple(line.name for line in self._lines())

    def _paint_months(self, painter: QPainter) -> None:
        """Write each month below the first week that has a day of it."""
        caption = self._caption()
        painter.setFont(font_of(self.font(), TypeScale.CAPTION))
        painter.setPen(current_tokens().color("muted"))
        for tick in self._ticks:
            text = f"{month_name(tick.day.month)} {tick.day.year}" if tick.with_year else month_name(tick.day.month)
            left = min(tick.index * self._step(), self._room() - caption.horizontalAdvance(text))
            painter.drawText(QRectF(left, _BARS + 3, self.width(), caption.height()), Qt.AlignmentFlag.AlignLeft, text)

    def _step(self) -> float:
        return max(1.0, min(self._room() / max(1, len(self._weeks)), _WIDEST))

    def _room(self) -> int:
        """Return how wide bars and months may be: the names of the lines stand beside them."""
        widest = max((self._caption().horizontalAdvance(name) + _GAP for name in self._names()), default=0)
        return max(1, self.width() - widest)

    def _top(self, seconds: int) -> float:
        most = max(*self._weeks, self._usual or 0, self._tried or 0, 1)
        return _BARS - 1 - seconds / most * (_BARS - 3)

    def _bar(self, mark: int) -> QRectF:
        seconds = self._weeks[mark]
        top = min(self._top(seconds), _BARS - 2) if seconds else _BARS - 1
        return QRectF(mark * self._step(), top, self._step() * _FILL, _BARS - 1 - top)

    def _caption(self) -> QFontMetrics:
        return QFontMetrics(font_of(self.font(), TypeScale.CAPTION))

    def _words(self) -> str:
        weeks = counted(len(self._weeks) - 1, "The last week", "The last {n} weeks")
        total, now = (hours_minutes(seconds) for seconds in (sum(self._weeks[:-1]), self._weeks[-1]))
        bars = tr("{weeks}: {time}; this week {now}").format(weeks=weeks, time=total, now=now)
        return "; ".join((bars, *self._names()))


def _apart(middles: list[float], height: int, room: int) -> list[float]:
    """Return where texts of a height begin that stand as near as possible to these places, and not over one another."""
    order = sorted(range(len(middles)), key=middles.__getitem__)
    tops = [min(max(0.0, middle - height / 2), room - height) for middle in middles]
    for above, below in pairwise(order):
        lack = tops[above] + height - tops[below]
        if lack > 0:
            tops[above] = max(0.0, tops[above] - lack / 2)
            tops[below] = tops[above] + height
    return tops
