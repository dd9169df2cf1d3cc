"""One transaction around all revisions of a run, on a connection that can neither commit half of it nor cascade."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool

from fractal_desktop.persistence.checks import RevisionRefused
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.errors import storage_errors
from fractal_desktop.persistence.revisions.run import driver_connection
from fractal_desktop.persistence.sql_names import quoted

_CACHE_KIB = 10 * 1024
_INSTRUCTIONS_BETWEEN_LOOKS = 20_000
"""Of SQLite's virtual machine: some milliseconds."""

_FORBIDDEN_PRAGMAS = {"journal_mode", "writable_schema", "foreign_keys", "legacy_alter_table"}


@dataclass(slots=True)
class Watch:
    """What the statements of a run were allowed and refused, known before each of them runs.

    `rows` names tables whose rows were added or removed, `cells` (table, column) pairs that were written, `refused` what no
    revision may do.
    """

    rows: set[str] = field(default_factory=set)
    cells: set[tuple[str, str]] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)

    def authorize(self, action: int, first: str | None, second: str | None, *_where: str | None) -> int:
        """Answer SQLite's authorizer: refuse what would end the transaction or reach outside it, note what is written."""
        if action in _ROW_ACTIONS:
            self.rows.add(str(first))
        elif action == sqlite3.SQLITE_UPDATE:
            self.cells.add((str(first), str(second)))
        elif action == sqlite3.SQLITE_TRANSACTION:
            self.refused.append(str(first))
            return sqlite3.SQLITE_DENY
        elif action in _REACHING_OUT or (action == sqlite3.SQLITE_PRAGMA and first in _FORBIDDEN_PRAGMAS and second is not None):
            self.refused.append(f"change {first}")
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK


_ROW_ACTIONS = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_DROP_TABLE}
_REACHING_OUT = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}


@contextmanager
def one_transaction(path: Path, cancelled: Callable[[], bool], *, create: bool = False) -> Iterator[tuple[Connection, Watch]]:
    """Yield a connection inside BEGIN IMMEDIATE; commit at the end if it is still in the one transaction, else leave no trace.

    Views and triggers are out of the way meanwhile, so that no trigger fires on what revisions write and no broken view stops an
    ALTER; they come back word for word. Raises Cancelled within some milliseconds of `cancelled()`, also within a statement.
    """
    with storage_errors(path), closing(connect(path, create=create)) as db:
        _prepare(db)
        engine = create_engine("sqlite+pysqlite://", creator=lambda: db, poolclass=StaticPool)
        event.listen(engine, "begin", _begin_immediate)
        watch = Watch()
        with engine.connect() as connection:
            transaction = connection.begin()
            try:
                db.set_progress_handler(lambda: int(cancelled()), _INSTRUCTIONS_BETWEEN_LOOKS)
                db.set_authorizer(watch.authorize)
                aside = _set_aside(db)
                yield connection, watch
                _put_back(db, aside)
                _check_still_inside(db, watch)
                db.set_progress_handler(None, 0)
                db.set_authorizer(None)
                transaction.commit()
            except BaseException as error:
                db.set_progress_handler(None, 0)
                db.set_authorizer(None)
                transaction.rollback()
                if watch.refused and not isinstance(error, RevisionRefused):
                    raise RevisionRefused(f"A revision tried to {watch.refused[0]}.") from error
                raise


def _prepare(db: sqlite3.Connection) -> None:
    # Text that is no UTF-8 must pass through as it is; `parking` writes it back.
    db.text_factory = _any_text
    # OFF, or dropping a table deletes its children; only possible before BEGIN.
    db.execute("PRAGMA foreign_keys=OFF")
    db.execute("PRAGMA legacy_alter_table=ON")
    # Sorting must not hold a large file in memory.
    db.execute("PRAGMA temp_store=FILE")
    db.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")


def _any_text(content: bytes) -> str:
    return content.decode(errors="surrogateescape")


def _begin_immediate(connection: Connection) -> None:
    driver_connection(connection).execute("BEGIN IMMEDIATE")


def _set_aside(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger') ORDER BY rowid").fetchall()
    for kind, name, _statement in sorted(rows):
        db.execute(f"DROP {kind} IF EXISTS {quoted(name)}")
    return [statement for _kind, _name, statement in rows]


def _put_back(db: sqlite3.Connection, statements: list[str]) -> None:
    for statement in statements:
        db.execute(statement)


def _check_still_inside(db: sqlite3.Connection, watch: Watch) -> None:
    if watch.refused or not db.in_transaction:
        raise RevisionRefused("A revision tried to end the transaction.")
