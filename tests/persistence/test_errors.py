"""What a person is told when the file or the disk says no. Each error here is SQLite's or the system's own."""

import os
import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from fractal_desktop.domain.errors import Cancelled, StorageError, StorageProblem
from fractal_desktop.persistence.disk import existing_folder, free_bytes, may_write, size_text
from fractal_desktop.persistence.errors import UNCHANGED, check_file, storage_errors
from tests.persistence.children import run_in_child


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "practice.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE goals (id TEXT PRIMARY KEY, name TEXT)")
        db.executemany("INSERT INTO goals VALUES (?, ?)", [(str(n), "x" * 300) for n in range(300)])
        db.commit()
    return path


def caught_from(path: Path, action: Callable[[], object]) -> StorageError:
    with pytest.raises(StorageError) as caught, storage_errors(path):
        action()
    return caught.value


def select_all(path: Path, mode: str = "rw") -> Callable[[], object]:
    def action() -> None:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True)) as db:
            db.execute("SELECT sum(length(name)) FROM goals").fetchall()

    return action


def test_a_text_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Sir or Madam, " * 100)
    error = caught_from(path, select_all(path))
    assert error.problem is StorageProblem.NOT_A_DATABASE
    assert str(error) == "“letter.db” is not an SQLite database, or it is encrypted. The file was not touched. Choose another file."


def test_flipped_bytes_are_called_damage_and_nothing_else_is(database: Path) -> None:
    data = bytearray(database.read_bytes())
    data[4096 * 5 : 4096 * 5 + 16] = b"\xff" * 16
    database.write_bytes(bytes(data))
    assert "is damaged" in str(caught_from(database, select_all(database)))


def test_a_full_database_names_the_space(database: Path) -> None:
    def action() -> None:
        with closing(sqlite3.connect(database)) as db:
            db.execute("PRAGMA max_page_count=1")
            db.executemany("INSERT INTO goals VALUES (?, ?)", [(f"more {n}", "x" * 300) for n in range(3000)])

    with pytest.raises(StorageError) as caught, storage_errors(database, needed_bytes=4_150_000):
        action()
    assert caught.value.problem is StorageProblem.FULL
    assert "“practice.db” needs up to 4.2 MB, " in caught.value.happened
    assert caught.value.kept == UNCHANGED


def test_a_write_beyond_what_the_system_grants_is_rolled_back(database: Path) -> None:
    """A limit on the size of files stands in for the disk's; the child must end with the rows it had."""
    limit = database.stat().st_size

    def in_child() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with closing(sqlite3.connect(database, isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            rows = [(f"more {n}", "x" * 300) for n in range(20_000)]
            caught_from(database, lambda: db.executemany("INSERT INTO goals VALUES (?, ?)", rows))
            assert not db.in_transaction

    assert run_in_child(in_child) == 0
    with closing(sqlite3.connect(database)) as db:
        assert db.execute("SELECT count(*) FROM goals").fetchone() == (300,)


def test_a_file_of_somebody_else_is_read_only(database: Path) -> None:
    for folder in database.parents:
        if not os.access(folder, os.X_OK) or folder == Path("/"):
            break
        if folder.stat().st_uid == os.getuid():
            folder.chmod(folder.stat().st_mode | 0o055)
    database.chmod(0o444)

    def in_child() -> None:
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        assert not may_write(database)
        with closing(sqlite3.connect(database, isolation_level=None)) as db:
            error = caught_from(database, lambda: db.execute("DELETE FROM goals"))
        assert error.problem is StorageProblem.READ_ONLY

    assert run_in_child(in_child) == 0


def test_a_lock_of_another_program_is_called_so(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as other, closing(sqlite3.connect(database, timeout=0.05)) as mine:
        other.execute("BEGIN IMMEDIATE")
        error = caught_from(database, lambda: mine.execute("DELETE FROM goals"))
    assert error.problem is StorageProblem.BUSY
    assert error.happened == "Another program is using “practice.db”."


def test_a_folder_and_a_missing_file_cannot_be_opened(tmp_path: Path) -> None:
    assert caught_from(tmp_path, select_all(tmp_path)).problem is StorageProblem.CANNOT_OPEN
    assert caught_from(tmp_path / "gone.db", select_all(tmp_path / "gone.db")).problem is StorageProblem.CANNOT_OPEN


def test_errors_of_the_system_are_named_too(tmp_path: Path) -> None:
    assert caught_from(tmp_path / "gone", (tmp_path / "gone").read_bytes).problem is StorageProblem.MISSING
    assert caught_from(tmp_path, tmp_path.read_bytes).problem is StorageProblem.IS_A_FOLDER


def test_sqlalchemys_wrapping_is_looked_through(database: Path) -> None:
    inner = sqlite3.OperationalError("disk I/O error")
    inner.sqlite_errorname = "SQLITE_IOERR_FSYNC"

    def action() -> None:
        raise OperationalError("UPDATE", {}, inner)

    assert caught_from(database, action).problem is StorageProblem.IO


def test_a_fault_of_the_program_itself_passes_unchanged(database: Path) -> None:
    with (
        closing(sqlite3.connect(database)) as db,
        pytest.raises(sqlite3.OperationalError, match="no such column"),
        storage_errors(database),
    ):
        db.execute("SELECT nonsense FROM goals")
    with pytest.raises(ZeroDivisionError), storage_errors(database):
        _ = 1 / 0


def test_an_interrupted_statement_counts_as_cancelled(database: Path) -> None:
    with closing(sqlite3.connect(database)) as db:
        db.set_progress_handler(lambda: 1, 10)
        with pytest.raises(Cancelled), storage_errors(database):
            db.execute("SELECT count(*) FROM goals a, goals b").fetchall()


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "1 KB"),
        (999, "1 KB"),
        (1001, "2 KB"),
        (4_150_000, "4.2 MB"),
        (999_499, "1.0 MB"),
        (123_456_789, "124 MB"),
        (7_000_000_000, "7.0 GB"),
    ],
)
def test_sizes_are_rounded_up(size_bytes: int, text: str) -> None:
    assert size_text(size_bytes) == text


def test_a_path_is_looked_at_before_it_is_opened(database: Path, tmp_path: Path) -> None:
    check_file(database)
    check_file(database, for_writing=True)
    check_file(tmp_path / "gone.db", for_writing=True, missing_ok=True)
    for path, problem in ((tmp_path, StorageProblem.IS_A_FOLDER), (tmp_path / "gone.db", StorageProblem.MISSING)):
        with pytest.raises(StorageError) as caught:
            check_file(path)
        assert caught.value.problem is problem
    os.mkfifo(tmp_path / "pipe.db")
    with pytest.raises(StorageError, match="cannot be opened"):
        check_file(tmp_path / "pipe.db")
    tmp_path.chmod(0o700)

    def in_child() -> None:
        if os.getuid() != 0:
            tmp_path.chmod(0o000)
        else:
            os.setgid(65534)
            os.setuid(65534)
        with pytest.raises(StorageError) as caught:
            check_file(database)
        assert caught.value.problem is StorageProblem.CANNOT_OPEN

    assert run_in_child(in_child) == 0
    tmp_path.chmod(0o700)


def test_free_space_is_asked_where_a_file_would_lie(tmp_path: Path) -> None:
    assert existing_folder(tmp_path / "a" / "b") == tmp_path
    assert (free_bytes(tmp_path / "a" / "b" / "c.db") or 0) > 0
