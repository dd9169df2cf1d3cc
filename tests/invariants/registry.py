"""What may be done to a file: every operation that a person has, ready to be drawn at random.

A new operation is one function in a module of this folder, whose name is in `MODULES` of test_sequences.py:

    @operation
    def rename(workspace: Workspace, draw: Draw) -> object:
        return workspace.goals.rename(draw.goal(), draw.text())

It does one thing through the services, to whatever `draw` picks. Refusals (UserError) are part of life and are passed over.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from fractal_desktop.domain.document import Document, Item
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import ActivityId, GoalId, MetricId, SessionId, TemplateId
from fractal_desktop.domain.practice_session import PracticeSession
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import NOW

T = TypeVar("T")
TEXTS = ("Suite I", "müde 🎵", "x" * 40, "", " ", "Étude, slow", '"quoted" #1')
VALUES = ("60", "72.5", "", "fast", "0", "-3", "1e400")


class Draw:
    """Chance, and what it picks from a file. UserError if there is nothing to pick."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self.workspace = workspace
        self.chance = Random(seed)

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of them."""
        if not choices:
            raise UserError("There is none left.")
        return self.chance.choice(choices)

    def often(self, share: float = 0.5) -> bool:
        """Return True so often."""
        return self.chance.random() < share

    def some(self, pick: Callable[[], T], most: int = 3) -> list[T]:
        """Return one to `most` of what `pick` picks, perhaps one twice."""
        return [pick() for _ in range(self.chance.randint(1, most))]

    def goal(self) -> GoalId:
        """Return a goal."""
        return GoalId(self._id("goals WHERE type <> 'PracticeSession'"))

    def root(self) -> GoalId:
        """Return a fractal."""
        return GoalId(self._id("goals WHERE type <> 'PracticeSession' AND parent_id IS NULL"))

    def session(self) -> SessionId:
        """Return a session."""
        return SessionId(self._id("goals WHERE type = 'PracticeSession'"))

    def activity(self) -> ActivityId:
        """Return an activity."""
        return ActivityId(self._id("activity_definitions"))

    def metric(self) -> MetricId:
        """Return a metric."""
        return MetricId(self._id("metric_definitions"))

    def template(self) -> TemplateId:
        """Return a template."""
        return TemplateId(self._id("session_templates"))

    def id_of(self, table: str) -> str:
        """Return the id of a row."""
        return self._id(table)

    def text(self) -> str:
        """Return a name or a note."""
        return self.pick(TEXTS)

    def value(self) -> str:
        """Return what may be typed where a number is expected."""
        return self.pick(VALUES)

    def moment(self) -> datetime:
        """Return a moment within two weeks before now, odd milliseconds included."""
        return NOW - timedelta(minutes=self.chance.randint(0, 20_000), milliseconds=self.chance.randint(0, 999))

    def length(self) -> timedelta:
        """Return a length of up to three hours."""
        return timedelta(seconds=self.chance.randint(1, 10_800))

    def read(self) -> PracticeSession:
        """Return a session, whole."""
        return self.workspace.practice.session(self.session())

    def document(self) -> tuple[SessionId, Document]:
        """Return a session and its document."""
        session = self.read()
        if session.document is None:
            raise UserError("It has no document.")
        return session.id, session.document

    def item(self) -> tuple[SessionId, Document, Item]:
        """Return a session, its document, and an item in it."""
        session_id, document = self.document()
        return session_id, document, self.pick(list(document.items))

    def _id(self, rows: str) -> str:
        with closing(sqlite3.connect(self.workspace.path)) as connection:
            return str(self.pick([id_ for (id_,) in connection.execute(f"SELECT id FROM {rows} ORDER BY rowid")]))


Operation = Callable[[Workspace, Draw], object]
OPERATIONS: dict[str, Operation] = {}


def operation(function: Operation) -> Operation:
    """Register what a person may do, by the name of the function."""
    name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
    assert name not in OPERATIONS, f"{name} is there twice"
    OPERATIONS[name] = function
    return function
