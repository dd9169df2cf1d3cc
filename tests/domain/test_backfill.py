import hashlib
import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fractal_desktop.domain import backfill as rules
from fractal_desktop.domain.backfill import Backfill, Issue, Source, _decode, backfill_v1, counted_seconds
from fractal_desktop.domain.timestamps import column_text

BOOK = json.loads((Path(__file__).parents[1] / "data/backfill_cases.json").read_text())
NEW_YORK = ZoneInfo(BOOK["time_zone"])
CREATED = "2025-12-26 21:21:16.189585"
START = datetime(2025, 12, 27, 2, 21, 16, 189585, tzinfo=UTC)


def backfill(document: object, created_at: object = CREATED, instances: object = (), **options: bool) -> Backfill:
    text = document if isinstance(document, str | bytes | None) else json.dumps(document)
    return backfill_v1(text, created_at, NEW_YORK, instances, {"template-1", "template-2"}, **options)


def items(*items: object, **more: object) -> dict[str, object]:
    return {"sections": [{"name": "Block", "exercises": list(items)}], **more}


ODD = [
    "0",
    "-0",
    "1e5",
    "1E400",
    "-0.0",
    "1.5e-400",
    "NaN",
    "-Infinity",
    "9" * 20,
    "01",
    "1.",
    "true",
    "nul",
    '"a"',
    '"\\u0000"',
    '"\\/"',
    '"é"',
    '{"a": 1, "a": 2}',
]


def joined(parts: list[str]) -> str:
    return "[" + ", ".join(parts) + "]"


def timed(seconds: object, **more: object) -> dict[str, object]:
    return {"instance_id": "i", "duration_seconds": seconds, **more}


@pytest.mark.parametrize("case", BOOK["cases"], ids=lambda case: case["id"])
def test_the_cases_of_the_book_hold(case: dict[str, object]) -> None:
    result = backfill_v1(case["session_data"], case["created_at"], NEW_YORK, case.get("instance_rows", ()), set(BOOK["templates"]))
    assert {
        "session_start": result.start and column_text(result.start),
        "session_end": result.end and column_text(result.end),
        "total_duration_seconds": result.duration_seconds,
        "template_id": result.template_id,
        "start_source": result.start_source,
        "end_source": result.end_source,
        "duration_source": result.duration_source,
        "issues": list(result.issues),
    } == case["expect"]


@pytest.mark.parametrize(
    ("value", "counted"),
    [
        *((0, 0), (90, 90), (0.5, 0.5), ("300", 300), (" 3e2\n", 300), ("+7.", 7), (".5", 0.5), (2678400, 2678400)),
        *((v, Issue.BAD_DURATION) for v in (True, False, "", "long", "nan", "Infinity", "1_0", "0x10", "١", [], {}, float("nan"))),
        *((v, Issue.NEGATIVE_DURATION) for v in (-1, -0.1, "-5", float("-inf"), -(10**400))),
        *((v, Issue.IMPLAUSIBLE_DURATION) for v in (2678400.1, "1e400", float("inf"), 10**400, 2**63)),
    ],
)
def test_which_durations_count(value: object, counted: object) -> None:
    assert counted_seconds(value) == counted
    result = backfill(items(timed(60), timed(value))) if not isinstance(value, int) or abs(value) < 10**300 else None
    if result is not None:
        assert result.issues == ((counted,) if isinstance(counted, Issue) else ())


def test_not_a_number_in_a_document_is_tolerated_and_noted() -> None:
    result = backfill(
        '{"sections": [{"exercises": [{"instance_id": "i", "duration_seconds": NaN}, {"instance_id": "i", "duration_seconds": 5}]}]}'
    )
    assert (result.duration_seconds, result.issues) == (5, (Issue.BAD_DURATION,))


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, '"\\"x\\""', '"{}', "  ", "1", "true", b"\xff", '{"a": ' + "1" * 5000 + "}", b"[]"]
)
def test_text_without_an_object_is_no_document(text: object) -> None:
    result = backfill(text)
    assert result.issues == (Issue.UNREADABLE_DOCUMENT,)
    assert (result.start, result.end, result.duration_seconds) == (START, None, None)


@pytest.mark.parametrize("content", [17, 1.5])
def test_a_number_in_the_place_of_a_document_is_none(content: object) -> None:
    assert backfill_v1(content, CREATED, NEW_YORK, (), ()).issues == (Issue.UNREADABLE_DOCUMENT,)


