"""What each command of the terminal does; every function returns the exit status."""

import argparse
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from fractal_desktop import paths
from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.errors import Cancelled, StorageError, StorageProblem, UserError
from fractal_desktop.domain.period import day_start
from fractal_desktop.domain.quick_entry import parse_quick_entry
from fractal_desktop.domain.timestamps import parse_document_time
from fractal_desktop.services import reports
from fractal_desktop.services.schema import BASE, Backup, DatabaseLock, FileStatus, MigrationOptions, MigrationResult, SchemaService
from fractal_desktop.services.zones import system_zone, zone_named
from fractal_desktop.terminal import records, words
from fractal_desktop.terminal.card import ProgressOptions, Question
from fractal_desktop.terminal.console import Interruption, ProgressBar, agrees, ask, complain, is_interactive, say, say_json
from fractal_desktop.terminal.figures import CARDS

DONE, REFUSED, USAGE = 0, 1, 2


class UsageError(Exception):
    """The command line lacks something or makes no sense; the text is one sentence."""


def run(options: argparse.Namespace) -> int:
    """Run the command that `options` (of cli.parser) name, and say what stood in the way if it could not be done."""
    if options.group == "db" and options.command is None:
        return _menu()
    try:
        return _COMMANDS[options.command if options.group == "db" else options.group](options)
    except UsageError as error:
        complain(f"fractal-desktop: {error}")
        return USAGE
    except (UserError, StorageError, Cancelled) as error:
        if options.json:
            say_json(records.error(error))
        complain(words.error(error))
        return REFUSED


# -- db -----------------------------------------------------------------------------------------


def _status(options: argparse.Namespace) -> int:
    status = SchemaService().status(options.file)
    _answer(options, lambda: records.status(status), lambda: words.status(status))
    return DONE


def _migrate(options: argparse.Namespace) -> int:
    service, zone = SchemaService(), _zone_given(options)
    with _lock(options.file):
        status = service.status(options.file)
        _check_target(service, status, options.to)
        if not status.pending or (status.revision is not None and options.to == status.revision):
            record = records.nothing_to_migrate(status)
            _answer(options, lambda: record, lambda: [words.nothing_to_migrate(status)])
            return DONE
        if status.size_bytes == 0 and not _may(options, f"“{options.file.name}” is empty. Make it a new database?"):
            return REFUSED
        _demand_writable(service, options.file)
        if zone is None and status.needs_time_zone:
            zone = _asked_zone(options, status)
        wanted = MigrationOptions(zone, _backup_folder(options), options.times_from_timers, options.to)
        with ProgressBar(quiet=options.json) as bar, Interruption() as interrupted:
            result: MigrationResult = service.migrate(options.file, wanted, bar, interrupted)
    _answer(options, lambda: records.migration(result), lambda: reports.migration_lines(result))
    return DONE


def _rollback(options: argparse.Namespace) -> int:
    service = SchemaService()
    with _lock(options.file):
        target = service.check_rollback(options.file, options.to)
        if is_interactive() and not options.yes:
            with Interruption() as interrupted:
                plan = service.rollback_plan(options.file, target, cancelled=interrupted)
            for line in words.rollback_plan(options.file, plan):
                complain(line)
        if not _may(options, f"Roll “{options.file.name}” back to {'before any revision' if target == BASE else target}?"):
            return REFUSED
        with ProgressBar(quiet=options.json) as bar, Interruption() as interrupted:
            result = service.rollback(options.file, _backup_folder(options), target, bar, interrupted)
    _answer(options, lambda: records.rollback(result), lambda: words.rollback(result))
    return DONE


def _history(options: argparse.Namespace) -> int:
    service = SchemaService()
    revisions = service.revisions(options.file)
    _answer(options, lambda: records.history(revisions), lambda: words.history(revisions))
    return DONE


def _check(options: argparse.Namespace) -> int:
    service = SchemaService()
    with ExitStack() as stack:
        if options.repair:
            stack.enter_context(_lock(options.file))
        bar, interrupted = stack.enter_context(ProgressBar(quiet=options.json)), stack.enter_context(Interruption())
        if options.repair:
            report = service.repair(options.file, _backup_folder(options), bar, interrupted)
        else:
            report = service.check(options.file, bar, interrupted)
    _answer(options, lambda: records.check(report), lambda: words.check(options.file, report))
    return DONE if report.ok else REFUSED


def _backup(options: argparse.Namespace) -> int:
    with ProgressBar(quiet=options.json) as bar, Interruption() as interrupted:
        backup = SchemaService().backup(options.file, _backup_folder(options), bar, interrupted)
    _answer(options, lambda: records.backup(backup), lambda: [words.backup(backup)])
    return DONE


def _restore(options: argparse.Namespace) -> int:
    service, folder = SchemaService(), _backup_folder(options)
    with _lock(options.file):
        chosen = options.backup or _newest(service, options.file, folder).path
        if not _may(options, f"Put the state of “{chosen.name}” into “{options.file.name}”? Its present state is backed up first."):
            return REFUSED
        with ProgressBar(quiet=options.json) as bar, Interruption() as interrupted:
            safety = service.restore(chosen, options.file, folder, bar, interrupted)
    _answer(options, lambda: records.restored(chosen, safety), lambda: words.restored(options.file, chosen, safety))
    return DONE


