"""A field for a day, with a calendar."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QToolButton, QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets.calendar_popup import CalendarPopup
from fractal_desktop.ui.widgets.field_frame import FieldFrame, FieldLook


class DayField(FieldFrame):
    """Shows a day in the locale's short form; it can be typed, stepped by arrow keys, or picked from a calendar."""

    day_edited = Signal(object)
    """A person chose another date."""

    def __init__(self, name: str, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._today = today
        self._first_day = Qt.DayOfWeek.Monday
        self._edit = QDateEdit(QDate(today.year, today.month, today.day))
        self._edit.setAccessibleName(name)
        self._popup: CalendarPopup | None = None
        self._build(name)

    @property
    def day(self) -> date:
        """Return the day it shows."""
        shown = self._edit.date()
        return date(shown.year(), shown.month(), shown.day())

    def set_day(self, day: date) -> None:
        """Show a day, without a signal."""
        with QSignalBlocker(self._edit):
            self._edit.setDate(QDate(day.year, day.month, day.day))

    def set_calendar(self, today: date, first_weekday: int) -> None:
        """Tell the calendar what day it is and where weeks begin (0 is Monday)."""
        self._today = today
        self._first_day = Qt.DayOfWeek(first_weekday + 1)

    def set_error(self, error: bool) -> None:
        """Mark the day as one that cannot be."""
        self.set_look(FieldLook(focus=self._edit.hasFocus(), error=error))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.set_look(FieldLook(focus=event.type() == QEvent.Type.FocusIn, error=self.look().error))
        return super().eventFilter(watched, event)

    def _build(self, name: str) -> None:
        self._edit.setDisplayFormat(_format())
        self._edit.setFrame(False)
        self._edit.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)
        self._edit.setDateRange(QDate(1, 1, 1), QDate(9999, 12, 31))
        self._edit.installEventFilter(self)
        self._edit.dateChanged.connect(self._on_date_changed)
        button = QToolButton()
        button.setIcon(icon("calendar", "muted"))
        button.setAccessibleName(tr("Calendar: {name}").format(name=name))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._open_calendar)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 1, 3, 1)
        row.setSpacing(2)
        row.addWidget(self._edit)
        row.addWidget(button)

    @Slot(QDate)
    def _on_date_changed(self, _day: QDate) -> None:
        self.day_edited.emit(self.day)

    @Slot()
    def _open_calendar(self) -> None:
        if self._popup is None:
            self._popup = CalendarPopup(self)
            self._popup.day_picked.connect(self._pick)
            self._popup.now_asked.connect(self._pick_today)
        self._popup.open_below(self, self.day, self._today, self._first_day, clearable=False)

    @Slot(object)
    def _pick(self, day: date) -> None:
        self._edit.setDate(QDate(day.year, day.month, day.day))

    @Slot()
    def _pick_today(self) -> None:
        self._pick(self._today)


def _format() -> str:
    """Return the locale's short form with the whole year: of two figures nobody knows the century."""
    short = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    if QLocale().language() == QLocale.Language.C:  # a form that nobody writes
        return "yyyy-MM-dd"
    return short if "yyyy" in short else short.replace("yy", "yyyy")
