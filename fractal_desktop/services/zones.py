"""IANA time zones by name: which there are, and which one somebody may have meant."""

import os
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from fractal_desktop.domain.errors import UserError

_MOST_SUGGESTIONS = 3


@cache
def zone_names() -> tuple[str, ...]:
    """Return the names to choose from, sorted: "UTC" and those of places ("Europe/Berlin"), without old abbreviations."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return ("UTC", *sorted(places))


def zone_named(name: str) -> ZoneInfo:
    """Return the zone `name`; raises UserError naming the nearest ones if there is none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = nearest_zones(name)
    hint = f" Did you mean {' or '.join(near)}?" if near else " Zones are named like Europe/Berlin."
    raise UserError(f"There is no time zone “{name}”.{hint}")


def nearest_zones(text: str) -> tuple[str, ...]:
    """Return up to three names that `text` may have meant, the likeliest first; case, blanks and a missing continent do not matter."""
    wanted = text.strip().replace(" ", "_").lower()
    if not wanted:
        return ()
    by_full = {name.lower(): name for name in zone_names()}
    by_place = {name.lower().rpartition("/")[2]: name for name in zone_names()}
    place = wanted.rpartition("/")[2]
    exact = [names[key] for names, key in ((by_full, wanted), (by_place, place)) if key in names]
    close = [by_full[key] for key in get_close_matches(wanted, by_full, _MOST_SUGGESTIONS, 0.75)]
    close_places = [by_place[key] for key in get_close_matches(place, by_place, _MOST_SUGGESTIONS, 0.75)]
    return tuple(dict.fromkeys([*exact, *close, *close_places]))[:_MOST_SUGGESTIONS]


def system_zone() -> ZoneInfo:
    """Return the computer's zone, UTC where it has none that is known by name."""
    for name in (os.environ.get("TZ", "").lstrip(":"), _linked_zone(), _written_zone()):
        if name:
            with suppress(UserError):
                return zone_named(name)
    return ZoneInfo("UTC")


def _linked_zone() -> str:
    return os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]


def _written_zone() -> str:
    try:
        return Path("/etc/timezone").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
