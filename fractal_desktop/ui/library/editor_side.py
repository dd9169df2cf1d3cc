"""What stands beside the list: the editor of the template or activity that is current, what a group holds, or nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from fractal_desktop.domain.library import Activity, ActivityGroup, Template
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.library.activity_editor import ActivityEditor
from fractal_desktop.ui.library.definition_editor import DefinitionEditor
from fractal_desktop.ui.library.group_page import GroupPage
from fractal_desktop.ui.library.reading import LibraryReading, LibraryUsage
from fractal_desktop.ui.library.template_editor import TemplateEditor


class EditorSide(QStackedWidget):
    """Shows what is current in the list; an editor that goes out of sight has written what it held."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._nothing = QWidget()
        self.template = TemplateEditor(context)
        self.activity = ActivityEditor(context)
        self.group = GroupPage()
        for widget in (self._nothing, self.template, self.activity, self.group):
            self.addWidget(widget)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "base")

    def show_thing(self, thing: Template | Activity | ActivityGroup | None, reading: LibraryReading, usage: LibraryUsage) -> None:
        """Show this thing as it is in the library, and how it was used; what is being typed stays."""
        if isinstance(thing, Template):
            self.template.show_template(thing, reading)
            self._put_up(self.template)
        elif isinstance(thing, Activity):
            self.activity.show_activity(thing, reading)
            self._put_up(self.activity)
        elif thing is not None:
            held = [activity for activity in reading.activities if activity.group_id == thing.id]
            self.group.show_group(thing, held, writing=self._context.can_write)
            self._put_up(self.group)
        else:
            self._put_up(self._nothing)
        self.show_usage(thing, usage)

    def show_usage(self, thing: Template | Activity | ActivityGroup | None, usage: LibraryUsage) -> None:
        """Say how this thing, which is shown, was used."""
        if isinstance(thing, Template):
            self.template.show_usage(usage.templates.get(thing.id))
        elif isinstance(thing, Activity):
            self.activity.show_usage(usage.activities.get(thing.id))

    def edit_name(self) -> None:
        """Put the caret into the name, where there is an editor that holds one."""
        shown = self.currentWidget()
        if isinstance(shown, DefinitionEditor):
            shown.edit_name()

    def flush(self) -> None:
        """Write at once what is not written yet."""
        self.template.flush()
        self.activity.flush()

    def _put_up(self, widget: QWidget) -> None:
        if widget is not self.currentWidget():
            self.flush()
            self.setCurrentWidget(widget)
