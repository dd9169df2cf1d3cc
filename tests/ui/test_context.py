"""Reads and writes through the context: what pages hear, what happens when the file refuses, what a file switch does."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import StorageError, StorageProblem, UserError
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext, Notice, NoticeKind
from fractal_desktop.ui.saving import SaveState, SaveStatus
from fractal_desktop.ui.settings import WeekStart


class Flaky:
    """A command that the file refuses until it is mended."""

    def __init__(self) -> None:
        self.is_broken = True
        self.runs = 0

    def __call__(self, workspace: Workspace) -> Change:
        self.runs += 1
        if self.is_broken:
            raise StorageError(StorageProblem.FULL, "The disk is full.", "Nothing was changed.")
        return workspace.goals.create(None, GoalType.ULTIMATE, "After all")


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


@pytest.fixture
def notices(bare_context: AppContext) -> list[Notice]:
    heard: list[Notice] = []
    bare_context.noticed.connect(heard.append)
    return heard


def create(name: str) -> Callable[[Workspace], Change]:
    return lambda workspace: workspace.goals.create(None, GoalType.ULTIMATE, name)


def refuse(error: Exception) -> Callable[[Workspace], Change]:
    def command(_: Workspace) -> Change:
        raise error

    return command


def names(workspace: Workspace) -> list[str]:
    return [node.name for node in workspace.goals.roots()]


def settle(qtbot: QtBot, context: AppContext) -> None:
    qtbot.waitUntil(lambda: context.worker.is_idle)


def test_a_write_tells_its_caller_first_then_everybody(qtbot: QtBot, context: AppContext, owner: QObject) -> None:
    told: list[str] = []
    context.changed.connect(lambda change: told.append(f"all: {change.label}"))
    context.write(owner, create("Cello"), lambda change: told.append(f"caller: {change.label}"))
    settle(qtbot, context)
    label = told[0].removeprefix("caller: ")
    assert told == [f"caller: {label}", f"all: {label}"]


def test_the_status_goes_from_saving_to_saved_at_the_clock_s_time(qtbot: QtBot, context: AppContext, owner: QObject) -> None:
    states: list[SaveState] = []
    context.save_state_changed.connect(states.append)
    context.write(owner, create("Cello"))
    settle(qtbot, context)
    assert states == [SaveState(SaveStatus.SAVING), SaveState(SaveStatus.SAVED, context.now())]


def test_a_refused_write_is_kept_and_retry_brings_it_into_the_file(qtbot: QtBot, context: AppContext, owner: QObject) -> None:
    command = Flaky()
    done: list[Change] = []
    failures: list[Exception] = []
    context.write(owner, command, done.append, failures.append)
    settle(qtbot, context)
    assert context.save_state.status is SaveStatus.FAILED
    assert context.save_state.message == "The disk is full. Nothing was changed."
    assert len(failures) == 1
    command.is_broken = False
    context.retry()
    settle(qtbot, context)
    assert context.save_state.status is SaveStatus.SAVED
    assert len(done) == 1
    assert context.workspace is not None
    assert names(context.workspace) == ["After all"]


def test_a_later_success_of_what_writes_the_same_whole_replaces_the_refused_write(
    qtbot: QtBot, context: AppContext, owner: QObject
) -> None:
    command = Flaky()
    context.write(owner, command, failed=lambda _: None, whole="draft")
    context.write(owner, create("Newer"), whole="draft")
    settle(qtbot, context)
    assert context.save_state.status is SaveStatus.SAVED
    context.retry()
    settle(qtbot, context)
    assert command.runs == 1


@pytest.mark.parametrize("whole", [None, "another draft"])
def test_a_refused_write_is_not_given_up_because_something_else_of_the_same_owner_went_in(
    qtbot: QtBot, context: AppContext, owner: QObject, whole: str | None
) -> None:
    """A command does what none after it does, and an editor that shows another thing by now writes that."""
    command = Flaky()
    context.write(owner, command, failed=lambda _: None, whole=whole and "draft")
    context.write(owner, create("Newer"), whole=whole)
    settle(qtbot, context)
    assert context.save_state.status is SaveStatus.FAILED
    command.is_broken = False
    context.retry()
    settle(qtbot, context)
    assert context.workspace is not None
    assert names(context.workspace) == ["Newer", "After all"]


def test_an_undo_that_the_file_refused_is_said_and_not_kept(
    qtbot: QtBot, context: AppContext, owner: QObject, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the time of a Retry another step may be the last, and that one nobody wanted to undo."""
    context.write(owner, create("First"))
    settle(qtbot, context)
    assert context.workspace is not None
    history = context.workspace.history
    monkeypatch.setattr(history, "undo", lambda: Flaky()(context.workspace))
    context.undo()
    settle(qtbot, context)
    assert [notice.text for notice in notices] == ["The disk is full. Nothing was changed."]
    assert context.flush(), "nothing waits for Retry"


