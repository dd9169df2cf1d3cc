"""What the editor knows of one session: what is stored, what a person has changed, and what of that is on its way."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.document_edits import Place, noted, with_noted
from fractal_desktop.domain.duration import LONGEST_SECONDS, end_after, total_duration_seconds
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import GoalId, TemplateId
from fractal_desktop.domain.practice_session import UNSET, PracticeSession, SessionEdit, Unset
from fractal_desktop.ui.sessions.steps import Restructuring, Step, StepState, Values, edited_fields, moved, with_fields, with_values

T = TypeVar("T")


class DurationSource(StrEnum):
    """What a session's length is taken from (BEHAVIOUR.md section 4)."""

    TIMERS = "timers"
    SPAN = "span"
    RECORDS = "records"
    NONE = "none"


class TimesRefused(ValueError):
    """The end would lie before the start, or beyond the calendar."""


class SessionDraft:
    """A stored session with a person's edits on top. Qt-free; times are aware UTC."""

    def __init__(self, stored: PracticeSession) -> None:
        self._stored = stored
        self._steps: list[Step] = []
        self._edit = SessionEdit()
        self._values: Values = {}
        # All fields, and the document, with the steps; then the document with the values on top that no step carries yet.
        self._settled = _as_edit(stored)
        self._base: Document | None = stored.document
        self._document: Document | None = stored.document
        # Start and end before the start was first touched: while it is being typed, the end follows from there.
        self._anchor: tuple[datetime | None, datetime | None] | None = None

    @property
    def stored(self) -> PracticeSession:
        """Return the session as it was last read."""
        return self._stored

    @property
    def name(self) -> str:
        """Return the name with the edit."""
        return _told(self._edit.name, self._settled.name)

    @property
    def start(self) -> datetime | None:
        """Return the start with the edit; None if there is none, though one may be offered."""
        return _told(self._edit.start, self._settled.start)

    @property
    def end(self) -> datetime | None:
        """Return the end with the edit; None if there is none, though one may be offered."""
        return _told(self._edit.end, self._settled.end)

    @property
    def template_id(self) -> TemplateId | None:
        """Return the template with the edit."""
        return _told(self._edit.template_id, self._settled.template_id)

    @property
    def goal_ids(self) -> tuple[GoalId, ...]:
        """Return the goals with the edit, in order."""
        return _told(self._edit.goal_ids, self._settled.goal_ids)

    @property
    def document(self) -> Document | None:
        """Return the document with the edits, None if there is none that can be read."""
        return self._document

    @property
    def offered_start(self) -> datetime | None:
        """Return what a missing start is offered as: when the row was made."""
        return self._stored.created_at if self.start is None else None

    @property
    def offered_end(self) -> datetime | None:
        """Return what a missing end is offered as: the start, stored or offered, and the duration after it; nothing while a timer runs."""
        if self.document is not None and any(item.time_start and not item.time_stop for item in self.document.items):
            return None
        start = self.start or self.offered_start
        seconds = self.duration_seconds
        return end_after(start, seconds) if self.end is None and start and seconds else None

    @property
    def duration_seconds(self) -> int | None:
        """Return the length that the rule of the program gives with the edits."""
        total = total_duration_seconds(self._item_seconds(), self.start, self.end)
        return self._stored.duration_seconds if total is None and not self._touches_duration() else total

    @property
    def duration_source(self) -> DurationSource:
        """Return what `duration_seconds` was taken from."""
        if int(sum(self._item_seconds())) > 0:
            return DurationSource.TIMERS
        if total_duration_seconds((), self.start, self.end) is not None:
            return DurationSource.SPAN
        return DurationSource.NONE if self.duration_seconds is None else DurationSource.RECORDS

    def set_name(self, name: str) -> None:
        """Change the name."""
        self._put(name=name)

    def set_template(self, template_id: TemplateId | None) -> None:
        """Change the template."""
        self._put(template_id=template_id)

    def set_goals(self, goal_ids: tuple[GoalId, ...]) -> None:
        """Change the goals it serves."""
        self._put(goal_ids=goal_ids)

    def set_start(self, start: datetime | None) -> None:
        """Move the start, and the end with it so that the length stays.

        A session whose end lies before its start keeps its end. Raises TimesRefused, changing nothing, if the end would
        lie before the start then.
        """
        before, end = self._anchor = self._anchor or (self.start or self.offered_start, self.end)
        if start is not None and before is not None and end is not None and end >= before:
            try:
                end += start - before
            except OverflowError:
                raise TimesRefused from None
        self._check(start, end)
        self._put(start=start, end=end)

    def set_end(self, end: datetime | None) -> None:
        """Move the end alone. Raises TimesRefused if it lies before the start; the stored end stays then."""
        self._anchor = None
        self._put(end=_told(self._settled.end))
        self._check(self.start, end)
        self._put(end=end)

    def set_value(self, place: Place, value: object) -> None:
        """Change what stands at a place of the document; nothing happens if the document cannot be read or has no such place."""
        base = self._base or self._new_document()
        if base is None:
            return
        try:
            plain = noted(base, place) == value
            with_noted(base, place, value)
        except (LookupError, UserError):
            return
        if plain:
            self._values.pop(place, None)
        else:
            self._values[place] = value
        self._show_values()

    def restructure(self, restructuring: Restructuring, label: str) -> None:
        """Bring something into the document, take it out or move it, as a step of its own with this label.

        What was edited before is a step before it. Raises UserError, changing nothing, if it cannot be done.
        """
        document = self._document or self._new_document()
        if document is None:
            raise UserError("The document of this session cannot be read, so it is kept as it is and cannot be edited.")
        step = Step(document, restructuring=restructuring, label=label)
        changed = step.applied(document)
        self._pack()
        self._steps.append(step)
        self._base = self._document = changed

    @property
    def has_unsent(self) -> bool:
        """Return whether there are edits that no write carries."""
        return self.has_waiting or bool(self._values) or self._edit != SessionEdit()

    @property
    def has_waiting(self) -> bool:
        """Return whether there are steps that no write carries."""
        return any(step.state is StepState.WAITING for step in self._steps)

    def take(self) -> tuple[Step, ...]:
        """Return the steps that are to be written now, in their order; they are under way from here on."""
        self._pack()
        steps = tuple(step for step in self._steps if step.state is StepState.WAITING)
        for step in steps:
            step.state = StepState.UNDER_WAY
        return steps

    def give_up(self, step: Step) -> None:
        """Forget a step that makes no sense to the file."""
        before = self._base
        self._steps = [known for known in self._steps if known is not step]
        self._rebuild(before)

    def rebase(self, stored: PracticeSession) -> None:
        """Take over the session as it is in the file now, with all that is written; edits not yet written stay on top."""
        before = self._base
        self._steps = [step for step in self._steps if step.state is not StepState.WRITTEN]
        self._anchor = None
        if stored.document is not None and stored.document == self._document:
            # The same object again: whoever shows it need not look at it a second time.
            stored = replace(stored, document=self._document)
        self._stored = stored
        self._rebuild(before)
        self._put(**edited_fields(self._edit))

    def _pack(self) -> None:
        """Make a step of what was edited since the last one."""
        if self._values or self._edit != SessionEdit():
            self._steps.append(Step(self._base, self._edit, self._values))
            self._settled = with_fields(self._settled, edited_fields(self._edit))
            self._edit, self._values = SessionEdit(), {}
            self._base = self._document

    def _rebuild(self, before: Document | None) -> None:
        """Do all steps again on the document as it is stored; `before` is what the values on top were edited in."""
        document = self._stored.document
        self._settled = _as_edit(self._stored)
        for step in self._steps:
            self._settled = with_fields(self._settled, edited_fields(step.edit))
            document = self._with_step(document, step)
        self._base = document
        base = document or self._new_document()
        if base is None:
            self._values = {}
        elif self._values:
            there = moved(self._values, before or base, base)
            self._values = {place: value for place, value in there.items() if _differs(base, place, value)}
        self._show_values()

    def _with_step(self, document: Document | None, step: Step) -> Document | None:
        if not step.concerns_document:
            return document
        base = document or self._new_document()
        try:
            return step.applied(base) if base is not None else None
        except UserError:
            # What it concerned was taken away elsewhere; the file will say so too.
            return document

    def _show_values(self) -> None:
        base = self._base or (self._new_document() if self._values else None)
        self._document = with_values(base, self._values, base) if base is not None else None

    def _new_document(self) -> Document | None:
        """Return what a session without a document begins with; None if there is one that cannot be read."""
        return Document.empty() if self._stored.document is None and self._stored.unreadable_text is None else None

    def _item_seconds(self) -> tuple[float, ...]:
        return self._document.item_seconds() if self._document is not None else ()

    def _touches_duration(self) -> bool:
        edits = [self._edit, *(step.edit for step in self._steps)]
        times = any(not isinstance(time, Unset) for edit in edits for time in (edit.start, edit.end))
        return times or self._document is not self._stored.document

    def _check(self, start: datetime | None, end: datetime | None) -> None:
        if start is not None and end is not None and end < start:
            raise TimesRefused

    def _put(self, **values: object) -> None:
        """Edit these fields; one that is as it was before is no edit."""
        for name, value in values.items():
            self._edit = with_fields(self._edit, {name: UNSET if value == getattr(self._settled, name) else value})


