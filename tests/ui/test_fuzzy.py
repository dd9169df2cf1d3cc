"""Which names fit what was typed, and which fit better."""

import pytest

from fractal_desktop.ui.fuzzy import fit


@pytest.mark.parametrize(
    ("typed", "name"), [("nc", "New Child Goal"), ("bun", "Back Up Now"), ("SET", "Settings…"), ("été", "Été à Lyon"), ("u z", "Undo Zoom")]
)
def test_letters_in_order_fit(typed: str, name: str) -> None:
    assert fit(typed, name) is not None


@pytest.mark.parametrize(("typed", "name"), [("cn", "New Child"), ("zz", "Zoom"), ("newx", "New"), ("a", "")])
def test_letters_out_of_order_or_missing_do_not(typed: str, name: str) -> None:
    assert fit(typed, name) is None


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("se", "Sessions", "Look for Houses"),
        ("go", "Goals", "Open Log of Backups"),
        ("bu", "Back Up Now", "Debugger United"),
        ("new", "New File…", "Never Ending Widths"),
        ("tra", "Trash", "Extra"),
    ],
)
def test_starts_of_words_and_letters_in_a_row_fit_better(typed: str, better: str, worse: str) -> None:
    good, bad = fit(typed, better), fit(typed, worse)
    assert good is not None
    assert bad is None or good > bad


def test_nothing_typed_fits_everything_alike() -> None:
    assert fit("", "Anything") == fit("  ", "Else") == 0
