"""Answers in words, for people."""

import shlex
from pathlib import Path
from zoneinfo import ZoneInfo

from fractal_desktop.domain.errors import Cancelled
from fractal_desktop.domain.quick_entry import QuickEntry, describe
from fractal_desktop.services.kept_words import kept_text
from fractal_desktop.services.reports import TICK, counted
from fractal_desktop.services.salvage import SalvageReport, salvage_findings
from fractal_desktop.services.schema import (
    Backup,
    CheckReport,
    DowngradeReport,
    FileStatus,
    Problem,
    Revision,
    RollbackResult,
    size_text,
)

_CROSS = "✗"
_MOST_LINES = 20


def error(problem: Exception) -> str:
    """Return the sentences for somebody who cannot go on."""
    return "Stopped. Everything is as it was." if isinstance(problem, Cancelled) else str(problem)


def copy_instead(path: Path) -> str:
    """Return how to come to a look at a file where nothing can be written."""
    return (
        "To look at it all the same, migrate a copy of it in a folder of your own, where this command writes one:\n"
        f"  fractal-desktop db backup {shlex.quote(str(path))} --backup-folder FOLDER"
    )


def status(found: FileStatus) -> list[str]:
    """Return where a file stands."""
    revision = found.revision or "none yet"
    lines = [
        f"{found.path}",
        f"  Revision   {revision} (newest: {found.head})",
        f"  Pending    {', '.join(found.pending) or 'nothing'}",
        f"  Holds      {counted(found.goals or 0, 'goal', 'goals')}, {counted(found.sessions or 0, 'session', 'sessions')}",
        f"  Size       {size_text(found.size_bytes)}",
    ]
    if found.needs_time_zone:
        lines.insert(1, f"  Shape      {found.shape}, as the web application left it")
    if found.legacy_time_zone:
        lines.append(f"  Written in {found.legacy_time_zone}")
    if found.pending:
        lines.append(f"To migrate it: fractal-desktop db migrate {_argument(found.path)}")
    return lines


def nothing_to_migrate(found: FileStatus) -> str:
    """Return the sentence for a file that needs nothing."""
    return f"{TICK} {found.path.name} is up to date (revision {found.revision}). Nothing to migrate."


def rollback_plan(path: Path, plan: DowngradeReport) -> list[str]:
    """Return what somebody should know before saying yes."""
    to = plan.revision or "what the web application left"
    kept = [f"    {text}" for text in map(kept_text, plan.kept) if text]
    lines = [f"{path.name} goes from revision {plan.origin} back to {to}. A backup is made first."]
    return (
        [*lines, "What the older schema has no place for stays in the file for the next migration (table “parked”):", *kept]
        if kept
        else lines
    )


def rollback(result: RollbackResult) -> list[str]:
    """Return what a rollback did."""
    report = result.report
    now = f"has revision {report.revision}" if report.revision else "is as the web application left it"
    lines = [f"{TICK} Backup kept, verified: {result.backup.path}"]
    lines += [f"{TICK} Kept for the next migration: {text}" for text in map(kept_text, report.kept) if text]
    return [*lines, f"{TICK} {result.path.name} {now}. Took {report.seconds:.1f} seconds."]


def history(revisions: tuple[Revision, ...]) -> list[str]:
    """Return all revisions, newest first."""
    return [line for revision in reversed(revisions) for line in _revision(revision)]


def check(path: Path, report: CheckReport) -> list[str]:
    """Return what a check found: every problem up to a screenful, notes by kind."""
    lines = [f"{_CROSS} {_found(problem)}" for problem in report.problems[:_MOST_LINES]]
    more = sum(report.counts.get(problem.code, 0) for problem in {p.code: p for p in report.problems}.values()) - len(lines)
    if more > 0:
        lines.append(f"  and {more:,} more (all of them: --json)")
    lines += _notes(report)
    if report.ok:
        compared = f"; {counted(report.sessions, 'session', 'sessions')} compared with their documents" if report.sessions else ""
        lines.append(f"{TICK} {path.name} is sound{compared}.")
    else:
        lines.append("Nothing was changed. To rebuild indexes, columns and rows from the documents: db check FILE --repair")
    return lines


def backup(made: Backup) -> str:
    """Return the sentence for a backup that was made."""
    return f"{TICK} Backed up and verified ({size_text(made.size_bytes)}): {made.path}"


def restored(path: Path, chosen: Path, safety: Backup | None) -> list[str]:
    """Return what was put back, and where the state before is."""
    before = [f"{TICK} The state before is kept: {safety.path}"] if safety is not None else []
    return [*before, f"{TICK} {path.name} has the state of {chosen.name}."]


def salvaged(report: SalvageReport) -> list[str]:
    """Return what is in the new file and what is lost."""
    lines = [f"{TICK if found.is_whole else '!'} {found.sentence}" for found in salvage_findings(report)]
    return [*lines, f"{TICK} Written: {report.target}"]


def logged(entry: QuickEntry, zone: ZoneInfo, *, dry_run: bool) -> list[str]:
    """Return what was written, or would be, in words."""
    return [f"Would be written: {describe(entry, zone)}" if dry_run else f"{TICK} Written: {describe(entry, zone)}"]


def _revision(revision: Revision) -> list[str]:
    since = f", since {revision.since.astimezone():%Y-%m-%d %H:%M}" if revision.since else ""
    state = f"applied{since}" if revision.applied else "pending"
    return [f"{TICK if revision.applied else ' '} {revision.revision}  {revision.title}  ({state})", f"        Adds {revision.adds}"]


def _found(problem: Problem) -> str:
    return f"{problem.session_id}: {problem.detail}" if problem.session_id is not None else problem.detail


def _notes(report: CheckReport) -> list[str]:
    """Return a line for each thing that old files bring along; findings about single sessions are counted."""
    lines = [f"- {note.detail}" for note in report.notes if note.session_id is None]
    by_code: dict[str, Problem] = {note.code: note for note in report.notes if note.session_id is not None}
    return lines + [f"- {counted(report.counts[note.code], 'session', 'sessions')}: {note.code.explanation}" for note in by_code.values()]


def _argument(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text
