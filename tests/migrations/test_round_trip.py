"""Up, edit, down, up: every edit is there again (FAULTS.md 19)."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.integrity import check
from tests.legacy import make
from tests.migrations.samples import CASES, NEW_YORK, SHAPES, contents, rows, write

SESSIONS = 6
TIMES = st.sampled_from([None, "2026-03-02 17:04:10.250000", "2025-12-27 02:21:16.189585", "1970-01-01 00:00:00.000000"])
DOCUMENTS = st.sampled_from(
    [None, "", "{not json", "[]", b"\xff\x00", '{"sections": []}', '{"session_start": "2026-03-02T17:04:10.250Z", "x": "\\u00e9"}', "7"]
)
WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=6)
CODES = st.sampled_from(["bad_datetime", "two_documents", "timers_outside_session"])
STATES = st.sampled_from(["open", "fixed", "ignored"])
SHARES = st.one_of(st.none(), st.floats(0, 1), st.just(float("inf")), st.just("half"), st.just(b"\xff"))
SESSION = st.integers(0, SESSIONS - 1)

_ONE_SESSION = "(SELECT id FROM goals WHERE type = 'PracticeSession' ORDER BY id LIMIT 1 OFFSET ?)"
_ONE_GOAL = "(SELECT id FROM goals WHERE type <> 'PracticeSession' ORDER BY id LIMIT 1 OFFSET ?)"


def edit(statement: str, *values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[str, tuple[object, ...]]]:
    return st.tuples(st.just(statement), st.tuples(*values))


EDITS = st.one_of(
    edit(f"UPDATE goals SET session_start = ? WHERE id = {_ONE_SESSION}", TIMES, SESSION),
    edit(f"UPDATE goals SET session_end = ? WHERE id = {_ONE_SESSION}", TIMES, SESSION),
    edit(f"UPDATE goals SET total_duration_seconds = ? WHERE id = {_ONE_SESSION}", st.one_of(st.none(), st.integers(1, 9999)), SESSION),
    edit(f"UPDATE goals SET template_id = ? WHERE id = {_ONE_SESSION}", st.one_of(st.none(), WORDS), SESSION),
    edit(f"UPDATE goals SET attributes = ? WHERE id = {_ONE_SESSION}", DOCUMENTS, SESSION),
    edit(f"UPDATE goals SET name = ?, description = ? WHERE id = {_ONE_SESSION}", WORDS, WORDS, SESSION),
    edit(f"UPDATE goals SET completed = 1, completed_at = ? WHERE id = {_ONE_SESSION}", TIMES, SESSION),
    edit(f"UPDATE goals SET completed = 1, completed_at = ? WHERE id = {_ONE_GOAL}", TIMES, SESSION),
    edit(f"UPDATE goals SET root_id = ?, deadline = ?, targets = ? WHERE id = {_ONE_GOAL}", WORDS, TIMES, WORDS, SESSION),
    edit(f"UPDATE goals SET parent_id = {_ONE_GOAL} WHERE id = {_ONE_SESSION}", SESSION, SESSION),
    edit(f"UPDATE goals SET parent_id = NULL, deadline = ?, targets = ? WHERE id = {_ONE_SESSION}", TIMES, WORDS, SESSION),
    edit(f"DELETE FROM practice_session_goals WHERE practice_session_id = {_ONE_SESSION}", SESSION),
    edit(f"INSERT OR IGNORE INTO practice_session_goals VALUES ({_ONE_SESSION}, {_ONE_GOAL})", SESSION, SESSION),
    edit(
        "INSERT OR IGNORE INTO goals (id, type, name, attributes, session_start) VALUES (?, 'PracticeSession', ?, ?, ?)",
        WORDS,
        WORDS,
        DOCUMENTS,
        TIMES,
    ),
    edit("INSERT OR IGNORE INTO goals (id, type, name, root_id, updated_at) VALUES (?, 'NanoGoal', ?, ?, ?)", WORDS, WORDS, WORDS, TIMES),
    edit(f"DELETE FROM goals WHERE id = {_ONE_SESSION}", SESSION),
    edit(f"DELETE FROM session_provenance WHERE session_id = {_ONE_SESSION}", SESSION),
    edit(f"UPDATE session_provenance SET end_source = ? WHERE session_id = {_ONE_SESSION}", WORDS, SESSION),
    edit(f"UPDATE session_issues SET status = ?, detail = ? WHERE session_id = {_ONE_SESSION}", STATES, WORDS, SESSION),
    edit(f"INSERT OR IGNORE INTO session_issues (session_id, code, status) VALUES ({_ONE_SESSION}, ?, ?)", SESSION, CODES, STATES),
    edit("INSERT INTO session_issues (session_id, code, status) VALUES (?, ?, ?)", WORDS, CODES, STATES),
    edit("INSERT INTO trash (deleted_at, name, type, goals, sessions) VALUES (coalesce(?, 'x'), ?, 'NanoGoal', 1, 0)", TIMES, WORDS),
    edit("INSERT OR REPLACE INTO trash_rows VALUES (?, 1, 'goals', ?)", SESSION, WORDS),
    edit("INSERT OR REPLACE INTO app_meta VALUES ('x' || ?, ?)", WORDS, WORDS),
    edit("INSERT OR REPLACE INTO activity_groups (id, root_id, name) VALUES (?, 'r', ?)", WORDS, WORDS),
    edit("UPDATE activity_definitions SET has_splits = ?, group_id = ?, metrics_multiplicative = 1", SESSION, WORDS),
    edit("UPDATE metric_values SET split_definition_id = ? WHERE rowid % 2", st.one_of(st.none(), WORDS)),
    edit(f"DELETE FROM activity_instances WHERE practice_session_id = {_ONE_SESSION}", SESSION),
    edit("DELETE FROM session_templates WHERE rowid = ?", SESSION),
    edit("UPDATE activity_definitions SET retired_at = ? WHERE rowid % 2", TIMES),
    edit("UPDATE metric_definitions SET lower_is_better = ?, sort_order = ? WHERE rowid % 2", st.one_of(st.none(), WORDS), SESSION),
    edit("UPDATE split_definitions SET retired_at = ?", st.one_of(TIMES, WORDS, st.just(b"\xff"))),
    edit("INSERT OR IGNORE INTO split_definitions VALUES (?, 'a', 'Left', 0, NULL, ?)", WORDS, TIMES),
    edit("UPDATE session_templates SET archived_at = ? WHERE rowid = ?", TIMES, SESSION),
    edit("INSERT OR REPLACE INTO goal_completions VALUES (?, ?, coalesce(?, ''))", WORDS, WORDS, TIMES),
    edit(f"UPDATE goals SET intended_share = ? WHERE id = {_ONE_GOAL}", SHARES, SESSION),
    edit("INSERT OR REPLACE INTO analytics_views VALUES (?, ?, ?, ?)", WORDS, WORDS, WORDS, st.one_of(st.none(), SESSION)),
)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one file of each shape at head; a few sessions, some of them odd."""
    folder = tmp_path_factory.mktemp("migrated")
    for shape in SHAPES:
        path = make(folder / f"{shape}.db", shape, sessions=SESSIONS, goals=12, seed=5)
        if shape in "GI":
            write(
                path,
                "UPDATE goals SET attributes = '{\"sections\": 1}' WHERE rowid % 4 = 0",
                "UPDATE goals SET session_data = NULL WHERE rowid % 5 = 0",
            )
        if shape == "I":
            write(path, "UPDATE goals SET completed_at = '2025-12-26 21:21:16.189585' WHERE rowid % 2")
        migrations.upgrade(path, zone=NEW_YORK)
    return folder


