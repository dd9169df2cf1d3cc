"""The one editor for a point in time: aware UTC in and out, wall clock of the display zone on the screen."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QLocale, QObject, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.said_days import moment_said
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets.calendar_popup import CalendarPopup
from fractal_desktop.ui.widgets.field_frame import FieldFrame, FieldLook
from fractal_desktop.ui.widgets.instant_line import InstantLine
from fractal_desktop.ui.widgets.instant_text import InstantFormat, Unit
from fractal_desktop.ui.widgets.wall_clock import instant_of, is_repeated, reread, stepped, wall_of


class InstantState(StrEnum):
    """What the field holds: a stored value, nothing, or one that is only proposed (BEHAVIOUR.md section 5)."""

    SET = "set"
    EMPTY = "empty"
    OFFERED = "offered"


class DateTimeEditor(QWidget):
    """A titled field for an instant with seconds, a calendar, and a line below for what there is to say about it.

    Showing a value never changes it: what reads as it did when it was set is that very instant, fraction of a second and
    side of a repeated hour included. `instant_edited` carries what a person made of it, aware UTC or None.
    """

    instant_edited = Signal(object)
    refusal_changed = Signal()
    """What is typed is no longer taken, or is again."""
    remedy_chosen = Signal()

    def __init__(
        self,
        title: str,
        zone: ZoneInfo,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
        *,
        clearable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._zone = zone
        self._now = now
        self._clearable = clearable
        self._format = InstantFormat(QLocale())
        self._state = InstantState.EMPTY
        self._stored: datetime | None = None
        self._current: datetime | None = None
        self._before: tuple[InstantState, datetime | None] = (InstantState.EMPTY, None)
        self._base: datetime | None = None
        self._note_text = ""
        self._error_text = ""
        self._refused = False
        self._read_only = False
        self._first_day = QLocale().firstDayOfWeek()
        self._title = QLabel(title, self)
        self._frame = FieldFrame(parent=self)
        self._line = InstantLine(self._format, self._frame)
        self._use = QPushButton(self.tr("Use"), self._frame)
        self._calendar = QToolButton(self._frame)
        self._note = QLabel(self)
        self._remedy = QPushButton(self)
        self._popup: CalendarPopup | None = None
        self._build(title)
        self._line.textEdited.connect(self._on_typed)
        self._line.editingFinished.connect(self.commit)
        self._line.stepped.connect(self._on_stepped)
        self._line.reverted.connect(self._on_reverted)
        self._use.clicked.connect(self._on_use)
        self._calendar.clicked.connect(self.open_calendar)
        self._remedy.clicked.connect(self.remedy_chosen)
        self._rewrite()

    def instant(self) -> datetime | None:
        """Return what the field means now: None while it is empty, only offers, or cannot be read."""
        return self._current if self._state is InstantState.SET else None

    def is_unsettled(self) -> bool:
        """Return whether the text is not what the value reads as: half typed, senseless or refused."""
        return bool(self._error_text) or self._line.text() != self._text_of_current()

    def set_instant(self, instant: datetime | None) -> None:
        """Show a stored value, or nothing."""
        self._show(InstantState.SET if instant else InstantState.EMPTY, instant)

    def offer(self, instant: datetime) -> None:
        """Propose a value that is not stored; "Use" or any edit makes it the person's own."""
        self._show(InstantState.OFFERED, instant)

    def set_base(self, instant: datetime | None) -> None:
        """Say which day a time without a date belongs to while the field is empty, None for today."""
        self._base = instant

    def set_note(self, text: str) -> None:
        """Say something about the value in the line below."""
        self._note_text = text
        self._renew()

    def refuse(self, sentence: str, remedy: str = "") -> None:
        """Keep what was typed and say why it is not taken; `remedy` is a button's text (`remedy_chosen`)."""
        self._error_text = sentence
        self._refused = True
        self._remedy.setText(remedy)
        self._renew()
        self.refusal_changed.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Let the value be read and copied, not changed."""
        self._read_only = read_only
        self._renew()

    def set_zone(self, zone: ZoneInfo) -> None:
        """Show the same instant in another zone."""
        self._zone = zone
        self._rewrite()

    def set_first_day(self, first_day: Qt.DayOfWeek) -> None:
        """Begin the weeks of the calendar with this day."""
        self._first_day = first_day

    def line(self) -> InstantLine:
        """Return the widget that takes the keyboard, for tab order and buddies."""
        return self._line

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Follow the locale and whether the field is enabled."""
        if event.type() is QEvent.Type.LocaleChange:
            self._format = InstantFormat(QLocale())
            self._line.set_format(self._format)
            self._rewrite()
        elif event.type() is QEvent.Type.EnabledChange:
            self._renew()
        super().changeEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the frame's focus border with the line's focus, and open the calendar on Alt+Down or F4."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._renew_frame(focus=event.type() is QEvent.Type.FocusIn)
        elif event.type() is QEvent.Type.KeyPress and _opens_calendar(event):
            self.open_calendar()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def commit(self) -> None:
        """Take what was typed, or say what is wrong with it; what was not typed in is left alone."""
        if self._read_only or not self._line.isModified():
            return
        text = self._line.text().strip()
        if not text:
            self._commit_nothing()
            return
        found = self._meaning(text)
        if found is None:
            self.refuse(self.tr("“{0}” is no date and time. Write it like {1}.").format(text, self._format.shape()))
        elif not self._error_text or found != self._current:
            self._take(found)

    @Slot()
    def open_calendar(self) -> None:
        """Show the month of the value, or of today, below the field."""
        if self._read_only:
            return
        if self._popup is None:
            self._popup = CalendarPopup(self)
            self._popup.day_picked.connect(self._on_day_picked)
            self._popup.now_asked.connect(self._on_now)
            self._popup.clear_asked.connect(self._commit_nothing)
        chosen = wall_of(self._current or self._base or self._now(), self._zone).date()
        clearable = self._clearable and self._state is InstantState.SET
        self._popup.open_below(self._frame, chosen, wall_of(self._now(), self._zone).date(), self._first_day, clearable=clearable)

    def _build(self, title: str) -> None:
        self._title.setProperty("scale", "secondary")
        self._title.setProperty("tone", "muted")
        self._title.setBuddy(self._line)
        self._line.setProperty("kind", "bare")
        self._line.setAccessibleName(title)
        self._line.installEventFilter(self)
        self._use.setProperty("kind", "link")
        self._use.setAccessibleName(self.tr("Use the offered {0}").format(title.lower()))
        self._use.setToolTip(self.tr("Store this value"))
        self._calendar.setIcon(icon("calendar", "muted"))
        self._calendar.setAccessibleName(self.tr("Calendar for {0}").format(title.lower()))
        self._calendar.setToolTip(self.tr("Calendar (Alt+Down)"))
        self._calendar.setAutoRaise(True)
        self._calendar.setIconSize(QSize(16, 16))
        self._calendar.setFixedWidth(30)
        self._note.setProperty("scale", "caption")
        self._note.setWordWrap(True)
        self._remedy.setProperty("kind", "link")
        self._build_rows()
        self.setFocusProxy(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _build_rows(self) -> None:
        inner = QHBoxLayout(self._frame)
        inner.setContentsMargins(9, 1, 1, 1)
        inner.setSpacing(0)
        inner.addWidget(self._line, 1)
        inner.addWidget(self._use)
        divider = QFrame(self._frame)
        divider.setProperty("kind", "hairline")
        divider.setFixedWidth(1)
        inner.addWidget(divider)
        inner.addWidget(self._calendar)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self._note, 1)
        below.addWidget(self._remedy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self._frame)
        layout.addLayout(below)

    def _show(self, state: InstantState, instant: datetime | None) -> None:
        unchanged = state is self._state and instant == self._current and not self.is_unsettled()
        self._stored = instant
        if unchanged:
            return
        self._state, self._current = state, instant
        self._rewrite()

    def _rewrite(self) -> None:
        """Write the value afresh, the caret staying in its field."""
        was_refused, self._refused = self._refused, False
        self._error_text = ""
        self._before = (self._state, self._current)
        text = self._text_of_current()
        self._line.setMinimumWidth(self._line.fontMetrics().horizontalAdvance(self._format.shape()) + 6)
        if text != self._line.text():
            position = self._line.cursorPosition()
            self._line.setText(text)
            self._line.setCursorPosition(min(position, len(text)) if self._line.hasFocus() else 0)
        self._line.setModified(False)
        self._renew()
        if was_refused:
            self.refusal_changed.emit()

    def _text_of_current(self) -> str:
        return self._format.text(wall_of(self._current, self._zone)) if self._current else ""

    def _meaning(self, text: str) -> datetime | None:
        base = wall_of(self._current or self._base or self._now(), self._zone).replace(fold=0, microsecond=0)
        found = self._format.read(text, base) or moment_said(text, base, wall_of(self._now(), self._zone).date())
        if found is None or found.tzinfo is not None:
            return found
        return self._instant_of(found)

    def _instant_of(self, wall: datetime) -> datetime:
        if wall.microsecond:
            return instant_of(wall, self._zone)
        return reread(wall, self._zone, [known for known in (self._stored, self._current) if known is not None])

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        """Take a text as soon as it is a whole date and time; say nothing of one that is still being written."""
        wall = self._format.complete(text)
        instant = self._instant_of(wall) if wall else None
        if self._error_text:
            self._error_text = ""
            self._renew()
        if instant is not None:
            self._keep(instant)

    def _take(self, instant: datetime) -> None:
        """Keep a finished value and write it in full, as after a paste or where the clock skips what was typed."""
        self._error_text = ""
        self._keep(instant)
        if not self._refused:
            self._rewrite()

    def _keep(self, instant: datetime) -> None:
        changed = self._refused or self._state is not InstantState.SET or instant != self._current
        self._refused = False
        self._state, self._current = InstantState.SET, instant
        self._renew()
        if changed:
            self.instant_edited.emit(instant)

    @Slot()
    def _commit_nothing(self) -> None:
        had = self._state is InstantState.SET
        if not self._clearable or not had:
            self._on_reverted()
            return
        self._state, self._current = InstantState.EMPTY, None
        self._rewrite()
        self.instant_edited.emit(None)

    @Slot(Unit, int)
    def _on_stepped(self, unit: Unit, steps: int) -> None:
        start = self._current or self._meaning(self._line.text()) or self._base or self._now()
        self._take(stepped(start, self._zone, unit, steps) if self._current else start)

    @Slot()
    def _on_reverted(self) -> None:
        """Go back to what was shown before the typing."""
        edited = (self._state, self._current) != self._before
        self._state, self._current = self._before
        self._rewrite()
        if edited:
            self.instant_edited.emit(self.instant())

    @Slot()
    def _on_use(self) -> None:
        if self._state is InstantState.OFFERED and self._current is not None:
            self._line.setFocus(Qt.FocusReason.OtherFocusReason)
            self._take(self._current)

    @Slot()
    def _on_now(self) -> None:
        self._take(self._now().replace(microsecond=0))

    @Slot(object)
    def _on_day_picked(self, day: date) -> None:
        wall = wall_of(self._current or self._base or self._now(), self._zone)
        self._take(instant_of(wall.replace(year=day.year, month=day.month, day=day.day), self._zone))

    def _renew(self) -> None:
        offered = self._state is InstantState.OFFERED
        editable = self.isEnabled() and not self._read_only
        self._line.setReadOnly(not editable)
        self._line.setPlaceholderText(self.tr("Not set"))
        self._use.setVisible(offered and editable)
        self._calendar.setEnabled(editable)
        text = self._error_text or self._note_text
        doubled = self._which_of_two()
        self._note.setText(" · ".join(part for part in (text, "" if self._error_text else doubled) if part))
        _look(self._note, tone="danger" if self._error_text else "muted")
        self._remedy.setVisible(bool(self._error_text and self._remedy.text()))
        self._line.setAccessibleDescription(self._note.text())
        self._renew_frame(focus=self._line.hasFocus())

    def _renew_frame(self, *, focus: bool) -> None:
        offered = self._state is InstantState.OFFERED
        self._frame.set_look(FieldLook(focus, dashed=offered, error=bool(self._error_text), read_only=self._read_only))
        _look(self._line, state="offered" if offered else "")

    def _which_of_two(self) -> str:
        """Return which run of a repeated hour the value lies in, "" on any other hour."""
        if self._current is None or not is_repeated(wall := wall_of(self._current, self._zone), self._zone):
            return ""
        return self.tr("after the clock goes back") if wall.fold else self.tr("before the clock goes back")


def _look(widget: QWidget, **properties: object) -> None:
    """Set the properties that are different now: polishing a widget anew on every key would be felt."""
    if any(widget.property(name) != value for name, value in properties.items()):
        set_look(widget, **properties)


def _opens_calendar(event: QEvent) -> bool:
    key, modifiers = event.key(), event.modifiers()  # type: ignore[attr-defined]
    return key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and bool(modifiers & Qt.KeyboardModifier.AltModifier))
