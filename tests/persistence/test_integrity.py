"""The check finds what does not agree, calls nothing else a problem, and repair brings it into line."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.errors import Cancelled, StorageError
from fractal_desktop.domain.progress import Progress
from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.integrity import CheckReport, ProblemCode, check, repair
from tests.legacy import make

BERLIN = ZoneInfo("Europe/Berlin")
CASES = Path(__file__).parents[1] / "data/backfill_cases.json"
FIRST = "(SELECT rowid FROM goals WHERE type = 'PracticeSession' AND total_duration_seconds > 0 LIMIT 1)"


def migrated(folder: Path, shape: str = "D", *, times_from_timers: bool = False, **options: object) -> Path:
    path = make(folder / f"{shape}.db", shape, **({"sessions": 60} | options))
    migrations.upgrade(path, zone=BERLIN, times_from_timers=times_from_timers)
    return path


def write(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def codes(report: CheckReport) -> set[str]:
    return {str(problem.code) for problem in report.problems}


@pytest.mark.parametrize("times_from_timers", [False, True])
@pytest.mark.parametrize("shape", "ABDEFGHI")
def test_every_migrated_shape_is_sound(tmp_path: Path, shape: str, times_from_timers: bool) -> None:
    report = check(migrated(tmp_path, shape, times_from_timers=times_from_timers))
    assert report.problems == ()
    assert report.ok
    assert report.sessions == 60
    assert {note.code for note in report.notes} == {ProblemCode.BROKEN_LINKS, ProblemCode.OLD_ROWS_DIFFER}


def test_every_odd_document_is_sound_once_migrated(tmp_path: Path) -> None:
    report = check(migrated(tmp_path, sessions=0, cases=str(CASES)))
    assert report.problems == ()
    assert report.sessions == len(json.loads(CASES.read_text())["cases"])


def test_a_new_file_is_sound_and_has_nothing_to_note(tmp_path: Path) -> None:
    migrations.upgrade(tmp_path / "new.db")
    report = check(tmp_path / "new.db")
    assert (report.ok, report.problems, report.notes, report.sessions) == (True, (), (), 0)


def test_a_file_that_was_not_migrated_is_read_through_only(tmp_path: Path) -> None:
    report = check(make(tmp_path / "old.db", "D", sessions=5))
    assert report.ok
    assert ProblemCode.PENDING in report.counts
    assert report.sessions == 0


def test_an_empty_file_is_sound(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with closing(sqlite3.connect(tmp_path / "blank.db")) as db:
        db.execute("VACUUM")
    assert check(tmp_path / "blank.db").ok


def test_a_check_changes_nothing(tmp_path: Path) -> None:
    path = migrated(tmp_path)
    before = path.read_bytes()
    check(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (f"UPDATE goals SET session_start = '2001-01-01 00:00:00.000000' WHERE rowid = {FIRST}", "start_differs"),
        (f"UPDATE goals SET session_start = NULL WHERE rowid = {FIRST}", "start_differs"),
        (f"UPDATE goals SET session_end = '2001-01-01 00:00:00.000000' WHERE rowid = {FIRST}", "end_differs"),
        (f"UPDATE goals SET total_duration_seconds = 7 WHERE rowid = {FIRST}", "duration_differs"),
        (f"UPDATE goals SET template_id = 'nothing' WHERE rowid = {FIRST}", "template_differs"),
        ("DROP INDEX idx_session_start", "index_missing"),
        ("DROP INDEX ix_goals_parent_id", "index_missing"),
        ("INSERT INTO goal_completions VALUES ('gone', (SELECT id FROM goals LIMIT 1), '')", "completion_unfounded"),
        ("INSERT INTO goal_completions SELECT id, 'gone', '' FROM goals WHERE completed LIMIT 1", "completion_unfounded"),
        (
            "INSERT INTO goal_completions SELECT g.id, s.id, '' FROM goals g, goals s WHERE NOT g.completed AND s.type = 'PracticeSession'"
            " LIMIT 1",
            "completion_unfounded",
        ),
    ],
)
def test_what_was_changed_behind_the_documents_back_is_found_and_mended(tmp_path: Path, statement: str, code: str) -> None:
    path = migrated(tmp_path)
    write(path, statement)
    found = check(path)
    assert not found.ok
    assert code in codes(found)
    repair(path)
    assert check(path).ok


def test_a_lost_start_is_reported_for_its_session(tmp_path: Path) -> None:
    path = migrated(tmp_path)
    write(path, f"UPDATE goals SET template_id = 'nothing' WHERE rowid = {FIRST}")
    (problem,) = check(path).problems
    with closing(sqlite3.connect(path)) as db:
        ((session_id,),) = db.execute("SELECT id FROM goals WHERE template_id = 'nothing'").fetchall()
    assert problem.session_id == session_id
    assert problem.detail.startswith("template_id is 'nothing' and should be ")


def test_an_index_with_another_definition_is_found_and_made_anew(tmp_path: Path) -> None:
    path = migrated(tmp_path)
    write(path, "DROP INDEX idx_session_end", "CREATE INDEX idx_session_end ON goals(session_end)")
    assert codes(check(path)) == {"index_differs"}
    repair(path)
    assert check(path).ok


def test_an_index_that_lacks_entries_is_damage_that_repair_mends(tmp_path: Path) -> None:
    path = migrated(tmp_path)
    with closing(sqlite3.connect(path)) as db:
        sql = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'ix_goals_parent_id'").fetchone()[0]
        # As a program leaves it that does not know the index: it is not told of a new row.
        db.execute("PRAGMA writable_schema=ON")
        db.execute("UPDATE sqlite_schema SET sql = sql || ' WHERE 0' WHERE name = 'ix_goals_parent_id'")
        db.commit()
    write(path, "INSERT INTO goals (id, type, name) VALUES ('behind its back', 'NanoGoal', 'x')")
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA writable_schema=ON")
        db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'ix_goals_parent_id'", (sql,))
        db.commit()
    assert codes(check(path)) == {"damaged"}
    repair(path)
    assert check(path).ok


def test_a_lost_table_is_found(tmp_path: Path) -> None:
    path = migrated(tmp_path)
    write(path, "DROP TABLE trash_rows")
    found = check(path)
    assert codes(found) == {"table_differs"}


def test_old_rows_that_lag_behind_are_noted_and_repair_brings_them_into_line(tmp_path: Path) -> None:
    path = migrated(tmp_path)
    noted = check(path)
    assert noted.ok
    assert noted.counts[ProblemCode.OLD_ROWS_DIFFER] > 10
    count = "SELECT count(*) FROM activity_instances"
    with closing(sqlite3.connect(path)) as db:
        before = db.execute(count).fetchone()[0]
    repair(path)
    after = check(path)
    assert ProblemCode.OLD_ROWS_DIFFER not in after.counts
    with closing(sqlite3.connect(path)) as db:
        assert db.execute(count).fetchone()[0] > before


def test_rows_of_a_file_made_here_must_agree(tmp_path: Path) -> None:
    path = migrated(tmp_path, clean=True)
    repair(path)
    write(path, "UPDATE app_meta SET value = 'Z' WHERE key = 'origin_shape'", "UPDATE metric_values SET value = 1e6 WHERE rowid = 1")
    assert codes(check(path)) == {"rows_differ"}
    repair(path)
    assert check(path).ok


def test_repair_removes_no_row_and_fires_no_trigger_of_others(tmp_path: Path) -> None:
    path = migrated(tmp_path)
    write(
        path,
        "CREATE TRIGGER touched AFTER UPDATE ON goals BEGIN UPDATE goals SET description = 'touched' WHERE id = NEW.id; END",
        "UPDATE goals SET total_duration_seconds = 7, description = '' WHERE type = 'PracticeSession'",
        "UPDATE goals SET description = ''",
        "DROP TRIGGER touched",
        "UPDATE goals SET description = ''",
        "CREATE TRIGGER touched AFTER UPDATE ON goals BEGIN UPDATE goals SET description = 'touched' WHERE id = NEW.id; END",
    )
    tables = ("goals", "activity_instances", "metric_values", "practice_session_goals")
    with closing(sqlite3.connect(path)) as db:
        before = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    repair(path)
    with closing(sqlite3.connect(path)) as db:
        after = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
        assert db.execute("SELECT count(*) FROM goals WHERE description = 'touched'").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'").fetchone() == (1,)
    assert all(now >= then for now, then in zip(after, before, strict=True))
    assert check(path).ok


def test_a_session_that_another_program_wrote_is_noted_and_filled(tmp_path: Path) -> None:
    path = migrated(tmp_path)
    document = '{"session_start": "2026-01-05T10:00:00Z", "session_end": "2026-01-05T10:30:00Z"}'
    write(path, f"INSERT INTO goals (id, type, name, attributes) VALUES ('theirs', 'PracticeSession', 'x', '{document}')")
    report = check(path)
    assert report.ok
    assert ProblemCode.NOT_READ_YET in report.counts
    repair(path)
    assert ProblemCode.NOT_READ_YET not in check(path).counts
    with closing(sqlite3.connect(path)) as db:
        row = db.execute("SELECT session_start, total_duration_seconds FROM goals WHERE id = 'theirs'").fetchone()
    assert row == ("2026-01-05 10:00:00.000000", 1800)


def test_an_unreadable_document_keeps_its_text_and_its_columns(tmp_path: Path) -> None:
    path = migrated(tmp_path)
    write(
        path,
        "INSERT INTO goals (id, type, name, attributes, session_start)"
        " VALUES ('x', 'PracticeSession', 'x', '{\"a', '2026-01-05 10:00:00.000000')",
        "INSERT INTO session_provenance VALUES ('x', 'edited', 'none', 'none')",
    )
    assert check(path).ok
    repair(path)
    with closing(sqlite3.connect(path)) as db:
        row = db.execute("SELECT attributes, session_start FROM goals WHERE id = 'x'").fetchone()
    assert row == ('{"a', "2026-01-05 10:00:00.000000")


def test_text_that_is_no_utf8_stops_neither(tmp_path: Path) -> None:
    path = migrated(tmp_path)
    write(path, "UPDATE goals SET name = CAST(x'ff41' AS TEXT), id = CAST(x'ff42' AS TEXT) WHERE rowid = " + FIRST)
    check(path)
    repair(path)


def test_flipped_bytes_are_damage(tmp_path: Path) -> None:
    path = migrated(tmp_path)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 64] = b"\xff" * 64
    path.write_bytes(bytes(data))
    report = check(path)
    assert not report.ok
    assert codes(report) == {"damaged"}


def test_what_is_no_file_of_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        check(make(tmp_path / "K.db", "K"))
    with pytest.raises(StorageError):
        repair(make(tmp_path / "D.db", "D", sessions=3))


def test_progress_and_cancelling(tmp_path: Path) -> None:
    path = migrated(tmp_path, sessions=250, clean=True)
    told: list[Progress] = []
    check(path, told.append)
    assert [progress.fraction for progress in told] == sorted(progress.fraction for progress in told)
    assert told[-1].detail == "session 200 of 250"
    with pytest.raises(Cancelled):
        check(path, cancelled=lambda: True)
    before = path.read_bytes()
    with pytest.raises(Cancelled):
        repair(path, cancelled=lambda: True)
    assert path.read_bytes() == before
