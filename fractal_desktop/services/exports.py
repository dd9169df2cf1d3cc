"""What a person takes out of the program: pictures, tables and reports, written whole or not at all."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from fractal_desktop.domain.errors import UserError

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EACCES: "this folder must not be written to",
    errno.EPERM: "this folder must not be written to",
    errno.EROFS: "this disk can only be read",
    errno.ENOENT: "the folder no longer exists",
    errno.ENOTDIR: "the folder no longer exists",
    errno.EISDIR: "there is a folder of this name",
    errno.ENAMETOOLONG: "the name is too long",
}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, replacing one of this name only once all of it is on the disk; raises UserError, having changed nothing."""
    try:
        _write(path, content)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, "the disk did not take it")
        raise UserError(f"“{path.name}” was not saved: {reason}.") from error


def _write(path: Path, content: bytes) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    unfinished = path.with_name(f".{uuid4().hex}{path.suffix}")
    try:
        handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            unfinished.chmod(path.stat().st_mode & 0o777)
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
