"""On which days one practises, and how much."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.analytics import DayRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.analytics.calendar_board import CalendarBoard
from fractal_desktop.ui.analytics.calendar_days import CalendarAnswer, CalendarPage, DayMeasure, Runs, page_cells, runs_of
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable, date_cell
from fractal_desktop.ui.analytics.charts.heat_map import HeatMap
from fractal_desktop.ui.analytics.charts.step_legend import StepLegend
from fractal_desktop.ui.analytics.charts.steps import Unit
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.choice import Choice, DayRange
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.heat_words import days_finding, few_days_words, long_day, runs_words, untimed_words
from fractal_desktop.ui.analytics.words import days_words, time_and_sessions, tr, whole
from fractal_desktop.ui.analytics.year_stepper import YearStepper
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.widgets.buttons import SegmentedControl

_MEASURE_KEY = "analytics/calendar"
_WIDE = 440
_MEASURES = (DayMeasure.TIME, DayMeasure.SESSIONS)


class CalendarCard(ChartCard):
    """Weeks from left to right, weekdays from above; a period longer than a year shows one year with practice at a time."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(tr("Minutes per day"), _explanation(), parent, by_start=True)
        self._settings = settings
        self._answer: CalendarAnswer | None = None
        self._at = 0
        self._map = HeatMap()
        self._legend = StepLegend()
        self._choice = SegmentedControl((tr("Time"), tr("Sessions")), _MEASURES.index(self.day_measure), compact=True)
        self._year = YearStepper()
        self._board = CalendarBoard(self._year, self._choice, self._map, self._legend)
        self._build()

    @property
    def day_measure(self) -> DayMeasure:
        """Return what days are measured by."""
        return DayMeasure.SESSIONS if self._settings.text(_MEASURE_KEY) == DayMeasure.SESSIONS else DayMeasure.TIME

    def show_answer(self, answer: CalendarAnswer) -> None:
        """Draw the days, those of the year that was shown before if it is still there, else the latest until today."""
        year = self._page.year if self._answer is not None and self._answer.pages else None
        self._answer = answer
        self._at = _place_of(answer, year)
        self.say_empty("" if answer.rows else tr("No sessions in this period."))
        self._legend.setVisible(bool(answer.rows))
        self._choice.setVisible(bool(answer.rows))
        self._show_page()
        self._place_choice()

    @override
    def table(self) -> ChartTable:
        heads = (tr("Day"), tr("Sessions"), tr("With a duration"), tr("Time"))
        answer = self._answer
        rows = () if answer is None else tuple(_cells(row, answer.choice) for row in answer.rows)
        return ChartTable(tr("Practice per day"), heads, rows, ("", "", "", tr("seconds")))

    @property
    def _page(self) -> CalendarPage:
        assert self._answer is not None
        return self._answer.pages[self._at]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_choice()

    def _build(self) -> None:
        self.set_chart(self._board)
        self._board.turned.connect(self._place_choice)
        self._choice.setAccessibleName(tr("Measure of a day"))
        self._choice.chosen.connect(self._on_measure_chosen)
        self._map.mark_opened.connect(self._open)
        self._map.page_asked.connect(self._turn)
        self._year.turned.connect(self._turn)
        for widget in (self._legend, self._choice, self._year):
            widget.hide()

    @Slot()
    def _place_choice(self) -> None:
        """Put the choice of the measure beside the title, or above the cells where it would squeeze that, or years stand there anyway."""
        has_years = self._answer is not None and len(self._answer.pages) > 1
        is_wide = self.width() >= _WIDE
        self._board.suit(wide=is_wide, has_years=has_years)
        self._board.arrange()  # else what stood beside the cells before would decide, and the choice move twice
        beside_title = is_wide and (not has_years or self._board.is_upright)
        if beside_title != (self._choice.parentWidget() is self._board):
            return
        if beside_title:
            self.header.insertWidget(1, self._choice, 0, Qt.AlignmentFlag.AlignTop)
        else:
            self._choice.setParent(self._board)
        self._choice.setVisible(self._answer is not None and bool(self._answer.rows))
        self._board.arrange()

    def _show_page(self) -> None:
        answer = self._answer
        if answer is None or not answer.rows:
            self.set_finding("")
            return
        page, steps = self._page, answer.steps(self.day_measure)
        self.set_measure(_measure_words(steps.unit))
        self.set_finding(_finding(answer, page))
        self._year.setVisible(page.year is not None)
        self._year.show_year(page.year, earlier=self._at > 0, later=self._at < len(answer.pages) - 1)
        self._legend.show_steps(steps)
        rows = answer.rows_of(page)
        runs = answer.runs if page.year is None else runs_of(rows, answer.choice.today)
        self._legend.set_remark(runs_words(runs.longest, runs.current), _longest_words(runs))
        untimed = sum(row.sessions - row.timed for row in rows) if self.day_measure is DayMeasure.TIME else 0
        last = answer.counted_until(page)
        practised = sum(page.first <= row.day <= last for row in rows)
        self.set_notes([few_days_words(practised, (last - page.first).days + 1), untimed_words(untimed)])
        self._map.set_title(f"{self.accessibleName()}. {self.measure}")
        self._map.show_cells(page_cells(answer, page, self.day_measure), self._tip)

    def _day(self, index: int) -> date:
        assert self._answer is not None
        return date.fromordinal(self._page.begin(self._answer.choice.first_weekday) + index)

    def _tip(self, index: int) -> TipText:
        assert self._answer is not None
        day = self._day(index)
        row = self._answer.row_of(day)
        lines = [tr("No sessions")] if row is None else [time_and_sessions(row.sessions, row.seconds)]
        if row is not None and row.sessions > row.timed:
            lines.append(untimed_words(row.sessions - row.timed))
        return TipText(long_day(day), tuple(lines))

    @Slot(int)
    def _open(self, index: int) -> None:
        assert self._answer is not None
        self.opened.emit(_door(self._day(index), self._answer.choice))

    @Slot(int)
    def _turn(self, by: int) -> None:
        """Show the year before or after, if there is one."""
        if self._answer is not None and 0 <= self._at + by < len(self._answer.pages):
            self._at += by
            self._show_page()

    @Slot(int)
    def _on_measure_chosen(self, index: int) -> None:
        self._settings.set_text(_MEASURE_KEY, _MEASURES[index])
        self._show_page()


