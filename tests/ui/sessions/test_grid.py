"""What the values of an item are shown as, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QRect
from PySide6.QtWidgets import QApplication

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import ActivityId, MetricId, SplitId
from fractal_desktop.domain.library import ActivityName, Better, LibraryNames, MetricName, SplitName
from fractal_desktop.ui.sessions.grid import Cell, Grid, GridRow, grid_of, number_text, shown_value, stored_value
from fractal_desktop.ui.sessions.grid_geometry import LEFT, TICK, TICK_RIGHT, GridGeometry
from fractal_desktop.ui.sessions.grid_walk import ADD_SET, Stop, step_in_column, stops, value_tip, value_title

C = QLocale.c()
GERMAN = QLocale(QLocale.Language.German, QLocale.Country.Germany)
A = ActivityId("a")


def metric(name, *, retired=False, better=Better.HIGHER, top=False):
    return MetricName(MetricId(name), A, name.title(), "", retired, better, top)


def library(*metrics, sets=False, splits=(), product=False):
    split_names = tuple(SplitName(SplitId(name.rstrip("!")), A, name.rstrip("!").title(), name.endswith("!")) for name in splits)
    activity = ActivityName(A, "Scales", sets, bool(metrics), bool(splits), tuple(metrics), split_names, is_product=product)
    return LibraryNames((), {A: activity}, {m.id: m for m in metrics}, {s.id: s for s in split_names})


def item(sets=None, metrics=None, activity="a"):
    raw = {"type": "activity", "activity_id": activity, "instance_id": "i", "sets": sets or [], "metrics": metrics or []}
    return Document({"sections": [{"exercises": [raw]}]}).sections[0].items[0]


def entry(metric_id, value, split=None):
    return {"metric_id": metric_id, "value": value} | ({"split_id": split} if split else {})


class Earlier:
    def __init__(self, **bests):
        self._bests = bests

    def last(self, activity_id, set_index, metric_id, split_id):
        return f"{set_index}" if metric_id == "tempo" else None

    def best(self, activity_id, metric_id, split_id):
        return self._bests.get(metric_id)


def texts(grid):
    return [[cell.text for cell in row.cells] for row in grid.rows]


def test_there_is_a_place_for_each_metric_in_use_and_for_others_only_where_something_is_noted():
    names = library(metric("tempo"), metric("old", retired=True), metric("older", retired=True), sets=True)
    grid = grid_of(item(sets=[{"metrics": [entry("old", "5"), entry("older", "")]}, {"metrics": []}]), names, C)
    assert grid.titles == ("Tempo", "Old")
    assert texts(grid) == [["", "5"], ["", ""]]
    assert (grid.head, grid.takes_sets, [row.title for row in grid.rows]) == ("Set", True, ["Set 1", "Set 2"])


def test_splits_in_use_stand_below_each_other_then_others_with_values():
    names = library(metric("tempo"), splits=("left", "right", "gone!"))
    grid = grid_of(item(metrics=[entry("tempo", "60", "right"), entry("tempo", "50", "gone"), entry("tempo", "40", "lost")]), names, C)
    assert [(row.split, row.cells[0].text) for row in grid.rows] == [("Left", ""), ("Right", "60"), ("Gone", "50"), ("deleted split", "40")]
    assert (grid.head, grid.takes_sets) == ("Split", False)


def test_sets_with_splits_tell_of_their_tick_once():
    names = library(metric("tempo"), sets=True, splits=("left", "right"))
    grid = grid_of(item(sets=[{"completed": True, "metrics": []}]), names, C)
    assert [(row.number, row.split, row.done) for row in grid.rows] == [("1", "Left", True), ("1", "Right", None)]
    assert value_title(grid, Stop(1, 0)) == "Tempo, set 1, Right"


def test_an_item_without_anything_to_note_has_no_grid():
    assert grid_of(item(), library(), C).is_empty
    assert grid_of(item(activity="gone"), library(metric("tempo")), C).is_empty
    assert not grid_of(item(), library(sets=True), C).is_empty


def test_a_new_best_is_better_than_any_before_and_than_the_others_here():
    names = library(metric("tempo"), metric("errors", better=Better.LOWER), sets=True)
    sets = [
        {"metrics": [entry("tempo", tempo), entry("errors", errors)]}
        for tempo, errors in (("61", "3"), ("65", "2"), ("65", "1"), ("x", ""))
    ]
    grid = grid_of(item(sets=sets), names, C, Earlier(tempo=60.0, errors=2.0))
    assert [[cell.is_new_best for cell in row.cells] for row in grid.rows] == [
        [False, False],
        [True, False],
        [False, True],
        [False, False],
    ]
    assert (grid.rows[1].cells[0].new_best, grid.rows[2].cells[1].new_best) == (Better.HIGHER, Better.LOWER)
    assert [row.cells[0].last for row in grid.rows] == ["0", "1", "2", "3"]
    assert "New best: it was 60" in value_tip(grid, Stop(1, 0))
    assert "Best so far: 2" in value_tip(grid, Stop(0, 1))
    assert "no number" in grid.rows[3].cells[0].spoken


def test_where_a_metric_tells_the_best_set_only_that_counts():
    names = library(metric("tempo", top=True), metric("errors"), sets=True)
    grid = grid_of(item(sets=[{"metrics": [entry("tempo", "61"), entry("errors", "9")]}]), names, C, Earlier(tempo=60.0, errors=2.0))
    assert [cell.is_new_best for cell in grid.rows[0].cells] == [True, False]


def test_products_stand_beside_the_values_and_are_summed():
    names = library(metric("load"), metric("hold"), sets=True, product=True)
    sets = [{"metrics": [entry("load", load), entry("hold", "10")]} for load in ("12.5", "20", "")]
    grid = grid_of(item(sets=sets), names, C)
    assert [row.cells[2].text for row in grid.rows] == ["125", "200", ""]
    assert (grid.titles[2], grid.total) == ("Product", "325")
    assert all(row.cells[2].place is None for row in grid.rows)


@pytest.mark.parametrize(
    ("typed", "stored"), [("62,5", "62.5"), (" 7 ", "7"), ("62.5", "62.5"), ("fast", "fast"), ("1,2,3", "1,2,3"), ("", "")]
)
def test_numbers_are_stored_with_a_point_whatever_the_locale_writes(typed, stored):
    assert stored_value(typed, GERMAN) == stored


def test_a_comma_is_no_number_where_the_locale_has_a_point():
    assert stored_value("62,5", C) == "62,5"
    assert shown_value("62.5", GERMAN) == "62,5"
    assert shown_value("a.b", GERMAN) == "a.b"


@given(st.floats(-1e9, 1e9).map(lambda value: round(value, 2)))
def test_what_is_shown_is_what_is_stored(value):
    text = repr(value)
    assert float(stored_value(shown_value(text, GERMAN), GERMAN)) == value
    assert C.toDouble(number_text(value, C))[0] == pytest.approx(value, abs=0.005)


def test_the_way_through_a_grid():
    names = library(metric("tempo"), metric("errors"), sets=True)
    grid = grid_of(item(sets=[{"metrics": []}, {"metrics": []}]), names, C)
    assert stops(grid) == [Stop(0, 0), Stop(0, 1), Stop(0, -1), Stop(1, 0), Stop(1, 1), Stop(1, -1), ADD_SET]
    assert step_in_column(grid, Stop(0, 0), 1, into_next=True) == Stop(1, 0)
    assert step_in_column(grid, Stop(1, 0), 1, into_next=True) == Stop(0, 1)
    assert step_in_column(grid, Stop(1, 0), 1, into_next=False) is None
    assert step_in_column(grid, Stop(0, 0), -1, into_next=True) is None
    assert step_in_column(grid, Stop(7, 7), 1, into_next=True) is None


words = st.text("abcdefgh ", max_size=30)
cells = st.builds(lambda text, last, new: Cell(None, text, last, last, new), words, words, st.booleans())


@st.composite
def grids(draw):
    columns = draw(st.integers(0, 9))
    titles = tuple(draw(words) for _ in range(columns))
    rows = tuple(
        GridRow(str(index + 1), draw(words), tuple(draw(cells) for _ in range(columns)), index, False)
        for index in range(draw(st.integers(1, 3)))
    )
    return Grid("Set", titles, tuple(title[:8] for title in titles), rows, takes_sets=draw(st.booleans()))


@given(grids(), st.integers(270, 1400))
def test_nothing_stands_on_anything_else_however_little_room_there_is(qapp, grid, width):
    places = GridGeometry(grid, width, QApplication.font())
    for row in range(len(grid.rows)):
        taken = [places.box(row, column) for column in range(len(grid.titles))] + [places.tick(row), places.remover(row)]
        taken += [places.last(row, column) for column in range(len(grid.titles)) if places.columns[column].last]
        taken += [places.mark(row, column) for column in range(len(grid.titles)) if places.columns[column].mark]
        for index, one in enumerate(taken):
            assert not any(one.intersects(other) for other in taken[index + 1 :])
            assert one.top() >= places.top(row)
            assert one.bottom() <= places.top(row + 1)
    boxes = [places.box(0, column) for column in range(len(grid.titles))]
    assert all(box.left() >= LEFT for box in boxes)
    assert all(box.right() <= width - TICK_RIGHT - TICK for box in boxes)
    assert places.height >= places.top(len(grid.rows))
    assert isinstance(places.below(), QRect)
