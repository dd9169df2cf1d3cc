"""The Library page: templates and activities at the left, the chosen one at the right."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import ActivityId, TemplateId
from fractal_desktop.domain.library import ActivityGroup
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.library.activity_editor import ActivityEditor
from fractal_desktop.ui.library.commands import WITH_ACTIVITIES, WITH_TEMPLATES, Deed, Deeds
from fractal_desktop.ui.library.group_commands import GroupCommands, make_group, making_in
from fractal_desktop.ui.library.group_page import GroupPage
from fractal_desktop.ui.library.list_view import LibraryList
from fractal_desktop.ui.library.reading import LibraryReading, LibraryUsage, read_usage
from fractal_desktop.ui.library.rows import Listing, offered_rows, read_listing
from fractal_desktop.ui.library.template_editor import TemplateEditor
from fractal_desktop.ui.library.texts import activity_line, template_line, tr
from fractal_desktop.ui.widgets import EmptyState, PageToolbar, PlainButton, PrimaryButton, SearchBox, SegmentedControl
from fractal_desktop.ui.widgets.choice_picker import Choice, ChoicePicker

_TEMPLATES, _ACTIVITIES = 0, 1
_KEY = "library"
_LIST_WIDTH = 300
_OF_TEMPLATE = ("library.start", "", "edit.rename", "library.duplicate", "library.archive", "", "edit.delete")
_OF_ACTIVITY = ("edit.rename", "library.duplicate", "library.archive", "", "edit.delete")
_OF_GROUP = ("library.new", "", "edit.rename", "edit.delete")


class LibraryPage(QWidget):
    """Joins list and editors; what is archived or retired is shown only on request."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._listing = Listing()
        self._usage = LibraryUsage()
        self._usage_is_stale = False
        self._wanted: str | None = None
        self._names_next = False
        self._build()
        self._connect()
        self._restore()
        if context.workspace is not None:
            self._read()

    def show_activity(self, activity_id: str) -> None:
        """Show this activity."""
        self._show_kind(_ACTIVITIES)
        self._show_thing(activity_id)

    def show_template(self, template_id: str) -> None:
        """Show this template."""
        self._show_kind(_TEMPLATES)
        self._show_thing(template_id)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Count what was used while nobody looked."""
        super().showEvent(event)
        if self._usage_is_stale:
            self._read_usage()

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands of the menus do on this page."""
        return {
            "library.new": Handler(self._on_new, self._can_make, self._new_text),
            "library.new_group": Handler(self._on_new_group, self._can_make_group),
            "library.start": Handler(self._template.start, self._can_start),
            "library.duplicate": Handler(self._on_duplicate, self._can_change),
            "library.archive": Handler(self._on_retire, self._can_change, self._retire_text),
            "edit.rename": Handler(self._on_rename, self._can_name, self._rename_text),
            "edit.delete": Handler(self._on_delete, self._can_name, self._delete_text),
            "edit.find": Handler(self._on_find),
        }

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "base")
        self._kinds = SegmentedControl((tr("Templates"), tr("Activities")))
        self._search = SearchBox(tr("Filter"))
        self._new = PrimaryButton("", icon("plus", "on_accent"))
        self._old = PlainButton("", kind="toggle")
        self._old.setCheckable(True)
        self._list = LibraryList(self._detail)
        self._empty = EmptyState("")
        self._groups = GroupCommands(self._context, self._list)
        self._lists = QStackedWidget()
        self._lists.addWidget(self._list)
        self._lists.addWidget(self._empty)
        self._template = TemplateEditor(self._context)
        self._activity = ActivityEditor(self._context)
        self._group = GroupPage()
        self._nothing = EmptyState("")
        self._editors = QStackedWidget()
        self._editors.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._editors.setProperty("surface", "base")
        for widget in (self._template, self._activity, self._group, self._nothing):
            self._editors.addWidget(widget)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self._built_left())
        self._splitter.addWidget(self._editors)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes((_LIST_WIDTH + 80, 820))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._splitter)

    def _built_left(self) -> QWidget:
        upper, lower = PageToolbar(), PageToolbar()
        upper.setProperty("toolbar", False)
        upper.row.addWidget(self._kinds)
        upper.row.addStretch(1)
        upper.row.addWidget(self._old)
        lower.row.setContentsMargins(12, 0, 12, 8)
        lower.row.addWidget(self._search, 1)
        lower.row.addWidget(self._new)
        left = QWidget()
        left.setMinimumWidth(_LIST_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (upper, lower, self._lists):
            column.addWidget(widget)
        return left

    def _connect(self) -> None:
        context = self._context
        context.changed.connect(self._on_changed)
        context.file_opened.connect(self._read)
        context.file_closed.connect(self._on_file_closed)
        context.zone_changed.connect(self._show_rows)
        context.activity_requested.connect(self.show_activity)
        context.template_requested.connect(self.show_template)
        self._kinds.chosen.connect(self._on_kind_chosen)
        self._search.textChanged.connect(self._show_rows)
        self._old.toggled.connect(self._show_rows)
        self._new.clicked.connect(self._on_new)
        self._empty.activated.connect(self._on_new)
        self._list.row_chosen.connect(self._on_row_chosen)
        self._list.delete_asked.connect(self._on_delete)
        self._list.menu_asked.connect(self._on_menu_asked)
        self._list.entered.connect(self._on_rename)
        self._group.menu_asked.connect(self._on_menu_asked)
        self._group.new_asked.connect(self._on_new)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self._template.start_asked.connect(context.start_requested)
        for editor in (self._template, self._activity):
            editor.duplicate_asked.connect(self._on_duplicate)
            editor.retire_asked.connect(self._on_retire)
            editor.delete_asked.connect(self._on_delete)

    def _restore(self) -> None:
        settings = self._context.settings
        self._splitter.restoreState(settings.state(f"{_KEY}/splitter"))
        self._show_kind(_ACTIVITIES if settings.text(f"{_KEY}/kind") == str(_ACTIVITIES) else _TEMPLATES)
        self._wanted = settings.text(f"{_KEY}/shown") or None

    @property
    def _reading(self) -> LibraryReading:
        return self._listing.reading

    @property
    def _is_templates(self) -> bool:
        return self._kinds.current == _TEMPLATES

    @property
    def _deeds(self) -> Deeds:
        return WITH_TEMPLATES if self._is_templates else WITH_ACTIVITIES

    def _can_write(self) -> bool:
        return self._context.can_write

    def _can_make(self) -> bool:
        return self._context.can_write and bool(self._reading.fractals)

    def _can_change(self) -> bool:
        return self._context.can_write and self._list.current_id is not None

    def _can_start(self) -> bool:
        return self._can_change() and self._is_templates

    def _can_name(self) -> bool:
        return self._context.can_write and self._list.current_key is not None

    def _can_make_group(self) -> bool:
        return self._can_make() and not self._is_templates

    def _new_text(self) -> str:
        if self._groups.current is not None:
            return tr("&New Activity in This Group")
        return tr("&New Template") if self._is_templates else tr("&New Activity")

    def _rename_text(self) -> str:
        return tr("Re&name Group") if self._groups.current is not None else tr("Re&name")

    def _delete_text(self) -> str:
        return tr("&Delete Group") if self._groups.current is not None else tr("&Delete")

    def _retire_text(self) -> str:
        if self._is_out_of_use():
            return tr("Bring &Back")
        return tr("&Archive") if self._is_templates else tr("&Retire")

    def _is_out_of_use(self) -> bool:
        template, activity = self._reading.template(self._list.current_id), self._reading.activity(self._list.current_id)
        return (template is not None and template.archived) or (activity is not None and activity.retired)

    def _show_kind(self, kind: int) -> None:
        self._kinds.set_current(kind)
        self._new.setText(tr("New template") if self._is_templates else tr("New activity"))
        self._old.setText(tr("Archived") if self._is_templates else tr("Retired"))
        self._show_rows()

    def _show_thing(self, id_: str) -> None:
        """Make the row of this thing current, as soon as it is there."""
        self._wanted = id_
        thing = self._reading.template(id_) or self._reading.activity(id_)
        if thing is not None:
            self._search.clear()
            self._show_rows()

    @Slot()
    def _read(self) -> None:
        self._context.read(self, "library", read_listing(self._listing), self._on_read)
        self._read_usage()

    def _read_usage(self) -> None:
        """Ask how things were used while that is seen: it is counted in all sessions, and asked after every one that is saved."""
        self._usage_is_stale = not self.isVisible()
        if self.isVisible():
            self._context.read(self, "usage", read_usage, self._on_usage)

    @Slot(object)
    def _on_read(self, listing: Listing) -> None:
        self._listing = listing
        self._show_rows()
        self._show_current()
        self._context.actions_changed.emit()

    @Slot(object)
    def _on_usage(self, usage: LibraryUsage) -> None:
        self._usage = usage
        self._list.show_details()
        self._show_usage()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.library or change.everything or change.tree:
            self._read()
        elif change.sessions:
            self._read_usage()

    @Slot()
    def _on_file_closed(self) -> None:
        self._listing, self._usage = Listing(), LibraryUsage()
        self._wanted = None
        self._show_rows()

    @Slot()
    def _show_rows(self) -> None:
        shelves = self._listing.templates if self._is_templates else self._listing.activities
        rows = offered_rows(shelves, self._search.text(), with_faded=self._old.isChecked(), wanted=self._wanted)
        self._list.show_rows(rows)
        self._show_emptiness(bool(rows))
        wanted = self._wanted or self._list.current_key
        if wanted is not None and self._list.choose(wanted):
            self._wanted = None
        elif self._list.current_key is None:
            self._list.choose_first()
        if self._list.current_key is None:
            self._editors.setCurrentWidget(self._nothing)

    def _detail(self, id_: str) -> str:
        """Return what stands below the name of a thing."""
        template, activity = self._reading.template(id_), self._reading.activity(id_)
        if template is not None:
            return template_line(template, self._usage.templates.get(template.id))
        return activity_line(activity, self._usage.activities.get(activity.id)) if activity is not None else ""

    def _show_emptiness(self, any_rows: bool) -> None:
        """Say why nothing is listed, and offer what can be done about it."""
        self._lists.setCurrentWidget(self._list if any_rows else self._empty)
        self._new.setEnabled(self._can_make())
        self._list.allow_renaming(self._can_write())
        if self._search.text():
            self._empty.set_sentence(tr("Nothing is called like that."))
        elif not self._reading.fractals:
            self._empty.set_sentence(tr("Templates and activities belong to a fractal: start one on the Goals page first."))
        elif self._is_templates:
            self._empty.set_sentence(
                tr("A template is a plan for a session: its sections and what is practised in them."), tr("New template")
            )
        else:
            self._empty.set_sentence(tr("Activities are what you practise, with what you note each time."), tr("New activity"))

    @Slot()
    def _on_splitter_moved(self) -> None:
        self._context.settings.set_state(f"{_KEY}/splitter", self._splitter.saveState())

    @Slot(str)
    def _on_row_chosen(self, id_: str) -> None:
        if id_:
            self._context.settings.set_text(f"{_KEY}/shown", id_)
            self._show_current()
        self._context.actions_changed.emit()

    def _show_current(self) -> None:
        template = self._reading.template(self._list.current_id)
        activity = self._reading.activity(self._list.current_id)
        group = self._groups.current
        if template is not None:
            self._template.show_template(template, self._reading)
            self._editors.setCurrentWidget(self._template)
        elif activity is not None:
            self._activity.show_activity(activity, self._reading)
            self._editors.setCurrentWidget(self._activity)
        elif group is not None:
            self._show_group(group)
            return
        else:
            self._editors.setCurrentWidget(self._nothing)
            return
        self._show_usage()
        if self._names_next and self._wanted is None:
            self._names_next = False
            (self._template if template is not None else self._activity).edit_name()

    def _show_group(self, group: ActivityGroup) -> None:
        self._activity.flush()
        held = [activity for activity in self._reading.activities if activity.group_id == group.id]
        self._group.show_group(group, held, writing=self._can_write())
        self._editors.setCurrentWidget(self._group)
        if self._names_next and self._wanted is None:
            self._names_next = False
            self._list.start_rename()

    def _show_usage(self) -> None:
        id_ = self._list.current_id or ""
        self._template.show_usage(self._usage.templates.get(TemplateId(id_)))
        self._activity.show_usage(self._usage.activities.get(ActivityId(id_)))

    @Slot(int)
    def _on_kind_chosen(self, kind: int) -> None:
        self._template.flush()
        self._activity.flush()
        self._search.clear()
        self._context.settings.set_text(f"{_KEY}/kind", str(kind))
        self._show_kind(kind)
        self._show_current()

    @Slot()
    def _on_find(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    @Slot()
    def _on_rename(self) -> None:
        if self._groups.current is not None:
            self._list.start_rename()
        else:
            (self._template if self._is_templates else self._activity).edit_name()

    @Slot()
    def _on_new(self) -> None:
        """Make a template or activity, in the group that is current; where there are several fractals, ask for which."""
        group = self._groups.current
        if group is not None and self._can_make():
            self._context.write(self, making_in(group), self._on_made)
        else:
            self._ask_for_fractal(self._deeds.make)

    def _on_new_group(self) -> None:
        self._ask_for_fractal(make_group)

    def _ask_for_fractal(self, deed: Deed) -> None:
        """Make something in the fractal, or where there are several in one that is chosen."""
        fractals = self._reading.fractals
        if not self._can_make():
            return
        if len(fractals) == 1:
            self._make(deed, fractals[0].id)
            return
        choices = [Choice(fractal.id, fractal.name) for fractal in fractals]
        picker = ChoicePicker(tr("For which fractal?"), choices, icon("goals", "muted"), self)
        picker.picked.connect(partial(self._make, deed))
        picker.open_below(self._new)

    def _make(self, deed: Deed, root_id: str) -> None:
        self._context.write(self, partial(deed, root_id), self._on_made)

    @Slot(QPoint)
    def _on_menu_asked(self, place: QPoint) -> None:
        offered = _OF_GROUP if self._groups.current is not None else _OF_TEMPLATE if self._is_templates else _OF_ACTIVITY
        self._context.menu_requested.emit(offered, place)

    @Slot(object)
    def _on_made(self, change: Change) -> None:
        """Show what was made when it has been read, with the caret in its name."""
        self._wanted = change.created
        self._names_next = True
        self._search.clear()

    @Slot()
    def _on_duplicate(self) -> None:
        self._with_current(self._deeds.duplicate, self._on_made)

    @Slot()
    def _on_retire(self) -> None:
        self._with_current(self._deeds.bring_back if self._is_out_of_use() else self._deeds.put_away, self._on_done)

    @Slot()
    def _on_delete(self) -> None:
        if self._groups.current is not None:
            self._groups.delete()
        else:
            self._with_current(self._deeds.delete, self._on_done)

    def _with_current(self, deed: Deed, then: Callable[[Change], None]) -> None:
        id_ = self._list.current_id
        if id_ is not None and self._can_write():
            self._template.flush()
            self._activity.flush()
            self._context.write(self, partial(deed, id_), then)

    @Slot(object)
    def _on_done(self, change: Change) -> None:
        self._context.notify(change.done, undoable=True)
