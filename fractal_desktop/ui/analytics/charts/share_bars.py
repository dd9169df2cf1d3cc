"""Lying bars, each with a mark at what it is meant to be."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.list_chart import ListChart
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.words import one_line
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

_ROW, _MOST_ROW, _BAR = 36, 56, 8
_COMPACT_ROW, _MOST_COMPACT_ROW, _COMPACT_BAR = 30, 38, 6
_BELOW, _COMPACT_BELOW = 8, 6
_MARK_WIDTH = 2
_GAP = 12
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class ShareBar:
    """One bar: its name, its share or time, what was meant (None: nothing), both in words ("" for nothing), what is said about it.

    `starving` gives it the colour of warnings. Bars of one `group` follow one another, and its name stands above the first.
    """

    name: str
    share: float
    intended: float | None
    figures: tuple[str, str]
    tip: TipText
    starving: bool = False
    group: str = ""


class ShareBars(ListChart):
    """As many bars as there is room for, in their order; the scale ends at the `whole`, else at the largest share or intention.

    The figures stand in two columns at the right, what is and what was meant, below their heads.
    """

    def __init__(self, heads: tuple[str, str], parent: QWidget | None = None, *, whole: float = 0.0) -> None:
        super().__init__(parent)
        self._columns, self._whole = heads, whole
        self._widths = (0, 0)
        self._bars: tuple[ShareBar, ...] = ()
        self._tops: list[int] = []
        self._heads: list[tuple[int, str]] = []
        self._row, self._bar, self._below = _ROW, _BAR, _BELOW

    def show_bars(self, bars: Sequence[ShareBar]) -> None:
        """Show these."""
        self.forget_current()
        self._bars = tuple(bars)
        self.arrange()

    @override
    def mark_count(self) -> int:
        return len(self._tops)

    @override
    def mark_at(self, position: QPoint) -> int:
        rows = (index for index, top in enumerate(self._tops) if top <= position.y() < top + self._row)
        return next(rows, -1)

    @override
    def mark_rect(self, index: int) -> QRect:
        return self._track(index)

    @override
    def mark_text(self, index: int) -> TipText:
        return self._bars[index].tip

    @override
    def arrange(self) -> None:
        line = QFontMetrics(self._font()).height()
        self._widths = (self._column_width(0), self._column_width(1))
        self._bar, self._below = (_COMPACT_BAR, _COMPACT_BELOW) if self.is_compact else (_BAR, _BELOW)
        self._row = max(_COMPACT_ROW, line + _COMPACT_BAR + 9) if self.is_compact else max(_ROW, line * 2 + 4)
        room = self.room_for_rows(self._place_rows(1 << 20))
        self._place_rows(room)
        most = _MOST_COMPACT_ROW if self.is_compact else _MOST_ROW
        self._row = max(self._row, min(most, (room - max(1, len(self._heads)) * self._head_height()) // max(1, len(self._tops))))
        self._place_rows(room)
        self.left_out_changed.emit(len(self._bars) - len(self._tops))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(260, 5 * _ROW)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(150, 3 * _ROW)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_heads(painter)
        for index in range(self.mark_count()):
            self._paint_bar(painter, index)
        self.paint_left_out(painter)

    def _place_rows(self, room: int) -> int:
        """Place as many bars as there is room for, at least one, and above each group its name; return where they end."""
        self._tops, self._heads = [], []
        top, group = 0, ""
        for bar in self._bars:
            is_new = bool(bar.group) and bar.group != group
            head = self._head_height() if is_new or not self._tops else 0
            if self._tops and top + head + self._row > room:
                break
            if is_new:
                self._heads.append((top, bar.group))
            group = bar.group
            self._tops.append(top + head)
            top += head + self._row
        return top

    def _head_height(self) -> int:
        return QFontMetrics(font_of(self.font(), TypeScale.CAPTION)).height() + 6

    def _column_width(self, column: int) -> int:
        metrics = QFontMetrics(self._font(600 if column == 0 else 400))
        head = QFontMetrics(font_of(self.font(), TypeScale.CAPTION)).horizontalAdvance(self._columns[column])
        return max([head, *(metrics.horizontalAdvance(bar.figures[column]) for bar in self._bars)])

    def _column(self, column: int, top: int, height: int) -> QRect:
        """Return the place of a figure: what is, and right of it what was meant."""
        right = self.width() - (self._widths[1] + _GAP if column == 0 else 0)
        return QRect(right - self._widths[column], top, self._widths[column], height)

    def _paint_heads(self, painter: QPainter) -> None:
        """Write the names of the groups, and at the right of the first line those of the columns."""
        height = self._head_height() - 4
        painter.setPen(current_tokens().color("muted"))
        painter.setFont(font_of(self.font(), TypeScale.CAPTION))
        for column, name in enumerate(self._columns if self._tops else ()):
            painter.drawText(self._column(column, 0, height), _RIGHT, name)
        painter.setFont(font_of(self.font(), TypeScale.CAPTION, 600))
        for top, name in self._heads:
            room = self.width() if top else self._column(0, 0, height).left() - _GAP
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(0, top, room, height), _LEFT, shown)

    def _paint_figures(self, painter: QPainter, bar: ShareBar, top: int, height: int) -> None:
        tokens = current_tokens()
        painter.setFont(self._font(600))
        painter.setPen(tokens.color("warning" if bar.starving else "text"))
        painter.drawText(self._column(0, top, height), _RIGHT, bar.figures[0])
        painter.setFont(self._font())
        painter.setPen(tokens.color("muted"))
        painter.drawText(self._column(1, top, height), _RIGHT, bar.figures[1])

    def _paint_bar(self, painter: QPainter, index: int) -> None:
        tokens, bar = current_tokens(), self._bars[index]
        top, height = self._tops[index], self._row - self._bar - self._below - 2
        self._paint_figures(painter, bar, top, height)
        words = QRect(0, top, self._column(0, top, height).left() - _GAP, height)
        painter.setFont(self._font())
        painter.setPen(tokens.color("text"))
        painter.drawText(words, _LEFT, painter.fontMetrics().elidedText(one_line(bar.name), Qt.TextElideMode.ElideRight, words.width()))
        track, longest = self._track(index), self._longest()
        painter.fillRect(track, QColor(tokens.ramp[0]))
        fill = tokens.color("warning") if bar.starving else QColor(tokens.ramp[6 if index == self.current else 4])
        painter.fillRect(QRect(track.topLeft(), QSize(round(track.width() * bar.share / longest), self._bar)), fill)
        if bar.intended is not None:
            x = min(round(track.width() * bar.intended / longest), track.width() - _MARK_WIDTH)
            painter.fillRect(QRect(x - 1, track.top() - 4, _MARK_WIDTH + 2, self._bar + 8), QColor(tokens.base))
            painter.fillRect(QRect(x, track.top() - 4, _MARK_WIDTH, self._bar + 8), QColor(tokens.text))

    def _track(self, index: int) -> QRect:
        return QRect(0, self._tops[index] + self._row - self._bar - self._below, self.width(), self._bar)

    def _longest(self) -> float:
        return max([self._whole, *(max(bar.share, bar.intended or 0) for bar in self._bars)]) or 1

    def _font(self, weight: int = 400) -> QFont:
        return font_of(self.font(), TypeScale.SECONDARY, weight)
