"""Files that the tests of the analytics fill."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.practised import Practised


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Practised]:
    practised = Practised(tmp_path / "practice.db")
    yield practised
    practised.database.close()
