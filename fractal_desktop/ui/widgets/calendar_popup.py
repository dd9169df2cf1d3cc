"""A month to pick a day from, as a pop-up below a field."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.ui.tokens import current_tokens
from fractal_desktop.ui.widgets.popup import Popup

_ROUNDING = 6


class MonthView(QCalendarWidget):
    """A calendar in the program's colours: the chosen day filled, today outlined, days of other months muted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = QDate.currentDate()
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.setGridVisible(False)
        self.setMinimumSize(296, 264)
        self.setAccessibleName(self.tr("Calendar"))

    def set_today(self, today: date) -> None:
        """Outline this day."""
        self._today = QDate(today.year, today.month, today.day)
        self.updateCells()

    def renew_colours(self) -> None:
        """Take the colours of the scheme that is shown now."""
        tokens = current_tokens()
        head = QTextCharFormat()
        head.setForeground(QColor(tokens.muted))
        head.setBackground(QColor(tokens.base))
        self.setHeaderTextFormat(head)
        # A weekday's own format would win over the header's, and Qt gives the weekend a red one.
        for weekday in Qt.DayOfWeek:
            self.setWeekdayTextFormat(weekday, QTextCharFormat())

    @override
    def paintCell(self, painter: QPainter, rect: QRect, date: QDate) -> None:
        """Paint one day."""
        tokens = current_tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(rect.width(), rect.height()) - 2
        cell = QRectF(0, 0, max(side, rect.width() - 6), side)
        cell.moveCenter(QRectF(rect).center())
        chosen = date == self.selectedDate()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(rect, QColor(tokens.base))
        if chosen:
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(cell, _ROUNDING, _ROUNDING)
        elif date == self._today:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 1))
            painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), _ROUNDING, _ROUNDING)
        inside = date.month() == self.monthShown()
        painter.setPen(QColor(tokens.on_accent if chosen else tokens.text if inside else tokens.disabled))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.locale().toString(date.day()))
        painter.restore()


class CalendarPopup(Popup):
    """The month with "Now" and, where a value may be taken away, "Clear" below. Closes itself on any choice, Escape or a click outside."""

    day_picked = Signal(object)
    now_asked = Signal()
    clear_asked = Signal()

    def __init__(self, parent: QWidget, now_text: str = "") -> None:
        """Build it; `now_text` names the button for now where a field has no time of day ("Today")."""
        super().__init__(parent)
        self._month = MonthView(self)
        self._now = QPushButton(now_text or self.tr("Now"), self)
        self._clear = QPushButton(self.tr("Clear"), self)
        for button in (self._now, self._clear):
            button.setProperty("kind", "link")
        self._build()
        self._month.clicked.connect(self._pick)
        self._month.activated.connect(self._pick)
        self._now.clicked.connect(self._choose_now)
        self._clear.clicked.connect(self._choose_clear)

    def open_below(self, field: QWidget, chosen: date, today: date, first_day: Qt.DayOfWeek, *, clearable: bool) -> None:
        """Show the month of `chosen` under `field`, or above it where the screen ends."""
        self._month.renew_colours()
        self._month.setLocale(QLocale())
        self._month.setFirstDayOfWeek(first_day)
        self._month.set_today(today)
        self._month.setSelectedDate(QDate(chosen.year, chosen.month, chosen.day))
        self._clear.setVisible(clearable)
        self.adjustSize()
        self.show_below(field)
        self._month.setFocus(Qt.FocusReason.PopupFocusReason)

    def _build(self) -> None:
        footer = QHBoxLayout()
        footer.setContentsMargins(8, 0, 8, 4)
        footer.addWidget(self._now)
        footer.addStretch()
        footer.addWidget(self._clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 5, 5, 5)
        layout.setSpacing(4)
        layout.addWidget(self._month)
        layout.addLayout(footer)

    @Slot(QDate)
    def _pick(self, day: QDate) -> None:
        if self.isVisible():
            self.close()
            self.day_picked.emit(date(day.year(), day.month(), day.day()))

    @Slot()
    def _choose_now(self) -> None:
        self.close()
        self.now_asked.emit()

    @Slot()
    def _choose_clear(self) -> None:
        self.close()
        self.clear_asked.emit()
