"""What can be done with a database file as a whole: migrate, roll back, check, back up, restore.

Works on paths, without an open workspace, so that the terminal, the start-up and the Database menu share it. Callers that
write hold the file's `DatabaseLock` and have no workspace open on it.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fractal_desktop.domain.errors import StorageError, UserError
from fractal_desktop.domain.progress import Progress
from fractal_desktop.persistence import backup as backups
from fractal_desktop.persistence import integrity, legacy, migrations
from fractal_desktop.persistence import restore as restoring
from fractal_desktop.persistence.backup import Backup
from fractal_desktop.persistence.disk import size_text
from fractal_desktop.persistence.errors import check_file, storage_errors
from fractal_desktop.persistence.integrity import CheckReport, Problem, ProblemCode
from fractal_desktop.persistence.legacy import BASE, FileStatus
from fractal_desktop.persistence.lock import DatabaseLock
from fractal_desktop.persistence.migrations import ConcernedSession, DowngradeReport, Kept, RevisionText, UpgradeReport
from fractal_desktop.persistence.obstacles import check_way_is_clear
from fractal_desktop.persistence.revision_dates import note_revisions, revision_dates

__all__ = [
    "BASE",
    "Backup",
    "CheckReport",
    "ConcernedSession",
    "DatabaseLock",
    "DowngradeReport",
    "FileStatus",
    "Kept",
    "MigrationOptions",
    "MigrationResult",
    "Problem",
    "ProblemCode",
    "Progress",
    "Revision",
    "RollbackResult",
    "SchemaService",
    "UpgradeReport",
    "size_text",
]

Tell = Callable[[Progress], None]
Ask = Callable[[], bool]
_BACKUP_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class MigrationOptions:
    """`zone` is the one an old file was written in (None will do for a file that has a revision); `target` None is the newest."""

    zone: ZoneInfo | None
    backup_folder: Path
    times_from_timers: bool = False
    target: str | None = None


@dataclass(frozen=True, slots=True)
class MigrationResult:
    """What a migration did; `backup` is None for a file that did not exist or was empty. `seconds` are those of all of it."""

    path: Path
    report: UpgradeReport
    backup: Backup | None
    seconds: float


@dataclass(frozen=True, slots=True)
class RollbackResult:
    """What a rollback did, and the backup made before it."""

    path: Path
    report: DowngradeReport
    backup: Backup


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision as a list shows it: whether the file has it, and since when (aware UTC), as far as that was noted."""

    revision: str
    title: str
    adds: str
    keeps: str
    applied: bool
    since: datetime | None


def _nobody(_progress: Progress) -> None:
    return


def _never() -> bool:
    return False


def _now() -> datetime:
    return datetime.now(UTC)


