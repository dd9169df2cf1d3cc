# ruff: noqa: S608 - these statements are put together from constants of this module
"""Whether the starts of sessions stand in the column as this program writes them, so that their texts may be compared.

Another program may write a "T" between day and time, an offset, or the date of a week. Those are times as well, but the order of
their texts is not theirs.
"""

import json
from datetime import date, datetime

import numpy as np
from sqlalchemy import Connection

from fractal_desktop.domain.zone_clock import Moments
from fractal_desktop.persistence.column_times import from_column_time

IS_OURS = "session_start GLOB '????-??-?? ??:??:??.?[0-9]?[0-9]??'"
"""Whether a start is written as ours are, with no offset behind a shorter fraction; it may still be no time, such as the 31st of February.
To ask it of each costs nearly as much as a scan."""
_ODD = f"""
    SELECT EXISTS (
        SELECT 1 FROM json_each(?) AS stretch CROSS JOIN goals INDEXED BY idx_session_start
        WHERE goals.type = 'PracticeSession' AND NOT {IS_OURS}
        AND session_start >= substr(stretch.value, 1, 10) AND session_start < substr(stretch.value, 11)
    )
"""
_LENGTH = 26
_FIRST_DAY, _LAST_DAY = np.datetime64(date.min, "D"), np.datetime64(date.max, "D")


def instant_of(text: object) -> datetime | None:
    """Return the start (aware UTC) that a text of the column tells, whatever follows it, None if it tells none."""
    return from_column_time(text) or (from_column_time(text[:_LENGTH]) if isinstance(text, str) and len(text) > _LENGTH else None)


class OddStartsError(Exception):
    """Starts that another program wrote, whose texts say nothing of their order."""


def check_starts(connection: Connection, edges: Moments) -> None:
    """Raise OddStartsError if a start that may lie on the other side of one of the ascending `edges` is written otherwise than ours.

    An offset is less than a day: only texts of the days beside an edge tell too little. Those without hyphens and those of weeks stand
    behind all others of their year.
    """
    days = edges.astype("M8[D]")
    begins = np.flatnonzero(np.concatenate(([True], np.diff(days) > np.timedelta64(3, "D"))))
    ends = np.append(begins[1:], len(days)) - 1
    beside = [since + until for since, until in zip(_texts(days[begins] - 1), _texts(days[ends] + 2), strict=True)]
    first, last = (int(year) + 1970 for year in edges[[0, -1]].astype("M8[Y]").astype(np.int64))
    behind = [f"{year:04}-2    {_year_end(year)}" for year in range(first, last + 2)]
    if connection.exec_driver_sql(_ODD, (json.dumps(beside + behind),)).scalar_one():
        raise OddStartsError


def _texts(days: Moments) -> list[str]:
    """Return days as texts begin with them; what lies behind the calendar is behind all texts."""
    texts: list[str] = np.clip(days, _FIRST_DAY, _LAST_DAY).astype("U10").tolist()
    return [*texts[:-1], ":" if days[-1] > _LAST_DAY else texts[-1]]


def _year_end(year: int) -> str:
    return f"{year + 1:04}-0" if year < date.max.year else ":"
