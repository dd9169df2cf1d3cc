"""What the disk under a file allows, and what the system keeps of it in memory; SQLite is not asked."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

_UNITS = ("KB", "MB", "GB", "TB")


def size_text(size_bytes: int) -> str:
    """Return a size as files are shown, in steps of 1000 and rounded up: "4.2 MB", "812 KB", never below "1 KB"."""
    value, unit = max(size_bytes, 1) / 1000, _UNITS[0]
    for larger in _UNITS[1:]:
        if value <= 999:
            break
        value, unit = value / 1000, larger
    whole = unit == "KB" or value >= 100
    step = 1 if whole else 10
    rounded = -(-value * step // 1) / step
    return f"{rounded:.0f} {unit}" if whole else f"{rounded:.1f} {unit}"


def existing_folder(path: Path) -> Path:
    """Return the nearest folder at or above `path` that exists."""
    return next(folder for folder in (path, *path.absolute().parents) if folder.is_dir())


def free_bytes(path: Path) -> int | None:
    """Return the bytes this user may still write where `path` lies or would lie; None if the system does not say."""
    try:
        return shutil.disk_usage(existing_folder(path)).free
    except OSError:
        return None


def may_write(path: Path) -> bool:
    """Return whether this user may write the file at `path` and make a journal beside it."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK | os.X_OK)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` last through a power cut, where the system offers that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def give_back_memory(path: Path) -> None:
    """Tell the system that what `path` holds is on the disk and will hardly be read again, so that others get the memory.

    Never for a database that this process has open: closing a file once more drops the locks on it (POSIX).
    """
    if not hasattr(os, "posix_fadvise"):
        return
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
