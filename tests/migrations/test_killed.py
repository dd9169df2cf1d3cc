"""A file is old or new, whenever the program is killed (FAULTS.md 1)."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from fractal_desktop.persistence import migrations
from tests.legacy import make
from tests.migrations.killer import Finding, Task
from tests.migrations.samples import NEW_YORK, SHAPES

# Every statement is looked at in any case; where `EVERY_STATEMENT` is set a process is killed before each too, for minutes.
REALLY_EVERY = 1 if os.environ.get("EVERY_STATEMENT") else 71
LARGE = {"A": [False, True], "D": [False, True]}
RUNS = [
    (shape, direction, large) for shape in [*SHAPES, "Z"] for direction in ("migrate", "roll back") for large in LARGE.get(shape, [False])
]


@pytest.fixture(scope="module")
def attempt() -> Iterator[Callable[[Task], Finding]]:
    """Return what asks the killer, which pays for its imports once."""
    command = [sys.executable, "-m", "tests.migrations.killer"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as killer:
        assert killer.stdin is not None
        assert killer.stdout is not None
        wishes, answers = killer.stdin, killer.stdout

        def ask(task: Task) -> Finding:
            wishes.write(f"{json.dumps(asdict(task))}\n")
            return Finding(**json.loads(answers.readline()))

        yield ask


@pytest.mark.parametrize(("shape", "direction", "large"), RUNS)
def test_killed_before_any_statement_the_file_is_old_or_new(
    tmp_path: Path, attempt: Callable[[Task], Finding], shape: str, direction: str, large: bool
) -> None:
    path = make(tmp_path / "old.db", shape, sessions=3, goals=12)
    if direction == "roll back":
        migrations.upgrade(path, zone=NEW_YORK)
    folder = tmp_path / "tries"
    folder.mkdir()
    first = 3 * RUNS.index((shape, direction, large)) % REALLY_EVERY  # in each run before other statements
    found = attempt(Task(str(path), direction, str(folder), REALLY_EVERY, first, large))
    assert not found.failed
    assert found.old + found.new == found.statements > 200
    assert found.old > 200
    assert found.new > 0
    assert found.killed == len(range(first, found.statements, REALLY_EVERY))
    # Not the same two files over and over: half of it was written when it stopped, and SQLite had to undo that.
    assert found.with_journal > 20
