"""What is done to sessions: started, edited, completed, logged, started again, cut in two, put together."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import PastSession, SessionEdit
from fractal_desktop.domain.quick_entry import parse_quick_entry
from fractal_desktop.domain.shift import Shift
from fractal_desktop.services.workspace import Workspace
from tests.invariants.registry import Draw, operation
from tests.workspaces import NOW

BERLIN = ZoneInfo("Europe/Berlin")
LINES = ("45m Scales yesterday 18:00 #Suite", "1h30 Studies, Scales 3 days ago", "20m routine 9-10", "90 min #climb", "15m Hangs monday")


def maybe_goals(draw: Draw) -> tuple[GoalId, ...]:
    return tuple(draw.some(draw.goal, 2)) if draw.often(0.7) else ()


@operation
def create(workspace: Workspace, draw: Draw) -> object:
    template = draw.template() if draw.often() else None
    return workspace.practice.create(
        draw.goal() if draw.often(0.7) else None, draw.text(), draw.moment(), template, goal_ids=maybe_goals(draw)
    )


@operation
def set_times(workspace: Workspace, draw: Draw) -> object:
    start = draw.moment()
    end = start + draw.length() if draw.often(0.8) else None
    return workspace.practice.save(draw.session(), SessionEdit(start=start if draw.often(0.9) else None, end=end))


@operation
def set_end(workspace: Workspace, draw: Draw) -> object:
    return workspace.practice.save(draw.session(), SessionEdit(end=None if draw.often(0.3) else draw.moment()))


@operation
def name_and_describe(workspace: Workspace, draw: Draw) -> object:
    return workspace.practice.save(draw.session(), SessionEdit(name=draw.text(), description=draw.text()))


@operation
def set_goals(workspace: Workspace, draw: Draw) -> object:
    return workspace.practice.save(draw.session(), SessionEdit(goal_ids=maybe_goals(draw)))


@operation
def complete(workspace: Workspace, draw: Draw) -> object:
    return workspace.practice.complete(draw.some(draw.session), NOW + draw.length(), BERLIN)


@operation
def reopen(workspace: Workspace, draw: Draw) -> object:
    return workspace.practice.reopen(draw.some(draw.session))


@operation
def set_template(workspace: Workspace, draw: Draw) -> object:
    return workspace.practice.set_template(draw.some(draw.session), draw.template() if draw.often(0.7) else None)


@operation
def delete(workspace: Workspace, draw: Draw) -> object:
    return workspace.practice.delete(draw.some(draw.session, 2))


@operation
def log(workspace: Workspace, draw: Draw) -> object:
    start, length = draw.moment(), draw.length()
    past = PastSession(
        draw.text(),
        start,
        start + length,
        draw.chance.randint(1, int(length.total_seconds())) if draw.often() else None,
        draw.template() if draw.often(0.3) else None,
        tuple(draw.some(draw.activity, 2)) if draw.often(0.7) else (),
        maybe_goals(draw),
        draw.text(),
        draw.often(0.8),
    )
    return workspace.practice.log(past)


@operation
def quick_entry(workspace: Workspace, draw: Draw) -> object:
    entry = parse_quick_entry(draw.pick(LINES), workspace.practice.entry_words(), NOW, BERLIN)
    return workspace.practice.log(entry.past_session())


@operation
def start_again(workspace: Workspace, draw: Draw) -> object:
    return workspace.practice.start_again(draw.session(), draw.moment())


@operation
def duplicate(workspace: Workspace, draw: Draw) -> object:
    return workspace.practice.duplicate(draw.some(draw.session, 2))


@operation
def shift(workspace: Workspace, draw: Draw) -> object:
    return workspace.practice.shift(
        draw.some(draw.session), Shift(draw.chance.randint(-2, 2), draw.chance.randint(-90_000, 90_000)), BERLIN
    )


@operation
def split(workspace: Workspace, draw: Draw) -> object:
    session = draw.read()
    start, seconds = session.start or NOW, session.duration_seconds or 0
    end = session.end or start + timedelta(seconds=seconds)
    return workspace.practice.split(session.id, start + (end - start) * draw.chance.random())


@operation
def merge(workspace: Workspace, draw: Draw) -> object:
    return workspace.practice.merge(draw.some(draw.session, 4))


@operation
def previous(workspace: Workspace, draw: Draw) -> object:
    return workspace.practice.previous(draw.session())
