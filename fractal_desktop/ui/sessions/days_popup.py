"""Two months below a chip: a period of one's own."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fractal_desktop.ui.sessions.filters import Days
from fractal_desktop.ui.widgets import PrimaryButton, text_label
from fractal_desktop.ui.widgets.calendar_popup import MonthView
from fractal_desktop.ui.widgets.popup import Popup


class DaysPopup(Popup):
    """Two months to choose the first and the last day of a period in."""

    days_picked = Signal(object)

    def __init__(self, days: Days, first_day: Qt.DayOfWeek, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._first = self._month(self.tr("From"), days.first, first_day)
        self._last = self._month(self.tr("To"), days.last, first_day)
        self._apply = PrimaryButton(self.tr("Apply"))
        self._build()
        self._apply.clicked.connect(self._on_apply)

    def open_below(self, anchor: QWidget) -> None:
        """Show it under `anchor`, kept on its screen."""
        self.adjustSize()
        self.show_below(anchor)
        self._first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _month(self, name: str, day: date, first_day: Qt.DayOfWeek) -> MonthView:
        month = MonthView(self)
        month.setAccessibleName(name)
        month.setLocale(QLocale())
        month.setFirstDayOfWeek(first_day)
        month.renew_colours()
        month.setSelectedDate(QDate(day.year, day.month, day.day))
        return month

    def _build(self) -> None:
        months = QHBoxLayout()
        months.setSpacing(12)
        for title, month in ((self.tr("From"), self._first), (self.tr("To"), self._last)):
            column = QVBoxLayout()
            column.setSpacing(4)
            label = text_label(title, tone="muted", scale="secondary")
            label.setContentsMargins(8, 0, 0, 0)
            column.addWidget(label)
            column.addWidget(month)
            months.addLayout(column)
        footer = QHBoxLayout()
        footer.addStretch(1)
        footer.addWidget(self._apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(months)
        column.addLayout(footer)

    @Slot()
    def _on_apply(self) -> None:
        first, last = _day(self._first), _day(self._last)
        self.close()
        self.days_picked.emit(Days(min(first, last), max(first, last)))


def _day(month: MonthView) -> date:
    chosen = month.selectedDate()
    return date(chosen.year(), chosen.month(), chosen.day())
