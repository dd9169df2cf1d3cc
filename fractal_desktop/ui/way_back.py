"""What a page tells of where somebody came from."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class WithWayBack(Protocol):
    """A page with a door back to the one that asked for what it shows."""

    def show_way_back(self, title: str) -> None:
        """Offer to go back to the page of this title, "" for nowhere; the door emits the context's `back_requested`."""


def tell_way_back(page: object, title: str) -> None:
    """Tell a page, if it has such a door, to which page that leads, "" for none."""
    if isinstance(page, WithWayBack):
        page.show_way_back(title)
