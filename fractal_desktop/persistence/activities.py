"""Activities with their metrics, splits and groups: read whole, made and changed."""

import sqlite3
from itertools import groupby
from typing import Any
from uuid import uuid4

from fractal_desktop.domain.errors import GoneError, UserError
from fractal_desktop.domain.goal import checked_name
from fractal_desktop.domain.ids import ActivityGroupId, ActivityId, MetricId, SplitId
from fractal_desktop.domain.library import Activity, ActivityDraft, ActivityGroup, Better, Metric, Split, Usage
from fractal_desktop.domain.timestamps import column_text
from fractal_desktop.persistence.activity_parts import METRIC_ORDER, METRIC_RETIRED, is_target, save_metrics, save_splits
from fractal_desktop.persistence.cells import update
from fractal_desktop.persistence.column_times import from_column_time
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.models import OF_ACTIVITY
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.trash_rows import is_named_in_trash

_ACTIVITIES = (
    "SELECT id, root_id, name, description, group_id, has_sets, metrics_multiplicative, retired_at IS NOT NULL"
    " FROM activity_definitions ORDER BY rowid"
)
_METRICS = (
    f"SELECT activity_id, id, name, unit, lower_is_better, is_top_set_metric, is_multiplicative IS NOT 0, {METRIC_RETIRED} AS retired"  # noqa: S608
    f" FROM metric_definitions ORDER BY activity_id, retired, {METRIC_ORDER}"
)
_SPLITS = (
    'SELECT activity_id, id, name, retired_at IS NOT NULL AS retired FROM split_definitions ORDER BY activity_id, retired, "order", rowid'
)
_USAGE = (
    "SELECT count(*), avg(s.total_duration_seconds), max(s.session_start) FROM"  # noqa: S608
    f" (SELECT DISTINCT practice_session_id FROM activity_instances WHERE {OF_ACTIVITY}) AS used"
    " CROSS JOIN goals s ON s.id = used.practice_session_id AND s.type = 'PracticeSession'"
)


def activities(sql: sqlite3.Connection) -> tuple[Activity, ...]:
    """Return all activities in the order they were made, retired ones too, each with its metrics and splits."""
    metrics = _by_activity(sql.execute(_METRICS))
    splits = _by_activity(sql.execute(_SPLITS))
    return tuple(
        Activity(
            ActivityId(id_),
            root_id,
            shown_text(name),
            shown_text(description),
            ActivityGroupId(group_id) if group_id is not None else None,
            bool(has_sets),
            bool(is_product),
            tuple(_metric(*row) for row in metrics.get(id_, ())),
            tuple(Split(SplitId(split), shown_text(label), bool(gone)) for split, label, gone in splits.get(id_, ())),
            bool(retired),
        )
        for id_, root_id, name, description, group_id, has_sets, is_product, retired in sql.execute(_ACTIVITIES)
    )


def groups(sql: sqlite3.Connection) -> tuple[ActivityGroup, ...]:
    """Return the groups of all fractals in their order."""
    rows = sql.execute("SELECT id, root_id, name FROM activity_groups ORDER BY root_id, sort_order, rowid")
    return tuple(ActivityGroup(ActivityGroupId(id_), root_id, shown_text(name)) for id_, root_id, name in rows)


def usage(sql: sqlite3.Connection, activity_id: str) -> Usage:
    """Return how one activity was used; slow with many sessions."""
    sessions, average, last = sql.execute(_USAGE, (activity_id,)).fetchone()
    return Usage(sessions, average, from_column_time(last))


def create(sql: sqlite3.Connection, root_id: str, draft: ActivityDraft, stamp: Stamp) -> ActivityId:
    """Make an activity in a fractal and return its id; raises UserError if a name is empty or too long."""
    id_ = ActivityId(str(uuid4()))
    sql.execute(
        "INSERT INTO activity_definitions (id, root_id, name, created_at, has_splits, has_metrics) VALUES (?, ?, ?, ?, 0, 0)",
        (id_, root_id, checked_name(draft.name), stamp.text),
    )
    save(sql, id_, draft, stamp)
    return id_


def save(sql: sqlite3.Connection, activity_id: str, draft: ActivityDraft, stamp: Stamp) -> str:
    """Make an activity what the draft says and return its name; what is as it was is not written."""
    name_of(sql, activity_id)
    save_metrics(sql, activity_id, draft.metrics, stamp)
    save_splits(sql, activity_id, draft.splits, stamp)
    name = checked_name(draft.name)
    update(
        sql,
        "activity_definitions",
        activity_id,
        {
            "name": name,
            "description": draft.description,
            "group_id": draft.group_id,
            "has_sets": int(draft.has_sets),
            "metrics_multiplicative": int(draft.is_product),
            "has_metrics": int(bool(draft.metrics)),
            "has_splits": int(bool(draft.splits)),
        },
    )
    return name


