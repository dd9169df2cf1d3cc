"""One writer a file, also across processes, also after a crash."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.persistence.lock import DatabaseLock

_HOLD = """
import sys, signal
from pathlib import Path
from fractal_desktop.persistence.lock import DatabaseLock
lock = DatabaseLock(Path(sys.argv[1]), Path(sys.argv[2]))
print("yes" if lock.try_acquire() else "no", flush=True)
sys.stdin.read()
"""


def holder(database: Path, folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(database), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def answer(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def test_a_second_one_is_told_who_has_it(tmp_path: Path) -> None:
    database = tmp_path / "practice.db"
    first, second = DatabaseLock(database, tmp_path / "locks"), DatabaseLock(database, tmp_path / "locks")
    assert first.try_acquire()
    assert first.try_acquire()
    assert not second.try_acquire()
    assert second.owner() == os.getpid()
    with pytest.raises(StorageError) as caught, second:
        pass
    assert caught.value.problem is StorageProblem.BUSY
    assert "“practice.db” is open in another Fractal Desktop." in str(caught.value)

    first.release()
    first.release()
    assert second.owner() is None
    with second:
        assert not first.try_acquire()
    assert first.try_acquire()
    first.release()


def test_two_files_do_not_hinder_each_other(tmp_path: Path) -> None:
    with DatabaseLock(tmp_path / "a.db", tmp_path), DatabaseLock(tmp_path / "b.db", tmp_path):
        pass


def test_another_spelling_of_the_path_is_the_same_file(tmp_path: Path) -> None:
    database = tmp_path / "practice.db"
    (tmp_path / "link.db").symlink_to(database)
    with DatabaseLock(database, tmp_path):
        assert not DatabaseLock(tmp_path / "link.db", tmp_path).try_acquire()
        assert not DatabaseLock(tmp_path / "x" / ".." / "practice.db", tmp_path).try_acquire()


def test_the_lock_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    database = tmp_path / "practice.db"
    process = holder(database, tmp_path)
    lock = DatabaseLock(database, tmp_path)
    try:
        assert answer(process) == "yes"
        assert not lock.try_acquire()
        assert lock.owner() == process.pid
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert lock.try_acquire()
    lock.release()


def test_of_eight_processes_one_gets_it(tmp_path: Path) -> None:
    processes = [holder(tmp_path / "practice.db", tmp_path) for _ in range(8)]
    try:
        assert sorted(answer(process) for process in processes) == ["no"] * 7 + ["yes"]
    finally:
        for process in processes:
            end(process)


def test_only_the_user_may_read_lock_files(tmp_path: Path) -> None:
    with DatabaseLock(tmp_path / "practice.db", tmp_path / "locks") as lock:
        assert lock.path.stat().st_mode & 0o777 == 0o600
        assert lock.path.parent.stat().st_mode & 0o777 == 0o700
