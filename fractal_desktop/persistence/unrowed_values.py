"""Values that stand in documents alone: those of items and sets that never got rows. They join the values of rows."""

import sqlite3
from collections.abc import Iterator, Mapping

import numpy as np

from fractal_desktop.domain.activity_progress import LARGEST_VALUE, NotedValues, distinct, places
from fractal_desktop.domain.document_values import DocumentValue
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.domain.noted import split_key
from fractal_desktop.persistence.activity_progress import NotedItems
from fractal_desktop.persistence.activity_times import Items
from fractal_desktop.persistence.columns import Whole
from fractal_desktop.persistence.id_keys import id_keys

_OF_OTHERS = "SELECT id FROM metric_definitions WHERE activity_id <> ?"


def differing(rows: NotedItems, documents: Items, sessions: Whole) -> Whole:
    """Return those of `sessions` (ascending) whose documents, here those of one activity, note values of other items and sets than rows."""
    order = np.argsort(rows.sessions, kind="stable")
    ascending = rows.sessions[order]
    begins = np.flatnonzero(np.concatenate(([True], ascending[1:] != ascending[:-1]))) if len(ascending) else order
    sums = np.add.reduceat(rows.keys[order], begins).view(np.int64) if len(begins) else begins
    found = places(ascending[begins], documents.sessions)
    of_rows = np.where(found >= 0, np.append(sums, 0)[found], 0)
    return distinct(documents.sessions[(documents.noted != of_rows) & (places(sessions, documents.sessions) >= 0)])


def with_documents(
    sql: sqlite3.Connection,
    activity_id: ActivityId,
    noted: NotedValues,
    rows: NotedItems,
    documents: Mapping[int, tuple[DocumentValue, ...]],
) -> NotedValues:
    """Return the values of rows, and those of items and sets in these documents that have no values in rows of the same session.

    They come last, each item or set with a number that no row has.
    """
    unrowed = list(_unrowed(sql, activity_id, rows, documents))
    metrics = {id_: place for place, id_ in enumerate(noted.metric_ids)}
    splits = {id_: place for place, id_ in enumerate(noted.split_ids[:-1])}
    gone, first = len(noted.split_ids) - 1, int(noted.units.max(initial=0)) + 1
    units: dict[tuple[int, str], int] = {}
    found: list[tuple[int, int, int, int]] = []
    numbers: list[float] = []
    for session, value in unrowed:
        if value.metric_id in metrics and value.number is not None and abs(value.number) <= LARGEST_VALUE:
            unit = units.setdefault((session, value.instance_id), first + len(units))
            split = splits.get(None if value.split_id is None else split_key(value.split_id), gone)
            found.append((session, unit, metrics[value.metric_id], split))
            numbers.append(value.number)
    columns = np.array(found, np.int64).reshape(-1, 4).T
    return NotedValues(
        np.concatenate((noted.sessions, columns[0])),
        np.concatenate((noted.units, columns[1])),
        np.concatenate((noted.metrics, columns[2])),
        np.concatenate((noted.splits, columns[3])),
        np.concatenate((noted.values, np.array(numbers, float))),
        noted.metric_ids,
        noted.split_ids,
        not_numbers=_joined(
            noted.not_numbers,
            [each for each, value in unrowed if value.metric_id in metrics and (value.number is None or abs(value.number) > LARGEST_VALUE)],
        ),
        of_gone_metrics=_joined(noted.of_gone_metrics, [each for each, value in unrowed if value.metric_id not in metrics]),
    )


def _unrowed(
    sql: sqlite3.Connection, activity_id: ActivityId, rows: NotedItems, documents: Mapping[int, tuple[DocumentValue, ...]]
) -> Iterator[tuple[int, DocumentValue]]:
    """Yield the values with their sessions; those of another activity's metrics count for none, as in rows."""
    of_others = {id_ for (id_,) in sql.execute(_OF_OTHERS, (activity_id,))}
    asked = np.isin(rows.sessions, np.array(list(documents), np.int64))
    there = set(zip(rows.sessions[asked].tolist(), rows.keys[asked].tolist(), strict=True))
    values = [(session, value) for session, of_session in sorted(documents.items()) for value in of_session]
    keys = id_keys([value.instance_id for _, value in values]).tolist()
    for (session, value), key in zip(values, keys, strict=True):
        if (session, key) not in there and value.metric_id not in of_others:
            yield session, value


def _joined(column: Whole, more: list[int]) -> Whole:
    return np.concatenate((column, np.array(more, np.int64)))
