"""Backups: verified copies under a name that says of what and when, and which of them may go.

A backup gets its name only after it was checked, so what bears such a name was a good copy when it was made.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fractal_desktop.domain.errors import StorageError, StorageProblem, UserError
from fractal_desktop.persistence.copying import (
    SPARE_BYTES,
    Share,
    bad_copy,
    demand_space,
    file_size,
    is_sound,
    open_plainly,
    partial_file,
    revision_of,
    verified_copy,
)
from fractal_desktop.persistence.crashed_file import settled
from fractal_desktop.persistence.disk import give_back_memory, sync_folder
from fractal_desktop.persistence.errors import UNCHANGED, storage_errors

STAMP = "%Y-%m-%d %H.%M.%S"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as a list shows it. `made_at` is aware UTC; `revision` None means a schema from before any revision.

    `verified` is true if it was checked when it was made, still opens and has its full length; `verify` reads it whole.
    """

    path: Path
    made_at: datetime
    size_bytes: int
    revision: str | None
    verified: bool


def make_backup(
    path: Path,
    folder: Path,
    *,
    now: datetime | None = None,
    share: Share | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    thin_out: bool = True,
) -> Backup:
    """Copy the database at `path` into `folder` (made on demand, 0700), verify the copy, and return it.

    The name holds the local time of `now` (aware, default: this moment). With `thin_out` older backups of the same file are
    removed as `superseded` says, but only once the new one is good. Raises StorageError, naming the space needed if it lacks,
    or Cancelled; then nothing is left behind and older backups stay.
    """
    moment = now or datetime.now(UTC)
    file_size(path)
    _make_folder(folder)
    final = free_name(folder, backup_name(path, moment).removesuffix(path.suffix), path.suffix)
    demand_space(folder, file_size(path) + SPARE_BYTES, final)
    with partial_file(final) as partial:
        verified_copy(path, partial, share, cancelled)
        # What comes next, as a migration, works on the file itself and is a tenth quicker with this memory.
        give_back_memory(partial)
        with storage_errors(final):
            partial.rename(final)
            sync_folder(folder)
    if thin_out:
        remove_superseded(path, folder, moment)
    return describe(final, moment)


def copy_to(path: Path, target: Path, share: Share | None = None, cancelled: Callable[[], bool] = lambda: False) -> None:
    """Write a verified copy of the database at `path` to `target`, where nothing may lie yet.

    Raises UserError, StorageError or Cancelled; then nothing is left behind.
    """
    if target.exists():
        raise UserError(f"There is already a file “{target.name}” in {target.parent}: give the copy another name.")
    demand_space(target.parent, file_size(path) + SPARE_BYTES, target)
    with partial_file(target) as partial, settled(path, target) as source:
        verified_copy(source, partial, share, cancelled)
        with storage_errors(target):
            partial.rename(target)
            sync_folder(target.parent)


def backup_name(path: Path, now: datetime) -> str:
    """Return the name of a backup of `path` made at `now` (aware), which stands in it in local time."""
    return f"{path.stem}, {now.astimezone():{STAMP}}{path.suffix}"


def list_backups(path: Path, folder: Path) -> tuple[Backup, ...]:
    """Return the backups in `folder` that bear the name of `path`, newest first; empty if there is no such folder."""
    with storage_errors(folder):
        files = tuple(folder.iterdir()) if folder.is_dir() else ()
    found = [(stamp, file) for file in files if (stamp := _stamp_of(file, path)) is not None]
    return tuple(describe(file, stamp) for stamp, file in sorted(found, reverse=True))


def describe(file: Path, made_at: datetime) -> Backup:
    """Return what can be told of the backup `file` without reading it whole."""
    size = file_size(file)
    try:
        with closing(open_plainly(file)) as connection:
            pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
            page_size = int(connection.execute("PRAGMA page_size").fetchone()[0])
            return Backup(file, made_at.astimezone(UTC), size, revision_of(connection), 0 < pages * page_size == size)
    except sqlite3.Error:
        return Backup(file, made_at.astimezone(UTC), size, None, False)


