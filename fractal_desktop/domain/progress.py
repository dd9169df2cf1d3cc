"""How far a long operation is, for whoever shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """The step under way ("0002 Session analytics"), what it is at ("filling in session 14 of 20", may be ""), and the share done.

    `fraction` runs from 0.0 to 1.0 over the whole operation and never back.
    """

    step: str
    detail: str
    fraction: float
