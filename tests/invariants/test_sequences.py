"""Random work on a file, fifty operations at a time: the file always agrees with itself, all of it can be undone, and done again.

What an old program's documents hold besides is still there in the end. Other modules add their operations, see registry.py.
"""

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence.integrity import check
from fractal_desktop.services.workspace import Workspace
from tests.invariants.registry import OPERATIONS, Draw, operation
from tests.invariants.sessions import BERLIN
from tests.workspaces import NOW, Clock, Rows, document, dump, item, look_at_all, new_file, open_file, value

MODULES = ("goals", "sessions", "documents", "library", "analytics")
for _module in MODULES:
    import_module(f"tests.invariants.{_module}")

SEQUENCES, LENGTH = int(os.environ.get("FRACTAL_SEQUENCES", "100")), 50
PARTS = 10
"""So many tests share the sequences, each with other ones, so that none of them takes long on a busy machine."""


@operation
def undo(workspace: Workspace, _: Draw) -> object:
    return workspace.history.undo()


@operation
def redo(workspace: Workspace, _: Draw) -> object:
    return workspace.history.redo()


@operation
def rest(_: Workspace, __: Draw) -> object:
    return None


def marked(id_: str, **more: Any) -> dict[str, Any]:
    """Return keys that the program does not know, the one of which tells what the other must be."""
    return {"legacy_id": id_, "legacy": {"of": id_, "deep": [1, {"x": None}]}, **more}


def build(path: Path) -> None:
    """Write a small file with a document for each oddity that old ones have, brought up to date as opening does."""
    rows = new_file(path, zone="America/New_York")
    rows.goal("root", "UltimateGoal", root_id="root", name="Cello")
    rows.goal("strings", "LongTermGoal", "root", root_id="root")
    rows.goal("suite", "ShortTermGoal", "strings", root_id="root", name="Suite")
    rows.goal("other", "UltimateGoal", root_id="other")
    rows.goal("climb", "ShortTermGoal", "other", root_id="other")
    rows.goal("stray", "MidTermGoal", "gone")
    rows.library()
    rows.insert("activity_definitions", id="studies", root_id="root", name="Studies", has_sets=1, metrics_multiplicative=1)
    rows.insert("metric_definitions", id="count", activity_id="studies", name="Count", unit="", lower_is_better=1)
    rows.insert("activity_definitions", id="hangs", root_id="other", name="Hangs", has_splits=1)
    rows.insert("metric_definitions", id="weight", activity_id="hangs", name="Weight", unit="kg")
    for place, side in enumerate(("12", "gap")):
        rows.insert("split_definitions", id=side, activity_id="hangs", name=side, order=place)
    lines = {"sections": [marked("ts", name="Old", exercises=[marked("ti", activity_id="studies", type="activity")])]}
    rows.insert("session_templates", id="old", name="Old ways", root_id="root", template_data=json.dumps({**lines, **marked("t")}))
    target = [{"id": "t1", "activity_id": "scales", "name": "Fast", "metrics": [{"metric_id": "tempo", "value": 60}], "odd": 1}]
    rows.sql("UPDATE goals SET targets = ? WHERE id = 'suite'", json.dumps(target))
    first = marked("i1", **item("i1", metrics=[value(55)], duration_seconds=600))
    second = marked("i2", **item("i2", sets=[marked("s1", instance_id="s1", metrics=[value(3, "count")]), "odd"], activity_id="studies"))
    third = marked(
        "i3", **item("i3", metrics=[value(7, "weight", "12"), value(8, "lost")], activity_id="hangs", time_start="2026-03-02 12:30")
    )
    fourth = marked(
        "i4", **item("i4", activity_id="gone", time_start="2026-03-01T18:00:00Z", time_stop="2026-03-01T18:20:00Z", duration_seconds="1200")
    )
    rows.session("evening", "suite", document(first, **marked("evening")), links=("suite", "climb"), root_id="root")
    block = marked("block", name="Block", duration_minutes=10, exercises=[second, third, "odd", {"name": "Line"}])
    rows.session("morning", "climb", {"sections": [block, None], **marked("morning")}, links=("climb",), root_id="other")
    times = {"session_start": "2026-03-01T18:00:00Z", "session_end": "2026-03-01 19:00:00+00:00"}
    rows.session("noon", None, document(fourth, notes="good", **times, **marked("noon")))
    rows.session("broken", "suite", "{not json", root_id="root")
    rows.session("empty", "gone")
    rows.goal("breathe", "ImmediateGoal", "evening", root_id="root")
    workspace = open_file(path)
    look_at_all(rows, workspace)
    for id_ in ("evening", "morning", "noon"):  # brings the rows in line
        read = workspace.practice.session(SessionId(id_)).document or Document.empty()
        workspace.practice.save(SessionId(id_), SessionEdit(document=read.with_value(("edited",), True)))
    workspace.close()


