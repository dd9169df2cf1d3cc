"""Quick entry: what a person types is understood word by word, in any order, and never becomes a time that cannot have been."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fractal_desktop.domain.entry_words import EntryWord, EntryWords, WordKind, folded_words
from fractal_desktop.domain.goal import LONGEST_NAME
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.quick_entry import QuickEntry, describe, parse_quick_entry

BERLIN, NEW_YORK, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
NOW = datetime(2026, 3, 2, 19, 30, 15, 500_000, tzinfo=UTC)
"""A Monday, half past eight in the evening in Berlin."""

ACTIVITIES = ("Scales", "Scales in thirds", "Études", "Étude Op. 10 No. 4", "Suite 18", "5 minute drill", "m", "Monday", "45m", "Log", "#1")
TEMPLATES = ("Evening routine", "Scales", "30m warm-up")
GOALS = ("Suite", "Suite I", "Suite I, Prélude", "Suite 18:00", "Über Wasser", "Today")


def entry_words(
    activities: tuple[str, ...] = ACTIVITIES, templates: tuple[str, ...] = TEMPLATES, goals: tuple[str, ...] = GOALS
) -> EntryWords:
    kinds = ((WordKind.ACTIVITY, activities), (WordKind.TEMPLATE, templates), (WordKind.GOAL, goals))
    return EntryWords(EntryWord(kind, f"{kind}:{name}", name) for kind, names in kinds for name in names)


WORDS = entry_words()
NO_WORDS = EntryWords()


def parse(text: str, now: datetime = NOW, zone: ZoneInfo = BERLIN, words: EntryWords = WORDS) -> QuickEntry:
    return parse_quick_entry(text, words, now, zone)


def names(entry: QuickEntry) -> tuple[list[str], list[str], str | None]:
    return (
        [word.name for word in entry.activities],
        [word.name for word in entry.goals],
        None if entry.template is None else entry.template.name,
    )


def times(entry: QuickEntry, zone: ZoneInfo = BERLIN) -> str:
    """Return start, end and minutes as short text; the problems if there are any."""
    if entry.start is None or entry.end is None or entry.seconds is None:
        return " ".join(entry.problems)
    start, end = entry.start.astimezone(zone), entry.end.astimezone(zone)
    return (
        f"{start:%m-%d %H:%M}-{end:%H:%M}"
        if entry.seconds == (end - start).total_seconds()
        else f"{start:%m-%d %H:%M}-{end:%H:%M} {entry.seconds // 60}"
    )


def test_the_line_of_the_manual() -> None:
    entry = parse("log 45m Scales yesterday 18:00 #Suite I")
    assert entry.start == datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
    assert entry.end == datetime(2026, 3, 1, 17, 45, tzinfo=UTC)
    assert entry.seconds == 2700
    assert names(entry) == (["Scales"], ["Suite I"], None)
    assert entry.activity_ids == ("activity:Scales",)
    assert entry.goal_ids == ("goal:Suite I",)
    assert (entry.name, entry.unknown, entry.problems) == ("Scales", (), ())


@pytest.mark.parametrize(
    ("said", "found", "unknown"),
    [
        ("45m évening yesterday 18:00", ([], [], "Evening routine"), ()),
        ("étude and scales 45m", (["Étude Op. 10 No. 4", "Scales"], [], None), ()),
        ("50m Étude, Scales", (["Étude Op. 10 No. 4", "Scales"], [], None), ()),
        ("45m Evening", ([], [], "Evening routine"), ()),
        ("45m Evening walk", ([], [], None), ("Evening", "walk")),
        ("45m Eve", ([], [], None), ("Eve",)),
        ('45m "Evening"', ([], [], None), ('"Evening"',)),
    ],
)
def test_the_beginning_of_a_name_is_enough_where_only_one_begins_so(
    said: str, found: tuple[list[str], list[str], str | None], unknown: tuple[str, ...]
) -> None:
    entry = parse(said)
    assert (names(entry), entry.unknown) == (found, unknown)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("45m", 2700), ("45 m", 2700), ("45min", 2700), ("45 min", 2700), ("45 mins", 2700), ("45 minutes", 2700), ("1 minute", 60),
        ("45M", 2700), ("４５m", 2700), ("for 45m", 2700), ("45m,", 2700),
        ("1h", 3600), ("1 h", 3600), ("1hr", 3600), ("2hrs", 7200), ("1 hour", 3600), ("2 hours", 7200), ("24h", 86400),
        ("1h30", 5400), ("1h30m", 5400), ("1h 30m", 5400), ("1 h 30 min", 5400), ("1h 30", 5400), ("1 hour and 30 minutes", 5400), ("1h05", 3900),
        ("1:30h", 5400), ("1:05 h", 3900), ("0:45h", 2700), ("90min", 5400), ("90 min", 5400),
        ("1.5h", 5400), ("1,5h", 5400), ("1.5 hours", 5400), ("2.25h", 8100), ("0.5m", 30), ("12.5 min", 750),
        ("90s", 90), ("30 sec", 30), ("2m 30s", 150), ("2 min 30 seconds", 150),
        ("an hour", 3600), ("half an hour", 1800), ("an hour and a half", 5400), ("for half an hour", 1800),
    ],
)  # fmt: skip
def test_lengths(said: str, seconds: int) -> None:
    entry = parse(f"{said} Scales", words=entry_words(("Scales",), (), ()))
    assert entry.problems == ()
    assert entry.unknown == ()
    assert entry.seconds == seconds
    assert entry.end == NOW.replace(microsecond=0), "without a time it ended now"
    assert entry.start == NOW.replace(microsecond=0) - timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("today", "03-02 12:00-12:45"), ("yesterday", "03-01 12:00-12:45"), ("YESTERDAY", "03-01 12:00-12:45"), ("yesterday,", "03-01 12:00-12:45"),
        ("the day before yesterday", "02-28 12:00-12:45"),
        ("monday", "03-02 12:00-12:45"), ("mon", "03-02 12:00-12:45"), ("on monday", "03-02 12:00-12:45"), ("last monday", "02-23 12:00-12:45"),
        ("sunday", "03-01 12:00-12:45"), ("last sunday", "03-01 12:00-12:45"), ("sat", "02-28 12:00-12:45"), ("fri", "02-27 12:00-12:45"),
        ("thurs", "02-26 12:00-12:45"), ("wednesday", "02-25 12:00-12:45"), ("tues", "02-24 12:00-12:45"),
        ("2026-03-01", "03-01 12:00-12:45"), ("2026/3/1", "03-01 12:00-12:45"), ("on 2026-02-28", "02-28 12:00-12:45"),
        ("02.03.", "03-02 12:00-12:45"), ("1.3.", "03-01 12:00-12:45"), ("28.02.2026", "02-28 12:00-12:45"), ("28.02.26", "02-28 12:00-12:45"),
        ("28.02. 2026", "02-28 12:00-12:45"),
        ("1 March", "03-01 12:00-12:45"), ("the 1st of March", "03-01 12:00-12:45"), ("1. mar 2026", "03-01 12:00-12:45"),
        ("March 1", "03-01 12:00-12:45"), ("feb 28th 2026", "02-28 12:00-12:45"), ("on 2 January", "01-02 12:00-12:45"),
        ("3 days ago", "02-27 12:00-12:45"), ("1 day ago", "03-01 12:00-12:45"), ("a day ago", "03-01 12:00-12:45"),
        ("a week ago", "02-23 12:00-12:45"), ("2 weeks ago", "02-16 12:00-12:45"),
    ],
)  # fmt: skip
def test_days(said: str, expected: str) -> None:
    entry = parse(f"45m {said} 12:00", words=NO_WORDS)
    assert entry.unknown == ()
    assert times(entry) == expected


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("1.3.", 2026),
        ("2.3.", 2026),
        ("3.3.", 2025),
        ("31.12.", 2025),
        ("December 24", 2025),
        ("29.02.", 2024),
        ("29.02.2020", 2020),
        ("1.1.99", 2099),
    ],
)
def test_a_date_without_a_year_is_the_last_such_one(said: str, year: int) -> None:
    entry = parse(f"45m {said}", words=NO_WORDS)
    assert (entry.start.year if entry.start is not None else 2099) == year


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("18:00", "03-02 18:00-18:45"), ("at 18:00", "03-02 18:00-18:45"), ("at 18", "03-02 18:00-18:45"), ("18.00", "03-02 18:00-18:45"),
        ("18.30", "03-02 18:30-19:15"), ("6pm", "03-02 18:00-18:45"), ("6 pm", "03-02 18:00-18:45"), ("6:30pm", "03-02 18:30-19:15"),
        ("6.30 p.m.", "03-02 18:30-19:15"), ("6PM", "03-02 18:00-18:45"), ("9am", "03-02 09:00-09:45"), ("12am", "03-02 00:00-00:45"),
        ("12pm", "03-02 12:00-12:45"), ("12:15 am", "03-02 00:15-01:00"), ("0:00", "03-02 00:00-00:45"), ("from 18:00", "03-02 18:00-18:45"),
        ("started at 18:00", "03-02 18:00-18:45"), ("starting 18", "03-02 18:00-18:45"), ("18:00:30", "03-02 18:00-18:45"),
        ("until 18:00", "03-02 17:15-18:00"), ("till 18", "03-02 17:15-18:00"), ("to 18:00", "03-02 17:15-18:00"), ("ended at 6pm", "03-02 17:15-18:00"),
        ("until 0:30", "03-01 23:45-00:30"),
        ("2026-03-01T18:00", "03-01 18:00-18:45"), ("2026-03-01t18:00:00", "03-01 18:00-18:45"),
        ("2 hours ago", "03-02 18:30-19:15"), ("90 min ago", "03-02 19:00-19:45"), ("an hour ago", "03-02 19:30-20:15"),
        ("18:00-18:45", "03-02 18:00-18:45"), ("18:00 to 19:15", "03-02 18:00-19:15 45"),
        ("until 24:00 yesterday", "03-01 23:15-00:00"), ("yesterday 24:00", "03-02 00:00-00:45"),
        ("18:00 Monday", "03-02 18:00-18:45"), ("21:00 Monday", "02-23 21:00-21:45"),
    ],
)  # fmt: skip
def test_times_with_a_length(said: str, expected: str) -> None:
    entry = parse(f"45m {said}", words=NO_WORDS)
    assert entry.unknown == ()
    assert times(entry) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("18-19:15", "03-02 18:00-19:15"), ("18:00-18:45", "03-02 18:00-18:45"), ("18-19", "03-02 18:00-19:00"), ("18:00 - 18:45", "03-02 18:00-18:45"),
        ("18:00–18:45", "03-02 18:00-18:45"), ("18:00 — 18:45", "03-02 18:00-18:45"), ("18.00-18.45", "03-02 18:00-18:45"),
        ("from 18:00 to 18:45", "03-02 18:00-18:45"), ("from 18 to 19", "03-02 18:00-19:00"), ("18:00 until 18:45", "03-02 18:00-18:45"),
        ("between 18 and 19", "03-02 18:00-19:00"), ("18:00 till 7pm", "03-02 18:00-19:00"), ("6-7pm", "03-02 18:00-19:00"),
        ("11-1pm", "03-02 11:00-13:00"), ("11:30am-1pm", "03-02 11:30-13:00"), ("10-11 am", "03-02 10:00-11:00"), ("6pm-7pm", "03-02 18:00-19:00"),
        ("6pm-19:00", "03-02 18:00-19:00"), ("23:00-00:30", "03-01 23:00-00:30"), ("yesterday 23:00-00:30", "03-01 23:00-00:30"),
        ("23:00-24:00 yesterday", "03-01 23:00-00:00"), ("11pm-1am", "03-01 23:00-01:00"), ("9pm-6pm yesterday", "03-01 21:00-18:00"),
        ("since 17:00", "03-02 17:00-20:30"), ("since 5pm", "03-02 17:00-20:30"), ("since 17", "03-02 17:00-20:30"), ("since 23:00", "03-01 23:00-20:30"),
    ],
)  # fmt: skip
def test_times_without_a_length(said: str, expected: str) -> None:
    entry = parse(said, now=NOW.replace(second=0, microsecond=0), words=NO_WORDS)
    assert entry.unknown == ()
    assert times(entry) == expected


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("", "Say how long it was"), ("log", "Say how long it was"), ("Scales", "Say how long it was"), ("yesterday 18:00", "Say how long it was"),
        ("until 18:00", "Say how long it was"), ("2 hours ago", "Say how long it was"),
        ("45m 21:00", "21:45 on Monday, 2 March 2026, which is still to come. Was it yesterday? Then say so."),
        ("45m 20:00", "20:45 on Monday, 2 March 2026, which is still to come"), ("20:00-21:00", "still to come"), ("45m 10 min ago", "still to come"),
        ("45m today 21:00", "still to come."), ("45m 2026-03-03", "still to come"), ("45m 2027-01-01 12:00", "Friday, 1 January 2027, which is still to come"),
        ("45m until 21:00", "still to come"),
        ("0m", "longer than nothing"), ("0.001m", "longer than nothing"), ("25h", "not longer than a day"), ("9999999h", "not longer than a day"), ("since 17:00 yesterday", "it cannot have been"),
        ("2h 18:00-19:00", "too short for that"), ("18:00-18:00", "is no time of day"),
        ("45m 25:00", "“25:00” is no time of day"), ("45m 18:75", "no time of day"), ("45m 13pm", "no time of day"), ("45m 0am", "no time of day"),
        ("45m from 25 to 26", "no time of day"), ("45m at 30", "no time of day"), ("45m 24:30", "no time of day"), ("45m 12:00:99", "no time of day"),
        ("45m 2026-02-30", "There is no day “2026-02-30”"), ("45m 31.04.", "There is no day"), ("45m on 30 February", "There is no day “30 february”"),
        ("45m 0000-01-01", "There is no day"), ("45m 0.1.", "There is no day"), ("45m 99999 weeks ago", "is too long ago"),
        ("45m 1899-12-31", "The year 1899 is too long ago"), ("45m 99999 days ago", "is too long ago"), ("45m 9999-12-31 23:30", "no such day in the calendar"),
        ("45m 1h", "More than one length"), ("45m 30m 20m", "More than one length"), ("45m today yesterday", "More than one day"),
        ("45m 18:00 19:00", "More than one time"), ("45m 2 hours ago 18:00", "More than one time"), ("45m 2 hours ago yesterday", "More than one time"),
        ("45m Evening routine 30m warm-up", "A session has one template: “Evening routine” or “30m warm-up”?"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_words(said: str, problem: str) -> None:
    entry = parse(said, words=entry_words(("Scales",)))
    assert (entry.start, entry.end, entry.seconds) == (None, None, None)
    assert problem in " ".join(entry.problems)
    assert describe(entry, BERLIN).startswith(" ".join(entry.problems))


@pytest.mark.parametrize(
    ("said", "activities", "goals", "template"),
    [
        ("Scales", ["Scales"], [], None),  # an activity before a template of the same name
        ("scales", ["Scales"], [], None),
        ("SCALES,", ["Scales"], [], None),
        ("Scales.", ["Scales"], [], None),
        ("scales in thirds", ["Scales in thirds"], [], None),
        ("Scales in", ["Scales"], [], None),
        ("scales and etudes", ["Scales", "Études"], [], None),
        ("etudes & scales", ["Études", "Scales"], [], None),
        ("Scales, Études", ["Scales", "Études"], [], None),
        ("45m of Scales with Études", ["Scales", "Études"], [], None),
        ("Scales Scales", ["Scales"], [], None),
        ("E\u0301TUDES", ["Études"], [], None),  # the accent as a character of its own
        ("etude op. 10 no. 4", ["Étude Op. 10 No. 4"], [], None),
        ("Suite 18", ["Suite 18"], [], None),
        ("5 minute drill", ["5 minute drill"], [], None),
        ("m", ["m"], [], None),
        ("log Log", ["Log"], [], None),
        ("Monday yesterday", ["Monday"], [], None),
        ("Monday Monday", ["Monday"], [], None),
        ("Monday", [], [], None),
        ("yesterday “Monday”", ["Monday"], [], None),
        ('"Monday"', ["Monday"], [], None),
        ("evening routine", [], [], "Evening routine"),
        ("Evening Routine with Scales", ["Scales"], [], "Evening routine"),
        ("#suite", [], ["Suite"], None),
        ("#Suite I", [], ["Suite I"], None),
        ("#Suite I, #Suite", [], ["Suite I", "Suite"], None),
        ("#Suite I, Prelude", [], ["Suite I, Prélude"], None),
        ("# Suite I", [], ["Suite I"], None),
        ("#uber wasser", [], ["Über Wasser"], None),
        ("#“Suite I”", [], ["Suite I"], None),
        ('#"Suite" Scales', ["Scales"], ["Suite"], None),
        ("#Suite 18:00", [], ["Suite 18:00"], None),
        ("#Suite Scales #Suite", ["Scales"], ["Suite"], None),
        ("for #Suite I", [], ["Suite I"], None),
        ("#Today", [], ["Today"], None),
        ("#1", ["#1"], [], None),
        ("#1 #Suite", ["#1"], ["Suite"], None),
        ("#über", [], ["Über Wasser"], None),
        ("#Uber, Scales", ["Scales"], ["Über Wasser"], None),
    ],
)
def test_names(said: str, activities: list[str], goals: list[str], template: str | None) -> None:
    entry = parse(f"20m {said}" if not said.startswith(("45m", "log")) else said.replace("log", "log 20m"))
    assert names(entry) == (activities, goals, template)
    assert entry.unknown == (("in",) if said == "Scales in" else ())
    assert entry.problems == ()


@pytest.mark.parametrize(
    ("said", "activities", "seconds"),
    [
        ("45m", [], 2700),
        ("30m 45m", ["45m"], 1800),
        ("45m 30m", ["45m"], 1800),
        ("45m 45m", ["45m"], 2700),
        ("5 minute drill 20m", ["5 minute drill"], 1200),
        ("5 minute", [], 300),
        ("20m m", ["m"], 1200),
        ("20 m m", ["m"], 1200),
        ("Suite 18 18:00-18:10", ["Suite 18"], 600),
        ("1h 30m warm-up", [], 3600),
        ("1h 30m warm", [], 5400),
    ],
)
def test_names_that_look_like_lengths(said: str, activities: list[str], seconds: int) -> None:
    entry = parse(said)
    assert names(entry)[0] == activities
    assert entry.seconds == seconds


@pytest.mark.parametrize(
    ("said", "activities"),
    [
        ("45m 6pm", []),
        ("45m 6pm 6pm", ["6pm"]),
        ("45m 6pm 5pm", ["6pm"]),
        ("45m 2 hours ago", []),
        ("45m 2 hours ago 6pm", ["6pm"]),
        ("45m 5pm 2 hours ago", ["2 hours ago"]),
        ("45m 25:00", ["25:00"]),
    ],
)
def test_names_that_look_like_times(said: str, activities: list[str]) -> None:
    entry = parse(said, words=entry_words(("6pm", "2 hours ago", "25:00", "", " "), (), ()))
    assert entry.problems == ()
    assert names(entry)[0] == activities


def test_a_name_that_begins_with_log_is_a_name() -> None:
    words = entry_words(("Log rolling", "Log"), (), ())
    assert names(parse("log rolling 45m", words=words))[0] == ["Log rolling"]
    assert names(parse("log 45m", words=words))[0] == []
    assert names(parse("log log rolling 45m", words=words))[0] == ["Log rolling"]
    assert parse("#log 45m", words=words).unknown == ("#log",)


@pytest.mark.parametrize(
    ("said", "unknown", "name"),
    [
        ("45m Scales blah", ("blah",), "Scales"),
        ("45m sight reading", ("sight", "reading"), "sight reading"),
        ("45m #Nothing", ("#Nothing",), "Practice"),
        ("45m #", ("#",), "Practice"),
        ("45m #Suite nothing", ("nothing",), "nothing"),
        ('45m "Old tunes"', ('"Old tunes"',), "Old tunes"),
        ('45m ""', ('""',), "Practice"),
        ('45m "Scales now"', ('"Scales now"',), "Scales now"),
        ('45m #"Suite now"', ('#"Suite now"',), "Practice"),
        ("45m and", ("and",), "and"),
        ("45m Scales and more", ("and", "more"), "Scales"),
        ("45m 18", ("18",), "18"),
        ("45m 45.99", ("45.99",), "45.99"),
        ("45m 40-50", ("40-50",), "40-50"),
        ("45m 3 and 4", ("3", "and", "4"), "3 and 4"),
        ("45m 18 to 19", ("18",), "18"),  # only the end is surely a time
        ("45m #Suite", (), "Suite"),
        ("45m #Suite I #Suite", (), "Suite I"),
        ("45m Scales Études #Suite", (), "Scales, Études"),
        ("45m evening routine scales #Suite", (), "Evening routine"),
        ("45m", (), "Practice"),
    ],
)
def test_unknown_words_are_reported_and_name_what_nothing_else_does(said: str, unknown: tuple[str, ...], name: str) -> None:
    entry = parse(said, words=entry_words(("Scales", "Études")))
    assert entry.unknown == unknown
    assert entry.name == name
    assert all(word in describe(entry, BERLIN) for word in unknown)


def test_the_name_is_never_too_long() -> None:
    words = EntryWords(EntryWord(WordKind.ACTIVITY, str(i), f"{i}" * LONGEST_NAME) for i in (3, 4))
    entry = parse(f"45m {'3' * LONGEST_NAME} {'4' * LONGEST_NAME}", words=words)
    assert len(entry.activities) == 2
    assert len(entry.name) == LONGEST_NAME


def test_of_equal_names_the_one_in_the_fractal_of_another_name_is_meant() -> None:
    cello, climbing = GoalId("cello"), GoalId("climbing")
    words = EntryWords(
        [
            EntryWord(WordKind.ACTIVITY, "a", "Warm-up", cello),
            EntryWord(WordKind.ACTIVITY, "b", "Warm-up", climbing),
            EntryWord(WordKind.ACTIVITY, "c", "Bouldering", climbing),
            EntryWord(WordKind.GOAL, "d", "Level 1", cello),
            EntryWord(WordKind.GOAL, "e", "Level 1", climbing),
            EntryWord(WordKind.GOAL, "f", "Suite", cello),
        ]
    )
    assert parse("45m warm-up", words=words).activity_ids == ("a",)
    assert parse("45m warm-up #Level 1", words=words).goal_ids == ("d",)
    assert parse("45m warm-up bouldering #level 1", words=words).activity_ids == ("b", "c")
    assert parse("45m bouldering #level 1", words=words).goal_ids == ("e",)
    assert parse("45m warm-up #suite", words=words).activity_ids == ("a",)
    assert parse("45m #level 1 warm-up #suite", words=words).goal_ids == ("d", "f")


def test_words_may_come_in_any_order() -> None:
    parts = ("45m", "Scales in thirds", "yesterday", "18:00", "#Suite I")
    expected = parse(" ".join(parts))
    for order in permutations(parts):
        entry = parse(" ".join(order))
        assert (entry.start, entry.end, entry.activities, entry.goals, entry.problems) == (
            expected.start, expected.end, expected.activities, expected.goals, (),
        )  # fmt: skip


# -- where clocks are turned --------------------------------------------------------------------


def instants(entry: QuickEntry) -> str:
    if entry.start is None or entry.end is None:
        return " ".join(entry.problems)
    return f"{entry.start:%d %H:%M}-{entry.end:%d %H:%M}"


@pytest.mark.parametrize(
    ("zone", "said", "expected"),
    [
        (BERLIN, "45m 2026-03-29 1:30", "29 00:30-29 01:15"),  # over the gap: three quarters of an hour, whatever the clock shows
        (BERLIN, "45m 2026-03-29 2:30", "29 01:30-29 02:15"),  # in the gap: the offset before the change
        (BERLIN, "2026-03-29 1:30-3:30", "29 00:30-29 01:30"),
        (BERLIN, "2026-03-29 2:30-3:15", "cannot have been"),
        (BERLIN, "2026-03-29 1:30-2:30", "29 00:30-29 01:30"),
        (BERLIN, "45m 2025-10-26 2:30", "26 00:30-26 01:15"),  # the hour that comes twice is the first one
        (BERLIN, "2025-10-26 2:15-2:45", "26 00:15-26 00:45"),
        (BERLIN, "2025-10-26 2:45-2:15", "26 00:45-26 01:15"),  # the second of the two
        (BERLIN, "2025-10-26 1:30-3:30", "25 23:30-26 02:30"),
        (BERLIN, "2025-10-26 0:00-24:00", "cannot have been"),  # 25 hours
        (BERLIN, "2026-03-29 0:00-24:00", "28 23:00-29 22:00"),
        (NEW_YORK, "1h 2025-03-09 1:30", "09 06:30-09 07:30"),
        (NEW_YORK, "2025-03-09 1:30-3:30", "09 06:30-09 07:30"),
        (NEW_YORK, "45m 2025-11-02 1:30", "02 05:30-02 06:15"),
        (NEW_YORK, "2025-11-02 1:45-1:15", "02 05:45-02 06:15"),
        (LORD_HOWE, "45m 2025-10-05 1:45", "04 15:15-04 16:00"),  # half an hour is skipped at 2:00
        (LORD_HOWE, "45m 2025-10-05 2:15", "04 15:45-04 16:30"),
        (LORD_HOWE, "2025-10-05 1:45-2:45", "04 15:15-04 15:45"),
        (LORD_HOWE, "45m 2025-04-06 1:45", "05 14:45-05 15:30"),  # half an hour comes twice
        (LORD_HOWE, "2025-04-06 1:50-1:40", "05 14:50-05 15:10"),
    ],
)
def test_where_the_clock_is_turned(zone: ZoneInfo, said: str, expected: str) -> None:
    assert expected in instants(parse(said, zone=zone, now=datetime(2026, 5, 1, tzinfo=UTC), words=NO_WORDS))


def test_a_length_before_now_over_the_doubled_hour() -> None:
    now = datetime(2025, 10, 26, 1, 30, tzinfo=UTC)  # half past two for the second time
    assert instants(parse("1h", now, words=NO_WORDS)) == "26 00:30-26 01:30"
    assert instants(parse("45m 2:30", now, words=NO_WORDS)) == "26 00:30-26 01:15"


def test_the_day_that_is_said_is_the_one_it_began_on() -> None:
    early = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)  # half past one in Berlin
    assert instants(parse("2h yesterday", early, words=NO_WORDS)) == "28 23:00-01 01:00"
    assert instants(parse("2h", early, words=NO_WORDS)) == "01 22:30-02 00:30"
    assert instants(parse("24h yesterday", early, words=NO_WORDS)) == "28 23:00-01 23:00"


# -- in words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("45m Scales yesterday 18:00 #Suite I", "Scales: Sunday, 1 March 2026, 18:00 to 18:45 (45 min), for Suite I."),
        (
            "Scales Études Scales in thirds 18-19:30",
            "Scales, Études and Scales in thirds: Monday, 2 March 2026, 18:00 to 19:30 (1 h 30 min).",
        ),
        ("evening routine yesterday 23-1am", "Evening routine: Sunday, 1 March 2026, 23:00 to 1:00 on Monday, 2 March 2026 (2 h)."),
        ("evening routine with scales 9:05-9:15", "Evening routine with Scales: Monday, 2 March 2026, 9:05 to 9:15 (10 min)."),
        ("30m 18-19 blah", "blah: Monday, 2 March 2026, 18:00 to 19:00 (30 min of it). Not understood: blah."),
        ("90s 18:00 #Suite #Suite I", "Suite: Monday, 2 March 2026, 18:00 to 18:01 (90 s), for Suite and Suite I."),
        ("61.5m 18:00", "Practice: Monday, 2 March 2026, 18:00 to 19:01 (1 h 1 min 30 s)."),
        ("25h foo", "A session is longer than nothing and not longer than a day. Not understood: foo."),
    ],
)
def test_a_preview_in_words(said: str, words: str) -> None:
    assert describe(parse(said), BERLIN) == words


def test_the_template_to_start_from() -> None:
    assert parse("45m evening routine").template_id == "template:Evening routine"
    assert parse("45m").template_id is None


# -- whatever is typed --------------------------------------------------------------------------

PARTS = [
    *("log", "45m", "1h30", "1:30h", "90min", "1.5h", "0m", "30h", "half an hour", "2 hours ago", "for", "of", "and", "#", '"', "“", "”", ","),
    *("today", "yesterday", "monday", "last sunday", "29.02.", "31.04.", "2026-03-29", "2025-10-26", "0001-01-01", "9999-12-31", "3 days ago", "in May"),
    *("99999 weeks ago", "1 March", "feb 29 2024", "18:00", "6pm", "18.30", "2:30", "18-19:15", "from 18 to 18:45", "until 2:15", "since 23:00", "24:00", "25:61", "12am"),
    *("Scales", "scales in thirds", "ÉTUDES", "#Suite I", "#suite", "#nothing", "m", "Monday", "45m", "2026-03-29T02:30", "٤٥m", "½h", "\ud800", "\x00", "İ", "ß"),
]  # fmt: skip
ZONES = [BERLIN, NEW_YORK, LORD_HOWE, *map(ZoneInfo, ("UTC", "Pacific/Apia", "America/Sao_Paulo", "Asia/Kathmandu"))]
LINES = st.one_of(st.lists(st.sampled_from(PARTS) | st.text(max_size=6), max_size=9).map(" ".join), st.text(max_size=80))
INSTANTS = st.one_of(
    st.integers(-2_000_000_000, 6_000_000_000).map(lambda seconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)),
    st.sampled_from([datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2025, 10, 26, 1, 15, tzinfo=UTC), datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)]),
)  # fmt: skip


@given(LINES, INSTANTS, st.sampled_from(ZONES))
@example("45m yesterday", datetime.min.replace(tzinfo=UTC), NEW_YORK)
@example("45m", datetime.min.replace(tzinfo=UTC), NEW_YORK)
@example("45m 9999-12-31", datetime.max.replace(tzinfo=UTC), ZoneInfo("Asia/Kathmandu"))
@example("45m", datetime.max.replace(tzinfo=UTC), ZoneInfo("Asia/Kathmandu"))
@example("45m 1900-01-01 0:00", datetime(1900, 1, 2, tzinfo=UTC), BERLIN)
def test_nothing_that_is_typed_raises_or_becomes_absurd(text: str, now: datetime, zone: ZoneInfo) -> None:
    entry = parse_quick_entry(text, WORDS, now, zone)
    assert describe(entry, zone)
    assert entry.name.strip() == entry.name != ""
    assert (entry.start is None) == (entry.end is None) == (entry.seconds is None) == bool(entry.problems)
    if entry.start is not None and entry.end is not None and entry.seconds is not None:
        length = (entry.end - entry.start).total_seconds()
        assert 0 < entry.seconds <= length <= 86_400
        assert entry.end <= now
        assert entry.start.tzinfo is UTC
        assert entry.end.tzinfo is UTC


LENGTHS = st.integers(1, 24 * 60)
DAYS = st.dates(date(1950, 1, 1), date(2026, 3, 1))


@given(LENGTHS, DAYS, st.integers(0, 1439), st.sampled_from(ZONES), st.permutations(range(4)))
def test_a_time_that_is_said_is_the_one_that_is_written(minutes: int, day: date, start: int, zone: ZoneInfo, order: list[int]) -> None:
    parts = (f"{minutes}m", day.isoformat(), f"{start // 60}:{start % 60:02d}", "Scales")
    entry = parse(" ".join(parts[i] for i in order), zone=zone, now=datetime(2026, 3, 4, tzinfo=UTC))
    assert entry.problems == ()
    assert entry.start is not None
    assert entry.end is not None
    assert (entry.end - entry.start).total_seconds() == minutes * 60
    wall = datetime(day.year, day.month, day.day, start // 60, start % 60)  # noqa: DTZ001 - what was typed
    shown = entry.start.astimezone(zone).replace(tzinfo=None, fold=0)
    skipped = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall
    assert shown == wall or skipped


@given(st.lists(st.sampled_from(["foo", "bar", "baz-quux", "Ω"]), max_size=5), st.permutations(["45m", "Scales", "#Suite I", "yesterday"]))
def test_every_unknown_word_is_reported_in_its_order(strangers: list[str], known: list[str]) -> None:
    line = " ".join(word for pair in zip(known, [*strangers, "", "", "", ""], strict=False) for word in pair)
    rest = strangers[len(known) :]
    entry = parse(f"{line} {' '.join(rest)}")
    assert entry.unknown == tuple(strangers)
    assert names(entry) == (["Scales"], ["Suite I"], None)
    assert entry.seconds == 2700


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6), st.data())
def test_every_name_of_a_library_can_be_said_in_quotation_marks(library: list[str], data: st.DataObject) -> None:
    words = entry_words(tuple(library), (), tuple(library))
    chosen = data.draw(st.sampled_from(library))
    if not chosen.split() or set(chosen) & set('"“”„#'):
        assert parse(f"45m {chosen}", words=words).name
        return
    entry = parse(f'45m "{chosen}" #"{chosen}"', words=words)
    assert [folded_words(word.name) for word in entry.activities] == [folded_words(chosen)]
    assert [folded_words(word.name) for word in entry.goals] == [folded_words(chosen)]
