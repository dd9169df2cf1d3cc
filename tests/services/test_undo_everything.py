"""Random work on a file: documents, columns and rows agree all the time; undone, all is as it was; done again, all is as it became."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId, TemplateId
from fractal_desktop.domain.practice_session import PracticeSession, SessionEdit
from fractal_desktop.domain.tree import UNFILED
from fractal_desktop.persistence.integrity import check
from tests.workspaces import NOW, Clock, Dump, Rows, document, dump, item, look_at_all, new_file, open_file, there_and_back, value

KINDS = tuple(kind for kind in GoalType if kind is not GoalType.PRACTICE_SESSION)
METRICS = ("tempo", "gone")
SPLITS = (None, "left", "right", "elsewhere")
VALUES = ("60", "72.5", "", "fast", "0")
TEXTS = ("", "müde 🎵", "x" * 40)
DURATIONS = (0, 250, "300", None, -5, 10**12)


class Life:
    """A person's work on one file; each number picks what a thing is done to, and what is done."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.workspace = open_file(rows.path, Clock())

    def work(self, deed: "Deed", numbers: Sequence[int]) -> None:
        with suppress(UserError):
            deed(self, *numbers)

    def goal(self, number: int) -> GoalId:
        return GoalId(self._id("type <> 'PracticeSession'", number))

    def any_goal(self, number: int) -> GoalId | None:
        return None if number % 5 == 0 else UNFILED if number % 5 == 1 else self.goal(number)

    def session(self, number: int) -> SessionId:
        return SessionId(self._id("type = 'PracticeSession'", number))

    def read(self, number: int) -> PracticeSession:
        return self.workspace.practice.session(self.session(number))

    def document(self, number: int) -> Document:
        return self.read(number).document or Document.empty()

    def save(self, number: int, edit: SessionEdit) -> None:
        self.workspace.practice.save(self.session(number), edit)

    def _id(self, kind: str, number: int) -> str:
        ids = self.rows.sql(f"SELECT id FROM goals WHERE {kind} ORDER BY rowid")
        if not ids:
            raise UserError("There is none left.")
        return str(ids[number % len(ids)][0])


Deed = Callable[[Life, int, int, int], object]


def edit_item(life: Life, a: int, b: int, c: int) -> None:
    content = life.document(a)
    items = list(content.items)
    if not items:
        return
    path = items[b % len(items)].path
    changes: list[tuple[str, object]] = [
        ("notes", TEXTS[c % 3]),
        ("duration_seconds", DURATIONS[c % 6]),
        ("metrics", [value(VALUES[c % 5], METRICS[c % 2], SPLITS[b % 4]), value(VALUES[b % 5])]),
        ("sets", [{"instance_id": f"set-{a}-{c % 3}", "metrics": [value(VALUES[b % 5])], "odd": True}]),
        ("time_start", (NOW + timedelta(minutes=c)).isoformat()),
        ("time_stop", "never"),
    ]
    life.save(a, SessionEdit(document=content.with_value((*path, changes[(b + c) % 6][0]), changes[(b + c) % 6][1])))


def add_item(life: Life, a: int, b: int, c: int) -> None:
    content = life.document(a)
    if not content.sections:
        content = content.with_value(("sections",), [{"name": "Block", "exercises": []}])
    path = ("sections", 0, "exercises")
    items = content.value(path)
    assert isinstance(items, list)
    new = item(f"item-{b % 7}", duration_seconds=DURATIONS[c % 6], metrics=[value(VALUES[c % 5])], activity_id=("scales", "gone")[b % 2])
    life.save(a, SessionEdit(document=content.with_value(path, [*items, new])))


def remove_item(life: Life, a: int, b: int, _: int) -> None:
    content = life.document(a)
    items = list(content.items)
    if items:
        life.save(a, SessionEdit(document=content.without(items[b % len(items)].path)))


def restore(life: Life, a: int, *_: int) -> None:
    entries = life.workspace.goals.trash()
    if entries:
        life.workspace.goals.restore(entries[a % len(entries)].id)


