"""A file is old or new, whenever the program is killed (FAULTS.md 1)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fractal_desktop.persistence import migrations
from tests.legacy import make
from tests.migrations.samples import NEW_YORK, SHAPES

# A, D and G go through different code, and on the way up every statement of each counts; the others differ from them in a few.
# A step that shares no factor with the number of statements in a loop meets each statement of it sooner or later.
STEPS = {
    "upgrade": dict.fromkeys("ADG", 1) | dict.fromkeys("BEFHIZ", 11),
    "downgrade": dict.fromkeys("ADG", 3) | dict.fromkeys("BEFHIZ", 11),
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
