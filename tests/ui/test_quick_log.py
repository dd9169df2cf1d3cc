"""What was forgotten, logged by a line in the palette."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.library import ActivityDraft
from fractal_desktop.domain.practice_session import PracticeSession, SessionEdit, SessionQuery
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui import quick_log
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.palette import Palette

YESTERDAY = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
"""18:00 in Berlin."""


class Writer:
    """Somebody who types into the palette of a file with a goal and two activities."""

    def __init__(self, qtbot: QtBot, window: MainWindow, context: AppContext, workspace: Workspace) -> None:
        self.qtbot, self.window, self.context, self.workspace = qtbot, window, context, workspace
        root = GoalId(str(workspace.goals.create(None, GoalType.ULTIMATE, "Cello").created))
        self.suite = GoalId(str(workspace.goals.create(root, GoalType.SHORT_TERM, "Suite I").created))
        for name in ("Scales", "Long bows"):
            workspace.library.create_activity(root, ActivityDraft(name))
        context.set_workspace(workspace)
        window.open_palette()
        qtbot.waitUntil(lambda: context.worker.is_idle)
        self.palette = window.findChildren(Palette)[0]

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def enter(self) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    def first(self) -> str:
        view = self.palette.findChildren(QListView)[0]
        return str(view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))

    def lines(self) -> list[str]:
        model = self.palette.findChildren(QListView)[0].model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def sessions(self) -> list[PracticeSession]:
        return [self.workspace.practice.session(row.id) for row in self.workspace.practice.page(SessionQuery()).rows]


@pytest.fixture
def writer(qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace) -> Writer:
    QLocale.setDefault(QLocale.c())
    return Writer(qtbot, window, bare_context, workspace)


def test_a_line_says_while_it_is_typed_what_it_would_log_and_enter_logs_it(writer: Writer, qtbot: QtBot) -> None:
    writer.type("log 45m Scales yesterday 18:00 #Suite I")
    assert writer.first() == "45 min Scales, yesterday 18:00–18:45, Suite I, Enter logs it"
    with qtbot.waitSignal(writer.context.noticed) as notice:
        writer.enter()
    assert not writer.palette.isVisible()
    assert (notice.args[0].text, notice.args[0].undoable) == ("Logged 45 min Scales, yesterday 18:00–18:45, Suite I", True)
    (session,) = writer.sessions()
    assert (session.name, session.start, session.end) == ("Scales", YESTERDAY, YESTERDAY + timedelta(minutes=45))
    assert [goal.id for goal in session.goals] == [writer.suite]
    assert session.completed
    writer.context.undo()
    qtbot.waitUntil(lambda: not writer.workspace.practice.page(SessionQuery()).rows)


def test_a_length_and_a_known_name_are_enough(writer: Writer) -> None:
    writer.type("1h30 long bows yesterday 18:00")
    assert writer.first().startswith("1 h 30 min Long bows, yesterday 18:00–19:30")


def test_what_is_only_searched_for_is_not_offered_to_be_logged(writer: Writer) -> None:
    writer.type("scales")
    assert writer.lines() == ["Scales"]


def test_words_that_nothing_is_known_for_are_named(writer: Writer, qtbot: QtBot) -> None:
    writer.type("log 20m sight reading yesterday 18:00")
    assert writer.first() == "20 min sight reading, yesterday 18:00–18:20, Enter logs it · Not known: sight reading"
    with qtbot.waitSignal(writer.context.changed):
        writer.enter()
    assert [session.name for session in writer.sessions()] == ["sight reading"]


def test_problems_are_said_instead_and_enter_then_does_nothing(writer: Writer) -> None:
    writer.type("log 45m Scales 23:00")
    assert "still to come" in writer.first()
    writer.enter()
    assert writer.palette.isVisible()
    assert writer.sessions() == []


def test_the_notice_names_a_session_of_the_same_time(writer: Writer, qtbot: QtBot) -> None:
    there = SessionId(str(writer.workspace.practice.create(None, "Evening routine", YESTERDAY).created))
    writer.workspace.practice.save(there, SessionEdit(end=YESTERDAY + timedelta(hours=1)))
    writer.type("45m Scales yesterday 18:30")
    with qtbot.waitSignal(writer.context.noticed) as notice:
        writer.enter()
    assert notice.args[0].text == "Logged 45 min Scales, yesterday 18:30–19:15 · at the same time as “Evening routine”"


def test_a_page_that_was_pasted_is_not_read_word_by_word(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_log, "parse_quick_entry", lambda *_: pytest.fail("the line was read"))
    QApplication.clipboard().setText("log " + "45m Scales yesterday " * 100)
    writer.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert writer.lines()[0] == "This line is too long to be read as one session."
    writer.enter()
    assert writer.sessions() == []
