"""What must hold at the end of an upgrade or a rollback, looked at before it is committed (FAULTS.md 15)."""

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass

from fractal_desktop.persistence.legacy import BASE
from fractal_desktop.persistence.revisions import analytics, desktop, old_schema, parking, practice, session_columns
from fractal_desktop.persistence.revisions.old_tables import TABLES, OldTable
from fractal_desktop.persistence.revisions.stored import DOCUMENT_COLUMNS
from fractal_desktop.persistence.revisions.tables import column_names, has_table, key_columns
from fractal_desktop.persistence.sql_names import quoted


class RevisionRefused(Exception):
    """A revision did what none may do; nothing of it was kept. A fault of the program, not of the file."""


@dataclass(frozen=True, slots=True)
class Census:
    """What a file holds: rows by table, goals by type, and rows that break a foreign key by table and column.

    `violations` is empty where nobody asked for them: they take as long as everything else together.
    """

    rows: dict[str, int]
    goals: Counter[str]
    violations: dict[tuple[str, str], int]
    unknown: dict[tuple[str, str], str]

    @classmethod
    def take(cls, db: sqlite3.Connection, *, keys: bool = True) -> "Census":
        """Count everything, broken foreign keys only with `keys`; sessions count as goals of their type wherever they lie."""
        tables = _tables(db)
        rows = {name: _count(db, name) for name in tables if name not in ("goals", "practice_sessions", _LINKS)}
        if _LINKS in tables:
            # Pairs: the oldest files hold some twice.
            pairs = f"SELECT count(*) FROM (SELECT DISTINCT practice_session_id, short_term_goal_id FROM {_LINKS})"  # noqa: S608
            rows[_LINKS] = db.execute(pairs).fetchone()[0]
        goals: Counter[str] = Counter()
        if "goals" in tables:
            # In two parts: partial indexes answer each of them, where they exist.
            goals.update(dict(db.execute("SELECT 'PracticeSession', count(*) FROM goals WHERE type = 'PracticeSession'")))
            goals.update(dict(db.execute("SELECT type, count(*) FROM goals WHERE type <> 'PracticeSession' GROUP BY type")))
        if "practice_sessions" in tables:
            goals["PracticeSession"] += _count(db, "practice_sessions")
        return cls(rows, goals, _violations(db, tables) if keys else {}, _unknown(db))


def check_census(before: Census, after: Census, may_go: set[str]) -> None:
    """Raise RevisionRefused if rows appeared or vanished, keys broke, or something unknown changed; `may_go` are tables taken back."""
    if before.goals != after.goals:
        raise RevisionRefused(f"Goals and sessions by type were {dict(before.goals)} and are {dict(after.goals)}.")
    for table, count in before.rows.items():
        if table in after.rows and after.rows[table] != count and table not in _OWN_BOOKS:
            raise RevisionRefused(f"Table {table} had {count} rows and has {after.rows[table]}.")
        if table not in after.rows and table not in may_go:
            raise RevisionRefused(f"Table {table} is gone.")
    for place, count in after.violations.items():
        if count > before.violations.get(place, count):
            raise RevisionRefused(f"{place[0]}.{place[1]}: {before.violations[place]} broken foreign keys became {count}.")
    changed = [name for name, statement in before.unknown.items() if after.unknown.get(name) != statement]
    if changed:
        raise RevisionRefused(f"Changed although nobody knows what it is: {changed}.")


def touches_keys(db: sqlite3.Connection, rows: set[str], cells: set[tuple[str, str]]) -> bool:
    """Return whether foreign keys may have broken by adding or removing `rows` of these tables and writing these `cells`."""
    tables: set[str] = set()
    columns: set[tuple[str, str]] = set()
    for table in _tables(db):
        for parent, child_column, parent_column in db.execute('SELECT "table", "from", "to" FROM pragma_foreign_key_list(?)', (table,)):
            tables |= {table, parent}
            columns |= {
                (table, child_column),
                *((parent, name) for name in ([parent_column] if parent_column else key_columns(db, parent))),
            }
    return bool(rows & tables or cells & columns)


