"""When the sample person practises what: a usual week, thinned out to what each of the last weeks really became."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from fractal_desktop.services.sample.library import ROUTINE_CHANGED_WEEKS_AGO


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of session; lengths in minutes then and now, `goals` by name with the weeks ago from which on each was served."""

    name: str
    template: str | None
    minutes: tuple[int, int]
    goals: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    second_goal: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the usual week; the heavier, the likelier it is kept in a thin week."""

    weekday: int
    at: time
    kind: Kind
    weight: float


@dataclass(frozen=True, slots=True)
class Planned:
    """A session to be made up: its start (wall clock, aware), how many weeks ago that is, and the goals it serves."""

    kind: Kind
    start: datetime
    weeks_ago: float
    template: str | None
    goals: tuple[str, ...]

    @property
    def minutes(self) -> float:
        """Return the usual length at that time: sessions grow."""
        then, now = self.kind.minutes
        return now + (then - now) * min(self.weeks_ago / WEEKS, 1)


MORNING = Kind(
    "Morning routine",
    "Morning routine",
    (19, 30),
    (("Vibrato on every finger", 99), ("A relaxed left hand", 99), ("Thumb position", 22), ("Suite I from memory", 9)),
    (
        "Cold fingers for ten minutes. Start with long bows next time.",
        "Thumb light, shoulder down. Keep.",
        "Fourth finger locks as soon as I think of it.",
        "Best intonation this week.",
    ),
)
EVENING = Kind(
    "Evening routine",
    "Routine 2",
    (34, 53),
    (("Suite I from memory", 99), ("Suite I from memory", 12), ("Suite II: Courante", 20), ("Popper études 1–10", 99)),
    (
        "Thumb stayed loose until the third octave. Slower shifts next time.",
        "Allemande falls apart where the pages used to turn.",
        "Spiccato runs away above 84. Smaller movement.",
        "Played the Sarabande for Ilse, no slips.",
        "Tired. Half tempo was the right idea.",
    ),
    second_goal="A relaxed left hand",
)
RUN_THROUGH = Kind(
    "Slow run-through",
    "Run-through",
    (44, 62),
    (("Suite I from memory", 99), ("Suite II: Courante", 18)),
    ("Recorded it. The Menuets are too fast again.", "One stop only, before the Gigue."),
)
WITH_JONAS = Kind("Run-through with Jonas", "Run-through", (58, 70), (("Popper études 1–10", 99),), ("Jonas: more bow in the arpeggios.",))
BOULDERING = Kind(
    "Bouldering, Boulderwelt",
    "Bouldering",
    (80, 98),
    (("Hang 20 mm, +20 kg", 99), ("Hang 20 mm, +20 kg", 99), ("Footwork on slabs", 26)),
    ("Third hang held for eight seconds.", "Skin thin, stopped early.", "Flash of the yellow slab. Trust the left foot."),
)
RADIO = Kind(
    "Radio Ambulante",
    "Spanish: listening",
    (23, 26),
    (("Radio Ambulante at full speed", 14), ("An episode at three quarters", 99)),
    ("El Salvador is quicker than Colombia.", "Understood the end without the transcript."),
)
DRILL = Kind(
    "Subjunctive drill",
    "Spanish: listening",
    (22, 27),
    (("Imperfect subjunctive", 12), ("Subjunctive after cuando", 99)),
    ("Ojalá + imperfect sticks now.",),
)
QUARTET = Kind("Quartet rehearsal", None, (85, 95), (("Schubert quintet, second cello", 99),), ("Adagio: count the pizzicati aloud.",))

USUAL_WEEK = (
    Slot(0, time(7, 3), MORNING, 0.34),
    Slot(0, time(12, 30), RADIO, 0.55),
    Slot(0, time(18, 2), EVENING, 0.95),
    Slot(0, time(20, 0), QUARTET, 0.22),
    Slot(1, time(7, 4), MORNING, 0.22),
    Slot(1, time(18, 10), EVENING, 0.95),
    Slot(2, time(7, 5), MORNING, 0.34),
    Slot(2, time(19, 12), BOULDERING, 0.9),
    Slot(3, time(7, 0), MORNING, 0.34),
    Slot(3, time(12, 31), DRILL, 0.25),
    Slot(3, time(18, 4), EVENING, 0.95),
    Slot(4, time(7, 10), MORNING, 0.22),
    Slot(4, time(16, 15), EVENING, 0.12),
    Slot(5, time(10, 30), WITH_JONAS, 0.4),
    Slot(6, time(17, 0), RUN_THROUGH, 0.6),
)

# Sessions of each week before this one, the last week first: a flu, the turn of a year, holidays by the sea.
LAST_WEEKS = (
    *(9, 6, 7, 7, 8, 7, 6, 9, 3, 2, 5, 7, 10, 7, 11, 9, 6, 5, 6, 1, 8, 8, 8, 10, 7, 10),
    *(7, 8, 6, 7, 6, 8, 7, 4, 0, 2, 7, 8, 7, 6, 7, 8, 6, 5, 6, 7, 5, 6, 5, 4, 5, 3),
)
WEEKS = len(LAST_WEEKS)


def plan(random: Random, now: datetime, zone: ZoneInfo) -> tuple[Planned, ...]:
    """Return all sessions before `now` (aware), the oldest first."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    planned: list[Planned] = []
    for weeks_ago in range(WEEKS, 0, -1):
        week = monday - timedelta(weeks=weeks_ago)
        planned += [_planned(random, slot, week, zone, now) for slot in _kept(random, LAST_WEEKS[weeks_ago - 1])]
    latest = now - timedelta(hours=3)
    this_week = [_planned(random, slot, monday, zone, now) for slot in USUAL_WEEK if slot.weight >= 0.34]
    planned += [session for session in this_week if session.start < latest]
    return tuple(sorted(planned, key=lambda session: session.start))


def _kept(random: Random, count: int) -> list[Slot]:
    """Draw `count` slots of the usual week without drawing one twice, heavy ones first."""
    by_luck = sorted(USUAL_WEEK, key=lambda slot: random.random() ** (1 / slot.weight), reverse=True)
    return by_luck[:count]


def _planned(random: Random, slot: Slot, week: date, zone: ZoneInfo, now: datetime) -> Planned:
    late = timedelta(minutes=int(random.triangular(-6, 26, 2)), seconds=random.randrange(60))
    start = (datetime.combine(week + timedelta(days=slot.weekday), slot.at) + late).replace(tzinfo=zone)
    weeks_ago = (now - start) / timedelta(weeks=1)
    goals = [name for name, since in slot.kind.goals if weeks_ago < since]
    chosen = [random.choice(goals)]
    if slot.kind.second_goal and random.random() < 0.3:
        chosen.append(slot.kind.second_goal)
    older = slot.kind is EVENING and weeks_ago > ROUTINE_CHANGED_WEEKS_AGO
    return Planned(slot.kind, start, weeks_ago, "Routine 1" if older else slot.kind.template, tuple(chosen))
