"""What documents note, taken for text, a number, minutes, seconds or an id: old ones hold anything (BEHAVIOUR.md sections 2, 3 and 6)."""

import math
import re

from fractal_desktop.domain.backfill import Issue, counted_seconds, is_storable
from fractal_desktop.domain.duration import LONGEST_PLAN
from fractal_desktop.domain.json_text import number_text


def noted_text(raw: object) -> str:
    """Return text as it is and a number as JSON writes it; "" for all else."""
    if isinstance(raw, str):
        return raw
    return number_text(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else ""


def noted_minutes(raw: object) -> float | None:
    """Return planned minutes, a number or text that is one, if they are from 0 to 31 days, else None."""
    minutes = noted_number(raw)
    return minutes if minutes is not None and 0 <= minutes <= LONGEST_PLAN else None


def noted_number(raw: object) -> float | None:
    """Return a number, or text that is one, as a finite number; None for all else."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    if isinstance(raw, str) and "_" in raw:  # which float() takes, but nobody else
        return None
    try:
        number = float(raw)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def plausible_seconds(value: object) -> float | None:
    """Return a noted duration (a number or numeric text) if it is from 0 seconds to 31 days, else None."""
    counted = counted_seconds(value)
    return None if isinstance(counted, Issue) else float(counted)


def noted_id(raw: object) -> str:
    """Return the id of something in the library; "" for text that no database holds: JSON may escape halves of surrogate pairs."""
    text = noted_text(raw)
    return text if is_storable(text) else ""


def split_key(split_id: object) -> object:
    """Return a split's id so that it equals what old files make of it: they declare the column STRING, which turns "12" into 12."""
    if not isinstance(split_id, str) or not _NUMBER.fullmatch(split_id):
        return split_id
    if _WHOLE.fullmatch(split_id) and -_WHOLE_NUMBERS <= (number := int(split_id)) < _WHOLE_NUMBERS:
        return number  # a float would make one of two long ids
    return float(split_id)


# As SQLite reads numbers, and unlike Python: no "nan", no "_", no digits of other scripts.
_NUMBER = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_WHOLE = re.compile(r"\s*[+-]?\d{1,19}\s*", re.ASCII)
_WHOLE_NUMBERS = 1 << 63
