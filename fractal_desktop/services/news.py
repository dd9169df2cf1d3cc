"""What was changed since somebody looked last. Who writes never waits for who reads."""

from threading import Lock
from typing import NamedTuple

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId

MOST_CHANGED = 5_000
"""Sessions that are worth being looked at again one by one; if more were changed, anything may be."""


class News(NamedTuple):
    """Sessions that were changed, whether goals were, and whether anything may have been: then there is nothing to build on."""

    sessions: frozenset[SessionId]
    goals: bool
    everything: bool


class NewsBox:
    """Collects what is committed until it is taken. At first anything may have changed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._news = _ANYTHING

    def note(self, change: Change) -> None:
        """Take notice of what was changed in the file."""
        with self._lock:
            sessions = self._news.sessions | change.sessions
            everything = self._news.everything or change.everything or len(sessions) > MOST_CHANGED
            goals = self._news.goals or change.tree or change.everything or bool(change.goals)
            self._news = News(frozenset() if everything else sessions, goals, everything)

    def take(self) -> News:
        """Return what there is and forget it. What is read after that holds all of it."""
        with self._lock:
            news, self._news = self._news, _NOTHING
            return news

    def spoil(self) -> None:
        """Note that what was made of the news is lost."""
        with self._lock:
            self._news = _ANYTHING


_NOTHING = News(frozenset(), goals=False, everything=False)
_ANYTHING = News(frozenset(), goals=True, everything=True)
