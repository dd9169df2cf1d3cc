"""What is done inside a session: sections, items, sets and values by hand, and timers."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

from fractal_desktop.domain import document_edits
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import InstanceId, SessionId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.services.workspace import Workspace
from tests.invariants.registry import Draw, operation
from tests.workspaces import NOW

DURATIONS = (0, 250, "300", None, -5, 10**12, 12.5)
_numbers = count()


def new_id() -> str:
    return f"made-{next(_numbers)}"


def edit(workspace: Workspace, session_id: SessionId, change: Callable[[Document], Document]) -> object:
    return workspace.practice.save(session_id, SessionEdit(document_edit=change))


def section(draw: Draw) -> tuple[SessionId, Document, int]:
    session_id, document = draw.document()
    return session_id, document, draw.pick(document.sections).index


@operation
def add_section(workspace: Workspace, draw: Draw) -> object:
    name = draw.text()
    return edit(workspace, draw.session(), lambda document: document_edits.add_section(document, name))


@operation
def change_section(workspace: Workspace, draw: Draw) -> object:
    session_id, _, index = section(draw)
    name, minutes, to = draw.text(), draw.pick((None, 5, 12.5)), draw.chance.randint(0, 4)
    changes: tuple[Callable[[Document], Document], ...] = (
        lambda document: document_edits.rename_section(document, index, name),
        lambda document: document_edits.set_planned_minutes(document, index, minutes),
        lambda document: document_edits.move_section(document, index, to),
        lambda document: document_edits.remove_section(document, index),
    )
    return edit(workspace, session_id, draw.pick(changes))


@operation
def add_activity(workspace: Workspace, draw: Draw) -> object:
    session_id, _, index = section(draw)
    activity = workspace.practice.library().activity(draw.activity())
    assert activity is not None
    return edit(workspace, session_id, lambda document: document_edits.add_activity(document, index, activity, new_id))


@operation
def add_line(workspace: Workspace, draw: Draw) -> object:
    session_id, _, index = section(draw)
    name = draw.text()
    return edit(workspace, session_id, lambda document: document_edits.add_line(document, index, name, draw.chance.randint(0, 3)))


@operation
def move_item(workspace: Workspace, draw: Draw) -> object:
    session_id, document, item = draw.item()
    to, position = draw.pick(document.sections).index, draw.chance.randint(0, 4)
    return edit(workspace, session_id, lambda document: document_edits.move_item(document, item.path, to, position))


@operation
def remove_item(workspace: Workspace, draw: Draw) -> object:
    session_id, _, item = draw.item()
    return edit(workspace, session_id, lambda document: document_edits.remove_item(document, item.path))


@operation
def change_item(workspace: Workspace, draw: Draw) -> object:
    session_id, _, item = draw.item()
    key, value = draw.pick((("name", draw.text()), ("notes", draw.text()), ("completed", True), ("duration_seconds", draw.pick(DURATIONS))))
    return edit(workspace, session_id, lambda document: document.with_value((*item.path, key), value))


@operation
def note_value(workspace: Workspace, draw: Draw) -> object:
    session_id, _, item = draw.item()
    metric, split, text = draw.metric(), draw.pick((None, draw.id_of("split_definitions"))), draw.value()
    index = draw.pick(item.sets).index if item.sets and draw.often(0.8) else None
    return edit(workspace, session_id, lambda document: document_edits.set_metric_value(document, item.path, index, metric, split, text))  # type: ignore[arg-type]


@operation
def add_set(workspace: Workspace, draw: Draw) -> object:
    session_id, _, item = draw.item()
    return edit(workspace, session_id, lambda document: document_edits.add_set(document, item.path, new_id))


@operation
def remove_set(workspace: Workspace, draw: Draw) -> object:
    session_id, _, item = draw.item()
    index = draw.pick(item.sets).index
    return edit(workspace, session_id, lambda document: document_edits.remove_set(document, item.path, index))


def timed(draw: Draw) -> tuple[SessionId, InstanceId | tuple[str | int, ...] | None]:
    """Return a session and one of its timers: of an item, by its place or its id, or of the whole session."""
    if draw.often(0.2):
        return draw.session(), None
    session_id, _, item = draw.item()
    return session_id, item.instance_id if item.instance_id is not None and draw.often() else item.path


@operation
def start_timer(workspace: Workspace, draw: Draw) -> object:
    return workspace.timers.start(*timed(draw), draw.moment(), exclusive=draw.often(0.8))


@operation
def pause_timer(workspace: Workspace, draw: Draw) -> object:
    return workspace.timers.pause(*timed(draw), NOW + draw.length())


@operation
def stop_timer(workspace: Workspace, draw: Draw) -> object:
    return workspace.timers.stop(*timed(draw), NOW + draw.length())


@operation
def reset_timer(workspace: Workspace, draw: Draw) -> object:
    return workspace.timers.reset(*timed(draw))


@operation
def set_timer(workspace: Workspace, draw: Draw) -> object:
    return workspace.timers.set_seconds(*timed(draw), draw.chance.randint(-5, 7200), NOW + timedelta(hours=3))
