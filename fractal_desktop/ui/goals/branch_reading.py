"""What the tree asks for while it grows, what it gets, and what it still has to ask for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from fractal_desktop.domain.tree import TreeNode

PAGE = 200
"""Lines that are read at a time."""

FIRST_SESSIONS = 4
"""Sessions shown when a goal is opened; more would bury the goals that follow."""

ALL_SESSIONS = 6
"""Up to so many sessions are shown at once: a line that hides two is no help."""

EVERYTHING = 2**31
"""A limit that is none."""


@dataclass(frozen=True, slots=True)
class BranchRequest:
    """Ask for at most `limit` lines below `parent_id` (None: the top), those before `offset` skipped."""

    key: int
    parent_id: str | None
    offset: int
    limit: int
    sessions: bool


@dataclass(frozen=True, slots=True)
class BranchPage:
    """The lines that were found for a request; `complete` if there are no more behind them."""

    request: BranchRequest
    nodes: tuple[TreeNode, ...]
    complete: bool


class BranchReader(Protocol):
    """Reads lines of the tree without making the UI thread wait.

    `then` gets one page for each request, in their order; `failed` is called instead if nothing could be read. Either is
    called on the UI thread, at once or later, and never twice.
    """

    def read(
        self,
        requests: tuple[BranchRequest, ...],
        then: Callable[[tuple[BranchPage, ...]], None],
        failed: Callable[[], None],
    ) -> None:
        """Begin to read."""
        ...


class BranchQueue:
    """Which branches are to be read next: `wanted` further down, `stale` again from their first line, `under_way` now.

    At most one read is under way, so that its answer always fits what is shown.
    """

    def __init__(self) -> None:
        self.stale: set[int] = set()
        self.wanted: set[int] = set()
        self.under_way: frozenset[int] = frozenset()

    @property
    def busy(self) -> bool:
        """Return whether an answer is awaited."""
        return bool(self.under_way)

    def asks_for(self, key: int) -> bool:
        """Return whether lines below this one are being read or will be."""
        return key in self.wanted or key in self.under_way

    def begin(self, keys: Iterable[int]) -> None:
        """Note that these branches are being read, and nothing else is asked for."""
        self.under_way = frozenset(keys)
        self.stale.clear()
        self.wanted.clear()

    def end(self) -> None:
        """Note that the answer has come."""
        self.under_way = frozenset()

    def end_without_answer(self, filled: Iterable[int]) -> None:
        """Note that reading failed: what is shown of it may be out of date, and is read again with the next change."""
        self.stale |= self.under_way & set(filled)
        self.under_way = frozenset()
