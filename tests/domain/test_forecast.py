"""Forecasts: exact where the weeks are all alike, right about as often as they say where they are not."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.forecast import (
    FEWEST_PRACTISED,
    FEWEST_WEEKS,
    SAMPLED_WEEKS,
    Aim,
    WhatIf,
    forecast,
    has_history,
    needed_per_week,
    with_deadline,
)

TODAY = date(2026, 3, 5)
HOUR = 3600
WEEKS = st.lists(st.integers(0, 40 * HOUR), min_size=FEWEST_WEEKS, max_size=80).filter(has_history)


def test_steady_weeks_leave_no_doubt() -> None:
    found = forecast([7 * HOUR] * 20, Aim(100 * HOUR, 90 * HOUR, date(2026, 3, 20)), TODAY)
    assert found is not None
    # An hour a day, today included: ten hours are there at the end of the tenth day.
    assert (found.early, found.likely, found.late) == (date(2026, 3, 14),) * 3
    assert found.chance == 1.0


def test_a_deadline_that_steady_weeks_miss_has_no_chance() -> None:
    found = forecast([7 * HOUR] * 20, Aim(100 * HOUR, 90 * HOUR, date(2026, 3, 13)), TODAY)
    assert found is not None
    assert found.chance == 0.0


def test_weeks_off_come_before_all_else_and_other_hours_scale_the_weeks() -> None:
    aim = Aim(100 * HOUR, 86 * HOUR)
    later = forecast([7 * HOUR] * 20, aim, TODAY, WhatIf(weeks_off=3))
    faster = forecast([7 * HOUR] * 20, aim, TODAY, WhatIf(weekly_seconds=14 * HOUR))
    assert later is not None
    assert faster is not None
    assert later.likely == TODAY + timedelta(days=7 * 3 + 13)
    assert faster.likely == TODAY + timedelta(days=6)
    assert later.chance is None


def test_what_is_reached_is_reached_today() -> None:
    found = forecast([HOUR] * 10, Aim(10 * HOUR, 11 * HOUR, date(2025, 1, 1)), TODAY)
    assert found is not None
    assert (found.early, found.late, found.chance) == (TODAY, TODAY, 1.0)


def test_later_than_ten_years_is_no_day() -> None:
    found = forecast([60] * 10, Aim(10_000 * HOUR, 0, date(2027, 1, 1)), TODAY)
    assert found is not None
    assert (found.early, found.likely, found.late, found.chance) == (None, None, None, 0.0)


@pytest.mark.parametrize(
    "weeks",
    [[], [HOUR] * (FEWEST_WEEKS - 1), [HOUR] * (FEWEST_PRACTISED - 1) + [0] * 30, [HOUR] * 50 + [0] * SAMPLED_WEEKS],
    ids=["nothing", "too few", "too little", "long ago"],
)
def test_without_enough_history_nothing_is_foretold(weeks: list[int]) -> None:
    assert forecast(weeks, Aim(HOUR, 0), TODAY) is None


def test_what_a_deadline_takes_each_week() -> None:
    aim = Aim(20 * HOUR, 6 * HOUR, TODAY + timedelta(days=27))
    assert needed_per_week(aim, TODAY) == pytest.approx(3.5 * HOUR)
    assert needed_per_week(aim, TODAY, weeks_off=2) == pytest.approx(7 * HOUR)
    assert needed_per_week(aim, TODAY, weeks_off=4) is None
    assert needed_per_week(with_deadline(aim, None), TODAY) is None
    assert needed_per_week(Aim(HOUR, HOUR, TODAY - timedelta(days=3)), TODAY) == 0.0
    assert needed_per_week(Aim(2 * HOUR, HOUR, TODAY - timedelta(days=3)), TODAY) is None


@given(WEEKS, st.integers(1, 500), st.integers(0, 30), st.integers(1, 30 * HOUR))
def test_days_are_in_order_and_more_practice_is_never_later(weeks: list[int], hours: int, weeks_off: int, more: int) -> None:
    aim = Aim(hours * HOUR, 0, TODAY + timedelta(days=200))
    found = forecast(weeks, aim, TODAY, WhatIf(weeks_off=weeks_off))
    assert found is not None
    days = [day or date.max for day in (found.early, found.likely, found.late)]
    assert TODAY + timedelta(weeks=weeks_off) <= days[0] <= days[1] <= days[2]
    assert forecast(weeks, aim, TODAY, WhatIf(weeks_off=weeks_off)) == found
    mean = sum(weeks[-SAMPLED_WEEKS:]) / len(weeks[-SAMPLED_WEEKS:])
    faster = forecast(weeks, aim, TODAY, WhatIf(weekly_seconds=round(mean) + 1 + more, weeks_off=weeks_off))
    assert faster is not None
    assert (faster.likely or date.max) <= days[1]
    assert (faster.chance or 0) >= (found.chance or 0)


def test_the_past_would_have_been_foretold_about_as_often_as_promised() -> None:
    """Look back from many points of many made-up histories: four of five outcomes are to lie between the early and the late day.

    The histories have bad stretches of weeks, as real ones do.
    """
    inside, asked, before_likely = 0, 0, 0
    for seed in range(60):
        history = _made_up(np.random.default_rng(seed), 150)
        for cut in (40, 60, 80):
            remaining = int(sum(history[cut : cut + 20]))
            found = forecast(history[:cut], Aim(remaining, 0), TODAY)
            if found is None or not remaining:
                continue
            sums = np.cumsum(history[cut:])
            week = int(np.searchsorted(sums, remaining))
            reached = TODAY + timedelta(days=7 * (week + 1) - 1)
            asked += 1
            inside += (found.early or date.max) <= reached <= (found.late or date.max) + timedelta(days=6)
            before_likely += reached <= (found.likely or date.max)
    assert asked > 150
    assert 0.7 <= inside / asked <= 0.9
    assert 0.4 <= before_likely / asked <= 0.6


def _made_up(random: np.random.Generator, weeks: int) -> list[int]:
    """Return seconds a week: a mean of its own, weeks that resemble the one before, now and then two or three weeks of nothing."""
    mean = random.uniform(1, 12) * HOUR
    found: list[int] = []
    mood = 1.0
    while len(found) < weeks:
        if random.random() < 0.05:
            found += [0] * int(random.integers(1, 4))
        mood = 0.6 * mood + 0.4 * random.gamma(4, 0.25)
        found.append(int(mean * mood))
    return found[:weeks]
