"""Pictures of a first look around: the start page, the pages on the sample file, the palette, the settings."""

from datetime import timedelta
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeView

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.services.sample import write_sample
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.goals.tree_view import GoalTreeView
from fractal_desktop.ui.sessions.filter_bar import FilterBar
from fractal_desktop.ui.sessions.filters import ListFilter, Preset
from fractal_desktop.ui.sessions.table_model import Column
from fractal_desktop.ui.sessions.table_view import SessionTable
from fractal_desktop.ui.settings_dialog import SettingsDialog
from scripts.studio import NOW, ZONE, Studio

SUITE = ("Play all six cello suites", "Repertoire", "Suites I–III from memory", "Suite I from memory")


def first_start(studio: Studio) -> None:
    """Nothing is there yet."""
    studio.filing.show_start()
    studio.settle()
    studio.shoot("start")


def sample_file(studio: Studio) -> None:
    """Open the file that the other pictures show."""
    path = studio.files / "fractal.db"
    write_sample(path, now=NOW, zone=ZONE)
    studio.filing.open(path)
    studio.until(lambda: studio.context.workspace, "the file is open")
    studio.settle()


def goals(studio: Studio) -> None:
    """The tree with the session of today, then a goal."""
    studio.window.show_page("goals")
    studio.settle()
    view = studio.window.findChild(GoalTreeView)
    for way in (("Climb 7A outdoors", "Finger strength", "Hang 20 mm, +20 kg"), (SUITE[0], "A relaxed left hand"), SUITE):
        view.expand(find(studio, view, *way))
    studio.settle()
    view.select(find(studio, view, *SUITE, "Evening routine"))
    view.scrollToTop()
    studio.settle()
    studio.shoot("goals")
    view.select(find(studio, view, *SUITE))
    studio.settle()
    studio.shoot("goal")


def sessions(studio: Studio) -> None:
    """The list of a month, four of them chosen, one open."""
    studio.window.show_page("sessions")
    studio.settle()
    bar = studio.window.findChild(FilterBar)
    month = ListFilter(period=Preset.LAST_30_DAYS, longer_than_seconds=20 * 60)
    bar.show_filter(month)
    bar.filter_edited.emit(month)
    studio.settle()
    view = studio.window.findChild(SessionTable)
    model, chooser = view.model(), view.selectionModel()
    rows = [model.index(row, 1) for row in range(model.rowCount())]
    bouldering = next(index for index in rows if str(index.siblingAtColumn(Column.NAME).data()).startswith("Bouldering"))
    view.setCurrentIndex(bouldering)
    studio.settle()
    studio.shoot("session")
    for index in rows[bouldering.row() + 2 : bouldering.row() + 5]:
        chooser.select(index, QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows)
    studio.settle()
    studio.shoot("sessions")
    chooser.clearSelection()


def trash(studio: Studio) -> None:
    """Three things have been deleted."""
    workspace = studio.context.workspace
    assert workspace is not None
    for hours, name in ((61, "Popper études 1–10"), (26, "Footwork on slabs"), (2, "Ser and estar in every tense")):
        studio.now = NOW - timedelta(hours=hours)
        goal_id = workspace.goals.find(name, 1)[0].ids[-1]
        studio.context.write(studio.context, partial(delete, goal_id=goal_id))
        studio.settle()
    studio.now = NOW
    studio.window.show_page("trash")
    studio.settle()
    studio.shoot("trash")
    for _ in range(3):
        studio.context.undo()
    studio.settle()


def palette(studio: Studio) -> None:
    """Search for anything."""
    studio.window.show_page("goals")
    studio.settle()
    studio.command("help.commands")
    focus = studio.app.focusWidget() or studio.app.activePopupWidget()
    if focus is not None:
        QTest.keyClicks(focus, "suite")
    studio.settle()
    studio.shoot("palette")
    if studio.app.activePopupWidget() is not None:
        studio.app.activePopupWidget().close()
    studio.settle()


def settings(studio: Studio) -> None:
    """The few choices there are."""
    studio.command("file.settings")
    dialog = studio.dialog(SettingsDialog)
    studio.shoot("settings")
    studio.dismiss(dialog)


def delete(workspace: Workspace, goal_id: GoalId) -> Change:
    """Delete one goal."""
    return workspace.goals.delete((goal_id,))


def find(studio: Studio, view: QTreeView, *way: str) -> QModelIndex:
    """Return the index of the node with these names from the root, opening what is above it."""
    index = QModelIndex()
    for name in way:
        if index.isValid():
            view.expand(index)
            studio.settle()
        model = view.model()
        index = next(child for row in range(model.rowCount(index)) if (child := model.index(row, 0, index)).data() == name)
    return index
