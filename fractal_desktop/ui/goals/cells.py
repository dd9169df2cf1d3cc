"""What stands in the cells of the tree, in the words and order of a locale."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.tree import GoalTime, TreeNode
from fractal_desktop.ui.goals.forest import Kind
from fractal_desktop.ui.sessions.texts import day_text
from fractal_desktop.ui.widgets.wall_clock import wall_of


class Column(IntEnum):
    """The columns of the tree."""

    NAME = 0
    TIME = 1
    DUE = 2
    PROGRESS = 3


@dataclass(frozen=True, slots=True)
class TargetShare:
    """How many of its targets a goal has reached."""

    reached: int
    all: int


@dataclass(frozen=True, slots=True)
class Line:
    """All that a line shows. `time` is None until times were read; `remaining` counts what the last line of a branch would load.

    `targets` is None for goals without targets, and until they were measured.
    """

    kind: Kind
    node: TreeNode | None = None
    time: GoalTime | None = None
    remaining: int = 0
    is_root: bool = False
    targets: TargetShare | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a goal is: `share` from 0 to 1 and the same in words; `complete` is drawn as a check mark."""

    share: float | None
    text: str
    complete: bool = False


def tr(text: str) -> str:
    """Translate a text of the goals page."""
    return QCoreApplication.translate("goals", text)


def counted(count: int, one: str, many: str) -> str:
    """Return `one` for 1, else `many` with the number in place of "{n}"."""
    return tr(one) if count == 1 else tr(many).format(n=QLocale().toString(count))


def deadline_text(day: date, locale: QLocale, today: date) -> str:
    """Return "30 Jun", or "Oct 2027" in another year than today's; month first where the locale puts it first."""
    if day.year != today.year:
        return locale.toString(QDate(day.year, day.month, day.day), "MMM yyyy")
    pattern = locale.dateFormat(QLocale.FormatType.ShortFormat)
    month_first = 0 <= pattern.find("M") < pattern.find("d")
    return locale.toString(QDate(day.year, day.month, day.day), "MMM d" if month_first else "d MMM")


class CellTexts:
    """Writes the cells for a locale, a zone and today, each asked for anew so that none goes stale."""

    def __init__(self, zone: Callable[[], ZoneInfo], today: Callable[[], date]) -> None:
        self._zone = zone
        self._today = today

    @property
    def today(self) -> date:
        """Return today in the display zone."""
        return self._today()

    def heading(self, column: Column) -> str:
        """Return the title of a column."""
        return (tr("Name"), tr("Time"), tr("Due"), tr("Progress"))[column]

    def text(self, line: Line, column: Column) -> str:
        """Return what stands in a cell."""
        if line.node is None:
            return self._earlier(line) if column is Column.NAME else ""
        match column:
            case Column.NAME:
                return line.node.name
            case Column.TIME:
                return self.time(line)
            case Column.DUE:
                return self.due(line)
            case Column.PROGRESS:
                return self.progress(line).text

    def time(self, line: Line) -> str:
        """Return the time with everything below as H:MM, "-" for none, "" while it is not known."""
        if line.kind is Kind.SESSION and line.node is not None:
            return hours_minutes(line.node.duration_seconds)
        return hours_minutes(line.time.total_seconds or None) if line.time is not None else ""

    def due(self, line: Line) -> str:
        """Return a goal's deadline, the next one below an open goal that has none, or the day of a session; "" for none of these."""
        node = line.node
        if node is not None and node.start is not None:
            day = wall_of(node.start, self._zone()).date()
            return tr("Today") if day == self.today else day_text(day, QLocale(), self.today)
        deadline = self.next_below(line) if node is None or node.deadline is None else node.deadline
        return deadline_text(deadline, QLocale(), self.today) if deadline is not None else ""

    def next_below(self, line: Line) -> date | None:
        """Return the next deadline below an open goal that has none of its own."""
        node, time = line.node, line.time
        if node is None or time is None or line.kind is not Kind.GOAL or node.completed or node.deadline is not None:
            return None
        return time.next_deadline if time.next_deadline is not None and time.next_deadline >= self.today else None

    def is_overdue(self, node: TreeNode) -> bool:
        """Return whether the deadline has passed and the goal is open."""
        return node.deadline is not None and not node.completed and node.deadline < self.today

    def progress(self, line: Line) -> Progress:
        """Return how many targets are reached, else how many goals below are complete.

        These are "2 of 3" while all of them lie directly below, else a share of all.
        """
        node = line.node
        if node is None:
            return Progress(None, "")
        if line.kind is Kind.UNFILED:
            return Progress(None, counted(node.sessions, "1 session", "{n} sessions"))
        if node.completed:
            return Progress(None, "", complete=True)
        if line.targets is not None:
            reached, targets = line.targets.reached, line.targets.all
            return Progress(reached / targets, _of(reached, targets))
        if not node.child_goals:
            return Progress(None, "")
        if line.time is not None and line.time.goals_below > node.child_goals:
            share = line.time.done_below / line.time.goals_below
            return Progress(share, f"{QLocale().toString(int(share * 100))} %")
        share = node.done_goals / node.child_goals
        return Progress(share, _of(node.done_goals, node.child_goals))

    def spoken(self, line: Line, column: Column) -> str:
        """Return what a screen reader says of a cell; the first cell tells the whole line."""
        if line.node is None or column is not Column.NAME:
            return self.text(line, column)
        parts = [line.node.name, "" if line.kind is Kind.UNFILED else line.node.type.title, self.time(line)]
        parts.append(self._due_in_words(line))
        progress = self.progress(line)
        parts.append(tr("complete") if progress.complete else self._targets_in_words(line) or progress.text)
        if line.node.needs_a_look:
            parts.append(tr("needs a look"))
        return ", ".join(part for part in parts if part)

    def tool_tip(self, line: Line, column: Column) -> str | None:
        """Return what a cell only hints at in full, or None."""
        node = line.node
        if node is None:
            return None
        if column is Column.DUE:
            return self._due_in_words(line) or None
        if column is Column.PROGRESS and node.needs_a_look:
            return tr("This session needs a look")
        if column is Column.PROGRESS:
            return self._targets_in_words(line) or None
        if column is Column.NAME:
            return node.name
        return None

    def _targets_in_words(self, line: Line) -> str:
        if line.targets is None or line.node is None or line.node.completed:
            return ""
        return tr("{share} targets reached").format(share=_of(line.targets.reached, line.targets.all))

    def _due_in_words(self, line: Line) -> str:
        node = line.node
        if node is None:
            return ""
        if node.start is not None:
            return _in_full(wall_of(node.start, self._zone()).date())
        below = self.next_below(line)
        if below is not None:
            return tr("next below: {day}").format(day=_in_full(below))
        if node.deadline is None:
            return ""
        day = _in_full(node.deadline)
        return (tr("overdue since {day}") if self.is_overdue(node) else tr("due {day}")).format(day=day)

    def _earlier(self, line: Line) -> str:
        return counted(line.remaining, "1 earlier session", "{n} earlier sessions")


def _of(done: int, number: int) -> str:
    return tr("{done} of {all}").format(done=QLocale().toString(done), all=QLocale().toString(number))


def _in_full(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
