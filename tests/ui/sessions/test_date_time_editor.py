from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton

from fractal_desktop.ui.widgets.calendar_popup import CalendarPopup, MonthView
from fractal_desktop.ui.widgets.date_time_editor import DateTimeEditor

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")]
NOW = datetime(2026, 3, 5, 18, 0, tzinfo=UTC)
START = datetime(2026, 3, 5, 17, 4, 10, 250000, tzinfo=UTC)
CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2011, 12, 30, 10, tzinfo=UTC),
]


@pytest.fixture(autouse=True)
def plain_locale():
    QLocale.setDefault(QLocale.c())


@pytest.fixture
def editor(qtbot):
    widget = DateTimeEditor("End", BERLIN, lambda: NOW, clearable=True)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    widget.edits = []
    widget.instant_edited.connect(widget.edits.append)
    return widget


def line(editor):
    return editor.findChild(QLineEdit)


def said(editor):
    return [label.text() for label in editor.findChildren(QLabel) if label.isVisible()]


def select(editor, start, length):
    line(editor).setFocus()
    line(editor).setSelection(start, length)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
    | st.builds(lambda at, seconds: at + timedelta(seconds=seconds), st.sampled_from(CHANGES), st.floats(-9000, 9000)),
    st.sampled_from(ZONES),
)
def test_showing_and_leaving_changes_nothing(qtbot, editor, instant, zone):
    editor.edits.clear()
    editor.set_zone(zone)
    editor.set_instant(instant)
    line(editor).setFocus()
    qtbot.keyClick(line(editor), Qt.Key.Key_Return)
    editor.commit()
    assert editor.edits == []
    assert editor.instant() == instant


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.builds(lambda at, seconds: at + timedelta(seconds=seconds), st.sampled_from(CHANGES), st.floats(-9000, 9000)),
    st.sampled_from(ZONES),
)
def test_typing_the_same_digits_again_means_the_same_instant(qtbot, editor, instant, zone):
    editor.set_zone(zone)
    editor.set_instant(instant)
    select(editor, 14, 2)
    qtbot.keyClicks(line(editor), line(editor).text()[14:16])
    assert editor.instant() == instant


def test_digits_fill_a_field_and_go_on_to_the_next(qtbot, editor):
    editor.set_instant(START)
    select(editor, 11, 2)
    qtbot.keyClicks(line(editor), "1930")
    assert line(editor).text() == "2026-03-05 19:30:10"
    assert editor.edits[-1] == datetime(2026, 3, 5, 18, 30, 10, 250000, tzinfo=UTC)


def test_a_whole_text_may_be_pasted(qtbot, editor):
    editor.set_instant(START)
    QApplication.clipboard().setText("2026-03-06T09:15:00.500Z")
    line(editor).setFocus()
    line(editor).selectAll()
    qtbot.keyClick(line(editor), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(line(editor), Qt.Key.Key_Return)
    assert editor.edits == [datetime(2026, 3, 6, 9, 15, 0, 500000, tzinfo=UTC)]
    assert line(editor).text() == "2026-03-06 10:15:00"


def test_a_time_alone_means_that_day(qtbot, editor):
    editor.set_base(START)
    line(editor).setFocus()
    qtbot.keyClicks(line(editor), "19:30")
    assert editor.edits == []
    qtbot.keyClick(line(editor), Qt.Key.Key_Return)
    assert editor.edits == [datetime(2026, 3, 5, 18, 30, tzinfo=UTC)]


def test_up_steps_the_field_under_the_caret_and_keeps_it_selected(qtbot, editor):
    editor.set_instant(START)
    select(editor, 8, 2)
    qtbot.keyClick(line(editor), Qt.Key.Key_Up)
    assert line(editor).text() == "2026-03-06 18:04:10"
    assert line(editor).selectedText() == "06"
    assert editor.edits == [START + timedelta(days=1)]


def test_left_and_right_walk_over_the_fields(qtbot, editor):
    editor.set_instant(START)
    select(editor, 0, 4)
    qtbot.keyClick(line(editor), Qt.Key.Key_Right)
    assert line(editor).selectedText() == "03"
    qtbot.keyClick(line(editor), Qt.Key.Key_Left)
    assert line(editor).selectedText() == "2026"


def test_the_second_run_of_a_repeated_hour_survives_an_edit_and_is_named(qtbot, editor):
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    editor.set_instant(second)
    assert "after the clock goes back" in said(editor)
    select(editor, 14, 2)
    qtbot.keyClicks(line(editor), "45")
    assert editor.edits[-1] == second + timedelta(minutes=15)


def test_a_skipped_time_is_shown_as_what_it_became(qtbot, editor):
    editor.set_instant(datetime(2026, 3, 29, 0, 30, tzinfo=UTC))
    select(editor, 11, 2)
    qtbot.keyClicks(line(editor), "02")
    qtbot.keyClick(line(editor), Qt.Key.Key_Return)
    assert editor.edits == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]
    assert line(editor).text() == "2026-03-29 03:30:00"


