"""What the recorder notes, and that applying it gives every byte back."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.recorder import Recorder, RowChange, RowsChangedElsewhere, joined
from tests.workspaces import dump

SCHEMA = """
    CREATE TABLE parent (id TEXT PRIMARY KEY, name TEXT COLLATE NOCASE, any_value, twin GENERATED ALWAYS AS (name) VIRTUAL);
    CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id TEXT REFERENCES parent(id) ON DELETE CASCADE, place INTEGER UNIQUE);
    CREATE TABLE pair (a TEXT, b TEXT, note TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
    CREATE TABLE "odd ""name" ("rowid" TEXT, "select" BLOB);
    CREATE VIEW both AS SELECT * FROM parent JOIN child ON parent_id = parent.id;
    CREATE VIRTUAL TABLE words USING fts4(word);
    INSERT INTO parent (id, name) VALUES ('p', 'Parent');
    INSERT INTO child VALUES (1, 'p', 1), (2, 'p', 2);
"""


@pytest.fixture
def sql(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path / "r.db", create=True)) as connection:
        connection.executescript(SCHEMA)
        yield connection


@pytest.fixture
def recorder(sql: sqlite3.Connection) -> Recorder:
    return Recorder(sql)


def test_an_insertion_an_update_and_a_deletion_are_told_apart(sql: sqlite3.Connection, recorder: Recorder) -> None:
    sql.execute("INSERT INTO parent (id, name) VALUES ('q', 'New')")
    sql.execute("UPDATE parent SET name = 'Other' WHERE id = 'p'")
    sql.execute("DELETE FROM child WHERE id = 2")
    assert {(c.table, c.key, c.key_columns): (c.before, c.after) for c in recorder.collect()} == {
        ("parent", (2,), ("rowid",)): (None, {"id": "q", "name": "New", "any_value": None}),
        ("parent", (1,), ("rowid",)): ({"name": "Parent"}, {"name": "Other"}),
        ("child", (2,), ("rowid",)): ({"id": 2, "parent_id": "p", "place": 2}, None),
    }
    assert recorder.collect() == ()


def test_what_a_cascade_takes_is_noted(sql: sqlite3.Connection, recorder: Recorder) -> None:
    sql.execute("DELETE FROM parent")
    assert sorted((c.table, c.key) for c in recorder.collect()) == [("child", (1,)), ("child", (2,)), ("parent", (1,))]


def test_a_change_of_case_or_of_type_is_one(sql: sqlite3.Connection, recorder: Recorder) -> None:
    sql.execute("UPDATE parent SET name = 'PARENT', any_value = 1")
    recorder.collect()
    sql.execute("UPDATE parent SET name = 'parent', any_value = 1.0")
    (change,) = recorder.collect()
    assert change.before == {"name": "PARENT", "any_value": 1}
    assert isinstance(change.after and change.after["any_value"], float)


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE parent SET name = name"],
        ["UPDATE parent SET name = 'x'", "UPDATE parent SET name = 'Parent'"],
        ["INSERT INTO child VALUES (9, 'p', 9)", "DELETE FROM child WHERE id = 9"],
        ["DELETE FROM child WHERE id = 2", "INSERT INTO child VALUES (2, 'p', 2)"],
        ["INSERT INTO child VALUES (9, 'p', 9)", "UPDATE child SET place = 8 WHERE id = 9", "DELETE FROM child WHERE id = 9"],
    ],
)
def test_what_comes_to_nothing_is_nothing(sql: sqlite3.Connection, recorder: Recorder, statements: list[str]) -> None:
    for statement in statements:
        sql.execute(statement)
    assert recorder.collect() == ()


def test_several_changes_of_a_row_become_one(sql: sqlite3.Connection, recorder: Recorder) -> None:
    sql.execute("UPDATE child SET place = 7 WHERE id = 1")
    sql.execute("UPDATE child SET parent_id = NULL, place = 8 WHERE id = 1")
    (change,) = recorder.collect()
    assert (change.before, change.after) == ({"place": 1, "parent_id": "p"}, {"place": 8, "parent_id": None})
    sql.execute("UPDATE child SET place = 9 WHERE id = 1")
    sql.execute("DELETE FROM child WHERE id = 1")
    (change,) = recorder.collect()
    assert (change.before, change.after) == ({"id": 1, "parent_id": None, "place": 8}, None)


def test_what_was_collected_in_parts_is_the_same_when_it_is_joined(sql: sqlite3.Connection, recorder: Recorder) -> None:
    sql.execute("UPDATE child SET place = 7 WHERE id = 1")
    first = recorder.collect()
    sql.execute("UPDATE child SET parent_id = NULL, place = 8 WHERE id = 1")
    (change,) = joined(first, recorder.collect())
    assert (change.before, change.after) == ({"place": 1, "parent_id": "p"}, {"place": 8, "parent_id": None})
    sql.execute("UPDATE child SET parent_id = 'p', place = 1 WHERE id = 1")
    assert joined((change,), recorder.collect()) == (), "it is as it was"


def test_what_was_rolled_back_is_not_noted(sql: sqlite3.Connection, recorder: Recorder) -> None:
    sql.execute("BEGIN")
    sql.execute("DELETE FROM parent")
    sql.execute("ROLLBACK")
    assert recorder.collect() == ()


def test_what_is_forgotten_is_gone(sql: sqlite3.Connection, recorder: Recorder) -> None:
    sql.execute("DELETE FROM parent")
    recorder.forget()
    assert recorder.collect() == ()


STATEMENTS: list[Callable[[int], tuple[str, tuple[object, ...]]]] = [
    lambda n: ("INSERT INTO parent (id, name, any_value) VALUES (?, 'n', ?) ON CONFLICT DO NOTHING", (f"p{n % 4}", bytes([n, 255]))),
    lambda n: ("UPDATE parent SET name = ?, any_value = ? WHERE rowid % 3 = ?", (f"ü{n}", n / 3, n % 3)),
    lambda n: ("UPDATE parent SET rowid = rowid + 10 WHERE rowid = ?", (n % 5,)),
    lambda n: ("DELETE FROM parent WHERE rowid % 3 = ?", (n % 3,)),
    lambda n: ("INSERT INTO child VALUES (?, 'p', ?) ON CONFLICT DO NOTHING", (n % 6, n % 7)),
    lambda n: ("UPDATE child SET place = place + 20 WHERE id = ?", (n % 6,)),
    lambda n: ("DELETE FROM child WHERE id = ?", (n % 6,)),
    lambda n: ("INSERT INTO pair VALUES (?, ?, 'x') ON CONFLICT DO UPDATE SET note = note || 'y'", (str(n % 3), str(n % 2))),
    lambda n: ("UPDATE pair SET b = b || 'z' WHERE a = ?", (str(n % 3),)),
    lambda n: ("DELETE FROM pair WHERE a = ?", (str(n % 3),)),
    lambda n: ('INSERT INTO "odd ""name" VALUES (?, ?)', (str(n), b"\x00")),
    lambda n: ('DELETE FROM "odd ""name" WHERE _rowid_ = ?', (n % 3,)),
]


@given(st.lists(st.lists(st.tuples(st.sampled_from(STATEMENTS), st.integers(0, 200)), max_size=6), max_size=5))
def test_whatever_was_done_can_be_taken_back_and_done_again(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[Callable[[int], tuple[str, tuple[object, ...]]], int]]]
) -> None:
    path = tmp_path_factory.mktemp("steps") / "r.db"
    with closing(connect(path, create=True)) as sql:
        sql.execute("PRAGMA synchronous=OFF")
        sql.executescript(SCHEMA)
        recorder = Recorder(sql)
        states = [_state(path)]
        done: list[tuple[RowChange, ...]] = []
        for step in steps:
            collected: tuple[RowChange, ...] = ()
            for make, number in step:
                with suppress(sqlite3.IntegrityError):  # a statement that fails half-way leaves no note either
                    sql.execute(*make(number))
                if number % 3 == 0:
                    collected = joined(collected, recorder.collect())
            done.append(joined(collected, recorder.collect()))
            states.append(_state(path))
        sql.execute("PRAGMA foreign_keys=OFF")
        for changes, state in zip(reversed(done), reversed(states[:-1]), strict=True):
            back = tuple(change.reversed() for change in changes)
            recorder.apply(back, recorder.marks(back))
            recorder.forget()
            assert _state(path) == state
        for changes, state in zip(done, states[1:], strict=True):
            recorder.apply(changes, recorder.marks(changes))
            recorder.forget()
            assert _state(path) == state


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE child SET place = 21 WHERE id = 1", "UPDATE child SET place = 1 WHERE id = 2"],
        ["UPDATE child SET place = 9 WHERE id = 1", "UPDATE child SET place = 1 WHERE id = 2", "UPDATE child SET place = 2 WHERE id = 1"],
        ["UPDATE child SET place = 21 WHERE id = 1", "DELETE FROM child WHERE id = 2", "INSERT INTO child VALUES (2, 'p', 1)"],
    ],
    ids=["one moves up", "two change places", "another takes the place"],
)
def test_unique_values_that_went_round_come_back(sql: sqlite3.Connection, recorder: Recorder, statements: list[str]) -> None:
    sql.execute("PRAGMA foreign_keys=OFF")
    before = sql.execute("SELECT rowid, * FROM child ORDER BY 1").fetchall()
    for statement in statements:
        sql.execute(statement)
    after = sql.execute("SELECT rowid, * FROM child ORDER BY 1").fetchall()
    changes = recorder.collect()
    back = [change.reversed() for change in changes]
    recorder.apply(back, recorder.marks(back))
    assert sql.execute("SELECT rowid, * FROM child ORDER BY 1").fetchall() == before
    assert len(recorder.collect()) == 2
    recorder.apply(changes, recorder.marks(changes))
    assert sql.execute("SELECT rowid, * FROM child ORDER BY 1").fetchall() == after


def test_a_row_that_is_not_as_it_was_left_stops_everything(sql: sqlite3.Connection, recorder: Recorder) -> None:
    sql.execute("UPDATE child SET place = 7 WHERE id = 1")
    sql.execute("UPDATE parent SET name = 'x'")
    changes = recorder.collect()
    marks = recorder.marks(changes)
    sql.execute("UPDATE child SET parent_id = NULL WHERE id = 1")
    with pytest.raises(RowsChangedElsewhere):
        recorder.apply([change.reversed() for change in changes], marks)
    assert sql.execute("SELECT name, place FROM parent, child WHERE child.id = 1").fetchone() == ("x", 7)


def _state(path: Path) -> object:
    dumped = dump(path)
    with closing(sqlite3.connect(path)) as connection:
        # Its own column hides the name that `dump` asks the rowid by.
        odd = connection.execute('SELECT _rowid_, * FROM "odd ""name" ORDER BY 1').fetchall()
    return dumped["parent"], dumped["child"], dumped["pair"], odd
