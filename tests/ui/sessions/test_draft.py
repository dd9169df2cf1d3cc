from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import UNSET, PracticeSession
from fractal_desktop.ui.sessions.draft import DurationSource, SessionDraft, TimesRefused, parse_duration

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


def test_nothing_is_edited_by_looking():
    assert not SessionDraft(session()).unsent()


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
    assert draft.unsent().edit.start is UNSET


def test_an_end_before_the_start_is_refused_and_nothing_of_it_is_kept():
    draft = SessionDraft(session())
    draft.set_end(END + timedelta(hours=1))
    with pytest.raises(TimesRefused):
        draft.set_end(START - timedelta(seconds=1))
    assert draft.end == END
    assert not draft.unsent()


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
    assert not draft.unsent()


def test_a_missing_end_is_offered_as_start_and_duration():
    draft = SessionDraft(session(end=None, document=DOCUMENT, duration_seconds=600))
    assert draft.offered_end == START + timedelta(minutes=10)
    draft.set_start(START + timedelta(hours=1))
    assert draft.offered_end == START + timedelta(hours=1, minutes=10)


def test_going_back_to_what_is_stored_is_no_edit():
    draft = SessionDraft(session())
    draft.set_name("Morning")
    draft.set_name("Evening routine")
    assert not draft.unsent()


def test_an_edit_of_the_document_keeps_everything_else_in_it():
    draft = SessionDraft(session(document=DOCUMENT))
    draft.set_value((*ITEM, "duration_seconds"), 750)
    written = draft.session_edit(draft.unsent()).document
    assert written == DOCUMENT.with_value((*ITEM, "duration_seconds"), 750)
    assert written.value(("odd",)) == [1]
    assert draft.duration_seconds == 750
    assert draft.duration_source is DurationSource.TIMERS


def test_an_unreadable_document_is_never_part_of_an_edit():
    draft = SessionDraft(session(unreadable_text="{oops"))
    draft.set_value(("notes",), "new")
    draft.set_name("Other")
    edit = draft.session_edit(draft.unsent())
    assert edit.document is UNSET
    assert edit.name == "Other"


def test_a_session_without_a_document_gets_one_with_its_first_note():
    draft = SessionDraft(session())
    draft.set_value(("notes",), "loose thumb")
    assert draft.session_edit(draft.unsent()).document.notes == "loose thumb"


def test_edits_while_a_write_is_under_way_wait_for_the_next():
    draft = SessionDraft(session())
    draft.set_name("One")
    first = draft.unsent()
    draft.sent(first)
    assert not draft.unsent()
    draft.set_end(END + timedelta(minutes=1))
    assert draft.unsent().edit.name is UNSET
    draft.saved(first)
    draft.rebase(session(name="One"))
    assert draft.unsent().edit.end == END + timedelta(minutes=1)
    assert draft.name == "One"


def test_going_back_while_a_write_is_under_way_is_an_edit():
    draft = SessionDraft(session())
    draft.set_name("One")
    first = draft.unsent()
    draft.sent(first)
    draft.set_name("Evening routine")
    draft.saved(first)
    draft.rebase(session(name="One"))
    assert draft.name == "Evening routine"
    assert draft.unsent().edit.name == "Evening routine"


def test_a_refused_write_leaves_its_edits_waiting():
    draft = SessionDraft(session())
    draft.set_name("One")
    draft.sent(draft.unsent())
    draft.refused()
    assert draft.unsent().edit.name == "One"


def test_what_is_saved_does_not_outlive_an_undo():
    draft = SessionDraft(session())
    draft.set_name("One")
    changes = draft.unsent()
    draft.sent(changes)
    draft.saved(changes)
    draft.rebase(session())
    assert draft.name == "Evening routine"
    assert not draft.unsent()


def test_a_place_that_was_taken_away_elsewhere_takes_its_edit_along():
    draft = SessionDraft(session(document=DOCUMENT))
    draft.set_value((*ITEM, "notes"), "x")
    draft.rebase(session(document=Document.empty()))
    assert not draft.unsent()


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
