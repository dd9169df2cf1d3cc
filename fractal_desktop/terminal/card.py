"""What a card of the analytics is in a terminal: a question, its rows for JSON and its table for people."""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING, Protocol, TypeVar
from zoneinfo import ZoneInfo

from fractal_desktop.domain.analytics import AnalyticsFilter

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_LONGEST = 72
NO_SESSIONS = "There are no sessions with a start to show."
Answer = TypeVar("Answer")


class Row(Protocol):
    """One line of a card."""

    def record(self) -> dict[str, object]:
        """Return the row for JSON."""

    def cells(self) -> tuple[str, ...]:
        """Return the row for people."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a card answers: its rows, what JSON holds beside them, and lines for people below the table."""

    rows: Sequence[Row]
    facts: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressOptions:
    """What the card of an activity's progress is told beside the filter; None leaves it to the program."""

    metric_id: str | None = None
    reading: str = "top"
    split_id: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Which sessions of which open file, with days and hours of which zone."""

    workspace: "Workspace"
    asked: AnalyticsFilter
    zone: ZoneInfo
    progress: ProgressOptions = ProgressOptions()


@dataclass(frozen=True, slots=True)
class Card:
    """A card by its name on the command line; `head` are the titles of its columns, `empty` the sentence in place of no rows.

    A card that `needs_activity` makes no sense without `--activity`.
    """

    name: str
    about: str
    head: tuple[str, ...]
    ask: Callable[[Question], tuple[float, Figures]]
    """Returns the milliseconds that the query took, without what is made of its answer, and the figures."""
    empty: str = NO_SESSIONS
    needs_activity: bool = False

    def table(self, figures: Figures) -> list[str]:
        """Return lines with the first column left and the others right, and the notes below."""
        return [
            *(_table([self.head, *(tuple(map(_plain, row.cells())) for row in figures.rows)]) if figures.rows else [self.empty]),
            *figures.notes,
        ]


def timed(query: Callable[[Question], Answer], figures: Callable[[Answer], Figures]) -> Callable[[Question], tuple[float, Figures]]:
    """Return the `ask` of a card that runs `query` and makes `figures` of its answer.

    As in the window, garbage is not looked for meanwhile: among thousands of rows that all stay that takes a tenth of the time.
    """

    def ask(question: Question) -> tuple[float, Figures]:
        collects = gc.isenabled()
        gc.disable()
        began = perf_counter()
        try:
            answer = query(question)
            milliseconds = (perf_counter() - began) * 1000
        finally:
            if collects:
                gc.enable()
        return milliseconds, figures(answer)

    return ask


def by_start(ask: Callable[[Question], tuple[float, Figures]]) -> Callable[[Question], tuple[float, Figures]]:
    """Return an `ask` that also tells how many sessions have no start and are therefore not shown."""

    def with_left_out(question: Question) -> tuple[float, Figures]:
        milliseconds, figures = ask(question)
        without = question.workspace.analytics.without_start(question.asked)
        return milliseconds, replace(figures, facts={**figures.facts, "without_start": without}, notes=not_shown(without, "a start"))

    return with_left_out


def not_shown(sessions: int, lacks: str) -> tuple[str, ...]:
    """Return a sentence about sessions that lack something, none of none."""
    if not sessions:
        return ()
    return (f"1 session without {lacks} is not shown." if sessions == 1 else f"{sessions:,} sessions without {lacks} are not shown.",)


def _table(lines: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return ["  ".join(map(_padded, line, widths, range(len(line)))) for line in lines]


def _plain(text: str) -> str:
    """Return a text that keeps to its column: what cannot be printed is a blank, a long name is cut."""
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _padded(text: str, width: int, column: int) -> str:
    return text.rjust(width) if column else text.ljust(width)
