"""Files of these tests lie in memory where there is a place for that: they are synced thousands of times."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="fractal-", dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)
