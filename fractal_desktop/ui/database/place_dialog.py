"""Says, once, that a file lies where other computers write too, and what is safer."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.services.places import SharedFolder
from fractal_desktop.ui.database.entries import Entry, EntryList, Mark
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, text_label


class PlaceDialog(FramedDialog):
    """Offers a copy on this computer, and backups in the shared folder. Escape closes it and leaves all as it is."""

    copy_requested = Signal()
    """Go on with a copy elsewhere."""
    backups_requested = Signal()
    """Let backups go into the shared folder."""

    def __init__(self, file: Path, shared: SharedFolder, *, backups_there: bool, parent: QWidget | None = None) -> None:
        """`backups_there` says that backups go into that folder already."""
        title = self.tr("{name} lies in a folder that {program} syncs") if shared.by else self.tr("{name} lies on a network")
        super().__init__("", "", parent, width=580)
        self.set_heading(title.format(name=file.name, program=shared.by), "", icon("warning", "warning"), "warning")
        self._shared = shared
        self.body.addWidget(text_label(self._words(), wrap=True))
        self.body.addWidget(self._choices(backups_there))
        stay = PlainButton(self.tr("Leave it there"))
        stay.clicked.connect(self.reject)
        self.add_right(stay, default=True)
        stay.setFocus()

    def _words(self) -> str:
        if self._shared.by:
            return self.tr(
                "While you practise, a sync program may take a half-written file along, or put the version of another computer in its"
                " place, and with it your edits are gone. The file is safer on this computer alone, with its backups in the synced folder:"
                " these are whole and never change."
            )
        return self.tr(
            "Over a network a connection that breaks, or two computers that write at once, can damage the file. It is safer on this"
            " computer, with its backups over there: these are whole and never change."
        )

    def _choices(self, backups_there: bool) -> EntryList:
        choices = EntryList()
        entry = choices.add(Entry(Mark.FILE, self.tr("Go on with a copy on this computer"), self.tr("This one stays where it is.")))
        entry.add_door(self.tr("Open a copy…")).clicked.connect(self._copy)
        if not backups_there:
            entry = choices.add(Entry(Mark.BACK, self.tr("Keep backups there"), self._shared.path.name or str(self._shared.path)))
            entry.add_door(self.tr("Keep them there")).clicked.connect(self._keep)
        return choices

    @Slot()
    def _copy(self) -> None:
        self.accept()
        self.copy_requested.emit()

    @Slot()
    def _keep(self) -> None:
        self.accept()
        self.backups_requested.emit()
