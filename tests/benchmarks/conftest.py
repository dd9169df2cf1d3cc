"""Large files, and ratios measured in alternating rounds so that a busy machine is busy for both sides."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from fractal_desktop.domain.timestamps import column_text
from fractal_desktop.services.schema import SchemaService

ROOT = Path(__file__).parents[2]
SESSIONS, FEW_SESSIONS, MANY_SESSIONS = 100_000, 1_000, 1_000_000
_FORMAT = 5
"""Raise it when the files below are made in another way: old ones in the cache are not used then."""
_FIRST, _YEARS, _LONG_YEARS = datetime(2001, 1, 1, 6, tzinfo=UTC), 25, 175
_TEMPLATES, _SHORT_GOALS, _MANY_GOALS = 12, 120, 10_000

Measure = Callable[..., tuple[float, ...]]
Row = tuple[object, ...]


@pytest.fixture(scope="session")
def large_file(request: pytest.FixtureRequest) -> Path:
    """A file at head with 100,000 sessions of 25 years, documents of 2 kB; kept in pytest's cache. Not to be written to."""
    return _cached(request, f"{SESSIONS}", lambda: _sessions(SESSIONS))


@pytest.fixture(scope="session")
def small_file(request: pytest.FixtureRequest) -> Path:
    """The same with 1,000 sessions."""
    return _cached(request, f"{FEW_SESSIONS}", lambda: _sessions(FEW_SESSIONS))


@pytest.fixture(scope="session")
def long_history_file(request: pytest.FixtureRequest) -> Path:
    """A file at head with 100,000 sessions of 175 years, as the generator of old files spreads them, with hardly a document."""
    return _cached(request, f"{SESSIONS}-long", lambda: _long_history(SESSIONS))


@pytest.fixture(scope="session")
def million_file(request: pytest.FixtureRequest) -> Path:
    """A file at head with a million sessions of 25 years below 10,000 goals, documents of 2 kB, as old files have them: 3 GB in pytest's cache."""
    return _cached(request, f"{MANY_SESSIONS}", lambda: _sessions(MANY_SESSIONS, goals=_MANY_GOALS, items=4), _many_goals)


@pytest.fixture(scope="session")
def plain_index_file(request: pytest.FixtureRequest, large_file: Path) -> Path:
    """The large file with the seed's four plain indexes in place of ours, and fresh statistics for the planner."""
    path = large_file.with_name(f"plain-{large_file.name}")
    if not path.exists():
        unfinished = path.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        source, copy = sqlite3.connect(large_file), sqlite3.connect(unfinished, isolation_level=None)
        source.backup(copy)
        source.close()
        for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%PracticeSession%'").fetchall():
            copy.execute(f'DROP INDEX "{name}"')
        for name, column in (
            ("idx_session_start", "session_start"),
            ("idx_session_end", "session_end"),
            ("idx_template_id", "template_id"),
            ("idx_session_duration", "total_duration_seconds"),
        ):
            copy.execute(f"CREATE INDEX {name} ON goals({column}) WHERE type = 'PracticeSession'")
        copy.close()
        unfinished.rename(path)
    return path


