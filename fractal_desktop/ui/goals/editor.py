"""The editor of one goal, as it stands beside the tree."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import GoalType, allowed_child_types
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.domain.tree import GoalTime
from fractal_desktop.ui.autosave import AutosaveTimer
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals import goal_commands
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.goals.deadline_field import DeadlineField
from fractal_desktop.ui.goals.editor_head import GoalHead
from fractal_desktop.ui.goals.field_saver import FieldSaver
from fractal_desktop.ui.goals.goal_facts import GoalFacts
from fractal_desktop.ui.goals.goal_lists import GoalLists
from fractal_desktop.ui.goals.goal_reading import GoalReading, RecentSessions, reading, recent_sessions, target_progress
from fractal_desktop.ui.goals.next_step import NextStep
from fractal_desktop.ui.goals.pace_section import PaceSection
from fractal_desktop.ui.goals.targets_section import TargetsSection
from fractal_desktop.ui.sessions.parts import NotesField, UndoPassage
from fractal_desktop.ui.widgets import EmptyState, Hairline
from fractal_desktop.ui.widgets.editor_scroll import EditorScroll
from fractal_desktop.ui.widgets.tab_order import TabOrder


class GoalEditor(QWidget):
    """Shows one goal and writes what a person changes in it, a second after the last change.

    `flush` writes at once; it happens by itself when another goal is shown and on `context.flush_requested`.
    """

    node_chosen = Signal(str)
    """A goal or session in one of the lists or above the name was clicked."""
    child_asked = Signal()
    session_asked = Signal()
    move_asked = Signal()
    delete_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: GoalId | None = None
        self._reading: GoalReading | None = None
        self._recent: RecentSessions | None = None
        self._edit_name_next = False
        self._is_stale = False
        self._times: dict[GoalId, GoalTime] | None = None
        self._name: FieldSaver | None = None
        self._description: FieldSaver | None = None
        self._passage = UndoPassage(self)
        self._autosave = AutosaveTimer(self)
        self._build()
        self._tab_order = TabOrder(self)
        self._connect()

    @property
    def goal_id(self) -> GoalId | None:
        """Return the goal that is shown or about to be."""
        return self._wanted

    def show_goal(self, goal_id: GoalId | None) -> None:
        """Show this goal, or nothing; what is unsaved of the one before is written."""
        if goal_id == self._wanted:
            return
        self.flush()
        self._wanted = goal_id
        self._edit_name_next = False
        if goal_id is None:
            self._show_nothing("")
        else:
            self._read()

    def show_times(self, times: dict[GoalId, GoalTime]) -> None:
        """Show the time of the goal out of the times of all."""
        self._times = times
        self._lists.show_times(times)
        self._show_time()

    def edit_name(self) -> None:
        """Put the caret into the name, as soon as the goal is there."""
        self._edit_name_next = self._wanted is not None and (self._reading is None or self._reading.goal.id != self._wanted)
        if not self._edit_name_next:
            self._head.name.edit()

    @Slot()
    def flush(self) -> None:
        """Write what is not written yet, what is being typed included."""
        self._autosave.stop()
        self._deadline.commit()
        for saver in (self._name, self._description):
            if saver is not None:
                saver.save()

    @Slot()
    def toggle_completion(self) -> None:
        """Complete the goal, or reopen it."""
        if self._reading is not None and self._context.can_write:
            self.flush()
            goal = self._reading.goal
            self._context.write(self, partial(goal_commands.reopen if goal.completed else goal_commands.complete, goal.id))

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "base")
        self._head = GoalHead(self._passage)
        self._deadline = DeadlineField(self._context.today, self._first_weekday, self._passage)
        self._facts = GoalFacts(self._context, self._deadline)
        self._notes = NotesField(tr("Description"), tr("What this goal means to you"), self._passage)
        self._lists = GoalLists(self._context)
        self._next_step = NextStep()
        self._targets = TargetsSection(self._context)
        self._pace = PaceSection(self._context, self._passage)
        body = QVBoxLayout()
        body.setSpacing(16)
        for widget in (self._facts, Hairline(), self._notes, self._targets, self._pace, self._next_step, self._lists):
            body.addWidget(widget)
        self._area = EditorScroll()
        self._area.set_page(self._head, body, 12)
        self._nothing = EmptyState("")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._area)
        self.setMinimumWidth(300)

    def _connect(self) -> None:
        context = self._context
        context.changed.connect(self._on_changed)
        context.flush_requested.connect(self.flush)
        context.zone_changed.connect(self._read)
        self._autosave.timeout.connect(self.flush)
        self._head.name.name_edited.connect(self._on_name_edited)
        self._head.name.name_finished.connect(self._on_name_finished)
        self._head.goal_chosen.connect(self.node_chosen)
        self._head.completion_toggled.connect(self.toggle_completion)
        self._head.child_asked.connect(self.child_asked)
        self._head.session_asked.connect(self.session_asked)
        self._head.move_asked.connect(self.move_asked)
        self._head.delete_asked.connect(self.delete_asked)
        self._next_step.child_asked.connect(self.child_asked)
        self._next_step.session_asked.connect(self.session_asked)
        self._deadline.date_chosen.connect(self._on_deadline_chosen)
        self._notes.text_edited.connect(self._on_description_edited)
        self._targets.session_chosen.connect(self.node_chosen)
        self._lists.goal_chosen.connect(self.node_chosen)
        self._lists.session_chosen.connect(self.node_chosen)
        self._lists.all_sessions_asked.connect(self._on_all_sessions)

    def _first_weekday(self) -> int:
        return self._context.first_weekday

    @Slot()
    def _read(self) -> None:
        if self._wanted is not None:
            self._context.read(self, "goal", reading(self._wanted), self._on_read, self._on_read_failed)
            self._context.read(self, "recent", recent_sessions(self._wanted), self._on_recent, self._on_no_recent)

    @Slot(object)
    def _on_read(self, reading: GoalReading) -> None:
        goal = reading.goal
        if goal.id != self._wanted:
            return
        afresh = self._reading is None or self._reading.goal.id != goal.id
        self._reading = reading
        if afresh:
            self._lists.show_recent(None)
            self._renew_savers(reading)
        elif self._name is not None and self._description is not None:
            self._name.show_stored(goal.name)
            self._description.show_stored(goal.description)
        self._show_reading(reading)
        if afresh:
            self._area.verticalScrollBar().setValue(0)
        self._stack.setCurrentIndex(1)
        if self._edit_name_next:
            self.edit_name()

    @Slot(object)
    def _on_recent(self, recent: RecentSessions) -> None:
        if recent.goal_id == self._wanted:
            self._lists.show_recent(recent)
            self._recent = recent
            self._tab_order.renew_later()
            self._offer_next_step()

    def _on_no_recent(self, _error: Exception) -> None:
        """Say nothing: the goal itself could not be read either, and says why."""

    def _on_read_failed(self, error: Exception) -> None:
        self._show_nothing(str(error))

    def _renew_savers(self, reading: GoalReading) -> None:
        """Begin with what is stored; what is still on its way for the goal before ends with its own owner."""
        for saver in (self._name, self._description):
            if saver is not None and saver.is_settled:
                saver.deleteLater()
        goal = reading.goal
        self._name = FieldSaver(self._context, goal.name, partial(goal_commands.rename, goal.id), self)
        self._description = FieldSaver(self._context, goal.description, partial(goal_commands.describe, goal.id), self)
        self._name.refused.connect(self._head.name.show_problem)

    def _show_reading(self, reading: GoalReading) -> None:
        if self._name is None or self._description is None:
            return
        goal, writing = reading.goal, self._context.can_write
        self._head.show_crumbs(reading.crumbs)
        self._head.name.show_name(self._name.text)
        self._head.show_completed(goal.completed)
        below_session = goal.type.rank < GoalType.PRACTICE_SESSION.rank
        self._head.allow(writing=writing, child=bool(allowed_child_types(goal.type)), session=below_session)
        self._facts.show_goal(goal)
        self._notes.show_text(self._description.text)
        self._notes.set_read_only(not writing)
        self._targets.show_reading(reading)
        self._lists.show_reading(reading)
        self._pace.show_goal(goal.id)
        if reading.targets:
            progress = target_progress(goal.id, self._context.now(), self._context.zone)
            self._context.read(self, "targets", progress, self._targets.show_progress)
        self._offer_next_step()
        self._show_time()
        self._tab_order.renew_later()

    def _offer_next_step(self) -> None:
        """Say how to go on while nothing lies below; as long as the sessions are not known, say nothing."""
        if self._reading is None or self._recent is None or self._recent.goal_id != self._reading.goal.id:
            self._next_step.offer(None)
            return
        goal = self._reading.goal
        bare = not self._reading.children and not self._recent.rows and not goal.completed
        self._next_step.offer(goal.type if bare and self._context.can_write else None)

    def _show_time(self) -> None:
        times = self._times
        self._facts.show_time(times.get(self._wanted) if times is not None and self._wanted is not None else None)

    def _show_nothing(self, sentence: str) -> None:
        self._reading = None
        self._nothing.set_sentence(sentence)
        self._stack.setCurrentIndex(0)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if self._wanted is not None and (change.touches_goal(self._wanted) or change.tree or bool(change.sessions)):
            self._read_when_seen()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has changed meanwhile."""
        super().showEvent(event)
        if self._is_stale:
            self._read_when_seen()

    def _read_when_seen(self) -> None:
        """Read now, or as soon as the editor is shown again: the targets of a long history are slow to measure."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self._read()

    @Slot(str)
    def _on_name_edited(self, text: str) -> None:
        if self._name is not None:
            self._name.type_text(text)
            self._autosave.note_edit()

    @Slot()
    def _on_name_finished(self) -> None:
        if self._name is not None:
            self._name.save()

    @Slot(str)
    def _on_description_edited(self, text: str) -> None:
        if self._description is not None:
            self._description.type_text(text)
            self._autosave.note_edit()

    @Slot(object)
    def _on_deadline_chosen(self, day: date | None) -> None:
        if self._reading is not None:
            goal_id = self._reading.goal.id
            self._context.write(self._deadline, goal_commands.setting_deadline(goal_id, day), whole=goal_id)

    @Slot()
    def _on_all_sessions(self) -> None:
        if self._reading is not None:
            goal = self._reading.goal
            self._context.sessions_titled.emit(goal.name)
            self._context.sessions_requested.emit(SessionQuery(goal_id=goal.id))
