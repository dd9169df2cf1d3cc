"""What would be if: other hours a week, some weeks off, another deadline. Nothing of it is stored."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget
from typing_extensions import override

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import counted, tr
from fractal_desktop.ui.goals.deadline_field import DeadlineField
from fractal_desktop.ui.widgets import text_label

if TYPE_CHECKING:
    from fractal_desktop.domain.forecast import WhatIf
    from fractal_desktop.services.forecast import GoalPace

_STEP_SECONDS = 15 * 60
_LEAST_RANGE_SECONDS = 10 * 3600
_MOST_WEEKS_OFF = 26
_LEAST_SLIDER, _VALUE_WIDTH, _BETWEEN = 160, 96, 12
"""Where a slider would be shorter than this, it stands below its name: its steps would be less than a pixel."""


class WhatIfFields(QWidget):
    """Two sliders and a date; as long as a slider was not moved, the user's own weeks hold."""

    changed = Signal()

    def __init__(self, context: AppContext, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mean_seconds = 0
        self._is_moved = False
        self._hours = _slider(tr("Hours a week"))
        self._off = _slider(tr("Weeks off"))
        self._off.setRange(0, _MOST_WEEKS_OFF)
        self._deadline = DeadlineField(context.today, lambda: context.first_weekday, passage)
        self._new_deadline: date | None = None
        self._hours_text, self._off_text = text_label(), text_label()
        self._rows: tuple[tuple[QLabel, QSlider, QLabel], ...] = (
            (text_label(tr("Hours a week"), tone="muted"), self._hours, self._hours_text),
            (text_label(tr("Weeks off"), tone="muted"), self._off, self._off_text),
        )
        self._grid = QGridLayout(self)
        self._stands_below: bool | None = None
        self._build()
        self._hours.valueChanged.connect(self._on_hours)
        self._off.valueChanged.connect(self._on_off)
        self._deadline.date_chosen.connect(self._on_deadline)
        self.hide()

    @property
    def tried(self) -> "WhatIf":
        """Return what the sliders say."""
        from fractal_desktop.domain.forecast import WhatIf

        return WhatIf(self._hours.value() * _STEP_SECONDS if self._is_moved else None, self._off.value())

    @property
    def deadline(self) -> date | None:
        """Return the deadline to be tried, None for the goal's own."""
        return self._new_deadline

    def show_pace(self, pace: "GoalPace") -> None:
        """Take the mean of the weeks that were as the place to begin at, and the goal's own deadline."""
        self._mean_seconds = sum(pace.weeks) // len(pace.weeks) if pace.weeks else 0
        if not self._is_moved:
            with QSignalBlocker(self._hours):
                self._hours.setRange(1, max(3 * self._mean_seconds, _LEAST_RANGE_SECONDS) // _STEP_SECONDS)
                self._hours.setValue(round(self._mean_seconds / _STEP_SECONDS))
        if self._new_deadline is None:
            self._deadline.show_date(None if pace.aim is None else pace.aim.deadline, completed=False, read_only=False)
        self._tell()

    def reset(self) -> None:
        """Forget what was tried."""
        self._is_moved = False
        self._new_deadline = None
        with QSignalBlocker(self._off):
            self._off.setValue(0)
        self._tell()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(event.size().width())

    def _build(self) -> None:
        self._grid.setContentsMargins(0, 4, 0, 8)
        self._grid.setHorizontalSpacing(_BETWEEN)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        for _, _, text in self._rows:
            text.setMinimumWidth(_VALUE_WIDTH)
        self._grid.addWidget(self._deadline, 2 * len(self._rows), 0, 1, 3)
        self._place(self.width())

    def _place(self, width: int) -> None:
        """Put each slider between its name and its value, or below both where it would be too short."""
        names = max(name.sizeHint().width() for name, _, _ in self._rows)
        values = max(_VALUE_WIDTH, *(text.sizeHint().width() for _, _, text in self._rows))
        below = width < names + values + 2 * _BETWEEN + _LEAST_SLIDER
        if below == self._stands_below:
            return
        self._stands_below = below
        for row, (name, slider, text) in enumerate(self._rows):
            for widget in (name, slider, text):
                self._grid.removeWidget(widget)
            self._grid.addWidget(name, 2 * row, 0)
            self._grid.addWidget(text, 2 * row, 2)
            text.setAlignment(Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if below else Qt.AlignmentFlag.AlignLeft))
            if below:
                self._grid.addWidget(slider, 2 * row + 1, 0, 1, 3)
            else:
                self._grid.addWidget(slider, 2 * row, 1)

    def _tell(self) -> None:
        moved = hours_minutes(self._hours.value() * _STEP_SECONDS)
        self._hours_text.setText(moved if self._is_moved else tr("{time}, as it was").format(time=hours_minutes(self._mean_seconds)))
        self._off_text.setText(counted(self._off.value(), "1 week", "{n} weeks") if self._off.value() else tr("none"))

    @Slot()
    def _on_hours(self) -> None:
        self._is_moved = True
        self._tell()
        self.changed.emit()

    @Slot()
    def _on_off(self) -> None:
        self._tell()
        self.changed.emit()

    @Slot(object)
    def _on_deadline(self, day: date | None) -> None:
        self._new_deadline = day
        self._deadline.show_date(day, completed=False, read_only=False)
        self.changed.emit()


def _slider(name: str) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setAccessibleName(name)
    slider.setPageStep(4)
    return slider
