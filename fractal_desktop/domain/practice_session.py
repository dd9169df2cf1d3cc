"""Practice sessions as the rest of the program sees them, and what may be asked of their list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import ActivityId, GoalId, SessionId, TemplateId


@dataclass(frozen=True, slots=True)
class PracticeSession:
    """One session, whole; instants are aware UTC.

    `document` is None where there is none or where it cannot be read; in the second case `unreadable_text` is what
    stands in the file, which is shown and never overwritten.
    """

    id: SessionId
    name: str
    description: str
    completed: bool
    completed_at: datetime | None
    created_at: datetime | None
    start: datetime | None
    end: datetime | None
    duration_seconds: int | None
    template_id: TemplateId | None
    template_name: str | None
    parent_id: GoalId | None
    root_id: GoalId | None
    goals: tuple["GoalLink", ...]
    document: Document | None
    unreadable_text: str | None
    issues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalLink:
    """A goal that a session serves: its id, name and type (text of GoalType), as chips need it."""

    id: GoalId
    name: str
    type: str


class SessionState(StrEnum):
    """What the state column shows; ATTENTION is a session with open issues."""

    OPEN = "open"
    DONE = "done"
    ATTENTION = "attention"


class SessionSort(StrEnum):
    """The columns a list of sessions can be sorted by: GOALS by the first one's name, STATE what needs a look, is open, is done."""

    NAME = "name"
    START = "start"
    END = "end"
    DURATION = "duration"
    TEMPLATE = "template"
    GOALS = "goals"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of a list of sessions; instants are aware UTC. `goal_names` holds the parent first."""

    id: SessionId
    name: str
    start: datetime | None
    end: datetime | None
    duration_seconds: int | None
    template_id: TemplateId | None
    template_name: str | None
    goal_names: tuple[str, ...]
    completed: bool
    state: SessionState


@dataclass(frozen=True, slots=True)
class SessionQuery:
    """Which sessions, in which order. None and "" mean no limit; [since, until) are aware UTC and concern the start.

    `goal_id` means the goal with everything below, `directly` the goal alone; `ids` limits to exactly these; `without_template` to those
    without one;
    `without_start` to those that have no start (no period can hold them); `activity_id` to those that hold an item of it,
    by their rows or among the rowids `documented`;
    `completed` to those that are done, or are not, whether or not they need a look. A duration is longer than `longer_than_seconds`,
    or lies in [`shortest_seconds`, `below_seconds`).
    """

    text: str = ""
    state: SessionState | None = None
    since: datetime | None = None
    until: datetime | None = None
    goal_id: GoalId | None = None
    directly: bool = False
    template_id: TemplateId | None = None
    without_template: bool = False
    without_start: bool = False
    longer_than_seconds: int | None = None
    shortest_seconds: int | None = None
    below_seconds: int | None = None
    activity_id: ActivityId | None = None
    documented: tuple[int, ...] = ()
    completed: bool | None = None
    ids: tuple[SessionId, ...] | None = None
    sort: SessionSort = SessionSort.START
    descending: bool = True


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Some lines of a list; `next_cursor` is None on the last page, else what `PracticeService.page` takes to go on."""

    rows: tuple[SessionRow, ...]
    next_cursor: object | None


@dataclass(frozen=True, slots=True)
class SessionTotals:
    """The footer of a list: `sessions` of `all_sessions`, and the seconds of the `timed_sessions` among them."""

    sessions: int
    all_sessions: int
    timed_sessions: int
    seconds: int

    @property
    def average_seconds(self) -> float | None:
        """Return the mean over the sessions that have a duration, or None if none has."""
        return self.seconds / self.timed_sessions if self.timed_sessions else None


class Unset:
    """The type of UNSET: this field of an edit stays as it is."""


UNSET = Unset()


@dataclass(frozen=True, slots=True)
class SessionEdit:
    """What an editor wants changed in one session; a field left at UNSET is not touched. Instants are aware UTC.

    `document` replaces the whole document, edited from the one that was read (unknown keys are kept by Document). `document_edit`
    is done to the document as it stands when it is written (an empty one if there is none yet), whatever happened since it was read.
    `start` and `end` are written into the document too. End before start raises UserError when it is saved. Whether a session is
    done is no field: completing it stops its timers, which `PracticeService.complete` does.
    """

    name: str | Unset = UNSET
    description: str | Unset = UNSET
    start: datetime | None | Unset = UNSET
    end: datetime | None | Unset = UNSET
    template_id: TemplateId | None | Unset = UNSET
    goal_ids: tuple[GoalId, ...] | Unset = UNSET
    document: Document | Unset = UNSET
    document_edit: Callable[[Document], Document] | Unset = UNSET


@dataclass(frozen=True, slots=True)
class PastSession:
    """A session that took place without the program; instants are aware UTC, and the end lies after the start.

    `duration_seconds` is what was practised of that time, None for all of it. The session is a child of the first of `goal_ids`,
    linked to the others; with a template it gets that one's sections, and its name if `name` is empty.
    """

    name: str
    start: datetime
    end: datetime
    duration_seconds: int | None = None
    template_id: TemplateId | None = None
    activities: tuple[ActivityId, ...] = ()
    goal_ids: tuple[GoalId, ...] = ()
    notes: str = ""
    completed: bool = True
