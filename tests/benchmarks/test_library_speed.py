"""The window goes on answering while twenty thousand activities are shown, searched and changed, about as with two hundred."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from fractal_desktop.domain import document_edits as edits
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.library import TemplateDraft, TemplateSectionDraft
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence.connection import connect
from fractal_desktop.services.schema import SchemaService
from fractal_desktop.services.workspace import Workspace

_RUNS = 2
_MANY, _FEW = 20_000, 200
_GROUPS = 40
_SESSIONS = 20
_MADE = "2026-01-01 10:00:00.000000"


@pytest.fixture(scope="module")
def library_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with 20,000 activities."""
    return _made(tmp_path_factory.mktemp("library") / "many.db", _MANY)


@pytest.fixture(scope="module")
def few_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with 200."""
    return _made(tmp_path_factory.mktemp("library") / "few.db", _FEW)


def _made(path: Path, number: int) -> Path:
    """Make a file with activities of two metrics each in 40 groups, and a few sessions and a template of them."""
    SchemaService().create(path)
    workspace = Workspace.open(path)
    root = GoalId(str(workspace.goals.create(None, GoalType.ULTIMATE, "Play").created))
    workspace.library.create_template(root, TemplateDraft("Routine", "", (TemplateSectionDraft("Warm-up", 10, ()),)))
    _fill(path, root, number)
    activities = tuple(workspace.practice.library().activities.values())
    for place in range(_SESSIONS):
        start = datetime.now(UTC) - timedelta(days=place + 1)
        session = SessionId(str(workspace.practice.create(root, f"Session {place}", start).created))
        document = edits.add_section(Document.empty(), "Technique")
        for item in range(6):
            document = edits.add_activity(document, 0, activities[place * 6 + item], _new_id)
        workspace.practice.save(session, SessionEdit(document=document))
    workspace.close()
    return path


def _fill(path: Path, root: str, many: int) -> None:
    connection = connect(path)
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO activity_groups (id, root_id, name, created_at, sort_order) VALUES (?, ?, ?, ?, ?)",
        [(f"group-{number}", root, f"Book {number}", _MADE, number) for number in range(_GROUPS)],
    )
    connection.executemany(
        "INSERT INTO activity_definitions (id, root_id, name, description, created_at, group_id, has_sets, has_metrics, has_splits)"
        " VALUES (?, ?, ?, '', ?, ?, 1, 1, 0)",
        [
            (f"activity-{number}", root, f"Etude {number} in {'ABCDEFG'[number % 7]}", _MADE, f"group-{number % _GROUPS}")
            for number in range(many)
        ],
    )
    connection.executemany(
        "INSERT INTO metric_definitions (id, activity_id, name, unit, created_at) VALUES (?, ?, ?, ?, ?)",
        [
            (f"{name}-{number}", f"activity-{number}", name, unit, _MADE)
            for number in range(many)
            for name, unit in (("Tempo", "bpm"), ("Errors", ""))
        ],
    )
    connection.execute("COMMIT")
    connection.close()


def _new_id() -> str:
    return str(uuid4())


def test_a_library_of_thousands_holds_nothing_up(
    library_file: Path,
    few_file: Path,
    tmp_path: Path,
    run_program: Callable[..., dict[str, Any]],
    benchmark: BenchmarkFixture,
    within: Callable[[str, float, float], None],
) -> None:
    runs = [(_stalls(run_program, few_file, tmp_path), _stalls(run_program, library_file, tmp_path)) for _ in range(_RUNS)]
    benchmark.pedantic(_stalls, (run_program, few_file, tmp_path))
    few, many = ({name: median(run[place][name] for run in runs) for name in runs[0][0]} for place in (0, 1))
    benchmark.extra_info |= {name: [round(few[name], 1), round(many[name], 1)] for name in many}
    for what, limit in (("typed", 4), ("changed", 4), ("opened", 4)):
        worst = [max(stall for name, stall in each.items() if what in name) for each in (many, few)]
        within(f"worst stall with 20,000 activities, times that with 200: {what}", worst[0] / worst[1], limit)


def _stalls(run_program: Callable[..., dict[str, Any]], path: Path, home: Path) -> dict[str, float]:
    return run_program("library_stalls.py", path, home=home)
