"""The progress of an activity for scripts and for people."""

from pathlib import Path

import pytest

from tests.cli.conftest import Terminal
from tests.workspaces import Rows, new_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Six sessions a week apart, each with a left and a right value of the tempo, then one without a start."""
    rows = new_file(tmp_path / "few.db")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.library()
    for week in range(6):
        rows.session(f"s{week}", "root", session_start=f"2026-01-{1 + 5 * week:02d} 23:30:00.000000", completed=int(week > 2))
        note(rows, f"s{week}", 60 + week, 70 - week)
    rows.session("undated", "root")
    note(rows, "undated", 90, 90)
    return rows.path


def note(rows: Rows, session_id: str, *numbers: float) -> None:
    rows.insert("activity_instances", id=session_id, practice_session_id=session_id, activity_definition_id="scales")
    for number, side in zip(numbers, ("left", "right"), strict=True):
        id_ = f"{session_id}-{side}"
        columns = {"activity_instance_id": session_id, "metric_definition_id": "tempo", "split_definition_id": side}
        rows.insert("metric_values", id=id_, value=number, **columns)


def test_a_row_for_each_session_with_trend_sides_and_what_is_not_shown(file: Path, fractal: Terminal) -> None:
    answer = fractal("analytics", file, "progress", "--activity", "scales", "--time-zone", "Europe/Berlin", "--json")
    assert answer.status == 0, answer.err
    assert answer.json["rows"][0] == {
        "session_id": "s0",
        "start": "2026-01-01T23:30:00Z",
        "day": "2026-01-02",
        "split_id": None,
        "value": 70.0,
        "record": False,
    }
    assert [row["value"] for row in answer.json["rows"]] == [70, 69, 68, 67, 66, 65]
    facts = {name: answer.json[name] for name in ("activity", "metric_id", "metric", "unit", "better", "reading", "without_start")}
    assert list(facts.values()) == ["Scales", "tempo", "Tempo", "bpm", "higher", "top", 1]
    (trend,) = answer.json["trends"]
    assert trend["split_id"] is None
    assert [trend["per_day"], trend["lower"], trend["upper"]] == pytest.approx([-0.2, -0.2, -0.2])
    sides = answer.json["sides"]
    assert (sides["first"], sides["second"], sides["sessions"], sides["lead"]) == ("left", "right", 6, -5)
    assert sides["per_day"] == pytest.approx(0.4)


def test_average_each_set_and_splits(file: Path, fractal: Terminal) -> None:
    def rows(*options: str) -> list[tuple[object, ...]]:
        found = fractal("analytics", file, "progress", "--activity", "scales", "--json", "--to", "2026-01-07", *options).json["rows"]
        return [(row["session_id"], row["split_id"], row["value"], row["record"]) for row in found]

    assert rows("--reading", "average") == [("s0", None, 65, False), ("s1", None, 65, False)]
    assert len(rows("--reading", "each", "--completed", "no")) == 4
    assert rows("--split", "left") == [("s0", "left", 60, False), ("s1", "left", 61, True)]
    assert [row[1] for row in rows("--split", "each", "--metric", "tempo")] == ["left", "right", "left", "right"]


def test_a_table_for_people(file: Path, fractal: Terminal) -> None:
    out = fractal("analytics", file, "progress", "--activity", "scales", "--split", "left", "--to", "2026-01-07", "--time-zone", "UTC").out
    assert out.splitlines() == [
        "Start             Split  Value  Record",
        "2026-01-01 23:30   Left     60        ",
        "2026-01-06 23:30   Left     61  record",
        "Not shown: 1 session(s) without a start.",
    ]
    nothing = fractal("analytics", file, "progress", "--activity", "scales", "--from", "2030-01-01").out
    assert "There are no values of this activity to show." in nothing


def test_what_does_not_exist_is_refused(file: Path, fractal: Terminal) -> None:
    missing = fractal("analytics", file, "progress")
    assert missing.status == 2
    assert "--activity" in missing.err
    for option, word in (("--metric", "metric"), ("--split", "split")):
        answer = fractal("analytics", file, "progress", "--activity", "scales", option, "none")
        assert answer.status == 1
        assert f"no {word} “none”" in answer.err
    assert fractal("analytics", file, "progress", "--activity", "none").status == 1
