"""Round values and names along the axes of lines."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.ui.analytics.charts.line import LineChart, PlotLine, TimeTick, Trend, round_span, time_ticks, trimmed, value_text

NUMBERS = st.floats(-1e9, 1e9)
EPOCH = date(1970, 1, 1)


def day(year: int, month: int = 1, of_month: int = 1) -> float:
    return float((date(year, month, of_month) - EPOCH).days)


@given(NUMBERS, st.floats(0, 1e9))
def test_round_values_hold_all_and_are_few(low: float, more: float) -> None:
    values = round_span(low, low + more)
    assert values[0] <= low + 1e-6 * max(abs(low), more)
    assert values[-1] >= low + more - 1e-6 * max(abs(low), more)
    assert (len(values) - 1) * (values[1] - values[0]) <= 4 * max(more, 0.1 * abs(low), 1) or low >= 0, "not far beyond"
    assert 3 <= len(values) <= 8
    steps = [after - before for before, after in pairwise(values)]
    assert steps == pytest.approx([steps[0]] * len(steps), rel=1e-3)


@pytest.mark.parametrize(
    ("low", "high", "values"),
    [
        (52, 71, (50, 55, 60, 65, 70, 75)),
        (3, 20, (0, 5, 10, 15, 20)),
        (60, 60, (50, 55, 60, 65, 70)),
        (0, 0, (-1, -0.5, 0, 0.5, 1)),
        (-4, 4, (-4, -2, 0, 2, 4)),
        (0.1, 0.4, (0, 0.1, 0.2, 0.3, 0.4)),
    ],
)
def test_values_that_people_would_choose(low: float, high: float, values: tuple[float, ...]) -> None:
    assert round_span(low, high) == pytest.approx(values)


@pytest.mark.parametrize(
    ("low", "high", "values", "ends"),
    [
        (10, 20.9, (10, 15, 20), (10, 20.9)),
        (52, 71, (50, 55, 60, 65, 70), (50, 71)),
        (54, 74, (55, 60, 65, 70, 75), (54, 75)),
        (0, 18, (0, 5, 10, 15, 20), (0, 20)),
        (0, 17, (0, 5, 10, 15), (0, 17)),
        (60, 60, (55, 60, 65), (55, 65)),
    ],
)
def test_an_axis_ends_where_half_a_step_and_more_would_be_empty(
    low: float, high: float, values: tuple[float, ...], ends: tuple[float, float]
) -> None:
    assert trimmed(round_span(low, high), low, high) == (pytest.approx(values), *ends)


@given(NUMBERS, st.floats(0, 1e9))
def test_a_trimmed_axis_holds_all_and_names_three_values(low: float, more: float) -> None:
    values, bottom, top = trimmed(round_span(low, low + more), low, low + more)
    within = 1e-6 * max(abs(low), more)
    assert bottom <= low + within
    assert top >= low + more - within
    assert len(values) >= 3
    assert bottom <= values[0] < values[-1] <= top


@pytest.mark.parametrize(
    ("low", "high", "values"), [(60, 69, (60, 65, 70)), (3, 9, (0, 5, 10)), (1, 2, (1, 2)), (100, 190, (100, 125, 150, 175, 200))]
)
def test_whole_numbers_have_whole_numbers_beside_them(low: float, high: float, values: tuple[float, ...]) -> None:
    assert round_span(low, high, whole=True) == pytest.approx(values)


def test_lines_know_whether_their_values_are_whole() -> None:
    days, none = np.array([1.0, 2.0]), np.empty(0, np.int64)
    assert LineChart.of([PlotLine("", days, np.array([60.0, 62.0]), none)]).is_whole
    assert not LineChart.of([PlotLine("", days, np.array([60.0, 62.5]), none)]).is_whole


def named(ticks: tuple[TimeTick, ...]) -> list[date]:
    return [tick.day for tick in ticks]


def test_a_few_weeks_have_days_below_them() -> None:
    ticks = time_ticks(day(2026, 3, 2) + 0.4, day(2026, 3, 5) + 0.9, 400, 40, 60)
    assert named(ticks) == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)]
    assert [tick.with_year for tick in ticks] == [True, False, False, False]
    by_week = time_ticks(day(2025, 12, 20), day(2026, 1, 31), 400, 40, 60)
    assert named(by_week) == [date(2025, 12, 20) + timedelta(weeks=week) for week in range(7)]
    assert [tick.day.year for tick in by_week if tick.with_year] == [2025, 2026]


def test_months_are_named_where_they_begin_with_the_year_at_first() -> None:
    ticks = time_ticks(day(2025, 10, 15), day(2026, 2, 20), 400, 40, 60)
    assert named(ticks) == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert [tick.with_year for tick in ticks] == [True, False, True, False]
    assert ticks[0].x == day(2025, 11)


def test_decades_have_years_below_them() -> None:
    ticks = time_ticks(day(2001), day(2026), 400, 40, 60)
    assert all(tick.is_year for tick in ticks)
    assert 3 <= len(ticks) <= 10


@given(st.integers(-719_000, 2_900_000), st.floats(0.5, 400_000), st.floats(80, 2000))
def test_names_lie_within_the_plot_and_apart(first: int, days: float, room: float) -> None:
    last = min(first + days, day(9999, 12, 30))
    ticks = time_ticks(first, max(last, first + 0.5), room, 36, 60)
    assert all(first - 1 <= tick.x <= last + 1 for tick in ticks)
    assert len(ticks) * 30 <= room + 60


def test_the_marks_of_several_lines_come_by_their_days() -> None:
    nothing = np.empty(0, np.int64)
    left = PlotLine("Left", np.array([1.0, 3.0]), np.array([10.0, 20.0]), nothing)
    right = PlotLine("Right", np.array([2.0]), np.array([5.0]), nothing, Trend((2, 2), (-5, 30)))
    chart = LineChart.of([left, right])
    assert chart.x.tolist() == [1, 2, 3]
    assert chart.owners.tolist() == [0, 1, 0]
    assert chart.places.tolist() == [0, 0, 1]
    assert [*chart.span, *chart.heights] == [1, 3, -5, 30]
    assert [*LineChart.of([right]).span] == [1, 3], "one point stands in the middle"
    assert [*LineChart().span, *LineChart().heights] == [0, 1, 0, 1]


def test_a_value_has_as_many_decimals_as_it_takes() -> None:
    assert [value_text(value) for value in (72, 72.5, 0.25, 0.3333, -1.0, 1234)] == ["72", "72.5", "0.25", "0.33", "-1", "1,234"]
