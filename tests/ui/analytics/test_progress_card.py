"""The card of an activity's progress, used as a person does."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.activity_progress import Reading
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.ui.analytics.charts.legend import Legend
from fractal_desktop.ui.analytics.charts.line import apart
from fractal_desktop.ui.analytics.charts.line_plot import LinePlot
from fractal_desktop.ui.analytics.choice import Choice, DayRange
from fractal_desktop.ui.analytics.csv_text import csv_text
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.pictures import card_svg
from fractal_desktop.ui.analytics.progress_answer import ProgressChoice, read_progress
from fractal_desktop.ui.analytics.progress_card import ProgressCard
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.theme import DARK, LIGHT, Theme, ThemeMode
from fractal_desktop.ui.widgets.buttons import SegmentedControl, ToolIconButton
from fractal_desktop.ui.widgets.choice_menu import ChoiceMenu
from fractal_desktop.ui.widgets.choice_picker import ChoicePicker
from fractal_desktop.ui.widgets.labels import ElidedLabel
from tests.ui.analytics.conftest import Practise

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

Note = Callable[..., None]


@pytest.fixture
def note(context: AppContext, practise: Practise) -> Iterator[Note]:
    """Put a session into the open file that notes numbers for the metric "tempo" of "scales", one each set, or for a split."""
    assert context.workspace is not None
    sql = sqlite3.connect(context.workspace.path, isolation_level=None)
    for activity in ("scales", "etudes"):
        sql.execute("INSERT INTO activity_definitions (id, root_id, name, has_sets) VALUES (?, 'root', ?, 1)", (activity, activity.title()))
        for metric, unit in (("tempo", "bpm"), ("errors", "")):
            columns = (f"{activity}-{metric}", activity, metric.title(), unit, metric == "errors")
            sql.execute("INSERT INTO metric_definitions (id, activity_id, name, unit, lower_is_better) VALUES (?, ?, ?, ?, ?)", columns)
    for place, side in enumerate(("left", "right")):
        sql.execute("INSERT INTO split_definitions VALUES (?, 'etudes', ?, ?, NULL, NULL)", (side, side.title(), place))

    def add(start: str | None, *numbers: float, activity: str = "scales", metric: str = "tempo", splits: tuple[str, ...] = ()) -> None:
        session = practise(start)
        for place, number in enumerate(numbers):
            id_ = f"{session}-{metric}-{place}"
            sql.execute(
                "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id) VALUES (?, ?, ?)",
                (id_, session, activity),
            )
            split = splits[place] if splits else None
            sql.execute("INSERT INTO metric_values VALUES (?, ?, ?, ?, ?)", (id_, id_, f"{activity}-{metric}", number, split))

    yield add
    sql.close()


@pytest.fixture
def card(context: AppContext, qtbot: QtBot) -> ProgressCard:
    """The card with its chart; `answer` shows what it would be told."""
    card = ProgressCard(context)
    qtbot.addWidget(card)
    card.resize(640, 360)
    card.make_chart()
    card.show()
    return card


def answer(card: ProgressCard, workspace: "Workspace", days: DayRange | None = None, activity_id: str | None = None) -> None:
    zone = workspace.legacy_zone
    activity = ActivityId(activity_id) if activity_id is not None else None
    choice = Choice(days or DayRange(), zone, 0, date(2026, 3, 5), activity_id=activity)
    card.show_answer(read_progress(workspace, choice, card.own_choice()))


def weekly(note: Note, weeks: int, begin: float = 60, step: float = 1, **more: object) -> None:
    """Note a session each Monday from 5 January 2026 on."""
    for week in range(weeks):
        note(f"{date(2026, 1, 5) + timedelta(weeks=week)} 18:00", begin + step * week, begin + step * week - 5, **more)


def texts(card: ProgressCard) -> list[str]:
    return [label.text() for label in card.findChildren(ElidedLabel) if label.isVisibleTo(card)]


def chip(card: ProgressCard, text: str) -> QPushButton:
    return next(button for button in card.findChildren(QPushButton) if button.isVisibleTo(card) and button.text() == text)


def plot(card: ProgressCard) -> LinePlot:
    (found,) = card.findChildren(LinePlot)
    return found


def test_the_title_says_how_much_quicker_and_below_what_is_measured(card: ProgressCard, workspace: "Workspace", note: Note) -> None:
    weekly(note, 9)
    answer(card, workspace)
    assert texts(card) == ["Scales: 4.3 bpm quicker a month", "Tempo, bpm: top set of each session"]
    assert card.findChildren(Legend)[0].accessibleName() == "top set, trend, 95 % interval, record"


def test_three_sessions_are_too_few_for_a_trend(card: ProgressCard, workspace: "Workspace", note: Note) -> None:
    weekly(note, 3)
    note(None, 70)
    answer(card, workspace)
    assert texts(card)[:2] == ["Scales", "Tempo, bpm: top set of each session"]
    assert card._note.text() == "3 sessions: too few for a trend · 1 session without a start is not shown"


def test_nothing_to_show_is_said_in_words(card: ProgressCard, workspace: "Workspace", note: Note) -> None:
    answer(card, workspace)
    assert card._empty.text().startswith("Once sessions hold values")
    weekly(note, 5)
    answer(card, workspace, DayRange(date(2027, 1, 1), None))
    assert card._empty.text() == "No value of Scales in these sessions."
    answer(card, workspace, activity_id="etudes")
    assert card._empty.text() == "No value of Etudes in these sessions."


def test_pointing_at_a_point_names_it_and_a_click_opens_its_session(
    card: ProgressCard, workspace: "Workspace", note: Note, qtbot: QtBot
) -> None:
    weekly(note, 9)
    answer(card, workspace)
    chart = plot(card)
    place = chart.mark_rect(8).center()
    QTest.mouseMove(chart, place)
    qtbot.waitUntil(lambda: chart.current == 8)
    assert chart.accessibleDescription() == "2 Mar 2026, 17:00: 68 bpm, Record: better than all before"
    with qtbot.waitSignal(card.opened) as opened:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    door = opened.args[0]
    assert isinstance(door, Door)
    assert callable(door.query)
    assert door.query(workspace).ids == ("session-8",)
    assert chart.mark_at(QPoint(2, 2)) == -1


def test_keys_walk_from_point_to_point(card: ProgressCard, workspace: "Workspace", note: Note, qtbot: QtBot) -> None:
    weekly(note, 5)
    answer(card, workspace)
    chart = plot(card)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chart, Qt.Key.Key_Home)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription().startswith("12 Jan 2026, 17:00: 61 bpm")
    with qtbot.waitSignal(card.opened):
        QTest.keyClick(chart, Qt.Key.Key_Return)


def test_a_session_whose_row_moved_is_looked_for_by_its_start(card: ProgressCard, workspace: "Workspace", note: Note, qtbot: QtBot) -> None:
    weekly(note, 5)
    answer(card, workspace)
    with sqlite3.connect(workspace.path) as sql:
        sql.execute("UPDATE goals SET rowid = rowid + 1000 WHERE id = 'session-2'")
    with qtbot.waitSignal(card.opened) as opened:
        plot(card).mark_opened.emit(2)
    query = opened.args[0].query(workspace)
    assert [row.id for row in workspace.practice.page(query).rows] == ["session-2"]


def without_sets(workspace: "Workspace") -> None:
    sql = sqlite3.connect(workspace.path, isolation_level=None)
    sql.execute("UPDATE activity_definitions SET has_sets = 0")
    sql.close()


def test_without_sets_a_session_has_one_value_and_there_is_nothing_to_choose(card: ProgressCard, note: Note, context: AppContext) -> None:
    assert context.workspace is not None
    without_sets(context.workspace)
    for day in range(10, 19):
        note(f"2026-01-{day} 18:00", 50 + day)
    answer(card, context.workspace)
    assert texts(card)[1] == "Tempo, bpm: each session"
    assert not card.findChild(SegmentedControl).isVisibleTo(card)
    assert card.findChild(Legend).accessibleName() == "each session, trend, 95 % interval, record"


def test_a_unit_that_is_the_name_once_more_is_not_said_twice(card: ProgressCard, note: Note, context: AppContext) -> None:
    assert context.workspace is not None
    without_sets(context.workspace)
    sql = sqlite3.connect(context.workspace.path, isolation_level=None)
    sql.execute("UPDATE metric_definitions SET name = 'Words', unit = 'words'")
    sql.close()
    note("2026-01-10 18:00", 60)
    answer(card, context.workspace)
    assert card.measure == "Scales, Words: each session"


def test_an_activity_twice_in_a_session_has_a_best_value_but_no_top_set(card: ProgressCard, note: Note, context: AppContext) -> None:
    assert context.workspace is not None
    without_sets(context.workspace)
    note("2026-01-10 18:00", 60, 64)
    answer(card, context.workspace)
    shown = card.findChild(SegmentedControl)
    assert shown.isVisibleTo(card)
    assert [button.text() for button in shown.findChildren(QPushButton)] == ["Best", "Average", "Each"]
    assert card.measure == "Scales, Tempo, bpm: best of each session"


@pytest.mark.parametrize(
    ("places", "moved"),
    [
        ([10.0, 40.0], [10.0, 40.0]),
        ([10.0, 12.0], [10.0, 24.0]),
        ([90.0, 95.0, 99.0], [72.0, 86.0, 100.0]),
        ([], []),
    ],
)
def test_names_at_the_ends_of_lines_do_not_lie_over_one_another(places: list[float], moved: list[float]) -> None:
    assert apart(places, 14, 100) == moved


def test_each_of_several_lines_has_its_name_at_its_end(card: ProgressCard, note: Note, context: AppContext) -> None:
    assert context.workspace is not None
    for week in range(6):
        note(f"2026-01-{10 + week} 18:00", 50 + week, 60 + week, activity="etudes", splits=("left", "right"))
    answer(card, context.workspace)
    plot = card.findChild(LinePlot)
    assert len(plot._chart.lines) == 2
    beyond = plot.grab().toImage().copy(plot._plot.right() + 8, 0, plot.width() - plot._plot.right() - 8, plot._plot.bottom())
    ink = {(x, y) for x in range(beyond.width()) for y in range(beyond.height()) if beyond.pixelColor(x, y).lightness() < 128}
    assert len({y for _, y in ink}) >= 12
    card.resize(280, 360)
    assert plot._plot.right() == plot.width() - 9


def test_average_and_each_set_are_chosen_in_the_card(card: ProgressCard, workspace: "Workspace", note: Note, qtbot: QtBot) -> None:
    weekly(note, 6)
    answer(card, workspace)
    for text, reading, points in (("Average", Reading.AVERAGE, 6), ("Each set", Reading.EACH, 12)):
        with qtbot.waitSignal(card.own_choice_changed):
            QTest.mouseClick(chip(card, text), Qt.MouseButton.LeftButton)
        assert card.own_choice().reading is reading
        answer(card, workspace)
        assert plot(card).mark_count() == points
    assert card.findChildren(SegmentedControl)[0].current == 2


def test_another_metric_is_chosen_from_a_menu_and_lower_may_be_better(
    card: ProgressCard, workspace: "Workspace", note: Note, qtbot: QtBot
) -> None:
    weekly(note, 6)
    weekly(note, 6, begin=20, step=-2, metric="errors")
    answer(card, workspace)
    QTest.mouseClick(chip(card, "Tempo"), Qt.MouseButton.LeftButton)
    (menu,) = card.findChildren(ChoiceMenu)
    action = next(action for action in menu.actions() if action.text() == "Errors")
    with qtbot.waitSignal(card.own_choice_changed):
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    answer(card, workspace)
    assert texts(card)[0] == "Scales: Errors down 2 a week"
    assert card.table().rows[1][2].text == "record"


def test_another_activity_is_found_by_its_name_and_remembered(
    card: ProgressCard, context: AppContext, workspace: "Workspace", note: Note, qtbot: QtBot
) -> None:
    weekly(note, 6)
    weekly(note, 5, activity="etudes")
    answer(card, workspace)
    assert texts(card)[0].startswith("Scales")
    QTest.mouseClick(chip(card, "Scales"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(card.findChildren(ChoicePicker)))
    (picker,) = card.findChildren(ChoicePicker)
    QTest.keyClicks(QApplication.focusWidget() or picker, "etu")
    with qtbot.waitSignal(card.own_choice_changed):
        QTest.keyClick(QApplication.focusWidget() or picker, Qt.Key.Key_Return)
    answer(card, workspace)
    assert texts(card)[0].startswith("Etudes")
    assert ProgressCard(context).own_choice().activity_id == "etudes"
    answer(card, workspace, activity_id="scales")
    assert texts(card)[0].startswith("Scales"), "what the page shows goes before"


def test_two_sides_are_drawn_beside_each_other_and_compared(card: ProgressCard, workspace: "Workspace", note: Note, qtbot: QtBot) -> None:
    for week in range(8):
        note(f"{date(2026, 1, 5) + timedelta(weeks=week)} 18:00", 60 + 2 * week, 80 + week, activity="etudes", splits=("left", "right"))
    note("2026-03-03 18:00", 99, activity="etudes")
    answer(card, workspace)
    assert texts(card)[0] == "Etudes: Right is 16 bpm ahead of Left, and the gap shrinks by 1 bpm a week"
    assert card.findChildren(Legend)[0].accessibleName() == "Left, Right, straight: trend"
    assert card._note.text() == "1 value without a split is not shown"
    assert [cell.text for cell in card.table().rows[0]] == ["5 Jan 2026, 17:00", "Left", "60 bpm", ""]
    QTest.mouseClick(chip(card, "Each split"), Qt.MouseButton.LeftButton)
    (menu,) = card.findChildren(ChoiceMenu)
    action = next(action for action in menu.actions() if action.text() == "All together")
    with qtbot.waitSignal(card.own_choice_changed):
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    answer(card, workspace)
    assert "Right is 16 bpm ahead of Left" in card._note.text()
    assert "(median of the last 8 sessions with both)" in card._note.text()
    assert texts(card)[0].startswith("Etudes: ")


def test_the_table_holds_each_point(card: ProgressCard, workspace: "Workspace", note: Note, monkeypatch: pytest.MonkeyPatch) -> None:
    assert card.table().rows == ()
    weekly(note, 5)
    answer(card, workspace)
    table = card.table()
    assert table.heads == ("Start", "Tempo", "Record")
    assert [[cell.text for cell in row] for row in table.rows[:2]] == [
        ["5 Jan 2026, 17:00", "60 bpm", ""],
        ["12 Jan 2026, 17:00", "61 bpm", "record"],
    ]
    assert csv_text(table).splitlines()[:3] == [
        "Start,Tempo (bpm),Record",
        "2026-01-05T17:00:00+00:00,60,0",
        "2026-01-12T17:00:00+00:00,61,1",
    ]
    monkeypatch.setattr("fractal_desktop.ui.analytics.progress_card.MOST_ROWS", 2)
    assert len(card.table().rows) == 2
    assert card.table().title.endswith("the last 2 of 5")


def colours(image: QImage) -> set[str]:
    step = range(0, image.width(), 1)
    return {image.pixelColor(x, y).name().upper() for x in step for y in range(image.height())}


def test_it_is_drawn_anew_when_the_scheme_changes(
    card: ProgressCard, workspace: "Workspace", note: Note, light: Theme, qtbot: QtBot
) -> None:
    for day in range(1, 29):
        note(f"2026-02-{day:02d} 18:00", 60 + day % 3 * 9)
    note("2026-03-01 18:00", 90)
    answer(card, workspace)
    chart = plot(card)
    assert {LIGHT.ramp[4], LIGHT.ramp[6], LIGHT.text} <= colours(chart.grab().toImage())
    light.set_mode(ThemeMode.DARK)
    qtbot.waitUntil(lambda: {DARK.ramp[4], DARK.ramp[6], DARK.text} <= colours(chart.grab().toImage()))
    assert LIGHT.ramp[6] not in colours(chart.grab().toImage())


def test_what_was_remembered_of_no_sense_counts_as_nothing() -> None:
    kept = ProgressChoice(ActivityId("a"), None, None, Reading.EACH, None, False)
    assert ProgressChoice.from_text(kept.to_text()) == kept
    for text in ("", "[]", "{}", '{"reading": "none", "each_split": 1}', '{"reading": "top", "each_split": 1, "more": 2}'):
        assert ProgressChoice.from_text(text) == ProgressChoice()


def test_the_page_shows_it_and_asks_again_after_a_choice(note: Note, show_page: Callable[[], AnalyticsPage], qtbot: QtBot) -> None:
    weekly(note, 9)
    page = show_page()
    (card,) = page.findChildren(ProgressCard)
    assert texts(card)[0] == "Scales: 4.3 bpm quicker a month"
    QTest.mouseClick(chip(card, "Each set"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: plot(card).mark_count() == 18)


def test_records_are_dots_in_a_drawing_too(card: ProgressCard, workspace: "Workspace", note: Note) -> None:
    weekly(note, 9)
    answer(card, workspace)
    drawing = card_svg(card, "Scales").decode()
    assert f'stroke="{LIGHT.ramp[6].lower()}"' in drawing
    assert all(float(width) > 100 for width in re.findall(r'<image[^>]* width="([\d.]+)"', drawing)), "no dot is a picture of one"


def test_fewer_days_stay_with_the_next_answer_and_go_with_another_question(card: ProgressCard, workspace: "Workspace", note: Note) -> None:
    weekly(note, 9)
    answer(card, workspace)
    everything = plot(card).span
    press_option(card, "Show fewer days")
    part = plot(card).span
    assert part.days < everything.days
    answer(card, workspace)
    assert plot(card).span == part
    answer(card, workspace, DayRange(date(2026, 1, 10), date(2026, 3, 5)))
    assert not plot(card).is_zoomed
    press_option(card, "Show fewer days")
    press_option(card, "Show all days")
    assert not plot(card).is_zoomed


def press_option(card: ProgressCard, text: str) -> None:
    """Choose something in the menu at the top right."""
    menu = next(button.menu() for button in card.findChildren(ToolIconButton) if button.menu() is not None)
    next(action for action in menu.actions() if action.text().partition("\t")[0] == text).trigger()
