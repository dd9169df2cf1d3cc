"""Writing a large file anew: on larger pages before it grows, and without empty pages afterwards.

VACUUM is a transaction of its own that changes nothing of what the file holds; killed or stopped it leaves the file as it was.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.errors import storage_errors

LARGE_FILE_BYTES = 16 << 20
_PAGE_BYTES = 32768
_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_CANTOPEN")


def repack(path: Path, cancelled: Callable[[], bool]) -> None:
    """Put a large file on larger pages before its rows grow; what it holds stays the same.

    Of sessions that fitted on a page of 4 KiB in pairs, each would soon have one to itself, and the file grow by two fifths. On
    pages of 32 KiB it grows by less than a fifth. Where there is no room for it the migration goes on without.
    """
    with storage_errors(path), closing(connect(path)) as db:
        pages, page_bytes = _pragma(db, "page_count"), _pragma(db, "page_size")
        if pages * page_bytes < LARGE_FILE_BYTES or page_bytes >= _PAGE_BYTES:
            return
        try:
            _vacuum(db, cancelled)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname not in _NO_ROOM:
                raise


def give_back_space(path: Path, cancelled: Callable[[], bool]) -> None:
    """Shrink a large file of which a tenth or more stands empty, as after two tables became one; if that fails it stays as it is."""
    with suppress(sqlite3.Error), closing(connect(path)) as db:
        free, pages = _pragma(db, "freelist_count"), _pragma(db, "page_count")
        if free * 10 >= pages and pages * _pragma(db, "page_size") >= LARGE_FILE_BYTES:
            _vacuum(db, cancelled)


def _vacuum(db: sqlite3.Connection, cancelled: Callable[[], bool]) -> None:
    """Write the file anew on large pages: a transaction of its own, without which the file is as good."""
    # Not in memory: the whole file is written twice.
    db.execute("PRAGMA temp_store=FILE")
    # Counted in pages of the old size, so that of the large ones it comes to eight times as much.
    db.execute("PRAGMA cache_size=-4096")
    db.execute(f"PRAGMA page_size={_PAGE_BYTES}")
    db.set_progress_handler(lambda: int(cancelled()), 20_000)
    db.execute("VACUUM")


def _pragma(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])
