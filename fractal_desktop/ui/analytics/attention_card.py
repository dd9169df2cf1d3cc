"""Which branches get the attention they are meant to get, and which starve."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.attention import FEWEST_SESSIONS, STARVING, GoalShare, meant
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable, Key
from fractal_desktop.ui.analytics.charts.share_bars import ShareBar, ShareBars
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.heat_words import few_sessions_words
from fractal_desktop.ui.analytics.shares_dialog import Branches, SharesDialog
from fractal_desktop.ui.analytics.words import hours, one_line, percent, sessions, tr, whole
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets.buttons import LinkButton

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AttentionAnswer:
    """The branches with a share that is meant, and their siblings; `groups` are those that shares may be given to.

    `parents` are the names of the goals right above the shares, by their ids; the fractals have none.
    """

    choice: Choice
    shares: tuple[GoalShare, ...]
    groups: tuple[Branches, ...]
    parents: Mapping[GoalId, str]

    @property
    def levels(self) -> int:
        """Return under how many goals the shares lie; a share of one is no share of another."""
        return len({share.parent_id for share in self.shares})

    def parent(self, share: GoalShare) -> str:
        """Return of what a branch gets its share."""
        return tr("All fractals") if share.parent_id is None else self.parents.get(share.parent_id) or tr("Goal without a name")


def read_attention(workspace: "Workspace", choice: Choice) -> AttentionAnswer:
    """Return intended and real shares in the period; groups of a single branch are left out, it gets all."""
    found = workspace.balance.branches(choice.filter)
    if choice.goal_id is None:
        fractals = found.get(None, ())
        parents = [(None, tr("All fractals")), *((each.goal_id, each.name) for each in fractals)]
    else:
        parents = [(choice.goal_id, workspace.goals.goal(choice.goal_id).name)]
    names = {share.goal_id: one_line(share.name) for siblings in found.values() for share in siblings}
    if choice.goal_id is not None:
        names[choice.goal_id] = one_line(parents[0][1])
    groups = (Branches(parent_id, name, found.get(parent_id, ())) for parent_id, name in parents)
    return AttentionAnswer(choice, meant(found.values()), tuple(group for group in groups if len(group.branches) > 1), names)


class AttentionCard(ChartCard):
    """A bar for each branch with a mark at the share that is meant for it; those that get far less are marked and come first."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("Attention, share of the time"), _explanation(), parent)
        self._context = context
        self._answer: AttentionAnswer | None = None
        self._drawn: tuple[GoalShare, ...] = ()
        self._bars = ShareBars((tr("is"), tr("meant")), whole=1.0)
        self._bars.mark_opened.connect(self._open)
        self._bars.left_out_changed.connect(self._tell_left_out)
        self._door = LinkButton(tr("Set shares…"), icon("edit", "accent"))
        self._door.clicked.connect(self._on_set_shares)
        self.set_chart(self._bars)
        self.place_door(self._door)

    def show_answer(self, answer: AttentionAnswer) -> None:
        """Draw the shares and say what starves, or what there is to be said first."""
        self._answer = answer
        self.set_measure(_measure_words(answer))
        self.set_finding(attention_finding(answer.shares))
        self.say_empty(_nothing_words(answer))
        self.place_door(self._door)
        self._door.setVisible(bool(answer.groups) and self._context.can_write)
        some = max((share.of_sessions for share in answer.shares), default=0)
        self.set_notes([few_sessions_words(some, FEWEST_SESSIONS)])
        self._drawn = _in_order(answer.shares)
        self._bars.show_bars([_bar(share, answer) for share in self._drawn])
        self._bars.setAccessibleName(f"{self.accessibleName()}. {self.measure}")

    @override
    def table(self) -> ChartTable:
        heads = (tr("Goal"), tr("Share of"), tr("Is"), tr("Meant"), tr("Time"), tr("Missing"))
        answer = self._answer
        if answer is None:
            return ChartTable(self.measure, heads, ())
        rows, units = tuple(_cells(share, answer) for share in answer.shares), ("", "", "", "", tr("seconds"), tr("seconds"))
        parent = Key.of(tr("Parent id"), (share.parent_id for share in answer.shares))
        return ChartTable(self.measure, heads, rows, units, (Key.of(tr("Goal id"), (share.goal_id for share in answer.shares)), parent))

    @Slot(int)
    def _tell_left_out(self, number: int) -> None:
        self.set_left_out(number, tr("1 more in the table"), tr("{count} more in the table"))

    @Slot(int)
    def _open(self, mark: int) -> None:
        assert self._answer is not None
        self.opened.emit(_door(self._drawn[mark], self._answer.choice))

    @Slot()
    def _on_set_shares(self) -> None:
        if self._answer is not None and self._answer.groups:
            dialog = SharesDialog(self._answer.groups, self)
            dialog.shares_given.connect(self._on_shares_given)
            dialog.open()

    @Slot(object)
    def _on_shares_given(self, shares: Mapping[GoalId, float | None]) -> None:
        self._context.write(self, partial(_set_shares, dict(shares)))


