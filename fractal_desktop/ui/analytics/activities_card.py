"""What is practised: the time of each activity."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.analytics import ActivityTimeRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable, Key
from fractal_desktop.ui.analytics.charts.ranking import Rank, Ranking
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.document_card import COUNTED_MEANWHILE, READ_AT_ONCE, DocumentCard, Reading
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.words import hours, one_line, percent, sessions, share_in_words, spelled, tr, whole

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_FEWEST_ITEMS = 5
_MOST_ACTIVITIES = 4
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class ActivitiesAnswer:
    """The activities, most time first, then those without any, by their sessions, as far as documents are read."""

    choice: Choice
    rows: tuple[ActivityTimeRow, ...]
    reading: Reading

    @property
    def seconds(self) -> int:
        """Return the time of all items together."""
        return sum(row.seconds for row in self.rows)


def read_activities(workspace: "Workspace", choice: Choice) -> ActivitiesAnswer:
    """Return the time by activity, having read some more documents."""
    rows, known, in_all = workspace.balance.activity_times_so_far(choice.filter, READ_AT_ONCE, COUNTED_MEANWHILE)
    return ActivitiesAnswer(choice, rows, Reading(known, in_all))


class ActivitiesCard(DocumentCard):
    """A bar for each activity with time; those without any are in the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Time by activity"), _explanation(), parent)
        self._answer: ActivitiesAnswer | None = None
        self._timed: tuple[ActivityTimeRow, ...] = ()
        self._ranking = Ranking((tr("time"), tr("sessions")))
        self._ranking.mark_opened.connect(self._open)
        self._ranking.left_out_changed.connect(self._tell_left_out)
        self.set_chart(self._ranking)

    def show_answer(self, answer: ActivitiesAnswer) -> None:
        """Draw the activities, say what they show, and offer them as a table."""
        self._answer = answer
        self._timed = tuple(row for row in answer.rows if row.seconds)
        self.set_finding(activities_finding(self._timed) if answer.reading.is_whole else "")
        self.say_empty(_nothing_words(answer))
        without = len(answer.rows) - len(self._timed)
        untimed = tr("1 activity has no time of its own"), tr("{count} activities have no time of their own")
        self.note_reading(answer.reading, _counted(without, *untimed) if self._timed else "")
        self._ranking.show_ranks([_rank(row, answer.seconds) for row in self._timed])
        self._ranking.setAccessibleName(f"{self.accessibleName()}. {self.measure}")

    @override
    def table(self) -> ChartTable:
        heads = (tr("Activity"), tr("Time"), tr("Times practised"), tr("Sessions"))
        answer = self._answer
        rows = () if answer is None else answer.rows
        cells = () if answer is None else tuple(_cells(row, answer.choice) for row in rows)
        key = Key.of(tr("Activity id"), (row.activity_id for row in rows))
        return ChartTable(self.measure, heads, cells, ("", tr("seconds")), (key,))

    @Slot(int)
    def _open(self, mark: int) -> None:
        assert self._answer is not None
        self.opened.emit(_door(self._timed[self._ranking.rank_index(mark)], self._answer.choice))

    @Slot(int)
    def _tell_left_out(self, number: int) -> None:
        self.set_left_out(number, tr("1 more activity in the table"), tr("{count} more activities in the table"))


def _sessions_behind(activity_id: ActivityId, choice: Choice, workspace: "Workspace") -> SessionQuery:
    found = workspace.balance.activity_sessions(choice.filter, activity_id)
    return replace(choice.sessions_of(choice.days), activity_id=activity_id) if found is None else SessionQuery(ids=found)


def activities_finding(rows: tuple[ActivityTimeRow, ...]) -> str:
    """Say how few activities make up half of the time, from five timed items on; at most four are few."""
    everything = sum(row.seconds for row in rows)
    if len(rows) == 1 and rows[0].items > 1:
        return tr("All of the timed practice is {activity}").format(activity=_name(rows[0]))
    if sum(row.items for row in rows) < _FEWEST_ITEMS or len(rows) < 2:
        return ""
    for number in range(1, min(len(rows) - 1, _MOST_ACTIVITIES) + 1):
        share = sum(row.seconds for row in rows[:number]) / everything
        if number == 1 and share >= _HALF:
            return tr("{activity} takes {share}").format(activity=_name(rows[0]), share=share_in_words(share))
        if share >= _HALF:
            return tr("{count} activities take {share}").format(count=spelled(number), share=share_in_words(share))
    return tr("No few activities take half of the time")


def _nothing_words(answer: ActivitiesAnswer) -> str:
    if not answer.rows and not answer.reading.is_whole:
        return tr("Looking for activities…")
    if not answer.rows:
        return tr("No activities were practised in this period.")
    if not answer.seconds and answer.reading.is_whole:
        return tr("Activities were practised in this period, but none of them was timed.")
    return ""


def _counted(number: int, one: str, more: str) -> str:
    return "" if number == 0 else one if number == 1 else more.format(count=whole(number))


def _name(row: ActivityTimeRow) -> str:
    return tr("deleted activity") if row.name is None else one_line(row.name) or tr("Activity without a name")


def _rank(row: ActivityTimeRow, everything: int) -> Rank:
    lines = [
        f"{hours(row.seconds)}, {percent(row.seconds / everything)}",
        sessions(row.sessions),
        tr("{time} each time").format(time=hours_minutes(row.seconds / row.items) if row.items else "-"),
    ]
    figures = (hours(row.seconds), whole(row.sessions))
    return Rank(_name(row), row.seconds, figures, TipText(_name(row), tuple(lines)), rest=row.name is None)


def _door(row: ActivityTimeRow, choice: Choice) -> Door:
    return Door(_name(row), partial(_sessions_behind, row.activity_id, choice))


def _cells(row: ActivityTimeRow, choice: Choice) -> tuple[Cell, ...]:
    return (
        Cell(_name(row), _name(row).casefold(), door=_door(row, choice)),
        Cell(hours(row.seconds), row.seconds),
        Cell(whole(row.items), row.items),
        Cell(whole(row.sessions), row.sessions),
    )


def _explanation() -> str:
    return "\n".join(
        (
            tr("The time that the items of an activity were timed or noted, in the sessions of the period."),
            tr("Counted: items of 1 second to 31 days. Items without a time make a session count, but add no time."),
            tr("Activities that are gone stand last. Over all time, sessions without a start count too."),
        )
    )
