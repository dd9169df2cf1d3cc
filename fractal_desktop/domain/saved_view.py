"""Views of the analytics page that were saved under a name."""

from dataclasses import dataclass

from fractal_desktop.domain.ids import ViewId


@dataclass(frozen=True, slots=True)
class SavedView:
    """What was chosen on the page, under a name; `document` is JSON that the page alone reads and writes."""

    id: ViewId
    name: str
    document: str
