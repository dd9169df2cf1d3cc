"""The saved views of the page: chosen, saved, changed, renamed and deleted in the menu of one chip."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import ViewId
from fractal_desktop.domain.saved_view import SavedView
from fractal_desktop.ui.analytics.page_filter import PageFilter, from_text, to_text
from fractal_desktop.ui.analytics.view_name_dialog import ViewNameDialog
from fractal_desktop.ui.analytics.words import one_line, tr
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets.filter_chips import NamedFilterChip
from fractal_desktop.ui.widgets.hover import settle_hover_after

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_LONGEST = 60


class ViewsChip(NamedFilterChip):
    """Says which view is shown, if it is one. A view that was chosen and then changed can be given what is shown now."""

    view_chosen = Signal(object)
    """Show this PageFilter."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("View"), parent)
        self._context = context
        self._views: tuple[SavedView, ...] = ()
        self._shown = PageFilter()
        self._last: ViewId | None = None
        self._wanted: ViewId | None = None
        self.clicked.connect(self._open_menu)
        context.changed.connect(self._on_changed)
        context.file_opened.connect(self._read)
        self._read()

    def show_filter(self, shown: PageFilter) -> None:
        """Tell what the page shows now."""
        self._shown = shown
        self._tell()

    @Slot(str)
    def choose_view(self, view_id: str) -> None:
        """Show the view with this id, as soon as the views are read."""
        self._wanted = ViewId(view_id)
        self._read()

    @Slot()
    def save_as(self) -> None:
        """Ask for a name and save what is shown under it."""
        dialog = ViewNameDialog(tr("Save as view"), "", [view.name for view in self._views], self)
        dialog.named.connect(self._save)
        dialog.open()

    @Slot()
    def _read(self) -> None:
        self._context.read(self, "views", _views, self._on_views)

    def _on_views(self, views: tuple[SavedView, ...]) -> None:
        self._views = views
        wanted, self._wanted = self._wanted, None
        view = next((each for each in views if each.id == wanted), None)
        if view is not None:
            self._choose(view)
        self._tell()

    def _tell(self) -> None:
        view = self._current()
        if view is not None:
            self._last = view.id
        self.show_name("" if view is None else view.name)

    def _current(self) -> SavedView | None:
        """Return the view that is shown, the one chosen last if there are several alike."""
        alike = [view for view in self._views if from_text(view.document) == self._shown]
        return next((view for view in alike if view.id == self._last), alike[0] if alike else None)

    def _choose(self, view: SavedView) -> None:
        self._last = view.id
        self.view_chosen.emit(from_text(view.document))

    @Slot()
    def _open_menu(self) -> None:
        menu = self._menu()
        menu.aboutToHide.connect(menu.deleteLater)
        settle_hover_after(menu, self)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        if not self.underMouse():
            menu.setActiveAction(menu.actions()[0])

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        current = self._current()
        for view in self._views:
            action = menu.addAction(_shown(view.name))
            action.setCheckable(True)
            action.setChecked(view == current)
            action.triggered.connect(partial(self._choose, view))
        if self._views:
            menu.addSeparator()
        menu.addAction(icon("plus"), tr("Save as view…"), self.save_as).setEnabled(self._context.can_write and current is None)
        last = next((view for view in self._views if view.id == self._last), None)
        if last is not None and self._context.can_write:
            self._offer_changes(menu, last)
        return menu

    def _offer_changes(self, menu: QMenu, view: SavedView) -> None:
        name = _shown(view.name)
        if from_text(view.document) != self._shown:
            menu.addAction(icon("refresh"), tr("Let “{name}” show this").format(name=name)).triggered.connect(
                partial(self._replace, view.id)
            )
        menu.addAction(icon("edit"), tr("Rename “{name}”…").format(name=name)).triggered.connect(partial(self._rename, view))
        menu.addAction(icon("trash"), tr("Delete “{name}”").format(name=name)).triggered.connect(partial(self._delete, view.id))

    @Slot(str)
    def _save(self, name: str) -> None:
        document = to_text(self._shown)
        self._context.write(self, lambda workspace: workspace.views.save(name, document))

    def _replace(self, view_id: ViewId) -> None:
        document = to_text(self._shown)
        self._context.write(self, lambda workspace: workspace.views.replace(view_id, document), self._context.notify_done)

    def _rename(self, view: SavedView) -> None:
        taken = [each.name for each in self._views if each.id != view.id]
        dialog = ViewNameDialog(tr("Rename view"), view.name, taken, self)
        dialog.named.connect(partial(self._on_renamed, view.id))
        dialog.open()

    def _on_renamed(self, view_id: ViewId, name: str) -> None:
        self._context.write(self, lambda workspace: workspace.views.rename(view_id, name))

    def _delete(self, view_id: ViewId) -> None:
        self._context.write(self, lambda workspace: workspace.views.delete(view_id), self._context.notify_done)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.views or change.everything:
            self._read()


def _shown(name: str) -> str:
    """Return a name for a menu, where an ampersand would be a key and what follows a tab another column; one wider than a menu is cut."""
    line = one_line(name)
    return (line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…").replace("&", "&&")


def _views(workspace: "Workspace") -> tuple[SavedView, ...]:
    return workspace.views.views()
