"""A week of practice, by clicks and keys alone: on a new file, and on an old one that was migrated first."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListView, QTableView, QTreeView
from pytestqt.exceptions import TimeoutError as NeverCame
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import PracticeSession, SessionQuery
from fractal_desktop.services.schema import SchemaService
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.set_grid import SetGrid
from fractal_desktop.ui.widgets.entry_popup import EntryPopup
from tests.legacy import make
from tests.whole_way.conftest import Person, Start

Key, Modifier = Qt.Key, Qt.KeyboardModifier
MONDAY = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
FRACTAL, GOAL, ACTIVITY, TEMPLATE = "Play the suites", "Suite I from memory", "Broken thirds", "Evening practice"


class Week:
    """One person's days at the program."""

    def __init__(self, person: Person, travel: time_machine.Traveller) -> None:
        self.person = person
        self.travel = travel
        self.qtbot = person.qtbot

    def goes_on_to(self, day: int, hour: int, minute: int = 0) -> None:
        """Let the clock be at this time of a day of March 2026 (UTC)."""
        self.travel.move_to(datetime(2026, 3, day, hour, minute, tzinfo=UTC))

    def file(self) -> Workspace:
        """Look into the file as another program would."""
        return Workspace.open(self.path(), read_only=True)

    @property
    def context(self) -> AppContext:
        return self.person.window.furniture._context

    def workspace(self) -> Workspace:
        workspace = self.context.workspace
        assert workspace is not None
        return workspace

    def path(self) -> Path:
        return self.workspace().path

    def has_running_timer(self) -> bool:
        with closing(self.file()) as there:
            return bool(there.timers.running(datetime.now(UTC)))

    def chooses_first_row(self) -> None:
        """Click the first line of the list of sessions."""
        table = next(view for view in self.person._all(QTableView) if view.isVisible())
        assert isinstance(table, QTableView)
        self.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(0, 1)).center())
        self.settles()

    def notes(self, value: str) -> None:
        """Type the first value of the activity where it stands."""
        grid = self.person.waits_for_field(SetGrid, f"Values of {ACTIVITY}")
        assert isinstance(grid, SetGrid)
        self.qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.box(0, 0).center())
        field = grid.window().focusWidget()
        assert isinstance(field, QLineEdit)
        self.qtbot.keyClicks(field, value)
        self.qtbot.keyClick(field, Key.Key_Return)
        self.settles()

    def sessions(self) -> list[PracticeSession]:
        """Return the sessions of the week, the newest first."""
        there = self.file()
        rows = there.practice.page(SessionQuery(since=MONDAY.replace(hour=0))).rows
        found = [there.practice.session(row.id) for row in rows]
        there.close()
        return found

    def session_ids(self) -> list[SessionId]:
        """Return the ids of the sessions of the week, read at one instant: they may be asked for while something is being written."""
        there = self.file()
        rows = there.practice.page(SessionQuery(since=MONDAY.replace(hour=0))).rows
        there.close()
        return [row.id for row in rows]

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for something; if it does not come, say what the program said last."""
        try:
            self.qtbot.waitUntil(lambda: bool(condition()), timeout=15_000)
        except NeverCame as error:
            said = [label.text() for label in self.person._all(QLabel) if label.isVisible()]  # type: ignore[attr-defined]
            raise AssertionError(f"waited in vain; on the screen: {said}") from error

    def settles(self) -> None:
        """Wait until everything that was asked for is done and shown."""
        context = self.context
        context.flush()
        self.until(lambda: context.worker.is_idle)
        QApplication.processEvents()
        self.until(lambda: context.worker.is_idle)

    def clicks(self, name: str) -> None:
        """Click the one button that is seen and called so."""

        def seen() -> list[QAbstractButton]:
            buttons = self.person._all(QAbstractButton)
            return [b for b in buttons if b.isVisible() and b.isEnabled() and name in (b.text(), b.accessibleName())]  # type: ignore[attr-defined]

        self.until(seen)
        self.qtbot.mouseClick(seen()[0], Qt.MouseButton.LeftButton)

    def chooses(self, text: str, *, exactly: str = "") -> None:
        """Type into the pop-up that is open, wait for what is meant, and press Enter."""

        def popup() -> EntryPopup | None:
            open_ones = [p for p in self.person._all(EntryPopup) if p.isVisible()]
            return open_ones[0] if open_ones else None  # type: ignore[return-value]

        self.until(popup)
        there = popup()
        assert there is not None
        box, view = there.findChildren(QLineEdit)[0], there.findChildren(QListView)[0]
        self.qtbot.keyClicks(box, text)
        self.until(lambda: (exactly or text).casefold() in str(view.currentIndex().data()).casefold())
        self.qtbot.keyClick(box, Key.Key_Return)

    def types_in(self, name: str, text: str) -> None:
        """Type into the field that is seen and called so."""
        field = self.person.waits_for_field(QLineEdit, name)
        self.person.types(field, text)

    def field(self, name: str) -> QLineEdit:
        field = self.person.waits_for_field(QLineEdit, name)
        assert isinstance(field, QLineEdit)
        return field

    def names_row(self, text: str) -> None:
        """Type over the row that has opened for it."""

        def editors() -> list[QLineEdit]:
            fields = [f for tree in self.person._all(QTreeView) for f in tree.viewport().findChildren(QLineEdit)]  # type: ignore[attr-defined]
            return [field for field in fields if field.isVisible()]

        self.until(editors)
        editors()[0].selectAll()
        self.qtbot.keyClicks(editors()[0], text)
        self.qtbot.keyClick(editors()[0], Key.Key_Return)
        self.until(lambda: not editors())


@pytest.fixture
def week() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=True) as travel:
        yield travel


@pytest.fixture(params=["new", "D"])
def at_work(request: pytest.FixtureRequest, tmp_path: Path, qtbot: QtBot, start: Start, week: time_machine.Traveller) -> Week:
    """Somebody who has a file open: one just made, or an old one just migrated."""
    if request.param == "new":
        path = tmp_path / "practice.db"
        SchemaService().create(path)
        person = Person(qtbot, start(path))
        person.waits_for("New fractal")
        return Week(person, week)
    path = make(tmp_path / "old.db", request.param, sessions=60, goals=40)
    person = Person(qtbot, start(path))
    person.types(person.waits_for_field(QLineEdit, "Time zone"), "Europe/Berlin")
    person.presses("Migrate")
    person.presses("Done")
    return Week(person, week)


def test_a_week_of_practice(at_work: Week) -> None:
    week = at_work
    names_a_goal(week)
    fills_the_library(week)
    sets_a_target(week)
    practises_on_monday(week)
    practises_again_on_tuesday(week)
    logs_what_was_forgotten_on_thursday(week)
    tidies_up_on_saturday(week)
    looks_back_on_sunday(week)


def names_a_goal(week: Week) -> None:
    week.person.commands("view.goals")
    week.settles()
    week.person.commands("goal.new_fractal")
    week.names_row(FRACTAL)
    week.until(lambda: FRACTAL in goals_of(week))
    week.settles()
    week.person.commands("goal.new_child")
    week.names_row(GOAL)
    week.until(lambda: GOAL in goals_of(week))


def fills_the_library(week: Week) -> None:
    week.person.commands("view.library")
    week.clicks("Activities")
    week.settles()
    week.clicks("New activity")
    for_our_fractal(week)
    week.until(lambda: week.field("Name").hasFocus() or week.field("Name").text() == "New activity")
    week.types_in("Name", ACTIVITY)
    week.clicks("Metric")
    week.types_in("Metric, such as Tempo", "Tempo")
    week.types_in("Unit", "bpm")
    week.settles()
    week.clicks("Templates")
    week.clicks("New template")
    for_our_fractal(week)
    week.until(lambda: week.field("Name").text() == "New template")
    week.types_in("Name", TEMPLATE)
    week.clicks("Activity")
    week.chooses(ACTIVITY)
    week.settles()
    with closing(week.file()) as there:
        made = next(template for template in there.library.templates() if template.name == TEMPLATE)
    assert [(section.name, [line.name for line in section.items]) for section in made.sections] == [("Warm-up", [ACTIVITY])]


def sets_a_target(week: Week) -> None:
    """Ninety beats a minute, for the goal of the week."""
    week.context.goal_requested.emit(goal_id(week))
    week.settles()
    week.clicks("Add target")
    week.clicks("Activity: Choose…")
    week.chooses(ACTIVITY)
    week.types_in("Tempo", "90")
    week.person.presses("Save")
    week.until(lambda: "90" in str(scalar(week, f"SELECT targets FROM goals WHERE name = '{GOAL}'")))


def practises_on_monday(week: Week) -> None:
    """From the template, under the goal that is shown: a timer runs, a value is noted."""
    week.goes_on_to(2, 18)
    week.person.commands("session.new")
    week.chooses("evening pr", exactly=TEMPLATE)
    week.until(lambda: [session.name for session in week.sessions()] == [TEMPLATE])
    week.settles()
    assert [goal.name for goal in week.sessions()[0].goals] == [GOAL]
    week.clicks(f"Start the timer of {ACTIVITY}")
    week.until(week.has_running_timer)
    week.notes("72")
    week.goes_on_to(2, 18, 40)
    week.person.commands("edit.complete")
    week.until(lambda: week.sessions()[0].completed)
    assert week.sessions()[0].duration_seconds in range(2395, 2410)
    assert not week.has_running_timer()
    assert noted(week) == ["72"]
    assert not is_complete(week)


def practises_again_on_tuesday(week: Week) -> None:
    """The same again; what is noted reaches the target, and the goal completes itself until that is undone."""
    week.goes_on_to(3, 18)
    week.person.commands("session.again")
    week.until(lambda: len(week.session_ids()) == 2)
    week.settles()
    assert (week.sessions()[0].name, noted(week)) == (TEMPLATE, [""])
    week.notes("92")
    week.until(lambda: is_complete(week))
    week.context.undo()
    week.until(lambda: not is_complete(week))
    week.context.redo()
    week.until(lambda: is_complete(week))
    week.settles()
    week.goes_on_to(3, 18, 20)
    week.person.commands("edit.complete")
    week.until(lambda: week.sessions()[0].completed)


def logs_what_was_forgotten_on_thursday(week: Week) -> None:
    """One line in the palette."""
    week.goes_on_to(5, 20)
    week.person.commands("help.commands")
    week.chooses(f"log 45m {ACTIVITY} yesterday 18:00 #{GOAL}", exactly="45 min")
    week.until(lambda: len(week.session_ids()) == 3)
    logged = week.sessions()[0]
    assert (logged.duration_seconds, [goal.name for goal in logged.goals]) == (2700, [GOAL])
    week.settles()


def tidies_up_on_saturday(week: Week) -> None:
    """A copy of a session is made and thrown away; both can be taken back."""
    week.goes_on_to(7, 10)
    week.person.commands("view.sessions")
    week.settles()
    week.person.commands("session.duplicate")
    week.until(lambda: len(week.session_ids()) == 4)
    week.settles()
    week.person.commands("edit.undo")
    week.until(lambda: len(week.session_ids()) == 3)
    week.settles()
    week.chooses_first_row()
    week.person.commands("edit.delete")
    week.until(lambda: len(week.session_ids()) == 2)
    week.settles()
    week.person.commands("edit.undo")
    week.until(lambda: len(week.session_ids()) == 3)


def looks_back_on_sunday(week: Week) -> None:
    """The charts draw, the file is sound, and every step of the week can be taken back and done again."""
    week.goes_on_to(8, 19)
    week.person.commands("view.analytics")
    week.settles()
    after = tables(week)
    steps = 0
    history = week.workspace().history
    while history.undo_label is not None:
        label = history.undo_label
        week.person.commands("edit.undo")
        week.until(lambda label=label: (week.context.worker.is_idle and history.undo_label != label) or not history.undo_label)  # type: ignore[misc]
        week.settles()
        steps += 1
        assert steps < 200
    assert week.sessions() == []
    assert FRACTAL not in goals_of(week)
    for _ in range(steps):
        week.person.commands("edit.redo")
        week.settles()
    assert tables(week) == after
    assert [problem.code for problem in SchemaService().check(week.path()).problems] == []


def goal_id(week: Week) -> str:
    return str(scalar(week, f"SELECT id FROM goals WHERE name = '{GOAL}'"))


def is_complete(week: Week) -> bool:
    return bool(scalar(week, f"SELECT completed FROM goals WHERE name = '{GOAL}'"))


def noted(week: Week) -> list[str]:
    """Return what is noted in the newest session."""
    document = week.sessions()[0].document
    assert document is not None
    return [entry.value for item in document.items for entry in item.metrics]


def scalar(week: Week, query: str) -> object:
    with closing(sqlite3.connect(week.path())) as db:
        row = db.execute(query).fetchone()
    return row[0] if row else None


def tables(week: Week) -> dict[str, list[tuple[object, ...]]]:
    """Return what is in every table, generated columns included."""
    with closing(sqlite3.connect(week.path())) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        return {name: sorted(db.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in names}


def for_our_fractal(week: Week) -> None:
    """Answer which fractal it is for, where the file has several."""
    with closing(week.file()) as there:
        several = len(there.library.fractals()) > 1
    if several:
        week.chooses(FRACTAL)


def goals_of(week: Week) -> list[str]:
    """Return the names of all goals."""
    with closing(sqlite3.connect(week.path())) as db:
        return [str(name) for (name,) in db.execute("SELECT name FROM goals WHERE type <> 'PracticeSession'")]
