"""Running timers outside of the editor: status bar, tray, and the question after a gap."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.ids import InstanceId, SessionId
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme
from fractal_desktop.ui.timing.question import StillPractising
from fractal_desktop.ui.timing.strip import RunningStrip
from fractal_desktop.ui.timing.timing import Timing
from tests.ui.conftest import NOW
from tests.workspaces import Rows, document, item, new_file

EVENING = SessionId("evening")
SCALES = InstanceId("i1")


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal", name="Cello")
    rows.library()
    start = f"{NOW - timedelta(minutes=5):%Y-%m-%d %H:%M:%S}.000000"
    contents = document(item("i1", activity_id="scales", name="Scales"))
    rows.session("evening", "root", contents, name="Evening", root_id="root", session_start=start)
    return rows.path


@pytest.fixture
def context(settings: Settings, worker: Worker, light: Theme, clock: Clock) -> Iterator[AppContext]:
    context = AppContext(settings, worker, light, clock=clock)
    yield context
    context.close_workspace()


@pytest.fixture
def window(qtbot: QtBot, context: AppContext) -> QWidget:
    window = QWidget()
    window.resize(900, 700)
    window.timing = Timing(context, window)  # type: ignore[attr-defined]
    window.timing.strip.setParent(window)  # type: ignore[attr-defined]
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def opened(path: Path, clock: Clock) -> Workspace:
    return Workspace.open(path, clock=clock)


def settle(qtbot: QtBot, context: AppContext) -> None:
    context.worker.drain()
    qtbot.waitUntil(lambda: not context.worker.is_busy)
    QApplication.processEvents()


def strip(window: QWidget) -> RunningStrip:
    return window.findChildren(RunningStrip)[0]


def said(window: QWidget) -> str:
    texts = [w.text() for w in strip(window).findChildren(QWidget) if w.isVisible() and hasattr(w, "text") and w.text()]
    return " ".join(texts)


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    button = next(b for b in parent.findChildren(QAbstractButton) if name in (b.text(), b.accessibleName()) and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def question(window: QWidget) -> StillPractising | None:
    return next((dialog for dialog in window.findChildren(StillPractising) if dialog.isVisible()), None)


def tick(window: QWidget, clock: Clock, by: timedelta) -> None:
    clock.now += by
    window.timing.watch._on_tick()  # type: ignore[attr-defined]


def test_the_session_of_today_is_one_click_away(qtbot: QtBot, window: QWidget, context: AppContext, path: Path, clock: Clock) -> None:
    assert not strip(window).isVisible()
    context.set_workspace(opened(path, clock))
    qtbot.waitUntil(lambda: said(window) == "Evening")
    with qtbot.waitSignal(context.session_requested) as asked:
        press(qtbot, window, "Session in progress: Evening")
    assert asked.args == ["evening"]
    assert question(window) is None


def test_a_timer_counts_up_and_is_paused_and_undone_from_the_bar(
    qtbot: QtBot, window: QWidget, context: AppContext, path: Path, clock: Clock
) -> None:
    context.set_workspace(opened(path, clock))
    settle(qtbot, context)
    context.write(window, lambda workspace: workspace.timers.start(EVENING, SCALES, NOW))
    qtbot.waitUntil(lambda: said(window).startswith("Scales · Evening"))
    tick(window, clock, timedelta(seconds=65))
    assert said(window) == "Scales · Evening 01:05"
    assert window.timing.tray.text == "Scales 01:05"  # type: ignore[attr-defined]
    press(qtbot, window, "Pause timer")
    qtbot.waitUntil(lambda: said(window) == "Evening 01:05")
    assert window.timing.tray.text == ""  # type: ignore[attr-defined]
    context.undo()
    qtbot.waitUntil(lambda: said(window) == "Scales · Evening 01:05")
    press(qtbot, window, "Stop timer")
    qtbot.waitUntil(lambda: said(window) == "Evening 01:05")


@pytest.fixture
def running(qtbot: QtBot, window: QWidget, context: AppContext, path: Path, clock: Clock) -> QWidget:
    """The window with a timer that runs since NOW."""
    context.set_workspace(opened(path, clock))
    settle(qtbot, context)
    context.write(window, lambda workspace: workspace.timers.start(EVENING, SCALES, NOW))
    qtbot.waitUntil(lambda: said(window).startswith("Scales"))
    return window


def test_after_the_machine_slept_it_is_asked_and_stopping_then_counts_until_then(
    qtbot: QtBot, running: QWidget, context: AppContext, clock: Clock
) -> None:
    tick(running, clock, timedelta(minutes=2))
    assert question(running) is None
    tick(running, clock, timedelta(hours=9))
    asked = question(running)
    assert asked is not None
    tick(running, clock, timedelta(hours=1))
    assert len(running.findChildren(StillPractising)) == 1
    press(qtbot, asked, "Stopped then")
    qtbot.waitUntil(lambda: said(running) == "")
    assert context.workspace is not None
    assert context.workspace.practice.session(EVENING).duration_seconds == 120


def test_still_practising_lets_it_run(qtbot: QtBot, running: QWidget, context: AppContext, clock: Clock) -> None:
    tick(running, clock, timedelta(hours=1))
    asked = question(running)
    assert asked is not None
    press(qtbot, asked, "Still practising")
    qtbot.waitUntil(lambda: question(running) is None)
    tick(running, clock, timedelta(seconds=1))
    assert said(running) == "Scales · Evening 1:00:01"


def test_a_clock_that_was_set_back_is_noticed_and_counts_nothing(qtbot: QtBot, running: QWidget, clock: Clock) -> None:
    tick(running, clock, timedelta(hours=-2))
    assert question(running) is not None
    assert "-" not in said(running)


def test_after_a_restart_it_still_runs_and_it_is_asked(
    qtbot: QtBot, running: QWidget, context: AppContext, path: Path, clock: Clock
) -> None:
    tick(running, clock, timedelta(minutes=3))
    context.close_workspace()
    clock.now += timedelta(minutes=20)
    context.set_workspace(opened(path, clock))
    qtbot.waitUntil(lambda: question(running) is not None)
    assert said(running).startswith("Scales · Evening 23:00")
    asked = question(running)
    assert asked is not None
    press(qtbot, asked, "Stopped then")
    settle(qtbot, context)
    assert context.workspace is not None
    qtbot.waitUntil(lambda: context.workspace.practice.session(EVENING).duration_seconds == 180)  # type: ignore[union-attr]


def test_a_time_in_the_future_is_refused(qtbot: QtBot, running: QWidget, clock: Clock) -> None:
    tick(running, clock, timedelta(hours=1))
    asked = question(running)
    assert asked is not None
    asked._editor.set_instant(clock.now + timedelta(hours=1))
    press(qtbot, asked, "Stopped then")
    assert question(running) is asked
    assert asked._editor.is_unsettled()


def test_the_question_waits_until_another_dialog_is_answered(qtbot: QtBot, running: QWidget, context: AppContext, clock: Clock) -> None:
    other = QDialog(running)
    other.open()
    tick(running, clock, timedelta(hours=1))
    running.timing.watch.read()  # type: ignore[attr-defined]
    settle(qtbot, context)
    assert question(running) is None
    other.accept()
    qtbot.waitUntil(lambda: question(running) is not None)


def test_what_was_stopped_meanwhile_is_not_asked_about(qtbot: QtBot, running: QWidget, context: AppContext, clock: Clock) -> None:
    other = QDialog(running)
    other.open()
    tick(running, clock, timedelta(hours=1))
    running.timing.watch.stop()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not running.timing.watch.timers)  # type: ignore[attr-defined]
    with qtbot.waitSignal(other.finished):
        other.accept()
    settle(qtbot, context)
    assert question(running) is None


def test_of_many_timers_a_few_are_named_and_all_stop_in_one_step(
    qtbot: QtBot, window: QWidget, context: AppContext, path: Path, clock: Clock
) -> None:
    many = 60
    items = [
        item(f"m{number}", name=f"Left on {number}", time_start=f"{NOW:%Y-%m-%dT%H:%M:%S}.000Z", time_stop=None) for number in range(many)
    ]
    Rows(path).sql("UPDATE goals SET attributes = ? WHERE id = 'evening'", json.dumps(document(*items)))
    clock.now += timedelta(minutes=10)
    context.set_workspace(opened(path, clock))
    qtbot.waitUntil(lambda: question(window) is not None)
    asked = question(window)
    assert asked is not None
    texts = [label.text() for label in asked.findChildren(QLabel)]
    assert sum("Left on" in text for text in texts) < 10
    assert "and 54 more" in texts
    press(qtbot, asked, "Stopped then")
    settle(qtbot, context)
    assert context.workspace is not None
    assert context.workspace.timers.running(clock.now) == ()
    assert context.workspace.history.undo_label == "stop of 60 timers"
    context.undo()
    settle(qtbot, context)
    assert len(context.workspace.timers.running(clock.now)) == many


def test_a_name_of_thousands_of_characters_is_cut(qtbot: QtBot, window: QWidget, context: AppContext, path: Path, clock: Clock) -> None:
    began = {"time_start": f"{NOW:%Y-%m-%dT%H:%M:%S}.000Z", "time_stop": None}
    endless = json.dumps(document(item("i1", name="Scales in thirds " * 600, **began)))
    Rows(path).sql("UPDATE goals SET attributes = ?, name = ? WHERE id = 'evening'", endless, "Evening " * 1200)
    context.set_workspace(opened(path, clock))
    qtbot.waitUntil(lambda: question(window) is not None)
    asked = question(window)
    assert asked is not None
    assert asked.height() < 600
    assert len(window.timing.tray.text) < 50  # type: ignore[attr-defined]
