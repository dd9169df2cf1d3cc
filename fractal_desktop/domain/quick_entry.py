"""Quick entry: one line such as `log 45m Scales yesterday 18:00 #Suite I`, understood word by word, in any order.

Names are those of the library, goals come after a "#"; the longest name counts, and what stands in quotation marks is always a
name. A word that is both a name and a time, such as an activity called "Monday", is the time unless that is said elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fractal_desktop.domain.entry_reading import understood
from fractal_desktop.domain.entry_span import put_together, shown_day, shown_time
from fractal_desktop.domain.entry_times import Nonsense
from fractal_desktop.domain.entry_words import EntryWord, EntryWords, Mention, WordKind
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import LONGEST_NAME
from fractal_desktop.domain.ids import ActivityId, GoalId, TemplateId
from fractal_desktop.domain.period import local_date
from fractal_desktop.domain.practice_session import PastSession

_UNNAMED = "Practice"


@dataclass(frozen=True, slots=True)
class QuickEntry:
    """What a line says; `start` and `end` (aware UTC) are None only if `problems`, sentences, say why it cannot be written.

    `seconds` are what was practised of the time from start to end. `unknown` are the words that nothing is known for, in their order.
    """

    start: datetime | None
    end: datetime | None
    seconds: int | None
    name: str
    template: EntryWord | None = None
    activities: tuple[EntryWord, ...] = ()
    goals: tuple[EntryWord, ...] = ()
    unknown: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def template_id(self) -> TemplateId | None:
        """Return the template to start from."""
        return TemplateId(self.template.id) if self.template is not None else None

    @property
    def activity_ids(self) -> tuple[ActivityId, ...]:
        """Return what was practised, in the order it was said."""
        return tuple(ActivityId(word.id) for word in self.activities)

    @property
    def goal_ids(self) -> tuple[GoalId, ...]:
        """Return the goals it was for, in the order they were said."""
        return tuple(GoalId(word.id) for word in self.goals)

    def past_session(self) -> PastSession:
        """Return the session to log; raises UserError with the problems if there are any."""
        if self.start is None or self.end is None:
            raise UserError(" ".join(self.problems))
        return PastSession(self.name, self.start, self.end, self.seconds, self.template_id, self.activity_ids, self.goal_ids)


def parse_quick_entry(text: str, words: EntryWords, now: datetime, zone: ZoneInfo) -> QuickEntry:
    """Return what a line says, times in `zone`; never raises, never lies after `now` (aware UTC)."""
    said = understood(text, words, local_date(now, zone))
    problems = list(said.problems)
    span = put_together(said.length, said.day, said.clock, said.ago, now, zone)
    if isinstance(span, Nonsense) and not problems:
        problems.append(span.problem)
    mentioned = _meant(said.mentions)
    templates = [word for word in mentioned if word.kind is WordKind.TEMPLATE]
    activities = tuple(word for word in mentioned if word.kind is WordKind.ACTIVITY)
    goals = tuple(word for word in mentioned if word.kind is WordKind.GOAL)
    if len(templates) > 1:
        problems.append(f"A session has one template: “{templates[0].name}” or “{templates[1].name}”?")
    template = templates[0] if templates else None
    name = _name(template, activities, goals, said.unknown)
    if isinstance(span, Nonsense) or problems:
        return QuickEntry(None, None, None, name, template, activities, goals, tuple(said.unknown), tuple(problems))
    return QuickEntry(span.start, span.end, span.seconds, name, template, activities, goals, tuple(said.unknown))


def describe(entry: QuickEntry, zone: ZoneInfo) -> str:
    """Return in words what would be written, or why nothing can be, and what was not understood."""
    sentences = list(entry.problems)
    if entry.start is not None and entry.end is not None and entry.seconds is not None:
        sentences = [f"{_what(entry)}: {_when(entry.start, entry.end, entry.seconds, zone)}{_whither(entry)}."]
    if entry.unknown:
        sentences.append(f"Not understood: {', '.join(entry.unknown)}.")
    return " ".join(sentences)


def _meant(mentions: Sequence[tuple[int, Mention]]) -> list[EntryWord]:
    """Return what is meant, each once: of equal names the one in a fractal that another name is surely in, else the first."""
    sure = {mention.meanings[0].root_id for _, mention in mentions if len({word.root_id for word in mention.meanings}) == 1} - {None}
    meant = (next((word for word in mention.meanings if word.root_id in sure), mention.meanings[0]) for _, mention in mentions)
    return list(dict.fromkeys(meant))


def _name(template: EntryWord | None, activities: Sequence[EntryWord], goals: Sequence[EntryWord], unknown: Sequence[str]) -> str:
    """Return what the session is to be called: what was practised, else the words that nothing is known for, else the goal."""
    if template is not None:
        return template.name.strip()
    unknown_name = " ".join(word.strip('"“”„').strip() for word in unknown if not word.startswith("#")).strip()
    said = ", ".join(word.name for word in activities) or unknown_name or next((word.name for word in goals), _UNNAMED)
    return said.strip()[:LONGEST_NAME].strip()


def _what(entry: QuickEntry) -> str:
    activities = [word.name for word in entry.activities]
    if entry.template is not None:
        return f"{entry.template.name} with {_listed(activities)}" if activities else entry.template.name
    return _listed(activities) if activities else entry.name


def _when(start: datetime, end: datetime, seconds: int, zone: ZoneInfo) -> str:
    following = f" on {shown_day(end, zone)}" if shown_day(end, zone) != shown_day(start, zone) else ""
    length = (end - start).total_seconds()
    of_it = "" if seconds == length else " of it"
    return f"{shown_day(start, zone)}, {shown_time(start, zone)} to {shown_time(end, zone)}{following} ({_length(seconds)}{of_it})"


def _whither(entry: QuickEntry) -> str:
    return f", for {_listed([word.name for word in entry.goals])}" if entry.goals else ""


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _length(seconds: int) -> str:
    """Return a length as a person says it: "1 h 30 min", "45 min", "90 s"."""
    if seconds % 60:
        return f"{seconds} s" if seconds < 3600 else f"{seconds // 3600} h {seconds % 3600 // 60} min {seconds % 60} s"
    hours, minutes = divmod(seconds // 60, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part)
