"""What was done, so that it can be undone and done again: 200 steps deep, for as long as the file is open."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import UserError
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.loose_ends import hang_loose
from fractal_desktop.persistence.recorder import Mark, RowChange, RowsChangedElsewhere
from fractal_desktop.persistence.touched import touched
from fractal_desktop.persistence.unit_of_work import UnitOfWork, writing

DEPTH = 200
_AT_ONCE = 1_000
"""Rows of a step that are freed in one go."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command says of itself: its label for the Edit menu, the id of the node it made, a sentence for the person.

    `how` is what a notice says behind the label: "1 day later". The label begins with a verb that `domain/change.py` has words for.
    """

    label: str
    created: str | None = None
    note: str = ""
    how: str = ""


Command = Callable[[UnitOfWork], Done]
"""Does something in a writing transaction; raises UserError to leave everything as it was."""


Consequence = Callable[[UnitOfWork], str]
"""Does what follows from a command by itself, and returns a sentence about it, or ""."""


@dataclass(frozen=True, slots=True)
class _Step:
    change: Change
    rows: list[RowChange]
    marks: list[Mark]
    others: object
    """The version of the file by what others have written."""


class History:
    """Performs commands, each in one transaction, and takes them back row by row. A step is remembered after its commit."""

    def __init__(self, database: Database, consequence: Consequence | None = None) -> None:
        """`consequence` follows each command in its transaction, but not undo and redo: those bring back what it did, too."""
        self._database = database
        self._consequence = consequence or _nothing
        self._undo: deque[_Step] = deque(maxlen=DEPTH)
        self._redo: deque[_Step] = deque(maxlen=DEPTH)
        self._listeners: list[Callable[[Change], None]] = []
        self._unasked_listeners: list[Callable[[Change], None]] = []

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Tell `listener` of every change once it is committed, before anybody else: undone ones and those of others, too."""
        self._listeners.append(listener)

    def listen_unasked(self, listener: Callable[[Change], None]) -> None:
        """Tell `listener` of every change that no command made, on the thread that comes upon it, after all who `listen`."""
        self._unasked_listeners.append(listener)

    @property
    def undo_label(self) -> str | None:
        """Return what `undo` takes back, such as "move of Suite I", or None if there is nothing."""
        change = self.undo_change
        return None if change is None else change.noun

    @property
    def undo_change(self) -> Change | None:
        """Return the change that `undo` takes back, the same object as long as it is that one, or None if there is nothing."""
        return _last_change(self._undo)

    @property
    def redo_label(self) -> str | None:
        """Return what `redo` does again, or None if there is nothing."""
        change = _last_change(self._redo)
        return None if change is None else change.noun

    def perform(self, command: Command, *, foreign_keys: bool = True) -> Change:
        """Return what `command` touched; it is one step, and none at all if it changed nothing.

        Raises what the command raises, UserError for text that no file can hold, and StorageError if the file cannot be written;
        then nothing has happened.
        """
        with self._database.write_lock:
            with _said_of_text(), writing(self._database, foreign_keys=foreign_keys) as unit:
                done = command(unit)
                note = " ".join(filter(None, (done.note, self._consequence(unit))))
                rows = unit.settle()
                change = replace(touched(unit.sql, rows), label=done.label, how=done.how, created=done.created, note=note)
                marks = unit.recorder.marks(rows)
                others = unit.version_of_others
            if rows:
                self._remember(_Step(change, list(rows), list(marks), others))
                self._tell(change)
        return change

    def catch_up(self, repair: Callable[[UnitOfWork], object]) -> Change:
        """Return what `repair` touched; all hear of it, but it is no step: nobody did it, and nobody could want to take it back."""
        with self._database.write_lock:
            with writing(self._database) as unit:
                repair(unit)
                change = touched(unit.sql, unit.settle())
            if not change.is_nothing:
                self.tell_unasked(change)
        return change

    def tell_unasked(self, change: Change) -> None:
        """Let all hear of a change that nobody here has made; it is no step."""
        self._tell(change)
        for listener in self._unasked_listeners:
            listener(change)

    def undo(self) -> Change:
        """Take the last step back and return what that touched.

        Raises UserError if there is none, or if another program has changed its rows meanwhile or hung others on them: then nothing
        happens, and the step is forgotten, so that it does not bar the way to those before it.
        """
        with self._database.write_lock:
            if not self._undo:
                raise UserError("There is nothing to undo.")
            step = self._undo[-1]
            back = [row.reversed() for row in step.rows]
            try:
                done = self._apply(self._undo, back, "This cannot be undone any more")
            finally:
                _empty(back)
            _empty(self._undo.pop().marks)
            self._redo.append(done)
            self._tell(step.change)
        return replace(step.change, created=None, note="")

    def redo(self) -> Change:
        """Do the last undone step again and return what that touched; raises UserError likewise."""
        with self._database.write_lock:
            if not self._redo:
                raise UserError("There is nothing to redo.")
            step = self._redo[-1]
            done = self._apply(self._redo, step.rows, "This cannot be done again any more")
            _empty(self._redo.pop().marks)
            self._undo.append(done)
            self._tell(step.change)
        return replace(step.change, note="")

    def forget(self) -> None:
        """Forget everything that could be undone or done again, for the file is closed."""
        with self._database.write_lock:
            forgotten = [*self._undo, *self._redo]
            self._undo.clear()
            self._redo.clear()
            _free(forgotten)

    def _remember(self, step: _Step) -> None:
        """Put a new step on top; what could be done again, and the oldest step of too many, are forgotten."""
        forgotten = [*self._redo, *([self._undo.popleft()] if len(self._undo) == DEPTH else [])]
        self._redo.clear()
        self._undo.append(step)
        _free(forgotten)

    def _tell(self, change: Change) -> None:
        for listener in self._listeners:
            listener(change)

    def _apply(self, steps: deque[_Step], rows: Sequence[RowChange], refusal: str) -> _Step:
        """Change the rows of the last of `steps` and return it with what the way back will ask for.

        `refusal` begins the sentence of the UserError that is raised if another program came between.
        """
        step = steps[-1]
        try:
            with writing(self._database, foreign_keys=False) as unit:
                unit.recorder.apply(rows, step.marks)
                others = unit.version_of_others
                # Steps fit one another; only what somebody else has written may hang on a row that goes, or have taken away what
                # one that comes back hangs on. Old files hold links to nothing, so that is asked only where it can be.
                if others != step.others and hang_loose(unit.sql, rows):
                    raise RowsChangedElsewhere
                marks = unit.recorder.marks(rows)
                unit.recorder.forget()  # `rows` say it already; to collect them again would take a tenth of the time
                return replace(step, marks=list(marks), others=others)
        except RowsChangedElsewhere as error:
            _free([steps.pop()])  # the error leads to all that this function knows, on whatever thread it is shown
            raise UserError(f"{refusal}: what it concerns was changed elsewhere in the meantime.") from error


@contextmanager
def _said_of_text() -> Iterator[None]:
    """Say of half a surrogate pair, which a paste or a terminal may bring along, that it cannot be stored."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise UserError("This text holds half of a character, which cannot be stored.") from error


def _last_change(steps: deque[_Step]) -> Change | None:
    """Return the change of the last step. A window asks that while the step may just be taken back on another thread."""
    try:
        return steps[-1].change
    except IndexError:
        return None


def _free(steps: list[_Step]) -> None:
    for step in steps:
        _empty(step.rows, step.marks)


def _empty(*lists: list[RowChange] | list[Mark]) -> None:
    """Empty lists some rows at a time: a deleted fractal's all at once would keep the interpreter's lock for a tenth of a second."""
    for held in lists:
        while held:
            del held[-_AT_ONCE:]


def _nothing(_: UnitOfWork) -> str:
    return ""
