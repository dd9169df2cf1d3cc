"""A file full of made-up practice, for looking around, for pictures and for tests."""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.errors import storage_errors
from fractal_desktop.persistence.insertion import insert_rows
from fractal_desktop.services.sample.rows import SampleRows


def write_sample(path: Path, *, seed: int = 11, now: datetime, zone: ZoneInfo) -> None:
    """Write a new file with a year of practice towards three far goals, up to `now` (aware), which falls into a session.

    `zone` is where the made-up person lives. The same arguments give the same rows. A file that is at `path` already is
    replaced once the new one is complete; it must not be open. Raises StorageError, and then it is as it was.
    """
    rows = SampleRows(seed, now, zone)
    unfinished = path.with_name(f"{path.name}.new")
    with storage_errors(path):
        unfinished.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove(unfinished)
        try:
            migrations.upgrade(unfinished)
            unfinished.chmod(0o600)
            with closing(connect(unfinished)) as connection:
                insert_rows(connection, rows.batches())
            _remove(path)
            unfinished.rename(path)
        finally:
            _remove(unfinished)


def _remove(database: Path) -> None:
    """Remove a file with the journal it may have left: beside another file of that name it would be played back into it."""
    database.with_name(f"{database.name}-journal").unlink(missing_ok=True)
    database.unlink(missing_ok=True)