def _set_shares(shares: Mapping[GoalId, float | None], workspace: "Workspace") -> Change:
    return workspace.balance.set_shares(shares)


def _in_order(shares: tuple[GoalShare, ...]) -> tuple[GoalShare, ...]:
    """Return siblings together, first those among which one starves, and of each those that starve first, the hungriest before all."""
    hungry = {share.parent_id for share in shares if share.is_starving}
    places = {parent: place for place, parent in enumerate(dict.fromkeys(share.parent_id for share in shares))}
    return tuple(
        sorted(
            shares,
            key=lambda share: (
                share.parent_id not in hungry,
                places[share.parent_id],
                not share.is_starving,
                -share.missing_seconds if share.is_starving else 0,
            ),
        )
    )


def _measure_words(answer: AttentionAnswer) -> str:
    """Return of what the shares are, where they all are of the same goal."""
    if answer.levels != 1 or answer.shares[0].parent_id is None:
        return tr("Attention, share of the time")
    return tr("Attention, share of the time for {goal}").format(goal=answer.parent(answer.shares[0]))


def attention_finding(shares: tuple[GoalShare, ...]) -> str:
    """Say which branch starves most, or that none does where there are enough sessions to say so."""
    starving = sorted((share for share in shares if share.is_starving), key=lambda share: -share.missing_seconds)
    if len(starving) > 1:
        return tr("{goal} and {count} more starve").format(goal=_name(starving[0]), count=whole(len(starving) - 1))
    if starving:
        return tr("{goal} starves").format(goal=_name(starving[0]))
    wanted = [share for share in shares if share.intended and share.real is not None]
    return tr("Every branch gets about what is meant for it") if wanted and wanted[0].of_sessions >= FEWEST_SESSIONS else ""


def _nothing_words(answer: AttentionAnswer) -> str:
    if not answer.groups and not answer.shares:
        return tr("Once there are several branches of goals, you can say here which share of your time each is meant to get.")
    if not answer.shares:
        return tr("Say which share of your time each branch is meant to get, and see here which ones starve.")
    if not any(share.of_seconds for share in answer.shares):
        return tr("No practice with a duration in this period.")
    return ""


def _bar(share: GoalShare, answer: AttentionAnswer) -> ShareBar:
    real = "-" if share.real is None else percent(share.real)
    figures = (real, "" if share.intended is None else percent(share.intended))
    lines = [f"{hours(share.seconds)}, {sessions(share.sessions)}"]
    if share.intended is not None:
        lines.append(tr("Meant: {share}").format(share=percent(share.intended)))
    if share.missing_seconds:
        lines.append(tr("{time} missing").format(time=hours(share.missing_seconds)))
    group = answer.parent(share) if answer.levels > 1 else ""
    if group:
        lines.append(tr("Share of: {goal}").format(goal=group))
    name = _name(share)
    return ShareBar(name, share.real or 0.0, share.intended, figures, TipText(name, tuple(lines)), share.is_starving, group)


def _name(share: GoalShare) -> str:
    return one_line(share.name) or tr("Goal without a name")


def _door(share: GoalShare, choice: Choice) -> Door:
    return Door(_name(share), replace(choice.sessions_of(choice.days), goal_id=share.goal_id))


def _cells(share: GoalShare, answer: AttentionAnswer) -> tuple[Cell, ...]:
    real = share.real
    return (
        Cell(_name(share), _name(share).casefold(), door=_door(share, answer.choice)),
        Cell(answer.parent(share), answer.parent(share).casefold()),
        Cell("-", -1.0) if real is None else Cell(percent(real), real),
        Cell("-", -1.0) if share.intended is None else Cell(percent(share.intended), share.intended),
        Cell(hours(share.seconds), share.seconds),
        Cell(hours(share.missing_seconds), share.missing_seconds),
    )


def _explanation() -> str:
    return "\n".join(
        (
            tr("Real: the time of a branch with everything below, of the time of all branches beside it. Mark: the share you meant."),
            tr("Where shares were given under several goals, each branch stands below the goal of whose time it gets a share."),
            tr("A session of several goals is divided among them, so that the shares come to 100 %."),
            tr("A branch starves if it gets less than {part} of its share.").format(part=percent(STARVING)),
            tr("Sessions without a duration have no time. Over all time, those without a start count too."),
        )
    )
