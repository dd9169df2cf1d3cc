"""Titles that say what is shown, and nothing where nothing can be said."""

from datetime import date

import pytest

from fractal_desktop.domain.analytics import MonthRow, TemplateRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.ids import TemplateId
from fractal_desktop.domain.period import month_of
from fractal_desktop.ui.analytics.choice import DayRange
from fractal_desktop.ui.analytics.findings import hours_finding, months_finding, templates_finding, weeks_finding
from fractal_desktop.ui.analytics.series import Span
from fractal_desktop.ui.analytics.words import minutes as in_minutes

WHOLE = Span(DayRange(date(2026, 1, 1), date(2026, 1, 31)), started=True, finished=True)
RUNNING = Span(DayRange(date(2026, 3, 1), date(2026, 3, 5)), started=True, finished=False)


def months(*minutes: int, sessions: int = 10) -> list[MonthRow]:
    return [MonthRow(month_of(date(2025, 9, 1), index), sessions, sessions, each * 60 * sessions) for index, each in enumerate(minutes)]


def templates(*sessions: int, without: int = 0) -> list[TemplateRow]:
    used = [TemplateRow(TemplateId(str(index)), f"T{index}", each, each, each) for index, each in enumerate(sessions)]
    return used + ([TemplateRow(None, None, without, without, without)] if without else [])


@pytest.mark.parametrize(
    ("minutes", "title"),
    [
        ((40, 40, 44, 44, 45, 49), "Sessions grew from 40 to 49 minutes"),
        ((60, 55, 50, 41), "Sessions shrank from 60 to 41 minutes"),
        ((44, 45, 44, 43), "Sessions stay near 44 minutes"),
        ((44, 53, 48, 51, 44, 52), "Sessions stay near 48 minutes"),  # ends apart by chance, halves alike
        ((20, 60, 25, 40), "Between 20 and 60 minutes, without a trend"),
        ((40, 42), "About 41 minutes a session"),
        ((45, 50, 44, 48, 42, 70, 35, 53, 60, 52, 35, 40, 38, 33, 51, 53, 29, 56, 30), "Between 29 and 70 minutes, without a trend"),
        ((40, 43, 60, 41), "Between 40 and 60 minutes, without a trend"),
        ((40,), "40 minutes a session"),
        ((), ""),
    ],
)
def test_the_title_of_months_says_how_durations_changed(minutes: tuple[int, ...], title: str) -> None:
    assert months_finding(months(*minutes), [WHOLE] * len(minutes)) == title


def test_the_running_month_and_thin_months_do_not_count() -> None:
    rows = months(40, 42, 90)
    assert months_finding(rows, [WHOLE, WHOLE, RUNNING]) == "About 41 minutes a session"
    assert months_finding(rows[2:], [RUNNING]) == ""
    thin = [*months(40, 42, 41), *months(90, sessions=2)]
    assert months_finding(thin, [WHOLE] * 4) == "Sessions stay near 41 minutes"


@pytest.mark.parametrize(
    ("sessions", "title"),
    [
        ((7, 8, 6, 7), "Seven sessions in a usual week"),
        ((6, 7, 6, 7), "Six to seven sessions in a usual week"),
        ((1, 1, 1, 9), "One session in a usual week"),
        ((0, 0, 0, 3, 0), "Most weeks pass without a session"),
        ((20, 20, 21, 20), "20 sessions in a usual week"),
        ((0, 1, 0, 1), "No or one session in a usual week"),
        ((1, 2, 1, 2), "One to two sessions in a usual week"),
        ((7, 7, 7), ""),
    ],
)
def test_the_title_of_weeks_is_the_usual_week(sessions: tuple[int, ...], title: str) -> None:
    assert weeks_finding(sessions, [WHOLE] * len(sessions)) == title


def test_the_title_of_hours_is_the_time_of_the_usual_week() -> None:
    assert hours_finding((3600, 7200, 5400, 0), [WHOLE] * 4) == "1:15 in a usual week"
    assert hours_finding((3600, 0, 0, 0), [WHOLE] * 4) == "Most weeks pass without a session"
    assert hours_finding((3600, 7200, 5400, 0), [WHOLE] * 3 + [RUNNING]) == ""


def test_the_running_week_is_no_usual_week() -> None:
    assert weeks_finding((7, 7, 7, 7, 1), [WHOLE] * 4 + [RUNNING]) == "Seven sessions in a usual week"
    assert weeks_finding((7, 7, 7, 1), [WHOLE] * 3 + [RUNNING]) == ""


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (templates(55, 45, 26, 22, 19, 15, without=7), "Two templates make up half"),
        (templates(46, 30, 24), "Two templates make up 76 %"),  # one that has 46 % has not half
        (templates(10, 2), "T0 makes up 83 %"),
        (templates(8, without=4), "T0 makes up 67 %"),
        (templates(12), "All 12 sessions follow T0"),
        (templates(2), "Both sessions follow T0"),
        (templates(1), ""),
        (templates(without=7), "None of the 7 sessions follows a template"),
        ([TemplateRow(TemplateId("gone"), None, 9, 9, 9), *templates(2)], "Deleted template makes up 82 %"),
        (templates(3, 3, without=10), "Most sessions follow no template"),
        (templates(*[2] * 12), "No few templates make up half"),
        (templates(2, 2), ""),
        ([], ""),
    ],
)
def test_the_title_of_templates_says_how_few_make_up_half(rows: list[TemplateRow], title: str) -> None:
    assert templates_finding(rows) == title


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (59.9, "0:00"), (60, "0:01"), (2759.9, "0:45"), (7200 / 3.5 * 3.5 - 1e-9, "2:00"), (3599, "0:59")]
)
def test_an_average_is_cut_as_a_single_time_is_as_hours_and_as_minutes(seconds: float, text: str) -> None:
    assert hours_minutes(seconds) == text
    assert in_minutes(seconds) == str(int(text.split(":", maxsplit=1)[0]) * 60 + int(text.split(":")[1]))
