"""Sessions put together to one, in which no minute that was practised is lost or counted twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fractal_desktop.domain.activity_item import NewId
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.duration import LONGEST_SECONDS, span_seconds
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.free_time import Part, union_seconds
from fractal_desktop.domain.noted import plausible_seconds
from fractal_desktop.domain.session_copies import copied
from fractal_desktop.domain.timer import with_session_timer

_OF_ONE = frozenset({"sections", "notes", "session_start", "session_end", "total_duration_minutes", "template_id", "template_name"})


@dataclass(frozen=True, slots=True)
class Whole:
    """A session as it stands: what its document says, and what its columns do. Instants are aware UTC."""

    document: Document
    start: datetime | None
    end: datetime | None
    seconds: int | None

    @property
    def counted(self) -> int:
        """Return the seconds that its items tell."""
        return int(sum(self.document.item_seconds()))

    @property
    def span(self) -> Part | None:
        """Return the time from start to end if that is its length, None if its items or something else tell that."""
        if self.counted or self.seconds is None or self.start is None or self.end is None:
            return None
        return (self.start, self.end) if span_seconds(self.start, self.end) == self.seconds else None

    @property
    def unknown_to_document(self) -> int:
        """Return the seconds that only rows tell which its document does not know."""
        return 0 if self.counted or self.span is not None else self.seconds or 0


def united(sessions: Sequence[Whole], zone: ZoneInfo, new_id: NewId) -> Document:
    """Return the document of the first session with all that the others' say added; its times are not touched.

    Sections come after sections, notes after notes, plans are added up; of other keys the first one counts. The time of a session that
    only its start and end tell is noted on the line that times the whole, unless the start and end of all of them still tell it.
    Raises UserError if the sections of one cannot be read, or if more than 31 days would be noted on that line.
    """
    first, *others = sessions
    wholes = [first.document, *(copied(other.document, zone, new_id) for other in others)]
    data = _object(first.document)
    for whole in wholes[1:]:
        data |= {key: value for key, value in _object(whole).items() if key not in data and key not in _OF_ONE}
    document = Document({**data, "sections": [section for whole in wholes for section in _sections(whole)]})
    notes = "\n\n".join(whole.notes for whole in wholes if whole.notes)
    if notes != first.document.notes:
        document = document.with_value(("notes",), notes)
    planned = [whole.planned_minutes for whole in wholes if whole.planned_minutes is not None]
    if planned and (minutes := sum(planned)) != first.document.planned_minutes:
        document = document.with_value(("total_duration_minutes",), int(minutes) if float(minutes).is_integer() else minutes)
    return noting(document, _untold(sessions), new_id)


def noting(document: Document, seconds: int, new_id: NewId) -> Document:
    """Return the document with so many seconds more on the line that times the whole session."""
    if seconds <= 0:
        return document
    document, path = with_session_timer(document, new_id)
    there = plausible_seconds(document.value((*path, "duration_seconds"))) or 0
    if there + seconds > LONGEST_SECONDS:
        raise UserError(f"Together they would be longer than {LONGEST_SECONDS // 86_400} days.")
    return document.with_value((*path, "duration_seconds"), int(there) + seconds)


def _untold(sessions: Sequence[Whole]) -> int:
    """Return the seconds that neither the items of the sessions nor the time from the first start to the last end tell."""
    spans = [session.span for session in sessions if session.span is not None]
    by_spans, by_rows = union_seconds(spans), sum(session.unknown_to_document for session in sessions)
    if by_rows or any(session.counted for session in sessions) or not spans:
        return by_spans + by_rows
    told = span_seconds(min(start for start, _ in spans), max(end for _, end in spans))
    return 0 if told == by_spans else by_spans


def _object(document: Document) -> dict[str, object]:
    whole = document.value(())
    assert isinstance(whole, dict)
    return whole


def _sections(document: Document) -> list[object]:
    sections = document.value(("sections",)) or []
    if not isinstance(sections, list):
        raise UserError("The sections of one of these sessions cannot be read, so they are kept as they are.")
    return sections
