"""Filters that sessions are limited by on several pages: a chip each, with a pop-up to choose from."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.domain.library import ActivityName, TemplateName
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets.buttons import FilterChip
from fractal_desktop.ui.widgets.choice_picker import Choice, ChoicePicker, Choices
from fractal_desktop.ui.widgets.goal_picker import GoalPicker

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_LONGEST_NAME_PX = 200


def _tr(text: str) -> str:
    return QCoreApplication.translate("filters", text)


class NamedFilterChip(FilterChip):
    """A chip whose value is a name, which may be long: what has no room is in the tooltip."""

    def show_name(self, name: str) -> None:
        """Show a value by its name, on one line; "" for none."""
        name = " ".join(name.split())
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _LONGEST_NAME_PX)
        self.set_value(shown)
        self.setToolTip(name if shown != name else "")


class GoalFilterChip(NamedFilterChip):
    """Asks for a goal, which counts with everything below."""

    goal_chosen = Signal(object)
    """A GoalLink."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(_tr("Goal"), parent)
        self._context = context
        self.clicked.connect(self._open)

    @Slot()
    def _open(self) -> None:
        picker = GoalPicker(self._context, _tr("Goal"), self)
        picker.goal_picked.connect(self.goal_chosen)
        picker.open_below(self)


class TemplateFilterChip(NamedFilterChip):
    """Asks for a template, or for sessions that have none."""

    template_chosen = Signal(object)
    """A TemplateName, or None for "No template"."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(_tr("Template"), parent)
        self._context = context
        self._templates: tuple[TemplateName, ...] = ()
        self.clicked.connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        self._context.read(self, "templates", _templates, self._offer)

    def _offer(self, templates: tuple[TemplateName, ...]) -> None:
        self._templates = templates
        choices = [Choice("", _tr("No template")), *(Choice(each.id, each.name) for each in templates)]
        nothing = _tr("No template has this in its name.")
        picker = ChoicePicker(_tr("Find a template"), choices, icon("template", "muted"), self, nothing=nothing)
        picker.picked.connect(self._on_picked)
        picker.open_below(self)

    @Slot(str)
    def _on_picked(self, template_id: str) -> None:
        self.template_chosen.emit(next((each for each in self._templates if each.id == template_id), None))


class ActivityFilterChip(NamedFilterChip):
    """Asks for an activity: of sessions, those that hold an item of it."""

    activity_chosen = Signal(object)
    """An ActivityName."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(_tr("Activity"), parent)
        self._context = context
        self._activities: Mapping[str, ActivityName] = {}
        self.clicked.connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        self._context.read(self, "activities", partial(_activities, _tr("retired")), self._offer)

    def _offer(self, offers: "_Offers") -> None:
        self._activities, choices = offers
        nothing = _tr("No activity has this in its name.") if choices else _tr("There are no activities yet.")
        picker = ChoicePicker(_tr("Find an activity"), choices, icon("library", "muted"), self, nothing=nothing)
        picker.picked.connect(self._on_picked)
        picker.open_below(self)

    @Slot(str)
    def _on_picked(self, activity_id: str) -> None:
        self.activity_chosen.emit(self._activities[activity_id])


def _templates(workspace: "Workspace") -> tuple[TemplateName, ...]:
    return workspace.practice.templates()


class _Offers(NamedTuple):
    """The activities by their ids, and in their order to choose from."""

    activities: Mapping[str, ActivityName]
    choices: Choices


def _activities(retired: str, workspace: "Workspace") -> _Offers:
    """Return all activities, `retired` standing beside those that are, which come last."""
    activities = workspace.practice.library().activities
    ordered = sorted(activities.values(), key=lambda each: (each.retired, each.name.casefold()))
    return _Offers(activities, Choices(Choice(each.id, each.name, retired if each.retired else "") for each in ordered))