@pytest.fixture(scope="module")
def first() -> Iterator[tuple[Path, bytes]]:
    """A folder in memory, where there is one, and the file that every sequence begins with."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        build(Path(folder) / "first.db")
        yield Path(folder), (Path(folder) / "first.db").read_bytes()


def agrees(path: Path) -> None:
    report = check(path)
    assert report.ok, report.problems


def contents(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield the documents of sessions and the contents of templates that can be read, with their ids."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT id, attributes FROM goals WHERE type = 'PracticeSession' UNION ALL SELECT id, template_data FROM session_templates"
        ).fetchall()
    for id_, text in rows:
        with suppress(ValueError, TypeError):
            yield id_, json.loads(text)


def objects(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, dict):
        yield content
    for part in content.values() if isinstance(content, dict) else content if isinstance(content, list) else ():
        yield from objects(part)


def unknown_keys_are_kept(path: Path) -> None:
    """Assert that what an old program wrote is whole wherever it is, and is in every session, item and set of its that is still there."""
    for id_, content in contents(path):
        for thing in objects(content):
            if "legacy_id" in thing:
                assert thing.get("legacy") == marked(thing["legacy_id"])["legacy"]
            assert ("legacy" in thing) == ("legacy_id" in thing), thing
            if thing.get("instance_id") in ("i1", "i2", "i3", "i4", "s1"):
                assert thing.get("legacy_id") == thing["instance_id"]
        if id_ in ("evening", "morning", "noon"):
            assert content["legacy_id"] == id_
    with closing(sqlite3.connect(path)) as connection:
        for (text,) in connection.execute("SELECT attributes FROM goals WHERE id = 'broken'"):
            assert text == "{not json"
        for (text,) in connection.execute("SELECT targets FROM goals WHERE id = 'suite'"):
            assert all(target["odd"] == 1 for target in json.loads(text or "[]") if target.get("id") == "t1" and "kind" not in target)


steps = st.tuples(st.sampled_from(["test_sequences.rest", *sorted(OPERATIONS)]), st.integers(0, 2**32))


@pytest.mark.parametrize("part", range(PARTS))
@settings(max_examples=-(-SEQUENCES // PARTS), suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
@given(sequence=st.lists(steps, min_size=LENGTH, max_size=LENGTH))
def test_work_agrees_with_itself_and_can_be_taken_back_and_done_again(
    first: tuple[Path, bytes], part: int, sequence: list[tuple[str, int]]
) -> None:
    folder, content = first
    path = folder / "life.db"
    path.write_bytes(content)
    before = dump(path)
    workspace = open_file(path, Clock())
    try:
        for name, seed in sequence:
            with suppress(UserError):
                OPERATIONS[name](workspace, Draw(workspace, seed * PARTS + part))
        agrees(path)
        unknown_keys_are_kept(path)
        what_is_remembered_is_what_there_is(workspace, path)
        there_and_back(workspace, path, before)
    finally:
        workspace.close()


def what_is_remembered_is_what_there_is(workspace: Workspace, path: Path) -> None:
    """Assert that sums which are kept as sessions change are those of a file that was just opened."""
    fresh = open_file(path)
    for question in ("goal_times", "activity_times", "planned"):
        assert getattr(workspace.balance, question)(AnalyticsFilter()) == getattr(fresh.balance, question)(AnalyticsFilter())
    fresh.close()


def there_and_back(workspace: Workspace, path: Path, before: object) -> None:
    """Do again what was undone meanwhile, then undo everything and do it all again."""
    take(workspace.history.redo)
    after = dump(path)
    undone = take(workspace.history.undo)
    assert dump(path) == before
    assert take(workspace.history.redo) == undone
    assert dump(path) == after
    agrees(path)


def take(step: Any) -> int:
    """Undo or redo until there is nothing left; return how many steps that took."""
    count = 0
    while True:
        try:
            step()
        except UserError as error:
            if not str(error).startswith("There is nothing to"):
                raise
            return count
        count += 1


def test_every_operation_can_be_done(first: tuple[Path, bytes]) -> None:
    """Without this an operation could be refused whatever it is drawn with, and nobody would know."""
    folder, content = first
    path = folder / "each.db"
    path.write_bytes(content)
    workspace = open_file(path)
    workspace.goals.complete(GoalId("strings"))
    workspace.practice.complete([SessionId("noon")], NOW, BERLIN)
    workspace.goals.delete([GoalId("stray")])
    workspace.timers.start(SessionId("evening"), None, NOW)
    workspace.library.create_group(GoalId("root"), "Left hand")
    workspace.views.save("All of it", "{}")
    workspace.close()
    content = path.read_bytes()
    for name in sorted(OPERATIONS.keys() - NO_STEPS):
        assert any(is_done(path, content, name, seed) for seed in range(100)), f"{name} is never done"


NO_STEPS = frozenset({"test_sequences.rest", "test_sequences.undo", "test_sequences.redo", "sessions.previous", "analytics.ask"})


def is_done(path: Path, content: bytes, name: str, seed: int) -> bool:
    """Return whether an operation changes anything."""
    path.write_bytes(content)
    workspace = open_file(path)
    with suppress(UserError):
        OPERATIONS[name](workspace, Draw(workspace, seed))
    is_step = workspace.history.undo_label is not None
    workspace.close()
    return is_step


def test_a_file_of_an_old_program_is_what_it_begins_with(first: tuple[Path, bytes]) -> None:
    folder, content = first
    path = folder / "begin.db"
    path.write_bytes(content)
    agrees(path)
    unknown_keys_are_kept(path)
    assert {id_ for id_, _ in contents(path)} >= {"evening", "morning", "noon", "old"}
    assert Rows(path).one("SELECT COUNT(*) FROM metric_values") == 3
