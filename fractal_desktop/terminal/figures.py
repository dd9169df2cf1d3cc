"""The three analyses as rows for JSON and as tables for people."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TypeVar
from zoneinfo import ZoneInfo

from fractal_desktop.domain.analytics import AnalyticsFilter, MonthRow, TemplateRow, WeekRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.services.analytics import AnalyticsService


@dataclass(frozen=True, slots=True)
class Month:
    """A month ("2026-01") that has sessions; the average is over those with a duration, None if there is none."""

    month: str
    sessions: int
    average_seconds: float | None

    def record(self) -> dict[str, object]:
        """Return the row for JSON."""
        return {"month": self.month, "sessions": self.sessions, "average_seconds": self.average_seconds}

    def cells(self) -> tuple[str, ...]:
        """Return the row for people."""
        return self.month, f"{self.sessions:,}", hours_minutes(self.average_seconds)


@dataclass(frozen=True, slots=True)
class Week:
    """A week, named by its Monday ("2026-01-05"), that has sessions."""

    week: str
    sessions: int

    def record(self) -> dict[str, object]:
        """Return the row for JSON."""
        return {"week": self.week, "sessions": self.sessions}

    def cells(self) -> tuple[str, ...]:
        """Return the row for people."""
        return self.week, f"{self.sessions:,}"


@dataclass(frozen=True, slots=True)
class Template:
    """A template by how often it was used; id None stands for sessions without one, name None for one that is gone."""

    template_id: str | None
    name: str | None
    sessions: int
    average_seconds: float | None

    def record(self) -> dict[str, object]:
        """Return the row for JSON."""
        return {"template_id": self.template_id, "name": self.name, "sessions": self.sessions, "average_seconds": self.average_seconds}

    def cells(self) -> tuple[str, ...]:
        """Return the row for people."""
        name = self.name or ("(no template)" if self.template_id is None else f"(deleted) {self.template_id}")
        return name, f"{self.sessions:,}", hours_minutes(self.average_seconds)


Answer = TypeVar("Answer")
Row = Month | Week | Template
_EVERYTHING = AnalyticsFilter()
_HEADS = {Month: ("Month", "Sessions", "Average"), Week: ("Week of", "Sessions"), Template: ("Template", "Sessions", "Average")}


def _months(rows: Sequence[MonthRow]) -> tuple[Row, ...]:
    return tuple(Month(f"{row.month:%Y-%m}", row.sessions, row.average_seconds) for row in rows if row.sessions)


def _weeks(rows: Sequence[WeekRow]) -> tuple[Row, ...]:
    return tuple(Week(row.week.isoformat(), row.sessions) for row in rows if row.sessions)


def _templates(rows: Sequence[TemplateRow]) -> tuple[Row, ...]:
    most_used_first = sorted(rows, key=lambda row: -row.sessions)
    return tuple(Template(row.template_id, row.name, row.sessions, row.average_seconds) for row in most_used_first)


def ask(analysis: str, analytics: AnalyticsService, zone: ZoneInfo) -> tuple[float, tuple[Row, ...]]:
    """Return the milliseconds that "monthly", "weekly" or "templates" took to answer, and its rows.

    Months and weeks of `zone` (from Monday) that have sessions, ascending; templates by use, sessions without one among them.
    """
    if analysis == "monthly":
        milliseconds, months = _timed(lambda: analytics.months(_EVERYTHING, zone))
        return milliseconds, _months(months)
    if analysis == "weekly":
        milliseconds, weeks = _timed(lambda: analytics.weeks(_EVERYTHING, zone))
        return milliseconds, _weeks(weeks)
    milliseconds, templates = _timed(lambda: analytics.templates(_EVERYTHING))
    return milliseconds, _templates(templates)


def _timed(question: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return the milliseconds that a question took, and its answer.

    As in the window, garbage is not looked for meanwhile: among thousands of rows that all stay that takes a tenth of the time.
    """
    collects = gc.isenabled()
    gc.disable()
    began = perf_counter()
    try:
        answer = question()
        return (perf_counter() - began) * 1000, answer
    finally:
        if collects:
            gc.enable()


def table(rows: Sequence[Row]) -> list[str]:
    """Return lines with the first column left and the others right."""
    if not rows:
        return ["There are no sessions with a start yet."]
    cells = [_HEADS[type(rows[0])], *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    return [
        "  ".join(_padded(text, width, column) for column, (text, width) in enumerate(zip(line, widths, strict=True))) for line in cells
    ]


def _padded(text: str, width: int, column: int) -> str:
    return text.rjust(width) if column else text.ljust(width)
