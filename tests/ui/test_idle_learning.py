"""The best values ever are learnt while nothing else happens."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fractal_desktop import app
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.library import ActivityDraft, MetricDraft
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence import best_values
from fractal_desktop.services.practice import PracticeService
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.idle_learning import IdleLearning
from tests.ui.conftest import NOW, new_file

SESSIONS = 12


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What each look at the history told: whether there is more. One looks at two values."""
    monkeypatch.setattr(best_values, "BLOCK", 2)
    monkeypatch.setattr(best_values, "FIRST_BLOCK", 2)
    told: list[bool] = []
    learn = PracticeService.learn_best_values

    def noted(service: PracticeService, blocks: int = 1) -> bool:
        told.append(learn(service, blocks))
        return told[-1]

    monkeypatch.setattr(PracticeService, "learn_best_values", noted)
    return told


def fill(workspace: Workspace) -> SessionId:
    """Write sessions with a value each; return the last one."""
    root = GoalId(str(workspace.goals.create(None, GoalType.ULTIMATE, "Cello").created))
    activity = workspace.library.create_activity(root, ActivityDraft("Scales", metrics=(MetricDraft(None, "Tempo", "bpm"),))).created
    metric = workspace.library.activities()[0].metrics[0].id
    for number in range(SESSIONS):
        made = SessionId(str(workspace.practice.create(root, f"Routine {number}", NOW - timedelta(days=SESSIONS - number)).created))
        item = {"type": "activity", "activity_id": activity, "instance_id": f"i{number}", "metrics": [{"metric_id": metric, "value": "60"}]}
        document = Document({"sections": [{"name": "Block", "exercises": [item]}]})
        workspace.practice.save(made, SessionEdit(document=document))
    return made


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], object]], None]:
    return lambda condition: qtbot.waitUntil(lambda: bool(condition()), timeout=10_000)


def test_a_history_is_learnt_in_pieces_and_again_once_it_was_forgotten(
    bare_context: AppContext, workspace: Workspace, pieces: list[bool], until: Callable[[Callable[[], object]], None]
) -> None:
    last = fill(workspace)
    learning = IdleLearning(bare_context, bare_context)
    bare_context.set_workspace(workspace)
    until(lambda: pieces and not pieces[-1])
    assert pieces == [True] * (SESSIONS // 2 - 1) + [False]
    assert workspace.practice.previous(last).bests, "known without a further look"
    pieces.clear()
    bare_context.write(learning, lambda there: there.library.retire_activities([there.library.activities()[0].id]))
    until(lambda: pieces and not pieces[-1])
    assert len(pieces) > 1


def test_real_work_comes_first(
    bare_context: AppContext, workspace: Workspace, pieces: list[bool], until: Callable[[Callable[[], object]], None]
) -> None:
    fill(workspace)
    learning = IdleLearning(bare_context, bare_context)
    bare_context.set_workspace(workspace)
    until(lambda: pieces)
    go_on, answers = threading.Event(), list[int]()
    bare_context.read(learning, "work", lambda _: go_on.wait(20) and len(pieces), answers.append)
    bare_context.read(learning, "more work", lambda _: len(pieces), answers.append)
    go_on.set()
    until(lambda: len(answers) == 2)
    assert answers[0] == answers[1], "no piece comes between two answers"
    until(lambda: not pieces[-1])


def test_the_program_learns_by_itself_and_for_each_file_anew(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, pieces: list[bool], until: Callable[[Callable[[], object]], None]
) -> None:
    files = [new_file(tmp_path / name) for name in ("one.db", "two.db")]
    for file in files:
        workspace = Workspace.open(file)
        fill(workspace)
        workspace.close()
    program = app.Program(qapp, app.Options(files[0]))
    program.show()
    until(lambda: pieces and not pieces[-1])
    pieces.clear()
    program.window.files_dropped.emit([files[1]])
    until(lambda: pieces and not pieces[-1])
    assert len(pieces) >= SESSIONS // 2
    program.window.close()
    program.close()
