"""Where things stand after they were moved, whatever else stands in the document's lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain import document_edits as edits
from fractal_desktop.domain.document import Document
from fractal_desktop.ui.sessions import structure
from fractal_desktop.ui.sessions.blocks import Block, BlockKind
from fractal_desktop.ui.sessions.drop_places import DropPlace, item_places, move_to, nearest, section_places


def done(document, edit):
    return edit.restructuring(document, lambda path: path)


@st.composite
def documents(draw):
    """Sections of lines with distinct names; some elements of the lists are no sections or items."""
    sections = []
    for number in range(draw(st.integers(1, 4))):
        lines = [{"name": f"{number}.{index}"} if draw(st.booleans()) else None for index in range(draw(st.integers(0, 4)))]
        sections += [None] * draw(st.integers(0, 1)) + [{"name": f"S{number}", "exercises": lines}]
    return Document({"sections": sections})


def names(document):
    return [[item.name for item in section.items] for section in document.sections]


@given(documents(), st.data())
def test_an_item_comes_to_stand_where_it_was_dropped(document, data):
    items = list(document.items)
    if not items:
        return
    item = data.draw(st.sampled_from(items))
    section = data.draw(st.sampled_from(document.sections))
    before = data.draw(st.sampled_from([*section.items, None]))
    move = structure.moving_item(document, item, section, before)
    expected = names(document)
    for line in expected:
        if item.name in line:
            line.remove(item.name)
    position = document.sections.index(section)
    at = expected[position].index(before.name) if before is not None and before.name != item.name else None
    if before is item:
        at = section.items.index(item)
    expected[position].insert(len(expected[position]) if at is None else at, item.name)
    if move is None:
        assert names(document) == expected
    else:
        after = done(document, move.edit)
        assert names(after) == expected
        assert edits.item_at(after, move.path).name == item.name


@given(documents(), st.data())
def test_a_section_comes_to_stand_where_it_was_dropped(document, data):
    section = data.draw(st.sampled_from(document.sections))
    before = data.draw(st.sampled_from([*document.sections, None]))
    move = structure.moving_section(document, section, before)
    others = [each.name for each in document.sections if each is not section]
    at = document.sections.index(section) if before is section else others.index(before.name) if before is not None else len(others)
    expected = [*others[:at], section.name, *others[at:]]
    if move is None:
        assert [each.name for each in document.sections] == expected
    else:
        after = done(document, move.edit)
        assert [each.name for each in after.sections] == expected
        assert edits.section_at(after, move.path[1]).name == section.name


@given(documents(), st.data())
def test_a_step_up_takes_a_step_down_back(document, data):
    items = list(document.items)
    if not items:
        return
    item = data.draw(st.sampled_from(items))
    move = structure.moved_by_one(document, item, 1)
    if move is not None:
        after = done(document, move.edit)
        back = structure.moved_by_one(after, edits.item_at(after, move.path), -1)
        assert names(done(after, back.edit)) == names(document)


def test_what_is_added_has_the_same_ids_on_the_screen_and_in_the_file():
    from fractal_desktop.domain.ids import ActivityId
    from fractal_desktop.domain.library import ActivityName

    activity = ActivityName(ActivityId("a"), "Scales", True, False, False, (), ())
    add = structure.adding_activity(None, activity)
    first, second = done(Document.empty(), add), done(Document.empty(), add)
    assert first == second
    assert first.sections[0].name == structure.FIRST_SECTION
    more = structure.adding_set(next(first.items), "Scales")
    assert done(first, more) == done(first, more)
    ids = [each.instance_id for each in next(done(first, more).items).sets]
    assert len(set(ids)) == 2


def blocks(document):
    """Return a block for each head and item, ten pixels high."""
    found = []
    for section in document.sections:
        found.append(Block(BlockKind.HEADER, ("header", section.index), section, top=10 * len(found), height=10))
        for item in section.items:
            found.append(Block(BlockKind.ITEM, ("item", item.path), section, item, top=10 * len(found), height=10))
    return found


@given(documents(), st.data())
def test_each_gap_takes_an_item_to_where_it_is_drawn(document, data):
    items = list(document.items)
    if not items:
        return
    item = data.draw(st.sampled_from(items))
    places = item_places(blocks(document))
    assert len(places) == len(items) + len(document.sections)
    assert [place.y for place in places] == sorted(place.y for place in places)
    place = data.draw(st.sampled_from(places))
    assert nearest(places, place.y) in [each for each in places if each.y == place.y]
    move = move_to(document, item, place)
    if move is not None:
        after = done(document, move.edit)
        assert edits.item_at(after, move.path).name == item.name


@given(documents())
def test_gaps_for_sections_stand_before_each_and_behind_all(document):
    places = section_places(blocks(document))
    assert [place.section.index if place.section is not None else None for place in places] == [
        *(section.index for section in document.sections),
        None,
    ]


def test_there_is_no_gap_where_there_is_nothing():
    assert section_places([]) == []
    assert nearest([], 5) is None
    assert move_to(Document.empty(), edits.add_section(Document.empty(), "x").sections[0], DropPlace(0, None)) is None


@pytest.mark.parametrize("name", ["", "Warm-up"])
def test_labels_say_what_is_done(name):
    document = Document({"sections": [{"name": name, "exercises": [{"name": name}]}, {"name": "Other"}]})
    section, item = document.sections[0], document.sections[0].items[0]
    assert structure.removing_section(section).label == (f"Remove {name}" if name else "Remove section")
    assert structure.moved_by_one(document, item, 1).edit.label == f"Move {name or 'a line without a name'}"
    assert structure.moved_by_one(document, item, -1) is None
    assert structure.section_moved_by_one(document, section, -1) is None
