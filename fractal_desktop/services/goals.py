"""What a person can do with goals and with the tree they form."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fractal_desktop.domain.calendar import Calendar
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import Goal, GoalType
from fractal_desktop.domain.ids import GoalId, SessionId, TargetId, TrashId
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.domain.target import Target, TargetDraft
from fractal_desktop.domain.target_progress import TargetProgress
from fractal_desktop.domain.tree import UNFILED, GoalTime, TrashEntry, TreeNode, TreePath
from fractal_desktop.persistence import goal_tree, goals, session_writes, target_progress, target_rule, targets, trash
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.filing import Filing
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.unit_of_work import UnitOfWork, driver, reading
from fractal_desktop.services.goal_ledger import GoalLedger
from fractal_desktop.services.history import Done, History

PAGE = 200


class GoalService:
    """The goals and the tree of an open file. `zone` is the one its old time columns were written in, `calendar` that of targets."""

    def __init__(
        self,
        database: Database,
        history: History,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
        calendar: Callable[[], Calendar],
        ledger: GoalLedger,
    ) -> None:
        self._database = database
        self._history = history
        self._zone = zone
        self._clock = clock
        self._calendar = calendar
        self._ledger = ledger

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

    def open_with_targets(self) -> tuple[GoalId, ...]:
        """Return the goals that are not complete and have targets, oldest first."""
        with reading(self._database) as connection:
            return goals.open_with_targets(driver(connection))

    def target_progress(self, goal_id: GoalId, now: datetime, zone: ZoneInfo) -> tuple[TargetProgress, ...]:
        """Return how far the goal is with each of its targets, in their order; days and weeks are those of the display `zone`.

        Slow with many sessions: ask off the UI thread.
        """
        with reading(self._database) as connection:
            return target_progress.progress(driver(connection), goal_id, now, replace(self._calendar(), zone=zone))

    def set_target(self, goal_id: GoalId, target_id: TargetId | None, draft: TargetDraft) -> Change:
        """Change a target of a goal, None to add one; the goal completes, or opens again, if what was practised calls for it.

        Raises UserError if the draft wants nothing that could be reached, or if the targets of the goal cannot be read.
        """
        verb = "Add" if target_id is None else "Change"
        return self._with_targets(verb, goal_id, lambda unit: targets.set_target(unit.sql, goal_id, target_id, draft, self._stamp()))

    def remove_target(self, goal_id: GoalId, target_id: TargetId) -> Change:
        """Remove a target of a goal, which may complete it: what is left may be reached."""
        return self._with_targets("Remove", goal_id, lambda unit: targets.remove_target(unit.sql, goal_id, target_id, self._stamp()))

    def times(self, today: date | None = None) -> dict[GoalId, GoalTime]:
        """Return the time of every goal and of UNFILED. Slow with many sessions: ask off the UI thread.

        A session that serves several goals counts once in the total of each goal above them. Next deadlines are those from `today`
        on; without it, there are none.
        """
        linked = self._ledger.now().sessions.linked()
        with reading(self._database) as connection:
            found, unfiled = goal_tree.times(driver(connection), linked, today)
        return {**found, UNFILED: unfiled}

    def create(self, parent_id: GoalId | None, kind: GoalType, name: str) -> Change:
        """Make a goal below another, or a new fractal; its id is the change's `created`. Raises UserError if it may not lie there."""
        if kind is GoalType.PRACTICE_SESSION:
            raise UserError("A session is started, not made as a goal.")

        def command(unit: UnitOfWork) -> Done:
            node = self._filing(unit).create_goal(parent_id, kind, name)
            return Done(f"Create {node.name}", created=node.id)

        return self._history.perform(command)

    def rename(self, node_id: GoalId | SessionId, name: str) -> Change:
        """Give a goal or session another name; raises UserError if that is empty or too long."""
        return self._history.perform(lambda unit: Done(f"Rename {self._filing(unit).rename(node_id, name)}"))

    def describe(self, node_id: GoalId | SessionId, text: str) -> Change:
        """Give a goal or session another description."""
        return self._history.perform(lambda unit: Done(f"Describe {self._filing(unit).describe(node_id, text)}"))

    def set_deadline(self, goal_id: GoalId, deadline: date | None) -> Change:
        """Give a goal another deadline, None for none."""
        return self._history.perform(lambda unit: Done(f"Change deadline of {self._filing(unit).set_deadline(goal_id, deadline)}"))

    def complete(self, goal_id: GoalId) -> Change:
        """Mark a goal as complete, now; what lies below and above it stays as it is."""

        def command(unit: UnitOfWork) -> Done:
            filing = self._filing(unit)
            return Done(f"Complete {_completed(filing, goal_id, filing.stamp.now, self._calendar().zone)}")

        return self._history.perform(command)

    def complete_all(self, ids: Sequence[GoalId | SessionId], now: datetime, zone: ZoneInfo) -> Change:
        """Mark goals and sessions as complete, as one step; sessions as `PracticeService.complete` does: their timers stop."""

        def command(unit: UnitOfWork) -> Done:
            filing = self._filing(unit)
            return Done(f"Complete {_together([_completed(filing, id_, now, zone) for id_ in dict.fromkeys(ids)])}")

        return self._history.perform(command)

    def reopen(self, goal_id: GoalId) -> Change:
        """Mark a goal as not complete; what lies below and above it stays as it is."""
        return self.reopen_all((goal_id,))

    def reopen_all(self, ids: Sequence[GoalId | SessionId]) -> Change:
        """Mark goals and sessions as not complete, as one step."""

        def command(unit: UnitOfWork) -> Done:
            return Done(f"Reopen {_together([self._filing(unit).set_completed(id_, False) for id_ in dict.fromkeys(ids)])}")

        return self._history.perform(command)

    def move(self, ids: Sequence[GoalId | SessionId], new_parent: GoalId | SessionId | None) -> Change:
        """Hang goals and sessions below another goal, with everything below them, as one step.

        None is the top for goals; for sessions it means "without any goal", as UNFILED does. A session that moves keeps the other
        goals it is linked to. Raises UserError if one of them may not lie there, by its type or because the place is below it.
        """

        def command(unit: UnitOfWork) -> Done:
            names = self._filing(unit).move(ids, new_parent)
            return Done(f"Move {_together(names)}")

        return self._history.perform(command)

    def delete(self, ids: Sequence[GoalId | SessionId]) -> Change:
        """Put goals and sessions into the trash with everything below, as one step.

        A session below goes too, unless it hangs on a goal that stays.
        """

        def command(unit: UnitOfWork) -> Done:
            return Done(f"Delete {trash.delete(unit.sql, ids, self._stamp()).name}")

        return self._history.perform(command, foreign_keys=False)

    def trash(self) -> tuple[TrashEntry, ...]:
        """Return what can be restored, the last deleted first."""
        with reading(self._database) as connection:
            return trash.entries(driver(connection))

    def restore(self, trash_id: TrashId | int) -> Change:
        """Put back what was deleted; the change's `note` says so if it could not go back to where it was."""

        def command(unit: UnitOfWork) -> Done:
            restored = trash.restore(unit.sql, trash_id)
            return Done(f"Restore {restored.name}", note=restored.note)

        return self._history.perform(command, foreign_keys=False)

    def empty_trash(self) -> Change:
        """Forget everything in the trash; as long as the file stays open this too can be undone."""

        def command(unit: UnitOfWork) -> Done:
            trash.empty(unit.sql)
            return Done("Empty trash")

        return self._history.perform(command, foreign_keys=False)

    def _with_targets(self, verb: str, goal_id: GoalId, write: Callable[[UnitOfWork], str]) -> Change:
        """Change targets of a goal, and let it be complete or open as they want it."""

        def command(unit: UnitOfWork) -> Done:
            name = write(unit)
            return Done(f"{verb} target of {name}", note=target_rule.settle(unit.sql, goal_id, self._stamp(), self._calendar()))

        return self._history.perform(command)

    def _stamp(self) -> Stamp:
        return Stamp(self._clock(), self._zone)

    def _filing(self, unit: UnitOfWork) -> Filing:
        return Filing(unit, self._stamp())


def _completed(filing: Filing, id_: str, now: datetime, zone: ZoneInfo) -> str:
    """Complete a goal or a session, whose timers stop, and return its name."""
    if goals.is_session(filing.unit.sql, id_):
        return session_writes.complete(filing, id_, now, zone)
    return filing.set_completed(id_, True)


def _together(names: Sequence[str]) -> str:
    """Return what a step with several things is called in the Edit menu."""
    return names[0] if len(names) == 1 else f"{len(names)} items"
