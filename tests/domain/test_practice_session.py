from fractal_desktop.domain.practice_session import UNSET, SessionEdit, SessionTotals


def test_the_average_is_that_of_the_sessions_with_a_duration() -> None:
    assert SessionTotals(sessions=4, all_sessions=9, timed_sessions=2, seconds=900).average_seconds == 450
    assert SessionTotals(sessions=4, all_sessions=9, timed_sessions=0, seconds=0).average_seconds is None


def test_an_edit_that_says_nothing_touches_nothing() -> None:
    assert all(getattr(SessionEdit(), field) is UNSET for field in SessionEdit.__slots__)
