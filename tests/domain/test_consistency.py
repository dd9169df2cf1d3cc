"""How steadily somebody practises: rules that hold for whatever days."""

from datetime import date, timedelta
from math import sqrt
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.analytics import Gap
from fractal_desktop.domain.consistency import consistency, longest_gap, usual_days_per_week

FIRST = date(2026, 1, 5)
MARKS = st.lists(st.booleans(), min_size=14, max_size=200)
PLANS = st.sampled_from([0.5, 1.0, 2.5, 3.0, 5.0, 6.5, 7.0])


def days_of(marks: list[bool]) -> set[date]:
    return {FIRST + timedelta(days=index) for index, practised in enumerate(marks) if practised}


def last_of(marks: list[bool]) -> date:
    return FIRST + timedelta(days=len(marks) - 1)


@given(MARKS, PLANS)
def test_it_is_the_score_of_loop_with_its_start_at_nothing_taken_out(marks: list[bool], planned: float) -> None:
    """The recurrence as Loop Habit Tracker has it, day by day over all of the history."""
    kept = 0.5 ** (sqrt(planned / 7) / 13)
    interval = 1 if planned == 7 else 14
    score = 0.0
    for index in range(len(marks)):
        known = marks[max(0, index + 1 - interval) : index + 1]
        score = score * kept + min(1.0, sum(known) / (planned * len(known) / 7)) * (1 - kept)
    found = consistency(days_of(marks), FIRST, last_of(marks), planned)
    assert found == pytest.approx(score / (1 - kept ** len(marks)), abs=1e-6)


@given(MARKS, PLANS, st.data())
def test_more_practice_never_lowers_it(marks: list[bool], planned: float, data: st.DataObject) -> None:
    more = [practised or data.draw(st.booleans()) for practised in marks]
    less, score = (consistency(days_of(each), FIRST, last_of(marks), planned) for each in (marks, more))
    assert less is not None
    assert score is not None
    assert 0 <= less <= score <= 1


@given(st.integers(14, 400), PLANS)
def test_every_day_is_all_and_no_day_is_nothing(length: int, planned: float) -> None:
    assert consistency(days_of([True] * length), FIRST, last_of([True] * length), planned) == pytest.approx(1)
    assert consistency(set(), FIRST, last_of([True] * length), planned) == 0


@given(st.sets(st.integers(0, 6), min_size=1, max_size=6), st.integers(2, 30))
def test_days_of_rest_are_forgiven_once_there_are_two_weeks(weekdays: set[int], weeks: int) -> None:
    """Who practises on the same days each week keeps the plan, whichever days these are; only the first weeks may be in doubt."""
    marks = [day % 7 in weekdays for day in range(7 * weeks)]
    marks[:7] = [True] * 7
    assert consistency(days_of(marks), FIRST, last_of(marks), len(weekdays)) == pytest.approx(1)


def test_a_recent_break_weighs_more_than_an_old_one() -> None:
    recent, old = [True] * 40 + [False] * 20, [True] * 10 + [False] * 20 + [True] * 30
    scores = [consistency(days_of(marks), FIRST, last_of(marks), 5) for marks in (recent, old)]
    assert scores[0] is not None
    assert scores[1] is not None
    assert scores[0] < 0.65 < scores[1]


def test_days_outside_do_not_count() -> None:
    marks = [True, False, False] * 10
    outside = {FIRST - timedelta(days=1), last_of(marks) + timedelta(days=1)}
    assert consistency(days_of(marks) | outside, FIRST, last_of(marks)) == consistency(days_of(marks), FIRST, last_of(marks))


@given(MARKS)
def test_the_usual_week_is_the_median_of_those_with_practice(marks: list[bool]) -> None:
    backwards = marks[::-1]
    weeks = [sum(backwards[at : at + 7]) for at in range(0, len(marks) // 7 * 7, 7)]
    with_practice = [each for each in weeks if each]
    found = usual_days_per_week(days_of(marks), FIRST, last_of(marks))
    assert found == (median(with_practice) if len(with_practice) > 1 else None)


def test_a_holiday_lowers_the_score_and_not_the_plan() -> None:
    weeks = ([True] * 5 + [False] * 2) * 4
    marks = weeks + [False] * 21
    assert usual_days_per_week(days_of(marks), FIRST, last_of(marks)) == 5
    before, after = consistency(days_of(weeks), FIRST, last_of(weeks)), consistency(days_of(marks), FIRST, last_of(marks))
    assert before == pytest.approx(1)
    assert after is not None
    assert after < 0.7


@pytest.mark.parametrize("marks", [[True] * 13, [True] + [False] * 20, [False] * 30])
def test_too_little_is_no_habit(marks: list[bool]) -> None:
    assert consistency(days_of(marks), FIRST, last_of(marks)) is None


@given(st.sets(st.integers(0, 400), max_size=30), st.sets(st.integers(0, 400), max_size=2), st.integers(0, 400), st.integers(0, 400))
def test_the_longest_gap_is_that_of_a_walk_through_the_calendar(practised: set[int], missing: set[int], first: int, last: int) -> None:
    first, last = min(first, last), max(first, last)
    missing -= practised
    longest: list[int] = []
    current: list[int] = []
    for day in range(first, last + 1):
        current = [] if day in practised else current if day in missing else [*current, day]
        longest = max(current, longest, key=len)
    begin, end = FIRST + timedelta(days=first), FIRST + timedelta(days=last)
    within = [FIRST + timedelta(days=each) for each in sorted(practised) if first <= each <= last]
    found = longest_gap(within, begin, end, {FIRST + timedelta(days=each) for each in missing if first <= each <= last})
    assert found == (Gap(len(longest), FIRST + timedelta(days=longest[0]), FIRST + timedelta(days=longest[-1])) if longest else None)


def test_the_latest_of_equal_gaps_is_told() -> None:
    days = [FIRST + timedelta(days=each) for each in (0, 3, 4, 7)]
    assert longest_gap(days, days[0], days[-1]) == Gap(2, FIRST + timedelta(days=5), FIRST + timedelta(days=6))
    assert longest_gap(days[1:3], days[1], days[2]) is None
    assert longest_gap([], days[0], days[-1]) == Gap(8, days[0], days[-1])
    assert longest_gap([days[0]], days[0], date.max) == Gap((date.max - days[0]).days, FIRST + timedelta(days=1), date.max)


def test_a_gap_begins_and_ends_with_days_that_the_calendar_has() -> None:
    apia = {date(2011, 12, 30)}

    def between(*days: date) -> Gap | None:
        return longest_gap(days, days[0], days[-1], apia)

    assert between(date(2011, 12, 29), date(2011, 12, 31)) is None
    assert between(date(2011, 12, 29), date(2012, 1, 3)) == Gap(3, date(2011, 12, 31), date(2012, 1, 2))
    assert between(date(2011, 12, 27), date(2011, 12, 31)) == Gap(2, date(2011, 12, 28), date(2011, 12, 29))
    assert longest_gap([date(2011, 12, 29)], date(2011, 12, 29), date(2011, 12, 30), apia) is None
