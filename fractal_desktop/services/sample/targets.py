"""What the sample person wants to reach, one kind of target after the other, and how the file holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fractal_desktop.domain.ids import ActivityId, MetricId
from fractal_desktop.domain.target import Measure, TargetDraft, TargetKind, TargetMetric
from fractal_desktop.domain.target_list import with_target
from fractal_desktop.services.sample.documents import Ids
from fractal_desktop.services.sample.goals import CELLO

_HOUR = 3600


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """A target: values of an activity's metrics at once (up to a day in `due` days), hours, or sessions in so many weeks in a row."""

    name: str
    activity: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    due: int | None = None
    hours: int = 0
    a_week: int = 0
    weeks: int = 0

    @property
    def kind(self) -> TargetKind:
        """Return the kind that says it."""
        if self.hours:
            return TargetKind.SUM
        if self.a_week:
            return TargetKind.COUNT_PER_WEEK
        return TargetKind.THRESHOLD if self.due is None else TargetKind.BY_DEADLINE


TARGETS: Mapping[str, tuple[TargetSpec, ...]] = {
    CELLO: (TargetSpec("A thousand hours", hours=1000), TargetSpec("Five times a week, half a year long", a_week=5, weeks=26)),
    "Suite I from memory": (
        TargetSpec("In one go, nearly clean", "Play through", (("Stops", "1"), ("Memory slips", "1")), due=15),
        TargetSpec("Eighty hours with it", hours=80),
        TargetSpec("Three times a week", a_week=3, weeks=6),
    ),
    "Scales over three octaves in thumb position": (TargetSpec("", "Scales", (("Tempo", "80"), ("Errors", "1"))),),
    "Popper études 1–10": (TargetSpec("Passages at 72", "Passage work", (("Tempo", "72"), ("Errors", "2")), due=87),),
    "Hang 20 mm, +20 kg": (
        TargetSpec("Ten seconds with a quarter of me", "Max hangs", (("Load", "22.5"), ("Hold", "10"))),
        TargetSpec("On the wall once a week", "Problems, 6B–6C", a_week=1, weeks=12),
    ),
    "Ten seconds with +10 kg": (TargetSpec("", "Max hangs", (("Load", "10"), ("Hold", "10"))),),
    "Radio Ambulante at full speed": (
        TargetSpec("Thirty hours of listening", "Listening", hours=30),
        TargetSpec("Hardly a new word", "Listening", (("New words", "5"),), due=95),
    ),
}
"""The targets of goals by their names."""


def targets_text(goal: str, known: Ids, new: Ids, today: date) -> str | None:
    """Return what `goals.targets` holds for the goal of this name, None if it has no targets; `new` makes their ids."""
    text: str | None = None
    for spec in TARGETS.get(goal, ()):
        text = with_target(text, None, _draft(spec, known, today), new.new())
    return text


def _draft(spec: TargetSpec, known: Ids, today: date) -> TargetDraft:
    activity = spec.activity
    return TargetDraft(
        spec.kind,
        spec.name,
        activity_id=None if activity is None else ActivityId(known.of("activity", activity)),
        metrics=tuple(TargetMetric(MetricId(known.of("metric", activity or "", name)), value) for name, value in spec.values),
        measure=Measure.SECONDS if spec.hours else Measure.METRIC,
        seconds=spec.hours * _HOUR,
        count=spec.a_week,
        weeks=spec.weeks,
        deadline=None if spec.due is None else today + timedelta(days=spec.due),
    )
