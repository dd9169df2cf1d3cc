"""What can still be read of a damaged file is put into a new one."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.services.salvage import SalvageReport, salvage_file, salvage_findings
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.database.entries import Entry, EntryList, Mark
from fractal_desktop.ui.database.task_dialog import Ask, TaskDialog, Tell
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.places import place_text
from fractal_desktop.ui.widgets import PlainButton, PrimaryButton


class SalvageDialog(TaskDialog):
    """Begins at once; shows what is lost, and offers to open the new file."""

    open_requested = Signal(object)
    """Open the file at this path; the dialog has closed."""

    def __init__(self, worker: Worker, path: Path, target: Path, parent: QWidget | None = None) -> None:
        super().__init__(worker, self.tr("Salvage {name}").format(name=path.name), "", parent)
        self.set_heading(self.windowTitle(), self.tr("Into {place}").format(place=place_text(target)))
        self._path = path
        self._target = target
        self.body.addWidget(self.progress)
        self._close = PlainButton(self.tr("Done"))
        self._close.clicked.connect(self.accept)
        self._close.hide()
        self._open = PrimaryButton(self.tr("Open the new file"))
        self._open.clicked.connect(self._on_open)
        self._open.hide()
        self.add_right(self.cancel_button)
        self.add_right(self._close)
        self.add_right(self._open, default=True)
        self.say(self.tr("The damaged file is only read."))
        self.progress.set_progress(self.tr("Salvaging"), "", 0)
        self.run_task(partial(_salvage, path, target), self._on_salvaged)

    def _on_salvaged(self, report: SalvageReport) -> None:
        title = self.tr("{name} could be read whole") if report.is_whole else self.tr("{name} is salvaged in part")
        sign, tone = (icon("check", "accent"), "") if report.is_whole else (icon("warning", "warning"), "warning")
        self.set_heading(title.format(name=self._path.name), self.tr("Now in {place}").format(place=place_text(self._target)), sign, tone)
        found = EntryList()
        for each in salvage_findings(report):
            found.add(Entry(Mark.DONE if each.is_whole else Mark.LOOK, each.sentence))
        if not report.is_whole:
            found.add(Entry(Mark.INFO, self.tr("A good backup may hold more: compare before you delete anything.")))
        self.body.addWidget(found)
        self.say("")
        self.cancel_button.hide()
        self._close.show()
        self._open.show()
        self._open.setFocus()

    @Slot()
    def _on_open(self) -> None:
        self.accept()
        self.open_requested.emit(self._target)


def _salvage(path: Path, target: Path, tell: Tell, stopped: Ask) -> SalvageReport:
    return salvage_file(path, target, tell, stopped)
