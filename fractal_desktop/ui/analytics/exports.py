"""Saves what the page shows to files that a person names."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from fractal_desktop.services.exports import write_whole
from fractal_desktop.ui.analytics.chart_card import ChartCard, ExportKind
from fractal_desktop.ui.analytics.csv_text import csv_text
from fractal_desktop.ui.analytics.pictures import card_png, card_svg
from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.places import free_place, nearest_folder

_FOLDER_KEY = "analytics/folder"
_NO_FILE_NAME = re.compile(r"[^\w\-–. ]+")


class Exports(QObject):
    """Asks where to, without holding anything up, and writes off the window's thread; says what became of it."""

    def __init__(self, context: AppContext, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    def save_card(self, card: ChartCard, kind: ExportKind) -> None:
        """Ask where to save a card to, and save it as it is shown then."""
        self.ask_place(card.measure, kind.value, partial(self._save_card, card, kind))

    def ask_place(self, name: str, suffix: str, then: Callable[[Path], None]) -> None:
        """Ask for a file of a kind, beside what was saved last, and call `then` with its path once one is named.

        The question is the page's, not the window's: it goes with the page when another file is opened behind it.
        """
        remembered = self._context.settings.text(_FOLDER_KEY)
        folder = nearest_folder(Path(remembered) / "x") if remembered else Path.home()
        place = free_place(folder / f"{_file_name(name)}.{suffix}")
        kind, pattern = suffix.upper(), f"{suffix.upper()} (*.{suffix})"
        dialog = QFileDialog(self._page, tr("Save as {kind}").format(kind=kind), str(place), pattern)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.fileSelected.connect(partial(self._on_place_chosen, then))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, path: Path, content: bytes) -> None:
        """Write a file whole, off the window's thread, and say so, or why not."""
        self._context.worker.run(self, partial(write_whole, path, content), partial(self._on_written, path), self._context.show_error)

    def _on_place_chosen(self, then: Callable[[Path], None], place: str) -> None:
        self._context.settings.set_text(_FOLDER_KEY, str(Path(place).parent))
        then(Path(place))

    def _save_card(self, card: ChartCard, kind: ExportKind, path: Path) -> None:
        self.write(path, _card_content(card, kind))

    def _on_written(self, path: Path, _nothing: object) -> None:
        self._context.notify(tr("Saved “{name}”").format(name=path.name))


def _card_content(card: ChartCard, kind: ExportKind) -> bytes:
    if kind is ExportKind.PNG:
        return card_png(card)
    if kind is ExportKind.SVG:
        return card_svg(card, f"{card.accessibleName()}. {card.measure}")
    return csv_text(card.table()).encode()


def _file_name(name: str) -> str:
    """Return a name without what a file's name cannot hold."""
    return " ".join(_NO_FILE_NAME.sub(" ", name).split())[:80] or "Fractal"
