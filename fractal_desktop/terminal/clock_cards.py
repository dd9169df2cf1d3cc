"""How much on each day, in each hour of the week, and how long at a time."""

from calendar import day_abbr
from collections.abc import Sequence
from dataclasses import dataclass

from fractal_desktop.domain.analytics import DayRow, HourRow, LeftOut, Lengths
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.terminal.card import Card, Figures, Question, by_start, not_shown, timed


@dataclass(frozen=True, slots=True)
class Day:
    """A day ("2026-01-05") on which sessions start, and the seconds of those with a duration."""

    day: str
    sessions: int
    seconds: int

    def record(self) -> dict[str, object]:
        """Return the row for JSON."""
        return {"day": self.day, "sessions": self.sessions, "seconds": self.seconds}

    def cells(self) -> tuple[str, ...]:
        """Return the row for people."""
        return self.day, f"{self.sessions:,}", hours_minutes(self.seconds)


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the week in which somebody practised; weekday 0 is Monday."""

    weekday: int
    hour: int
    seconds: int

    def record(self) -> dict[str, object]:
        """Return the row for JSON."""
        return {"weekday": self.weekday, "hour": self.hour, "seconds": self.seconds}

    def cells(self) -> tuple[str, ...]:
        """Return the row for people."""
        return f"{day_abbr[self.weekday]} {self.hour:02d}:00", hours_minutes(self.seconds)


@dataclass(frozen=True, slots=True)
class Length:
    """Sessions from one length to below another, in seconds; the last bin is open."""

    from_seconds: int
    until_seconds: int | None
    sessions: int

    def record(self) -> dict[str, object]:
        """Return the row for JSON."""
        return {"from_seconds": self.from_seconds, "until_seconds": self.until_seconds, "sessions": self.sessions}

    def cells(self) -> tuple[str, ...]:
        """Return the row for people."""
        until = "or more" if self.until_seconds is None else f"to {hours_minutes(self.until_seconds)}"
        return f"{hours_minutes(self.from_seconds)} {until}", f"{self.sessions:,}"


def _days(rows: Sequence[DayRow]) -> Figures:
    return Figures([Day(row.day.isoformat(), row.sessions, row.seconds) for row in rows])


def _ask_hours(question: Question) -> tuple[tuple[HourRow, ...], LeftOut]:
    analytics = question.workspace.analytics
    return analytics.hours(question.asked, question.zone), analytics.hours_left_out(question.asked)


def _hours(answer: tuple[tuple[HourRow, ...], LeftOut]) -> Figures:
    rows, left_out = answer
    facts = {"without_start": left_out.without_start, "without_duration": left_out.without_duration}
    notes = not_shown(left_out.without_start, "a start") + not_shown(left_out.without_duration, "a duration of at most 31 days")
    return Figures([Hour(*row) for row in rows], facts, notes)


def _lengths(found: Lengths) -> Figures:
    facts = {
        "timed": found.timed,
        "median_seconds": found.median_seconds,
        "mean_seconds": found.mean_seconds,
        "untimed": found.untimed,
    }
    known = f"Median {hours_minutes(found.median_seconds)}, average {hours_minutes(found.mean_seconds)}."
    notes = (*((known,) if found.timed else ()), *not_shown(found.untimed, "a duration"))
    return Figures([Length(*row) for row in found.rows], facts, notes)


DAILY = Card(
    "daily",
    "sessions and time of each day",
    ("Day", "Sessions", "Time"),
    by_start(timed(lambda question: question.workspace.analytics.days(question.asked, question.zone), _days)),
)
WEEKDAY_HOUR = Card("weekday-hour", "time in each hour of the week", ("Hour", "Time"), timed(_ask_hours, _hours))
LENGTHS = Card(
    "lengths",
    "how long sessions are",
    ("Length", "Sessions"),
    timed(lambda question: question.workspace.analytics.lengths(question.asked), _lengths),
    "There are no sessions with a duration to show.",
)
