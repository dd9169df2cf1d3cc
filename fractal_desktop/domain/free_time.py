"""Which parts of a time are taken and which are free."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

Part = tuple[datetime, datetime]
"""From the first of two instants (aware) to the second."""


def longest_free(whole: Part, taken: Iterable[Part]) -> Part | None:
    """Return the longest part of `whole` that none of `taken` covers, the earliest of several; None if there is none."""
    return max(_free(whole, taken), key=lambda part: part[1] - part[0], default=None)


def union_seconds(parts: Iterable[Part]) -> int:
    """Return the whole seconds that lie in at least one of the parts."""
    found = [part for part in parts if part[0] < part[1]]
    if not found:
        return 0
    whole = (min(part[0] for part in found), max(part[1] for part in found))
    free = sum((end - start for start, end in _free(whole, found)), timedelta())
    return (whole[1] - whole[0] - free) // timedelta(seconds=1)


def _free(whole: Part, taken: Iterable[Part]) -> Iterator[Part]:
    """Yield the free parts of `whole`, the earliest first; what has no length takes nothing."""
    free_from, end = whole
    for first, last in sorted(part for part in taken if part[0] < part[1]):
        if free_from < min(first, end):
            yield free_from, min(first, end)
        free_from = max(free_from, last)
    if free_from < end:
        yield free_from, end
