"""What can be done with a file as a whole, in order: the backup before everything, dates, progress, and nothing between old and new."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.errors import Cancelled, StorageError, StorageProblem, UserError
from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.connection import connect
from fractal_desktop.services.kept_words import kept_text
from fractal_desktop.services.reports import migration_lines, migration_report
from fractal_desktop.services.sample import write_sample
from fractal_desktop.services.schema import BASE, Kept, MigrationOptions, Progress, SchemaService
from fractal_desktop.services.workspace import Workspace
from tests.legacy import make

NOW = datetime(2026, 3, 5, 17, 51, 4, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


class Clock:
    """Goes on by a minute each time it is asked."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def dump(path: Path) -> list[str]:
    """Return the whole contents as SQL."""
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


@pytest.fixture
def service() -> SchemaService:
    return SchemaService(Clock())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def options(folder: Path) -> MigrationOptions:
    return MigrationOptions(BERLIN, folder)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return make(tmp_path / "practice.db", "D", sessions=30)


def test_a_migration_backs_the_old_file_up_first(service: SchemaService, old: Path, options: MigrationOptions) -> None:
    before = dump(old)
    result = service.migrate(old, options)
    assert result.backup is not None
    assert dump(result.backup.path) == before
    assert service.status(old).is_current
    assert service.backups(old, options.backup_folder)[0].path == result.backup.path
    Workspace.open(old).close()


def test_a_rehearsal_tells_the_figures_and_leaves_the_file(service: SchemaService, old: Path, options: MigrationOptions) -> None:
    before = old.read_bytes()
    plan = service.plan(old, BERLIN)
    assert old.read_bytes() == before
    done = service.migrate(old, options).report
    assert (plan.starts, plan.ends, plan.durations, plan.templates, plan.issues) == (
        done.starts,
        done.ends,
        done.durations,
        done.templates,
        done.issues,
    )


def test_progress_runs_from_backup_to_done_and_never_back(service: SchemaService, old: Path, options: MigrationOptions) -> None:
    told: list[Progress] = []
    service.migrate(old, options, told.append)
    fractions = [progress.fraction for progress in told]
    assert fractions == sorted(fractions)
    assert told[0].step == "Backup"
    assert fractions[-1] == 1.0
    steps = list(dict.fromkeys(progress.step.partition(" ")[0] for progress in told))
    assert [step for step in steps if step.startswith("000")] == ["0001", "0002", "0003", "0004", "0005"]


@pytest.mark.parametrize("at", [0.1, 0.4, 0.6])
def test_cancelling_leaves_the_file_as_it_was(service: SchemaService, old: Path, options: MigrationOptions, at: float) -> None:
    before = old.read_bytes()
    reached: list[float] = []
    with pytest.raises(Cancelled):
        service.migrate(old, options, lambda progress: reached.append(progress.fraction), lambda: bool(reached) and reached[-1] >= at)
    assert old.read_bytes() == before


