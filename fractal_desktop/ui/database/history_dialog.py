"""Which revisions there are, which of them the file has, and since when."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from fractal_desktop.services.schema import Revision
from fractal_desktop.ui.database.entries import Entry, EntryList, Mark
from fractal_desktop.ui.database.texts import moment_text
from fractal_desktop.ui.places import place_text
from fractal_desktop.ui.widgets import FramedDialog, PrimaryButton


class HistoryDialog(FramedDialog):
    """A list to read, the newest revision on top."""

    def __init__(self, path: Path, revisions: tuple[Revision, ...], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("History of {name}").format(name=path.name), place_text(path.parent), parent)
        self.revisions = EntryList()
        for revision in reversed(revisions):
            mark = Mark.DONE if revision.applied else Mark.TO_DO
            adds = self.tr("Adds {what}").format(what=revision.adds)
            self.revisions.add(Entry(mark, f"{revision.title}  ·  {self._state(revision)}", adds, revision.revision))
        self.body.addWidget(self.revisions)
        self.body.addStretch(1)
        close = PrimaryButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        self.add_right(close, default=True)

    def _state(self, revision: Revision) -> str:
        if not revision.applied:
            return self.tr("pending")
        return self.tr("since {moment}").format(moment=moment_text(revision.since)) if revision.since else self.tr("applied")
