"""Habits, paces and documents by the slowest way that is plainly right: loops over days, weeks and items.

Nothing of the program is used here, so that no mistake can be on both sides.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from math import sqrt
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference_analytics import Stint, day_of, weekly

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LONGEST = timedelta(days=31).total_seconds()


def usual_days(practised: Collection[date], first: date, last: date) -> float | None:
    """Return the median of the days with practice in the sevens of days back from `last` that have any and lie within."""
    counted = []
    end = last
    while end - 6 * DAY >= first:
        days = sum(end - back * DAY in practised for back in range(7))
        counted += [days] if days else []
        end -= WEEK
    return float(median(counted)) if len(counted) >= 2 else None


def consistency(practised: Collection[date], first: date, last: date, planned: float) -> float:
    """Return the weighted mean of the scores of all days from `first` to `last`."""
    window = 1 if planned >= 7 else 14
    fall = 0.5 ** (sqrt(planned / 7) / 13)
    weighted = weights = 0.0
    day = first
    while day <= last:
        seen = [day - back * DAY for back in range(window) if day - back * DAY >= first]
        score = min(1.0, sum(each in practised for each in seen) / (planned / 7 * len(seen)))
        weight = fall ** (last - day).days
        weighted, weights = weighted + weight * score, weights + weight
        day += DAY
    return weighted / weights


def week_of(day: date, first_weekday: int) -> date:
    """Return the first day of the week."""
    while day.weekday() != first_weekday:
        day -= DAY
    return day


def pace(stints: Sequence[Stint], zone: ZoneInfo, now: datetime, first_weekday: int) -> tuple[int, int | None, int]:
    """Return this week's seconds, the median of the eight full weeks before (those from the first session's on), and how many these are."""
    seconds = {week: figures.seconds for week, figures in weekly(stints, zone, first_weekday).items()}
    this_week = week_of(day_of(now, zone), first_weekday)
    before = [this_week - back * WEEK for back in range(1, 9)]
    counted = [seconds.get(week, 0) for week in before if seconds and week >= min(seconds)]
    return seconds.get(this_week, 0), int(median(counted)) if counted else None, len(counted)


def weeks_before(stints: Sequence[Stint], zone: ZoneInfo, now: datetime, first_weekday: int, most: int = 52) -> tuple[int, ...]:
    """Return the seconds of the whole weeks before the running one, from the first session's on, the latest `most`."""
    seconds = {week: figures.seconds for week, figures in weekly(stints, zone, first_weekday).items()}
    week = week_of(day_of(now, zone), first_weekday) - WEEK
    found: list[int] = []
    while seconds and week >= min(seconds) and len(found) < most:
        found.append(seconds.get(week, 0))
        week -= WEEK
    return tuple(reversed(found))


def days_in_question(
    practised: Iterable[date], since: date | None, until: date | None, began: date | None, today: date, zone: ZoneInfo
) -> tuple[list[date], list[date]]:
    """Return the days of [since, until] (None: open) on which somebody who began some day could have practised until today.

    Today is one of them once they did. The second list ends, with an open end and a practice that is over for more than a year, with
    its last day.
    """
    known = [day for day in practised if day <= today]
    first = min(known, default=None) if since is None else None if began is None else max(since, began)
    last = today if until is None else min(until, today)
    if last == today and today not in known:
        last -= DAY
    found: list[date] = []
    while first is not None and first <= last:
        if datetime(first.year, first.month, first.day, 12, tzinfo=zone).astimezone(UTC).astimezone(zone).date() == first:
            found.append(first)
        first += DAY
    is_over = until is None and known and (today - max(known)).days > 366
    return found, [day for day in found if day <= max(known)] if is_over else found


def longest_gap(practised: Collection[date], days: Iterable[date]) -> list[date]:
    """Return the latest of the longest runs of days without practice."""
    longest: list[date] = []
    current: list[date] = []
    for day in days:
        current = [] if day in practised else [*current, day]
        longest = current if current and len(current) >= len(longest) else longest
    return longest


def items_of(content: object) -> list[dict[str, Any]] | None:
    """Return all items of a document as it stands in the column, None if it has none."""
    return None if content is None else list(_items(json.loads(str(content))))


def _items(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in document.get("sections", []):
        yield from section.get("exercises", [])


def planned_seconds(content: object) -> int:
    """Return what a document plans: its own minutes, else those of its sections; 0 without one."""
    if content is None:
        return 0
    document = json.loads(str(content))
    minutes = document.get("total_duration_minutes") or sum(
        section.get("duration_minutes") or 0 for section in document.get("sections", [])
    )
    return int(minutes * 60)


def activity_seconds(content: object, rows: Iterable[tuple[str, object]]) -> dict[str, list[int]]:
    """Return the plausible times of a session's items by activity: of the document's, and if these have none at all, of the rows'."""
    items = items_of(content) or []
    found: dict[str, list[int]] = {}
    for item in items:
        if item.get("activity_id"):
            found.setdefault(item["activity_id"], []).extend(_plausible(item.get("duration_seconds")))
    if not any(found.values()):
        for activity, seconds in rows:
            found.setdefault(activity, []).extend(_plausible(seconds))
    return found


def _plausible(seconds: object) -> list[int]:
    return [int(seconds)] if isinstance(seconds, int | float) and 1 <= seconds <= LONGEST else []


def bins(seconds: Iterable[int], width: int, last: int) -> Counter[int]:
    """Return how many durations lie in each bin by its lower edge; those from `last` on lie in that one."""
    return Counter(min(each // width * width, last) for each in seconds)