def set_retired(sql: sqlite3.Connection, activity_id: str, stamp: Stamp | None) -> str:
    """Retire an activity, or bring it back with `stamp` None, and return its name; its sessions keep it either way."""
    name = name_of(sql, activity_id)
    where = "retired_at IS NULL" if stamp is not None else "retired_at IS NOT NULL"
    retired_at = column_text(stamp.now) if stamp is not None else None
    sql.execute(f"UPDATE activity_definitions SET retired_at = ? WHERE id = ? AND {where}", (retired_at, activity_id))  # noqa: S608
    return name


def delete(sql: sqlite3.Connection, activity_id: str) -> str:
    """Delete an activity that no session uses, in the trash neither, and return its name; raises UserError if one does."""
    name = name_of(sql, activity_id)
    used = f"SELECT 1 FROM activity_instances WHERE {OF_ACTIVITY} LIMIT 1"  # noqa: S608
    values = "SELECT 1 FROM metric_values v JOIN metric_definitions m ON m.id = v.metric_definition_id WHERE m.activity_id = ? LIMIT 1"
    if any(sql.execute(statement, (activity_id,)).fetchone() for statement in (used, values)):
        raise UserError(f"“{name}” is used by sessions. They would lose its name: retire it instead, then it is no longer offered.")
    if is_target(sql, activity_id):
        raise UserError(f"“{name}” is what a goal's target asks for. Retire it instead, then it is no longer offered.")
    if is_named_in_trash(sql, activity_id):
        raise UserError(
            f"“{name}” is used in the trash. What is put back would lose its name: retire it instead, or empty the trash first."
        )
    for table in ("metric_definitions", "split_definitions"):
        sql.execute(f"DELETE FROM {table} WHERE activity_id = ?", (activity_id,))  # noqa: S608
    sql.execute("DELETE FROM activity_definitions WHERE id = ?", (activity_id,))
    return name


def create_group(sql: sqlite3.Connection, root_id: str, name: str, stamp: Stamp) -> ActivityGroupId:
    """Make a group after the others of its fractal and return its id; raises UserError if one of them has that name."""
    id_ = ActivityGroupId(str(uuid4()))
    (place,) = sql.execute("SELECT coalesce(max(sort_order) + 1, 0) FROM activity_groups WHERE root_id = ?", (root_id,)).fetchone()
    sql.execute(
        "INSERT INTO activity_groups (id, root_id, name, created_at, sort_order) VALUES (?, ?, ?, ?, ?)",
        (id_, root_id, _free_group_name(sql, root_id, name), stamp.text, place),
    )
    return id_


def rename_group(sql: sqlite3.Connection, group_id: str, name: str) -> str:
    """Give a group another name and return it; raises UserError if another group of its fractal has that name."""
    group_name(sql, group_id)
    (root_id,) = sql.execute("SELECT root_id FROM activity_groups WHERE id = ?", (group_id,)).fetchone()
    wanted = _free_group_name(sql, root_id, name, group_id)
    update(sql, "activity_groups", group_id, {"name": wanted})
    return wanted


def delete_group(sql: sqlite3.Connection, group_id: str) -> tuple[str, int]:
    """Delete a group and return its name and how many activities it had; they stay, without one."""
    name = group_name(sql, group_id)
    kept = sql.execute("UPDATE activity_definitions SET group_id = NULL WHERE group_id = ?", (group_id,)).rowcount
    sql.execute("DELETE FROM activity_groups WHERE id = ?", (group_id,))
    return name, kept


def name_of(sql: sqlite3.Connection, activity_id: str) -> str:
    """Return the activity's name; raises GoneError if it is gone."""
    row = sql.execute("SELECT name FROM activity_definitions WHERE id = ?", (activity_id,)).fetchone()
    if row is None:
        raise GoneError("This activity no longer exists.")
    return shown_text(row[0])


def group_name(sql: sqlite3.Connection, group_id: str) -> str:
    """Return the group's name; raises UserError if it is gone."""
    row = sql.execute("SELECT name FROM activity_groups WHERE id = ?", (group_id,)).fetchone()
    if row is None:
        raise UserError("This group no longer exists.")
    return shown_text(row[0])


def _free_group_name(sql: sqlite3.Connection, root_id: str, text: str, group_id: str | None = None) -> str:
    """Return the name if no other group of the fractal than `group_id` has it, whatever the case; old files may have two of one name."""
    name = checked_name(text)
    beside = (group for group in groups(sql) if group.root_id == root_id and group.id != group_id)
    taken = next((group.name for group in beside if group.name.strip().casefold() == name.casefold()), None)
    if taken is not None:
        raise UserError(f"There is already a group “{taken}”.")
    return name


def _by_activity(rows: sqlite3.Cursor) -> dict[str, list[tuple[Any, ...]]]:
    return {activity: [row[1:] for row in group] for activity, group in groupby(rows, lambda row: row[0])}


def _metric(id_: str, name: object, unit: object, lower: object, top: object, in_product: object, retired: object) -> Metric:
    better = Better.LOWER if lower else Better.HIGHER
    return Metric(MetricId(id_), shown_text(name), shown_text(unit), better, bool(top), bool(in_product), bool(retired))
