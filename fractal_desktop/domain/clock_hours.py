"""How long was practised in each hour of the week, as the clock of a zone showed it: a million sessions at once, as arrays.

A session goes on from its start for as many seconds as it has. Where the clocks are turned meanwhile it is cut there: an hour that
comes twice gets both, one that is left out gets nothing, and so does a missing day. Instants are microseconds since the epoch, UTC.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fractal_desktop.domain.duration import LONGEST_SECONDS
from fractal_desktop.domain.zone_clock import ZoneClock

Counts = NDArray[np.int64]

MICROSECONDS = 1_000_000
HOURS_OF_WEEK = 168
_HOUR = 3600 * MICROSECONDS
_FIRST_HOUR = 72
"""The epoch began on a Thursday: so many hours before that it was Monday."""
_NEVER = 1 << 62
_AT_ONCE = 1 << 13
"""Sessions that are looked at together: what is computed on the way stays in the processor's cache."""


class Pieces(NamedTuple):
    """Parts of sessions during which no clock was turned, as that clock showed them: [since, until) in microseconds."""

    since: Counts
    until: Counts
    session: Counts
    """Which of the sessions each is part of."""


def can_be_spread(seconds: Counts) -> NDArray[np.bool_]:
    """Return which durations can be true: neither negative (as in place of none) nor more than 31 days (BEHAVIOUR.md section 6)."""
    return (seconds >= 0) & (seconds <= LONGEST_SECONDS)


def seconds_by_hour(starts: Counts, seconds: Counts, clock: ZoneClock) -> Counts:
    """Return the seconds, rounded, in each hour of the week, (168,) from Monday 0:00; durations that cannot be true count as 0."""
    spent = np.zeros(HOURS_OF_WEEK, np.int64)
    for at in range(0, len(starts), _AT_ONCE):
        begun, long = starts[at : at + _AT_ONCE], seconds[at : at + _AT_ONCE]
        pieces = pieces_of(begun, begun + np.where(can_be_spread(long), long, 0) * MICROSECONDS, clock)
        weeks_since, since = _elapsed(pieces.since)
        weeks_until, until = _elapsed(pieces.until)
        spent += until - since + (weeks_until - weeks_since) * _HOUR
    return (spent + MICROSECONDS // 2) // MICROSECONDS


def are_in_hour(starts: Counts, seconds: Counts, clock: ZoneClock, hour: int) -> NDArray[np.bool_]:
    """Return which sessions have time in an hour of the week, 0 to 167 from Monday 0:00."""
    within = np.zeros(len(starts), np.bool_)
    (counted,) = np.nonzero(can_be_spread(seconds) & (seconds > 0))
    pieces = pieces_of(starts[counted], starts[counted] + seconds[counted] * MICROSECONDS, clock)
    first, last = pieces.since // _HOUR + _FIRST_HOUR, (pieces.until - 1) // _HOUR + _FIRST_HOUR
    within[counted[pieces.session[(hour - first) % HOURS_OF_WEEK <= last - first]]] = True
    return within


def pieces_of(starts: Counts, ends: Counts, clock: ZoneClock) -> Pieces:
    """Return sessions cut where the clock is turned; no end lies before its start."""
    turned = clock.turned * MICROSECONDS
    before = int(np.searchsorted(turned, starts.min(initial=_NEVER), side="right"))
    near = turned[before : np.searchsorted(turned, ends.max(initial=-_NEVER))]  # a handful: looking among these takes half the time
    # The last moment of each session, not its end: that may be the first after the turn.
    first, last = before + np.searchsorted(near, starts, side="right"), before + np.searchsorted(near, ends, side="left")
    session = np.arange(len(starts))
    if not np.array_equal(first, last):
        parts = last - first + 1
        session = np.repeat(session, parts)
        nth = np.arange(len(session)) - np.repeat(np.cumsum(parts) - parts, parts)
        stretch = first[session] + nth
        bounds = np.concatenate((turned[:1], turned, turned[-1:]))  # those of the first and the last stretch are never asked for
        starts = np.where(nth == 0, starts[session], bounds[stretch])
        ends = np.where(stretch == last[session], ends[session], bounds[stretch + 1])
        first = stretch
    shift = clock.offsets[first] * MICROSECONDS
    return Pieces(starts + shift, ends + shift, session)


def _elapsed(moments: Counts) -> tuple[int, Counts]:
    """Return the time of each hour of the week until `moments`, summed: as whole weeks before, each an hour, and what came in the last.

    Two such sums, of all ends and all beginnings, tell the time between, however long: no session need be cut into hours.
    """
    hours = moments // _HOUR
    rest = moments - hours * _HOUR
    hours += _FIRST_HOUR
    weeks = hours // HOURS_OF_WEEK
    hours -= weeks * HOURS_OF_WEEK
    reached = np.bincount(hours, minlength=HOURS_OF_WEEK)
    gone = len(moments) - np.cumsum(reached)  # those in which the hour had passed
    return int(weeks.sum()), gone * _HOUR + np.bincount(hours, rest, HOURS_OF_WEEK).astype(np.int64)
