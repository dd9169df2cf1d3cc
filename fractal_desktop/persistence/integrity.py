"""Whether a file is what this program promises: sound pages, the schema word for word, columns and rows that agree with the documents.

A problem is what breaks that promise. A note is what old files bring along and what is known to be so: links to things that are
gone, and rows that lag behind their document (BEHAVIOUR.md section 6); there the document counts.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path

from fractal_desktop.domain.errors import Cancelled, StorageError, StorageProblem
from fractal_desktop.domain.progress import Progress
from fractal_desktop.persistence.agreement import COLUMNS, compared_sessions
from fractal_desktop.persistence.checks import Census, expected_statements
from fractal_desktop.persistence.copying import open_plainly
from fractal_desktop.persistence.errors import storage_errors
from fractal_desktop.persistence.guard import one_transaction
from fractal_desktop.persistence.legacy import EMPTY, HEAD, inspect
from fractal_desktop.persistence.models import Base
from fractal_desktop.persistence.revisions.run import driver_connection

Tell = Callable[[Progress], None]
Ask = Callable[[], bool]

MOST_LISTED = 500
"""So many problems and notes are listed each; `counts` holds them all."""

_INSTRUCTIONS_BETWEEN_LOOKS = 50_000
_SESSIONS_BETWEEN_LOOKS = 100
_READ_ANYTHING = partial(str, encoding="utf-8", errors="surrogateescape")
_UNFOUNDED = (
    "NOT EXISTS (SELECT 1 FROM goals g WHERE g.id = goal_completions.goal_id AND g.completed)"
    " OR NOT EXISTS (SELECT 1 FROM goals s WHERE s.id = goal_completions.session_id AND s.type = 'PracticeSession')"
)


class ProblemCode(StrEnum):
    """What is wrong, or from BROKEN_LINKS on only worth knowing."""

    DAMAGED = "damaged"
    TABLE_DIFFERS = "table_differs"
    INDEX_MISSING = "index_missing"
    INDEX_DIFFERS = "index_differs"
    START_DIFFERS = "start_differs"
    END_DIFFERS = "end_differs"
    DURATION_DIFFERS = "duration_differs"
    TEMPLATE_DIFFERS = "template_differs"
    ROWS_DIFFER = "rows_differ"
    COMPLETION_UNFOUNDED = "completion_unfounded"
    BROKEN_LINKS = "broken_links"
    OLD_ROWS_DIFFER = "old_rows_differ"
    NOT_READ_YET = "not_read_yet"
    PENDING = "pending"

    @property
    def explanation(self) -> str:
        """Return what to make of such a finding, for those that many sessions share."""
        return _EXPLANATIONS.get(self, "")


_EXPLANATIONS = {
    ProblemCode.OLD_ROWS_DIFFER: "their rows lag behind the document, as the old program left them; the document counts.",
    ProblemCode.NOT_READ_YET: "written by another program; their columns follow when they are opened.",
    ProblemCode.ROWS_DIFFER: "their rows do not say what the document says.",
    ProblemCode.COMPLETION_UNFOUNDED: "it is noted to have completed a goal that is open, or one of the two is gone.",
    ProblemCode.START_DIFFERS: "the start is not what the document says.",
    ProblemCode.END_DIFFERS: "the end is not what the document says.",
    ProblemCode.DURATION_DIFFERS: "the duration is not what the document says.",
    ProblemCode.TEMPLATE_DIFFERS: "the template is not what the document says.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: its code, a sentence, and the session or the table or index that it concerns."""

    code: ProblemCode
    detail: str
    session_id: str | None = None
    table: str | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; `ok` if there is no problem, whatever the notes say.

    `counts` holds all findings by code; `sessions` were compared with their documents.
    """

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    counts: dict[ProblemCode, int]
    sessions: int

    @property
    def ok(self) -> bool:
        """Return whether the file is what the program promises."""
        return not self.problems


def check(path: Path, progress: Tell = lambda _progress: None, cancelled: Ask = lambda: False) -> CheckReport:
    """Return what is wrong with the file at `path`, reading alone, one session at a time.

    A file before the newest revision is only read through. Raises StorageError for a file that is not ours, Cancelled.
    """
    status = inspect(path)
    found = _Findings()
    with storage_errors(path), closing(open_plainly(path)) as db:
        db.text_factory = _READ_ANYTHING
        db.set_progress_handler(lambda: int(cancelled()), _INSTRUCTIONS_BETWEEN_LOOKS)
        progress(Progress("Reading", "every page of the file", 0.0))
        if not _check_pages(db, found) or status.shape == EMPTY:
            return found.report(0)
        _check_links(db, found)
        if not status.is_current:
            pending = f"Pending: {', '.join(status.pending)}. Sessions are compared with their documents once the file is migrated."
            found.note(Problem(ProblemCode.PENDING, pending))
            return found.report(0)
        _check_schema(db, found)
        if found.counts[ProblemCode.TABLE_DIFFERS]:
            return found.report(0)
        db.execute("BEGIN")
        _check_completions(db, found)
        made_here = status.origin in (None, EMPTY)
        _check_sessions(db, found, _Told(progress, cancelled, status.sessions or 0), made_here=made_here)
    return found.report(status.sessions or 0)


def repair(path: Path, progress: Tell = lambda _progress: None, cancelled: Ask = lambda: False) -> None:
    """Make indexes anew and bring columns and rows in line with the documents, in one transaction.

    Removes no row but notes of which session completed a goal that is open, or of a session or goal that is gone.

    Only for a file at the newest revision whose pages are sound: StorageError CORRUPT otherwise.
    """
    status = inspect(path)
    if not status.is_current:
        raise StorageError(
            StorageProblem.PENDING,
            f"“{path.name}” has to be migrated before it can be repaired.",
            "The file was not touched.",
            "Migrate it first.",
        )
    told = _Told(progress, cancelled, status.sessions or 0)
    # The guard of the revisions: no trigger of somebody else's fires on what is written, and Cancelled comes at any point.
    with one_transaction(path, cancelled) as (connection, _):
        db = driver_connection(connection)
        _rebuild_indexes(db)
        db.execute(f"DELETE FROM goal_completions WHERE {_UNFOUNDED}")  # noqa: S608
        for session in compared_sessions(db):
            session.mend(db)
            told.one_more()


# -- findings -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Findings:
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    counts: Counter[ProblemCode] = field(default_factory=Counter)

    def add(self, problem: Problem) -> None:
        self._put(self.problems, problem)

    def note(self, problem: Problem) -> None:
        self._put(self.notes, problem)

    def report(self, sessions: int) -> CheckReport:
        return CheckReport(tuple(self.problems), tuple(self.notes), dict(self.counts), sessions)

    def _put(self, listed: list[Problem], problem: Problem) -> None:
        self.counts[problem.code] += 1
        if len(listed) < MOST_LISTED:
            listed.append(problem)


@dataclass(slots=True)
class _Told:
    """Whom to tell while sessions go by."""

    progress: Tell
    cancelled: Ask
    total: int
    done: int = 0

    def one_more(self) -> None:
        self.done += 1
        if self.done % _SESSIONS_BETWEEN_LOOKS == 0:
            if self.cancelled():
                raise Cancelled
            share = min(1.0, self.done / max(1, self.total))
            self.progress(Progress("Comparing", f"session {self.done:,} of {self.total:,}", 0.2 + 0.8 * share))


# -- pages and schema ---------------------------------------------------------------------------


def _check_pages(db: sqlite3.Connection, found: _Findings) -> bool:
    try:
        lines = [str(line) for (line,) in db.execute(f"PRAGMA integrity_check({MOST_LISTED})")]
    except sqlite3.DatabaseError as error:
        if not error.sqlite_errorname.startswith("SQLITE_CORRUPT"):
            raise
        lines = ["SQLite cannot read it through."]
    for line in lines:
        if line != "ok":
            found.add(Problem(ProblemCode.DAMAGED, line))
    return lines == ["ok"]


def _check_links(db: sqlite3.Connection, found: _Findings) -> None:
    for (table, column), count in (Census.take(db, keys=True).violations or {}).items():
        if count:
            rows = "1 row" if count == 1 else f"{count:,} rows"
            found.note(Problem(ProblemCode.BROKEN_LINKS, f"{table}: {rows} with a {column} that does not exist.", table=table))


def _check_schema(db: sqlite3.Connection, found: _Findings) -> None:
    # Triggers have names of their own, which may be those of our indexes.
    schema = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table', 'view', 'index')"
    there = dict(db.execute(schema).fetchall())
    for name, statement in expected_statements(HEAD).items():
        if name not in there and statement.startswith("CREATE INDEX"):
            found.add(Problem(ProblemCode.INDEX_MISSING, f"Index {name} is missing.", table=name))
        elif there.get(name) != statement:
            code = ProblemCode.INDEX_DIFFERS if statement.startswith("CREATE INDEX") else ProblemCode.TABLE_DIFFERS
            found.add(Problem(code, f"{name} is not defined as it should be.", table=name))
    for table in Base.metadata.sorted_tables:
        columns = {name for (name,) in db.execute("SELECT name FROM pragma_table_xinfo(?)", (table.name,))}
        missing = sorted({column.name for column in table.columns} - columns)
        if missing:
            found.add(Problem(ProblemCode.TABLE_DIFFERS, f"Table {table.name} lacks {', '.join(missing)}.", table=table.name))


def _rebuild_indexes(db: sqlite3.Connection) -> None:
    there = dict(db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").fetchall())
    for name, statement in expected_statements(HEAD).items():
        if statement.startswith("CREATE INDEX") and there.get(name) != statement:
            db.execute(f"DROP INDEX IF EXISTS {name}")
            db.execute(statement)
    db.execute("REINDEX")


def _check_completions(db: sqlite3.Connection, found: _Findings) -> None:
    listed = f"SELECT goal_id, session_id FROM goal_completions WHERE {_UNFOUNDED} ORDER BY goal_id"  # noqa: S608
    for goal_id, session_id in db.execute(listed):
        detail = f"It is noted to have completed the goal {goal_id}, which is open, or one of the two is gone."
        found.add(Problem(ProblemCode.COMPLETION_UNFOUNDED, detail, session_id))


# -- sessions -----------------------------------------------------------------------------------


def _check_sessions(db: sqlite3.Connection, found: _Findings, told: _Told, *, made_here: bool) -> None:
    codes = (ProblemCode.START_DIFFERS, ProblemCode.END_DIFFERS, ProblemCode.DURATION_DIFFERS, ProblemCode.TEMPLATE_DIFFERS)
    for session in compared_sessions(db):
        told.one_more()
        if not session.noted:
            found.note(Problem(ProblemCode.NOT_READ_YET, "Another program wrote it; its columns follow when it is opened.", session.id))
            continue
        for code, column, is_there, wanted in zip(codes, COLUMNS, session.columns, session.expected_columns(), strict=True):
            if is_there != wanted:
                found.add(Problem(code, f"{column} is {is_there!r} and should be {wanted!r}.", session.id))
        differing = session.differing_rows(db)
        if differing:
            detail = f"Rows of activities and values that do not say what the document says: {differing}."
            if made_here:
                found.add(Problem(ProblemCode.ROWS_DIFFER, detail, session.id))
            else:
                found.note(Problem(ProblemCode.OLD_ROWS_DIFFER, detail, session.id))
