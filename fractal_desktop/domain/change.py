"""What a write touched, so that each view can decide whether to ask again."""

from dataclasses import dataclass, field
from typing import NamedTuple

from fractal_desktop.domain.ids import GoalId, SessionId


class Verb(NamedTuple):
    """A verb as the Edit menu says it behind "Undo", and as a notice says that it was done."""

    noun: str
    past: str


VERBS = {
    "Add": Verb("addition", "Added"),
    "Archive": Verb("archiving", "Archived"),
    "Bring back": Verb("return", "Brought back"),
    "Change": Verb("change", "Changed"),
    "Complete": Verb("completion", "Completed"),
    "Create": Verb("creation", "Created"),
    "Delete": Verb("deletion", "Deleted"),
    "Describe": Verb("description", "Described"),
    "Duplicate": Verb("duplication", "Duplicated"),
    "Edit": Verb("edit", "Edited"),
    "Empty": Verb("emptying", "Emptied"),
    "Group": Verb("grouping", "Grouped"),
    "Log": Verb("logging", "Logged"),
    "Merge": Verb("merging", "Merged"),
    "Move": Verb("move", "Moved"),
    "Pause": Verb("pause", "Paused"),
    "Remove": Verb("removal", "Removed"),
    "Rename": Verb("renaming", "Renamed"),
    "Reopen": Verb("reopening", "Reopened"),
    "Replace": Verb("replacement", "Replaced"),
    "Reset": Verb("reset", "Reset"),
    "Restore": Verb("restoration", "Restored"),
    "Resume": Verb("resumption", "Resumed"),
    "Retire": Verb("retirement", "Retired"),
    "Save": Verb("saving", "Saved"),
    "Set": Verb("setting", "Set"),
    "Shift": Verb("shift", "Shifted"),
    "Split": Verb("splitting", "Split"),
    "Start": Verb("start", "Started"),
    "Stop": Verb("stop", "Stopped"),
    "Ungroup": Verb("ungrouping", "Ungrouped"),
}
"""The verbs that labels of commands begin with."""


@dataclass(frozen=True, slots=True)
class Change:
    """The ids that one committed transaction touched; empty sets mean nothing of that kind.

    `label` names it for the Edit menu ("Move Suite I"), `how` says more of it in a notice ("1 day later"). `created` is the id of the
    node a create command made.
    `tree` is true if a node appeared, vanished, moved, or was renamed; `library` if activities or templates did; `views` if one of
    the analytics page did;
    `everything` if any row may have changed (restore, migration). `note` is a sentence for the person where something turned out
    otherwise than asked, else "".
    """

    label: str
    how: str = field(default="", kw_only=True)
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
        verb, what = self._parts
        if not verb:
            return what[:1].lower() + what[1:]
        return f"{VERBS[verb].noun} of {what}" if what else VERBS[verb].noun

    @property
    def done(self) -> str:
        """Return the label as what has happened: "Moved Suite I" for "Move Suite I", with `how` behind it."""
        verb, what = self._parts
        return " ".join(filter(None, (VERBS[verb].past if verb else "", what, self.how)))

    @property
    def _parts(self) -> tuple[str, str]:
        """Return the verb that the label begins with, "" if it is none of ours, and the rest."""
        # Longest first: "Bring" alone is no verb of a label.
        for verb in sorted(VERBS, key=len, reverse=True):
            if self.label == verb or self.label.startswith(f"{verb} "):
                return verb, self.label.removeprefix(verb).strip()
        return "", self.label

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
