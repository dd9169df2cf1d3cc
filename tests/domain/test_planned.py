"""How long sessions usually are beside their plan."""

from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.analytics import PlannedRow
from fractal_desktop.domain.planned import usual_ratio


@given(st.lists(st.tuples(st.floats(0.1, 9), st.integers(1, 9)), min_size=1, max_size=8))
def test_the_usual_ratio_is_the_median_of_all_sessions_if_those_of_a_template_are_alike(templates: list[tuple[float, int]]) -> None:
    rows = [PlannedRow(None, None, sessions, 60 * sessions, round(60 * sessions * ratio), ratio) for ratio, sessions in templates]
    assert usual_ratio(rows) == median([ratio for ratio, sessions in templates for _ in range(sessions)])
