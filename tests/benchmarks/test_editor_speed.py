"""A long session opens about as quickly as a short one, and typing in it holds nothing up."""

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
from fractal_desktop.domain.library import ActivityDraft, ActivityName, Better, MetricDraft
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.services.schema import SchemaService
from fractal_desktop.services.workspace import Workspace

_RUNS = 3
_SETS = 5
_ACTIVITIES = 12
_EARLIER = 20


@pytest.fixture(scope="module")
def practice_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a session of 6 items and 30 sets, one of 60 and 300, and twenty earlier ones of the same activities."""
    path = tmp_path_factory.mktemp("editor") / "practice.db"
    SchemaService().create(path)
    workspace = Workspace.open(path)
    root = workspace.goals.create(None, GoalType.ULTIMATE, "Play").created
    metrics = (MetricDraft(None, "Tempo", "bpm"), MetricDraft(None, "Errors", "", Better.LOWER))
    for index in range(_ACTIVITIES):
        workspace.library.create_activity(root, ActivityDraft(f"Exercise {index}", has_sets=True, metrics=metrics))
    activities = tuple(workspace.practice.library().activities.values())
    now = datetime.now(UTC)
    for days in range(_EARLIER, 0, -1):
        _add(workspace, root, f"Earlier {days}", now - timedelta(days=days), 12, activities)
    for items in (6, 60):
        _add(workspace, root, str(items), now - timedelta(minutes=items), items, activities)
    workspace.close()
    return path


def _add(workspace: Workspace, root: Any, name: str, start: datetime, items: int, activities: tuple[ActivityName, ...]) -> None:
    created = workspace.practice.create(root, name, start).created
    document = Document.empty()
    for index in range(items):
        section = index // 6
        if index % 6 == 0:
            document = edits.add_section(document, f"Part {section}")
        activity = activities[index % len(activities)]
        document = edits.add_activity(document, section, activity, _new_id)
        path = document.path(section, index % 6)
        for metric, value in zip(activity.metrics, ("60", "3"), strict=True):
            document = edits.set_metric_value(document, path, 0, metric.id, None, value)
        for _ in range(_SETS - 1):
            document = edits.add_set(document, path, _new_id)
    workspace.practice.save(created, SessionEdit(document=document))  # type: ignore[arg-type]


def _new_id() -> str:
    return str(uuid4())


def test_a_long_session_opens_and_takes_typing_like_a_short_one(
    practice_file: Path,
    tmp_path: Path,
    run_program: Callable[..., dict[str, Any]],
    benchmark: BenchmarkFixture,
    within: Callable[[str, float, float], None],
) -> None:
    runs = [run_program("editor_stalls.py", practice_file, home=tmp_path) for _ in range(_RUNS - 1)]
    runs.append(benchmark.pedantic(run_program, ("editor_stalls.py", practice_file), {"home": tmp_path}))
    figures = {name: median(run[name] for run in runs) for name in runs[0]}
    benchmark.extra_info |= {name: round(figure, 1) for name, figure in figures.items()}
    within("opening 60 items with 300 sets, times 6 with 30", figures["many_ms"] / figures["few_ms"], 3)
    within("worst stall while typing in it, times that of an idle window", figures["typing_ms"] / figures["idle_ms"], 4)
