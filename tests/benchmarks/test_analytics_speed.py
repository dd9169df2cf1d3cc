"""The charts' queries at 100,000 sessions, against a bare scan, against reading every document, against the seed's indexes."""

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.persistence.engine import Database
from fractal_desktop.services.analytics import AnalyticsService

BERLIN = ZoneInfo("Europe/Berlin")
EVERYTHING = AnalyticsFilter()
BARE_SCAN = """
    SELECT count(session_start), sum(total_duration_seconds) FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession'
"""
BARE_TEMPLATE_SCAN = """
    SELECT count(template_id), sum(total_duration_seconds) FROM goals INDEXED BY idx_template_id WHERE type = 'PracticeSession'
"""
Query = Callable[[AnalyticsService], object]


def bare_scan(query: Query) -> str:
    return BARE_TEMPLATE_SCAN if query is templates else BARE_SCAN


def months(service: AnalyticsService) -> object:
    return service.months(EVERYTHING, BERLIN)


def weeks(service: AnalyticsService) -> object:
    return service.weeks(EVERYTHING, BERLIN)


def templates(service: AnalyticsService) -> object:
    return service.templates(EVERYTHING)


THE_THREE = pytest.mark.parametrize("query", [months, weeks, templates], ids=["monthly", "weekly", "templates"])


@pytest.fixture
def service(large_file: Path) -> Iterator[AnalyticsService]:
    database = Database.open(large_file, read_only=True)
    yield AnalyticsService(database)
    database.close()


@pytest.fixture(params=["25 years", "175 years"])
def history_file(request: pytest.FixtureRequest) -> Path:
    """The same number of sessions in 300 months and 1,305 weeks, and in 2,101 and 9,132."""
    file: Path = request.getfixturevalue("large_file" if request.param == "25 years" else "long_history_file")
    return file


@THE_THREE
def test_a_chart_costs_little_more_than_a_bare_scan_of_its_index(
    query: Query, history_file: Path, measure: Callable[..., tuple[float, ...]], within: Callable[..., None]
) -> None:
    database, bare = Database.open(history_file, read_only=True), sqlite3.connect(history_file)
    service = AnalyticsService(database)
    taken, scanned = measure(lambda: query(service), lambda: bare.execute(bare_scan(query)).fetchone(), rounds=25)
    bare.close()
    database.close()
    within("times a bare index scan", taken / scanned, 2.5)


@THE_THREE
def test_a_fresh_terminal_answers_in_little_more_than_a_bare_scan_takes_a_fresh_process(
    query: Query,
    history_file: Path,
    run_program: Callable[..., dict[str, float]],
    benchmark: BenchmarkFixture,
    tmp_path: Path,
    within: Callable[..., None],
) -> None:
    analysis = "templates" if query is templates else "monthly" if query is months else "weekly"
    taken, scanned = [], []
    for _ in range(7):
        taken.append(run_program("first_answer.py", history_file, analysis, home=tmp_path)["query_ms"])
        scanned.append(run_program("bare_scan.py", history_file, bare_scan(query), home=tmp_path)["milliseconds"])
    benchmark.pedantic(run_program, ("first_answer.py", history_file, analysis), {"home": tmp_path})
    within("times a bare index scan, both the first", median(taken) / median(scanned), 2.5)


@THE_THREE
def test_a_chart_is_far_quicker_than_reading_every_document(
    query: Query, service: AnalyticsService, large_file: Path, measure: Callable[..., tuple[float, ...]], at_least: Callable[..., None]
) -> None:
    (taken,) = measure(lambda: query(service))
    begun = time.perf_counter()
    _by_documents(large_file)
    at_least("times quicker than json.loads", (time.perf_counter() - begun) / taken, 50)


def _by_documents(path: Path) -> dict[str, list[int]]:
    """Do what had to be done before the migration: read the documents, and add up what stands in them."""
    seconds: dict[str, list[int]] = defaultdict(list)
    connection = sqlite3.connect(path)
    for (text,) in connection.execute("SELECT attributes FROM goals WHERE type = 'PracticeSession'"):
        document = json.loads(text)
        total = sum(item["duration_seconds"] for section in document["sections"] for item in section["exercises"])
        seconds[document["session_start"][:7]].append(total)
    connection.close()
    return seconds


@pytest.mark.parametrize(
    ("query", "statement"),
    [
        (months, "SELECT strftime('%Y-%m', session_start) AS month, avg(total_duration_seconds) {of_sessions} GROUP BY month"),
        (weeks, "SELECT strftime('%Y-%W', session_start) AS week, count(*) {of_sessions} GROUP BY week"),
        (templates, "SELECT template_id, count(*) AS n, avg(total_duration_seconds) {of_sessions} GROUP BY template_id ORDER BY n DESC"),
    ],
    ids=["monthly", "weekly", "templates"],
)
def test_a_chart_is_quicker_than_the_seeds_statement_with_the_seeds_indexes(
    query: Query,
    statement: str,
    service: AnalyticsService,
    plain_index_file: Path,
    measure: Callable[..., tuple[float, ...]],
    at_least: Callable[..., None],
) -> None:
    """The seed's statements in SQLite's words; the planner is free to choose among the four plain indexes, or none."""
    plain = sqlite3.connect(plain_index_file)
    of_sessions = "FROM goals WHERE type = 'PracticeSession'"
    plainly = statement.format(of_sessions=of_sessions)
    taken, without = measure(lambda: query(service), lambda: plain.execute(plainly).fetchall(), rounds=7)
    plain.close()
    at_least("times quicker than with plain indexes", without / taken, 15)


def test_every_figure_of_the_page_comes_before_a_person_waits(
    service: AnalyticsService, measure: Callable[..., tuple[float, ...]], within: Callable[..., None]
) -> None:
    def everything() -> None:
        service.months(EVERYTHING, BERLIN)
        service.weeks_with_time(EVERYTHING, BERLIN)
        service.templates(EVERYTHING)
        service.numbers(EVERYTHING, BERLIN)

    (taken,) = measure(everything)
    within("milliseconds for the whole page", taken * 1000, 300)
