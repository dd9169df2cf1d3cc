"""`fractal-desktop db …` in a script: what it answers, what it refuses, and what the file is like afterwards."""

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fractal_desktop import paths
from fractal_desktop.persistence import errors
from fractal_desktop.persistence.lock import DatabaseLock
from tests.cli.conftest import Terminal
from tests.legacy import make
from tests.persistence.children import run_in_child


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def old(folder: Path, shape: str = "D", sessions: int = 20) -> Path:
    return make(folder / f"old {shape}.db", shape, sessions=sessions)


@pytest.fixture
def current(tmp_path: Path, fractal: Terminal) -> Path:
    path = old(tmp_path)
    assert fractal("db", "migrate", path, "--time-zone", "Europe/Berlin").status == 0
    return path


# -- status -------------------------------------------------------------------------------------


def test_status_of_an_old_file(tmp_path: Path, fractal: Terminal) -> None:
    path = old(tmp_path)
    before = digest(path)
    answer = fractal("db", "status", path, "--json")
    assert answer.status == 0
    assert answer.json | {"bytes": 0} == {
        "shape": "D",
        "revision": None,
        "head": "0005",
        "pending": ["0001", "0002", "0003", "0004", "0005"],
        "goals": 40,
        "sessions": 20,
        "origin": None,
        "time_zone": None,
        "bytes": 0,
    }
    assert digest(path) == before


def test_status_in_words(current: Path, tmp_path: Path, fractal: Terminal) -> None:
    assert "To migrate it: fractal-desktop db migrate" in fractal("db", "status", old(tmp_path, "B")).out
    words = fractal("db", "status", current).out
    assert "Revision   0005 (newest: 0005)" in words
    assert "40 goals, 20 sessions" in words
    assert "Written in Europe/Berlin" in words


def test_status_of_an_empty_file(tmp_path: Path, fractal: Terminal) -> None:
    answer = fractal("db", "status", make(tmp_path / "Z.db", "Z"), "--json")
    assert (answer.status, answer.json["shape"], answer.json["sessions"]) == (0, "Z", 0)


# -- migrate ------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", "ABDEFGHI")
def test_every_old_shape_reaches_the_newest_revision(tmp_path: Path, fractal: Terminal, shape: str) -> None:
    path = old(tmp_path, shape)
    answer = fractal("db", "migrate", path, "--time-zone", "Europe/Berlin", "--json")
    assert answer.status == 0
    new = 0 if shape in "GHI" else 4
    assert (answer.json["from"], answer.json["to"], answer.json["sessions_backfilled"]) == (None, "0005", 20)
    assert (answer.json["columns_added"], answer.json["indexes_created"]) == (new, 0 if shape == "G" else 4)
    assert answer.json["issues"]["timers_outside_session"] > 0
    assert answer.json["seconds"] > 0
    assert Path(answer.json["backup"]).parent == paths.backup_folder()
    with closing(sqlite3.connect(answer.json["backup"])) as backup:
        assert not backup.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
    assert fractal("db", "status", path, "--json").json["pending"] == []
    assert fractal("db", "check", path).status == 0


def test_migrating_speaks_the_words_of_the_old_script(tmp_path: Path, fractal: Terminal) -> None:
    lines = fractal("db", "migrate", old(tmp_path), "--time-zone", "Europe/Berlin").out.splitlines()
    assert lines[0] == "✓ Added 4 new columns to goals table"
    assert lines[1] == "✓ Created 'attributes' column (session_data preserved for compatibility)"
    assert lines[2].startswith("✓ Backfilled 20 practice sessions (20 starts, ")
    assert lines[3] == "✓ Created 4 partial indexes for analytics"
    assert lines[4].startswith("✓ Backup kept, ")


