"""What goals, activities and templates of the sample data are told by. Ages and due days are days before and after today."""

from dataclasses import dataclass, field

from fractal_desktop.domain.goal import GoalType


@dataclass(frozen=True, slots=True)
class GoalSpec:
    """A goal with those below it; `done` is how many days ago it was completed, `due` in how many days it is.

    `share` is the part of the practice of it and its siblings that it is meant to get, if somebody said so.
    """

    type: GoalType
    name: str
    below: tuple["GoalSpec", ...] = ()
    due: int | None = None
    done: int | None = None
    description: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class MetricSpec:
    """What is noted for an activity; the first set's values wander from `first` to `last` over the time that the data covers.

    Less is better of one that falls.
    """

    name: str
    unit: str
    first: float
    last: float
    step: float = 1
    per_set: float = 0
    top_set: bool = False
    in_product: bool = True

    @property
    def lower_is_better(self) -> bool:
        """Return whether the person wants it to fall."""
        return self.last < self.first


@dataclass(frozen=True, slots=True)
class ActivitySpec:
    """Something practised for the fractal `root`: with `sets` sets, or once for each split; `retired` so many weeks ago.

    The first of two splits comes to so many steps more of each metric: `lead`.
    """

    name: str
    root: str
    description: str = ""
    metrics: tuple[MetricSpec, ...] = ()
    sets: int = 0
    splits: tuple[str, ...] = ()
    lead: int = 0
    group: str | None = None
    is_product: bool = False
    retired: int | None = None


@dataclass(frozen=True, slots=True)
class LineSpec:
    """A line of a section: an activity for its share of the section's time, or a checklist line."""

    name: str
    share: float = 0
    description: str = ""


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section of a template."""

    name: str
    minutes: int
    lines: tuple[LineSpec, ...]


@dataclass(frozen=True, slots=True)
class TemplateSpec:
    """A plan for a session; `archived` so many weeks ago."""

    name: str
    root: str
    sections: tuple[SectionSpec, ...] = field(default_factory=tuple)
    description: str = ""
    archived: int | None = None

    @property
    def minutes(self) -> int:
        """Return the planned length."""
        return sum(section.minutes for section in self.sections)
