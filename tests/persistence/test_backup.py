"""Backups: what is copied, what is refused, and which of them stay."""

import errno
import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import Cancelled, StorageError, StorageProblem, UserError
from fractal_desktop.persistence import backup as backups
from fractal_desktop.persistence import copying
from fractal_desktop.persistence.backup import list_backups, make_backup, newest_good, remove_superseded, superseded, verify
from tests.persistence.children import run_in_child

NOW = datetime(2026, 3, 5, 18, 51, 4, tzinfo=UTC)


def fill(path: Path, rows: int = 2000, root: str = "root", revision: str | None = "0005") -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE goals (id TEXT PRIMARY KEY, name TEXT, parent_id TEXT)")
        db.execute("INSERT INTO goals VALUES (?, 'Cello', NULL)", (root,))
        db.executemany("INSERT INTO goals VALUES (?, ?, ?)", [(f"{root}-{n}", "x" * 200, root) for n in range(rows)])
        if revision:
            db.execute("CREATE TABLE alembic_version (version_num TEXT)")
            db.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
        db.commit()


def rows_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT count(*) FROM goals").fetchone()[0])


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "practice 100 % #1.db"
    fill(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def leftovers(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.name.startswith("."))


def test_a_backup_holds_the_same_rows_and_says_when_it_was_made(database: Path, folder: Path) -> None:
    made = make_backup(database, folder, now=NOW)

    assert made.path.name == f"practice 100 % #1, {NOW.astimezone():%Y-%m-%d %H.%M.%S}.db"
    assert (made.revision, made.verified, made.size_bytes) == ("0005", True, database.stat().st_size)
    assert rows_of(made.path) == 2001
    assert leftovers(folder) == []


def test_only_the_user_may_read_a_backup_and_its_folder(database: Path, folder: Path) -> None:
    made = make_backup(database, folder, now=NOW)

    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_source_is_not_changed_by_a_backup(database: Path, folder: Path) -> None:
    before = database.read_bytes()
    make_backup(database, folder, now=NOW)
    assert database.read_bytes() == before


def test_a_backup_holds_what_still_stands_in_the_write_ahead_log(database: Path, folder: Path) -> None:
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("INSERT INTO goals VALUES ('late', 'in the log only', NULL)")
        writer.commit()
        made = make_backup(database, folder, now=NOW)

    assert rows_of(made.path) == 2002
    assert [file.name for file in folder.iterdir()] == [made.path.name]


def test_two_backups_in_one_second_are_both_kept_in_order(database: Path, folder: Path) -> None:
    first = make_backup(database, folder, now=NOW)
    second = make_backup(database, folder, now=NOW)

    assert second.path.name.endswith("(2).db")
    assert [b.path for b in list_backups(database, folder)] == [second.path, first.path]


def test_the_list_shows_only_backups_of_this_file_newest_first(database: Path, folder: Path) -> None:
    older = make_backup(database, folder, now=NOW - timedelta(hours=1))
    newer = make_backup(database, folder, now=NOW)
    (folder / "practice 100 % #1, someday.db").write_text("no")
    (folder / "practice 100 % #1, 2026-13-45 99.99.99.db").write_text("no")
    (folder / "other, 2026-03-05 18.51.04.db").write_text("no")

    assert [b.path for b in list_backups(database, folder)] == [newer.path, older.path]
    assert list_backups(database, folder / "nowhere") == ()


def test_a_damaged_backup_is_listed_as_not_verified(database: Path, folder: Path) -> None:
    good = make_backup(database, folder, now=NOW - timedelta(days=1))
    cut = make_backup(database, folder, now=NOW)
    cut.path.write_bytes(cut.path.read_bytes()[:-4096])
    noise = folder / cut.path.name.replace(".db", " (2).db")
    noise.write_bytes(b"\x00\x07" * 4096)

    assert [b.verified for b in list_backups(database, folder)] == [False, False, True]
    assert newest_good(database, folder) == list_backups(database, folder)[2]
    assert newest_good(database, folder).path == good.path  # type: ignore[union-attr]


def test_without_a_good_backup_there_is_none(database: Path, folder: Path) -> None:
    assert newest_good(database, folder) is None
    flip(make_backup(database, folder, now=NOW).path, page=3)
    assert newest_good(database, folder) is None


def test_verify_finds_flipped_bytes(database: Path, folder: Path) -> None:
    made = make_backup(database, folder, now=NOW)
    flip(made.path, page=3)
    with pytest.raises(StorageError) as caught:
        verify(made.path)
    assert caught.value.problem is StorageProblem.CORRUPT


def flip(path: Path, page: int) -> None:
    data = bytearray(path.read_bytes())
    for place in range(page * 4096, page * 4096 + 32):
        data[place] ^= 0xFF
    path.write_bytes(bytes(data))


def test_a_copy_that_went_bad_does_not_count_and_earlier_ones_stay(database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = make_backup(database, folder, now=NOW - timedelta(days=90))
    copy_pages = copying.copy_pages

    def copy_badly(source: object, target: sqlite3.Connection, path: Path, *rest: object) -> None:
        copy_pages(source, target, path, *rest)  # type: ignore[arg-type]
        target.execute("PRAGMA journal_mode=DELETE")
        flip(path, page=3)

    monkeypatch.setattr(copying, "copy_pages", copy_badly)
    with pytest.raises(StorageError, match="does not hold what it should"):
        make_backup(database, folder, now=NOW)
    assert [file.name for file in folder.iterdir()] == [earlier.path.name]


def test_a_copy_that_lacks_a_row_does_not_count(database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_pages = copying.copy_pages

    def copy_less(source: object, target: sqlite3.Connection, path: Path, *rest: object) -> None:
        copy_pages(source, target, path, *rest)  # type: ignore[arg-type]
        target.execute("DELETE FROM goals WHERE id = 'root-7'")

    monkeypatch.setattr(copying, "copy_pages", copy_less)
    with pytest.raises(StorageError, match="does not hold what it should"):
        make_backup(database, folder, now=NOW)
    assert list(folder.iterdir()) == []


def test_a_damaged_original_is_named_as_such(database: Path, folder: Path) -> None:
    flip(database, page=3)
    with pytest.raises(StorageError) as caught:
        make_backup(database, folder, now=NOW)
    assert caught.value.problem is StorageProblem.CORRUPT
    assert database.name in caught.value.happened
    assert list(folder.iterdir()) == []


def test_a_cancelled_backup_leaves_nothing(database: Path, folder: Path) -> None:
    with pytest.raises(Cancelled):
        make_backup(database, folder, now=NOW, cancelled=lambda: True)
    assert list(folder.iterdir()) == []


def test_progress_grows_to_the_whole(database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "_PAGES_A_STEP", 20)
    shares: list[float] = []
    make_backup(database, folder, now=NOW, share=shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 3
    assert shares[-1] == 1.0


def test_the_memory_of_a_backup_is_given_back_once_it_is_verified(database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    is_sound = copying.is_sound

    def watched(connection: sqlite3.Connection, pragma: str) -> bool:
        steps.append("verified")
        return is_sound(connection, pragma)

    def advise(handle: int, start: int, length: int, advice: int) -> None:
        assert os.path.samestat(os.fstat(handle), next(folder.iterdir()).stat())
        assert (start, length, advice) == (0, 0, os.POSIX_FADV_DONTNEED)
        steps.append("given back")
        raise OSError(errno.EINVAL, "no advice is taken here")

    monkeypatch.setattr(copying, "is_sound", watched)
    monkeypatch.setattr(os, "posix_fadvise", advise)
    make_backup(database, folder, now=NOW)
    assert steps == ["verified", "given back"]


def test_where_a_system_takes_no_advice_a_backup_is_made_all_the_same(
    database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_fadvise")
    assert rows_of(make_backup(database, folder, now=NOW).path) == 2001


def test_too_small_a_disk_is_refused_beforehand_with_both_figures(database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "free_bytes", lambda _folder: 5000)
    monkeypatch.setattr("fractal_desktop.persistence.errors.free_bytes", lambda _folder: 5000)
    with pytest.raises(StorageError) as caught:
        make_backup(database, folder, now=NOW)
    assert caught.value.problem is StorageProblem.FULL
    assert "needs up to" in caught.value.happened
    assert "5 KB are free" in caught.value.happened
    assert list(folder.iterdir()) == []


def test_a_backup_folder_that_is_a_file_is_refused(database: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(StorageError, match="is a file, backups need a folder"):
        make_backup(database, tmp_path / "taken", now=NOW)


def test_a_missing_file_is_refused_and_makes_no_folder(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(StorageError) as caught:
        make_backup(tmp_path / "gone.db", folder, now=NOW)
    assert caught.value.problem is StorageProblem.MISSING
    assert not folder.exists()


def test_an_abandoned_partial_file_is_cleared_away(database: Path, folder: Path) -> None:
    import os

    folder.mkdir()
    old, fresh = folder / ".a.db.partial", folder / ".b.db.partial"
    for file in (old, fresh):
        file.write_text("")
    os.utime(old, (0, 0))
    make_backup(database, folder, now=NOW)
    assert leftovers(folder) == [fresh.name]


# -- which backups stay -------------------------------------------------------------------------


def at(*texts: str) -> list[datetime]:
    return [datetime.fromisoformat(f"{text}+00:00") for text in texts]


@pytest.mark.parametrize(
    ("made", "gone"),
    [
        pytest.param([], [], id="none"),
        pytest.param(at("2024-10-21 12:00"), [], id="the only one, however old"),
        pytest.param(at("2026-03-05 18:50", "2026-03-05 18:00", "2026-03-05 06:00", "2026-03-03 19:00"), [], id="all of two days"),
        pytest.param(
            at("2026-03-02 09:00", "2026-03-02 17:00", "2026-03-02 21:00", "2026-03-01 21:00"),
            at("2026-03-02 09:00", "2026-03-02 17:00"),
            id="then the last of each day",
        ),
        pytest.param(
            at("2026-02-18 12:00", "2026-02-16 12:00", "2026-02-15 12:00", "2026-02-09 12:00"),
            at("2026-02-16 12:00", "2026-02-09 12:00"),
            id="then the last of each week",
        ),
        pytest.param(
            at("2025-12-01 12:00", "2025-11-30 12:00", "2025-11-29 12:00", "2025-11-15 12:00"),
            at("2025-11-29 12:00", "2025-11-15 12:00"),
            id="then the last of each month",
        ),
        pytest.param(at("2026-03-06 18:51", "2026-03-06 18:50"), [], id="a clock set back loses nothing"),
    ],
)
def test_which_backups_may_go(made: list[datetime], gone: list[datetime]) -> None:
    assert sorted(superseded(made, NOW)) == sorted(gone)


def test_a_year_of_backups_every_hour_comes_down_to_a_few() -> None:
    made = [NOW - timedelta(hours=hour) for hour in range(365 * 24)]
    kept = set(made) - set(superseded(made, NOW))
    assert len([m for m in kept if NOW - m <= timedelta(days=2)]) == 49
    assert 75 <= len(kept) <= 85


def test_thinning_out_is_stable_from_day_to_day() -> None:
    """What is kept today is the base of tomorrow: no period may lose its last backup on the way."""
    kept: list[datetime] = []
    for day in range(400):
        moment = NOW + timedelta(days=day)
        kept.append(moment)
        gone = set(superseded(kept, moment))
        kept = [m for m in kept if m not in gone]
    months = {(m.year, m.month) for m in kept}
    assert len(months) == 14
    assert NOW + timedelta(days=399) in kept


@pytest.fixture
def aged(database: Path, folder: Path) -> list[Path]:
    """Three backups of one long past month, oldest first."""
    return [make_backup(database, folder, now=NOW - timedelta(days=day), thin_out=False).path for day in (222, 221, 220)]


def test_older_ones_go_once_the_new_one_is_good(aged: list[Path], database: Path, folder: Path) -> None:
    new = make_backup(database, folder, now=NOW)
    assert sorted(folder.iterdir()) == sorted([aged[2], new.path])


def test_nothing_goes_while_the_newest_is_bad(aged: list[Path], database: Path, folder: Path) -> None:
    bad = folder / f"{database.stem}, {NOW.astimezone():%Y-%m-%d %H.%M.%S}.db"
    bad.write_bytes(b"")
    assert remove_superseded(database, folder, NOW) == ()


def test_the_newest_backup_of_each_revision_stays(database: Path, folder: Path) -> None:
    old = make_backup(database, folder, now=NOW - timedelta(days=222), thin_out=False)
    with closing(sqlite3.connect(database)) as db:
        db.execute("UPDATE alembic_version SET version_num = '0006'")
        db.commit()
    make_backup(database, folder, now=NOW - timedelta(days=221), thin_out=False)
    later = make_backup(database, folder, now=NOW - timedelta(days=220), thin_out=False)

    new = make_backup(database, folder, now=NOW)

    assert [b.path for b in list_backups(database, folder)] == [new.path, later.path, old.path]


def test_backups_of_another_file_of_the_same_name_stay(aged: list[Path], database: Path, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    other = tmp_path / "elsewhere" / database.name
    fill(other, root="another-root")
    make_backup(other, folder, now=NOW)
    assert all(path.exists() for path in aged)


def test_a_backup_that_cannot_be_compared_stays(aged: list[Path], database: Path, folder: Path) -> None:
    with closing(sqlite3.connect(aged[0])) as db:
        db.execute("DROP TABLE goals")
        db.commit()
    make_backup(database, folder, now=NOW)
    assert [path.exists() for path in aged] == [True, False, True]


def test_the_module_does_not_open_database_files_itself() -> None:
    for module in (backups, copying):
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        assert "shutil" not in source
        assert "read_bytes" not in source
        assert " open(" not in source.replace("os.open(", "")


def test_a_wal_file_on_a_medium_that_cannot_be_written_is_read_and_copied(database: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database)) as db:
        assert db.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    disc, own = tmp_path / "disc", tmp_path / "own"
    disc.mkdir()
    own.mkdir(mode=0o777)
    path = database.rename(disc / "practice.db")
    for folder in (own, disc, *disc.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    own.chmod(0o777)
    path.chmod(0o444)
    disc.chmod(0o555)

    def in_child() -> None:
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        backups.copy_to(path, own / "copy.db")
        assert rows_of(own / "copy.db") == 2001
        assert [file.name for file in disc.iterdir()] == ["practice.db"]

    assert run_in_child(in_child) == 0
    (own / "copy.db").chmod(0o600)
    disc.chmod(0o755)


def test_what_a_wal_still_holds_is_not_passed_over(database: Path, tmp_path: Path) -> None:
    """Without its folder's leave to write, SQLite cannot bring it in; the file alone would be an older state."""
    disc = tmp_path / "disc"
    disc.mkdir()
    with closing(sqlite3.connect(database)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("DELETE FROM goals WHERE name <> 'Cello'")
        db.commit()
        for file in (database, Path(f"{database}-wal")):
            (disc / file.name).write_bytes(file.read_bytes())
    path = disc / database.name
    for folder in (disc, *disc.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    for file in (path, Path(f"{path}-wal")):
        file.chmod(0o444)
    disc.chmod(0o555)

    def in_child() -> None:
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        with pytest.raises(StorageError):
            verify(path)

    assert run_in_child(in_child) == 0
    disc.chmod(0o755)


def test_a_copy_takes_nobodys_place(database: Path, tmp_path: Path) -> None:
    backups.copy_to(database, tmp_path / "copy.db")
    assert rows_of(tmp_path / "copy.db") == 2001
    with pytest.raises(UserError, match="already a file"):
        backups.copy_to(database, tmp_path / "copy.db")
    with pytest.raises(StorageError) as caught:
        backups.copy_to(database, tmp_path / "gone" / "copy.db")
    assert caught.value.problem is StorageProblem.MISSING
    assert leftovers(tmp_path) == []
