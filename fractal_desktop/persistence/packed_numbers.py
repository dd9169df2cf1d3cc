"""Numbers that SQLite puts together into one long text, apart by blanks: as rows they would take the interpreter ten times as long."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_LETTERS_AT_ONCE = 50_000
"""Reading numbers keeps every other thread waiting: so much takes about a millisecond."""


def whole_numbers(text: str | None) -> NDArray[np.int64]:
    """Return the whole numbers in a text, none of None."""
    return np.concatenate([np.empty(0, np.int64), *(np.fromstring(part, np.int64, sep=" ") for part in _parts(text or ""))])


def decimals(text: str | None) -> NDArray[np.float64]:
    """Return the numbers in a text, which may be "nan" or "inf", too."""
    return np.concatenate([np.empty(0), *(np.fromstring(part, float, sep=" ") for part in _parts(text or ""))])


def _parts(text: str) -> Iterator[str]:
    begin = 0
    while begin < len(text):
        end = text.find(" ", begin + _LETTERS_AT_ONCE)
        end = len(text) if end < 0 else end
        yield text[begin:end]
        begin = end
