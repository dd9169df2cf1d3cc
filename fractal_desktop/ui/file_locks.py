"""The locks of the open file and of the one that is being opened: the first is kept until the second has worked."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class FileLock(Protocol):
    """The right to write one file."""

    def try_acquire(self) -> bool:
        """Take it and return True, or return False if somebody else has it."""

    def release(self) -> None:
        """Give it back."""


class FileLocks:
    """Holds at most two locks: of the file that is open and of the next one."""

    def __init__(self, lock_of: Callable[[Path], FileLock]) -> None:
        self._lock_of = lock_of
        self._open: tuple[Path, FileLock] | None = None
        self._next: tuple[Path, FileLock] | None = None

    def take(self, path: Path) -> bool:
        """Return whether `path` may be written by this window now; StorageError where locks cannot be kept."""
        if any(held is not None and held[0] == path for held in (self._open, self._next)):
            return True
        lock = self._lock_of(path)
        if not lock.try_acquire():
            return False
        self.drop_next()
        self._next = (path, lock)
        return True

    def opened(self, path: Path, *, read_only: bool) -> None:
        """Keep only the lock of `path`, or none if that is only read."""
        if self._next is not None and self._next[0] == path:
            if self._open is not None:
                self._open[1].release()
            self._open, self._next = self._next, None
        if read_only or (self._open is not None and self._open[0] != path):
            self.drop_all()

    def drop_next(self) -> None:
        """Give back the lock of the file that was to be opened."""
        if self._next is not None:
            self._next[1].release()
            self._next = None

    def drop_all(self) -> None:
        """Give back every lock."""
        self.drop_next()
        if self._open is not None:
            self._open[1].release()
            self._open = None
