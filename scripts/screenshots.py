"""Draws docs/images: each page and dialog, light and dark, 1400 × 900, on made-up data:

    python -m scripts.screenshots FOLDER [NAME …]

The program runs as it is, without a screen, at a fixed instant; a person's steps are played by commands and selections.
"""

import os
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QItemSelectionModel, QModelIndex
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QTreeView

from fractal_desktop import filing, paths
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.services.sample import write_sample
from fractal_desktop.services.sample.rows import SampleRows
from fractal_desktop.services.schema import MigrationOptions, MigrationResult, Progress, SchemaService
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.database.backups_dialog import BackupsDialog
from fractal_desktop.ui.database.check_dialog import CheckDialog
from fractal_desktop.ui.database.failure_dialog import FailureDialog
from fractal_desktop.ui.database.history_dialog import HistoryDialog
from fractal_desktop.ui.database.migrate_dialog import MigrateDialog
from fractal_desktop.ui.database.rollback_dialog import RollbackDialog
from fractal_desktop.ui.goals.tree_view import GoalTreeView
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.sessions.filter_bar import FilterBar
from fractal_desktop.ui.sessions.filters import ListFilter, Preset
from fractal_desktop.ui.sessions.table_model import Column
from fractal_desktop.ui.sessions.table_view import SessionTable
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.settings_dialog import SettingsDialog
from fractal_desktop.ui.theme import Theme, ThemeMode
from scripts import analytics_scenes, practice_scenes

ROOT = Path(__file__).resolve().parent.parent
ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 5, 17, 51, 12, tzinfo=UTC)
LEFT_AT = datetime(2025, 12, 28, 20, 14, 3, tzinfo=UTC)
SCHEMES = ("light", "dark")
PATIENCE_SECONDS = 20.0
SCREEN = '{"screens": [{"name": "desk", "x": 0, "y": 0, "width": 1600, "height": 1100, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}'
"""A screen larger than the window: on the usual one of 800 × 800 dialogs would not lie in the window's middle."""
SUITE = ("Play all six cello suites", "Repertoire", "Suites I–III from memory", "Suite I from memory")

Dialog = TypeVar("Dialog", bound=QDialog)


def main() -> int:
    """Draw both schemes, each in a process and a home of its own."""
    folder, names = Path(sys.argv[1]).resolve(), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in SCHEMES:
        with tempfile.TemporaryDirectory(prefix="fractal-pictures-") as home:
            folders = {f"XDG_{name}_HOME": f"{home}/{name.lower()}" for name in ("CONFIG", "DATA", "STATE", "CACHE")}
            screen = Path(home) / "screen.json"
            screen.write_text(SCREEN)
            own = {"HOME": home, "TZ": str(ZONE), "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": f"offscreen:configfile={screen}"}
            command = [sys.executable, "-m", "scripts.screenshots", "--scheme", scheme, str(folder), *names]
            status = subprocess.run(command, cwd=ROOT, env=os.environ | folders | own, check=False).returncode
            if status:
                return status
    return 0


def draw(scheme: str, folder: Path, names: list[str]) -> int:
    """Draw the pictures of one scheme; all of them if no names are given."""
    studio = Studio(scheme, folder, names)
    for scene in SCENES:
        scene(studio)
    studio.close()
    return 0


