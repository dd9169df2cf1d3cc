"""The program as a process: it starts, opens a file, leaves; a second start raises the first window."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from fractal_desktop import app, paths
from fractal_desktop.services.schema import SchemaService
from fractal_desktop.ui.error_report import ErrorReport
from fractal_desktop.ui.fractal_dialog import FractalDialog
from fractal_desktop.ui.single_instance import Doorkeeper, hand_over, server_name
from fractal_desktop.ui.start_page import StartPage

ROOT = Path(__file__).parents[2]


def start(*arguments: str) -> subprocess.Popen[str]:
    """Start the program in the test's own home."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_LOGGING_RULES": "qt.qpa.*=false"}
    command = [sys.executable, "-W", "error", "-m", "fractal_desktop", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/")


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def errors(process: subprocess.Popen[str]) -> str:
    """What a process wrote to standard error, without what the offscreen platform says of every window."""
    return "\n".join(line for line in process.communicate(timeout=60)[1].splitlines() if "This plugin does not support" not in line)


def test_a_first_start_shows_the_window_and_leaves_no_database_behind() -> None:
    process = start("--quit-after", "1")
    assert errors(process) == ""
    assert process.returncode == 0
    assert not paths.default_database().exists()
    assert paths.settings_file().exists()


def test_a_file_named_on_the_command_line_is_opened_and_remembered(
    tmp_path: Path, processes: list[subprocess.Popen[str]], qtbot: QtBot
) -> None:
    file = tmp_path / "my practice, 100 %.db"
    SchemaService().create(file)
    process = start(str(file))
    processes.append(process)
    settings = paths.settings_file()
    qtbot.waitUntil(lambda: settings.exists() and "my practice, 100 %.db" in settings.read_text(encoding="utf-8"))
    process.send_signal(signal.SIGTERM)
    assert errors(process) == ""
    assert process.returncode == 0


@pytest.mark.parametrize("arguments", [["--no-such-option"], ["a.db", "b.db"], ["--quit-after"], ["--quit-after", "soon"]])
def test_a_senseless_command_line_is_refused_in_words(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(arguments) == 2
    assert "usage: fractal-desktop" in capsys.readouterr().err


def test_options_are_read() -> None:
    assert app.parse(["x.db", "--quit-after", "1.5"]) == app.Options(Path("x.db"), 1.5)


def test_the_first_window_hears_of_a_later_start(qtbot: QtBot, tmp_path: Path) -> None:
    owner = QObject()
    keeper = Doorkeeper(server_name(tmp_path), owner)
    knock = (
        "import sys, pathlib; from fractal_desktop.ui import single_instance as s;"
        " sys.exit(not s.hand_over(sys.argv[1], pathlib.Path(sys.argv[2])))"
    )
    command = [sys.executable, "-c", knock, server_name(tmp_path), "/data/ü 100 %.db"]
    with qtbot.waitSignal(keeper.knocked, timeout=20_000) as heard:
        process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert heard.args == [Path("/data/ü 100 %.db")]
    assert process.wait(timeout=20) == 0
    keeper.close()


def test_a_window_that_does_not_answer_is_said_to_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fractal_desktop.ui.single_instance._ATTEMPTS", 1)
    assert not hand_over(server_name(tmp_path), None)


def test_of_several_starts_at_the_same_time_one_stays(processes: list[subprocess.Popen[str]]) -> None:
    processes.extend(start("--quit-after", "8") for _ in range(4))
    ended = [process.wait(timeout=60) for process in processes]
    assert ended == [0, 0, 0, 0]


def test_the_lock_of_a_killed_window_is_taken_over(processes: list[subprocess.Popen[str]], qtbot: QtBot) -> None:
    first = start()
    processes.append(first)
    lock = paths.data_folder() / "window.lock"
    qtbot.waitUntil(lock.exists, timeout=20_000)
    first.kill()
    first.wait(timeout=20)
    second = start("--quit-after", "0.5")
    assert errors(second) == ""
    assert second.returncode == 0


def test_the_system_s_request_to_end_closes_the_window_in_order(processes: list[subprocess.Popen[str]], qtbot: QtBot) -> None:
    process = start()
    processes.append(process)
    log = paths.log_folder() / "fractal-desktop.log"
    qtbot.waitUntil(lambda: log.exists() and "ready" in log.read_text(encoding="utf-8"), timeout=20_000)
    process.send_signal(signal.SIGTERM)
    assert errors(process) == ""
    assert process.returncode == 0
    assert "state" in paths.settings_file().read_text(encoding="utf-8")


def test_what_is_slow_to_load_is_not_loaded_before_the_first_paint() -> None:
    probe = (
        "import sys, json; from fractal_desktop import app; a = app.application(['x']); p = app.Program(a, app.Options());"
        " p.show(); a.processEvents(); print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True, text=True, timeout=60
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    for slow in ("sqlalchemy", "alembic", "numpy", "pyqtgraph", "msgspec", "PySide6.QtNetwork", "PySide6.QtSvg"):
        assert slow not in loaded


def refuse() -> None:
    raise LookupError("of all things")


def test_an_exception_in_a_slot_is_reported_once_and_the_program_goes_on(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    file = tmp_path / "fractal.db"
    SchemaService().create(file)
    program = app.Program(qapp, app.Options(file))
    program.show()
    qtbot.waitUntil(lambda: program.window.windowTitle().startswith("fractal.db") and program.is_ready, timeout=20_000)
    for _ in range(2):
        QTimer.singleShot(0, refuse)
    qtbot.waitUntil(lambda: len(program.window.findChildren(ErrorReport)) == 1)
    report = program.window.findChildren(ErrorReport)[0]
    assert "LookupError" in report.findChildren(QPlainTextEdit)[0].toPlainText()
    assert "of all things" not in report.findChildren(QPlainTextEdit)[0].toPlainText(), "the text of an error may quote a note"
    report.accept()
    QTimer.singleShot(0, refuse)
    program.window.show_page("sessions")
    assert program.window.page == "sessions"
    assert not any(report.isVisible() for report in program.window.findChildren(ErrorReport))
    program.window.close()
    program.close()


def test_a_door_opened_before_all_is_loaded_opens_once_it_is(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = threading.Event()
    monkeypatch.setattr("fractal_desktop.rest._load_services", lambda: loaded.wait(20) and None)
    program = app.Program(qapp, app.Options())
    program.show()
    qtbot.waitUntil(lambda: bool(program.window.findChildren(StartPage)), timeout=20_000)
    assert not program.is_ready
    door = program.window.findChildren(StartPage)[0].doors[0]
    qtbot.keyClick(door, Qt.Key.Key_1)
    loaded.set()
    qtbot.waitUntil(lambda: len(program.window.findChildren(FractalDialog)) == 1, timeout=20_000)
    program.window.close()
    program.close()
