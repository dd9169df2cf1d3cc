"""How long a session was meant to be, and how long sessions of a template really are."""

from collections.abc import Iterable

from fractal_desktop.domain.document import noted_minutes


def planned_seconds(total_minutes: object, section_minutes: Iterable[object]) -> int:
    """Return the planned seconds of a session, 0 if nothing is planned; both come as the document holds them (BEHAVIOUR.md section 2).

    The session's own plan counts if there is one above 0, else the sum of those of its sections.
    """
    minutes = noted_minutes(total_minutes) or sum(noted_minutes(each) or 0 for each in section_minutes)
    return round(minutes * 60)
