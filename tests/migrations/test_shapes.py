"""Every old shape goes up, and an untouched one comes down as it was."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.legacy import HEAD, REVISIONS, inspect
from tests.legacy import make
from tests.migrations.samples import CASES, NEW_YORK, OURS, SHAPES, contents, old_file, rows, schema, without_ours, write

BOOK = json.loads(CASES.read_text())


@pytest.mark.parametrize("shape", SHAPES)
def test_an_old_file_reaches_head_with_every_session_and_goal(tmp_path: Path, shape: str) -> None:
    path = old_file(tmp_path, shape)
    before = inspect(path)
    report = migrations.upgrade(path, zone=NEW_YORK)
    after = inspect(path)
    assert (before.shape, before.revision, before.pending) == (shape, None, REVISIONS)
    assert (after.shape, after.revision, after.pending, after.is_current) == ("current", HEAD, (), True)
    assert (after.goals, after.sessions) == (before.goals, before.sessions) == (40, 60)
    assert (after.origin, after.legacy_time_zone, after.rollback_target) == (shape, "America/New_York", "base")
    assert report.sessions_backfilled == report.starts == 60
    assert rows(path, "SELECT count(*) FROM session_provenance WHERE start_source IN ('document', 'created_at')") == [(60,)]
    assert rows(path, "SELECT count(*) FROM goals WHERE attributes IS NOT session_data") == [(0,)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert report.issues["unknown_template"] == len(rows(path, "SELECT 1 FROM session_issues WHERE code = 'unknown_template'"))


@pytest.mark.parametrize("shape", "ABDEF")
def test_the_report_says_what_the_seed_says(tmp_path: Path, shape: str) -> None:
    report = migrations.upgrade(old_file(tmp_path, shape, sessions=20), zone=NEW_YORK)
    assert (report.origin, report.revision, report.columns_added, report.indexes_created) == (None, HEAD, 4, 4)
    assert (report.sessions_backfilled, report.has_attributes) == (20, True)
    assert report.needs_look == len(report.concerned) > 0
    assert {code for session in report.concerned for code in session.codes} == set(report.issues)
    assert sum(report.issues.values()) == sum(len(session.codes) for session in report.concerned)


@pytest.mark.parametrize(("shape", "columns", "indexes"), [("G", 0, 0), ("H", 0, 4), ("I", 0, 4)])
def test_the_report_counts_only_what_is_new(tmp_path: Path, shape: str, columns: int, indexes: int) -> None:
    report = migrations.upgrade(old_file(tmp_path, shape), zone=NEW_YORK)
    assert (report.columns_added, report.indexes_created, report.has_attributes) == (columns, indexes, False)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_cases_of_the_book_hold_in_a_real_file(tmp_path: Path, shape: str) -> None:
    path = make(tmp_path / "cases.db", shape, sessions=0, cases=str(CASES))
    migrations.upgrade(path, zone=NEW_YORK)
    for case in BOOK["cases"]:
        columns = "session_start, session_end, total_duration_seconds, template_id, start_source, end_source, duration_source"
        (found,) = rows(path, f"SELECT {columns} FROM goals JOIN session_provenance ON session_id = id WHERE id = ?", case["id"])
        issues = [code for (code,) in rows(path, "SELECT code FROM session_issues WHERE session_id = ? ORDER BY code", case["id"])]
        assert dict(zip(columns.split(", "), found, strict=True)) | {"issues": issues} == case["expect"], case["id"]
        assert rows(path, "SELECT attributes, session_data FROM goals WHERE id = ?", case["id"]) == [(case["session_data"],) * 2]


@pytest.mark.parametrize("shape", SHAPES)
def test_an_untouched_file_comes_back_from_up_and_down_as_the_web_application_left_it(tmp_path: Path, shape: str) -> None:
    path = old_file(tmp_path, shape, cases=str(CASES))
    contents_before, schema_before = contents(path), schema(path)
    migrations.upgrade(path, zone=NEW_YORK)
    report = migrations.downgrade(path)
    assert (report.revision, report.kept) == (None, ())
    assert without_ours(contents(path)) == contents_before
    if shape in "GHI":
        # A column that is dropped and added again stands last, also behind those that nobody here knows.
        del schema_before["table goals"]
    assert without_ours(schema(path)) | schema_before == without_ours(schema(path))
    assert rows(path, "PRAGMA application_id") == [(0,)]
    assert set(schema(path)) & {f"table {name}" for name in OURS} == {"table parked"}


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "I"])
def test_up_and_down_gives_the_very_statements_back(tmp_path: Path, shape: str) -> None:
    path = make(tmp_path / "old.db", shape, sessions=5)
    before = schema(path)
    migrations.upgrade(path, zone=NEW_YORK)
    migrations.downgrade(path)
    assert without_ours(schema(path)) == before


@pytest.mark.parametrize("shape", SHAPES)
def test_an_untouched_file_keeps_every_old_value_at_revision_0001(tmp_path: Path, shape: str) -> None:
    path = old_file(tmp_path, shape, cases=str(CASES))
    before = contents(path)
    migrations.upgrade(path, zone=NEW_YORK)
    assert migrations.downgrade(path, "0001").kept == ()
    for table, old_rows in before.items():
        name, columns = table.removesuffix(")").split("(")
        home = "goals" if name == "practice_sessions" else name
        if shape == "A" and name == "practice_session_goals":
            columns = "practice_session_id,short_term_goal_id"
            old_rows = sorted({row[2:] for row in old_rows}, key=repr)
        where = {"practice_sessions": "type = 'PracticeSession'", "goals": "type <> 'PracticeSession'" if shape == "A" else "1"}
        listed = ", ".join(f'"{column}"' for column in columns.split(","))
        found = rows(path, f"SELECT {listed} FROM {home} WHERE {where.get(name, '1')}")
        assert sorted(map(_bytes, found), key=repr) == old_rows, table


def _bytes(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(cell.encode() if isinstance(cell, str) else cell for cell in row)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("target", ["0002", "0001", "base"])
def test_up_down_and_up_is_the_same_as_up(tmp_path: Path, shape: str, target: str) -> None:
    path = old_file(tmp_path, shape, cases=str(CASES))
    migrations.upgrade(path, zone=NEW_YORK)
    contents_before, schema_before = contents(path), schema(path)
    migrations.downgrade(path, target)
    migrations.upgrade(path, zone=NEW_YORK)
    assert _comparable(contents(path)) == _comparable(contents_before)
    assert set(schema(path)) == set(schema_before)


def _comparable(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """Leave the numbers of issues out: they are given anew."""
    return {k: sorted((row[:2] + row[3:] for row in v), key=repr) if k.startswith("session_issues") else v for k, v in found.items()}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_revision_can_be_reached_by_itself(tmp_path: Path, shape: str) -> None:
    path, at_once = old_file(tmp_path, shape), tmp_path / "at once.db"
    at_once.write_bytes(path.read_bytes())
    for revision in REVISIONS:
        assert migrations.upgrade(path, zone=NEW_YORK, target=revision).revision == revision
        assert inspect(path).revision == revision
    migrations.upgrade(at_once, zone=NEW_YORK)
    assert (contents(path), schema(path)) == (contents(at_once), schema(at_once))
    for revision in ("0002", "0001", "base"):
        migrations.downgrade(path, revision)
        assert inspect(path).revision == (None if revision == "base" else revision)


def test_at_revision_0002_the_four_indexes_are_the_seeds_word_for_word(tmp_path: Path) -> None:
    path = old_file(tmp_path, "D")
    migrations.upgrade(path, zone=NEW_YORK, target="0002")
    found = schema(path)
    for name, column in (
        ("idx_session_start", "session_start"),
        ("idx_session_end", "session_end"),
        ("idx_template_id", "template_id"),
        ("idx_session_duration", "total_duration_seconds"),
    ):
        assert found[f"index {name}"] == f"CREATE INDEX {name} ON goals({column}) WHERE type = 'PracticeSession'"


def test_sessions_of_two_tables_move_under_the_goal_they_were_linked_to_first(tmp_path: Path) -> None:
    path = old_file(tmp_path, "A", sessions=0)
    goals = [row[0] for row in rows(path, "SELECT id FROM goals WHERE type = 'ShortTermGoal'")]
    write(
        path,
        "INSERT INTO practice_sessions (id, name) VALUES ('linked', 'Linked'), ('alone', 'Alone')",
        f"INSERT INTO practice_session_goals (id, practice_session_id, short_term_goal_id) VALUES (7, 'linked', '{goals[1]}')",
        f"INSERT INTO practice_session_goals (id, practice_session_id, short_term_goal_id) VALUES (3, 'linked', '{goals[2]}')",
        f"INSERT INTO practice_session_goals (id, practice_session_id, short_term_goal_id) VALUES (9, 'linked', '{goals[2]}')",
    )
    before = contents(path)
    migrations.upgrade(path, zone=NEW_YORK)
    assert rows(path, "SELECT id, parent_id FROM goals WHERE type = 'PracticeSession' ORDER BY rowid") == [
        ("linked", goals[2]),
        ("alone", None),
    ]
    assert len(rows(path, "SELECT * FROM practice_session_goals")) == 2
    migrations.downgrade(path)
    assert without_ours(contents(path)) == before


def test_a_session_of_two_tables_with_the_id_of_a_goal_gives_way_and_gets_it_back(tmp_path: Path) -> None:
    path = old_file(tmp_path, "A", sessions=3)
    (goal,) = rows(path, "SELECT id FROM goals WHERE type = 'ShortTermGoal' LIMIT 1")[0]
    (session,) = rows(path, "SELECT id FROM practice_sessions LIMIT 1")[0]
    write(
        path,
        f"UPDATE practice_sessions SET id = '{goal}' WHERE id = '{session}'",
        f"UPDATE practice_session_goals SET practice_session_id = '{goal}' WHERE practice_session_id = '{session}'",
        f"UPDATE activity_instances SET practice_session_id = '{goal}' WHERE practice_session_id = '{session}'",
    )
    before = contents(path)
    migrations.upgrade(path, zone=NEW_YORK)
    assert rows(path, "SELECT type FROM goals WHERE id = ?", f"{goal}-session") == [("PracticeSession",)]
    migrations.downgrade(path)
    assert without_ours(contents(path)) == before


def test_of_two_documents_attributes_is_taken_and_the_other_kept_and_noted(tmp_path: Path) -> None:
    path = old_file(tmp_path, "G", sessions=4)
    ids = [row[0] for row in rows(path, "SELECT id FROM goals WHERE type = 'PracticeSession' ORDER BY rowid")]
    write(
        path,
        f"""UPDATE goals SET attributes = '{{"template_id": "template-1"}}' WHERE id = '{ids[0]}'""",
        f"UPDATE goals SET attributes = '' WHERE id = '{ids[1]}'",
        f"UPDATE goals SET session_data = NULL WHERE id = '{ids[2]}'",
        f"UPDATE goals SET attributes = x'ff00', session_end = 'soon', total_duration_seconds = 'long' WHERE id = '{ids[3]}'",
    )
    before = contents(path)
    documents = dict(rows(path, "SELECT id, session_data FROM goals"))
    migrations.upgrade(path, zone=NEW_YORK)
    assert dict(rows(path, "SELECT id, attributes FROM goals WHERE id = ?", ids[0])) == {ids[0]: '{"template_id": "template-1"}'}
    assert dict(rows(path, "SELECT id, attributes FROM goals WHERE id = ?", ids[1])) == {ids[1]: documents[ids[1]]}
    noted = {row[0] for row in rows(path, "SELECT session_id FROM session_issues WHERE code = 'two_documents'")}
    assert noted == {ids[0], ids[3]}
    kept = rows(path, "SELECT json_extract(value, '$.cell') FROM parked WHERE kind = 'other_document' AND key = ?", json.dumps([ids[0]]))
    assert kept == [(documents[ids[0]],)]
    migrations.downgrade(path)
    assert without_ours(contents(path)) == before


def test_each_document_that_lost_is_kept(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "G", sessions=1)
    for number in range(4):
        write(
            path, f"UPDATE goals SET attributes = '{{\"n\": {number}}}', session_data = '\"lost {number}\"' WHERE type = 'PracticeSession'"
        )
        migrations.upgrade(path, zone=NEW_YORK)
        write(path, "UPDATE goals SET session_end = '2026-01-01 00:00:00.000000' WHERE type = 'PracticeSession'")
        migrations.downgrade(path)
        assert rows(path, "SELECT attributes = session_data FROM goals WHERE type = 'PracticeSession'") == [(1,)]
    kept = rows(path, "SELECT json_extract(value, '$.cell') FROM parked WHERE kind = 'other_document' ORDER BY 1")
    assert kept == [('"lost 0"',), ('"lost 1"',), ('"lost 2"',), ('"lost 3"',)]


def test_two_tables_without_links_and_instances_become_one_and_two_again(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "A", sessions=3)
    write(path, "DROP TABLE practice_session_goals", "DROP TABLE metric_values", "DROP TABLE activity_instances")
    before = contents(path), schema(path)
    migrations.upgrade(path, zone=NEW_YORK)
    assert inspect(path).sessions == 3
    migrations.downgrade(path)
    assert (without_ours(contents(path)), without_ours(schema(path))) == before


def test_links_that_were_made_and_taken_meanwhile_are_so_in_two_tables(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "A", sessions=4)
    before = rows(path, "SELECT * FROM practice_session_goals ORDER BY id")
    goals = [row[0] for row in rows(path, "SELECT id FROM goals WHERE type = 'UltimateGoal'")]
    migrations.upgrade(path, zone=NEW_YORK)
    gone, kept = before[0][1:3], before[1:]
    write(
        path,
        f"DELETE FROM practice_session_goals WHERE practice_session_id = '{gone[0]}' AND short_term_goal_id = '{gone[1]}'",
        f"INSERT INTO practice_session_goals VALUES ('{gone[0]}', '{goals[0]}')",
    )
    migrations.downgrade(path)
    after = rows(path, "SELECT * FROM practice_session_goals ORDER BY id")
    assert after[:-1] == kept
    assert after[-1][1:] == (gone[0], goals[0], None)


def test_what_two_tables_demand_is_filled_with_nothing_and_comes_back_empty(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "A", sessions=2)
    write(
        path,
        "UPDATE practice_sessions SET session_data = coalesce(session_data, '{}')",
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'session_data TEXT', 'session_data TEXT NOT NULL') WHERE name = 'practice_sessions'",
    )
    migrations.upgrade(path, zone=NEW_YORK)
    write(path, "UPDATE goals SET attributes = NULL")
    migrations.downgrade(path)
    assert rows(path, "SELECT DISTINCT session_data FROM practice_sessions") == [("",)]
    migrations.upgrade(path, zone=NEW_YORK)
    assert rows(path, "SELECT DISTINCT attributes FROM goals") == [(None,)]


@pytest.mark.parametrize("cell", [None, 0, -(2**63), 1.5, float("inf"), float("-inf"), "", "é\0", "\udcff{", b"", b"\xff\x00"])
def test_any_cell_can_be_parked(cell: object) -> None:
    from fractal_desktop.persistence.revisions.parking import bound, decode, encode, mark

    assert decode(json.loads(json.dumps(encode(cell)))) == cell  # type: ignore[arg-type]
    with closing(sqlite3.connect(":memory:")) as db:
        db.text_factory = lambda content: content.decode(errors="surrogateescape")
        assert db.execute(f"SELECT {mark(cell)}", (bound(cell),)).fetchone() == (cell,)  # type: ignore[arg-type]


def test_values_of_the_old_script_are_not_trusted(tmp_path: Path) -> None:
    from_scratch, filled = old_file(tmp_path, "H"), old_file(tmp_path, "I")
    for path in (from_scratch, filled):
        migrations.upgrade(path, zone=NEW_YORK)
    promoted = "SELECT id, session_start, session_end, total_duration_seconds, template_id FROM goals ORDER BY id"
    assert rows(from_scratch, promoted) == rows(filled, promoted)


def test_an_old_completed_at_is_read_in_the_files_zone_and_comes_back_as_it_was(tmp_path: Path) -> None:
    path = old_file(tmp_path, "I", sessions=3)
    goals = [row[0] for row in rows(path, "SELECT id FROM goals ORDER BY rowid LIMIT 4")]
    texts = ["2025-12-26 21:21:16.189585", "2025-12-26 21:21:16", "some day", "2025-12-26T21:21:16Z"]
    write(path, *(f"UPDATE goals SET completed_at = '{text}' WHERE id = '{goal}'" for goal, text in zip(goals, texts, strict=True)))
    before = contents(path)
    migrations.upgrade(path, zone=NEW_YORK)
    assert [row[0] for row in rows(path, "SELECT completed_at FROM goals WHERE completed_at IS NOT NULL ORDER BY rowid")] == [
        "2025-12-27 02:21:16.189585",
        "2025-12-26 21:21:16.000000",
        "some day",
        "2025-12-26 21:21:16.000000",
    ]
    migrations.downgrade(path)
    assert without_ours(contents(path)) == before


def test_a_completed_at_that_was_edited_comes_down_as_local_time_and_up_to_the_microsecond(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "I", sessions=0)
    migrations.upgrade(path, zone=NEW_YORK)
    write(
        path,
        "UPDATE goals SET completed_at = '2025-11-02 06:30:00.000000' WHERE rowid = 1",
        "UPDATE goals SET completed_at = 'never' WHERE rowid = 2",
    )
    migrations.downgrade(path)
    found = "SELECT completed_at FROM goals WHERE rowid < 3 ORDER BY rowid"
    assert rows(path, found) == [("2025-11-02 01:30:00.000000",), ("never",)]
    migrations.upgrade(path, zone=NEW_YORK)
    assert rows(path, found) == [("2025-11-02 06:30:00.000000",), ("never",)]


def test_text_that_is_no_utf8_passes_through(tmp_path: Path) -> None:
    path = old_file(tmp_path, "G", sessions=3)
    write(
        path,
        "UPDATE goals SET session_data = CAST(x'7b22ff' AS TEXT), template_id = CAST(x'ff' AS TEXT) WHERE rowid > 40",
        "UPDATE goals SET name = CAST(x'fe' AS TEXT) WHERE rowid > 40",
        "UPDATE goals SET attributes = CAST(x'7b22fe' AS TEXT) WHERE rowid = 41",
    )
    before = contents(path)
    migrations.upgrade(path, zone=NEW_YORK)
    assert rows(path, "SELECT count(*) FROM session_issues WHERE code = 'unreadable_document'")[0][0] >= 1
    migrations.downgrade(path)
    assert without_ours(contents(path)) == before


def test_a_new_file_is_made_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new 100% #1?.db"
    report = migrations.upgrade(path)
    status = inspect(path)
    assert (report.sessions_backfilled, report.issues, status.revision, status.goals, status.sessions) == (0, {}, HEAD, 0, 0)
    assert (status.origin, status.legacy_time_zone, status.rollback_target) == ("Z", "UTC", "0001")
    assert migrations.downgrade(path).revision == "0001"
    assert migrations.downgrade(path, "base").revision is None
    assert inspect(path).shape == "Z"
    migrations.upgrade(path)
    assert inspect(path).is_current


def test_a_current_file_is_left_alone(tmp_path: Path) -> None:
    path = old_file(tmp_path, "D")
    migrations.upgrade(path, zone=NEW_YORK)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    report = migrations.upgrade(path)
    assert (report.origin, report.revision, report.columns_added, report.sessions_backfilled) == (HEAD, HEAD, 0, 0)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


def test_times_can_be_taken_from_the_timers(tmp_path: Path) -> None:
    path = old_file(tmp_path, "D")
    report = migrations.upgrade(path, zone=NEW_YORK, times_from_timers=True)
    assert "timers_outside_session" not in report.issues
    assert rows(path, "SELECT count(*) FROM session_provenance WHERE start_source = 'timers'")[0][0] > 20
    migrations.downgrade(path)
    migrations.upgrade(path, zone=NEW_YORK)
    assert rows(path, "SELECT count(*) FROM session_provenance WHERE start_source = 'timers'")[0][0] > 20
