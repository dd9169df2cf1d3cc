"""What was practised this week, day by day, at the foot of the rail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from fractal_desktop.domain.analytics import AnalyticsFilter, WeekPace
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.period import day_start, local_date, week_of
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.theme import TypeScale, current_tokens
from fractal_desktop.ui.window_sizes import RAIL_WIDTH

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_DAYS = 7
_HEIGHT = 118
_MARGIN = 16
_BAR_WIDTH, _BAR_HEIGHT, _RADIUS = 14, 28, 2


@dataclass(frozen=True, slots=True)
class Week:
    """Seconds of each day from the first of the week on, which of them is today, and the week beside the usual one."""

    seconds: tuple[int, ...]
    today: int
    pace: WeekPace


class WeekGlance(QAbstractButton):
    """A bar for each day of the running week; a click asks for its sessions. Nothing while no file is open."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._week: Week | None = None
        self.setFixedSize(context.theme.px(RAIL_WIDTH), context.theme.px(_HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()
        self.clicked.connect(self._open)
        for signal in (context.file_opened, context.zone_changed, context.week_start_changed):
            signal.connect(self._read)
        context.changed.connect(self._on_changed)
        context.file_closed.connect(self._forget)

    @override
    def sizeHint(self) -> QSize:
        return self.size()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        # The rail's border goes on here.
        painter.fillRect(self.width() - 1, 0, 1, self.height(), current_tokens().color("hairline"))
        if self._week is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_words(painter, self._week.pace)
        self._paint_days(painter, self._week)

    def _paint_ground(self, painter: QPainter) -> None:
        ground = QRectF(self.rect()).adjusted(8, 0, -8, -6)
        painter.setPen(QPen(current_tokens().color("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(current_tokens().color("hover") if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 6, 6)

    def _paint_words(self, painter: QPainter, pace: WeekPace) -> None:
        theme, tokens = self._context.theme, current_tokens()
        painter.setFont(theme.font(TypeScale.CAPTION))
        painter.setPen(tokens.color("muted"))
        painter.drawText(QRectF(_MARGIN + 4, 6, self.width() - 2 * _MARGIN, 18), Qt.AlignmentFlag.AlignVCenter, self.tr("This week"))
        line = QRectF(_MARGIN + 4, 24, self.width() - 2 * _MARGIN, 22)
        if not self._has_news(pace):
            painter.setFont(theme.font(TypeScale.BASE, 500))
            painter.setPen(tokens.color("text"))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._invitation())
            return
        number = hours_minutes(pace.this_week_seconds)
        painter.setFont(theme.font(TypeScale.SECTION, 600))
        painter.setPen(tokens.color("text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, number)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(number)
        painter.setFont(theme.font(TypeScale.CAPTION))
        painter.setPen(tokens.color("muted"))
        painter.drawText(line.adjusted(wide + 6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._usual(pace))

    def _paint_days(self, painter: QPainter, week: Week) -> None:
        theme, tokens = self._context.theme, current_tokens()
        most = max(*week.seconds, 1)
        step = (self.width() - 2 * _MARGIN - 8) / _DAYS
        top = theme.px(50)
        for day, seconds in enumerate(week.seconds):
            track = QRectF(_MARGIN + 4 + day * step, top, _BAR_WIDTH, _BAR_HEIGHT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("pressed"))
            painter.drawRoundedRect(track, _RADIUS, _RADIUS)
            filled = track.adjusted(0, _BAR_HEIGHT * (1 - seconds / most), 0, 0)
            painter.setBrush(tokens.color("accent") if day == week.today else QColor(tokens.ramp[3]))
            painter.drawRoundedRect(filled, _RADIUS, _RADIUS)
            painter.setFont(theme.font(TypeScale.CAPTION, 600 if day == week.today else 400))
            painter.setPen(tokens.color("text" if day == week.today else "muted"))
            below = QRectF(track.center().x() - step / 2, track.bottom() + 3, step, 16)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, _letter(day, self._context.first_weekday))

    @staticmethod
    def _has_news(pace: WeekPace) -> bool:
        """Return whether there is a number to show: nothing this week, and nothing in a usual one, is none."""
        return bool(pace.this_week_seconds or pace.usual_seconds)

    def _invitation(self) -> str:
        return self.tr("Ready when you are")

    def _usual(self, pace: WeekPace) -> str:
        """Return what the week is held against; where most weeks are empty, or this one is the first, only that it goes on."""
        if not pace.usual_seconds:
            return self.tr("so far")
        return self.tr("of usual {time}").format(time=hours_minutes(pace.usual_seconds))

    @Slot()
    def _read(self) -> None:
        context = self._context
        self._context.read(self, "week", partial(read_week, zone=context.zone, now=context.now(), first=context.first_weekday), self._show)

    def _show(self, week: Week) -> None:
        self._week = week
        number = f"{hours_minutes(week.pace.this_week_seconds)} {self._usual(week.pace)}"
        words = number if self._has_news(week.pace) else self.tr("no time yet. Ready when you are")
        self.setAccessibleName(f"{self.tr('This week')}: {words}")
        self.setToolTip(self.tr("The sessions of this week"))
        self.show()
        self.update()

    @Slot()
    def _forget(self) -> None:
        self._week = None
        self.hide()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.everything or change.sessions or change.tree:
            self._read()

    @Slot()
    def _open(self) -> None:
        context = self._context
        monday = week_of(context.today(), context.first_weekday)
        since, until = day_start(monday, context.zone), day_start(monday + timedelta(weeks=1), context.zone)
        context.sessions_titled.emit(self.tr("This week"))
        context.sessions_requested.emit(SessionQuery(since=since, until=until))


def read_week(workspace: "Workspace", zone: ZoneInfo, now: datetime, first: int) -> Week:
    """Return the running week of `zone`; `first` is its first weekday, 0 Monday."""
    today = local_date(now, zone)
    begin = week_of(today, first)
    asked = AnalyticsFilter(day_start(begin, zone), day_start(begin + timedelta(weeks=1), zone))
    seconds = {row.day: row.seconds for row in workspace.analytics.days(asked, zone)}
    days = tuple(seconds.get(begin + timedelta(days=day), 0) for day in range(_DAYS))
    return Week(days, (today - begin).days, workspace.analytics.pace(AnalyticsFilter(), zone, now, first))


def _letter(day: int, first_weekday: int) -> str:
    weekday = (first_weekday + day) % _DAYS + 1
    letter = QLocale().dayName(weekday, QLocale.FormatType.NarrowFormat)
    # Where the locale has no letters Qt gives numbers.
    return QLocale().dayName(weekday, QLocale.FormatType.ShortFormat)[:1] if letter.isdigit() else letter
