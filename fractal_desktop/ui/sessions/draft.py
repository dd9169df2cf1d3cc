"""What the editor knows of one session: what is stored, what a person has changed, and what of that is on its way."""

from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from fractal_desktop.domain.document import Document, Path
from fractal_desktop.domain.duration import LONGEST_SECONDS, total_duration_seconds
from fractal_desktop.domain.ids import GoalId, TemplateId
from fractal_desktop.domain.practice_session import UNSET, PracticeSession, SessionEdit, Unset

T = TypeVar("T")


class DurationSource(StrEnum):
    """What a session's length is taken from (BEHAVIOUR.md section 4)."""

    TIMERS = "timers"
    SPAN = "span"
    RECORDS = "records"
    NONE = "none"


class TimesRefused(ValueError):
    """The end would lie before the start."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Edits of one session that belong together: fields of the session, and values at places of its document."""

    edit: SessionEdit = field(default_factory=SessionEdit)
    values: tuple[tuple[Path, object], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.values) or self.edit != SessionEdit()

    def without(self, other: "Changes") -> "Changes":
        """Return what is here but not, with the same value, in `other`."""
        known = dict(other.values)
        same: dict[str, object] = {
            f.name: UNSET for f in fields(SessionEdit) if _equal(getattr(self.edit, f.name), getattr(other.edit, f.name))
        }
        left = tuple((path, value) for path, value in self.values if path not in known or known[path] != value)
        return Changes(_with_fields(self.edit, same), left)


class SessionDraft:
    """A stored session with a person's edits on top. Qt-free; times are aware UTC."""

    def __init__(self, stored: PracticeSession) -> None:
        self._stored = stored
        self._edit = SessionEdit()
        self._values: dict[Path, object] = {}
        self._sent: Changes | None = None
        self._saved = Changes()
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
        return _effective(self._edit.name, self._stored.name)

    @property
    def start(self) -> datetime | None:
        """Return the start with the edit; None if there is none, though one may be offered."""
        return _effective(self._edit.start, self._stored.start)

    @property
    def end(self) -> datetime | None:
        """Return the end with the edit; None if there is none, though one may be offered."""
        return _effective(self._edit.end, self._stored.end)

    @property
    def template_id(self) -> TemplateId | None:
        """Return the template with the edit."""
        return _effective(self._edit.template_id, self._stored.template_id)

    @property
    def goal_ids(self) -> tuple[GoalId, ...]:
        """Return the goals with the edit, in order."""
        return _effective(self._edit.goal_ids, tuple(goal.id for goal in self._stored.goals))

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
        """Return what a missing end is offered as: the start, stored or offered, and the duration after it."""
        start = self.start or self.offered_start
        seconds = self.duration_seconds
        return start + timedelta(seconds=seconds) if self.end is None and start and seconds else None

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
            end += start - before
        self._check(start, end)
        self._put(start=start, end=end)

    def set_end(self, end: datetime | None) -> None:
        """Move the end alone. Raises TimesRefused if it lies before the start; the stored end stays then."""
        self._anchor = None
        self._put(end=self._stored.end)
        self._check(self.start, end)
        self._put(end=end)

    def set_value(self, path: Path, value: object) -> None:
        """Change what stands at a place of the document; nothing happens if the document cannot be read."""
        base = self._stored.document
        if base is None and self._stored.unreadable_text is not None:
            return
        on_its_way = any(path in dict(c.values) for c in (self._sent, self._saved) if c is not None)
        if base is not None and base.value(path) == value and not on_its_way:
            self._values.pop(path, None)
        else:
            self._values[path] = value
        self._rebuild_document()

    def pending(self) -> Changes:
        """Return all edits that are not known to be in the file."""
        return Changes(self._edit, tuple(self._values.items()))

    def unsent(self) -> Changes:
        """Return the edits that no write carries."""
        return self.pending().without(self._sent or Changes()).without(self._saved)

    def session_edit(self, changes: Changes) -> SessionEdit:
        """Return the edit that writes `changes`, the whole document with all its edits if one of them concerns it."""
        return replace(changes.edit, document=self._document) if changes.values and self._document else changes.edit

    def sent(self, changes: Changes) -> None:
        """Remember that a write carries these."""
        self._sent = changes

    def saved(self, changes: Changes) -> None:
        """Remember that these are in the file; they are dropped when the session is read again."""
        self._saved = _joined(self._saved, changes)
        self._sent = None

    def refused(self) -> None:
        """Remember that the write did not come through: its edits wait again."""
        self._sent = None

    def forget(self, changes: Changes) -> None:
        """Give these edits up."""
        left = self.pending().without(changes)
        self._edit, self._values = left.edit, dict(left.values)
        self._rebuild_document()

    def rebase(self, stored: PracticeSession) -> None:
        """Take over the session as it is in the file now; edits not yet saved stay on top."""
        self.forget(self._saved)
        self._saved = Changes()
        self._anchor = None
        self._stored = stored
        if self._sent is None:
            document = stored.document or Document.empty()
            known = tuple((path, value) for path, value in self._values.items() if document.value(path) == value)
            self.forget(Changes(_as_edit(stored), known))
        self._rebuild_document()

    def _rebuild_document(self) -> None:
        document = self._stored.document
        if self._values and document is None and self._stored.unreadable_text is None:
            document = Document.empty()
        for path, value in list(self._values.items()):
            try:
                document = document.with_value(path, value) if document is not None else None
            except LookupError:
                # What it stood in was taken away elsewhere: there is nothing left to edit.
                del self._values[path]
        self._document = document

    def _item_seconds(self) -> tuple[float, ...]:
        return self._document.item_seconds() if self._document is not None else ()

    def _touches_duration(self) -> bool:
        return bool(self._values) or not isinstance(self._edit.start, Unset) or not isinstance(self._edit.end, Unset)

    def _check(self, start: datetime | None, end: datetime | None) -> None:
        if start is not None and end is not None and end < start:
            raise TimesRefused

    def _put(self, **values: object) -> None:
        """Edit these fields; one that is as stored is no edit, unless a write has carried another value to the file since."""
        stored = _as_edit(self._stored)
        for name, value in values.items():
            on_its_way = any(not isinstance(getattr(c.edit, name), Unset) for c in (self._sent, self._saved) if c is not None)
            plain = value == getattr(stored, name) and not on_its_way
            self._edit = _with_fields(self._edit, {name: UNSET if plain else value})


def _effective(edited: T | Unset, stored: T) -> T:
    return stored if isinstance(edited, Unset) else edited


def _as_edit(stored: PracticeSession) -> SessionEdit:
    """Return the edit that would change nothing."""
    goal_ids = tuple(goal.id for goal in stored.goals)
    return SessionEdit(name=stored.name, start=stored.start, end=stored.end, template_id=stored.template_id, goal_ids=goal_ids)


def _with_fields(edit: SessionEdit, values: dict[str, object]) -> SessionEdit:
    return replace(edit, **values)  # type: ignore[arg-type]  # the names come from its own fields


def _equal(mine: object, other: object) -> bool:
    return not isinstance(mine, Unset) and not isinstance(other, Unset) and mine == other


def _joined(first: Changes, second: Changes) -> Changes:
    named = {f.name: getattr(second.edit, f.name) for f in fields(SessionEdit)}
    edits = {name: value for name, value in named.items() if not isinstance(value, Unset)}
    return Changes(_with_fields(first.edit, edits), tuple({**dict(first.values), **dict(second.values)}.items()))


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
