from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import Goal, GoalType, allowed_child_types, check_parent, checked_name, free_name
from fractal_desktop.domain.ids import GoalId

TODAY = date(2026, 3, 2)
GOAL = Goal(GoalId("g"), GoalType.SHORT_TERM, "Suite I", "", date(2026, 3, 1), False, None, None, None, None)


def test_types_stand_in_their_order_with_sessions_between_goals() -> None:
    assert [t.rank for t in GoalType] == list(range(8))
    assert GoalType.SHORT_TERM.rank < GoalType.PRACTICE_SESSION.rank < GoalType.IMMEDIATE.rank


@pytest.mark.parametrize("parent", [None, *GoalType])
def test_the_offered_types_are_those_that_may_lie_there(parent: GoalType | None) -> None:
    offered = allowed_child_types(parent)
    for child in GoalType:
        try:
            check_parent(child, parent)
            may = True
        except UserError:
            may = False
        assert may == (child in offered) or child is GoalType.PRACTICE_SESSION
    assert not offered or parent is None or offered[0].rank - parent.rank in (1, 2), "the next type is the default"


def test_a_refusal_names_both_types() -> None:
    with pytest.raises(UserError, match="An ultimate goal cannot lie under a nano goal"):
        check_parent(GoalType.ULTIMATE, GoalType.NANO)


def test_overdue_is_before_today_and_open() -> None:
    assert GOAL.is_overdue(TODAY)
    assert not GOAL.is_overdue(date(2026, 3, 1))
    assert not replace(GOAL, completed=True).is_overdue(TODAY)
    assert not replace(GOAL, deadline=None).is_overdue(TODAY)


def test_a_name_is_trimmed_and_neither_empty_nor_endless() -> None:
    assert checked_name("  Suite I\n") == "Suite I"
    assert len(checked_name("x" * 10_000)) == 10_000
    for name in ("", " \t", "x" * 10_001):
        with pytest.raises(UserError):
            checked_name(name)


@pytest.mark.parametrize(
    ("name", "taken", "free"),
    [
        ("Routine", (), "Routine"),
        ("Routine", ("Scales", "Routine 2"), "Routine"),
        (" routine ", ("Routine",), "routine 2"),
        ("Routine", ("Routine", "ROUTINE 2", "Routine 4"), "Routine 3"),
        ("Etude 5", ("Etude 5",), "Etude 6"),
        ("7", ("7",), "7 2"),
    ],
)
def test_a_name_that_is_taken_gets_the_next_number(name: str, taken: tuple[str, ...], free: str) -> None:
    assert free_name(name, taken) == free


@given(st.text(min_size=1, max_size=4), st.lists(st.text(max_size=6), max_size=6))
@example("x" * 10_000, ["x" * 10_000])
def test_a_free_name_is_free_and_no_longer_than_a_name_may_be(name: str, taken: list[str]) -> None:
    free = free_name(name, [*taken, name])
    assert free.strip().casefold() not in {each.strip().casefold() for each in [*taken, name]}
    assert len(free) <= 10_000


def test_every_type_has_words() -> None:
    assert GoalType.LONG_TERM.title == "Long-term goal"
    assert len({t.title for t in GoalType}) == 8
