"""Round values for the axis that counts."""

from itertools import count

_ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0)
"""Steps of ten times these are what people count in, minutes too. 8 would end lower at times, but nobody counts 8, 16, 24."""


def round_values(highest: float, *, most_steps: int = 4) -> tuple[float, ...]:
    """Return values from 0 to at least `highest`, evenly spaced by a round whole number, in three or four steps (fewer for 1 or 2).

    Of all such scales it is the one that ends lowest, with the fewest steps.
    """
    if highest <= 2:
        return tuple(float(value) for value in range(max(1, -int(-highest // 1)) + 1))
    step, steps = min(
        ((_round_step(highest / steps), steps) for steps in (most_steps - 1, most_steps)), key=lambda each: (each[0] * each[1], each[1])
    )
    return tuple(step * index for index in range(steps + 1))


def _round_step(least: float) -> float:
    """Return the smallest round whole number from `least` on."""
    for power in count():
        for factor in _ROUND:
            step = factor * 10.0**power
            if step >= least and step == int(step):
                return step
    raise AssertionError("count() does not end")
