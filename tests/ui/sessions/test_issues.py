"""What is odd about a session is said in sentences."""

import pytest

from fractal_desktop.domain.backfill import Issue
from fractal_desktop.ui.sessions.issues import sentence


@pytest.mark.parametrize("code", Issue)
def test_every_issue_of_the_migration_has_a_sentence_of_its_own(code: Issue) -> None:
    assert sentence(code).endswith(".")
    assert "odd" not in sentence(code)


def test_an_issue_of_a_later_program_is_named() -> None:
    assert sentence("moon_in_the_wrong_house") == "Something about it is odd (moon_in_the_wrong_house)."
