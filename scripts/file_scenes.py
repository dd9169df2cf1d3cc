"""Pictures of what is done to a whole file: an old one is migrated, looked after, and one that is none is refused."""

import os
import sys
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from fractal_desktop.services.sample.rows import SampleRows
from fractal_desktop.services.schema import SchemaService
from fractal_desktop.ui.database.backups_dialog import BackupsDialog
from fractal_desktop.ui.database.check_dialog import CheckDialog
from fractal_desktop.ui.database.failure_dialog import FailureDialog
from fractal_desktop.ui.database.history_dialog import HistoryDialog
from fractal_desktop.ui.database.migrate_dialog import MigrateDialog
from fractal_desktop.ui.database.rollback_dialog import RollbackDialog
from scripts.studio import NOW, ZONE, PausingService, Studio

TESTS = Path(__file__).resolve().parent.parent / "tests"
LEFT_AT = datetime(2025, 12, 28, 20, 14, 3, tzinfo=UTC)


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


def failure(studio: Studio) -> None:
    """A file that is none."""
    path = studio.files / "practice-2024.db"
    path.write_bytes(b"SQLite format 3\x00" + bytes(range(256)) * 40)
    studio.filing.open(path)
    dialog = studio.dialog(FailureDialog)
    studio.settle()
    studio.shoot("failure")
    studio.dismiss(dialog)


def write_old_file(path: Path) -> None:
    """Write what the web application would have left of the same practice, without anything newer."""
    sys.path.insert(0, str(TESTS))
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
