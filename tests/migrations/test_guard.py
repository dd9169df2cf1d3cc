"""What bad revisions try, and what a person may stop (FAULTS.md 15)."""

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import Cancelled, StorageError, StorageProblem
from fractal_desktop.domain.progress import Progress
from fractal_desktop.paths import alembic_folder
from fractal_desktop.persistence import migrations, packing
from fractal_desktop.persistence.checks import Census, RevisionRefused, check_census, check_schema
from fractal_desktop.persistence.legacy import HEAD, REVISIONS, inspect
from fractal_desktop.persistence.revisions import session_columns
from tests.legacy import make
from tests.migrations.samples import NEW_YORK, contents, old_file, rows, schema, write

NEXT = f"{int(HEAD) + 1:04d}"
IDS = f'revision = "{NEXT}"\ndown_revision = "{HEAD}"\nfrom alembic import op\n'
Evil = Callable[[str], None]


@pytest.fixture
def evil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evil:
    """Return what adds one more revision with this body to a copy of the folder."""
    folder = tmp_path / "alembic"
    shutil.copytree(alembic_folder(), folder, ignore=shutil.ignore_patterns("__pycache__"))

    def add(body: str) -> None:
        lines = "".join(f"    {line}\n" for line in body.splitlines())
        (folder / f"versions/{NEXT}_evil.py").write_text(f'"""Evil\n\nAdds: x.\n\nKeeps: y.\n"""\n{IDS}def upgrade():\n{lines}')
        for module in ("legacy", "migrations"):
            monkeypatch.setattr(f"fractal_desktop.persistence.{module}.REVISIONS", (*REVISIONS, NEXT))
            monkeypatch.setattr(f"fractal_desktop.persistence.{module}.HEAD", NEXT)
        monkeypatch.setattr("fractal_desktop.persistence.migrations.alembic_folder", lambda: folder)

    return add


