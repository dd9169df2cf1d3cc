"""The rule by which goals complete and open, against a reference that looks at everything every time."""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence.integrity import check
from tests.workspaces import NOW, Clock, Dump, Rows, dump, new_file, open_file, there_and_back

BERLIN = ZoneInfo("Europe/Berlin")
PARENTS = {"root": None, "suite": "root", "etude": "suite", "theory": "root", "other": None, "foreign": "other"}
LOWER = frozenset({"errors"})
SESSIONS = tuple(f"s{number}" for number in range(4))
Entry = dict[str, object]


# -- the reference ------------------------------------------------------------------------------


@dataclass
class Session:
    """A session as the reference sees it; `items` are the values of its items of the activity, each a set of its own."""

    parent: str
    links: frozenset[str]
    start: datetime
    done: bool
    items: Sequence[Mapping[str, float]] = ()
    item_seconds: int = 0
    other_seconds: int = 0

    @property
    def goals(self) -> frozenset[str]:
        return self.links | {self.parent}

    @property
    def length(self) -> int:
        return self.item_seconds + self.other_seconds


@dataclass
class World:
    """Everything there is: sessions, and by goal None for open, "" for completed by hand, "rule" for completed by the rule."""

    targets: Mapping[str, Sequence[Entry]]
    sessions: dict[str, Session] = field(default_factory=dict)
    states: dict[str, str | None] = field(default_factory=dict)


def root(goal: str) -> str:
    parent = PARENTS[goal]
    return goal if parent is None else root(parent)


def is_below(goal: str | None, top: str) -> bool:
    return goal is not None and (goal == top or is_below(PARENTS[goal], top))


def wants(target: Entry) -> dict[str, float]:
    metrics = target["metrics"]
    assert isinstance(metrics, list)
    return {metric["metric_id"]: float(metric["value"]) for metric in metrics}


def is_met_alone(target: Entry, session: Session) -> bool:
    if target.get("kind") == "by_deadline" and session.start.astimezone(BERLIN).date().isoformat() > str(target["deadline"]):
        return False
    return any(
        all(m in item and (item[m] <= want if m in LOWER else item[m] >= want) for m, want in wants(target).items())
        for item in session.items
    )


def is_met_together(target: Entry, goal: str, sessions: Sequence[Session]) -> bool:
    if target["kind"] == "sum" and target.get("measure") != "seconds":
        ((metric, want),) = wants(target).items()
        return sum(item.get(metric, 0) for s in sessions for item in s.items) >= want
    of_activity = "activity_id" in target
    concerned = [s for s in sessions if (s.items if of_activity else any(is_below(g, goal) for g in s.goals))]
    if target["kind"] == "sum":
        seconds = sum(s.item_seconds if of_activity else s.length for s in concerned)
        return seconds >= target["seconds"]  # type: ignore[operator]
    days = [s.start.astimezone(BERLIN).date() for s in concerned if s.done or s.length]
    weeks = Counter(day - timedelta(days=day.weekday()) for day in days)
    need, row = target["count"], target["weeks"]
    assert isinstance(need, int)
    assert isinstance(row, int)
    return any(all(weeks[week + timedelta(days=7 * n)] >= need for n in range(row)) for week in list(weeks))


def alone(targets: Sequence[Entry]) -> list[Entry]:
    return [target for target in targets if target.get("kind") in (None, "by_deadline")]


def reaching(world: World, goal: str) -> set[str]:
    """Return the sessions that reach all targets that one session reaches."""
    wanted = alone(world.targets[goal])
    here = {id_: s for id_, s in world.sessions.items() if root(s.parent) == root(goal)}
    return {id_ for id_, s in here.items() if wanted and all(is_met_alone(target, s) for target in wanted)}


def together(world: World, goal: str) -> list[bool]:
    here = [s for s in world.sessions.values() if root(s.parent) == root(goal)]
    return [is_met_together(t, goal, here) for t in world.targets[goal] if t not in alone(world.targets[goal])]


def is_reached(world: World, goal: str) -> bool:
    return all(together(world, goal)) and (bool(reaching(world, goal)) or not alone(world.targets[goal]))


def follow(before: World, after: World) -> None:
    """Settle the states in `after`, a world that differs from `before` by what one command did to sessions."""
    if before.sessions == after.sessions:
        return
    for goal, targets in after.targets.items():
        state = after.states[goal]
        if state is None and targets and is_reached(after, goal):
            newly = bool(reaching(after, goal) - reaching(before, goal))
            crossed = any(now and not then for then, now in zip(together(before, goal), together(after, goal), strict=True))
            after.states[goal] = "rule" if newly or crossed else None
        elif state == "rule" and not is_reached(after, goal):
            after.states[goal] = None


# -- the program --------------------------------------------------------------------------------


