"""What is looked at before a document is read may let too much through, but never too little."""

import json

from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.document import Document
from fractal_desktop.persistence.text_search import may_note

texts = st.text(max_size=8) | st.sampled_from(
    ["Straße", "ÜBUNG", "übung", 'said "no"', "back\\slash", "new\nline", "exercise", "\U0001f3bb"]
)
notes = texts | st.none() | st.integers()
items = st.fixed_dictionaries({"name": texts, "notes": notes})
sections = st.fixed_dictionaries({"name": texts, "notes": notes, "exercises": st.lists(items, max_size=2)})
documents = st.fixed_dictionaries({"notes": notes, "sections": st.lists(sections, max_size=2), "more": texts})


def noted(text: str) -> list[str]:
    document = Document.parse(text)
    below = [part.notes for section in document.sections for part in (section, *section.items)]
    return [document.notes, *below]


@given(documents, texts, st.booleans(), st.booleans(), st.sampled_from([None, 1]))
def test_every_document_with_the_text_in_a_note_is_let_through(
    data: object, wanted: str, ascii_only: bool, twice: bool, indent: int | None
) -> None:
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    if twice:
        text = json.dumps(text)
    for looked_for in (wanted.casefold(), *(note.casefold()[1:4] for note in noted(text))):
        if looked_for and any(looked_for in note.casefold() for note in noted(text)):
            assert may_note(looked_for, text)


@given(documents)
def test_keys_that_are_written_in_escapes_are_let_through(data: object) -> None:
    assert may_note("anything", json.dumps(data).replace('"notes"', '"\\u006eotes"'))


def test_a_word_of_names_and_keys_alone_is_not() -> None:
    text = json.dumps({"notes": "Thumb loose", "sections": [{"name": "Exercise 1", "exercises": [{"name": "exercise", "notes": ""}]}]})
    assert not may_note("exercise", text)
    assert may_note("loose", text)


def test_bytes_are_let_through() -> None:
    assert may_note("anything", b"{}")
