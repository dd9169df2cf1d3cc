"""What in an old file stands in the way of the revisions: rows that cannot be told apart, and names that they need themselves."""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.persistence.copying import open_plainly
from fractal_desktop.persistence.errors import storage_errors
from fractal_desktop.persistence.revisions import desktop, parking, practice, session_columns, two_tables
from fractal_desktop.persistence.revisions.old_tables import TABLES

_OUR_TABLES = frozenset({"app_meta", "session_provenance", "session_issues", "trash", "trash_rows", "goal_completions", "analytics_views"})
_OUR_INDEXES = frozenset(
    {*session_columns.SEED_INDEXES, *session_columns.LOOKUPS, *desktop.WIDE_INDEXES, *desktop.MORE_INDEXES, *practice.INDEXES}
)
_OUR_BOOKS = frozenset({"parked", "alembic_version"})
"""Tables that a file may have from an earlier visit of this program."""
_OLD_COLUMNS = {table.name: frozenset(table.columns) for table in TABLES}
_DOCUMENTS = frozenset({"session_data", "attributes"})
_WITH_SESSIONS = ("goals", "practice_sessions")
_WITH_ROWIDS = ("goals", "practice_sessions", "practice_session_goals", "activity_instances")
_OUR_COLUMNS = frozenset(
    {
        "session_data",
        "attributes",
        "session_start",
        "session_end",
        "total_duration_seconds",
        "template_id",
        "completed_at",
        "intended_share",
    }
)
_HIDDEN = frozenset({"rowid", "oid", "_rowid_"})
_OF_SESSIONS_IN_GOALS = frozenset({"type", "parent_id"})
_GENERATED = (2, 3)
"""What `pragma_table_xinfo` says in `hidden` of a column that is computed."""


def check_way_is_clear(path: Path) -> None:
    """Raise StorageError, saying why, if a file without a revision holds what the revisions could not keep apart or bring back."""
    with storage_errors(path):
        obstacle = _distrusted(path) or _first_obstacle(path)
    if obstacle is not None:
        raise StorageError(
            StorageProblem.REFUSED,
            f"“{path.name}” cannot be migrated: {obstacle}.",
            "The file was not touched.",
            "Change that with the program that made the file, or choose another copy.",
        )


def _distrusted(path: Path) -> str | None:
    """Return what SQLite says of a schema that calls functions which a file from elsewhere must not call; it names that damage."""
    try:
        open_plainly(path, trusted=False).close()
    except sqlite3.DatabaseError as error:
        if "unsafe use" not in str(error):
            raise
        return f"SQLite does not trust an index or a column of it ({str(error).rpartition(' - ')[2]})"
    return None


def _first_obstacle(path: Path) -> str | None:
    with closing(open_plainly(path)) as db:
        db.text_factory = partial(str, encoding="utf-8", errors="replace")
        return next(_obstacles(db), None)


def _obstacles(db: sqlite3.Connection) -> Iterator[str]:
    tables = {str(name) for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    has_two = set(_WITH_SESSIONS) <= tables
    yield from _taken_names(db, two_tables.NAMES_ON_THE_WAY if has_two else frozenset())
    for table in tables:
        yield from _links_to_documents(db, table)
    if has_two:
        yield from _two_spellings(db)
    for table in (*_OLD_COLUMNS, "practice_sessions"):
        if table in tables:
            yield from _in_table(db, table)
    apart = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'practice_sessions'"
    for (name,) in db.execute(apart):
        yield f"its trigger “{name}” belongs to a table that does not stay"


def _taken_names(db: sqlite3.Connection, on_the_way: Collection[str]) -> Iterator[str]:
    """Yield what has a name that the revisions give to something else; `on_the_way` are those they need for a while."""
    for kind, name in db.execute("SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view', 'index')").fetchall():
        if _is_taken(db, kind, name, on_the_way):
            yield f"it has {'an' if kind == 'index' else 'a'} {kind} “{name}” of its own, a name that this program needs"


def _is_taken(db: sqlite3.Connection, kind: str, name: str, on_the_way: Collection[str]) -> bool:
    plain = name.lower()
    if plain in _OUR_BOOKS:
        return not _is_ours(db, name, kind)
    if plain in _OUR_INDEXES:  # an index that is spelled as ours is kept aside
        return kind != "index" or name != plain
    if plain in _OLD_COLUMNS:
        return kind != "table" or name != plain
    return plain in _OUR_TABLES or (plain in on_the_way and kind != "view")


def _is_ours(db: sqlite3.Connection, name: str, kind: str) -> bool:
    """Return whether a table is what an earlier visit of this program left."""
    columns = {str(column) for (column,) in db.execute("SELECT name FROM pragma_table_xinfo(?)", (name,))}
    if kind != "table" or name not in _OUR_BOOKS:
        return False
    if name == "alembic_version":
        return columns == {"version_num"}
    (statement,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    return bool(statement == parking.CREATE.replace(" IF NOT EXISTS", ""))


def _links_to_documents(db: sqlite3.Connection, table: str) -> Iterator[str]:
    """Yield a foreign key that leads to a column which gets another name."""
    for parent, column in db.execute('SELECT "table", "to" FROM pragma_foreign_key_list(?)', (table,)):
        if str(parent).lower() == "goals" and str(column).lower() in _DOCUMENTS:
            yield f"its table {table} refers to goals.{column}, which does not stay as it is"


def _two_spellings(db: sqlite3.Connection) -> Iterator[str]:
    """Yield a column that the two tables which become one spell in two ways."""
    ours, other = (
        {str(name).lower(): str(name) for (name,) in db.execute("SELECT name FROM pragma_table_xinfo(?)", (table,))}
        for table in _WITH_SESSIONS
    )
    for name in sorted(ours.keys() & other.keys()):
        if ours[name] != other[name]:
            yield f"its tables goals and practice_sessions spell a column “{ours[name]}” and “{other[name]}”"


def _in_table(db: sqlite3.Connection, table: str) -> Iterator[str]:
    if table in _WITH_ROWIDS and db.execute("SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'", (table,)).fetchone()[0]:
        yield f"its table {table} was made WITHOUT ROWID"
    needed = {*_OLD_COLUMNS.get(table, ()), *practice.COLUMNS.get(table, ()), *(_OUR_COLUMNS if table in _WITH_SESSIONS else ())}
    for column, hidden in sorted(db.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", (table,)).fetchall()):
        plain = column.lower()
        if plain in needed and hidden in _GENERATED:
            yield f"its table {table} computes the column “{column}”, which this program fills itself"
        elif (plain in needed and column != plain) or (plain in _HIDDEN and table in _WITH_ROWIDS):
            yield f"its table {table} has a column “{column}”, a name that this program needs"
        elif table == "practice_sessions" and column in _OF_SESSIONS_IN_GOALS:
            yield f"its table {table} has a column “{column}”, which only goals can have"
    if table in _WITH_SESSIONS:
        rows, ids = db.execute(f"SELECT count(*), count(DISTINCT id) FROM {table}").fetchone()  # noqa: S608
        if rows != ids:
            yield f"{rows - ids:,} rows of its table {table} have no id or that of another row"
