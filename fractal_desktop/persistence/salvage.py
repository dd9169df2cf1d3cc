# ruff: noqa: S608 - names are those of the file's own tables, quoted
"""A new file with what can still be read of a damaged one, which is only read."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateTable

from fractal_desktop.domain.errors import Cancelled, StorageProblem, UserError
from fractal_desktop.domain.progress import Progress
from fractal_desktop.persistence.checks import expected_statements
from fractal_desktop.persistence.copying import SPARE_BYTES, demand_space, file_size, is_sound, open_plainly, partial_file
from fractal_desktop.persistence.crashed_file import settled
from fractal_desktop.persistence.damaged_rows import DamagedTable, Raw, Row, text_of
from fractal_desktop.persistence.disk import sync_folder
from fractal_desktop.persistence.errors import storage_error, storage_errors
from fractal_desktop.persistence.legacy import HEAD
from fractal_desktop.persistence.models import Base
from fractal_desktop.persistence.sql_names import literal, quoted

Tell = Callable[[Progress], None]
Ask = Callable[[], bool]

_AT_ONCE = 500
_INSTRUCTIONS_BETWEEN_LOOKS = 50_000
_GOALS = "goals"
"""The table without which a file holds nothing of ours."""
_MADE_BY = ("CREATE TABLE", "CREATE INDEX", "CREATE UNIQUE INDEX")


@dataclass(frozen=True, slots=True)
class SalvagedTable:
    """How many rows of a table are in the new file, and how many are lost; None if some may be and nothing tells how many.

    Of those kept `torn` hold zero bytes in a text: the page that it went on on is damaged.
    """

    name: str
    kept: int
    lost: int | None
    torn: int = 0

    @property
    def is_whole(self) -> bool:
        """Return whether nothing was lost."""
        return self.lost == 0 and not self.torn


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What was salvaged from the file at `path` into the new one at `target`; of `lost_tables` not even the columns can be told."""

    path: Path
    target: Path
    tables: tuple[SalvagedTable, ...]
    lost_tables: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Return whether nothing was lost."""
        return not self.lost_tables and all(table.is_whole for table in self.tables)


def salvage(path: Path, target: Path, progress: Tell = lambda _progress: None, cancelled: Ask = lambda: False) -> SalvageReport:
    """Write what can be read of the file at `path` to `target`, where nothing may lie yet; a sound file is copied row by row.

    Raises UserError, Cancelled, or StorageError, also where not even the list of tables can be read; then nothing is left behind.
    """
    if target.exists():
        raise UserError(f"There is already a file “{target.name}” in {target.parent}: give the new one another name.")
    demand_space(target.parent, file_size(path) + SPARE_BYTES, target)
    with partial_file(target) as partial, settled(path, target) as source:
        with storage_errors(path), closing(_opened(source)) as damaged:
            found = _Salvage(path, damaged, partial, target, progress, cancelled).run()
        with storage_errors(target):
            partial.rename(target)
            sync_folder(target.parent)
    return SalvageReport(path, target, *found)


def _opened(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads, and goes on where a part of the file is missing or an entry of its schema is damaged."""
    try:
        open_plainly(path).close()  # rolls back what a crash left half-written
    except sqlite3.Error as error:
        if error.sqlite_errorname != "SQLITE_CORRUPT":
            raise
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


@dataclass(slots=True)
class _Table:
    """One table to be filled, and what has become of its rows so far."""

    name: str
    columns: tuple[str, ...]
    source: DamagedTable
    takes_rowid: bool
    kept: int = 0
    refused: int = 0
    torn: int = 0