def test_a_current_file_is_left_alone(current: Path, fractal: Terminal) -> None:
    before = digest(current)
    answer = fractal("db", "migrate", current)
    assert (answer.status, answer.out) == (0, "✓ old D.db is up to date (revision 0005). Nothing to migrate.\n")
    record = fractal("db", "migrate", current, "--json").json
    assert (record["from"], record["to"], record["sessions_backfilled"], record["backup"]) == ("0005", "0005", 0, None)
    assert digest(current) == before


def test_the_zone_decides_what_a_naive_time_means(tmp_path: Path, fractal: Terminal) -> None:
    starts = []
    for zone in ("Asia/Tokyo", "America/New_York"):
        path = old(tmp_path)
        fractal("db", "migrate", path, "--time-zone", zone)
        with closing(sqlite3.connect(path)) as db:
            starts.append(db.execute("SELECT min(session_start) FROM goals").fetchone()[0])
    assert starts[0] < starts[1]


def test_without_a_zone_a_script_gets_the_computers(tmp_path: Path, fractal: Terminal) -> None:
    path = old(tmp_path)
    fractal("db", "migrate", path)
    assert fractal("db", "status", path, "--json").json["time_zone"] == "UTC"  # conftest sets it


def test_the_timers_option_reaches_the_backfill(tmp_path: Path, fractal: Terminal) -> None:
    path = old(tmp_path)
    fractal("db", "migrate", path, "--time-zone", "Europe/Berlin", "--times-from-timers")
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM session_provenance WHERE start_source = 'timers'").fetchone()[0] > 5


def test_migrating_to_a_revision_and_on(tmp_path: Path, fractal: Terminal) -> None:
    path = old(tmp_path)
    assert fractal("db", "migrate", path, "--to", "0001", "--time-zone", "UTC", "--json").json["to"] == "0001"
    record = fractal("db", "migrate", path, "--json").json
    assert (record["from"], record["to"], record["sessions_backfilled"]) == ("0001", "0005", 20)
    assert fractal("db", "migrate", path, "--to", "0005").status == 0
    refused = fractal("db", "migrate", path, "--to", "0002")
    assert refused.status == 1
    assert "To go back: fractal-desktop db rollback" in refused.err


def test_a_zone_or_a_revision_that_does_not_exist_is_a_usage_error(tmp_path: Path, fractal: Terminal) -> None:
    path = old(tmp_path)
    before = digest(path)
    wrong_zone = fractal("db", "migrate", path, "--time-zone", "Europe/Berln")
    assert (wrong_zone.status, wrong_zone.out) == (2, "")
    assert "Did you mean Europe/Berlin" in wrong_zone.err
    assert fractal("db", "migrate", path, "--to", "9999").status == 2
    assert digest(path) == before


def test_an_empty_file_becomes_a_new_one_only_if_that_is_said(tmp_path: Path, fractal: Terminal) -> None:
    path = make(tmp_path / "Z.db", "Z")
    refused = fractal("db", "migrate", path)
    assert refused.status == 2
    assert "is empty. Make it a new database? Nobody is there to answer: add --yes." in refused.err
    assert path.stat().st_size == 0
    assert fractal("db", "migrate", path, "--yes").status == 0
    assert fractal("db", "status", path, "--json").json["revision"] == "0005"


# -- what must be left alone --------------------------------------------------------------------


def newer(folder: Path) -> Path:
    path = folder / "newer.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('0107'); CREATE TABLE goals (id);"
        )
    return path


def foreign(folder: Path) -> Path:
    path = folder / "birds.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE birds (name TEXT)")
    return path


def text(folder: Path) -> Path:
    path = folder / "letter.db"
    path.write_text("Dear Sir or Madam, " * 500)
    return path


def encrypted(folder: Path) -> Path:
    path = folder / "secret.db"
    path.write_bytes(hashlib.shake_256(b"secret").digest(16384))
    return path


