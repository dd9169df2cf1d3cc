"""How far documents reach targets."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.calendar import Calendar
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import ActivityId, GoalId, MetricId, SessionId
from fractal_desktop.domain.library import Better
from fractal_desktop.domain.target import Measure, Target, TargetKind, TargetMetric
from fractal_desktop.domain.target_measure import (
    FactsChange,
    SessionFacts,
    Wanted,
    Yardstick,
    contribution,
    counts,
    goal_sum,
    is_sum_reached,
    longest_streak,
    practised,
    reaches,
    share,
    streak_until,
    wanted,
)

NOW = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
BERLIN = Calendar(ZoneInfo("Europe/Berlin"))
YARDSTICK = Yardstick({"scales"}, {"tempo": Better.HIGHER, "errors": Better.LOWER})


def target(*metrics: tuple[str, str], kind: TargetKind = TargetKind.THRESHOLD, activity: str | None = "scales", **more: object) -> Target:
    asked = tuple(TargetMetric(MetricId(metric), value) for metric, value in metrics)
    return Target("", "", ActivityId(activity) if activity else None, asked, kind=kind, **more)  # type: ignore[arg-type]


def entry(metric: str, value: object, split: str | None = None) -> dict[str, object]:
    return {"metric_id": metric, "value": value, "split_id": split}


def item(*metrics: dict[str, object], **more: object) -> dict[str, object]:
    return {"activity_id": "scales", "instance_id": "i1", "metrics": list(metrics), **more}


def session(*items: dict[str, object], start: datetime | None = NOW, seconds: int | None = 60, completed: bool = False) -> SessionFacts:
    document = Document({"sections": [{"exercises": list(items)}]})
    return SessionFacts(SessionId("s"), GoalId("root"), frozenset({"suite"}), start, seconds, completed, practised(document))


def is_reached(wanted_by: Target, *items: dict[str, object], start: datetime | None = NOW) -> bool:
    return reaches(wanted_by, session(*items, start=start), YARDSTICK, BERLIN)


# -- one session --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "value", "reached"),
    [
        ("tempo", "100", True),
        ("tempo", 100.5, True),
        ("tempo", "99.99", False),
        ("tempo", "", False),
        ("tempo", "fast", False),
        ("tempo", "1e999", False),
        ("errors", "100", True),
        ("errors", "99", True),
        ("errors", "101", False),
        ("errors", "", False),
    ],
)
def test_a_value_is_at_or_above_the_target_or_at_or_below_where_lower_is_better(metric: str, value: object, reached: bool) -> None:
    assert is_reached(target((metric, "100")), item(entry(metric, value))) is reached
    assert is_reached(target((metric, "100")), item(sets=[{"instance_id": "x", "metrics": [entry(metric, value)]}])) is reached


def test_one_item_or_set_must_have_every_metric() -> None:
    both = target(("tempo", "100"), ("errors", "2"))
    assert is_reached(both, item(entry("tempo", 100), entry("errors", 2)))
    sets = [{"metrics": [entry("tempo", 100)]}, {"metrics": [entry("errors", 2)]}]
    assert not is_reached(both, item(sets=sets)), "not one set the one and another the other"
    assert not is_reached(both, item(entry("tempo", 100)), item(entry("errors", 2)))
    assert is_reached(both, item(entry("tempo", 90, "left"), entry("tempo", 100, "right"), entry("errors", 2, "left"))), (
        "whatever the split"
    )


@pytest.mark.parametrize(
    "unreachable",
    [
        target(("tempo", "fast")),
        target(("tempo", "")),
        target(("tempo", "1"), ("gone", "1")),
        target(("tempo", "1"), activity="gone"),
        target(("tempo", "1"), activity=None),
        target(),
        target(("tempo", "1"), kind=TargetKind.UNKNOWN),
        target(("tempo", "1"), kind=TargetKind.SUM),
        target(("tempo", "1"), kind=TargetKind.BY_DEADLINE),
    ],
)
def test_what_names_something_that_is_gone_or_wants_no_number_is_reached_by_nothing(unreachable: Target) -> None:
    items: list[dict[str, object]] = [
        item(entry("tempo", 1000), entry("gone", 1000)),
        item(entry("tempo", 1000), activity_id="gone"),
        {"metrics": [entry("tempo", 9)]},
    ]
    assert not is_reached(unreachable, *items)


def test_a_deadline_ends_with_its_day_where_the_person_is() -> None:
    """Half an hour before midnight UTC it is the next day in Berlin already."""
    by = target(("tempo", "1"), kind=TargetKind.BY_DEADLINE, deadline=date(2026, 3, 2))
    assert not is_reached(by, item(entry("tempo", 1)))
    assert is_reached(by, item(entry("tempo", 1)), start=NOW - timedelta(minutes=31))
    assert not is_reached(by, item(entry("tempo", 1)), start=None)
    assert reaches(by, session(item(entry("tempo", 1))), YARDSTICK, Calendar(ZoneInfo("UTC")))


numbers = st.floats(-1e6, 1e6)


@given(numbers, numbers, st.sampled_from(Better))
def test_a_share_is_one_exactly_where_the_value_reaches_the_target(value: float, number: float, better: Better) -> None:
    aim = Wanted(MetricId("m"), number, better)
    reached = value <= number if better is Better.LOWER else value >= number
    assert (aim.share(value) == 1) is reached
    assert 0 <= aim.share(value) <= 1


@given(numbers, numbers, numbers, st.sampled_from(Better))
def test_a_better_value_has_no_smaller_share(one: float, other: float, number: float, better: Better) -> None:
    aim = Wanted(MetricId("m"), number, better)
    worse, best = sorted((one, other), key=aim.rank)
    assert aim.share(worse) <= aim.share(best)
    assert aim.best([one, other]) == best
    assert (aim.best(()), aim.share(None)) == (None, 0)


def test_the_metric_that_is_furthest_from_its_value_counts() -> None:
    aims = wanted(target(("tempo", "100"), ("errors", "2")), YARDSTICK)
    tempo, errors = MetricId("tempo"), MetricId("errors")
    assert share({tempo: [80], errors: [4, 8]}, aims) == 0.5
    assert (share({tempo: [80]}, aims), share({}, ())) == (0, 0)


# -- all together -------------------------------------------------------------------------------


def test_a_sum_counts_each_value_of_items_sets_and_splits_once() -> None:
    pages = target(("tempo", "100"), kind=TargetKind.SUM)
    sets = [{"instance_id": "x", "metrics": [entry("tempo", 3)]}, {"instance_id": "y", "metrics": [entry("tempo", "4")]}]
    twice = item(entry("tempo", 1, "left"), entry("tempo", 2, "right"), entry("tempo", 9, "right"), sets=sets)
    nameless = item(entry("tempo", 50), instance_id=None)
    assert contribution(pages, session(twice, twice, nameless), ()) == 10
    assert (goal_sum(pages, YARDSTICK), goal_sum(target(("gone", "1"), kind=TargetKind.SUM), YARDSTICK)) == (100, None)


def test_a_sum_of_seconds_is_of_an_activity_or_of_the_goal_with_everything_below() -> None:
    items = [item(duration_seconds=60.9), item(duration_seconds=5), item(duration_seconds="30", instance_id="i2"), item(instance_id="i3")]
    of_activity = target(kind=TargetKind.SUM, measure=Measure.SECONDS, seconds=60)
    assert contribution(of_activity, session(*items), ()) == 90, "an id counts once, as in the rows"
    of_goal = target(kind=TargetKind.SUM, activity=None, measure=Measure.SECONDS, seconds=60)
    assert contribution(of_goal, session(seconds=70), {"suite"}) == 70
    assert contribution(of_goal, session(seconds=70), {"other"}) == contribution(of_goal, session(seconds=None), {"suite"}) == 0
    assert (goal_sum(of_goal, YARDSTICK), goal_sum(of_activity, YARDSTICK), goal_sum(of_activity, Yardstick())) == (60, 60, None)


@pytest.mark.parametrize(
    ("total", "number", "reached"), [(sum([0.1] * 10), 1, True), (0.999, 1, False), (-5, -5, True), (1e9 - 1, 1e9, False)]
)
def test_a_sum_of_tenths_reaches_one(total: float, number: float, reached: bool) -> None:
    assert is_sum_reached(total, number) is reached


def test_a_session_counts_once_it_has_begun_and_is_done_or_has_a_length() -> None:
    of_activity = target(kind=TargetKind.COUNT_PER_WEEK, count=1, weeks=1)
    assert counts(of_activity, session(item()), (), NOW)
    assert counts(of_activity, session({"activity_id": "scales", "sets": [{"instance_id": "x"}]}), (), NOW)
    assert counts(of_activity, session(item(), seconds=None, completed=True), (), NOW)
    assert not counts(of_activity, session(item(), seconds=None), (), NOW)
    assert not counts(of_activity, session(item()), (), NOW - timedelta(seconds=1))
    assert not counts(of_activity, session(item(), start=None), (), NOW)
    assert not counts(of_activity, session(item(activity_id="other")), (), NOW)
    of_goal = target(kind=TargetKind.COUNT_PER_WEEK, activity=None, count=1, weeks=1)
    assert (counts(of_goal, session(), {"suite"}, NOW), counts(of_goal, session(), {"other"}, NOW)) == (True, False)


@given(st.dictionaries(st.integers(-3, 12).map(lambda week: week * 7 + 1), st.integers(0, 4), max_size=12), st.integers(1, 3))
def test_a_streak_is_the_longest_row_of_full_weeks(weeks: dict[int, int], count: int) -> None:
    def run_to(week: int) -> int:
        return 1 + run_to(week - 7) if weeks.get(week, 0) >= count else 0

    assert longest_streak(weeks, count) == max(map(run_to, weeks), default=0)
    for week in range(-20, 92, 7):
        assert streak_until(weeks, count, week) == run_to(week if weeks.get(week, 0) >= count else week - 7)
    assert streak_until(weeks, 0, 1) == 0


def test_what_went_away_or_hangs_on_another_goal_is_moved() -> None:
    here = session()
    there = SessionFacts(here.id, here.root_id, frozenset({"other"}), here.start, here.seconds, here.completed, here.practised)
    moved = [FactsChange(here, None), FactsChange(here, there)]
    assert [change.is_moved for change in (*moved, FactsChange(here, here), FactsChange(None, here))] == [True, True, False, False]


def test_a_week_begins_where_the_person_wants_it() -> None:
    assert BERLIN.week(NOW) == date(2026, 3, 2)
    assert Calendar(BERLIN.zone, 6).week(NOW) == date(2026, 3, 1)
    assert Calendar(ZoneInfo("UTC"), 1).week(NOW) == date(2026, 2, 24)