class _Salvage:
    """Goes through the tables of one file."""

    def __init__(self, path: Path, damaged: sqlite3.Connection, partial: Path, target: Path, progress: Tell, cancelled: Ask) -> None:
        self._path = path
        self._damaged = damaged
        self._partial = partial
        self._target = target
        self._progress = progress
        self._cancelled = cancelled

    def run(self) -> tuple[tuple[SalvagedTable, ...], tuple[str, ...]]:
        """Return what became of each table, and the names of those that could not be made anew."""
        db = self._damaged
        db.text_factory = text_of
        db.set_progress_handler(lambda: int(self._cancelled()), _INSTRUCTIONS_BETWEEN_LOOKS)
        with storage_errors(self._target), closing(open_plainly(self._partial, "rw")) as new:
            new.execute("PRAGMA journal_mode=OFF")  # nobody has the file yet
            for pragma in ("application_id", "user_version"):
                new.execute(f"PRAGMA {pragma}={db.execute(f'PRAGMA {pragma}').fetchone()[0]}")
            new.execute("BEGIN")
            made = self._fill(new)
            new.execute("COMMIT")
            new.execute("PRAGMA journal_mode=DELETE")
            if not is_sound(new, "integrity_check"):
                raise storage_error(StorageProblem.CORRUPT, self._target)
            return made

    def _fill(self, new: sqlite3.Connection) -> tuple[tuple[SalvagedTable, ...], tuple[str, ...]]:
        schema = DamagedTable(self._damaged, "sqlite_schema", ("type", "name", "sql"))
        entries = [(str(kind), str(name), str(sql)) for _, kind, name, sql in schema.rows() if sql is not None]
        entries = [entry for entry in entries if entry[0] in ("table", "index") and not entry[1].startswith("sqlite_")]
        lost = [name for kind, name, sql in entries if kind == "table" and not _made(new, sql)]
        names = [name for kind, name, _ in entries if kind == "table" and name not in lost]
        if _GOALS not in names:
            raise storage_error(StorageProblem.CORRUPT, self._path)
        unique = [sql for kind, _, sql in entries if kind == "index" and "UNIQUE" in sql[:20].upper()]
        for sql in unique:
            _made(new, sql)
        tables = [table for name in names if (table := self._table(new, name)) is not None]
        for number, table in enumerate(tables):
            self._progress(Progress("Salvaging", table.name, number / len(tables)))
            self._copy(table, new)
        _name_revision(new, {name: sql for _, name, sql in entries})
        lost = sorted({*lost, *_completed(new)})
        for sql in (sql for kind, _, sql in entries if kind == "index" and sql not in unique):
            _made(new, sql)
        return tuple(_salvaged(table) for table in tables), tuple(lost)

    def _copy(self, table: _Table, new: sqlite3.Connection) -> None:
        batch: list[Row] = []
        for row in table.source.rows():
            batch.append(row)
            if len(batch) == _AT_ONCE:
                self._put(table, batch, new)
                batch = []
        self._put(table, batch, new)

    def _put(self, table: _Table, rows: list[Row], new: sqlite3.Connection) -> None:
        """Insert what the table's own rules allow; a row that they do not is damaged, and lost."""
        if self._cancelled():
            raise Cancelled
        names = [*(["rowid"] if table.takes_rowid else []), *map(quoted, table.columns)]
        for row in rows:
            values = row if table.takes_rowid else row[1:]
            marks = ", ".join("CAST(? AS TEXT)" if isinstance(value, Raw) else "?" for value in values)
            before = new.total_changes
            new.execute(f"INSERT OR IGNORE INTO {quoted(table.name)} ({', '.join(names)}) VALUES ({marks})", values)
            if new.total_changes > before:
                table.kept += 1
                table.torn += any(isinstance(value, str) and "\0" in value for value in values)
            else:
                table.refused += 1

    def _table(self, new: sqlite3.Connection, name: str) -> _Table | None:
        """Return how a table of the new file is filled; generated columns fill themselves."""
        found = new.execute(f"SELECT name, type, pk FROM pragma_table_xinfo({literal(name)}) WHERE hidden NOT IN (2, 3)").fetchall()
        (without_rowid,) = new.execute(f"SELECT wr FROM pragma_table_list({literal(name)}) WHERE schema = 'main'").fetchone()
        columns, keys = tuple(str(column) for column, _, _ in found), [kind for _, kind, pk in found if pk]
        rowid_is_a_column = len(keys) == 1 and str(keys[0]).upper() == "INTEGER"
        source = DamagedTable(self._damaged, name, columns, has_rowid=not without_rowid)
        return _Table(name, columns, source, takes_rowid=not without_rowid and not rowid_is_a_column) if columns else None


def _made(new: sqlite3.Connection, sql: str) -> bool:
    """Return whether SQLite takes a statement that makes a table or an index; a damaged one may be none, or say what is not there."""
    if not sql.lstrip().upper().startswith(_MADE_BY):
        return False
    try:
        new.execute(sql)
    except sqlite3.Error as error:
        if str(error.sqlite_errorname).startswith(("SQLITE_FULL", "SQLITE_IOERR")):
            raise
        return False
    return True


def _name_revision(new: sqlite3.Connection, statements: dict[str, str]) -> None:
    """Write down the newest revision if only the row that named it is lost: every table that this program makes says so."""
    if "alembic_version" in statements and new.execute("SELECT 1 FROM alembic_version").fetchone() is None:
        wanted = {name: sql for name, sql in expected_statements(HEAD).items() if sql.lstrip().upper().startswith("CREATE TABLE")}
        if all(statements.get(name) == sql for name, sql in wanted.items()):
            new.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def _salvaged(table: _Table) -> SalvagedTable:
    if table.source.known is not None:
        return SalvagedTable(table.name, table.kept, max(0, table.source.known - table.kept), table.torn)
    return SalvagedTable(table.name, table.kept, None if table.source.is_uncertain else table.refused, table.torn)


def _completed(new: sqlite3.Connection) -> list[str]:
    """Make the tables that a file at the newest revision must have, and return those that were not there; they are empty."""
    if "alembic_version" not in _tables(new) or new.execute("SELECT version_num FROM alembic_version").fetchone() != (HEAD,):
        return []
    ours = {name: sql for name, sql in expected_statements(HEAD).items() if sql.startswith("CREATE TABLE")}
    wanted = {table.name: str(CreateTable(table).compile(dialect=dialect())) for table in Base.metadata.sorted_tables} | ours
    missing = [name for name in wanted if name not in _tables(new)]
    for name in missing:
        new.execute(wanted[name])
    return missing


def _tables(db: sqlite3.Connection) -> set[str]:
    return {str(name) for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
