"""Says what a file is if a migration or a rollback is killed before any one of its SQL statements.

    python -m tests.migrations.killer          then a line of JSON on the standard input for each thing to try

Everything is imported once. A run goes through in a fork that stands still before each statement, while the files are copied as
they lie there: that is what a kill leaves, as SQLite keeps nothing in a file that the system does not know, and a process that
is gone writes nothing more. Before every so many statements a fork is killed in earnest besides, to show that it is so.

A state that was looked at once is not looked at again, so that a thousand statements take seconds. A tiny page cache lets SQLite
write half a migration into the file long before the end, as it does with a large one: then only the journal can undo it.
"""

import gc
import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import NoReturn

from fractal_desktop.domain.errors import StorageError
from fractal_desktop.persistence import guard, packing
from fractal_desktop.persistence.legacy import inspect
from fractal_desktop.services.schema import MigrationOptions, SchemaService
from tests.migrations.samples import NEW_YORK, contents, rows, schema

NOW = datetime(2026, 3, 2, 17, 4, tzinfo=UTC)
TINY_CACHE_KIB = 8


@dataclass(frozen=True)
class Task:
    """Migrate or roll back the `file`; from statement `first` on every so many are killed in earnest.

    `large` lets it count as a file that is packed before and after.
    """

    file: str
    direction: str
    folder: str
    really_every: int
    first: int = 0
    large: bool = False


@dataclass
class Finding:
    """How many statements there are, before how many of them the file was old or new, and what went wrong."""

    statements: int = 0
    old: int = 0
    new: int = 0
    states: int = 0
    with_journal: int = 0
    killed: int = 0
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class State:
    """What a file holds, when the revisions came left out, and its schema."""

    rows: dict[str, list[tuple[object, ...]]]
    schema: dict[str, str]


def state_of(path: Path) -> State:
    """Open the file as any program would, which rolls back what a kill left, and look at all of it."""
    found = contents(path)
    if path.stat().st_size and rows(path, "PRAGMA integrity_check") != [("ok",)]:
        raise sqlite3.DatabaseError("The file is damaged.")
    return State({table: [row for row in content if not _is_date(row)] for table, content in found.items()}, schema(path))


def _is_date(row: tuple[object, ...]) -> bool:
    """Return whether the row says since when there is a revision; that follows in a transaction of its own."""
    return bool(row) and isinstance(row[0], bytes) and row[0].startswith(b"revision_")


def do(task: Task, path: Path) -> None:
    """Do what the menu does, backup and dates included."""
    service, backups = SchemaService(lambda: NOW), path.parent / "backups"
    if task.direction == "migrate":
        service.migrate(path, MigrationOptions(NEW_YORK, backups))
    else:
        service.rollback(path, backups)


class Trial:
    """One run in a fork, in a folder of its own; `standing` yields a number before each of its statements."""

    def __init__(self, task: Task, name: str) -> None:
        self._task = task
        self.folder = Path(task.folder) / name
        self.path = self.folder / "old.db"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        shutil.copyfile(task.file, self.path)

    def standing(self) -> Iterator[int]:
        """Let the fork go on from statement to statement; raises if it does not come through."""
        to_us, from_it = os.pipe(), os.pipe()
        child = os.fork()
        if not child:
            os.close(to_us[0])
            os.close(from_it[1])
            self._run(before_statement=lambda _number: (os.write(to_us[1], b"."), os.read(from_it[0], 1)))
        os.close(to_us[1])
        os.close(from_it[0])
        number = 0
        while os.read(to_us[0], 1):
            yield number
            os.write(from_it[1], b".")
            number += 1
        os.close(to_us[0])
        os.close(from_it[1])
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
            raise RuntimeError(f"It did not come through, {number} statements far.")

    def killed_before(self, statement: int) -> bool:
        """Kill a fork before this statement; return whether it lived so long."""

        def stop(number: int) -> None:
            if number == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        child = os.fork()
        if not child:
            self._run(before_statement=stop)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    def _run(self, before_statement: Callable[[int], object]) -> NoReturn:
        """Do it all in this process, which ends then."""
        try:
            guard._CACHE_KIB = TINY_CACHE_KIB
            _watch_statements(before_statement)
            do(self._task, self.path)
            os._exit(0)
        except BaseException as error:
            print(f"{error!r}", file=sys.stderr)
        finally:
            os._exit(1)


