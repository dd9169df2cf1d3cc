"""Bars of quarters and years where weeks and months would be too many: what each stands for, says and opens."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.analytics import MonthRow
from fractal_desktop.domain.period import month_of
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.analytics.bins import MOST_MONTHS, MOST_WEEKS, bin_words, bins_of, mean_of_bin, month_of_bin
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.charts.bar_plot import BarPlot
from fractal_desktop.ui.analytics.charts.date_axis import Period
from fractal_desktop.ui.analytics.choice import DayRange, Preset
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.months_card import MonthsCard
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.period_bar import PeriodBar
from fractal_desktop.ui.analytics.series import Span, month_span, week_span
from fractal_desktop.ui.analytics.weeks_card import WeeksCard
from fractal_desktop.ui.context import AppContext

TODAY = date(2026, 3, 5)


def months(number: int, last: date = date(2026, 3, 1)) -> list[date]:
    return [month_of(last, index - number + 1) for index in range(number)]


def weeks(number: int) -> list[date]:
    return [date(2026, 3, 2) - timedelta(weeks=number - 1 - index) for index in range(number)]


def month_spans(days: list[date], asked: DayRange | None = None) -> list[Span]:
    return [month_span(day, asked or DayRange(), TODAY) for day in days]


@pytest.mark.parametrize(
    ("number", "period", "bars"), [(0, Period.MONTH, 0), (72, Period.MONTH, 72), (73, Period.QUARTER, 25), (217, Period.YEAR, 19)]
)
def test_months_become_quarters_and_quarters_years(number: int, period: Period, bars: int) -> None:
    days = months(number)
    found = bins_of(days, month_spans(days), Period.MONTH, MOST_MONTHS)
    assert (found.period, len(found.bars)) == (period, bars)


def test_weeks_become_months_first() -> None:
    days = weeks(91)
    found = bins_of(days, [week_span(day, DayRange(), TODAY) for day in days], Period.WEEK, MOST_WEEKS)
    assert found.period is Period.MONTH
    assert all(len({(days[place].year, days[place].month) for place in each.rows}) == 1 for each in found.bars)


@given(st.integers(1, 4000), st.sampled_from([Period.WEEK, Period.MONTH]), st.integers(10, 100))
def test_every_row_is_in_one_bar_and_the_days_are_those_of_its_rows(number: int, finest: Period, most: int) -> None:
    days = weeks(number) if finest is Period.WEEK else months(min(number, 2000))
    spans = [week_span(day, DayRange(), TODAY) for day in days] if finest is Period.WEEK else month_spans(days)
    found = bins_of(days, spans, finest, most)
    assert [place for each in found.bars for place in each.rows] == list(range(len(days)))
    assert len(found.bars) <= most or found.period is Period.YEAR
    for each in found.bars:
        assert each.span.days == DayRange(spans[each.first].days.first, spans[each.end - 1].days.last)
    assert all(each.span.is_whole for each in found.bars[:-1])
    assert not found.bars[-1].span.finished


def test_a_bar_is_cut_where_its_first_or_last_month_is() -> None:
    days = months(80)
    first = days[0] + timedelta(days=9)
    bars = bins_of(days, month_spans(days, DayRange(first, TODAY)), Period.MONTH, MOST_MONTHS).bars
    assert bars[0].span.days.first == first
    assert not bars[0].span.started
    assert bars[-1].span.days == DayRange(date(2026, 1, 1), TODAY)


def test_the_average_of_a_quarter_is_that_of_its_sessions_not_of_its_months() -> None:
    row = month_of_bin([MonthRow(date(2026, 1, 1), 10, 9, 9 * 600), MonthRow(date(2026, 2, 1), 1, 1, 3600)])
    assert row == MonthRow(date(2026, 1, 1), 11, 10, 9000)
    assert row.average_seconds == 900


def test_the_mean_leaves_out_weeks_that_are_cut_unless_there_are_no_others() -> None:
    whole, cut = Span(DayRange(), True, True), Span(DayRange(), True, False)
    assert mean_of_bin([4, 6, 1], [whole, whole, cut]) == 5
    assert mean_of_bin([1], [cut]) == 1


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(2025, 4, 1), date(2025, 6, 30), "Apr – Jun 2025"),
        (date(2025, 2, 1), date(2025, 2, 28), "February 2025"),
        (date(2026, 1, 1), TODAY, "1 Jan – 5 Mar 2026"),
        (date(2024, 12, 30), date(2025, 3, 30), "30 Dec 2024 – 30 Mar 2025"),
    ],
)
def test_bars_are_called_what_people_call_them(first: date, last: date, words: str) -> None:
    assert bin_words(DayRange(first, last)) == words


@pytest.fixture
def page(show_page: Callable[[], AnalyticsPage], practise: Callable[..., str], qtbot: QtBot) -> AnalyticsPage:
    """A session each month of seven years; one each week of the last of them."""
    for month in months(84)[:-12]:
        practise(f"{month.isoformat()} 18:00", 30)
    for monday in weeks(52):
        practise(f"{monday.isoformat()} 18:00", 60)
    page = show_page()
    everything = next(button for button in page.findChildren(QPushButton) if button.text() == "All")
    QTest.mouseClick(everything, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.is_complete and plot_of(page, MonthsCard).mark_count() < 72)
    return page


def plot_of(page: AnalyticsPage, card: type[ChartCard]) -> BarPlot:
    return page.findChild(card).findChild(BarPlot)


def behind(card: ChartCard, plot: BarPlot, index: int, context: AppContext) -> list[str]:
    """Return the names of the sessions that a click on a bar opens."""
    doors: list[Door] = []
    card.opened.connect(doors.append)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.mark_rect(index).center())
    (door,) = doors
    assert isinstance(door.query, SessionQuery)
    assert context.workspace is not None
    return [row.name for row in context.workspace.practice.page(door.query).rows]


def test_the_card_of_months_draws_quarters_and_keeps_its_table_by_month(page: AnalyticsPage) -> None:
    card, plot = page.findChild(MonthsCard), plot_of(page, MonthsCard)
    assert plot.mark_count() == 28
    assert "Average duration by quarter, minutes" in [label.text() for label in card.findChildren(QLabel)]
    assert plot.mark_text(1).sentence == "Jul – Sept 2019: Average 0:30, 3 sessions, 1:30"
    assert (len(card.table().rows), card.table().title) == (84, "Average duration by month, minutes")
    assert not plot.grab().isNull()


def test_the_finding_of_quarters_is_what_their_bars_show(
    show_page: Callable[[], AnalyticsPage], practise: Callable[..., str], qtbot: QtBot
) -> None:
    for month in months(84)[:-1]:
        for hour in (8, 12, 18):
            practise(f"{month.isoformat()} {hour:02}:00", 20 * (1 + month.month % 3))
    page = show_page()
    everything = next(button for button in page.findChildren(QPushButton) if button.text() == "All")
    QTest.mouseClick(everything, Qt.MouseButton.LeftButton)
    words = "Sessions stay near 40 minutes"  # by months they would lie between 20 and 60
    qtbot.waitUntil(lambda: page.is_complete and words in [label.text() for label in page.findChild(MonthsCard).findChildren(QLabel)])


def test_a_quarter_and_a_month_of_weeks_open_exactly_their_sessions(page: AnalyticsPage, context: AppContext) -> None:
    assert len(behind(page.findChild(MonthsCard), plot_of(page, MonthsCard), 1, context)) == 3
    weeks_plot = plot_of(page, WeeksCard)
    last_whole = weeks_plot.mark_count() - 2
    assert weeks_plot.mark_text(last_whole).lines[0].startswith("4 sessions")
    assert len(behind(page.findChild(WeeksCard), weeks_plot, last_whole, context)) == 4


def test_the_card_of_weeks_draws_means_and_keeps_its_table_by_week(page: AnalyticsPage) -> None:
    card, plot = page.findChild(WeeksCard), plot_of(page, WeeksCard)
    assert 80 <= plot.mark_count() <= 90
    assert "Sessions per week, mean of each month" in [label.text() for label in card.findChildren(QLabel)]
    assert plot.mark_text(plot.mark_count() - 2).lines[1] == "1.0 a week"
    assert len(card.table().rows) > 350
    assert card.table().title == "Sessions per week"


@pytest.mark.parametrize(
    ("first", "last", "below"),
    [
        (date(2025, 12, 1), date(2026, 3, 5), {(3, "so far"), (0, "2025"), (1, "2026")}),
        (date(2025, 12, 27), date(2026, 3, 5), {(0, "from 27"), (3, "so far"), (1, "2026")}),
        (date(2025, 12, 27), date(2026, 2, 15), {(0, "from 27"), (2, "until 15"), (1, "2026")}),
        (date(2026, 2, 3), date(2026, 2, 20), {(0, "3–20")}),
    ],
)
def test_below_a_month_that_is_cut_stands_where(
    page: AnalyticsPage, first: date, last: date, below: set[tuple[int, str]], qtbot: QtBot
) -> None:
    page.findChild(PeriodBar).show_period(Preset.CUSTOM, DayRange(first, last))
    page.refresh()
    qtbot.waitUntil(lambda: page.is_complete)
    names = plot_of(page, MonthsCard)._names
    assert names is not None
    assert set(names.lower) == below
