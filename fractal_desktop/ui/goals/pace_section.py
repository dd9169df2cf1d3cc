"""A goal's pace in its editor: its weeks, when the hours it wants may be there, and what would be if."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, QObject, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.period import week_of
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.analytics.words import days_words
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.goals.pace_chart import OutlookBar
from fractal_desktop.ui.goals.weeks_strip import WeeksStrip
from fractal_desktop.ui.goals.what_if import WhatIfFields
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import Card, LinkButton, text_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from fractal_desktop.domain.forecast import Forecast, WhatIf
    from fractal_desktop.services.forecast import GoalPace
    from fractal_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Outlook:
    """A pace with the forecast that follows from it, in words; `deadline` is the one that was asked about."""

    pace: "GoalPace"
    forecast: "Forecast | None"
    deadline: date | None
    finding: str
    likely: str
    needed: str
    weeks: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody tries under "What if" (None: nothing), and in which words and on which day it is told."""

    what_if: "WhatIf | None"
    deadline: date | None
    locale: QLocale
    today: date


class PaceSection(QWidget):
    """Hidden until there is any practice. What is tried under "What if" is never stored."""

    def __init__(self, context: AppContext, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._goal_id: GoalId | None = None
        self._pace: GoalPace | None = None
        self._strip = WeeksStrip()
        self._bar = OutlookBar(context.theme)
        self._what_if = WhatIfFields(context, passage)
        self._build()
        self._door.clicked.connect(self._on_door)
        self._what_if.changed.connect(self._try)
        self._strip.mark_opened.connect(self._open_week)
        self.hide()

    def show_goal(self, goal_id: GoalId) -> None:
        """Ask for the pace of a goal; what was tried for another is forgotten."""
        if goal_id != self._goal_id:
            self._goal_id, self._pace = goal_id, None
            self.hide()
            self._open_what_if(shown=False)
            self._strip.show_tried(None)
        self._ask()

    def _build(self) -> None:
        self._door = LinkButton(tr("What if…"), icon("sliders", "accent"))
        heading = QHBoxLayout()
        heading.addWidget(text_label(tr("Pace"), scale="section"))
        heading.addStretch(1)
        heading.addWidget(self._door)
        self._weeks = text_label("", scale="secondary", tone="muted", wrap=True)
        self._finding = text_label("", scale="card", wrap=True)
        self._likely = text_label("", scale="secondary", tone="muted", wrap=True)
        self._needed = text_label("", wrap=True)
        self._card = Card()
        self._card.body.setSpacing(10)
        for widget in (self._finding, self._likely, self._bar, self._needed, self._what_if, self._strip, self._weeks):
            self._card.body.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(heading)
        column.addWidget(self._card)

    def _ask(self) -> None:
        if self._goal_id is not None:
            context = self._context
            pace = partial(read_pace, goal_id=self._goal_id, zone=context.zone, now=context.now(), first_weekday=context.first_weekday)
            context.read(self, "pace", partial(_read_outlook, pace, self._tried()), self._show, self._on_failed)

    @Slot()
    def _try(self) -> None:
        """Foretell from the pace that is shown: a slider moves more often than a long history can be read."""
        what_if = self._tried().what_if
        self._strip.show_tried(None if what_if is None else what_if.weekly_seconds)
        if self._pace is not None:
            self._context.read(self, "pace", partial(_foretell, self._pace, self._tried()), self._show)

    def _tried(self) -> "Tried":
        shown = self._what_if.isVisibleTo(self)
        return Tried(self._what_if.tried if shown else None, self._what_if.deadline if shown else None, QLocale(), self._context.today())

    def _show(self, outlook: Outlook) -> None:
        pace = outlook.pace
        if pace.goal_id != self._goal_id:
            return
        self._pace = pace
        self._what_if.show_pace(pace)
        for label, text in ((self._finding, outlook.finding), (self._likely, outlook.likely), (self._needed, outlook.needed)):
            label.setText(text)
            label.setVisible(bool(text))
        self._weeks.setText(outlook.weeks)
        this_week = week_of(self._context.today(), self._context.first_weekday)
        self._strip.show_weeks(pace.weeks, pace.week.this_week_seconds, pace.week.usual_seconds, this_week)
        self._bar.show_outlook(outlook.forecast, outlook.deadline, self._context.today())
        self._door.setVisible(pace.aim is not None and pace.aim.remaining_seconds > 0 and outlook.forecast is not None)
        self.setVisible(pace.done_seconds > 0)

    def _on_failed(self, _error: Exception) -> None:
        """Say nothing: the goal itself could not be read either, and its editor says why."""

    @Slot(int)
    def _open_week(self, mark: int) -> None:
        """Show the sessions behind a bar."""
        days = self._strip.days_of(mark)
        since, until = days.instants(self._context.zone)
        self._context.sessions_titled.emit(days_words(days))
        self._context.sessions_requested.emit(SessionQuery(since=since, until=until, goal_id=self._goal_id))

    @Slot()
    def _on_door(self) -> None:
        self._open_what_if(shown=not self._what_if.isVisibleTo(self))
        self._try()

    def _open_what_if(self, *, shown: bool) -> None:
        self._what_if.reset()
        self._what_if.setVisible(shown)
        self._door.setText(tr("As it is") if shown else tr("What if…"))
        self._door.setIcon(icon("reset" if shown else "sliders", "accent"))


def read_pace(workspace: "Workspace", goal_id: GoalId, zone: ZoneInfo, now: datetime, first_weekday: int) -> "GoalPace":
    """Return a goal's pace; slow with many sessions."""
    return workspace.forecast.pace(goal_id, zone, now, first_weekday)


def _read_outlook(pace: "Callable[[Workspace], GoalPace]", tried: Tried, workspace: "Workspace") -> Outlook:
    return outlook(pace(workspace), tried)


def _foretell(pace: "GoalPace", tried: Tried, _workspace: "Workspace") -> Outlook:
    return outlook(pace, tried)


def outlook(pace: "GoalPace", tried: Tried) -> Outlook:
    """Return what is to be shown of a pace, with what somebody tries; some milliseconds."""
    from fractal_desktop.domain.forecast import forecast, needed_per_week, with_deadline
    from fractal_desktop.ui.goals import pace_words

    aim, locale, today = pace.aim, tried.locale, tried.today
    if aim is not None and tried.deadline is not None:
        aim = with_deadline(aim, tried.deadline)
    found = None if aim is None else forecast(pace.weeks, aim, today, tried.what_if)
    needed = None if aim is None else needed_per_week(aim, today, 0 if tried.what_if is None else tried.what_if.weeks_off)
    return Outlook(
        pace,
        found,
        None if aim is None else aim.deadline,
        pace_words.finding(aim, found, locale),
        pace_words.likely_text(aim, found, len(pace.weeks), locale),
        pace_words.needed_text(aim, needed, found, today, locale),
        pace_words.week_text(pace),
    )