def test_nonsense_stays_in_the_field_and_is_named(qtbot, editor):
    editor.set_instant(START)
    select(editor, 0, 19)
    qtbot.keyClicks(line(editor), "soon")
    qtbot.keyClick(line(editor), Qt.Key.Key_Return)
    assert line(editor).text() == "soon"
    assert any("is no date and time" in text for text in said(editor))
    assert editor.edits == []


def test_escape_takes_back_what_was_typed(qtbot, editor):
    editor.set_instant(START)
    select(editor, 11, 2)
    qtbot.keyClicks(line(editor), "20")
    qtbot.keyClick(line(editor), Qt.Key.Key_Escape)
    assert line(editor).text() == "2026-03-05 18:04:10"
    assert editor.edits[-1] == START


def test_emptying_it_takes_the_value_away(qtbot, editor):
    editor.set_instant(START)
    select(editor, 0, 19)
    qtbot.keyClick(line(editor), Qt.Key.Key_Delete)
    qtbot.keyClick(line(editor), Qt.Key.Key_Return)
    assert editor.edits == [None]
    assert editor.instant() is None


def test_an_offered_value_is_nobodys_until_used(qtbot, editor):
    editor.offer(START)
    editor.set_note("Start + duration, not stored yet")
    assert editor.instant() is None
    assert line(editor).text() == "2026-03-05 18:04:10"
    line(editor).setFocus()
    qtbot.keyClick(line(editor), Qt.Key.Key_Return)
    assert editor.edits == []
    use = next(button for button in editor.findChildren(QPushButton) if button.text() == "Use")
    qtbot.mouseClick(use, Qt.MouseButton.LeftButton)
    assert editor.edits == [START]
    assert not use.isVisible()


def test_editing_an_offered_value_makes_it_the_persons_own(qtbot, editor):
    editor.offer(START)
    select(editor, 14, 2)
    qtbot.keyClick(line(editor), Qt.Key.Key_Up)
    assert editor.edits == [START + timedelta(minutes=1)]


def test_a_refused_value_stays_with_its_reason_and_offers_a_remedy(qtbot, editor):
    editor.set_instant(START)
    editor.instant_edited.connect(lambda _: editor.refuse("The end lies before the start.", "Next day"))
    select(editor, 11, 2)
    qtbot.keyClicks(line(editor), "10")
    qtbot.keyClick(line(editor), Qt.Key.Key_Return)
    assert line(editor).text() == "2026-03-05 10:04:10"
    assert "The end lies before the start." in said(editor)
    assert editor.is_unsettled()
    remedy = next(button for button in editor.findChildren(QPushButton) if button.text() == "Next day")
    with qtbot.waitSignal(editor.remedy_chosen):
        qtbot.mouseClick(remedy, Qt.MouseButton.LeftButton)


def test_a_day_can_be_picked_from_the_calendar_by_keyboard(qtbot, editor):
    editor.set_instant(START)
    line(editor).setFocus()
    qtbot.keyClick(line(editor), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = editor.findChild(CalendarPopup)
    qtbot.waitUntil(popup.isVisible)
    grid = popup.findChild(MonthView).focusProxy() or popup.findChild(MonthView).findChild(object, "qt_calendar_calendarview")
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert editor.edits == [START + timedelta(days=1)]


def test_a_read_only_field_takes_no_keys(qtbot, editor):
    editor.set_instant(START)
    editor.set_read_only(True)
    select(editor, 11, 2)
    qtbot.keyClicks(line(editor), "20")
    qtbot.keyClick(line(editor), Qt.Key.Key_Up)
    assert editor.edits == []
    assert not editor.findChild(QToolButton).isEnabled()


def test_another_zone_shows_the_same_instant(editor):
    editor.set_instant(START)
    editor.set_zone(ZoneInfo("America/New_York"))
    assert line(editor).text() == "2026-03-05 12:04:10"
    assert editor.instant() == START
    assert editor.edits == []
