"""What the commands of the terminal share: exit status, answers, questions, and options that several have."""

import argparse
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from fractal_desktop import paths
from fractal_desktop.domain.errors import UserError
from fractal_desktop.services.schema import DatabaseLock
from fractal_desktop.services.zones import zone_named
from fractal_desktop.terminal.console import agrees, is_interactive, say, say_json

DONE, REFUSED, USAGE = 0, 1, 2


class UsageError(Exception):
    """The command line lacks something or makes no sense; the text is one sentence."""


def answer(options: argparse.Namespace, record: Callable[[], dict[str, object]], lines: Callable[[], list[str]]) -> None:
    """Write the record as JSON if that is wanted, else the lines."""
    if options.json:
        say_json(record())
    else:
        for line in lines():
            say(line)


def may(options: argparse.Namespace, question: str) -> bool:
    """Return whether to go on: as `--yes` says, else as somebody in the terminal says; raises UsageError if nobody is there."""
    if options.yes:
        return True
    if not is_interactive():
        raise UsageError(f"{question} Nobody is there to answer: add --yes.")
    return agrees(question)


def lock(path: Path) -> DatabaseLock:
    """Return what keeps the window and other commands out of the file."""
    return DatabaseLock(path, paths.data_folder() / "locks")


def backup_folder(options: argparse.Namespace) -> Path:
    """Return where backups go."""
    return options.backup_folder or paths.backup_folder()


def zone_given(options: argparse.Namespace) -> ZoneInfo | None:
    """Return the zone that was named, None if none was; raises UsageError if there is none of that name."""
    if options.time_zone is None:
        return None
    try:
        return zone_named(options.time_zone)
    except UserError as error:
        raise UsageError(f"{error}") from error
