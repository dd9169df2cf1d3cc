"""The field for a goal's deadline: typed, picked from a calendar, or taken away."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.ui.goals.dates import date_text, distance_text, parse_date
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import ToolIconButton, text_label
from fractal_desktop.ui.widgets.calendar_popup import CalendarPopup
from fractal_desktop.ui.widgets.field_frame import FieldFrame, FieldLook


class DeadlineField(QWidget):
    """A date or none, with a line below that says how far away it is, or why what was typed is no date.

    `date_chosen` comes on Enter, on leaving the field and from the calendar, and only with another date than the one shown.
    """

    date_chosen = Signal(object)

    def __init__(
        self, today: Callable[[], date], first_weekday: Callable[[], int], passage: QObject, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._first_weekday = first_weekday
        self._date: date | None = None
        self._completed = False
        self._read_only = False
        self._calendar: CalendarPopup | None = None
        self._build()
        self._edit.installEventFilter(passage)
        self._edit.installEventFilter(self)
        self._edit.editingFinished.connect(self.commit)
        self._edit.textEdited.connect(self._on_typed)

    @property
    def is_wrong(self) -> bool:
        """Return whether what is typed is no date; the line below says so."""
        return self._error

    def show_date(self, day: date | None, completed: bool, read_only: bool) -> None:
        """Show a stored deadline; what is being typed stays."""
        self._completed, self._read_only = completed, read_only
        self._edit.setReadOnly(read_only)
        for button in (self._open, self._clear):
            button.setVisible(not read_only)
        if day != self._date or not self._edit.isModified():
            self._date = day
            self._rewrite()

    @Slot()
    def commit(self) -> None:
        """Take over what was typed, if it is a date or nothing."""
        if not self._edit.isModified() or self._read_only:
            return
        text = self._edit.text().strip()
        day = parse_date(text, QLocale(), self._today()) if text else None
        if text and day is None:
            self._show_error(self.tr("Write a date like {example}.").format(example=date_text(self._today(), QLocale())))
            return
        self._choose(day)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the focus border with the text's focus; Escape takes back what was typed, Down opens the calendar."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_look()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self._edit.isModified():
                self._rewrite()
                return True
            if event.key() == Qt.Key.Key_Down and not self._read_only:
                self._open_calendar()
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        self._edit = QLineEdit()
        self._edit.setProperty("kind", "bare")
        self._edit.setPlaceholderText(self.tr("None"))
        self._edit.setAccessibleName(self.tr("Deadline"))
        self._clear = ToolIconButton(icon("close", "muted"), self.tr("Remove deadline"), size=24)
        self._open = ToolIconButton(icon("calendar"), self.tr("Open calendar"), size=28)
        self._clear.clicked.connect(self._on_cleared)
        self._open.clicked.connect(self._open_calendar)
        self._frame = FieldFrame(32)
        self._frame.setFixedWidth(190)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(10, 0, 2, 0)
        row.setSpacing(0)
        row.addWidget(self._edit, 1)
        row.addWidget(self._clear)
        row.addWidget(self._open)
        self._below = text_label(" ", scale="secondary", tone="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        label = text_label(self.tr("Deadline"), scale="secondary", tone="muted")
        label.setBuddy(self._edit)
        for widget in (label, self._frame, self._below):
            column.addWidget(widget)
        self.setFocusProxy(self._edit)

    def _rewrite(self) -> None:
        self._edit.setText(date_text(self._date, QLocale()) if self._date else "")
        self._edit.setModified(False)
        self._show_state()

    def _show_state(self) -> None:
        overdue = self._date is not None and not self._completed and self._date < self._today()
        text = distance_text(self._date, self._today()) if self._date is not None and not self._completed else " "
        self._below.setText(text)
        set_look(self._below, tone="danger" if overdue else "muted")
        self._edit.setAccessibleDescription(text.strip())
        self._clear.setVisible(self._date is not None and not self._read_only)
        self._error = False
        self._show_look()

    def _show_error(self, sentence: str) -> None:
        self._below.setText(sentence)
        set_look(self._below, tone="danger")
        self._edit.setAccessibleDescription(sentence)
        self._error = True
        self._show_look()

    def _show_look(self) -> None:
        self._frame.set_look(FieldLook(focus=self._edit.hasFocus(), error=self._error, read_only=self._read_only))

    def _choose(self, day: date | None) -> None:
        changed = day != self._date
        self._date = day
        self._rewrite()
        if changed:
            self.date_chosen.emit(day)

    @Slot()
    def _on_typed(self) -> None:
        if self._error:
            self._show_state()

    @Slot()
    def _on_cleared(self) -> None:
        self._choose(None)
        self._edit.setFocus()

    @Slot()
    def _open_calendar(self) -> None:
        if self._calendar is None:
            self._calendar = CalendarPopup(self, self.tr("Today"))
            self._calendar.day_picked.connect(self._choose)
            self._calendar.now_asked.connect(self._on_today)
            self._calendar.clear_asked.connect(self._on_cleared)
        first = Qt.DayOfWeek(self._first_weekday() + 1)
        chosen = self._date or self._today()
        self._calendar.open_below(self._frame, chosen, self._today(), first, clearable=self._date is not None)

    @Slot()
    def _on_today(self) -> None:
        self._choose(self._today())
