"""SQLite's and the system's errors, in sentences that say what happened, what was kept and what to do."""

import errno
import os
import sqlite3
import stat
from pathlib import Path
from types import TracebackType
from typing import Self

from fractal_desktop.domain.errors import Cancelled, StorageError, StorageProblem
from fractal_desktop.persistence.disk import free_bytes, may_write, size_text

UNCHANGED = "The file is as it was before."

_PROBLEMS_OF_SQLITE = {
    "FULL": StorageProblem.FULL,
    "IOERR": StorageProblem.IO,
    "READONLY": StorageProblem.READ_ONLY,
    "PERM": StorageProblem.READ_ONLY,
    "BUSY": StorageProblem.BUSY,
    "LOCKED": StorageProblem.BUSY,
    "PROTOCOL": StorageProblem.BUSY,
    "NOTADB": StorageProblem.NOT_A_DATABASE,
    "CORRUPT": StorageProblem.CORRUPT,
    "CANTOPEN": StorageProblem.CANNOT_OPEN,
    "NOLFS": StorageProblem.FULL,
}

_PROBLEMS_OF_THE_SYSTEM = {
    errno.ENOSPC: StorageProblem.FULL,
    errno.EDQUOT: StorageProblem.FULL,
    errno.EFBIG: StorageProblem.FULL,
    errno.EIO: StorageProblem.IO,
    errno.EACCES: StorageProblem.READ_ONLY,
    errno.EPERM: StorageProblem.READ_ONLY,
    errno.EROFS: StorageProblem.READ_ONLY,
    errno.ENOENT: StorageProblem.MISSING,
    errno.ENOTDIR: StorageProblem.MISSING,
    errno.ENAMETOOLONG: StorageProblem.CANNOT_OPEN,
    errno.EISDIR: StorageProblem.IS_A_FOLDER,
    errno.EBUSY: StorageProblem.BUSY,
    errno.ETXTBSY: StorageProblem.BUSY,
}


