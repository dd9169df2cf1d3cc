"""Which sessions the list shows: the person's choices, the query they make, and how they are kept."""

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.ids import GoalId, TemplateId
from fractal_desktop.domain.library import TemplateName
from fractal_desktop.domain.period import day_start
from fractal_desktop.domain.practice_session import GoalLink, SessionQuery, SessionSort, SessionState
from fractal_desktop.domain.tree import UNFILED
from fractal_desktop.ui.sessions.texts import range_text, state_text, tr

LENGTHS = (600, 1200, 1800, 2700, 3600, 5400, 7200)
"""The lengths, in seconds, that the list can be limited to be over."""


class Preset(StrEnum):
    """A period that moves along with today."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    LAST_7_DAYS = "last_7_days"
    LAST_30_DAYS = "last_30_days"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"


def preset_text(preset: Preset) -> str:
    """Return the words for a preset."""
    return {
        Preset.TODAY: tr("Today"),
        Preset.THIS_WEEK: tr("This week"),
        Preset.LAST_7_DAYS: tr("Last 7 days"),
        Preset.LAST_30_DAYS: tr("Last 30 days"),
        Preset.THIS_MONTH: tr("This month"),
        Preset.LAST_MONTH: tr("Last month"),
        Preset.THIS_YEAR: tr("This year"),
    }[preset]


@dataclass(frozen=True, slots=True)
class Days:
    """Days from `first` to `last`, both included, in the display zone."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Today:
    """What presets are counted from; `first_weekday` is 0 for Monday to 6 for Sunday."""

    date: date
    first_weekday: int
    zone: ZoneInfo


def preset_days(preset: Preset, today: Today) -> Days:
    """Return the days of a preset; periods that are under way end today or later."""
    day = today.date
    week = day - timedelta(days=(day.weekday() - today.first_weekday) % 7)
    month = day.replace(day=1)
    next_month = (month + timedelta(days=31)).replace(day=1)
    return {
        Preset.TODAY: Days(day, day),
        Preset.THIS_WEEK: Days(week, week + timedelta(days=6)),
        Preset.LAST_7_DAYS: Days(day - timedelta(days=6), day),
        Preset.LAST_30_DAYS: Days(day - timedelta(days=29), day),
        Preset.THIS_MONTH: Days(month, next_month - timedelta(days=1)),
        Preset.LAST_MONTH: Days((month - timedelta(days=1)).replace(day=1), month - timedelta(days=1)),
        Preset.THIS_YEAR: Days(day.replace(month=1, day=1), day.replace(month=12, day=31)),
    }[preset]


@dataclass(frozen=True, slots=True)
class ChartFilter:
    """The sessions of a chart's bar, and what to call them."""

    query: SessionQuery
    title: str


@dataclass(frozen=True, slots=True)
class ListFilter:
    """The choices of the filter bar and the search box; the values at their defaults limit nothing."""

    text: str = ""
    period: Preset | Days | None = None
    without_start: bool = False
    state: SessionState | None = None
    goal: GoalLink | None = None
    template: TemplateName | None = None
    without_template: bool = False
    longer_than_seconds: int | None = None
    chart: ChartFilter | None = None

    def limits(self) -> bool:
        """Return whether anything is left out of the list."""
        return self != ListFilter()

    def days(self, today: Today) -> Days | None:
        """Return the chosen days, None if the period is open."""
        return preset_days(self.period, today) if isinstance(self.period, Preset) else self.period

    def query(self, today: Today, sort: SessionSort, *, descending: bool) -> SessionQuery:
        """Return the query; what was chosen here goes over what a chart asked for."""
        query = self.chart.query if self.chart is not None else SessionQuery()
        days = self.days(today)
        if days is not None:
            since, until = day_start(days.first, today.zone), day_start(days.last + timedelta(days=1), today.zone)
            query = replace(query, since=since, until=until)
        if self.goal is not None:
            query = replace(query, goal_id=self.goal.id)
        if self.template is not None or self.without_template:
            template_id = self.template.id if self.template is not None else None
            query = replace(query, template_id=template_id, without_template=self.without_template)
        return replace(
            query,
            text=self.text.strip(),
            state=self.state or query.state,
            without_start=self.without_start or query.without_start,
            longer_than_seconds=self.longer_than_seconds or query.longer_than_seconds,
            sort=sort,
            descending=descending,
        )

    def period_words(self, locale: QLocale) -> str:
        """Return what the period's chip says, "" for no period."""
        if self.without_start:
            return tr("No start")
        if isinstance(self.period, Preset):
            return preset_text(self.period)
        return range_text(self.period.first, self.period.last, locale) if self.period is not None else ""

    def state_words(self) -> str:
        """Return what the state's chip says, "" for any."""
        return state_text(self.state) if self.state is not None else ""

    def template_words(self) -> str:
        """Return what the template's chip says, "" for any."""
        return tr("No template") if self.without_template else self.template.name if self.template is not None else ""

    def length_words(self) -> str:
        """Return what the duration's chip says, "" for any."""
        return tr("over {0}").format(hours_minutes(self.longer_than_seconds)) if self.longer_than_seconds else ""


UNFILED_LINK = GoalLink(UNFILED, "Unfiled", "")


def to_text(chosen: ListFilter) -> str:
    """Return the choices as text for the settings; the search and a chart's question are not kept."""
    period: object = chosen.period.value if isinstance(chosen.period, Preset) else None
    if isinstance(chosen.period, Days):
        period = [chosen.period.first.isoformat(), chosen.period.last.isoformat()]
    return json.dumps(
        {
            "period": period,
            "without_start": chosen.without_start,
            "state": chosen.state.value if chosen.state else None,
            "goal": [chosen.goal.id, chosen.goal.name, chosen.goal.type] if chosen.goal else None,
            "template": [chosen.template.id, chosen.template.name] if chosen.template else None,
            "without_template": chosen.without_template,
            "longer_than_seconds": chosen.longer_than_seconds,
        }
    )


def from_text(text: str) -> ListFilter:
    """Return the choices kept as text; whatever makes no sense limits nothing."""
    try:
        kept = json.loads(text)
        period, goal, template, longer = kept["period"], kept["goal"], kept["template"], kept["longer_than_seconds"]
        return ListFilter(
            period=Days(*map(date.fromisoformat, period)) if isinstance(period, list) else Preset(period) if period else None,
            without_start=kept["without_start"] is True,
            state=SessionState(kept["state"]) if kept["state"] else None,
            goal=GoalLink(GoalId(str(goal[0])), str(goal[1]), str(goal[2])) if goal else None,
            template=TemplateName(TemplateId(str(template[0])), str(template[1])) if template else None,
            without_template=kept["without_template"] is True,
            longer_than_seconds=longer if longer in LENGTHS else None,
        )
    except (ValueError, TypeError, LookupError):
        return ListFilter()
