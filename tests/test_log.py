"""The log file, reports, and errors that nobody caught."""

import logging
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fractal_desktop import log

NOTE = "Thumb hurts, saw Dr Miller"


@pytest.fixture(autouse=True)
def hooks() -> Iterator[None]:
    """Put everything back that these tests install."""
    logger = logging.getLogger("fractal_desktop")
    before = sys.excepthook, threading.excepthook, list(logger.handlers), logger.level
    yield
    sys.excepthook, threading.excepthook = before[:2]
    for handler in set(logger.handlers) - set(before[2]):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(before[3])


def error(kind: type[Exception] = ValueError, text: str = NOTE) -> Exception:
    try:
        raise kind(text)
    except kind as raised:
        return raised


def handle(raised: BaseException) -> None:
    sys.excepthook(type(raised), raised, raised.__traceback__)


def set_up(folder: Path) -> Path:
    path = log.set_up_log(folder)
    assert path is not None
    return path


def test_only_the_user_can_read_the_log(tmp_path: Path) -> None:
    path = set_up(tmp_path / "log")
    logging.getLogger("fractal_desktop.services").info("opened")
    assert "fractal_desktop.services: opened" in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_log_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "fractal-desktop.log"
    path.touch(mode=0o644)
    set_up(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_log_is_rotated_and_the_older_ones_are_private_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_LOG_BYTES", 2000)
    set_up(tmp_path)
    for number in range(500):
        logging.getLogger("fractal_desktop").info("line %d", number)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["fractal-desktop.log", *(f"fractal-desktop.log.{number}" for number in (1, 2, 3))]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_leaves_the_program_without_a_log(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert log.set_up_log(tmp_path / "file" / "log") is None


def test_setting_up_twice_writes_each_line_once(tmp_path: Path) -> None:
    set_up(tmp_path)
    path = set_up(tmp_path)
    logging.getLogger("fractal_desktop").info("once")
    assert path.read_text().count("once") == 1


def test_neither_log_nor_report_hold_what_the_user_wrote(tmp_path: Path) -> None:
    path = set_up(tmp_path)
    reports: list[str] = []
    log.install_excepthook(reports.append)
    handle(error())
    for text in (path.read_text(), reports[0]):
        assert "Miller" not in text
        assert "ValueError" in text
        assert "test_log.py:" in text


def test_a_report_quotes_errors_that_speak_of_code() -> None:
    assert "has no attribute 'x'" in log.report(error(AttributeError, "'NoneType' object has no attribute 'x'"))


def test_a_report_names_the_error_of_the_database() -> None:
    with pytest.raises(sqlite3.OperationalError) as raised:
        sqlite3.connect(":memory:").execute(f"SELECT '{NOTE}' FROM nowhere")
    assert "OperationalError (SQLITE_ERROR)" in log.report(raised.value)


def test_a_report_holds_the_cause_first() -> None:
    try:
        try:
            raise KeyError(NOTE)
        except KeyError as cause:
            raise TypeError("second") from cause
    except TypeError as raised:
        text = log.report(raised)
    assert text.index("KeyError") < text.index("TypeError: second")


def test_a_report_names_no_folder_of_the_user(tmp_path: Path) -> None:
    source = tmp_path / "miller" / "fractal_desktop" / "ui" / "page.py"
    with pytest.raises(TypeError) as raised:
        exec(compile("raise TypeError('x')", str(source), "exec"))
    text = log.report(raised.value)
    assert "ui/page.py:1" in text
    assert "miller" not in text


def test_an_error_in_a_loop_is_reported_once_and_logged_each_time(tmp_path: Path) -> None:
    path = set_up(tmp_path)
    reports: list[str] = []
    log.install_excepthook(reports.append)
    same = error()
    for _ in range(3):
        handle(same)
    handle(error(TypeError, "another"))
    assert len(reports) == 2
    assert path.read_text().count("unexpected error") == 4


def test_an_error_on_another_thread_is_reported() -> None:
    reports: list[str] = []
    log.install_excepthook(reports.append)
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    assert "ZeroDivisionError" in reports[0]


def test_a_report_that_cannot_be_shown_is_logged_and_not_raised(tmp_path: Path) -> None:
    path = set_up(tmp_path)

    def broken(_: str) -> None:
        raise RuntimeError("no window left")

    log.install_excepthook(broken)
    handle(error())
    assert "no window left" in path.read_text()


def test_ctrl_c_stays_ctrl_c(capsys: pytest.CaptureFixture[str]) -> None:
    reports: list[str] = []
    log.install_excepthook(reports.append)
    handle(KeyboardInterrupt())
    assert not reports
    assert "KeyboardInterrupt" in capsys.readouterr().err
