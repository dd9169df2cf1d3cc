"""A new file with what can still be read of a damaged one, and what is to be said of it."""

from pathlib import Path
from typing import NamedTuple

from fractal_desktop.domain.progress import Progress
from fractal_desktop.persistence import integrity, legacy, salvage
from fractal_desktop.persistence.salvage import Ask, SalvagedTable, SalvageReport, Tell

__all__ = ["SalvageFinding", "SalvageReport", "SalvagedTable", "salvage_file", "salvage_findings"]

_READING = 0.5
"""The share of the work that reading is; the rest is bringing columns and rows in line with the documents."""
_NAMES = {
    "goals": "goals and sessions",
    "practice_session_goals": "links between sessions and goals",
    "session_templates": "templates",
    "activity_definitions": "activities",
    "activity_groups": "groups of activities",
    "metric_definitions": "metrics",
    "split_definitions": "splits",
    "trash": "deletions in the trash",
    "analytics_views": "saved views",
}
_MADE_ANEW = frozenset({"activity_instances", "metric_values"})
"""Tables whose rows follow from the documents of sessions."""


def salvage_file(path: Path, target: Path, progress: Tell, cancelled: Ask) -> SalvageReport:
    """Write what can be read of the file at `path` to `target`, where nothing lies yet; the damaged file stays as it is.

    In a file at the newest revision the rows of items and values that are lost are made anew from the documents of their sessions.
    Raises UserError, StorageError or Cancelled; then there is no new file, or one that was not brought in line yet.
    """
    report = salvage.salvage(path, target, lambda told: progress(_part(told, 0.0, _READING)), cancelled)
    if legacy.inspect(target, counts=False).is_current:
        integrity.repair(target, lambda told: progress(_part(told, _READING, 1 - _READING)), cancelled)
    return report


class SalvageFinding(NamedTuple):
    """A sentence of what is in the new file, or of what is lost."""

    is_whole: bool
    sentence: str


def salvage_findings(report: SalvageReport) -> list[SalvageFinding]:
    """Return what is in the new file and what is lost, the goals and sessions first."""
    tables = [table for table in report.tables if table.name == "goals" or not table.is_whole]
    tables.sort(key=lambda table: (list(_NAMES).index(table.name) if table.name in _NAMES else len(_NAMES), table.name))
    found = [SalvageFinding(table.is_whole, _sentence(table)) for table in tables if table.name not in _MADE_ANEW]
    if any(table.name in _MADE_ANEW for table in tables):
        found.append(SalvageFinding(False, "Rows of items and values that were lost are made anew from the documents."))
    return found + [SalvageFinding(False, f"Nothing is left of the table of {_named(name)}.") for name in report.lost_tables]


def _sentence(table: SalvagedTable) -> str:
    torn = f", {table.torn:,} of them only in part" if table.torn else ""
    return f"{_kept(table)} could be read{torn}{'' if table.lost is not None else '; others may be lost'}."


def _kept(table: SalvagedTable) -> str:
    what = _named(table.name)
    if table.lost is None:
        return f"{table.kept:,} {what}"
    if not table.lost and table.kept != 1:
        return f"All {table.kept:,} {what}"
    return f"{table.kept:,} of {table.kept + table.lost:,} {what}"


def _named(table: str) -> str:
    return _NAMES.get(table, f"entries of “{table}”")


def _part(told: Progress, before: float, share: float) -> Progress:
    return Progress(told.step, told.detail, before + share * told.fraction)
