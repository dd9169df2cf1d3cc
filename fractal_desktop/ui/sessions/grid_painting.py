"""Paints the grid of an item's values: heads, boxes, last time's values, marks."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from fractal_desktop.domain.library import Better
from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.sessions.grid import Cell, Grid
from fractal_desktop.ui.sessions.grid_geometry import GridGeometry
from fractal_desktop.ui.sessions.texts import tr
from fractal_desktop.ui.theme import current_tokens, font_of

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT = _MIDDLE | Qt.AlignmentFlag.AlignLeft
_RIGHT = _MIDDLE | Qt.AlignmentFlag.AlignRight
_BADGE_HEIGHT = 20


class GridPainting:
    """Draws one grid with one painter; `hovered` is the (row, column) below the pointer."""

    def __init__(
        self, painter: QPainter, grid: Grid, geometry: GridGeometry, font: QFont, *, read_only: bool, hovered: tuple[int, int] | None
    ) -> None:
        self._painter = painter
        self._grid = grid
        self._geometry = geometry
        self._tokens = current_tokens()
        self._font, self._small = font, font_of(font, "secondary")
        self._caption, self._strong = font_of(font, "caption"), font_of(font, "caption", 600)
        self._read_only = read_only
        self._hovered = hovered

    def draw(self, exposed: QRect) -> None:
        """Draw what lies in `exposed`."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._grid.has_heads and exposed.top() < self._geometry.head_height:
            self._draw_heads()
        for index in range(len(self._grid.rows)):
            if self._geometry.top(index) <= exposed.bottom() and self._geometry.top(index + 1) >= exposed.top():
                self._draw_row(index)
        if self._grid.total:
            self._painter.setFont(self._small)
            below = self._geometry.below()
            last = self._geometry.box(0, len(self._grid.titles) - 1)
            self._text(QRect(below.left(), below.top(), last.right() + 1 - below.left(), below.height()), self._total(), "muted", _RIGHT)

    def _draw_heads(self) -> None:
        self._painter.setFont(self._small)
        head = self._geometry.label(0)
        self._text(QRect(head.left(), 0, head.width(), self._geometry.head(0).height()), self._grid.head, "muted", _LEFT)
        for index, title in enumerate(self._geometry.titles):
            self._text(self._geometry.head(index), title, "muted", _RIGHT)
            if self._geometry.columns[index].last:
                room = self._geometry.last_head(index)
                whole = self._painter.fontMetrics().horizontalAdvance(tr("Last time")) <= room.width()
                self._text(room, tr("Last time") if whole else tr("Last"), "muted", _LEFT)

    def _draw_row(self, index: int) -> None:
        row = self._grid.rows[index]
        self._painter.setFont(self._font)
        self._text(self._geometry.label(index), row.number, "text", _LEFT)
        self._text(self._geometry.split(index), row.split, "text", _LEFT)
        for column, cell in enumerate(row.cells):
            self._draw_cell(index, column, cell)

    def _draw_cell(self, row: int, column: int, cell: Cell) -> None:
        box = self._geometry.box(row, column)
        boxed = cell.place is not None and not self._read_only
        if boxed:
            self._draw_box(box, cell, hovered=self._hovered == (row, column))
        self._painter.setFont(self._font)
        inner = box.adjusted(8, 0, -8 if boxed else 0, 0)
        beside = bool(self._geometry.columns[column].last)
        if cell.text:
            tone = "danger" if cell.problem else "text" if cell.place is not None else "muted"
            self._text(inner, cell.text, tone, _RIGHT)
        elif not beside and cell.last:
            self._text(inner, cell.last, "disabled" if boxed else "muted", _RIGHT)
        elif not boxed:
            self._text(inner, "-", "muted", _RIGHT)
        if beside:
            self._draw_beside(row, column, cell)
        if cell.is_new_best and not self._geometry.columns[column].mark:
            paint_icon(self._painter, QRect(box.left() + 4, box.center().y() - 4, 10, 10), _arrow(cell), "accent")

    def _draw_box(self, box: QRect, cell: Cell, *, hovered: bool) -> None:
        tokens = self._tokens
        self._painter.setPen(QPen(tokens.color("danger" if cell.problem else "muted" if hovered else "input_border"), 1))
        self._painter.setBrush(tokens.color("base"))
        self._painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)

    def _draw_beside(self, row: int, column: int, cell: Cell) -> None:
        """Draw last time's value and a mark; or, in their place, that the value is no number."""
        last, mark = self._geometry.last(row, column), self._geometry.mark(row, column)
        if cell.problem:
            self._draw_problem(cell.problem, last.united(mark) if mark.width() else last)
            return
        self._text(last, cell.last, "muted", _LEFT)
        if cell.is_new_best and mark.width():
            self._draw_badge(mark, cell)
        elif mark.width() and self._tells_best(row, column):
            self._painter.setFont(self._caption)
            paint_icon(self._painter, QRect(mark.left(), mark.center().y() - 5, 11, 11), "star", "muted")
            self._text(mark.adjusted(15, 0, 0, 0), cell.best, "muted", _LEFT)

    def _draw_problem(self, problem: str, room: QRect) -> None:
        """Say what is wrong, by a sign where the words have no room: the tooltip has them."""
        self._painter.setFont(self._small)
        if self._painter.fontMetrics().horizontalAdvance(problem) <= room.width():
            self._text(room, problem, "danger", _LEFT)
        else:
            paint_icon(self._painter, QRect(room.left(), room.center().y() - 6, 13, 13), "error", "danger")

    def _draw_badge(self, mark: QRect, cell: Cell) -> None:
        self._painter.setFont(self._strong)
        width = self._painter.fontMetrics().horizontalAdvance(tr("Best")) + 24
        pill = QRect(mark.left(), mark.center().y() - _BADGE_HEIGHT // 2 + 1, width, _BADGE_HEIGHT)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._tokens.color("selection"))
        self._painter.drawRoundedRect(pill, 4, 4)
        paint_icon(self._painter, QRect(pill.left() + 5, pill.center().y() - 4, 10, 10), _arrow(cell), "accent")
        self._text(pill.adjusted(18, 0, 0, 0), tr("Best"), "accent", _LEFT)

    def _tells_best(self, row: int, column: int) -> bool:
        """Return whether the best ever is told in this row: in the first one of each split, unless it is last time's."""
        rows = self._grid.rows
        cell = rows[row].cells[column]
        first = next(index for index, each in enumerate(rows) if each.split == rows[row].split)
        beaten = any(each.cells[column].is_new_best for each in rows if each.split == rows[row].split)
        return bool(cell.best) and first == row and not beaten

    def _total(self) -> str:
        return tr("Sum {0}").format(self._grid.total)

    def _text(self, room: QRect, text: str, tone: str, flags: Qt.AlignmentFlag) -> None:
        if text and room.width() > 0:
            self._painter.setPen(self._tokens.color(tone))
            elided = self._painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            self._painter.drawText(room, flags, elided)


def _arrow(cell: Cell) -> str:
    """Return the way a new best went: fewer errors go down."""
    return "arrow-down" if cell.new_best is Better.LOWER else "arrow-up"
