"""The list of the library: whatever rows come and go, it tells so correctly, and it is walked through by keys."""

import gc
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.ids import ActivityGroupId, ActivityId, GoalId
from fractal_desktop.domain.library import Activity, ActivityGroup
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.fuzzy import fit
from fractal_desktop.ui.library.list_model import LibraryListModel
from fractal_desktop.ui.library.list_view import LibraryList
from fractal_desktop.ui.library.reading import LibraryReading
from fractal_desktop.ui.library.rows import LibraryRow, activity_shelves, offered_rows

Key = Qt.Key
ROW = Qt.ItemDataRole.UserRole + 1
NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


def rows_named(names: list[str], mark: str = "") -> list[LibraryRow]:
    return [LibraryRow("" if name in "ae" else name, f"{name}{mark if name not in 'ae' else ''}") for name in names]


def seen(model: LibraryListModel) -> list[LibraryRow]:
    return [model.index(row, 0).data(ROW) for row in range(model.rowCount())]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, st.sampled_from(["", "!"])), max_size=6))
def test_the_model_shows_what_it_was_told_last(qtbot: QtBot, steps: list[tuple[list[str], str]]) -> None:
    view = LibraryList(lambda id_: f"about {id_}")
    qtbot.addWidget(view)
    model = view.model()
    assert isinstance(model, LibraryListModel)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, view)
    for names, mark in steps:
        rows = rows_named(names, mark)
        view.show_rows(rows)
        assert [(row.id, row.name, row.detail) for row in seen(model)] == [
            (row.id, row.name, f"about {row.id}" if row.id else "") for row in rows
        ]
        assert [view.rowHeight(at) < view.verticalHeader().defaultSectionSize() for at in range(len(rows))] == [not row.id for row in rows]


@given(NAMES, NAMES, st.sampled_from("bcdfgh"))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_current_row_stays_current_while_it_is_there(qtbot: QtBot, before: list[str], after: list[str], current: str) -> None:
    view = LibraryList(str)
    qtbot.addWidget(view)
    view.show_rows(rows_named(before))
    was_there = view.choose(current)
    told: list[str] = []
    view.row_chosen.connect(told.append)
    view.show_rows(rows_named(after))
    if was_there and current in after:
        assert (view.current_id, told) == (current, [])


def test_home_and_end_go_to_the_first_and_last_row_and_arrows_pass_over_headings(qtbot: QtBot) -> None:
    view = LibraryList(str)
    qtbot.addWidget(view)
    view.show_rows(rows_named(list("abcefg")))
    view.choose("c")
    for key, current in ((Key.Key_End, "g"), (Key.Key_Home, "b"), (Key.Key_Down, "c"), (Key.Key_Down, "f"), (Key.Key_Up, "c")):
        qtbot.keyClick(view, key)
        assert view.current_id == current
    with qtbot.waitSignal(view.delete_asked):
        qtbot.keyClick(view, Key.Key_Delete)


def test_the_line_in_which_a_group_is_renamed_keeps_what_it_knows(qtbot: QtBot) -> None:
    """Nothing in Python holds the widget that it stands on."""
    view = LibraryList(str)
    qtbot.addWidget(view)
    view.allow_renaming(True)
    view.show_rows([LibraryRow("", name, group=ActivityGroup(ActivityGroupId(name), GoalId("cello"), name)) for name in ("Bow", "Hand")])
    view.show()
    view.activateWindow()
    view.choose("Hand")
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.start_rename()
    gc.collect()
    qtbot.keyClicks(QApplication.focusWidget(), "bow")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert QApplication.focusWidget().accessibleDescription() == "Another group is called that."
    with qtbot.waitSignal(view.renamed) as told:
        qtbot.keyClicks(QApplication.focusWidget(), "s")
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert told.args == ["Hand", "bows"]


@pytest.mark.parametrize("typed", ["", " ", "sc", "ES", "é x", "(["])
def test_what_is_offered_fits_and_stands_under_its_heading(typed: str) -> None:
    reading = LibraryReading(
        activities=tuple(
            activity(name, root, group, retired=name == "Escape")
            for name, root, group in (
                ("Scales", "cello", None),
                ("escale", "climb", "g"),
                ("Élan x", "cello", "gone"),
                ("Escape", "cello", "g"),
                ("lost", "nowhere", "g"),
            )
        ),
        groups=(ActivityGroup(ActivityGroupId("g"), GoalId("cello"), "Left hand"),),
        fractals=(GoalLink(GoalId("cello"), "Cello", "UltimateGoal"), GoalLink(GoalId("climb"), "Climb", "UltimateGoal")),
    )
    placed: list[tuple[str, str]] = [
        *(("Cello", name) for name in ("Scales", "Élan x")),
        ("Cello · Left hand", "Escape"),
        ("Climb · Left hand", "escale"),
        ("Left hand", "lost"),
    ]
    fits: Callable[[str], bool] = lambda name: fit(typed, name) is not None  # noqa: E731
    for with_faded in (False, True):
        heading, found = "", []
        for row in offered_rows(activity_shelves(reading), typed, with_faded=with_faded, wanted=None):
            if row.id:
                found.append((heading, row.name))
            heading = heading if row.id else row.name
        assert found == [(head, name) for head, name in placed if fits(name) and (with_faded or name != "Escape")]
    assert ("Escape" in [row.name for row in offered_rows(activity_shelves(reading), typed, with_faded=False, wanted="Escape")]) == fits(
        "Escape"
    )


def activity(name: str, root: str, group: str | None, *, retired: bool) -> Activity:
    return Activity(
        ActivityId(name), GoalId(root), name, "", ActivityGroupId(group) if group else None, has_sets=False, is_product=False,
        metrics=(), splits=(), retired=retired,
    )  # fmt: skip
