from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain import document_edits as edits
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import UNSET, PracticeSession
from fractal_desktop.ui.sessions.draft import DurationSource, SessionDraft, TimesRefused, parse_duration
from fractal_desktop.ui.sessions.steps import StepState

START = datetime(2026, 3, 5, 17, 4, 10, 250000, tzinfo=UTC)
END = START + timedelta(minutes=47)
DOCUMENT = Document(
    {
        "odd": [1],
        "sections": [
            {
                "name": "Warm-up",
                "exercises": [{"type": "activity", "name": "Bows", "instance_id": "i1", "duration_seconds": 600, "extra": {"a": 1}}],
            }
        ],
    }
)
ITEM = ("sections", 0, "exercises", 0)


def session(**changes):
    whole = PracticeSession(
        id=SessionId("s"),
        name="Evening routine",
        description="",
        completed=False,
        completed_at=None,
        created_at=START - timedelta(minutes=2),
        start=START,
        end=END,
        duration_seconds=2820,
        template_id=None,
        template_name=None,
        parent_id=None,
        root_id=None,
        goals=(),
        document=None,
        unreadable_text=None,
        issues=(),
    )
    return replace(whole, **changes)


def sent(draft):
    """Send what is edited, which is one step."""
    (step,) = draft.take()
    return step


def written(draft):
    """Return the document as the file gets it."""
    document = draft.stored.document
    for step in draft.take():
        document = step.session_edit().document_edit(document)
    return document


def test_nothing_is_edited_by_looking():
    assert not SessionDraft(session()).has_unsent


def test_moving_the_start_moves_the_end_along():
    draft = SessionDraft(session())
    draft.set_start(START - timedelta(hours=1))
    assert draft.end == END - timedelta(hours=1)
    assert draft.duration_seconds == 47 * 60


def test_typing_a_start_and_taking_it_back_leaves_the_end_where_it_was():
    draft = SessionDraft(session(end=START - timedelta(hours=1)))
    draft.set_start(START - timedelta(hours=2))
    draft.set_start(START - timedelta(hours=3))
    assert draft.end == START - timedelta(hours=1)


def test_moving_the_end_moves_only_the_end():
    draft = SessionDraft(session())
    draft.set_end(END + timedelta(hours=1))
    assert draft.start == START
    assert sent(draft).edit.start is UNSET


def test_an_end_before_the_start_is_refused_and_nothing_of_it_is_kept():
    draft = SessionDraft(session())
    draft.set_end(END + timedelta(hours=1))
    with pytest.raises(TimesRefused):
        draft.set_end(START - timedelta(seconds=1))
    assert draft.end == END
    assert not draft.has_unsent


def test_an_end_that_lies_before_the_start_already_is_not_moved_along():
    draft = SessionDraft(session(end=START - timedelta(hours=1)))
    with pytest.raises(TimesRefused):
        draft.set_start(START + timedelta(hours=2))
    draft.set_start(START - timedelta(hours=2))
    assert draft.end == START - timedelta(hours=1)


def test_a_missing_start_is_offered_as_the_time_the_row_was_made():
    draft = SessionDraft(session(start=None, end=None))
    assert draft.offered_start == START - timedelta(minutes=2)
    assert draft.start is None
    assert not draft.has_unsent


def test_a_missing_end_is_offered_as_start_and_duration():
    draft = SessionDraft(session(end=None, document=DOCUMENT, duration_seconds=600))
    assert draft.offered_end == START + timedelta(minutes=10)
    draft.set_start(START + timedelta(hours=1))
    assert draft.offered_end == START + timedelta(hours=1, minutes=10)


def test_going_back_to_what_is_stored_is_no_edit():
    draft = SessionDraft(session())
    draft.set_name("Morning")
    draft.set_name("Evening routine")
    assert not draft.has_unsent


def test_an_edit_of_the_document_keeps_everything_else_in_it():
    draft = SessionDraft(session(document=DOCUMENT))
    draft.set_value((*ITEM, "duration_seconds"), 750)
    written = sent(draft).session_edit().document_edit(DOCUMENT)
    assert written == DOCUMENT.with_value((*ITEM, "duration_seconds"), 750)
    assert written.value(("odd",)) == [1]
    assert draft.duration_seconds == 750
    assert draft.duration_source is DurationSource.TIMERS


def test_an_unreadable_document_is_never_part_of_an_edit():
    draft = SessionDraft(session(unreadable_text="{oops"))
    draft.set_value(("notes",), "new")
    draft.set_name("Other")
    edit = sent(draft).session_edit()
    assert (edit.document, edit.document_edit) == (UNSET, UNSET)
    assert edit.name == "Other"


def test_a_session_without_a_document_gets_one_with_its_first_note():
    draft = SessionDraft(session())
    draft.set_value(("notes",), "loose thumb")
    assert sent(draft).session_edit().document_edit(Document.empty()).notes == "loose thumb"


def test_edits_while_a_write_is_under_way_wait_for_the_next():
    draft = SessionDraft(session())
    draft.set_name("One")
    first = sent(draft)
    assert not draft.has_unsent
    draft.set_end(END + timedelta(minutes=1))
    first.state = StepState.WRITTEN
    draft.rebase(session(name="One"))
    second = sent(draft)
    assert (second.edit.name, second.edit.end) == (UNSET, END + timedelta(minutes=1))
    assert draft.name == "One"


def test_going_back_while_a_write_is_under_way_is_an_edit():
    draft = SessionDraft(session())
    draft.set_name("One")
    first = sent(draft)
    draft.set_name("Evening routine")
    first.state = StepState.WRITTEN
    draft.rebase(session(name="One"))
    assert draft.name == "Evening routine"
    assert sent(draft).edit.name == "Evening routine"