class Studio:
    """The running program, and a camera."""

    def __init__(self, scheme: str, folder: Path, names: list[str]) -> None:

        self.app = QApplication([])
        self.now = NOW
        self.app.setApplicationName("Fractal Desktop")
        self._scheme, self._folder, self._names = scheme, folder, names
        font = QFont("Inter")
        font.setPixelSize(13)
        settings = Settings(paths.settings_file())
        settings.zone_name, settings.theme = str(ZONE), ThemeMode(scheme)
        self.files = Path.home() / "Documents" / "Fractal"
        self.files.mkdir(parents=True)
        theme = Theme(self.app, settings.theme, font)
        self.window = MainWindow(settings, theme)
        self.window.resize(1400, 900)
        self.window.show()
        self.context = AppContext(settings, Worker(self.window), theme, clock=self.clock, parent=self.window)
        self.window.furnish(self.context)
        filing.SchemaService = PausingService
        self.filing = filing.Filing(self.context, self.window)

    def clock(self) -> datetime:
        """Return the instant that the program believes in."""
        return self.now

    def close(self) -> None:
        """End the program."""
        self.filing.close()
        self.context.worker.close()
        self.window.close()

    def settle(self, milliseconds: int = 60) -> None:
        """Let everything happen that was set off: wait until the worker has had nothing to do for a while."""
        for _ in range(2):
            QTest.qWait(milliseconds)
            self.until(lambda: self.context.worker.is_idle, "the worker has nothing to do")

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for something without holding the worker up."""
        for _ in range(int(PATIENCE_SECONDS * 50)):
            if condition():
                QTest.qWait(60)
                return
            QTest.qWait(20)
        raise TimeoutError(what)

    def shoot(self, name: str) -> None:
        """Take the picture: the window, and what lies over it."""
        if self._names and name not in self._names:
            return
        picture = self.window.grab()
        painter = QPainter(picture)
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not self.window:
                painter.drawPixmap(widget.geometry().topLeft() - self.window.geometry().topLeft(), widget.grab())
        painter.end()
        path = self._folder / f"{name}-{self._scheme}.png"
        picture.toImage().convertToFormat(QImage.Format.Format_RGB888).save(str(path), "PNG", 0)
        print(path)

    def command(self, name: str) -> None:
        """Choose a command from the menus."""
        action = self.window.commands[name]
        if not action.isEnabled():
            raise RuntimeError(f"{name} cannot be chosen")
        action.trigger()
        self.settle()

    def dialog(self, kind: type[Dialog]) -> Dialog:
        """Return the dialog of that class once it is open."""

        def shown() -> list[Dialog]:
            return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]

        self.until(shown, kind.__name__)
        self.settle()
        return shown()[0]

    def dismiss(self, dialog: QDialog) -> None:
        """Close a dialog as Esc does."""
        dialog.reject()
        self.settle()


class Pause:
    """Holds the worker up once, at six tenths of a migration."""

    def __init__(self) -> None:
        self.reached = Event()
        self.over = Event()

    def at(self, fraction: float) -> None:
        """Wait if it is time to."""
        if fraction >= 0.6 and not self.reached.is_set():
            self.reached.set()
            self.over.wait(PATIENCE_SECONDS)


class PausingService(SchemaService):
    """Stops half-way through a migration until that has been pictured."""

    pause = Pause()

    def migrate(
        self, path: Path, options: MigrationOptions, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> MigrationResult:
        """Migrate with a pause."""

        def tell(step: Progress) -> None:
            progress(step)
            self.pause.at(step.fraction)

        return super().migrate(path, options, tell, cancelled)


# -- the scenes, in the order of a first hour with the program ----------------------------------------


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


def database(studio: Studio) -> None:
    """What looks after the file."""
    for days in (6, 2):
        studio.now = NOW - timedelta(days=days, minutes=47 * days)
        SchemaService(studio.clock).backup(studio.files / "practice-2025.db", studio.context.settings.backup_folder)
    studio.now = NOW
    for command, kind, name in (
        ("database.history", HistoryDialog, "history"),
        ("database.check", CheckDialog, "check"),
        ("database.rollback", RollbackDialog, "rollback"),
        ("database.backups", BackupsDialog, "backups"),
    ):
        studio.command(command)
        dialog = studio.dialog(kind)
        studio.settle()
        studio.shoot(name)
        studio.dismiss(dialog)


def migration(studio: Studio) -> None:
    """An old file is opened: before, while it runs, afterwards."""
    studio.window.show_page("goals")
    studio.now = NOW - timedelta(days=9, hours=3, minutes=20)
    path = studio.files / "practice-2025.db"
    write_old_file(path)
    studio.filing.open(path)
    dialog = studio.dialog(MigrateDialog)
    studio.settle()
    studio.shoot("migrate")
    go = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Migrate")
    go.click()
    studio.until(PausingService.pause.reached.is_set, "the migration is half-way")
    studio.shoot("migrate-running")
    PausingService.pause.over.set()
    studio.settle()
    studio.shoot("migrate-done")
    studio.dismiss(dialog)


def failure(studio: Studio) -> None:
    """A file that is none."""
    path = studio.files / "practice-2024.db"
    path.write_bytes(b"SQLite format 3\x00" + bytes(range(256)) * 40)
    studio.filing.open(path)
    dialog = studio.dialog(FailureDialog)
    studio.settle()
    studio.shoot("failure")
    studio.dismiss(dialog)


SCENES = (
    first_start,
    sample_file,
    goals,
    sessions,
    *analytics_scenes.SCENES,
    trash,
    palette,
    *practice_scenes.SCENES,
    settings,
    migration,
    database,
    failure,
    analytics_scenes.sparse,
)


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


def write_old_file(path: Path) -> None:
    """Write what the web application would have left of the same practice, without anything newer."""
    sys.path.insert(0, str(ROOT / "tests"))
    from legacy import Maker

    maker = Maker(path, Namespace(shape="F", seed=1, clean=True, sessions=0, goals=0, cases=None))
    maker.create_tables()
    for batch in SampleRows(11, LEFT_AT, ZONE).batches():
        old = {row[1] for row in maker.db.execute(f"SELECT * FROM pragma_table_info('{batch.table}')")}
        names = ["session_data" if name == "attributes" else name for name in batch.columns]
        kept = [position for position, name in enumerate(names) if name in old]
        if kept:
            columns, marks = ", ".join(f'"{names[position]}"' for position in kept), ", ".join("?" * len(kept))
            rows = ([row[position] for position in kept] for row in batch.values)
            maker.db.executemany(f"INSERT INTO {batch.table} ({columns}) VALUES ({marks})", rows)
    maker.db.commit()
    maker.db.close()
    os.utime(path, (LEFT_AT.timestamp(),) * 2)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--scheme"]:
        sys.exit(draw(sys.argv[2], Path(sys.argv[3]), sys.argv[4:]))
    sys.exit(main())
