"""Rolling back, history, checking, backups and failures, as a person meets them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QRadioButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.errors import StorageProblem
from fractal_desktop.persistence.errors import storage_error
from fractal_desktop.services.schema import BASE, SchemaService
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.database.backups_dialog import BackupsDialog
from fractal_desktop.ui.database.check_dialog import CheckDialog
from fractal_desktop.ui.database.entries import Mark
from fractal_desktop.ui.database.failure_dialog import Failure, FailureDialog, can_be_read
from fractal_desktop.ui.database.history_dialog import HistoryDialog
from fractal_desktop.ui.database.rollback_dialog import RollbackDialog, RollbackOffer
from fractal_desktop.ui.database.zone_field import ZoneField
from tests.ui.acting import button, says
from tests.ui.database.conftest import WAIT_MS, Press


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(statement)
        db.commit()


def texts(inside: QWidget) -> list[str]:
    return [b.text() for b in inside.findChildren(QAbstractButton) if b.isVisible() and b.text()]


# -- roll back ----------------------------------------------------------------------------------


@pytest.fixture
def rollback(worker: Worker, service: SchemaService, current: Path, folder: Path, window: QWidget) -> RollbackDialog:
    execute(current, "UPDATE goals SET completed_at = '2026-01-01 10:00:00.000000' WHERE rowid < 5")
    dialog = RollbackDialog(service, worker, RollbackOffer(service.status(current), service.revisions(current), folder), window)
    dialog.open()
    return dialog


def test_the_rollback_says_what_it_keeps_and_where(qtbot: QtBot, rollback: RollbackDialog, current: Path) -> None:
    before = current.read_bytes()
    assert rollback.windowTitle() == "Roll back practice-2025.db"
    assert says(rollback, "Revision 0005 since ")
    assert rollback.target == BASE
    qtbot.waitUntil(lambda: says(rollback, "4 completion dates"), timeout=WAIT_MS)
    assert says(rollback, "In the table “parked”, until the next migration brings them back.")
    assert says(rollback, "Backups / practice-2025, 2026-03-05")
    assert current.read_bytes() == before


def test_another_revision_keeps_something_else(qtbot: QtBot, rollback: RollbackDialog) -> None:
    qtbot.waitUntil(lambda: says(rollback, "4 completion dates"), timeout=WAIT_MS)
    choice = next(r for r in rollback.findChildren(QRadioButton) if r.accessibleName() == "Session analytics")
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Space)
    assert rollback.target == "0002"
    qtbot.waitUntil(lambda: says(rollback, "4 completion dates"), timeout=WAIT_MS)


def test_rolling_back_and_migrating_again(
    qtbot: QtBot, rollback: RollbackDialog, press: Press, service: SchemaService, current: Path
) -> None:
    with qtbot.waitSignals([rollback.about_to_write, rollback.finished_writing], timeout=WAIT_MS, order="strict"):
        press(rollback, "Roll back")
    assert rollback.windowTitle() == "practice-2025.db is as the web app left it"
    assert says(rollback, "Backup kept, ")
    assert service.status(current).revision is None
    with qtbot.waitSignal(rollback.migrate_requested) as caught:
        press(rollback, "Migrate again")
    assert caught.args == [current]


def test_a_backup_can_be_restored_instead(qtbot: QtBot, rollback: RollbackDialog, press: Press, current: Path) -> None:
    with qtbot.waitSignal(rollback.backups_requested) as caught:
        press(rollback, "Restore a backup instead…")
    assert caught.args == [current]


def test_escape_rolls_nothing_back(qtbot: QtBot, rollback: RollbackDialog, service: SchemaService, current: Path, folder: Path) -> None:
    with qtbot.waitSignal(rollback.rejected):
        qtbot.keyClick(rollback, Qt.Key.Key_Escape)
    assert service.status(current).is_current
    assert len(list(folder.iterdir())) == 1


# -- history ------------------------------------------------------------------------------------


def test_history_shows_the_newest_revision_on_top(service: SchemaService, current: Path, folder: Path, window: QWidget) -> None:
    service.rollback(current, folder, "0002")
    dialog = HistoryDialog(current, service.revisions(current), window)
    dialog.open()
    assert [entry.mark for entry in dialog.revisions.entries] == [Mark.TO_DO, Mark.TO_DO, Mark.TO_DO, Mark.DONE, Mark.DONE]
    assert dialog.revisions.entries[0].title == "Analytics · pending"
    assert dialog.revisions.entries[3].title.startswith("Session analytics · since 5 Mar 2026")


# -- check --------------------------------------------------------------------------------------


def checked(qtbot: QtBot, worker: Worker, service: SchemaService, path: Path, folder: Path, window: QWidget) -> CheckDialog:
    dialog = CheckDialog(service, worker, path, folder, window)
    dialog.open()
    qtbot.waitUntil(lambda: "Done" in texts(dialog), timeout=WAIT_MS)
    return dialog


def test_a_sound_file_is_said_to_be_sound(
    qtbot: QtBot, worker: Worker, service: SchemaService, current: Path, folder: Path, window: QWidget
) -> None:
    dialog = checked(qtbot, worker, service, current, folder, window)
    assert dialog.windowTitle() == "practice-2025.db is sound"
    assert says(dialog, "20 sessions compared with their documents.")
    assert says(dialog, "Start, end, duration and template say what the documents say")
    assert says(dialog, "Links to things that are gone")


def test_what_is_wrong_is_listed_and_repaired(
    qtbot: QtBot, worker: Worker, service: SchemaService, current: Path, folder: Path, window: QWidget, press: Press
) -> None:
    execute(current, "UPDATE goals SET template_id = 'x' WHERE type = 'PracticeSession' AND attributes IS NOT NULL")
    execute(current, "DROP INDEX idx_session_end")
    dialog = checked(qtbot, worker, service, current, folder, window)
    assert dialog.windowTitle().endswith("problems found")
    assert says(dialog, "Index idx_session_end is missing.")
    assert says(dialog, "“Repair” backs the file up first and removes nothing.")
    with qtbot.waitSignals([dialog.about_to_write, dialog.finished_writing], timeout=WAIT_MS, order="strict"):
        press(dialog, "Repair")
    assert dialog.windowTitle() == "practice-2025.db is sound"
    assert "Repair" not in texts(dialog)
    assert len(list(folder.iterdir())) == 2
    assert service.check(current).ok


def test_a_problem_of_a_session_is_a_door(
    qtbot: QtBot, worker: Worker, service: SchemaService, current: Path, folder: Path, window: QWidget, press: Press
) -> None:
    execute(
        current, "UPDATE goals SET total_duration_seconds = 1 WHERE rowid = (SELECT max(rowid) FROM goals WHERE total_duration_seconds > 1)"
    )
    dialog = checked(qtbot, worker, service, current, folder, window)
    with qtbot.waitSignal(dialog.session_requested) as caught:
        press(dialog, "Open")
    with closing(sqlite3.connect(current)) as db:
        assert db.execute("SELECT total_duration_seconds FROM goals WHERE id = ?", caught.args).fetchone() == (1,)


def test_a_damaged_file_offers_its_backups_and_no_repair(
    qtbot: QtBot, worker: Worker, service: SchemaService, current: Path, folder: Path, window: QWidget, press: Press
) -> None:
    data = bytearray(current.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 64] = b"\xff" * 64
    current.write_bytes(bytes(data))
    dialog = checked(qtbot, worker, service, current, folder, window)
    assert "Repair" not in texts(dialog)
    with qtbot.waitSignal(dialog.backups_requested):
        press(dialog, "Backups…")


def test_a_file_that_cannot_be_checked_is_a_failure(
    qtbot: QtBot, worker: Worker, service: SchemaService, tmp_path: Path, folder: Path, window: QWidget
) -> None:
    dialog = CheckDialog(service, worker, tmp_path / "gone.db", folder, window)
    with qtbot.waitSignal(dialog.failed, timeout=WAIT_MS) as caught:
        dialog.open()
    assert caught.args[0].problem is StorageProblem.MISSING


# -- backups ------------------------------------------------------------------------------------


@pytest.fixture
def backups(qtbot: QtBot, worker: Worker, service: SchemaService, current: Path, folder: Path, window: QWidget) -> BackupsDialog:
    dialog = BackupsDialog(service, worker, current, folder, window)
    dialog.open()
    qtbot.waitUntil(lambda: rows(dialog) == 1, timeout=WAIT_MS)
    return dialog


def rows(dialog: BackupsDialog) -> int:
    (table,) = dialog.findChildren(QTableView)
    return table.model().rowCount()


def test_the_list_tells_date_size_revision_and_verification(backups: BackupsDialog) -> None:
    (table,) = backups.findChildren(QTableView)
    model = table.model()
    made, size, revision, verified = (model.index(0, column).data() for column in range(4))
    assert made.startswith("5 Mar 2026")
    assert "kB" in size
    assert (revision, verified) == ("none yet", "when it was made")


def test_backing_up_now_adds_a_line(qtbot: QtBot, backups: BackupsDialog, press: Press) -> None:
    press(backups, "Back up now")
    qtbot.waitUntil(lambda: rows(backups) == 2, timeout=WAIT_MS)
    assert button(backups, "Back up now").isEnabled()


def test_restoring_asks_first_and_says_what_happens(
    qtbot: QtBot, backups: BackupsDialog, press: Press, service: SchemaService, current: Path, folder: Path
) -> None:
    press(backups, "Restore…")
    assert says(backups, "The present state is backed up")
    assert says(backups, "the file is migrated again when it is opened")
    qtbot.keyClick(backups, Qt.Key.Key_Escape)
    assert backups.isVisible()
    assert service.status(current).is_current

    press(backups, "Restore…")
    with qtbot.waitSignals([backups.restore_started, backups.restored], timeout=WAIT_MS, order="strict"):
        press(backups, "Restore")
    assert service.status(current).revision is None
    assert len(list(folder.iterdir())) == 2


def test_a_bad_backup_cannot_be_chosen(
    qtbot: QtBot, worker: Worker, service: SchemaService, current: Path, folder: Path, window: QWidget
) -> None:
    (bad,) = folder.iterdir()
    bad.write_bytes(b"nothing")
    dialog = BackupsDialog(service, worker, current, folder, window)
    dialog.open()
    qtbot.waitUntil(lambda: rows(dialog) == 1, timeout=WAIT_MS)
    restore = next(b for b in dialog.findChildren(QAbstractButton) if b.text() == "Restore…")
    assert not restore.isEnabled()


def test_a_restore_that_fails_is_said_and_the_file_comes_back(
    qtbot: QtBot, backups: BackupsDialog, press: Press, current: Path, folder: Path
) -> None:
    before = current.read_bytes()
    (bad,) = folder.iterdir()
    press(backups, "Restore…")
    data = bytearray(bad.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 64] = b"\xff" * 64
    bad.write_bytes(bytes(data))
    with qtbot.waitSignals([backups.failed, backups.restored], timeout=WAIT_MS):
        press(backups, "Restore")
    assert current.read_bytes() == before


def test_without_backups_it_says_when_there_will_be_some(
    qtbot: QtBot, worker: Worker, service: SchemaService, old: Path, folder: Path, window: QWidget
) -> None:
    dialog = BackupsDialog(service, worker, old, folder, window)
    dialog.open()
    qtbot.waitUntil(lambda: says(dialog, "There is no backup of this file here yet."), timeout=WAIT_MS)


# -- failures -----------------------------------------------------------------------------------


def failed(window: QWidget, path: Path, problem: StorageProblem, service: SchemaService, folder: Path) -> FailureDialog:
    error = storage_error(problem, path)
    backup = service.newest_good_backup(path, folder)
    dialog = FailureDialog(Failure(path, "opened", error, backup, can_be_read(error)), window)
    dialog.open()
    return dialog


def test_a_failure_names_the_cause_what_was_kept_and_what_to_do(
    window: QWidget, current: Path, service: SchemaService, folder: Path
) -> None:
    dialog = failed(window, current, StorageProblem.CORRUPT, service, folder)
    assert dialog.windowTitle() == "practice-2025.db could not be opened"
    assert says(dialog, "is damaged: SQLite finds pages that do not fit together.")
    assert says(dialog, "Nothing was written.")
    assert says(dialog, "Restore the newest backup")
    assert set(dialog.doors) == {"retry", "restore", "salvage", "other"}


def test_every_door_leads_somewhere(qtbot: QtBot, window: QWidget, current: Path, service: SchemaService, folder: Path) -> None:
    for name, signal in (
        ("retry", "retry_requested"),
        ("restore", "restore_requested"),
        ("read_only", "read_only_requested"),
        ("other", "other_file_requested"),
    ):
        dialog = failed(window, current, StorageProblem.READ_ONLY, service, folder)
        with qtbot.waitSignal(getattr(dialog, signal)):
            qtbot.mouseClick(dialog.doors[name], Qt.MouseButton.LeftButton)


def test_escape_closes_a_failure_and_does_nothing(
    qtbot: QtBot, window: QWidget, current: Path, service: SchemaService, folder: Path
) -> None:
    dialog = failed(window, current, StorageProblem.BUSY, service, folder)
    with qtbot.assertNotEmitted(dialog.retry_requested), qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_report_can_be_saved_and_holds_nothing_personal(
    window: QWidget, current: Path, service: SchemaService, folder: Path, tmp_path: Path, press: Press
) -> None:
    dialog = failed(window, current, StorageProblem.IO, service, folder)
    press(dialog, "Save report…")
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "report.txt"))
    chooser.close()
    text = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "practice-2025.db could not be opened" in text
    assert "The disk reported an error" in text
    assert str(tmp_path) not in text


# -- the zone field -----------------------------------------------------------------------------


def test_enter_takes_the_only_zone_that_is_offered(qtbot: QtBot, window: QWidget) -> None:
    field = ZoneField("Europe/Berlin", "Europe/Berlin", window)
    field.show()
    edit = field.focusProxy()
    edit.selectAll()  # type: ignore[union-attr]
    qtbot.keyClicks(edit, "tokyo")
    edit.completer().popup().hide()  # type: ignore[union-attr]
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert field.zone == "Asia/Tokyo"
    assert edit.text() == "Asia/Tokyo"  # type: ignore[union-attr]
    edit.selectAll()  # type: ignore[union-attr]
    qtbot.keyClicks(edit, "america")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert not field.is_valid


def test_the_whole_list_of_zones_opens_on_the_present_one(qtbot: QtBot, window: QWidget) -> None:
    field = ZoneField("Europe/Berlin", "Europe/Berlin", window)
    field.show()
    all_zones = next(b for b in field.findChildren(QAbstractButton) if b.accessibleName() == "All time zones")
    qtbot.mouseClick(all_zones, Qt.MouseButton.LeftButton)
    popup = field.focusProxy().completer().popup()  # type: ignore[union-attr]
    assert popup.isVisible()
    assert popup.currentIndex().data() == "Europe/Berlin"
    popup.hide()
    field.set_read_only(True)
    assert not all_zones.isVisible()
