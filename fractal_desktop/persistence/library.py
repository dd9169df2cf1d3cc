"""Activities, metrics, splits and templates, read."""

import sqlite3
from itertools import groupby

from fractal_desktop.domain.library import ActivityName, LibraryNames, MetricName, SplitName, TemplateName
from fractal_desktop.persistence.goals import shown_text

_METRICS = (
    "SELECT id, activity_id, name, unit, deleted_at IS NOT NULL OR is_active IS 0 FROM metric_definitions ORDER BY activity_id, rowid"
)
_SPLITS = 'SELECT id, activity_id, name FROM split_definitions ORDER BY activity_id, "order", rowid'
_ACTIVITIES = "SELECT id, name, has_sets, has_metrics, has_splits FROM activity_definitions ORDER BY rowid"


def templates(sql: sqlite3.Connection) -> tuple[TemplateName, ...]:
    """Return the templates in the alphabet's order, those of deleted fractals too: sessions still name them."""
    found = [TemplateName(id_, shown_text(name)) for id_, name in sql.execute("SELECT id, name FROM session_templates")]
    return tuple(sorted(found, key=lambda template: (template.name.casefold(), template.id)))


def names(sql: sqlite3.Connection) -> LibraryNames:
    """Return everything that ids in documents may name."""
    metrics = [MetricName(i, a, shown_text(name), shown_text(unit), bool(retired)) for i, a, name, unit, retired in sql.execute(_METRICS)]
    splits = [SplitName(i, a, shown_text(name)) for i, a, name in sql.execute(_SPLITS)]
    metrics_of = {activity: tuple(group) for activity, group in groupby(metrics, lambda metric: metric.activity_id)}
    splits_of = {activity: tuple(group) for activity, group in groupby(splits, lambda split: split.activity_id)}
    activities = [
        ActivityName(i, shown_text(name), bool(sets), bool(has_metrics), bool(has_splits), metrics_of.get(i, ()), splits_of.get(i, ()))
        for i, name, sets, has_metrics, has_splits in sql.execute(_ACTIVITIES)
    ]
    return LibraryNames(
        templates(sql),
        {activity.id: activity for activity in activities},
        {metric.id: metric for metric in metrics},
        {split.id: split for split in splits},
    )