def truncated(folder: Path) -> Path:
    path = make(folder / "half.db", "D", sessions=50)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 // 4096 * 4096 - 512])
    return path


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda folder: make(folder / "K.db", "K"), "comes from a later version of the web application"),
        (newer, "has revision 0107 of a newer program; this one knows revisions up to 0005"),
        (foreign, "is another program's SQLite file"),
        (text, "is not an SQLite database, or it is encrypted"),
        (encrypted, "is not an SQLite database, or it is encrypted"),
        (truncated, "is damaged"),
    ],
)
@pytest.mark.parametrize("command", ["status", "migrate", "rollback", "history", "check", "backup"])
def test_what_is_no_old_file_is_refused_in_words_and_not_touched(
    tmp_path: Path, fractal: Terminal, made: object, words: str, command: str
) -> None:
    path: Path = made(tmp_path)  # type: ignore[operator]
    before = digest(path)
    answer = fractal("db", command, path, "--yes", "--json")
    assert answer.status == 1
    said = answer.json["error"]["message"] if "error" in answer.json else answer.out
    assert words in said or (command == "check" and not answer.json["ok"])
    assert digest(path) == before
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("command", ["status", "migrate", "rollback", "history", "check", "backup"])
def test_a_folder_and_a_missing_file_are_named_as_such(tmp_path: Path, fractal: Terminal, command: str) -> None:
    folder = fractal("db", command, tmp_path, "--yes")
    missing = fractal("db", command, tmp_path / "gone.db", "--yes")
    assert (folder.status, missing.status) == (1, 1)
    assert "is a folder, not a database file" in folder.err
    assert f"There is no file “gone.db” in {tmp_path}" in missing.err
    assert list(tmp_path.iterdir()) == []


# -- disks and permissions ----------------------------------------------------------------------


