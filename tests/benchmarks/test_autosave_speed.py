"""One autosave against the same rows written through sqlite3, and the thread it runs on."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence.connection import connect
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme, ThemeMode
from tests.databases import copy_database

SESSION = SessionId("session-500")


@pytest.fixture
def own_file(small_file: Path, tmp_path: Path) -> Path:
    """A file of 1,000 sessions that may be written to."""
    return copy_database(small_file, tmp_path / "practice.db")


@pytest.fixture(params=["without targets", "20 goals with targets"])
def workspace(request: pytest.FixtureRequest, own_file: Path) -> Iterator[Workspace]:
    if request.param != "without targets":
        _want_what_is_never_reached(own_file)
    workspace = Workspace.open(own_file)
    yield workspace
    workspace.close()


def _want_what_is_never_reached(path: Path) -> None:
    """Give twenty goals of the session's fractal a target of an activity that it has: each autosave measures it."""
    target = {"activity_id": "activity-0", "metrics": [{"metric_id": "m", "value": 10**9}]}
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("INSERT INTO activity_definitions (id, root_id, name) VALUES ('activity-0', 'root', 'Exercise 0')")
    connection.execute("INSERT INTO metric_definitions (id, activity_id, name, unit) VALUES ('m', 'activity-0', 'Metric', '')")
    connection.execute(
        "UPDATE goals SET targets = ? WHERE id IN (SELECT id FROM goals WHERE type <> 'PracticeSession' ORDER BY rowid LIMIT 20)",
        (json.dumps([target]),),
    )
    connection.close()


def edited(workspace: Workspace, note: str) -> Document:
    document = workspace.practice.session(SESSION).document
    assert document is not None
    item = document.sections[0].items[0]
    return document.with_value((*document.path(item.section_index, item.index), "notes"), note)


def written_rows(own_file: Path, edit: Callable[[], object]) -> list[str]:
    """Return statements that write the rows which an edit changes, with all their columns."""
    before = _rows(own_file)
    edit()
    return [
        f"UPDATE {table} SET {', '.join(f'{name} = {value}' for name, value in row.items())} WHERE {key}"
        for (table, key), row in _rows(own_file).items()
        if row != before.get((table, key))
    ]


def _rows(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Return every row of the tables that a session's edit may touch, by table and key, values as SQL literals."""
    connection = sqlite3.connect(path)
    found = {}
    for table in ("goals", "activity_instances", "metric_values", "session_provenance", "session_issues"):
        columns = [(name, is_key) for _, name, _, _, _, is_key, hidden in connection.execute(f"PRAGMA table_xinfo({table})") if not hidden]
        names = [name for name, _ in columns]
        for values in connection.execute(f"SELECT {', '.join(f'quote({name})' for name in names)} FROM {table}"):
            row = dict(zip(names, values, strict=True))
            key = " AND ".join(f"{name} = {row[name]}" for name, is_key in columns if is_key)
            found[table, key] = {name: value for name, value in row.items() if f"{name} = {value}" not in key}
    connection.close()
    return found


def test_an_autosave_costs_little_more_than_its_rows(
    workspace: Workspace,
    own_file: Path,
    tmp_path: Path,
    measure: Callable[..., tuple[float, ...]],
    within: Callable[[str, float, float], None],
) -> None:
    documents = [edited(workspace, note) for note in ("slowly", "with the metronome")]
    workspace.practice.save(SESSION, SessionEdit(document=documents[0]))
    steps = [
        written_rows(own_file, lambda document=document: workspace.practice.save(SESSION, SessionEdit(document=document)))
        for document in reversed(documents)
    ]
    assert all(steps)
    bare = connect(copy_database(own_file, tmp_path / "bare.db"))
    turn = [0, 0]

    def autosave() -> None:
        turn[0] += 1
        assert workspace.practice.save(SESSION, SessionEdit(document=documents[turn[0] % 2])).sessions == {SESSION}

    def write_rows() -> None:
        turn[1] += 1
        bare.execute("BEGIN IMMEDIATE")
        for statement in steps[turn[1] % 2]:
            bare.execute(statement)
        bare.execute("COMMIT")

    taken, raw = measure(autosave, write_rows, rounds=101)
    bare.close()
    within("times the same rows through sqlite3", taken / raw, 3)


def test_an_autosave_does_not_run_on_the_windows_thread(own_file: Path, tmp_path: Path, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    worker = Worker()
    context = AppContext(Settings(tmp_path / "settings.ini"), worker, Theme(app, ThemeMode.LIGHT))
    context.set_workspace(Workspace.open(own_file))
    threads: list[int] = []

    def save(workspace: Workspace) -> Change:
        threads.append(threading.get_ident())
        return workspace.practice.save(SESSION, SessionEdit(document=edited(workspace, "again")))

    with qtbot.waitSignal(context.changed):
        context.write(context, save)
    assert threads[0] != threading.get_ident()
    context.close_workspace()
    worker.close()
