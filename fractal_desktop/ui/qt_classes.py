"""All classes of Qt, made on the window's thread before another thread loads modules that name them.

PySide makes a class when it is asked for first, and takes it from a list that no lock protects: two threads that do so at the same
time crash the program, be it that one only paints for the first time what it has not painted before. pyqtgraph asks for every class
that there is. Once all are made, nothing is left for threads to quarrel about.
"""

import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal, Slot

_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtTest", "QtOpenGL", "QtOpenGLWidgets")
"""Those that pyqtgraph loads; what it can do without may be missing."""
_SLICE_SECONDS = 0.002
"""Some 700 classes take a tenth of a second and more: made at once, that would be felt."""
_PAUSE_MS, _PAINTED_AFTER_MS = 1, 10


class QtClasses(QObject):
    """Makes them a few at a time, in turns of the event loop."""

    made = Signal()
    """All are made."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._turn = QTimer(self)  # as a child it ends with its owner
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._make_some)

    def make(self) -> None:
        """Begin once what is being shown is painted; `made` comes in a later turn even if there is nothing left to do."""
        self._turn.start(_PAINTED_AFTER_MS)

    @Slot()
    def _make_some(self) -> None:
        end = perf_counter() + _SLICE_SECONDS
        for _ in _unmade:
            if perf_counter() >= end:
                self._turn.start(_PAUSE_MS)
                return
        self.made.emit()


def read_libraries() -> None:
    """Have the system read the files of these modules, so that to load them, later, waits for no disk; may run on any thread.

    A disk that is busy with a large database took up to 0.2 s for them, on the window's thread.
    """
    for path in _files():
        with suppress(OSError), path.open("rb", buffering=0) as file:
            while file.read(1 << 20):
                pass


def _files() -> Iterator[Path]:
    """Yield those of each module that is not loaded and of what it binds, wherever they lie; where none is found, nothing is read ahead."""
    for name in _MODULES:
        if f"PySide6.{name}" in sys.modules:
            continue
        with suppress(ImportError, ValueError):
            spec = find_spec(f"PySide6.{name}")
            if spec is not None and spec.origin is not None:
                yield Path(spec.origin)
                for folder in (Path(spec.origin).parent, Path(spec.origin).parent / "Qt" / "lib"):
                    yield from folder.glob(f"*Qt6{name.removeprefix('Qt')}.[ds]*")


def _make_all() -> Iterator[None]:
    for name in _MODULES:
        try:
            module = import_module(f"PySide6.{name}")
        except ImportError:
            continue
        yield
        for each in dir(module):
            getattr(module, each)
            yield


_unmade = _make_all()
"""Makes one class, or loads one module, with each step, wherever the last one stopped."""
