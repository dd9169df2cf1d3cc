"""The charts over 100,000 and over a million sessions, as multiples of a bare scan of the index they use."""

import json
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.services.workspace import Workspace
from tests.benchmarks.page_time import SCAN
from tests.databases import copy_database

BERLIN = ZoneInfo("Europe/Berlin")
EVERYTHING = AnalyticsFilter()
TEMPLATE_SCAN = """
    SELECT count(template_id), sum(total_duration_seconds) FROM goals INDEXED BY idx_template_id WHERE type = 'PracticeSession'
"""
Within = Callable[[str, float, float], None]
Measure = Callable[..., tuple[float, ...]]


@pytest.fixture(params=["100000", "1000000"], scope="module")
def many(request: pytest.FixtureRequest) -> Path:
    """A file with so many sessions."""
    file: Path = request.getfixturevalue("large_file" if request.param == "100000" else "million_file")
    return file


@pytest.fixture
def workspace(many: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(many, read_only=True)
    yield workspace
    workspace.close()


@pytest.fixture
def scan(many: Path) -> Iterator[Callable[..., object]]:
    bare = sqlite3.connect(many)
    yield lambda statement=SCAN: bare.execute(statement).fetchone()
    bare.close()


def is_million(path: Path) -> bool:
    return "1000000" in path.name


@pytest.mark.parametrize("name", ["months", "weeks", "templates"])
def test_the_seeds_three_cost_little_more_than_a_scan_and_far_less_than_the_documents(
    name: str,
    many: Path,
    workspace: Workspace,
    scan: Callable[..., object],
    measure: Measure,
    within: Within,
    at_least: Within,
    document_seconds: Callable[[Path], float],
) -> None:
    ask = {
        "months": lambda: workspace.analytics.months(EVERYTHING, BERLIN),
        "weeks": lambda: workspace.analytics.weeks(EVERYTHING, BERLIN),
        "templates": lambda: workspace.analytics.templates(EVERYTHING),
    }[name]
    statement = TEMPLATE_SCAN if name == "templates" else SCAN
    taken, scanned = measure(ask, lambda: scan(statement), rounds=11)
    within(f"{name}, times a bare scan", taken / scanned, 1.6 if is_million(many) else 2.5)
    at_least(f"{name}, times quicker than json.loads", document_seconds(many) / taken, 100)


@pytest.fixture(scope="module")
def document_seconds() -> Callable[[Path], float]:
    """Return how long reading every document of a file takes; each file is read once."""
    known: dict[Path, float] = {}

    def read(path: Path) -> float:
        if path not in known:
            connection = sqlite3.connect(path)
            begun = time.perf_counter()
            for (text,) in connection.execute("SELECT attributes FROM goals WHERE type = 'PracticeSession'"):
                document = json.loads(text)
                sum(item["duration_seconds"] for section in document["sections"] for item in section["exercises"])
            known[path] = time.perf_counter() - begun
            connection.close()
        return known[path]

    return read


def test_the_days_of_a_calendar(workspace: Workspace, scan: Callable[..., object], measure: Measure, within: Within) -> None:
    taken, scanned = measure(lambda: workspace.analytics.days(EVERYTHING, BERLIN), scan, rounds=7)
    within("days of the calendar, times a bare scan", taken / scanned, 2)


def test_hours_and_lengths_from_the_snapshot_and_its_load(
    many: Path, scan: Callable[..., object], measure: Measure, within: Within
) -> None:
    loads, scans = [], []
    for _ in range(3):
        workspace = Workspace.open(many, read_only=True)
        begun = time.perf_counter()
        workspace.analytics.lengths(EVERYTHING)
        loads.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        scan()
        scans.append(time.perf_counter() - begun)
        hours, lengths = (lambda: workspace.analytics.hours(EVERYTHING, BERLIN)), (lambda: workspace.analytics.lengths(EVERYTHING))  # noqa: B023
        if len(loads) == 3:
            spread, divided, scanned = measure(hours, lengths, scan, rounds=7)
        workspace.close()
    within("loading the snapshot, times a bare scan", median(loads) / median(scans), 20)
    within("weekday × hour from the snapshot, times a bare scan", spread / scanned, 0.75)
    within("lengths from the snapshot, times a bare scan", divided / scanned, 0.75)


def test_time_by_goal(workspace: Workspace, scan: Callable[..., object], measure: Measure, within: Within) -> None:
    """The million lies below 10,000 goals."""
    taken, scanned = measure(lambda: workspace.balance.goal_times(EVERYTHING), scan, rounds=5)
    within("time by goal, times a bare scan", taken / scanned, 6)


@pytest.fixture(scope="module")
def linked_file(large_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The 100,000 sessions with as many links to further goals, as sessions of the web application have them."""
    path = tmp_path_factory.mktemp("linked") / "linked.db"
    copy_database(large_file, path)
    chance = random.Random(7)
    connection = sqlite3.connect(path)
    goals = [goal for (goal,) in connection.execute("SELECT id FROM goals WHERE type <> 'PracticeSession'")]
    sessions = connection.execute("SELECT id FROM goals WHERE type = 'PracticeSession'").fetchall()
    links = [(session, goal) for (session,) in sessions for goal in chance.sample(goals, chance.choice((0, 1, 1, 2)))]
    connection.executemany("INSERT INTO practice_session_goals VALUES (?, ?)", links)
    connection.commit()
    connection.close()
    return path


def test_time_by_goal_of_sessions_with_several_goals(linked_file: Path, measure: Measure, within: Within) -> None:
    with closing(Workspace.open(linked_file, read_only=True)) as workspace, closing(sqlite3.connect(linked_file)) as bare:
        workspace.balance.goal_times(EVERYTHING)
        taken, scanned = measure(lambda: workspace.balance.goal_times(EVERYTHING), lambda: bare.execute(SCAN).fetchone(), rounds=7)
    within("time by goal with links, times a bare scan", taken / scanned, 6)


def test_the_page_of_sessions_with_several_goals(
    linked_file: Path, tmp_path: Path, run_program: Callable[..., dict[str, float]], benchmark: BenchmarkFixture, within: Within
) -> None:
    found = benchmark.pedantic(run_program, ("page_time.py", linked_file), {"home": tmp_path}, rounds=1)
    within("the page over all time with links, times a bare scan", found["page_ms"] / found["scan_ms"], 25)


def test_time_by_goal_in_a_fresh_terminal(
    many: Path, tmp_path: Path, run_program: Callable[..., dict[str, float]], benchmark: BenchmarkFixture, within: Within
) -> None:
    """Nothing is known of the tree then; the scan, too, is the first thing that its process asks."""
    taken, scanned = [], []
    for _ in range(5):
        taken.append(run_program("first_answer.py", many, "goals", home=tmp_path)["query_ms"])
        scanned.append(run_program("bare_scan.py", many, SCAN, home=tmp_path)["milliseconds"])
    benchmark.pedantic(run_program, ("first_answer.py", many, "goals"), {"home": tmp_path}, rounds=1)
    within("time by goal, the first thing asked, times a bare scan", median(taken) / median(scanned), 6)


def test_the_whole_page_with_all_cards_painted(
    many: Path, tmp_path: Path, run_program: Callable[..., dict[str, float]], benchmark: BenchmarkFixture, within: Within
) -> None:
    found = benchmark.pedantic(run_program, ("page_time.py", many), {"home": tmp_path}, rounds=1)
    benchmark.extra_info["page_ms"] = round(found["page_ms"])
    within("the page over all time, times a bare scan", found["page_ms"] / found["scan_ms"], 25)


def test_the_worst_stall_while_the_charts_of_a_million_load(
    million_file: Path, tmp_path: Path, run_program: Callable[..., dict[str, float]], benchmark: BenchmarkFixture, within: Within
) -> None:
    runs = [benchmark.pedantic(run_program, ("ui_stalls.py", million_file), {"home": tmp_path}, rounds=1)]
    runs += [run_program("ui_stalls.py", million_file, home=tmp_path) for _ in range(2)]
    first, first_idle, loading, idle = (median(run[name] for run in runs) for name in ("first_ms", "first_idle_ms", "again_ms", "idle_ms"))
    within("worst stall when the page is seen first, times that of as long an idle time", first / first_idle, 4)
    within("worst stall when it loads again", loading / idle, 4)


ANALYTICS_INDEXES = (
    "idx_session_start",
    "idx_session_end",
    "idx_template_id",
    "idx_session_duration",
    "ix_session_root",
    "ix_session_parent",
)
PLAIN_INDEXES = {
    "idx_session_start": "session_start",
    "idx_session_end": "session_end",
    "idx_template_id": "template_id",
    "idx_session_duration": "total_duration_seconds",
}


def test_what_the_wide_indexes_cost(large_file: Path, tmp_path: Path, benchmark: BenchmarkFixture, within: Within) -> None:
    """Beside a file with the seed's four plain indexes and nothing else: its size, and the 99th percentile of 1,000 autosaves that move a session."""
    wide, plain = (copy_database(large_file, tmp_path / name) for name in ("wide.db", "plain.db"))
    with_plain = sqlite3.connect(plain, isolation_level=None)
    for name in ANALYTICS_INDEXES:
        with_plain.execute(f'DROP INDEX "{name}"')
    for name, column in PLAIN_INDEXES.items():
        with_plain.execute(f"CREATE INDEX {name} ON goals({column}) WHERE type = 'PracticeSession'")
    with_plain.execute("VACUUM")
    with_plain.close()
    with_wide = sqlite3.connect(wide, isolation_level=None)
    with_wide.execute("VACUUM")
    with_wide.close()
    within("file size, times that with plain indexes", wide.stat().st_size / plain.stat().st_size, 1.15)
    seconds: dict[Path, list[float]] = {wide: [], plain: []}
    workspaces = {path: Workspace.open(path) for path in seconds}
    with closing(sqlite3.connect(plain)) as again:
        for name in workspaces[plain].indexes_made_again:  # which opening a file puts back
            again.execute(f'DROP INDEX "{name}"')
    for number in range(1000):
        start = datetime(2020, 1, 1, 10, 0, number % 60, tzinfo=UTC)
        times = SessionEdit(start=start, end=start + timedelta(hours=1))
        for path in sorted(seconds, reverse=number % 2 == 1):
            begun = time.perf_counter()
            workspaces[path].practice.save(SessionId(f"session-{number * 97}"), times)
            seconds[path].append(time.perf_counter() - begun)
    for workspace in workspaces.values():
        workspace.close()
    slowest = {path: sorted(each)[-11] for path, each in seconds.items()}
    benchmark.pedantic(lambda: None, rounds=1)
    within("99th percentile of an autosave, times that with plain indexes", slowest[wide] / slowest[plain], 1.3)
