"""When templates were used last."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.ids import TemplateId
from fractal_desktop.persistence.analytics_filter import in_period, limited
from fractal_desktop.persistence.column_times import from_column_time

_LOOKED_THROUGH = 2000
"""So many of the newest sessions are looked through for all templates at once: whoever practises finds theirs there."""
_NEWEST = """
    SELECT template_id, session_start FROM goals INDEXED BY idx_session_start
    WHERE type = 'PracticeSession' AND {where} ORDER BY session_start DESC LIMIT ?
"""
_OF_ONE = """
    SELECT max(session_start) FROM goals INDEXED BY idx_template_id
    WHERE type = 'PracticeSession' AND template_id {which} AND {where}
"""


def last_uses(
    connection: Connection, asked: AnalyticsFilter, templates: Collection[TemplateId | None]
) -> Mapping[TemplateId | None, datetime]:
    """Return the newest start (aware UTC) among the sessions of each template that the filter lets through; None is "no template".

    Those are left out whose sessions have no start. A template that was given up long ago costs a look at each of its sessions.
    """
    limits, values = limited(asked)
    period, ends = in_period(asked)
    where, values = f"{limits} AND {period}", values + ends
    found: dict[TemplateId | None, datetime] = {}
    for template_id, start in connection.exec_driver_sql(_NEWEST.format(where=where), (*values, _LOOKED_THROUGH)):
        if template_id not in found and (instant := from_column_time(start)) is not None:
            found[template_id] = instant
            if len(found) == len(templates):
                break
    found.update(_one_by_one(connection, where, values, [each for each in templates if each not in found]))
    return found


def _one_by_one(
    connection: Connection, where: str, values: tuple[str, ...], templates: Iterable[TemplateId | None]
) -> Iterable[tuple[TemplateId | None, datetime]]:
    for template_id in templates:
        which, known = ("IS NULL", ()) if template_id is None else ("= ?", (template_id,))
        start = connection.exec_driver_sql(_OF_ONE.format(which=which, where=where), (*known, *values)).scalar_one()
        if (instant := from_column_time(start)) is not None:
            yield template_id, instant
