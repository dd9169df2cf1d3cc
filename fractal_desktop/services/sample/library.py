"""What the sample data is about: goals, activities and templates, as constants. Ages and due days are days before and after today."""

from dataclasses import dataclass, field

from fractal_desktop.domain.goal import GoalType

ROUTINE_CHANGED_WEEKS_AGO = 18
CELLO, CLIMBING, SPANISH = "Play all six cello suites", "Climb 7A outdoors", "Speak Spanish at C1"


@dataclass(frozen=True, slots=True)
class GoalSpec:
    """A goal with those below it; `done` is how many days ago it was completed, `due` in how many days it is.

    `share` is the part of the practice of it and its siblings that it is meant to get, if somebody said so.
    """

    type: GoalType
    name: str
    below: tuple["GoalSpec", ...] = ()
    due: int | None = None
    done: int | None = None
    description: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class MetricSpec:
    """What is noted for an activity; the first set's values wander from `first` to `last` over the time that the data covers.

    Less is better of one that falls.
    """

    name: str
    unit: str
    first: float
    last: float
    step: float = 1
    per_set: float = 0
    top_set: bool = False
    in_product: bool = True

    @property
    def lower_is_better(self) -> bool:
        """Return whether the person wants it to fall."""
        return self.last < self.first


@dataclass(frozen=True, slots=True)
class ActivitySpec:
    """Something practised for the fractal `root`: with `sets` sets, or once for each split; `retired` so many weeks ago.

    The first of two splits comes to so many steps more of each metric: `lead`.
    """

    name: str
    root: str
    description: str = ""
    metrics: tuple[MetricSpec, ...] = ()
    sets: int = 0
    splits: tuple[str, ...] = ()
    lead: int = 0
    group: str | None = None
    is_product: bool = False
    retired: int | None = None


