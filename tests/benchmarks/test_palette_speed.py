"""The palette over many names: from a key to what was found, painted."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenuBar, QWidget
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from fractal_desktop.services.schema import SchemaService
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.actions import Actions
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.palette import Palette
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme, ThemeMode

FEW, MANY = 200, 20_000
FRAME_MS = 1000 / 60
_WORDS = (
    "scales",
    "arpeggio",
    "suite",
    "morning",
    "evening",
    "left",
    "hand",
    "bow",
    "shifting",
    "climbing",
    "hang",
    "route",
    "étude",
    "metronome",
    "relaxed",
    "slow",
    "practice",
)
_TYPED = tuple(word[:end] for word in ("scales", "mlh", "relaxed 1", "xqz") for end in range(1, len(word) + 1))

Open = Callable[[int], Palette]


@pytest.fixture
def palette_over(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Open]:
    """Return a palette over a file with so many goals."""
    opened: list[AppContext] = []
    anchors: list[QWidget] = []
    worker, theme = Worker(), Theme(qapp, ThemeMode.LIGHT)

    def over(goals: int) -> Palette:
        path = tmp_path / f"{goals}.db"
        SchemaService().create(path)
        with closing(sqlite3.connect(path)) as file, file:
            names = [f"{' '.join(_WORDS[(number * step) % len(_WORDS)] for step in (1, 3, 7))} {number}" for number in range(goals)]
            rows = [(str(number), name) for number, name in enumerate(names)]
            file.executemany("INSERT INTO goals (id, name, type, root_id) VALUES (?, ?, 'UltimateGoal', '0')", rows)
        context = AppContext(Settings(tmp_path / f"{goals}.ini"), worker, theme, clock=lambda: datetime(2026, 3, 5, tzinfo=UTC))
        opened.append(context)
        context.set_workspace(Workspace.open(path))
        anchor = QWidget()
        qtbot.addWidget(anchor)
        anchors.append(anchor)
        anchor.show()
        actions = Actions(anchor)
        actions.fill(QMenuBar(anchor))
        palette = Palette(context, actions, anchor)
        palette.open_below(anchor)
        palette.findChildren(QLineEdit)[0].setText("scales")
        qtbot.waitUntil(lambda: palette.lines >= min(goals, 10))
        return palette

    yield over
    for context in opened:
        context.close_workspace()
    worker.close()


def test_twenty_thousand_names(
    palette_over: Open,
    measure: Callable[..., tuple[float, ...]],
    benchmark: BenchmarkFixture,
    within: Callable[[str, float, float], None],
) -> None:
    many, few = (_typing(palette_over(goals)) for goals in (MANY, FEW))
    of_many, of_few = (seconds / len(_TYPED) for seconds in measure(many, few))
    benchmark.extra_info["ms_a_key"] = {"20,000 names": round(of_many * 1000, 2), "200 names": round(of_few * 1000, 2)}
    within("a key, found and painted, times that over 200 names", of_many / of_few, 3)
    within("a key, found and painted, share of a frame", of_many * 1000 / FRAME_MS, 1)


def _typing(palette: Palette) -> Callable[[], None]:
    box = palette.findChildren(QLineEdit)[0]

    def type_all() -> None:
        for text in _TYPED:
            box.setText(text)
            palette.grab()

    return type_all
