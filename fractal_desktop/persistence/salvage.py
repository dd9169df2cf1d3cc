# ruff: noqa: S608 - names are those of the file's own tables, quoted
"""What can still be read of a damaged file, put into a new one; the damaged one is only read.

A damaged page loses the rows on it and no others: SQLite descends to each row anew, so what lies behind the page is reached by asking
for it. Where an index can be read, it tells which rows there were, so that those that are lost are counted.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateTable

from fractal_desktop.domain.errors import Cancelled, StorageProblem, UserError
from fractal_desktop.domain.progress import Progress
from fractal_desktop.persistence.checks import expected_statements
from fractal_desktop.persistence.copying import SPARE_BYTES, demand_space, file_size, is_sound, open_plainly, partial_file
from fractal_desktop.persistence.crashed_file import settled
from fractal_desktop.persistence.disk import sync_folder
from fractal_desktop.persistence.errors import storage_error, storage_errors
from fractal_desktop.persistence.legacy import HEAD
from fractal_desktop.persistence.models import Base

Tell = Callable[[Progress], None]
Ask = Callable[[], bool]
Row = tuple[object, ...]

_AT_ONCE = 500
_MOST_PROBES = 20_000
"""So often one table is asked for what lies behind a damaged page, if no index tells what there should be: some seconds."""
_LAST_ROWID = 1 << 62
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


class _Raw(bytes):
    """A text that is no UTF-8; it goes into the new file as the same bytes."""


@dataclass(slots=True)
class _Table:
    """One table to be read, and what has become of it so far; `known` are the rows that an index tells of, None without one."""

    name: str
    columns: tuple[str, ...]
    has_rowid: bool
    rowid_is_a_column: bool
    lost: int | None = 0
    kept: int = 0
    refused: int = 0
    torn: int = 0
    known: int | None = None
    seen: set[int] = field(default_factory=set)


class _Salvage:
    """Goes through the tables of one file."""

    def __init__(self, path: Path, damaged: sqlite3.Connection, partial: Path, target: Path, progress: Tell, cancelled: Ask) -> None:
        self._path = path
        self._damaged = damaged
        self._partial = partial
        self._target = target
        self._progress = progress
        self._cancelled = cancelled
        self._probes = 0

    def run(self) -> tuple[tuple[SalvagedTable, ...], tuple[str, ...]]:
        """Return what became of each table, and the names of those that could not be made anew."""
        db = self._damaged
        db.text_factory = _text
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
        schema = _Table("sqlite_schema", ("type", "name", "sql"), has_rowid=True, rowid_is_a_column=False)
        entries = [(str(kind), str(name), str(sql)) for _, kind, name, sql in self._rows(schema) if sql is not None]
        entries = [entry for entry in entries if entry[0] in ("table", "index") and not entry[1].startswith("sqlite_")]
        lost = [name for kind, name, sql in entries if kind == "table" and not _made(new, sql)]
        if _GOALS not in {name for kind, name, _ in entries if kind == "table" and name not in lost}:
            raise storage_error(StorageProblem.CORRUPT, self._path)
        unique = [sql for kind, _, sql in entries if kind == "index" and "UNIQUE" in sql[:20].upper()]
        for sql in unique:
            _made(new, sql)
        tables = [table for kind, name, _ in entries if kind == "table" and name not in lost and (table := _table(new, name)) is not None]
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
        for row in self._rows(table):
            batch.append(row)
            if len(batch) == _AT_ONCE:
                self._put(table, batch, new)
                batch = []
        self._put(table, batch, new)

    def _put(self, table: _Table, rows: list[Row], new: sqlite3.Connection) -> None:
        """Insert what the table's own rules allow; a row that they do not is damaged, and lost."""
        if self._cancelled():
            raise Cancelled
        names = [*(["rowid"] if table.has_rowid and not table.rowid_is_a_column else []), *map(_quoted, table.columns)]
        for row in rows:
            values = row if table.has_rowid and not table.rowid_is_a_column else row[1:]
            marks = ", ".join("CAST(? AS TEXT)" if isinstance(value, _Raw) else "?" for value in values)
            before = new.total_changes
            new.execute(f"INSERT OR IGNORE INTO {_quoted(table.name)} ({', '.join(names)}) VALUES ({marks})", values)
            if new.total_changes > before:
                table.kept += 1
                table.torn += any(isinstance(value, str) and "\0" in value for value in values)
            else:
                table.refused += 1

    def _rows(self, table: _Table) -> Iterator[Row]:
        """Yield the rows that can be read, each once, with the rowid in front (None where there are none)."""
        if not table.has_rowid:
            yield from self._rows_by_key(table)
            return
        self._probes = 0
        yield from self._span(table, range(-_LAST_ROWID, _LAST_ROWID), self._known_rowids(table))

    def _span(self, table: _Table, whole: range, known: Sequence[int] | None) -> Iterator[Row]:
        """Yield what can be read of all rows in order; from the first damaged page on ask for what is behind it."""
        read = _Read()
        yield from self._between(table, whole[0], whole[-1], read)
        if read.is_damaged:
            table.lost = None
            rest = range(max(read.last + 1, 0), self._last_rowid(table) + 1) if known is None else [id_ for id_ in known if id_ > read.last]
            yield from self._behind(table, rest, is_known=known is not None)
        if known is not None:
            table.known = len(known)  # a damaged page may pass for an empty one

    def _behind(self, table: _Table, rowids: Sequence[int], *, is_known: bool) -> Iterator[Row]:
        """Yield what can be read of some rows, asking for half and half where a page among them is damaged."""
        waiting = [rowids]
        while waiting:
            asked = waiting.pop()
            if not asked or (not is_known and self._probes > _MOST_PROBES):
                continue
            self._probes += 1
            read = _Read()
            yield from self._between(table, asked[0], asked[-1], read)
            if not read.is_damaged:
                continue
            left = _after(asked, read.last)
            if len(left) > 1:
                waiting += [left[len(left) // 2 :], left[: len(left) // 2]]

    def _between(self, table: _Table, first: int, last: int, read: "_Read") -> Iterator[Row]:
        names = ", ".join(map(_quoted, table.columns))
        statement = f"SELECT rowid, {names} FROM {_quoted(table.name)} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
        try:
            for row in self._damaged.execute(statement, (first, last)):
                read.last = max(read.last, row[0])
                if row[0] not in table.seen:
                    table.seen.add(row[0])
                    yield row
        except sqlite3.Error as error:
            _raise_if_stopped(error)
            read.is_damaged = True

    def _rows_by_key(self, table: _Table) -> Iterator[Row]:
        """Yield rows from the first on, and if a page is damaged from the last one back; what lies between two such pages is lost."""
        seen: set[Row] = set()
        names = ", ".join(map(_quoted, table.columns))
        for direction in ("ASC", "DESC"):
            try:
                keys = self._damaged.execute(f"SELECT name FROM pragma_table_info({_literal(table.name)}) WHERE pk ORDER BY pk").fetchall()
                order = ", ".join(f"{_quoted(str(key))} {direction}" for (key,) in keys)
                for row in self._damaged.execute(f"SELECT NULL, {names} FROM {_quoted(table.name)} ORDER BY {order}"):
                    if row not in seen:
                        seen.add(row)
                        yield row
                return
            except sqlite3.Error as error:
                _raise_if_stopped(error)
                table.lost = None

    def _known_rowids(self, table: _Table) -> Sequence[int] | None:
        """Return the rowids that an index names, in order; None if the table has none that can be read whole."""
        try:
            listed = self._damaged.execute(
                f"SELECT name FROM pragma_index_list({_literal(table.name)}) WHERE NOT partial ORDER BY origin = 'pk' DESC"
            ).fetchall()
        except sqlite3.Error as error:
            _raise_if_stopped(error)
            return None
        for (index,) in listed:
            try:
                column = self._damaged.execute(f"SELECT name FROM pragma_index_info({_literal(str(index))})").fetchone()[0]
                by_index = f"FROM {_quoted(table.name)} INDEXED BY {_quoted(str(index))} ORDER BY {_quoted(str(column))}"
                return sorted({rowid for rowid, _ in self._damaged.execute(f"SELECT rowid, {_quoted(str(column))} {by_index}")})
            except (sqlite3.Error, TypeError) as error:
                _raise_if_stopped(error)
        return None

    def _last_rowid(self, table: _Table) -> int:
        try:
            found = self._damaged.execute(f"SELECT rowid FROM {_quoted(table.name)} ORDER BY rowid DESC LIMIT 1").fetchone()
            return int(found[0]) if found else 0
        except sqlite3.Error as error:
            _raise_if_stopped(error)
            return _LAST_ROWID


@dataclass(slots=True)
class _Read:
    """How far a reading came."""

    last: int = -_LAST_ROWID - 1
    is_damaged: bool = False


def _after(rowids: Sequence[int], last: int) -> Sequence[int]:
    """Return those behind the last one that was read."""
    if isinstance(rowids, range):
        return range(max(rowids.start, last + 1), rowids.stop)
    return [rowid for rowid in rowids if rowid > last]


def _raise_if_stopped(error: Exception) -> None:
    """Raise Cancelled or StorageError for what is no damage of the file; a disk that cannot read a page is."""
    name = str(getattr(error, "sqlite_errorname", ""))
    if name == "SQLITE_INTERRUPT":
        raise Cancelled from error
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_NOMEM")):
        raise error


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


def _table(new: sqlite3.Connection, name: str) -> _Table | None:
    """Return how a table of the new file is filled; generated columns fill themselves."""
    columns = new.execute(f"SELECT name, type, pk FROM pragma_table_xinfo({_literal(name)}) WHERE hidden NOT IN (2, 3)").fetchall()
    keys = [kind for _, kind, pk in columns if pk]
    (without_rowid,) = new.execute(f"SELECT wr FROM pragma_table_list({_literal(name)}) WHERE schema = 'main'").fetchone()
    is_alias = len(keys) == 1 and str(keys[0]).upper() == "INTEGER"
    return _Table(name, tuple(str(column) for column, _, _ in columns), not without_rowid, is_alias) if columns else None


def _name_revision(new: sqlite3.Connection, statements: dict[str, str]) -> None:
    """Write down the newest revision if only the row that named it is lost: every table that this program makes says so."""
    if "alembic_version" in statements and new.execute("SELECT 1 FROM alembic_version").fetchone() is None:
        wanted = {name: sql for name, sql in expected_statements(HEAD).items() if sql.lstrip().upper().startswith("CREATE TABLE")}
        if all(statements.get(name) == sql for name, sql in wanted.items()):
            new.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def _salvaged(table: _Table) -> SalvagedTable:
    if table.known is not None:
        return SalvagedTable(table.name, table.kept, max(0, table.known - table.kept), table.torn)
    return SalvagedTable(table.name, table.kept, None if table.lost is None else table.refused, table.torn)


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


def _text(content: bytes) -> str | _Raw:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _Raw(content)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
