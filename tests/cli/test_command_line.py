"""The command line itself: help, versions, senseless input, the menu, Ctrl+C and what is loaded for it."""

import json
import os
import pty
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from fractal_desktop import __version__, cli
from tests.cli.conftest import Terminal
from tests.legacy import make


def test_help_and_version(fractal: Terminal) -> None:
    for words in (("help",), ("--help",), ("db", "--help"), ("db", "migrate", "--help"), ("analytics", "--help")):
        answer = fractal(*words)
        assert (answer.status, answer.err) == (0, "")
        assert "usage: fractal-desktop" in answer.out
    assert fractal("--version").out == f"Fractal Desktop {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ("db", "frobnicate", "x.db"),
        ("db", "status"),
        ("db", "migrate", "x.db", "--colour"),
        ("analytics", "x.db"),
        ("analytics", "x.db", "hourly"),
        ("db",),
    ],
)
def test_what_makes_no_sense_ends_with_2_and_a_hint(fractal: Terminal, words: tuple[str, ...]) -> None:
    answer = fractal(*words)
    assert (answer.status, answer.out) == (2, "")
    assert "fractal-desktop" in answer.err


def test_every_db_command_is_named_where_one_is_missing(fractal: Terminal) -> None:
    hint, usage = fractal("db").err, fractal("db", "--help").out
    for command in re.findall(r"^    (\w+) ", usage, re.MULTILINE):
        assert re.search(rf"[ |]{command}[ |]", hint), command


def test_the_help_of_rollback_says_where_it_goes(fractal: Terminal, tmp_path: Path) -> None:
    words = " ".join(fractal("db", "rollback", "--help").out.split())
    assert "(default: as the web application left it, of a file made here 0001;" in words
    old, own = make(tmp_path / "old.db", "D", sessions=3), tmp_path / "own.db"
    own.touch()
    for path in (old, own):
        fractal("db", "migrate", path, "--yes", "--time-zone", "UTC")
        fractal("db", "rollback", path, "--yes")
    left = [json.loads(fractal("db", "status", path, "--json").out)["revision"] for path in (old, own)]
    assert left == [None, "0001"]


def test_parsing_loads_nothing_heavy() -> None:
    script = (
        "import sys; from fractal_desktop.terminal.parsing import parser; parser().parse_args(['db', 'status', 'x.db']);"
        "print([m for m in ('sqlalchemy', 'alembic', 'PySide6', 'numpy', 'sqlite3') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment()).stdout == "[]\n"


def test_a_reader_that_had_enough_is_no_error(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=3)
    command = f"{sys.executable} -m fractal_desktop db status '{path}' | true; echo ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, env=environment())
    assert "Traceback" not in ended.stderr


def test_a_terminal_without_ticks_gets_question_marks(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=3)
    ended = subprocess.run(
        [sys.executable, "-m", "fractal_desktop", "db", "migrate", str(path), "--time-zone", "UTC"],
        capture_output=True,
        text=True,
        check=True,
        env={**environment(), "PYTHONIOENCODING": "ascii"},
    )
    assert "? Added 4 new columns to goals table" in ended.stdout


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "QT_QPA_PLATFORM": "offscreen"}


class Person:
    """Somebody at a real terminal: types when a question has come up."""

    def __init__(self, *words: object) -> None:
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            os.execve(sys.executable, [sys.executable, "-m", "fractal_desktop", *map(str, words)], environment())
        self.seen = ""

    def waits_for(self, text: str) -> "Person":
        """Read until `text` has come up."""
        deadline = time.monotonic() + 30
        while text not in self.seen:
            assert time.monotonic() < deadline, self.seen
            self._read(0.5)
        return self

    def types(self, text: str) -> "Person":
        """Type a line."""
        self.seen = ""
        os.write(self._terminal, f"{text}\n".encode())
        return self

    def presses_ctrl_c(self) -> "Person":
        """Send what the terminal sends for it."""
        os.write(self._terminal, b"\x03")
        return self

    def ends(self) -> int:
        """Read to the end and return the exit status."""
        while self._read(30):
            pass
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._terminal, 65536)
        except OSError:  # Linux says so when the other side has closed
            return False
        self.seen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", data.decode(errors="replace"))
        return bool(data)


@pytest.fixture(autouse=True)
def _quiet_children() -> None:
    """A child of `pty.fork` replaces itself at once; threads of earlier tests do not matter to it."""
    import warnings

    warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*forkpty.*")


def test_the_menu_of_the_old_script_migrates_and_rolls_back(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=5)
    person = Person("db")
    person.waits_for("Database file").types(str(path))
    person.waits_for("1. Run migration").waits_for("2. Rollback migration").waits_for("3. Exit").types("1")
    person.waits_for("In which time zone was the file written [UTC]").types("Europe/Berln")
    person.waits_for("Did you mean Europe/Berlin").types("Europe/Berlin")
    person.waits_for("Backfilled 5 practice sessions").waits_for("Select option").types("7")
    person.waits_for("Please type 1, 2 or 3.").types("2")
    person.waits_for("A backup is made first.").waits_for("[y/N]").types("y")
    person.waits_for("is as the web application left it").waits_for("Select option").types("3")
    assert person.ends() == 0


def test_no_answer_means_no(tmp_path: Path, fractal: Terminal) -> None:
    path = make(tmp_path / "old.db", "D", sessions=5)
    fractal("db", "migrate", path)
    before = path.read_bytes()
    assert Person("db", "rollback", path).waits_for("[y/N]").types("").ends() == 1
    assert path.read_bytes() == before


def test_a_bar_shows_how_far_it_is(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=5)
    person = Person("db", "migrate", path, "--time-zone", "UTC")
    assert person.ends() == 0
    assert "100 %" in person.seen
    assert "0002 Session analytics" in person.seen


def contents(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        return "\n".join(db.iterdump())


def test_ctrl_c_stops_a_migration_and_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=4000, clean=True)
    before = contents(path)
    person = Person("db", "migrate", path, "--time-zone", "UTC").waits_for("0002 Session").presses_ctrl_c()
    assert person.ends() == 1
    assert "Stopped. Everything is as it was." in person.seen
    assert contents(path) == before, "on larger pages by now, with the same in them"


def test_the_module_runs_as_the_command(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "fractal_desktop", "db", "status", str(tmp_path)],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "is a folder" in ended.stderr


def test_the_signal_handler_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    from fractal_desktop.terminal.console import Interruption

    with Interruption() as interrupted:
        assert not interrupted()
        signal.raise_signal(signal.SIGINT)
        assert interrupted()
    assert signal.getsignal(signal.SIGINT) is before


def test_the_parser_knows_every_command_that_is_documented() -> None:
    text = (Path(cli.__file__).parents[1] / "docs" / "terminal.md").read_text(encoding="utf-8")
    for command in ("status", "migrate", "rollback", "history", "check", "backup", "restore"):
        assert f"fractal-desktop db {command}" in text
