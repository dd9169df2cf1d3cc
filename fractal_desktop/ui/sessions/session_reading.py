"""What the editor reads of a session, at once and off the window's thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fractal_desktop.domain.ids import ActivityId, GoalId, SessionId
from fractal_desktop.domain.library import LibraryNames
from fractal_desktop.domain.practice_session import GoalLink, PracticeSession, SessionQuery
from fractal_desktop.ui.sessions.grid import Earlier

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_RECENT_SESSIONS = 20
"""So many of the newest sessions are looked through for the activities that were practised last."""


@dataclass(frozen=True, slots=True)
class SessionReading:
    """What the editor shows of one session at once. `zone` is the one that old texts of times in documents are in."""

    session: PracticeSession
    crumbs: tuple[GoalLink, ...]
    names: LibraryNames
    zone: ZoneInfo

    def asks_for_other_values(self, other: "SessionReading") -> bool:
        """Return whether other values of earlier sessions belong here than to what was read of the same session before."""
        return _concerns(self.session) != _concerns(other.session)


@dataclass(frozen=True, slots=True)
class EarlierReading:
    """What other sessions say to the values of this one; it may come after the session is shown."""

    session_id: SessionId
    values: Earlier


@dataclass(frozen=True, slots=True)
class ActivityOffer:
    """An activity to choose: its group, or "" if it is in none."""

    id: ActivityId
    name: str
    group: str
    is_recent: bool


def reading(session_id: SessionId, known: SessionReading | None) -> "Callable[[Workspace], SessionReading]":
    """Return what reads a session. Names that are as they were in `known` are the same object again."""

    def read(workspace: "Workspace") -> SessionReading:
        session = workspace.practice.session(session_id)
        if session.document is not None:
            session.document.to_text()  # here and not on the window's thread, which compares it
        names = workspace.practice.library()
        if known is not None and names == known.names:
            names = known.names
        return SessionReading(session, workspace.goals.breadcrumbs(GoalId(session_id)), names, workspace.legacy_zone)

    return read


def earlier_reading(session_id: SessionId) -> "Callable[[Workspace], EarlierReading]":
    """Return what reads last time's and the best values; with a long history that takes longer than the session itself."""

    def read(workspace: "Workspace") -> EarlierReading:
        return EarlierReading(session_id, workspace.practice.previous(session_id))

    return read


def learning_bests(workspace: "Workspace") -> bool:
    """Look on for the best values ever noted; return whether there are more to look through."""
    return workspace.practice.learn_best_values()


def offered_activities(session: PracticeSession) -> "Callable[[Workspace], tuple[ActivityOffer, ...]]":
    """Return what reads the activities that a session may get: those of its fractal, the ones practised last first, then by group."""

    def read(workspace: "Workspace") -> tuple[ActivityOffer, ...]:
        groups = {group.id: group.name for group in workspace.library.groups()}
        activities = [activity for activity in workspace.library.activities() if not activity.retired]
        mine = [activity for activity in activities if session.root_id is None or activity.root_id == session.root_id]
        recent = _recent_activities(workspace)
        offers = [
            ActivityOffer(activity.id, activity.name, groups.get(activity.group_id, "") if activity.group_id else "", activity.id in recent)
            for activity in mine
        ]
        first = sorted((offer for offer in offers if offer.is_recent), key=lambda offer: recent.index(offer.id))
        rest = sorted((offer for offer in offers if not offer.is_recent), key=_by_group)
        return (*first, *rest)

    return read


def _by_group(offer: ActivityOffer) -> tuple[bool, str, str]:
    return not offer.group, offer.group.casefold(), offer.name.casefold()


def _recent_activities(workspace: "Workspace") -> Sequence[ActivityId]:
    found: dict[ActivityId, None] = {}
    for row in workspace.practice.page(SessionQuery(), limit=_RECENT_SESSIONS).rows:
        document = workspace.practice.session(row.id).document
        for item in document.items if document is not None else ():
            if item.activity_id is not None:
                found.setdefault(item.activity_id)
    return list(found)


def _concerns(session: PracticeSession) -> tuple[object, ...]:
    """Return what the values of earlier sessions depend on."""
    items = session.document.items if session.document is not None else ()
    return session.start, {item.activity_id for item in items}