class SchemaService:
    """The operations of the Database menu and of `fractal-desktop db`; all raise StorageError, the long ones Cancelled too."""

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        """`clock` returns aware UTC: it gives backups their names and revisions their dates."""
        self._clock = clock

    @property
    def head(self) -> str:
        """Return the newest revision this program knows."""
        return legacy.HEAD

    def status(self, path: Path) -> FileStatus:
        """Return where the file stands, without changing it."""
        return legacy.inspect(path)

    def check_writable(self, path: Path) -> None:
        """Raise StorageError READ_ONLY if this user may not write the file at `path`, or not make a journal beside it."""
        check_file(path, for_writing=True)

    def copy(self, path: Path, target: Path) -> None:
        """Write a verified copy of the file, old or new, to `target`; raises UserError if something lies there already."""
        backups.copy_to(path, target)

    def create(self, path: Path) -> None:
        """Make an empty file at the newest revision; its folder is made too. A file that is there must be empty."""
        if path.exists() and path.stat().st_size:
            raise UserError(f"There is already a file “{path.name}” in {path.parent}.")
        with storage_errors(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._new_file(path, _nobody, _never)

    def plan(self, path: Path, zone: ZoneInfo | None, *, times_from_timers: bool = False, cancelled: Ask = _never) -> UpgradeReport:
        """Return what `migrate` would do; the file is not changed, the work is done on a copy that is thrown away."""
        if legacy.inspect(path, counts=False).needs_time_zone:
            check_way_is_clear(path)
        return migrations.plan(path, zone=zone, times_from_timers=times_from_timers, cancelled=cancelled)

    def migrate(self, path: Path, options: MigrationOptions, progress: Tell = _nobody, cancelled: Ask = _never) -> MigrationResult:
        """Back the file up, bring it to the newest revision in one transaction, and check it."""
        began = time.perf_counter()
        status = legacy.inspect(path) if path.exists() else None
        if status is None or status.shape == legacy.EMPTY:
            report, backup = self._new_file(path, progress, cancelled), None
        else:
            check_file(path, for_writing=True)
            if status.revision is None:
                check_way_is_clear(path)
            backup = self._backup_first(path, options.backup_folder, progress, cancelled)
            report = migrations.upgrade(
                path,
                zone=options.zone,
                times_from_timers=options.times_from_timers,
                target=options.target or legacy.HEAD,
                progress=_rest_of(progress),
                cancelled=cancelled,
            )
            self._note(path, status.pending[: status.pending.index(report.revision) + 1] if status.pending else ())
        return MigrationResult(path, report, backup, time.perf_counter() - began)

    def rollback_plan(self, path: Path, target: str | None = None, *, cancelled: Ask = _never) -> DowngradeReport:
        """Return what `rollback` would do and keep; the file is not changed."""
        return migrations.downgrade_plan(path, target, cancelled=cancelled)

    def rollback(
        self, path: Path, backup_folder: Path, target: str | None = None, progress: Tell = _nobody, cancelled: Ask = _never
    ) -> RollbackResult:
        """Back the file up and take it back to `target` (None: as far as makes sense, "base": before any revision)."""
        self.check_rollback(path, target)
        check_file(path, for_writing=True)
        backup = self._backup_first(path, backup_folder, progress, cancelled)
        report = migrations.downgrade(path, target, progress=_rest_of(progress), cancelled=cancelled)
        return RollbackResult(path, report, backup)

    def check_rollback(self, path: Path, target: str | None) -> str:
        """Return the target that a rollback would go to; raises UserError if it cannot."""
        status = legacy.inspect(path, counts=False)
        if status.revision is None:
            raise UserError(f"“{path.name}” has no revision yet: there is nothing to roll back.")
        below = [known for known in legacy.REVISIONS if known < status.revision]
        if status.origin != legacy.EMPTY:  # a file that was made here would hold nothing then
            below.insert(0, BASE)
        wanted = target or status.rollback_target
        if wanted not in below:
            raise UserError(f"“{path.name}” has revision {status.revision}; it can go back to {', '.join(reversed(below))}.")
        return wanted

    def known_revisions(self) -> tuple[RevisionText, ...]:
        """Return what the revisions say of themselves, oldest first."""
        return migrations.history()

    def revisions(self, path: Path) -> tuple[Revision, ...]:
        """Return all revisions, oldest first, and which of them the file has since when."""
        status = legacy.inspect(path, counts=False)
        texts = self.known_revisions()
        applied = {text.revision for text in texts if status.revision is not None and text.revision <= status.revision}
        dates = revision_dates(path, sorted(applied)) if applied else {}
        return tuple(_revision(text, text.revision in applied, dates.get(text.revision)) for text in texts)

    def check(self, path: Path, progress: Tell = _nobody, cancelled: Ask = _never) -> CheckReport:
        """Return what is wrong with the file, without changing it."""
        return integrity.check(path, progress, cancelled)

    def repair(self, path: Path, backup_folder: Path, progress: Tell = _nobody, cancelled: Ask = _never) -> CheckReport:
        """Back the file up, rebuild indexes, columns and rows from the documents in one transaction, and check again."""
        check_file(path, for_writing=True)
        self._backup_first(path, backup_folder, progress, cancelled)
        integrity.repair(path, _rest_of(progress), cancelled)
        return integrity.check(path, cancelled=cancelled)

    def backup(self, path: Path, folder: Path, progress: Tell = _nobody, cancelled: Ask = _never) -> Backup:
        """Write a verified backup of the file into `folder`, thin out older ones, and return it."""
        legacy.inspect(path, counts=False)
        return backups.make_backup(path, folder, now=self._clock(), share=_sharing(progress, 1.0), cancelled=cancelled)

    def backups(self, path: Path, folder: Path) -> tuple[Backup, ...]:
        """Return the file's backups in `folder`, newest first."""
        return backups.list_backups(path, folder)

    def newest_good_backup(self, path: Path, folder: Path) -> Backup | None:
        """Return the newest backup that holds against a full check, or None."""
        with suppress(StorageError):
            return backups.newest_good(path, folder)
        return None

    def backup_name(self, path: Path) -> str:
        """Return the name that a backup made now would get."""
        return backups.backup_name(path, self._clock())

    def restore(self, backup: Path, path: Path, folder: Path, progress: Tell = _nobody, cancelled: Ask = _never) -> Backup | None:
        """Put a backup's state into the file, after backing its present state up into `folder`; return that backup.

        None if there was no present state, or none that could be read. A backup that this program could not open is refused.
        """
        if legacy.inspect(backup, counts=False).size_bytes == 0:
            raise UserError(f"“{backup.name}” is empty: there is no state in it to restore.")
        if path.exists() and backup.samefile(path):
            raise UserError(f"“{backup.name}” is the file itself, not a backup of it.")
        check_file(path, for_writing=True, missing_ok=True)
        return restoring.restore(backup, path, folder, now=self._clock(), share=_sharing(progress, 1.0, "Restoring"), cancelled=cancelled)

    def _new_file(self, path: Path, progress: Tell, cancelled: Ask) -> UpgradeReport:
        is_new = not path.exists()
        try:
            report = migrations.upgrade(path, zone=ZoneInfo("UTC"), progress=progress, cancelled=cancelled)
        except BaseException:
            if is_new:
                path.unlink(missing_ok=True)
            raise
        path.chmod(0o600)
        self._note(path, legacy.REVISIONS)
        return report

    def _backup_first(self, path: Path, folder: Path, progress: Tell, cancelled: Ask) -> Backup:
        return backups.make_backup(path, folder, now=self._clock(), share=_sharing(progress, _BACKUP_SHARE), cancelled=cancelled)

    def _note(self, path: Path, revisions: tuple[str, ...]) -> None:
        # A date that cannot be noted is no reason to call a migration that is through a failure.
        with suppress(StorageError):
            note_revisions(path, revisions, self._clock())


def _revision(text: RevisionText, applied: bool, since: datetime | None) -> Revision:
    return Revision(text.revision, text.title, text.adds, text.keeps, applied, since)


def _sharing(progress: Tell, of_all: float, step: str = "Backup") -> Callable[[float], None]:
    def share(done: float) -> None:
        progress(Progress(step, "", done * of_all))

    return share


def _rest_of(progress: Tell) -> Tell:
    """Return what is told by the steps after the backup."""

    def tell(told: Progress) -> None:
        progress(Progress(told.step, told.detail, _BACKUP_SHARE + (1 - _BACKUP_SHARE) * told.fraction))

    return tell
