"""The head of the table of sessions."""

from PySide6.QtCore import QByteArray, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from fractal_desktop.domain.practice_session import SessionSort
from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.sessions.row_delegate import CELL_PADDING, ICON_ROOM, LEFT, RIGHT
from fractal_desktop.ui.sessions.table_model import SORTS, Column
from fractal_desktop.ui.theme import current_tokens, font_of

ROW_HEIGHT = 28
CHEVRON_ROOM = 16


class SessionTableHeader(QHeaderView):
    """The head of the table: a click on a title asks for that order; the sorted one is strong with a chevron."""

    sort_asked = Signal(SessionSort)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sort = SessionSort.START
        self._descending = True
        self.setSectionsClickable(True)
        self.setSectionsMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(44)
        self.setStretchLastSection(False)
        self.setAccessibleName(self.tr("Columns"))
        self.sectionClicked.connect(self._on_section_clicked)

    def show_sort(self, sort: SessionSort, *, descending: bool) -> None:
        """Mark the column that the list is sorted by."""
        self._sort, self._descending = sort, descending
        self.viewport().update()

    def restore_widths(self, state: QByteArray) -> None:
        """Take over what `saveState` returned; the state's column stays as wide as its title, and nothing stays left out."""
        width = self.sectionSize(Column.STATE)
        self.restoreState(state)
        for column in Column:
            self.setSectionHidden(column, False)
        self.resizeSection(Column.STATE, width)

    @override
    def sizeHint(self) -> QSize:
        """Return the height of a row."""
        return QSize(super().sizeHint().width(), max(ROW_HEIGHT, QFontMetrics(self.font()).height() + 12))

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw one title."""
        tokens = current_tokens()
        column = Column(logicalIndex)
        sorted_by = SORTS[column] is self._sort
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, tokens.color("alternate"))
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), tokens.color("hairline"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.color("hairline"))
        painter.setFont(font_of(self.font(), "secondary", 600 if sorted_by else 400))
        painter.setPen(tokens.color("text" if sorted_by else "muted"))
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal))
        metrics = painter.fontMetrics()
        room = rect.adjusted(ICON_ROOM if column is Column.NAME else CELL_PADDING, 0, -CELL_PADDING, -1)
        if column is Column.STATE:
            spare = rect.width() - metrics.horizontalAdvance(text) - (CHEVRON_ROOM if sorted_by else 0)
            # A pixel more: the advance is rounded, and what is a fraction wider would end in dots.
            room = rect.adjusted(max(0, spare // 2), 0, -max(0, spare // 2 - 1), -1)
        if sorted_by:
            chevron = QRect(room.right() - 11, rect.center().y() - 6, 12, 12)
            paint_icon(painter, chevron, "chevron-down" if self._descending else "chevron-up", "text")
            room.setRight(room.right() - CHEVRON_ROOM)
        side = RIGHT if column in (Column.END, Column.DURATION) else LEFT
        painter.drawText(room, side, metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()))
        painter.restore()

    @Slot(int)
    def _on_section_clicked(self, section: int) -> None:
        self.sort_asked.emit(SORTS[Column(section)])
