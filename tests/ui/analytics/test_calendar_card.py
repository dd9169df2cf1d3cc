"""The calendar of days: what it shows of a period, of years, of thin and absurd histories, and what its cells open."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.analytics import DayRow
from fractal_desktop.ui.analytics.calendar_card import CalendarCard
from fractal_desktop.ui.analytics.calendar_days import DayMeasure, Runs, calendar_answer, page_cells, runs_of
from fractal_desktop.ui.analytics.charts.cells import NO_CELL
from fractal_desktop.ui.analytics.charts.heat_map import HeatMap
from fractal_desktop.ui.analytics.charts.step_legend import StepLegend
from fractal_desktop.ui.analytics.choice import Choice, DayRange
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.heat_words import days_finding
from fractal_desktop.ui.analytics.year_stepper import YearStepper
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme
from fractal_desktop.ui.widgets.buttons import ToolIconButton
from tests.ui.acting import put_up

TODAY = date(2026, 3, 5)
BERLIN = ZoneInfo("Europe/Berlin")


def choice(first: date | None = None, last: date | None = None, first_weekday: int = 0) -> Choice:
    return Choice(DayRange(first, last), BERLIN, first_weekday, TODAY)


def day(text: str, sessions: int = 1, minutes: int | None = 30) -> DayRow:
    return DayRow(date.fromisoformat(text), sessions, 0 if minutes is None else sessions, (minutes or 0) * 60)


def every(first: date, last: date, step: int = 1) -> list[DayRow]:
    return [DayRow(date.fromordinal(each), 1, 1, 1800) for each in range(first.toordinal(), last.toordinal() + 1, step)]


ShowCard = Callable[..., CalendarCard]


@pytest.fixture
def show_card(qtbot: QtBot, settings: Settings, light: Theme) -> ShowCard:
    """Show a card of some days; practice began with the first of them."""
    shown: list[CalendarCard] = []

    def show(asked: Choice, rows: Sequence[DayRow]) -> CalendarCard:
        card = CalendarCard(settings)
        shown.append(card)
        put_up(qtbot, card, 502, 300)
        card.show_answer(calendar_answer(asked, rows, rows[0].day if rows else None))
        return card

    return show


def map_of(card: CalendarCard) -> HeatMap:
    found = card.findChild(HeatMap)
    assert isinstance(found, HeatMap)
    return found


def stepper_of(card: CalendarCard) -> YearStepper:
    found = card.findChild(YearStepper)
    assert isinstance(found, YearStepper)
    return found


def texts(card: CalendarCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible() and label.text().strip()]


def tips(card: CalendarCard) -> list[str]:
    """Return what all cells of the card say, in their order."""
    chart = map_of(card)
    return [chart.mark_text(index).sentence for index in range(chart.mark_count()) if chart.mark_at(chart.mark_rect(index).center()) >= 0]


def test_the_days_go_from_the_first_session_until_today(show_card: ShowCard) -> None:
    card = show_card(choice(date(2025, 9, 1), TODAY), [day("2026-02-25"), day("2026-03-03", 2, 65)])
    said = tips(card)
    assert len(said) == 9
    assert said[0] == "Wednesday, 25 Feb 2026: 1 session, 0:30"
    assert said[1] == "Thursday, 26 Feb 2026: No sessions"
    assert said[-3] == "Tuesday, 3 Mar 2026: 2 sessions, 1:05"
    assert not stepper_of(card).isVisible()


def test_weeks_begin_as_the_setting_says(show_card: ShowCard) -> None:
    rows = [day("2026-03-01"), day("2026-03-02")]
    monday = page_cells(calendar_answer(choice(), rows, None), calendar_answer(choice(), rows, None).pages[0], DayMeasure.TIME)
    sunday = calendar_answer(choice(first_weekday=6), rows, None)
    from_sunday = page_cells(sunday, sunday.pages[0], DayMeasure.TIME)
    assert monday.row_names[0] == "Mon"
    assert monday.steps[:6] == (NO_CELL,) * 6
    assert from_sunday.row_names[0] == "Sun"
    assert from_sunday.steps[0] > 0
    assert from_sunday.outlined == 4


def test_a_click_and_enter_open_the_sessions_of_that_day(show_card: ShowCard) -> None:
    asked = choice(date(2026, 2, 1), TODAY)
    card = show_card(asked, [day("2026-02-25"), day("2026-03-05", 2)])
    doors: list[Door] = []
    card.opened.connect(doors.append)
    chart = map_of(card)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.accessibleName().startswith("Thursday, 5 Mar 2026: 2 sessions, 0:30")
    QTest.keyClick(chart, Qt.Key.Key_Return)
    QTest.keyClick(chart, Qt.Key.Key_Up)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.mark_rect(2).center())
    assert [door.title for door in doors] == ["5 Mar 2026", "25 Feb 2026"]
    assert doors[0].query == asked.sessions_of(DayRange(TODAY, TODAY))


def test_today_counts_once_there_is_a_session_as_it_does_in_the_tiles(show_card: ShowCard) -> None:
    asked = choice(date(2026, 2, 1), TODAY)
    assert "Practised every day" in texts(show_card(asked, every(date(2026, 2, 1), date(2026, 3, 4))))
    with_today = [*every(date(2026, 2, 1), date(2026, 3, 3)), day("2026-03-05")]
    assert "Practised nearly every day" in texts(show_card(asked, with_today))


def test_a_map_without_days_forgets_the_day_that_was_walked_to(show_card: ShowCard) -> None:
    """Where a page comes back, Qt gives the focus to what had it before, though a sentence stands there now."""
    asked = choice(date(2026, 2, 1), TODAY)
    card = show_card(asked, [day("2026-02-25"), day("2026-03-05", 2)])
    chart = map_of(card)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    card.take(calendar_answer(asked, [], None))
    chart.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.OtherFocusReason))
    chart.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier))
    assert chart.current == -1
    card.take(calendar_answer(asked, [day("2026-02-25")], None))
    assert chart.current == -1
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.accessibleName().startswith("Sunday, 1 Feb 2026: No sessions")


def test_a_long_period_shows_one_year_with_practice_at_a_time(show_card: ShowCard) -> None:
    rows = [day("2019-05-01"), *every(date(2024, 12, 1), date(2024, 12, 31)), *every(date(2026, 1, 1), TODAY, 2)]
    card = show_card(choice(), rows)
    assert "2026" in texts(card)
    assert "Practised on every second day in 2026" in texts(card)
    earlier, later = stepper_of(card).findChildren(ToolIconButton)
    assert not later.isEnabled()
    QTest.mouseClick(earlier, Qt.MouseButton.LeftButton)
    assert "2024" in texts(card)
    assert tips(card)[-1] == "Tuesday, 31 Dec 2024: 1 session, 0:30"
    chart = map_of(card)
    QTest.keyClick(chart, Qt.Key.Key_PageUp)
    QTest.keyClick(chart, Qt.Key.Key_PageUp)
    assert "2019" in texts(card)
    assert not earlier.isEnabled()
    assert tips(card)[0] == "Wednesday, 1 May 2019: 1 session, 0:30"
    QTest.keyClick(chart, Qt.Key.Key_PageDown)
    assert "2024" in texts(card)


def test_the_year_stays_when_the_answer_is_another_one(show_card: ShowCard) -> None:
    rows = [day("2019-05-01"), day("2024-12-01"), day("2026-03-01")]
    card = show_card(choice(), rows)
    QTest.keyClick(map_of(card), Qt.Key.Key_PageUp)
    card.show_answer(calendar_answer(choice(), [*rows, day("2026-03-02")], None))
    assert "2024" in texts(card)
    card.show_answer(calendar_answer(choice(), [rows[0], rows[2]], None))
    assert "2026" in texts(card)


def test_time_or_sessions_is_chosen_by_a_click_and_remembered(show_card: ShowCard, settings: Settings) -> None:
    rows = [day("2026-03-01", 1, 90), day("2026-03-02", 4, 20), *every(date(2026, 2, 1), date(2026, 2, 20))]
    card = show_card(choice(), rows)
    assert "Minutes per day" in texts(card)
    QTest.mouseClick(next(each for each in card.findChildren(QPushButton) if each.text() == "Sessions"), Qt.MouseButton.LeftButton)
    assert "Sessions per day" in texts(card)
    again = show_card(choice(), rows)
    assert "Sessions per day" in texts(again)
    assert CalendarCard(settings).day_measure is DayMeasure.SESSIONS


def test_runs_and_findings_are_told(show_card: ShowCard) -> None:
    rows = [*every(date(2026, 1, 1), date(2026, 1, 12)), *every(date(2026, 2, 28), date(2026, 3, 4))]
    shown = texts(show_card(choice(), rows))
    assert "Longest run 12 days, now 5" in shown
    assert "Practised on one day out of four" in shown


def test_sessions_without_a_duration_colour_a_day_and_are_told(show_card: ShowCard) -> None:
    card = show_card(choice(), [day("2026-03-01", 2, None), day("2026-03-02", 1, 40), day("2026-03-04", 1, 200)])
    answer = calendar_answer(choice(), [day("2026-03-01", 2, None), day("2026-03-02", 1, 40)], None)
    assert page_cells(answer, answer.pages[0], DayMeasure.TIME).steps[6] == 1
    assert "4 days so far: too few to say how often · 2 sessions without a duration add no time" in texts(card)
    assert tips(card)[0] == "Sunday, 1 Mar 2026: 2 sessions, 2 sessions without a duration add no time"


def test_nothing_and_thin_histories_are_said_in_words(show_card: ShowCard) -> None:
    empty = show_card(choice(), [])
    assert texts(empty) == ["Minutes per day", "No sessions in this period."]
    assert empty.table().rows == ()
    thin = texts(show_card(choice(), [day("2026-03-05")]))
    assert "Minutes per day" in thin
    assert "1 day with practice: too few to say how often" in thin


def test_absurd_histories_are_shown(show_card: ShowCard) -> None:
    card = show_card(choice(), [DayRow(date.min, 1, 1, 60), DayRow(TODAY, 400, 400, 10**7), DayRow(date.max, 1, 0, 0)])
    chart = map_of(card)
    assert "2026" in texts(card)
    QTest.keyClick(chart, Qt.Key.Key_PageUp)
    assert tips(card)[0] == "Monday, 1 Jan 0001: 1 session, 0:01"
    QTest.keyClick(chart, Qt.Key.Key_PageDown)
    QTest.keyClick(chart, Qt.Key.Key_PageDown)
    assert tips(card)[-1].startswith("Friday, 31 Dec 9999: 1 session")


def test_a_practice_given_up_ends_with_its_last_day(show_card: ShowCard) -> None:
    card = show_card(choice(), every(date(2016, 5, 1), date(2016, 8, 31), 3))
    assert not stepper_of(card).isVisible()
    assert tips(card)[-1].startswith("Monday, 29 Aug 2016")
    assert "Practised on one day out of three" in texts(card)


def test_a_narrow_card_keeps_its_title_whole(show_card: ShowCard, qtbot: QtBot) -> None:
    card = show_card(choice(), every(date(2026, 1, 1), TODAY, 2))
    sessions = next(each for each in card.findChildren(QPushButton) if each.text() == "Sessions")
    beside = sessions.mapTo(card, sessions.rect().topLeft()).y()
    card.resize(300, 300)
    assert sessions.mapTo(card, sessions.rect().topLeft()).y() > beside
    card.resize(502, 300)
    qtbot.waitUntil(lambda: sessions.mapTo(card, sessions.rect().topLeft()).y() == beside)


def test_a_years_cells_are_squares_on_two_bands_with_the_legend_beside_them(show_card: ShowCard) -> None:
    card = show_card(choice(date(2025, 4, 1), TODAY), every(date(2025, 4, 1), TODAY))
    card.resize(496, 313)
    chart, legend = map_of(card), card.findChild(StepLegend)
    cell = chart.mark_rect(20)
    assert 8 <= cell.width() <= 1.3 * cell.height()
    assert cell.height() <= 1.3 * cell.width()
    assert legend.geometry().left() > chart.geometry().right()
    assert legend.geometry().right() < card.width() - 12
    card.resize(1000, 313)
    assert legend.geometry().top() > chart.geometry().bottom(), "there is room for a row of weeks"
    assert chart.mark_rect(20).width() > cell.width()


def test_a_few_weeks_have_their_legend_below_as_other_cards_have_it(show_card: ShowCard) -> None:
    card = show_card(choice(date(2025, 4, 1), TODAY), [day("2026-02-25"), day("2026-03-03", 2, 65)])
    card.resize(496, 313)
    assert card.findChild(StepLegend).geometry().top() > map_of(card).geometry().bottom()


def test_the_year_and_the_measure_stand_where_there_is_room(show_card: ShowCard, qtbot: QtBot) -> None:
    card = show_card(choice(), every(date(2023, 4, 1), TODAY))
    time = next(each for each in card.findChildren(QPushButton) if each.text() == "Time")
    for width, beside in ((496, True), (1000, False)):
        card.resize(width, 313)
        qtbot.waitUntil(time.isVisible)
        chart, year = map_of(card), stepper_of(card)
        assert year.isVisible()
        assert (year.geometry().left() > chart.geometry().right()) is beside
        assert (time.mapTo(card, time.rect().bottomLeft()).y() < chart.mapTo(card, chart.rect().topLeft()).y()) is True
        assert not year.geometry().intersects(chart.geometry())
        time.setFocus()
        walked: list[QWidget | None] = []
        while map_of(card) not in walked and len(walked) < 9:
            QTest.keyClick(walked[-1] if walked and walked[-1] else time, Qt.Key.Key_Tab)
            walked.append(card.window().focusWidget())
        assert map_of(card) in walked, "the cells come after the choice, where the eye goes"


@pytest.mark.parametrize("years", [1, 3])
def test_what_stands_beside_the_cells_decides_for_itself_nothing(show_card: ShowCard, years: int) -> None:
    """It moves where the cells are larger for it; were they measured by where it stands, it would move to and fro."""
    card = show_card(choice(), every(date(2026 - years, 4, 1), TODAY))
    other = calendar_answer(choice(), every(date(2022, 4, 1), TODAY), None)
    turned: list[int] = []
    card._board.turned.connect(lambda: turned.append(card.width()))
    for width, height in product(range(320, 760, 20), (240, 280, 313, 330, 360, 420)):
        card.resize(width, height)
        turned.clear()
        card.show_answer(other)
        card._board.arrange()
        card.show_answer(calendar_answer(choice(), every(date(2026 - years, 4, 1), TODAY), None))
        card._board.arrange()
        assert len(turned) <= 4
        chart = map_of(card).geometry()
        for each in (card._year, card._choice):
            assert each.parentWidget() is not card._board or each.isHidden() or not each.geometry().intersects(chart)


def test_the_table_has_a_row_for_each_day_with_practice(show_card: ShowCard) -> None:
    table = show_card(choice(), [day("2026-03-01", 2, None), day("2026-03-02", 1, 40)]).table()
    assert table.as_text().splitlines() == [
        "Day\tSessions\tWith a duration\tTime",
        "Sunday, 1 Mar 2026\t2\t0\t0:00",
        "Monday, 2 Mar 2026\t1\t1\t0:40",
    ]


def test_dates_follow_the_locale(show_card: ShowCard) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    card = show_card(choice(), [day("2026-03-05", 1, 40)])
    assert tips(card) == ["Donnerstag, 5 März 2026: 1 session, 0:40"]


@pytest.mark.parametrize(
    ("practised", "days", "finding"),
    [
        (20, 30, "Practised on two days out of three"),
        (15, 30, "Practised on every second day"),
        (10, 30, "Practised on one day out of three"),
        (30, 30, "Practised every day"),
        (29, 30, "Practised nearly every day"),
        (3, 100, "Practised on 3 of 100 days"),
        (86, 100, "Practised on 86 % of the days"),
        (2, 30, ""),
        (5, 13, ""),
    ],
)
def test_a_share_of_days_is_told_as_people_do(practised: int, days: int, finding: str) -> None:
    first = date(2026, 1, 1)
    rows = [DayRow(first + timedelta(days=each), 1, 1, 60) for each in range(practised)]
    assert days_finding(rows, first, first + timedelta(days=days - 1)) == finding


@given(st.sets(st.integers(-40, 5), max_size=46))
def test_runs_are_those_of_a_plain_loop(days: set[int]) -> None:
    rows = [DayRow(TODAY + timedelta(days=each), 1, 1, 60) for each in sorted(days)]
    longest = current = run = 0
    for each in range(-40, 1):
        run = run + 1 if each in days else 0
        longest = max(longest, run)
        current = run or current if each == 0 else run
    found = runs_of(rows, TODAY)
    assert (found.longest, found.current) == (longest, current)
    assert found != Runs() or not any(each <= 0 for each in days)


def test_a_session_planned_for_next_year_does_not_turn_to_its_page(show_card: ShowCard) -> None:
    rows = [day("2024-05-01"), day("2024-05-02"), day("2026-04-01")]
    card = show_card(choice(date(2024, 1, 1), date(2026, 12, 31)), rows)
    assert "2024" in texts(card)
