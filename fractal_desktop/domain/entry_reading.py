"""The words of a line of quick entry, one after the other: which are names, which are lengths, days and times, which are nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from fractal_desktop.domain.entry_times import MOST_WORDS, Ago, Clock, Day, Length, Reading, readings
from fractal_desktop.domain.entry_words import EntryWords, Mention, folded, folded_words

_TOKEN = re.compile(r"(#?)[\"“”„]([^\"“”„]*)[\"“”]|\S+")
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)")
_FILLERS = frozenset({"and", "&", "+", "with", "for", "of", "on", "at", "in"})
"""Words that say nothing themselves if something that is understood comes after them."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as it was typed, and folded; `is_goal` if a "#" stood before it, which `words` leave out."""

    text: str
    words: tuple[str, ...]
    is_goal: bool = False
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands at a place: a name, a time, or a word that may be either; and how many tokens it takes."""

    tokens: int
    mention: Mention | None = None
    reading: Reading | None = None


@dataclass(slots=True)
class Said:
    """What was found so far."""

    mentions: list[tuple[int, Mention]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    agos: list[int] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unsure: list[tuple[int, Mention, Reading]] = field(default_factory=list)

    def note(self, place: int, found: _Found) -> None:
        """Note what stands at a place."""
        if found.reading is None:
            assert found.mention is not None, "something was found"
            self.mentions.append((place, found.mention))
        elif found.mention is None:
            self.take(found.reading)
        else:
            self.unsure.append((place, found.mention, found.reading))

    def settle(self) -> None:
        """Decide what the unsure words are: times, where none of the kind was said elsewhere; and note what was said twice."""
        for where, mention, reading in self.unsure:
            if self.lacks(reading):
                self.take(reading)
            else:
                self.mentions.append((where, mention))
        self.mentions.sort(key=lambda pair: pair[0])
        self.problems += self._said_twice()

    @property
    def length(self) -> int | None:
        """Return the seconds that were said, the first if more than one length was."""
        return self.lengths[0] if self.lengths else None

    @property
    def day(self) -> Day | None:
        """Return the day that was said."""
        return self.days[0] if self.days else None

    @property
    def clock(self) -> Clock | None:
        """Return the time of day that was said."""
        return self.clocks[0] if self.clocks else None

    @property
    def ago(self) -> int | None:
        """Return the seconds that were said to have passed since it began."""
        return self.agos[0] if self.agos else None

    def take(self, reading: Reading) -> None:
        """Note a length, day or time."""
        match reading:
            case Length(seconds):
                self.lengths.append(seconds)
            case Ago(seconds):
                self.agos.append(seconds)
            case Day():
                self.days.append(reading)
            case Clock():
                self.clocks.append(reading)
            case _:
                self.problems.append(reading.problem)

    def lacks(self, reading: Reading) -> bool:
        """Return whether nothing of this kind was said yet."""
        match reading:
            case Length():
                return not self.lengths
            case Day():
                return not self.days and not self.agos
            case Clock() | Ago():
                return not self.clocks and not self.agos
            case _:
                return False

    def _said_twice(self) -> Iterator[str]:
        if len(self.lengths) > 1:
            yield "More than one length is given."
        if len(self.days) > 1:
            yield "More than one day is given."
        if len(self.clocks) + len(self.agos) > 1 or (self.agos and self.days):
            yield "More than one time is given."


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(_ISO.sub(r"\1 \2", text)):
        if match[2] is not None:
            found.append(_Token(match[0], folded_words(match[2]), bool(match[1]), is_quoted=True))
        elif match[0] == "#":
            found.append(_Token("#", (), is_goal=True))
        else:
            found.append(_Token(match[0], (folded(match[0].removeprefix("#")),), match[0].startswith("#")))
    return found


def understood(text: str, words: EntryWords, today: date) -> Said:
    """Return what a line says; `today` is the day that "yesterday" is the one before."""
    tokens = _tokens(text)
    said = Said()
    place = 1 if tokens and _is_command(tokens, words) else 0
    while place < len(tokens):
        found = _at(tokens, place, words, today)
        if found is None:
            if not _is_filler(tokens, place, words, today):
                said.unknown.append(tokens[place].text)
            place += 1
            continue
        said.note(place, found)
        place += found.tokens
    said.settle()
    return said


def _is_command(tokens: Sequence[_Token], words: EntryWords) -> bool:
    """Return whether the line begins with "log" and not with a longer name that does."""
    if tokens[0].is_goal or tokens[0].is_quoted or tokens[0].words != ("log",):
        return False
    mention = words.named(_plain_words(tokens, 0, words))
    return mention is None or mention.words == 1


def _is_filler(tokens: Sequence[_Token], place: int, words: EntryWords, today: date) -> bool:
    is_one = not tokens[place].is_goal and not tokens[place].is_quoted and tokens[place].words[0].strip(",;") in _FILLERS
    return is_one and place + 1 < len(tokens) and _at(tokens, place + 1, words, today) is not None


def _at(tokens: Sequence[_Token], place: int, words: EntryWords, today: date) -> _Found | None:
    """Return what stands at a place, None if nothing is known for it."""
    return _in_full(tokens, place, words, today) or _begun(tokens, place, words, today)


def _begun(tokens: Sequence[_Token], place: int, words: EntryWords, today: date) -> _Found | None:
    """Return the one name that begins as what stands here: "Scales" for "Scales in three octaves".

    What is understood must come after it, or nothing: "Scales blindfold" is something of its own.
    """
    if tokens[place].is_quoted or tokens[place].is_goal:
        return None
    mention = words.begun(_plain_words(tokens, place, words))
    if mention is None:
        return None
    after = place + mention.words
    ends = after == len(tokens) or tokens[after - 1].text.endswith((",", ";"))
    if not ends and tokens[after].text in _FILLERS:
        after += 1
    known = after < len(tokens) and _in_full(tokens, after, words, today) is not None
    return _Found(mention.words, mention) if ends or known else None


def _in_full(tokens: Sequence[_Token], place: int, words: EntryWords, today: date) -> _Found | None:
    """Return the name, time or word that stands at a place whole."""
    token = tokens[place]
    if token.is_quoted:
        mention = words.goal(token.words) if token.is_goal else words.named(token.words)
        return _Found(1, mention) if mention is not None and mention.words == len(token.words) else None
    if token.is_goal:
        goal = words.goal(_plain_words(tokens, place, words))
        if goal is not None:
            return _Found(goal.words + (not token.words), goal)
        named = words.named((folded(token.text), *_plain_words(tokens, place, words)[1:])) if token.words else None
        return _Found(named.words, named) if named is not None else None
    plain = _plain_words(tokens, place, words)
    mention = words.named(plain)
    for reading, count in readings(plain, today):
        if mention is not None and mention.words >= count:
            return _Found(count, mention, reading) if mention.words == count else _Found(mention.words, mention)
        if not any(_reaches(words, plain, inside, count) for inside in range(1, count)):
            return _Found(count, reading=reading)
    return _Found(mention.words, mention) if mention is not None else None


def _reaches(words: EntryWords, plain: Sequence[str], inside: int, count: int) -> bool:
    """Return whether a name begins inside the first `count` words and goes beyond them."""
    mention = words.named(plain[inside:])
    return mention is not None and inside + mention.words > count


def _plain_words(tokens: Sequence[_Token], place: int, words: EntryWords) -> tuple[str, ...]:
    """Return the folded words from a place to the next quotation or "#", a "#" at the place itself left out; no more than can matter."""
    found: list[str] = []
    for position, token in enumerate(tokens[place : place + words.longest + MOST_WORDS]):
        if token.is_quoted or (token.is_goal and position > 0):
            break
        found.extend(token.words)
    return tuple(found)
