"""How fast a goal comes closer, and what that comes to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fractal_desktop.domain.analytics import AnalyticsFilter, WeekPace
from fractal_desktop.domain.forecast import SAMPLED_WEEKS, Aim, with_deadline
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.period import day_start, local_date, week_of
from fractal_desktop.domain.target import Measure, Target, TargetKind
from fractal_desktop.services.analytics import AnalyticsService
from fractal_desktop.services.goals import GoalService

_ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class GoalPace:
    """Practice for a goal with everything below: all seconds, this week beside the usual one, and the whole weeks before it.

    `weeks` are seconds, at most 52, from the first session's week on, without gaps. `aim` is None without a target in hours.
    """

    goal_id: GoalId
    done_seconds: int
    week: WeekPace
    weeks: tuple[int, ...]
    aim: Aim | None


class ForecastService:
    """Reads what a forecast is made of; slow with many sessions."""

    def __init__(self, analytics: AnalyticsService, goals: GoalService) -> None:
        self._analytics = analytics
        self._goals = goals

    def pace(self, goal_id: GoalId, zone: ZoneInfo, now: datetime, first_weekday: int = 0) -> GoalPace:
        """Return the pace of a goal at `now` (aware) in weeks of `zone`; raises UserError if the goal is gone."""
        goal, targets = self._goals.goal(goal_id), self._goals.targets(goal_id)
        below = AnalyticsFilter(goal_id=goal_id)
        done = self._analytics.seconds(below)
        week = self._analytics.pace(below, zone, now, first_weekday)
        aim = next(iter(sorted((_aim(target, done) for target in targets if _wants_hours(target)), key=_reached_last)), None)
        if aim is not None and aim.deadline is None:
            aim = with_deadline(aim, goal.deadline)
        return GoalPace(goal_id, done, week, self._weeks(below, zone, now, first_weekday), aim)

    def _weeks(self, below: AnalyticsFilter, zone: ZoneInfo, now: datetime, first_weekday: int) -> tuple[int, ...]:
        this_week = week_of(local_date(now, zone), first_weekday)
        first_day = self._analytics.first_day(below, zone)
        if first_day is None:
            return ()
        first = max(this_week - SAMPLED_WEEKS * _ONE_WEEK, week_of(first_day, first_weekday))
        asked = AnalyticsFilter(day_start(first, zone), day_start(this_week, zone), below.goal_id)
        seconds = {row.week: row.seconds or 0 for row in self._analytics.weeks_with_time(asked, zone, first_weekday)}
        return tuple(seconds.get(first + week * _ONE_WEEK, 0) for week in range((this_week - first).days // 7))


def _wants_hours(target: Target) -> bool:
    """Return whether the target is time for the goal itself: of one activity alone the sessions' weeks tell nothing."""
    return target.kind is TargetKind.SUM and target.measure is Measure.SECONDS and target.activity_id is None and target.seconds > 0


def _aim(target: Target, done_seconds: int) -> Aim:
    return Aim(target.seconds, done_seconds, target.deadline)


def _reached_last(aim: Aim) -> tuple[bool, int]:
    """Sort the next one that is to be reached first."""
    return aim.remaining_seconds == 0, aim.wanted_seconds
