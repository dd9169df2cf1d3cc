"""What runs now, asked over a long history."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.services.workspace import Workspace

NOW = datetime(2020, 3, 2, 18, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def large(large_file: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(large_file, read_only=True)
    yield workspace
    workspace.close()


@pytest.fixture
def small(small_file: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(small_file, read_only=True)
    yield workspace
    workspace.close()


def test_the_session_in_progress_is_found_as_fast_in_a_long_history(
    large: Workspace, small: Workspace, measure: Callable[..., tuple[float, ...]], within: Callable[[str, float, float], None]
) -> None:
    """The status bar asks after every write."""
    among_many, among_few = measure(lambda: large.timers.in_progress(NOW, BERLIN), lambda: small.timers.in_progress(NOW, BERLIN), rounds=31)
    within("times as long over 100,000 sessions as over 1,000", among_many / among_few, 3)
