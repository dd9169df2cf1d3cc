"""What an item is called, and what it says of itself."""

from fractal_desktop.domain.document import Item
from fractal_desktop.domain.duration import clock
from fractal_desktop.domain.library import LibraryNames
from fractal_desktop.ui.sessions.texts import tr


def shown_name(item: Item, names: LibraryNames) -> str:
    """Return the item's own name, else its activity's; "Untitled" if neither has one."""
    activity = names.activity(item.activity_id)
    return item.name or (activity.name if activity is not None else "") or tr("Untitled")


def remark(item: Item, names: LibraryNames) -> str:
    """Return what stands beside the name: the description, and whether the activity is gone."""
    gone = item.is_activity and item.activity_id is not None and item.activity_id not in names.activities
    return " · ".join(part for part in (item.description, tr("deleted activity") if gone else "") if part)


def spoken(item: Item, names: LibraryNames, *, runs: bool) -> str:
    """Return all that an item says beside its name, for those who hear it; `runs` tells whether its timer does."""
    done = sum(each.completed for each in item.sets)
    parts = [
        remark(item, names),
        tr("timer runs") if runs else "",
        clock(item.duration_seconds) if item.duration_seconds is not None else "",
        tr("{0} of {1} sets done").format(done, len(item.sets)) if item.sets else "",
        tr("done") if item.completed else "",
    ]
    return ", ".join(part for part in parts if part)
