"""Where Qt forgets to say that the pointer is gone: below a pop-up no widget hears of it."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid


def settle_hover(widget: QWidget) -> None:
    """Let a widget look hovered only while the pointer is over it."""
    over = widget.isVisible() and widget.rect().contains(widget.mapFromGlobal(QCursor.pos()))
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, over)
    widget.update()


def settle_hover_soon(widget: QWidget) -> None:
    """Do so once what happens now is over, if the widget is still there then."""
    if isValid(widget):
        QTimer.singleShot(0, widget, partial(settle_hover, widget))


def settle_hover_after(menu: QMenu, anchor: QWidget) -> None:
    """Do so each time a menu closes that `anchor` opened: a click elsewhere, or what was chosen, may have left it without the pointer."""
    menu.aboutToHide.connect(partial(settle_hover_soon, anchor))
