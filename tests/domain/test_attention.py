"""Intended shares in whole percents."""

from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.attention import scaled_to_all


@given(st.lists(st.integers(1, 100), min_size=1, max_size=30))
def test_scaled_shares_come_to_all_and_keep_their_proportions_within_a_percent(percents: list[int]) -> None:
    scaled = scaled_to_all(percents)
    assert sum(scaled) == 100
    assert all(abs(each - 100 * before / sum(percents)) < 1 for each, before in zip(scaled, percents, strict=True))
    assert scaled_to_all(scaled) == scaled
