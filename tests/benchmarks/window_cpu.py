"""Print the CPU seconds of this process until a window is painted: `program FILE`, the program with a file, or `bare`, a QMainWindow."""

import json
import os
import resource
import sys
from pathlib import Path


def tell() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"cpu_seconds": used.ru_utime + used.ru_stime}), flush=True)
    os._exit(0)


def show_program(file: Path) -> None:
    from PySide6.QtCore import Slot

    from fractal_desktop.app import Options, Program
    from fractal_desktop.ui.theme import application

    class Painted(Program):
        @Slot()
        def _on_painted(self) -> None:
            tell()

    app = application(sys.argv[:1])
    program = Painted(app, Options(file))
    program.show()
    app.exec()


def show_bare() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    from fractal_desktop.ui.first_paint import FirstPaint

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1400, 900)
    FirstPaint(window).done.connect(tell)
    window.show()
    app.exec()


if __name__ == "__main__":
    show_bare() if sys.argv[1] == "bare" else show_program(Path(sys.argv[2]))
