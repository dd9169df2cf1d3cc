"""Names of activities, metrics, splits and templates, read."""

import sqlite3
from itertools import groupby

from fractal_desktop.domain.library import ActivityName, Better, LibraryNames, MetricName, SplitName, TemplateName
from fractal_desktop.persistence.activity_parts import METRIC_ORDER, METRIC_RETIRED
from fractal_desktop.persistence.goals import shown_text

_METRICS = (
    f"SELECT id, activity_id, name, unit, {METRIC_RETIRED}, lower_is_better, is_top_set_metric, is_multiplicative IS NOT 0"  # noqa: S608
    f" FROM metric_definitions ORDER BY activity_id, {METRIC_ORDER}"
)
_SPLITS = 'SELECT id, activity_id, name, retired_at IS NOT NULL FROM split_definitions ORDER BY activity_id, "order", rowid'
_ACTIVITIES = (
    "SELECT id, name, has_sets, has_metrics, has_splits, retired_at IS NOT NULL, metrics_multiplicative, root_id"
    " FROM activity_definitions ORDER BY rowid"
)


def templates(sql: sqlite3.Connection) -> tuple[TemplateName, ...]:
    """Return the templates in the alphabet's order, archived ones and those of deleted fractals too: sessions still name them."""
    rows = sql.execute("SELECT id, name, archived_at IS NOT NULL, root_id FROM session_templates")
    found = [TemplateName(id_, shown_text(name), bool(archived), root) for id_, name, archived, root in rows]
    return tuple(sorted(found, key=lambda template: (template.name.casefold(), template.id)))


def names(sql: sqlite3.Connection) -> LibraryNames:
    """Return everything that ids in documents may name."""
    metrics = [_metric(*row) for row in sql.execute(_METRICS)]
    splits = [SplitName(id_, activity, shown_text(name), bool(retired)) for id_, activity, name, retired in sql.execute(_SPLITS)]
    metrics_of = {activity: tuple(group) for activity, group in groupby(metrics, lambda metric: metric.activity_id)}
    splits_of = {activity: tuple(group) for activity, group in groupby(splits, lambda split: split.activity_id)}
    activities = [
        ActivityName(
            id_,
            shown_text(name),
            bool(sets),
            bool(has_metrics),
            bool(has_splits),
            metrics_of.get(id_, ()),
            splits_of.get(id_, ()),
            bool(retired),
            bool(is_product),
            root,
        )
        for id_, name, sets, has_metrics, has_splits, retired, is_product, root in sql.execute(_ACTIVITIES)
    ]
    return LibraryNames(
        templates(sql),
        {activity.id: activity for activity in activities},
        {metric.id: metric for metric in metrics},
        {split.id: split for split in splits},
    )


def _metric(
    id_: str, activity: str, name: object, unit: object, retired: object, lower: object, top: object, in_product: object
) -> MetricName:
    better = Better.LOWER if lower else Better.HIGHER
    return MetricName(id_, activity, shown_text(name), shown_text(unit), bool(retired), better, bool(top), bool(in_product))  # type: ignore[arg-type]
