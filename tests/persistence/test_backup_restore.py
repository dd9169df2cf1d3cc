"""Restoring: the old or the new state, whatever happens on the way, and the present state kept first."""

import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import Cancelled, StorageError, StorageProblem
from fractal_desktop.persistence import copying
from fractal_desktop.persistence import restore as restoring
from fractal_desktop.persistence.backup import list_backups, make_backup
from fractal_desktop.persistence.restore import restore
from tests.persistence.children import fork, run_in_child

NOW = datetime(2026, 3, 5, 18, 51, 4, tzinfo=UTC)


def names_in(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {str(row[0]) for row in db.execute("SELECT name FROM goals")}


def fill(path: Path, name: str, rows: int) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE goals (id TEXT PRIMARY KEY, name TEXT, parent_id TEXT, filler TEXT)")
        db.executemany("INSERT INTO goals VALUES (?, ?, NULL, ?)", [(str(n), f"{name} {n}", "x" * 500) for n in range(rows)])
        db.commit()


OLD, NEW = {f"old {n}" for n in range(300)}, {f"new {n}" for n in range(120)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def backup(tmp_path: Path, folder: Path) -> Path:
    (tmp_path / "then").mkdir()
    source = tmp_path / "then" / "practice.db"
    fill(source, "new", 120)
    return make_backup(source, folder, now=datetime(2026, 1, 1, tzinfo=UTC)).path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "practice.db"
    fill(path, "old", 300)
    return path


def test_restoring_brings_the_backups_state_and_keeps_the_present_one(database: Path, backup: Path, folder: Path) -> None:
    safety = restore(backup, database, folder, now=NOW)

    assert names_in(database) == NEW
    assert safety is not None
    assert names_in(safety.path) == OLD
    assert list_backups(database, folder)[0].path == safety.path
    assert names_in(backup) == NEW


def test_an_open_reader_sees_the_restored_rows(database: Path, backup: Path, folder: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        assert reader.execute("SELECT count(*) FROM goals").fetchone() == (300,)
        restore(backup, database, folder, now=NOW)
        assert reader.execute("SELECT count(*) FROM goals").fetchone() == (120,)


def test_a_larger_backup_of_another_page_size_goes_over_a_small_file(tmp_path: Path, folder: Path) -> None:
    small, large = tmp_path / "practice.db", tmp_path / "large.db"
    fill(small, "old", 1)
    with closing(sqlite3.connect(large)) as db:
        db.execute("PRAGMA page_size=1024")
    fill(large, "new", 120)
    restore(large, small, folder, now=NOW)
    assert names_in(small) == NEW


def test_a_backup_restores_to_where_no_file_is(tmp_path: Path, backup: Path, folder: Path) -> None:
    path = tmp_path / "practice.db"
    assert restore(backup, path, folder, now=NOW) is None
    assert names_in(path) == NEW
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_is_kept_beside(database: Path, backup: Path, folder: Path) -> None:
    data = bytearray(database.read_bytes())
    data[4096 * 5 : 4096 * 5 + 64] = b"\xff" * 64
    database.write_bytes(bytes(data))

    assert restore(backup, database, folder, now=NOW) is None

    assert names_in(database) == NEW
    (aside,) = database.parent.glob("practice, damaged *.db")
    assert aside.read_bytes() == bytes(data)


def test_the_journal_of_a_file_that_is_no_database_does_not_reach_the_new_one(database: Path, backup: Path, folder: Path) -> None:
    database.write_bytes(b"not a database at all" * 400)
    Path(f"{database}-journal").write_bytes(b"left over")
    restore(backup, database, folder, now=NOW)
    assert names_in(database) == NEW
    assert not Path(f"{database}-journal").exists()


def test_a_journal_left_over_from_a_file_that_is_gone_does_not_reach_the_new_one(database: Path, backup: Path, folder: Path) -> None:
    def die_half_way() -> None:
        with closing(sqlite3.connect(database, isolation_level=None)) as db:
            db.execute("PRAGMA cache_size=2")
            db.execute("BEGIN IMMEDIATE")
            db.execute("UPDATE goals SET name = 'half', filler = upper(filler)")
            os.kill(os.getpid(), signal.SIGKILL)

    assert run_in_child(die_half_way) == -signal.SIGKILL
    journal = Path(f"{database}-journal")
    left_over = journal.read_bytes()
    database.unlink()

    assert restore(backup, database, folder, now=NOW) is None

    assert names_in(database) == NEW
    assert [file.read_bytes() for file in database.parent.glob("practice, left over*-journal")] == [left_over]


def test_a_bad_backup_is_refused_before_anything_is_touched(database: Path, backup: Path, folder: Path) -> None:
    data = bytearray(backup.read_bytes())
    data[4096 * 4 : 4096 * 4 + 32] = b"\xff" * 32
    backup.write_bytes(bytes(data))
    before = database.read_bytes()

    with pytest.raises(StorageError, match="does not hold what it should"):
        restore(backup, database, folder, now=NOW)
    assert database.read_bytes() == before
    assert len(list(folder.iterdir())) == 1


def test_cancelling_half_way_leaves_the_old_state(database: Path, backup: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "_PAGES_A_STEP", 1)
    shares: list[float] = []
    with pytest.raises(Cancelled):
        restore(backup, database, folder, now=NOW, share=shares.append, cancelled=lambda: len(shares) > 5)
    assert names_in(database) == OLD


def test_a_file_in_use_by_another_program_is_left_alone(
    database: Path, backup: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PATIENCE_SECONDS", 0.2)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as caught:
            restore(backup, database, folder, now=NOW)
    assert caught.value.problem is StorageProblem.BUSY
    assert names_in(database) == OLD


def test_too_small_a_disk_is_found_beforehand(database: Path, backup: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = database.read_bytes()
    monkeypatch.setattr(copying, "free_bytes", lambda place: 1000 if place == database.parent else 10**9)
    with pytest.raises(StorageError) as caught:
        restore(backup, database, folder, now=NOW)
    assert caught.value.problem is StorageProblem.FULL
    assert database.read_bytes() == before


def test_without_a_safety_copy_nothing_is_restored(database: Path, backup: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    before = database.read_bytes()
    with pytest.raises(StorageError) as caught:
        restore(backup, database, tmp_path / "taken", now=NOW)
    assert caught.value.problem is StorageProblem.CANNOT_OPEN
    assert database.read_bytes() == before


def test_a_file_that_is_bad_after_the_restore_is_called_so(
    database: Path, backup: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "is_sound", lambda _connection, _pragma: False)
    with pytest.raises(StorageError) as caught:
        restore(backup, database, folder, now=NOW)
    assert caught.value.problem is StorageProblem.CORRUPT
    assert list_backups(database, folder)[0].verified


def killed_at(number: int, action: Callable[[Callable[[], None]], None]) -> bool:
    """Run `action` in a child that kills itself at its `number`-th step; return whether it got that far."""
    child = fork()
    if child == 0:
        steps = 0

        def step() -> None:
            nonlocal steps
            steps += 1
            if steps == number:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            action(step)
        except BaseException:
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status != 0


def test_killed_at_every_step_the_file_holds_the_old_or_the_new_state(tmp_path: Path, backup: Path, folder: Path) -> None:
    """A step is each single page that is copied and each statement of SQL around them."""
    states = []
    for number in range(1, 400):
        database = tmp_path / f"{number}" / "practice.db"
        database.parent.mkdir()
        fill(database, "old", 300)

        def run(step: Callable[[], None], database: Path = database, safety: Path = folder / str(number)) -> None:
            copying._PAGES_A_STEP = 1
            open_plainly = restoring.open_plainly

            def open_and_watch(path: Path, mode: str = "ro") -> sqlite3.Connection:
                step()
                connection = open_plainly(path, mode)
                connection.set_trace_callback(lambda _statement: step())
                return connection

            restoring.open_plainly = open_and_watch  # type: ignore[assignment]
            restore(backup, database, safety, now=NOW, share=lambda _share: step())

        reached = killed_at(number, run)
        states.append(names_in(database))
        assert states[-1] in (OLD, NEW)
        if not reached:
            break
    assert len(states) > 20
    assert states[0] == OLD
    assert states[-1] == NEW
