"""What the promoted columns of a session are to hold, given its document and where each value came from; decides, writes nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from fractal_desktop.domain.backfill import Backfill, Source
from fractal_desktop.domain.duration import end_after, span_seconds

EDITED = "edited"
"""The source of a time that a person gave a session whose document cannot be read, and so cannot hold it."""


class Edge(StrEnum):
    """One of the two times of a session."""

    START = "start"
    END = "end"


Times = Mapping[Edge, datetime | None]
"""Which times a person gave (None: took away), so that no other source fills them again."""


@dataclass(frozen=True, slots=True)
class Sources:
    """A session's line of `session_provenance`: texts of `Source`, or EDITED."""

    start: str = Source.NONE
    end: str = Source.NONE
    duration: str = Source.NONE


@dataclass(frozen=True, slots=True)
class Promoted:
    """The promoted columns; `sources` is None where nobody noted yet where they come from. Instants are aware UTC."""

    start: datetime | None
    end: datetime | None
    seconds: int | None
    template_id: str | None
    sources: Sources | None

    @property
    def is_full(self) -> bool:
        """Return whether there is nothing left to fill."""
        return None not in (self.start, self.end, self.seconds, self.template_id, self.sources)


def promoted(there: Promoted, told: Backfill, by_timers: Callable[[], Backfill], given: Times) -> Promoted:
    """Return what the columns are to hold after an edit; `told` is what the document comes to.

    What the document says counts. What it does not say stays as it is, unless it came from the document before or was taken away;
    an end that was computed is computed again. `by_timers` is asked where the migration took the times from the timers.
    """
    noted = there.sources or Sources()
    start, start_source = there.start, noted.start
    if start_source == Source.TIMERS and Edge.START not in given:
        start, start_source = by_timers().start, by_timers().start_source
    elif told.start_source is Source.DOCUMENT:
        start, start_source = told.start, Source.DOCUMENT
    elif Edge.START in given or start_source == Source.DOCUMENT:
        start, start_source = None, Source.NONE
    end, end_source = there.end, noted.end
    if end_source == Source.TIMERS and Edge.END not in given:
        end, end_source = by_timers().end, by_timers().end_source
    elif told.end_source is Source.DOCUMENT:
        end, end_source = told.end, Source.DOCUMENT
    elif Edge.END in given or end_source == Source.DOCUMENT:
        end, end_source = None, Source.NONE
    elif end_source == Source.COMPUTED:
        end, end_source = _computed_end(start, told)
    seconds, duration_source = _duration(told, start, end)
    return Promoted(start, end, seconds, told.template_id, Sources(start_source, end_source, duration_source))


def filled(there: Promoted, told: Backfill) -> Promoted:
    """Return the columns with what the document tells put where they are empty, as an older program leaves them.

    Where nobody noted the sources, nobody ever looked at the session: it gets all that a migration would give it.
    """
    is_new = there.sources is None
    sources = there.sources or Sources(
        told.start_source if there.start == told.start else Source.NONE,
        told.end_source if there.end == told.end else Source.NONE,
        told.duration_source if there.seconds == told.duration_seconds else Source.NONE,
    )
    start, end, seconds = there.start, there.end, there.seconds
    if start is None and (is_new or told.start_source is Source.DOCUMENT):
        start, sources = told.start, replace(sources, start=told.start_source)
    if end is None and (is_new or told.end_source is Source.DOCUMENT):
        end, sources = told.end, replace(sources, end=told.end_source)
    if seconds is None:
        seconds, duration_source = _duration(told, start, end)
        sources = replace(sources, duration=duration_source)
    return Promoted(start, end, seconds, there.template_id or told.template_id, sources)


def given_by_hand(there: Promoted, given: Times) -> Promoted:
    """Return the columns of a session whose document cannot be read with the times that a person gave it."""
    noted = there.sources or Sources()
    start, end = given.get(Edge.START, there.start), given.get(Edge.END, there.end)
    start_source = noted.start if Edge.START not in given else Source.NONE if start is None else EDITED
    end_source = noted.end if Edge.END not in given else Source.NONE if end is None else EDITED
    seconds, duration_source = there.seconds, noted.duration
    if duration_source != Source.INSTANCES:
        seconds = span_seconds(start, end)
        duration_source = Source.NONE if seconds is None else Source.SPAN
    return Promoted(start, end, seconds, there.template_id, Sources(start_source, end_source, duration_source))


def _computed_end(start: datetime | None, told: Backfill) -> tuple[datetime | None, str]:
    if start is None or told.duration_seconds is None or told.duration_source is Source.SPAN:
        return None, Source.NONE
    end = end_after(start, told.duration_seconds)
    return end, Source.NONE if end is None else Source.COMPUTED


def _duration(told: Backfill, start: datetime | None, end: datetime | None) -> tuple[int | None, str]:
    """Return the duration by BEHAVIOUR.md section 3: the items, else the rows, else the time from start to end as they stand."""
    if told.duration_source in (Source.ACTIVITIES, Source.INSTANCES):
        return told.duration_seconds, told.duration_source
    seconds = span_seconds(start, end)
    return seconds, Source.NONE if seconds is None else Source.SPAN
