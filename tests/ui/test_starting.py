"""Sessions started from anywhere in the window, by keys."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId, TemplateId
from fractal_desktop.domain.library import TemplateDraft, TemplateSectionDraft
from fractal_desktop.domain.practice_session import PracticeSession, SessionEdit, SessionQuery
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.start_popup import StartPopup
from tests.ui.conftest import NOW

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Player:
    """Somebody at the window of a file with two goals and three templates, who has practised twice."""

    def __init__(self, qtbot: QtBot, window: MainWindow, context: AppContext, workspace: Workspace) -> None:
        self.qtbot, self.window, self.context, self.workspace = qtbot, window, context, workspace
        goals, library, practice = workspace.goals, workspace.library, workspace.practice
        self.root = GoalId(_made(goals.create(None, GoalType.ULTIMATE, "Cello").created))
        self.suite = GoalId(_made(goals.create(self.root, GoalType.SHORT_TERM, "Suite I").created))
        self.bow = GoalId(_made(goals.create(self.root, GoalType.SHORT_TERM, "Bow arm").created))
        self.templates = {
            name: TemplateId(
                _made(library.create_template(self.root, TemplateDraft(name, "", (TemplateSectionDraft("Warm-up", 10),))).created)
            )
            for name in ("Bowing", "Evening routine", "Long tones")
        }
        evening = self.templates["Evening routine"]
        old = SessionId(_made(practice.create(self.suite, "", NOW - timedelta(days=3), evening).created))
        practice.save(old, SessionEdit(goal_ids=(self.suite, self.bow)))
        practice.create(self.bow, "Duets", NOW - timedelta(days=1))
        context.set_workspace(workspace)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def page(self, name: str) -> None:
        self.window.show_page(name)
        self.until(lambda: self.context.worker.is_idle)
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    def open_popup(self) -> None:
        self.key(Qt.Key.Key_N, CONTROL_SHIFT)
        self.until(lambda: len(self.lines()) == 5)

    def lines(self) -> list[str]:
        popup = next((popup for popup in self.window.findChildren(StartPopup) if popup.isVisible()), None)
        if popup is None:
            return []
        model = popup.findChild(QListView).model()
        return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]

    def sessions(self) -> list[PracticeSession]:
        rows = self.workspace.practice.page(SessionQuery()).rows
        return [self.workspace.practice.session(row.id) for row in rows]

    def started(self) -> PracticeSession:
        self.until(lambda: len(self.workspace.practice.page(SessionQuery()).rows) == 3)
        return self.sessions()[0]

    def until_opened(self, session: PracticeSession) -> None:
        self.until(lambda: self.window.page == "sessions")
        self.until(lambda: any(edit.text() == session.name and edit.isVisible() for edit in self.window.findChildren(QLineEdit)))


def _made(created: str | None) -> str:
    assert created is not None
    return created


@pytest.fixture
def player(qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace) -> Player:
    return Player(qtbot, window, bare_context, workspace)


def test_what_can_be_started_is_offered_the_templates_used_last_first(player: Player) -> None:
    player.page("library")
    player.open_popup()
    assert [line.split(", ")[0] for line in player.lines()] == ["Blank session", "Again: Duets", "Evening routine", "Bowing", "Long tones"]


def test_a_few_letters_and_enter_start_from_a_template_where_the_last_such_session_belonged(player: Player) -> None:
    player.page("library")
    player.open_popup()
    player.type("even")
    player.key(Qt.Key.Key_Return)
    session = player.started()
    assert (session.name, session.template_id) == ("Evening routine", player.templates["Evening routine"])
    assert session.start == NOW.replace(microsecond=0)
    assert session.parent_id == player.suite
    assert {goal.id for goal in session.goals} == {player.suite, player.bow}
    player.until_opened(session)


def test_on_the_goals_page_the_selected_goal_gets_the_session(player: Player) -> None:
    player.page("goals")
    player.context.goal_requested.emit(player.bow)
    player.until(lambda: player.window.furniture.shown_page().session_goal() == player.bow)  # type: ignore[union-attr]
    player.context.start_requested.emit(player.templates["Evening routine"])
    session = player.started()
    assert [goal.id for goal in session.goals] == [player.bow]
    player.until_opened(session)


def test_a_template_never_used_starts_without_a_goal_and_one_step_takes_it_back(player: Player) -> None:
    player.page("library")
    player.context.start_requested.emit(player.templates["Long tones"])
    session = player.started()
    assert session.parent_id is None
    assert session.document is not None
    assert [section.name for section in session.document.sections] == ["Warm-up"]
    player.context.undo()
    player.until(lambda: len(player.workspace.practice.page(SessionQuery()).rows) == 2)


def test_an_archived_template_is_not_offered(player: Player) -> None:
    player.workspace.library.archive_templates((player.templates["Bowing"],))
    player.page("library")
    player.key(Qt.Key.Key_N, CONTROL_SHIFT)
    player.until(lambda: len(player.lines()) == 4)
    assert not any("Bowing" in line for line in player.lines())


def test_enter_alone_starts_a_blank_session_with_its_name_ready_to_be_written(player: Player) -> None:
    player.page("analytics")
    player.open_popup()
    player.key(Qt.Key.Key_Return)
    session = player.started()
    assert (session.name, session.template_id) == ("New session", None)
    player.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit) and QApplication.focusWidget().selectedText() == "New session")


def test_a_key_starts_a_blank_session_at_once(player: Player) -> None:
    player.page("library")
    player.key(Qt.Key.Key_B, CONTROL_SHIFT)
    player.until_opened(player.started())


def test_what_fits_nothing_becomes_the_name_of_a_new_session(player: Player) -> None:
    player.page("library")
    player.open_popup()
    player.type("Sight  reading")
    assert player.lines() == ["New session called “Sight reading”"]
    player.key(Qt.Key.Key_Return)
    assert player.started().name == "Sight reading"


def test_the_last_session_again_has_its_name_its_goals_and_begins_now(player: Player) -> None:
    player.page("library")
    player.open_popup()
    player.key(Qt.Key.Key_Down)
    player.key(Qt.Key.Key_Return)
    session = player.started()
    assert (session.name, session.parent_id, session.start, session.end) == ("Duets", player.bow, NOW.replace(microsecond=0), None)
    player.until_opened(session)


def test_the_selected_session_again_by_a_key(player: Player) -> None:
    player.page("sessions")
    old = player.sessions()[1]
    player.context.session_requested.emit(old.id)
    player.until(lambda: player.window.furniture.shown_page().chosen_sessions() == (old.id,))  # type: ignore[union-attr]
    player.key(Qt.Key.Key_A, CONTROL_SHIFT)
    session = player.started()
    assert (session.name, session.template_id) == ("Evening routine", player.templates["Evening routine"])


def test_a_file_without_sessions_says_so_when_one_is_to_be_started_again(
    qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace
) -> None:
    bare_context.set_workspace(workspace)
    with qtbot.waitSignal(bare_context.noticed) as notice:
        window.commands["session.again"].trigger()
    assert notice.args[0].text == "There is no session yet that could be started again."


def test_in_a_file_that_can_only_be_read_nothing_can_be_started(window: MainWindow, bare_context: AppContext, workspace: Workspace) -> None:
    path = workspace.path
    workspace.close()
    bare_context.set_workspace(Workspace.open(path, read_only=True))
    window.commands.refresh()
    assert not any(window.commands[f"session.{name}"].isEnabled() for name in ("new", "blank", "again"))
    with sqlite3.connect(path) as file:
        assert file.execute("SELECT COUNT(*) FROM goals").fetchone() == (0,)
    file.close()
