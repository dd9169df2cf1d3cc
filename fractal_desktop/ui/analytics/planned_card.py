"""Whether sessions last as long as they were planned."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.analytics import PlannedRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.ids import TemplateId
from fractal_desktop.domain.planned import usual_ratio
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable, Key
from fractal_desktop.ui.analytics.charts.share_bars import ShareBar, ShareBars
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.document_card import COUNTED_MEANWHILE, READ_AT_ONCE, DocumentCard, Reading
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.heat_words import few_sessions_words
from fractal_desktop.ui.analytics.words import percent, sessions, template_name, tr, whole

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_FEWEST_SESSIONS = 5
_KEPT_WITHIN = 0.05
_FAR_OFF = 0.25


@dataclass(frozen=True, slots=True)
class PlannedAnswer:
    """The templates with planned sessions, most of them first, as far as their documents are read."""

    choice: Choice
    rows: tuple[PlannedRow, ...]
    reading: Reading


def read_planned(workspace: "Workspace", choice: Choice) -> PlannedAnswer:
    """Return planned and actual time, having looked at some more documents."""
    rows, known, in_all = workspace.balance.planned_so_far(choice.filter, READ_AT_ONCE, COUNTED_MEANWHILE)
    return PlannedAnswer(choice, rows, Reading(known, in_all))


class PlannedCard(DocumentCard):
    """A bar for each template: how long a session of it usually is, with a mark at how long it was planned."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Planned and actual time of a session"), _explanation(), parent)
        self._answer: PlannedAnswer | None = None
        self._bars = ShareBars((tr("usual"), tr("planned")))
        self._bars.mark_opened.connect(self._open)
        self._bars.left_out_changed.connect(self._tell_left_out)
        self.set_chart(self._bars)

    def show_answer(self, answer: PlannedAnswer) -> None:
        """Draw the templates that are known by now, and say what they show."""
        self._answer = answer
        self.set_finding(planned_finding(answer.rows) if answer.reading.is_whole else "")
        self.say_empty(_nothing_words(answer))
        number = sum(row.sessions for row in answer.rows)
        self.note_reading(answer.reading, few_sessions_words(number, _FEWEST_SESSIONS) if answer.reading.is_whole else "")
        self._bars.show_bars([_bar(row) for row in answer.rows])
        self._bars.setAccessibleName(f"{self.accessibleName()}. {self.measure}")

    @override
    def table(self) -> ChartTable:
        heads = (tr("Template"), tr("Sessions"), tr("Usual"), tr("Planned"), tr("Usual ÷ planned"))
        answer = self._answer
        rows = () if answer is None else answer.rows
        cells = () if answer is None else tuple(_cells(row, answer.choice) for row in rows)
        key = Key.of(tr("Template id"), (row.template_id for row in rows))
        return ChartTable(self.measure, heads, cells, ("", "", tr("seconds"), tr("seconds")), (key,))

    @Slot(int)
    def _tell_left_out(self, number: int) -> None:
        self.set_left_out(number, tr("1 more in the table"), tr("{count} more in the table"))

    @Slot(int)
    def _open(self, mark: int) -> None:
        assert self._answer is not None
        self.opened.emit(_door(self._answer.rows[mark], self._answer.choice))


def _sessions_behind(template_id: TemplateId | None, choice: Choice, workspace: "Workspace") -> SessionQuery:
    return SessionQuery(ids=workspace.balance.planned_sessions(choice.filter, template_id))


def planned_finding(rows: tuple[PlannedRow, ...]) -> str:
    """Say by how much the usual session runs over or short, from five on; within 5 % they keep to their plan."""
    if sum(row.sessions for row in rows) < _FEWEST_SESSIONS:
        return ""
    over = usual_ratio(rows) - 1
    if abs(over) <= _KEPT_WITHIN:
        return tr("Sessions keep to their plan")
    text = tr("Sessions run {share} over") if over > 0 else tr("Sessions stop {share} short")
    return text.format(share=percent(abs(over)))


def _nothing_words(answer: PlannedAnswer) -> str:
    if answer.rows:
        return ""
    if not answer.reading.is_whole:
        return tr("Looking for plans…")
    return tr("No session in this period has both a plan and a duration. Minutes are planned in the sections of a template.")


def _name(row: PlannedRow) -> str:
    return template_name(row.template_id, row.name)


def _bar(row: PlannedRow) -> ShareBar:
    usual, planned = hours_minutes(row.usual_seconds), hours_minutes(row.planned_each)
    lines = (
        tr("Usually {time}, {share} of the plan").format(time=usual, share=percent(row.ratio)),
        tr("Planned {time}").format(time=planned),
        sessions(row.sessions),
    )
    tip, is_far_off = TipText(_name(row), lines), abs(row.ratio - 1) > _FAR_OFF
    return ShareBar(_name(row), row.usual_seconds, row.planned_each, (usual, planned), tip, is_far_off)


def _door(row: PlannedRow, choice: Choice) -> Door:
    return Door(_name(row), partial(_sessions_behind, row.template_id, choice))


def _cells(row: PlannedRow, choice: Choice) -> tuple[Cell, ...]:
    return (
        Cell(_name(row), _name(row).casefold(), door=_door(row, choice)),
        Cell(whole(row.sessions), row.sessions),
        Cell(hours_minutes(row.usual_seconds), row.usual_seconds),
        Cell(hours_minutes(row.planned_each), row.planned_each),
        Cell(percent(row.ratio), row.ratio),
    )


def _explanation() -> str:
    return "\n".join(
        (
            tr("Usual: the median of actual ÷ planned, of the planned time; so a timer that was forgotten changes little. The title is")
            + tr(" the median over all of them. Mark: the minutes planned in the sections of a session, on average."),
            tr("Counted: sessions that have both. Amber: the usual one is more than {share} off.").format(share=percent(_FAR_OFF)),
            tr("Over all time, sessions without a start count too."),
        )
    )
