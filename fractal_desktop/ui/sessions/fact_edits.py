"""What a person changes about a session besides its contents: name, times, goals, template."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal, Slot

from fractal_desktop.domain.ids import TemplateId
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.draft import SessionDraft, TimesRefused
from fractal_desktop.ui.sessions.facts import SessionFacts
from fractal_desktop.ui.sessions.head import SessionHead
from fractal_desktop.ui.widgets.goal_picker import GoalPicker


class FactEdits(QObject):
    """Puts what head and facts are told into the draft that is shown."""

    edited = Signal()
    remedied = Signal()
    """Another time than the one that was typed holds now: the fields are to show it."""

    def __init__(self, context: AppContext, head: SessionHead, facts: SessionFacts, draft: Callable[[], SessionDraft | None]) -> None:
        """`draft` returns what is edited now, None while no session is shown."""
        super().__init__(facts)
        self._context = context
        self._facts = facts
        self._draft = draft
        self._links: dict[str, GoalLink] = {}
        head.name.name_edited.connect(self._on_name_edited)
        head.goal_chosen.connect(context.goal_requested)
        facts.start_edited.connect(self._on_start_edited)
        facts.end_edited.connect(self._on_end_edited)
        facts.next_day_asked.connect(self._on_next_day)
        facts.goal_opened.connect(context.goal_requested)
        facts.goal_removed.connect(self._on_goal_removed)
        facts.goal_wanted.connect(self._on_goal_wanted)
        facts.template_chosen.connect(self._on_template_chosen)

    def learn_goals(self, goals: tuple[GoalLink, ...]) -> None:
        """Remember how these goals are called."""
        self._links.update({goal.id: goal for goal in goals})

    def links(self, draft: SessionDraft) -> tuple[GoalLink, ...]:
        """Return the goals that a draft serves."""
        return tuple(self._links[goal_id] for goal_id in draft.goal_ids if goal_id in self._links)

    def take_offered(self) -> None:
        """Take the times that are only offered for those that hold."""
        draft = self._draft()
        if draft is None:
            return
        start, end = draft.offered_start, draft.offered_end
        if start is not None:
            draft.set_start(start)
        if end is not None:
            draft.set_end(end)

    def forget(self) -> None:
        """Forget all goals: another file is open."""
        self._links.clear()

    @Slot(str)
    def _on_name_edited(self, name: str) -> None:
        draft = self._draft()
        if draft is not None:
            draft.set_name(name)
            self.edited.emit()

    @Slot(object)
    def _on_start_edited(self, start: datetime | None) -> None:
        draft = self._draft()
        if draft is None:
            return
        try:
            draft.set_start(start)
        except TimesRefused:
            self._facts.refuse_start()
            return
        self.edited.emit()

    @Slot(object)
    def _on_end_edited(self, end: datetime | None) -> None:
        draft = self._draft()
        if draft is None:
            return
        try:
            draft.set_end(end)
        except TimesRefused:
            self._facts.refuse_end()
            return
        self.edited.emit()

    @Slot()
    def _on_next_day(self) -> None:
        """Take the refused end on the day after, on the wall clock of the zone."""
        end, draft = self._facts.refused_end(), self._draft()
        if end is None or draft is None or draft.start is None:
            return
        while end < draft.start:
            end = _day_later(end, self._context)
        draft.set_end(end)
        self.edited.emit()
        self.remedied.emit()

    @Slot(str)
    def _on_goal_removed(self, goal_id: str) -> None:
        draft = self._draft()
        if draft is not None:
            draft.set_goals(tuple(known for known in draft.goal_ids if known != goal_id))
            self.edited.emit()

    @Slot()
    def _on_goal_wanted(self) -> None:
        picker = GoalPicker(self._context, self.tr("Add goal"), self._facts)
        picker.goal_picked.connect(self._on_goal_added)
        picker.open_below(self._facts.add_button)

    @Slot(object)
    def _on_goal_added(self, goal: GoalLink) -> None:
        draft = self._draft()
        if draft is not None and goal.id not in draft.goal_ids:
            self._links[goal.id] = goal
            draft.set_goals((*draft.goal_ids, goal.id))
            self.edited.emit()

    @Slot(object)
    def _on_template_chosen(self, template_id: TemplateId | None) -> None:
        draft = self._draft()
        if draft is not None:
            draft.set_template(template_id)
            self.edited.emit()


def _day_later(instant: datetime, context: AppContext) -> datetime:
    from fractal_desktop.ui.widgets.instant_text import Unit
    from fractal_desktop.ui.widgets.wall_clock import stepped

    later = stepped(instant, context.zone, Unit.DAY, 1)
    return later if later > instant else instant + timedelta(days=1)
