"""Text of points in time, as old files and documents hold it, to and from aware UTC (BEHAVIOUR.md section 3)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_TIME = timedelta(0)
_OUT_OF_RANGE = "the instant lies outside the years 1 to 9999"
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - what naive times are measured from


def parse_document_time(text: object, zone: ZoneInfo) -> datetime:
    """Return the instant that an ISO text names, aware UTC, cut to microseconds.

    Date and time are separated by `T` or a blank; seconds and their fraction may lack. With `Z` or an offset it is that
    instant; without, the wall clock of `zone`: the first of the two where an hour occurs twice, and with the offset before the
    change where it is skipped. Raises ValueError for everything else, and for an instant that no calendar of ours holds.
    """
    moment = _iso(text)
    return _to_utc(moment) if moment.tzinfo is not None else _wall_clock(moment, zone)


def parse_column_time(text: object, zone: ZoneInfo) -> datetime:
    """Return the instant that a legacy time column names, aware UTC.

    Exactly `YYYY-MM-DD HH:MM:SS` came from `CURRENT_TIMESTAMP` and is UTC; all else is read as in a document. Raises ValueError.
    """
    moment = _iso(text)
    if moment.tzinfo is not None:
        return _to_utc(moment)
    is_current_timestamp = isinstance(text, str) and len(text) == 19 and text[10] == " "
    return moment.replace(tzinfo=UTC) if is_current_timestamp else _wall_clock(moment, zone)


def column_text(instant: datetime) -> str:
    """Return an aware instant as time columns hold it: UTC, `YYYY-MM-DD HH:MM:SS.ffffff`."""
    return instant.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def document_text(instant: datetime) -> str:
    """Return an aware instant as documents hold it: `YYYY-MM-DDTHH:MM:SS.mmmZ`, cut to milliseconds."""
    return instant.astimezone(UTC).isoformat("T", "milliseconds")[:23] + "Z"


def legacy_column_text(instant: datetime, zone: ZoneInfo) -> str:
    """Return an aware instant as the naive legacy columns hold it: wall clock of `zone`, always six digits of fraction.

    The six digits tell it from CURRENT_TIMESTAMP. Of an hour that occurs twice the second reads back as the first.
    """
    return instant.astimezone(zone).replace(tzinfo=None).isoformat(" ", "microseconds")


def _iso(text: object) -> datetime:
    """Return what the text says, naive or aware.

    `fromisoformat` alone takes far more than old files hold (week dates, any separator, no separators at all), hence the
    looks at single places; a regular expression would cost ten times as much, and a migration reads a million of these.
    """
    if not (isinstance(text, str) and len(text) >= 16 and text[4] == "-" == text[7] and text[10] in "T " and text[13] == ":"):
        raise ValueError("no ISO text of a date and a time")
    if text[11:13] == "24" or " " in text[11:] or not (text.isascii() and text.isprintable()):
        raise ValueError("no time of day")
    return datetime.fromisoformat(text)


def _to_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(_OUT_OF_RANGE) from error


def _wall_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant of a naive wall clock; a tenth of what `replace(tzinfo=zone).astimezone(UTC)` takes, with the same result."""
    try:
        return _EPOCH + (moment - _NAIVE_EPOCH - (zone.utcoffset(moment) or _NO_TIME))
    except OverflowError as error:
        raise ValueError(_OUT_OF_RANGE) from error
