from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId, SessionId


def test_a_change_touches_what_it_names() -> None:
    change = Change("Edit", frozenset({GoalId("g")}), frozenset({SessionId("s")}))
    assert change.touches_goal(GoalId("g"))
    assert change.touches_session(SessionId("s"))
    assert not change.touches_goal(GoalId("s"))
    assert not change.touches_session(SessionId("g"))


def test_a_change_of_everything_touches_all() -> None:
    change = Change("Restore", everything=True)
    assert change.touches_goal(GoalId("any"))
    assert change.touches_session(SessionId("any"))