def check_schema(db: sqlite3.Connection, revision: str) -> None:
    """Raise RevisionRefused unless the file has the tables, columns and indexes of `revision`, word for word where they are ours."""
    has_versions = has_table(db, "alembic_version")
    reached = db.execute("SELECT group_concat(version_num) FROM alembic_version").fetchone()[0] if has_versions else None
    if reached != (None if revision == BASE else revision):
        raise RevisionRefused(f"The file should have revision {revision} and has {reached}.")
    if revision == BASE:
        return
    for table in TABLES:
        missing = set(_wanted_columns(table, revision)) - set(column_names(db, table.name))
        if missing:
            raise RevisionRefused(f"Table {table.name} lacks {sorted(missing)}.")
    found = dict(db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall())
    for name, statement in expected_statements(revision).items():
        if found.get(name) != statement:
            raise RevisionRefused(f"{name} should be {statement!r} and is {found.get(name)!r}.")
    twins = db.execute("SELECT count(*) FROM pragma_table_xinfo('goals') WHERE name = 'session_data' AND hidden = 2").fetchone()[0]
    if twins != (revision >= "0002"):
        raise RevisionRefused("session_data is not what it should be.")


def expected_statements(revision: str) -> dict[str, str]:
    """Return name and SQL of the tables and indexes that only this program makes, at this revision."""
    found = {"app_meta": old_schema.META, "parked": parking.CREATE.replace(" IF NOT EXISTS", "")}
    if revision >= "0002":
        found |= {"session_provenance": session_columns.PROVENANCE, "session_issues": session_columns.ISSUES}
        found |= session_columns.SEED_INDEXES | session_columns.LOOKUPS
    if revision >= "0003":
        found |= {"trash": desktop.TRASH, "trash_rows": desktop.TRASH_ROWS}
        found |= desktop.WIDE_INDEXES | desktop.MORE_INDEXES
    if revision >= "0004":
        found |= {"goal_completions": practice.COMPLETIONS} | practice.INDEXES
    if revision >= "0005":
        found |= {"analytics_views": analytics.VIEWS, "idx_session_start": analytics.SESSION_START}
    return found


def tables_to_go(db: sqlite3.Connection) -> set[str]:
    """Return the tables that a rollback may take away: they are ours, or were added when the file was adopted."""
    added = db.execute("SELECT value FROM app_meta WHERE key = 'added_tables'").fetchone() if has_table(db, "app_meta") else None
    return {*_OWN_BOOKS, *(json.loads(added[0]) if added else [])}


_LINKS = "practice_session_goals"
_OWN_BOOKS = {
    "alembic_version",
    "app_meta",
    "parked",
    "session_provenance",
    "session_issues",
    "trash",
    "trash_rows",
    "goal_completions",
    "analytics_views",
}
"""Tables whose rows a revision may make and take."""


def _wanted_columns(table: OldTable, revision: str) -> tuple[str, ...]:
    columns = tuple(table.columns)
    if table.name == "goals" and revision >= "0002":
        columns = (*(name for name in columns if name != "session_data"), *DOCUMENT_COLUMNS)
    if table.name == "goals" and revision >= "0003":
        columns = (*columns, "completed_at")
    if revision >= "0004":
        columns = (*columns, *practice.COLUMNS.get(table.name, ()))
    return (*columns, *analytics.COLUMNS.get(table.name, ())) if revision >= "0005" else columns


def _tables(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    return [str(name) for (name,) in rows.fetchall()]


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()[0])  # noqa: S608


def _violations(db: sqlite3.Connection, tables: list[str]) -> dict[tuple[str, str], int]:
    """Count broken foreign keys by child table and column, zero included; tables that SQLite cannot check are left out."""
    found: dict[tuple[str, str], int] = {}
    for table in tables:
        columns = dict(db.execute('SELECT id, group_concat("from") FROM pragma_foreign_key_list(?) GROUP BY id', (table,)).fetchall())
        counts = dict.fromkeys(columns, 0)
        try:
            rows = db.execute("SELECT fkid, count(*) FROM pragma_foreign_key_check(?) GROUP BY fkid", (table,)).fetchall()
        except sqlite3.OperationalError as error:
            if "mismatch" not in str(error):
                raise
            continue
        counts |= dict(rows)
        for number, count in counts.items():
            found[table, columns[number]] = count
    return found


def _unknown(db: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Return the statements of tables, views and triggers that are neither ours nor the web application's."""
    known = {*_OWN_BOOKS, *(table.name for table in TABLES), "practice_sessions"}
    rows = db.execute("SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'view', 'trigger') AND name NOT LIKE 'sqlite_%'")
    return {(kind, name): sql for kind, name, sql in rows.fetchall() if name not in known}
