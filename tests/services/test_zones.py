"""Zones by name."""

import pytest

from fractal_desktop.domain.errors import UserError
from fractal_desktop.services.zones import nearest_zones, zone_named, zone_names


def test_a_zone_is_found_by_its_name() -> None:
    assert zone_named("Europe/Berlin").key == "Europe/Berlin"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("utc ", "UTC"),
        ("Asia/Tokio", "Asia/Tokyo"),
    ],
)
def test_the_nearest_name_is_offered(name: str, hint: str) -> None:
    assert nearest_zones(name)[0] == hint
    with pytest.raises(UserError, match=f"There is no time zone “{name}”. Did you mean {hint}"):
        zone_named(name)


@pytest.mark.parametrize("name", ["", "Middle Earth/Bree xyz", "../../etc/passwd", "/etc/passwd", "Europe", "a\0b", "Ü" * 300])
def test_no_nonsense_raises_anything_else(name: str) -> None:
    with pytest.raises(UserError, match="There is no time zone"):
        zone_named(name)


def test_the_choice_holds_places_and_utc() -> None:
    assert zone_names()[0] == "UTC"
    assert {"Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"} <= set(zone_names())
    assert "EST5EDT" not in zone_names()
