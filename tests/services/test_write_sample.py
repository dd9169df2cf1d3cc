"""The sample as a file."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.errors import StorageError
from fractal_desktop.domain.ids import ActivityGroupId, GoalId
from fractal_desktop.domain.library import Better
from fractal_desktop.domain.practice_session import SessionQuery, SessionState
from fractal_desktop.domain.target import TargetKind
from fractal_desktop.persistence.integrity import check
from fractal_desktop.services.sample import write_sample
from fractal_desktop.services.sample.targets import TARGETS
from fractal_desktop.services.workspace import Workspace

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 5, 17, 51, 12, tzinfo=UTC)


def write(path: Path) -> Path:
    write_sample(path, now=NOW, zone=BERLIN)
    return path


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("sample") / "new folder" / "50% #1?.db")


def test_the_program_opens_it_and_finds_everything(sample: Path) -> None:
    workspace = Workspace.open(sample)
    try:
        assert [node.name for node in workspace.goals.roots()][:3] == [
            "Play all six cello suites",
            "Climb 7A outdoors",
            "Speak Spanish at C1",
        ]
        assert workspace.goals.unfiled_count() == 2
        assert workspace.practice.totals(SessionQuery(state=SessionState.ATTENTION)).sessions == 3
        latest = workspace.practice.page(SessionQuery(), limit=1).rows[0]
        assert (latest.name, latest.duration_seconds, latest.template_name) == ("Evening routine", 2822, "Routine 2")
        assert [template.name for template in workspace.practice.templates() if template.archived] == ["Routine 1"]
        assert len(workspace.practice.templates()) == 6
    finally:
        workspace.close()


def test_its_library_shows_what_a_library_can_hold(sample: Path) -> None:
    workspace = Workspace.open(sample)
    try:
        activities = {activity.name: activity for activity in workspace.library.activities()}
        groups = {group.id: group.name for group in workspace.library.groups()}
        used = workspace.library.activity_usage()
    finally:
        workspace.close()
    assert [activity.name for activity in activities.values() if activity.retired] == ["Drones"]
    assert used[activities["Drones"].id].sessions > 20
    assert groups[activities["Scales"].group_id or ActivityGroupId("")] == "Technique"
    assert [(metric.name, metric.better, metric.is_top_set) for metric in activities["Scales"].metrics] == [
        ("Tempo", Better.HIGHER, True),
        ("Errors", Better.LOWER, False),
    ]
    assert activities["Max hangs"].is_product


def test_its_goals_want_something_of_every_kind_and_are_on_the_way_there(sample: Path) -> None:
    workspace = Workspace.open(sample)
    try:
        for name in TARGETS:
            goal_id = GoalId(workspace.goals.find(name, 1, sessions=False)[0].ids[-1])
            found = workspace.goals.target_progress(goal_id, NOW, BERLIN)
            assert len(found) == len(TARGETS[name])
            assert all(each.fraction > 0 for each in found), name
            assert workspace.goals.goal(goal_id).completed is all(each.reached for each in found), name
    finally:
        workspace.close()
    kinds = {spec.kind for specs in TARGETS.values() for spec in specs}
    assert kinds == {TargetKind.THRESHOLD, TargetKind.SUM, TargetKind.COUNT_PER_WEEK, TargetKind.BY_DEADLINE}


def test_nothing_is_wrong_with_it(sample: Path) -> None:
    assert check(sample).problems == ()


def test_sqlite_finds_nothing_wrong_with_it(sample: Path) -> None:
    with closing(sqlite3.connect(sample)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_only_the_user_can_read_it_and_nothing_else_is_left(sample: Path) -> None:
    assert sample.stat().st_mode & 0o777 == 0o600
    assert list(sample.parent.iterdir()) == [sample]


def test_twice_the_same(sample: Path, tmp_path: Path) -> None:
    assert dump(write(tmp_path / "again.db")) == dump(sample)


def test_it_takes_the_place_of_an_earlier_one_and_of_its_journal(tmp_path: Path) -> None:
    path = write(tmp_path / "sample.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM goals")
        connection.commit()
    (tmp_path / "sample.db-journal").write_bytes(b"left by a crash")
    write(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) > 300 FROM goals").fetchone() == (1,)
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_of_that_name_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "sample.db").mkdir()
    with pytest.raises(StorageError, match="is a folder"):
        write(tmp_path / "sample.db")
    assert [path.name for path in tmp_path.iterdir()] == ["sample.db"]


def test_what_was_there_stays_if_the_new_one_cannot_be_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "sample.db")
    before = dump(path)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("fractal_desktop.services.sample.insert_rows", full)
    with pytest.raises(sqlite3.OperationalError):
        write(path)
    assert dump(path) == before
    assert list(tmp_path.iterdir()) == [path]