@pytest.fixture
def measure(benchmark: BenchmarkFixture) -> Measure:
    """Return the median seconds of each of several calls, run in turns; the first is what the report of the run shows."""

    def run(*calls: Callable[[], object], rounds: int = 15) -> tuple[float, ...]:
        seconds: list[list[float]] = [[] for _ in calls]
        for call in calls:
            call()
        for _ in range(rounds):
            for taken, call in zip(seconds, calls, strict=True):
                begun = time.perf_counter()
                call()
                taken.append(time.perf_counter() - begun)
        benchmark.pedantic(calls[0], rounds=3)
        medians = tuple(median(each) for each in seconds)
        benchmark.extra_info["median_ms"] = [round(each * 1000, 3) for each in medians]
        return medians

    return run


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report: what was measured in which test, and its limit ("≤ 2.5")."""

    test: str
    name: str
    measured: float
    limit: str


_figures: list[Figure] = []


@pytest.fixture
def within(request: pytest.FixtureRequest) -> Callable[[str, float, float], None]:
    """Note a figure with its limit for the report, and fail if it is over."""

    def check(name: str, figure: float, limit: float) -> None:
        _figures.append(Figure(request.node.name, name, figure, f"≤ {limit:g}"))
        assert figure <= limit, f"{name}: {figure:.2f}, at most {limit}"

    return check


@pytest.fixture
def at_least(request: pytest.FixtureRequest) -> Callable[[str, float, float], None]:
    """Note a figure with its limit for the report, and fail if it is under."""

    def check(name: str, figure: float, limit: float) -> None:
        _figures.append(Figure(request.node.name, name, figure, f"≥ {limit:g}"))
        assert figure >= limit, f"{name}: {figure:.1f}, at least {limit}"

    return check


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what was promised and what was measured, and leave it as JSON in `.benchmarks/figures.json`."""
    if not _figures:
        return
    terminalreporter.section("measured against what docs/performance.md promises")
    for figure in _figures:
        terminalreporter.write_line(f"{figure.measured:9.2f}  {figure.limit:7}  {figure.name} · {figure.test}")
    folder = ROOT / ".benchmarks"
    folder.mkdir(exist_ok=True)
    (folder / "figures.json").write_text(
        json.dumps([asdict(figure) for figure in _figures], indent=1, ensure_ascii=False), encoding="utf-8"
    )