@pytest.mark.parametrize("shape", SHAPES)
@given(edits=st.lists(EDITS, min_size=1, max_size=8), target=st.sampled_from(["0004", "0003", "0002", "0001", "base", "base"]))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example(edits=[("UPDATE goals SET session_end = NULL", ()), ("DELETE FROM session_issues", ())], target="0001")
def test_every_edit_comes_back(
    tmp_path: Path, migrated: Path, shape: str, edits: list[tuple[str, tuple[object, ...]]], target: str
) -> None:
    path = tmp_path / "edited.db"
    path.write_bytes((migrated / f"{shape}.db").read_bytes())
    with closing(sqlite3.connect(path)) as db, db:
        for statement, values in edits:
            db.execute(statement, values)
    before = _comparable(path)
    migrations.downgrade(path, target)
    migrations.upgrade(path, zone=NEW_YORK)
    assert _comparable(path) == before
    migrations.downgrade(path, target)
    migrations.upgrade(path, zone=NEW_YORK)
    assert _comparable(path) == before


def _comparable(path: Path) -> dict[str, object]:
    """Return everything but the numbers of issues, which are given anew, what is parked, and the shape.

    A half migrated file (H) in which somebody edited a session is one migrated in part (I) when it comes down.
    """
    found = {}
    for table, content in contents(path).items():
        if table.startswith("session_issues"):
            found[table] = sorted((row[:2] + row[3:] for row in content), key=repr)
        elif table.startswith("app_meta"):
            found[table] = [row for row in content if row[0] != b"origin_shape"]
        elif not table.startswith("parked"):
            found[table] = content
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_a_document_that_was_changed_meanwhile_wins_and_says_so(tmp_path: Path, shape: str) -> None:
    path = make(tmp_path / "old.db", shape, sessions=0, cases=str(CASES))
    migrations.upgrade(path, zone=NEW_YORK)
    write(path, "UPDATE goals SET session_start = '2026-01-01 00:00:00.000000' WHERE id IN ('not-json', 'json-list')")
    assert [(kept.kind, kept.count) for kept in migrations.downgrade(path).kept] == [("session", 2)]
    table = "practice_sessions" if shape == "A" else "goals"
    column = "attributes" if shape in "GHI" else "session_data"
    write(path, f"UPDATE {table} SET {column} = '{{\"session_start\": \"2020-02-02T00:00:00Z\"}}' WHERE id = 'not-json'")
    migrations.upgrade(path, zone=NEW_YORK)
    found = dict(rows(path, "SELECT id, session_start FROM goals WHERE id IN ('not-json', 'json-list')"))
    assert found == {"not-json": "2020-02-02 00:00:00.000000", "json-list": "2026-01-01 00:00:00.000000"}
    ((session, detail),) = rows(path, "SELECT session_id, detail FROM session_issues WHERE code = 'changed_meanwhile'")
    assert session == "not-json"
    assert json.loads(detail)["parked"]["columns"][0] == "2026-01-01 00:00:00.000000"


