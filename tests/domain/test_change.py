import re
from pathlib import Path

import pytest

from fractal_desktop.domain.change import VERBS, Change
from fractal_desktop.domain.ids import GoalId, SessionId


def test_a_change_touches_what_it_names() -> None:
    change = Change("Edit", frozenset({GoalId("g")}), frozenset({SessionId("s")}))
    assert change.touches_goal(GoalId("g"))
    assert change.touches_session(SessionId("s"))
    assert not change.touches_goal(GoalId("s"))
    assert not change.touches_session(SessionId("g"))


def test_a_change_of_everything_touches_all() -> None:
    change = Change("Restore", everything=True)
    assert change.touches_goal(GoalId("any"))
    assert change.touches_session(SessionId("any"))


@pytest.mark.parametrize(
    ("label", "noun", "done"),
    [
        ("Move Suite I", "move of Suite I", "Moved Suite I"),
        ("Change deadline of Suite I", "change of deadline of Suite I", "Changed deadline of Suite I"),
        ("Bring back 3 activities", "return of 3 activities", "Brought back 3 activities"),
        ("Empty trash", "emptying of trash", "Emptied trash"),
        ("Edit", "edit", "Edited"),
        ("Moved by hand", "moved by hand", "Moved by hand"),
        ("Split Move", "splitting of Move", "Split Move"),
        ("", "", ""),
    ],
)
def test_a_label_is_a_noun_in_the_edit_menu_and_in_the_past_in_a_notice(label: str, noun: str, done: str) -> None:
    assert (Change(label).noun, Change(label).done) == (noun, done)


def test_a_notice_says_how_but_the_edit_menu_does_not() -> None:
    change = Change("Shift Morning cello", how="1 day later")
    assert (change.noun, change.done) == ("shift of Morning cello", "Shifted Morning cello 1 day later")


def test_every_label_of_a_command_begins_with_a_verb_that_has_words() -> None:
    program = Path(__file__).parents[2] / "fractal_desktop"
    files = [*(program / "services").glob("*.py"), *(program / "ui/sessions").glob("*.py")]
    labels = [label for file in files for label in re.findall(r'(?:Done|StructureEdit|_each)\(\s*f?"(.*?)"', file.read_text())]
    assert len(labels) > 40
    unknown = [label for label in labels if not f"{label} ".startswith(("{", *(f"{verb} " for verb in VERBS)))]
    assert unknown == []
