"""The line through points: what it must be by its definition, and what must not move it."""

from itertools import combinations
from math import inf, isclose
from statistics import median

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from fractal_desktop.domain.robust_fit import MOST_POINTS, Floats, RobustFit, robust_fit

WHOLE = st.integers(-50, 50).map(float)
POINTS = st.lists(st.tuples(WHOLE, WHOLE), min_size=2, max_size=25)


def fitted(points: list[tuple[float, float]], **more: float) -> RobustFit | None:
    x, y = np.array(points, float).reshape(-1, 2).T
    return robust_fit(x, y, **more)  # type: ignore[arg-type]


def line(number: int, slope: float, noise: float) -> tuple[Floats, Floats]:
    chance = np.random.default_rng(number)
    x = np.sort(chance.random(number) * 100)
    return x, slope * x + 7 + chance.normal(0, noise, number)


def pair_slopes(points: list[tuple[float, float]]) -> list[float]:
    return sorted((b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(sorted(points), 2) if a[0] != b[0])


@given(POINTS)
def test_the_slope_is_the_median_of_those_of_all_pairs_and_the_line_halves_the_points(points: list[tuple[float, float]]) -> None:
    fit, slopes = fitted(points), pair_slopes(points)
    if not slopes:
        assert fit is None
        return
    assert fit is not None
    assert isclose(fit.slope, median(slopes), abs_tol=1e-9)
    above = [y - fit.at(x) for x, y in points]
    assert sum(each > 1e-9 for each in above) <= len(points) / 2
    assert sum(each < -1e-9 for each in above) <= len(points) / 2
    assert fit.lower <= fit.slope <= fit.upper
    assert {fit.lower, fit.upper} <= {-inf, inf, *slopes}
    assert fit.middle == median(x for x, _ in points)
    assert fit.points == len(points)


@given(POINTS, st.integers(1, 8), st.integers(-20, 20), st.integers(-5, 5))
def test_other_units_and_another_slope_change_it_as_they_change_the_points(
    points: list[tuple[float, float]], factor: int, shift: int, tilt: int
) -> None:
    before, after = fitted(points), fitted([(x, factor * y + shift + tilt * x) for x, y in points])
    mirrored = fitted([(x, -y) for x, y in points])
    if before is None or after is None or mirrored is None:
        assert before is after is mirrored is None
        return
    assert isclose(after.slope, factor * before.slope + tilt, abs_tol=1e-9)
    assert isclose(after.intercept, factor * before.intercept + shift, abs_tol=1e-6)
    assert (mirrored.lower, mirrored.upper) == (-before.upper, -before.lower)


@given(POINTS, st.randoms(use_true_random=False))
def test_the_order_of_the_points_says_nothing(points: list[tuple[float, float]], chance: object) -> None:
    before = fitted(points)
    chance.shuffle(points)  # type: ignore[attr-defined]
    assert fitted(points) == before


@given(st.floats(-3, 3), st.lists(st.tuples(WHOLE, st.floats(-1e9, 1e9)), max_size=11))
def test_points_that_lie_anywhere_do_not_lead_it_astray(slope: float, astray: list[tuple[float, float]]) -> None:
    x = np.arange(40.0)
    straight = list(zip(x, slope * x, strict=True))
    fit = fitted([*straight, *astray])
    assert fit is not None
    assert isclose(fit.slope, slope, abs_tol=1e-9)


def test_of_five_points_the_interval_takes_in_all_slopes() -> None:
    """Of the 120 orders of five values one has S = 10 and one -10, four each 8 and -8: only those two may be left out of 95 %."""
    points = [(1.0, 1.26), (2.0, 1.27), (3.0, 1.12), (4.0, 1.16), (5.0, 1.03)]
    fit, slopes = fitted(points), pair_slopes(points)
    assert fit is not None
    assert isclose(fit.slope, (-0.055 - 0.0575) / 2)
    assert [fit.lower, fit.upper] == pytest.approx([slopes[0], slopes[-1]])


def test_four_points_are_too_few_for_an_interval() -> None:
    fit = fitted([(0, 0), (1, 1), (2, 2), (3, 3)])
    assert fit is not None
    assert (fit.slope, fit.lower, fit.upper) == (1, -inf, inf)
    assert not fit.is_certain


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    chance = np.random.default_rng(7)
    x = np.arange(30.0)
    held = 0
    for _ in range(400):
        fit = robust_fit(x, 0.5 * x + chance.standard_t(3, 30))
        assert fit is not None
        held += fit.lower <= 0.5 <= fit.upper
    assert 0.92 <= held / 400 <= 0.985


def test_values_that_are_often_the_same_leave_less_doubt_than_the_formula_without_ties_would() -> None:
    x = np.arange(60.0)
    fit = robust_fit(x, np.floor(x / 12))
    assert fit is not None
    assert fit.is_certain


def test_of_many_points_some_are_chosen_always_the_same_and_the_line_stays() -> None:
    x, y = line(50_000, 0.3, 5.0)
    fit = robust_fit(x, y)
    assert fit == robust_fit(x, y)
    assert fit is not None
    assert fit.points == 50_000
    assert fit.lower <= 0.3 <= fit.upper
    assert abs(fit.slope - 0.3) < 0.02
    assert isclose(float(np.mean(y > fit.intercept + fit.slope * x)), 0.5, abs_tol=1e-3)


@given(st.integers(2, 60), st.integers(2, 20))
@example(3, 2)
def test_every_point_is_drawn_where_there_is_no_room_and_none_twice_otherwise(points: int, most: int) -> None:
    assume(points > most)
    x = np.arange(float(points))
    fit = robust_fit(x, 2 * x + 1, most_points=most)
    assert fit is not None
    assert [fit.slope, fit.intercept] == pytest.approx([2, 1])


def test_every_tenth_point_being_odd_does_not_tilt_the_choice() -> None:
    number = MOST_POINTS * 10
    x = np.arange(float(number))
    y = x + np.where(np.arange(number) % 10 == 0, 1e6, 0)
    fit = robust_fit(x, y)
    assert fit is not None
    assert isclose(fit.slope, 1, abs_tol=1e-6)


@given(POINTS, WHOLE)
def test_the_band_holds_the_line_and_is_nothing_in_its_middle(points: list[tuple[float, float]], x: float) -> None:
    fit = fitted(points)
    assume(fit is not None and fit.lower > -inf)
    assert fit is not None
    low, high = fit.band(x)
    assert low <= fit.at(x) + 1e-9
    assert fit.at(x) <= high + 1e-9
    assert fit.band(fit.middle) == (fit.at(fit.middle), fit.at(fit.middle))
