"""The three analyses for scripts and for people."""

import gc
import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fractal_desktop.terminal.figures import CARDS
from tests.cli.conftest import Terminal
from tests.legacy import make
from tests.workspaces import new_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Four sessions: two in January (one around midnight in Berlin, one without duration), none in February, one in March, one undated."""
    path = new_file(tmp_path / "few.db").path
    rows = [
        ("a", "2025-12-31 23:30:00.000000", 3600, "t1"),
        ("b", "2026-01-08 10:00:00.000000", None, "t1"),
        ("c", "2026-03-04 10:00:00.000000", 1800, None),
        ("d", None, 600, "gone"),
    ]
    with closing(sqlite3.connect(path)) as db:
        for session_id, start, seconds, template in rows:
            db.execute(
                "INSERT INTO goals (id, type, name, session_start, total_duration_seconds, template_id)"
                " VALUES (?, 'PracticeSession', 'x', ?, ?, ?)",
                (session_id, start, seconds, template),
            )
        db.execute("INSERT INTO goals (id, type, name) VALUES ('root', 'UltimateGoal', 'Cello')")
        db.execute("INSERT INTO session_templates (id, name, root_id, template_data) VALUES ('t1', 'Routine', 'root', '{}')")
        db.commit()
    return path


def test_months_with_sessions_in_the_zone_asked_for(file: Path, fractal: Terminal) -> None:
    answer = fractal("analytics", file, "monthly", "--time-zone", "Europe/Berlin", "--json")
    assert answer.status == 0
    assert answer.json["rows"] == [
        {"month": "2026-01", "sessions": 2, "average_seconds": 3600.0},
        {"month": "2026-03", "sessions": 1, "average_seconds": 1800.0},
    ]
    assert answer.json["query_ms"] > 0
    utc = fractal("analytics", file, "monthly", "--time-zone", "UTC", "--json").json["rows"]
    assert [row["month"] for row in utc] == ["2025-12", "2026-01", "2026-03"]
    assert utc[1] == {"month": "2026-01", "sessions": 1, "average_seconds": None}


def test_python_collects_garbage_again_after_the_question(file: Path, fractal: Terminal) -> None:
    for enabled in (False, True):
        (gc.enable if enabled else gc.disable)()
        fractal("analytics", file, "monthly", "--json")
        assert gc.isenabled() == enabled


def test_weeks_are_named_by_their_monday(file: Path, fractal: Terminal) -> None:
    rows = fractal("analytics", file, "weekly", "--time-zone", "Europe/Berlin", "--json").json["rows"]
    assert rows == [{"week": "2025-12-29", "sessions": 1}, {"week": "2026-01-05", "sessions": 1}, {"week": "2026-03-02", "sessions": 1}]


def test_templates_most_used_first(file: Path, fractal: Terminal) -> None:
    rows = fractal("analytics", file, "templates", "--json").json["rows"]
    assert rows[0] == {"template_id": "t1", "name": "Routine", "sessions": 2, "average_seconds": 3600.0}
    assert sorted(rows[1:], key=str) == [
        {"template_id": "gone", "name": None, "sessions": 1, "average_seconds": 600.0},
        {"template_id": None, "name": None, "sessions": 1, "average_seconds": 1800.0},
    ]


@pytest.mark.parametrize("card", ["monthly", "weekly", "daily"])
def test_sessions_without_a_start_are_told_where_all_times_are_asked_for(file: Path, fractal: Terminal, card: str) -> None:
    assert fractal("analytics", file, card, "--time-zone", "UTC", "--json").json["without_start"] == 1
    assert fractal("analytics", file, card, "--time-zone", "UTC", "--from", "2026-01-01", "--json").json["without_start"] == 0
    assert fractal("analytics", file, card, "--time-zone", "UTC", "--template", "t1", "--json").json["without_start"] == 0


def test_days_with_their_time(file: Path, fractal: Terminal) -> None:
    assert fractal("analytics", file, "daily", "--time-zone", "Europe/Berlin", "--json").json["rows"] == [
        {"day": "2026-01-01", "sessions": 1, "seconds": 3600},
        {"day": "2026-01-08", "sessions": 1, "seconds": 0},
        {"day": "2026-03-04", "sessions": 1, "seconds": 1800},
    ]
    assert fractal("analytics", file, "daily", "--from", "2026-03-01", "--time-zone", "Europe/Berlin").out.splitlines() == [
        "Day         Sessions  Time",
        "2026-03-04         1  0:30",
    ]


def test_time_is_spread_over_the_hours_of_the_week(file: Path, fractal: Terminal) -> None:
    answer = fractal("analytics", file, "weekday-hour", "--time-zone", "Europe/Berlin", "--json").json
    assert answer["rows"] == [
        {"weekday": 2, "hour": 11, "seconds": 1800},
        {"weekday": 3, "hour": 0, "seconds": 1800},
        {"weekday": 3, "hour": 1, "seconds": 1800},
    ]
    assert (answer["without_start"], answer["without_duration"]) == (1, 1)
    assert fractal("analytics", file, "weekday-hour", "--time-zone", "Europe/Berlin").out.splitlines() == [
        "Hour       Time",
        "Wed 11:00  0:30",
        "Thu 00:00  0:30",
        "Thu 01:00  0:30",
        "1 session without a start is not shown.",
        "1 session without a duration of at most 31 days is not shown.",
    ]


def test_how_long_sessions_are(file: Path, fractal: Terminal) -> None:
    answer = fractal("analytics", file, "lengths", "--json").json
    assert [row for row in answer["rows"] if row["sessions"]] == [
        {"from_seconds": 600, "until_seconds": 1200, "sessions": 1},
        {"from_seconds": 1800, "until_seconds": 2400, "sessions": 1},
        {"from_seconds": 3600, "until_seconds": 4200, "sessions": 1},
    ]
    assert answer["rows"][-1] == {"from_seconds": 4200, "until_seconds": None, "sessions": 0}
    assert {key: answer[key] for key in ("timed", "median_seconds", "mean_seconds", "untimed")} == {
        "timed": 3,
        "median_seconds": 1800,
        "mean_seconds": 2000,
        "untimed": 1,
    }
    lines = fractal("analytics", file, "lengths").out.splitlines()
    assert lines[-3:] == ["1:10 or more         0", "Median 0:30, average 0:33.", "1 session without a duration is not shown."]
    nothing = fractal("analytics", file, "lengths", "--from", "2027-01-01").out
    assert nothing == "There are no sessions with a duration to show.\n"


def test_a_table_for_people(file: Path, fractal: Terminal) -> None:
    assert fractal("analytics", file, "monthly", "--time-zone", "Europe/Berlin").out.splitlines() == [
        "Month    Sessions  Average",
        "2026-01         2     1:00",
        "2026-03         1     0:30",
        "1 session without a start is not shown.",
    ]
    assert fractal("analytics", file, "weekly", "--to", "2026-01-05", "--time-zone", "Europe/Berlin").out.splitlines() == [
        "Week of     Sessions",
        "2025-12-29         1",
    ]
    words = fractal("analytics", file, "templates").out
    assert "(no template)" in words
    assert "(deleted) gone" in words


def test_a_file_without_sessions(tmp_path: Path, fractal: Terminal) -> None:
    new_file(tmp_path / "new.db")
    assert fractal("analytics", tmp_path / "new.db", "weekly", "--json").json["rows"] == []
    assert "There are no sessions" in fractal("analytics", tmp_path / "new.db", "weekly").out


def test_an_old_file_is_not_migrated_by_looking(tmp_path: Path, fractal: Terminal) -> None:
    path = make(tmp_path / "old.db", "D", sessions=5)
    before = hashlib.sha256(path.read_bytes()).digest()
    answer = fractal("analytics", path, "monthly", "--json")
    assert answer.status == 1
    assert answer.json["error"]["problem"] == "pending"
    assert "fractal-desktop db migrate" in answer.err
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_a_wrong_zone_is_a_usage_error(file: Path, fractal: Terminal) -> None:
    answer = fractal("analytics", file, "weekly", "--time-zone", "Mars/Olympus")
    assert answer.status == 2
    assert "There is no time zone “Mars/Olympus”." in answer.err


def test_days_goal_template_and_activity_limit_every_card(file: Path, fractal: Terminal) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE goals SET parent_id = 'root', completed = 1 WHERE id = 'a'")
        db.execute("INSERT INTO activity_definitions (id, root_id, name) VALUES ('scales', 'root', 'Scales')")
        db.execute("INSERT INTO activity_instances (id, practice_session_id, activity_definition_id) VALUES ('i', 'c', 'scales')")
        db.commit()

    def starts(*options: str) -> list[str]:
        rows = fractal("analytics", file, "weekly", "--time-zone", "Europe/Berlin", "--json", *options).json["rows"]
        return [row["week"] for row in rows]

    assert starts("--from", "2026-01-01", "--to", "2026-01-08") == ["2025-12-29", "2026-01-05"]
    assert starts("--from", "2026-01-02", "--to", "2026-03-03") == ["2026-01-05"]
    assert starts("--to", "9999-12-31") == ["2025-12-29", "2026-01-05", "2026-03-02"]
    assert starts("--goal", "root") == ["2025-12-29"]
    assert starts("--template", "t1") == ["2025-12-29", "2026-01-05"]
    assert starts("--activity", "scales") == ["2026-03-02"]
    assert starts("--completed", "no") == ["2026-01-05", "2026-03-02"]
    assert starts("--completed", "yes", "--activity", "scales") == []
    (row,) = fractal("analytics", file, "templates", "--goal", "root", "--json").json["rows"]
    assert row == {"template_id": "t1", "name": "Routine", "sessions": 1, "average_seconds": 3600.0}


@pytest.mark.parametrize("kind", ["goal", "template", "activity"])
def test_what_is_not_in_the_file_is_said_in_words(file: Path, fractal: Terminal, kind: str) -> None:
    answer = fractal("analytics", file, "monthly", f"--{kind}", "nothing", "--json")
    assert answer.status == 1
    assert answer.json["error"] == {"problem": "usererror", "message": f"There is no {kind} “nothing” in this file."}
    assert f"no {kind} “nothing”" in answer.err


def test_what_was_deleted_can_be_asked_for_while_sessions_name_it(file: Path, fractal: Terminal) -> None:
    assert fractal("analytics", file, "templates", "--template", "gone", "--json").json["rows"][0]["sessions"] == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--from", "yesterday"), "“yesterday” is no day such as 2026-03-02"),
        (("--from", "2026-03-02", "--to", "2026-03-01"), "From 2026-03-02 to 2026-03-01 there is no day."),
        (("--completed", "perhaps"), "perhaps"),
    ],
)
def test_days_that_make_no_sense_are_a_usage_error(file: Path, fractal: Terminal, options: tuple[str, ...], words: str) -> None:
    answer = fractal("analytics", file, "monthly", *options)
    assert answer.status == 2
    assert words in answer.err


@pytest.mark.parametrize("option", ["--goal", "--template", "--activity", "--metric", "--split"])
def test_bytes_that_are_no_text_are_a_usage_error(file: Path, fractal: Terminal, option: str) -> None:
    answer = fractal("analytics", file, "progress", option, os.fsdecode(b"cello\x80"), "--json")
    assert answer.status == 2
    assert f"argument {option}: “cello\\udc80” is not text in UTF-8" in answer.err


def test_a_line_of_bytes_that_are_no_text_is_a_usage_error(file: Path, fractal: Terminal) -> None:
    answer = fractal("log", file, "45m", os.fsdecode(b"\xff"))
    assert answer.status == 2
    assert "is not text in UTF-8" in answer.err


def test_the_help_names_every_card(fractal: Terminal) -> None:
    words = fractal("analytics", "--help").out
    for card in CARDS.values():
        assert f"  {card.name}" in words
        assert card.about in words
