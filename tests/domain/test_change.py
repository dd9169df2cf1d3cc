import re
from pathlib import Path

import pytest

from fractal_desktop.domain.change import NOUNS, Change
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
    ("label", "noun"),
    [
        ("Move Suite I", "move of Suite I"),
        ("Change deadline of Suite I", "change of deadline of Suite I"),
        ("Bring back 3 activities", "return of 3 activities"),
        ("Empty trash", "emptying of trash"),
        ("Edit", "edit"),
        ("Moved by hand", "moved by hand"),
        ("", ""),
    ],
)
def test_a_label_is_a_noun_in_the_edit_menu(label: str, noun: str) -> None:
    assert Change(label).noun == noun


def test_every_label_of_a_command_begins_with_a_verb_that_has_a_noun() -> None:
    services = Path(__file__).parents[2] / "fractal_desktop/services"
    labels = [label for file in services.glob("*.py") for label in re.findall(r'Done\(\s*f?"(.*?)"', file.read_text())]
    assert len(labels) > 10
    unknown = [label for label in labels if not label.startswith(("{", *(f"{verb} " for verb in NOUNS)))]
    assert unknown == []
