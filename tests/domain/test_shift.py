"""How far a session moves, and how that is said."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.shift import Shift

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_day_over_which_clocks_are_turned_has_not_24_hours_but_24_hours_have() -> None:
    evening = datetime(2026, 3, 28, 18, 0, tzinfo=UTC)
    assert Shift(days=1).delta(evening, BERLIN) == timedelta(hours=23)
    assert Shift(seconds=86_400).delta(evening, BERLIN) == timedelta(hours=24)
    assert Shift(days=1, seconds=7200).delta(evening, BERLIN) == timedelta(hours=25)
    assert Shift(days=1).delta(None, BERLIN) == timedelta(hours=24)


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (Shift(1), "1 day later"),
        (Shift(-2, -5400), "2 days 1 h 30 min earlier"),
        (Shift(seconds=-40), "40 s earlier"),
        (Shift(seconds=86_400), "24 h later"),
        (Shift(), ""),
    ],
)
def test_a_shift_in_words(shift: Shift, words: str) -> None:
    assert shift.words == words
