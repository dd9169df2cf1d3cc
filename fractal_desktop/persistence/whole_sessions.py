"""Whole sessions copied, moved in time, cut in two and put together, each through the one write path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fractal_desktop.domain.backfill import Source
from fractal_desktop.domain.duration import end_after
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import name_of_copy
from fractal_desktop.domain.practice_session import UNSET, SessionEdit
from fractal_desktop.domain.session_copies import copied, shifted
from fractal_desktop.domain.session_halves import halves
from fractal_desktop.domain.session_union import Whole, noting, united
from fractal_desktop.domain.shift import Shift
from fractal_desktop.persistence import goal_tree, trash
from fractal_desktop.persistence.filing import Filing
from fractal_desktop.persistence.goal_tree import chunks, marks
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.models import PracticeSessionNode
from fractal_desktop.persistence.past_sessions import name_for
from fractal_desktop.persistence.practice_sessions import read_document
from fractal_desktop.persistence.projection import StoredSession, refresh, stored
from fractal_desktop.persistence.promotion import Edge
from fractal_desktop.persistence.session_writes import add, editable_document, new_id, save, with_time


@dataclass(frozen=True, slots=True)
class _Found:
    """A session as it stands once the columns that an older program left empty are filled."""

    node: PracticeSessionNode
    there: StoredSession
    whole: Whole


def duplicate(filing: Filing, session_id: str) -> PracticeSessionNode:
    """Return a copy of a session at the same time, with all that is noted in it; what hangs below it is not copied."""
    found = _found(filing, session_id)
    document = noting(copied(found.whole.document, filing.stamp.zone, new_id), found.whole.unknown_to_document, new_id)
    for which, time in ((Edge.START, found.whole.start), (Edge.END, found.whole.end)):
        if time is not None:
            document = with_time(document, which, time, filing.stamp.zone)
    node = add(filing, goal_tree.session_parents(filing.unit.sql, session_id), name_of_copy(name_for(found.node.name)), document)
    node.description = found.node.description
    _complete_as(node, found.node)
    return node


def shift(filing: Filing, session_id: str, by: Shift, zone: ZoneInfo) -> str:
    """Move a session with the timers of its items and return its name; raises UserError beyond the calendar.

    All its times move by what its start, or else its end, moves by days of `zone`: so its length stays.
    """
    there = refresh(filing.unit.sql, stored(filing.unit.sql, session_id), filing.stamp)
    start, end, sources = there.promoted.start, there.promoted.end, there.promoted.sources
    is_computed = sources is not None and sources.end == Source.COMPUTED  # an end that follows the start by itself
    is_readable = read_document(there.attributes)[1] is None
    try:
        delta = by.delta(start or end, zone)
        edit = SessionEdit(
            start=UNSET if start is None else start + delta,
            end=UNSET if end is None or is_computed else end + delta,
            document_edit=(lambda document: shifted(document, delta, filing.stamp.zone)) if is_readable else UNSET,
        )
        return save(filing, session_id, edit)
    except OverflowError as error:
        raise UserError("That would lie outside the calendar.") from error


def split(filing: Filing, session_id: str, at: datetime) -> PracticeSessionNode:
    """Let a session end at `at` and return the new one that goes on from there, for the same goals and as done as the first.

    Raises UserError unless `at` lies between its start and its end. What hangs below the session stays there.
    """
    found = _found(filing, session_id)
    start, end = found.whole.start, _end(found.whole)
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)  # as the documents will hold it
    if start is None or end is None:
        raise UserError("A session needs a start and an end to be split.")
    if not start < at < end:
        raise UserError("The moment to split it at must lie between its start and its end.")
    cut = halves(found.whole.document, start, end, at, filing.stamp.zone, new_id)
    goals = goal_tree.session_parents(filing.unit.sql, session_id)
    second = add(filing, goals, name_for(found.node.name), cut.second, taking=cut.moved)
    _complete_as(second, found.node)
    save(filing, session_id, SessionEdit(end=at, document=cut.first))
    return second


def merge(filing: Filing, ids: Sequence[str]) -> str:
    """Put sessions together into the earliest of them, which then has all that the others had, and return its id.

    It lasts from the first start to the last end, serves all their goals, and is done if all of them were. The others go into the
    trash as they are. Raises UserError if there are less than two, or if a document cannot be read.
    """
    sessions = sorted((_found(filing, id_) for id_ in dict.fromkeys(ids)), key=_by_start)
    if len(sessions) < 2:
        raise UserError("Choose at least two sessions to merge.")
    sql, (first, *others) = filing.unit.sql, sessions
    document = united([found.whole for found in sessions], filing.stamp.zone, new_id)
    starts = [found.whole.start for found in sessions if found.whole.start is not None]
    ends = [end for found in sessions if (end := _end(found.whole)) is not None]
    goals = [goal for found in sessions for goal in goal_tree.session_parents(sql, found.there.id)]
    texts = dict.fromkeys(text for found in sessions if (text := shown_text(found.node.description).strip()))
    _take_below(filing, first.there.id, [found.there.id for found in others])
    edit = SessionEdit(
        start=min(starts) if starts else UNSET,
        end=max(ends) if ends else UNSET,
        document=document,
        description="\n\n".join(texts),
        goal_ids=tuple(dict.fromkeys(goals)),
    )
    save(filing, first.there.id, edit)
    filing.set_completed(first.there.id, all(found.node.completed for found in sessions))
    filing.unit.flush()
    trash.delete(sql, [found.there.id for found in others], filing.stamp)
    return first.there.id


def _found(filing: Filing, session_id: str) -> _Found:
    node = filing.session(session_id)
    filing.unit.flush()
    there = refresh(filing.unit.sql, stored(filing.unit.sql, session_id), filing.stamp)
    promoted = there.promoted
    document = editable_document(filing.unit.sql, session_id)
    return _Found(node, there, Whole(document, promoted.start, promoted.end, promoted.seconds))


def _by_start(found: _Found) -> tuple[bool, datetime | int, int]:
    start = found.whole.start
    return (start is None, start or 0, found.there.rowid)


def _end(whole: Whole) -> datetime | None:
    """Return when a session ended; one without an end lasted as long as was practised."""
    if whole.end is not None or whole.start is None or whole.seconds is None:
        return whole.end
    return end_after(whole.start, whole.seconds)


def _complete_as(node: PracticeSessionNode, other: PracticeSessionNode) -> None:
    node.completed, node.completed_at = other.completed, other.completed_at


def _take_below(filing: Filing, session_id: str, others: Sequence[str]) -> None:
    """Let what hangs below other sessions hang below this one."""
    for chunk in chunks(others):
        below = filing.unit.sql.execute(f"SELECT id FROM goals WHERE parent_id IN ({marks(chunk)})", chunk)  # noqa: S608
        ids = [id_ for (id_,) in below if id_ not in {session_id, *others}]
        filing.move(ids, session_id)
