"""Files at the newest revision for tests: made once by the real migration, then copied; and what tests look at in them."""

import json
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.sql_names import quoted
from fractal_desktop.services.schema import SchemaService
from fractal_desktop.services.workspace import Workspace

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")

Dump = dict[str, list[tuple[object, ...]]]


class Clock:
    """A clock that goes on by a second whenever it is asked."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@cache
def _empty_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        SchemaService().create(path)
        return path.read_bytes()


def new_file(path: Path, *, zone: str | None = None) -> "Rows":
    """Make an empty file; with `zone` as if an old one had been written there."""
    path.write_bytes(_empty_file())
    rows = Rows(path)
    if zone is not None:
        rows.sql("UPDATE app_meta SET value = ? WHERE key = 'legacy_time_zone'", zone)
    return rows


def look_at_all(rows: "Rows", workspace: Workspace) -> None:
    """Open every session once, which brings up to date what an older program wrote."""
    for (session_id,) in rows.sql("SELECT id FROM goals WHERE type = 'PracticeSession'"):
        workspace.practice.session(SessionId(str(session_id)))


def open_file(path: Path, clock: Clock | None = None) -> Workspace:
    """Open a file with a clock that stands still between two questions."""
    return Workspace.open(path, clock=clock or Clock())


class Rows:
    """Puts rows into a file and reads them, past the program."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._minutes = count()

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Run one statement without foreign keys, as an old program did, and return its rows."""
        with closing(connect(self.path)) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            return connection.execute(statement, values).fetchall()

    def one(self, statement: str, *values: object) -> object:
        """Return the only value of the only row."""
        ((value,),) = self.sql(statement, *values)
        return value

    def insert(self, table: str, **values: object) -> None:
        """Insert a row."""
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        self.sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", *values.values())

    def goal(self, id_: str, kind: str = "ShortTermGoal", parent: str | None = None, **more: object) -> str:
        """Insert a goal and return its id."""
        values = {"name": id_.title(), "created_at": self._created(), "parent_id": parent, **more}
        self.insert("goals", id=id_, type=kind, **values)
        return id_

    def session(self, id_: str, parent: str | None = None, document: object = None, links: tuple[str, ...] = (), **more: object) -> str:
        """Insert a session as it stands after a migration, with its line of provenance, and return its id."""
        text = document if document is None or isinstance(document, str | bytes) else json.dumps(document)
        values = {"name": id_.title(), "created_at": self._created(), "parent_id": parent, "attributes": text, **more}
        self.insert("goals", id=id_, type="PracticeSession", **values)
        start_source = "created_at" if more.get("session_start") else "none"
        end_source = "computed" if more.get("session_end") else "none"
        self.insert("session_provenance", session_id=id_, start_source=start_source, end_source=end_source, duration_source="none")
        for goal in links:
            self.insert("practice_session_goals", practice_session_id=id_, short_term_goal_id=goal)
        return id_

    def library(self, root: str = "root") -> None:
        """Insert the activity "scales" with the metric "tempo" and two splits, and the template "routine"."""
        stamp = "2026-01-01 10:00:00.000001"
        self.insert("activity_definitions", id="scales", root_id=root, name="Scales", has_sets=0, has_splits=0, created_at=stamp)
        self.insert("metric_definitions", id="tempo", activity_id="scales", name="Tempo", unit="bpm", created_at=stamp)
        for place, side in enumerate(("left", "right")):
            self.insert("split_definitions", id=side, activity_id="scales", name=side.title(), order=place)
        data = {"sections": [{"name": "Warm-up", "duration_minutes": 10, "activities": [{"activity_id": "scales"}]}]}
        self.insert("session_templates", id="routine", name="Routine", root_id=root, template_data=json.dumps(data))

    def _created(self) -> str:
        return f"2026-01-01 10:{next(self._minutes) % 60:02d}:00.000001"


def item(instance_id: str = "i1", **more: object) -> dict[str, object]:
    """Return an item of the activity "scales"."""
    return {"type": "activity", "name": "Scales", "activity_id": "scales", "instance_id": instance_id, "notes": "", **more}


def document(*items: dict[str, object], **more: object) -> dict[str, object]:
    """Return a document with one section and a key the program does not know."""
    return {"sections": [{"name": "Block", "exercises": list(items)}], "mood": {"before": 3}, **more}


def value(number: object, metric: str = "tempo", split: str | None = None) -> dict[str, object]:
    """Return an entry of a metric as old documents hold it: as text."""
    entry: dict[str, object] = {"metric_id": metric, "value": str(number)}
    return entry if split is None else {**entry, "split_id": split}


def dump(path: Path) -> Dump:
    """Return every row of every table byte for byte, rowids included."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'").fetchall()
        return {name: _rows(connection, name, bool(wr)) for name, wr in tables if name != "sqlite_schema"}


def there_and_back(workspace: Workspace, path: Path, states: list[Dump]) -> None:
    """Assert that undoing everything goes through the states that a file was in, and doing it again through the same."""
    for state in reversed(states[:-1]):
        workspace.history.undo()
        assert dump(path) == state
    assert workspace.history.undo_label is None
    for state in states[1:]:
        workspace.history.redo()
        assert dump(path) == state
    assert workspace.history.redo_label is None


def _rows(connection: sqlite3.Connection, table: str, without_rowid: bool) -> list[tuple[object, ...]]:
    columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_xinfo(?)", (table,))]
    wanted = [*([] if without_rowid else ["rowid"]), *(f"quote({quoted(name)})" for name in columns)]
    return connection.execute(f"SELECT {', '.join(wanted)} FROM {quoted(table)} ORDER BY 1").fetchall()
