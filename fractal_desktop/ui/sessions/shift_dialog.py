"""Asks by how much sessions are to lie earlier or later."""

from datetime import datetime, timedelta

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fractal_desktop.domain.practice_session import SessionRow
from fractal_desktop.domain.shift import Shift
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.length_field import LengthField
from fractal_desktop.ui.sessions.logged_words import moment_text, span_text
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton, SegmentedControl, text_label

_EARLIER = 0
_USUAL_SECONDS = 3600


class ShiftDialog(FramedDialog):
    """A length and a direction, and what becomes of the first session; `shifted` carries the Shift."""

    shifted = Signal(object)

    def __init__(self, context: AppContext, first: SessionRow, count: int, parent: QWidget) -> None:
        title = self.tr("Shift “{name}”").format(name=first.name)
        if count > 1:
            title = self.tr("Shift {n} sessions").format(n=QLocale().toString(count))
        super().__init__(title, self.tr("Starts, ends and timers move; lengths stay."), parent, width=480)
        self._context = context
        self._first = first
        self._count = count
        self._length = LengthField(self.tr("Days, hours and minutes"), _USUAL_SECONDS)
        self._direction = SegmentedControl((self.tr("Earlier"), self.tr("Later")))
        self._preview = text_label(tone="muted", wrap=True)
        self._build_body()
        self._length.textEdited.connect(self._show_preview)
        self._direction.chosen.connect(self._show_preview)
        self._show_preview()
        self._length.setFocus()
        self._length.selectAll()

    def _build_body(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(text_label(self.tr("By")))
        row.addWidget(self._length)
        row.addWidget(self._direction)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self._preview)
        cancel = PlainButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._go = PrimaryButton(self.tr("Shift"))
        self._go.clicked.connect(self._on_go)
        self.add_right(cancel)
        self.add_right(self._go, default=True)

    @property
    def _shift(self) -> Shift:
        sign = -1 if self._direction.current == _EARLIER else 1
        return Shift(sign * self._length.said.days, sign * self._length.said.seconds)

    @Slot()
    def _show_preview(self) -> None:
        self._go.setEnabled(not self._length.is_wrong and self._length.said != Shift())
        self._preview.setText(self._preview_text())

    def _preview_text(self) -> str:
        if self._length.is_wrong:
            return self.tr("Write a length like 45 min, 1 h 30 min or 2 days.")
        try:
            after = self._when(self._shift.delta(self._first.start or self._first.end, self._context.zone))
        except OverflowError:
            return self.tr("That would lie outside the calendar.")
        text = self.tr("“{name}”: {before} becomes {after}.").format(name=self._first.name, before=self._when(timedelta(0)), after=after)
        more = self._count - 1
        return f"{text} {self.tr('The other {n} move likewise.').format(n=QLocale().toString(more))}" if more else text

    def _when(self, delta: timedelta) -> str:
        zone, today = self._context.zone, self._context.today()
        start, end = self._moved(self._first.start, delta), self._moved(self._first.end, delta)
        if start is not None and end is not None:
            return span_text(start, end, zone, today, QLocale())
        instant = start or end
        return moment_text(instant, zone, today, QLocale()) if instant is not None else self.tr("no time")

    def _moved(self, instant: datetime | None, delta: timedelta) -> datetime | None:
        return instant + delta if instant is not None else None

    @Slot()
    def _on_go(self) -> None:
        shift = self._shift
        self.accept()
        self.shifted.emit(shift)
