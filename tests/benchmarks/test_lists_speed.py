"""The list of sessions and the tree at 100,000 sessions."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from pytest_benchmark.fixture import BenchmarkFixture

from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.services.workspace import Workspace

_NEWEST = """
    SELECT s.id, s.name, s.session_start, s.session_end, s.total_duration_seconds, s.template_id, t.name, s.parent_id, s.completed
    FROM goals AS s LEFT JOIN session_templates AS t ON t.id = s.template_id
    WHERE s.type = 'PracticeSession' AND s.session_start IS NOT NULL ORDER BY s.session_start DESC LIMIT 100
"""
_RUNS = 5


def test_the_newest_hundred_sessions_as_dataclasses(
    large_file: Path, measure: Callable[..., tuple[float, ...]], within: Callable[[str, float, float], None]
) -> None:
    workspace = Workspace.open(large_file, read_only=True)
    bare = sqlite3.connect(large_file)
    assert len(workspace.practice.page(SessionQuery()).rows) == len(bare.execute(_NEWEST).fetchall()) == 100
    taken, raw = measure(lambda: workspace.practice.page(SessionQuery()), lambda: bare.execute(_NEWEST).fetchall(), rounds=51)
    bare.close()
    workspace.close()
    within("times the raw query", taken / raw, 8)


def test_the_first_paint_of_the_tree_does_not_grow_with_the_file(
    small_file: Path,
    large_file: Path,
    tmp_path: Path,
    run_program: Callable[..., dict[str, Any]],
    benchmark: BenchmarkFixture,
    within: Callable[[str, float, float], None],
) -> None:
    small, large = [], []
    for _ in range(_RUNS):
        small.append(run_program("tree_paint.py", small_file, home=tmp_path))
        large.append(run_program("tree_paint.py", large_file, home=tmp_path))
    benchmark.pedantic(run_program, ("tree_paint.py", large_file), {"home": tmp_path})
    few, many = (median(run["seconds"] for run in runs) for runs in (small, large))
    more_memory = median(run["grown_mb"] for run in large) - median(run["grown_mb"] for run in small)
    benchmark.extra_info["first_paint_ms"] = {"1,000 sessions": round(few * 1000), "100,000 sessions": round(many * 1000)}
    within("first paint, times that with 1,000 sessions", many / few, 1.5)
    within("more memory, MB", more_memory, 30)
