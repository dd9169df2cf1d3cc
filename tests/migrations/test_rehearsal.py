"""Dry runs, what revisions say of themselves, and Alembic's own command line."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import Cancelled
from fractal_desktop.paths import alembic_folder
from fractal_desktop.persistence import migration_reports, migrations
from fractal_desktop.persistence.legacy import REVISIONS, inspect
from tests.legacy import make
from tests.migrations.samples import NEW_YORK, SHAPES, old_file


@pytest.mark.parametrize("shape", [*SHAPES, "Z"])
def test_a_dry_run_says_what_the_upgrade_says_and_changes_nothing(tmp_path: Path, shape: str) -> None:
    path = old_file(tmp_path, shape) if shape != "Z" else make(tmp_path / "new.db", "Z")
    before = path.read_bytes()
    told = migrations.plan(path, zone=NEW_YORK)
    assert path.read_bytes() == before
    done = migrations.upgrade(path, zone=NEW_YORK)
    assert replace(told, seconds=0) == replace(done, seconds=0)


def test_a_dry_run_can_be_stopped(tmp_path: Path) -> None:
    path = old_file(tmp_path, "D")
    with pytest.raises(Cancelled):
        migrations.plan(path, zone=NEW_YORK, cancelled=lambda: True)


def test_many_sessions_that_need_a_look_are_counted_and_some_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration_reports, "LISTED_SESSIONS", 5)
    report = migrations.upgrade(old_file(tmp_path, "D"), zone=NEW_YORK)
    assert len(report.concerned) == 5 < report.needs_look
    starts = [session.start for session in report.concerned]
    assert starts == sorted(starts, reverse=True)


def test_each_revision_says_what_it_adds_and_keeps() -> None:
    texts = migrations.history()
    assert tuple(text.revision for text in texts) == REVISIONS
    assert [text.title for text in texts] == ["Old schema, adopted", "Session analytics", "Desktop", "Practice", "Analytics"]
    for text in texts:
        assert text.adds.endswith(".")
        assert text.keeps.endswith(".")
        assert "\n" not in text.adds + text.keeps


def alembic(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from alembic.config import main; main(argv=sys.argv[1:])"
    folder = alembic_folder().parent
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, cwd=folder)


def test_alembics_own_command_line_goes_through_the_same_guard(tmp_path: Path) -> None:
    path = old_file(tmp_path, "D", sessions=5)
    done = alembic("-x", f"db={path}", "-x", "zone=America/New_York", "upgrade", "head")
    assert done.returncode == 0, done.stderr
    assert inspect(path).is_current
    assert alembic("-x", f"db={path}", "downgrade", "base").returncode == 0
    assert inspect(path).shape == "D"


def test_alembics_command_line_wants_a_file_and_writes_no_sql(tmp_path: Path) -> None:
    assert "alembic -x db=FILE" in alembic("upgrade", "head").stderr
    assert "leave --sql away" in alembic("upgrade", "head", "--sql").stderr
    assert "another program" in alembic("-x", f"db={_foreign(tmp_path)}", "upgrade", "head").stderr


def _foreign(folder: Path) -> Path:
    import sqlite3

    with sqlite3.connect(folder / "songs.db") as db:
        db.execute("CREATE TABLE songs (id)")
    db.close()
    return folder / "songs.db"
