"""`fractal-desktop log`: a session that took place, written down in one line."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fractal_desktop import paths
from fractal_desktop.persistence.integrity import check
from fractal_desktop.persistence.lock import DatabaseLock
from fractal_desktop.persistence.migrations import downgrade
from tests.cli.conftest import Terminal
from tests.legacy import make
from tests.workspaces import Rows, new_file

LINE = "45m Scales yesterday 18:00 #Suite I"
BERLIN = ("--time-zone", "Europe/Berlin", "--now", "2026-03-02T19:30:00Z")


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "practice.db", zone="America/New_York")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.goal("suite", "ShortTermGoal", "root", name="Suite I", root_id="root")
    rows.library()
    return rows


def digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def test_a_session_is_written(rows: Rows, fractal: Terminal) -> None:
    answer = fractal("log", rows.path, LINE, *BERLIN, "--json")
    assert (answer.status, answer.err) == (0, "")
    assert answer.json == {
        "session_start": "2026-03-01T17:00:00Z",
        "session_end": "2026-03-01T17:45:00Z",
        "total_duration_seconds": 2700,
        "activities": ["Scales"],
        "goals": ["Suite I"],
        "unknown": [],
    }
    ((name, start, end, seconds, parent, root, completed, completed_at),) = rows.sql(
        "SELECT name, session_start, session_end, total_duration_seconds, parent_id, root_id, completed, completed_at FROM goals"
        " WHERE type = 'PracticeSession'"
    )
    assert (name, parent, root, completed) == ("Scales", "suite", "root", 1)
    assert (start, end, seconds) == ("2026-03-01 17:00:00.000000", "2026-03-01 17:45:00.000000", 2700)
    assert completed_at == end
    assert rows.sql("SELECT activity_definition_id, duration_seconds FROM activity_instances") == [("scales", 2700)]
    assert check(rows.path).ok


def test_what_it_says_to_people(rows: Rows, fractal: Terminal) -> None:
    words = "Scales: Sunday, 1 March 2026, 18:00 to 18:45 (45 min), for Suite I.\n"
    assert fractal("log", rows.path, LINE, *BERLIN, "--dry-run").out == f"Would be written: {words}"
    assert fractal("log", rows.path, LINE, *BERLIN).out == f"✓ Written: {words}"
    assert "Not understood: blah." in fractal("log", rows.path, f"{LINE} blah", *BERLIN).out


def test_the_words_need_no_quotation_marks(rows: Rows, fractal: Terminal) -> None:
    answer = fractal("log", rows.path, "45m", "Scales", "yesterday", "18:00", "#Suite", "I", *BERLIN, "--json")
    assert answer.json["goals"] == ["Suite I"]


def test_a_dry_run_writes_nothing(rows: Rows, fractal: Terminal) -> None:
    before, folder = digest(rows.path), sorted(rows.path.parent.iterdir())
    answer = fractal("log", rows.path, f"{LINE} nonsense", *BERLIN, "--dry-run", "--json")
    assert answer.status == 0
    assert answer.json["session_start"] == "2026-03-01T17:00:00Z"
    assert answer.json["unknown"] == ["nonsense"]
    assert digest(rows.path) == before
    assert sorted(rows.path.parent.iterdir()) == folder


def test_without_a_time_it_ended_now_by_the_clock(rows: Rows, fractal: Terminal) -> None:
    answer = fractal("log", rows.path, "45m Scales", "--json")
    ended = datetime.fromisoformat(answer.json["session_end"])
    assert timedelta(0) <= datetime.now(UTC) - ended < timedelta(minutes=1)


def test_the_present_may_be_given_in_the_zone(rows: Rows, fractal: Terminal) -> None:
    answer = fractal("log", rows.path, "45m", "--time-zone", "Australia/Lord_Howe", "--now", "2026-03-02T19:30", "--dry-run", "--json")
    assert answer.json["session_end"] == "2026-03-02T08:30:00Z"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Scales yesterday 18:00", "Say how long it was"),
        ("45m tomorrow 18:00 2027-01-01", "still to come"),
        ("45m 31.02.", "There is no day"),
        ("45m 1h", "More than one length"),
    ],
)
def test_what_cannot_be_is_refused(rows: Rows, fractal: Terminal, line: str, words: str) -> None:
    before = digest(rows.path)
    answer = fractal("log", rows.path, line, *BERLIN, "--json")
    assert answer.status == 1
    assert words in answer.err
    assert answer.json["error"]["message"] == answer.err.strip()
    assert digest(rows.path) == before


@pytest.mark.parametrize("more", [("--time-zone", "Mars/Olympus"), ("--now", "yesterday"), ("--now", "2026-02-30T10:00"), ("--nonsense",)])
def test_a_command_line_that_makes_no_sense(rows: Rows, fractal: Terminal, more: tuple[str, ...]) -> None:
    answer = fractal("log", rows.path, LINE, *more)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err
    assert fractal("log", rows.path).status == 2


def test_a_file_that_is_open_in_a_window_is_not_written(rows: Rows, fractal: Terminal) -> None:
    lock = DatabaseLock(rows.path, paths.data_folder() / "locks")
    with lock:
        before = digest(rows.path)
        answer = fractal("log", rows.path, LINE, *BERLIN, "--json")
        assert answer.status == 1
        assert answer.json["error"]["problem"] == "busy"
        assert digest(rows.path) == before
        assert fractal("log", rows.path, LINE, *BERLIN, "--dry-run").status == 0
    assert fractal("log", rows.path, LINE, *BERLIN).status == 0


def test_an_older_file_is_refused_in_words(tmp_path: Path, rows: Rows, fractal: Terminal) -> None:
    old = make(tmp_path / "old.db", "D", sessions=5)
    downgrade(rows.path, "0002")
    for path in (old, rows.path):
        before = digest(path)
        answer = fractal("log", path, LINE, *BERLIN, "--json")
        assert answer.status == 1
        assert answer.json["error"]["problem"] == "pending"
        assert "fractal-desktop db migrate" in answer.err
        assert digest(path) == before


def test_a_file_that_is_not_there(tmp_path: Path, fractal: Terminal) -> None:
    answer = fractal("log", tmp_path / "none.db", LINE, *BERLIN)
    assert answer.status == 1
    assert "none.db" in answer.err
    assert not (tmp_path / "none.db").exists()


def test_an_activity_that_is_retired_and_an_archived_template_are_not_known(rows: Rows, fractal: Terminal) -> None:
    rows.sql("UPDATE activity_definitions SET retired_at = '2026-01-01 00:00:00.000000'")
    rows.sql("UPDATE session_templates SET archived_at = '2026-01-01 00:00:00.000000'")
    answer = fractal("log", rows.path, "45m scales routine", *BERLIN, "--dry-run", "--json")
    assert answer.json["unknown"] == ["scales", "routine"]


def test_a_session_from_a_template(rows: Rows, fractal: Terminal) -> None:
    assert fractal("log", rows.path, "45m routine 18-19", *BERLIN, "--json").json["total_duration_seconds"] == 2700
    ((text, template, seconds),) = rows.sql(
        "SELECT attributes, template_id, total_duration_seconds FROM goals WHERE type = 'PracticeSession'"
    )
    assert (template, seconds) == ("routine", 2700)
    lines = [line["name"] for section in json.loads(str(text))["sections"] for line in section["exercises"]]
    assert lines == ["Scales", "Practice"]


def test_a_goal_too_low_for_sessions_is_not_known_and_an_open_one_counts_before_a_done_one(rows: Rows, fractal: Terminal) -> None:
    rows.goal("low", "NanoGoal", "suite", name="Low")
    rows.goal("done", "ShortTermGoal", "root", name="Suite I", completed=1)
    assert fractal("log", rows.path, "45m #Low", *BERLIN, "--dry-run", "--json").json["unknown"] == ["#Low"]
    assert fractal("log", rows.path, LINE, *BERLIN).status == 0
    assert rows.one("SELECT parent_id FROM goals WHERE type = 'PracticeSession'") == "suite"
