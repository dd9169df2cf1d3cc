"""Which names fit what was typed, and which fit better."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.ui.fuzzy import NameIndex, fit


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


def found(names: list[str], typed: str, limit: int = 5) -> list[str]:
    return [names[hit.position] for hit in NameIndex(names).best(typed, limit)]


@pytest.mark.parametrize("typed", ["etude", "ÉTUDE", "étude", "etu"])
def test_accents_need_not_be_typed(typed: str) -> None:
    assert found(["Scales", "Étude 3"], typed) == ["Étude 3"]


def test_the_best_of_many_names_is_found_though_thousands_fit() -> None:
    names = [f"morning warm-up rows {number}" for number in range(5_000)] + ["Mornington Road", "Much Real Work"]
    assert found(names, "mornington")[0] == "Mornington Road"
    assert "Much Real Work" in found(names, "mrw", 1)


def test_names_alike_stand_in_their_order_and_shorter_ones_first() -> None:
    assert found(["Suite II", "Suite", "Suite I"], "suite") == ["Suite", "Suite I", "Suite II"]


def test_nothing_typed_gives_the_first_names() -> None:
    assert found(["b", "a", "c"], " ", 2) == ["b", "a"]


@given(st.lists(st.text(alphabet=string.ascii_letters + " .(é\n", max_size=12), max_size=30), st.text(alphabet="abcé.( ", max_size=4))
def test_an_index_finds_exactly_what_fits(names: list[str], typed: str) -> None:
    positions = {hit.position for hit in NameIndex(names).best(typed, len(names))}
    assert positions == {position for position, name in enumerate(names) if fit(typed, name) is not None}


@given(st.lists(st.text(alphabet="abc ", max_size=8), max_size=30), st.lists(st.text(alphabet="abc", max_size=3), max_size=6))
def test_what_was_typed_before_makes_no_difference(names: list[str], typed: list[str]) -> None:
    index = NameIndex(names)
    for text in typed:
        assert index.best(text, 5) == NameIndex(names).best(text, 5)
