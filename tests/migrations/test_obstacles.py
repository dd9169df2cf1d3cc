"""Files that the revisions could not keep apart or bring back are refused in words, byte for byte as they were."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.legacy import inspect
from fractal_desktop.persistence.obstacles import check_way_is_clear
from tests.legacy import make
from tests.migrations.samples import NEW_YORK


def changed(path: Path, *statements: str) -> bytes:
    with closing(sqlite3.connect(path)) as db, db:
        for statement in statements:
            db.execute(statement)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("CREATE TABLE parked (x)", "table “parked”"),
        ("CREATE TABLE parked (kind TEXT, key TEXT, value TEXT)", "table “parked”"),
        ("CREATE VIEW parked AS SELECT 1 AS kind", "view “parked”"),
        ("CREATE TABLE Parked (x)", "table “Parked”"),
        ("CREATE VIEW alembic_version AS SELECT '0002' AS version_num", "view “alembic_version”"),
        ("CREATE TABLE alembic_version (x TEXT)", "table “alembic_version”"),
        ("CREATE TABLE idx_session_start (x)", "table “idx_session_start”"),
        ("CREATE VIEW ix_goals_tree AS SELECT 1", "view “ix_goals_tree”"),
        ("CREATE TABLE ix_timers_running (x)", "table “ix_timers_running”"),
        ("CREATE TABLE extra (y TEXT REFERENCES goals(session_data))", "table extra refers to goals.session_data"),
    ],
)
def test_names_and_links_that_the_revisions_need_themselves(tmp_path: Path, statement: str, reason: str) -> None:
    path = make(tmp_path / "old.db", "D", sessions=3, goals=12)
    before = changed(path, statement)
    assert inspect(path).shape == "D"
    with pytest.raises(StorageError, match=reason) as refused:
        check_way_is_clear(path)
    assert refused.value.problem is StorageProblem.REFUSED
    assert "was not touched" in str(refused.value)
    assert path.read_bytes() == before


def test_two_tables_with_two_spellings_of_a_column(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "A", sessions=3, goals=12)
    before = changed(path, "ALTER TABLE goals ADD COLUMN extra TEXT", "ALTER TABLE practice_sessions ADD COLUMN Extra TEXT")
    with pytest.raises(StorageError, match="“extra” and “Extra”"):
        check_way_is_clear(path)
    assert path.read_bytes() == before


def test_what_an_earlier_visit_left_is_no_obstacle(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=3, goals=12)
    migrations.upgrade(path, zone=NEW_YORK)
    migrations.downgrade(path)
    check_way_is_clear(path)


@pytest.mark.parametrize("statement", ["CREATE VIEW v AS SELECT 1", "CREATE VIEW parked AS SELECT 1"])
def test_a_file_with_nothing_but_views_is_not_taken_for_a_new_one(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "views.db"
    before = changed(path, statement)
    with pytest.raises(StorageError) as refused:
        inspect(path)
    assert refused.value.problem is StorageProblem.FOREIGN
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"x", b"hello", b"SQLite format 3\0", b"\0" * 511])
def test_a_few_bytes_are_no_new_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tiny.db"
    path.write_bytes(content)
    with pytest.raises(StorageError) as refused:
        inspect(path)
    assert refused.value.problem is StorageProblem.NOT_A_DATABASE
    assert path.read_bytes() == content
