"""A session cut in two and put together again: whatever it holds, nothing is lost, nothing doubled, and its time stays the same."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.session_halves import halves
from fractal_desktop.domain.session_union import Whole, united
from fractal_desktop.domain.timestamps import document_text

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
END = START + timedelta(hours=2)
LATER = st.integers(-600, 9000).map(lambda seconds: document_text(START + timedelta(seconds=seconds)))
TIMES = st.none() | LATER | st.sampled_from(["never", "2026-03-01T19:30", 5])
SECONDS = st.none() | st.integers(-5, 5000) | st.floats(0, 5000).map(lambda value: round(value, 1)) | st.sampled_from(["300", "x", 10**12])
JUNK: st.SearchStrategy[Any] = st.sampled_from([None, 5, "odd", []])


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    keys = {"time_start": TIMES, "time_stop": TIMES, "duration_seconds": SECONDS, "running_since": TIMES, "notes": st.text(max_size=3)}
    chosen = draw(st.sets(st.sampled_from(sorted(keys))))
    sets = draw(st.lists(JUNK | st.integers(0, 9).map(lambda value: {"metrics": [{"metric_id": "m", "value": str(value)}]}), max_size=2))
    return {"type": "activity", "odd": 1, "sets": sets, **{key: draw(keys[key]) for key in sorted(chosen)}}


SECTIONS = st.lists(
    JUNK | st.lists(JUNK | items(), max_size=4).map(lambda lines: {"name": "Block", "exercises": lines}) | st.just({"exercises": "odd"}),
    max_size=4,
)


def numbered(sections: list[Any]) -> Document:
    """Return a document whose items and sets have ids, most of them."""
    numbers = count()
    for section in sections:
        for line in section["exercises"] if isinstance(section, dict) else ():
            for owner in [line, *line["sets"]] if isinstance(line, dict) else ():
                number = next(numbers)
                if isinstance(owner, dict) and number % 7:
                    owner["instance_id"] = f"i{number}"
    return Document({"sections": sections, "mood": 3, "notes": "good"})


def values(document: Document) -> list[str]:
    return sorted(entry.value for item in document.items for item_set in item.sets for entry in item_set.metrics)


def junk(document: Document) -> int:
    sections = document.value(("sections",))
    assert isinstance(sections, list)
    lines = [line for section in sections if isinstance(section, dict) for line in section["exercises"]]
    return sum(not isinstance(section, dict) for section in sections) + sum(not isinstance(line, dict) for line in lines)


@given(SECTIONS, st.integers(1, 7199))
def test_nothing_is_lost_by_a_cut(sections: list[Any], seconds: int) -> None:
    document = numbered(sections)
    new = (f"new{number}" for number in count())
    cut = halves(document, START, END, START + timedelta(seconds=seconds), BERLIN, lambda: next(new))
    both = (cut.first, cut.second)
    assert abs(sum(sum(half.item_seconds()) for half in both) - sum(document.item_seconds())) < 1e-6
    assert sorted(value for half in both for value in values(half)) == values(document)
    assert sum(junk(half) for half in both) == junk(document)
    ids = [[id_ for item in half.items for id_ in (item.instance_id, *(one.instance_id for one in item.sets)) if id_] for half in both]
    there = [id_ for item in document.items for id_ in (item.instance_id, *(one.instance_id for one in item.sets)) if id_]
    assert sorted(id_ for half in ids for id_ in half if not id_.startswith("new")) == sorted(there)
    assert set(cut.moved) == {id_ for id_ in ids[1] if not id_.startswith("new")}
    assert (cut.first.value(("mood",)), cut.second.value(("mood",)), cut.second.notes) == (3, 3, "")


@given(SECTIONS, st.integers(1, 7199))
def test_halves_put_together_are_as_long_as_the_whole(sections: list[Any], seconds: int) -> None:
    document = numbered(sections)
    new = (f"new{number}" for number in count())
    at = START + timedelta(seconds=seconds)
    cut = halves(document, START, END, at, BERLIN, lambda: next(new))
    first, second = int(sum(cut.first.item_seconds())), int(sum(cut.second.item_seconds()))
    wholes = [
        Whole(cut.first, START, at, first or seconds),
        Whole(cut.second, at, END, second or 7200 - seconds),
    ]
    together = united(wholes, BERLIN, lambda: next(new))
    told = int(sum(together.item_seconds()))
    assert abs((told or 7200) - sum(whole.seconds or 0 for whole in wholes)) <= 1, "a second at most is rounded off"
    assert values(together) == values(document)
    assert together.notes == "good"
