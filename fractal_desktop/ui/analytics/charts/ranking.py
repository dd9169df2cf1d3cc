"""Lying bars with a name before and figures behind: what was used most."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.ui.analytics.charts.list_chart import ListChart
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.words import one_line
from fractal_desktop.ui.icons import paint_goal_icon
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

_ROW, _NARROW_ROW, _MOST_ROW, _HEAD = 28, 34, 50, 22
_COMPACT_ROW, _MOST_COMPACT_ROW = 22, 38
_NARROW_BELOW = 250
_MOST_OF_NAMES = 0.43
"""Of the width; where names need more, they stand above their bars."""
_SHORTEST_LONGEST = 48
"""Where the longest bar would have less room than this beside its name and figures, names stand above their bars too."""
_NAME_GAP, _FIGURE_GAP, _BETWEEN_FIGURES = 12, 8, 12
_BAR_HEIGHT, _COMPACT_BAR_HEIGHT, _NARROW_BAR_HEIGHT = 15, 11, 6
_BELOW_NAME = 3
_ICON, _SIGN = 14, 9
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Rank:
    """One bar: its name, how long, the figures behind it, what is said about it. `rest` is muted and stands last.

    With a goal type its shape stands before the name; `own` of the length is darker: what is the thing's own.
    """

    name: str
    length: float
    figures: tuple[str, str]
    tip: TipText
    rest: bool = False
    goal_type: GoalType | None = None
    own: float = 0.0


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Sizes and fonts for one width of the chart: asking for fonts anew in each paint event would take a frame."""

    name_font: QFont
    figure_font: QFont
    caption_font: QFont
    names: QFontMetrics
    head: int
    row: int
    narrow: bool
    icon_width: int
    name_width: int
    figure_widths: tuple[int, int]


