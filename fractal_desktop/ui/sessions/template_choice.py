"""Asks for the template that whole sessions shall follow."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId, TemplateId
from fractal_desktop.domain.library import TemplateName
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.widgets.choice_menu import ChoiceMenu

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class TemplateChoice(QObject):
    """Offers the templates in use, and none; what is chosen is one step for all the sessions, and a notice takes it back."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def ask(self, ids: Sequence[SessionId], anchor: QWidget) -> None:
        """Let one be chosen for these sessions, in a menu below `anchor`."""
        if ids:
            self._context.read(self, "templates", _templates, partial(self._offer, tuple(ids), anchor))

    def _offer(self, ids: tuple[SessionId, ...], anchor: QWidget, templates: Sequence[TemplateName]) -> None:
        menu = ChoiceMenu(anchor)
        menu.offer(self.tr("No template"), None)
        if templates:
            menu.addSeparator()
        for template in templates:
            menu.offer(template.name, template.id)
        menu.chosen.connect(partial(self._set, ids))
        menu.open()

    def _set(self, ids: tuple[SessionId, ...], template_id: TemplateId | None) -> None:
        self._context.flush_requested.emit()
        self._context.write(self, _setting(ids, template_id), self._on_set)

    def _on_set(self, change: Change) -> None:
        self._context.notify_done(change)


def _templates(workspace: "Workspace") -> tuple[TemplateName, ...]:
    return tuple(template for template in workspace.practice.templates() if not template.archived)


def _setting(ids: tuple[SessionId, ...], template_id: TemplateId | None) -> "Callable[[Workspace], Change]":
    def set_template(workspace: "Workspace") -> Change:
        return workspace.practice.set_template(ids, template_id)

    return set_template
