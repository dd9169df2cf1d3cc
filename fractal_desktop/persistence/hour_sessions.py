"""Which sessions stand behind an hour of the week."""

import json
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection

from fractal_desktop.domain.analytics import AnalyticsFilter, HourRow, LeftOut
from fractal_desktop.domain.clock_hours import are_in_hour, can_be_spread, seconds_by_hour
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.zone_clock import ZoneClock, zone_clock
from fractal_desktop.persistence.snapshot import Counts, Snapshot, rowids
from fractal_desktop.persistence.zone_files import zone_rules

_IDS = "SELECT id FROM goals WHERE rowid IN (SELECT value FROM json_each(?)) ORDER BY session_start DESC, rowid DESC"


def hours(snapshot: Snapshot, zone: ZoneInfo) -> tuple[HourRow, ...]:
    """Return the hours of the week in which somebody practised, from Monday 0:00."""
    if not len(snapshot.starts):
        return ()
    seconds = seconds_by_hour(snapshot.starts, snapshot.seconds, _clock(snapshot.starts, zone)).tolist()
    return tuple(HourRow(*divmod(hour, 24), spent) for hour, spent in enumerate(seconds) if spent)


def left_out(snapshot: Snapshot) -> LeftOut:
    """Return how many sessions `hours` cannot show, and how many it does."""
    shown = int(np.count_nonzero(can_be_spread(snapshot.seconds)))
    return LeftOut(len(snapshot.undated), len(snapshot.seconds) - shown, shown)


def session_ids(
    connection: Connection, asked: AnalyticsFilter, whole: Snapshot, zone: ZoneInfo, weekday: int, hour: int
) -> tuple[SessionId, ...]:
    """Return the sessions of a period with time in an hour of the week (`weekday` 0 is Monday), newest first.

    `whole` is the snapshot of the same limits as it stands in this transaction.
    """
    place = whole.place(asked)
    starts, seconds = whole.starts[place], whole.seconds[place]
    if not len(starts):
        return ()
    chosen = rowids(connection, asked, whole)[place][are_in_hour(starts, seconds, _clock(starts, zone), weekday * 24 + hour)]
    return tuple(session_id for (session_id,) in connection.exec_driver_sql(_IDS, (json.dumps(chosen.tolist()),)))


def _clock(starts: Counts, zone: ZoneInfo) -> ZoneClock:
    """Return the clock of a zone from a day before the first start to the end of the year in which the last session may end."""
    first, last = (moment.astype("M8[us]").astype("M8[Y]").astype(int) + 1970 for moment in (starts.min(), starts.max()))
    return zone_clock(zone_rules(zone), max(1, int(first) - 1), min(9999, int(last) + 1))
