"""Whole axes, clipped periods, averages of whole weeks, and what lies years away."""

from datetime import date, timedelta

from fractal_desktop.domain.analytics import MonthRow, WeekRow
from fractal_desktop.ui.analytics.choice import DayRange, Preset, preset_range
from fractal_desktop.ui.analytics.series import main_stretch, month_span, moving_average, week_span, whole_months, whole_weeks

TODAY = date(2026, 3, 5)


def week(monday: date, sessions: int) -> WeekRow:
    return WeekRow(monday, sessions, sessions * 600)


def test_presets_end_today_and_months_begin_on_the_first() -> None:
    assert preset_range(Preset.WEEKS_4, TODAY) == DayRange(date(2026, 2, 6), TODAY)
    assert preset_range(Preset.MONTHS_3, TODAY) == DayRange(date(2026, 1, 1), TODAY)
    assert preset_range(Preset.THIS_YEAR, TODAY) == DayRange(date(2026, 1, 1), TODAY)
    assert preset_range(Preset.MONTHS_12, date(2024, 2, 29)) == DayRange(date(2023, 3, 1), date(2024, 2, 29))
    assert preset_range(Preset.ALL, TODAY) == DayRange()


def test_the_range_before_has_as_many_days_and_ends_the_day_before() -> None:
    days = preset_range(Preset.MONTHS_3, TODAY)
    assert days.days == 64
    before = days.before()
    assert before == DayRange(date(2025, 10, 29), date(2025, 12, 31))
    assert before.days == 64
    assert DayRange(None, TODAY).before() is None
    assert DayRange(date(1, 1, 2), TODAY).before() is None
    assert DayRange(date.max, TODAY).before() is None


def test_a_bar_counts_only_the_days_of_the_range() -> None:
    asked = DayRange(date(2026, 2, 4), TODAY)
    february, march = month_span(date(2026, 2, 1), asked, TODAY), month_span(date(2026, 3, 1), asked, TODAY)
    assert (february.days, february.started, february.finished) == (DayRange(date(2026, 2, 4), date(2026, 2, 28)), False, True)
    assert (march.days, march.started, march.finished) == (DayRange(date(2026, 3, 1), TODAY), True, False)


def test_a_period_that_ends_today_is_not_finished_yet() -> None:
    sunday = date(2026, 3, 8)
    assert not week_span(date(2026, 3, 2), DayRange(), sunday).finished
    assert week_span(date(2026, 3, 2), DayRange(), sunday + timedelta(days=1)).finished


def test_empty_months_are_added_on_both_sides() -> None:
    rows = whole_months([MonthRow(date(2025, 12, 1), 3, 3, 1800)], date(2025, 10, 9), TODAY)
    assert [(row.month.month, row.sessions) for row in rows] == [(10, 0), (11, 0), (12, 3), (1, 0), (2, 0), (3, 0)]
    assert whole_months([], date(2025, 10, 9), TODAY) == ()


def test_empty_weeks_are_added_until_the_running_one_but_none_before_a_later_row() -> None:
    rows = whole_weeks([week(date(2026, 2, 16), 2)], date(2026, 2, 10), TODAY, 0)
    assert [(row.week.day, row.sessions) for row in rows] == [(9, 0), (16, 2), (23, 0), (2, 0)]
    future = whole_weeks([week(date(2026, 5, 4), 1)], None, TODAY, 0)
    assert len(future) == 1


def test_the_average_of_four_weeks_ends_at_the_last_whole_week() -> None:
    rows = [week(date(2026, 2, 2) + timedelta(weeks=index), sessions) for index, sessions in enumerate((4, 6, 8, 6, 1))]
    spans = [week_span(row.week, DayRange(), TODAY) for row in rows]
    assert moving_average([row.sessions for row in rows], spans) == (None, None, None, 6.0, None)


def test_a_session_decades_away_is_left_out_and_named() -> None:
    rows = [
        week(date(1970, 1, 5), 1),
        *(week(date(2026, 1, 5) + timedelta(weeks=index), 20) for index in range(8)),
        week(date(2090, 1, 2), 2),
    ]
    stretch = main_stretch(rows)
    assert stretch.rows == tuple(rows[1:-1])
    assert stretch.far_sessions == 3
    assert [day.year for day in stretch.far_days] == [1970, 2090]


def test_a_long_pause_between_two_real_times_is_drawn() -> None:
    rows = [week(date(2010, 1, 4), 10), week(date(2026, 1, 5), 12)]
    assert main_stretch(rows).rows == tuple(rows)
