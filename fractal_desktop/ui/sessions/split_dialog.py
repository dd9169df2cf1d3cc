"""Asks when the second part of a session begins."""

from datetime import datetime

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.logged_words import span_text
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton, text_label
from fractal_desktop.ui.widgets.date_time_editor import DateTimeEditor


class SplitDialog(FramedDialog):
    """One time between start and end, and the two parts in words; `split_at` carries it, aware UTC."""

    split_at = Signal(object)

    def __init__(self, context: AppContext, name: str, start: datetime, end: datetime, parent: QWidget) -> None:
        super().__init__("", parent=parent, width=480)
        self.set_heading(self.tr("Split “{name}”").format(name=name), self.tr("It becomes two sessions; timers stay where they ran."))
        self._context = context
        self._start, self._end = start, end
        middle = (start + (end - start) / 2).replace(second=0, microsecond=0)
        self._at: datetime | None = middle if start < middle < end else start + (end - start) / 2
        self._field = DateTimeEditor(self.tr("The second part begins"), context.zone, context.now)
        self._field.set_first_day(Qt.DayOfWeek(context.first_weekday + 1))
        self._field.set_base(start)
        self._field.set_instant(self._at)
        self._preview = text_label(wrap=True)
        self.body.addWidget(self._field)
        self.body.addWidget(self._preview)
        cancel = PlainButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._go = PrimaryButton(self.tr("Split"))
        self._go.clicked.connect(self._on_go)
        self.add_right(cancel)
        self.add_right(self._go, default=True)
        self._field.instant_edited.connect(self._on_edited)
        self._show_preview()
        self._field.setFocus()

    @Slot(object)
    def _on_edited(self, instant: datetime | None) -> None:
        self._at = instant
        self._show_preview()

    def _is_possible(self) -> bool:
        return self._at is not None and self._start < self._at < self._end

    def _show_preview(self) -> None:
        zone, today, locale = self._context.zone, self._context.today(), QLocale()
        fits = self._is_possible()
        if fits and self._at is not None:
            first = span_text(self._start, self._at, zone, today, locale)
            second = span_text(self._at, self._end, zone, today, locale)
            text = self.tr("Two sessions: {first} and {second}.").format(first=first, second=second)
        else:
            whole = span_text(self._start, self._end, zone, today, locale)
            text = self.tr("It must lie between start and end: {span}.").format(span=whole)
        self._preview.setText(text)
        set_look(self._preview, tone="muted" if fits else "danger")
        self._go.setEnabled(fits)

    @Slot()
    def _on_go(self) -> None:
        self._field.commit()
        if self._is_possible() and not self._field.is_unsettled():
            at = self._at
            self.accept()
            self.split_at.emit(at)