def as_somebody_else(folder: Path) -> None:
    """Give up root's rights in a child process, so that permissions mean something; the folders above must let it through."""
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder that another user may look into, with a home for that user."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    home = tmp_path / "home of theirs"
    home.mkdir()
    home.chmod(0o777)
    os.environ["XDG_DATA_HOME"] = str(home)
    return tmp_path


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_file_that_cannot_be_written_is_not_migrated_but_can_be_looked_at(
    shared: Path, fractal: Terminal, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old(shared)
    if what == "file":
        path.chmod(0o444)
        shared.chmod(0o777)
    else:
        path.chmod(0o666)
        shared.chmod(0o555)
    before = digest(path)

    def in_child() -> None:
        as_somebody_else(shared)
        refused = fractal("db", "migrate", path, "--time-zone", "UTC")
        assert refused.status == 1, refused
        assert "“old D.db” cannot be written: the file, its folder or the disk is read-only for you." in refused.err, refused
        assert fractal("db", "status", path).status == 0
        assert fractal("db", "check", path).status == 0

    assert run_in_child(in_child) == 0
    shared.chmod(0o755)
    assert digest(path) == before


def test_a_file_that_cannot_be_read_is_refused(shared: Path, fractal: Terminal) -> None:
    path = old(shared)
    path.chmod(0o000)

    def in_child() -> None:
        as_somebody_else(shared)
        answer = fractal("db", "status", path)
        assert answer.status == 1, answer
        assert "“old D.db” cannot be opened." in answer.err, answer

    assert run_in_child(in_child) == 0


def test_a_backup_folder_that_cannot_be_written_stops_the_migration(shared: Path, fractal: Terminal) -> None:
    (shared / "locked").mkdir(mode=0o555)
    path = old(shared)
    path.chmod(0o666)
    shared.chmod(0o777)
    before = digest(path)

    def in_child() -> None:
        as_somebody_else(shared)
        answer = fractal("db", "migrate", path, "--time-zone", "UTC", "--backup-folder", shared / "locked" / "backups")
        assert answer.status == 1, answer
        assert "cannot be written" in answer.err, answer

    assert run_in_child(in_child) == 0
    assert digest(path) == before


def test_a_disk_that_is_full_during_the_backup_leaves_everything_as_it_was(tmp_path: Path, fractal: Terminal) -> None:
    """The system's limit on the size of a file stands in for the disk's end."""
    path = make(tmp_path / "old.db", "D", sessions=200)
    before = digest(path)

    def in_child() -> None:
        limit_files_to(path.stat().st_size // 2)
        answer = fractal("db", "migrate", path, "--time-zone", "UTC", "--json")
        assert answer.status == 1, answer
        assert answer.json["error"]["problem"] in ("full", "io"), answer
        assert answer.json["error"]["kept"] == "The file is as it was before.", answer

    assert run_in_child(in_child) == 0
    assert digest(path) == before
    assert list(paths.backup_folder().iterdir()) == []


def test_a_disk_that_is_full_during_the_migration_leaves_the_file_and_the_backup(tmp_path: Path, fractal: Terminal) -> None:
    path = make(tmp_path / "old.db", "D", sessions=200)
    before = digest(path)

    def in_child() -> None:
        limit_files_to(path.stat().st_size + 8192)
        answer = fractal("db", "migrate", path, "--time-zone", "UTC", "--json")
        assert answer.status == 1, answer
        assert answer.json["error"]["problem"] in ("full", "io"), answer

    assert run_in_child(in_child) == 0
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert digest(path) == before
    assert len(list(paths.backup_folder().iterdir())) == 1


def limit_files_to(size: int) -> None:
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_too_little_room_is_said_beforehand_with_both_figures(tmp_path: Path, fractal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old(tmp_path)
    monkeypatch.setattr("fractal_desktop.persistence.copying.free_bytes", lambda _path: 1000)
    monkeypatch.setattr("fractal_desktop.persistence.errors.free_bytes", lambda _path: 1000)
    answer = fractal("db", "backup", path)
    assert answer.status == 1
    assert "needs up to" in answer.err
    assert "1 KB are free" in answer.err


def test_a_file_that_is_open_in_a_window_is_not_written(current: Path, fractal: Terminal) -> None:
    with DatabaseLock(current, paths.data_folder() / "locks"):
        for command in (("migrate",), ("rollback", "--yes"), ("restore", "--yes"), ("check", "--repair")):
            answer = fractal("db", command[0], current, *command[1:])
            assert answer.status == 1
            assert "is open in another Fractal Desktop" in answer.err
        assert fractal("db", "status", current).status == 0
        assert fractal("db", "check", current).status == 0
        assert fractal("db", "backup", current).status == 0


def test_a_file_that_another_program_writes_is_left_alone(tmp_path: Path, fractal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fractal_desktop.persistence.connection.BUSY_TIMEOUT_MS", 100)
    path = old(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = fractal("db", "migrate", path, "--time-zone", "UTC")
    assert answer.status == 1
    assert "Another program is using “old D.db”." in answer.err


@pytest.mark.parametrize("name", ["with blank.db", "100 %.db", "a#b?c&d.db", "Übung.db", "no suffix", "x" * 200 + ".db"])
def test_names_of_all_kinds_work(tmp_path: Path, fractal: Terminal, name: str) -> None:
    path = make(tmp_path / name, "D", sessions=3)
    assert fractal("db", "migrate", path, "--time-zone", "UTC").status == 0
    assert fractal("db", "backup", path).status == 0
    assert fractal("db", "rollback", path, "--yes").status == 0
    assert fractal("db", "restore", path, "--yes").status == 0


# -- rollback, history, check, backup, restore ---------------------------------------------------


def test_a_rollback_needs_a_yes(current: Path, fractal: Terminal) -> None:
    before = digest(current)
    answer = fractal("db", "rollback", current)
    assert answer.status == 2
    assert "Nobody is there to answer: add --yes." in answer.err
    assert digest(current) == before


def test_rolling_back_and_up_again(current: Path, fractal: Terminal) -> None:
    with closing(sqlite3.connect(current)) as db:
        db.execute("UPDATE goals SET completed_at = '2026-01-01 10:00:00.000000' WHERE rowid < 4")
        db.commit()
    down = fractal("db", "rollback", current, "--to", "0001", "--yes", "--json").json
    assert (down["from"], down["to"]) == ("0005", "0001")
    assert Path(down["backup"]).exists()
    assert list(down["kept"].values()) == [3]
    assert "3 completion dates" not in fractal("db", "history", current).out
    up = fractal("db", "migrate", current, "--json").json
    assert (up["from"], up["to"]) == ("0001", "0005")
    with closing(sqlite3.connect(current)) as db:
        assert db.execute("SELECT count(completed_at) FROM goals").fetchone() == (3,)


def test_a_rollback_says_what_it_keeps(current: Path, fractal: Terminal) -> None:
    with closing(sqlite3.connect(current)) as db:
        db.execute("UPDATE goals SET completed_at = '2026-01-01 10:00:00.000000' WHERE rowid < 4")
        db.commit()
    words = fractal("db", "rollback", current, "--yes").out
    assert "✓ Kept for the next migration: 3 completion dates" in words
    assert "is as the web application left it" in words


def test_what_cannot_be_rolled_back_is_said(tmp_path: Path, current: Path, fractal: Terminal) -> None:
    unmigrated = fractal("db", "rollback", old(tmp_path, "B"), "--yes")
    assert (unmigrated.status, "nothing to roll back" in unmigrated.err) == (1, True)
    upwards = fractal("db", "rollback", current, "--to", "0005", "--yes", "--json")
    assert upwards.status == 1
    assert "it can go back to 0004, 0003, 0002, 0001, base" in upwards.json["error"]["message"]


def test_history_tells_since_when(current: Path, fractal: Terminal) -> None:
    revisions = fractal("db", "history", current, "--json").json["revisions"]
    assert [(r["revision"], r["applied"]) for r in revisions] == [(f"000{number}", True) for number in range(1, 6)]
    assert all(r["since"] and r["title"] for r in revisions)
    fractal("db", "rollback", current, "--to", "0002", "--yes")
    last = fractal("db", "history", current, "--json").json["revisions"][-1]
    assert (last["applied"], last["since"]) == (False, None)
    assert "0003  Desktop  (pending)" in fractal("db", "history", current).out


def test_check_finds_and_repairs(current: Path, fractal: Terminal) -> None:
    assert fractal("db", "check", current, "--json").json["ok"] is True
    with closing(sqlite3.connect(current)) as db:
        db.execute("UPDATE goals SET total_duration_seconds = 1 WHERE type = 'PracticeSession' AND total_duration_seconds > 1")
        db.execute("DROP INDEX idx_session_end")
        db.commit()
    found = fractal("db", "check", current, "--json")
    assert found.status == 1
    assert found.json["ok"] is False
    assert {problem["code"] for problem in found.json["problems"]} == {"index_missing", "duration_differs"}
    words = fractal("db", "check", current)
    assert words.status == 1
    assert "✗ Index idx_session_end is missing." in words.out
    repaired = fractal("db", "check", current, "--repair")
    assert repaired.status == 0
    assert "is sound; 20 sessions compared with their documents" in repaired.out


def test_backup_and_restore(current: Path, fractal: Terminal, tmp_path: Path) -> None:
    made = fractal("db", "backup", current, "--json", "--backup-folder", tmp_path / "mine").json
    assert (made["revision"], made["verified"], Path(made["backup"]).parent) == ("0005", True, tmp_path / "mine")
    with closing(sqlite3.connect(current)) as db:
        db.execute("DELETE FROM goals")
        db.commit()
    assert fractal("db", "restore", current, made["backup"]).status == 2
    restored = fractal("db", "restore", current, made["backup"], "--yes", "--json").json
    assert restored["restored"] == made["backup"]
    assert fractal("db", "status", current, "--json").json["sessions"] == 20
    with closing(sqlite3.connect(restored["backup"])) as db:
        assert db.execute("SELECT count(*) FROM goals").fetchone() == (0,)


def test_restore_takes_the_newest_good_backup_unless_told(current: Path, fractal: Terminal, tmp_path: Path) -> None:
    answer = fractal("db", "restore", current, "--yes")
    assert answer.status == 0
    assert fractal("db", "status", current, "--json").json["revision"] is None  # the one made before the migration
    assert "There is no good backup of" in fractal("db", "restore", old(tmp_path, "F"), "--yes").err


def test_a_missing_file_comes_back_from_its_backup(current: Path, fractal: Terminal) -> None:
    made = fractal("db", "backup", current, "--json").json["backup"]
    current.unlink()
    assert fractal("db", "restore", current, "--yes").status == 0
    assert fractal("db", "status", current, "--json").json["sessions"] == 20
    assert Path(made).exists()


def test_a_backup_of_something_else_is_refused(current: Path, fractal: Terminal, tmp_path: Path) -> None:
    before = digest(current)
    answer = fractal("db", "restore", current, newer(tmp_path), "--yes")
    assert answer.status == 1
    assert "of a newer program" in answer.err
    assert digest(current) == before


def test_a_file_that_cannot_be_written_is_refused_before_anything_is_asked(
    tmp_path: Path, fractal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    disc = tmp_path / "old disc"
    disc.mkdir()
    path = old(disc)
    before = digest(path)
    monkeypatch.setattr(errors, "may_write", lambda path: path.parent != disc)
    answer = fractal("db", "migrate", path)
    assert answer.status == 1
    assert "the file, its folder or the disk is read-only for you. The file is as it was before." in answer.err
    hint = f"fractal-desktop db backup '{path}' --backup-folder FOLDER"
    assert hint in answer.err
    # What it says can be done.
    assert fractal("db", "backup", path, "--backup-folder", tmp_path / "own").status == 0
    (copy,) = (tmp_path / "own").iterdir()
    assert fractal("db", "migrate", copy, "--time-zone", "Europe/Berlin").status == 0
    assert digest(path) == before
    assert fractal("db", "migrate", path, "--json").json["error"]["problem"] == "read_only"


# -- salvage ------------------------------------------------------------------------------------


def test_a_sound_file_is_salvaged_whole_and_both_are_there(current: Path, tmp_path: Path, fractal: Terminal) -> None:
    before = digest(current)
    answer = fractal("db", "salvage", current, tmp_path / "new.db")
    assert (answer.status, answer.out.splitlines()[0]) == (0, "✓ All 60 goals and sessions could be read.")
    assert digest(current) == before
    assert "20 sessions compared" in fractal("db", "check", tmp_path / "new.db").out
    again = fractal("db", "salvage", current, tmp_path / "new.db")
    assert again.status == 1
    assert "There is already a file “new.db”" in again.err


def test_what_is_lost_is_said_and_the_status_tells(current: Path, tmp_path: Path, fractal: Terminal) -> None:
    with closing(sqlite3.connect(current)) as db:
        (size,) = db.execute("PRAGMA page_size").fetchone()
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'session_templates'").fetchone()
        (templates,) = db.execute("SELECT count(*) FROM session_templates").fetchone()
    content = bytearray(current.read_bytes())
    content[(root - 1) * size : root * size] = bytes(size)
    current.write_bytes(content)
    record = fractal("db", "salvage", current, tmp_path / "new.db", "--json")
    assert record.status == 1
    assert record.json["tables"]["session_templates"] == {"kept": 0, "lost": templates, "torn": 0}
    assert (record.json["whole"], record.json["lost_tables"], record.json["salvaged"]) == (False, [], str(tmp_path / "new.db"))
    words = fractal("db", "salvage", current, tmp_path / "other.db")
    assert f"! 0 of {templates} templates could be read." in words.out
    assert fractal("db", "check", tmp_path / "other.db").status == 0
