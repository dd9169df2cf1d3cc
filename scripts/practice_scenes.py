"""Pictures of a day of practice: the library, starting, timing and noting, logging what was forgotten, targets."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QListView, QScrollArea

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.practice_session import PracticeSession, SessionQuery
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.goals.target_dialog import TargetDialog
from fractal_desktop.ui.goals.target_row import TargetRow
from fractal_desktop.ui.library.page import LibraryPage
from fractal_desktop.ui.timing.question import StillPractising
from scripts.studio import Studio

_GOAL = "Suite I from memory"


def library(studio: Studio) -> None:
    """A template, then an activity."""
    studio.window.show_page("library")
    studio.settle()
    page = studio.window.findChild(LibraryPage)
    page.show_template(next(template.id for template in workspace(studio).library.templates() if template.name == "Routine 2"))
    studio.settle()
    studio.shoot("library")
    page.show_activity(next(activity.id for activity in workspace(studio).library.activities() if activity.name == "Max hangs"))
    studio.settle()
    studio.shoot("library-activity")


def starting(studio: Studio) -> None:
    """What can be started."""
    studio.window.show_page("sessions")
    studio.settle()
    studio.command("session.new")
    studio.settle()
    studio.shoot("start-session")
    close_popup(studio)


def practising(studio: Studio) -> None:
    """A session is under way, half an hour in."""
    begun = studio.now - timedelta(minutes=31)
    template = next(template.id for template in workspace(studio).practice.templates() if template.name == "Routine 2")
    goal = goal_of(studio, _GOAL)
    done(studio, partial(start, goal=goal, begun=begun, template=template))
    session = newest(studio)
    lines = [item for item in session.document.items if item.instance_id] if session.document is not None else []
    for minutes, item, length in ((0, lines[0], 9), (10, lines[1], 13)):
        place, moment = item.instance_id, begun + timedelta(minutes=minutes)
        done(studio, lambda there, place=place, moment=moment: there.timers.start(session.id, place, moment))  # type: ignore[misc]
        end = moment + timedelta(minutes=length, seconds=12)
        done(studio, lambda there, place=place, end=end: there.timers.stop(session.id, place, end))  # type: ignore[misc]
    running = lines[2].instance_id
    done(studio, lambda there: there.timers.start(session.id, running, studio.now - timedelta(minutes=4, seconds=10)))
    studio.context.session_requested.emit(session.id)
    studio.settle()
    studio.shoot("practising")
    timers = workspace(studio).timers.running(studio.now)
    dialog = StillPractising(studio.context, timers, studio.now - timedelta(minutes=2), studio.window)
    dialog.open()
    studio.settle()
    studio.shoot("still-practising")
    studio.dismiss(dialog)
    done(studio, lambda there: there.timers.stop(session.id, running, studio.now))


def logging(studio: Studio) -> None:
    """What was forgotten: in one line, and in a form."""
    studio.window.show_page("sessions")
    studio.settle()
    studio.command("help.commands")
    focus = studio.app.focusWidget() or studio.app.activePopupWidget()
    QTest.keyClicks(focus, "log 45m Scales yesterday 12:30 #Suite I")
    studio.settle()
    studio.shoot("quick-entry")
    close_popup(studio)
    ended = next(row for row in workspace(studio).practice.page(SessionQuery()).rows if row.end is not None)
    studio.context.session_requested.emit(ended.id)
    studio.settle()
    for command, name in (
        ("session.log", "log-session"),
        ("session.split", "split-session"),
        ("session.shift", "shift-time"),
        ("session.save_template", "save-template"),
    ):
        studio.command(command)
        studio.settle()
        dialogs = [widget for widget in studio.app.topLevelWidgets() if isinstance(widget, QDialog) and widget.isVisible()]
        studio.shoot(name)
        for dialog in dialogs:
            studio.dismiss(dialog)


def targets(studio: Studio) -> None:
    """What a goal is to be measured by, and a target that is changed."""
    studio.window.show_page("goals")
    studio.settle()
    studio.context.goal_requested.emit(goal_of(studio, _GOAL))
    studio.until(lambda: any(row.isVisible() for row in studio.window.findChildren(TargetRow)), "the targets are shown")
    studio.settle()
    for area in studio.window.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(0)
    studio.settle()
    studio.shoot("targets")
    row = next(row for row in studio.window.findChildren(TargetRow) if row.isVisible())
    edit = next(button for button in row.findChildren(QAbstractButton) if button.accessibleName().startswith("Edit target"))
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    dialog = studio.dialog(TargetDialog)
    studio.shoot("target-dialog")
    studio.dismiss(dialog)


def goal_of(studio: Studio, name: str) -> GoalId:
    """Return the goal of this name."""
    return GoalId(workspace(studio).goals.find(name, 1, sessions=False)[0].ids[-1])


def workspace(studio: Studio) -> Workspace:
    """Return the open file."""
    there = studio.context.workspace
    assert there is not None
    return there


def done(studio: Studio, command: Callable[[Workspace], Change]) -> None:
    """Do something to the file and wait until it is shown."""
    studio.context.write(studio.context, command)
    studio.settle()


def start(there: Workspace, *, goal: GoalId, begun: object, template: object) -> Change:
    """Start a session from a template."""
    return there.practice.create(goal, "Evening routine", begun, template)  # type: ignore[arg-type]


def newest(studio: Studio) -> PracticeSession:
    """Return the session that was started last."""
    row = workspace(studio).practice.page(SessionQuery(), limit=1).rows[0]
    return workspace(studio).practice.session(SessionId(row.id))


def close_popup(studio: Studio) -> None:
    """Close what has popped up."""
    popup = studio.app.activePopupWidget()
    if popup is not None:
        QTest.keyClick(popup.findChildren(QListView)[0], Qt.Key.Key_Escape)
        popup.close()
    studio.settle()


SCENES = (library, starting, practising, logging, targets)
