"""Asks which share of the time each branch is meant to get."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from fractal_desktop.domain.attention import GoalShare, scaled_to_all
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.ui.analytics.words import percent, tr
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets.buttons import LinkButton, PlainButton, PrimaryButton
from fractal_desktop.ui.widgets.dialog import FramedDialog
from fractal_desktop.ui.widgets.labels import ElidedLabel, text_label

_NOBODY_SAID = -1
_MOST_ROWS_SEEN = 9
_MARGIN = 7
_ALL = 100


@dataclass(frozen=True, slots=True)
class Branches:
    """The branches right below a goal (None: the fractals), which is named."""

    parent_id: GoalId | None
    name: str
    branches: tuple[GoalShare, ...]


class SharesDialog(FramedDialog):
    """A field for each branch of one group; "–" means that nobody says. What was typed for another group is saved, too."""

    shares_given = Signal(object)
    """The shares that are others now, by goal: a mapping to a share from 0 to 1, or None."""

    def __init__(self, groups: Sequence[Branches], parent: QWidget) -> None:
        super().__init__(tr("Intended shares"), tr("Which part of the time each branch is meant to get."), parent, width=480)
        self._groups = tuple(groups)
        self._typed: dict[GoalId, int] = {each.goal_id: _whole(each.intended) for group in groups for each in group.branches}
        self._before = dict(self._typed)
        self._fields: dict[GoalId, QSpinBox] = {}
        self._group = QComboBox()
        self._group.setAccessibleName(tr("Time for"))
        self._sum = text_label("", tone="muted", scale="secondary")
        self._scale = LinkButton(tr("Scale to {share}").format(share=percent(1)))
        self._scale.clicked.connect(self._on_scale)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._fill()
        self._show_group(self._first_with_shares())

    def _fill(self) -> None:
        for group in self._groups:
            self._group.addItem(group.name or tr("Goal without a name"))
        self._group.setCurrentIndex(self._first_with_shares())
        self._group.currentIndexChanged.connect(self._show_group)
        if len(self._groups) > 1:
            self._add_group_field()
        self.body.addWidget(self._area)
        below = QHBoxLayout()
        below.addWidget(self._sum, 1)
        below.addWidget(self._scale)
        self.body.addLayout(below)
        cancel = PlainButton(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        save = PrimaryButton(tr("Save"))
        save.clicked.connect(self._on_save)
        self.add_right(cancel)
        self.add_right(save, default=True)

    def _add_group_field(self) -> None:
        label = text_label(tr("Time for"), tone="muted", scale="secondary")
        label.setBuddy(self._group)
        field = QVBoxLayout()
        field.setSpacing(4)
        field.addWidget(label)
        field.addWidget(self._group)
        self.body.addLayout(field)

    def _first_with_shares(self) -> int:
        meant = (place for place, group in enumerate(self._groups) if any(each.intended is not None for each in group.branches))
        return next(meant, 0)

    @Slot(int)
    def _show_group(self, place: int) -> None:
        self._fields.clear()
        page = QWidget()
        page.setProperty("surface", "base")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        branches = self._groups[place].branches
        for row, branch in enumerate(branches):
            field = self._new_field(branch)
            grid.addWidget(ElidedLabel(branch.name or tr("Goal without a name")), row, 0)
            grid.addWidget(_real_label(branch), row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(field, row, 2)
        grid.setRowStretch(len(branches), 1)
        self._area.setWidget(page)
        rows = min(len(branches), _MOST_ROWS_SEEN)
        self._area.setMinimumHeight(page.sizeHint().height() * rows // max(len(branches), 1))
        self._tell()
        next(iter(self._fields.values())).setFocus()

    def _new_field(self, branch: GoalShare) -> QSpinBox:
        field = QSpinBox()
        field.setRange(_NOBODY_SAID, _ALL)
        field.setSpecialValueText("–")
        field.setSuffix(" %")
        field.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)  # a padding in the style sheet moves only the frame
        field.setSingleStep(5)
        field.setAccessibleName(tr("Share of {goal}").format(goal=branch.name))
        field.setValue(self._typed[branch.goal_id])
        field.valueChanged.connect(lambda value, goal_id=branch.goal_id: self._on_typed(goal_id, value))
        self._fields[branch.goal_id] = field
        return field

    def _on_typed(self, goal_id: GoalId, value: int) -> None:
        self._typed[goal_id] = value
        self._tell()

    def _tell(self) -> None:
        total = sum(max(self._typed[goal_id], 0) for goal_id in self._fields)
        self._sum.setText(_sum_words(total))
        set_look(self._sum, tone="warning" if total > _ALL else "muted", weight="strong" if total > _ALL else "")
        self._scale.setVisible(total > _ALL)

    @Slot()
    def _on_scale(self) -> None:
        for field in self._fields.values():
            field.interpretText()
        meant = [field for field in self._fields.values() if field.value() > 0]
        for field, share in zip(meant, scaled_to_all([field.value() for field in meant]), strict=True):
            field.setValue(share)
        meant[0].setFocus()

    @Slot()
    def _on_save(self) -> None:
        for field in self._fields.values():
            field.interpretText()
        changed = {goal_id: value for goal_id, value in self._typed.items() if value != self._before[goal_id]}
        self.accept()
        if changed:
            self.shares_given.emit({goal_id: None if value == _NOBODY_SAID else value / 100 for goal_id, value in changed.items()})


def _whole(share: float | None) -> int:
    return _NOBODY_SAID if share is None else round(share * 100)


def _sum_words(total: int) -> str:
    if total == 0:
        return tr("Nothing is meant for any of them yet.")
    if total == _ALL:
        return tr("Together {sum}").format(sum=percent(1))
    text = tr("Together {sum}: {rest} too much") if total > _ALL else tr("Together {sum}, {rest} are left")
    return text.format(sum=percent(total / _ALL), rest=percent(abs(total - _ALL) / _ALL))


def _real_label(branch: GoalShare) -> QLabel:
    words = "" if branch.real is None else tr("now {share}").format(share=percent(branch.real))
    return text_label(words, tone="muted", scale="secondary")
