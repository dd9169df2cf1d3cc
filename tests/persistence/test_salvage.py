"""What can be read of a damaged file goes into a new one; nothing is made up, and what is lost is counted."""

import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.errors import Cancelled, StorageError, StorageProblem, UserError
from fractal_desktop.domain.progress import Progress
from fractal_desktop.persistence.damaged_rows import DamagedTable
from fractal_desktop.persistence.integrity import check
from fractal_desktop.persistence.legacy import HEAD, inspect
from fractal_desktop.persistence.salvage import SalvageReport, salvage
from fractal_desktop.services.salvage import salvage_file, salvage_findings
from fractal_desktop.services.schema import MigrationOptions, SchemaService
from fractal_desktop.services.workspace import Workspace
from tests.legacy import make
from tests.workspaces import document, item, new_file, value

SESSIONS = 600
Rows = dict[str, Counter[tuple[object, ...]]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of some hundred pages."""
    rows = new_file(tmp_path_factory.mktemp("whole") / "practice.db")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.library()
    with closing(sqlite3.connect(rows.path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous=OFF")
        db.execute("BEGIN")
        for number in range(SESSIONS):
            content = document(item(f"item-{number}", notes="x" * (number % 900), metrics=[value(number)], duration_seconds=60))
            db.execute(
                "INSERT INTO goals (id, type, name, description, parent_id, root_id, attributes, completed, session_start,"
                " total_duration_seconds) VALUES (?, 'PracticeSession', ?, '', 'root', 'root', json(?), 0, ?, 60)",
                (f"session-{number}", f"Evening {number}", str(content).replace("'", '"').replace("True", "true").replace("None", "null"),
                 f"2026-01-01 10:00:{number % 60:02d}.000000"),
            )  # fmt: skip
            db.execute("INSERT INTO practice_session_goals VALUES (?, 'root')", (f"session-{number}",))
            db.execute("INSERT INTO session_provenance VALUES (?, 'document', 'none', 'activities')", (f"session-{number}",))
        db.execute("COMMIT")
    return rows.path


@pytest.fixture
def damaged(whole: Path, tmp_path: Path) -> Path:
    path = tmp_path / "damaged.db"
    path.write_bytes(whole.read_bytes())
    return path


def rows_of(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        return {name: Counter(db.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names}


def page_size(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA page_size").fetchone()[0])


def wipe(path: Path, page: int) -> None:
    size, content = page_size(path), bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = bytes(size)
    path.write_bytes(content)


def root_page(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0])


def check_is_part(report: SalvageReport, whole: Path) -> None:
    """Check that the new file is sound, holds nothing that was not there, and that what is lost is told."""
    before, after = rows_of(whole), rows_of(report.target)
    with closing(sqlite3.connect(report.target)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for table in report.tables:
        new = after[table.name] - before[table.name]
        assert new.total() == table.torn
        assert all(any(isinstance(value, str) and "\0" in value for value in row) for row in new)
        assert after[table.name].total() == table.kept
        if table.lost is not None:
            assert table.kept + table.lost == before[table.name].total(), table


def test_a_sound_file_is_whole_in_the_new_one(whole: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    report = salvage(whole, tmp_path / "new.db", told.append)
    assert report.is_whole
    assert rows_of(whole) == rows_of(report.target)
    assert inspect(report.target).is_current
    assert [each.fraction for each in told] == sorted(each.fraction for each in told)
    assert check(report.target).ok == check(whole).ok


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_page_loses_what_is_on_it_and_nothing_else(damaged: Path, whole: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    pages = damaged.stat().st_size // page_size(damaged)
    tables = {root_page(damaged, name) for name in ("goals",)}
    for page in chance.sample(range(20, pages + 1), chance.choice((1, 2, 5))):
        if page not in tables:
            wipe(damaged, page)
    before = damaged.read_bytes()
    report = salvage(damaged, tmp_path / "new.db")
    assert damaged.read_bytes() == before
    check_is_part(report, whole)
    goals = next(table for table in report.tables if table.name == "goals")
    assert goals.kept > SESSIONS / 2


def test_a_file_whose_end_is_missing(damaged: Path, whole: Path, tmp_path: Path) -> None:
    content = damaged.read_bytes()
    damaged.write_bytes(content[: len(content) * 2 // 3])
    report = salvage(damaged, tmp_path / "new.db")
    check_is_part(report, whole)
    assert not report.is_whole
    assert any(table.kept for table in report.tables)


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_row_may_have_any_number(tmp_path: Path, is_damaged: bool) -> None:
    path, last = tmp_path / "table.db", (1 << 63) - 1
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("CREATE TABLE t (a)")
        db.executemany("INSERT INTO t (rowid, a) VALUES (?, ?)", [(number, "x" * 900) for number in (-last - 1, *range(1, 50), last)])
    if is_damaged:
        wipe(path, 4)
    with closing(sqlite3.connect(path)) as db:
        table = DamagedTable(db, "t", ("a",))
        found = [row[0] for row in table.rows()]
    assert table.is_uncertain is is_damaged
    assert (found[0], found[-1]) == (-last - 1, last)
    assert len(found) == 51 if not is_damaged else 40 < len(found) < 51


@pytest.mark.parametrize("indexed", ["a", "a + 1"])
def test_any_index_tells_how_many_rows_there_are_whatever_its_order(tmp_path: Path, indexed: str) -> None:
    with closing(sqlite3.connect(tmp_path / "table.db", isolation_level=None)) as db:
        db.execute("CREATE TABLE t (a)")
        db.execute(f"CREATE INDEX i ON t({indexed})")
        db.executemany("INSERT INTO t VALUES (?)", [(5,), (3,), (3,), (9,), (1,)])
        table, asked = DamagedTable(db, "t", ("a",)), list[str]()
        db.set_trace_callback(asked.append)
        assert list(table.rows()) == [(1, 5), (2, 3), (3, 3), (4, 9), (5, 1)]
        assert (table.known, table.is_uncertain) == (5, False)
        db.set_trace_callback(None)
        (by_index,) = (statement for statement in asked if "INDEXED BY" in statement)
        assert db.execute(by_index).fetchall() == [(1,), (2,), (3,), (4,), (5,)]
        plan = " ".join(step[3] for step in db.execute(f"EXPLAIN QUERY PLAN {by_index}"))
        assert "COVERING INDEX i" in plan, "the table itself may be damaged"
        assert "FOR ORDER BY" in plan, "SQLite sorts, off the interpreter's lock"


def test_a_text_whose_end_is_on_a_damaged_page_is_kept_as_far_as_it_goes_and_said(damaged: Path, whole: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(damaged, isolation_level=None)) as db:
        db.execute("UPDATE goals SET description = ? WHERE id = 'session-3'", ("long " * 1500,))
    size, content = page_size(damaged), damaged.read_bytes()
    pages = [content[at : at + size] for at in range(0, len(content), size)]
    wipe(damaged, next(number for number, page in enumerate(pages, 1) if page[:4] == bytes(4) and page[4:].startswith((b"long", b"ong "))))
    report = salvage(damaged, tmp_path / "new.db")
    goals = next(table for table in report.tables if table.name == "goals")
    assert (goals.lost, goals.torn, report.is_whole) == (0, 1, False)
    assert salvage_findings(report)[0] == (False, "All 601 goals and sessions could be read, 1 of them only in part.")
    (text,) = next(text for text in rows_of(report.target)["goals"] if text[0] == "session-3")[3:4]
    assert str(text).startswith("long long ")


def test_a_text_that_is_no_utf_8_stays_what_it_is(damaged: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(damaged, isolation_level=None)) as db:
        db.execute("UPDATE goals SET description = CAST(x'ff41' AS TEXT) WHERE id = 'session-3'")
    report = salvage(damaged, tmp_path / "new.db")
    with closing(sqlite3.connect(report.target)) as db:
        found = db.execute("SELECT typeof(description), CAST(description AS BLOB) FROM goals WHERE id = 'session-3'").fetchone()
    assert found == ("text", b"\xffA")
    assert report.is_whole


def test_the_revision_is_named_again_if_only_its_row_is_lost(damaged: Path, tmp_path: Path) -> None:
    wipe(damaged, root_page(damaged, "alembic_version"))
    report = salvage_file(damaged, tmp_path / "new.db", lambda _: None, lambda: False)
    status = inspect(report.target)
    assert (status.revision, status.is_current) == (HEAD, True)
    workspace = Workspace.open(report.target)
    assert len(workspace.goals.roots()) == 1
    workspace.close()


def test_a_table_of_which_the_schema_is_lost_is_made_anew_and_said(damaged: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(damaged, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema=ON")
        db.execute("UPDATE sqlite_schema SET sql = '&' || substr(sql, 2) WHERE name = 'practice_session_goals'")
    report = salvage_file(damaged, tmp_path / "new.db", lambda _: None, lambda: False)
    assert report.lost_tables == ("practice_session_goals",)
    assert (False, "Nothing is left of the table of links between sessions and goals.") in salvage_findings(report)
    assert check(report.target).ok
    assert not rows_of(report.target)["practice_session_goals"]


def test_without_goals_there_is_nothing_of_ours(damaged: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(damaged, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema=ON")
        db.execute("UPDATE sqlite_schema SET sql = 'no' WHERE name = 'goals'")
    with pytest.raises(StorageError) as caught:
        salvage(damaged, tmp_path / "new.db")
    assert caught.value.problem is StorageProblem.CORRUPT
    assert sorted(file.name for file in tmp_path.iterdir()) == ["damaged.db"]


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Mia" * 1000)
    with pytest.raises(StorageError) as caught:
        salvage(path, tmp_path / "new.db")
    assert caught.value.problem is StorageProblem.NOT_A_DATABASE
    assert sorted(file.name for file in tmp_path.iterdir()) == ["letter.db"]


def test_nobodys_place_is_taken(damaged: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_text("mine")
    for target in (other, damaged):
        with pytest.raises(UserError, match="already a file"):
            salvage(damaged, target)
    assert other.read_text() == "mine"


def test_it_can_be_stopped_and_leaves_nothing(damaged: Path, tmp_path: Path) -> None:
    wipe(damaged, 60)
    with pytest.raises(Cancelled):
        salvage(damaged, tmp_path / "new.db", cancelled=lambda: True)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["damaged.db"]


@pytest.mark.parametrize("shape", ["A", "D"])
def test_an_old_file_is_salvaged_as_it_is_and_can_be_migrated(tmp_path: Path, shape: str) -> None:
    old = make(tmp_path / "old.db", shape, sessions=30)
    report = salvage_file(old, tmp_path / "new.db", lambda _: None, lambda: False)
    assert rows_of(old) == rows_of(report.target)
    assert inspect(report.target).shape == shape
    result = SchemaService().migrate(report.target, MigrationOptions(ZoneInfo("UTC"), tmp_path / "backups"))
    assert result.report.sessions_backfilled
