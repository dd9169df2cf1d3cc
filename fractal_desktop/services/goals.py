"""What a person can do with goals and with the tree they form."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from fractal_desktop.domain.goal import Goal
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.domain.target import Target
from fractal_desktop.domain.tree import UNFILED, GoalTime, TreeNode, TreePath
from fractal_desktop.persistence import goal_tree, goals, targets
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.unit_of_work import driver, reading
from fractal_desktop.services.history import History

PAGE = 200


class GoalService:
    """The goals and the tree of an open file. `zone` is the one its old time columns were written in."""

    def __init__(self, database: Database, history: History, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._history = history
        self._zone = zone
        self._clock = clock

    def roots(self) -> tuple[TreeNode, ...]:
        """Return the top of the tree, oldest first; a goal whose parent does not exist is there too."""
        with reading(self._database) as connection:
            return goals.roots(driver(connection))

    def children(
        self, goal_id: GoalId | SessionId | None, *, sessions: bool = True, offset: int = 0, limit: int = PAGE
    ) -> tuple[TreeNode, ...]:
        """Return the lines [offset, offset + limit) below a node: goals, oldest first, then sessions, newest first.

        A session hangs on its parent and on every goal it is linked to. `UNFILED` holds those without a goal that exists;
        None is the top. Fewer lines than `limit` means that there are no more.
        """
        if goal_id is None:
            return self.roots()[offset : offset + limit]
        with reading(self._database) as connection:
            return goals.children(driver(connection), goal_id, sessions=sessions, offset=offset, limit=limit)

    def nodes(self, ids: tuple[GoalId | SessionId, ...]) -> tuple[TreeNode, ...]:
        """Return the lines of these goals and sessions, in this order; those that are gone are left out."""
        with reading(self._database) as connection:
            return goals.nodes(driver(connection), ids)

    def unfiled_count(self) -> int:
        """Return how many sessions have no goal that exists."""
        with reading(self._database) as connection:
            return goals.unfiled_count(driver(connection))

    def find(self, text: str, limit: int = PAGE, *, sessions: bool = True) -> tuple[TreePath, ...]:
        """Return the ways to the goals, then the newest sessions, whose names hold `text`, whatever its case; at most `limit`."""
        with reading(self._database) as connection:
            return goals.find(driver(connection), text, limit, sessions=sessions)

    def path_to(self, node_id: GoalId | SessionId) -> tuple[GoalId, ...]:
        """Return the ids from the root (or UNFILED) down to the node, itself last; empty if it is gone."""
        with reading(self._database) as connection:
            return goals.path_to(driver(connection), node_id)

    def breadcrumbs(self, node_id: GoalId | SessionId) -> tuple[GoalLink, ...]:
        """Return what lies above a node, root first, without the node itself."""
        with reading(self._database) as connection:
            return goals.breadcrumbs(driver(connection), node_id)

    def goal(self, goal_id: GoalId) -> Goal:
        """Return the goal; raises UserError if it is gone."""
        with reading(self._database) as connection:
            return goals.goal(driver(connection), goal_id, self._zone)

    def targets(self, goal_id: GoalId) -> tuple[Target, ...]:
        """Return what the goal is to be measured by, in the order of the file; empty if there is nothing."""
        with reading(self._database) as connection:
            return targets.targets(driver(connection), goal_id)

    def times(self) -> dict[GoalId, GoalTime]:
        """Return the time of every goal and of UNFILED. Slow with many sessions: ask off the UI thread.

        A session that serves several goals counts once in the total of each goal above them.
        """
        with reading(self._database) as connection:
            found, unfiled = goal_tree.times(driver(connection))
        return {**found, UNFILED: unfiled}
