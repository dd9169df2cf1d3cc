"""The main job from end to end: an old file of every shape goes up, is edited in the window, goes down and up again."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.legacy import make
from tests.whole_way.conftest import Person, Start, StrayWindows

SHAPES = "ABDEFGHI"
NAME = "Corrected by hand"
NOTES = "Slower than it felt."
Rows = dict[str, list[tuple[object, ...]]]


@pytest.mark.parametrize("shape", SHAPES)
def test_an_old_file_goes_up_is_edited_goes_down_and_up_with_nothing_lost(
    shape: str, tmp_path: Path, qtbot: QtBot, start: Start, stray_windows: StrayWindows
) -> None:
    path = make(tmp_path / f"old {shape}.db", shape, sessions=150, goals=80)
    old = rows_of(path)
    person = Person(qtbot, start(path))

    person.types(person.waits_for_field(QLineEdit, "Time zone"), "Europe/Berlin")
    person.presses("Migrate")
    person.presses("Done")
    assert scalar(path, "SELECT version_num FROM alembic_version") == "0005"

    correct_the_newest_session(person, path)
    edited = rows_of(path)

    person.commands("database.rollback")
    person.presses("Roll back")
    person.waits_for("Migrate again")
    below = rows_of(path)
    changed_id = scalar(path, f"SELECT id FROM {session_table(shape)} WHERE name = '{NAME}'")
    assert lost(old, below, but=str(changed_id)) == []

    person.presses("Migrate again")
    zone = person.waits_for_field(QLineEdit, "Time zone")
    assert isinstance(zone, QLineEdit)
    assert zone.text() == "Europe/Berlin", "remembered from the first time"
    person.presses("Migrate")
    person.presses("Done")
    again = rows_of(path)
    assert {name: sorted(map(repr, rows)) for name, rows in again.items() if name in edited and name not in {"app_meta", "parked"}} == {
        name: sorted(map(repr, rows)) for name, rows in edited.items() if name not in {"app_meta", "parked"}
    }
    assert stray_windows.names == []


def correct_the_newest_session(person: Person, path: Path) -> None:
    """Give a session another name, start and note, and wait until all of it is in the file."""
    person.commands("view.sessions")
    field = person.waits_for_field(QLineEdit, "Start")
    assert isinstance(field, QLineEdit)
    person.types(person.waits_for_field(QLineEdit, "Name"), NAME)
    day = field.text()[:10]
    field.setFocus()
    field.setSelection(11, 2)
    person.qtbot.keyClicks(field, "03")
    person.types(person.waits_for_field(QPlainTextEdit, "Session notes"), NOTES)
    query = f"SELECT count(*) FROM goals WHERE name = '{NAME}' AND attributes LIKE '%{NOTES}%' AND session_start IS NOT NULL"
    person.qtbot.waitUntil(lambda: scalar(path, query) == 1, timeout=10_000)
    assert field.text()[:13] == f"{day} 03"
    start = str(scalar(path, f"SELECT session_start FROM goals WHERE name = '{NAME}'"))
    assert start[:13] == f"{day} 03", "the display zone is this computer's, UTC; the old file's is asked only to read it"


def session_table(shape: str) -> str:
    return "practice_sessions" if shape == "A" else "goals"


def scalar(path: Path, query: str) -> object:
    with closing(sqlite3.connect(path)) as db:
        row = db.execute(query).fetchone()
    return row[0] if row else None


def rows_of(path: Path) -> Rows:
    """Return every row of every table as (column, value) pairs, generated columns left out."""
    tables: Rows = {}
    with closing(sqlite3.connect(path)) as db:
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall():
            columns = [row[1] for row in db.execute("SELECT * FROM pragma_table_xinfo(?) WHERE hidden = 0", (table,))]
            listed = ", ".join(f'"{column}"' for column in columns)
            tables[table] = [tuple(zip(columns, row, strict=True)) for row in db.execute(f'SELECT {listed} FROM "{table}"')]
    return tables


def lost(old: Rows, new: Rows, but: str) -> list[str]:
    """Return the old rows whose old columns do not hold the same any more, save those of the session `but`."""
    missing: list[str] = []
    for table, rows in old.items():
        columns = {column for column, _ in rows[0]} if rows else set()
        kept = {repr(tuple(sorted(pair for pair in row if pair[0] in columns))) for row in new.get(table, [])}
        missing += [f"{table}: {row}" for row in rows if repr(tuple(sorted(row))) not in kept and but not in repr(row)]
    return missing
