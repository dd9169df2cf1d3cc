"""Sums of durations, which another program may have made so large that SQLite refuses to add them up."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

WHOLE_SECONDS = "CASE WHEN total_duration_seconds < '' THEN CAST(total_duration_seconds AS INTEGER) END"
"""A duration in whole seconds, the fraction cut off. Texts and blobs, which are more than any number, are none. Takes its time: `sum` tells
by a result that is no whole number that a column holds anything else than whole numbers."""


def summed(connection: Connection, statement: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement in which `sum` adds up durations; where whole numbers do not hold the sum, it is about right."""
    try:
        return [tuple(row) for row in connection.exec_driver_sql(statement, tuple(values))]
    except OperationalError as error:
        if "integer overflow" not in str(error.orig):
            raise
    return [tuple(row) for row in connection.exec_driver_sql(statement.replace("sum(", "total("), tuple(values))]
