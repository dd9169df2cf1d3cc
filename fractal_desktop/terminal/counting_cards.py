"""How much, by month, week and template."""

from collections.abc import Sequence
from dataclasses import dataclass

from fractal_desktop.domain.analytics import MonthRow, TemplateRow, WeekRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.terminal.card import Card, Figures, by_start, timed


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


def _months(rows: Sequence[MonthRow]) -> Figures:
    return Figures([Month(row.month.isoformat()[:7], row.sessions, row.average_seconds) for row in rows if row.sessions])


def _weeks(rows: Sequence[WeekRow]) -> Figures:
    return Figures([Week(row.week.isoformat(), row.sessions) for row in rows if row.sessions])


def _templates(rows: Sequence[TemplateRow]) -> Figures:
    return Figures([Template(row.template_id, row.name, row.sessions, row.average_seconds) for row in rows])


MONTHLY = Card(
    "monthly",
    "average duration by month",
    ("Month", "Sessions", "Average"),
    by_start(timed(lambda question: question.workspace.analytics.months(question.asked, question.zone), _months)),
)
WEEKLY = Card(
    "weekly",
    "sessions per week",
    ("Week of", "Sessions"),
    by_start(timed(lambda question: question.workspace.analytics.weeks(question.asked, question.zone), _weeks)),
)
TEMPLATES = Card(
    "templates",
    "most used templates with their average",
    ("Template", "Sessions", "Average"),
    timed(lambda question: question.workspace.analytics.templates(question.asked), _templates),
)
