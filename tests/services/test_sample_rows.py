"""The made-up data: the same for the same arguments, plausible, and in agreement with itself."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.duration import total_duration_seconds
from fractal_desktop.domain.goal import GoalType, check_parent
from fractal_desktop.services.sample.rows import SampleRows

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 5, 18, 51, 12, tzinfo=BERLIN)

Record = dict[str, object]


def tables(seed: int = 11, now: datetime = NOW, zone: ZoneInfo = BERLIN) -> dict[str, list[Record]]:
    """Return all rows by table."""
    found: dict[str, list[Record]] = {}
    for batch in SampleRows(seed, now, zone).batches():
        found.setdefault(batch.table, []).extend(dict(zip(batch.columns, row, strict=True)) for row in batch.values)
    return found


@pytest.fixture(scope="module")
def sample() -> dict[str, list[Record]]:
    return tables()


def sessions(sample: dict[str, list[Record]]) -> list[Record]:
    return [row for row in sample["goals"] if row["type"] == GoalType.PRACTICE_SESSION]


def start_of(row: Record) -> datetime:
    return datetime.fromisoformat(str(row["session_start"])).replace(tzinfo=UTC)


def test_the_same_arguments_give_the_same_rows(sample: dict[str, list[Record]]) -> None:
    assert tables() == sample
    assert tables(seed=12) != sample


def test_three_fractals_and_about_190_sessions_in_the_last_six_months(sample: dict[str, list[Record]]) -> None:
    assert [row["name"] for row in sample["goals"] if row["parent_id"] is None and row["type"] == GoalType.ULTIMATE] == [
        "Play all six cello suites",
        "Climb 7A outdoors",
        "Speak Spanish at C1",
    ]
    recent = [row for row in sessions(sample) if start_of(row) > NOW - timedelta(days=186)]
    assert 170 <= len(recent) <= 210


def test_every_goal_lies_under_one_that_may_hold_it(sample: dict[str, list[Record]]) -> None:
    types = {row["id"]: GoalType(str(row["type"])) for row in sample["goals"]}
    assert set(types.values()) == set(GoalType)
    for row in sample["goals"]:
        if row["parent_id"] is not None:
            check_parent(types[row["id"]], types[row["parent_id"]])


def test_every_link_points_to_something(sample: dict[str, list[Record]]) -> None:
    ids = {str(row["id"]) for name in sample for row in sample[name] if "id" in row}
    for rows in sample.values():
        for row in rows:
            links = [value for name, value in row.items() if name.endswith("_id") and value is not None]
            assert ids.issuperset(links), row


def test_shares_of_siblings_come_to_one(sample: dict[str, list[Record]]) -> None:
    shares: dict[object, float] = {}
    for row in sample["goals"]:
        if (share := row.get("intended_share")) is not None:
            shares[row["parent_id"]] = shares.get(row["parent_id"], 0) + float(str(share))
    assert list(shares.values()) == pytest.approx([1, 1])


def test_nobody_practises_twice_at_a_time_or_in_the_future(sample: dict[str, list[Record]]) -> None:
    rows = sorted(sessions(sample), key=start_of)
    assert all(start_of(row) < NOW for row in rows)
    overlaps = [
        (one["name"], other["name"])
        for one, other in pairwise(rows)
        if start_of(one) + timedelta(seconds=int(str(one["total_duration_seconds"] or 0))) > start_of(other)
    ]
    assert not overlaps


def test_columns_say_what_the_documents_say(sample: dict[str, list[Record]]) -> None:
    for row in sessions(sample):
        document = Document.parse(row["attributes"])
        end = datetime.fromisoformat(str(row["session_end"])).replace(tzinfo=UTC) if row["session_end"] else None
        assert row["total_duration_seconds"] == total_duration_seconds(document.item_seconds(), start_of(row), end)
        assert row["template_id"] == document.template_id


def test_activity_rows_say_what_the_documents_say(sample: dict[str, list[Record]]) -> None:
    documents = [Document.parse(row["attributes"]) for row in sessions(sample)]
    holders = [holder for document in documents for item in document.items if item.instance_id for holder in (item, *item.sets)]
    assert Counter(row["id"] for row in sample["activity_instances"]) == Counter(holder.instance_id for holder in holders)
    noted = Counter((holder.instance_id, entry.metric_id, entry.number) for holder in holders for entry in holder.metrics if entry.value)
    assert Counter((row["activity_instance_id"], row["metric_definition_id"], row["value"]) for row in sample["metric_values"]) == noted


def test_three_sessions_need_a_look_two_are_unfiled_and_the_latest_is_open(sample: dict[str, list[Record]]) -> None:
    assert len({row["session_id"] for row in sample["session_issues"]}) == 3
    assert {row["code"] for row in sample["session_issues"]} == {"bad_datetime", "end_before_start", "timers_outside_session"}
    assert len([row for row in sessions(sample) if row["parent_id"] is None]) == 2
    latest = max(sessions(sample), key=start_of)
    assert (latest["completed"], latest["session_end"], latest["total_duration_seconds"]) == (False, None, 47 * 60 + 2)


def test_some_goals_are_done_and_one_is_overdue(sample: dict[str, list[Record]]) -> None:
    goals = [row for row in sample["goals"] if row["type"] != GoalType.PRACTICE_SESSION]
    assert len([row for row in goals if row["completed"]]) > 10
    overdue = [row["name"] for row in goals if row["deadline"] and not row["completed"] and str(row["deadline"]) < "2026-03-05"]
    assert overdue == ["Vibrato on every finger"]
    assert all((row["completed_at"] is not None) == row["completed"] for row in goals)


def test_sessions_grow_longer(sample: dict[str, list[Record]]) -> None:
    def average(since: int, until: int) -> float:
        chosen = [row for row in sessions(sample) if until <= (NOW - start_of(row)).days < since and row["total_duration_seconds"]]
        return sum(int(str(row["total_duration_seconds"])) for row in chosen) / len(chosen)

    assert average(90, 0) > average(180, 90) > average(365, 180)


@pytest.mark.parametrize("day", ["2024-02-29", "2026-03-29", "2026-10-25", "2026-01-01", "2026-07-06"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"])
def test_any_day_and_zone_will_do(day: str, zone: str) -> None:
    now = datetime.fromisoformat(f"{day}T02:30:00").replace(tzinfo=ZoneInfo(zone))
    rows = sessions(tables(now=now, zone=ZoneInfo(zone)))
    assert len(rows) > 300
    assert all(start_of(row) < now for row in rows)
    assert not [row for row in rows if not json.loads(str(row["attributes"]))["session_start"].endswith("Z")]
