"""Start, end, length, goals and template of a session, arranged for the room there is."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QLocale, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.duration import clock
from fractal_desktop.domain.library import TemplateName
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.domain.timer import Timer
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.draft import DurationSource, SessionDraft
from fractal_desktop.ui.sessions.duration_block import DurationBlock
from fractal_desktop.ui.sessions.goal_row import GoalRow
from fractal_desktop.ui.sessions.template_box import TemplateBox
from fractal_desktop.ui.sessions.texts import weekday_text
from fractal_desktop.ui.sessions.timer_board import live_seconds
from fractal_desktop.ui.widgets import text_label
from fractal_desktop.ui.widgets.date_time_editor import DateTimeEditor
from fractal_desktop.ui.widgets.wall_clock import wall_of

_WIDE = 600
_WHOLE_TEMPLATE = 140


class SessionFacts(QWidget):
    """The fields between the head and the sections of a session."""

    start_edited = Signal(object)
    end_edited = Signal(object)
    next_day_asked = Signal()
    goal_opened = Signal(str)
    goal_removed = Signal(str)
    goal_wanted = Signal()
    chips_made = Signal()
    template_chosen = Signal(object)

    def __init__(self, context: AppContext, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._arrangement = ""
        self._start = DateTimeEditor(self.tr("Start"), context.zone, context.now, self)
        self._end = DateTimeEditor(self.tr("End"), context.zone, context.now, self, clearable=True)
        self._duration = DurationBlock(self)
        self._goals = GoalRow(self)
        self._template_title = text_label(self.tr("Template"), scale="secondary", tone="muted")
        self._template = TemplateBox(self)
        self._template_side = QWidget(self)
        self._line = QWidget(self)
        self._line_row = QHBoxLayout(self._line)
        self._line_row.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout(self)
        self._build(passage)
        self._start.instant_edited.connect(self.start_edited)
        self._end.instant_edited.connect(self.end_edited)
        self._end.remedy_chosen.connect(self.next_day_asked)
        self._goals.goal_opened.connect(self.goal_opened)
        self._goals.goal_removed.connect(self.goal_removed)
        self._goals.add_asked.connect(self.goal_wanted)
        self._goals.chips_made.connect(self.chips_made)
        self._template.template_chosen.connect(self.template_chosen)

    @property
    def add_button(self) -> QWidget:
        """Return what a pop-up for another goal opens below."""
        return self._goals.add_button

    def show_draft(
        self, draft: SessionDraft, goals: tuple[GoalLink, ...], templates: Sequence[TemplateName], *, read_only: bool, afresh: bool
    ) -> None:
        """Show times, length, goals and template; unless `afresh`, a field whose text is not settled keeps it."""
        if afresh or not self._start.is_unsettled():
            _show_instant(self._start, draft.start, draft.offered_start)
        if afresh or not self._end.is_unsettled():
            _show_instant(self._end, draft.end, draft.offered_end)
        self._end.set_base(draft.start or draft.offered_start)
        self._start.set_note(self._start_note(draft))
        self._end.set_note(self._end_note(draft))
        for field in (self._start, self._end):
            field.set_read_only(read_only)
        self._goals.show_goals(goals, editable=not read_only)
        name = draft.stored.template_name if draft.template_id == draft.stored.template_id else None
        self._template.show_template(templates, draft.template_id, name)
        self._template.setEnabled(not read_only)
        self._arrange()

    def show_live(self, draft: SessionDraft, running: tuple[Timer, ...], now: datetime) -> None:
        """Show the length with what runs; only digits change while it does."""
        if running and draft.document is not None:
            seconds = live_seconds(running, sum(draft.document.item_seconds()), now)
            self._duration.show_length(seconds, self.tr("timer runs"), self._plan(draft))
        else:
            self._duration.show_length(draft.duration_seconds, self._source(draft), self._plan(draft))

    def refuse_end(self) -> None:
        """Say at the end that it lies before the start, and offer the next day."""
        self._end.refuse(self.tr("The end lies before the start."), self.tr("Next day"))

    def refuse_start(self) -> None:
        """Say at the start that it lies after the end."""
        self._start.refuse(self.tr("The start lies after the end."))

    def refused_end(self) -> datetime | None:
        """Return the end that stands in its field."""
        return self._end.instant()

    def commit(self) -> None:
        """Take what is being typed."""
        self._start.commit()
        self._end.commit()

    def renew_zone(self) -> None:
        """Show times in the zone and weeks that are chosen now."""
        for field in (self._start, self._end):
            field.set_zone(self._context.zone)
            field.set_first_day(Qt.DayOfWeek(self._context.first_weekday + 1))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the width of the narrowest arrangement: the one that holds now must not keep the editor from narrowing."""
        return QSize(self._start.minimumSizeHint().width(), super().minimumSizeHint().height())

    @override
    def event(self, event: QEvent) -> bool:
        """Arrange anew when a field needs more room than it did, as with "Use" inside."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _build(self, passage: QObject) -> None:
        for field in (self._start, self._end):
            field.set_first_day(Qt.DayOfWeek(self._context.first_weekday + 1))
            field.line().installEventFilter(passage)
        side = QHBoxLayout(self._template_side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addWidget(self._template_title)
        side.addWidget(self._template)
        self._template_title.setBuddy(self._template)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(12)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._arrange()

    def _arrange(self) -> None:
        """Choose between one row, two rows, and everything below each other, with or without the template beside the length."""
        needed = self._start.minimumSizeHint().width() + self._end.minimumSizeHint().width() + 12
        line = self._duration.minimumSizeHint().width() + self._template_side.minimumSizeHint().width() + 12
        narrow = "narrow" if self.width() >= line else "tight"
        template = self._template_title.sizeHint().width() + 8 + min(self._template.sizeHint().width(), _WHOLE_TEMPLATE)
        wanted = "wide" if self.width() >= max(_WIDE, needed + 24 + template) else "medium" if self.width() >= needed else narrow
        if wanted == self._arrangement:
            return
        self._arrangement = wanted
        self._template.setMinimumWidth(min(self._template.sizeHint().width(), _WHOLE_TEMPLATE) if wanted == "wide" else 0)
        for widget in (self._start, self._end, self._duration, self._goals, self._template_side, self._line):
            self._grid.removeWidget(widget)
        self._line.setVisible(wanted in ("medium", "narrow"))
        if wanted in ("medium", "narrow"):
            self._line_row.addWidget(self._duration, 1)
            self._line_row.addWidget(self._template_side)
        for column in range(4):
            self._grid.setColumnStretch(column, 0)
        self._duration.set_upright(wanted == "wide")
        {"wide": self._arrange_wide, "medium": self._arrange_medium, "narrow": self._arrange_narrow, "tight": self._arrange_tight}[wanted]()

    def _arrange_wide(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._start, 0, 0, top)
        self._grid.addWidget(self._end, 0, 1, top)
        self._grid.addWidget(self._duration, 0, 2, 1, 2)
        self._grid.setColumnStretch(2, 1)
        self._grid.addWidget(self._goals, 1, 0, 1, 3)
        self._grid.addWidget(self._template_side, 1, 3, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)

    def _arrange_medium(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._start, 0, 0, top)
        self._grid.addWidget(self._end, 0, 1, top)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._line, 1, 0, 1, 2)
        self._grid.addWidget(self._goals, 2, 0, 1, 2)

    def _arrange_narrow(self) -> None:
        self._grid.setColumnStretch(0, 1)
        for row, widget in enumerate((self._start, self._end, self._line, self._goals)):
            self._grid.addWidget(widget, row, 0)

    def _arrange_tight(self) -> None:
        self._grid.setColumnStretch(0, 1)
        for row, widget in enumerate((self._start, self._end, self._duration, self._template_side, self._goals)):
            self._grid.addWidget(widget, row, 0)

    def _start_note(self, draft: SessionDraft) -> str:
        if draft.start is not None:
            return weekday_text(wall_of(draft.start, self._context.zone).date(), QLocale())
        if draft.offered_start is not None:
            return self.tr("When it was created, not stored yet")
        return self.tr("Not known")

    def _end_note(self, draft: SessionDraft) -> str:
        if draft.end is None:
            return self.tr("Start + duration, not stored yet") if draft.offered_end is not None else self.tr("Not set")
        if draft.start is None:
            return weekday_text(wall_of(draft.end, self._context.zone).date(), QLocale())
        seconds = int((draft.end - draft.start).total_seconds())
        if seconds < 0:
            return self.tr("{0} before start").format(clock(-seconds))
        days = (wall_of(draft.end, self._context.zone).date() - wall_of(draft.start, self._context.zone).date()).days
        text = self.tr("{0} after start").format(clock(seconds))
        day = weekday_text(wall_of(draft.end, self._context.zone).date(), QLocale())
        return f"{day} · {text}" if days else text

    def _source(self, draft: SessionDraft) -> str:
        return {
            DurationSource.TIMERS: self.tr("sum of timers"),
            DurationSource.SPAN: self.tr("start to end"),
            DurationSource.RECORDS: self.tr("from the records"),
            DurationSource.NONE: "",
        }[draft.duration_source]

    def _plan(self, draft: SessionDraft) -> str:
        planned = draft.document.planned_minutes if draft.document is not None else None
        return self.tr("of {0} min planned").format(QLocale().toString(round(planned))) if planned else ""


def _show_instant(field: DateTimeEditor, stored: datetime | None, offered: datetime | None) -> None:
    if stored is None and offered is not None:
        field.offer(offered)
    else:
        field.set_instant(stored)
