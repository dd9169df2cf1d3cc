"""Errors a person can act on. Everything else that is raised is a bug."""

from enum import StrEnum


class UserError(Exception):
    """Something asked for cannot be done; the text is one sentence shown next to where it happened."""


class GoneError(UserError):
    """What something was asked of is not there any more; only another program can have taken it away behind an open editor."""


class StorageProblem(StrEnum):
    """What stands between the program and the file."""

    FULL = "full"
    IO = "io"
    READ_ONLY = "read_only"
    BUSY = "busy"
    NOT_A_DATABASE = "not_a_database"
    CORRUPT = "corrupt"
    CANNOT_OPEN = "cannot_open"
    MISSING = "missing"
    IS_A_FOLDER = "is_a_folder"
    EMPTY = "empty"
    NEWER = "newer"
    FOREIGN = "foreign"
    PENDING = "pending"
    REFUSED = "refused"


class StorageError(Exception):
    """The file cannot be read or written.

    Says what happened, what was kept, and what can be done, each a sentence (the last two may be empty).
    """

    def __init__(self, problem: StorageProblem, happened: str, kept: str = "", advice: str = "") -> None:
        super().__init__(" ".join(part for part in (happened, kept, advice) if part))
        self.problem = problem
        self.happened = happened
        self.kept = kept
        self.advice = advice


class Cancelled(Exception):
    """The person stopped a long operation; everything is as it was before."""