@pytest.fixture
def run_program() -> Callable[..., dict[str, Any]]:
    """Run a script of this folder in a process of its own; return what it prints as JSON."""

    def run(script: str, *arguments: object, home: Path) -> dict[str, Any]:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "HOME": str(home)}
        environment |= {name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
        command = [sys.executable, str(Path(__file__).parent / script), *map(str, arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout.splitlines()[-1]))

    return run


def _cached(
    request: pytest.FixtureRequest, name: str, sessions: Callable[[], Iterator[Row]], goals: Callable[[], Iterator[Row]] | None = None
) -> Path:
    assert request.config.cache is not None
    head = SchemaService().known_revisions()[-1].revision
    path = request.config.cache.mkdir("benchmarks") / f"head-{_FORMAT}-{head}-{name}.db"
    if not path.exists():
        unfinished = path.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        build(unfinished, sessions(), (goals or _goals)())
        unfinished.rename(path)
    return path


def build(path: Path, sessions: Iterable[Row], goals: Iterable[Row] | None = None) -> None:
    """Write a file at head with many sessions, quickly: rows as the projection would write them, without instances."""
    SchemaService().create(path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO goals (id, type, name, parent_id, root_id, created_at) VALUES (?, ?, ?, ?, 'root', ?)", goals or _goals()
    )
    connection.executemany(
        "INSERT INTO session_templates (id, name, root_id, template_data) VALUES (?, ?, 'root', '{\"sections\": []}')",
        [(f"template-{index}", f"Routine {index}") for index in range(_TEMPLATES)],
    )
    connection.executemany(
        "INSERT INTO goals (id, type, name, description, completed, created_at, parent_id, root_id, attributes, session_start, session_end,"
        " total_duration_seconds, template_id) VALUES (?, 'PracticeSession', ?, '', 1, ?, ?, 'root', ?, ?, ?, ?, ?)",
        sessions,
    )
    connection.execute(
        "INSERT INTO session_provenance SELECT id, 'document', 'document', 'activities' FROM goals WHERE type = 'PracticeSession'"
    )
    connection.execute("COMMIT")
    connection.close()


def _goals() -> Iterator[Row]:
    created = _FIRST.strftime("%Y-%m-%d %H:%M:%S.%f")
    yield "root", "UltimateGoal", "Everything", None, created
    for index in range(10):
        yield f"long-{index}", "LongTermGoal", f"Field {index}", "root", created
    for index in range(40):
        yield f"mid-{index}", "MidTermGoal", f"Part {index}", f"long-{index % 10}", created
    for index in range(_SHORT_GOALS):
        yield f"short-{index}", "ShortTermGoal", f"Piece {index}", f"mid-{index % 40}", created


def _many_goals() -> Iterator[Row]:
    """Yield a tree of 10,000 goals, six levels deep, each with up to seven below it."""
    created = _FIRST.strftime("%Y-%m-%d %H:%M:%S.%f")
    types = ("LongTermGoal", "MidTermGoal", "ShortTermGoal", "ImmediateGoal", "MicroGoal", "NanoGoal")
    yield "root", "UltimateGoal", "Everything", None, created
    depths = {-1: -1}
    for index in range(_MANY_GOALS):
        parent = index // 7 - 1 if index >= 7 else -1
        depths[index] = min(depths[parent] + 1, len(types) - 1)
        yield f"short-{index}", types[depths[index]], f"Piece {index}", "root" if parent < 0 else f"short-{parent}", created


def _long_history(number: int) -> Iterator[Row]:
    """Yield rows of sessions; one in 23 has no duration."""
    chance = random.Random(12)
    step = timedelta(days=365.25 * _LONG_YEARS) / number
    for index in range(number):
        start = _FIRST + step * index + timedelta(minutes=chance.randrange(60), microseconds=chance.randrange(1_000_000))
        seconds = None if index % 23 == 0 else chance.randrange(600, 6000)
        text, end = column_text(start), None if seconds is None else column_text(start + timedelta(seconds=seconds))
        goal, template = f"short-{chance.randrange(_SHORT_GOALS)}", f"template-{chance.randrange(_TEMPLATES)}"
        yield f"session-{index}", f"Practice {index}", text, goal, '{"sections": []}', text, end, seconds, template


def _sessions(number: int, goals: int = _SHORT_GOALS, items: int = 6) -> Iterator[Row]:
    chance = random.Random(11)
    step = timedelta(days=365.25 * _YEARS) / number
    for index in range(number):
        start = _FIRST + step * index + timedelta(minutes=chance.randrange(60))
        seconds = chance.randrange(600, 6000)
        template = None if index % 13 == 0 else f"template-{chance.randrange(_TEMPLATES)}"
        end = start + timedelta(seconds=seconds)
        text = start.strftime("%Y-%m-%d %H:%M:%S.%f")
        document = _document(index, start, end, seconds, template, chance, items)
        goal = f"short-{chance.randrange(goals)}"
        yield f"session-{index}", f"Practice {index}", text, goal, document, text, end.strftime("%Y-%m-%d %H:%M:%S.%f"), seconds, template


def _document(index: int, start: datetime, end: datetime, seconds: int, template: str | None, chance: random.Random, number: int) -> str:
    """Return a document with so many items in three sections, each with two sets: six are 2 kB in all."""
    items = [
        {
            "type": "activity",
            "name": f"Exercise {item}",
            "activity_id": f"activity-{item}",
            "instance_id": f"instance-{index}-{item}",
            "has_sets": True,
            "completed": True,
            "notes": "",
            "duration_seconds": seconds // number + (seconds % number if item == 0 else 0),
            "sets": [
                {
                    "instance_id": f"set-{index}-{item}-{each}",
                    "completed": True,
                    "metrics": [{"metric_id": "m", "value": chance.randrange(99)}],
                }
                for each in range(2)
            ],
        }
        for item in range(number)
    ]
    sections = [{"name": f"Part {each}", "duration_minutes": 15, "exercises": items[2 * each : 2 * each + 2]} for each in range(3)]
    times = {"session_start": _document_time(start), "session_end": _document_time(end)}
    return json.dumps({"template_id": template, "sections": sections, "total_duration_minutes": 45, "notes": "", **times})


def _document_time(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"
