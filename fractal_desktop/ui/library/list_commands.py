"""What can be done with what is current in the list of the library, and what can be made there."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import ActivityGroupId
from fractal_desktop.domain.library import Activity, ActivityGroup, Template
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.library import deeds
from fractal_desktop.ui.library.editor_side import EditorSide
from fractal_desktop.ui.library.list_side import ListSide
from fractal_desktop.ui.library.texts import tr
from fractal_desktop.ui.widgets.choice_picker import Choice, ChoicePicker

_OF_TEMPLATE = ("library.start", "", "edit.rename", "library.duplicate", "library.archive", "", "edit.delete")
_OF_ACTIVITY = ("edit.rename", "library.duplicate", "library.archive", "", "edit.delete")
_OF_GROUP = ("library.new", "", "edit.rename", "edit.delete")


class LibraryListCommands(QObject):
    """Answers for the commands of the menus, the list and the editors; whatever is unsaved is written first."""

    made = Signal(str)
    """The id of something new, to be named."""

    def __init__(self, context: AppContext, side: ListSide, editors: EditorSide) -> None:
        super().__init__(side)
        self._context = context
        self._side = side
        self._editors = editors
        side.new_asked.connect(self._on_new)
        side.rows.delete_asked.connect(self._on_delete)
        side.rows.menu_asked.connect(self._on_menu_asked)
        side.rows.entered.connect(self.rename)
        side.rows.renamed.connect(self._on_group_renamed)
        editors.group.menu_asked.connect(self._on_menu_asked)
        editors.group.new_asked.connect(self._on_new)
        editors.template.start_asked.connect(context.start_requested)
        for editor in (editors.template, editors.activity):
            editor.duplicate_asked.connect(self._on_duplicate)
            editor.retire_asked.connect(self._on_retire)
            editor.delete_asked.connect(self._on_delete)

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands of the menus do."""
        return {
            "library.new": Handler(self._on_new, self._side.can_make, self._new_text),
            "library.new_group": Handler(self._on_new_group, self._can_make_group),
            "library.start": Handler(self._editors.template.start, self._can_start),
            "library.duplicate": Handler(self._on_duplicate, self._can_change),
            "library.archive": Handler(self._on_retire, self._can_change, self._retire_text),
            "edit.rename": Handler(self.rename, self._can_name, self._rename_text),
            "edit.delete": Handler(self._on_delete, self._can_name, self._delete_text),
        }

    @Slot()
    def rename(self) -> None:
        """Let the name of what is current be written: a group's in the list, else in its editor."""
        if self._group is not None:
            self._side.rows.start_rename()
        else:
            self._editors.edit_name()

    @property
    def _group(self) -> ActivityGroup | None:
        return self._side.rows.current_group

    @property
    def _deeds(self) -> deeds.Deeds:
        return deeds.WITH_TEMPLATES if self._side.is_templates else deeds.WITH_ACTIVITIES

    def _can_change(self) -> bool:
        return self._context.can_write and self._side.rows.current_id is not None

    def _can_start(self) -> bool:
        return self._can_change() and self._side.is_templates

    def _can_name(self) -> bool:
        return self._context.can_write and self._side.rows.current_key is not None

    def _can_make_group(self) -> bool:
        return self._side.can_make() and not self._side.is_templates

    def _new_text(self) -> str:
        if self._group is not None:
            return tr("&New Activity in This Group")
        return tr("&New Template") if self._side.is_templates else tr("&New Activity")

    def _rename_text(self) -> str:
        return tr("Re&name Group") if self._group is not None else tr("Re&name")

    def _delete_text(self) -> str:
        return tr("&Delete Group") if self._group is not None else tr("&Delete")

    def _retire_text(self) -> str:
        if self._is_out_of_use():
            return tr("Bring &Back")
        return tr("&Archive") if self._side.is_templates else tr("&Retire")

    def _is_out_of_use(self) -> bool:
        thing = self._side.current
        return (isinstance(thing, Template) and thing.archived) or (isinstance(thing, Activity) and thing.retired)

    @Slot()
    def _on_new(self) -> None:
        """Make a template or activity, in the group that is current; where there are several fractals, ask for which."""
        if self._group is not None and self._side.can_make():
            self._context.write(self, deeds.making_in(self._group), self._on_made)
        else:
            self._ask_for_fractal(self._deeds.make)

    @Slot()
    def _on_new_group(self) -> None:
        self._ask_for_fractal(deeds.make_group)

    def _ask_for_fractal(self, deed: deeds.Deed) -> None:
        """Make something in the fractal, or where there are several in one that is chosen."""
        fractals = self._side.reading.fractals
        if not self._side.can_make():
            return
        if len(fractals) == 1:
            self._make(deed, fractals[0].id)
            return
        choices = [Choice(fractal.id, fractal.name) for fractal in fractals]
        picker = ChoicePicker(tr("For which fractal?"), choices, icon("goals", "muted"), self._side)
        picker.picked.connect(partial(self._make, deed))
        picker.open_below(self._side.new_button)

    def _make(self, deed: deeds.Deed, root_id: str) -> None:
        self._context.write(self, partial(deed, root_id), self._on_made)

    @Slot(object)
    def _on_made(self, change: Change) -> None:
        if change.created is not None:
            self.made.emit(change.created)

    @Slot(QPoint)
    def _on_menu_asked(self, place: QPoint) -> None:
        offered = _OF_GROUP if self._group is not None else _OF_TEMPLATE if self._side.is_templates else _OF_ACTIVITY
        self._context.menu_requested.emit(offered, place)

    @Slot()
    def _on_duplicate(self) -> None:
        self._with_current(self._deeds.duplicate, self._on_made)

    @Slot()
    def _on_retire(self) -> None:
        self._with_current(self._deeds.bring_back if self._is_out_of_use() else self._deeds.put_away, self._context.notify_done)

    @Slot()
    def _on_delete(self) -> None:
        self._with_current(self._deeds.delete if self._group is None else deeds.delete_group, self._context.notify_done)

    def _with_current(self, deed: deeds.Deed, then: Callable[[Change], None]) -> None:
        key = self._side.rows.current_key
        if key is not None and self._context.can_write:
            self._editors.flush()
            self._context.write(self, partial(deed, key), then)

    @Slot(str, str)
    def _on_group_renamed(self, id_: str, name: str) -> None:
        self._context.write(self, deeds.renaming_group(ActivityGroupId(id_), name))
