"""Quick entry in the palette: what a line would log, in words while it is typed, and the logging itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.entry_words import EntryWords
from fractal_desktop.domain.practice_session import PastSession, SessionRow
from fractal_desktop.domain.quick_entry import QuickEntry, parse_quick_entry
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.logged_words import joined, logged_text, tr
from fractal_desktop.ui.widgets.entry_popup import Entry

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_PREFIX = "log "
_LONGEST_LINE = 500
"""Every key reads the line anew, on the window's thread; a page that was pasted would take seconds."""


class QuickLog(QObject):
    """Offers to log what is typed, if it begins with "log" or says how long something known was practised."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def entries(self, text: str, words: EntryWords) -> Iterator[Entry]:
        """Yield the line for what is typed, or none."""
        is_said = text.lstrip().lower().startswith(_PREFIX) and bool(text.strip()[len(_PREFIX) :])
        if not self._context.can_write or not (is_said or any(letter.isdigit() for letter in text)):
            return
        if len(text) > _LONGEST_LINE:
            if is_said:
                yield Entry(tr("This line is too long to be read as one session."), "", icon("info", "muted"), None, sentence=True)
            return
        entry = parse_quick_entry(text, words, self._context.now(), self._context.zone)
        if entry.start is not None and (is_said or entry.activities or entry.template):
            yield Entry(
                entry_text(entry, self._context.zone, self._context.today()),
                _below(entry),
                icon("clock", "accent"),
                partial(self._log, entry),
                sentence=True,
            )
        elif is_said:
            yield Entry(" ".join(entry.problems), _not_understood(entry), icon("info", "muted"), None, sentence=True)

    def _log(self, entry: QuickEntry) -> None:
        text = entry_text(entry, self._context.zone, self._context.today())
        self._context.flush_requested.emit()
        self._context.write(self, partial(log_past, entry.past_session(), tr("Logged {what}").format(what=text)))


def log_past(past: PastSession, notice: str, workspace: "Workspace") -> Change:
    """Write a session; the change's note is `notice`, and which other sessions took place at that time."""
    others = workspace.practice.overlaps(past.start, past.end)
    change = workspace.practice.log(past)
    return replace(change, note=f"{notice}{_beside(others)}")


def entry_text(entry: QuickEntry, zone: ZoneInfo, today: date) -> str:
    """Return what is logged: "45 min Scales, yesterday 18:00–18:45, Suite I"; "" of a line with problems."""
    if entry.start is None or entry.end is None or entry.seconds is None:
        return ""
    activities = joined([word.name for word in entry.activities])
    what = tr("{template} with {activities}").format(template=entry.template.name, activities=activities) if entry.template else activities
    if entry.template is not None and not entry.activities:
        what = entry.template.name
    goals = [word.name for word in entry.goals]
    return logged_text(what or entry.name, (entry.start, entry.end), entry.seconds, goals, zone, today)


def _below(entry: QuickEntry) -> str:
    return " · ".join(part for part in (tr("Enter logs it"), _not_understood(entry)) if part)


def _not_understood(entry: QuickEntry) -> str:
    """Name the words that nothing is called like; where nothing else is said, they are the session's name together."""
    between = ", " if entry.activities or entry.template or entry.problems else " "
    return tr("Not known: {words}").format(words=between.join(entry.unknown)) if entry.unknown else ""


def _beside(others: Sequence[SessionRow]) -> str:
    if not others:
        return ""
    first = f" · {tr('at the same time as “{name}”').format(name=others[0].name)}"
    return first if len(others) == 1 else first + tr(" and {n} more").format(n=len(others) - 1)
