"""Lying bars with a name before and figures behind: what was used most."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

_ROW, _NARROW_ROW, _MOST_ROW, _HEAD = 34, 40, 50, 22
_NARROW_BELOW = 250
_BAR_HEIGHT, _NARROW_BAR_HEIGHT = 15, 6


@dataclass(frozen=True, slots=True)
class Rank:
    """One bar: its name, how long, the figures behind it, what is said about it. `rest` is muted and stands last."""

    name: str
    length: float
    figures: tuple[str, str]
    tip: TipText
    rest: bool = False


class Ranking(MarkedChart):
    """As many ranks as there is room for, the rest last; what has no room is told by `left_out_changed`."""

    left_out_changed = Signal(int)
    """How many ranks have no room now."""

    def __init__(self, heads: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads = heads
        self._ranks: tuple[Rank, ...] = ()
        self._shown: tuple[int, ...] = ()

    def show_ranks(self, ranks: Sequence[Rank]) -> None:
        """Show these, longest first, those of the rest last."""
        self.forget_current()
        self._ranks = tuple(ranks)
        self._choose()
        self.update()

    @override
    def mark_count(self) -> int:
        return len(self._shown)

    @override
    def mark_at(self, position: QPoint) -> int:
        row = (position.y() - self._head_height()) // self._row_height()
        return row if position.y() >= self._head_height() and row < len(self._shown) else -1

    @override
    def mark_rect(self, index: int) -> QRect:
        return self._bar_rect(index)

    @override
    def mark_text(self, index: int) -> TipText:
        return self._ranks[self._shown[index]].tip

    def rank_index(self, mark: int) -> int:
        """Return which of the given ranks a mark is."""
        return self._shown[mark]

    @override
    def sizeHint(self) -> QSize:
        return QSize(260, self._head_height() + 7 * self._least_row_height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(150, self._head_height() + 4 * self._least_row_height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._choose()
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_heads(painter)
        for row in range(len(self._shown)):
            self._paint_row(painter, row)
        self.paint_focus(painter)

    def _choose(self) -> None:
        """Keep the longest and the rest; what lies between gives way."""
        room = max(1, (self.height() - self._head_height()) // self._least_row_height())
        rest = [index for index, rank in enumerate(self._ranks) if rank.rest]
        ranked = [index for index, rank in enumerate(self._ranks) if not rank.rest]
        shown = (*ranked[: max(0, room - len(rest))], *rest[:room])
        if shown != self._shown:
            self._shown = shown
            self.forget_current()
        self.left_out_changed.emit(len(self._ranks) - len(shown))

    def _paint_heads(self, painter: QPainter) -> None:
        painter.setFont(font_of(self.font(), TypeScale.CAPTION))
        painter.setPen(current_tokens().color("muted"))
        count, average = self._figure_rects(QRect(0, 0, self.width(), self._head_height() - 4))
        painter.drawText(count, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._heads[0])
        painter.drawText(average, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._heads[1])

    def _paint_row(self, painter: QPainter, row: int) -> None:
        tokens = current_tokens()
        rank = self._ranks[self._shown[row]]
        current = row == self.current
        painter.fillRect(self._bar_rect(row), QColor(tokens.ramp[6 if current else 2 if rank.rest else 4]))
        text = tokens.color("muted" if rank.rest and not current else "text")
        line = self._text_rect(row)
        count, average = self._figure_rects(line)
        painter.setPen(text)
        painter.setFont(self._name_font())
        name = self._name_rect(row)
        elided = QFontMetrics(self._name_font()).elidedText(rank.name, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
        painter.setFont(self._figure_font())
        painter.drawText(count, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, rank.figures[0])
        painter.setFont(self._name_font())
        painter.setPen(tokens.color("muted"))
        painter.drawText(average, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, rank.figures[1])

    def _row_rect(self, row: int) -> QRect:
        return QRect(0, self._head_height() + row * self._row_height(), self.width(), self._row_height())

    def _text_rect(self, row: int) -> QRect:
        rect = self._row_rect(row)
        return QRect(rect.left(), rect.top(), rect.width(), rect.height() // 2) if self._is_narrow() else rect

    def _name_rect(self, row: int) -> QRect:
        rect = self._text_rect(row)
        if self._is_narrow():
            return QRect(rect.left(), rect.top(), self._figure_rects(rect)[0].left() - 8, rect.height())
        return QRect(rect.left(), rect.top(), self._name_width(), rect.height())

    def _bar_rect(self, row: int) -> QRect:
        rect = self._row_rect(row)
        longest = max((rank.length for rank in self._ranks), default=0.0) or 1.0
        share = self._ranks[self._shown[row]].length / longest
        if self._is_narrow():
            return QRect(0, self._text_rect(row).bottom() + 1, max(2, round(rect.width() * share)), _NARROW_BAR_HEIGHT)
        left = self._name_width() + 12
        room = self._figure_rects(rect)[0].left() - 8 - left
        return QRect(left, rect.center().y() - _BAR_HEIGHT // 2, max(2, round(room * share)), _BAR_HEIGHT)

    def _figure_rects(self, line: QRect) -> tuple[QRect, QRect]:
        """Return the columns of the two figures in a line, as wide as the widest of them."""
        count, average = (self._figure_width(column) for column in (0, 1))
        second = QRect(line.right() + 1 - average, line.top(), average, line.height())
        return QRect(second.left() - 12 - count, line.top(), count, line.height()), second

    def _figure_width(self, column: int) -> int:
        metrics = QFontMetrics(self._figure_font())
        return max(metrics.horizontalAdvance(text) for text in (self._heads[column], *(rank.figures[column] for rank in self._ranks)))

    def _name_width(self) -> int:
        """Return the names' column: as wide as the longest, up to half of the row."""
        metrics = QFontMetrics(self._name_font())
        longest = max((metrics.horizontalAdvance(rank.name) for rank in self._ranks), default=0)
        return min(longest + 1, self.width() * 43 // 100)

    def _is_narrow(self) -> bool:
        return self.width() < _NARROW_BELOW

    def _row_height(self) -> int:
        """Return the height of a row: rows spread over the room there is, within reason."""
        spread = (self.height() - self._head_height()) // max(1, len(self._ranks))
        return max(self._least_row_height(), min(spread, _MOST_ROW))

    def _least_row_height(self) -> int:
        return max(_NARROW_ROW if self._is_narrow() else _ROW, QFontMetrics(self._name_font()).height() * 2)

    def _head_height(self) -> int:
        return max(_HEAD, QFontMetrics(self._name_font()).height() + 6)

    def _name_font(self) -> QFont:
        return font_of(self.font(), TypeScale.SECONDARY)

    def _figure_font(self) -> QFont:
        return font_of(self.font(), TypeScale.SECONDARY, 600)
