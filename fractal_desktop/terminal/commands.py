"""Runs the commands of the terminal."""

import argparse
from collections.abc import Callable

from fractal_desktop import paths
from fractal_desktop.domain.errors import Cancelled, StorageError, UserError
from fractal_desktop.terminal import db_commands, practice_commands, records, words
from fractal_desktop.terminal.answering import DONE, REFUSED, USAGE, UsageError
from fractal_desktop.terminal.console import ask, complain, is_interactive, say, say_json
from fractal_desktop.terminal.parsing import DB_COMMANDS, parser

_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "status": db_commands.status,
    "migrate": db_commands.migrate,
    "rollback": db_commands.rollback,
    "history": db_commands.history,
    "check": db_commands.check,
    "backup": db_commands.backup,
    "restore": db_commands.restore,
    "salvage": db_commands.salvage,
    "analytics": practice_commands.analytics,
    "log": practice_commands.log,
}


def run(options: argparse.Namespace) -> int:
    """Run the command that `options` (of `parser`) name, and say what stood in the way if it could not be done."""
    if options.group == "db" and options.command is None:
        return _menu()
    try:
        return _COMMANDS[options.command if options.group == "db" else options.group](options)
    except UsageError as error:
        complain(f"fractal-desktop: {error}")
        return USAGE
    except (UserError, StorageError, Cancelled) as error:
        if options.json:
            say_json(records.error(error))
        complain(words.error(error))
        return REFUSED


def _menu() -> int:
    """Offer what the old script offered."""
    if not is_interactive():
        complain(f"fractal-desktop: say what to do: fractal-desktop db {'|'.join(DB_COMMANDS)} FILE")
        return USAGE
    default = paths.default_database()
    path = ask("Database file", str(default) if default.exists() else "")
    if not path:
        return DONE
    while True:
        say(f"\n{path}\n  1. Run migration\n  2. Rollback migration\n  3. Exit")
        choice = ask("Select option (1-3)", "3")
        if choice == "3":
            return DONE
        if choice in ("1", "2"):
            run(parser().parse_args(["db", "migrate" if choice == "1" else "rollback", "--", path]))
        else:
            complain("Please type 1, 2 or 3.")