def verify(file: Path) -> None:
    """Read the backup `file` whole and raise StorageError if SQLite finds a fault in it."""
    with storage_errors(file), closing(open_plainly(file)) as connection:
        if not is_sound(connection, "integrity_check"):
            raise bad_copy(file)


def newest_good(path: Path, folder: Path) -> Backup | None:
    """Return the newest backup of `path` that holds against a full check, or None."""
    for backup in list_backups(path, folder):
        with suppress(StorageError):
            verify(backup.path)
            return backup
    return None


def superseded(made_at: Iterable[datetime], now: datetime) -> tuple[datetime, ...]:
    """Return which of these times (aware) need not be kept, oldest first.

    Of the two days before `now` all are kept; of 14 days the last of each day, of 60 days the last of each week (from Monday),
    of what is older the last of each month; days are UTC's. The newest is always kept.
    """
    kept: set[object] = set()
    gone: list[datetime] = []
    for moment in sorted(made_at, reverse=True):
        period = _period(moment.astimezone(UTC), now)
        if period in kept:
            gone.append(moment)
        kept.add(period)
    return tuple(reversed(gone))


def _period(moment: datetime, now: datetime) -> object:
    """Return what stands for the stretch of time of which only the last backup is kept."""
    age, day = now - moment, moment.date()
    if age <= timedelta(days=2):
        return moment
    if age <= timedelta(days=14):
        return "day", day
    if age <= timedelta(days=60):
        return "week", day - timedelta(days=day.weekday())
    return "month", day.year, day.month


def remove_superseded(path: Path, folder: Path, now: datetime) -> tuple[Path, ...]:
    """Remove the backups of `path` that `superseded` names and return them.

    Kept all the same: the newest of each revision, whatever another file of the same name left here, and everything if the
    newest backup is not good.
    """
    backups = list_backups(path, folder)
    if not backups or not backups[0].verified:
        return ()
    newest_of_revision = {backup.revision: backup for backup in reversed(backups)}
    doomed = set(superseded((backup.made_at for backup in backups), now))
    removed = []
    for backup in backups:
        if backup.made_at in doomed and newest_of_revision[backup.revision] is not backup and _same_origin(path, backup.path):
            with suppress(OSError):
                backup.path.unlink()
                removed.append(backup.path)
    return tuple(removed)


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """Return a path in `folder` that is not taken, with " (2)" and so on if it must be."""
    candidate, number = folder / f"{stem}{suffix}", 2
    while candidate.exists():
        candidate, number = folder / f"{stem} ({number}){suffix}", number + 1
    return candidate


def _stamp_of(file: Path, path: Path) -> datetime | None:
    """Return the aware time in the name of `file` if that is the name of a backup of `path`."""
    pattern = rf"{re.escape(path.stem)}, (\d{{4}}-\d\d-\d\d \d\d\.\d\d\.\d\d)(?: \((\d+)\))?{re.escape(path.suffix)}"
    match = re.fullmatch(pattern, file.name)
    if match is None or not file.is_file():
        return None
    try:
        moment = datetime.strptime(match[1], STAMP).astimezone()
    except ValueError:
        return None
    # Backups of one second stay in the order they were made.
    return moment + timedelta(milliseconds=int(match[2] or 1))


def _same_origin(path: Path, backup: Path) -> bool:
    """Return whether the two hold a root goal in common; files of one name from two folders may share one place for backups."""
    try:
        with closing(open_plainly(path)) as mine, closing(open_plainly(backup)) as other:
            roots = mine.execute("SELECT id FROM goals WHERE parent_id IS NULL LIMIT 500").fetchall()
            return any(other.execute("SELECT 1 FROM goals WHERE id = ?", root).fetchone() for root in roots)
    except sqlite3.Error:
        return False


def _make_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise StorageError(
            StorageProblem.CANNOT_OPEN, f"“{folder.name}” is a file, backups need a folder.", UNCHANGED, "Choose another place for backups."
        )
    with storage_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
