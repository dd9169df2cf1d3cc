"""The number that stands for a session, against a plain loop; records, trends and two sides."""

from dataclasses import replace
from math import isclose, prod
from statistics import fmean, median
from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.activity_progress import (
    DAY_MICROSECONDS,
    PRODUCT,
    Measured,
    NotedValues,
    ProgressLine,
    ProgressQuestion,
    Reading,
    SessionStarts,
    chosen_measure,
    measures,
    sides_of,
)
from fractal_desktop.domain.ids import ActivityId, MetricId, SplitId
from fractal_desktop.domain.library import ActivityName, Better, MetricName, SplitName
from fractal_desktop.domain.progress_lines import compare, line, points

LIFTS = ActivityId("lifts")
KILOS, TIMES = MetricId("kilos"), MetricId("times")
LEFT, RIGHT = (SplitName(SplitId(side), LIFTS, side.title()) for side in ("left", "right"))
IDS = (KILOS, TIMES)
SPLITS = (None, "left", "right", "gone")


class Value(NamedTuple):
    """A value as a row holds it."""

    session: int
    unit: int
    metric: int
    split: int
    value: float


def metric(id_: MetricId, better: Better = Better.HIGHER, **more: bool) -> MetricName:
    return MetricName(id_, LIFTS, id_.title(), "kg" if id_ == KILOS else "", more.pop("retired", False), better, **more)


def lifts(*metrics: MetricName, product: bool = False, splits: tuple[SplitName, ...] = (LEFT, RIGHT)) -> ActivityName:
    return ActivityName(LIFTS, "Lifts", True, True, True, metrics, splits, is_product=product)


def noted(values: list[Value]) -> NotedValues:
    rows = sorted(values, key=lambda each: each.unit)
    columns = (np.array([row[place] for row in rows], np.int64) for place in range(4))
    return NotedValues(*columns, np.array([row.value for row in rows], float), IDS, SPLITS)  # type: ignore[call-arg, arg-type]


def days(*starts: float) -> SessionStarts:
    return SessionStarts(np.arange(1, len(starts) + 1), np.array([int(start * DAY_MICROSECONDS) for start in starts], np.int64))


def drawn(
    values: list[Value], starts: SessionStarts, measured: Measured, reading: Reading = Reading.TOP, split: int | None = None
) -> ProgressLine:
    found = noted(values)
    return line(found, points(found, measured, split)[0], starts, measured, reading)


def one(measured_id: MetricId = KILOS, better: Better = Better.HIGHER) -> Measured:
    return Measured(measured_id, measured_id.title(), better=better, factors=(measured_id,))


VALUES = st.lists(
    st.builds(Value, st.integers(0, 4), st.integers(1, 8), st.integers(0, 1), st.integers(0, 3), st.integers(-9, 9).map(float)), max_size=40
).map(lambda rows: [row._replace(session=row.unit % 5) for row in rows])  # an item belongs to one session
STARTS = st.lists(st.integers(0, 5), min_size=4, max_size=4).map(lambda starts: days(*starts))


def by_loop(values: list[Value], starts: SessionStarts, measured: Measured, reading: Reading, split: int | None) -> list[tuple[int, float]]:
    """Return session and number of each point, slowly."""
    sets: dict[tuple[int, int], dict[int, float]] = {}
    sessions: dict[tuple[int, int], int] = {}
    for row in sorted(values, key=lambda each: each.unit):
        if split is None or row.split == split:
            sets.setdefault((row.unit, row.split), {}).setdefault(row.metric, row.value)
            sessions[row.unit, row.split] = row.session
    factors = [IDS.index(factor) for factor in measured.factors]
    sign = -1 if measured.better is Better.LOWER else 1
    found: list[tuple[int, float]] = []
    at = dict(zip(starts.rows.tolist(), starts.starts.tolist(), strict=True))
    for session in sorted(at, key=lambda row: (at[row], row)):
        mine = {key: noted for key, noted in sets.items() if sessions[key] == session and all(factor in noted for factor in factors)}
        numbers = {key: prod(noted[factor] for factor in factors) for key, noted in sorted(mine.items())}
        if not numbers:
            continue
        if reading is Reading.EACH:
            found += [(session, number) for number in numbers.values()]
        elif reading is Reading.AVERAGE:
            found.append((session, fmean(numbers.values())))
        elif measured.top_metric is None or measured.factors == (measured.top_metric,):
            found.append((session, sign * max(sign * number for number in numbers.values())))
        else:
            top, top_sign = IDS.index(measured.top_metric), -1 if measured.top_better is Better.LOWER else 1
            best = max(numbers, key=lambda key: (top in mine[key], top_sign * mine[key].get(top, 0), sign * numbers[key]))
            found.append((session, numbers[best]))
    return found


