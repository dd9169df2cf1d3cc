"""What is asked of practice, and written down of it; every function returns the exit status."""

import argparse
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.period import day_start
from fractal_desktop.domain.quick_entry import parse_quick_entry
from fractal_desktop.domain.timestamps import parse_document_time
from fractal_desktop.services.zones import system_zone
from fractal_desktop.terminal import records, words
from fractal_desktop.terminal.answering import DONE, UsageError, answer, lock, zone_given
from fractal_desktop.terminal.card import ProgressOptions, Question
from fractal_desktop.terminal.figures import CARDS


def analytics(options: argparse.Namespace) -> int:
    """Answer a question about the sessions."""
    from fractal_desktop.services.workspace import Workspace

    card, zone = CARDS[options.command], zone_given(options) or system_zone()
    asked = _filter(options, zone)
    if card.needs_activity and asked.activity_id is None:
        raise UsageError(f"{card.name} is that of an activity: say which by --activity ID.")
    workspace = Workspace.open(options.file, read_only=True, keep_pages=False)
    try:
        asked, _ = workspace.balance.with_documented(asked)
        workspace.analytics.check(asked)
        query_ms, figures = card.ask(Question(workspace, asked, zone, ProgressOptions(options.metric, options.reading, options.split)))
    finally:
        workspace.close()
    rows = [row.record() for row in figures.rows]
    answer(options, lambda: {"query_ms": round(query_ms, 3), "rows": rows, **figures.facts}, lambda: card.table(figures))
    return DONE


def _filter(options: argparse.Namespace, zone: ZoneInfo) -> AnalyticsFilter:
    first, last = options.first_day, options.last_day
    if first is not None and last is not None and first > last:
        raise UsageError(f"From {first} to {last} there is no day.")
    return AnalyticsFilter(
        since=None if first is None else day_start(first, zone),
        until=None if last is None or last == date.max else day_start(last + timedelta(days=1), zone),
        goal_id=options.goal,
        template_id=options.template,
        activity_id=options.activity,
        completed=None if options.completed is None else options.completed == "yes",
    )


def log(options: argparse.Namespace) -> int:
    """Write down a session that took place."""
    from fractal_desktop.services.workspace import Workspace

    zone = zone_given(options) or system_zone()
    now = _now(options, zone)
    with ExitStack() as stack:
        if not options.dry_run:
            stack.enter_context(lock(options.file))
        workspace = Workspace.open(options.file, read_only=options.dry_run, keep_pages=False, clock=lambda: now)
        stack.callback(workspace.close)
        entry = parse_quick_entry(" ".join(options.line), workspace.practice.entry_words(), now, zone)
        past = entry.past_session()
        if not options.dry_run:
            workspace.practice.log(past)
    answer(options, lambda: records.logged(entry), lambda: words.logged(entry, zone, dry_run=options.dry_run))
    return DONE


def _now(options: argparse.Namespace, zone: ZoneInfo) -> datetime:
    """Return the moment that counts as the present; without an offset it is the wall clock of `zone`."""
    if options.now is None:
        return datetime.now(UTC)
    try:
        return parse_document_time(options.now, zone)
    except ValueError as error:
        raise UsageError(f"“{options.now}” is no time such as 2026-03-02T19:30 or 2026-03-02T19:30:00Z.") from error
