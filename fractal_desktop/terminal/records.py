"""Answers as JSON objects; the keys are a promise to scripts (docs/terminal.md)."""

from datetime import UTC, datetime
from pathlib import Path

from fractal_desktop.domain.errors import StorageError
from fractal_desktop.domain.quick_entry import QuickEntry
from fractal_desktop.services.salvage import SalvageReport
from fractal_desktop.services.schema import Backup, CheckReport, FileStatus, MigrationResult, Problem, Revision, RollbackResult

Record = dict[str, object]


def error(problem: Exception) -> Record:
    """Return what is written instead of an answer."""
    if isinstance(problem, StorageError):
        sentences = {"happened": problem.happened, "kept": problem.kept, "advice": problem.advice}
        return {"error": {"problem": str(problem.problem), "message": str(problem), **sentences}}
    return {"error": {"problem": type(problem).__name__.lower(), "message": str(problem) or "Stopped. Everything is as it was."}}


def status(found: FileStatus) -> Record:
    """Return where a file stands."""
    return {
        "shape": found.shape,
        "revision": found.revision,
        "head": found.head,
        "pending": list(found.pending),
        "goals": found.goals,
        "sessions": found.sessions,
        "origin": found.origin,
        "time_zone": found.legacy_time_zone,
        "bytes": found.size_bytes,
    }


def migration(result: MigrationResult) -> Record:
    """Return what a migration did."""
    report = result.report
    return {
        "from": report.origin,
        "to": report.revision,
        "columns_added": report.columns_added,
        "indexes_created": report.indexes_created,
        "sessions_backfilled": report.sessions_backfilled,
        "issues": report.issues,
        "backup": str(result.backup.path) if result.backup is not None else None,
        "seconds": round(result.seconds, 3),
        "starts": report.starts,
        "ends": report.ends,
        "durations": report.durations,
        "templates": report.templates,
        "need_a_look": report.needs_look,
    }


def nothing_to_migrate(found: FileStatus) -> Record:
    """Return the same for a file that is where it should be."""
    return {
        "from": found.revision,
        "to": found.revision,
        "columns_added": 0,
        "indexes_created": 0,
        "sessions_backfilled": 0,
        "issues": {},
        "backup": None,
        "seconds": 0.0,
        "starts": 0,
        "ends": 0,
        "durations": 0,
        "templates": 0,
        "need_a_look": 0,
    }


def rollback(result: RollbackResult) -> Record:
    """Return what a rollback did."""
    kept = {kept.kind: kept.count for kept in result.report.kept}
    seconds = round(result.report.seconds, 3)
    return {"from": result.report.origin, "to": result.report.revision, "kept": kept, "backup": str(result.backup.path), "seconds": seconds}


def history(revisions: tuple[Revision, ...]) -> Record:
    """Return all revisions, oldest first."""
    return {
        "revisions": [
            {"revision": r.revision, "title": r.title, "applied": r.applied, "since": r.since.isoformat() if r.since else None}
            for r in revisions
        ]
    }


def check(report: CheckReport) -> Record:
    """Return what a check found."""
    return {
        "ok": report.ok,
        "problems": [_problem(problem) for problem in report.problems],
        "notes": [_problem(note) for note in report.notes],
        "counts": {str(code): count for code, count in report.counts.items()},
        "sessions": report.sessions,
    }


def backup(made: Backup) -> Record:
    """Return a backup that was made."""
    return {
        "backup": str(made.path),
        "bytes": made.size_bytes,
        "revision": made.revision,
        "verified": made.verified,
        "made_at": made.made_at.isoformat(timespec="seconds"),
    }


def restored(chosen: Path, safety: Backup | None) -> Record:
    """Return what was put back, and where the state before is."""
    return {"restored": str(chosen), "backup": str(safety.path) if safety is not None else None}


def salvaged(report: SalvageReport) -> Record:
    """Return what is in the new file and what is lost; null where nothing tells how much."""
    return {
        "salvaged": str(report.target),
        "whole": report.is_whole,
        "tables": {table.name: {"kept": table.kept, "lost": table.lost, "torn": table.torn} for table in report.tables},
        "lost_tables": list(report.lost_tables),
    }


def logged(entry: QuickEntry) -> Record:
    """Return a session that was logged, or would be; times in UTC."""
    return {
        "session_start": _time(entry.start),
        "session_end": _time(entry.end),
        "total_duration_seconds": entry.seconds,
        "activities": [word.name for word in entry.activities],
        "goals": [word.name for word in entry.goals],
        "unknown": list(entry.unknown),
    }


def _time(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _problem(problem: Problem) -> Record:
    place: Record = {"session_id": problem.session_id} if problem.session_id is not None else {"table": problem.table}
    return {"code": str(problem.code), **place, "detail": problem.detail}
