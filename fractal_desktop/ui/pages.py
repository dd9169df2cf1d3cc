"""The pages of the window: each made when it is first needed, one shown at a time, the start page while no file is open."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.start_page import StartPage


def _goals(context: AppContext) -> QWidget:
    from fractal_desktop.ui.goals.page import GoalsPage

    return GoalsPage(context)


def _sessions(context: AppContext) -> QWidget:
    from fractal_desktop.ui.sessions.page import SessionsPage

    return SessionsPage(context)


def _analytics(context: AppContext) -> QWidget:
    from fractal_desktop.ui.analytics.page import AnalyticsPage

    return AnalyticsPage(context)


def _library(context: AppContext) -> QWidget:
    from fractal_desktop.ui.library.page import LibraryPage

    return LibraryPage(context)


def _trash(context: AppContext) -> QWidget:
    from fractal_desktop.ui.goals.trash_page import TrashPage

    return TrashPage(context)


_MAKERS: dict[str, Callable[[AppContext], QWidget]] = {
    "goals": _goals,
    "sessions": _sessions,
    "analytics": _analytics,
    "library": _library,
    "trash": _trash,
}

PAGE_NAMES = tuple(_MAKERS)
"""In the order of the rail."""


class Pages(QObject):
    """Keeps the pages of one file in a stack."""

    left = Signal()
    """What had the focus is gone from the page that is shown."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._made: dict[str, QWidget] = {}
        self._start: StartPage | None = None
        self.stack = QStackedWidget()
        self.stack.setProperty("surface", "base")
        self.stack.addWidget(QWidget())

    def __contains__(self, name: str) -> bool:
        return name in self._made

    def get(self, name: str) -> QWidget | None:
        """Return a page, None if it was not needed yet."""
        return self._made.get(name)

    def show_start(self) -> StartPage:
        """Show the start page and return it."""
        if self._start is None:
            self._start = StartPage(self._context.theme)
            self.stack.addWidget(self._start)
        self.stack.setCurrentWidget(self._start)
        self._start.focus_first()
        return self._start

    def show(self, name: str, *, with_focus: bool) -> QWidget:
        """Show a page and return it; the focus goes where it was there, else where the page begins, unless it is to stay outside.

        Left to itself, Qt takes the first thing in the order of Tab, or what lies outside.
        """
        page = self._made.get(name) or self._new(name)
        before = page.focusWidget()
        target = before if before is not None and before.isVisibleTo(page) else page.focusProxy() or page
        self.stack.setCurrentWidget(page)
        if with_focus:
            if target.isVisibleTo(page):
                target.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.left.emit()
        return page

    def clear(self) -> None:
        """Take the pages away: each is made anew for the next file, so that nothing of this one can show up there."""
        self.stack.setCurrentIndex(0)
        for page in self._made.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._made.clear()

    def _new(self, name: str) -> QWidget:
        page = _MAKERS[name](self._context)
        self._made[name] = page
        emptied: SignalInstance | None = getattr(page, "emptied", None)
        if emptied is not None:
            emptied.connect(self.left)
        self.stack.addWidget(page)
        return page
