"""The fields for when a past session was: start, end and length follow each other."""

from datetime import datetime, timedelta

from PySide6.QtCore import QLocale, QObject, Qt, Signal, Slot

from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.length_field import LengthField
from fractal_desktop.ui.sessions.log_times import LogTimes, TimeProblem
from fractal_desktop.ui.sessions.texts import weekday_text
from fractal_desktop.ui.widgets.date_time_editor import DateTimeEditor

_USUAL_SECONDS = 45 * 60


class PastTimes(QObject):
    """Three fields for whoever made it to lay out. They end now until something else is said."""

    edited = Signal()
    refusal_changed = Signal()
    """A date or time that makes no sense was typed, or was mended."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        now = context.now().replace(second=0, microsecond=0)
        self._context = context
        self._times = self._before_length = LogTimes(now - timedelta(seconds=_USUAL_SECONDS), now, now)
        self._is_length_chosen = False
        self.start = DateTimeEditor(self.tr("Start"), context.zone, context.now)
        self.end = DateTimeEditor(self.tr("End"), context.zone, context.now)
        self.length = LengthField(self.tr("Length"), self._times.seconds)
        for field in (self.start, self.end):
            field.set_first_day(Qt.DayOfWeek(context.first_weekday + 1))
            field.refusal_changed.connect(self.refusal_changed)
        self.start.instant_edited.connect(self._on_start_edited)
        self.end.instant_edited.connect(self._on_end_edited)
        self.length.seconds_edited.connect(self._on_length_edited)
        self._show()

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """Return when it was (aware UTC), None while the times make no session."""
        return (self._times.start, self._times.end) if self._times.problem is None else None

    @property
    def is_wrong(self) -> bool:
        """Return whether what stands in the fields makes no session, or cannot be read."""
        return self.span is None or self.length.is_wrong or self.start.is_unsettled() or self.end.is_unsettled()

    def problem(self) -> str:
        """Return a sentence that says what is wrong."""
        texts = {
            TimeProblem.FUTURE: self.tr("It would end in the future; only what is over can be logged."),
            TimeProblem.EMPTY: self.tr("The end must lie after the start."),
            TimeProblem.LONG: self.tr("Nobody practises longer than a month at a time."),
        }
        problem = self._times.problem
        return texts[problem] if problem is not None else self.tr("When it was, or how long, cannot be read.")

    def plan(self, seconds: int) -> None:
        """Take a planned length over as long as none was given."""
        if not self._is_length_chosen:
            self._take(self._before_length.lasting(seconds))

    def commit(self) -> None:
        """Take what is being typed."""
        for field in (self.start, self.end, self.length):
            field.commit()

    def _take(self, times: LogTimes) -> None:
        self._times = times
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        """Let the fields follow each other; one that is being typed in keeps its text."""
        for field, instant in ((self.start, self._times.start), (self.end, self._times.end)):
            if not field.line().hasFocus() or not field.line().isModified():
                field.set_instant(instant)
        self.length.show_seconds(self._times.seconds)
        self._show_days()
        if self._times.problem is TimeProblem.FUTURE:
            self.end.refuse(self.tr("That is still to come."))

    def _show_days(self) -> None:
        """Say below the times which days of the week they lie on."""
        days = [instant.astimezone(self._context.zone).date() for instant in (self._times.start, self._times.end)]
        self.start.set_note(weekday_text(days[0], QLocale()))
        self.end.set_note(weekday_text(days[1], QLocale()) if days[1] != days[0] else self.tr("The same day"))

    @Slot(object)
    def _on_start_edited(self, start: datetime | None) -> None:
        if start is not None:
            self._before_length = self._times.starting(start)
            self._take(self._before_length)

    @Slot(object)
    def _on_end_edited(self, end: datetime | None) -> None:
        if end is not None:
            self._before_length = self._times.ending(end)
            self._take(self._before_length)

    @Slot(int)
    def _on_length_edited(self, seconds: int) -> None:
        """Reckon from before the first key: what stands there half typed is no length anybody meant."""
        self._is_length_chosen = True
        self._take(self._before_length.lasting(seconds))