def test_bytes_that_hold_an_object_are_read() -> None:
    assert backfill(b'{"template_id": "template-1"}').template_id == "template-1"
    assert backfill(b"").issues == ()


def test_wrong_types_on_the_way_are_noted_once_and_passed_over() -> None:
    document = {"sections": [[], "x", {"exercises": {"a": 1}}, {"exercises": [None, [], timed(7)]}, None]}
    result = backfill(document)
    assert result.duration_seconds == 7
    assert result.issues == (Issue.MALFORMED_ITEM, Issue.MALFORMED_SECTION)


def test_the_last_of_equal_keys_counts() -> None:
    assert backfill('{"template_id": 5, "template_id": "template-1"}').template_id == "template-1"


@pytest.mark.parametrize("instance_id", [None, "", True, [], {}])
def test_an_item_without_a_real_id_never_counts(instance_id: object) -> None:
    result = backfill(items({"instance_id": instance_id, "duration_seconds": "long"}))
    assert (result.duration_seconds, result.issues) == (None, ())


def test_an_item_with_a_number_for_an_id_counts() -> None:
    assert backfill(items({"instance_id": 0, "duration_seconds": 5})).duration_seconds == 5


@pytest.mark.parametrize("template", ["", 5, ["template-1"], "\ud800"])
def test_a_template_that_is_no_text_is_left_out(template: object) -> None:
    result = backfill({"template_id": template})
    assert (result.template_id, result.issues) == (None, (Issue.BAD_TEMPLATE,))


@pytest.mark.parametrize("key", ["session_start", "session_end", "template_id", "sections"])
def test_null_is_the_same_as_nothing(key: str) -> None:
    assert backfill({key: None}) == backfill({})


def test_rows_of_the_table_are_only_read_when_the_document_has_no_durations() -> None:
    def rows() -> object:
        raise AssertionError("was read")
        yield

    assert backfill(items(timed(5)), instances=rows()).duration_source is Source.ACTIVITIES
    result = backfill(items(), instances=[None, 60, "30", b"x", -5, 2678401, 0.6, True, "nan"])
    assert (result.duration_seconds, result.duration_source, result.issues) == (90, Source.INSTANCES, ())


def test_fractions_below_a_second_are_no_duration() -> None:
    assert backfill(items(timed(0.9))).duration_source is Source.NONE
    assert backfill(items(timed(0.9)), instances=[5]).duration_source is Source.INSTANCES


def test_a_span_over_31_days_is_implausible_and_one_of_31_days_is_not() -> None:
    span = {"session_start": "2025-12-01T00:00:00Z", "session_end": "2026-01-01T00:00:00.999999Z"}
    assert (backfill(span).duration_seconds, backfill(span).issues) == (2678400, ())
    longer = backfill({**span, "session_end": "2026-01-01T00:00:01Z"})
    assert (longer.duration_seconds, longer.issues) == (None, (Issue.IMPLAUSIBLE_DURATION,))


def test_items_longer_than_the_calendar_give_no_end() -> None:
    result = backfill(items(timed(60), session_start="9999-12-31T23:59:59Z"))
    assert (result.end, result.end_source, result.duration_seconds) == (None, Source.NONE, 60)


def test_timers_a_minute_outside_are_tolerated() -> None:
    def with_timers(start: str, stop: str) -> Backfill:
        return backfill(items(timed(600, time_start=start, time_stop=stop)))

    edge = with_timers("2025-12-26T21:20:16.189585", "2025-12-26T21:32:16.189585")
    assert edge.issues == ()
    assert with_timers("2025-12-26T21:20:16.189584", "2025-12-26T21:30:00").issues == (Issue.TIMERS_OUTSIDE_SESSION,)
    assert with_timers("2025-12-26T21:22:00", "2025-12-26T21:32:16.189586").issues == (Issue.TIMERS_OUTSIDE_SESSION,)
    assert with_timers("soon", "later").issues == ()