def _told(*edits: T | Unset) -> T:
    """Return the first value that is told."""
    return next(value for value in edits if not isinstance(value, Unset))


def _as_edit(stored: PracticeSession) -> SessionEdit:
    """Return the edit that would change nothing."""
    goal_ids = tuple(goal.id for goal in stored.goals)
    return SessionEdit(name=stored.name, start=stored.start, end=stored.end, template_id=stored.template_id, goal_ids=goal_ids)


def _differs(document: Document, place: Place, value: object) -> bool:
    """Return whether `value` is another one than what stands at a place; False if there is no such place."""
    try:
        return noted(document, place) != value and with_noted(document, place, value) is not None
    except (LookupError, UserError):
        return False


def parse_duration(text: str) -> int | None:
    """Return the seconds that a person means: "12:30", "1:02:03", "45" or "7.5" (minutes); None if it makes no sense."""
    parts = text.strip().replace(",", ".").split(":")
    try:
        if len(parts) == 1:
            seconds = round(float(parts[0]) * 60)
        elif len(parts) in (2, 3) and all(part.isdecimal() for part in parts) and all(int(part) < 60 for part in parts[1:]):
            seconds = sum(int(part) * 60**power for power, part in enumerate(reversed(parts)))
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return seconds if 0 <= seconds <= LONGEST_SECONDS else None
