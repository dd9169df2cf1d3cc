"""Which names fit what somebody typed, and how well."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_AT_WORD = 8
_IN_A_ROW = 9
_PER_LETTER_BEFORE = 1
_MOST_LETTERS_BEFORE = 10
_ENOUGH = 200
"""So many names are weighed against each other; those found first fit better as a rule."""


def folded(text: str) -> str:
    """Return `text` without what a person leaves out when typing: case and accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def fit(typed: str, name: str) -> int | None:
    """Return a score, higher is better, or None if the letters of `typed` do not stand in `name` in this order.

    Case and accents do not matter. Letters at the start of a word and letters in a row count more; a late first letter costs.
    An empty `typed` fits everything equally.
    """
    return _fit(_letters(folded(typed)), folded(name))


def matcher(typed: str) -> Callable[[str], object]:
    """Return what gives a true value for folded names in which the letters of `typed` stand in this order, quick enough for thousands."""
    return _in_order(_letters(folded(typed))).match


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that fits: where it stands among the names, and how well it fits (higher is better)."""

    position: int
    score: int


class NameIndex:
    """Many names to search again and again. It may be made on one thread and searched on another."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(map(folded, names))
        # What fitted last: whoever types on asks for less and less of it.
        self._last: tuple[list[str], Sequence[int]] = ([], range(len(self._names)))

    def __len__(self) -> int:
        return len(self._names)

    def best(self, typed: str, limit: int) -> tuple[Hit, ...]:
        """Return the names that fit `typed` best, the best first; of those alike the shorter ones, in their order.

        What fits at all is found by one expression that never turns back; only a few hundred names are weighed.
        """
        wanted = _letters(folded(typed))
        if not wanted:
            return tuple(Hit(position, 0) for position in range(min(limit, len(self._names))))
        hits = self._fitting(wanted)
        if len(hits) > _ENOUGH:
            hits = self._likeliest(hits, folded(typed).strip(), wanted)
        weighed = [Hit(position, _fit(wanted, self._names[position]) or 0) for position in hits]
        return tuple(sorted(weighed, key=self._rank)[:limit])

    def _fitting(self, wanted: list[str]) -> Sequence[int]:
        """Return the positions of all names that have these letters in this order."""
        before, among = self._last
        if before != wanted[: len(before)]:
            among = range(len(self._names))
        match = _in_order(wanted).match
        hits = [position for position in among if match(self._names[position])]
        self._last = (wanted, hits)
        return hits

    def _rank(self, hit: Hit) -> tuple[int, int, int]:
        return (-hit.score, len(self._names[hit.position]), hit.position)

    def _likeliest(self, hits: Sequence[int], typed: str, wanted: Sequence[str]) -> list[int]:
        """Return as many of the hits as can be weighed at once, those first that fit in a better way."""
        chosen: dict[int, None] = {}
        for pattern in _better_ways(typed, wanted):
            fits = re.compile(pattern).search
            for position in hits:
                if fits(self._names[position]):
                    chosen[position] = None
                    if len(chosen) == _ENOUGH:
                        return list(chosen)
        return list(dict.fromkeys((*chosen, *hits)))[:_ENOUGH]


def _better_ways(typed: str, wanted: Sequence[str]) -> Iterator[str]:
    """Yield expressions for a name that begins with what was typed, has a word that does, words that begin with its letters."""
    together = re.escape(typed)
    yield f"^{together}"
    yield f"\\b{together}"
    yield "\\b" + "\\w*+\\W++".join(map(re.escape, wanted))
    yield together


def _in_order(wanted: Sequence[str]) -> re.Pattern[str]:
    """Return an expression for texts that have these letters in this order; it never turns back."""
    return re.compile("".join(f"[^{letter}]*+{letter}" for letter in map(re.escape, wanted)))


def _letters(text: str) -> list[str]:
    return [letter for letter in text if not letter.isspace()]


def _fit(wanted: Sequence[str], text: str) -> int | None:
    best: int | None = None
    start = text.find(wanted[0]) if wanted else -1
    if not wanted:
        return 0
    while start >= 0:
        score = _score(wanted, text, start)
        if score is not None and (best is None or score > best):
            best = score
        start = text.find(wanted[0], start + 1)
    return best


def _score(wanted: Sequence[str], text: str, start: int) -> int | None:
    """Return the score of `wanted` read off `text` from its letter `start` on, each further letter at its next place."""
    score = -min(start, _MOST_LETTERS_BEFORE) * _PER_LETTER_BEFORE
    previous = -2
    position = start
    for letter in wanted:
        position = text.find(letter, position)
        if position < 0:
            return None
        if position == 0 or not text[position - 1].isalnum():
            score += _AT_WORD
        if position == previous + 1:
            score += _IN_A_ROW
        previous = position
        position += 1
    return score
