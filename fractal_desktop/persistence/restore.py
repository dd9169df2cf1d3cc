"""Putting a backup's state back into the file, so that a kill at any moment leaves the old or the new state."""

from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.persistence.backup import STAMP, Backup, free_name, make_backup, verify
from fractal_desktop.persistence.copying import (
    SPARE_BYTES,
    Share,
    copy_pages,
    demand_space,
    file_size,
    is_sound,
    open_plainly,
    partial_file,
    verified_copy,
)
from fractal_desktop.persistence.disk import sync_folder
from fractal_desktop.persistence.errors import storage_error, storage_errors


def restore(
    backup: Path,
    path: Path,
    folder: Path,
    *,
    now: datetime | None = None,
    share: Share | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Backup | None:
    """Put the state of `backup` into the file at `path` and return the backup made of the present state in `folder`.

    That one is None if there is no file at `path`; a journal that lies there all the same is kept as "…, left over <time>". If the
    present file is damaged it is kept beside as "…, damaged <time>" and the result is None too. Raises StorageError or Cancelled;
    the file is then as before.
    """
    moment = now or datetime.now(UTC)
    verify(backup)
    if not path.exists():
        _restore_beside(backup, path, _aside(path, "left over", moment), share, cancelled)
        return None
    try:
        safety = make_backup(path, folder, now=moment, cancelled=cancelled, thin_out=False)
    except StorageError as error:
        if error.problem not in (StorageProblem.CORRUPT, StorageProblem.NOT_A_DATABASE):
            raise
        _restore_beside(backup, path, _aside(path, "damaged", moment), share, cancelled)
        return None
    _restore_over(backup, path, share, cancelled)
    return safety


def _restore_over(backup: Path, path: Path, share: Share | None, cancelled: Callable[[], bool]) -> None:
    # Until the commit the journal holds the old pages, and the file grows by what the backup has more.
    needed = max(file_size(path), file_size(backup)) + SPARE_BYTES
    demand_space(path.parent, needed, path)
    with storage_errors(path, needed), closing(open_plainly(backup)) as source, closing(open_plainly(path, "rw")) as target:
        target.execute("PRAGMA journal_mode=DELETE")
        copy_pages(source, target, path, share, cancelled)
        if not is_sound(target, "quick_check"):
            raise storage_error(StorageProblem.CORRUPT, path)


def _aside(path: Path, why: str, moment: datetime) -> Path:
    return free_name(path.parent, f"{path.stem}, {why} {moment.astimezone():{STAMP}}", path.suffix)


def _restore_beside(backup: Path, path: Path, aside: Path, share: Share | None, cancelled: Callable[[], bool]) -> None:
    """Copy to a partial file, move what is at `path` and beside it to `aside`, and give the copy its name."""
    demand_space(path.parent, file_size(backup) + SPARE_BYTES, path)
    with partial_file(path) as partial:
        verified_copy(backup, partial, share, cancelled)
        with storage_errors(path):
            _move_aside(path, aside)
            partial.rename(path)
            sync_folder(path.parent)


def _move_aside(path: Path, aside: Path) -> None:
    # A journal of the file that was here, damaged or gone, would be rolled into the new one: it goes along, and goes first.
    for sidecar in ("-journal", "-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            Path(f"{path}{sidecar}").rename(f"{aside}{sidecar}")
