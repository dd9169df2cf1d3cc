"""A straight line through points of which some lie far off: the slope of Theil and Sen, with an interval for it.

The slope is the median of the slopes between every two points that stand at different x (H. Theil, "A rank-invariant method of linear
and polynomial regression analysis", 1950). Up to 29 % of the points may lie anywhere without leading it astray. Its interval comes from
the distribution of Kendall's S (P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63, 1968, section 3),
the variance of S with the corrections for ties in x and y (M. G. Kendall, "Rank Correlation Methods", 4th ed., 1970, chapter 5). It
holds for points that do not depend on one another; where each is like the one before, the truth is wider.
"""

from dataclasses import dataclass
from math import floor, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_POINTS = 1200
"""So many points have 720,000 pairs, which take a thirtieth of a second. Of more, one is drawn from each of as many stretches."""

_SEED = 1950


@dataclass(frozen=True, slots=True)
class RobustFit:
    """`intercept` + `slope` · x, and in which interval the slope lies; half of the points lie above the line, half below.

    With very few points the interval is endless. `points` are those that were given, `middle` is the median of their x.
    """

    slope: float
    lower: float
    upper: float
    intercept: float
    middle: float
    points: int

    @property
    def is_certain(self) -> bool:
        """Return whether it rises, or falls, wherever in its interval the slope is."""
        return self.lower > 0 or self.upper < 0

    def at(self, x: float) -> float:
        """Return the height of the line."""
        return self.intercept + self.slope * x

    def band(self, x: float) -> tuple[float, float]:
        """Return the least and the greatest height of the lines that go through the middle of this one with a slope of the interval."""
        ends = (self.at(self.middle) + slope * (x - self.middle) for slope in (self.lower, self.upper))
        low, high = sorted(ends)
        return low, high


def robust_fit(x: Floats, y: Floats, *, confidence: float = 0.95, most_points: int = MOST_POINTS) -> RobustFit | None:
    """Return the line through points in any order, (n,) each and finite; None if fewer than two stand at different x.

    Of more than `most_points` some are chosen, evenly among those in the order of x; always the same of the same points.
    """
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    chosen = _chosen(len(x), most_points)
    slopes = _slopes(x[chosen], y[chosen])
    if not len(slopes):
        return None
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(_variance_of_s(x[chosen], y[chosen]))
    rank = floor((len(slopes) - reach) / 2 + 0.5)
    half = len(slopes) // 2
    slopes.partition(sorted({max(0, rank - 1), len(slopes) - max(1, rank), half, max(0, half - 1)}))
    slope = float(slopes[half] if len(slopes) % 2 else (slopes[half - 1] + slopes[half]) / 2)
    lower, upper = (float(slopes[rank - 1]), float(slopes[len(slopes) - rank])) if rank >= 1 else (-np.inf, np.inf)
    return RobustFit(slope, lower, upper, float(np.median(y - slope * x)), float(np.median(x)), len(x))


def _chosen(points: int, most: int) -> NDArray[np.int64]:
    """Return the places of all points, or of one from each of `most` stretches, drawn with a seed: every tenth might always be a Monday."""
    if points <= most:
        return np.arange(points)
    edges = np.linspace(0, points, most + 1).astype(np.int64)  # between points: none is drawn twice
    return edges[:-1] + (np.random.default_rng(_SEED).random(most) * np.diff(edges)).astype(np.int64)


def _slopes(x: Floats, y: Floats) -> Floats:
    """Return the slope between every two points at different x; x ascends."""
    run, rise = _differences(x), _differences(y)
    apart = run > 0
    return rise / run if apart.all() else rise[apart] / run[apart]


def _differences(values: Floats) -> Floats:
    """Return what is between every value and each after it, in slices: picking the pairs one by one takes three times as long."""
    points = len(values)
    found = np.empty(points * (points - 1) // 2)
    end = 0
    for lag in range(1, points):
        np.subtract(values[lag:], values[:-lag], out=found[end : end + points - lag])
        end += points - lag
    return found


def _variance_of_s(x: Floats, y: Floats) -> float:
    """Return the variance of Kendall's S for points that have nothing to do with one another, whose x and y may be tied."""
    n = len(x)
    t, u = (np.unique(values, return_counts=True)[1].astype(float) for values in (x, y))
    untied = n * (n - 1) * (2 * n + 5) - sum(float(np.sum(each * (each - 1) * (2 * each + 5))) for each in (t, u))
    pairs = float(np.sum(t * (t - 1)) * np.sum(u * (u - 1))) / (2 * n * (n - 1))
    triples = float(np.sum(t * (t - 1) * (t - 2)) * np.sum(u * (u - 1) * (u - 2)))
    return untied / 18 + pairs + (triples / (9 * n * (n - 1) * (n - 2)) if n > 2 else 0)
