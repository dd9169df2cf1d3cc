"""The sample data as rows. What is promoted from a document comes from the one rule for it, so that columns and documents agree."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from fractal_desktop.domain.backfill import Source, backfill_v1
from fractal_desktop.domain.document import Document, Item, ItemSet
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.timestamps import column_text, document_text, legacy_column_text
from fractal_desktop.persistence.insertion import Rows
from fractal_desktop.services.sample.documents import Ids, Writer, Written
from fractal_desktop.services.sample.goals import GOALS
from fractal_desktop.services.sample.library import TEMPLATES
from fractal_desktop.services.sample.library_rows import library_rows
from fractal_desktop.services.sample.rhythm import EVENING, WEEKS, Kind, Planned, plan
from fractal_desktop.services.sample.specs import GoalSpec
from fractal_desktop.services.sample.targets import targets_text

Values = tuple[object, ...]

_STILL_RUNNING = {"Long bows": 750, "Passage work": 1012, "Spiccato": 810, "Scales": 250}
_UNFILED = (("Sight-reading at Ana's", 23, 55), ("Improvising with the looper", 61, 60))
_LEFT_OPEN = 0.04
_UTC = ZoneInfo("UTC")


class SampleRows:
    """Everything a sample file holds, made up once in the constructor from the same numbers for the same arguments."""

    def __init__(self, seed: int, now: datetime, zone: ZoneInfo) -> None:
        # Streams of their own: another goal or note must not move every session.
        self._rhythm = Random(seed)
        self._ids = Ids(Random(f"{seed} ids"))
        self._target_ids = Ids(Random(f"{seed} targets"))
        self._writer = Writer(Random(f"{seed} documents"), self._ids)
        self._now = now
        self._today = now.astimezone(zone).date()
        self._zone = zone
        self._roots: dict[str, str] = {}
        self._goals: list[Values] = []
        self._shares: dict[object, float | None] = {}
        self._sessions: list[Values] = []
        self._links: list[Values] = []
        self._provenance: list[Values] = []
        self._issues: list[Values] = []
        self._instances: list[Values] = []
        self._values: list[Values] = []
        self._template_ids = {self._ids.of("template", template.name) for template in TEMPLATES}
        self._add_goals(GOALS, None, None)
        self._add_sessions()

    def batches(self) -> Iterator[Rows]:
        """Yield the rows of each table in an order in which every link points to what is already there."""
        goal = (
            "id",
            "type",
            "name",
            "description",
            "deadline",
            "completed",
            "completed_at",
            "created_at",
            "updated_at",
            "parent_id",
            "root_id",
        )
        document = ("attributes", "duration_minutes", "session_start", "session_end", "total_duration_seconds", "template_id")
        goals = tuple((*row, self._targets_of(str(row[2])), self._shares.get(row[0])) for row in self._goals)
        yield Rows("goals", (*goal, "targets", "intended_share"), goals)
        yield Rows("goals", goal + document, tuple(self._sessions))
        yield Rows("goals", goal, (self._goal_below_the_latest_session(),))
        yield Rows("practice_session_goals", ("practice_session_id", "short_term_goal_id"), tuple(self._links))
        yield Rows("session_provenance", ("session_id", "start_source", "end_source", "duration_source"), tuple(self._provenance))
        yield Rows("session_issues", ("session_id", "code", "status"), tuple(self._issues))
        yield from library_rows(self._ids, self._roots, self._now)
        instance = ("id", "practice_session_id", "activity_definition_id", "created_at", "time_start", "time_stop", "duration_seconds")
        yield Rows("activity_instances", instance, tuple(self._instances))
        value = ("id", "activity_instance_id", "metric_definition_id", "value", "split_definition_id")
        yield Rows("metric_values", value, tuple(self._values))

    # Goals

    def _add_goals(self, specs: Iterable[GoalSpec], parent: str | None, root: str | None) -> None:
        for spec in specs:
            goal_id = self._ids.of("goal", spec.name)
            self._shares[goal_id] = spec.share
            top = root or goal_id
            if root is None:
                self._roots[spec.name] = goal_id
            age = timedelta(weeks=WEEKS) - timedelta(minutes=7 * len(self._goals))
            created = self._legacy(self._now - age)
            completed_at = column_text(self._now - timedelta(days=spec.done, hours=2)) if spec.done is not None else None
            deadline = self._day(spec.due) if spec.due is not None else None
            done = spec.done is not None
            self._goals.append(
                (
                    goal_id,
                    spec.type,
                    spec.name,
                    spec.description,
                    deadline,
                    done,
                    completed_at,
                    created,
                    created,
                    parent,
                    top if parent else None,
                )
            )
            self._add_goals(spec.below, goal_id, top)

    def _goal_below_the_latest_session(self) -> Values:
        session_id, root, created = self._sessions[-1][0], self._sessions[-1][10], self._sessions[-1][7]
        return (self._ids.new(), GoalType.IMMEDIATE, "Bars 1–20 clean", "", None, False, None, created, created, session_id, root)

    def _targets_of(self, name: str) -> str | None:
        return targets_text(name, self._ids, self._target_ids, self._today)

    def _day(self, days: int) -> str:
        return (self._today + timedelta(days=days)).isoformat() + " 00:00:00.000000"

    # Sessions

    def _add_sessions(self) -> None:
        for name, days, minutes in _UNFILED:
            kind = Kind(name, None, (minutes, minutes), (), ("No plan, just playing.",))
            day = self._today - timedelta(days=days)
            planned = Planned(kind, self._at(day, 20), days / 7, None, ())
            self._add_session(planned, self._writer.finished(planned), done=True)
        planned_sessions = plan(self._rhythm, self._now, self._zone)
        odd = self._odd_ones(planned_sessions)
        for planned in planned_sessions:
            written = self._writer.finished(planned)
            if planned in odd:
                _spoil(written, planned)
            self._add_session(planned, written, done=planned in odd or planned.weeks_ago < 1 or self._rhythm.random() > _LEFT_OPEN)
        self._add_running_session()

    def _odd_ones(self, sessions: tuple[Planned, ...]) -> tuple[Planned, ...]:
        """Choose the three that need a look: one rehearsal, one evening and one run-through."""
        rehearsals = [session for session in sessions if session.template is None]
        evenings = [session for session in sessions if session.kind is EVENING and session.weeks_ago > 6]
        run_throughs = [session for session in sessions if session.template == "Run-through" and session.weeks_ago > 9]
        return (rehearsals[-1], evenings[-1], run_throughs[-1])

    def _add_running_session(self) -> None:
        """Add the one that is just being practised: some items are done, the end is open."""
        start = self._now - timedelta(seconds=sum(_STILL_RUNNING.values()))
        planned = Planned(EVENING, start, 0, EVENING.template, ("Suite I from memory", "A relaxed left hand"))
        self._add_session(planned, self._writer.unfinished(planned, _STILL_RUNNING), done=False)

    def _add_session(self, planned: Planned, written: Written, *, done: bool) -> None:
        session_id = self._ids.new()
        found = backfill_v1(written.text, None, _UTC, (), self._template_ids)
        is_over = "session_end" in written.data
        created = self._legacy(planned.start)
        end = found.end if is_over else None
        goal_ids = [self._ids.of("goal", name) for name in planned.goals]
        self._sessions.append(
            (
                session_id,
                GoalType.PRACTICE_SESSION,
                planned.kind.name,
                "",
                None,
                done,
                column_text(written.end) if done else None,
                created,
                created,
                goal_ids[0] if goal_ids else None,
                self._root_of(planned.goals[0]) if goal_ids else None,
                written.text,
                written.data.get("total_duration_minutes"),
                column_text(found.start) if found.start else None,
                column_text(end) if end else None,
                found.duration_seconds,
                found.template_id,
            )
        )
        self._links += [(session_id, goal_id) for goal_id in goal_ids]
        self._provenance.append((session_id, found.start_source, found.end_source if is_over else Source.NONE, found.duration_source))
        self._issues += [(session_id, code, "open") for code in found.issues]
        for item in Document(written.data).items:
            self._add_instances(session_id, item, created)

    def _root_of(self, goal: str) -> str:
        return self._roots[next(root.name for root in GOALS if _contains(root, goal))]

    def _add_instances(self, session_id: str, item: Item, created: str) -> None:
        if item.activity_id is None or item.instance_id is None:
            return
        start, stop = (self._legacy(datetime.fromisoformat(text)) for text in (item.time_start, item.time_stop))
        self._instances.append((item.instance_id, session_id, item.activity_id, created, start, stop, item.duration_seconds))
        self._instances += [(one.instance_id, session_id, item.activity_id, created, None, None, None) for one in item.sets]
        holders: Sequence[Item | ItemSet] = (item, *item.sets)
        for holder in holders:
            self._add_values(holder)

    def _add_values(self, holder: Item | ItemSet) -> None:
        self._values += [
            (self._ids.new(), holder.instance_id, entry.metric_id, entry.number, entry.split_id)
            for entry in holder.metrics
            if entry.number is not None
        ]

    def _legacy(self, instant: datetime) -> str:
        return legacy_column_text(instant, _UTC)

    def _at(self, day: date, hour: int) -> datetime:
        return datetime(day.year, day.month, day.day, hour, 12, 30, tzinfo=self._zone)


def _contains(spec: GoalSpec, name: str) -> bool:
    return spec.name == name or any(_contains(child, name) for child in spec.below)


def _spoil(written: Written, planned: Planned) -> None:
    """Make the document odd in the way that sessions of its kind were in old files."""
    start = planned.start.astimezone(UTC)
    if planned.template is None:
        written.data["session_end"] = "half past nine"
    elif planned.kind is EVENING:
        written.data["session_end"] = document_text(start - timedelta(minutes=35))
    else:
        written.data["session_start"] = document_text(start + timedelta(minutes=40))
