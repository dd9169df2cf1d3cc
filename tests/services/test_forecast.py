"""What a forecast is made of: whole weeks without gaps, the time so far, and the hours that are wanted next."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.forecast import Aim
from fractal_desktop.domain.ids import ActivityId, GoalId
from fractal_desktop.domain.target import Measure, TargetDraft, TargetKind
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import Rows, new_file

UTC_ZONE = ZoneInfo("UTC")
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
CELLO = GoalId("root")


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal", name="Cello")
    rows.goal("suite", "MidTermGoal", "root", name="Suite", root_id="root")
    return rows


def practise(rows: Rows, name: str, day: date, minutes: int, goal: str = "suite") -> None:
    begun = datetime.combine(day, datetime.min.time())
    rows.session(name, goal, root_id="root", session_start=f"{begun:%Y-%m-%d 18:00:00}.000000", total_duration_seconds=minutes * 60)


def hours(number: int, deadline: date | None = None, activity: str | None = None) -> TargetDraft:
    of_activity = None if activity is None else ActivityId(activity)
    return TargetDraft(TargetKind.SUM, measure=Measure.SECONDS, seconds=number * 3600, deadline=deadline, activity_id=of_activity)


def test_weeks_go_from_the_first_session_to_the_last_whole_week_without_gaps(workspace: Workspace, rows: Rows) -> None:
    practise(rows, "first", MONDAY - timedelta(days=19), 60)
    practise(rows, "last", MONDAY - timedelta(days=1), 30)
    practise(rows, "now", MONDAY + timedelta(days=1), 20)
    found = workspace.forecast.pace(CELLO, UTC_ZONE, NOW)
    assert found.weeks == (3600, 0, 1800)
    assert (found.done_seconds, found.week.this_week_seconds) == (6600, 1200)
    assert found.aim is None


def test_a_practice_of_years_gives_a_year_of_weeks(workspace: Workspace, rows: Rows) -> None:
    practise(rows, "long ago", MONDAY - timedelta(days=2000), 60)
    practise(rows, "a year ago", MONDAY - timedelta(weeks=52), 45)
    found = workspace.forecast.pace(CELLO, UTC_ZONE, NOW)
    assert found.weeks == (2700, *[0] * 51)


def test_the_next_hours_to_be_reached_are_the_aim_until_their_day_or_the_goals(workspace: Workspace, rows: Rows) -> None:
    practise(rows, "one", MONDAY, 120)
    for draft in (hours(1), hours(40), hours(10), hours(3, activity="scales")):
        workspace.goals.set_target(CELLO, None, draft)
    assert workspace.forecast.pace(CELLO, UTC_ZONE, NOW).aim == Aim(36_000, 7200, None)
    workspace.goals.set_deadline(CELLO, date(2026, 8, 31))
    assert workspace.forecast.pace(CELLO, UTC_ZONE, NOW).aim == Aim(36_000, 7200, date(2026, 8, 31))


def test_nothing_practised_yet_has_no_weeks_and_a_goal_that_is_gone_says_so(workspace: Workspace) -> None:
    found = workspace.forecast.pace(CELLO, UTC_ZONE, NOW)
    assert (found.weeks, found.done_seconds) == ((), 0)
    with pytest.raises(UserError):
        workspace.forecast.pace(GoalId("gone"), UTC_ZONE, NOW)