@dataclass(frozen=True, slots=True)
class LineSpec:
    """A line of a section: an activity for its share of the section's time, or a checklist line."""

    name: str
    share: float = 0
    description: str = ""


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section of a template."""

    name: str
    minutes: int
    lines: tuple[LineSpec, ...]


@dataclass(frozen=True, slots=True)
class TemplateSpec:
    """A plan for a session; `archived` so many weeks ago."""

    name: str
    root: str
    sections: tuple[SectionSpec, ...] = field(default_factory=tuple)
    description: str = ""
    archived: int | None = None

    @property
    def minutes(self) -> int:
        """Return the planned length."""
        return sum(section.minutes for section in self.sections)


ULTIMATE, LONG, MID, SHORT = GoalType.ULTIMATE, GoalType.LONG_TERM, GoalType.MID_TERM, GoalType.SHORT_TERM
IMMEDIATE, MICRO, NANO = GoalType.IMMEDIATE, GoalType.MICRO, GoalType.NANO

GOALS = (
    GoalSpec(
        ULTIMATE,
        CELLO,
        due=1396,
        share=0.6,
        description="All six, by heart, in one weekend, for whoever wants to listen.",
        below=(
            GoalSpec(
                LONG,
                "A relaxed left hand",
                due=278,
                share=0.3,
                description="No pressing thumb, no tight neck after an hour.",
                below=(
                    GoalSpec(
                        MID,
                        "Thumb position",
                        due=117,
                        below=(
                            GoalSpec(SHORT, "Find the octave without looking", done=64),
                            GoalSpec(SHORT, "Scales over three octaves in thumb position", due=45),
                            GoalSpec(SHORT, "Haydn C major, first page", due=82),
                            GoalSpec(SHORT, "Double stops in thumb position", due=110),
                        ),
                    ),
                    GoalSpec(
                        MID,
                        "Vibrato on every finger",
                        due=-5,
                        below=(
                            GoalSpec(SHORT, "Second finger, slow and wide", done=151),
                            GoalSpec(SHORT, "First and third finger", done=97),
                            GoalSpec(SHORT, "Fourth finger without locking", done=23),
                            GoalSpec(SHORT, "Change fingers without a gap", due=12),
                        ),
                    ),
                ),
            ),
            GoalSpec(
                LONG,
                "Repertoire",
                share=0.5,
                below=(
                    GoalSpec(
                        MID,
                        "Suites I–III from memory",
                        due=179,
                        below=(
                            GoalSpec(
                                SHORT,
                                "Suite I from memory",
                                due=15,
                                description="Prélude to Gigue in one go, with the repeats.",
                                below=(
                                    GoalSpec(IMMEDIATE, "Prélude and Allemande", done=58),
                                    GoalSpec(IMMEDIATE, "Courante and Sarabande", done=17),
                                    GoalSpec(IMMEDIATE, "Menuets and Gigue", due=11),
                                ),
                            ),
                            GoalSpec(
                                SHORT,
                                "Suite II: Courante",
                                due=40,
                                below=(
                                    GoalSpec(IMMEDIATE, "Bowing of the first half", done=9),
                                    GoalSpec(IMMEDIATE, "Fingering written down"),
                                    GoalSpec(IMMEDIATE, "First half at 60"),
                                    GoalSpec(IMMEDIATE, "Second half at 60"),
                                    GoalSpec(IMMEDIATE, "Whole at 72"),
                                ),
                            ),
                            GoalSpec(SHORT, "Suite III: Bourrées", due=121),
                        ),
                    ),
                    GoalSpec(
                        MID,
                        "Popper études 1–10",
                        due=87,
                        below=(
                            GoalSpec(SHORT, "Études 1 and 2", done=201),
                            GoalSpec(SHORT, "Études 3 and 4", done=122),
                            GoalSpec(SHORT, "Études 5 and 6", done=41),
                            GoalSpec(SHORT, "Études 7 and 8", due=34),
                            GoalSpec(SHORT, "Études 9 and 10", due=87),
                        ),
                    ),
                ),
            ),
            GoalSpec(
                LONG,
                "Chamber music",
                share=0.2,
                below=(
                    GoalSpec(
                        MID, "Schubert quintet, second cello", due=100, description="With Jonas, Ana, Mirko and Ilse, every other Monday."
                    ),
                    GoalSpec(MID, "A trio evening at home", done=133),
                ),
            ),
        ),
    ),
    GoalSpec(
        ULTIMATE,
        CLIMBING,
        due=590,
        share=0.25,
        below=(
            GoalSpec(
                LONG,
                "Finger strength",
                below=(
                    GoalSpec(
                        MID,
                        "Hang 20 mm, +20 kg",
                        due=56,
                        below=(
                            GoalSpec(SHORT, "Ten seconds with +5 kg", done=243),
                            GoalSpec(SHORT, "Ten seconds with +10 kg", done=160),
                            GoalSpec(SHORT, "Ten seconds with +15 kg", done=50),
                            GoalSpec(SHORT, "Eight seconds with +20 kg", done=1),
                            GoalSpec(
                                MICRO,
                                "Ten clean repeaters",
                                due=10,
                                below=tuple(GoalSpec(NANO, f"Repeater {n}", done=22 - 3 * n if n <= 7 else None) for n in range(1, 11)),
                            ),
                        ),
                    ),
                ),
            ),
            GoalSpec(
                LONG,
                "Footwork on slabs",
                below=(
                    GoalSpec(MID, "Silent feet on every 6A", done=88),
                    GoalSpec(MID, "Smear a 6C slab without hands", due=64),
                    GoalSpec(MID, "Three 6C slabs in the Frankenjura", due=140),
                ),
            ),
        ),
    ),
    GoalSpec(
        ULTIMATE,
        SPANISH,
        due=920,
        share=0.15,
        below=(
            GoalSpec(
                LONG,
                "Radio without subtitles",
                due=210,
                below=(
                    GoalSpec(MID, "Radio Ambulante at full speed", due=95),
                    GoalSpec(MID, "An episode at three quarters", done=74),
                ),
            ),
            GoalSpec(
                LONG,
                "Grammar without thinking",
                below=(
                    GoalSpec(MID, "Subjunctive after cuando", done=30),
                    GoalSpec(MID, "Imperfect subjunctive", due=52),
                    GoalSpec(MID, "Ser and estar in every tense", due=130),
                ),
            ),
        ),
    ),
)

TEMPO, ERRORS = MetricSpec("Tempo", "bpm", 46, 62, per_set=3, top_set=True), MetricSpec("Errors", "", 6, 2, per_set=1)
WARM_UP, TECHNIQUE, REPERTOIRE, STRENGTH, ON_THE_WALL = "Warm-up", "Technique", "Repertoire", "Strength", "On the wall"
GROUPS = ((WARM_UP, CELLO), (TECHNIQUE, CELLO), (REPERTOIRE, CELLO), (STRENGTH, CLIMBING), (ON_THE_WALL, CLIMBING))

ACTIVITIES = (
    ActivitySpec("Long bows", CELLO, "open strings, 8 s each", group=WARM_UP),
    ActivitySpec("Drones", CELLO, "fifths against a held open string", group=WARM_UP, retired=ROUTINE_CHANGED_WEEKS_AGO),
    ActivitySpec("Scales", CELLO, "C major, three octaves", (TEMPO, ERRORS), sets=3, group=TECHNIQUE),
    ActivitySpec(
        "Spiccato",
        CELLO,
        "middle of the bow",
        (MetricSpec("Tempo", "bpm", 70, 86), MetricSpec("Evenness", "of 5", 2.5, 4, 0.5)),
        splits=("Up-bow", "Down-bow"),
        group=TECHNIQUE,
    ),
    ActivitySpec("Passage work", CELLO, "slow, then in tempo", (TEMPO, ERRORS), sets=2, group=REPERTOIRE),
    ActivitySpec("Shifts", CELLO, "first to seventh position", (MetricSpec("Clean", "of 10", 5, 9),), group=TECHNIQUE),
    ActivitySpec(
        "Play through", CELLO, "no stopping", (MetricSpec("Stops", "", 9, 2), MetricSpec("Memory slips", "", 6, 1)), group=REPERTOIRE
    ),
    ActivitySpec(
        "Max hangs",
        CLIMBING,
        "20 mm edge",
        (MetricSpec("Load", "kg", 5, 15, 2.5, per_set=2.5, top_set=True), MetricSpec("Hold", "s", 9, 11, per_set=-1)),
        sets=3,
        group=STRENGTH,
        is_product=True,
    ),
    ActivitySpec(
        "Problems, 6B–6C",
        CLIMBING,
        "",
        (MetricSpec("Hooks", "", 2, 6), MetricSpec("Flags", "", 3, 6)),
        splits=("Left", "Right"),
        lead=-1,
        group=ON_THE_WALL,
    ),
    ActivitySpec("Antagonists", CLIMBING, "push-ups and bands", (MetricSpec("Repetitions", "", 16, 28),), group=STRENGTH),
    ActivitySpec("Listening", SPANISH, "once without, once with the transcript", (MetricSpec("New words", "words", 24, 11),)),
    ActivitySpec("Shadowing", SPANISH, "one minute behind the speaker"),
)

LONG_BOWS = LineSpec("Long bows", 1)
PLAY_THROUGH = SectionSpec("Run-through", 45, (LineSpec("Play through", 1),))

TEMPLATES = (
    TemplateSpec(
        "Morning routine",
        CELLO,
        (
            SectionSpec("Warm-up", 8, (LineSpec("Tune, rosin, stand"), LONG_BOWS)),
            SectionSpec("Technique", 20, (LineSpec("Shifts", 0.4), LineSpec("Scales", 0.6))),
        ),
    ),
    TemplateSpec(
        "Routine 1",
        CELLO,
        (
            SectionSpec("Warm-up", 10, (LineSpec("Tune, rosin, stand"), LineSpec("Long bows", 0.6), LineSpec("Drones", 0.4))),
            SectionSpec("Technique", 15, (LineSpec("Scales", 1),)),
            SectionSpec("Repertoire", 15, (LineSpec("Passage work", 1),)),
        ),
        archived=ROUTINE_CHANGED_WEEKS_AGO,
    ),
    TemplateSpec(
        "Routine 2",
        CELLO,
        (
            SectionSpec("Warm-up", 10, (LineSpec("Tune, rosin, stand"), LONG_BOWS)),
            SectionSpec("Repertoire", 20, (LineSpec("Passage work", 1),)),
            SectionSpec("Technique", 15, (LineSpec("Spiccato", 0.6), LineSpec("Scales", 0.4))),
        ),
        "Music first, technique while it is still in the ear.",
    ),
    TemplateSpec(
        "Run-through",
        CELLO,
        (SectionSpec("Warm-up", 10, (LONG_BOWS,)), PLAY_THROUGH, SectionSpec("Afterwards", 5, (LineSpec("Listen to the recording"),))),
    ),
    TemplateSpec(
        "Bouldering",
        CLIMBING,
        (
            SectionSpec("Fingerboard", 20, (LineSpec("Ten minutes on easy holds"), LineSpec("Max hangs", 1))),
            SectionSpec("Wall", 65, (LineSpec("Problems, 6B–6C", 1),)),
            SectionSpec("Cool-down", 10, (LineSpec("Antagonists", 1), LineSpec("Stretch forearms"))),
        ),
    ),
    TemplateSpec(
        "Spanish: listening",
        SPANISH,
        (SectionSpec("Listen", 20, (LineSpec("Listening", 1),)), SectionSpec("Speak", 5, (LineSpec("Shadowing", 1),))),
    ),
)
