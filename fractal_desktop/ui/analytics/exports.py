"""Saves what the page shows to files that a person names."""

import re
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be saved: a name to offer, what kind of file, and what makes its contents once a place is chosen."""

    name: str
    suffix: str
    content: Callable[[], bytes]


class Exports(QObject):
    """Asks where to, without holding anything up, and writes off the window's thread; says what became of it."""

    def __init__(self, context: AppContext, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    def save_card(self, card: ChartCard, kind: ExportKind) -> None:
        """Ask where to save a card to, and save it as it is shown then."""
        self.save(Export(card.measure, kind.value, partial(_card_content, card, kind)))

    def save(self, export: Export) -> None:
        """Ask where to save something to, beside what was saved last, and save it."""
        remembered = self._context.settings.text(_FOLDER_KEY)
        folder = nearest_folder(Path(remembered) / "x") if remembered else Path.home()
        place = free_place(folder / f"{_file_name(export.name)}.{export.suffix}")
        pattern = f"{export.suffix.upper()} (*.{export.suffix})"
        dialog = QFileDialog(self._page.window(), tr("Save as {kind}").format(kind=export.suffix.upper()), str(place), pattern)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(export.suffix)
        dialog.fileSelected.connect(partial(self._write, export))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write(self, export: Export, place: str) -> None:
        path = Path(place)
        self._context.settings.set_text(_FOLDER_KEY, str(path.parent))
        task = partial(write_whole, path, export.content())
        self._context.worker.run(self, task, partial(self._on_written, path), self._context.show_error)

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
