"""Files in a place where nobody may write, with what crashes and other programs left beside or in them."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.persistence import backup as backups
from fractal_desktop.services.workspace import Workspace
from tests.persistence.children import fork, run_in_child
from tests.workspaces import new_file

NOBODY = 65534


@pytest.fixture
def disc(tmp_path: Path) -> Iterator[Path]:
    """A folder with a file of one session; `as_nobody` takes the right to write away from both."""
    disc = tmp_path / "disc"
    disc.mkdir()
    new_file(disc / "fractal.db").session("evening", None, {}, name="Evening")
    yield disc
    disc.chmod(0o755)


def as_nobody(disc: Path, action: Callable[[], None]) -> None:
    """Do something in a child that may write nothing there, even where the tests run as root."""
    for folder in disc.parents:
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    for file in disc.iterdir():
        file.chmod(0o444)
    disc.chmod(0o555)

    def in_child() -> None:
        if os.getuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        action()

    before = {file.name: file.read_bytes() for file in disc.iterdir()}
    assert run_in_child(in_child) == 0
    assert {file.name: file.read_bytes() for file in disc.iterdir()} == before


def names(path: Path) -> list[str]:
    workspace = Workspace.open(path)
    try:
        assert workspace.read_only
        return [row.name for row in workspace.practice.page(SessionQuery()).rows]
    finally:
        workspace.close()


def test_a_file_that_another_program_left_in_wal_mode_is_read(disc: Path) -> None:
    path = disc / "fractal.db"
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)

    def read() -> None:
        assert names(path) == ["Evening"]

    as_nobody(disc, read)


def test_what_a_wal_still_holds_is_not_passed_over(disc: Path) -> None:
    path = disc / "fractal.db"

    def die() -> None:
        db = sqlite3.connect(path)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("UPDATE goals SET name = 'Night'")
        db.commit()
        os._exit(0)

    if fork() == 0:
        die()
    os.wait()
    Path(f"{path}-shm").unlink(missing_ok=True)

    def read() -> None:
        with pytest.raises(StorageError):
            names(path)

    as_nobody(disc, read)


def test_of_a_file_with_a_left_over_journal_a_copy_is_made_as_it_was_before_the_crash(disc: Path, tmp_path: Path) -> None:
    path, own = disc / "fractal.db", tmp_path / "own"
    own.mkdir()
    own.chmod(0o777)

    def die() -> None:
        db = sqlite3.connect(path, isolation_level=None)
        for pragma in ("cache_size=1", "cache_spill=1", "synchronous=OFF"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE goals SET name = 'Half', description = hex(zeroblob(200000))")
        os._exit(0)

    if fork() == 0:
        die()
    os.wait()
    assert Path(f"{path}-journal").stat().st_size

    def copy() -> None:
        with pytest.raises(StorageError) as caught:
            names(path)
        assert caught.value.problem is StorageProblem.READ_ONLY
        assert "Take “fractal.db-journal” along" in caught.value.advice
        backups.copy_to(path, own / "copy.db")
        assert [file.name for file in own.iterdir()] == ["copy.db"]
        with closing(sqlite3.connect(own / "copy.db")) as db:
            assert db.execute("SELECT name FROM goals").fetchall() == [("Evening",)]
        (own / "copy.db").chmod(stat.S_IRUSR | stat.S_IWUSR)

    as_nobody(disc, copy)
