"""Which templates sessions follow."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QLocale, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.analytics import TemplateRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.analytics.answers import TemplatesAnswer
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable, Key, date_cell
from fractal_desktop.ui.analytics.charts.ranking import Rank, Ranking
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.findings import FEWEST_TEMPLATE_SESSIONS
from fractal_desktop.ui.analytics.heat_words import few_sessions_words
from fractal_desktop.ui.analytics.words import hours, percent, sessions, template_name, tr, whole
from fractal_desktop.ui.sessions.texts import day_text


class TemplatesCard(ChartCard):
    """How often each template was used, and its average; "No template" last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Most used templates, sessions"), _explanation(), parent)
        self._ranking = Ranking((tr("count"), tr("avg")))
        self._rows: tuple[tuple[TemplateRow, date | None], ...] = ()
        self._doors: tuple[Door, ...] = ()
        self._ranking.mark_opened.connect(self._open)
        self._ranking.left_out_changed.connect(self._tell_left_out)
        self.set_chart(self._ranking)

    def show_answer(self, answer: TemplatesAnswer) -> None:
        """Draw the templates, say what they show, and offer them as a table."""
        used = sorted(zip(answer.rows, answer.last_days, strict=True), key=lambda pair: _is_rest(pair[0]))
        rows = [row for row, _ in used]
        everything = sum(row.sessions for row in rows)
        self._rows = tuple(used)
        self.set_finding(answer.finding)
        self.say_empty("" if rows else tr("No sessions in this period."))
        self.set_notes(["" if answer.finding else few_sessions_words(everything, FEWEST_TEMPLATE_SESSIONS)])
        base = answer.choice.sessions_of(answer.choice.days)
        self._doors = tuple(Door(_name(row), replace(base, template_id=row.template_id, without_template=_is_rest(row))) for row in rows)
        self._ranking.show_ranks([_rank(row, last_day, everything) for row, last_day in used])
        self._ranking.setAccessibleName(f"{self.accessibleName()}. {self.measure}")

    @override
    def table(self) -> ChartTable:
        heads = (tr("Template"), tr("Sessions"), tr("Time"), tr("Average"), tr("Last use"))
        rows = tuple(_cells(row, last_day, door) for (row, last_day), door in zip(self._rows, self._doors, strict=True))
        key = Key.of(tr("Template id"), (row.template_id for row, _ in self._rows))
        return ChartTable(self.measure, heads, rows, ("", "", tr("seconds"), tr("seconds")), (key,))

    @Slot(int)
    def _open(self, mark: int) -> None:
        self.opened.emit(self._doors[self._ranking.rank_index(mark)])

    @Slot(int)
    def _tell_left_out(self, number: int) -> None:
        self.set_left_out(number, tr("1 more template in the table"), tr("{count} more templates in the table"))


def _is_rest(row: TemplateRow) -> bool:
    return row.template_id is None


def _name(row: TemplateRow) -> str:
    return template_name(row.template_id, row.name)


def _rank(row: TemplateRow, last_day: date | None, everything: int) -> Rank:
    figures = (whole(row.sessions), hours_minutes(row.average_seconds))
    lines = [
        f"{sessions(row.sessions)}, {percent(row.sessions / everything)}",
        tr("Average {time}").format(time=hours_minutes(row.average_seconds)),
        tr("Together {time}").format(time=hours(row.seconds)),
    ]
    if last_day is not None:
        lines.append(tr("Last used {day}").format(day=day_text(last_day, QLocale())))
    return Rank(_name(row), row.sessions, figures, TipText(_name(row), tuple(lines)), rest=_is_rest(row))


def _cells(row: TemplateRow, last_day: date | None, door: Door) -> tuple[Cell, ...]:
    average = row.average_seconds
    return (
        Cell(_name(row), _name(row).casefold(), door=door),
        Cell(whole(row.sessions), row.sessions),
        Cell(hours(row.seconds), row.seconds),
        Cell(hours_minutes(average), -1.0 if average is None else average),
        Cell("-", "") if last_day is None else date_cell(day_text(last_day, QLocale()), last_day.toordinal()),
    )


def _explanation() -> str:
    return "\n".join(
        (
            tr("Each session counts for the template it was made from, also where that is deleted; “No template” stands last."),
            tr("Average = time of the sessions that have a duration ÷ their number."),
            tr("Over all time, sessions without a start count too; a period holds only those that start in it."),
        )
    )
