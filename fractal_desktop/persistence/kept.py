"""Answers of a file that are kept until anything is written to it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from sqlalchemy import Connection

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class Kept(Generic[Key, Answer]):
    """The answers to the last few questions; may be used from any thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._reading = 0

    def of(self, connection: Connection, question: Key, read: Callable[[Connection, Key], Answer]) -> Answer:
        """Return the answer, read anew if anything was written since it was; begins a transaction."""
        with self._lock:
            self._forget_old(connection)
            if question not in self._answers:
                self._answers[question] = read(connection, question)
                while len(self._answers) > self._most:
                    self._answers.popitem(last=False)
            self._answers.move_to_end(question)
            return self._answers[question]

    def known(self, connection: Connection, question: Key) -> Answer | None:
        """Return the same if it need not be read, else None; begins a transaction."""
        with self._lock:
            self._forget_old(connection)
            return self._answers.get(question)

    def _forget_old(self, connection: Connection) -> None:
        """Forget everything if the connection sees another state of the file than what is kept was read from.

        A connection can only tell that others have written since it looked last (PRAGMA data_version). So each notes what is kept at the
        state it sees; one that has not looked yet knows of nothing.
        """
        version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        if connection.info.get(self) != (version, self._reading):
            self._answers.clear()
            self._reading += 1
            connection.info[self] = (version, self._reading)
