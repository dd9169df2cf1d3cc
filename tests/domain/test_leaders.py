"""The best of all other sessions is known, or known to be unknown, whatever is done to them."""

from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.leaders import MOST_LEADERS, Leaders

SESSIONS = [SessionId(f"s{number}") for number in range(14)]
VALUES = st.lists(st.integers(-5, 5).map(float), max_size=3)


@given(
    st.booleans(),
    st.dictionaries(st.sampled_from(SESSIONS), VALUES),
    st.lists(st.tuples(st.sampled_from(SESSIONS), VALUES), max_size=30),
)
def test_it_says_the_truth_or_nothing(
    lower: bool, there: dict[SessionId, list[float]], changes: list[tuple[SessionId, list[float]]]
) -> None:
    leaders, better = Leaders(lower), min if lower else max
    for session_id, values in there.items():
        for value in values:
            if leaders.may_take(value):
                leaders.offer(session_id, value)
            else:
                leaders.pass_over()
    for step in (None, *changes):
        if step is not None:
            session_id, values = step
            leaders.change(session_id, values)
            there[session_id] = values
        for session_id in SESSIONS:
            is_known, best = leaders.without(session_id)
            others = [value for other, values in there.items() if other != session_id for value in values]
            if is_known:
                assert best == better(others, default=None)
            else:
                assert not leaders.is_all
                assert best is None


def test_a_few_changes_for_the_worse_are_made_up_for() -> None:
    leaders = Leaders()
    for number in range(20):
        leaders.offer(SessionId(f"s{number}"), float(number))
    assert leaders.bar == 20 - MOST_LEADERS
    for number in range(19, 20 - MOST_LEADERS, -1):
        assert leaders.without(SessionId("none")) == (True, float(number))
        leaders.change(SessionId(f"s{number}"), ())
    assert leaders.without(SessionId("none")) == (True, float(20 - MOST_LEADERS))
    leaders.change(SessionId(f"s{20 - MOST_LEADERS}"), [-1.0])
    assert leaders.without(SessionId("none")) == (False, None), "any of those left out may be the best now"
    assert leaders.bar is None


def test_a_better_value_of_the_same_session_counts_once() -> None:
    leaders = Leaders(lower_is_better=True)
    leaders.offer(SessionId("a"), 5)
    leaders.offer(SessionId("a"), 3)
    leaders.offer(SessionId("a"), 4)
    leaders.offer(SessionId("b"), 9)
    assert leaders.without(SessionId("b")) == (True, 3)
    assert leaders.without(SessionId("a")) == (True, 9)
    assert leaders.is_all
