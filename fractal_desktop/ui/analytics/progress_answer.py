"""What the progress card asks, off the window's thread, and the frozen answer that it shows."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

import numpy as np

from fractal_desktop.domain.activity_progress import (
    DAY_MICROSECONDS,
    ActivityProgress,
    ProgressLine,
    ProgressQuestion,
    Reading,
    Whole,
)
from fractal_desktop.domain.ids import ActivityId, MetricId, SplitId
from fractal_desktop.domain.period import clock_time
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.analytics.charts.line import LineChart, PlotLine, Trend
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.document_card import READ_AT_ONCE
from fractal_desktop.ui.analytics.progress_words import notes_of, progress_finding
from fractal_desktop.ui.analytics.words import one_line

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
MOST_RECORDS = 40
"""Of more records only the last is marked: where every session is one, marks say nothing."""


@dataclass(frozen=True, slots=True)
class ProgressChoice:
    """What was chosen in the card; None and "" leave it to the program.

    An activity holds as long as the page shows the same one, or none, as when it was chosen (`beside`).
    """

    activity_id: ActivityId | None = None
    beside: ActivityId | None = None
    metric_id: MetricId | None = None
    reading: Reading = Reading.TOP
    split_id: SplitId | None = None
    each_split: bool = True

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return what `to_text` made; what is none of it counts as nothing."""
        try:
            known = json.loads(text)
            return cls(**{**known, "reading": Reading(known["reading"]), "each_split": bool(known["each_split"])})
        except (ValueError, TypeError, KeyError):
            return cls()

    def to_text(self) -> str:
        """Return it as text, to be kept until the next start."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True, eq=False)
class ProgressAnswer:
    """What the card shows; `progress` is None where no activity has values. `unread` documents may hold some that rows lack."""

    choice: Choice
    progress: ActivityProgress | None
    chart: LineChart = field(default_factory=LineChart)
    finding: str = ""
    notes: tuple[str, ...] = ()
    unread: int = 0

    def line_of(self, mark: int) -> tuple[ProgressLine, int]:
        """Return the line of a mark, and the place of its point in it."""
        assert self.progress is not None
        return self.progress.lines[int(self.chart.owners[mark])], int(self.chart.places[mark])

    def start_of(self, mark: int) -> datetime:
        """Return when the session of a mark started, aware in the page's zone."""
        line, place = self.line_of(mark)
        return clock_time(_EPOCH + int(line.starts[place]) * _MICROSECOND, self.choice.zone)


@dataclass(frozen=True, slots=True)
class SessionBehind:
    """Looks for the session behind a point, once somebody asks for it; if its row is another's by now, for those that start then."""

    row: int
    start: int

    def __call__(self, workspace: "Workspace") -> SessionQuery:
        """Return what shows it."""
        (found,) = workspace.progress.session_ids([self.row], [self.start])
        if found is not None:
            return SessionQuery(ids=(found,))
        start = _EPOCH + self.start * _MICROSECOND
        return SessionQuery(since=start, until=start + _MICROSECOND)


def read_progress(workspace: "Workspace", choice: Choice, own: ProgressChoice) -> ProgressAnswer:
    """Return the progress of the activity chosen in the card, else of the page's, else of the one that is practised most."""
    own_activity = own.activity_id if own.beside == choice.activity_id else None
    activity_id = own_activity or workspace.progress.practised_activity(choice.filter)
    if activity_id is None:
        return ProgressAnswer(choice, None, unread=workspace.progress.read_documents(choice.filter, READ_AT_ONCE))
    question = ProgressQuestion(activity_id, own.metric_id, own.reading, own.split_id, own.each_split and own.split_id is None)
    progress, unread = workspace.progress.progress_so_far(question, choice.filter, READ_AT_ONCE)
    return ProgressAnswer(choice, progress, _chart(progress, choice), progress_finding(progress), tuple(notes_of(progress)), unread)


def _chart(progress: ActivityProgress, choice: Choice) -> LineChart:
    lines = [_plot_line(line, _offset(line.starts, choice)) for line in progress.lines if line.sessions]
    return LineChart.of(lines, joined=progress.question.reading is not Reading.EACH)


def _plot_line(line: ProgressLine, offset: float) -> PlotLine:
    x = line.starts / DAY_MICROSECONDS + offset
    records = line.records if len(line.records) <= MOST_RECORDS else line.records[-1:]
    return PlotLine("" if line.split is None else one_line(line.split.name), x, line.values, records, _trend(line, offset))


def _trend(line: ProgressLine, offset: float) -> Trend | None:
    fit = line.trend
    if fit is None:
        return None
    first, last = (float(line.starts[place]) / DAY_MICROSECONDS for place in (0, -1))
    is_known = np.isfinite(fit.lower) and np.isfinite(fit.upper)
    band = tuple((x + offset, *fit.band(x)) for x in (first, fit.middle, last)) if is_known else ()
    return Trend((first + offset, last + offset), (fit.at(first), fit.at(last)), band)


def _offset(starts: Whole, choice: Choice) -> float:
    """Return by how many days the clock of the zone was ahead in the middle of these: over months an hour more or less is no pixel."""
    middle = _EPOCH + int(starts[len(starts) // 2]) * _MICROSECOND
    ahead = clock_time(middle, choice.zone).utcoffset()
    return 0.0 if ahead is None else ahead / timedelta(days=1)
