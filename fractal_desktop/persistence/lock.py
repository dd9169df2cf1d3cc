"""One writer a file: the window and the terminal commands that write hold the same lock.

The lock is the system's own on an open file, so it ends with the process that holds it, however that ends: a file left
behind by a crash locks nobody out. The lock files lie in a folder of the program's, not beside the user's database.
"""

import hashlib
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.persistence.errors import storage_errors

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCKED_BYTE = 1 << 30
"""Where Windows locks: far behind the text, which then stays readable for others."""


class DatabaseLock:
    """The right to write one database file; a context manager. Not re-entrant: two objects of one process exclude each other."""

    def __init__(self, database: Path, folder: Path) -> None:
        """Name the lock of `database` in `folder` (made on demand); other spellings of the path and links give the same lock."""
        self._database = database
        real = os.path.normcase(os.path.realpath(database))
        self._path = folder / f"{hashlib.sha256(real.encode(errors='surrogateescape')).hexdigest()[:24]}.lock"
        self._handle: int | None = None

    @property
    def path(self) -> Path:
        """Return the lock file; its text is the number of the process that took the lock last."""
        return self._path

    def try_acquire(self) -> bool:
        """Take the lock and return True, or return False at once if another process or object holds it."""
        if self._handle is not None:
            return True
        with storage_errors(self._path):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            if not _lock(handle):
                os.close(handle)
                return False
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._handle = handle
        return True

    def release(self) -> None:
        """Give the lock back; nothing happens if it is not held."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)  # the system's lock ends with its handle
            self._handle = None

    def owner(self) -> int | None:
        """Return the number of the process that holds the lock, as far as it can be told."""
        try:
            text = self._path.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return None
        return int(text) if text.isdigit() else None

    def __enter__(self) -> Self:
        if not self.try_acquire():
            raise StorageError(
                StorageProblem.BUSY,
                f"“{self._database.name}” is open in another Fractal Desktop.",
                "Nothing was changed.",
                "Close that window or wait until its work is done, then try again.",
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()


if sys.platform == "win32":

    def _lock(handle: int) -> bool:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True
else:

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
