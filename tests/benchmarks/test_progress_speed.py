"""An activity's progress in 100,000 sessions with 400,000 values, of which it has 33,000 sessions, against the statement that joins them."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fractal_desktop.domain.activity_progress import ProgressQuestion
from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.services.workspace import Workspace
from tests.benchmarks.conftest import Measure
from tests.benchmarks.test_previous_speed import MANY, build

OFTEN, SELDOM = ActivityId("00000000-activity"), ActivityId("00000039-activity")
LAST_YEAR = AnalyticsFilter(since=datetime(2025, 1, 1, tzinfo=UTC))
_JOINED = """
    SELECT s.session_start, i.id, max(v.value) FROM activity_instances i JOIN goals s ON s.id = i.practice_session_id
    JOIN metric_values v ON v.activity_instance_id = i.id
    WHERE i.activity_definition_id = ? AND v.metric_definition_id = 'metric-0-0' GROUP BY s.id ORDER BY 1
"""

Ratio = Callable[[str, float, float], None]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("progress") / "many.db"
    build(path, MANY)
    return path


@pytest.fixture
def joined(file: Path) -> Iterator[Callable[[], None]]:
    sql = sqlite3.connect(file)

    def join() -> None:
        assert len(sql.execute(_JOINED, (OFTEN,)).fetchall()) > MANY / 4

    yield join
    sql.close()


def anew(file: Path, activity_id: ActivityId, asked: AnalyticsFilter) -> int:
    """Open the file, so that nothing is known of it, and return how many sessions have a point."""
    workspace = Workspace.open(file, read_only=True)
    try:
        return workspace.progress.progress(ProgressQuestion(activity_id), asked).lines[0].sessions
    finally:
        workspace.close()


def test_all_sessions_of_what_is_practised_most(file: Path, joined: Callable[[], None], measure: Measure, within: Ratio) -> None:
    assert anew(file, OFTEN, AnalyticsFilter()) > MANY / 4
    taken, join = measure(lambda: anew(file, OFTEN, AnalyticsFilter()), joined, rounds=5)
    within("times the join of three tables", taken / join, 3.0)


def test_the_sessions_of_a_year(file: Path, joined: Callable[[], None], measure: Measure, within: Ratio) -> None:
    assert anew(file, OFTEN, LAST_YEAR) > 500
    taken, join = measure(lambda: anew(file, OFTEN, LAST_YEAR), joined, rounds=5)
    within("times the join of three tables, over 25 years", taken / join, 0.8)


def test_what_is_seldom_practised(file: Path, joined: Callable[[], None], measure: Measure, within: Ratio) -> None:
    assert anew(file, SELDOM, AnalyticsFilter()) > 2
    taken, join = measure(lambda: anew(file, SELDOM, AnalyticsFilter()), joined, rounds=5)
    within("times the join of three tables for what is practised most", taken / join, 0.2)


def test_another_look_at_what_was_read(file: Path, joined: Callable[[], None], measure: Measure, within: Ratio) -> None:
    workspace = Workspace.open(file, read_only=True)
    taken, join = measure(lambda: workspace.progress.progress(ProgressQuestion(OFTEN), AnalyticsFilter()), joined, rounds=5)
    workspace.close()
    within("times the join of three tables", taken / join, 0.5)