def test_sessions_of_the_old_script_that_were_edited_come_down_as_they_are_now(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "G", sessions=8, clean=True)
    before = {row[0]: row for row in rows(path, "SELECT id, session_start, session_end, attributes, session_data FROM goals")}
    migrations.upgrade(path, zone=NEW_YORK)
    by_columns, by_document, *_rest = [row[0] for row in rows(path, "SELECT id FROM goals WHERE type = 'PracticeSession' ORDER BY rowid")]
    write(
        path,
        f"UPDATE goals SET session_end = '2026-01-01 00:00:00.000000' WHERE id = '{by_columns}'",
        f"""UPDATE goals SET attributes = '{{"session_start": "2026-01-01T00:00:00Z"}}' WHERE id = '{by_document}'""",
        "INSERT INTO goals (id, type, name, session_start, attributes) VALUES ('new', 'PracticeSession', 'New', '2026-01-02', '{}')",
    )
    migrations.downgrade(path)
    after = {row[0]: row for row in rows(path, "SELECT id, session_start, session_end, attributes, session_data FROM goals")}
    assert after.pop("new") == ("new", "2026-01-02", None, "{}", "{}")
    assert after[by_columns][2] == "2026-01-01 00:00:00.000000"
    assert after[by_document][3] == after[by_document][4] == '{"session_start": "2026-01-01T00:00:00Z"}'
    untouched = set(before) - {by_columns, by_document}
    assert {key: after[key] for key in untouched} == {key: before[key] for key in untouched}


def test_what_a_rollback_keeps_is_told_beforehand_and_afterwards(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=3)
    migrations.upgrade(path, zone=NEW_YORK)
    write(
        path,
        "UPDATE goals SET completed_at = '2026-01-01 00:00:00.000000' WHERE rowid < 6",
        "UPDATE goals SET session_end = '2026-01-01 00:00:00.000000' WHERE type = 'PracticeSession'",
        "INSERT INTO trash VALUES (1, '2026-01-01 00:00:00.000000', 'Gone', 'NanoGoal', 1, 0)",
    )
    digest = path.read_bytes()
    told = migrations.downgrade_plan(path)
    assert path.read_bytes() == digest
    done = migrations.downgrade(path)
    assert [(kept.kind, kept.count) for kept in done.kept] == [("cell:goals.completed_at", 5), ("row:trash", 1), ("session", 3)]
    assert (told.origin, told.revision, told.kept) == (done.origin, done.revision, done.kept) == ("0005", None, done.kept)


def test_the_zone_is_remembered_by_a_file_that_was_rolled_back(tmp_path: Path) -> None:
    from fractal_desktop.persistence.legacy import inspect

    path = make(tmp_path / "old.db", "D", sessions=3)
    assert inspect(path).legacy_time_zone is None
    migrations.upgrade(path, zone=NEW_YORK)
    migrations.downgrade(path)
    status = inspect(path)
    assert (status.shape, status.legacy_time_zone) == ("D", "America/New_York")


def test_what_nobody_edited_follows_another_zone_the_second_time(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=30, cases=str(CASES))
    migrations.upgrade(path, zone=ZoneInfo("Europe/Berlin"))
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE session_issues SET status = 'ignored'")
        db.commit()
    migrations.downgrade(path)
    migrations.upgrade(path, zone=NEW_YORK)

    assert check(path).problems == ()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT DISTINCT status FROM session_issues").fetchall() == [("ignored",)]


def test_a_column_and_an_index_of_another_program_with_our_names_stay_as_they_are(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "F", sessions=3)
    write(
        path,
        "ALTER TABLE metric_definitions ADD COLUMN sort_order INTEGER DEFAULT 4",
        "CREATE INDEX ix_timers_running ON activity_instances(time_stop)",
    )
    before = contents(path)
    migrations.upgrade(path, zone=NEW_YORK)
    assert rows(path, "SELECT DISTINCT sort_order, lower_is_better FROM metric_definitions") == [(4, None)]
    migrations.downgrade(path)
    assert contents(path) == before | {name: found for name, found in contents(path).items() if name.startswith("parked")}
    assert rows(path, "SELECT sql FROM sqlite_schema WHERE name = 'ix_timers_running'") == [
        ("CREATE INDEX ix_timers_running ON activity_instances(time_stop)",)
    ]
