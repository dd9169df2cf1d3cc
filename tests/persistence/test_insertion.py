"""Rows put into a file that is being made."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.insertion import Rows, insert_rows

COLUMNS = ("id", "type", "name", "parent_id")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    migrations.upgrade(tmp_path / "new.db")
    with closing(connect(tmp_path / "new.db")) as opened:
        yield opened


def names(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM goals ORDER BY id")]


def test_all_rows_are_there_afterwards(connection: sqlite3.Connection) -> None:
    first = Rows("goals", COLUMNS, (("1", "UltimateGoal", "Suites", None), ("2", "LongTermGoal", "Repertoire", "1")))
    split = Rows("split_definitions", ("id", "activity_id", "name", "order"), (("s", "a", "Left", 0),))
    insert_rows(connection, (first, split))
    assert names(connection) == ["Suites", "Repertoire"]
    assert connection.execute('SELECT "order" FROM split_definitions').fetchone() == (0,)
    assert not connection.in_transaction


def test_none_is_there_if_one_cannot_be(connection: sqlite3.Connection) -> None:
    good = Rows("goals", COLUMNS, (("1", "UltimateGoal", "Suites", None),))
    orphan = Rows("goals", COLUMNS, (("2", "LongTermGoal", "Repertoire", "gone"),))
    with pytest.raises(sqlite3.IntegrityError):
        insert_rows(connection, (good, orphan))
    assert names(connection) == []
    assert not connection.in_transaction


@pytest.mark.parametrize("rows", [Rows("goals; --", COLUMNS, ()), Rows("goals", ("id", "nonsense"), ())])
def test_only_names_of_the_schema_get_into_a_statement(connection: sqlite3.Connection, rows: Rows) -> None:
    with pytest.raises(KeyError):
        insert_rows(connection, (rows,))
