import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.persistence import migrations
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import new_file


def test_a_file_at_the_newest_revision_opens_with_all_services(tmp_path: Path) -> None:
    new_file(tmp_path / "fractal.db", zone="America/New_York")
    workspace = Workspace.open(tmp_path / "fractal.db")
    assert (workspace.path, workspace.revision, workspace.read_only) == (tmp_path / "fractal.db", "0005", False)
    assert workspace.legacy_zone.key == "America/New_York"
    assert workspace.goals.roots() == ()
    assert workspace.practice.page(SessionQuery()).rows == ()
    workspace.close()


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../etc", "", "\x00"])
def test_a_zone_that_does_not_exist_is_taken_for_utc(tmp_path: Path, zone: str) -> None:
    new_file(tmp_path / "fractal.db", zone=zone)
    assert Workspace.open(tmp_path / "fractal.db").legacy_zone.key == "UTC"


def test_a_file_to_be_migrated_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "fractal.db"
    new_file(path)
    migrations.downgrade(path, "0002")
    before = path.read_bytes()
    with pytest.raises(StorageError, match=r"revision 0002.*db migrate") as caught:
        Workspace.open(path)
    assert caught.value.problem is StorageProblem.PENDING
    assert path.read_bytes() == before


def test_a_file_of_the_web_application_is_pending_too(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE goals (id TEXT PRIMARY KEY, type TEXT, name TEXT, parent_id TEXT, session_data TEXT)")
    with pytest.raises(StorageError, match="was not migrated yet") as caught:
        Workspace.open(path)
    assert caught.value.problem is StorageProblem.PENDING


def test_a_file_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    rows = new_file(tmp_path / "fractal.db")
    rows.sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError) as caught:
        Workspace.open(rows.path)
    assert caught.value.problem is StorageProblem.NEWER


@pytest.mark.parametrize("locked", ["fractal.db", "."])
def test_what_cannot_be_written_is_opened_for_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locked: str) -> None:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("g")
    before = rows.path.read_bytes()
    # Whoever runs the tests may be root, whom no permission stops; so the system's answer is played.
    refused = (tmp_path / locked).resolve()
    monkeypatch.setattr("os.access", lambda path, mode: not mode & os.W_OK or Path(path).resolve() != refused)
    workspace = Workspace.open(rows.path)
    assert workspace.read_only
    assert [node.name for node in workspace.goals.roots()] == ["G"]
    with pytest.raises(StorageError) as caught:
        workspace.goals.create(None, GoalType.ULTIMATE, "New")
    assert caught.value.problem is StorageProblem.READ_ONLY
    assert rows.path.read_bytes() == before


def test_reading_only_can_be_asked_for(tmp_path: Path) -> None:
    new_file(tmp_path / "fractal.db")
    assert Workspace.open(tmp_path / "fractal.db", read_only=True).read_only


def test_a_file_that_was_closed_can_be_moved_away(tmp_path: Path) -> None:
    rows = new_file(tmp_path / "fractal.db")
    workspace = Workspace.open(rows.path)
    workspace.goals.create(None, GoalType.ULTIMATE, "New")
    workspace.close()
    assert not [name for name in tmp_path.iterdir() if name != rows.path], "no journal is left"
    rows.path.rename(tmp_path / "moved.db")
    assert [node.name for node in Workspace.open(tmp_path / "moved.db").goals.roots()] == ["New"]
