# ruff: noqa: S608 - these statements are put together from constants of this package
"""Goals and sessions made, changed and moved: what hangs where, and by which rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from fractal_desktop.domain.errors import GoneError, UserError
from fractal_desktop.domain.goal import GoalType, check_parent, checked_name
from fractal_desktop.domain.tree import UNFILED
from fractal_desktop.persistence import goal_tree
from fractal_desktop.persistence.goals import goal_type, shown_text
from fractal_desktop.persistence.models import GoalNode, PracticeSessionNode
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.unit_of_work import UnitOfWork

_BELOW = """
    WITH RECURSIVE below(id) AS (VALUES (?) UNION SELECT g.id FROM below CROSS JOIN goals g ON g.parent_id = below.id)
"""


@dataclass(frozen=True, slots=True)
class Filing:
    """Changes goals and sessions in one unit of work; each method returns the name of what it changed."""

    unit: UnitOfWork
    stamp: Stamp

    def node(self, node_id: str) -> GoalNode:
        """Return the row of a goal or session; raises GoneError if it is gone."""
        node = self.unit.orm.get(GoalNode, node_id)
        if node is None:
            raise GoneError("This goal or session no longer exists.")
        return node

    def session(self, session_id: str) -> PracticeSessionNode:
        """Return the row of a session; raises GoneError if it is gone."""
        node = self.unit.orm.get(PracticeSessionNode, session_id)
        if node is None:
            raise GoneError("This session no longer exists.")
        return node

    def create_goal(self, parent_id: str | None, kind: GoalType, name: str) -> GoalNode:
        """Return a new goal below `parent_id`, at the top if that is None."""
        node = GoalNode(id=str(uuid4()), type=kind.value, name=checked_name(name), description="", completed=False)
        return self._added(node, kind, parent_id)

    def create_session(self, parent_id: str | None, name: str) -> PracticeSessionNode:
        """Return a new session for the goal `parent_id`, unfiled if that is None."""
        kind = GoalType.PRACTICE_SESSION
        node = PracticeSessionNode(id=str(uuid4()), type=kind.value, name=checked_name(name), description="", completed=False)
        self._added(node, kind, parent_id)
        if parent_id is not None:
            self._link(node.id, parent_id)
        return node

    def rename(self, node_id: str, name: str) -> str:
        """Give a goal or session another name and return that."""
        node = self.node(node_id)
        if checked_name(name) != node.name:
            node.name = checked_name(name)
            self.touch(node)
        return node.name

    def describe(self, node_id: str, text: str) -> str:
        """Give a goal or session another description."""
        node = self.node(node_id)
        if text != shown_text(node.description):
            node.description = text
            self.touch(node)
        return shown_text(node.name)

    def set_deadline(self, goal_id: str, deadline: date | None) -> str:
        """Give a goal another deadline, or none."""
        node = self.node(goal_id)
        if deadline != goal_tree.deadline_date(node.deadline):
            node.deadline = None if deadline is None else f"{deadline.isoformat()} 00:00:00.000000"
            self.touch(node)
        return shown_text(node.name)

    def set_completed(self, node_id: str, completed: bool) -> str:
        """Mark a goal or session as complete, now, or as open; nothing below or above it follows."""
        node = self.node(node_id)
        if bool(node.completed) != completed:
            node.completed = completed
            node.completed_at = self.stamp.now if completed else None
            self.unit.sql.execute("DELETE FROM goal_completions WHERE goal_id = ?", (node_id,))
            self.touch(node)
        return shown_text(node.name)

    def move(self, ids: Sequence[str], new_parent: str | None) -> list[str]:
        """Hang goals and sessions below `new_parent` and return the names of those that were elsewhere.

        None is the top for goals; for sessions it is "without any goal", as UNFILED is. What hangs below one of the others moves
        with that. Raises UserError if one of them may not lie there.
        """
        chosen = set(ids)
        tops = [id_ for id_ in dict.fromkeys(ids) if chosen.isdisjoint(goal_tree.chain(self.unit.sql, id_)[1:])]
        return [shown_text(node.name) for node in map(self.node, tops) if self._move(node, new_parent)]

    def set_goals(self, node: PracticeSessionNode, goal_ids: Sequence[str]) -> None:
        """Let a session hang on exactly these goals; it stays a child of its parent if that is among them, else of the first."""
        goals = list(dict.fromkeys(goal_ids))
        for goal_id in goals:
            self._check_parent(node, goal_id)
        present = goal_tree.session_parents(self.unit.sql, node.id)
        if set(goals) == set(present) and (node.parent_id in goals or not goals):
            return
        sql = self.unit.sql
        for goal_id in set(present) - set(goals):
            sql.execute("DELETE FROM practice_session_goals WHERE practice_session_id = ? AND short_term_goal_id = ?", (node.id, goal_id))
        for goal_id in goals:
            self._link(node.id, goal_id)
        if node.parent_id not in goals:
            node.parent_id = goals[0] if goals else None
            self._set_root(node)
        self.touch(node)

    def touch(self, node: GoalNode) -> None:
        """Note that the row was changed now."""
        node.updated_at = self.stamp.text

    def _added(self, node: GoalNode, kind: GoalType, parent_id: str | None) -> GoalNode:
        check_parent(kind, None if parent_id is None else self._type_of(parent_id))
        node.parent_id = parent_id
        node.created_at = node.updated_at = self.stamp.text
        node.root_id = self._root_for(node)
        self.unit.orm.add(node)
        self.unit.orm.flush()
        return node

    def _move(self, node: GoalNode, new_parent: str | None) -> bool:
        if isinstance(node, PracticeSessionNode):
            return self._move_session(node, None if new_parent == UNFILED else new_parent)
        if new_parent == UNFILED:
            raise UserError("Only sessions can be without a goal.")
        if node.parent_id == new_parent:
            return False
        self._check_parent(node, new_parent)
        node.parent_id = new_parent
        self.touch(node)
        self._set_root(node)
        return True

    def _move_session(self, node: PracticeSessionNode, new_parent: str | None) -> bool:
        present = goal_tree.session_parents(self.unit.sql, node.id)
        if new_parent is None:
            self.set_goals(node, ())
            return bool(present)
        if node.parent_id == new_parent:
            return False
        others = [goal_id for goal_id in present if goal_id not in (node.parent_id, new_parent)]
        self._check_parent(node, new_parent)
        node.parent_id = None
        self.unit.orm.flush()
        self.set_goals(node, (new_parent, *others))
        return True

    def _check_parent(self, node: GoalNode, parent_id: str | None) -> None:
        """Raise UserError if a node may not lie below another: by its type, or because that lies below it."""
        if parent_id is None:
            return
        way = goal_tree.chain(self.unit.sql, parent_id)
        if node.id in way:
            raise UserError(f"“{shown_text(node.name)}” cannot be moved into itself or into something that lies below it.")
        check_parent(goal_type(node.type), self._type_of(parent_id))

    def _type_of(self, parent_id: str) -> GoalType:
        parent = self.unit.orm.get(GoalNode, parent_id)
        if parent is None:
            raise UserError("The goal it should lie under no longer exists.")
        return goal_type(parent.type)

    def _root_for(self, node: GoalNode) -> str | None:
        """Return the id of the fractal a node is in: its own if it is at the top; an unfiled session is in none."""
        if node.parent_id is not None:
            return goal_tree.chain(self.unit.sql, node.parent_id)[-1]
        return None if isinstance(node, PracticeSessionNode) else node.id

    def _set_root(self, node: GoalNode) -> None:
        """Let a node that moved, and everything below it, name the fractal it is in now."""
        self.unit.orm.flush()
        root_id = self._root_for(node)
        self.unit.sql.execute(
            f"{_BELOW} UPDATE goals SET root_id = ? WHERE id IN (SELECT id FROM below) AND root_id IS NOT ?", (node.id, root_id, root_id)
        )
        self.unit.orm.refresh(node, ["root_id"])

    def _link(self, session_id: str, goal_id: str) -> None:
        self.unit.sql.execute(
            "INSERT INTO practice_session_goals (practice_session_id, short_term_goal_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (session_id, goal_id),
        )