def test_times_can_be_taken_from_the_timers() -> None:
    document = items(
        timed(60, time_start="2025-12-26T21:00:00", time_stop="2025-12-26T21:10:00"),
        timed(60, time_start="2025-12-26T20:50:00", time_stop="2025-12-26T21:05:00"),
    )
    result = backfill(document, times_from_timers=True)
    assert (result.start, result.end) == (datetime(2025, 12, 27, 1, 50, tzinfo=UTC), datetime(2025, 12, 27, 2, 10, tzinfo=UTC))
    assert (result.start_source, result.end_source, result.issues) == (Source.TIMERS, Source.TIMERS, ())
    assert backfill({}, times_from_timers=True) == backfill({})
    running = backfill(items(timed(60, time_start="2025-12-26T20:50:00")), times_from_timers=True)
    assert (running.end_source, running.end) == (Source.COMPUTED, running.start + timedelta(seconds=60))  # type: ignore[operator]


@pytest.mark.parametrize("created_at", [5, b"2025-12-26 21:21:16", "soon", ""])
def test_a_created_at_that_is_no_time_is_noted(created_at: object) -> None:
    result = backfill({}, created_at)
    assert (result.start, result.issues) == (None, (Issue.BAD_DATETIME, Issue.NO_START))


@given(st.one_of(st.text(), st.binary(), st.recursive(st.sampled_from(ODD), lambda t: st.lists(t, max_size=3).map(joined), max_leaves=6)))
@example("[" * 5000)
@example("1" * 5000)
@example('"\\ud83d\\ude00 \\ud83d"')
def test_the_quick_decoder_says_what_the_slow_one_says(text: str | bytes) -> None:
    try:
        expected = json.loads(text)
    except (ValueError, RecursionError) as error:
        with pytest.raises(type(error)):
            _decode(text)
    else:
        assert repr(_decode(text)) == repr(expected)


KEYS = st.sampled_from(
    [
        "sections",
        "exercises",
        "instance_id",
        "duration_seconds",
        "session_start",
        "session_end",
        "template_id",
        "time_start",
        "time_stop",
        "x",
    ]
)
TIMES = st.one_of(st.datetimes().map(lambda t: t.isoformat()), st.datetimes().map(lambda t: t.isoformat(" ") + "+23:59"))
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(), max_size=8), TIMES, st.just(10**30))
TREES = st.recursive(LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)), max_leaves=25)
ITEMS = st.dictionaries(KEYS, TREES, max_size=5)
DOCUMENTS = st.fixed_dictionaries(
    {
        "sections": st.lists(
            st.one_of(TREES, st.fixed_dictionaries({"exercises": st.lists(st.one_of(TREES, ITEMS), max_size=4)})), max_size=3
        )
    },
    optional={"session_start": LEAVES, "session_end": LEAVES, "template_id": LEAVES},
)
CONTENTS = st.one_of(DOCUMENTS.map(json.dumps), TREES.map(json.dumps), st.text(), st.binary(), st.integers(), st.floats(), st.none())


@given(CONTENTS, st.one_of(LEAVES, st.binary()), st.lists(st.one_of(LEAVES, st.binary()), max_size=3), st.booleans())
@example("\ud800", None, [], False)
def test_nothing_a_file_may_hold_raises(text: object, created_at: object, instances: list[object], timers: bool) -> None:
    result = backfill_v1(text, created_at, NEW_YORK, instances, (), times_from_timers=timers)
    assert list(result.issues) == sorted(set(result.issues))
    for instant, source in ((result.start, result.start_source), (result.end, result.end_source)):
        assert (instant is None) == (source is Source.NONE)
        assert instant is None or instant.tzinfo is UTC
    assert (result.duration_seconds is None) == (result.duration_source is Source.NONE)
    assert result.duration_seconds is None or 0 < result.duration_seconds < 2**63
    assert result.template_id is None or result.template_id.encode()


def raw_list(values: list[str]) -> str:
    return f"[{', '.join(values)}]"