def _place_of(answer: CalendarAnswer, year: int | None) -> int:
    """Return the page of a year, else the latest with practice until today, else the latest that has begun."""
    for place, page in enumerate(answer.pages):
        if year is not None and page.year == year:
            return place
    today = answer.choice.today
    begun = [place for place, page in enumerate(answer.pages) if page.first <= today]
    practised = [place for place in begun if any(row.day <= today for row in answer.rows_of(answer.pages[place])[:1])]
    return (practised or begun or [0])[-1]


def _finding(answer: CalendarAnswer, page: CalendarPage) -> str:
    finding = days_finding(answer.rows_of(page), page.first, answer.counted_until(page))
    return tr("{finding} in {year}").format(finding=finding, year=page.year) if finding and len(answer.pages) > 1 else finding


def _measure_words(unit: Unit) -> str:
    return {Unit.MINUTES: tr("Minutes per day"), Unit.HOURS: tr("Hours per day"), Unit.SESSIONS: tr("Sessions per day")}[unit]


def _longest_words(runs: Runs) -> str:
    until = runs.longest_until
    if until is None:
        return ""
    days = DayRange(until - timedelta(days=runs.longest - 1), until)
    return tr("The longest run: {days}").format(days=days_words(days))


def _door(day: date, choice: Choice) -> Door:
    days = DayRange(day, day)
    return Door(days_words(days), choice.sessions_of(days))


def _cells(row: DayRow, choice: Choice) -> tuple[Cell, ...]:
    return (
        date_cell(long_day(row.day), row.day.toordinal(), _door(row.day, choice) if row.sessions else None),
        Cell(whole(row.sessions), row.sessions),
        Cell(whole(row.timed), row.timed),
        Cell(hours_minutes(row.seconds), row.seconds),
    )


def _explanation() -> str:
    return "\n".join(
        (
            tr("Each session counts on the day on which it starts, in the chosen time zone, with all of its time."),
            tr("A day counts as practised if a session starts on it. A day whose sessions have no duration has the lightest green."),
            tr(
                "A run is of days of practice one after the other, within what is shown; the current one goes on until the end of today. "
                "The share is that of the days shown, from the first session until today, which counts once there is a session."
            ),
            tr("Not shown: sessions without a start."),
        )
    )