BAD = {
    "cascades deletes": ("op.execute(\"DELETE FROM goals WHERE type = 'UltimateGoal'\")", "Goals and sessions"),
    "deletes children": ('op.execute("DELETE FROM activity_instances WHERE rowid % 2")', "activity_instances had"),
    "drops a table": ('op.execute("DROP TABLE metric_values")', "metric_values lacks"),
    "drops an unknown table": ('op.execute("DROP TABLE programs")', "programs is gone"),
    "breaks keys": ("op.execute(\"UPDATE activity_instances SET practice_session_id = 'x'\")", "activity_instances.practice_session_id"),
    "hides a commit": ('op.execute("ALTER TABLE goals ADD COLUMN x TEXT")\nop.execute("COMMIT")\nop.execute("BEGIN")', "tried to COMMIT"),
    "hides a commit and its error": (
        'op.execute("ALTER TABLE goals ADD COLUMN x TEXT")\nconnection = op.get_bind().connection.driver_connection\n'
        'try:\n    connection.execute("COMMIT")\nexcept Exception:\n    pass',
        "tried to end",
    ),
    "runs a script": ('op.get_bind().connection.driver_connection.executescript("CREATE TABLE x (y)")', "tried to COMMIT"),
    "rolls back": ('op.execute("ROLLBACK")', "tried to ROLLBACK"),
    "reaches outside": ("op.execute(\"ATTACH 'other.db' AS other\")", "tried to change"),
    "writes the schema": ('op.execute("PRAGMA writable_schema=ON")', "tried to change writable_schema"),
    "takes an index": ('op.execute("DROP INDEX idx_session_start")', "idx_session_start should be"),
    "takes a column": (
        'op.execute("DROP INDEX idx_session_end")\nop.execute("ALTER TABLE goals DROP COLUMN session_end")',
        r"lacks \['session_end'\]",
    ),
    "makes the twin a copy": (
        'op.execute("ALTER TABLE goals DROP COLUMN session_data")\nop.execute("ALTER TABLE goals ADD COLUMN session_data TEXT")',
        "session_data is not",
    ),
    "touches the unknown": ('op.execute("ALTER TABLE programs ADD COLUMN x TEXT")', "nobody knows"),
    "pretends to be another": ("op.execute(\"UPDATE alembic_version SET version_num = '0002'\")", "."),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("start", ["old", "head"])
def test_a_bad_revision_is_refused_and_nothing_of_it_stays(tmp_path: Path, evil: Evil, name: str, start: str) -> None:
    path = old_file(tmp_path, "D", sessions=10)
    if start == "head":
        migrations.upgrade(path, zone=NEW_YORK)
    body, words = BAD[name]
    before = (contents(path), schema(path))
    evil(body)
    error = RevisionRefused if words != "." else Exception
    with pytest.raises(error, match=words):
        migrations.upgrade(path, zone=NEW_YORK)
    assert (contents(path), schema(path)) == before
    assert not (tmp_path / "other.db").exists()


def test_a_revision_that_raises_half_way_leaves_nothing(tmp_path: Path, evil: Evil) -> None:
    path = old_file(tmp_path, "D", sessions=10)
    before = path.read_bytes()
    evil('op.execute("ALTER TABLE goals ADD COLUMN x TEXT")\nop.execute("UPDATE goals SET x = 1")\nraise KeyError("half-way")')
    with pytest.raises(KeyError, match="half-way"):
        migrations.upgrade(path, zone=NEW_YORK)
    assert path.read_bytes() == before
    assert inspect(path).shape == "D"


def test_a_good_revision_more_passes_the_same_guard(tmp_path: Path, evil: Evil) -> None:
    path = old_file(tmp_path, "D", sessions=10)
    evil('op.execute("CREATE TABLE moods (id INTEGER PRIMARY KEY)")\nop.execute("UPDATE goals SET parent_id = NULL WHERE id = \'x\'")')
    assert migrations.upgrade(path, zone=NEW_YORK).revision == NEXT
    assert "table moods" in schema(path)


@pytest.mark.parametrize("direction", ["upgrade", "downgrade"])
def test_stopping_at_any_step_leaves_the_file_as_it_was(tmp_path: Path, direction: str) -> None:
    path = old_file(tmp_path, "G", sessions=10)
    if direction == "downgrade":
        migrations.upgrade(path, zone=NEW_YORK)
    before, steps = path.read_bytes(), 0
    while True:
        seen: list[Progress] = []
        try:
            if direction == "upgrade":
                migrations.upgrade(path, zone=NEW_YORK, progress=seen.append, cancelled=lambda: len(seen) > steps)  # noqa: B023
            else:
                migrations.downgrade(path, progress=seen.append, cancelled=lambda: len(seen) > steps)  # noqa: B023
        except Cancelled:
            assert path.read_bytes() == before
            steps += 1
        else:
            break
    assert steps > 8
    assert inspect(path).is_current == (direction == "upgrade")


def test_progress_names_the_steps_and_never_goes_back(tmp_path: Path) -> None:
    seen: list[Progress] = []
    path = old_file(tmp_path, "G", sessions=300)
    migrations.upgrade(path, zone=NEW_YORK, progress=seen.append)
    migrations.downgrade(path, progress=(down := []).append)
    for steps in (seen, down):
        fractions = [progress.fraction for progress in steps]
        assert fractions == sorted(fractions)
        assert (fractions[0], fractions[-1]) == (0.0, 1.0)
        assert {"0001 Old schema", "0002 Session analytics", "0003 Desktop", "0004 Practice", "0005 Analytics"} <= {
            progress.step for progress in steps
        }
    assert any(progress.detail == "filling in session 200 of 300" for progress in seen)


def test_a_long_statement_is_stopped_too(tmp_path: Path, evil: Evil) -> None:
    path = old_file(tmp_path, "D", sessions=3)
    before = path.read_bytes()
    evil('op.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")')
    stop, began = threading.Event(), time.perf_counter()
    timer = threading.Timer(0.5, stop.set)
    timer.start()
    with pytest.raises(Cancelled):
        migrations.upgrade(path, zone=NEW_YORK, cancelled=stop.is_set)
    assert time.perf_counter() - began < 20
    assert path.read_bytes() == before


def test_keys_that_are_touched_unforeseen_are_counted_in_a_second_run(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=5)
    write(path, "DROP TABLE metric_values")
    migrations.upgrade(path, zone=NEW_YORK)
    write(
        path,
        "INSERT INTO metric_values VALUES ('v', 'an instance that is gone', 'a metric that is gone', 12.5, NULL)",
        "INSERT INTO goals (id, type, name, parent_id) VALUES ('orphan', 'NanoGoal', 'x', 'gone')",
    )
    before = contents(path)
    migrations.downgrade(path)
    assert "table metric_values" not in schema(path)
    seen: list[Progress] = []
    report = migrations.upgrade(path, zone=NEW_YORK, progress=seen.append)
    assert [progress.detail for progress in seen].count("completing tables") == 2
    assert [progress.fraction for progress in seen] == sorted(progress.fraction for progress in seen)
    assert report.sessions_backfilled == 5
    after = contents(path)
    assert {name: after[name] for name in before if name[:5] in ("goals", "metri")} == {
        name: before[name] for name in before if name[:5] in ("goals", "metri")
    }


def test_the_census_sees_what_is_gone(tmp_path: Path) -> None:
    path = old_file(tmp_path, "A", sessions=5)
    with sqlite3.connect(path) as db:
        before = Census.take(db)
        assert before.goals["PracticeSession"] == 5
        assert before.violations["activity_definitions", "root_id"] == 1
        check_census(before, Census.take(db), set())
        db.execute("DELETE FROM practice_session_goals WHERE rowid = 1")
        with pytest.raises(RevisionRefused, match="practice_session_goals"):
            check_census(before, Census.take(db), set())
    db.close()


def test_a_file_without_revision_has_not_reached_one(tmp_path: Path) -> None:
    path = old_file(tmp_path, "D", sessions=5)
    with sqlite3.connect(path) as db, pytest.raises(RevisionRefused, match="should have revision 0001"):
        check_schema(db, "0001")
    db.close()


def test_a_file_that_changed_since_it_was_looked_at_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_file(tmp_path, "D", sessions=5)
    status = inspect(path)
    migrations.upgrade(path, zone=NEW_YORK)
    before = contents(path)
    monkeypatch.setattr(migrations, "inspect", lambda _path, *, counts: status)
    with pytest.raises(StorageError) as caught:
        migrations.upgrade(path, zone=NEW_YORK)
    assert caught.value.problem is StorageProblem.BUSY
    assert contents(path) == before


def test_a_file_that_is_found_damaged_afterwards_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_file(tmp_path, "D", sessions=5)
    monkeypatch.setattr(migrations, "is_sound", lambda _db, pragma: pragma != "quick_check")
    with pytest.raises(StorageError) as caught:
        migrations.upgrade(path, zone=NEW_YORK)
    assert caught.value.problem is StorageProblem.CORRUPT


@pytest.mark.parametrize("shape", ["A", "D"])
def test_a_large_file_is_packed_and_holds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str) -> None:
    path, small = old_file(tmp_path, shape, sessions=200), tmp_path / "small.db"
    small.write_bytes(path.read_bytes())
    migrations.upgrade(small, zone=NEW_YORK)
    monkeypatch.setattr(packing, "LARGE_FILE_BYTES", 100_000)
    migrations.upgrade(path, zone=NEW_YORK)
    assert rows(path, "PRAGMA page_size") == [(32768,)]
    (free,), (pages,) = rows(path, "PRAGMA freelist_count")[0], rows(path, "PRAGMA page_count")[0]
    assert free < pages / 10
    assert contents(path) == contents(small)
    assert schema(path) == schema(small)


