"""Which sessions hold the page's activity by their documents alone: in old files some items never got a row."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.ui.analytics.choice import Choice

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Documented:
    """The rowids of such sessions, as far as documents were read; `unread` are still to be read."""

    activity_id: ActivityId | None = None
    rowids: tuple[int, ...] = ()
    unread: int = 0


def read_documented(workspace: "Workspace", choice: Choice, most: int) -> Documented:
    """Return these sessions, having read up to `most` further documents."""
    asked, unread = workspace.balance.with_documented(choice.filter, most)
    return Documented(choice.activity_id, asked.documented, unread)
