"""How practice is shared out among the branches of the goals, beside how it is meant to be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import GoalId

FEWEST_SESSIONS = 5
"""With fewer sessions in all of the siblings nobody can say that one of them starves."""
STARVING = 0.75
"""A branch starves if it gets less than this part of what is meant for it."""


@dataclass(frozen=True, slots=True)
class GoalShare:
    """One of the branches under the same parent (None: the fractals), and which part of their practice it gets.

    `seconds` are those of the branch with everything below, a session of several goals divided among them, and `of_seconds` those of
    all the siblings together; so the real shares come to 1. `intended` lies in [0, 1], None where nobody said.
    """

    goal_id: GoalId
    parent_id: GoalId | None
    name: str
    sessions: int
    seconds: int
    of_sessions: int
    of_seconds: int
    intended: float | None = None

    @property
    def real(self) -> float | None:
        """Return the share that it gets, None if the siblings got nothing at all."""
        return self.seconds / self.of_seconds if self.of_seconds else None

    @property
    def missing_seconds(self) -> int:
        """Return how much practice it lacks; 0 if it has all of its share or none is meant for it."""
        return max(0, round((self.intended or 0) * self.of_seconds) - self.seconds)

    @property
    def is_starving(self) -> bool:
        """Return whether it gets far less than what is meant for it, among siblings with enough practice to say so."""
        if not self.intended or self.real is None or self.of_sessions < FEWEST_SESSIONS:
            return False
        return self.real < STARVING * self.intended


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal with what was practised for it and everything below."""

    goal_id: GoalId
    parent_id: GoalId | None
    name: str
    sessions: int
    seconds: int


def shares_of(siblings: Sequence[Branch], intended: Mapping[GoalId, float]) -> tuple[GoalShare, ...]:
    """Return the shares of branches under the same parent, in their order."""
    sessions, seconds = (sum(getattr(branch, name) for branch in siblings) for name in ("sessions", "seconds"))
    return tuple(
        GoalShare(each.goal_id, each.parent_id, each.name, each.sessions, each.seconds, sessions, seconds, intended.get(each.goal_id))
        for each in siblings
    )


def meant(groups: Iterable[Sequence[GoalShare]]) -> tuple[GoalShare, ...]:
    """Return the branches of those groups of siblings in which a share is meant for any."""
    return tuple(share for siblings in groups if any(each.intended is not None for each in siblings) for share in siblings)


def checked_share(share: float | None) -> float | None:
    """Return a share that a goal may be meant to get; raises UserError if it is not between 0 and 1."""
    if share is not None and not 0 <= share <= 1:
        raise UserError("A share lies between 0 % and 100 %.")
    return share


def scaled_to_all(percents: Sequence[int]) -> tuple[int, ...]:
    """Return whole percents in the same proportions that come to 100; at least one must be above 0.

    What rounding down leaves goes to those that lost most by it, the first of equal ones.
    """
    total = sum(percents)
    scaled = [100 * each // total for each in percents]
    lost = sorted(range(len(percents)), key=lambda place: -(100 * percents[place] % total))
    for place in lost[: 100 - sum(scaled)]:
        scaled[place] += 1
    return tuple(scaled)
