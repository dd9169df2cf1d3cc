"""A tree in memory that answers like the services do, at once or when told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.tree import UNFILED, TreeNode
from fractal_desktop.ui.goals.branch_reading import BranchPage, BranchRequest
from fractal_desktop.ui.goals.cells import CellTexts

NOW = datetime(2026, 3, 5, 18, 0, tzinfo=UTC)
Answer = Callable[[tuple[BranchPage, ...]], None]


@dataclass
class Entry:
    id: str
    type: GoalType
    name: str
    parents: list[str | None]
    deadline: date | None = None
    completed: bool = False
    start: datetime | None = None


@dataclass
class FakeTree:
    """Goals and sessions; a session may have several parents."""

    entries: dict[str, Entry] = field(default_factory=dict)

    def goal(self, node_id: str, parent: str | None = None, kind: GoalType = GoalType.ULTIMATE, **more: object) -> str:
        self.entries[node_id] = Entry(node_id, kind, f"Goal {node_id}", [parent], **more)
        return node_id

    def session(self, node_id: str, *parents: str, days_ago: float = 0) -> str:
        start = NOW - timedelta(days=days_ago)
        self.entries[node_id] = Entry(node_id, GoalType.PRACTICE_SESSION, f"Session {node_id}", list(parents), start=start)
        return node_id

    def sessions(self, parent: str, count: int) -> None:
        for number in range(count):
            self.session(f"{parent}-{number}", parent, days_ago=number)

    def node(self, entry: Entry) -> TreeNode:
        below = [other for other in self.entries.values() if entry.id in other.parents]
        goals = [other for other in below if other.type is not GoalType.PRACTICE_SESSION]
        return TreeNode(
            id=GoalId(entry.id),
            type=entry.type,
            name=entry.name,
            parent_id=GoalId(entry.parents[0]) if entry.parents and entry.parents[0] else None,
            completed=entry.completed,
            deadline=entry.deadline,
            child_goals=len(goals),
            done_goals=sum(goal.completed for goal in goals),
            sessions=len(below) - len(goals),
            start=entry.start,
            duration_seconds=2820 if entry.start else None,
        )

    def below(self, parent: str | None, sessions: bool) -> list[TreeNode]:
        known = {None, *self.entries}
        if parent == UNFILED:
            found = [e for e in self.entries.values() if e.start and not any(p in known and p for p in e.parents)]
        else:
            found = [e for e in self.entries.values() if parent in e.parents]
        goals = [e for e in found if e.start is None]
        practised = sorted((e for e in found if e.start), key=lambda e: e.start, reverse=True) if sessions else []
        nodes = [self.node(e) for e in [*goals, *practised]]
        unfiled = len(self.below(UNFILED, True)) if parent is None and sessions else 0
        if unfiled:
            nodes.append(TreeNode(UNFILED, GoalType.ULTIMATE, "Unfiled", None, False, None, 0, 0, unfiled))
        return nodes

    def remove(self, node_id: str) -> None:
        del self.entries[node_id]
        for entry in list(self.entries.values()):
            if node_id in entry.parents:
                entry.parents.remove(node_id)
                if not entry.parents:
                    self.remove(entry.id)


class FakeReader:
    """Answers at once, or with `patient` when `deliver` is called."""

    def __init__(self, tree: FakeTree, patient: bool = False) -> None:
        self.tree = tree
        self.patient = patient
        self.asked: list[BranchRequest] = []
        self._waiting: list[tuple[tuple[BranchPage, ...], Answer, Callable[[], None]]] = []

    def read(self, requests: tuple[BranchRequest, ...], then: Answer, failed: Callable[[], None]) -> None:
        self.asked += requests
        pages = tuple(self._page(request) for request in requests)
        if self.patient:
            self._waiting.append((pages, then, failed))
        else:
            then(pages)

    def _page(self, request: BranchRequest) -> BranchPage:
        below = self.tree.below(request.parent_id, request.sessions)
        end = request.offset + request.limit
        return BranchPage(request, tuple(below[request.offset : end]), complete=end > len(below))

    def deliver(self) -> bool:
        """Answer what was asked first; return whether anything was."""
        if self._waiting:
            pages, then, _ = self._waiting.pop(0)
            then(pages)
            return True
        return False

    def fail(self) -> None:
        self._waiting.pop(0)[2]()


def texts() -> CellTexts:
    return CellTexts(lambda: ZoneInfo("UTC"), NOW.date)