def _newest(service: SchemaService, path: Path, folder: Path) -> Backup:
    found = service.newest_good_backup(path, folder)
    if found is None:
        raise UserError(f"There is no good backup of “{path.name}” in {folder}; name one: db restore FILE BACKUP.")
    return found


# -- analytics ----------------------------------------------------------------------------------


def _analytics(options: argparse.Namespace) -> int:
    from fractal_desktop.services.workspace import Workspace

    card, zone = CARDS[options.command], _zone_given(options) or system_zone()
    asked = _filter(options, zone)
    if card.needs_activity and asked.activity_id is None:
        raise UsageError(f"{card.name} is that of an activity: say which by --activity ID.")
    workspace = Workspace.open(options.file, read_only=True, keep_pages=False)
    try:
        workspace.analytics.check(asked)
        query_ms, figures = card.ask(Question(workspace, asked, zone, ProgressOptions(options.metric, options.reading, options.split)))
    finally:
        workspace.close()
    rows = [row.record() for row in figures.rows]
    _answer(options, lambda: {"query_ms": round(query_ms, 3), "rows": rows, **figures.facts}, lambda: card.table(figures))
    return DONE


def _filter(options: argparse.Namespace, zone: ZoneInfo) -> AnalyticsFilter:
    first, last = options.first_day, options.last_day
    if first is not None and last is not None and first > last:
        raise UsageError(f"From {first} to {last} there is no day.")
    return AnalyticsFilter(
        since=None if first is None else day_start(first, zone),
        until=None if last is None or last == date.max else day_start(last + timedelta(days=1), zone),
        goal_id=options.goal,
        template_id=options.template,
        activity_id=options.activity,
        completed=None if options.completed is None else options.completed == "yes",
    )


# -- log ----------------------------------------------------------------------------------------


def _log(options: argparse.Namespace) -> int:
    from fractal_desktop.services.workspace import Workspace

    zone = _zone_given(options) or system_zone()
    now = _now(options, zone)
    with ExitStack() as stack:
        if not options.dry_run:
            stack.enter_context(_lock(options.file))
        workspace = Workspace.open(options.file, read_only=options.dry_run, keep_pages=False, clock=lambda: now)
        stack.callback(workspace.close)
        entry = parse_quick_entry(" ".join(options.line), workspace.practice.entry_words(), now, zone)
        past = entry.past_session()
        if not options.dry_run:
            workspace.practice.log(past)
    _answer(options, lambda: records.logged(entry), lambda: words.logged(entry, zone, dry_run=options.dry_run))
    return DONE


def _now(options: argparse.Namespace, zone: ZoneInfo) -> datetime:
    """Return the moment that counts as the present; without an offset it is the wall clock of `zone`."""
    if options.now is None:
        return datetime.now(UTC)
    try:
        return parse_document_time(options.now, zone)
    except ValueError as error:
        raise UsageError(f"“{options.now}” is no time such as 2026-03-02T19:30 or 2026-03-02T19:30:00Z.") from error


# -- the menu of the old script -----------------------------------------------------------------


def _menu() -> int:
    from fractal_desktop.cli import parser

    if not is_interactive():
        complain("fractal-desktop: say what to do: fractal-desktop db status|migrate|rollback|history|check|backup|restore FILE")
        return USAGE
    default = paths.default_database()
    path = ask("Database file", str(default) if default.exists() else "")
    if not path:
        return DONE
    while True:
        say(f"\n{path}\n  1. Run migration\n  2. Rollback migration\n  3. Exit")
        choice = ask("Select option (1-3)", "3")
        if choice == "3":
            return DONE
        if choice in ("1", "2"):
            run(parser().parse_args(["db", "migrate" if choice == "1" else "rollback", "--", path]))
        else:
            complain("Please type 1, 2 or 3.")


# -- what several commands share ----------------------------------------------------------------


def _answer(options: argparse.Namespace, record: Callable[[], dict[str, object]], lines: Callable[[], list[str]]) -> None:
    if options.json:
        say_json(record())
    else:
        for line in lines():
            say(line)


def _may(options: argparse.Namespace, question: str) -> bool:
    """Return whether to go on: as `--yes` says, else as somebody in the terminal says; raises UsageError if nobody is there."""
    if options.yes:
        return True
    if not is_interactive():
        raise UsageError(f"{question} Nobody is there to answer: add --yes.")
    return agrees(question)


def _lock(path: Path) -> DatabaseLock:
    return DatabaseLock(path, paths.data_folder() / "locks")


def _backup_folder(options: argparse.Namespace) -> Path:
    return options.backup_folder or paths.backup_folder()


def _zone_given(options: argparse.Namespace) -> ZoneInfo | None:
    if options.time_zone is None:
        return None
    try:
        return zone_named(options.time_zone)
    except UserError as error:
        raise UsageError(f"{error}") from error


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


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "status": _status,
    "migrate": _migrate,
    "rollback": _rollback,
    "history": _history,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
    "analytics": _analytics,
    "log": _log,
}
