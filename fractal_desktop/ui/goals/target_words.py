"""What a target asks for, and how far it is, in words."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QLocale

from fractal_desktop.domain.library import Better, LibraryNames
from fractal_desktop.domain.noted import noted_number
from fractal_desktop.domain.target import Measure, Target, TargetDraft, TargetKind, TargetMetric
from fractal_desktop.domain.target_progress import TargetBest, TargetProgress
from fractal_desktop.ui.goals.cells import counted, tr
from fractal_desktop.ui.goals.dates import date_text
from fractal_desktop.ui.goals.numbers import number_text, value_text


def title_of(target: Target | TargetDraft, names: LibraryNames) -> str:
    """Return the target's name, else that of its activity, else a word for its kind."""
    if target.name.strip():
        return target.name.strip()
    activity = names.activity(target.activity_id)
    if activity is not None:
        return activity.name
    if target.activity_id is not None:
        return tr("deleted activity")
    return {TargetKind.SUM: tr("Time practised"), TargetKind.COUNT_PER_WEEK: tr("Every week")}.get(target.kind, tr("Target"))


def wanted_text(target: Target | TargetDraft, names: LibraryNames, locale: QLocale) -> str:
    """Return "Scales: Tempo at least 90 bpm", "40 hours in all" or "3 sessions a week, 8 weeks in a row"."""
    match target.kind:
        case TargetKind.SUM:
            return _sum_text(target, names, locale)
        case TargetKind.COUNT_PER_WEEK:
            return _weekly_text(target, names)
        case TargetKind.UNKNOWN:
            return tr("Made by a newer version of the program")
    text = _of_activity(target, names, ", ".join(_at_least(metric, names, locale) for metric in target.metrics))
    if target.kind is TargetKind.BY_DEADLINE and target.deadline is not None:
        text = tr("{what} by {day}").format(what=text, day=date_text(target.deadline, locale))
    return text


def hours_text(seconds: float, locale: QLocale) -> str:
    """Return "40 hours", "1.5 hours" or "45 minutes"."""
    if seconds < 3600:
        return counted(round(seconds / 60), "1 minute", "{n} minutes")
    hours = round(seconds / 3600, 2)
    return tr("1 hour") if hours == 1 else tr("{n} hours").format(n=number_text(hours, locale))


def _sum_text(target: Target | TargetDraft, names: LibraryNames, locale: QLocale) -> str:
    if target.measure is Measure.SECONDS:
        what = hours_text(target.seconds, locale)
    else:
        what = ", ".join(metric_text(metric, names, locale) for metric in target.metrics)
    return _of_activity(target, names, tr("{what} in all").format(what=what))


def _weekly_text(target: Target | TargetDraft, names: LibraryNames) -> str:
    if target.weeks == 1:
        return _of_activity(target, names, counted(target.count, "1 session in a week", "{n} sessions in a week"))
    sessions = counted(target.count, "1 session a week", "{n} sessions a week")
    return _of_activity(target, names, f"{sessions}, {counted(target.weeks, '', '{n} weeks in a row')}")


def _of_activity(target: Target | TargetDraft, names: LibraryNames, text: str) -> str:
    if target.activity_id is None:
        return text
    activity = names.activity(target.activity_id)
    name = activity.name if activity is not None else tr("deleted activity")
    return f"{name}: {text}" if text else name


def _at_least(metric: TargetMetric, names: LibraryNames, locale: QLocale) -> str:
    known = names.metric(metric.metric_id)
    pattern = tr("at most {value}") if known is not None and known.better is Better.LOWER else tr("at least {value}")
    name, unit = (known.name, known.unit) if known is not None else (tr("deleted metric"), "")
    return _joined((name, pattern.format(value=value_text(metric.value, locale)), unit))


def metric_text(metric: TargetMetric, names: LibraryNames, locale: QLocale) -> str:
    """Return a metric with a value: "Tempo 90 bpm"."""
    known = names.metric(metric.metric_id)
    name, unit = (known.name, known.unit) if known is not None else (tr("deleted metric"), "")
    return _joined((name, value_text(metric.value, locale), unit))


def _joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)


def standing_text(progress: TargetProgress, names: LibraryNames, locale: QLocale, today: date) -> str:
    """Return how far a target is, or why nothing reaches it."""
    target = progress.target
    if (obstacle := _obstacle(target, names)) and not progress.reached:
        return obstacle
    if target.kind is TargetKind.COUNT_PER_WEEK:
        return tr("Reached") if progress.reached else _weeks_text(progress, locale)
    empty = (None, 0) if target.kind is TargetKind.SUM else (None,)
    noted = ", ".join(_best_text(best, names, locale) for best in progress.best if best.value not in empty)
    if progress.reached:
        return tr("Reached: {what}").format(what=noted) if noted else tr("Reached")
    if target.kind is TargetKind.BY_DEADLINE and target.deadline is not None and target.deadline < today:
        return tr("Not reached in time; best: {what}").format(what=noted) if noted else tr("Not reached in time")
    if not noted:
        return tr("Nothing noted yet")
    return (tr("{what} so far") if target.kind is TargetKind.SUM else tr("Best so far: {what}")).format(what=noted)


def _weeks_text(progress: TargetProgress, locale: QLocale) -> str:
    target = progress.target
    this_week = tr("{n} of {all} sessions this week").format(
        n=locale.toString(progress.sessions_this_week), all=locale.toString(target.count)
    )
    if target.weeks <= 1:
        return this_week
    in_a_row = tr("{n} of {all} weeks in a row").format(n=locale.toString(progress.current_weeks), all=locale.toString(target.weeks))
    if progress.longest_weeks > progress.current_weeks:
        in_a_row = tr("{row} ({n} at best)").format(row=in_a_row, n=locale.toString(progress.longest_weeks))
    return f"{in_a_row}, {this_week}"


def _best_text(best: TargetBest, names: LibraryNames, locale: QLocale) -> str:
    value = best.value or 0.0
    if best.metric_id is None:
        return hours_text(value, locale)
    known = names.metric(best.metric_id)
    name, unit = (known.name, known.unit) if known is not None else (tr("deleted metric"), "")
    return _joined((name, number_text(value, locale), unit))


def _obstacle(target: Target, names: LibraryNames) -> str:
    """Return why nothing can reach a target, "" if something can."""
    if target.kind is TargetKind.UNKNOWN:
        return tr("This version of the program cannot tell how far it is.")
    if target.activity_id is not None and names.activity(target.activity_id) is None:
        return tr("Its activity was deleted, so nothing reaches it.")
    for metric in target.metrics:
        if noted_number(metric.value) is None:
            return tr("“{value}” is no number, so nothing reaches it.").format(value=metric.value)
    if any(names.metric(metric.metric_id) is None for metric in target.metrics):
        return tr("A metric of it was deleted, so nothing reaches it.")
    if target.kind is TargetKind.BY_DEADLINE and target.deadline is None:
        return tr("Its date cannot be read, so nothing reaches it.")
    return ""
