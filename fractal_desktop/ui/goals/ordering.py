"""Which rows have to move so that a list comes into a given order, touching as few as possible."""

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def moves(current: Sequence[T], wanted: Sequence[T]) -> Iterator[tuple[int, int]]:
    """Yield (from, to) moves that turn `current` into `wanted`, each valid once those before it are done.

    Both hold the same elements, each once. `to` is the row where the element stands afterwards. The elements of the longest
    part that already is in order stay where they are; every other one moves exactly once.
    """
    place = {element: row for row, element in enumerate(wanted)}
    still = _longest_rising([place[element] for element in current])
    if len(still) == len(wanted):
        return
    order = list(current)
    for row, element in enumerate(wanted):
        if row in still:
            continue
        source = order.index(element)
        order.pop(source)
        target = order.index(wanted[row - 1]) + 1 if row else 0
        order.insert(target, element)
        yield source, target


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the values of one longest rising subsequence (patience sorting)."""
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        pile = bisect_left(tails, number)
        before.append(tops[pile - 1] if pile else -1)
        tails[pile : pile + 1] = [number]
        tops[pile : pile + 1] = [position]
    kept: set[int] = set()
    position = tops[-1] if tops else -1
    while position >= 0:
        kept.add(numbers[position])
        position = before[position]
    return kept