def test_a_step_that_was_refused_waits_with_its_edits():
    draft = SessionDraft(session())
    draft.set_name("One")
    first = sent(draft)
    first.state = StepState.WAITING
    assert draft.has_waiting
    draft.set_end(END + timedelta(minutes=1))
    assert draft.take()[0] is first
    assert draft.name == "One"


def test_what_is_written_does_not_outlive_an_undo():
    draft = SessionDraft(session())
    draft.set_name("One")
    sent(draft).state = StepState.WRITTEN
    draft.rebase(session())
    assert draft.name == "Evening routine"
    assert not draft.has_unsent


def test_what_the_file_holds_already_is_no_edit_any_more():
    draft = SessionDraft(session(document=DOCUMENT))
    draft.set_name("One")
    draft.set_value((*ITEM, "notes"), "x")
    draft.rebase(session(name="One", document=DOCUMENT.with_value((*ITEM, "notes"), "x")))
    assert not draft.has_unsent


def test_a_place_that_was_taken_away_elsewhere_takes_its_edit_along():
    draft = SessionDraft(session(document=DOCUMENT))
    draft.set_value((*ITEM, "notes"), "x")
    draft.rebase(session(document=Document.empty()))
    assert not draft.has_unsent


def test_what_is_typed_stays_with_its_item_when_others_come_before_it_elsewhere():
    draft = SessionDraft(session(document=DOCUMENT))
    draft.set_value((*ITEM, "notes"), "x")
    draft.rebase(session(document=edits.add_line(DOCUMENT, 0, "Breathe", 0)))
    assert [item.notes for item in draft.document.items] == ["", "x"]
    assert [item.notes for item in written(draft).items] == ["", "x"]


def test_a_restructuring_is_a_step_of_its_own_after_what_was_typed():
    draft = SessionDraft(session(document=DOCUMENT))
    draft.set_value((*ITEM, "notes"), "x")
    draft.restructure(lambda document, at: edits.add_line(document, at(("sections", 0))[1], "Breathe", 0), "Add Breathe")
    draft.set_value((*ITEM, "completed"), True)
    typed, added, ticked = draft.take()
    assert [step.label for step in (typed, added, ticked)] == [None, "Add Breathe", None]
    document = DOCUMENT
    for step in (typed, added, ticked):
        document = step.session_edit().document_edit(document)
    assert document == draft.document
    assert [(item.name, item.notes, item.completed) for item in document.items] == [("Breathe", "", True), ("Bows", "x", False)]


@pytest.mark.parametrize("read_after", [0, 1, 2, 3])
def test_steps_are_shown_once_whenever_the_session_is_read_again(read_after):
    """The session may be read before, between and after the writes."""
    draft = SessionDraft(session(document=DOCUMENT))
    draft.set_value((*ITEM, "notes"), "x")
    draft.restructure(lambda document, at: edits.add_line(document, 0, "Breathe", 0), "Add Breathe")
    draft.restructure(lambda document, at: edits.move_item(document, at(("sections", 0, "exercises", 1)), 0, 0), "Move Bows")
    draft.set_value((*ITEM, "completed"), True)
    steps = draft.take()
    draft.set_value((*ITEM, "description"), "slow")
    expected = draft.document
    stored = DOCUMENT
    for step in steps[:read_after]:
        stored = step.session_edit().document_edit(stored)
        step.state = StepState.WRITTEN
    draft.rebase(session(document=stored))
    assert draft.document == expected
    for step in (*steps[read_after:], *draft.take()):
        stored = step.session_edit().document_edit(stored)
    assert stored == expected


def test_a_step_finds_its_item_where_it_stands_when_it_is_written():
    draft = SessionDraft(session(document=DOCUMENT))
    draft.restructure(lambda document, at: edits.remove_item(document, at(ITEM)), "Remove Bows")
    (step,) = draft.take()
    elsewhere = edits.add_line(DOCUMENT, 0, "Breathe", 0)
    assert [item.name for item in step.session_edit().document_edit(elsewhere).items] == ["Breathe"]
    with pytest.raises(UserError):
        step.session_edit().document_edit(Document.empty())


def test_a_restructuring_that_cannot_be_done_changes_nothing():
    draft = SessionDraft(session(document=DOCUMENT))
    with pytest.raises(UserError):
        draft.restructure(lambda document, at: edits.remove_item(document, at(("sections", 7, "exercises", 0))), "Remove what?")
    assert not draft.has_unsent
    draft.restructure(lambda document, at: edits.remove_item(document, at(ITEM)), "Remove Bows")
    (step,) = draft.take()
    draft.give_up(step)
    assert draft.document == DOCUMENT


def test_a_session_without_a_document_gets_one_with_its_first_section():
    draft = SessionDraft(session())
    draft.restructure(lambda document, at: edits.add_section(document, "Warm-up"), "Add Warm-up")
    draft.rebase(session())
    assert [section.name for section in draft.document.sections] == ["Warm-up"]
    with pytest.raises(UserError, match="cannot be read"):
        SessionDraft(session(unreadable_text="{oops")).restructure(lambda document, at: document, "Add nothing")


@given(st.integers(0, 31 * 24 * 3600))
def test_every_length_is_read_as_the_editor_writes_it(seconds):
    from fractal_desktop.domain.duration import clock

    assert parse_duration(clock(seconds)) == seconds


@pytest.mark.parametrize(("text", "seconds"), [("45", 2700), ("7,5", 450), (" 12:30 ", 750), ("90:00", 5400), ("0", 0)])
def test_a_length_may_be_written_in_minutes(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "-5", "a", "1:2:3:4", "1:75", "nan", "inf", "99999999", "1:", "²:00"])
def test_what_is_no_length_is_not_read(text):
    assert parse_duration(text) is None
