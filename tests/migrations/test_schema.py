"""What the revisions make is what the models say (FAULTS.md 18)."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.schema import CreateIndex

from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.checks import expected_statements
from fractal_desktop.persistence.legacy import HEAD
from fractal_desktop.persistence.models import HAS_TARGETS, OF_ACTIVITY, Base
from tests.migrations.samples import NEW_YORK, SHAPES, old_file, rows, schema

SIGHT = 'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?) ORDER BY name'
KEYS = 'SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list(?) ORDER BY "from"'
NOT_MODELLED = {"alembic_version", "parked"}


@pytest.fixture(scope="module")
def head(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("head") / "new.db"
    migrations.upgrade(path)
    return path


def _columns(path: Path, table: str) -> dict[str, tuple[object, ...]]:
    """Return type, default, place in the key and kind of each column; NOT NULL where it is no key (a key is that by itself)."""
    with closing(sqlite3.connect(path)) as db:
        return {
            name: (kind, required or pk > 0, default, pk, hidden)
            for name, kind, required, default, pk, hidden in db.execute(SIGHT, (table,))
        }


def test_a_new_file_has_the_tables_and_columns_of_the_models(head: Path, tmp_path: Path) -> None:
    modelled = tmp_path / "modelled.db"
    engine = create_engine(f"sqlite:///{modelled}")
    Base.metadata.create_all(engine)
    engine.dispose()
    tables = {name.removeprefix("table ") for name in schema(head) if name.startswith("table ")} - NOT_MODELLED
    assert tables == set(Base.metadata.tables)
    for table in tables:
        assert _comparable(head, table) == _comparable(modelled, table), table


def _comparable(path: Path, table: str) -> tuple[object, object]:
    with closing(sqlite3.connect(path)) as db:
        columns = {
            name: (kind, (default or "").strip("'\""), pk, hidden)
            for name, (kind, _required, default, pk, hidden) in _columns(path, table).items()
        }
        return columns, db.execute(KEYS, (table,)).fetchall()


def test_the_indexes_are_those_of_the_models_with_their_conditions(head: Path) -> None:
    modelled = {
        str(index.name): str(CreateIndex(index).compile(dialect=create_engine("sqlite://").dialect)).strip()
        for table in Base.metadata.tables.values()
        for index in table.indexes
    }
    found = {name.removeprefix("index "): sql for name, sql in schema(head).items() if name.startswith("index ")}
    assert _plain(found) == _plain(modelled)


def _plain(indexes: dict[str, str]) -> dict[str, str]:
    return {name: " ".join(sql.replace("(", " (").split()) for name, sql in indexes.items()}


@pytest.mark.parametrize("shape", SHAPES)
def test_an_old_file_has_every_column_and_index_of_a_new_one(head: Path, tmp_path: Path, shape: str) -> None:
    path = old_file(tmp_path, shape, sessions=3)
    migrations.upgrade(path, zone=NEW_YORK)
    new, old = schema(head), schema(path)
    assert set(new) <= set(old)
    assert {name: sql for name, sql in old.items() if name.startswith("index ") and name in new} == {
        name: sql for name, sql in new.items() if name.startswith("index ")
    }
    for table in Base.metadata.tables:
        assert set(_columns(head, table)) <= set(_columns(path, table)), table


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (f"SELECT practice_session_id FROM activity_instances WHERE {OF_ACTIVITY} ORDER BY rowid DESC", "ix_activity_instances_activity"),
        ("SELECT practice_session_id FROM activity_instances WHERE time_start IS NOT NULL AND time_stop IS NULL", "ix_timers_running"),
        (f"SELECT id FROM goals WHERE root_id = ?1 AND {HAS_TARGETS}", "ix_goals_targets"),
        ("SELECT goal_id FROM goal_completions WHERE session_id = ?1", "ix_goal_completions_session"),
    ],
)
def test_what_a_day_of_practice_asks_is_answered_by_an_index(head: Path, statement: str, index: str) -> None:
    plan = [str(row[3]) for row in rows(head, f"EXPLAIN QUERY PLAN {statement}", *(["x"] if "?1" in statement else []))]
    assert len(plan) == 1
    assert f"INDEX {index}" in plan[0]


def test_what_is_checked_before_each_commit_is_what_there_is(head: Path) -> None:
    found = {name.partition(" ")[2]: sql for name, sql in schema(head).items()}
    expected = expected_statements(HEAD)
    assert expected == {name: found[name] for name in expected}
    assert {name.removeprefix("index ") for name in schema(head) if name.startswith("index ")} <= set(expected)
