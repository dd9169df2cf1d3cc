"""Alembic as a library: upgrade, rollback, their rehearsals, and what the revisions say of themselves.

Alembic and SQLAlchemy are imported when there is something to migrate, not before.
"""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from fractal_desktop.domain.errors import StorageProblem, UserError
from fractal_desktop.domain.progress import Progress
from fractal_desktop.paths import alembic_folder
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.copying import copy_pages, is_sound, open_plainly
from fractal_desktop.persistence.errors import refused_steps, storage_error, storage_errors
from fractal_desktop.persistence.legacy import BASE, EMPTY, HEAD, REVISIONS, FileStatus, inspect
from fractal_desktop.persistence.migration_reports import (
    Before,
    ConcernedSession,
    DowngradeReport,
    Kept,
    RevisionText,
    UpgradeReport,
    revision_text,
    rollback_kept,
    upgrade_report,
)
from fractal_desktop.persistence.packing import give_back_space, repack

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from fractal_desktop.persistence.revisions.run import Run

__all__ = [
    "ConcernedSession",
    "DowngradeReport",
    "Kept",
    "RevisionText",
    "UpgradeReport",
    "downgrade",
    "downgrade_plan",
    "guarded",
    "history",
    "plan",
    "upgrade",
]

T = TypeVar("T")
Tell = Callable[[Progress], None]
Ask = Callable[[], bool]


def _tell_nobody(_progress: Progress) -> None:
    return


def _never() -> bool:
    return False


def upgrade(
    path: Path,
    *,
    zone: ZoneInfo | None = None,
    times_from_timers: bool = False,
    target: str = "head",
    progress: Tell = _tell_nobody,
    cancelled: Ask = _never,
) -> UpgradeReport:
    """Bring the file at `path` to `target` in one transaction, check it before and after the commit, and report.

    A missing or empty file becomes a new one. `zone` is the one an old file was written in; it must be given for a file that has
    no revision, and is not looked at for others. Raises StorageError or Cancelled, then the file is as it was. Make a backup first.
    """
    status = inspect(path, counts=False) if path.exists() else FileStatus(path, EMPTY, None, HEAD, REVISIONS, 0, 0, 0)
    revision = HEAD if target in ("head", HEAD) else target
    if revision not in REVISIONS:
        raise UserError(f"There is no revision “{target}”; there are {', '.join(REVISIONS)}.")
    if status.revision is not None and revision < status.revision:
        raise UserError(f"The file has revision {status.revision}, which is newer than {revision}: roll back instead.")
    if zone is None and status.needs_time_zone:
        raise UserError("The time zone in which the file was written is needed.")
    if revision == status.revision:
        return UpgradeReport(revision, revision)
    began = time.perf_counter()
    from fractal_desktop.persistence.revisions.run import Run

    bands = {
        "Packing": (0.0, 0.18),
        "Counting": (0.18, 0.2),
        "0001": (0.2, 0.22),
        "0002": (0.22, 0.8),
        "0003": (0.8, 0.87),
        "0004": (0.87, 0.89),
        "0005": (0.89, 0.9),
        "Checking": (0.9, 0.95),
    }
    run = Run(zone or ZoneInfo("UTC"), times_from_timers, progress, cancelled, bands=bands, target=revision)
    run.tell("Packing", "moving rows to larger pages", 0.0)
    if "0002" in status.pending and status.size_bytes:
        repack(path, cancelled)
    report = _revise(status, "upgrade", revision, run, partial(upgrade_report, status, revision))
    give_back_space(path, cancelled)
    _read_once_more(path, progress)
    return replace(report, seconds=time.perf_counter() - began)


def plan(
    path: Path,
    *,
    zone: ZoneInfo | None = None,
    times_from_timers: bool = False,
    target: str = "head",
    progress: Tell = _tell_nobody,
    cancelled: Ask = _never,
) -> UpgradeReport:
    """Return what `upgrade` would report, found out on a copy in the folder for temporary files."""
    with _rehearsal(path, cancelled) as copy:
        return upgrade(copy, zone=zone, times_from_timers=times_from_timers, target=target, progress=progress, cancelled=cancelled)


def downgrade(path: Path, target: str | None = None, *, progress: Tell = _tell_nobody, cancelled: Ask = _never) -> DowngradeReport:
    """Take the file at `path` back to `target` (a revision or "base") in one transaction, losing nothing, and report.

    By default an old file goes back to what the web application left, one of our own to revision 0001. What the older schema has
    no place for is parked in the file until the next upgrade. Raises StorageError, UserError or Cancelled; then nothing changed.
    """
    status = inspect(path, counts=False)
    revision = target or status.rollback_target
    if status.revision is None:
        raise UserError("The file has no revision yet: there is nothing to roll back.")
    if revision not in (BASE, *REVISIONS) or (revision != BASE and revision >= status.revision):
        raise UserError(f"The file has revision {status.revision}; it can go back to {', '.join(_below(status.revision))}.")
    began = time.perf_counter()
    from fractal_desktop.persistence.revisions.run import Run

    bands = {
        "Counting": (0.0, 0.02),
        "0005": (0.02, 0.06),
        "0004": (0.06, 0.08),
        "0003": (0.08, 0.2),
        "0002": (0.2, 0.8),
        "0001": (0.8, 0.9),
        "Checking": (0.9, 0.95),
    }
    run = Run(None, progress=progress, cancelled=cancelled, bands=bands, target=revision)
    kept = _revise(status, "downgrade", revision, run, rollback_kept)
    _read_once_more(path, progress)
    return DowngradeReport(status.revision, None if revision == BASE else revision, kept, time.perf_counter() - began)


