"""What practice was for: time by goal and by activity, what was planned of it, and how it should be shared out."""

from fractal_desktop.domain.analytics import AnalyticsFilter, GoalTimeRow
from fractal_desktop.persistence import goal_times
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.unit_of_work import driver, reading
from fractal_desktop.services.goal_ledger import GoalLedger


class BalanceService:
    """Counts the practice of an open file by what it was for; every method may be slow: ask off the UI thread."""

    def __init__(self, database: Database, ledger: GoalLedger) -> None:
        self._database = database
        self._ledger = ledger

    def goal_times(self, asked: AnalyticsFilter, *, split: bool = False) -> tuple[GoalTimeRow, ...]:
        """Return the goals with practice, in the order of a walk through the tree, then those that are gone, then "without a goal".

        In each figure a session counts once, but it counts for every goal it hangs on. With `split` its seconds are divided among
        these, so that they add up. Goals that are gone, and "without a goal", have only sessions that hang on no goal that exists.
        """
        ledger = self._ledger.now()
        with reading(self._database) as connection:
            return goal_times.goal_times(driver(connection), asked, ledger.forest, ledger.sessions, split=split)
