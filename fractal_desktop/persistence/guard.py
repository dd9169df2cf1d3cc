"""One transaction around all revisions of a run, on a connection that can neither commit half of it nor cascade."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool

from fractal_desktop.persistence.checks import RevisionRefused
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.errors import storage_errors
from fractal_desktop.persistence.revisions.run import driver_connection

_CACHE_KIB = 16 * 1024
_INSTRUCTIONS_BETWEEN_LOOKS = 20_000
"""Of SQLite's virtual machine: some milliseconds."""

_FORBIDDEN_PRAGMAS = {"journal_mode", "writable_schema", "foreign_keys", "legacy_alter_table"}


@contextmanager
def one_transaction(path: Path, cancelled: Callable[[], bool], *, create: bool = False) -> Iterator[Connection]:
    """Yield a connection inside BEGIN IMMEDIATE; commit at the end if it is still in the one transaction, else leave no trace.

    Views and triggers are out of the way meanwhile, so that no trigger fires on what revisions write and no broken view stops an
    ALTER; they come back word for word. Raises Cancelled within some milliseconds of `cancelled()`, also within a statement.
    """
    with storage_errors(path), closing(_open(path, create=create)) as db:
        engine = create_engine("sqlite+pysqlite://", creator=lambda: db, poolclass=StaticPool)
        event.listen(engine, "begin", _begin_immediate)
        offences: list[str] = []
        with engine.connect() as connection:
            transaction = connection.begin()
            try:
                db.set_progress_handler(lambda: int(cancelled()), _INSTRUCTIONS_BETWEEN_LOOKS)
                db.set_authorizer(partial(_authorize, offences))
                aside = _set_aside(db)
                yield connection
                _put_back(db, aside)
                _check_still_inside(db, offences)
                db.set_progress_handler(None, 0)
                db.set_authorizer(None)
                transaction.commit()
            except BaseException as error:
                db.set_progress_handler(None, 0)
                db.set_authorizer(None)
                transaction.rollback()
                if offences and not isinstance(error, RevisionRefused):
                    raise RevisionRefused(f"A revision tried to {offences[0]}.") from error
                raise


def _open(path: Path, *, create: bool) -> sqlite3.Connection:
    db = connect(path, create=create)
    try:
        # Text that is no UTF-8 must pass through as it is; `parking` writes it back.
        db.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
        # OFF, or dropping a table deletes its children; only possible before BEGIN.
        db.execute("PRAGMA foreign_keys=OFF")
        db.execute("PRAGMA legacy_alter_table=ON")
        # Sorting and VACUUM must not hold a large file in memory.
        db.execute("PRAGMA temp_store=FILE")
        db.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    except BaseException:
        db.close()
        raise
    return db


def _begin_immediate(connection: Connection) -> None:
    driver_connection(connection).execute("BEGIN IMMEDIATE")


def _authorize(offences: list[str], action: int, first: str | None, second: str | None, *_where: str | None) -> int:
    """Refuse what would end the transaction or reach outside it, before SQLite does it."""
    if action == sqlite3.SQLITE_TRANSACTION:
        offences.append(str(first))
    elif action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH):
        offences.append("ATTACH")
    elif action == sqlite3.SQLITE_PRAGMA and first in _FORBIDDEN_PRAGMAS and second is not None:
        offences.append(f"PRAGMA {first}")
    else:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _set_aside(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger') ORDER BY rowid").fetchall()
    for kind, name, _statement in sorted(rows):
        escaped = name.replace('"', '""')
        db.execute(f'DROP {kind} IF EXISTS "{escaped}"')
    return [statement for _kind, _name, statement in rows]


def _put_back(db: sqlite3.Connection, statements: list[str]) -> None:
    for statement in statements:
        db.execute(statement)


def _check_still_inside(db: sqlite3.Connection, offences: list[str]) -> None:
    if offences or not db.in_transaction:
        raise RevisionRefused("A revision tried to end the transaction.")
