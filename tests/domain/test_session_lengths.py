"""The distribution of lengths."""

from statistics import mean, median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.analytics import LengthRow, Lengths
from fractal_desktop.domain.session_lengths import WIDTHS, lengths


@given(st.lists(st.integers(-2, 9000) | st.integers(0, 3_000_000), max_size=60))
def test_each_session_is_in_one_bin(seconds: list[int]) -> None:
    found = lengths(np.array(seconds, np.int64))
    known = [each for each in seconds if each >= 0]
    assert (found.timed, found.untimed) == (len(known), len(seconds) - len(known))
    for row in found.rows:
        until = row.until_seconds
        assert row.sessions == sum(each >= row.from_seconds and (until is None or each < until) for each in known)
    assert sum(row.sessions for row in found.rows) == len(known)
    if known:
        assert found.median_seconds == median(known)
        assert found.mean_seconds == pytest.approx(mean(known))
        assert found.quartiles_seconds is not None
        low, high = found.quartiles_seconds
        assert low in known
        assert high in known
        assert sum(low <= each <= high for each in known) * 2 >= len(known)
        assert sum(each < low for each in known) * 4 <= len(known)
        assert sum(each > high for each in known) * 4 <= len(known)


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=60))
def test_bins_have_one_width_and_only_the_last_is_open(seconds: list[int]) -> None:
    rows = lengths(np.array(seconds, np.int64)).rows
    assert [row.from_seconds for row in rows] == [index * rows[0].until_seconds for index in range(len(rows)) if rows[0].until_seconds]
    assert [row.until_seconds for row in rows] == [*(row.from_seconds for row in rows[1:]), None]
    assert rows[0].until_seconds in WIDTHS
    assert len(rows) <= 25


def test_one_session_of_days_does_not_make_the_bins_wide() -> None:
    minutes = [*range(20, 60), 31 * 1440]
    rows = lengths(np.array([60 * each for each in minutes])).rows
    assert rows[0] == LengthRow(0, 300, 0)
    assert rows[-1].until_seconds is None
    assert rows[-1].sessions >= 1


def test_few_sessions_stand_in_few_bins() -> None:
    few = np.array([60 * minutes for minutes in (22, 26, 31)])
    assert [(row.from_seconds, row.sessions) for row in lengths(few).rows if row.sessions] == [(1200, 1), (1500, 1), (1800, 1)]
    assert len(lengths(np.repeat(few, 7)).rows) > 10, "twenty and more do fill narrow ones"


def test_sessions_without_a_length_have_no_bins() -> None:
    assert lengths(np.array([-1, -(1 << 62)])) == Lengths((), 0, None, None, None, 2)
