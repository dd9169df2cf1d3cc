"""A way from a chart to the sessions behind what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fractal_desktop.domain.practice_session import SessionQuery

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Door:
    """The sessions behind a mark or a row and what to call them.

    Where a query cannot say which they are until somebody looks, such as the sessions of one hour of the week, `query` is
    a function that does: it is called on the worker once the mark is opened, so it holds no widget.
    """

    title: str
    query: "SessionQuery | Callable[[Workspace], SessionQuery]"