MEASURES = st.builds(
    Measured,
    st.just(PRODUCT),
    st.just(""),
    better=st.sampled_from(Better),
    factors=st.sampled_from([(KILOS,), (TIMES,), (KILOS, TIMES)]),
    top_metric=st.sampled_from([None, KILOS, TIMES]),
    top_better=st.sampled_from(Better),
)


@given(VALUES, STARTS, MEASURES, st.sampled_from(Reading), st.sampled_from([None, 0, 1, 2, 3]))
def test_each_point_is_what_a_loop_over_the_sets_finds(
    values: list[Value], starts: SessionStarts, measured: Measured, reading: Reading, split: int | None
) -> None:
    found = drawn(values, starts, measured, reading, split)
    expected = by_loop(values, starts, measured, reading, split)
    assert found.rows.tolist() == [session for session, _ in expected]
    assert all(isclose(number, wanted, abs_tol=1e-9) for number, (_, wanted) in zip(found.values, expected, strict=True))
    assert found.sessions == len({session for session, _ in expected})
    assert (np.diff(found.starts) >= 0).all()


@given(st.lists(st.integers(0, 6).map(float)), st.sampled_from(Better))
def test_a_record_is_better_than_all_before_it(numbers: list[float], better: Better) -> None:
    values = [Value(index + 1, index + 1, 0, 0, number) for index, number in enumerate(numbers)]
    found = drawn(values, days(*range(len(numbers))), one(better=better))
    ranks = [-number if better is Better.LOWER else number for number in numbers]
    assert found.records.tolist() == [place for place in range(1, len(ranks)) if ranks[place] > max(ranks[:place])]


def test_a_trend_takes_five_sessions_and_a_week() -> None:
    values = [Value(session, session, 0, 0, 60.0 + session) for session in range(1, 8)]
    assert drawn(values[:4], days(0, 5, 10, 15), one()).trend is None
    assert drawn(values[:6], days(0, 1, 2, 3, 4, 5), one()).trend is None
    line_of_five = drawn(values[:5], days(0, 2, 4, 6, 8), one())
    assert line_of_five.trend is not None
    assert isclose(line_of_five.trend.slope, 0.5)
    assert line_of_five.days == 8
    assert drawn([], days(), one()).days == 0


def test_the_trend_of_each_set_is_that_of_the_sessions_averages() -> None:
    values = [Value(session, session * 10 + each, 0, 0, session + each) for session in range(1, 7) for each in range(3)]
    starts = days(*range(0, 60, 10))
    each, average = (drawn(values, starts, one(), reading) for reading in (Reading.EACH, Reading.AVERAGE))
    assert each.trend == average.trend is not None
    assert len(each.values) == 18
    assert each.sessions == 6


def test_what_is_too_large_for_a_product_is_left_out_and_counted_with_what_lacks_a_factor() -> None:
    values = [Value(1, 1, 0, 0, 1e200), Value(1, 1, 1, 0, 1e200), Value(1, 2, 0, 0, 3), Value(1, 3, 0, 0, 2), Value(1, 3, 1, 0, 5)]
    found, incomplete = points(noted(values), replace(one(), id=PRODUCT, factors=(KILOS, TIMES)), None)
    assert found.values.tolist() == [10]
    assert incomplete.tolist() == [1, 1]


