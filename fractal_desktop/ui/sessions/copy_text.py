"""A session as plain text, to be pasted into a message or a diary."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.duration import clock
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.sessions.draft import SessionDraft
from fractal_desktop.ui.sessions.texts import day_text, time_text, tr, weekday_text
from fractal_desktop.ui.widgets.wall_clock import wall_of


def session_text(draft: SessionDraft, crumbs: Sequence[GoalLink], zone: ZoneInfo, locale: QLocale) -> str:
    """Return name, goals, times, length, and the items with their lengths and notes, a line each."""
    lines = [draft.name]
    if crumbs:
        lines.append(" › ".join(goal.name for goal in crumbs))
    lines.append(" · ".join(_times(draft, zone, locale)))
    if draft.document is not None:
        lines += _contents(draft.document)
    return "\n".join(line for line in lines if line)


def _times(draft: SessionDraft, zone: ZoneInfo, locale: QLocale) -> Iterator[str]:
    if draft.start is not None:
        start = wall_of(draft.start, zone)
        yield f"{weekday_text(start.date(), locale)}, {day_text(start.date(), locale)}, {time_text(start, locale)}"
    if draft.end is not None:
        yield tr("until {0}").format(time_text(wall_of(draft.end, zone), locale))
    if draft.duration_seconds is not None:
        yield clock(draft.duration_seconds)


def _contents(document: Document) -> Iterator[str]:
    for section in document.sections:
        yield f"\n{section.name} {clock(section.actual_seconds) if section.actual_seconds else ''}".rstrip()
        for item in section.items:
            tick = "✓" if item.completed else "–"
            length = f" {clock(item.duration_seconds)}" if item.duration_seconds else ""
            yield f"{tick} {item.name}{length}"
            if item.notes:
                yield f"    {item.notes}"
    if document.notes:
        yield f"\n{document.notes}"
