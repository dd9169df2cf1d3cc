"""Compares the charts' queries with DuckDB's on the same sessions:

    python -m pip install duckdb
    python -m scripts.compare_duckdb FILE

DuckDB is no dependency of the project. Where its extension for SQLite is at hand it also asks the file itself; else the columns
are copied into it first, which is told apart. Prints a table: median milliseconds of five turns each.
"""

import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.services.workspace import Workspace

TURNS = 5
ZONE = "Europe/Berlin"
EVERYTHING = AnalyticsFilter()
_COLUMNS = "SELECT session_start, total_duration_seconds, template_id FROM goals WHERE type = 'PracticeSession'"
_LOCAL = f"timezone('{ZONE}', timezone('UTC', session_start))"
QUERIES = {
    "average duration by month": f"SELECT date_trunc('month', {_LOCAL}) AS m, count(*), avg(total_duration_seconds) FROM s GROUP BY m",
    "sessions per week": f"SELECT date_trunc('week', {_LOCAL}) AS w, count(*) FROM s GROUP BY w",
    "most used templates": "SELECT template_id, count(*) AS n, avg(total_duration_seconds) FROM s GROUP BY template_id ORDER BY n DESC",
    "days of a calendar": f"SELECT date_trunc('day', {_LOCAL}) AS d, count(*), sum(total_duration_seconds) FROM s GROUP BY d",
}


def main() -> int:
    """Print the table for one file."""
    import duckdb  # type: ignore[import-not-found,unused-ignore]

    path = Path(sys.argv[1])
    workspace = Workspace.open(path, read_only=True)
    zone = ZoneInfo(ZONE)
    ours: dict[str, Callable[[], object]] = {
        "average duration by month": lambda: workspace.analytics.months(EVERYTHING, zone),
        "sessions per week": lambda: workspace.analytics.weeks(EVERYTHING, zone),
        "most used templates": lambda: workspace.analytics.templates(EVERYTHING),
        "days of a calendar": lambda: workspace.analytics.days(EVERYTHING, zone),
    }
    duck = duckdb.connect()
    begun = time.perf_counter()
    _copy(path, duck)
    copied = time.perf_counter() - begun
    attached = _attached(path, duck)
    print(f"copying the columns into DuckDB: {copied * 1000:,.0f} ms; asking the file through its extension: {attached or 'not at hand'}")
    print(f"{'':28}{'this program':>14}{'DuckDB, copied':>16}{'DuckDB, file':>14}")
    for name, query in QUERIES.items():
        figures = [_milliseconds(ours[name]), _milliseconds(lambda query=query: duck.execute(query).fetchall())]  # type: ignore[misc]
        through = query.replace("FROM s", f"FROM ({_COLUMNS.replace('FROM goals', 'FROM old.goals')})")
        direct = _milliseconds(lambda through=through: duck.execute(through).fetchall()) if attached else None  # type: ignore[misc]
        print(f"{name:28}{figures[0]:>11,.1f} ms{figures[1]:>13,.1f} ms{'-' if direct is None else f'{direct:,.1f} ms':>14}")
    workspace.close()
    return 0


def _copy(path: Path, duck: Any) -> None:
    """Put the three columns into a table of DuckDB's own, through arrays."""
    import numpy as np

    connection = sqlite3.connect(path)
    rows = connection.execute(_COLUMNS).fetchall()
    connection.close()
    columns = {  # noqa: F841 - found by its name
        "session_start": np.array([start for start, _, _ in rows], "datetime64[us]"),
        "total_duration_seconds": np.array([-1 if seconds is None else seconds for _, seconds, _ in rows], np.int64),
        "template_id": np.array([template or "" for _, _, template in rows], object),
    }
    seconds = "nullif(total_duration_seconds, -1) AS total_duration_seconds"
    duck.execute(f"CREATE TABLE s AS SELECT session_start, {seconds}, template_id FROM columns")


def _attached(path: Path, duck: Any) -> str:
    try:
        duck.execute("LOAD sqlite")
        duck.execute(f"ATTACH '{path}' AS old (TYPE sqlite, READ_ONLY)")
    except Exception as error:
        print(f"({type(error).__name__}: the extension for SQLite is not installed)")
        return ""
    return "yes"


def _milliseconds(ask: Callable[[], object]) -> float:
    taken = []
    for _ in range(TURNS):
        begun = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1000


if __name__ == "__main__":
    sys.exit(main())
