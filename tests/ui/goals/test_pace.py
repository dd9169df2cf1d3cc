"""A goal's pace in its editor: what it says at each state of its history, and what may be tried without anything being stored."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSlider
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.forecast import Forecast
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.domain.target import Measure, TargetDraft, TargetKind
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.editor import GoalEditor
from fractal_desktop.ui.goals.pace_chart import OutlookBar
from fractal_desktop.ui.goals.weeks_strip import WeeksStrip
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme
from tests.ui.acting import put_up
from tests.ui.conftest import NOW
from tests.workspaces import Dump, dump, new_file

CELLO = GoalId("root")
Open = Callable[..., "Reader"]


class Reader:
    """Somebody who looks at the pace of the goal "Cello"."""

    def __init__(self, qtbot: QtBot, editor: GoalEditor, path: Path) -> None:
        self.qtbot, self.editor, self.path = qtbot, editor, path

    def words(self) -> str:
        return "\n".join(label.text() for label in self.editor.findChildren(QLabel) if label.isVisible())

    def reads(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: text in self.words())

    def press(self, text: str) -> None:
        button = next(button for button in self.editor.findChildren(QPushButton) if button.text() == text and button.isVisible())
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def slider(self, name: str) -> QSlider:
        return next(slider for slider in self.editor.findChildren(QSlider) if slider.accessibleName() == name)

    def rows(self) -> Dump:
        return dump(self.path)


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path, settings: Settings, worker: Worker, light: Theme) -> Iterator[Open]:
    context = AppContext(settings, worker, light, clock=lambda: NOW)

    def open_(weeks: int, *, hours: int = 0, deadline: date | None = None) -> Reader:
        """Show a goal with two hours in each of so many weeks before this one, and perhaps a target in hours."""
        rows = new_file(tmp_path / "fractal.db")
        rows.goal("root", "UltimateGoal", name="Cello")
        for week in range(1, weeks + 1):
            begun = datetime.combine(NOW.date() - timedelta(weeks=week), time(18))
            times = {"session_start": f"{begun:%Y-%m-%d %H:%M:%S}.000000", "total_duration_seconds": 7200}
            rows.session(f"week {week}", "root", root_id="root", **times)
        workspace = Workspace.open(rows.path, clock=lambda: NOW)
        if hours:
            draft = TargetDraft(TargetKind.SUM, measure=Measure.SECONDS, seconds=hours * 3600)
            workspace.goals.set_target(CELLO, None, draft)
        workspace.goals.set_deadline(CELLO, deadline)
        context.set_workspace(workspace)
        editor = put_up(qtbot, GoalEditor(context), 700, 1000)
        qtbot.waitExposed(editor)
        editor.show_goal(CELLO)
        reader = Reader(qtbot, editor, rows.path)
        reader.reads("Newest sessions" if weeks else "Targets")
        qtbot.waitUntil(lambda: context.worker.is_idle)
        return reader

    yield open_
    context.close_workspace()


def test_before_any_practice_there_is_no_pace(opened: Open) -> None:
    reader = opened(0, hours=100)
    assert "Pace" not in reader.words()


def test_without_hours_that_are_wanted_the_weeks_are_shown_and_how_to_get_a_forecast(opened: Open) -> None:
    reader = opened(10)
    reader.reads("0:00 this week  ·  2:00 in a usual one")
    reader.reads("A target in hours, such as 100 hours in all, gets a forecast here.")
    strip = reader.editor.findChild(WeeksStrip)
    assert strip.isVisible()
    assert strip.accessibleName() == "The last 10 weeks: 20:00; this week 0:00; usual 2:00"
    assert not reader.editor.findChild(OutlookBar).isVisible()


def test_each_week_says_its_days_and_opens_its_sessions_by_keys_and_by_a_click(opened: Open, qtbot: QtBot) -> None:
    reader = opened(10)
    context = reader.editor._context
    strip = reader.editor.findChild(WeeksStrip)
    asked: list[SessionQuery] = []
    context.sessions_requested.connect(asked.append)
    monday = NOW.date() - timedelta(days=NOW.weekday())
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Left)  # begins at the running week, which has no session
    assert strip.accessibleDescription().endswith("0:00 so far")
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert asked == []
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert strip.accessibleDescription().endswith(": 2:00")
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.mark_rect(0).center())
    assert context.workspace is not None
    starts = [[row.start.date() for row in context.workspace.practice.page(query).rows if row.start] for query in asked]
    assert [len(days) for days in starts] == [1, 1]
    assert monday - timedelta(weeks=1) <= starts[0][0] < monday
    assert monday - timedelta(weeks=10) <= starts[1][0] < monday - timedelta(weeks=9)
    assert {query.goal_id for query in asked} == {CELLO}


def test_too_short_a_history_says_what_is_missing(opened: Open) -> None:
    reader = opened(3, hours=100)
    reader.reads("Not enough history to say when 100 hours are there")
    reader.reads("It takes 8 whole weeks, 4 of the last year's with practice; so far there are 3.")
    assert "What if…" not in [button.text() for button in reader.editor.findChildren(QPushButton) if button.isVisible()]


def test_hours_that_are_there_need_no_forecast(opened: Open) -> None:
    reader = opened(10, hours=20)
    reader.reads("20 hours are there")
    assert not reader.editor.findChild(OutlookBar).isVisible()


def test_steady_weeks_name_the_day_and_what_the_deadline_takes(opened: Open) -> None:
    reader = opened(10, hours=40, deadline=NOW.date() + timedelta(days=27))
    day = NOW.date() + timedelta(days=69)
    reader.reads(f"40 hours about {day:%-d %b %Y}")
    reader.reads("it takes 5:00 a week: not likely.")
    reader.reads("0:00 this week  ·  2:00 in a usual one  ·  2:00 on average in 10 weeks")
    assert reader.editor.findChild(OutlookBar).isVisible()


def test_a_deadline_that_is_over_says_what_is_missing(opened: Open) -> None:
    reader = opened(10, hours=40, deadline=NOW.date() - timedelta(days=1))
    reader.reads("is over; 20:00 are missing.")


def test_more_hours_and_weeks_off_are_tried_by_keys_and_nothing_is_stored(opened: Open, qtbot: QtBot) -> None:
    reader = opened(10, hours=40)
    before = reader.rows()
    reader.press("What if…")
    reader.reads("2:00, as it was")
    hours = reader.slider("Hours a week")
    hours.setFocus()
    for _ in range(8):
        qtbot.keyClick(hours, Qt.Key.Key_Right)
    reader.reads(f"40 hours about {NOW.date() + timedelta(days=34):%-d %b %Y}")
    off = reader.slider("Weeks off")
    off.setFocus()
    qtbot.keyClick(off, Qt.Key.Key_Right)
    reader.reads(f"40 hours about {NOW.date() + timedelta(days=41):%-d %b %Y}")
    reader.reads("1 week")
    reader.press("As it is")
    reader.reads(f"40 hours about {NOW.date() + timedelta(days=69):%-d %b %Y}")
    assert reader.rows() == before


def test_sliders_have_room_to_be_moved_in_a_narrow_editor_too(opened: Open, qtbot: QtBot) -> None:
    reader = opened(10, hours=40)
    reader.press("What if…")
    hours = reader.slider("Hours a week")
    value = next(label for label in reader.editor.findChildren(QLabel) if label.text() == "2:00, as it was")
    for width, below in ((700, False), (320, True), (700, False)):
        reader.editor.resize(width, 1000)
        qtbot.waitUntil(lambda below=below: (hours.y() >= value.geometry().bottom()) is below)  # type: ignore[misc]
        assert hours.width() >= 160
        assert not hours.geometry().intersects(value.geometry())


def test_the_likely_day_is_named_before_the_deadline_too(light: Theme, qtbot: QtBot) -> None:
    bar = OutlookBar(light)
    qtbot.addWidget(bar)
    bar.resize(600, bar.sizeHint().height())
    today = NOW.date()

    def inked(days_to_deadline: int) -> bool:
        """Return whether something is written below the likely day, a year from now."""
        likely = today + timedelta(days=365)
        found = Forecast(likely=likely, early=likely - timedelta(days=30), late=likely + timedelta(days=30), chance=0.5)
        bar.show_outlook(found, today + timedelta(days=days_to_deadline), today)
        picture = bar.grab().toImage()
        x = round(bar.width() * 365 / max(395, days_to_deadline))
        ground = picture.pixelColor(2, bar.height() - 1)
        return any(picture.pixelColor(x + dx, y) != ground for dx in range(-12, 12) for y in range(30, bar.height() - 1))

    assert inked(200), "beyond the deadline"
    assert inked(700), "before it"


def test_a_line_over_the_weeks_follows_the_hours_that_are_tried(opened: Open, qtbot: QtBot) -> None:
    reader = opened(10, hours=40)
    strip = reader.editor.findChild(WeeksStrip)
    assert strip.accessibleName().endswith("usual 2:00")
    high = strip.mark_rect(0).height()
    reader.press("What if…")
    hours = reader.slider("Hours a week")
    hours.setFocus()
    qtbot.keyClick(hours, Qt.Key.Key_Right)
    assert strip.accessibleName().endswith("usual 2:00; tried 2:15")
    qtbot.keyClick(hours, Qt.Key.Key_End)
    assert strip.accessibleName().endswith("tried 10:00")
    assert strip.mark_rect(0).height() < high, "there is room for the line above the bars"
    assert strip.mark_rect(strip.mark_count() - 1).right() < strip.width() - strip.fontMetrics().horizontalAdvance("10:00")
    reader.press("As it is")
    assert strip.accessibleName().endswith("usual 2:00")
    assert strip.mark_rect(0).height() == high


def test_another_deadline_is_tried_and_the_goals_own_stays(opened: Open, qtbot: QtBot) -> None:
    reader = opened(10, hours=40)
    before = reader.rows()
    reader.press("What if…")
    fields = [edit for edit in reader.editor.findChildren(QLineEdit) if edit.accessibleName() == "Deadline" and edit.isVisible()]
    own, tried = fields
    tried.setFocus()
    qtbot.keyClicks(tried, f"{NOW.date() + timedelta(days=139):%Y-%m-%d}")
    qtbot.keyClick(tried, Qt.Key.Key_Return)
    reader.reads("it takes 1:00 a week: almost certain.")
    assert own.text() == ""
    assert reader.rows() == before
