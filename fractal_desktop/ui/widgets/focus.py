"""Where the focus goes."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent

_BORROWED = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


def has_left(event: QFocusEvent) -> bool:
    """Return whether the focus went to another widget of this window: another window or a menu only borrows it."""
    return event.reason() not in _BORROWED
