"""The head of a section: folds it, and lets its name and plan be typed over right there."""

from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from fractal_desktop.domain.document import Section
from fractal_desktop.domain.duration import LONGEST_PLAN
from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.sessions import structure
from fractal_desktop.ui.sessions.drag_start import DragStart
from fractal_desktop.ui.sessions.grid import number_text
from fractal_desktop.ui.sessions.grid_geometry import TICK_RIGHT
from fractal_desktop.ui.sessions.in_place import InPlaceField
from fractal_desktop.ui.sessions.row_parts import HoverButton, MoreButton
from fractal_desktop.ui.sessions.section_figures import NAME_LEFT, SectionFigures
from fractal_desktop.ui.sessions.section_menu import SectionAct, SectionMenu
from fractal_desktop.ui.theme import current_tokens, font_of


class SectionHeader(HoverButton):
    """Name, plan and time of a section. A click or Space folds it; name and plan are typed over where they are pressed."""

    edit_asked = Signal(object)
    """A StructureEdit."""
    acted = Signal(object)
    """A SectionAct that is done elsewhere."""
    step_asked = Signal(int)
    drag_asked = Signal()

    def __init__(self, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._passage = passage
        self._section = Section(0, "", None, (), "")
        self._live_seconds: int | None = None
        self._read_only = False
        self._hovered: SectionAct | None = None
        self._pressed: SectionAct | None = None
        self._drag = DragStart()
        self._name_field: InPlaceField | None = None
        self._plan_field: InPlaceField | None = None
        self._more = MoreButton(self)
        self._more.clicked.connect(self._on_more)
        self.setCheckable(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def section(self) -> Section:
        """Return what it is the head of."""
        return self._section

    def show_section(self, section: Section, *, read_only: bool, live_seconds: int | None = None) -> None:
        """Show the section's figures; `live_seconds` is its length with what runs, None for what is noted."""
        self._section, self._read_only = section, read_only
        self.setText(section.name or self.tr("Section {0}").format(section.index + 1))
        self.setAccessibleName(self.text())
        self._more.setAccessibleName(self.tr("More actions with {0}").format(self.text()))
        self.show_live(live_seconds)

    def show_live(self, seconds: int | None) -> None:
        """Show the length with what runs, None for what is noted."""
        self._live_seconds = seconds
        self.setAccessibleDescription(self._figures().spoken)
        self.update()

    def commit(self) -> None:
        """Take what is being typed."""
        for field in (self._name_field, self._plan_field):
            if field is not None:
                field.commit()

    @Slot()
    def rename(self) -> None:
        """Let the name be typed over."""
        if self._read_only:
            return
        if self._name_field is None:
            self._name_field = self._made_field(self.tr("Name of the section"))
            self._name_field.taken.connect(self._on_renamed)
        self._place_fields()
        self._name_field.open(self._section.name)

    @Slot()
    def plan(self) -> None:
        """Let the planned minutes be typed."""
        if self._read_only:
            return
        if self._plan_field is None:
            self._plan_field = self._made_field(self.tr("Planned minutes of {0}").format(self.text()))
            self._plan_field.setPlaceholderText(self.tr("minutes"))
            self._plan_field.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._plan_field.taken.connect(self._on_planned)
        self._place_fields()
        minutes = self._section.planned_minutes
        self._plan_field.open(number_text(minutes, QLocale()) if minutes is not None else "")

    @override
    def sizeHint(self) -> QSize:
        """Return the height of a row of heads."""
        return QSize(240, max(36, QFontMetrics(font_of(self.font(), "section", 600)).height() + 14))

    @override
    def minimumSizeHint(self) -> QSize:
        """Let the editor be as narrow as it likes."""
        return QSize(120, self.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the right and open fields in their places."""
        super().resizeEvent(event)
        self._more.move(self.width() - TICK_RIGHT + 4, (self.height() - MoreButton.SIDE) // 2)
        self._place_fields()

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Delete and F2 for the section, where the window would use them for what is selected."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.hasFocus():
            if event.key() in _KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                event.accept()
                return True
        elif event.type() in (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            hot = event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn)
            self._more.show_hot((hot or self.hasFocus() or self.underMouse()) and not self._read_only)
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        if not self.hasFocus():
            event.ignore()  # from one of the fields
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and alt:
            self._act(SectionAct.MOVE_UP if key == Qt.Key.Key_Up else SectionAct.MOVE_DOWN)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.setChecked(key == Qt.Key.Key_Right)
        elif key in _KEYS and modifiers == Qt.KeyboardModifier.NoModifier:
            self._act(_KEYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and modifiers == Qt.KeyboardModifier.NoModifier:
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._part_at(event.position().toPoint())
        self._drag.press(event)
        if self._pressed is None:
            super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what can be typed over; begin to drag once the pointer has gone far enough."""
        place = event.position().toPoint()
        if self._drag.begins(event):
            self._pressed = None
            self.setDown(False)
            self.drag_asked.emit()
            return
        if self._drag.waits(event):
            return
        hovered = self._part_at(place)
        if hovered != self._hovered:
            self._hovered = hovered
            self.setCursor(Qt.CursorShape.IBeamCursor if hovered else Qt.CursorShape.PointingHandCursor)
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        self._drag.release()
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif self._part_at(event.position().toPoint()) is pressed:
            self._act(pressed)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        super().leaveEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._open_menu(self.mapToGlobal(QPoint(NAME_LEFT, self.height())) if by_keys else event.globalPos())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw chevron, name, bar, plan and time."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chevron = QRect(0, self.height() // 2 - 6, 12, 12)
        paint_icon(painter, chevron, "chevron-down" if self.isChecked() else "chevron-right", "muted")
        figures = self._figures()
        if self._hovered is not None:
            figures.draw_frame(painter, figures.name_text if self._hovered is SectionAct.RENAME else figures.plan)
        figures.draw(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(current_tokens().color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 3, -1, -3), 6, 6)

    def _figures(self) -> SectionFigures:
        seconds = self._section.actual_seconds if self._live_seconds is None else self._live_seconds
        return SectionFigures(self.text(), self._section.planned_minutes, seconds, self.size(), self.font())

    def _part_at(self, place: QPoint) -> SectionAct | None:
        """Return what a press there types over."""
        if self._read_only:
            return None
        figures = self._figures()
        if figures.name_text.contains(place):
            return SectionAct.RENAME
        return SectionAct.PLAN if figures.plan.contains(place) else None

    def _made_field(self, name: str) -> InPlaceField:
        field = InPlaceField(name, self)
        field.installEventFilter(self._passage)
        field.closed.connect(self._on_field_closed)
        return field

    def _place_fields(self) -> None:
        top, figures = (self.height() - 28) // 2, self._figures()
        if self._name_field is not None:
            room = figures.name
            self._name_field.setGeometry(room.left() - 7, top, max(120, min(room.width(), 360)), 28)
        if self._plan_field is not None:
            right = max(figures.plan.right(), figures.actual.left() - 20)
            self._plan_field.setGeometry(right - 84, top, 90, 28)

    def _open_menu(self, place: QPoint) -> None:
        if self._read_only:
            return
        menu = SectionMenu(self)
        menu.acted.connect(self._act)
        menu.popup(place)

    @Slot(object)
    def _act(self, act: SectionAct) -> None:
        if self._read_only:
            return
        if act is SectionAct.RENAME:
            self.rename()
        elif act is SectionAct.PLAN:
            self.plan()
        elif act is SectionAct.REMOVE:
            self.edit_asked.emit(structure.removing_section(self._section))
        else:
            self.acted.emit(act)

    @Slot()
    def _on_more(self) -> None:
        self._open_menu(self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))

    @Slot(str)
    def _on_renamed(self, text: str) -> None:
        if text:
            self.edit_asked.emit(structure.renaming_section(self._section, text))

    @Slot(str)
    def _on_planned(self, text: str) -> None:
        assert self._plan_field is not None
        minutes = _minutes(text)
        if text and minutes is None:
            self._plan_field.refuse(self.tr("Write a number of minutes, or nothing for no plan."))
        elif minutes != self._section.planned_minutes:
            self.edit_asked.emit(structure.planning(self._section, minutes))

    @Slot(bool)
    def _on_field_closed(self, by_key: bool) -> None:
        for field in (self._name_field, self._plan_field):
            if field is not None and not field.is_open:
                field.hide()
        if by_key:
            self.setFocus(Qt.FocusReason.OtherFocusReason)


_KEYS = {Qt.Key.Key_F2: SectionAct.RENAME, Qt.Key.Key_Delete: SectionAct.REMOVE, Qt.Key.Key_Backspace: SectionAct.REMOVE}


def _minutes(text: str) -> float | None:
    """Return the minutes that are meant, None if there are none or if it makes no sense."""
    locale = QLocale()
    number, is_number = locale.toDouble(text)
    if not is_number:
        number, is_number = QLocale.c().toDouble(text)
    return number if is_number and 0 <= number <= LONGEST_PLAN else None
