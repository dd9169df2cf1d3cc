"""The lines of the library's list: under their fractals, where there are several, and activities under their groups."""

from collections.abc import Callable, Iterator

from fractal_desktop.ui.library.list_view import LibraryRow
from fractal_desktop.ui.library.reading import LibraryReading, LibraryUsage
from fractal_desktop.ui.library.texts import activity_line, template_line

IsOffered = Callable[[str, str, bool], bool]
"""Whether a thing with this id and name is listed, which may be out of use."""


def template_rows(reading: LibraryReading, usage: LibraryUsage, is_offered: IsOffered) -> Iterator[LibraryRow]:
    """Yield the templates, in the alphabet's order."""
    templates = [template for template in reading.templates if is_offered(template.id, template.name, template.archived)]
    templates.sort(key=lambda template: template.name.casefold())
    for root, fractal in reading.shelves():
        members = [template for template in templates if reading.shelf_of(template.root_id) == root]
        if fractal and members:
            yield LibraryRow("", fractal)
        for template in members:
            line = template_line(template, usage.templates.get(template.id))
            yield LibraryRow(template.id, template.name, line, "template", template.archived)


def activity_rows(reading: LibraryReading, usage: LibraryUsage, is_offered: IsOffered) -> Iterator[LibraryRow]:
    """Yield the activities, in the alphabet's order; those without a group come first."""
    offered = [activity for activity in reading.activities if is_offered(activity.id, activity.name, activity.retired)]
    offered.sort(key=lambda activity: activity.name.casefold())
    for root, fractal in reading.shelves():
        on_shelf = [activity for activity in offered if reading.shelf_of(activity.root_id) == root]
        for group in (None, *reading.groups):
            members = [each for each in on_shelf if reading.known_group(each.group_id) == (group.id if group else None)]
            heading = " · ".join(part for part in (fractal, group.name if group else "") if part)
            if heading and members:
                yield LibraryRow("", heading)
            for activity in members:
                line = activity_line(activity, usage.activities.get(activity.id))
                yield LibraryRow(activity.id, activity.name, line, "library", activity.retired)
