"""Round values on the left, names with room below."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from fractal_desktop.domain.period import month_of
from fractal_desktop.ui.analytics.charts.axes import day_name
from fractal_desktop.ui.analytics.charts.date_axis import DateTick, Period, date_ticks, day_ticks, month_starts, year_ticks
from fractal_desktop.ui.analytics.charts.scale import round_values


def test_days_are_named_as_the_locale_puts_them() -> None:
    assert day_name(date(2026, 3, 5)) == "5 Mar"
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    assert day_name(date(2026, 3, 5)) == "Mar 5"
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    assert day_name(date(2026, 5, 5)) == "5 Mai"


@pytest.mark.parametrize(
    ("highest", "values"),
    [
        (50, (0, 20, 40, 60)),
        (11, (0, 4, 8, 12)),
        (9, (0, 3, 6, 9)),
        (1, (0, 1)),
        (2, (0, 1, 2)),
        (3, (0, 1, 2, 3)),
        (189, (0, 50, 100, 150, 200)),
        (93, (0, 25, 50, 75, 100)),
        (31, (0, 10, 20, 30, 40)),
        (7.5, (0, 2, 4, 6, 8)),
    ],
)
def test_values_are_round_and_few(highest: float, values: tuple[int, ...]) -> None:
    assert round_values(highest) == values


@given(st.floats(0.1, 1e9))
def test_values_reach_the_highest_and_waste_little(highest: float) -> None:
    values = round_values(highest)
    assert values[0] == 0
    assert highest <= values[-1] <= max(1.0, 1.7 * highest, highest + 1)
    assert 2 <= len(values) <= 5
    assert all(value == int(value) for value in values)


def ticks_of(days: list[date], period: Period, room: float, width: float) -> tuple[DateTick, ...]:
    return date_ticks(month_starts(days, period), len(days), room, width)


def months(number: int, first: date = date(2025, 9, 1)) -> list[date]:
    return [month_of(first, index) for index in range(number)]


def test_every_month_is_named_with_the_year_at_the_first_and_in_january() -> None:
    ticks = ticks_of(months(7), Period.MONTH, 300, 30)
    assert [tick.day.month for tick in ticks] == [9, 10, 11, 12, 1, 2, 3]
    assert [tick.index for tick in ticks if tick.with_year] == [0, 4]


def test_quarters_where_months_have_no_room_then_years_then_every_tenth() -> None:
    assert [tick.day.month for tick in ticks_of(months(24), Period.MONTH, 400, 30)] == [10, 1, 4, 7, 10, 1, 4, 7]
    years = ticks_of(months(12 * 12), Period.MONTH, 500, 30)
    assert [tick.day.year for tick in years] == list(range(2026, 2038))
    assert all(tick.is_year for tick in years)
    centuries = ticks_of(months(12 * 175, date(2016, 1, 1)), Period.MONTH, 500, 30)
    assert [tick.day.year for tick in centuries] == list(range(2020, 2191, 20))


def test_every_second_month_of_a_year_where_all_have_no_room() -> None:
    ticks = ticks_of(months(12, date(2025, 4, 1)), Period.MONTH, 280, 30)
    assert [(tick.index, tick.day.month) for tick in ticks] == [(1, 5), (3, 7), (5, 9), (7, 11), (9, 1), (11, 3)]
    assert [(tick.day.year, tick.day.month) for tick in ticks if tick.with_year] == [(2025, 5), (2026, 1)]
    without_january = ticks_of(months(10, date(2025, 2, 1)), Period.MONTH, 230, 30)
    assert [tick.day.month for tick in without_january] == [2, 4, 6, 8, 10]


@pytest.mark.parametrize(("period", "step"), [(Period.QUARTER, 3), (Period.YEAR, 12)])
def test_long_bars_are_named_by_years_alone(period: Period, step: int) -> None:
    days = [month_of(date(2001, 4, 1), step * index) for index in range(300 // step)]
    ticks = year_ticks(month_starts(days, period), len(days), 300, 30)
    assert len(ticks) >= 4
    assert all(tick.is_year for tick in ticks)
    assert len({tick.day.year for tick in ticks}) == len(ticks)
    assert all(days[tick.index].year == tick.day.year for tick in ticks)


def test_a_few_weeks_are_named_by_their_first_days() -> None:
    ticks = day_ticks([date(2025, 12, 22), date(2025, 12, 29), date(2026, 1, 5)])
    assert [(tick.index, tick.day.day, tick.with_year) for tick in ticks] == [(0, 22, True), (1, 29, False), (2, 5, True)]
    assert day_ticks(()) == ()


def test_weeks_are_named_where_a_month_begins() -> None:
    mondays = [date(2025, 9, 1) + timedelta(weeks=index) for index in range(27)]
    ticks = ticks_of(mondays, Period.WEEK, 440, 30)
    assert [(mondays[tick.index], tick.day.month) for tick in ticks] == [
        (date(2025, 9, 1), 9),
        (date(2025, 9, 29), 10),
        (date(2025, 10, 27), 11),
        (date(2025, 12, 1), 12),
        (date(2025, 12, 29), 1),
        (date(2026, 1, 26), 2),
        (date(2026, 2, 23), 3),
    ]


def test_the_first_name_gives_way_to_a_near_second() -> None:
    mondays = [date(2025, 9, 22) + timedelta(weeks=index) for index in range(27)]
    assert ticks_of(mondays, Period.WEEK, 440, 30)[0].day.month == 10


@given(st.integers(1, 3000), st.integers(60, 2000), st.sampled_from(list(Period)))
def test_names_never_touch(number: int, room: int, period: Period) -> None:
    first = date(2025, 9, 1)
    days = months(number, first) if period is Period.MONTH else [first + timedelta(weeks=index) for index in range(number)]
    ticks = ticks_of(days, period, room, 30)
    step = room / number
    assert all((after.index - before.index) * step >= 30 for before, after in pairwise(ticks))


def test_no_bars_have_no_names() -> None:
    assert ticks_of([], Period.WEEK, 400, 30) == ()
