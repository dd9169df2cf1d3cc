"""Items and sections dragged to another place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent
from typing_extensions import override

from fractal_desktop.domain.document import Item, Section
from fractal_desktop.ui.sessions.drop_places import (
    MIME,
    DropLine,
    DropPlace,
    drag_picture,
    item_places,
    mime_data,
    move_to,
    nearest,
    section_places,
)

if TYPE_CHECKING:
    from fractal_desktop.ui.sessions.document_view import DocumentView


class DocumentDrag(QObject):
    """Takes what is dragged in a document view, and shows where it would come to stand."""

    dropped = Signal(object)
    """The Move that a drop means."""
    over = Signal(QPoint)
    """Something is held there, in the view."""
    ended = Signal()

    def __init__(self, view: "DocumentView") -> None:
        super().__init__(view)
        self._view = view
        self._dragged: Item | Section | None = None
        self._line = DropLine(view)
        view.setAcceptDrops(True)
        view.installEventFilter(self)

    def run(self, dragged: Item | Section, name: str) -> None:
        """Let something be dragged until it is let go."""
        if self._view.is_read_only:
            return
        self.begin(dragged)
        drag = QDrag(self._view)
        drag.setMimeData(mime_data())
        drag.setPixmap(drag_picture(name, self._view))
        drag.setHotSpot(QPoint(-12, -8))
        drag.exec(Qt.DropAction.MoveAction)
        self.end()

    def begin(self, dragged: Item | Section) -> None:
        """Note what is dragged."""
        self._dragged = dragged

    def end(self) -> None:
        """Note that nothing is dragged any more."""
        self._dragged = None
        self._line.hide()
        self.ended.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what is dragged over the view."""
        if isinstance(event, QDropEvent):
            return self._on_drag(event)
        if event.type() is QEvent.Type.DragLeave:
            self._line.hide()
        return False

    def _on_drag(self, event: QDropEvent) -> bool:
        if self._dragged is None or not event.mimeData().hasFormat(MIME):
            event.ignore()
            return True
        place = self._place_at(event.position().toPoint())
        if event.type() is QEvent.Type.Drop:
            self._drop(place)
        elif place is not None:
            self._line.show_at(place.y)
        else:
            self._line.hide()
        if event.type() is QEvent.Type.DragMove:
            self.over.emit(event.position().toPoint())
        event.setDropAction(Qt.DropAction.MoveAction)
        if place is not None or isinstance(event, QDragMoveEvent):
            event.accept()
        return True

    def _place_at(self, place: QPoint) -> DropPlace | None:
        """Return the gap that a drop there means, None if it would change nothing."""
        document, dragged = self._view.document, self._dragged
        if document is None or dragged is None:
            return None
        blocks = self._view.blocks()
        found = nearest(section_places(blocks) if isinstance(dragged, Section) else item_places(blocks), place.y())
        return found if found is not None and move_to(document, dragged, found) is not None else None

    def _drop(self, place: DropPlace | None) -> None:
        self._line.hide()
        document, dragged = self._view.document, self._dragged
        if place is not None and document is not None and dragged is not None:
            self.dropped.emit(move_to(document, dragged, place))
