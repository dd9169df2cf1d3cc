"""What the sample data practises: groups, activities and templates, as constants."""

from fractal_desktop.services.sample.goals import CELLO, CLIMBING, SPANISH
from fractal_desktop.services.sample.specs import ActivitySpec, LineSpec, MetricSpec, SectionSpec, TemplateSpec

ROUTINE_CHANGED_WEEKS_AGO = 18

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