def raw_object(pairs: list[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"


RAW_KEYS = st.one_of(
    KEYS.map(json.dumps), st.sampled_from(['"\\u0073ections"', '"exer\\u0063ises"', '"\\ud800"', "x", '"\\x"', '"\x01"', '"é"'])
)
RAW_LEAVES = st.one_of(
    st.sampled_from(
        [*ODD, '"\\ud83d\\ude00"', '"\\ud83d"', '"\\u12"', '"\\x"', '"\t"', '"a', "[1,]", '{"b": 1,}', "{1: 2}", "[" * 50, "1" * 3000]
    ),
    LEAVES.map(json.dumps),
)
RAW_TREES = st.recursive(
    RAW_LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3).map(raw_list), st.lists(st.tuples(RAW_KEYS, inner), max_size=4).map(raw_object)),
)
RAW_ITEMS = st.lists(st.tuples(RAW_KEYS, RAW_TREES), max_size=5).map(raw_object)
RAW_SECTIONS = st.lists(
    st.tuples(st.one_of(st.just('"exercises"'), RAW_KEYS), st.one_of(st.lists(RAW_ITEMS, max_size=3).map(raw_list), RAW_TREES)), max_size=3
).map(raw_object)
RAW_DOCUMENTS = st.lists(
    st.tuples(st.one_of(st.just('"sections"'), RAW_KEYS), st.one_of(st.lists(RAW_SECTIONS, max_size=3).map(raw_list), RAW_TREES)),
    max_size=4,
).map(raw_object)


@given(st.one_of(CONTENTS, RAW_DOCUMENTS, st.tuples(RAW_DOCUMENTS, st.text(max_size=2)).map("".join)), st.booleans())
@example('{"x": ' + "1" * 3900 + "}", False)
@example('{"x": ' + "1" * 4301 + "}", False)
@example('{"x": ' + "[" * 3000 + "}", False)
@example('{"x": "\ud800"}', False)
@example('{"sections": 5, "sections": []}', False)
@example('{"sections": [], "sections": 5}', False)
@example('{"sections": [{"exercises": [{"instance_id": 1, "duration_seconds": 5, "duration_seconds": 1E400}]}]}', False)
@example('{"sections": [{"exercises": null}, {"exercises": [{"instance_id": "i", "duration_seconds": 5}, null]}]}', False)
def test_what_is_read_quickly_comes_to_the_same_as_what_is_read_whole(text: object, timers: bool) -> None:
    quick = backfill_v1(text, CREATED, NEW_YORK, (), ("template-1",), times_from_timers=timers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "_QUICK_CHARACTERS", -1)
        assert backfill_v1(text, CREATED, NEW_YORK, (), ("template-1",), times_from_timers=timers) == quick


def test_a_document_without_oddities_is_read_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    document = items(
        timed(60, time_start="2025-12-26T21:00:00", sets=[{"metrics": [{"value": "7"}]}], notes="müde 🎵"), template_id="template-1"
    )
    monkeypatch.setattr(rules, "_odd_document", None)
    result = backfill(document)
    assert (result.duration_seconds, result.template_id, result.issues) == (60, "template-1", (Issue.TIMERS_OUTSIDE_SESSION,))


def corpus() -> "list[tuple[str | None, str | None, list[object]]]":
    """A thousand documents that never change: `random` promises the same numbers from the same seed."""
    pick = random.Random(20251230)
    seconds: list[object] = [None, 0, 60, 90.5, "300", "", "x", -5, 1e18, True, [], "1e3"]
    times: list[object] = ["2025-12-26T21:00:00", "2025-12-27T02:30:00.000Z", "2025-12-26 21:45", "2025-11-02T01:30:00", "x", 5, None, ""]
    made: list[tuple[str | None, str | None, list[object]]] = []
    for _ in range(1000):
        listed: list[object] = [
            pick.choice([None, 5])
            if pick.random() < 0.05
            else timed(pick.choice(seconds), time_start=pick.choice(times), time_stop=pick.choice(times))
            for _ in range(pick.randrange(4))
        ]
        document = items(*listed, session_start=pick.choice(times), template_id=pick.choice(["template-1", "gone", "", None, {}]))
        if pick.random() < 0.5:
            document["session_end"] = pick.choice(times)
        text = pick.choice([json.dumps(document)] * 9 + [json.dumps(json.dumps(document)), None, "{not json"])
        made.append(
            (text, pick.choice([CREATED, "2025-12-26 21:21:16", None, "x"]), [pick.choice(seconds) for _ in range(pick.randrange(3))])
        )
    return made


def test_the_rules_of_version_1_never_change() -> None:
    digest = hashlib.sha256()
    for text, created_at, instances in corpus():
        for timers in (False, True):
            result = backfill(text, created_at, instances, times_from_timers=timers)
            values = [getattr(result, name) for name in result.__slots__]
            digest.update("|".join(",".join(v) if isinstance(v, tuple) else str(v) for v in values).encode())
    assert digest.hexdigest() == "bae2aaffb830b38f92af7b3394becd43e0b515f5f4f28e5b7a154d4a89b38d1f"