class storage_errors:  # noqa: N801 - used as a `with` statement, like contextlib's
    """Turn what sqlite3, SQLAlchemy or the system raises about `path` into StorageError; let everything else pass.

    `needed_bytes` is named when the disk is full; without it the file's own size is, the most a journal can take.
    An interrupted statement becomes Cancelled.
    """

    def __init__(self, path: Path, needed_bytes: int | None = None) -> None:
        self._path = path
        self._needed_bytes = needed_bytes

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        # SQLAlchemy's errors carry the driver's as `orig`; asking for the attribute spares its import at start-up.
        cause = getattr(error, "orig", error)
        if not isinstance(cause, sqlite3.Error | OSError):
            return
        if getattr(cause, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            raise Cancelled from error
        problem = problem_of(cause)
        if problem is not None:
            raise storage_error(problem, self._path, self._needed_bytes) from error


class refused_steps(storage_errors):  # noqa: N801 - likewise
    """Say besides, as StorageError REFUSED, which step of a migration the file's own tables do not allow."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        super().__exit__(kind, error, trace)
        cause = getattr(error, "orig", error)
        if isinstance(cause, sqlite3.Error) and str(getattr(cause, "sqlite_errorname", "")).startswith(_STEP_NOT_ALLOWED):
            raise StorageError(
                StorageProblem.REFUSED,
                f"“{self._path.name}” cannot be migrated: SQLite does not allow a step of it ({cause}).",
                UNCHANGED,
                "Change that with the program that made the file, or choose another copy.",
            ) from error


_STEP_NOT_ALLOWED = ("SQLITE_ERROR", "SQLITE_CONSTRAINT", "SQLITE_MISMATCH", "SQLITE_TOOBIG")


def problem_of(error: sqlite3.Error | OSError) -> StorageProblem | None:
    """Return what stands between the program and the file, or None if `error` is a fault of the program itself."""
    if isinstance(error, OSError):
        return _PROBLEMS_OF_THE_SYSTEM.get(error.errno or 0)
    name = str(getattr(error, "sqlite_errorname", "")).removeprefix("SQLITE_")
    return _PROBLEMS_OF_SQLITE.get(name.split("_")[0])


def storage_error(problem: StorageProblem, path: Path, needed_bytes: int | None = None) -> StorageError:
    """Return the sentences for `problem` with `path`; nothing is called damaged except for CORRUPT."""
    name = path.name or str(path)
    if problem is StorageProblem.FULL:
        return disk_full(path, needed_bytes)
    happened, kept, advice = _SENTENCES[problem]
    if problem is StorageProblem.READ_ONLY and path.with_name(f"{name}-journal").exists():
        advice = f"{advice} Take “{name}-journal” along: a crash left it, and without it the file is half-written."
    return StorageError(problem, happened.format(name=name, folder=path.absolute().parent), kept, advice)


def disk_full(path: Path, needed_bytes: int | None = None) -> StorageError:
    """Return the error for a disk that cannot take what is to be written at `path`, naming the space needed and the space there is."""
    needed = needed_bytes if needed_bytes is not None else _size(path)
    free = free_bytes(path)
    there = "" if free is None else f", {size_text(free)} are free"
    return StorageError(
        StorageProblem.FULL,
        f"There is not enough room on the disk: “{path.name}” needs up to {size_text(needed)}{there}.",
        UNCHANGED,
        "Make room on the disk or choose another folder, then try again.",
    )


def replaced(path: Path) -> StorageError:
    """Return the error for a file in whose place another one lies since it was opened."""
    return StorageError(
        StorageProblem.MISSING,
        f"“{path.name}” was replaced by another file while it was open.",
        "Nothing was written into that one.",
        "Put the file back where it was and try again; or open the new one and enter the last edits there.",
    )


def _size(path: Path) -> int:
    return max(path.stat().st_size, 1) if path.is_file() else 1


_SENTENCES = {
    StorageProblem.IO: (
        "The disk reported an error while “{name}” was being read or written.",
        UNCHANGED,
        "Check the disk and its cable or connection, then try again.",
    ),
    StorageProblem.READ_ONLY: (
        "“{name}” cannot be written: the file, its folder or the disk is read-only for you.",
        UNCHANGED,
        "Change the permissions or copy the file to a folder of your own.",
    ),
    StorageProblem.BUSY: (
        "Another program is using “{name}”.",
        UNCHANGED,
        "Close the other program or wait until it has finished, then try again.",
    ),
    StorageProblem.NOT_A_DATABASE: (
        "“{name}” is not an SQLite database, or it is encrypted.",
        "The file was not touched.",
        "Choose another file.",
    ),
    StorageProblem.CORRUPT: (
        "“{name}” is damaged: SQLite finds pages that do not fit together.",
        "Nothing was written.",
        "Restore the newest backup (Database, Backups…).",
    ),
    StorageProblem.CANNOT_OPEN: (
        "“{name}” cannot be opened.",
        "The file was not touched.",
        "Check that you may read the file and its folder.",
    ),
    StorageProblem.MISSING: (
        "There is no file “{name}” in {folder}.",
        "Nothing was written.",
        "Check the path; if the file lies on another disk, connect it.",
    ),
    StorageProblem.IS_A_FOLDER: (
        "“{name}” is a folder, not a database file.",
        "Nothing was written.",
        "Choose the file inside it.",
    ),
}


def check_file(path: Path, *, for_writing: bool = False, missing_ok: bool = False) -> None:
    """Raise StorageError if there is a folder or nothing at `path`, or if this user may not read (or write) the file there."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        if missing_ok:
            return
        raise storage_error(StorageProblem.MISSING, path) from None
    except OSError as error:
        raise storage_error(StorageProblem.CANNOT_OPEN, path) from error
    if stat.S_ISDIR(mode):
        raise storage_error(StorageProblem.IS_A_FOLDER, path)
    if not stat.S_ISREG(mode) or not os.access(path, os.R_OK):  # opening a pipe would wait for ever
        raise storage_error(StorageProblem.CANNOT_OPEN, path)
    if for_writing and not may_write(path):
        raise storage_error(StorageProblem.READ_ONLY, path)
