"""How the values of an activity change, session by session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import MetricId, SessionId, SplitId
from fractal_desktop.domain.period import clock_time, local_date
from fractal_desktop.terminal.card import Card, Figures, Question, timed

if TYPE_CHECKING:  # with the arrays that it is made of, numpy would be loaded before the command line is read
    from fractal_desktop.domain.activity_progress import ActivityProgress, ProgressLine, Sides
    from fractal_desktop.domain.robust_fit import RobustFit

EACH_SPLIT = "each"
READINGS = ("top", "average", "each")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Point:
    """One number of a session, which began at `start` (aware UTC); `session_id` is None if it went away meanwhile."""

    session_id: SessionId | None
    start: datetime
    zone: ZoneInfo
    split_id: SplitId | None
    split: str
    value: float
    is_record: bool

    def record(self) -> dict[str, object]:
        """Return the row for JSON."""
        start = self.start.isoformat(timespec="microseconds" if self.start.microsecond else "seconds")
        return {
            "session_id": self.session_id,
            "start": start.replace("+00:00", "Z"),
            "day": local_date(self.start, self.zone).isoformat(),
            "split_id": self.split_id,
            "value": self.value,
            "record": self.is_record,
        }

    def cells(self) -> tuple[str, ...]:
        """Return the row for people."""
        return (
            clock_time(self.start, self.zone).isoformat(" ", "minutes")[:16],
            self.split,
            f"{self.value:.6g}",
            "record" if self.is_record else "",
        )


@dataclass(frozen=True, slots=True)
class _Answer:
    progress: "ActivityProgress"
    points: tuple[Point, ...]


def _ask(question: Question) -> _Answer:
    """Ask for the points; raises UserError for a metric or a split that the activity does not have."""
    from fractal_desktop.domain.activity_progress import ProgressQuestion, Reading

    activity_id = question.asked.activity_id
    assert activity_id is not None, "the command line asks for it"
    options = question.progress
    split_id = None if options.split_id in (None, EACH_SPLIT) else SplitId(str(options.split_id))
    metric_id = None if options.metric_id is None else MetricId(options.metric_id)
    wanted = ProgressQuestion(activity_id, metric_id, Reading(options.reading), split_id, options.split_id == EACH_SPLIT)
    progress = question.workspace.progress.progress(wanted, question.asked)
    if metric_id is not None and (progress.measured is None or progress.measured.id != metric_id):
        raise UserError(f"The activity has no metric “{metric_id}”, or none that it has values of.")
    if split_id is not None and progress.question.split_id != split_id:
        raise UserError(f"The activity has no split “{split_id}”.")
    points = (point for line in progress.lines for point in _points(question, line))
    return _Answer(progress, tuple(sorted(points, key=lambda point: point.start)))


def _points(question: Question, line: "ProgressLine") -> list[Point]:
    rows, starts, records = line.rows.tolist(), line.starts.tolist(), set(line.records.tolist())
    sessions = question.workspace.progress.session_ids(rows, starts)
    split_id, split = (None, "") if line.split is None else (line.split.id, line.split.name)
    return [
        Point(session, _EPOCH + timedelta(microseconds=start), question.zone, split_id, split, value, place in records)
        for place, (session, start, value) in enumerate(zip(sessions, starts, line.values.tolist(), strict=True))
    ]


def _figures(answer: _Answer) -> Figures:
    progress = answer.progress
    measured, left_out = progress.measured, progress.left_out
    facts: dict[str, object] = {
        "activity": progress.activity.name or None,
        "metric_id": None if measured is None else measured.id,
        "metric": None if measured is None else measured.name,
        "unit": None if measured is None else measured.unit,
        "better": None if measured is None else str(measured.better),
        "reading": str(progress.question.reading),
        "trends": [{"split_id": None if line.split is None else line.split.id, **_trend(line.trend)} for line in progress.lines],
        "sides": None if progress.sides is None else _sides(progress.sides),
        "without_start": left_out.without_start,
        "not_numbers": left_out.not_numbers,
        "of_deleted": left_out.of_gone_sessions + left_out.of_gone_metrics,
        "incomplete": left_out.incomplete,
        "without_split": left_out.without_split,
    }
    return Figures(answer.points, facts, tuple(_notes(progress)))


def _trend(trend: "RobustFit | None") -> Mapping[str, object]:
    """Return the change in a day with its interval, null where none can be told."""
    if trend is None:
        return {"per_day": None, "lower": None, "upper": None}
    is_known = abs(trend.lower) != float("inf")
    return {"per_day": trend.slope, "lower": trend.lower if is_known else None, "upper": trend.upper if is_known else None}


def _sides(sides: "Sides") -> Mapping[str, object]:
    return {"first": sides.first.id, "second": sides.second.id, "sessions": len(sides.leads), "lead": sides.lead, **_trend(sides.trend)}


def _notes(progress: "ActivityProgress") -> list[str]:
    left_out = progress.left_out
    kinds = (
        (left_out.without_start, "session(s) without a start"),
        (left_out.not_numbers, "value(s) that are no numbers"),
        (left_out.incomplete, "set(s) without all values of the product"),
        (left_out.without_split, "value(s) without a split"),
        (left_out.of_gone_sessions + left_out.of_gone_metrics, "value(s) of what was deleted"),
    )
    return [f"Not shown: {count:,} {words}." for count, words in kinds if count]


PROGRESS = Card(
    "progress",
    "values of --activity over time: top sets, records, trend",
    ("Start", "Split", "Value", "Record"),
    timed(_ask, _figures),
    empty="There are no values of this activity to show.",
    needs_activity=True,
)