def test_an_average_of_numbers_whose_sum_is_too_large_stays_a_number() -> None:
    values = [Value(1, 1, 0, 0, 1.5e308), Value(1, 2, 0, 0, 1.5e308)]
    assert drawn(values, days(0), one(), Reading.AVERAGE).values.tolist() == [1.5e308]


def test_two_sides_are_compared_where_a_session_has_both() -> None:
    values = [Value(session, session, 0, side, 60.0 + session * side) for session in range(1, 9) for side in (1, 2)]
    values = [row for row in values if (row.session, row.split) != (3, 2)]
    starts, found = days(*range(0, 80, 10)), noted(values)
    left, right = (line(found, points(found, one(), place)[0], starts, one(), Reading.TOP, side) for place, side in ((1, LEFT), (2, RIGHT)))
    sides = compare(left, right, Better.HIGHER)
    assert sides is not None
    assert sides.leads.tolist() == [-1, -2, -4, -5, -6, -7, -8]
    assert sides.lead == median(sides.leads)
    assert sides.trend is not None
    assert isclose(sides.trend.slope, -0.1)
    worse = compare(left, right, Better.LOWER)
    assert worse is not None
    assert worse.leads.tolist() == [1, 2, 4, 5, 6, 7, 8]
    nothing = line(noted([]), points(noted([]), one(), None)[0], starts, one(), Reading.TOP, RIGHT)
    empty = compare(left, nothing, Better.HIGHER)
    assert empty is not None
    assert empty.lead is None
    assert compare(left, replace(nothing, split=None), Better.HIGHER) is None


def test_sides_are_left_and_right_or_the_only_two() -> None:
    both, up, down = SplitName(SplitId("b"), LIFTS, "Both"), SplitName(SplitId("u"), LIFTS, "Up"), SplitName(SplitId("d"), LIFTS, "Down")
    assert sides_of(lifts(splits=(both, RIGHT, LEFT))) == (LEFT, RIGHT)
    assert sides_of(lifts(splits=(up, down))) == (up, down)
    assert sides_of(lifts(splits=(up, down, both))) is None
    assert sides_of(lifts(splits=(LEFT, replace(RIGHT, retired=True)))) is None


def test_the_metric_of_the_top_set_comes_first_then_the_product_and_retired_ones_last() -> None:
    grams = MetricId("grams")
    activity = lifts(metric(TIMES), metric(KILOS, is_top_set=True), metric(grams, retired=True), product=True)
    values = noted([Value(1, 1, 1, 0, 3.0)])
    choices = measures(activity, values)
    assert [each.id for each in choices] == [KILOS, PRODUCT, TIMES]
    assert (choices[1].name, choices[1].unit, choices[1].factors) == ("Times × Kilos", "kg", (TIMES, KILOS))
    assert {each.top_metric for each in choices} == {KILOS}
    assert chosen_measure(ProgressQuestion(LIFTS), choices, values) == choices[2], "the first that has values"
    assert chosen_measure(ProgressQuestion(LIFTS, grams), choices, values) == choices[2], "a retired one without values is not offered"
    assert chosen_measure(ProgressQuestion(LIFTS, KILOS), choices, values) == choices[0]
    assert chosen_measure(ProgressQuestion(LIFTS), choices, noted([])) == choices[0]
    assert chosen_measure(ProgressQuestion(LIFTS), (), noted([])) is None
    with_retired = measures(lifts(metric(TIMES), metric(KILOS, retired=True)), noted([Value(1, 1, 0, 0, 3.0)]))
    assert [(each.id, each.retired) for each in with_retired] == [(TIMES, False), (KILOS, True)]


def test_a_product_of_metrics_that_are_all_better_when_lower_is_so_too() -> None:
    lower, higher = metric(KILOS, Better.LOWER), metric(TIMES)
    assert [each.better for each in measures(lifts(lower, product=True), noted([]))] == [Better.LOWER, Better.LOWER]
    assert measures(lifts(lower, higher, product=True), noted([]))[0].better is Better.HIGHER
    assert measures(lifts(metric(KILOS, in_product=False), product=True), noted([]))[0].id == KILOS
