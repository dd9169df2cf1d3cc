"""What the report of the charts says beside them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What stands on the sheet beside the cards: a title, what is counted, when it was made."""

    title: str
    counted: str
    made: str
