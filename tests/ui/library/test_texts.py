"""Words of the library."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.library import Usage
from fractal_desktop.ui.library.texts import usage_sentence


@pytest.mark.parametrize(("seconds", "words"), [(2957.0, "49 min"), (5520.0, "92 min"), (270.0, "4.5 min"), (300.0, "5 min")])
def test_an_average_is_told_in_minutes_as_plans_are(seconds: float, words: str) -> None:
    usage = Usage(sessions=3, last=None, average_seconds=seconds)
    assert usage_sentence(usage, ZoneInfo("Europe/Berlin"), date(2026, 3, 5)) == f"3 sessions · {words} on average"
