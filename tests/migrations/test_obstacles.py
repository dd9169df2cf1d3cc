"""Files that the revisions could not keep apart or bring back are refused in words, byte for byte as they were."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fractal_desktop import cli
from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.integrity import check
from fractal_desktop.persistence.legacy import inspect
from fractal_desktop.persistence.obstacles import check_way_is_clear
from tests.legacy import make
from tests.migrations.samples import NEW_YORK


def changed(path: Path, *statements: str) -> bytes:
    with closing(sqlite3.connect(path)) as db, db:
        for statement in statements:
            db.execute(statement)
    return path.read_bytes()


TAKEN = [
    ("D", "CREATE TABLE parked (x)", "a table “parked”"),
    ("D", "CREATE TABLE parked (kind TEXT, key TEXT, value TEXT)", "a table “parked”"),
    ("D", "CREATE VIEW parked AS SELECT 1 AS kind", "a view “parked”"),
    ("D", "CREATE TABLE Parked (x)", "a table “Parked”"),
    ("D", "CREATE VIEW alembic_version AS SELECT '0002' AS version_num", "a view “alembic_version”"),
    ("D", "CREATE TABLE alembic_version (x TEXT)", "a table “alembic_version”"),
    ("D", "CREATE TABLE alembic_version (version_num, more NOT NULL)", "a table “alembic_version”"),
    ("D", "CREATE INDEX trash ON goals (name)", "an index “trash”"),
    ("D", "CREATE TABLE idx_session_start (x)", "a table “idx_session_start”"),
    ("D", "CREATE INDEX IDX_Session_Start ON goals (name)", "an index “IDX_Session_Start”"),
    ("D", "CREATE VIEW ix_goals_tree AS SELECT 1", "a view “ix_goals_tree”"),
    ("D", "CREATE TABLE ix_timers_running (x)", "a table “ix_timers_running”"),
    ("D", "CREATE VIEW activity_groups AS SELECT 1", "a view “activity_groups”"),
    ("D", "CREATE INDEX activity_groups ON goals (name)", "an index “activity_groups”"),
    ("D", "CREATE TABLE Activity_Groups (id)", "a table “Activity_Groups”"),
    ("A", "CREATE TABLE goals_before (x)", "a table “goals_before”"),
    ("A", "CREATE INDEX Practice_Session_Goals_Merged ON goals (name)", "an index “Practice_Session_Goals_Merged”"),
    ("A", "CREATE INDEX ix_fractal_link_order ON goals (name)", "an index “ix_fractal_link_order”"),
    ("A", "ALTER TABLE goals RENAME COLUMN targets TO Targets", "a column “Targets”"),
    ("A", "ALTER TABLE practice_sessions RENAME COLUMN name TO Name", "spell a column “name” and “Name”"),
    ("B", "ALTER TABLE goals ADD COLUMN Updated_At", "a column “Updated_At”"),
    ("D", "ALTER TABLE activity_definitions ADD COLUMN Group_ID", "a column “Group_ID”"),
    ("D", "ALTER TABLE split_definitions ADD COLUMN RETIRED_AT", "a column “RETIRED_AT”"),
    ("D", "ALTER TABLE goals ADD COLUMN Intended_Share", "a column “Intended_Share”"),
    ("D", "CREATE TABLE analytics_views (x)", "a table “analytics_views”"),
    ("D", "ALTER TABLE goals ADD COLUMN attributes GENERATED ALWAYS AS (session_data)", "computes the column “attributes”"),
    ("D", "ALTER TABLE goals ADD COLUMN rowid", "a column “rowid”"),
    ("D", "CREATE TABLE extra (y TEXT REFERENCES goals(session_data))", "table extra refers to goals.session_data"),
]
"""Shape, what is in the file besides, and what is said of it."""


@pytest.mark.parametrize(("shape", "statement", "reason"), TAKEN, ids=[statement for _, statement, _ in TAKEN])
def test_names_and_links_that_the_revisions_need_themselves(tmp_path: Path, shape: str, statement: str, reason: str) -> None:
    path = make(tmp_path / "old.db", "E" if "split" in statement else shape, sessions=3, goals=12)
    before = changed(path, statement)
    assert inspect(path).revision is None
    with pytest.raises(StorageError, match=reason) as refused:
        check_way_is_clear(path)
    assert refused.value.problem is StorageProblem.REFUSED
    assert "was not touched" in str(refused.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("shape", "statement", "reason"), TAKEN[::5], ids=[statement for _, statement, _ in TAKEN[::5]])
def test_the_terminal_says_so_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str], shape: str, statement: str, reason: str) -> None:
    path = make(tmp_path / "old.db", shape, sessions=3, goals=12)
    before = changed(path, statement)
    assert cli.main(["db", "migrate", str(path), "--time-zone", "Europe/Berlin"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert reason in said.err
    assert "The file was not touched. Change that with the program that made the file" in said.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("revision", [None, "0001"])
def test_what_nobody_thought_of_is_refused_in_words_too(tmp_path: Path, capsys: pytest.CaptureFixture[str], revision: str | None) -> None:
    path = make(tmp_path / "old.db", "G", sessions=3, goals=12)
    statement = "CREATE INDEX by_document ON goals (ATTRIBUTES)"
    if revision is not None:
        migrations.upgrade(path, zone=NEW_YORK, target=revision)
        statement = "CREATE TABLE trash (x)"
    before = changed(path, statement)
    assert cli.main(["db", "migrate", str(path), "--time-zone", "Europe/Berlin"]) == 1
    said = capsys.readouterr().err
    assert "SQLite does not allow a step of it" in said
    assert "The file is as it was before." in said
    assert path.read_bytes() == before


def test_a_trigger_may_have_the_name_of_an_index(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=3, goals=12)
    changed(path, "CREATE TRIGGER idx_session_end AFTER INSERT ON goals BEGIN SELECT 1; END")
    check_way_is_clear(path)
    migrations.upgrade(path, zone=NEW_YORK)
    assert check(path).ok


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


def test_a_file_that_became_none_is_named_as_that(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(StorageError) as refused:
        check_way_is_clear(path)
    assert refused.value.problem is StorageProblem.NOT_A_DATABASE
