"""The documents of the sample sessions: what was done, how long, with which values."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import cast

from fractal_desktop.domain.timestamps import document_text
from fractal_desktop.services.sample.library import ACTIVITIES, TEMPLATES
from fractal_desktop.services.sample.rhythm import WEEKS, Planned
from fractal_desktop.services.sample.specs import ActivitySpec, LineSpec, MetricSpec, SectionSpec, TemplateSpec

_ACTIVITY = {activity.name: activity for activity in ACTIVITIES}
_TEMPLATE = {template.name: template for template in TEMPLATES}

Json = dict[str, object]


class Ids:
    """Makes ids that are the same for the same seed, and remembers the one it gave a name."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._named: dict[tuple[str, ...], str] = {}

    def new(self) -> str:
        """Return a new id in the form of a random UUID."""
        text = f"{self._random.getrandbits(128):032x}"
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"

    def of(self, *name: str) -> str:
        """Return the id of what is called `name`, the same each time."""
        if name not in self._named:
            self._named[name] = self.new()
        return self._named[name]


@dataclass(frozen=True, slots=True)
class Written:
    """A document and when it ends."""

    data: Json
    end: datetime

    @property
    def text(self) -> str:
        """Return the JSON text for the database."""
        return json.dumps(self.data)


class Writer:
    """Fills the plan of a session with made-up practice."""

    def __init__(self, random: Random, ids: Ids) -> None:
        self._random = random
        self._ids = ids

    def finished(self, planned: Planned) -> Written:
        """Return the document of a session that was practised to its end."""
        total = planned.minutes * 60 * max(self._random.gauss(1, 0.06), 0.8)
        if planned.template is None:
            return self._bare(planned, int(total))
        template = _TEMPLATE[planned.template]

        def seconds(section: SectionSpec, line: LineSpec) -> int:
            return int(total * section.minutes / template.minutes * line.share * self._random.uniform(0.85, 1.15))

        return self._document(planned, template, seconds, pause=90)

    def unfinished(self, planned: Planned, seconds: Mapping[str, int]) -> Written:
        """Return the document of a session that still goes on; `seconds` are those of its activities by name."""
        assert planned.template is not None
        written = self._document(planned, _TEMPLATE[planned.template], lambda _, line: seconds.get(line.name, 0), pause=0)
        sections = cast(list[Json], written.data["sections"])
        last = cast(list[Json], sections[-1]["exercises"])[-1]
        last["completed"] = False
        last_set = cast(list[Json], last["sets"])[-1]
        last_set["completed"] = False
        last_set["metrics"] = [entry | {"value": ""} for entry in cast(list[Json], last_set["metrics"])]
        del written.data["session_end"]
        written.data["notes"] = planned.kind.notes[0]
        return written

    def _bare(self, planned: Planned, seconds: int) -> Written:
        end = _later(planned.start, seconds)
        data: Json = {"sections": [], "session_start": document_text(planned.start), "session_end": document_text(end)}
        return Written(data | self._note(planned), end)

    def _document(
        self, planned: Planned, template: TemplateSpec, seconds_of: Callable[[SectionSpec, LineSpec], int], *, pause: int
    ) -> Written:
        """Write down every line of `template`, with up to `pause` seconds before each."""
        moment = planned.start
        sections: list[Json] = []
        for section in template.sections:
            items: list[Json] = []
            spent = 0
            for line in section.lines:
                seconds = seconds_of(section, line)
                moment = _later(moment, self._random.randint(pause // 4, pause))
                items.append(self._item(line, planned, moment, seconds))
                spent += seconds
                moment = _later(moment, seconds)
            sections.append(
                {"name": section.name, "duration_minutes": section.minutes, "actual_duration_minutes": spent // 60, "exercises": items}
            )
        data: Json = {
            "template_id": self._ids.of("template", template.name),
            "template_name": template.name,
            "sections": sections,
            "total_duration_minutes": template.minutes,
            "session_start": document_text(planned.start),
            "session_end": document_text(moment),
        }
        return Written(data | self._note(planned), moment)

    def _note(self, planned: Planned) -> Json:
        return {"notes": self._random.choice(planned.kind.notes)} if self._random.random() < 0.6 else {}

    def _item(self, line: LineSpec, planned: Planned, start: datetime, seconds: int) -> Json:
        if line.name not in _ACTIVITY:
            return {"type": "checklist", "name": line.name, "completed": self._random.random() < 0.9, "notes": ""}
        activity = _ACTIVITY[line.name]
        item: Json = {
            "type": "activity",
            "name": activity.name,
            "description": activity.description,
            "activity_id": self._ids.of("activity", activity.name),
            "instance_id": self._ids.new(),
            "has_sets": bool(activity.sets),
            "has_metrics": bool(activity.metrics),
            "has_splits": bool(activity.splits),
            "completed": True,
            "notes": "",
            "time_start": document_text(start),
            "time_stop": document_text(_later(start, seconds)),
            "duration_seconds": seconds,
        }
        if activity.sets:
            item["sets"] = [
                {"instance_id": self._ids.new(), "completed": True, "metrics": self._values(activity, planned, number)}
                for number in range(activity.sets)
            ]
        elif activity.metrics:
            item["metrics"] = self._values(activity, planned, 0)
        return item

    def _values(self, activity: ActivitySpec, planned: Planned, set_number: int) -> list[Json]:
        entries: list[Json] = []
        for split in activity.splits or (None,):
            lead = activity.lead if split is not None and split == activity.splits[0] else 0
            for metric in activity.metrics:
                entry: Json = {
                    "metric_id": self._ids.of("metric", activity.name, metric.name),
                    "value": self._value(metric, planned, set_number, lead),
                }
                entries.append(entry if split is None else entry | {"split_id": self._ids.of("split", activity.name, split)})
        return entries

    def _value(self, metric: MetricSpec, planned: Planned, set_number: int, lead: int) -> str:
        """Return a value `lead` steps above the way from the first to the last, later sets a little higher, as text as in old files."""
        way = 1 - min(planned.weeks_ago / WEEKS, 1)
        spread = abs(metric.last - metric.first) * 0.06
        wanted = metric.first + (metric.last - metric.first) * way + set_number * metric.per_set + self._random.gauss(0, spread)
        return f"{max(round(wanted / metric.step) + lead, 0) * metric.step:g}"


def _later(instant: datetime, seconds: int) -> datetime:
    """Add in UTC: Python adds to an aware time by the wall clock, which jumps twice a year."""
    return (instant.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(instant.tzinfo)
