"""Files full of sessions for the tests of the analytics, and the starts at which mistakes happen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from fractal_desktop.domain.period import day_start
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.models import Base
from fractal_desktop.services.analytics import AnalyticsService
from tests.reference_analytics import Stint

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [*map(ZoneInfo, ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns", "UTC"])]


@dataclass(frozen=True, slots=True)
class Practice:
    """A session as the tests put it into the file."""

    start: datetime | None
    seconds: int | None = None
    template: str | None = None
    parent: str | None = None
    links: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    completed: bool | None = None


class Practised:
    """A file at head that tests fill."""

    def __init__(self, path: Path) -> None:
        connect(path, create=True).close()
        self.database = Database.open(path)
        Base.metadata.create_all(self.database.writer)
        with self.database.writer.connect() as connection:
            connection.connection.cursor().execute("PRAGMA synchronous=OFF")  # hundreds of little files need not survive a power cut
        self.service = AnalyticsService(self.database)
        self._ids = count()

    def add(self, *sessions: Practice) -> None:
        with self.database.writer.begin() as connection:
            for session in sessions:
                session_id = f"session-{next(self._ids)}"
                start = session.start and session.start.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f").rjust(26, "0")
                connection.exec_driver_sql(
                    "INSERT INTO goals (id, type, name, parent_id, session_start, total_duration_seconds, template_id, completed)"
                    " VALUES (?, 'PracticeSession', 'x', ?, ?, ?, ?, ?)",
                    (session_id, session.parent, start, session.seconds, session.template, session.completed),
                )
                for goal in session.links:
                    connection.exec_driver_sql("INSERT INTO practice_session_goals VALUES (?, ?)", (session_id, goal))
                for index, activity in enumerate(session.activities):
                    connection.exec_driver_sql(
                        "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id) VALUES (?, ?, ?)",
                        (f"{session_id}-{index}", session_id, activity),
                    )

    def add_activities(self, root: str, *ids: str) -> None:
        """Add activities to a fractal."""
        for activity in ids:
            self.run("INSERT INTO activity_definitions (id, root_id, name) VALUES (?, ?, ?)", activity, root, activity)

    def add_goals(self, **parents: str | None) -> None:
        """Add goals by id with their parents' ids, parents first."""
        with self.database.writer.begin() as connection:
            for goal_id, parent in parents.items():
                connection.exec_driver_sql(
                    "INSERT INTO goals (id, type, name, parent_id) VALUES (?, 'MidTermGoal', ?, ?)", (goal_id, goal_id, parent)
                )

    def run(self, statement: str, *values: object) -> None:
        with self.database.writer.begin() as connection:
            connection.exec_driver_sql(statement, values)

    def clear(self) -> None:
        """Take all sessions out."""
        self.run("DELETE FROM goals WHERE type = 'PracticeSession'")


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def stints(sessions: Iterable[Practice]) -> list[Stint]:
    return [Stint(session.start, session.seconds) for session in sessions]


NEAR_CHANGES = st.sampled_from([
    datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC),  # Berlin
    datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC),  # New York
    datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC),  # Lord Howe
    datetime(2011, 12, 30, 10, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC),  # Apia's missing day
    datetime(2009, 11, 1, 2, 31, tzinfo=UTC),  # St John's went back from 0:01 of a month to the one before
])  # fmt: skip
STARTS = st.one_of(
    st.builds(lambda base, seconds: base + timedelta(seconds=seconds), NEAR_CHANGES, st.integers(-200_000, 200_000)),
    st.builds(lambda seconds: datetime(2008, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds), st.integers(0, 700_000_000)),
    st.builds(day_start, st.dates(date(2011, 12, 1), date(2012, 1, 31)), st.sampled_from(ZONES)),
)
