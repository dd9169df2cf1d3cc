"""Buttons in the looks of `theme.py`. A click does not take the focus: the ring is for the keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFontMetrics, QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.theme import current_tokens, font_of, set_look
from fractal_desktop.ui.widgets.hover import settle_hover, settle_hover_after

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PlainButton(QPushButton):
    """The usual button: base fill with a border; `kind` takes the words of `theme.py` ("danger", "toggle", "flat" …)."""

    def __init__(self, text: str, glyph: QIcon | None = None, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        if kind:
            self.setProperty("kind", kind)
        if glyph is not None:
            self.setIcon(glyph)
            self.setIconSize(QSize(20, 16))  # styles leave 4 px before the text; the icon keeps to its side of these 20
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @override
    def sizeHint(self) -> QSize:
        return _with_room_for_bold(self, super().sizeHint()) if self.isCheckable() else super().sizeHint()


class PrimaryButton(PlainButton):
    """The one button of a page or dialog that goes on."""

    def __init__(self, text: str, glyph: QIcon | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, glyph, "primary", parent)


class LinkButton(PlainButton):
    """Accent text without a border, for a door beside a text."""

    def __init__(self, text: str, glyph: QIcon | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, glyph, "link", parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)


class ToolIconButton(QToolButton):
    """A square button with an icon only; its name is tooltip and accessible name. `bordered` for those beside an input."""

    def __init__(self, glyph: QIcon, name: str, *, bordered: bool = False, size: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if bordered:
            self.setProperty("kind", "tool")
        self.setIcon(glyph)
        self.setIconSize(QSize(16, 16))
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setFixedSize(size, size)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    @override
    def setMenu(self, menu: QMenu) -> None:
        """Take a menu; what is chosen in it may take the button from under the pointer, which no event tells."""
        super().setMenu(menu)
        settle_hover_after(menu, self)

    @override
    def setDefaultAction(self, action: QAction) -> None:
        """Take the action's behaviour but keep to an icon."""
        super().setDefaultAction(action)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setAccessibleName(action.text().replace("&", ""))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press it on every desktop: only some of them do that by themselves."""
        if event.key() not in _ENTER or event.isAutoRepeat():
            super().keyPressEvent(event)
        elif self.menu() is not None:
            self.showMenu()
        else:
            self.click()

    @override
    def event(self, event: QEvent) -> bool:
        """Look again where the pointer is when coming back from another page or from a dialog: it went without a word."""
        handled = super().event(event)
        if event.type() in (QEvent.Type.Show, QEvent.Type.WindowActivate) and self.underMouse():
            settle_hover(self)
        return handled


class SegmentedControl(QWidget):
    """Choices side by side of which one holds; arrow keys move between them. Where one of them has the focus, it follows."""

    chosen = Signal(int)
    """The index the user chose."""

    def __init__(self, texts: Sequence[str], current: int = 0, parent: QWidget | None = None, *, compact: bool = False) -> None:
        """`compact` is 28 high in smaller type: for a card's header."""
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for index, text in enumerate(texts):
            button = _Segment(text)
            button.setProperty("segment", self._place(index, len(texts)))
            button.setProperty("compact", compact)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button, index)
            row.addWidget(button)
        self._group.buttonToggled.connect(self._on_toggled)
        self.set_current(current)
        self._group.idClicked.connect(self.chosen)

    @property
    def current(self) -> int:
        """Return the index that holds, -1 if none."""
        return self._group.checkedId()

    def set_current(self, index: int) -> None:
        """Let `index` hold, without a signal; -1 for none."""
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(self._group.id(button) == index)
        self._group.setExclusive(True)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Call the choices something else."""
        for button, text in zip(self._group.buttons(), texts, strict=True):
            button.setText(text)

    @Slot(QAbstractButton, bool)
    def _on_toggled(self, button: QAbstractButton, is_checked: bool) -> None:
        """Let Tab come to the one that holds; Qt would begin at the first or, backwards, the last."""
        if is_checked:
            self.setFocusProxy(button)
            if any(other.hasFocus() for other in self._group.buttons()):  # a ring around another one would seem to hold too
                button.setFocus(Qt.FocusReason.OtherFocusReason)
            for other in self._group.buttons():
                other.setFocusPolicy(Qt.FocusPolicy.TabFocus if other is button else Qt.FocusPolicy.NoFocus)

    @staticmethod
    def _place(index: int, count: int) -> str:
        if count == 1:
            return "only"
        return "first" if index == 0 else "last" if index == count - 1 else "middle"


class _Segment(QPushButton):
    """One of the choices; as wide as its text is when it holds, so that choosing moves nothing."""

    @override
    def sizeHint(self) -> QSize:
        return _with_room_for_bold(self, super().sizeHint())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Alt with an arrow to the window, in which it goes back; Qt would take it for the arrow alone."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class FilterChip(QPushButton):
    """A filter: its name and a chevron; with a value it turns green and carries ✕.

    `clicked` asks for the choices (open a menu below), `cleared` says that ✕ (or Delete) was pressed.
    """

    cleared = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._value = ""
        self.setProperty("kind", "chip")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._show()

    @property
    def name(self) -> str:
        """Return what it filters by."""
        return self._name

    @property
    def value(self) -> str:
        """Return the words for the value, "" if the filter is off."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show a value, on one line whatever it holds; "" turns the filter off."""
        value = " ".join(value.split())
        if value != self._value:
            self._value = value
            self._show()

    @override
    def sizeHint(self) -> QSize:
        width = 12 + self._name_width() + 32
        if self._value:
            width += 6 + QFontMetrics(font_of(self.font(), weight=600)).horizontalAdvance(self._value)
        return QSize(width, super().sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        tokens = current_tokens()
        area = self.rect().adjusted(12, 0, -30, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(tokens.color("muted" if self._value else "text"))
        painter.drawText(area, flags, self._name)
        if self._value:
            painter.setFont(font_of(self.font(), weight=600))
            painter.setPen(tokens.color("text"))
            room = area.adjusted(self._name_width() + 6, 0, 0, 0)
            painter.drawText(room, flags, painter.fontMetrics().elidedText(self._value, Qt.TextElideMode.ElideRight, room.width() + 1))
        self._paint_sign(painter)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._value and self.isDown() and event.position().x() > self.width() - 28 and self.rect().contains(event.position().toPoint()):
            self.setDown(False)
            self.cleared.emit()
            return
        super().mouseReleaseEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Delete for the chip, where the window would delete what is selected."""
        if self._value and is_delete_override(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._value and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def _paint_sign(self, painter: QPainter) -> None:
        side = 12
        left, top = self.width() - side - 12, (self.height() - side) // 2
        rect = self.rect().adjusted(left, top, 0, 0)
        rect.setSize(QSize(side, side))
        paint_icon(painter, rect, "close" if self._value else "chevron-down", "muted")

    def _name_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._name)

    def _show(self) -> None:
        self.setAccessibleName(f"{self._name}: {self._value}" if self._value else self._name)
        set_look(self, active="true" if self._value else "false")
        self.updateGeometry()


def is_delete_override(event: QEvent) -> bool:
    """Return whether Qt asks if the focused widget wants Delete or Backspace for itself before a shortcut gets it."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


def _with_room_for_bold(button: QPushButton, hint: QSize) -> QSize:
    """Widen a button's size by what its text gains when it is checked."""
    gain = QFontMetrics(font_of(button.font(), weight=600)).horizontalAdvance(button.text()) - button.fontMetrics().horizontalAdvance(
        button.text()
    )
    return hint + QSize(max(0, gain), 0)
