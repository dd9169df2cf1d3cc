"""How the rows of the library's list look."""

from functools import partial

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget
from typing_extensions import override

from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.library.list_model import ROW, Index, LibraryListModel
from fractal_desktop.ui.library.rows import LibraryRow
from fractal_desktop.ui.theme import current_tokens, font_of
from fractal_desktop.ui.widgets.rename_edit import Problem, RenameDelegate

ROW_LEFT = 16
"""From the left of a row to what it shows."""


class LibraryRowDelegate(RenameDelegate):
    """Paints a heading, or an icon, a name and a muted line below it."""

    @override
    def problem_of(self, index: Index) -> Problem:
        row, model = index.data(ROW), index.model()
        if isinstance(model, LibraryListModel) and row.group is not None:
            return partial(model.problem, row.group)
        return super().problem_of(index)

    @override
    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Take the whole line: where there are several fractals, the name stands in it behind that of its own."""
        editor.setGeometry(option.rect.adjusted(ROW_LEFT - 6, 2, -8, -2))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: LibraryRow = index.data(ROW)
        rect: QRect = option.rect
        tokens = current_tokens()
        painter.save()
        painter.fillRect(rect, tokens.color("base"))  # a table paints the ground of a selected row before, without rounded corners
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not row.id:
            self._paint_heading(painter, option, row)
        else:
            self._paint_ground(painter, option)
            paint_icon(painter, QRect(rect.left() + 16, rect.top() + 11, 16, 16), row.glyph, "muted")
            self._paint_texts(painter, option, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, row: LibraryRow) -> None:
        if row.group is not None:
            self._paint_ground(painter, option)
        room = option.rect.adjusted(ROW_LEFT, 0, -ROW_LEFT, 0) if row.group is not None else option.rect.adjusted(ROW_LEFT, 4, -ROW_LEFT, 0)
        painter.setPen(current_tokens().color("muted"))
        if row.detail:
            painter.setFont(font_of(option.font, "secondary"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.detail)
            room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(row.detail) - 12)
        painter.setFont(font_of(option.font, "secondary", 600))
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        tokens = current_tokens()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        field = QRectF(option.rect).adjusted(6, 1, -6, -1)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("selection" if selected else "hover"))
            painter.drawRoundedRect(field, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.drawRoundedRect(field.adjusted(1, 1, -1, -1), 6, 6)

    def _paint_texts(self, painter: QPainter, option: QStyleOptionViewItem, row: LibraryRow) -> None:
        tokens = current_tokens()
        inner = option.rect.adjusted(42, 7, -16, -7)
        for top, text, font, colour in (
            (True, row.name, font_of(option.font, weight=500), "muted" if row.faded else "text"),
            (False, row.detail, font_of(option.font, "secondary"), "muted"),
        ):
            painter.setFont(font)
            painter.setPen(tokens.color(colour))
            side = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignBottom
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, side | Qt.AlignmentFlag.AlignLeft, elided)
