"""What the card on goals asks: time by goal, each branch with everything below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fractal_desktop.domain.analytics import GoalTimeRow
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.words import percent, share_in_words, tr

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

FEWEST_SESSIONS = 5
_LEAST_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class GoalsAnswer:
    """All goals with practice in the order of the tree, and the branches to draw, most time first.

    `depths` stand beside `rows`. `own_of` are the goals of which one branch is only what is their own.
    `seconds` is the time of all sessions, each once.
    """

    choice: Choice
    split: bool
    rows: tuple[GoalTimeRow, ...]
    depths: tuple[int, ...]
    branches: tuple[GoalTimeRow, ...]
    own_of: frozenset[GoalId]
    seconds: int
    finding: str


def read_goals(workspace: "Workspace", choice: Choice, split: bool) -> GoalsAnswer:
    """Return the time by goal; with `split` a session of several goals is divided among them."""
    rows = workspace.balance.goal_times(choice.filter, split=split)
    seconds = workspace.analytics.seconds(choice.filter)
    branches, own_of = branches_of(rows, choice.goal_id)
    return GoalsAnswer(choice, split, rows, depths_of(rows), branches, own_of, seconds, goals_finding(branches, own_of, seconds))


def depths_of(rows: Sequence[GoalTimeRow]) -> tuple[int, ...]:
    """Return how deep in the tree each row stands, of rows in the tree's order."""
    found: dict[GoalId | None, int] = {}
    for row in rows:
        if row.goal_id is not None:
            found[row.goal_id] = found.get(row.parent_id, -1) + 1 if row.parent_id is not None else 0
    return tuple(found.get(row.goal_id, 0) for row in rows)


def branches_of(rows: Sequence[GoalTimeRow], goal_id: GoalId | None) -> tuple[tuple[GoalTimeRow, ...], frozenset[GoalId]]:
    """Return the branches right below a goal, most time first; without one those below each fractal.

    What is a goal's own, beside its branches, is a branch too: a row with only that, whose goal is in the second value. A fractal that
    has no branches with practice is one itself. Sessions without a goal that exists are one row, the last.
    """
    tops = [row for row in rows if (row.goal_id == goal_id if goal_id is not None else row.parent_id is None and row.name is not None)]
    found: list[GoalTimeRow] = []
    own_of: set[GoalId] = set()
    for top in tops:
        below = [row for row in rows if row.parent_id == top.goal_id and row.goal_id is not None]
        if not below:
            found.append(top)
            continue
        found += below
        if top.own_seconds and top.goal_id is not None:
            found.append(top._replace(total_sessions=top.own_sessions, total_seconds=top.own_seconds))
            own_of.add(top.goal_id)
    found.sort(key=lambda row: -row.total_seconds)
    if goal_id is None:
        found += [row._replace(own_sessions=row.total_sessions, own_seconds=row.total_seconds) for row in rows if row.goal_id is None]
    return tuple(row for row in found if row.total_seconds), frozenset(own_of)


def goals_finding(branches: Sequence[GoalTimeRow], own_of: frozenset[GoalId], seconds: int) -> str:
    """Say which branch has most of the time, if it has a fifth of it and there are two branches and five sessions; or the only one."""
    known = [row for row in branches if row.goal_id is not None and row.name and row.goal_id not in own_of]
    number = sum(row.total_sessions for row in branches)
    if len(branches) == 1 and known and number > 1:
        return tr("All of the time is {goal}").format(goal=known[0].name)
    if branches and branches[0].goal_id is None and number > 1:
        return tr("None of the time is for a goal")
    if len(branches) < 2 or not known or not seconds or number < FEWEST_SESSIONS:
        return ""
    first = known[0]
    share = first.total_seconds / seconds
    if share < _LEAST_SHARE:
        return tr("No goal gets a fifth of the time")
    words = share_in_words(share)
    if words == percent(share):
        return tr("{share} of the time is {goal}").format(share=words, goal=first.name)
    return tr("Half the time is {goal}").format(goal=first.name)