def test_what_a_dialog_still_holds_is_not_kept(qtbot: QtBot, context: AppContext, owner: QObject) -> None:
    failures: list[Exception] = []
    context.write(owner, Flaky(), failed=failures.append, keep=False)
    settle(qtbot, context)
    assert len(failures) == 1
    assert context.save_state.status is SaveStatus.NOTHING
    assert context.flush(), "nothing waits for Retry"


def test_another_owner_s_success_does_not_hide_what_is_not_saved(qtbot: QtBot, context: AppContext, owner: QObject) -> None:
    other = QObject()
    context.write(owner, Flaky(), failed=lambda _: None)
    context.write(other, create("Else"))
    settle(qtbot, context)
    assert context.save_state.status is SaveStatus.FAILED
    assert "disk is full" in context.save_state.message


def test_what_the_user_cannot_do_is_said_and_is_no_failure_to_save(
    qtbot: QtBot, context: AppContext, owner: QObject, notices: list[Notice]
) -> None:
    context.write(owner, refuse(UserError("A goal cannot lie below itself.")))
    settle(qtbot, context)
    assert notices == [Notice("A goal cannot lie below itself.", kind=NoticeKind.PROBLEM)]
    assert context.save_state.status is SaveStatus.NOTHING
    assert context.flush(), "nothing waits for Retry"


def test_a_bug_in_the_worker_is_reported_and_the_next_write_works(qtbot: QtBot, context: AppContext, owner: QObject) -> None:
    with qtbot.waitSignal(context.failed_unexpectedly) as told:
        context.write(owner, refuse(ZeroDivisionError()))
    assert isinstance(told.args[0], ZeroDivisionError)
    context.write(owner, create("Cello"))
    settle(qtbot, context)
    assert context.save_state.status is SaveStatus.SAVED


def test_undo_and_redo_go_through_the_worker_and_tell_the_pages(qtbot: QtBot, context: AppContext, owner: QObject) -> None:
    workspace = context.workspace
    assert workspace is not None
    context.write(owner, create("Cello"))
    with qtbot.waitSignal(context.changed):
        pass
    settle(qtbot, context)
    with qtbot.waitSignal(context.changed):
        context.undo()
    assert names(workspace) == []
    with qtbot.waitSignal(context.changed):
        context.redo()
    assert names(workspace) == ["Cello"]


def test_undo_saves_what_an_editor_still_holds_first(qtbot: QtBot, context: AppContext, owner: QObject) -> None:
    workspace = context.workspace
    assert workspace is not None
    context.write(owner, create("Cello"))
    settle(qtbot, context)
    context.flush_requested.connect(lambda: context.write(owner, create("Typed just now")))
    context.undo()
    settle(qtbot, context)
    assert names(workspace) == ["Cello"]


def test_closing_the_file_saves_first_and_forgets_reads(qtbot: QtBot, context: AppContext, owner: QObject) -> None:
    workspace = context.workspace
    assert workspace is not None
    path = workspace.path
    answers: list[object] = []
    context.flush_requested.connect(lambda: context.write(owner, create("At the last moment")))
    context.read(owner, "names", names, answers.append)
    with qtbot.waitSignal(context.file_closed):
        context.close_workspace()
    settle(qtbot, context)
    assert answers == []
    again = Workspace.open(path)
    assert names(again) == ["At the last moment"]
    again.close()


def test_without_a_file_nothing_is_read_or_written(qtbot: QtBot, bare_context: AppContext, owner: QObject) -> None:
    bare_context.read(owner, "names", names, pytest.fail)
    bare_context.write(owner, create("Cello"), pytest.fail)
    assert bare_context.worker.is_idle
    assert not bare_context.can_write


def test_the_zone_follows_the_setting_and_an_unknown_one_is_the_system_s(qtbot: QtBot, bare_context: AppContext) -> None:
    assert str(bare_context.zone) == "Europe/Berlin"
    with qtbot.waitSignal(bare_context.zone_changed):
        bare_context.settings.zone_name = "Pacific/Apia"
    assert str(bare_context.zone) == "Pacific/Apia"
    assert bare_context.today().isoformat() == "2026-03-06"
    bare_context.settings.zone_name = "Europe/Atlantis"
    assert str(bare_context.zone) == "UTC"


def test_a_command_s_note_is_shown_with_undo(qtbot: QtBot, context: AppContext, owner: QObject, notices: list[Notice]) -> None:
    context.write(owner, lambda _: Change("Restore", note="The parent is gone."))
    settle(qtbot, context)
    assert notices == [Notice("The parent is gone.", undoable=True)]


def test_the_open_file_measures_in_the_days_and_weeks_that_are_shown(context: AppContext, workspace: Workspace) -> None:
    context.settings.week_start = WeekStart.SUNDAY
    assert (str(workspace.display_zone), workspace.first_weekday) == ("Europe/Berlin", 6)
    context.settings.week_start = WeekStart.MONDAY
    context.settings.zone_name = "Asia/Tokyo"
    assert (str(workspace.display_zone), workspace.first_weekday) == ("Asia/Tokyo", 0)
