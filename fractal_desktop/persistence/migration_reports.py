"""What an upgrade or a rollback did, in figures, and what the revisions say of themselves."""

import ast
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fractal_desktop.persistence.legacy import FileStatus
from fractal_desktop.persistence.revisions import parking

if TYPE_CHECKING:
    from fractal_desktop.persistence.revisions.run import Run

SEED_COLUMNS = ("session_start", "session_end", "total_duration_seconds", "template_id")
SEED_INDEXES = ("idx_session_start", "idx_session_end", "idx_template_id", "idx_session_duration")
LISTED_SESSIONS = 200
"""So many sessions that need a look does a report name; it counts them all."""


@dataclass(frozen=True, slots=True)
class ConcernedSession:
    """A session that needs a look; `start` is its column's text (UTC), `codes` are those of its issues."""

    id: str
    name: str
    start: str | None
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UpgradeReport:
    """What an upgrade did, or in a rehearsal would do. Revisions are ids, None is the state before the first one.

    `columns` and `indexes` are the seed's that are new in the file, `tables` all tables that are new. Of `concerned` the
    first LISTED_SESSIONS are there; `needs_look` counts all of them.
    """

    origin: str | None
    revision: str
    columns: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    has_attributes: bool = False
    sessions_backfilled: int = 0
    starts: int = 0
    ends: int = 0
    durations: int = 0
    templates: int = 0
    issues: dict[str, int] = field(default_factory=dict)
    needs_look: int = 0
    concerned: tuple[ConcernedSession, ...] = ()
    seconds: float = 0.0

    @property
    def columns_added(self) -> int:
        """Return how many of the seed's four columns are new."""
        return len(self.columns)

    @property
    def indexes_created(self) -> int:
        """Return how many of the seed's four partial indexes are new."""
        return len(self.indexes)


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing that a rollback keeps for the next upgrade, in words for one and for many, and how many there are."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class DowngradeReport:
    """What a rollback did, or in a rehearsal would do; `revision` None is the file as the web application left it."""

    origin: str
    revision: str | None
    kept: tuple[Kept, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class RevisionText:
    """What a revision says of itself: id, title, what an upgrade adds, what a rollback keeps."""

    revision: str
    title: str
    adds: str
    keeps: str


@dataclass(frozen=True, slots=True)
class Before:
    """What was there before the revisions ran: names of the schema, and what was parked by kind."""

    names: set[str]
    parked: Counter[str]

    @classmethod
    def of(cls, db: sqlite3.Connection) -> "Before":
        """Look at the file now."""
        return cls(_names(db), _parked(db))


def _names(db: sqlite3.Connection) -> set[str]:
    """Return tables, indexes, and columns of goals, as "table:x", "index:x", "column:x"."""
    found = {f"{kind}:{name}" for kind, name in db.execute("SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'index')")}
    return found | {f"column:{name}" for (name,) in db.execute("SELECT name FROM pragma_table_xinfo('goals')")}


def rollback_kept(db: sqlite3.Connection, _run: "Run", before: Before) -> tuple[Kept, ...]:
    """Return what was parked since `before`, by kind."""
    return tuple(Kept(kind, count) for kind, count in sorted((_parked(db) - before.parked).items()))


def upgrade_report(status: FileStatus, revision: str, db: sqlite3.Connection, run: "Run", before: Before) -> UpgradeReport:
    """Return what the run did to a file that stood at `status`, the seconds left out."""
    new = _names(db) - before.names
    concerned, needs_look = _concerned(db) if run.figures.sessions else ((), 0)
    figures = run.figures
    return UpgradeReport(
        origin=status.revision,
        revision=revision,
        columns=tuple(name for name in SEED_COLUMNS if f"column:{name}" in new),
        indexes=tuple(name for name in SEED_INDEXES if f"index:{name}" in new),
        tables=tuple(sorted(name.removeprefix("table:") for name in new if name.startswith("table:"))),
        has_attributes="column:attributes" in new,
        sessions_backfilled=figures.sessions,
        starts=figures.starts,
        ends=figures.ends,
        durations=figures.durations,
        templates=figures.templates,
        issues=dict(sorted(figures.issues.items())),
        needs_look=needs_look,
        concerned=concerned,
    )


def _concerned(db: sqlite3.Connection) -> tuple[tuple[ConcernedSession, ...], int]:
    (count,) = db.execute("SELECT count(DISTINCT session_id) FROM session_issues WHERE status = 'open'").fetchone()
    # From the newest on along the index until enough are found; a join would look up every session that has an issue.
    found = db.execute(
        "SELECT id, name, session_start FROM goals WHERE type = 'PracticeSession' "
        "AND EXISTS (SELECT 1 FROM session_issues WHERE session_id = goals.id AND status = 'open') "
        "ORDER BY session_start DESC, id LIMIT ?",
        (LISTED_SESSIONS,),
    ).fetchall()
    return tuple(ConcernedSession(key, name, start, _open_codes(db, key)) for key, name, start in found), int(count)


def _open_codes(db: sqlite3.Connection, session_id: str) -> tuple[str, ...]:
    where = f"session_id = {parking.mark(session_id)} AND status = 'open'"
    rows = db.execute(f"SELECT DISTINCT code FROM session_issues WHERE {where} ORDER BY code", (parking.bound(session_id),))  # noqa: S608
    return tuple(str(code) for (code,) in rows)


def _parked(db: sqlite3.Connection) -> Counter[str]:
    """Count what is parked by kind, what the revisions note for themselves left out."""
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'parked'").fetchone():
        return Counter()
    own = "kind IN ('zone', 'schema', 'before', 'row:practice_session_goals') OR kind LIKE 'index:%'"
    return Counter(dict(db.execute(f"SELECT kind, count(*) FROM parked WHERE NOT ({own}) GROUP BY kind").fetchall()))  # noqa: S608


def revision_text(file: Path) -> RevisionText:
    """Return what the docstring of a revision's file says."""
    parts = [" ".join(part.split()) for part in (ast.get_docstring(ast.parse(file.read_text())) or "").split("\n\n")]
    said = {word: part.removeprefix(f"{word}: ") for part in parts for word in ("Adds", "Keeps") if part.startswith(f"{word}: ")}
    return RevisionText(file.name.partition("_")[0], parts[0], said["Adds"], said["Keeps"])
