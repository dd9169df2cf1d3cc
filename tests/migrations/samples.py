"""Old files, ways to look at everything in them, and the two zones the tests use."""

import sqlite3
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.legacy import make

SHAPES = ("A", "B", "D", "E", "F", "G", "H", "I")
NEW_YORK = ZoneInfo("America/New_York")
CASES = Path(__file__).parents[1] / "data/backfill_cases.json"
OURS = {
    "alembic_version",
    "app_meta",
    "parked",
    "session_provenance",
    "session_issues",
    "trash",
    "trash_rows",
    "goal_completions",
    "analytics_views",
}


def old_file(folder: Path, shape: str, *, sessions: int = 60, **options: object) -> Path:
    """Write an old file with what real ones hold besides: tables, columns, views, triggers and indexes nobody here knows."""
    path = make(folder / f"{shape}.db", shape, sessions=sessions, **options)
    with closing(sqlite3.connect(path)) as db:
        db.executescript("""
            CREATE TABLE programs (id TEXT PRIMARY KEY, goal TEXT REFERENCES goals(id), weekly JSON, shape BLOB);
            INSERT INTO programs SELECT 'p' || rowid, id, '{"days": [1, 3]}', x'00ff' FROM goals LIMIT 3;
            CREATE TABLE favourites (name TEXT REFERENCES goals(name), since REAL);
            INSERT INTO favourites VALUES ('x', 9e999);
            ALTER TABLE goals ADD COLUMN relevance NUMERIC DEFAULT 3;
            UPDATE goals SET relevance = 7.5 WHERE rowid % 3 = 0;
            CREATE INDEX by_relevance ON goals(relevance, name);
            CREATE INDEX ix_metric_values_instance ON metric_values(value);
            CREATE VIEW broken AS SELECT lost FROM nowhere;
            CREATE VIEW open_goals AS SELECT id, name FROM goals WHERE NOT completed;
            CREATE TRIGGER touched AFTER UPDATE ON goals BEGIN UPDATE goals SET description = 'touched' WHERE id = NEW.id; END;
        """)
    return path


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every stored row of every table, sorted, by table and its columns in the alphabet's order."""
    with closing(sqlite3.connect(path)) as db:
        db.text_factory = bytes
        found = {}
        names = [
            name.decode() for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        ]
        for table in names:
            columns = sorted(n.decode() for (n,) in db.execute("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", (table,)))
            listed = ", ".join(f'"{name}"' for name in columns)
            found[f"{table}({','.join(columns)})"] = sorted(db.execute(f'SELECT {listed} FROM "{table}"').fetchall(), key=repr)
        return found


def schema(path: Path) -> dict[str, str]:
    """Return the statements of everything in the file."""
    with closing(sqlite3.connect(path)) as db:
        return dict(db.execute("SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))


def without_ours(found: dict[str, object]) -> dict[str, object]:
    """Leave out the tables that only this program makes."""
    return {name: value for name, value in found.items() if name.removeprefix("table ").partition("(")[0] not in OURS}


def rows(path: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Return what a SELECT gives, through plain sqlite3."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute(statement, values).fetchall()


def write(path: Path, *statements: str) -> None:
    """Run statements, each a transaction of its own, as any other program would."""
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
            db.commit()
