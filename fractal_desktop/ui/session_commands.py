"""What can be done with whole sessions wherever they are chosen: log, split, merge, duplicate, shift, save as a template."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId, TemplateId
from fractal_desktop.domain.library import TemplateName
from fractal_desktop.domain.practice_session import PracticeSession, SessionQuery, SessionRow
from fractal_desktop.domain.shift import Shift
from fractal_desktop.ui.actions import Actions, Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.session_place import SessionPlace

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


_SHORTEST = timedelta(seconds=2)
"""What can be split: both parts last a second at least."""


class SessionCommands(QObject):
    """Answers for the commands of the Session menu that ask something first or take several sessions; each is one step of undo."""

    def __init__(self, context: AppContext, actions: Actions, window: QWidget, shown_page: Callable[[], QWidget | None]) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._shown_page = shown_page
        context.past_session_requested.connect(self.ask_for_past_session)
        actions.answer(
            {
                "session.log": Handler(self.ask_for_past_session, self._can_write),
                "session.shift": Handler(self.ask_for_shift, self._has_any),
                "session.split": Handler(self.ask_for_split, self._has_one),
                "session.merge": Handler(self.merge, self._has_several),
                "session.duplicate": Handler(self.duplicate, self._has_any),
                "session.save_template": Handler(self.ask_for_template_name, self._has_one),
            }
        )

    @Slot()
    def ask_for_past_session(self) -> None:
        """Open the dialog that logs what was practised without the program."""
        from fractal_desktop.ui.sessions.log_dialog import LogDialog

        place = self._place()
        LogDialog(self._context, place.session_goal() if place is not None else None, self._window).open()

    def ask_for_shift(self) -> None:
        """Ask by how much the chosen sessions shall lie earlier or later."""
        ids = self._ids()
        if ids:
            self._flush()
            self._context.read(self, "shift", partial(_earliest, ids), partial(self._on_earliest, ids))

    def ask_for_split(self) -> None:
        """Ask when the second part of the chosen session begins."""
        self._with_chosen("split", self._on_to_split)

    def ask_for_template_name(self) -> None:
        """Ask what the template is to be called that the chosen session becomes."""
        ids = self._ids()
        if len(ids) == 1:
            self._flush()
            self._context.read(self, "template", partial(_to_save, ids[0]), self._on_to_save)

    def merge(self) -> None:
        """Make one session of the chosen ones."""
        self._write(partial(_merge, self._ids()), self._on_opened)

    def duplicate(self) -> None:
        """Make another one of each chosen session."""
        ids = self._ids()
        self._write(partial(_duplicate, ids), self._on_opened if len(ids) == 1 else self._on_done)

    def _place(self) -> SessionPlace | None:
        page = self._shown_page()
        return page if isinstance(page, SessionPlace) else None

    def _ids(self) -> tuple[SessionId, ...]:
        place = self._place()
        return place.chosen_sessions() if place is not None else ()

    def _can_write(self) -> bool:
        return self._context.can_write

    def _has_any(self) -> bool:
        return self._context.can_write and bool(self._ids())

    def _has_one(self) -> bool:
        return self._context.can_write and len(self._ids()) == 1

    def _has_several(self) -> bool:
        return self._context.can_write and len(self._ids()) > 1

    def _flush(self) -> None:
        """Let editors write first what is typed: it comes before what is done now."""
        self._context.flush_requested.emit()

    def _write(self, command: "Callable[[Workspace], Change]", then: Callable[[Change], None]) -> None:
        self._flush()
        self._context.write(self, command, then)

    def _with_chosen(self, topic: str, then: Callable[[PracticeSession], None]) -> None:
        ids = self._ids()
        if len(ids) == 1:
            self._flush()
            self._context.read(self, topic, partial(_session, ids[0]), then)

    def _on_earliest(self, ids: tuple[SessionId, ...], first: SessionRow | None) -> None:
        from fractal_desktop.ui.sessions.shift_dialog import ShiftDialog

        if first is not None:
            dialog = ShiftDialog(self._context, first, len(ids), self._window)
            dialog.shifted.connect(partial(self._shift, ids))
            dialog.open()

    def _shift(self, ids: tuple[SessionId, ...], by: Shift) -> None:
        self._write(partial(_shift, ids, by, self._context.zone), self._on_done)

    def _on_to_split(self, session: PracticeSession) -> None:
        from fractal_desktop.ui.sessions.split_dialog import SplitDialog

        start, end = session.start, session.end
        if start is None or end is None or end - start < _SHORTEST:
            self._context.notify(self.tr("“{name}” has no start and end that it could be split between.").format(name=session.name))
            return
        dialog = SplitDialog(self._context, session.name, start, end, self._window)
        dialog.split_at.connect(partial(self._split, session.id))
        dialog.open()

    def _split(self, session_id: SessionId, at: datetime) -> None:
        self._write(partial(_split, session_id, at), self._on_done)

    def _on_to_save(self, found: tuple[PracticeSession, tuple[TemplateName, ...]]) -> None:
        from fractal_desktop.ui.sessions.name_dialog import TemplateNameDialog

        session, beside = found
        dialog = TemplateNameDialog(session.name, beside, self._window)
        dialog.named.connect(partial(self._save_template, session.id))
        dialog.replacement_chosen.connect(partial(self._replace_template, session.id))
        dialog.open()

    def _save_template(self, session_id: SessionId, name: str) -> None:
        self._write(partial(_save_template, session_id, name), partial(self._on_saved, name))

    def _on_saved(self, name: str, change: Change) -> None:
        if change.created is not None:
            self._context.template_requested.emit(change.created)
        self._context.notify(self.tr("“{name}” is among the templates of the library now.").format(name=name), undoable=True)

    def _replace_template(self, session_id: SessionId, template_id: TemplateId, name: str) -> None:
        self._write(partial(_replace_template, template_id, session_id, name), partial(self._on_replaced, template_id))

    def _on_replaced(self, template_id: TemplateId, change: Change) -> None:
        self._context.template_requested.emit(template_id)
        self._on_done(change)

    def _on_opened(self, change: Change) -> None:
        place = self._place()
        if change.created is not None and place is not None:
            place.show_session(change.created)
        self._on_done(change)

    def _on_done(self, change: Change) -> None:
        self._context.notify_done(change)


def _earliest(ids: tuple[SessionId, ...], workspace: "Workspace") -> SessionRow | None:
    return next(iter(workspace.practice.page(SessionQuery(ids=ids, descending=False), limit=1).rows), None)


def _session(session_id: SessionId, workspace: "Workspace") -> PracticeSession:
    return workspace.practice.session(session_id)


def _merge(ids: tuple[SessionId, ...], workspace: "Workspace") -> Change:
    return workspace.practice.merge(ids)


def _duplicate(ids: tuple[SessionId, ...], workspace: "Workspace") -> Change:
    return workspace.practice.duplicate(ids)


def _shift(ids: tuple[SessionId, ...], by: Shift, zone: ZoneInfo, workspace: "Workspace") -> Change:
    return workspace.practice.shift(ids, by, zone)


def _split(session_id: SessionId, at: datetime, workspace: "Workspace") -> Change:
    return workspace.practice.split(session_id, at)


def _to_save(session_id: SessionId, workspace: "Workspace") -> tuple[PracticeSession, tuple[TemplateName, ...]]:
    return workspace.practice.session(session_id), workspace.library.templates_beside(session_id)


def _replace_template(template_id: TemplateId, session_id: SessionId, name: str, workspace: "Workspace") -> Change:
    return workspace.library.replace_template(template_id, session_id, name)


def _save_template(session_id: SessionId, name: str, workspace: "Workspace") -> Change:
    return workspace.library.template_from_session(session_id, name)
