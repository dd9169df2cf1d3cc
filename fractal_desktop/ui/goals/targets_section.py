"""The targets of a goal in its editor: what each asks for, how far it is, and the way to change it."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId, TargetId
from fractal_desktop.domain.library import LibraryNames
from fractal_desktop.domain.target import Target
from fractal_desktop.domain.target_progress import TargetProgress
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.goals.goal_reading import GoalReading, GoalTargets
from fractal_desktop.ui.goals.target_dialog import TargetDialog, TargetPlace
from fractal_desktop.ui.goals.target_row import TargetRow
from fractal_desktop.ui.goals.target_words import standing_text, title_of
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import Card, LinkButton, text_label

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class TargetsSection(QWidget):
    """The targets below each other, with a door to a new one; where nothing may be written and there are none it is not there."""

    session_chosen = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._reading: GoalReading | None = None
        self._targets: GoalTargets | None = None
        self._rows: dict[TargetId, TargetRow] = {}
        self._card = Card()
        self._add = LinkButton(tr("Add target"), icon("plus", "accent"))
        self._build()
        self._add.clicked.connect(self._on_add)

    def show_reading(self, reading: GoalReading) -> None:
        """Show the targets of this goal; how far they are stays as it was until it is known."""
        self._reading = reading
        writing = self._context.can_write
        self._add.setVisible(writing)
        self._card.setVisible(bool(reading.targets))
        self.setVisible(writing or bool(reading.targets))
        self._arrange(reading.targets)
        for target in reading.targets:
            self._rows[target.id].show_target(target, reading.names, writing=writing)
        self._show_progress()

    def show_progress(self, targets: GoalTargets) -> None:
        """Show how far the targets are."""
        self._targets = targets
        self._show_progress()

    def _build(self) -> None:
        heading = QHBoxLayout()
        heading.addWidget(text_label(tr("Targets"), scale="section"))
        heading.addStretch(1)
        heading.addWidget(self._add)
        self._card.body.setSpacing(16)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(heading)
        column.addWidget(self._card)

    def _arrange(self, targets: tuple[Target, ...]) -> None:
        """Keep the rows of targets that stay, so that the focus does, and put all in their order."""
        ids = [target.id for target in targets]
        for gone in [target_id for target_id in self._rows if target_id not in ids]:
            row = self._rows.pop(gone)
            row.hide()
            row.deleteLater()
        for place, target_id in enumerate(ids):
            if target_id not in self._rows:
                self._rows[target_id] = self._new_row(target_id)
            self._card.body.insertWidget(place, self._rows[target_id])

    def _new_row(self, target_id: TargetId) -> TargetRow:
        row = TargetRow(self._card)
        row.edit_asked.connect(partial(self._edit, target_id))
        row.remove_asked.connect(partial(self._remove, target_id))
        row.session_chosen.connect(self.session_chosen)
        return row

    def _show_progress(self) -> None:
        reading = self._reading
        if reading is None:
            return
        found = self._progress()
        for target in reading.targets:
            progress = found.get(target.id)
            words = standing_text(progress, reading.names, QLocale(), self._context.today()) if progress is not None else ""
            self._rows[target.id].show_progress(progress, words)

    def _progress(self) -> Mapping[TargetId, TargetProgress]:
        if self._targets is None or self._reading is None or self._targets.goal_id != self._reading.goal.id:
            return {}
        return {progress.target.id: progress for progress in self._targets.progress}

    @Slot()
    def _on_add(self) -> None:
        self._ask(None)

    def _edit(self, target_id: TargetId) -> None:
        if self._reading is not None:
            self._ask(next(target for target in self._reading.targets if target.id == target_id))

    def _ask(self, target: Target | None) -> None:
        if self._reading is not None:
            place = TargetPlace(self._reading.goal.id, self._reading.root_id, target)
            self._context.read(self, "names", _names, partial(self._open, place))

    def _open(self, place: TargetPlace, names: LibraryNames) -> None:
        TargetDialog(self._context, place, names, self).open()

    def _remove(self, target_id: TargetId) -> None:
        if self._reading is not None:
            row = next(target for target in self._reading.targets if target.id == target_id)
            name = title_of(row, self._reading.names)
            self._context.write(self, partial(_remove, self._reading.goal.id, target_id), partial(self._say_removed, name))

    def _say_removed(self, name: str, change: Change) -> None:
        if not change.note:
            self._context.notify(tr("Removed target “{name}”").format(name=name), undoable=True)


def _names(workspace: "Workspace") -> LibraryNames:
    return workspace.practice.library()


def _remove(goal_id: GoalId, target_id: TargetId, workspace: "Workspace") -> Change:
    return workspace.goals.remove_target(goal_id, target_id)
