"""What the report of the charts says beside them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from fractal_desktop.ui.analytics.words import tr

_MARKS = "*†‡§‖¶"
"""No figures: behind those of a finding they would be read as powers."""


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What stands on the sheet beside the cards: a title, what is counted, when it was made."""

    title: str
    counted: str
    made: str


def footnotes(cards: Sequence[tuple[str, tuple[str, ...], bool]], failed: Collection[str] = ()) -> tuple[list[str], list[str]]:
    """Return the lines at the foot of the sheet, and for each card the marks of those that belong to it.

    A card is its topic, its notes, and whether it has nothing to show and so is left out. A note of several cards stands once.
    Of the topics in `failed` nobody knows whether there would be something to show.
    """
    known: list[str] = []
    marks: list[str] = []
    for _, notes, is_left_out in cards:
        known += [note for note in notes if note not in known and not is_left_out]
        marks.append("" if is_left_out else ",".join(_mark(known.index(note)) for note in notes))
    numbered = "   ".join(f"{_mark(place)}\N{NO-BREAK SPACE}{note}." for place, note in enumerate(known))
    left_out = [topic for topic, _, is_left_out in cards if is_left_out and topic not in failed]
    nothing = tr("Nothing to show in this period: {names}.").format(names="; ".join(left_out)) if left_out else ""
    unknown = tr("Could not be shown: {names}.").format(names="; ".join(failed)) if failed else ""
    return [text for text in (numbered, nothing, unknown) if text], marks


def _mark(place: int) -> str:
    """Return * † ‡ § ‖ ¶, then each twice, and so on."""
    return _MARKS[place % len(_MARKS)] * (place // len(_MARKS) + 1)
