"""What practice was for."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.analytics import GoalTimeRow
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.tree import UNFILED
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable, Key
from fractal_desktop.ui.analytics.charts.ranking import Rank, Ranking
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.goals_answer import FEWEST_SESSIONS, GoalsAnswer
from fractal_desktop.ui.analytics.heat_words import few_sessions_words
from fractal_desktop.ui.analytics.words import hours, one_line, percent, sessions, tr, whole
from fractal_desktop.ui.settings import Settings

_SPLIT_KEY = "analytics/goals/split"
_INDENT = "    "


class GoalsCard(ChartCard):
    """A bar for each branch below the goal that is chosen, or below each fractal; darker what is the branch's own."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(tr("Time by goal, with all below"), _explanation(), parent)
        self._settings = settings
        self._answer: GoalsAnswer | None = None
        self._ranking = Ranking((tr("time"), tr("share")), (tr("own"), tr("below")))
        self._ranking.mark_opened.connect(self._open)
        self._ranking.left_out_changed.connect(self._tell_left_out)
        self._split = QAction(tr("Divide sessions among their goals"), self)
        self._split.setCheckable(True)
        self._split.setChecked(self.own_choice())
        self._split.toggled.connect(self._on_split_toggled)
        self.add_option(self._split)
        self.set_chart(self._ranking)

    @override
    def own_choice(self) -> bool:
        return self._settings.flag(_SPLIT_KEY, False)

    def show_answer(self, answer: GoalsAnswer) -> None:
        """Draw the branches, say what they show, and offer the whole tree as a table."""
        self._answer = answer
        self.set_finding(answer.finding)
        self.say_empty("" if answer.branches else tr("No practice with a duration in this period."))
        number = sum(row.total_sessions for row in answer.branches)
        self.set_notes(["" if answer.finding else few_sessions_words(number, FEWEST_SESSIONS)])
        self._ranking.show_ranks([_rank(row, answer) for row in answer.branches])
        self._ranking.setAccessibleName(f"{self.accessibleName()}. {self.measure}")

    @override
    def table(self) -> ChartTable:
        heads = (tr("Goal"), tr("Own time"), tr("With everything below"), tr("Sessions"), tr("Share"))
        answer = self._answer
        rows = () if answer is None else zip(answer.rows, answer.depths, strict=True)
        cells = tuple(_cells(row, depth, place, answer) for place, (row, depth) in enumerate(rows))
        return ChartTable(self.measure, heads, cells, ("", tr("seconds"), tr("seconds")), _keys(() if answer is None else answer.rows))

    @Slot(int)
    def _open(self, mark: int) -> None:
        assert self._answer is not None
        answer = self._answer
        row = answer.branches[self._ranking.rank_index(mark)]
        goal_id, directly = UNFILED if row.goal_id is None else row.goal_id, row.goal_id in answer.own_of
        everything = answer.choice.sessions_of(answer.choice.days)
        self.opened.emit(Door(_name(row, answer), replace(everything, goal_id=goal_id, directly=directly)))

    @Slot(int)
    def _tell_left_out(self, number: int) -> None:
        self.set_left_out(number, tr("1 more branch in the table"), tr("{count} more branches in the table"))

    @Slot(bool)
    def _on_split_toggled(self, is_split: bool) -> None:
        self._settings.set_flag(_SPLIT_KEY, is_split)
        self.own_choice_changed.emit()


def _name(row: GoalTimeRow, answer: GoalsAnswer) -> str:
    if row.goal_id is None:
        return tr("Without a goal")
    name = one_line(row.name or "") or tr("Goal without a name")
    return tr("{goal} itself").format(goal=name) if row.goal_id in answer.own_of else name


def _rank(row: GoalTimeRow, answer: GoalsAnswer) -> Rank:
    share = percent(row.total_seconds / answer.seconds) if answer.seconds else "-"
    is_only_own = row.goal_id in answer.own_of
    lines = [f"{hours(row.total_seconds)}, {share}", sessions(row.total_sessions)]
    if not is_only_own and 0 < row.own_seconds < row.total_seconds:
        lines.append(tr("Own {time}").format(time=hours(row.own_seconds)))
    return Rank(
        _name(row, answer),
        row.total_seconds,
        (hours(row.total_seconds), share),
        TipText(_name(row, answer), tuple(lines)),
        rest=row.goal_id is None,
        goal_type=GoalType(row.goal_type) if row.goal_type in set(GoalType) else None,
        own=row.own_seconds if not is_only_own and row.own_seconds < row.total_seconds else 0,
    )


def _door(name: str, row: GoalTimeRow, answer: GoalsAnswer | None) -> Door | None:
    """Return the sessions of a goal with everything below; there are none in a row that only holds the place of others."""
    if answer is None or not row.total_sessions:
        return None
    goal_id = UNFILED if row.goal_id is None else row.goal_id
    return Door(name, replace(answer.choice.sessions_of(answer.choice.days), goal_id=goal_id))


def _cells(row: GoalTimeRow, depth: int, place: int, answer: GoalsAnswer | None) -> tuple[Cell, ...]:
    share = row.total_seconds / answer.seconds if answer is not None and answer.seconds else 0.0
    name = tr("Without a goal") if row.goal_id is None else tr("deleted goal") if row.name is None else one_line(row.name)
    return (
        Cell(_INDENT * depth + name, f"{place:06d}", name, _door(name, row, answer)),  # as a number it would stand right
        Cell(hours(row.own_seconds), row.own_seconds),
        Cell(hours(row.total_seconds), row.total_seconds),
        Cell(whole(row.total_sessions), row.total_sessions),
        Cell(percent(share), share),
    )


def _keys(rows: Sequence[GoalTimeRow]) -> tuple[Key, Key]:
    return Key.of(tr("Goal id"), (row.goal_id for row in rows)), Key.of(tr("Parent id"), (row.parent_id for row in rows))


def _explanation() -> str:
    return "\n".join(
        (
            tr("Each branch counts its own sessions and those of everything below it, each session once."),
            tr(
                "A session of several goals counts for each of them, so shares may come to more than 100 %; the menu can divide it instead."
            ),
            tr("Darker: the branch's own part. Sessions without a duration have no time; over all time, those without a start count too."),
            tr("Sessions without a goal, and of goals that are gone, stand last."),
        )
    )
