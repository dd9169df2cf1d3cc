"""The command line: groups, commands, options. Loads no service, so that a slip is answered at once."""

import argparse
from datetime import date
from pathlib import Path

from fractal_desktop import __version__
from fractal_desktop.terminal.figures import CARDS
from fractal_desktop.terminal.progress_card import READINGS

DB_COMMANDS = ("status", "migrate", "rollback", "history", "check", "backup", "restore", "salvage")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    root = argparse.ArgumentParser(
        prog="fractal-desktop",
        description="Long goals, the practice towards them, and what came of it.",
        epilog="Without a command the window opens, on FILE if one is given: fractal-desktop [FILE].",
    )
    root.add_argument("--version", action="version", version=f"Fractal Desktop {__version__}")
    groups = root.add_subparsers(dest="group", metavar="db | analytics | log", required=True)
    _add_db(groups)
    _add_analytics(groups)
    _add_log(groups)
    return root


def _add_db(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    db = groups.add_parser("db", help="look after a database file", description="Look after a database file; without a command: a menu.")
    commands = db.add_subparsers(dest="command", metavar=" | ".join(DB_COMMANDS))
    _command(commands, "status", "say which revision FILE has, what is pending, and what it holds")
    migrate = _command(commands, "migrate", "bring FILE to the newest revision (a backup is made first)")
    _add_zone(migrate, "the time zone the file was written in (asked in a terminal, else this computer's)")
    migrate.add_argument("--to", metavar="REVISION", help="stop at this revision")
    migrate.add_argument("--times-from-timers", action="store_true", help="take start and end from the timers where there are any")
    _add_backup_folder(migrate)
    rollback = _command(commands, "rollback", "take FILE back to an older revision, losing nothing (a backup is made first)")
    left = "as the web application left it, of a file made here 0001"
    rollback.add_argument("--to", metavar="REVISION", help=f"back to this revision (default: {left}; 'base': before any)")
    _add_backup_folder(rollback)
    _command(commands, "history", "list the revisions and when FILE got them")
    check = _command(commands, "check", "prove that FILE is sound and that columns and rows say what the documents say")
    check.add_argument("--repair", action="store_true", help="rebuild indexes, columns and rows from the documents")
    _add_backup_folder(check)
    backup = _command(commands, "backup", "write a verified backup of FILE")
    _add_backup_folder(backup)
    restore = _command(commands, "restore", "put a backup's state into FILE (the present state is backed up first)")
    restore.add_argument("backup", type=Path, nargs="?", metavar="BACKUP", help="this backup (default: the newest good one)")
    _add_backup_folder(restore)
    _add_salvage(commands)


def _add_salvage(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    salvage = _command(commands, "salvage", "put what can still be read of a damaged FILE into a new one; FILE is only read")
    salvage.add_argument("new", type=Path, metavar="NEW", help="the new file; nothing may lie there yet")


def _command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--json", action="store_true", help="write one JSON object")
    command.add_argument("--yes", action="store_true", help="do not ask")
    return command


def _add_analytics(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    analytics = groups.add_parser(
        "analytics",
        help="what was practised when, and what came of it",
        description="Answer a question about the sessions in FILE. Never changes it.",
        epilog="cards:\n" + "\n".join(f"  {card.name:<14} {card.about}" for card in CARDS.values()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    analytics.add_argument("file", type=Path, metavar="FILE")
    analytics.add_argument("command", choices=tuple(CARDS), metavar="CARD", help="what to ask, see below")
    analytics.add_argument("--from", dest="first_day", type=_day, metavar="DATE", help="sessions that start on this day or later")
    analytics.add_argument("--to", dest="last_day", type=_day, metavar="DATE", help="sessions that start on this day or earlier")
    analytics.add_argument("--goal", type=_text, metavar="ID", help="sessions for this goal, with everything below")
    analytics.add_argument("--template", type=_text, metavar="ID", help="sessions made from this template")
    analytics.add_argument("--activity", type=_text, metavar="ID", help="sessions that hold this activity")
    analytics.add_argument("--completed", choices=("yes", "no"), help="sessions that are done, or that are not")
    analytics.add_argument("--metric", type=_text, metavar="ID", help="progress: values of this metric; 'product' for the product of all")
    analytics.add_argument("--reading", choices=READINGS, default="top", help="progress: the top set, the average or each set of a session")
    analytics.add_argument("--split", type=_text, metavar="ID", help="progress: values of this split; 'each' for one line each")
    _add_zone(analytics, "the time zone whose hours, days, weeks and months are meant (default: this computer's)")
    analytics.add_argument("--json", action="store_true", help="write one JSON object")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no day such as 2026-03-02") from None


def _text(word: str) -> str:
    """Return a word as it is; one whose bytes are no UTF-8 (Python puts half characters in their place) is nothing that a file holds."""
    try:
        word.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"“{word.encode(errors='backslashreplace').decode()}” is not text in UTF-8") from None
    return word


def _add_log(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "write down a session that took place"
    log = groups.add_parser(
        "log",
        help=text,
        description=f"{text[0].upper()}{text[1:]}, named in one line, its words in any order.",
        epilog='For example: fractal-desktop log FILE "45m Scales yesterday 18:00 #Suite I"',
    )
    log.add_argument("file", type=Path, metavar="FILE")
    log.add_argument("line", type=_text, nargs="+", metavar="LINE", help="length, activities, template, day, time, #goal")
    _add_zone(log, "the time zone whose days and hours are meant (default: this computer's)")
    log.add_argument("--now", metavar="TIME", help="take this for the present, such as 2026-03-02T19:30 (default: the clock's)")
    log.add_argument("--dry-run", action="store_true", help="say what would be written and write nothing")
    log.add_argument("--json", action="store_true", help="write one JSON object")


def _add_zone(command: argparse.ArgumentParser, text: str) -> None:
    command.add_argument("--time-zone", metavar="ZONE", help=text)


def _add_backup_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument("--backup-folder", type=Path, metavar="FOLDER", help="where backups go (default: the program's own folder)")