def test_no_backup_means_no_migration(service: SchemaService, old: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    before = old.read_bytes()
    with pytest.raises(StorageError, match="is a file, backups need a folder"):
        service.migrate(old, MigrationOptions(BERLIN, tmp_path / "taken"))
    assert old.read_bytes() == before


def test_a_failing_migration_leaves_the_file_and_the_backup(
    service: SchemaService, old: Path, options: MigrationOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise sqlite3.OperationalError("no")

    before = old.read_bytes()
    monkeypatch.setattr(migrations, "upgrade", fail)
    with pytest.raises(sqlite3.OperationalError):
        service.migrate(old, options)
    assert old.read_bytes() == before
    assert len(service.backups(old, options.backup_folder)) == 1


def test_a_new_file_is_private_and_at_head(service: SchemaService, tmp_path: Path) -> None:
    path = tmp_path / "Documents" / "Fractal" / "fractal.db"
    service.create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    status = service.status(path)
    assert (status.is_current, status.sessions, status.legacy_time_zone) == (True, 0, "UTC")
    with pytest.raises(UserError, match="There is already a file"):
        service.create(path)


def test_an_empty_file_becomes_a_new_one(service: SchemaService, tmp_path: Path, options: MigrationOptions) -> None:
    path = make(tmp_path / "Z.db", "Z")
    result = service.migrate(path, options)
    assert (result.backup, result.report.revision) == (None, "0005")
    assert not options.backup_folder.exists()
    service.create(make(tmp_path / "Z2.db", "Z"))


def test_a_new_file_that_cannot_be_finished_is_not_left_behind(
    service: SchemaService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, **_options: object) -> None:
        path.write_bytes(b"half")
        raise StorageError(StorageProblem.FULL, "full")

    monkeypatch.setattr(migrations, "upgrade", fail)
    with pytest.raises(StorageError):
        service.create(tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_revisions_are_dated(service: SchemaService, old: Path, options: MigrationOptions) -> None:
    assert [(r.applied, r.since) for r in service.revisions(old)] == [(False, None)] * 5
    service.migrate(old, MigrationOptions(BERLIN, options.backup_folder, target="0002"))
    service.migrate(old, options)
    first, second, third, *_, last = service.revisions(old)
    assert first.since == second.since
    assert second.since is not None
    assert third.since is not None
    assert NOW < second.since < third.since == last.since


def test_a_rollback_is_backed_up_and_comes_back_up(service: SchemaService, old: Path, folder: Path, options: MigrationOptions) -> None:
    service.migrate(old, options)
    result = service.rollback(old, folder, "0001")
    assert (result.report.revision, result.backup.revision) == ("0001", "0005")
    assert [r.applied for r in service.revisions(old)] == [True, False, False, False, False]
    service.migrate(old, options)
    assert service.check(old).ok


def test_by_default_an_old_file_goes_back_to_what_it_was(
    service: SchemaService, old: Path, folder: Path, options: MigrationOptions
) -> None:
    service.migrate(old, options)
    assert service.check_rollback(old, None) == BASE
    assert service.rollback_plan(old).revision is None
    service.rollback(old, folder)
    assert service.status(old).shape == "D"


def test_a_senseless_rollback_is_refused_before_any_backup(
    service: SchemaService, old: Path, folder: Path, options: MigrationOptions
) -> None:
    with pytest.raises(UserError, match="nothing to roll back"):
        service.rollback(old, folder)
    service.migrate(old, options)
    with pytest.raises(UserError, match="it can go back to 0004, 0003, 0002, 0001, base"):
        service.rollback(old, folder, "0007")
    assert len(service.backups(old, folder)) == 1


def test_a_file_that_was_made_here_never_goes_back_to_nothing(service: SchemaService, tmp_path: Path, folder: Path) -> None:
    made_here = tmp_path / "made here.db"
    write_sample(made_here, now=NOW, zone=BERLIN)
    with pytest.raises(UserError, match="it can go back to 0004, 0003, 0002, 0001\\."):
        service.rollback(made_here, folder, BASE)
    assert service.backups(made_here, folder) == ()
    assert service.rollback(made_here, folder).report.revision == "0001"


def test_restoring_undoes_and_can_be_undone(service: SchemaService, old: Path, folder: Path, options: MigrationOptions) -> None:
    before = dump(old)
    first = service.migrate(old, options).backup
    assert first is not None
    second = service.restore(first.path, old, folder)
    assert dump(old) == before
    assert second is not None
    service.restore(second.path, old, folder)
    assert service.status(old).is_current
    assert service.newest_good_backup(old, folder) is not None


def test_what_this_program_cannot_open_is_not_restored(service: SchemaService, old: Path, folder: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(StorageError) as caught:
        service.restore(make(tmp_path / "K.db", "K"), old, folder)
    assert caught.value.problem is StorageProblem.REFUSED
    assert old.read_bytes() == before


def test_neither_an_empty_file_nor_the_file_itself_is_a_backup(service: SchemaService, old: Path, folder: Path, tmp_path: Path) -> None:
    before = dump(old)
    empty, link = tmp_path / "empty.db", tmp_path / "link.db"
    empty.touch()
    link.symlink_to(old)

    for backup, said in ((empty, "is empty"), (old, "the file itself"), (link, "the file itself")):
        with pytest.raises(UserError, match=said):
            service.restore(backup, old, folder)

    assert dump(old) == before


def test_repair_backs_up_first(service: SchemaService, old: Path, folder: Path, options: MigrationOptions) -> None:
    service.migrate(old, options)
    with closing(sqlite3.connect(old)) as db:
        db.execute("UPDATE goals SET total_duration_seconds = 1 WHERE type = 'PracticeSession'")
        db.commit()
    assert not service.check(old).ok
    report = service.repair(old, folder)
    assert report.ok
    assert len(service.backups(old, folder)) == 2


def test_the_report_names_the_sessions_that_need_a_look(service: SchemaService, old: Path, options: MigrationOptions) -> None:
    result = service.migrate(old, options)
    assert result.report.concerned
    text = migration_report(result)
    for line in migration_lines(result):
        assert line in text
    for session in result.report.concerned:
        assert session.id in text


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        (Kept("cell:goals.completed_at", 1), "1 completion date"),
        (Kept("row:trash", 2), "2 deletions in the trash"),
        (Kept("row:trash_rows", 9), ""),
        (Kept("cell:activity_definitions.retired_at", 2), "2 retired activities"),
        (Kept("cell:metric_definitions.sort_order", 2), ""),
        (Kept("row:goal_completions", 1), "1 note which session completed a goal"),
        (Kept("cell:goals.intended_share", 3), "3 intended shares of goals"),
        (Kept("row:analytics_views", 1), "1 saved view of the analytics page"),
        (Kept("row:activity_groups", 1000), "1,000 rows of activity_groups"),
        (Kept("cell:goals.targets", 1), "1 value of goals.targets"),
    ],
)
def test_what_is_kept_is_said_in_words(kept: Kept, text: str) -> None:
    assert kept_text(kept) == text


@pytest.mark.parametrize(
    ("shape", "statement", "said"),
    [
        ("D", "CREATE TABLE trash (x)", "“trash” of its own"),
        ("D", "CREATE VIEW Session_Issues AS SELECT 1", "“Session_Issues” of its own"),
        ("D", "CREATE TABLE goal_completions (x)", "“goal_completions” of its own"),
        ("D", "CREATE VIEW Analytics_Views AS SELECT 1", "“Analytics_Views” of its own"),
        ("D", "ALTER TABLE session_templates ADD COLUMN Archived_At TEXT", "column “Archived_At”"),
        ("D", "ALTER TABLE goals ADD COLUMN rowid TEXT", "column “rowid”"),
        ("D", "ALTER TABLE goals ADD COLUMN Completed_At TEXT", "column “Completed_At”"),
        ("D", "ALTER TABLE goals ADD COLUMN Intended_Share REAL", "column “Intended_Share”"),
        ("A", "ALTER TABLE practice_sessions ADD COLUMN parent_id TEXT", "which only goals can have"),
        ("A", "CREATE TRIGGER t AFTER UPDATE ON practice_sessions BEGIN SELECT 1; END", "trigger “t”"),
        ("D", "INSERT INTO goals (type, name) VALUES ('NanoGoal', 'n')", "1 rows of its table goals"),
        ("D", "INSERT INTO goals SELECT * FROM goals WHERE rowid = 3", "1 rows of its table goals"),
        ("D", "WITHOUT ROWID", "WITHOUT ROWID"),
    ],
)
def test_what_the_revisions_could_not_bring_back_is_refused_in_words(
    service: SchemaService, tmp_path: Path, options: MigrationOptions, shape: str, statement: str, said: str
) -> None:
    old = make(tmp_path / "practice.db", shape, sessions=5)
    with closing(sqlite3.connect(old)) as db:
        if statement.startswith("INSERT"):
            db.executescript("CREATE TABLE loose AS SELECT * FROM goals; DROP TABLE goals; ALTER TABLE loose RENAME TO goals")
        if statement == "WITHOUT ROWID":
            (made,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'activity_instances'").fetchone()
            db.executescript(f"DROP TABLE activity_instances; {made} WITHOUT ROWID")
        else:
            db.execute(statement)
        db.commit()
    before = old.read_bytes()

    for attempt in (lambda: service.migrate(old, options), lambda: service.plan(old, BERLIN)):
        with pytest.raises(StorageError, match=said) as refused:
            attempt()
        assert refused.value.problem is StorageProblem.REFUSED

    assert old.read_bytes() == before
    assert not options.backup_folder.exists()


def test_a_schema_that_sqlite_does_not_trust_is_not_called_damaged(service: SchemaService, old: Path, options: MigrationOptions) -> None:
    with closing(sqlite3.connect(old)) as db:
        db.execute("CREATE INDEX mine ON goals (json_extract(session_data, '$.x')) WHERE json_valid(session_data)")
    try:
        with closing(connect(old, read_only=True)) as db:
            db.execute("SELECT count(*) FROM goals").fetchone()
    except sqlite3.DatabaseError:
        with pytest.raises(StorageError, match="does not trust an index") as refused:
            service.migrate(old, options)
        assert refused.value.problem is StorageProblem.REFUSED
    else:
        pytest.skip("this SQLite trusts the functions for JSON")