class Life:
    """One person's work on a file, done in the program and in the reference."""

    def __init__(self, rows: Rows, targets: Mapping[str, Sequence[Entry]]) -> None:
        self.rows = rows
        for goal, entries in targets.items():
            rows.sql("UPDATE goals SET targets = ? WHERE id = ?", json.dumps(entries), goal)
        self.workspace = open_file(rows.path, Clock())
        self.workspace.display_zone = BERLIN
        self.world = World(targets, states=dict.fromkeys(targets))
        self.trash: dict[int, dict[str, Session]] = {}
        for number, id_ in enumerate(SESSIONS):
            self.world.sessions[id_] = Session("etude", frozenset({"etude"}), NOW - timedelta(days=7 * number), False)

    def do(self, deed: "Deed", numbers: Sequence[int]) -> None:
        before = World(self.world.targets, dict(self.world.sessions), dict(self.world.states))
        with suppress(UserError):
            deed(self, *numbers)
        follow(before, self.world)

    def session(self, number: int) -> SessionId:
        if not self.world.sessions:
            raise UserError("There is none left.")
        return SessionId(list(self.world.sessions)[number % len(self.world.sessions)])

    def set(self, session_id: str, **changes: object) -> None:
        there = self.world.sessions[session_id]
        fields = {name: getattr(there, name) for name in there.__dataclass_fields__}
        self.world.sessions[session_id] = Session(**{**fields, **changes})

    @property
    def states(self) -> dict[str, str | None]:
        found = self.rows.sql(
            "SELECT g.id, g.completed, c.goal_id IS NOT NULL FROM goals g LEFT JOIN goal_completions c ON c.goal_id = g.id"
            " WHERE g.type <> 'PracticeSession'"
        )
        return {str(id_): None if not done else "rule" if ruled else "" for id_, done, ruled in found if id_ in self.world.targets}


Deed = Callable[[Life, int, int, int], object]


def note_values(life: Life, a: int, b: int, c: int) -> None:
    """Write items of which each notes one or both metrics; the second one is a set of the first."""
    session_id = life.session(a)
    values: list[dict[str, float]] = [{"tempo": 10 * (b % 12)}, {"tempo": 10 * (c % 12), "errors": b % 4}, {"errors": c % 4}]
    chosen = values[: 1 + b % 3]
    entries = [[{"metric_id": m, "value": str(v), "split_id": None} for m, v in each.items()] for each in chosen]
    seconds = 300 * (c % 3)
    first = {"activity_id": "scales", "instance_id": f"{session_id}-0", "metrics": entries[0], "duration_seconds": seconds}
    first["sets"] = [{"instance_id": f"{session_id}-1", "metrics": each} for each in entries[1:2]]
    others = [{"activity_id": "scales", "instance_id": f"{session_id}-2", "metrics": each} for each in entries[2:]]
    read = life.workspace.practice.session(session_id).document or Document.empty()
    timed = read.value(("sections", 1), {"exercises": []})
    life.workspace.practice.save(session_id, SessionEdit(document=read.with_value(("sections",), [{"exercises": [first, *others]}, timed])))
    life.set(session_id, items=chosen, item_seconds=seconds)


def practise(life: Life, a: int, b: int, c: int) -> None:
    session_id = life.session(a)
    seconds = 600 * (b % 5)
    read = life.workspace.practice.session(session_id).document or Document.empty()
    line = {"name": "Practice", "instance_id": f"{session_id}-timer", "duration_seconds": seconds}
    noted = read.value(("sections", 0), {"exercises": []})
    life.workspace.practice.save(session_id, SessionEdit(document=read.with_value(("sections",), [noted, {"exercises": [line]}])))
    life.set(session_id, other_seconds=seconds)


def move_in_time(life: Life, a: int, b: int, c: int) -> None:
    session_id = life.session(a)
    start = NOW - timedelta(days=b % 30, hours=c % 24)
    life.workspace.practice.save(session_id, SessionEdit(start=start))
    life.set(session_id, start=start)


def complete(life: Life, a: int, b: int, c: int) -> None:
    """Long after, so that the session gets no end."""
    chosen = [life.session(a), life.session(b)]
    life.workspace.practice.complete(chosen, NOW + timedelta(days=90), BERLIN)
    for session_id in chosen:
        life.set(session_id, done=True)


def reopen(life: Life, a: int, b: int, c: int) -> None:
    session_id = life.session(a)
    life.workspace.practice.reopen([session_id])
    life.set(session_id, done=False)


def move(life: Life, a: int, b: int, c: int) -> None:
    session_id = life.session(a)
    goals = [list(PARENTS)[b % 6], list(PARENTS)[c % 6]]
    there = life.world.sessions[session_id]
    life.workspace.practice.save(session_id, SessionEdit(goal_ids=tuple(map(GoalId, goals))))
    parent = there.parent if there.parent in goals else goals[0]
    life.set(session_id, parent=parent, links=frozenset(goals))


def delete(life: Life, a: int, b: int, c: int) -> None:
    chosen = dict.fromkeys([life.session(a), life.session(b)])
    life.workspace.practice.delete(list(chosen))
    entry = life.workspace.goals.trash()[0].id
    life.trash[entry] = {id_: life.world.sessions.pop(id_) for id_ in chosen}


def restore(life: Life, a: int, b: int, c: int) -> None:
    if life.trash:
        entry = list(life.trash)[a % len(life.trash)]
        life.workspace.goals.restore(entry)
        life.world.sessions |= life.trash.pop(entry)


