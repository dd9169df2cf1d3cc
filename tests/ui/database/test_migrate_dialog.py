"""Migrating as a person does it: looking at the figures, choosing, waiting, reading the result, opening what needs a look."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.services.schema import MigrationOptions, MigrationResult, Progress, SchemaService
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.database.entries import Mark
from fractal_desktop.ui.database.migrate_dialog import MigrateDialog, Proposal
from fractal_desktop.ui.theme import Theme
from tests.ui.acting import button, says
from tests.ui.database.conftest import WAIT_MS, Press

Open = Callable[..., MigrateDialog]


@pytest.fixture
def opened(qtbot: QtBot, worker: Worker, light: Theme, service: SchemaService, old: Path, folder: Path, window: QWidget) -> Open:
    def make_dialog(path: Path = old, *, at_start: bool = False, using: SchemaService = service) -> MigrateDialog:
        proposal = Proposal(using.status(path), "Europe/Berlin", "Europe/Berlin", folder, at_start)
        dialog = MigrateDialog(using, worker, proposal, window)
        dialog.open()
        return dialog

    return make_dialog


def ready(qtbot: QtBot, dialog: MigrateDialog) -> None:
    qtbot.waitUntil(lambda: dialog.tiles.tiles[0].number != "–", timeout=WAIT_MS)


def test_it_says_where_the_file_stands_and_what_would_happen(qtbot: QtBot, opened: Open) -> None:
    dialog = opened()
    assert dialog.windowTitle() == "Migrate practice-2025.db"
    assert says(dialog, "Web app, ")
    assert says(dialog, "no revision yet · 40 goals, 20 sessions · ")
    assert [entry.title for entry in dialog.revisions.entries] == [
        "Old schema, adopted",
        "Session analytics",
        "Desktop",
        "Practice",
        "Analytics",
    ]
    ready(qtbot, dialog)
    assert dialog.tiles.tiles[0].number == "20"
    assert says(dialog, "as on this computer")
    assert says(dialog, "Backups / practice-2025, 2026-03-05")
    assert says(dialog, "Cancel leaves the file as it was.")


def test_the_dry_run_changes_nothing(qtbot: QtBot, opened: Open, old: Path, folder: Path) -> None:
    before = old.read_bytes()
    ready(qtbot, opened())
    assert old.read_bytes() == before
    assert not folder.exists()


def test_migrating_and_reading_the_result(qtbot: QtBot, opened: Open, press: Press, service: SchemaService, old: Path) -> None:
    dialog = opened()
    ready(qtbot, dialog)
    with qtbot.waitSignals([dialog.about_to_write, dialog.finished_writing], timeout=WAIT_MS, order="strict"):
        press(dialog, "Migrate")
    assert dialog.windowTitle() == "practice-2025.db is up to date"
    titles = [entry.title for entry in dialog.result_page.done.entries]
    assert titles[:4] == [
        "Added 4 new columns to goals",
        "Created 'attributes' column",
        "Backfilled 20 practice sessions",
        "Created 4 partial indexes for analytics",
    ]
    assert titles[4].startswith("Backup kept, ")
    assert says(dialog, "Revision 0005. Took ")
    assert says(dialog, "They stay marked on the Sessions page. Nothing has to be fixed now.")
    assert service.status(old).is_current
    assert dialog.focusWidget() is button(dialog, "Done")
    with qtbot.waitSignal(dialog.finished):
        press(dialog, "Done")


def test_a_session_that_needs_a_look_is_a_door(qtbot: QtBot, opened: Open, press: Press) -> None:
    dialog = opened()
    results: list[MigrationResult] = []
    dialog.finished_writing.connect(results.append)
    press(dialog, "Migrate")
    qtbot.waitUntil(lambda: bool(results), timeout=WAIT_MS)
    assert says(dialog, "A timer ran outside of start and end.")
    with qtbot.waitSignal(dialog.session_requested) as caught:
        press(dialog, "Open")
    assert caught.args == [results[0].report.concerned[0].id]
    assert not dialog.isVisible()


def test_show_in_sessions_lists_them(qtbot: QtBot, opened: Open, press: Press) -> None:
    dialog = opened()
    with qtbot.waitSignal(dialog.finished_writing, timeout=WAIT_MS):
        press(dialog, "Migrate")
    with qtbot.waitSignal(dialog.attention_requested):
        press(dialog, "Show in Sessions")


def test_the_timers_make_other_figures(qtbot: QtBot, opened: Open, press: Press, old: Path) -> None:
    dialog = opened()
    ready(qtbot, dialog)
    (timers,) = dialog.findChildren(QCheckBox)
    before = int(dialog.tiles.tiles[-1].number)
    assert before > 0
    qtbot.mouseClick(timers, Qt.MouseButton.LeftButton, pos=timers.rect().center().__class__(12, timers.height() // 2))
    assert timers.isChecked()
    qtbot.waitUntil(lambda: int(dialog.tiles.tiles[-1].number) < before, timeout=WAIT_MS)


def test_another_zone_is_typed_and_a_wrong_one_refused(qtbot: QtBot, opened: Open, press: Press, service: SchemaService, old: Path) -> None:
    dialog = opened()
    edit = next(e for e in dialog.findChildren(QLineEdit) if e.accessibleName() == "Time zone")
    edit.selectAll()
    qtbot.keyClicks(edit, "Asia/Tokio")
    press(dialog, "Migrate")
    assert not dialog.is_running
    assert says(dialog, "There is no time zone “Asia/Tokio”. Did you mean Asia/Tokyo")
    edit.selectAll()
    qtbot.keyClicks(edit, "asia/tokyo")
    assert not says(dialog, "There is no time zone")
    with qtbot.waitSignal(dialog.finished_writing, timeout=WAIT_MS):
        press(dialog, "Migrate")
    assert service.status(old).legacy_time_zone == "Asia/Tokyo"


def test_the_backup_goes_where_it_is_told(qtbot: QtBot, opened: Open, press: Press, tmp_path: Path, folder: Path) -> None:
    dialog = opened()
    press(dialog, "Change…")
    (chooser,) = dialog.findChildren(QFileDialog)
    (tmp_path / "Elsewhere").mkdir()
    chooser.fileSelected.emit(str(tmp_path / "Elsewhere"))
    chooser.close()
    assert says(dialog, "Elsewhere / practice-2025")
    with qtbot.waitSignal(dialog.finished_writing, timeout=WAIT_MS):
        press(dialog, "Migrate")
    assert len(list((tmp_path / "Elsewhere").iterdir())) == 1
    assert not folder.exists()


class Slow(SchemaService):
    """Stands still in the middle of a migration until it is stopped or let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = Event()

    def migrate(
        self,
        path: Path,
        options: MigrationOptions,
        progress: Callable[[Progress], None] = lambda _progress: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> MigrationResult:
        def stand(told: Progress) -> None:
            progress(told)
            if told.step.startswith("0002"):
                while not cancelled() and not self.go_on.wait(0.01):
                    pass

        return super().migrate(path, options, stand, cancelled)


def test_progress_names_the_step_and_ticks_off(qtbot: QtBot, opened: Open, press: Press) -> None:
    slow = Slow()
    dialog = opened(using=slow)
    press(dialog, "Migrate")
    qtbot.waitUntil(lambda: says(dialog, "0002 Session analytics"), timeout=WAIT_MS)
    assert [entry.mark for entry in dialog.revisions.entries] == [Mark.DONE, Mark.RUNNING, Mark.TO_DO, Mark.TO_DO, Mark.TO_DO]
    assert says(dialog, "Backup written and verified, ")
    assert not next(b for b in dialog.findChildren(QCheckBox)).isEnabled()
    with qtbot.waitSignal(dialog.finished_writing, timeout=WAIT_MS):
        slow.go_on.set()


@pytest.mark.parametrize("by_key", [True, False])
def test_cancelling_while_it_runs_leaves_the_file_as_it_was(qtbot: QtBot, opened: Open, press: Press, old: Path, by_key: bool) -> None:
    before = old.read_bytes()
    dialog = opened(using=Slow())
    press(dialog, "Migrate")
    qtbot.waitUntil(lambda: says(dialog, "0002 Session analytics"), timeout=WAIT_MS)
    with qtbot.waitSignal(dialog.rejected, timeout=WAIT_MS):
        if by_key:
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        else:
            press(dialog, "Cancel")
        assert dialog.isVisible()  # until the work has really stopped
    assert old.read_bytes() == before


def test_escape_before_it_runs_does_nothing(qtbot: QtBot, opened: Open, old: Path, folder: Path) -> None:
    before = old.read_bytes()
    dialog = opened()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert old.read_bytes() == before
    assert not folder.exists()


def test_a_failure_is_handed_on_and_the_dialog_gone(qtbot: QtBot, opened: Open, press: Press, folder: Path) -> None:
    folder.write_text("no folder")
    dialog = opened()
    with qtbot.waitSignal(dialog.failed, timeout=WAIT_MS) as caught:
        press(dialog, "Migrate")
    (error,) = caught.args
    assert isinstance(error, StorageError)
    assert error.problem is StorageProblem.CANNOT_OPEN
    assert not dialog.isVisible()


def test_at_the_start_a_file_of_this_program_runs_by_itself(
    qtbot: QtBot, opened: Open, service: SchemaService, current: Path, folder: Path
) -> None:
    service.rollback(current, folder, "0002")
    dialog = opened(current, at_start=True)
    with qtbot.waitSignals([dialog.finished_writing, dialog.accepted], timeout=WAIT_MS):
        pass
    assert service.status(current).is_current


def test_at_the_start_an_old_file_asks_for_its_zone(qtbot: QtBot, opened: Open, service: SchemaService, old: Path) -> None:
    dialog = opened(at_start=True)
    assert not dialog.is_running
    with qtbot.waitSignal(dialog.finished_writing, timeout=WAIT_MS):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert service.status(old).is_current


def test_the_report_is_saved(qtbot: QtBot, opened: Open, press: Press, tmp_path: Path) -> None:
    dialog = opened()
    with qtbot.waitSignal(dialog.finished_writing, timeout=WAIT_MS):
        press(dialog, "Migrate")
    press(dialog, "Save report…")
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "report.txt"))
    chooser.close()
    assert "✓ Backfilled 20 practice sessions" in (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert says(dialog, "Report saved as report.txt.")