def downgrade_plan(path: Path, target: str | None = None, *, progress: Tell = _tell_nobody, cancelled: Ask = _never) -> DowngradeReport:
    """Return what `downgrade` would report, found out on a copy in the folder for temporary files."""
    with _rehearsal(path, cancelled) as copy:
        return downgrade(copy, target, progress=progress, cancelled=cancelled)


def history() -> tuple[RevisionText, ...]:
    """Return what the revisions say of themselves, oldest first."""
    files = sorted((alembic_folder() / "versions").glob("[0-9]*.py"))
    return tuple(revision_text(file) for file in files)


@contextmanager
def guarded(path: Path, zone: ZoneInfo | None) -> Iterator[tuple["Connection", "Run"]]:
    """Yield connection and run for a single use of Alembic's own command line, with the guard and the census around it."""
    from fractal_desktop.persistence.checks import Census, check_census, tables_to_go
    from fractal_desktop.persistence.guard import one_transaction
    from fractal_desktop.persistence.revisions.run import Run, driver_connection

    if path.exists():
        inspect(path, counts=False)
    with one_transaction(path, _never, create=not path.exists()) as (connection, _watch):
        db = driver_connection(connection)
        before, may_go = Census.take(db, keys=True), tables_to_go(db)
        yield connection, Run(zone)
        _remove_empty_books(db)
        check_census(before, Census.take(db, keys=True), may_go)
    _check_sound(path)


def _revise(status: FileStatus, direction: str, revision: str, run: "Run", finish: Callable[[sqlite3.Connection, "Run", Before], T]) -> T:
    """Run the revisions to `revision`, check, and commit; `finish` is asked for a report before that.

    `direction` is Alembic's word, "upgrade" or "downgrade". Foreign keys are only counted where a run may have broken some. Usually
    none does; if one did without anybody having counted before, all is undone and done once more with counting.
    """
    tables_apart = status.shape == "A" or status.origin == "A"
    with refused_steps(status.path):
        try:
            return _revise_once(status, direction, revision, run, finish, keys=tables_apart)
        except _KeysTouched:
            return _revise_once(status, direction, revision, replace(run, figures=type(run.figures)()), finish, keys=True)


def _revise_once(
    status: FileStatus,
    direction: str,
    revision: str,
    run: "Run",
    finish: Callable[[sqlite3.Connection, "Run", Before], T],
    *,
    keys: bool,
) -> T:
    from fractal_desktop.persistence.checks import Census, check_census, check_schema, tables_to_go, touches_keys
    from fractal_desktop.persistence.guard import one_transaction
    from fractal_desktop.persistence.revisions.run import driver_connection

    with one_transaction(status.path, run.cancelled, create=not status.path.exists()) as (connection, watch):
        db = driver_connection(connection)
        _check_unchanged(db, status)
        run.tell("Counting", "rows and goals", 0.0)
        census, may_go = Census.take(db, keys=keys), tables_to_go(db) | {"practice_sessions"}
        before = Before.of(db)
        _run_alembic(connection, run, direction, revision)
        if revision == HEAD and _is_from_another_zone(status, run):
            from fractal_desktop.persistence.agreement import align

            run.tell("Checking", "times of another zone", 0.0)
            align(db)
        if revision == BASE:
            _remove_empty_books(db)
        run.tell("Checking", "rows and goals", 0.0)
        check_schema(db, revision)
        if not keys and touches_keys(db, watch.rows, watch.cells):
            raise _KeysTouched
        check_census(census, Census.take(db, keys=keys), may_go)
        return finish(db, run, before)


def _is_from_another_zone(status: FileStatus, run: "Run") -> bool:
    """Return whether the file was here before and said to be from another zone, so that what was parked fits no more."""
    known = status.legacy_time_zone
    return status.revision is None and run.zone is not None and known not in (None, run.zone.key)


class _KeysTouched(Exception):
    """The run wrote what foreign keys hang on, and nobody had counted them before."""


def _run_alembic(connection: "Connection", run: "Run", direction: str, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(alembic_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes.update(connection=connection, run=run)
    getattr(command, direction)(config, revision)


def _check_unchanged(db: sqlite3.Connection, status: FileStatus) -> None:
    """Raise if another program changed the file's revision between the look at it and the lock on it."""
    there = db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
    row = db.execute("SELECT version_num FROM alembic_version").fetchone() if there else None
    if (row[0] if row else None) != status.revision:
        raise storage_error(StorageProblem.BUSY, status.path)


def _remove_empty_books(db: sqlite3.Connection) -> None:
    """At the beginning Alembic's table has nothing to say, nor has `parked` if it is empty."""
    from fractal_desktop.persistence.revisions.tables import has_table

    for table in ("alembic_version", "parked"):
        if has_table(db, table) and not db.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0]:  # noqa: S608
            db.execute(f"DROP TABLE {table}")


def _read_once_more(path: Path, progress: Tell) -> None:
    progress(Progress("Checking", "reading the file once more", 0.95))
    _check_sound(path)
    progress(Progress("Done", "", 1.0))


def _check_sound(path: Path) -> None:
    with storage_errors(path), closing(open_plainly(path)) as db:
        if not is_sound(db, "quick_check"):
            raise storage_error(StorageProblem.CORRUPT, path)


@contextmanager
def _rehearsal(path: Path, cancelled: Ask) -> Iterator[Path]:
    """Yield a copy of the file that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="fractal-rehearsal-", ignore_cleanup_errors=True) as folder, storage_errors(path):
        copy = Path(folder) / path.name
        with closing(connect(copy, create=True)) as target:
            if path.exists() and path.stat().st_size:
                inspect(path, counts=False)
                with closing(open_plainly(path)) as source:
                    copy_pages(source, target, copy, None, cancelled)
        yield copy


def _below(revision: str) -> tuple[str, ...]:
    return (*(other for other in reversed(REVISIONS) if other < revision), BASE)
