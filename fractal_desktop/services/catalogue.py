"""Everything that can be gone to by its name, for the search of the window."""

from fractal_desktop.domain.catalogue import NamedEntry
from fractal_desktop.persistence import catalogue
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.unit_of_work import driver, reading

NEWEST_SESSIONS = 200


class CatalogueService:
    """The names in an open file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self) -> tuple[NamedEntry, ...]:
        """Return every goal, template, activity and view, and the newest sessions; slow with many goals: ask off the UI thread."""
        with reading(self._database) as connection:
            return catalogue.entries(driver(connection), NEWEST_SESSIONS)
