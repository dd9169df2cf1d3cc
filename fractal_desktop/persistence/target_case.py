"""One goal with targets: whether what was written reaches them, or may have lost them, and what there is in all."""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property

from fractal_desktop.domain.calendar import Calendar
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.target import Target, TargetKind
from fractal_desktop.domain.target_measure import (
    IN_ONE_SESSION,
    FactsChange,
    SessionFacts,
    Yardstick,
    contribution,
    counts,
    goal_sum,
    is_sum_reached,
    reaches,
    total,
)
from fractal_desktop.persistence import target_history
from fractal_desktop.persistence.target_goals import MeasuredGoal

_LAST = datetime.max.replace(tzinfo=UTC)


class Case:
    """A goal, and the sessions of its fractal that were written. `now` is when."""

    def __init__(
        self,
        sql: sqlite3.Connection,
        goal: MeasuredGoal,
        yardstick: Yardstick,
        calendar: Calendar,
        now: datetime,
        written: Mapping[SessionId, FactsChange],
    ) -> None:
        self._sql = sql
        self._goal = goal
        self._yardstick = yardstick
        self._calendar = calendar
        self._now = now
        self._written = {id_: FactsChange(self._here(facts.before), self._here(facts.after)) for id_, facts in written.items()}
        self._single = [target for target in goal.targets if target.kind in IN_ONE_SESSION]
        self._together = [target for target in goal.targets if target.kind not in IN_ONE_SESSION]

    def newly_reached_by(self) -> SessionId | None:
        """Return the session by which what was written reaches all targets, None if it does not, or if they were reached before."""
        reaching = {
            id_: facts.after.start
            for id_, facts in self._written.items()
            if facts.after is not None and self._reaches(facts.after) and not self._reaches(facts.before)
        }
        if reaching and not self._together:
            return earliest(reaching)
        if not reaching and not any(map(self._crossed, self._together)):
            return None
        reached_by = self.reached_by()
        return earliest(reaching) if reaching and reached_by is not None else reached_by

    def may_be_lost(self, session_id: SessionId) -> bool:
        """Return whether what was written may be why the targets, which this session had reached, are no longer reached."""
        facts = self._written.get(session_id)
        if facts is not None and (facts.after is None or (self._single and not self._reaches(facts.after))):
            return True
        return any(map(self._may_have_dropped, self._together))

    def reached_by(self) -> SessionId | None:
        """Return the session by which all targets are reached now, None if they are not; the one that is noted, if it does."""
        together = [self._together_reached_by(target) for target in self._together]
        if None in together:
            return None
        if not self._single:
            return next((id_ for id_ in reversed(together) if id_ is not None), None)
        place = self._goal.place
        found = [target_history.sessions_reaching(self._sql, target, place, self._yardstick, self._calendar) for target in self._single]
        common = {id_: start for id_, start in found[0].items() if all(id_ in sessions for sessions in found)}
        noted = self._goal.session_id
        return noted if noted in common else earliest(common)

    def _here(self, facts: SessionFacts | None) -> SessionFacts | None:
        """Return the facts of a session of the goal's own fractal only."""
        return facts if facts is not None and facts.root_id == self._goal.root_id else None

    def _reaches(self, facts: SessionFacts | None) -> bool:
        if facts is None or not self._single:
            return False
        return all(reaches(target, facts, self._yardstick, self._calendar) for target in self._single)

    def _together_reached_by(self, target: Target) -> SessionId | None:
        place = self._goal.place
        if target.kind is TargetKind.COUNT_PER_WEEK:
            return target_history.count_reached_by(self._counted(target), target, self._calendar)
        number = goal_sum(target, self._yardstick)
        return None if number is None else target_history.sum_reached_by(self._sql, target, place, number)

    def _crossed(self, target: Target) -> bool:
        """Return whether what was written brings a sum or a count there that was not there before."""
        if target.kind is TargetKind.COUNT_PER_WEEK:
            return self._count_crossed(target)
        number = goal_sum(target, self._yardstick)
        added = self._added(target)
        if number is None or added <= 0:
            return False
        reached = target_history.sum_of(self._sql, target, self._goal.place)
        return is_sum_reached(reached, number) and not is_sum_reached(reached - added, number)

    def _count_crossed(self, target: Target) -> bool:
        if not any(self._is_count_changed(target, facts) for facts in self._written.values()):
            return False
        now = self._counted(target)
        before = {id_: start for id_, start in now.items() if id_ not in self._written}
        for id_, facts in self._written.items():
            if self._week(target, facts.before) is not None and facts.before is not None and facts.before.start is not None:
                before[id_] = facts.before.start
        before = dict(sorted(before.items(), key=lambda item: item[1]))
        reached = [target_history.count_reached_by(starts, target, self._calendar) for starts in (before, now)]
        return reached[0] is None and reached[1] is not None

    def _may_have_dropped(self, target: Target) -> bool:
        if any(facts.is_moved for facts in self._written.values()):
            return True
        if target.kind is TargetKind.COUNT_PER_WEEK:
            return any(self._is_count_changed(target, facts) for facts in self._written.values())
        return self._added(target) < 0

    def _added(self, target: Target) -> float:
        """Return what was added to a sum by what was written, below 0 if it was taken away."""
        return total(self._part(target, facts.after) - self._part(target, facts.before) for facts in self._written.values())

    def _part(self, target: Target, facts: SessionFacts | None) -> float:
        return 0 if facts is None else contribution(target, facts, self._below)

    def _is_count_changed(self, target: Target, facts: FactsChange) -> bool:
        return self._week(target, facts.before) != self._week(target, facts.after)

    def _week(self, target: Target, facts: SessionFacts | None) -> int | None:
        """Return the week that a session counts in, None if it does not count."""
        if facts is None or facts.start is None or not counts(target, facts, self._below, self._now):
            return None
        return self._calendar.week(facts.start).toordinal()

    def _counted(self, target: Target) -> Mapping[SessionId, datetime]:
        return target_history.counted(self._sql, target, self._goal.place, self._now)

    @cached_property
    def _below(self) -> frozenset[str]:
        """Return the ids of the goal and of all goals under it."""
        return target_history.below(self._sql, self._goal.id)


def earliest(sessions: Mapping[SessionId, datetime | None]) -> SessionId | None:
    """Return the session that began first, None if there is none; one without a start comes last."""
    return min(sessions, key=lambda id_: (sessions[id_] or _LAST, id_), default=None)