DEEDS: list[Deed] = [
    lambda life, a, b, c: life.workspace.goals.create(None if a % 4 == 0 else life.goal(a), KINDS[b % 7], f"Goal {c}"),
    lambda life, a, b, c: life.workspace.goals.rename(life.goal(a), TEXTS[b % 3]),
    lambda life, a, b, c: life.workspace.goals.describe(life.goal(a), TEXTS[b % 3]),
    lambda life, a, b, c: life.workspace.goals.set_deadline(life.goal(a), None if b % 3 == 0 else NOW.date() + timedelta(days=c)),
    lambda life, a, b, c: life.workspace.goals.complete(life.goal(a)),
    lambda life, a, b, c: life.workspace.goals.reopen(life.goal(a)),
    lambda life, a, b, c: life.workspace.goals.move([life.goal(a)], life.any_goal(b)),
    lambda life, a, b, c: life.workspace.goals.move([GoalId(life.session(a)), GoalId(life.session(c))], life.any_goal(b)),
    lambda life, a, b, c: life.workspace.goals.delete([life.goal(a)] if c % 2 else [GoalId(life.session(a)), life.goal(b)]),
    lambda life, a, b, c: life.workspace.practice.delete([life.session(a), life.session(b)]),
    restore,
    lambda life, a, b, c: life.workspace.goals.empty_trash() if a % 4 == 0 else None,
    lambda life, a, b, c: life.workspace.practice.create(
        life.any_goal(a), f"Session {c}", NOW + timedelta(hours=c), TemplateId("routine") if b % 2 else None
    ),
    lambda life, a, b, c: life.save(a, SessionEdit(start=NOW + timedelta(minutes=b), end=NOW + timedelta(minutes=c))),
    lambda life, a, b, c: life.save(a, SessionEdit(start=None if b % 2 else NOW + timedelta(seconds=c))),
    lambda life, a, b, c: life.save(a, SessionEdit(end=None if b % 2 else NOW + timedelta(hours=c))),
    lambda life, a, b, c: life.save(a, SessionEdit(name=TEXTS[b % 3], description=TEXTS[c % 3])),
    lambda life, a, b, c: life.save(a, SessionEdit(goal_ids=tuple({life.goal(b), life.goal(c)}) if a % 3 else ())),
    lambda life, a, b, c: life.workspace.practice.complete([life.session(a), life.session(b)], NOW, ZoneInfo("Europe/Berlin")),
    lambda life, a, b, c: life.workspace.practice.reopen([life.session(a)]),
    lambda life, a, b, c: life.workspace.practice.set_template(
        [life.session(a), life.session(b)], TemplateId("routine") if c % 2 else None
    ),
    edit_item,
    edit_item,
    add_item,
    remove_item,
]
numbers = st.integers(0, 40)
lives = st.lists(st.tuples(st.sampled_from(DEEDS), st.tuples(numbers, numbers, numbers)), min_size=3, max_size=25)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small file with a document for each oddity that old ones have."""
    rows = new_file(tmp_path_factory.mktemp("first") / "fractal.db")
    rows.goal("root", "UltimateGoal")
    rows.goal("cello", "LongTermGoal", "root")
    rows.goal("suite", "ShortTermGoal", "cello")
    rows.goal("other", "UltimateGoal")
    rows.goal("climb", "ShortTermGoal", "other")
    rows.goal("stray", "MidTermGoal", "gone")
    rows.library()
    rows.session("evening", "suite", document(item("i1", metrics=[value(60)], duration_seconds=600)), links=("suite", "climb"))
    rows.session("morning", "climb", document(item("i2", sets=[{"instance_id": "s1"}]), None, weather="rain"), links=("climb",))
    rows.session("broken", "suite", "{not json")
    rows.session("empty", "gone")
    rows.goal("breathe", "ImmediateGoal", "evening")
    workspace = open_file(rows.path)
    look_at_all(rows, workspace)
    for id_ in ("evening", "morning"):  # brings the rows in line
        read = workspace.practice.session(SessionId(id_)).document or Document.empty()
        workspace.practice.save(SessionId(id_), SessionEdit(document=read.with_value(("notes",), "")))
    workspace.close()
    return rows.path.read_bytes()


def agrees(path: Path) -> None:
    report = check(path)
    assert report.ok, report.problems


UNKNOWN = {"evening": {"mood": {"before": 3}}, "morning": {"mood": {"before": 3}, "weather": "rain"}}


def unknown_keys(rows: Rows) -> dict[str, object]:
    texts = rows.sql("SELECT id, attributes FROM goals WHERE id IN ('evening', 'morning')")
    return {str(id_): {k: v for k, v in json.loads(str(text)).items() if k in ("mood", "weather")} for id_, text in texts}


@settings(max_examples=50)
@given(lives)
@example([(DEEDS[8], (0, 0, 1)), (DEEDS[8], (0, 0, 1)), (DEEDS[10], (1, 0, 0)), (DEEDS[10], (0, 0, 0))])
def test_work_agrees_with_itself_and_can_be_taken_back_and_done_again(
    tmp_path_factory: pytest.TempPathFactory, first: bytes, deeds: list[tuple[Deed, tuple[int, int, int]]]
) -> None:
    path = tmp_path_factory.mktemp("life") / "fractal.db"
    path.write_bytes(first)
    rows = Rows(path)
    before = dump(path)
    life = Life(rows)
    states: list[Dump] = [before]
    for deed, chosen in deeds:
        label = life.workspace.history.undo_label
        life.work(deed, chosen)
        state = dump(path)
        if state != states[-1]:
            states.append(state)
        else:
            assert life.workspace.history.undo_label == label, "what changed nothing is no step"
    agrees(path)
    assert rows.one("SELECT attributes FROM goals WHERE id = 'broken' UNION SELECT '{not json' LIMIT 1") == "{not json"
    assert unknown_keys(rows).items() <= UNKNOWN.items()
    there_and_back(life.workspace, path, states)
