"""Time by goal and activity, and planned time, for scripts and for people."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Terminal
from tests.workspaces import Rows, document, item, new_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal", name="Cello")
    rows.goal("suite", "ShortTermGoal", "root", name="Suite")
    rows.goal("bow", "ShortTermGoal", "root", name="Bow")
    rows.library()
    scales, gone = item("i1", duration_seconds=600), item("i2", activity_id="gone", duration_seconds=60)
    add(rows, "both", "suite", document(scales, gone, total_duration_minutes=20), links=("suite", "bow"), seconds=1200)
    add(rows, "one", "suite", document(item("i3"), total_duration_minutes=10), seconds=900)
    add(rows, "lost", "vanished", document(item("i4", duration_seconds=30)), seconds=300, template_id="routine")
    add(rows, "free", None, None, seconds=None)
    return rows.path


def add(rows: Rows, id_: str, parent: str | None, content: object, links: tuple[str, ...] = (), **more: object) -> None:
    seconds = more.pop("seconds")
    start = None if id_ == "free" else "2026-03-02 18:00:00.000000"
    rows.session(id_, parent, content, links, session_start=start, total_duration_seconds=seconds, **more)


def test_time_by_goal(file: Path, fractal: Terminal) -> None:
    answer = fractal("analytics", file, "goals", "--json")
    keys = ("goal_id", "parent_id", "name", "own_sessions", "own_seconds", "total_sessions", "total_seconds")
    assert [tuple(row[key] for key in keys) for row in answer.json["rows"]] == [
        ("root", None, "Cello", 0, 0, 2, 2100),
        ("suite", "root", "Suite", 2, 2100, 2, 2100),
        ("bow", "root", "Bow", 1, 1200, 1, 1200),
        ("vanished", None, None, 1, 300, 1, 300),
        (None, None, None, 1, 0, 2, 300),
    ]
    assert answer.json["query_ms"] > 0


def test_the_tree_is_shown_with_what_is_gone_behind_it(file: Path, fractal: Terminal) -> None:
    assert fractal("analytics", file, "goals").out.splitlines() == [
        "Goal                Sessions   Own  With all below",
        "Cello                      2  0:00            0:35",
        "  Suite                    2  0:35            0:35",
        "  Bow                      1  0:20            0:20",
        "(deleted) vanished         1  0:05            0:05",
        "(no goal)                  2  0:00            0:05",
    ]


def test_names_of_several_lines_or_without_end_keep_to_their_column_and_are_whole_in_json(tmp_path: Path, fractal: Terminal) -> None:
    odd = "Two\nlines,\ta tab, \x1b[31m red " + "and on " * 40
    rows = new_file(tmp_path / "odd.db")
    rows.goal("root", "UltimateGoal", name=odd)
    add(rows, "one", "root", None, seconds=900)
    head, line = fractal("analytics", rows.path, "goals").out.splitlines()
    assert line.startswith("Two lines, a tab,  [31m red and on")
    assert "…  " in line
    assert len(line) == len(head) < 120
    assert fractal("analytics", rows.path, "goals", "--json").json["rows"][0]["name"] == odd


def test_time_by_activity(file: Path, fractal: Terminal) -> None:
    rows = fractal("analytics", file, "activities", "--json").json["rows"]
    assert rows == [
        {"activity_id": "scales", "name": "Scales", "sessions": 3, "items": 2, "seconds": 630},
        {"activity_id": "gone", "name": None, "sessions": 1, "items": 1, "seconds": 60},
    ]
    assert fractal("analytics", file, "activities").out.splitlines() == [
        "Activity        Sessions  Time",
        "Scales                 3  0:10",
        "(deleted) gone         1  0:01",
    ]


def test_planned_and_actual_time(file: Path, fractal: Terminal) -> None:
    rows = fractal("analytics", file, "planned", "--json").json["rows"]
    assert rows == [{"template_id": None, "name": None, "sessions": 2, "planned_seconds": 1800, "actual_seconds": 2100, "ratio": 1.25}]
    assert fractal("analytics", file, "planned").out.splitlines() == [
        "Template       Sessions  Planned  Usual  Usual / planned",
        "(no template)         2     0:15   0:18             1.25",
    ]


def test_all_of_them_can_be_limited(file: Path, fractal: Terminal) -> None:
    limits = ("--time-zone", "UTC", "--from", "2026-03-02", "--to", "2026-03-02", "--goal", "bow", "--json")
    assert [row["goal_id"] for row in fractal("analytics", file, "goals", *limits).json["rows"]] == ["root", "suite", "bow"]
    assert [row["seconds"] for row in fractal("analytics", file, "activities", *limits).json["rows"]] == [600, 60]
    assert [row["sessions"] for row in fractal("analytics", file, "planned", *limits).json["rows"]] == [1]


@pytest.mark.parametrize(
    ("card", "said"),
    [("goals", "There are no sessions"), ("activities", "no sessions with activities"), ("planned", "both a plan and a duration")],
)
def test_where_there_is_nothing_a_sentence_says_so(file: Path, fractal: Terminal, card: str, said: str) -> None:
    answer = fractal("analytics", file, card, "--from", "2027-01-01")
    assert answer.status == 0
    assert said in answer.out
    assert json.loads(fractal("analytics", file, card, "--from", "2027-01-01", "--json").out)["rows"] == []
