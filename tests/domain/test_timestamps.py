import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.timestamps import column_text, document_text, legacy_column_text, parse_column_time, parse_document_time

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
GRAMMAR = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2}(:?[0-9]{2}([.,][0-9]+)?)?)?)?"
)
INSTANTS = st.integers(-62_000_000_000_000_000, 253_000_000_000_000_000).map(lambda n: EPOCH + timedelta(microseconds=n))
ZONES = st.sampled_from(["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"]).map(ZoneInfo)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-12-26T21:21:16.189585", "2025-12-27 02:21:16.189585"),
        ("2025-12-26 21:21", "2025-12-27 02:21:00.000000"),
        ("2025-12-26T21:21:16.1895859", "2025-12-27 02:21:16.189585"),
        ("2025-12-26T21:21:16,5", "2025-12-27 02:21:16.500000"),
        ("2025-12-26T21:21:16.189Z", "2025-12-26 21:21:16.189000"),
        ("2025-12-26T21:21:16+05:30", "2025-12-26 15:51:16.000000"),
        ("2025-12-26T21:21:16-0500", "2025-12-27 02:21:16.000000"),
        ("2025-11-02T01:30:00", "2025-11-02 05:30:00.000000"),
        ("2025-03-09T02:30:00", "2025-03-09 07:30:00.000000"),
        ("0001-01-02T00:00:00Z", "0001-01-02 00:00:00.000000"),
    ],
)
def test_a_document_time_names_one_instant(text: str, utc: str) -> None:
    assert column_text(parse_document_time(text, NEW_YORK)) == utc


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "yesterday",
            "2025-12-26",
            "20251226T212116",
            "2025-W52-5T21:21",
            "2025-12-26T21:21:60",
            "2025-12-26T24:00",
            "2025-12-26x21:21",
        ),
        *(
            "2025-13-26T21:21",
            "0000-12-26T21:21",
            "10000-12-26T21:21",
            "2025-12-26T21:21:16 +01:00",
            "2025-12-26T21:21\0",
            "2025-12-26T21:21:16.",
        ),
        *(
            "٢٠٢٥-12-26T21:21",
            "2025-12-26T21:21 ",
            "2025-12-26T21:21+24:00",
            "9999-12-31T23:59-05:00",
            "0001-01-01T00:00+05:00",
            "\ud800" * 20,
        ),
        *(None, 1766802600, 1.5, True, b"2025-12-26T21:21:16", ["2025-12-26T21:21:16"], {}),
    ],
)
def test_what_is_no_time_raises_value_error(text: object) -> None:
    for parse in (parse_document_time, parse_column_time):
        with pytest.raises(ValueError, match=r"."):
            parse(text, ZoneInfo("UTC"))


def test_only_a_column_without_fraction_is_utc_already() -> None:
    assert column_text(parse_column_time("2025-12-27 02:21:16", NEW_YORK)) == "2025-12-27 02:21:16.000000"
    assert column_text(parse_column_time("2025-12-27 02:21:16.000000", NEW_YORK)) == "2025-12-27 07:21:16.000000"
    assert column_text(parse_column_time("2025-12-27T02:21:16", NEW_YORK)) == "2025-12-27 07:21:16.000000"
    assert column_text(parse_column_time("2025-12-27 02:21+01:00", NEW_YORK)) == "2025-12-27 01:21:00.000000"
    assert column_text(parse_document_time("2025-12-27 02:21:16", NEW_YORK)) == "2025-12-27 07:21:16.000000"


@given(INSTANTS, ZONES)
def test_what_is_written_reads_back(instant: datetime, zone: ZoneInfo) -> None:
    assert parse_document_time(column_text(instant) + "Z", zone) == instant
    milliseconds = timedelta(microseconds=instant.microsecond % 1000)
    assert parse_document_time(document_text(instant), zone) == instant - milliseconds
    text = legacy_column_text(instant, zone)
    assert len(text) == len("YYYY-MM-DD HH:MM:SS.ffffff")
    assert legacy_column_text(parse_column_time(text, zone), zone) == text


def test_texts_are_utc_whatever_the_instant_is_given_in() -> None:
    instant = datetime(2026, 3, 2, 18, 4, 10, 250999, tzinfo=timezone(timedelta(hours=1)))
    assert column_text(instant) == "2026-03-02 17:04:10.250999"
    assert document_text(instant) == "2026-03-02T17:04:10.250Z"
    assert legacy_column_text(instant, NEW_YORK) == "2026-03-02 12:04:10.250999"


@given(st.one_of(st.from_regex(GRAMMAR, fullmatch=True), st.text("0123456789-:.,TZ +zW\0é", min_size=14, max_size=34)))
def test_nothing_is_read_that_the_grammar_does_not_know(text: str) -> None:
    try:
        instant = parse_document_time(text, NEW_YORK)
    except ValueError:
        return
    assert GRAMMAR.fullmatch(text)
    assert instant.tzinfo is UTC


@given(st.datetimes(), ZONES, st.sampled_from(["T", " "]))
def test_a_wall_clock_means_what_the_library_says(wall: datetime, zone: ZoneInfo, separator: str) -> None:
    try:
        expected = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    except OverflowError:
        with pytest.raises(ValueError, match="years"):
            parse_document_time(wall.isoformat(separator), zone)
    else:
        assert parse_document_time(wall.isoformat(separator), zone) == expected


@pytest.mark.parametrize("text", ["9999-12-31T23:59", "9999-12-31 23:59:00"])
def test_a_wall_clock_beyond_the_calendar_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="years"):
        parse_document_time(text, NEW_YORK)
