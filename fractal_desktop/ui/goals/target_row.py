"""One target of a goal, as a row in its editor."""

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QWidget

from fractal_desktop.domain.library import LibraryNames
from fractal_desktop.domain.target import Target, TargetKind
from fractal_desktop.domain.target_progress import TargetProgress
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.goals.target_words import title_of, wanted_text
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import IconLabel, LinkButton, ToolIconButton, text_label

_BAR_WIDTH = 96
_BESIDE_ICON, _LINK_PADDING = 8, 5
"""The words of a link begin so far inside it; here they stand below other words."""


class TargetRow(QWidget):
    """One target; its buttons change it, take it away, and lead to the session that reached it."""

    edit_asked = Signal()
    remove_asked = Signal()
    session_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session_id = ""
        self._icon = IconLabel(icon("target", "muted"))
        self._name = text_label(weight="medium", wrap=True)
        self._wanted = text_label(tone="muted", scale="secondary", wrap=True)
        self._bar = QProgressBar()
        self._standing = text_label(" ", scale="secondary", wrap=True)
        self._session = LinkButton(tr("Show the session"))
        self._edit = ToolIconButton(icon("edit", "muted"), tr("Edit target"), size=28)
        self._remove = ToolIconButton(icon("close", "muted"), tr("Remove target"), size=28)
        self._build()
        self._edit.clicked.connect(self.edit_asked)
        self._remove.clicked.connect(self.remove_asked)
        self._session.clicked.connect(self._on_session)

    def show_target(self, target: Target, names: LibraryNames, *, writing: bool) -> None:
        """Show what is asked for."""
        title = title_of(target, names)
        self._name.setText(title)
        self._name.setToolTip(target.description)
        self._wanted.setText(wanted_text(target, names, QLocale()))
        self._edit.setVisible(writing and target.kind is not TargetKind.UNKNOWN)
        self._edit.setAccessibleName(tr("Edit target {name}").format(name=title))
        self._remove.setVisible(writing)
        self._remove.setAccessibleName(tr("Remove target {name}").format(name=title))

    def show_progress(self, progress: TargetProgress | None, standing: str) -> None:
        """Show how far it is; None while that is not known."""
        reached = progress is not None and progress.reached
        self._icon.set_icon(icon("check-circle", "accent") if reached else icon("target", "muted"))
        self._bar.setValue(round(progress.fraction * 1000) if progress is not None else 0)
        self._bar.setAccessibleName(standing)
        self._standing.setText(standing or " ")
        set_look(self._standing, tone="accent" if reached else "muted")
        self._session_id = str(progress.session_id) if progress is not None and progress.session_id is not None else ""
        self._session.setVisible(bool(self._session_id))

    def _build(self) -> None:
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._session.setProperty("scale", "secondary")
        self._session.hide()
        standing = QHBoxLayout()
        standing.setSpacing(10)
        standing.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        standing.addWidget(self._standing, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self._edit)
        buttons.addWidget(self._remove)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_BESIDE_ICON)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._icon, 0, 0)
        grid.addWidget(self._name, 0, 1)
        grid.addLayout(buttons, 0, 2, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._wanted, 1, 1)
        grid.addLayout(standing, 2, 1, 1, 2)
        door = QHBoxLayout()
        door.setContentsMargins(self._icon.sizeHint().width() + _BESIDE_ICON - _LINK_PADDING, 0, 0, 0)
        door.addWidget(self._session, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addLayout(door, 3, 0, 1, 2)
        grid.setColumnStretch(1, 1)

    @Slot()
    def _on_session(self) -> None:
        self.session_chosen.emit(self._session_id)
