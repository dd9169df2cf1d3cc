"""A file is old or new, whenever the program is killed (FAULTS.md 1)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fractal_desktop.persistence import migrations
from tests.legacy import make
from tests.migrations.samples import NEW_YORK, SHAPES

# Before each statement of each shape where `EVERY_STATEMENT` is set, as .ci/run does: two minutes. Else A, D and G, which go through
# different code, on the way up before each, and of the others, which differ from them in a few, every eleventh: a step that shares
# no factor with the number of statements in a loop meets each statement of it sooner or later.
EVERY = bool(os.environ.get("EVERY_STATEMENT"))
STEPS = {
    "upgrade": dict.fromkeys("ADG", 1) | dict.fromkeys("BEFHIZ", 1 if EVERY else 11),
    "downgrade": dict.fromkeys("ADG", 1 if EVERY else 3) | dict.fromkeys("BEFHIZ", 1 if EVERY else 11),
}


@pytest.mark.parametrize("shape", [*SHAPES, "Z"])
@pytest.mark.parametrize("direction", STEPS)
def test_killed_before_any_statement_the_file_is_old_or_new(tmp_path: Path, shape: str, direction: str) -> None:
    path = make(tmp_path / "old.db", shape, sessions=3, goals=12)
    if direction == "downgrade":
        migrations.upgrade(path, zone=NEW_YORK)
    folder = tmp_path / "tries"
    folder.mkdir()
    command = [sys.executable, "-m", "tests.migrations.killer", str(path), direction, str(folder), str(STEPS[direction][shape])]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    found = json.loads(done.stdout)
    assert "failed" not in found, found
    assert found["old"] > 10
    assert found["new"] >= 1 or STEPS[direction][shape] > 1
    assert found["old"] + found["new"] == found["statements"]
