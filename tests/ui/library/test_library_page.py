"""The Library page, used by keys and clicks."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QLineEdit, QMenu, QScrollArea, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.domain.goal import LONGEST_NAME, GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.library import ActivityDraft, MetricDraft
from fractal_desktop.domain.practice_session import PastSession
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.library.list_view import LibraryList
from fractal_desktop.ui.library.page import LibraryPage
from fractal_desktop.ui.library.rows import LibraryRow
from fractal_desktop.ui.saving import SaveStatus
from fractal_desktop.ui.widgets import ElidedLabel
from fractal_desktop.ui.widgets.entry_popup import EntryPopup
from tests.ui.acting import put_up
from tests.ui.conftest import NOW
from tests.workspaces import new_file

Key = Qt.Key


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal", name="Cello")
    rows.library()
    return Workspace.open(rows.path, clock=lambda: NOW)


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> LibraryPage:
    page = put_up(qtbot, LibraryPage(context), 1228, 828)
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(lambda: page.isActiveWindow() and bool(listed(page)))
    return page


def listed(page: LibraryPage) -> list[str]:
    model = library_list(page).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def library_list(page: LibraryPage) -> LibraryList:
    return page.findChildren(LibraryList)[0]


def rows_of(page: LibraryPage) -> list[LibraryRow]:
    model = library_list(page).model()
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole + 1) for row in range(model.rowCount())]


def visible(page: QWidget, kind: type[QWidget], name: str) -> QWidget:
    """Return the one widget of a kind that is seen and called so."""
    fitting = visible_all(page, kind, name)
    assert len(fitting) == 1, (name, fitting)
    return fitting[0]


def visible_all(page: QWidget, kind: type[QWidget], name: str) -> list[QWidget]:
    """Return the widgets of a kind that are seen and called so."""
    return [
        widget
        for widget in page.findChildren(kind)
        if widget.isVisible() and name in (widget.accessibleName(), widget.text() if hasattr(widget, "text") else "")
    ]


def click(qtbot: QtBot, page: QWidget, name: str) -> None:
    qtbot.mouseClick(visible(page, QAbstractButton, name), Qt.MouseButton.LeftButton)


def outline(page: LibraryPage) -> QTreeView:
    return next(view for view in page.findChildren(QTreeView) if view.isVisible())


def shown(page: LibraryPage) -> list[tuple[str, str, list[str]]]:
    model = outline(page).model()
    sections = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        (at.data(), at.siblingAtColumn(1).data(), [model.index(row, 0, at).data() for row in range(model.rowCount(at))]) for at in sections
    ]


def type_over(qtbot: QtBot, text: str) -> None:
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, text)


def name_row(qtbot: QtBot, page: LibraryPage, text: str = "") -> None:
    """Type into the field that has opened in the outline, and press Enter."""

    def field() -> QLineEdit | None:
        open_ones = [field for field in outline(page).viewport().findChildren(QLineEdit) if field.isVisible()]
        return open_ones[0] if len(open_ones) == 1 else None

    qtbot.waitUntil(lambda: field() is not None)
    there = field()
    assert there is not None
    if text:
        there.selectAll()
        qtbot.keyClicks(there, text)
    qtbot.keyClick(there, Key.Key_Return)
    qtbot.waitUntil(lambda: not any(field.isVisible() for field in outline(page).viewport().findChildren(QLineEdit)))


def saved(qtbot: QtBot, context: AppContext, page: LibraryPage) -> None:
    with qtbot.waitSignal(context.changed):
        context.flush_requested.emit()


def choose(qtbot: QtBot, page: LibraryPage, text: str) -> None:
    """Type into the pop-up that is open and press Enter."""
    qtbot.waitUntil(lambda: any(popup.isVisible() for popup in page.findChildren(EntryPopup)))
    popup = next(popup for popup in page.findChildren(EntryPopup) if popup.isVisible())
    box = popup.findChildren(QLineEdit)[0]
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Key.Key_Return)
    page.activateWindow()  # which a window manager does; the offscreen platform has none


def test_templates_are_listed_with_what_they_hold_and_the_first_is_shown(page: LibraryPage) -> None:
    assert listed(page) == ["Routine"]
    assert shown(page) == [("Warm-up", "10 min", ["Untitled"])]


def test_what_is_refused_of_a_template_is_not_said_beside_the_next_one(qtbot: QtBot, page: LibraryPage, context: AppContext) -> None:
    click(qtbot, page, "New template")
    qtbot.waitUntil(lambda: "New template" in listed(page) and visible(page, QLineEdit, "Name").hasFocus())
    QApplication.clipboard().setText("x" * (LONGEST_NAME + 1))
    qtbot.keyClick(visible(page, QLineEdit, "Name"), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(visible(page, QLineEdit, "Name"), Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()
    rows = library_list(page)
    with qtbot.waitSignal(context.noticed) as noticed:
        index = rows.model().index(listed(page).index("Routine"), 0)
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(index).center())
    assert "too long" in noticed.args[0].text
    assert visible(page, QLineEdit, "Name").text() == "Routine"
    assert not [label for label in page.findChildren(QLabel) if label.isVisible() and "too long" in label.text()]


def test_a_template_is_made_named_and_filled_by_keys(qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace) -> None:
    click(qtbot, page, "New template")
    qtbot.waitUntil(lambda: "New template" in listed(page) and visible(page, QLineEdit, "Name").hasFocus())
    type_over(qtbot, "Evening")
    click(qtbot, page, "Activity")
    choose(qtbot, page, "sca")
    click(qtbot, page, "Section")
    name_row(qtbot, page, "Pieces")
    click(qtbot, page, "Plain line")
    name_row(qtbot, page, "Tune")
    assert shown(page) == [("Warm-up", "10 min", ["Scales"]), ("Pieces", "10 min", ["Tune"])]
    saved(qtbot, context, page)
    made = next(template for template in workspace.library.templates() if template.name == "Evening")
    assert [(section.name, [line.name for line in section.items]) for section in made.sections] == [
        ("Warm-up", ["Scales"]),
        ("Pieces", ["Tune"]),
    ]
    assert made.sections[0].items[0].activity_id == "scales"
    qtbot.waitUntil(lambda: listed(page) == ["Evening", "Routine"])


def test_lines_move_with_alt_and_arrows_also_into_the_next_section(
    qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace
) -> None:
    click(qtbot, page, "Section")
    name_row(qtbot, page)
    view = outline(page)
    model = view.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, page)
    view.setCurrentIndex(model.index(0, 0, model.index(0, 0)))
    view.setFocus()
    qtbot.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert shown(page) == [("Warm-up", "10 min", []), ("New section", "10 min", ["Untitled"])]
    view.setCurrentIndex(model.index(1, 0))
    qtbot.keyClick(view, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert shown(page) == [("New section", "10 min", ["Untitled"]), ("Warm-up", "10 min", [])]
    saved(qtbot, context, page)
    assert [section.name for section in workspace.library.templates()[0].sections] == ["New section", "Warm-up"]


def test_a_line_is_dragged_into_another_section(qtbot: QtBot, page: LibraryPage) -> None:
    click(qtbot, page, "Section")
    name_row(qtbot, page)
    model = outline(page).model()
    line, target = model.index(0, 0, model.index(0, 0)), model.index(1, 0)
    data = model.mimeData([line])
    assert not model.canDropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, -1, target)
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, target)
    assert [lines for _, _, lines in shown(page)] == [[], ["Untitled"]]


def test_planned_minutes_are_typed_and_nonsense_is_not_taken(qtbot: QtBot, page: LibraryPage) -> None:
    view = outline(page)
    index = view.model().index(0, 1)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    for typed, expected in (("25", "25 min"), ("soon", "25 min"), ("-3", "25 min"), ("7.5", "7.5 min"), ("", "– min")):
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
        name_row(qtbot, page, typed or " ")
        assert shown(page)[0][1] == expected


def test_delete_takes_a_line_out_and_undo_brings_it_back(
    qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace
) -> None:
    view = outline(page)
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0, view.model().index(0, 0)))
    qtbot.keyClick(view, Key.Key_Delete)
    assert shown(page) == [("Warm-up", "10 min", [])]
    saved(qtbot, context, page)
    with qtbot.waitSignal(context.changed):
        context.undo()
    qtbot.waitUntil(lambda: shown(page) == [("Warm-up", "10 min", ["Untitled"])])


def test_f2_and_delete_are_for_the_line_that_has_the_focus(qtbot: QtBot, page: LibraryPage, workspace: Workspace) -> None:
    used: list[str] = []
    for keys in ("F2", "Del"):
        QShortcut(QKeySequence(keys), page).activated.connect(partial(used.append, keys))
    view = outline(page)
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Key.Key_F2)
    name_row(qtbot, page, "Slow")
    assert shown(page) == [("Slow", "10 min", ["Untitled"])]
    qtbot.keyClick(view, Key.Key_Delete)
    assert (shown(page), used) == ([], [])
    qtbot.keyClick(visible(page, QLineEdit, "Filter"), Key.Key_F2)
    assert used == ["F2"]


def test_the_line_that_had_the_focus_has_it_after_undo_too(qtbot: QtBot, page: LibraryPage, context: AppContext) -> None:
    view = outline(page)
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0, view.model().index(0, 0)))
    qtbot.keyClick(view, Key.Key_Delete)
    saved(qtbot, context, page)
    context.undo()
    qtbot.waitUntil(lambda: shown(page) == [("Warm-up", "10 min", ["Untitled"])])
    assert view.currentIndex().isValid()
    view.setCurrentIndex(QModelIndex())
    used: list[str] = []
    QShortcut(QKeySequence("Del"), page).activated.connect(partial(used.append, "Del"))
    qtbot.keyClick(view, Key.Key_Delete)
    assert (used, len(shown(page))) == ([], 1)


def test_what_the_keys_do_to_a_line_is_in_its_menu(qtbot: QtBot, page: LibraryPage) -> None:
    click(qtbot, page, "Section")
    name_row(qtbot, page, "Pieces")
    view = outline(page)

    def offered(row: int) -> QMenu:
        at = view.visualRect(view.model().index(row, 0)).center()
        QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at)))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return menu

    def act(menu: QMenu, name: str) -> None:
        action = next(each for each in menu.actions() if each.text().startswith(name))
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

    act(offered(1), "Move up")
    assert [name for name, _, _ in shown(page)] == ["Pieces", "Warm-up"]
    act(offered(0), "Rename")
    name_row(qtbot, page, "Suite")
    assert [name for name, _, _ in shown(page)] == ["Suite", "Warm-up"]
    act(offered(1), "Remove")
    assert [name for name, _, _ in shown(page)] == ["Suite"]


def test_tab_goes_from_a_sections_name_to_its_minutes_and_back(qtbot: QtBot, page: LibraryPage) -> None:
    view = outline(page)
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Key.Key_Return)
    type_over(qtbot, "Slow")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    type_over(qtbot, "25")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == "Slow"
    qtbot.keyClick(field, Key.Key_Return)
    assert shown(page) == [("Slow", "25 min", ["Untitled"])]


def test_enter_on_a_line_that_has_its_name_from_an_activity_does_nothing(
    qtbot: QtBot, page: LibraryPage, capfd: pytest.CaptureFixture[str]
) -> None:
    view = outline(page)
    view.setFocus()
    section = view.model().index(0, 0)
    view.setCurrentIndex(view.model().index(0, 0, section))
    qtbot.keyClick(view, Key.Key_Return)
    assert QApplication.focusWidget() is view
    assert "editing failed" not in capfd.readouterr().err


def test_tab_goes_through_a_metric_that_was_just_added(qtbot: QtBot, page: LibraryPage) -> None:
    click(qtbot, page, "Activities")
    click(qtbot, page, "Metric")
    passed = []
    for _ in range(5):
        field = QApplication.focusWidget()
        passed.append(field.accessibleName() or getattr(field, "text", str)())
        qtbot.keyClick(field, Key.Key_Tab)
    assert passed == ["Metric, such as Tempo", "Unit", "Higher is better", "Top set", "Remove metric"]


def test_a_product_multiplies_every_metric_until_one_is_left_out(
    qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace
) -> None:
    click(qtbot, page, "Activities")
    click(qtbot, page, "Metric")
    type_over(qtbot, "Weight")
    click(qtbot, page, "Product of its metrics")
    saved(qtbot, context, page)
    scales = next(activity for activity in workspace.library.activities() if activity.id == "scales")
    assert scales.is_product
    assert all(metric.in_product for metric in scales.metrics)


def test_nothing_of_an_editor_is_cut_off_in_a_small_window(qtbot: QtBot, page: LibraryPage) -> None:
    page.resize(730, 530)
    for kind in ("Templates", "Activities"):
        click(qtbot, page, kind)
        if kind == "Activities":
            click(qtbot, page, "Metric")
            click(qtbot, page, "Product of its metrics")
        QApplication.processEvents()
        editor = next(area for area in page.findChildren(QScrollArea) if area.isVisible())
        assert editor.widget().width() <= editor.viewport().width(), kind
    page.resize(1228, 828)
    QApplication.processEvents()
    unit, top = visible_all(page, QLineEdit, "Unit")[-1], visible_all(page, QCheckBox, "Top set")[-1]
    assert abs(unit.mapTo(page, unit.rect().center()).y() - top.mapTo(page, top.rect().center()).y()) <= 2


def test_several_fractals_head_what_belongs_to_them(qtbot: QtBot, page: LibraryPage, context: AppContext) -> None:
    def plant(workspace: Workspace) -> Change:
        made = workspace.goals.create(None, GoalType.ULTIMATE, "Climb")
        assert made.created is not None
        return workspace.library.create_activity(GoalId(made.created), ActivityDraft("Hangboard"))

    with qtbot.waitSignal(context.changed):
        context.write(page, plant)
    qtbot.waitUntil(lambda: listed(page) == ["Cello", "Routine"])
    click(qtbot, page, "Activities")
    qtbot.waitUntil(lambda: listed(page)[-2:] == ["Climb", "Hangboard"])
    assert listed(page)[0] == "Cello"


def test_a_template_starts_a_session(qtbot: QtBot, page: LibraryPage, context: AppContext) -> None:
    with qtbot.waitSignal(context.start_requested) as asked:
        click(qtbot, page, "Start session")
    assert asked.args == ["routine"]


def test_metrics_are_added_changed_ordered_and_retired(qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace) -> None:
    click(qtbot, page, "Activities")
    assert listed(page) == ["Scales"]
    click(qtbot, page, "Metric")
    qtbot.keyClicks(QApplication.focusWidget(), "Errors")
    fields = [field for field in page.findChildren(QLineEdit) if field.isVisible() and field.accessibleName() == "Unit"]
    qtbot.keyClicks(fields[1], "per bar")
    better = [button for button in page.findChildren(QAbstractButton) if button.isVisible() and button.text() == "Higher is better"]
    qtbot.mouseClick(better[1], Qt.MouseButton.LeftButton)
    saved(qtbot, context, page)
    metrics = workspace.library.activities()[0].metrics
    assert [(metric.name, metric.unit, metric.better) for metric in metrics] == [("Tempo", "bpm", "higher"), ("Errors", "per bar", "lower")]
    qtbot.waitUntil(lambda: not context.worker.is_busy)
    names = [field for field in page.findChildren(QLineEdit) if field.isVisible() and field.accessibleName() == "Metric, such as Tempo"]
    names[1].setFocus()
    qtbot.keyClick(names[1], Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    saved(qtbot, context, page)
    again = workspace.library.activities()[0].metrics
    assert [metric.id for metric in again] == [metrics[1].id, metrics[0].id]


def test_a_group_is_named_while_it_is_chosen(qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace) -> None:
    click(qtbot, page, "Activities")
    click(qtbot, page, "No group")
    choose(qtbot, page, "Left hand")
    qtbot.waitUntil(lambda: listed(page) == ["Left hand", "Scales"])
    assert [group.name for group in workspace.library.groups()] == ["Left hand"]


def test_deleting_can_be_undone_and_what_is_used_is_refused_in_words(
    qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace
) -> None:
    workspace.library.create_activity(workspace.library.fractals()[0].id, ActivityDraft("Bow", metrics=(MetricDraft(None, "Time"),)))
    workspace.practice.create(None, "", NOW, workspace.practice.templates()[0].id)
    click(qtbot, page, "Activities")
    context.changed.emit(workspace.library.duplicate_activity(workspace.library.activities()[1].id))
    qtbot.waitUntil(lambda: listed(page) == ["Bow", "Bow (copy)", "Scales"])
    view = library_list(page)
    view.setCurrentIndex(view.model().index(2, 0))
    with qtbot.waitSignal(context.noticed) as told:
        qtbot.keyClick(view, Key.Key_Delete)
    assert "retire it instead" in told.args[0].text
    view.setCurrentIndex(view.model().index(0, 0))
    with qtbot.waitSignal(context.noticed) as told:
        qtbot.keyClick(view, Key.Key_Delete)
    assert (told.args[0].text, told.args[0].undoable) == ("Deleted Bow", True)
    qtbot.waitUntil(lambda: listed(page) == ["Bow (copy)", "Scales"])


def test_what_is_typed_survives_a_change_from_elsewhere(qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace) -> None:
    name = visible(page, QLineEdit, "Name")
    qtbot.mouseClick(name, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    qtbot.keyClick(name, Key.Key_End)
    qtbot.keyClicks(name, " one")
    context.changed.emit(workspace.library.create_activity(workspace.library.fractals()[0].id, ActivityDraft("Bow")))
    qtbot.waitUntil(lambda: not context.worker.is_busy)
    saved(qtbot, context, page)
    assert workspace.library.templates()[0].name == "Routine one"


def test_turning_to_the_templates_does_not_go_through_every_activity(
    qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace
) -> None:
    for number in range(5):
        workspace.library.create_activity(GoalId("root"), ActivityDraft(f"Study {number}"))
    context.changed.emit(Change("", library=True))
    click(qtbot, page, "Activities")
    qtbot.waitUntil(lambda: "Study 4" in listed(page))
    assert library_list(page).choose(rows_of(page)[-1].id)
    chosen: list[str] = []
    library_list(page).row_chosen.connect(chosen.append)
    click(qtbot, page, "Templates")
    qtbot.waitUntil(lambda: listed(page) == ["Routine"])
    assert [id_ for id_ in chosen if id_] == ["routine"]


def test_hundreds_of_rows_are_found_and_come_back(qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace) -> None:
    for number in range(150):
        workspace.library.create_activity(GoalId("root"), ActivityDraft(f"Study {number:03d}"))
    context.changed.emit(Change("", library=True))
    click(qtbot, page, "Activities")
    qtbot.waitUntil(lambda: "Study 149" in listed(page))
    there = library_list(page)
    assert there.choose(rows_of(page)[100].id)
    name = there.currentIndex().data()
    search = visible(page, QLineEdit, "Filter")
    qtbot.keyClicks(search, name)
    assert listed(page) == [name]
    search.clear()
    assert len(listed(page)) == 151
    assert there.currentIndex().data() == name


def test_what_the_disk_refused_stays_in_the_editor_and_is_not_lost_to_another_thing(
    qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.library.create_activity(GoalId("root"), ActivityDraft("Other"))
    context.changed.emit(Change("", library=True))
    click(qtbot, page, "Activities")
    qtbot.waitUntil(lambda: listed(page) == ["Other", "Scales"])
    save = workspace.library.save_activity

    def full(*_: object) -> None:
        raise StorageError(StorageProblem.FULL, "The disk is full.")

    def retype(name: str, text: str) -> None:
        assert library_list(page).choose(next(row.id for row in rows_of(page) if row.name == name))
        field = visible(page, QLineEdit, "Name")
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, text)
        context.flush_requested.emit()

    monkeypatch.setattr(workspace.library, "save_activity", full)
    retype("Scales", "Scales in thirds")
    qtbot.waitUntil(lambda: context.save_state.status is SaveStatus.FAILED)
    context.changed.emit(Change("", library=True))
    qtbot.waitUntil(lambda: context.worker.is_idle)
    assert visible(page, QLineEdit, "Name").text() == "Scales in thirds"
    monkeypatch.setattr(workspace.library, "save_activity", save)
    retype("Other", "Others")
    qtbot.waitUntil(lambda: "Others" in listed(page))
    assert context.save_state.status is SaveStatus.FAILED
    context.retry()
    qtbot.waitUntil(lambda: listed(page) == ["Others", "Scales in thirds"])


def test_use_is_counted_only_while_it_is_seen(
    qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is counted in all sessions, and every autosave of one would ask for it."""
    counted: list[object] = []
    count = workspace.library.activity_usage
    monkeypatch.setattr(workspace.library, "activity_usage", lambda: counted.append(None) or count())
    page.hide()
    context.changed.emit(Change("", sessions=frozenset({SessionId("evening")})))
    qtbot.waitUntil(lambda: context.worker.is_idle)
    assert counted == []
    page.show()
    qtbot.waitUntil(lambda: len(counted) == 1)
    context.changed.emit(Change("", sessions=frozenset({SessionId("evening")})))
    qtbot.waitUntil(lambda: len(counted) == 2)


def test_the_day_of_the_last_use_is_that_of_the_zone_that_is_shown(
    qtbot: QtBot, page: LibraryPage, context: AppContext, workspace: Workspace
) -> None:
    def says(text: str) -> bool:
        return any(text in label.text() for label in page.findChildren(ElidedLabel) if label.isVisible())

    start = datetime(2026, 1, 3, 23, 30, tzinfo=UTC)
    template = workspace.library.templates()[0].id
    past = PastSession("Late", start, start + timedelta(minutes=20), template_id=template, goal_ids=(GoalId("root"),))
    context.changed.emit(workspace.practice.log(past))
    qtbot.waitUntil(lambda: says("last on Sun 4 Jan"))
    context.settings.zone_name = "America/New_York"
    assert says("last on Sat 3 Jan")
