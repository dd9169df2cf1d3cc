"""The files of time zones, from where `zoneinfo` takes them."""

import zoneinfo
from functools import lru_cache
from pathlib import Path

from fractal_desktop.domain.tzif import ZoneRules


@lru_cache(maxsize=16)
def zone_rules(zone: zoneinfo.ZoneInfo) -> ZoneRules:
    """Return when the clocks of `zone`, a zone with a name, are turned; OSError if it has meanwhile gone from the computer."""
    return ZoneRules.from_tzif(_file(zone.key))


def _file(name: str) -> bytes:
    """Return the file of a zone from the computer, else from the package tzdata."""
    for folder in zoneinfo.TZPATH:
        path = Path(folder, name)
        if path.is_file():
            return path.read_bytes()
    from importlib import resources  # slow to load, and where the computer has zones of its own never needed

    return resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
