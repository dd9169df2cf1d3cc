"""What a person chose in the filter bar, and the JSON in which it is remembered and saved as a view."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from fractal_desktop.domain.backfill import is_storable
from fractal_desktop.domain.ids import ActivityId, GoalId, TemplateId
from fractal_desktop.ui.analytics.choice import DayRange, Preset

_ALL_DAYS = DayRange()


@dataclass(frozen=True, slots=True)
class PageFilter:
    """A period, and what the sessions are limited to (None: nothing). `days` are those of CUSTOM, open otherwise."""

    preset: Preset = Preset.MONTHS_12
    days: DayRange = _ALL_DAYS
    goal_id: GoalId | None = None
    template_id: TemplateId | None = None
    without_template: bool = False
    activity_id: ActivityId | None = None
    completed: bool | None = None

    @property
    def is_limited(self) -> bool:
        """Return whether anything but the period leaves sessions out."""
        return self != PageFilter(self.preset, self.days)


def to_text(chosen: PageFilter) -> str:
    """Return the choices as a JSON object; what limits nothing is left out."""
    period = [_day(chosen.days.first), _day(chosen.days.last)] if chosen.preset is Preset.CUSTOM else chosen.preset.value
    limits = {
        "goal": chosen.goal_id,
        "template": chosen.template_id,
        "without_template": chosen.without_template or None,
        "activity": chosen.activity_id,
        "completed": chosen.completed,
    }
    return json.dumps({"period": period, **{name: value for name, value in limits.items() if value is not None}})


def from_text(text: str) -> PageFilter:
    """Return the choices that were kept as JSON; whatever makes no sense limits nothing."""
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError):  # another program may have nested anything
        return PageFilter()
    if not isinstance(kept, dict):
        return PageFilter()
    preset, days = _period(kept.get("period"))
    without_template = kept.get("without_template") is True
    template = None if without_template else _id(kept.get("template"))
    goal, activity, completed = _id(kept.get("goal")), _id(kept.get("activity")), kept.get("completed")
    return PageFilter(
        preset,
        days,
        GoalId(goal) if goal else None,
        TemplateId(template) if template else None,
        without_template,
        ActivityId(activity) if activity else None,
        completed if isinstance(completed, bool) else None,
    )


def _period(kept: Any) -> tuple[Preset, DayRange]:
    try:
        if isinstance(kept, list):
            first, last = map(date.fromisoformat, kept)
            return (Preset.CUSTOM, DayRange(first, last)) if first <= last else (PageFilter().preset, DayRange())
        preset = Preset(kept)
    except (ValueError, TypeError):
        return PageFilter().preset, DayRange()
    return (PageFilter().preset if preset is Preset.CUSTOM else preset), DayRange()


def _id(kept: Any) -> str | None:
    return kept if isinstance(kept, str) and kept and is_storable(kept) else None


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
