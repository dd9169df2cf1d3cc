"""Sums of durations, which another program may have made so large that SQLite refuses to add them up."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import OperationalError


def summed(connection: Connection, statement: str, values: Sequence[str]) -> Sequence[Row[Any]]:
    """Return the rows of a statement in which `sum` adds up durations; where whole numbers do not hold the sum, it is about right."""
    try:
        return connection.exec_driver_sql(statement, tuple(values)).all()
    except OperationalError as error:
        if "integer overflow" not in str(error.orig):
            raise
    return connection.exec_driver_sql(statement.replace("sum(", "total("), tuple(values)).all()
