"""What a migration did, line by line, in the words of the old script: for the terminal and for reports."""

from fractal_desktop.persistence.disk import size_text
from fractal_desktop.services.schema import MigrationResult

TICK = "✓"


def migration_lines(result: MigrationResult) -> list[str]:
    """Return a line for each thing that was done, then the issues by code, then where the file stands."""
    report = result.report
    lines = []
    if report.columns:
        lines.append(f"{TICK} Added {counted(len(report.columns), 'new column', 'new columns')} to goals table")
    if report.has_attributes:
        lines.append(f"{TICK} Created 'attributes' column (session_data preserved for compatibility)")
    if report.sessions_backfilled:
        filled = f"{report.starts:,} starts, {report.ends:,} ends, {report.durations:,} durations, {report.templates:,} templates"
        lines.append(f"{TICK} Backfilled {counted(report.sessions_backfilled, 'practice session', 'practice sessions')} ({filled})")
    if report.indexes:
        lines.append(f"{TICK} Created {counted(len(report.indexes), 'partial index', 'partial indexes')} for analytics")
    if result.backup is not None:
        lines.append(f"{TICK} Backup kept, {size_text(result.backup.size_bytes)}, verified: {result.backup.path}")
    if report.needs_look:
        lines.append(f"! {counted(report.needs_look, 'session needs', 'sessions need')} a look:")
        lines += [f"    {code}: {count:,}" for code, count in report.issues.items()]
    lines.append(f"{TICK} {result.path.name} has revision {report.revision}. Took {result.seconds:.1f} seconds.")
    return lines


def migration_report(result: MigrationResult) -> str:
    """Return the lines with the sessions that need a look by name, as a text to save."""
    sessions = [f"    {(s.start or 'no start')[:19]}  {s.name}  ({', '.join(s.codes)})  {s.id}" for s in result.report.concerned]
    more = result.report.needs_look - len(sessions)
    listed = ["", "Sessions that need a look (start in UTC):", *sessions] if sessions else []
    return "\n".join([str(result.path), "", *migration_lines(result), *listed, *([f"    and {more:,} more"] if more > 0 else []), ""])


def counted(number: int, one: str, many: str) -> str:
    """Return the number with the word that fits it."""
    return f"{number:,} {one if number == 1 else many}"
