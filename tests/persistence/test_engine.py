import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.unit_of_work import driver, reading, writing
from tests.workspaces import Rows, new_file


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    return new_file(tmp_path / "fractal.db")


@pytest.fixture
def database(rows: Rows) -> Database:
    return Database.open(rows.path)


def pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def fail_after(database: Database, statement: str) -> None:
    with suppress(ZeroDivisionError), writing(database) as unit:
        unit.sql.execute(statement)
        raise ZeroDivisionError


def test_every_connection_has_the_same_settings(database: Database) -> None:
    wanted = {"foreign_keys": 1, "journal_mode": "delete", "synchronous": 2, "busy_timeout": 5000, "trusted_schema": 0}
    with closing(connect(database.path)) as plain, database.writer.connect() as writer, database.reader.connect() as reader:
        for connection in (plain, driver(writer), driver(reader)):
            assert {name: pragma(connection, name) for name in wanted} == wanted
            assert connection.isolation_level is None
        assert pragma(driver(reader), "query_only") == 1


@pytest.mark.parametrize("name", ["a b.db", "100%25.db", "c#d?mode=ro.db", "üñ 🎵.db", f"{'x' * 200}.db"])
def test_a_path_may_hold_any_character(tmp_path: Path, name: str) -> None:
    rows = new_file(tmp_path / name)
    rows.goal("g")
    with writing(Database.open(rows.path)) as unit:
        unit.sql.execute("UPDATE goals SET name = 'written'")
    assert rows.one("SELECT name FROM goals") == "written"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        Database.open(tmp_path / "none.db")
    assert caught.value.problem in (StorageProblem.CANNOT_OPEN, StorageProblem.MISSING)
    assert not list(tmp_path.iterdir())


def test_what_is_no_database_is_named_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear Sir or Madam, " * 100)
    with pytest.raises(StorageError) as caught:
        Database.open(path)
    assert caught.value.problem is StorageProblem.NOT_A_DATABASE
    assert path.read_bytes() == b"Dear Sir or Madam, " * 100
    path.unlink()


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StorageError) as caught, reading(database) as connection:
        connection.exec_driver_sql("DELETE FROM goals")
    assert caught.value.problem is StorageProblem.READ_ONLY


def test_a_unit_that_raises_leaves_nothing(database: Database, rows: Rows) -> None:
    fail_after(database, "INSERT INTO app_meta VALUES ('a', 'b')")
    assert rows.one("SELECT COUNT(*) FROM app_meta WHERE key = 'a'") == 0
    with writing(database) as unit:
        pass
    assert unit.settle() == ()


def test_a_file_opened_for_a_single_question_takes_no_memory_for_the_next(rows: Rows) -> None:
    for keep_pages, kibibytes in ((True, -16_000), (False, -2_000)):
        database = Database.open(rows.path, keep_pages=keep_pages)
        with reading(database) as connection:
            assert pragma(driver(connection), "cache_size") == kibibytes
        database.close()


def test_ddl_is_rolled_back_too(database: Database, rows: Rows) -> None:
    fail_after(database, "CREATE TABLE extra (a)")
    assert rows.one("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'extra'") == 0


def test_a_writer_waits_for_the_one_before_it(database: Database, rows: Rows) -> None:
    entered = threading.Event()
    order: list[str] = []

    def second() -> None:
        entered.set()
        with writing(database) as unit:
            order.append("second")
            unit.sql.execute("INSERT INTO app_meta VALUES ('second', '')")

    thread = threading.Thread(target=second)
    with writing(database) as unit:
        thread.start()
        entered.wait()
        unit.sql.execute("INSERT INTO app_meta VALUES ('first', '')")
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert rows.one("SELECT COUNT(*) FROM app_meta WHERE key IN ('first', 'second')") == 2


def test_another_program_that_writes_is_named(database: Database, rows: Rows) -> None:
    with database.writer.connect() as connection:
        driver(connection).execute("PRAGMA busy_timeout=1")
    with closing(connect(rows.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as caught, writing(database):
            pytest.fail("the other one holds the lock")
        other.execute("ROLLBACK")
    assert caught.value.problem is StorageProblem.BUSY
    with writing(database) as unit:
        unit.sql.execute("INSERT INTO app_meta VALUES ('later', '')")
    assert rows.one("SELECT COUNT(*) FROM app_meta WHERE key = 'later'") == 1


def test_a_file_open_for_reading_is_never_written(rows: Rows) -> None:
    before = rows.path.read_bytes()
    database = Database.open(rows.path, read_only=True)
    with pytest.raises(StorageError) as caught, writing(database):
        pytest.fail("nothing may be written")
    assert caught.value.problem is StorageProblem.READ_ONLY
    with reading(database) as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM goals").scalar() == 0
    database.close()
    assert rows.path.read_bytes() == before


def test_a_text_that_is_no_utf8_does_not_make_a_list_unreadable(database: Database, rows: Rows) -> None:
    rows.sql("INSERT INTO goals (id, type, name) VALUES ('g', 'NanoGoal', CAST(x'41ff' AS TEXT))")
    with reading(database) as connection:
        assert connection.exec_driver_sql("SELECT name FROM goals").scalar() == "A\ufffd"


def test_foreign_keys_can_be_off_for_one_unit(database: Database, rows: Rows) -> None:
    with writing(database, foreign_keys=False) as unit:
        unit.sql.execute("INSERT INTO practice_session_goals VALUES ('no', 'where')")
    with pytest.raises(sqlite3.IntegrityError), writing(database) as unit:
        unit.sql.execute("INSERT INTO practice_session_goals VALUES ('still', 'no')")
    assert rows.sql("SELECT * FROM practice_session_goals") == [("no", "where")]


@pytest.mark.parametrize("has_written", [False, True])
def test_a_file_that_was_put_in_the_place_of_the_open_one_is_not_written(
    database: Database, rows: Rows, tmp_path: Path, has_written: bool
) -> None:
    if has_written:
        with writing(database) as unit:
            unit.sql.execute("UPDATE goals SET name = 'before'")
    other = new_file(tmp_path / "other.db").path
    content = other.read_bytes()
    other.rename(database.path)

    with pytest.raises(StorageError, match="was replaced by another file"), writing(database) as unit:
        unit.sql.execute("UPDATE goals SET name = 'after'")

    assert rows.path.read_bytes() == content


def test_a_file_that_is_gone_is_named_as_such(database: Database) -> None:
    database.path.unlink()

    with pytest.raises(StorageError) as refused, writing(database):
        pass

    assert refused.value.problem is StorageProblem.MISSING
