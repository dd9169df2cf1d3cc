"""At which hours of the week one practises."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable
from fractal_desktop.ui.analytics.charts.heat_map import HeatMap
from fractal_desktop.ui.analytics.charts.step_legend import StepLegend
from fractal_desktop.ui.analytics.charts.steps import Unit
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.heat_words import few_sessions_words, hour_words, untimed_words, weekday_name
from fractal_desktop.ui.analytics.weekday_hours import FEWEST_SESSIONS, WeekdayAnswer
from fractal_desktop.ui.analytics.words import percent, tr

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class SessionsInHour:
    """Looks for the sessions that cover an hour of the week, once somebody asks for them."""

    asked: AnalyticsFilter
    zone: ZoneInfo
    weekday: int
    hour: int

    def __call__(self, workspace: "Workspace") -> SessionQuery:
        """Return these sessions by their ids."""
        return SessionQuery(ids=workspace.analytics.sessions_in_hour(self.asked, self.zone, self.weekday, self.hour))


class WeekdayCard(ChartCard):
    """Weekdays from above, hours from left to right, as many as are used and at least twelve."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_measure_words(Unit.HOURS), _explanation(), parent, by_start=True)
        self._answer: WeekdayAnswer | None = None
        self._map = HeatMap()
        self._legend = StepLegend()
        self._map.mark_opened.connect(self._open)
        self.set_chart(self._map)
        self.body.insertWidget(1, self._legend)
        self._legend.hide()

    def show_answer(self, answer: WeekdayAnswer) -> None:
        """Draw the hours, say what they show, and offer them as a table."""
        self._answer = answer
        self.set_measure(_measure_words(answer.steps.unit))
        self.set_finding(answer.finding)
        self.say_empty(_nothing_words(answer))
        self._legend.setVisible(answer.total_seconds > 0)
        self._legend.show_steps(answer.steps)
        few = few_sessions_words(answer.sessions, FEWEST_SESSIONS) if answer.total_seconds else ""
        self.set_notes([few, untimed_words(answer.untimed) if answer.total_seconds else ""])
        self._map.show_cells(answer.cells, self._tip)
        self._map.set_title(f"{self.accessibleName()}. {self.measure}")  # which names the current cell, too: one of those shown by now

    @override
    def table(self) -> ChartTable:
        heads, units = (tr("Weekday"), tr("Hour"), tr("Time")), (tr("0 is Monday"), "", tr("seconds"))
        answer = self._answer
        if answer is None:
            return ChartTable(self.measure, heads, (), units)
        days = [(answer.choice.first_weekday + day) % 7 for day in range(7)]
        used = [(place, day, hour) for place, day in enumerate(days) for hour in range(24) if answer.seconds_of(day, hour)]
        rows = tuple(_cells(place, day, hour, answer) for place, day, hour in used)
        return ChartTable(tr("Practice by weekday and hour"), heads, rows, units)

    def _tip(self, index: int) -> TipText:
        assert self._answer is not None
        weekday, hour = self._answer.hour_of(index)
        seconds = self._answer.seconds_of(weekday, hour)
        if not seconds:
            return TipText(hour_words(weekday, hour), (tr("No practice"),))
        share = tr("{share} of all").format(share=percent(seconds / self._answer.total_seconds))
        return TipText(hour_words(weekday, hour), (hours_minutes(seconds), share))

    @Slot(int)
    def _open(self, index: int) -> None:
        assert self._answer is not None
        self.opened.emit(_door(*self._answer.hour_of(index), self._answer.choice))


def _measure_words(unit: Unit) -> str:
    if unit is Unit.MINUTES:
        return tr("Minutes by weekday and hour")
    return tr("Hours by weekday and hour")


def _nothing_words(answer: WeekdayAnswer) -> str:
    if answer.total_seconds:
        return ""
    if answer.untimed:
        return tr("No session in this period has a start and a duration.")
    return tr("No practice with a duration in this period.") if answer.sessions else tr("No sessions in this period.")


def _door(weekday: int, hour: int, choice: Choice) -> Door:
    return Door(hour_words(weekday, hour), SessionsInHour(choice.filter, choice.zone, weekday, hour))


def _cells(place: int, weekday: int, hour: int, answer: WeekdayAnswer) -> tuple[Cell, ...]:
    _, _, hours = hour_words(weekday, hour).partition(", ")
    seconds = answer.seconds_of(weekday, hour)
    return (
        Cell(weekday_name(weekday, long=True), f"{place}", str(weekday), _door(weekday, hour, answer.choice)),
        Cell(hours, f"{hour:02d}", str(hour)),
        Cell(hours_minutes(seconds) if seconds >= _MINUTE else tr("under 0:01"), seconds),
    )


def _explanation() -> str:
    return "\n".join(
        (
            tr(
                "The time of a session is spread from its start over the hours it covers, as the clock of the chosen time zone "
                "showed them: 45 minutes from 17:45 are 15 minutes at 17 and 30 at 18."
            ),
            tr(
                "“Most practice” names hours, the same on days in a row, that stand out and hold at least half of the time: "
                "at most a quarter of the week."
            ),
            tr("Not shown: sessions without a start or without a duration."),
        )
    )
