"""Kills an upgrade or a rollback before each of its SQL statements and says what the file was each time.

    python -m tests.migrations.killer FILE upgrade|downgrade FOLDER STEP

With STEP 1 before each statement, with 5 before every fifth. Everything is imported once, then each try is a fork, so that
three hundred tries take seconds. Prints JSON: how many statements
there are, after how many kills the file was old or new, and the first try after which it was neither.
"""

import gc
import json
import os
import signal
import sqlite3
import sys
from pathlib import Path

from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.legacy import inspect
from tests.migrations.samples import NEW_YORK, contents

AT_ONCE = 2


def start(path: Path, direction: str, kill_before: int | None) -> int:
    """Do it in a fork, killed before statement number `kill_before`; return the fork's process id."""
    child = os.fork()
    if child:
        return child
    try:
        count = _count_statements(kill_before)
        if direction == "upgrade":
            migrations.upgrade(path, zone=NEW_YORK)
        else:
            migrations.downgrade(path)
        (path.parent / "statements").write_text(str(count[0]))
        os._exit(0)
    finally:
        os._exit(1)


def was_killed(child: int) -> bool:
    """Wait for the fork; return whether SIGKILL ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _count_statements(kill_before: int | None) -> list[int]:
    """Let every connection count its statements, whoever opens it."""
    count = [0]
    connect = sqlite3.connect

    def before_statement(_statement: str) -> None:
        if count[0] == kill_before:
            os.kill(os.getpid(), signal.SIGKILL)
        count[0] += 1

    def watched(*args: object, **options: object) -> sqlite3.Connection:
        db = connect(*args, **options)  # type: ignore[call-overload]
        db.set_trace_callback(before_statement)
        return db

    sqlite3.connect = watched
    return count


def main(file: Path, direction: str, folder: Path, step: int) -> dict[str, object]:
    migrations.upgrade(folder / "warm.db")
    migrations.downgrade(folder / "warm.db")
    # What a fork never writes to, it never has to copy.
    gc.collect()
    gc.freeze()
    gc.disable()
    original, work = file.read_bytes(), folder / "work.db"
    work.write_bytes(original)
    old = contents(work)
    if was_killed(start(work, direction, None)):
        return {"failed": "without being killed"}
    new, statements = contents(work), int((folder / "statements").read_text())
    found = {"old": 0, "new": 0}
    numbers = range(step // 2, statements, step)
    for several in (numbers[n : n + AT_ONCE] for n in range(0, len(numbers), AT_ONCE)):
        works = [_fresh(folder / f"work {number % AT_ONCE}.db", original) for number in range(len(several))]
        children = [start(path, direction, number) for path, number in zip(works, several, strict=True)]
        for path, child, number in zip(works, children, several, strict=True):
            killed = was_killed(child)
            inspect(path)
            now = contents(path)
            if not killed or now not in (old, new):
                return {"failed": f"killed before statement {number} of {statements}"}
            found["old" if now == old else "new"] += 1
    return {"statements": len(numbers), **found}


def _fresh(path: Path, content: bytes) -> Path:
    for leftover in path.parent.glob(f"{path.name}-*"):
        leftover.unlink()
    path.write_bytes(content)
    return path


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))))