def _watch_statements(before_statement: Callable[[int], object]) -> None:
    """Let every connection say before each of its statements which one it is, whoever opens it."""
    numbers = count()
    connect = sqlite3.connect

    def watched(*args: object, **options: object) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*args, **options)  # type: ignore[call-overload]
        db.set_trace_callback(lambda _statement: before_statement(next(numbers)))
        return db

    sqlite3.connect = watched  # type: ignore[assignment]


class _Judge:
    """Says of what a kill leaves whether it is the old or the new file, and that the next start comes to the new one."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._left: dict[bytes, str] = {}
        self._recovered: dict[bytes, str] = {}
        self._look = Path(task.folder) / "look"
        self.with_journal = 0
        self.old, self.new = (self._state_of_whole(done=done) for done in (False, True))

    @property
    def states(self) -> int:
        """Return in how many states, byte for byte, the file and its journal lay there."""
        return len(self._left)

    def verdict(self, path: Path) -> str:
        """Return "old", "new", or what is wrong with what lies at `path` and beside it."""
        files = {file.name: file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*"))}
        digest = _digest(repr(sorted(files)).encode(), *files.values())
        if digest not in self._left:
            shutil.rmtree(self._look, ignore_errors=True)
            self._look.mkdir()
            for name, content in files.items():
                (self._look / name).write_bytes(content)
            self.with_journal += len(files) > 1
            try:
                self._left[digest] = self._opened(self._look / path.name)
            except (StorageError, sqlite3.Error) as error:
                self._left[digest] = f"{error!r}"
        return self._left[digest]

    def _opened(self, path: Path) -> str:
        """Let SQLite roll back what is left of a transaction, as the next start does, then judge."""
        inspect(path)
        # The journal of a transaction that had not written yet may stay; SQLite knows that it is of no use.
        digest = _digest(*(file.read_bytes() for file in sorted(path.parent.iterdir())))
        if digest not in self._recovered:
            self._recovered[digest] = self._judged(path)
        return self._recovered[digest]

    def _judged(self, path: Path) -> str:
        found = state_of(path)
        if found == self.new:
            return "new"
        if found != self.old:
            return "neither the old nor the new file"
        do(self._task, path)
        return "old" if state_of(path) == self.new else "old, but what the next start makes of it is not the new file"

    def _state_of_whole(self, *, done: bool) -> State:
        trial = Trial(self._task, "whole")
        if done:
            do(self._task, trial.path)
        return state_of(trial.path)


def _digest(*contents: bytes) -> bytes:
    return blake2b(b"".join(contents)).digest()


def attempt(task: Task) -> Finding:
    """Stop before each statement, look, and kill before some."""
    packing.LARGE_FILE_BYTES = 0 if task.large else 16 << 20
    judge, finding = _Judge(task), Finding()
    if judge.old == judge.new:
        finding.failed.append("nothing changes at all")
    verdicts = []
    trial = Trial(task, "standing")
    for number in trial.standing():
        verdicts.append(judge.verdict(trial.path))
        if verdicts[-1] not in ("old", "new"):
            finding.failed.append(f"before statement {number}: {verdicts[-1]}")
    for number in range(task.first, len(verdicts), task.really_every):
        trial = Trial(task, "killed")
        if not trial.killed_before(number) or judge.verdict(trial.path) != verdicts[number]:
            finding.failed.append(f"killed before statement {number}: not what it was when it stood there")
        finding.killed += 1
    finding.statements, finding.old, finding.new = len(verdicts), verdicts.count("old"), verdicts.count("new")
    finding.states, finding.with_journal = judge.states, judge.with_journal
    return finding


def main() -> None:
    # What a fork never writes to, it never has to copy.
    gc.collect()
    gc.freeze()
    gc.disable()
    for line in sys.stdin:
        print(json.dumps(asdict(attempt(Task(**json.loads(line))))), flush=True)


if __name__ == "__main__":
    main()
