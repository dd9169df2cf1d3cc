"""What a person can do with saved views of the analytics page."""

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import ViewId
from fractal_desktop.domain.saved_view import SavedView
from fractal_desktop.persistence import views
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.unit_of_work import UnitOfWork, driver, reading
from fractal_desktop.services.history import Done, History


class ViewService:
    """The views of an open file; commands raise UserError if a name is empty, too long or taken, or if the view is gone."""

    def __init__(self, database: Database, history: History) -> None:
        self._database = database
        self._history = history

    def views(self) -> tuple[SavedView, ...]:
        """Return all views in the order they were saved."""
        with reading(self._database) as connection:
            return views.views(driver(connection))

    def save(self, name: str, document: str) -> Change:
        """Save what the page shows under a new name; the view's id is the change's `created`. `document` is any JSON."""

        def command(unit: UnitOfWork) -> Done:
            return Done(f"Save view {name.strip()}", created=views.save(unit.sql, name, document))

        return self._history.perform(command)

    def replace(self, view_id: ViewId, document: str) -> Change:
        """Let a view show what the page shows now."""
        return self._history.perform(lambda unit: Done(f"Change view {views.replace(unit.sql, view_id, document)}"))

    def rename(self, view_id: ViewId, name: str) -> Change:
        """Give a view another name; another case of its own is another name, too."""
        return self._history.perform(lambda unit: Done(f"Rename view {views.rename(unit.sql, view_id, name)}"))

    def delete(self, view_id: ViewId) -> Change:
        """Delete a view."""
        return self._history.perform(lambda unit: Done(f"Delete view {views.delete(unit.sql, view_id)}"))
