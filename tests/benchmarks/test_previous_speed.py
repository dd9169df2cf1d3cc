"""Last time's values and the best ever, whatever the length of the history: 100,000 sessions with 400,000 values against 1,000."""

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.services.schema import SchemaService
from fractal_desktop.services.workspace import Workspace

MANY, FEW = 100_000, 1_000
_ACTIVITIES = 40
_FIRST = datetime(2001, 1, 1, 6, tzinfo=UTC)
_BARE = "SELECT metric_definition_id, split_definition_id, max(value) FROM metric_values GROUP BY 1, 2"

Ratio = Callable[[str, float, float], None]
Measure = Callable[..., tuple[float, ...]]


def build(path: Path, sessions: int) -> None:
    """Write a file at head whose sessions have two items each, with two values each; the seldom activities are seldom indeed."""
    SchemaService().create(path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    connection.execute("INSERT INTO goals (id, type, name) VALUES ('root', 'UltimateGoal', 'Everything')")
    for index in range(_ACTIVITIES):
        connection.execute(
            "INSERT INTO activity_definitions (id, root_id, name) VALUES (?, 'root', ?)", (f"{index:08d}-activity", f"A {index}")
        )
        for metric in range(2):
            columns = (f"metric-{index}-{metric}", f"{index:08d}-activity", f"M {metric}", metric)
            connection.execute(
                "INSERT INTO metric_definitions (id, activity_id, name, unit, lower_is_better) VALUES (?, ?, ?, 'x', ?)", columns
            )
    chance = random.Random(13)
    step = timedelta(days=365.25 * 25) / sessions
    for index in range(sessions):
        start = _FIRST + step * index
        chosen = chance.sample(range(6), 2) if index % 500 else [6 + index // 500 % (_ACTIVITIES - 6), 0]
        items = [_item(f"{index}-{activity}", activity, chance) for activity in chosen]
        text, document = start.strftime("%Y-%m-%d %H:%M:%S.%f"), json.dumps({"sections": [{"name": "Block", "exercises": items}]})
        connection.execute(
            "INSERT INTO goals (id, type, name, root_id, created_at, attributes, session_start, total_duration_seconds)"
            " VALUES (?, 'PracticeSession', 'Practice', 'root', ?, ?, ?, 1800)",
            (f"session-{index}", text, document, text),
        )
        connection.executemany(
            "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id) VALUES (?, ?, ?)",
            [(item["instance_id"], f"session-{index}", item["activity_id"]) for item in items],
        )
        connection.executemany(
            "INSERT INTO metric_values (id, activity_instance_id, metric_definition_id, value) VALUES (?, ?, ?, ?)", _values(items)
        )
    connection.execute("COMMIT")
    connection.close()


def _item(instance_id: str, activity: int, chance: random.Random) -> dict[str, object]:
    metrics = [{"metric_id": f"metric-{activity}-{metric}", "value": str(chance.randrange(1000))} for metric in range(2)]
    return {"type": "activity", "activity_id": f"{activity:08d}-activity", "instance_id": instance_id, "metrics": metrics}


def _values(items: list[dict[str, object]]) -> Iterator[tuple[str, object, str, float]]:
    for item in items:
        metrics = item["metrics"]
        assert isinstance(metrics, list)
        for place, entry in enumerate(metrics):
            yield f"{item['instance_id']}-{place}", item["instance_id"], entry["metric_id"], float(entry["value"])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("previous")
    for sessions in (FEW, MANY):
        build(folder / f"{sessions}.db", sessions)
    return {sessions: folder / f"{sessions}.db" for sessions in (FEW, MANY)}


def test_earlier_values_take_as_long_with_a_hundred_times_the_sessions(files: dict[int, Path], measure: Measure, within: Ratio) -> None:
    opened = {sessions: Workspace.open(path, read_only=True) for sessions, path in files.items()}
    for workspace in opened.values():
        while workspace.practice.learn_best_values():
            pass

    def ask(sessions: int) -> Callable[[], None]:
        chosen = [SessionId(f"session-{sessions * place // 20}") for place in range(1, 20)] + [
            SessionId(f"session-{sessions // 500 * 400}")
        ]

        def call() -> None:
            for session_id in chosen:
                previous = opened[sessions].practice.previous(session_id)
                assert previous.values
                assert previous.bests

        return call

    few, many = measure(ask(FEW), ask(MANY))
    for workspace in opened.values():
        workspace.close()
    within("times that with 1,000 sessions", many / few, 3)


def test_learning_the_best_values_takes_as_long_as_looking_at_all(files: dict[int, Path], measure: Measure, within: Ratio) -> None:
    bare = sqlite3.connect(files[MANY])

    def learn() -> None:
        workspace = Workspace.open(files[MANY], read_only=True)
        while workspace.practice.learn_best_values():
            pass
        workspace.close()

    taken, raw = measure(learn, lambda: bare.execute(_BARE).fetchall(), rounds=5)
    bare.close()
    within("times the bare maximum of each metric", taken / raw, 3)
