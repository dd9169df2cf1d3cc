"""Once Qt's classes are made, threads can ask for them at the same time: before, they crash the program nearly every time."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fractal_desktop.ui import qt_classes
from fractal_desktop.ui.qt_classes import QtClasses

TWO_THREADS_ASK = """
import sys, threading
from PySide6 import QtCore, QtGui, QtWidgets
from fractal_desktop.ui.qt_classes import QtClasses

app = QtCore.QCoreApplication([])
classes = QtClasses(app)
classes.made.connect(app.quit)
classes.make()
app.exec()
sys.setswitchinterval(1e-6)
together = threading.Barrier(2)

def ask():
    together.wait()
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)

other = threading.Thread(target=ask)
other.start()
ask()
other.join()
print("both asked")
"""


def test_two_threads_may_ask_for_every_class() -> None:
    done = subprocess.run([sys.executable, "-c", TWO_THREADS_ASK], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "both asked\n"), done.stderr


def test_it_is_said_again_when_nothing_is_left_to_make(qtbot: QtBot) -> None:
    owner = QObject()
    classes = QtClasses(owner)
    for _ in range(2):
        with qtbot.waitSignal(classes.made):
            classes.make()


def test_of_modules_that_are_still_to_be_loaded_the_files_are_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "PySide6.QtSql" not in sys.modules
    monkeypatch.setattr(qt_classes, "_MODULES", ("QtCore", "QtSql", "QtOfNobody"))
    names = [path.name for path in qt_classes._files()]
    assert any(name.startswith("QtSql.") for name in names)
    assert not any("QtCore" in name for name in names), "it is loaded"
    qt_classes.read_libraries()
    assert "PySide6.QtSql" not in sys.modules, "only read, not loaded: that is for the window's thread"
