"""The migration of 100,000 sessions against what no migration can avoid; all in one run, as ratios.

The floor: SQLite's own backup of the file, one pass of `json.loads` over all documents, one UPDATE of one column in all rows.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.backup import make_backup
from tests.databases import copy_database
from tests.legacy import make
from tests.migrations.samples import NEW_YORK

Within = Callable[[str, float, float], None]
SESSIONS = 100_000
ROUNDS = 3
PEAK = """
import sys
from pathlib import Path
from zoneinfo import ZoneInfo
from fractal_desktop.persistence.backup import make_backup
from fractal_desktop.persistence.migrations import upgrade
make_backup(Path(sys.argv[1]), Path(sys.argv[2]))
upgrade(Path(sys.argv[1]), zone=ZoneInfo("America/New_York"))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("large") / "old.db", "D", sessions=SESSIONS, clean=True)


def floor_seconds(old: Path, folder: Path) -> float:
    """Do what cannot be avoided; return how long it took."""
    copy = folder / "floor.db"
    copy.unlink(missing_ok=True)
    began = time.perf_counter()
    with closing(sqlite3.connect(old)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        for (document,) in source.execute("SELECT session_data FROM goals WHERE type = 'PracticeSession'"):
            json.loads(document)
        with target:
            target.execute("UPDATE goals SET updated_at = '2025-12-30 12:00:00.000000'")
    return time.perf_counter() - began


def test_a_migration_with_its_backup_takes_at_most_three_times_the_floor(
    old: Path, tmp_path: Path, benchmark: BenchmarkFixture, within: Within
) -> None:
    path, floors, sizes = tmp_path / "work.db", [], []

    def prepare() -> None:
        floors.append(floor_seconds(old, tmp_path))
        shutil.rmtree(tmp_path / "backups", ignore_errors=True)
        copy_database(old, path)

    def migrate() -> None:
        make_backup(path, tmp_path / "backups")
        migrations.upgrade(path, zone=NEW_YORK)
        sizes.append(path.stat().st_size)

    benchmark.pedantic(migrate, setup=prepare, rounds=ROUNDS, iterations=1)
    within("file size, times that of the old file", sizes[-1] / old.stat().st_size, 1.2)
    within("times SQLite's backup, json.loads of all documents and one UPDATE", benchmark.stats.stats.min / min(floors), 3)


def test_memory_at_its_peak_hardly_depends_on_the_number_of_sessions(
    old: Path, tmp_path: Path, benchmark: BenchmarkFixture, within: Within
) -> None:
    few = make(tmp_path / "few.db", "D", sessions=SESSIONS // 100, clean=True)
    many = copy_database(old, tmp_path / "many.db")
    of_few = peak_kib(few, tmp_path)
    of_many = benchmark.pedantic(peak_kib, args=(many, tmp_path), rounds=1, iterations=1)
    within("memory at its peak, times that with 1,000 sessions", of_many / of_few, 1.5)


def peak_kib(path: Path, folder: Path) -> int:
    """Return the largest resident size of a process that backs the file up and migrates it.

    Not `ru_maxrss`: that remembers what its parent was before the new program was loaded.
    """
    done = subprocess.run([sys.executable, "-c", PEAK, str(path), str(folder / "backups")], capture_output=True, text=True, check=True)
    return int(done.stdout)
