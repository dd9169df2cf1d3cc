"""Words of the library."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from fractal_desktop.domain.library import Activity, Template, Usage
from fractal_desktop.ui.sessions.texts import day_text
from fractal_desktop.ui.widgets.wall_clock import wall_of

_WHOLE_FROM = 10
"""From so many minutes on a tenth of one tells nothing."""


def tr(text: str) -> str:
    """Translate a text of the library."""
    return QCoreApplication.translate("library", text)


def minutes_text(minutes: float, locale: QLocale) -> str:
    """Return "12.5" without a needless fraction."""
    return locale.toString(round(minutes, 1)).removesuffix(f"{locale.decimalPoint()}0")


def counted(count: int, one: str, many: str) -> str:
    """Return "1 section" or "3 sections"."""
    return one if count == 1 else many.format(n=QLocale().toString(count))


def template_line(template: Template, usage: Usage | None) -> str:
    """Return what stands below a template's name in the list."""
    parts = [counted(len(template.sections), tr("1 section"), tr("{n} sections"))]
    if template.planned_minutes:
        parts.append(tr("{n} min").format(n=minutes_text(template.planned_minutes, QLocale())))
    parts.append(tr("not used yet") if usage is None else counted(usage.sessions, tr("used once"), tr("used {n} times")))
    return " · ".join(parts)


def activity_line(activity: Activity, usage: Usage | None) -> str:
    """Return what stands below an activity's name in the list."""
    metrics = [f"{metric.name} ({metric.unit})" if metric.unit else metric.name for metric in activity.metrics if not metric.retired]
    parts = [", ".join(metrics)] if metrics else []
    parts.append(tr("not used yet") if usage is None else counted(usage.sessions, tr("in 1 session"), tr("in {n} sessions")))
    return " · ".join(parts)


def group_line(activities: Sequence[Activity]) -> str:
    """Return what a group holds."""
    retired = sum(activity.retired for activity in activities)
    parts = [counted(len(activities), tr("1 activity"), tr("{n} activities")) if activities else tr("No activity is in this group")]
    if retired:
        parts.append(tr("{n} of them retired").format(n=QLocale().toString(retired)))
    return " · ".join(parts)


def usage_sentence(usage: Usage | None, zone: ZoneInfo, today: date, *, retired: str = "") -> str:
    """Return how something was used, for the head of its editor; `retired` comes first if it is out of use."""
    parts = [retired] if retired else []
    if usage is None:
        parts.append(tr("Not used yet"))
    else:
        parts.append(counted(usage.sessions, tr("1 session"), tr("{n} sessions")))
        if usage.average_seconds is not None:
            minutes = usage.average_seconds / 60
            shown = minutes_text(minutes if minutes < _WHOLE_FROM else round(minutes), QLocale())
            parts.append(tr("{n} min on average").format(n=shown))
        if usage.last is not None:
            parts.append(tr("last on {day}").format(day=day_text(wall_of(usage.last, zone).date(), QLocale(), today)))
    return " · ".join(parts)
