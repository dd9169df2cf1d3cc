"""The library of the sample data as rows: activities in their groups, and templates."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fractal_desktop.domain.timestamps import column_text, legacy_column_text
from fractal_desktop.persistence.insertion import Rows
from fractal_desktop.services.sample.documents import Ids
from fractal_desktop.services.sample.library import ACTIVITIES, GROUPS, TEMPLATES
from fractal_desktop.services.sample.rhythm import WEEKS
from fractal_desktop.services.sample.specs import TemplateSpec


def library_rows(ids: Ids, roots: Mapping[str, str], now: datetime) -> Iterator[Rows]:
    """Yield the rows of each table; `roots` are the ids of the fractals by name, and everything was made when the data begins."""
    created = legacy_column_text(now - timedelta(weeks=WEEKS), ZoneInfo("UTC"))
    yield from _activities(ids, roots, now, created)
    yield from _parts(ids, created)
    yield Rows(
        "session_templates",
        ("id", "name", "description", "root_id", "created_at", "template_data", "archived_at"),
        tuple(
            (
                ids.of("template", template.name),
                template.name,
                template.description,
                roots[template.root],
                created,
                _plan_of(ids, template),
                _gone(now, template.archived),
            )
            for template in TEMPLATES
        ),
    )


def _activities(ids: Ids, roots: Mapping[str, str], now: datetime, created: str) -> Iterator[Rows]:
    yield Rows(
        "activity_groups",
        ("id", "root_id", "name", "description", "created_at", "sort_order"),
        tuple((ids.of("group", name), roots[root], name, "", created, position) for position, (name, root) in enumerate(GROUPS)),
    )
    yield Rows(
        "activity_definitions",
        (
            "id",
            "root_id",
            "name",
            "description",
            "created_at",
            "has_sets",
            "has_metrics",
            "has_splits",
            "metrics_multiplicative",
            "group_id",
            "retired_at",
        ),
        tuple(
            (
                ids.of("activity", activity.name),
                roots[activity.root],
                activity.name,
                activity.description,
                created,
                bool(activity.sets),
                bool(activity.metrics),
                bool(activity.splits),
                activity.is_product,
                None if activity.group is None else ids.of("group", activity.group),
                _gone(now, activity.retired),
            )
            for activity in ACTIVITIES
        ),
    )


def _parts(ids: Ids, created: str) -> Iterator[Rows]:
    """Yield metrics and splits."""
    yield Rows(
        "metric_definitions",
        ("id", "activity_id", "name", "unit", "created_at", "is_top_set_metric", "is_multiplicative", "lower_is_better", "sort_order"),
        tuple(
            (
                ids.of("metric", activity.name, metric.name),
                ids.of("activity", activity.name),
                metric.name,
                metric.unit,
                created,
                metric.top_set,
                metric.in_product,
                metric.lower_is_better,
                position,
            )
            for activity in ACTIVITIES
            for position, metric in enumerate(activity.metrics)
        ),
    )
    yield Rows(
        "split_definitions",
        ("id", "activity_id", "name", "order", "created_at"),
        tuple(
            (ids.of("split", activity.name, split), ids.of("activity", activity.name), split, position, created)
            for activity in ACTIVITIES
            for position, split in enumerate(activity.splits)
        ),
    )


def _gone(now: datetime, weeks_ago: int | None) -> str | None:
    return None if weeks_ago is None else column_text(now - timedelta(weeks=weeks_ago))


def _plan_of(ids: Ids, template: TemplateSpec) -> str:
    """Return the JSON of a template as the web application writes it."""
    activities = {activity.name for activity in ACTIVITIES}
    sections = [
        {
            "name": section.name,
            "duration_minutes": section.minutes,
            "activities": [
                {"type": "activity", "activity_id": ids.of("activity", line.name), "name": line.name}
                if line.name in activities
                else {"type": "checklist", "name": line.name}
                for line in section.lines
            ],
        }
        for section in template.sections
    ]
    return json.dumps({"sections": sections, "total_duration_minutes": template.minutes})
