"""What is done to a whole file; every function returns the exit status."""

import argparse
from contextlib import ExitStack
from pathlib import Path
from zoneinfo import ZoneInfo

from fractal_desktop.domain.errors import StorageError, StorageProblem, UserError
from fractal_desktop.services import reports
from fractal_desktop.services.salvage import salvage_file
from fractal_desktop.services.schema import BASE, Backup, FileStatus, MigrationOptions, MigrationResult, SchemaService
from fractal_desktop.services.zones import system_zone, zone_named
from fractal_desktop.terminal import records, words
from fractal_desktop.terminal.answering import DONE, REFUSED, UsageError, answer, backup_folder, lock, may, zone_given
from fractal_desktop.terminal.console import Interruption, ProgressBar, ask, complain, is_interactive


def status(options: argparse.Namespace) -> int:
    """Say where the file stands."""
    status = SchemaService().status(options.file)
    answer(options, lambda: records.status(status), lambda: words.status(status))
    return DONE


def migrate(options: argparse.Namespace) -> int:
    """Bring the file to the newest revision, or to the one that was named."""
    service, zone = SchemaService(), zone_given(options)
    with lock(options.file):
        status = service.status(options.file)
        _check_target(service, status, options.to)
        if not status.pending or (status.revision is not None and options.to == status.revision):
            record = records.nothing_to_migrate(status)
            answer(options, lambda: record, lambda: [words.nothing_to_migrate(status)])
            return DONE
        if status.size_bytes == 0 and not may(options, f"“{options.file.name}” is empty. Make it a new database?"):
            return REFUSED
        _demand_writable(service, options.file)
        if zone is None and status.needs_time_zone:
            zone = _asked_zone(options, status)
        wanted = MigrationOptions(zone, backup_folder(options), options.times_from_timers, options.to)
        with ProgressBar(quiet=options.json) as bar, Interruption() as interrupted:
            result: MigrationResult = service.migrate(options.file, wanted, bar, interrupted)
    answer(options, lambda: records.migration(result), lambda: reports.migration_lines(result))
    return DONE


def rollback(options: argparse.Namespace) -> int:
    """Take the file back, after saying what is kept."""
    service = SchemaService()
    with lock(options.file):
        target = service.check_rollback(options.file, options.to)
        if is_interactive() and not options.yes:
            with Interruption() as interrupted:
                plan = service.rollback_plan(options.file, target, cancelled=interrupted)
            for line in words.rollback_plan(options.file, plan):
                complain(line)
        if not may(options, f"Roll “{options.file.name}” back to {'before any revision' if target == BASE else target}?"):
            return REFUSED
        with ProgressBar(quiet=options.json) as bar, Interruption() as interrupted:
            result = service.rollback(options.file, backup_folder(options), target, bar, interrupted)
    answer(options, lambda: records.rollback(result), lambda: words.rollback(result))
    return DONE


def history(options: argparse.Namespace) -> int:
    """List the revisions."""
    service = SchemaService()
    revisions = service.revisions(options.file)
    answer(options, lambda: records.history(revisions), lambda: words.history(revisions))
    return DONE


def check(options: argparse.Namespace) -> int:
    """Prove that the file is sound, after repairing it if that is wanted."""
    service = SchemaService()
    with ExitStack() as stack:
        if options.repair:
            stack.enter_context(lock(options.file))
        bar, interrupted = stack.enter_context(ProgressBar(quiet=options.json)), stack.enter_context(Interruption())
        if options.repair:
            report = service.repair(options.file, backup_folder(options), bar, interrupted)
        else:
            report = service.check(options.file, bar, interrupted)
    answer(options, lambda: records.check(report), lambda: words.check(options.file, report))
    return DONE if report.ok else REFUSED


def backup(options: argparse.Namespace) -> int:
    """Back the file up."""
    with ProgressBar(quiet=options.json) as bar, Interruption() as interrupted:
        backup = SchemaService().backup(options.file, backup_folder(options), bar, interrupted)
    answer(options, lambda: records.backup(backup), lambda: [words.backup(backup)])
    return DONE


def restore(options: argparse.Namespace) -> int:
    """Put a backup's state into the file."""
    service, folder = SchemaService(), backup_folder(options)
    with lock(options.file):
        chosen = options.backup or _newest(service, options.file, folder).path
        if not may(options, f"Put the state of “{chosen.name}” into “{options.file.name}”? Its present state is backed up first."):
            return REFUSED
        with ProgressBar(quiet=options.json) as bar, Interruption() as interrupted:
            safety = service.restore(chosen, options.file, folder, bar, interrupted)
    answer(options, lambda: records.restored(chosen, safety), lambda: words.restored(options.file, chosen, safety))
    return DONE


def salvage(options: argparse.Namespace) -> int:
    """Put what can still be read of a damaged file into a new one; refused says that something is lost."""
    with lock(options.new), ProgressBar(quiet=options.json) as bar, Interruption() as interrupted:
        report = salvage_file(options.file, options.new, bar, interrupted)
    answer(options, lambda: records.salvaged(report), lambda: words.salvaged(report))
    return DONE if report.is_whole else REFUSED


def _newest(service: SchemaService, path: Path, folder: Path) -> Backup:
    found = service.newest_good_backup(path, folder)
    if found is None:
        raise UserError(f"There is no good backup of “{path.name}” in {folder}; name one: db restore FILE BACKUP.")
    return found


def _asked_zone(options: argparse.Namespace, status: FileStatus) -> ZoneInfo:
    """Return the zone an old file was written in: what it remembers, what somebody types, or the computer's."""
    likely = status.legacy_time_zone or str(system_zone())
    if options.yes or not is_interactive():
        return zone_named(likely)
    while True:
        try:
            return zone_named(ask("In which time zone was the file written", likely))
        except UserError as error:
            complain(str(error))


def _demand_writable(service: SchemaService, path: Path) -> None:
    """Refuse a file that cannot be written before anything is asked, and say how to come to a look at it all the same."""
    try:
        service.check_writable(path)
    except StorageError as error:
        raise StorageError(error.problem, error.happened, error.kept, words.copy_instead(path)) from error


def _check_target(service: SchemaService, status: FileStatus, target: str | None) -> None:
    if target is None:
        return
    known = [revision.revision for revision in service.known_revisions()]
    if target not in known:
        raise UsageError(f"There is no revision “{target}”; there are {', '.join(known)}.")
    if status.revision is not None and target < status.revision:
        raise StorageError(
            StorageProblem.REFUSED,
            f"“{status.path.name}” has revision {status.revision}, which is newer than {target}.",
            "The file was not touched.",
            "To go back: fractal-desktop db rollback FILE --to " + target,
        )
