"""The edits of one session on their way into the file: each a step that is written, and undone, as a whole."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.document_edits import Place, relocated, with_noted
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.domain.practice_session import SessionEdit, Unset

At = Callable[[Path], Path]
"""Where what stood at a path when a person saw it stands now; raises UserError if it is gone."""

Restructuring = Callable[[Document, At], Document]
"""What brings sections, items or sets into the document, takes them out or moves them."""

Values = dict[Place, object]


class StepState(StrEnum):
    """Where a step is. One that the file could not take WAITS again; one that is WRITTEN is not in the session as it was last read."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    WRITTEN = "written"


@dataclass(slots=True, eq=False)
class Step:
    """Fields and values that were edited, or one restructuring, made on the document `seen` (None if there was none to be read)."""

    seen: Document | None
    edit: SessionEdit = field(default_factory=SessionEdit)
    values: Values = field(default_factory=dict)
    restructuring: Restructuring | None = None
    label: str | None = None
    state: StepState = StepState.WAITING
    is_done: bool = False
    """Set by the worker, so that the step is not done twice when its write is tried again."""

    @property
    def concerns_document(self) -> bool:
        """Return whether it changes more than fields of the session."""
        return bool(self.values) or self.restructuring is not None

    def session_edit(self) -> SessionEdit:
        """Return what writes this step, whatever the document is by then."""
        return replace(self.edit, document_edit=self.applied) if self.concerns_document else self.edit

    def applied(self, document: Document) -> Document:
        """Return a document with this step; values whose place is gone are left out. Raises UserError as the restructuring does."""
        document = with_values(document, self.values, self.seen or document)
        if self.restructuring is None:
            return document
        seen = self.seen or document
        return self.restructuring(document, lambda path: _found(path, seen, document))


def with_values(document: Document, values: Values, seen: Document) -> Document:
    """Return the document with values at places that were seen in another one; what stood at a place that is gone is left out."""
    for place, value in values.items():
        there = relocated(place, seen, document)
        try:
            document = with_noted(document, there, value) if there is not None else document
        except (LookupError, UserError):
            continue
    return document


def moved(values: Values, before: Document, after: Document) -> Values:
    """Return values at the places where they stand in `after`, without those whose place is gone."""
    places = ((relocated(place, before, after), value) for place, value in values.items())
    return {place: value for place, value in places if place is not None}


def with_fields(edit: SessionEdit, values: dict[str, object]) -> SessionEdit:
    """Return an edit with some fields replaced."""
    return replace(edit, **values)  # type: ignore[arg-type]  # the names come from its own fields


def edited_fields(edit: SessionEdit) -> dict[str, object]:
    """Return the fields that an edit changes."""
    values = {each.name: getattr(edit, each.name) for each in fields(SessionEdit)}
    return {name: value for name, value in values.items() if not isinstance(value, Unset)}


def _found(path: Path, seen: Document, document: Document) -> Path:
    there = relocated(path, seen, document)
    if not isinstance(there, tuple):
        raise UserError("This is no longer in the session.")
    return there
