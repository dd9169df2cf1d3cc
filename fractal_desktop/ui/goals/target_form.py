"""What a person has typed about a target, and the draft that it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QLocale

from fractal_desktop.domain.ids import ActivityId, MetricId
from fractal_desktop.domain.library import Better, LibraryNames, MetricName
from fractal_desktop.domain.target import Measure, Target, TargetDraft, TargetKind, TargetMetric
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.goals.numbers import number_text, plain_number, typed_number, value_text

HOURS, COUNT, WEEKS, ACTIVITY, DEADLINE = "hours", "count", "weeks", "activity", "deadline"
"""The fields that are no metrics; those go by the metric's id."""

KINDS = (TargetKind.THRESHOLD, TargetKind.SUM, TargetKind.COUNT_PER_WEEK)
"""What is chosen first. A threshold with a date becomes one by a deadline."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field for a number: `relation` stands before it ("at least"), `unit` behind it."""

    key: str
    title: str
    relation: str = ""
    unit: str = ""


class FieldProblem(Exception):
    """What was typed makes no sense: in which field, and why."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


@dataclass(frozen=True, slots=True)
class TargetForm:
    """All fields as they stand; `texts` by key as they were typed, `stored` those values of a file that nobody has changed."""

    kind: TargetKind = TargetKind.THRESHOLD
    name: str = ""
    description: str = ""
    activity_id: ActivityId | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    stored: Mapping[str, str] = field(default_factory=dict)
    deadline: date | None = None


def fields_of(form: TargetForm, names: LibraryNames) -> tuple[Field, ...]:
    """Return the fields that this kind of target has with this activity, in their order."""
    if form.kind is TargetKind.COUNT_PER_WEEK:
        return (Field(COUNT, tr("Sessions a week"), tr("at least")), Field(WEEKS, tr("Weeks in a row"), tr("at least")))
    relation = form.kind is TargetKind.THRESHOLD
    metrics = tuple(_metric_field(metric_id, names, relation) for metric_id in _metric_ids(form, names))
    return metrics if relation else (Field(HOURS, tr("Time"), "", tr("hours")), *metrics)


def form_of(target: Target, locale: QLocale) -> TargetForm:
    """Return the fields filled in with a stored target."""
    texts = {str(metric.metric_id): value_text(metric.value, locale) for metric in target.metrics}
    stored = {str(metric.metric_id): metric.value for metric in target.metrics}
    if target.kind is TargetKind.COUNT_PER_WEEK:
        texts |= {COUNT: locale.toString(target.count), WEEKS: locale.toString(target.weeks)}
    if target.measure is Measure.SECONDS:
        texts[HOURS] = _hours_typed(target.seconds, locale)
        stored[HOURS] = str(target.seconds)
    kind = TargetKind.THRESHOLD if target.kind is TargetKind.BY_DEADLINE else target.kind
    return TargetForm(kind, target.name, target.description, target.activity_id, texts, stored, target.deadline)


def draft_from(form: TargetForm, names: LibraryNames, locale: QLocale) -> TargetDraft:
    """Return what the fields say; raises FieldProblem for the first that makes no sense."""
    if form.kind is TargetKind.COUNT_PER_WEEK:
        return TargetDraft(
            form.kind,
            form.name,
            form.description,
            form.activity_id,
            count=_whole(form, COUNT, locale),
            weeks=_whole(form, WEEKS, locale),
        )
    if form.kind is TargetKind.SUM and _typed(form, HOURS):
        seconds = _seconds(form, locale)
        return TargetDraft(form.kind, form.name, form.description, form.activity_id, measure=Measure.SECONDS, seconds=seconds)
    metrics = tuple(
        TargetMetric(MetricId(key), _value(form, key, locale))
        for key in (found.key for found in fields_of(form, names))
        if key != HOURS and _typed(form, key)
    )
    if not metrics:
        _say_what_is_missing(form, names)
    kind = TargetKind.BY_DEADLINE if form.kind is TargetKind.THRESHOLD and form.deadline is not None else form.kind
    deadline = form.deadline if kind is TargetKind.BY_DEADLINE else None
    return TargetDraft(kind, form.name, form.description, form.activity_id, metrics, deadline=deadline)


def _say_what_is_missing(form: TargetForm, names: LibraryNames) -> None:
    if form.kind is TargetKind.SUM:
        raise FieldProblem(HOURS, tr("A value is needed in one of these."))
    if form.activity_id is None:
        raise FieldProblem(ACTIVITY, tr("Choose the activity that it is about."))
    fields = fields_of(form, names)
    if not fields:
        raise FieldProblem(ACTIVITY, tr("This activity has no metrics to reach a value of."))
    raise FieldProblem(fields[0].key, tr("At least one value is needed."))


def _metric_ids(form: TargetForm, names: LibraryNames) -> list[str]:
    """Return the metrics in use, then others that the target names: those that are retired or gone."""
    activity = names.activity(form.activity_id)
    metrics = activity.metrics if activity is not None and activity.has_metrics else ()
    in_use = [str(metric.id) for metric in metrics if not metric.retired]
    return in_use + [key for key in form.stored if key not in (HOURS, *in_use) and _is_named(names.metric(key), form.activity_id)]


def _is_named(metric: MetricName | None, activity_id: ActivityId | None) -> bool:
    """Return whether a metric that the target names belongs to the activity that is chosen now, as far as anybody knows."""
    return metric is None or metric.activity_id == activity_id


def _metric_field(metric_id: str, names: LibraryNames, relation: bool) -> Field:
    metric = names.metric(metric_id)
    if metric is None:
        return Field(metric_id, tr("deleted metric"), tr("at least") if relation else "")
    words = tr("at most") if metric.better is Better.LOWER else tr("at least")
    return Field(metric_id, metric.name, words if relation else "", metric.unit)


def _typed(form: TargetForm, key: str) -> str:
    return form.texts.get(key, "").strip()


def _value(form: TargetForm, key: str, locale: QLocale) -> str:
    if key in form.stored and form.texts[key] == value_text(form.stored[key], locale):
        return form.stored[key]
    return plain_number(_number(form, key, locale))


def _number(form: TargetForm, key: str, locale: QLocale) -> float:
    text = _typed(form, key)
    number = typed_number(text, locale)
    if number is None:
        raise FieldProblem(key, tr("“{text}” is no number.").format(text=text) if text else tr("A number is needed."))
    return number


def _whole(form: TargetForm, key: str, locale: QLocale) -> int:
    number = _number(form, key, locale)
    if not number.is_integer() or not 1 <= number <= 1000:
        raise FieldProblem(key, tr("A whole number from 1 to 1,000 is needed."))
    return int(number)


def _seconds(form: TargetForm, locale: QLocale) -> int:
    """Return the seconds for hours that were typed as "40", "1.5" or "1:30"."""
    text = _typed(form, HOURS)
    if HOURS in form.stored and text == _hours_typed(int(form.stored[HOURS]), locale):
        return int(form.stored[HOURS])
    hours, colon, minutes = text.strip().partition(":")
    if colon and hours.isdecimal() and minutes.isdecimal() and int(minutes) < 60:
        seconds = float(int(hours) * 3600 + int(minutes) * 60)
    else:
        number = typed_number(text, locale)
        if number is None:
            raise FieldProblem(HOURS, tr("“{text}” is no number.").format(text=text))
        seconds = number * 3600
    if not 60 <= seconds <= 3.6e9:
        raise FieldProblem(HOURS, tr("At least a minute is needed.") if seconds < 60 else tr("That is more than a life."))
    return round(seconds)


def _hours_typed(seconds: int, locale: QLocale) -> str:
    """Return hours as they may be typed: decimals where they are exact, else "0:20"."""
    return number_text(seconds / 3600, locale) if seconds % 36 == 0 else f"{seconds // 3600}:{seconds % 3600 // 60:02}"
