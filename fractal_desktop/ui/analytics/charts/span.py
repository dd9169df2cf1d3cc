"""Which part of an axis of days is shown."""

from typing import NamedTuple, Self

_LEAST_DAYS = 1.0


class Span(NamedTuple):
    """The days (since the epoch) at the left and the right end of an axis; `whole` is everything there is."""

    first: float
    last: float

    @property
    def days(self) -> float:
        """Return how long it is."""
        return self.last - self.first

    def zoomed(self, factor: float, at: float, whole: "Span") -> "Span":
        """Return a span so many times as long, a day at least, in which the day `at` stays where it is if it can."""
        days = max(self.days * factor, _LEAST_DAYS)
        if days >= whole.days:
            return whole
        first = at - (at - self.first) * days / self.days
        return Span(first, first + days).inside(whole)

    def moved(self, days: float, whole: "Span") -> "Span":
        """Return it later by some days, as far as there is more."""
        if self.days >= whole.days:
            return whole
        by = min(max(days, whole.first - self.first), whole.last - self.last)
        return Span(self.first + by, self.last + by)

    def reaching(self, day: float, whole: "Span") -> "Span":
        """Return it as it is if it holds a day, else around that day."""
        return self if self.first <= day <= self.last else self.moved(day - (self.first + self.last) / 2, whole)

    def inside(self, whole: Self) -> "Span":
        """Return it moved into the whole, which it is at most."""
        if self.days >= whole.days:
            return whole
        first = min(max(self.first, whole.first), whole.last - self.days)
        return Span(first, first + self.days)
