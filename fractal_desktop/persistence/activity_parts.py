# ruff: noqa: S608 - names of our own tables and columns
"""Metrics and splits of an activity: made, changed, put into order; retired where something names them, else deleted."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import uuid4

from fractal_desktop.domain.goal import checked_name
from fractal_desktop.domain.library import Better, MetricDraft, SplitDraft
from fractal_desktop.domain.timestamps import column_text
from fractal_desktop.persistence.cells import insert, update
from fractal_desktop.persistence.models import HAS_TARGETS, OF_ACTIVITY
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.trash_rows import is_named_in_trash

METRIC_RETIRED = "(deleted_at IS NOT NULL OR is_active IS 0)"
METRIC_ORDER = "sort_order IS NULL, sort_order, rowid"


class _Part(NamedTuple):
    """What an activity has several of: where they stand, what tells that one is retired, and where values name it."""

    table: str
    retired: str
    column: str


_METRIC = _Part("metric_definitions", METRIC_RETIRED, "metric_definition_id")
_SPLIT = _Part("split_definitions", "retired_at IS NOT NULL", "split_definition_id")


def save_metrics(sql: sqlite3.Connection, activity_id: str, drafts: Sequence[MetricDraft], stamp: Stamp) -> None:
    """Let an activity have these metrics in this order; raises UserError if a name is empty or too long."""
    known = {id_ for (id_,) in sql.execute("SELECT id FROM metric_definitions WHERE activity_id = ?", (activity_id,))}
    for place, draft in enumerate(drafts):
        columns = {
            "name": checked_name(draft.name),
            "unit": draft.unit.strip(),
            "is_top_set_metric": int(draft.is_top_set),
            "is_multiplicative": int(draft.in_product),
            "deleted_at": None,
            "is_active": 1,
            "lower_is_better": int(draft.better is Better.LOWER),
        }
        if draft.id in known:
            update(sql, "metric_definitions", str(draft.id), columns)
        else:
            ids = {"id": _free_id(sql, "metric_definitions", draft.id), "activity_id": activity_id}
            insert(sql, "metric_definitions", {**ids, **columns, "created_at": stamp.text, "sort_order": place})
    _order_metrics(sql, activity_id, [draft.id if draft.id in known else None for draft in drafts])
    for gone in known - {draft.id for draft in drafts}:
        _let_go(sql, activity_id, _METRIC, gone, {"deleted_at": stamp.text, "is_active": 0})


def _order_metrics(sql: sqlite3.Connection, activity_id: str, wanted: Sequence[str | None]) -> None:
    """Number the metrics where the order they come in by itself is not the one that is wanted; old files stay unnumbered."""
    rows = sql.execute(f"SELECT id FROM metric_definitions WHERE activity_id = ? ORDER BY {METRIC_ORDER}", (activity_id,))
    present = [id_ for (id_,) in rows if id_ in wanted]
    if present != [id_ for id_ in wanted if id_ is not None] or None in wanted:
        for place, id_ in enumerate(wanted):
            if id_ is not None:
                update(sql, "metric_definitions", id_, {"sort_order": place})


def save_splits(sql: sqlite3.Connection, activity_id: str, drafts: Sequence[SplitDraft], stamp: Stamp) -> None:
    """Let an activity have these splits in this order; raises UserError likewise."""
    known = {id_ for (id_,) in sql.execute("SELECT id FROM split_definitions WHERE activity_id = ?", (activity_id,))}
    for place, draft in enumerate(drafts):
        columns: dict[str, object] = {"name": checked_name(draft.name), '"order"': place, "retired_at": None}
        if draft.id in known:
            update(sql, "split_definitions", str(draft.id), columns)
        else:
            ids = {"id": _free_id(sql, "split_definitions", draft.id), "activity_id": activity_id}
            insert(sql, "split_definitions", {**ids, **columns, "created_at": stamp.text})
    for gone in known - {draft.id for draft in drafts}:
        _let_go(sql, activity_id, _SPLIT, gone, {"retired_at": column_text(stamp.now)})


def _let_go(sql: sqlite3.Connection, activity_id: str, part: _Part, id_: str, retired: Mapping[str, object]) -> None:
    """Retire a metric or split that anything names, delete one that nothing does; one that is retired already stays as it is."""
    if sql.execute(f"SELECT {part.retired} FROM {part.table} WHERE id = ?", (id_,)).fetchone()[0]:
        return
    has_values = sql.execute(f"SELECT 1 FROM metric_values WHERE {part.column} = ? LIMIT 1", (id_,)).fetchone() is not None
    if has_values or is_target(sql, id_) or _is_in_documents(sql, activity_id, id_) or is_named_in_trash(sql, id_):
        update(sql, part.table, id_, retired)
    else:
        sql.execute(f"DELETE FROM {part.table} WHERE id = ?", (id_,))


def is_target(sql: sqlite3.Connection, id_: str) -> bool:
    """Return whether a target names the activity or metric, which would not be understood without it."""
    statement = f"SELECT 1 FROM goals WHERE {HAS_TARGETS} AND instr(targets, ?) LIMIT 1"
    return sql.execute(statement, (f'"{id_}',)).fetchone() is not None


def _is_in_documents(sql: sqlite3.Connection, activity_id: str, id_: str) -> bool:
    """Return whether a session of the activity has a place for the metric or split, be it empty or no number: then there is no row."""
    statement = (
        "SELECT 1 FROM activity_instances i CROSS JOIN goals s ON s.id = i.practice_session_id"
        f" WHERE {OF_ACTIVITY} AND instr(s.attributes, ?2) LIMIT 1"
    )
    return sql.execute(statement, (activity_id, f'"{id_}"')).fetchone() is not None


def _free_id(sql: sqlite3.Connection, table: str, wanted: str | None) -> str:
    """Return the id that an editor gave something new, so that it knows it again before it has read it; another if that is taken."""
    taken = wanted is None or sql.execute(f"SELECT 1 FROM {table} WHERE id = ?", (wanted,)).fetchone() is not None
    return str(uuid4()) if taken else str(wanted)
