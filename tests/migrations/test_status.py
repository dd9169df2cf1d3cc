"""Where a file stands is told by reading alone; what is not ours is refused in words and left as it is."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import StorageError, StorageProblem, UserError
from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.legacy import REVISIONS, inspect
from tests.legacy import make
from tests.migrations.samples import NEW_YORK, SHAPES, contents, rows, write


def foreign(path: Path) -> None:
    write(path, "CREATE TABLE songs (id INTEGER PRIMARY KEY, title TEXT)")


def foreign_with_our_words(path: Path) -> None:
    write(path, "CREATE TABLE goals (id INTEGER, team TEXT, scored_at TEXT)")


def foreign_with_revision(path: Path) -> None:
    foreign(path)
    write(path, "CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('0001')")


def later_web_version(path: Path) -> None:
    make(path, "K")


def newer(path: Path) -> None:
    migrations.upgrade(path)
    write(path, "UPDATE alembic_version SET version_num = '0042'")


def no_database(path: Path) -> None:
    path.write_text("Dear diary, today I practised scales. " * 200)


def encrypted(path: Path) -> None:
    path.write_bytes(os.urandom(16384))


def torn(path: Path) -> None:
    make(path, "D", sessions=30)
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 4000)


REFUSED = {
    foreign: (StorageProblem.FOREIGN, "another program"),
    foreign_with_our_words: (StorageProblem.FOREIGN, "another program"),
    foreign_with_revision: (StorageProblem.FOREIGN, "another program"),
    later_web_version: (StorageProblem.REFUSED, "later version of the web application"),
    newer: (StorageProblem.NEWER, "0042"),
    no_database: (StorageProblem.NOT_A_DATABASE, "not an SQLite database"),
    encrypted: (StorageProblem.NOT_A_DATABASE, "encrypted"),
    torn: (StorageProblem.CORRUPT, "damaged"),
}


@pytest.mark.parametrize("write_it", REFUSED)
def test_what_is_not_ours_is_refused_in_words_and_not_touched(tmp_path: Path, write_it: object) -> None:
    path = tmp_path / "file.db"
    write_it(path)  # type: ignore[operator]
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir()))
    problem, words = REFUSED[write_it]
    for attempt in (
        inspect,
        lambda p: migrations.upgrade(p, zone=NEW_YORK),
        migrations.downgrade,
        lambda p: migrations.plan(p, zone=NEW_YORK),
    ):
        with pytest.raises(StorageError, match=words) as caught:
            attempt(path)
        assert caught.value.problem is problem
        assert all(sentence.endswith(".") for sentence in (caught.value.happened, caught.value.kept, caught.value.advice))
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir())) == before


def test_a_newer_file_names_both_revisions(tmp_path: Path) -> None:
    newer(tmp_path / "file.db")
    with pytest.raises(StorageError, match=r"0042.*0005.*backup"):
        inspect(tmp_path / "file.db")


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    for path, problem in ((tmp_path, StorageProblem.IS_A_FOLDER), (tmp_path / "no.db", StorageProblem.MISSING)):
        with pytest.raises(StorageError) as caught:
            inspect(path)
        assert caught.value.problem is problem
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["a b.db", "100%.db", "#1?x=y&mode=rwc.db", "übung.sqlite", "n" * 200])
def test_looking_changes_nothing_whatever_the_path(tmp_path: Path, shape: str, name: str) -> None:
    path = make(tmp_path / name, shape, sessions=3, goals=12)
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir()))
    assert (inspect(path).shape, inspect(path, counts=False).goals) == (shape, None)
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir())) == before


def test_a_file_in_wal_mode_is_read_without_leaving_anything_beside_it(tmp_path: Path) -> None:
    path = make(tmp_path / "wal.db", "D", sessions=3)
    write(path, "PRAGMA journal_mode=WAL")
    before = path.read_bytes()
    assert inspect(path).shape == "D"
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path]
    migrations.upgrade(path, zone=NEW_YORK)
    assert rows(path, "PRAGMA journal_mode") == [("delete",)]


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_journal_that_a_crash_left_is_rolled_back_or_read(tmp_path: Path, mode: str) -> None:
    path = make(tmp_path / "old.db", "D", sessions=30)
    before = contents(path)
    crash = (
        "import os, signal, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
        f"db.execute('PRAGMA journal_mode={mode}'); db.execute('PRAGMA cache_size=1'); db.execute('BEGIN');"
        "db.execute(\"UPDATE goals SET name = name || 'x', description = hex(zeroblob(2000))\"); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", crash, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    leftover = Path(f"{path}-journal" if mode == "DELETE" else f"{path}-wal")
    assert leftover.stat().st_size > 0
    status = inspect(path)
    assert (status.shape, status.sessions) == ("D", 30)
    assert contents(path) == before
    migrations.upgrade(path, zone=NEW_YORK)
    assert inspect(path).is_current


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    path = make(tmp_path / "empty.db", "Z")
    status = inspect(path)
    assert (status.shape, status.pending, status.goals, status.sessions, status.size_bytes) == ("Z", REVISIONS, 0, 0, 0)
    assert not status.needs_time_zone


def test_columns_in_part_are_a_half_migrated_file(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=3)
    write(path, "ALTER TABLE goals ADD COLUMN session_start TIMESTAMP")
    assert inspect(path).shape == "H"
    report = migrations.upgrade(path, zone=NEW_YORK)
    assert (report.columns_added, report.has_attributes) == (3, True)
    write(path, "UPDATE goals SET completed_at = NULL")
    migrations.downgrade(path)
    assert inspect(path).shape == "H"


def test_between_b_and_d_there_is_c(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "B", sessions=3)
    write(path, "ALTER TABLE goals ADD COLUMN updated_at TIMESTAMP")
    assert inspect(path).shape == "C"
    migrations.upgrade(path, zone=NEW_YORK)
    assert inspect(path).origin == "C"


@pytest.mark.parametrize("revision", REVISIONS)
def test_at_any_revision_the_status_names_what_is_pending(tmp_path: Path, revision: str) -> None:
    path = make(tmp_path / "old.db", "D", sessions=3)
    migrations.upgrade(path, zone=NEW_YORK, target=revision)
    status = inspect(path)
    assert (status.shape, status.revision) == ("current", revision)
    assert status.pending == tuple(other for other in REVISIONS if other > revision)
    assert not status.needs_time_zone


def test_the_revisions_here_are_those_in_the_folder() -> None:
    from alembic.script import ScriptDirectory

    from fractal_desktop.paths import alembic_folder

    folder = ScriptDirectory(str(alembic_folder()))
    assert tuple(script.revision for script in reversed(list(folder.walk_revisions()))) == REVISIONS
    assert not (alembic_folder() / "__init__.py").exists()
    assert not (alembic_folder() / "versions/__init__.py").exists()


def test_looking_imports_neither_alembic_nor_sqlalchemy(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=3)
    code = (
        "import sys; from pathlib import Path; from fractal_desktop.persistence.legacy import inspect; inspect(Path(sys.argv[1]));"
        "import fractal_desktop.persistence.migrations;"
        "print(sorted(name for name in ('alembic', 'sqlalchemy', 'msgspec', 'numpy') if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("options", "words"),
    [({"zone": None}, "time zone"), ({"target": "0042"}, "no revision"), ({"target": "base"}, "no revision")],
)
def test_what_an_upgrade_cannot_do_is_said(tmp_path: Path, options: dict[str, object], words: str) -> None:
    path = make(tmp_path / "old.db", "D", sessions=3)
    with pytest.raises(UserError, match=words):
        migrations.upgrade(path, **({"zone": NEW_YORK} | options))  # type: ignore[arg-type]


def test_what_a_rollback_cannot_do_is_said(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=3)
    with pytest.raises(UserError, match="nothing to roll back"):
        migrations.downgrade(path)
    migrations.upgrade(path, zone=NEW_YORK, target="0002")
    for target in ("0002", "0005", "head", "x"):
        with pytest.raises(UserError, match="can go back to 0001, base"):
            migrations.downgrade(path, target)
    with pytest.raises(UserError, match="roll back instead"):
        migrations.upgrade(path, target="0001")


def test_a_file_that_another_program_holds_is_busy_and_unharmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "old.db", "D", sessions=3)
    before = path.read_bytes()
    monkeypatch.setattr("fractal_desktop.persistence.connection.BUSY_TIMEOUT_MS", 50)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as caught:
            migrations.upgrade(path, zone=NEW_YORK)
    assert caught.value.problem is StorageProblem.BUSY
    assert path.read_bytes() == before