class Ranking(ListChart):
    """As many ranks as there is room for, the rest last."""

    def __init__(self, heads: tuple[str, str], parts: tuple[str, str] = ("", ""), parent: QWidget | None = None) -> None:
        """`heads` stand above the figures; `parts` say what the darker part of a bar is, and what the rest."""
        super().__init__(parent)
        self._heads = heads
        self._parts = parts
        self._ranks: tuple[Rank, ...] = ()
        self._shown: tuple[int, ...] = ()
        self._sizes = self._measure()

    def show_ranks(self, ranks: Sequence[Rank]) -> None:
        """Show these, longest first, those of the rest last."""
        self.forget_current()
        self._ranks = tuple(replace(rank, name=one_line(rank.name)) for rank in ranks)
        self.arrange()

    @override
    def mark_count(self) -> int:
        return len(self._shown)

    @override
    def mark_at(self, position: QPoint) -> int:
        row = (position.y() - self._sizes.head) // self._sizes.row
        return row if position.y() >= self._sizes.head and row < len(self._shown) else -1

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
        return QSize(260, self._sizes.head + 7 * _ROW)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(150, self._sizes.head + 4 * _ROW)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_heads(painter)
        for row in range(len(self._shown)):
            self._paint_row(painter, row)
        self.paint_left_out(painter)

    @override
    def arrange(self) -> None:
        """Keep the longest and the rest; what lies between gives way where there is no room."""
        self._sizes = sizes = self._measure()
        height = self.room_for_rows(sizes.row * len(self._ranks), above=sizes.head)
        room = max(1, height // sizes.row)
        rest = [index for index, rank in enumerate(self._ranks) if rank.rest]
        ranked = [index for index, rank in enumerate(self._ranks) if not rank.rest]
        shown = (*ranked[: max(0, room - len(rest))], *rest[:room])
        if shown != self._shown:
            self._shown = shown
            self.forget_current()
        most = _MOST_COMPACT_ROW if self.is_compact else _MOST_ROW
        self._sizes = replace(sizes, row=max(sizes.row, min(most, height // max(1, len(shown)))))
        self.left_out_changed.emit(len(self._ranks) - len(shown))
        self.update()

    def _measure(self) -> _Sizes:
        name_font, figure_font = font_of(self.font(), TypeScale.SECONDARY), font_of(self.font(), TypeScale.SECONDARY, 600)
        names, figures = QFontMetrics(name_font), QFontMetrics(figure_font)
        head = names.height() + 4 if self.is_compact else max(_HEAD, names.height() + 6)
        icon_width = _ICON + 6 if any(rank.goal_type is not None for rank in self._ranks) else 0
        longest = max((names.horizontalAdvance(rank.name) for rank in self._ranks), default=0) + icon_width
        widths = [[figures.horizontalAdvance(rank.figures[column]) for rank in self._ranks] for column in (0, 1)]
        heads = [figures.horizontalAdvance(text) for text in self._heads]
        figure_widths = (max(heads[0], *widths[0], 0), max(heads[1], *widths[1], 0))
        room = self.width() - longest - _NAME_GAP - _FIGURE_GAP - _BETWEEN_FIGURES - sum(figure_widths)
        is_stub = room < _SHORTEST_LONGEST and not self.is_compact  # on paper rows are dearer than long bars
        narrow = self.width() < _NARROW_BELOW or longest > self.width() * _MOST_OF_NAMES or is_stub
        return _Sizes(
            name_font,
            figure_font,
            font_of(self.font(), TypeScale.CAPTION),
            names,
            head,
            row=self._least_row(names.height(), narrow=narrow),
            narrow=narrow,
            icon_width=icon_width,
            name_width=min(longest + 1, round(self.width() * _MOST_OF_NAMES)),
            figure_widths=figure_widths,
        )

    def _least_row(self, line: int, *, narrow: bool) -> int:
        """Return how far rows are apart at least, for a line of text so high."""
        if self.is_compact:
            return max(_COMPACT_ROW, line + (_NARROW_BAR_HEIGHT + 9 if narrow else 5))
        return max(_NARROW_ROW, line * 2 + 2) if narrow else max(_ROW, line + 12)

    def _paint_heads(self, painter: QPainter) -> None:
        painter.setFont(self._sizes.caption_font)
        painter.setPen(current_tokens().color("muted"))
        for area, head in zip(self._figure_rects(QRect(0, 0, self.width(), self._sizes.head - 4)), self._heads, strict=True):
            painter.drawText(area, _RIGHT, head)
        if any(self._ranks[index].own for index in self._shown):
            self._paint_parts(painter)

    def _paint_parts(self, painter: QPainter) -> None:
        """Say left of the heads what the two shades of a bar are."""
        metrics, height, left = QFontMetrics(self._sizes.caption_font), self._sizes.head - 4, 0
        for words, ramp in zip(self._parts, (5, 4), strict=True):
            painter.fillRect(QRect(left, (height - _SIGN) // 2, _SIGN, _SIGN), QColor(current_tokens().ramp[ramp]))
            painter.setPen(current_tokens().color("muted"))
            area = QRect(left + _SIGN + 6, 0, metrics.horizontalAdvance(words) + 1, height)
            painter.drawText(area, _LEFT, words)
            left = area.right() + 13

    def _paint_row(self, painter: QPainter, row: int) -> None:
        tokens, sizes = current_tokens(), self._sizes
        rank = self._ranks[self._shown[row]]
        current = row == self.current
        bar = self._bar_rect(row)
        painter.fillRect(bar, QColor(tokens.ramp[6 if current else 2 if rank.rest else 4]))
        if rank.own and not current:
            painter.fillRect(QRect(bar.topLeft(), QSize(round(bar.width() * rank.own / rank.length), bar.height())), QColor(tokens.ramp[5]))
        count, average = self._figure_rects(self._text_rect(row))
        painter.setPen(tokens.color("muted" if rank.rest and not current else "text"))
        painter.setFont(sizes.name_font)
        name = self._name_rect(row)
        if sizes.icon_width:
            if rank.goal_type is not None:
                paint_goal_icon(painter, QRect(name.left(), name.center().y() - _ICON // 2, _ICON, _ICON), rank.goal_type)
            name.setLeft(name.left() + sizes.icon_width)
        painter.drawText(name, _LEFT, sizes.names.elidedText(rank.name, Qt.TextElideMode.ElideRight, name.width()))
        painter.setFont(sizes.figure_font)
        painter.drawText(count, _RIGHT, rank.figures[0])
        painter.setFont(sizes.name_font)
        painter.setPen(tokens.color("muted"))
        painter.drawText(average, _RIGHT, rank.figures[1])

    def _row_rect(self, row: int) -> QRect:
        return QRect(0, self._sizes.head + row * self._sizes.row, self.width(), self._sizes.row)

    def _text_rect(self, row: int) -> QRect:
        rect = self._row_rect(row)
        line = self._sizes.names.height() + 2 if self.is_compact else rect.height() // 2
        return QRect(rect.left(), rect.top(), rect.width(), line) if self._sizes.narrow else rect

    def _name_rect(self, row: int) -> QRect:
        rect = self._text_rect(row)
        width = self._figure_rects(rect)[0].left() - _FIGURE_GAP if self._sizes.narrow else self._sizes.name_width
        return QRect(rect.left(), rect.top(), width, rect.height())

    def _bar_rect(self, row: int) -> QRect:
        rect = self._row_rect(row)
        longest = max((rank.length for rank in self._ranks), default=0.0) or 1.0
        share = self._ranks[self._shown[row]].length / longest
        if self._sizes.narrow:
            below = self._text_rect(row).bottom() + (1 if self.is_compact else _BELOW_NAME)
            return QRect(0, below, max(2, round(rect.width() * share)), _NARROW_BAR_HEIGHT)
        left = self._sizes.name_width + _NAME_GAP
        room = self._figure_rects(rect)[0].left() - _FIGURE_GAP - left
        height = _COMPACT_BAR_HEIGHT if self.is_compact else _BAR_HEIGHT
        return QRect(left, rect.center().y() - height // 2, max(2, round(room * share)), height)

    def _figure_rects(self, line: QRect) -> tuple[QRect, QRect]:
        """Return the columns of the two figures in a line, as wide as the widest of them."""
        count, average = self._sizes.figure_widths
        second = QRect(line.right() + 1 - average, line.top(), average, line.height())
        return QRect(second.left() - _BETWEEN_FIGURES - count, line.top(), count, line.height()), second