def by_hand(life: Life, a: int, b: int, c: int) -> None:
    goal = list(life.world.targets)[a % len(life.world.targets)]
    if b % 2 and life.world.states[goal] is None:
        life.workspace.goals.complete(GoalId(goal))
        life.world.states[goal] = ""
    elif not b % 2:
        life.workspace.goals.reopen(GoalId(goal))
        life.world.states[goal] = None


def say_more(life: Life, a: int, b: int, c: int) -> None:
    life.workspace.practice.save(life.session(a), SessionEdit(description=f"{b} {c}"))


DEEDS: list[Deed] = [
    note_values,
    note_values,
    note_values,
    practise,
    practise,
    move_in_time,
    complete,
    reopen,
    move,
    delete,
    restore,
    by_hand,
    say_more,
]
metric_targets = st.builds(
    lambda tempo, errors, which: {
        "activity_id": "scales",
        "metrics": [{"metric_id": "tempo", "value": tempo}, {"metric_id": "errors", "value": str(errors)}][: 1 + which],
    },
    st.sampled_from([20, 50, 80]),
    st.integers(0, 2),
    st.integers(0, 1),
)
of: st.SearchStrategy[Entry] = st.sampled_from([{}, {"activity_id": "scales"}])
targets = st.one_of(
    metric_targets,
    metric_targets,
    st.builds(
        lambda t, day: {**t, "kind": "by_deadline", "deadline": (date(2026, 3, 2) - timedelta(days=day)).isoformat()},
        metric_targets,
        st.integers(0, 20),
    ),
    st.builds(
        lambda want: {"kind": "sum", "activity_id": "scales", "metrics": [{"metric_id": "tempo", "value": want}]},
        st.sampled_from([60, 150, 250]),
    ),
    st.builds(lambda of, seconds: {"kind": "sum", "measure": "seconds", "seconds": seconds, **of}, of, st.sampled_from([600, 900, 2400])),
    st.builds(
        lambda of, count, weeks: {"kind": "count_per_week", "count": count, "weeks": weeks, **of}, of, st.integers(1, 2), st.integers(1, 3)
    ),
)
wishes = st.fixed_dictionaries({goal: st.lists(targets, min_size=1, max_size=2) for goal in ("root", "suite", "etude", "foreign")})
numbers = st.integers(0, 60)
LENGTH = 25
"""Deeds of a life: as long as that, each life has most of them, and something that was reached is lost again."""
lives = st.lists(st.tuples(st.sampled_from(DEEDS), st.tuples(numbers, numbers, numbers)), min_size=LENGTH, max_size=LENGTH)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder in memory, where there is one."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def first(folder: Path) -> bytes:
    """A small file with two fractals and four empty sessions."""
    rows = new_file(folder / "first.db")
    kinds = {"root": "UltimateGoal", "other": "UltimateGoal", "suite": "LongTermGoal", "foreign": "LongTermGoal"}
    for goal, parent in PARENTS.items():
        rows.goal(goal, kinds.get(goal, "ShortTermGoal"), parent, root_id=root(goal))
    rows.library()
    rows.insert("metric_definitions", id="errors", activity_id="scales", name="Errors", unit="", lower_is_better=1)
    for number, session_id in enumerate(SESSIONS):
        start = NOW - timedelta(days=7 * number)
        content = {"sections": [{"exercises": []}], "session_start": start.isoformat()}
        rows.session(session_id, "etude", content, ("etude",), root_id="root", session_start=start.strftime("%Y-%m-%d %H:%M:%S.%f"))
        rows.sql("UPDATE session_provenance SET start_source = 'document'")
    return rows.path.read_bytes()


@pytest.mark.parametrize("part", range(4))
@settings(max_examples=10)
@given(wanted=wishes, deeds=lives)
def test_goals_follow_their_targets_as_the_reference_says(
    folder: Path, first: bytes, part: int, wanted: dict[str, list[Entry]], deeds: list[tuple[Deed, tuple[int, int, int]]]
) -> None:
    path = folder / "life.db"
    path.write_bytes(first)
    life = Life(Rows(path), wanted)
    with closing(life.workspace):
        states: list[Dump] = [dump(path)]
        for deed, (a, b, c) in deeds:
            life.do(deed, (a + part, b, c))
            assert life.states == life.world.states, deed
            states = [*states, now] if (now := dump(path)) != states[-1] else states
        report = check(path)
        assert report.ok, report.problems
        progress_agrees(life, wanted)
        there_and_back(life.workspace, path, states)


def progress_agrees(life: Life, wanted: dict[str, list[Entry]]) -> None:
    for goal, targets_of_goal in wanted.items():
        for target, found in zip(targets_of_goal, life.workspace.goals.target_progress(GoalId(goal), NOW, BERLIN), strict=True):
            here = World({goal: [target]}, life.world.sessions)
            assert found.reached is is_reached(here, goal)
            assert (found.fraction == 1) is found.reached
            assert (found.session_id is not None) is found.reached