def test_where_a_session_comes_from_is_noted_of_all_however_many_are_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = old_file(tmp_path, "D", sessions=460), tmp_path / "other.db"
    write(path, "UPDATE goals SET id = CAST(x'ff' || CAST(id AS BLOB) AS TEXT) WHERE type = 'PracticeSession' AND rowid % 50 = 0")
    other.write_bytes(path.read_bytes())
    migrations.upgrade(path, zone=NEW_YORK)
    monkeypatch.setattr(session_columns, "_SORTED_AT_ONCE", 210)
    migrations.upgrade(other, zone=NEW_YORK)
    assert rows(path, "SELECT count(*) FROM session_provenance") == [(460,)]
    assert contents(path) == contents(other)


def test_where_there_is_no_room_to_pack_a_large_file_it_is_migrated_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_file(tmp_path, "D", sessions=200)
    monkeypatch.setattr(packing, "LARGE_FILE_BYTES", 100_000)

    def full(db: sqlite3.Connection, _cancelled: object) -> None:
        db.execute("PRAGMA max_page_count=1")
        db.execute("CREATE TABLE filler AS SELECT zeroblob(100000)")

    monkeypatch.setattr(packing, "_vacuum", full)
    migrations.upgrade(path, zone=NEW_YORK)
    assert inspect(path).is_current
    assert rows(path, "PRAGMA page_size") == [(4096,)]


def test_a_large_file_that_turns_out_damaged_while_it_is_packed_is_not_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_file(tmp_path, "D", sessions=200)
    monkeypatch.setattr(packing, "LARGE_FILE_BYTES", 100_000)
    content = bytearray(path.read_bytes())
    for page in range(20, 60):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    with pytest.raises(StorageError) as caught:
        migrations.upgrade(path, zone=NEW_YORK)
    assert caught.value.problem is StorageProblem.CORRUPT
    assert path.read_bytes() == content


def test_packing_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_file(tmp_path, "D", sessions=1000)
    before = path.read_bytes()
    monkeypatch.setattr(packing, "LARGE_FILE_BYTES", 100_000)
    asked: list[int] = []

    def after_a_while() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        migrations.upgrade(path, zone=NEW_YORK, cancelled=after_a_while)
    assert path.read_bytes() == before


def test_the_command_lines_guard_counts_too(tmp_path: Path) -> None:
    path = old_file(tmp_path, "D", sessions=5)
    with pytest.raises(RevisionRefused, match="Goals and sessions"), migrations.guarded(path, NEW_YORK) as (connection, _run):
        connection.exec_driver_sql("DELETE FROM goals WHERE rowid = 1")
    assert inspect(path).goals == 40
    with migrations.guarded(tmp_path / "new.db", None) as (connection, run):
        assert run.zone is None
        assert connection.in_transaction()
