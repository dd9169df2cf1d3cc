"""Points in time as columns hold them: promoted ones, and those that the web application wrote.

Old files hold anything (BEHAVIOUR.md section 6), so nothing here raises on what it reads: what is no point in time is None.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Dialect
from sqlalchemy.types import UserDefinedType

from fractal_desktop.domain.timestamps import column_text


def to_column_time(instant: datetime | None) -> str | None:
    """Return the text of a promoted column for an aware instant; None stays None."""
    return None if instant is None else column_text(instant)


def from_column_time(content: object) -> datetime | None:
    """Return the aware instant in a promoted column, None for everything that is no time."""
    if not isinstance(content, str):
        return None
    try:
        instant = datetime.fromisoformat(f"{content}+00:00")  # half the time of adding the zone afterwards
    except ValueError:
        pass
    else:
        if instant.tzinfo is not None:  # behind a date alone it is read as a time of day
            return instant
    try:
        instant = datetime.fromisoformat(content)
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class UtcDateTime(UserDefinedType[datetime]):
    """An instant as the promoted columns hold it: `YYYY-MM-DD HH:MM:SS.ffffff` in UTC; aware in Python."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the type's name in the schema."""
        return "TIMESTAMP"

    def bind_processor(self, _dialect: Dialect) -> Callable[[datetime | None], str | None]:
        """Return what turns an aware instant into the column's text."""
        return to_column_time

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[object], datetime | None]:
        """Return what turns the column's content into an aware instant."""
        return from_column_time


class LegacyTime(UserDefinedType[str]):
    """A naive time the way the web application wrote it, in the zone that `app_meta` names; kept as the text it is."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the type's name in the schema."""
        return "TIMESTAMP"
