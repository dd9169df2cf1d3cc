"""The page on one sheet of paper: where words, numbers and cards stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.analytics.cards import PageCard
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.paper import paper_font
from fractal_desktop.ui.analytics.pictures import paint_contents
from fractal_desktop.ui.analytics.report_words import ReportWords, footnotes
from fractal_desktop.ui.analytics.tiles import Tile
from fractal_desktop.ui.theme import LIGHT, TypeScale, font_of

_ROW_SHARES = (39, 35, 37, 42, 41)
"""How the height is divided among the rows of cards: those of charts that are flat by nature have less."""
_MOST_GROWN = 1.35
"""By how much more than its share a row may have where others are missing: a chart that stands higher says no more."""
_GUTTER, _ROW_GAP, _RULE_GAP = 26, 13, 9
_SMALL, _LARGE = 4, 14
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_WRAPPED = int(_LEFT) | int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class _Words:
    """A text and where it stands."""

    area: QRect
    text: str
    scale: TypeScale
    weight: int = 400
    role: str = "muted"


class Sheet(QWidget):
    """Holds tiles and cards where they are to be painted; it is never shown itself."""

    def __init__(self, tiles: Sequence[Tile]) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.setFont(paper_font())
        self._tiles = tuple(tiles)
        self._cards: list[ChartCard] = []
        self._words: list[_Words] = []
        self._rules: list[QRect] = []
        for tile in self._tiles:
            tile.setParent(self)

    def add(self, card: ChartCard) -> None:
        """Hold one card more."""
        card.setParent(self)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """Return what is to be painted, tile by tile and card by card."""
        return *self._tiles, *self._cards

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the words of the sheet itself, from above."""
        return tuple(words.text for words in self._words)

    def arrange(self, size: QSize, cards: Sequence[PageCard], words: ReportWords) -> None:
        """Give everything its place; cards with nothing to show are left out, and named at the foot."""
        self.resize(size)
        shown = [each for each in cards if not each.card.is_empty]
        self._cards = [each.card for each in shown]
        for tile in self._tiles:
            tile.dress_for_paper()
        for each in cards:
            each.card.setVisible(each in shown)
            each.card.dress_for_paper()
        top = self._place_tiles(self._place_head(words))
        bottom = self._place_foot(words, [each.card for each in cards])
        self._place_cards(shown, QRect(0, top, size.width(), bottom - top))
        self.show()
        for card in self._cards:  # a line more or less below a list changes what has room in it
            layout = card.layout()
            assert layout is not None
            layout.activate()

    def paint_words(self, painter: QPainter) -> None:
        """Paint the words around the cards, and the rules above these."""
        for rule in self._rules:
            painter.fillRect(rule, LIGHT.color("button_border"))
        for each in self._words:
            painter.setFont(font_of(paper_font(), each.scale, each.weight))
            painter.setPen(LIGHT.color(each.role))
            painter.drawText(each.area, _WRAPPED, each.text)

    def paint_part(self, part: QWidget, painter: QPainter) -> None:
        """Paint a tile or a card."""
        painter.save()
        painter.translate(part.pos())
        paint_contents(part, painter)
        painter.restore()

    def _place_head(self, words: ReportWords) -> int:
        """Place what the sheet is about; return where it ends."""
        self._words = []
        end = self._write(words.title, 0, TypeScale.PAGE, 600, "text")
        return self._write(words.counted, end + 1, TypeScale.BASE) + _LARGE

    def _place_tiles(self, top: int) -> int:
        """Place the numbers in a row, each as wide as it has to be and all equally far apart; return where they end."""
        self._rules = [QRect(0, top, self.width(), 1)]
        hints = [tile.sizeHint() for tile in self._tiles]
        gap = min(2 * _GUTTER, (self.width() - sum(hint.width() for hint in hints)) // max(1, len(hints) - 1))
        height, left = max(hint.height() for hint in hints), 0
        for tile, hint in zip(self._tiles, hints, strict=True):
            width = hint.width() if gap >= _SMALL else self.width() // len(hints) - _SMALL
            tile.setGeometry(left, top + _RULE_GAP, width, height)
            left += width + max(gap, _SMALL)
        return top + _RULE_GAP + height + _LARGE

    def _place_foot(self, words: ReportWords, cards: Sequence[ChartCard]) -> int:
        """Place the notes and when it was made at the sheet's end; return where they begin."""
        failed = [card.topic for card in cards if card.has_failed]
        notes, marks = footnotes([(card.topic, card.notes, card.is_empty) for card in cards], failed)
        for card, mark in zip(cards, marks, strict=True):
            card.mark_notes(mark)
        texts = [*notes, words.made]
        top = self.height() - sum(self._height(text, TypeScale.CAPTION) for text in texts) - _SMALL * (len(texts) > 1)
        rule = top - _RULE_GAP
        for text in texts:
            top = self._write(text, top + _SMALL * (text is texts[-1] and len(texts) > 1), TypeScale.CAPTION)
        self._foot = QRect(0, rule, self.width(), 1)
        return rule - _ROW_GAP

    def _place_cards(self, cards: Sequence[PageCard], area: QRect) -> None:
        """Place the cards in their rows; a row from which cards are missing is shared by the others."""
        rows = [[each for each in cards if each.plan.place.row == row] for row in range(len(_ROW_SHARES))]
        used = [(row, share) for row, share in zip(rows, _ROW_SHARES, strict=True) if row]
        whole = max(sum(share for _, share in used), sum(_ROW_SHARES) / _MOST_GROWN)
        room = area.height() - _ROW_GAP * (len(used) - 1)
        top = area.top()
        for row, share in used:
            height = round(room * share / whole)
            self._rules.append(QRect(0, top, area.width(), 1))
            self._place_row(row, QRect(0, top + _RULE_GAP, area.width(), height - _RULE_GAP))
            top += height + _ROW_GAP
        self._rules.append(self._foot)

    @staticmethod
    def _place_row(row: Sequence[PageCard], area: QRect) -> None:
        everything = sum(each.plan.place.share for each in row)
        room = area.width() - _GUTTER * (len(row) - 1)
        edges = [0]
        for each in row:
            edges.append(edges[-1] + each.plan.place.share)
        for place, (each, (left, right)) in enumerate(zip(row, pairwise(edges), strict=True)):
            begin, end = (round(room * edge / everything) for edge in (left, right))
            each.card.setGeometry(begin + place * _GUTTER, area.top(), end - begin, area.height())

    def _write(self, text: str, top: int, scale: TypeScale, weight: int = 400, role: str = "muted") -> int:
        height = self._height(text, scale, weight)
        self._words.append(_Words(QRect(0, top, self.width(), height), text, scale, weight, role))
        return top + height

    def _height(self, text: str, scale: TypeScale, weight: int = 400) -> int:
        metrics = QFontMetrics(font_of(paper_font(), scale, weight))
        return metrics.boundingRect(QRect(QPoint(0, 0), QSize(self.width(), self.height())), _WRAPPED, text).height()
