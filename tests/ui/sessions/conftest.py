"""A small practice life: two goals, a template, and sessions with and without what may be missing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.editor import SessionEditor
from tests.ui.acting import put_up
from tests.ui.sessions.acting import Repertoire

START = datetime(2026, 3, 5, 17, 4, 10, tzinfo=UTC)


def activity(name: str, instance_id: str, seconds: object, **more: object) -> dict[str, object]:
    return {"type": "activity", "name": name, "activity_id": "gone", "instance_id": instance_id, "duration_seconds": seconds, **more}


def sections() -> list[dict[str, object]]:
    sets = [{"instance_id": f"set-{n}", "completed": n == 0, "metrics": [{"metric_id": "gone", "value": str(60 + n)}]} for n in range(2)]
    return [
        {
            "name": "Warm-up",
            "duration_minutes": 10,
            "odd key": {"kept": True},
            "exercises": [{"name": "Tune, rosin, stand"}, activity("Long bows", "i1", 750, description="open strings")],
        },
        {"name": "Technique", "duration_minutes": 15, "exercises": [activity("Scales", "i2", 250, sets=sets)]},
        {"name": "Cool-down", "duration_minutes": 5, "exercises": []},
    ]


@dataclass
class Life:
    """What the fixture made, and how to make more."""

    context: AppContext
    root: GoalId
    suite: GoalId

    def session(self, name: str, start: datetime = START, *, done: bool = False, **edit: object) -> SessionId:
        practice = self.context.workspace.practice
        change = practice.create(self.suite, name, start)
        if edit:
            practice.save(change.created, SessionEdit(**edit))
        if done:
            practice.complete((change.created,), self.context.now(), self.context.zone)
        return change.created

    def with_document(self, name: str = "Evening routine", **more: object) -> SessionId:
        session_id = self.session(name)
        document = self.context.workspace.practice.session(session_id).document or Document.empty()
        for key, value in {"sections": sections(), "notes": "Thumb loose.", **more}.items():
            document = document.with_value((key,), value)
        self.context.workspace.practice.save(session_id, SessionEdit(document=document))
        return session_id

    def stored(self, session_id: SessionId):
        return self.context.workspace.practice.session(session_id)


@pytest.fixture
def life(context: AppContext) -> Life:
    goals = context.workspace.goals
    root = goals.create(None, GoalType.ULTIMATE, "Play all six cello suites").created
    suite = goals.create(GoalId(root), GoalType.SHORT_TERM, "Suite I from memory").created
    return Life(context, GoalId(root), GoalId(suite))


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    def wait(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition)

    return wait


@pytest.fixture
def writes(context: AppContext) -> list[object]:
    """Every change that is committed from now on."""
    changes: list[object] = []
    context.changed.connect(changes.append)
    return changes


@pytest.fixture
def editor(qtbot: QtBot, context: AppContext) -> SessionEditor:
    QLocale.setDefault(QLocale.c())
    editor = put_up(qtbot, SessionEditor(context), 720, 800)
    qtbot.waitExposed(editor)
    editor.activateWindow()
    return editor


@pytest.fixture
def opened(editor: SessionEditor, until: Callable[[Callable[[], bool]], None]) -> Callable[[SessionId], SessionEditor]:
    def show(session_id: SessionId) -> SessionEditor:
        shown: list[str] = []
        editor.session_shown.connect(shown.append)
        editor.show_session(session_id)
        until(lambda: session_id in shown)
        return editor

    return show


@pytest.fixture
def repertoire(life: Life) -> Repertoire:
    """Activities with metrics, splits, sets and a product, and sessions made of them."""
    return Repertoire(life)


HOUR = timedelta(hours=1)
