"""What the sample data practises for: its goals, as constants."""

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.services.sample.specs import GoalSpec

CELLO, CLIMBING, SPANISH = "Play all six cello suites", "Climb 7A outdoors", "Speak Spanish at C1"

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
