"""The names that a line of quick entry may say, found whatever their case and accents."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fractal_desktop.domain.ids import GoalId

_LOOSE = ",;.:!?"
"""What may follow a word without being part of a name."""


class WordKind(StrEnum):
    """What a name in quick entry belongs to."""

    ACTIVITY = "activity"
    TEMPLATE = "template"
    GOAL = "goal"


@dataclass(frozen=True, slots=True)
class EntryWord:
    """One name that may be said; `root_id` is the fractal it belongs to. Of equal names the first one given counts."""

    kind: WordKind
    id: str
    name: str
    root_id: GoalId | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that was said in so many `words`; `meanings` are all that have it."""

    meanings: tuple[EntryWord, ...]
    words: int


class EntryWords:
    """All names that may be said, ready to be looked up; goals only after a "#"."""

    def __init__(self, words: Iterable[EntryWord] = ()) -> None:
        self._library = _Index()
        self._goals = _Index()
        for word in words:
            (self._goals if word.kind is WordKind.GOAL else self._library).add(word)

    @property
    def longest(self) -> int:
        """Return how many words the longest name has."""
        return max(self._library.most_words, self._goals.most_words)

    def named(self, said: Sequence[str]) -> Mention | None:
        """Return the longest name of an activity or template that `said` (folded words) begins with, None if there is none."""
        return self._library.longest(said)

    def begun(self, said: Sequence[str]) -> Mention | None:
        """Return the only activity or template whose name begins as `said` does."""
        return self._library.begun(said)

    def goal(self, said: Sequence[str]) -> Mention | None:
        """Return the longest name of a goal that `said` begins with, the "#" left out; else the only one that begins as `said` does."""
        return self._goals.longest(said) or self._goals.begun(said)


class _Index:
    """Names by their folded words, and by the first of them how many words the names have that begin so."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], list[EntryWord]] = {}
        self._lengths: dict[str, set[int]] = {}
        self._sorted: list[tuple[str, ...]] | None = None
        self.most_words = 0

    def add(self, word: EntryWord) -> None:
        key = folded_words(word.name)
        if key:
            self._names.setdefault(key, []).append(word)
            self._lengths.setdefault(key[0], set()).add(len(key))
            self.most_words = max(self.most_words, len(key))

    def begun(self, said: Sequence[str]) -> Mention | None:
        """Return the one name whose first words are those that `said` begins with, as many as there are; None if there are several."""
        if self._sorted is None:
            self._sorted = sorted(self._names)
        for length in range(min(len(said), self.most_words), 0, -1):
            *before, last = said[:length]
            first = (*before, last.rstrip(_LOOSE))
            place = bisect_left(self._sorted, first)
            names = [name for name in self._sorted[place : place + 2] if name[:length] == first]
            if names:
                return Mention(tuple(self._names[names[0]]), length) if len(names) == 1 else None
        return None

    def longest(self, said: Sequence[str]) -> Mention | None:
        for length, key in _openings(said, self._lengths):
            if key in self._names:
                return Mention(tuple(self._names[key]), length)
        return None


def _openings(said: Sequence[str], lengths: Mapping[str, set[int]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield what `said` begins with and what may be a name, longest first, as it is and without punctuation after it."""
    if not said:
        return
    likely = lengths.get(said[0], set()) | ({1} if said[0].rstrip(_LOOSE) in lengths else set())
    for length in sorted((length for length in likely if length <= len(said)), reverse=True):
        *before, last = said[:length]
        yield length, (*before, last)
        yield length, (*before, last.rstrip(_LOOSE))


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: without case and accents."""
    return tuple(folded(word) for word in text.split())


def folded(word: str) -> str:
    """Return a word without case and accents: "Études" as "etudes"."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
