"""A file that a crash left half-written, with its journal beside it, where nobody can write: SQLite cannot roll it back there.

Only then are both copied byte by byte. Everywhere else that would drop locks (POSIX) and could meet a writer: see `copying.py`.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from fractal_desktop.domain.errors import StorageProblem
from fractal_desktop.persistence.copying import open_plainly
from fractal_desktop.persistence.errors import problem_of, storage_errors


@contextmanager
def settled(path: Path, near: Path) -> Iterator[Path]:
    """Yield a file that can be read: `path`, or for so long a copy of such a file beside `near`, which whoever opens it rolls back."""
    journal = path.with_name(f"{path.name}-journal")
    if not (journal.exists() and _asks_for_rollback(path)):
        yield path
        return
    with TemporaryDirectory(prefix=f".{near.name}.", dir=near.parent) as folder:
        with storage_errors(near):
            for file in (path, journal):
                shutil.copyfile(file, Path(folder) / file.name)
        yield Path(folder) / path.name


def _asks_for_rollback(path: Path) -> bool:
    """Return whether SQLite would have to write before it can read; where somebody writes just now it would not."""
    try:
        with closing(open_plainly(path)):
            return False
    except sqlite3.Error as error:
        return problem_of(error) is StorageProblem.READ_ONLY
