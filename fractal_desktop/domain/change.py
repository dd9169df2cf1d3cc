"""What a write touched, so that each view can decide whether to ask again."""

from dataclasses import dataclass, field

from fractal_desktop.domain.ids import GoalId, SessionId

NOUNS = {
    "Add": "addition",
    "Archive": "archiving",
    "Bring back": "return",
    "Change": "change",
    "Complete": "completion",
    "Create": "creation",
    "Delete": "deletion",
    "Describe": "description",
    "Duplicate": "duplication",
    "Edit": "edit",
    "Empty": "emptying",
    "Group": "grouping",
    "Log": "logging",
    "Merge": "merging",
    "Move": "move",
    "Pause": "pause",
    "Remove": "removal",
    "Rename": "renaming",
    "Reopen": "reopening",
    "Reset": "reset",
    "Restore": "restoration",
    "Resume": "resumption",
    "Retire": "retirement",
    "Save": "saving",
    "Set": "setting",
    "Shift": "shift",
    "Split": "splitting",
    "Start": "start",
    "Stop": "stop",
    "Ungroup": "ungrouping",
}
"""The verbs that labels of commands begin with, and the nouns that the Edit menu says for them."""


@dataclass(frozen=True, slots=True)
class Change:
    """The ids that one committed transaction touched; empty sets mean nothing of that kind.

    `label` names it for the Edit menu ("Move Suite I"). `created` is the id of the node a create command made.
    `tree` is true if a node appeared, vanished, moved, or was renamed; `library` if activities or templates did; `views` if one of
    the analytics page did;
    `everything` if any row may have changed (restore, migration). `note` is a sentence for the person where something turned out
    otherwise than asked, else "".
    """

    label: str
    goals: frozenset[GoalId] = field(default_factory=frozenset)
    sessions: frozenset[SessionId] = field(default_factory=frozenset)
    tree: bool = False
    library: bool = False
    trash: bool = False
    views: bool = False
    everything: bool = False
    created: str | None = None
    note: str = ""

    @property
    def noun(self) -> str:
        """Return the label as what Undo and Redo take: "move of Suite I" for "Move Suite I"."""
        # Longest first: "Bring" alone is no verb of a label.
        for verb in sorted(NOUNS, key=len, reverse=True):
            if self.label == verb or self.label.startswith(f"{verb} "):
                what = self.label.removeprefix(verb).strip()
                return f"{NOUNS[verb]} of {what}" if what else NOUNS[verb]
        return self.label[:1].lower() + self.label[1:]

    @property
    def is_nothing(self) -> bool:
        """Return whether all was as wanted before: nothing was written, and there is no step to take back."""
        return not (self.goals or self.sessions or self.tree or self.library or self.trash or self.views or self.everything)

    def touches_session(self, session_id: SessionId) -> bool:
        """Return whether this session may look different now."""
        return self.everything or session_id in self.sessions

    def touches_goal(self, goal_id: GoalId) -> bool:
        """Return whether this goal may look different now."""
        return self.everything or goal_id in self.goals
