"""Dates, times and states of sessions in the words and order of a locale."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from fractal_desktop.domain.duration import clock, hours_minutes
from fractal_desktop.domain.practice_session import SessionRow, SessionState
from fractal_desktop.ui.widgets.wall_clock import wall_of


def tr(text: str) -> str:
    """Translate a text of the session list and editor."""
    return QCoreApplication.translate("sessions", text)


def day_text(day: date, locale: QLocale, today: date | None = None) -> str:
    """Return "Thu 5 Mar", or "5 Mar 2025" in another year than today's; month first where the locale puts it first."""
    q_date = QDate(day.year, day.month, day.day)
    month_first = _month_first(locale)
    if today is not None and day.year == today.year:
        return locale.toString(q_date, "ddd, MMM d" if month_first else "ddd d MMM")
    return locale.toString(q_date, "MMM d, yyyy" if month_first else "d MMM yyyy")


def sum_text(seconds: float, locale: QLocale) -> str:
    """Return the sum of many durations, in the notation of lists with the hours in groups as the locale has them: "91,574:14"."""
    hours, minutes = hours_minutes(seconds).split(":")
    return f"{locale.toString(int(hours))}:{minutes}"


def weekday_text(day: date, locale: QLocale) -> str:
    """Return the full name of the weekday."""
    return locale.standaloneDayName(day.isoweekday(), QLocale.FormatType.LongFormat)


def time_text(wall: datetime, locale: QLocale) -> str:
    """Return hours and minutes as the locale writes them."""
    return locale.toString(QTime(wall.hour, wall.minute), QLocale.FormatType.ShortFormat)


def range_text(first: date, last: date, locale: QLocale) -> str:
    """Return "4 Feb – 5 Mar 2026", both days included, with the first year only where it differs."""
    month_first = _month_first(locale)
    whole = "MMM d, yyyy" if month_first else "d MMM yyyy"
    short = "MMM d" if month_first else "d MMM"
    start, end = (QDate(day.year, day.month, day.day) for day in (first, last))
    if first == last:
        return locale.toString(start, whole)
    return f"{locale.toString(start, whole if first.year != last.year else short)} – {locale.toString(end, whole)}"


def state_text(state: SessionState) -> str:
    """Return the word for a state."""
    return {
        SessionState.OPEN: tr("Open"),
        SessionState.DONE: tr("Done"),
        SessionState.ATTENTION: tr("Needs a look"),
    }[state]


def _month_first(locale: QLocale) -> bool:
    pattern = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return locale.language() != QLocale.Language.C and 0 <= pattern.find("M") < pattern.find("d") and not pattern.startswith("y")


@dataclass(frozen=True, slots=True)
class RowTexts:
    """Writes the cells of the session list for one zone, locale and day."""

    locale: QLocale
    zone: ZoneInfo
    today: date

    def start_day(self, row: SessionRow) -> str:
        """Return the day a session begins on, "" without a start."""
        return day_text(wall_of(row.start, self.zone).date(), self.locale, self.today) if row.start else ""

    def start_time(self, row: SessionRow) -> str:
        """Return the time of day a session begins at, "" without a start."""
        return time_text(wall_of(row.start, self.zone), self.locale) if row.start else ""

    def end_parts(self, row: SessionRow) -> tuple[str, str]:
        """Return the time of day a session ends at, and "+1" where that is the next day; "" for what there is not."""
        if row.end is None:
            return "", ""
        end = wall_of(row.end, self.zone)
        days = (end.date() - wall_of(row.start, self.zone).date()).days if row.start else 0
        return time_text(end, self.locale), f"{days:+d}" if days else ""

    def goals(self, row: SessionRow) -> str:
        """Return the first goal's name and how many more there are."""
        more = len(row.goal_names) - 1
        first = row.goal_names[0] if row.goal_names else ""
        return f"{first} +{more}" if more > 0 else first

    def cell(self, row: SessionRow, column: int) -> str:
        """Return the text of a cell; columns as in table_model.Column."""
        return (
            row.name,
            f"{self.start_day(row)} {self.start_time(row)}".strip(),
            " ".join(part for part in self.end_parts(row) if part),
            hours_minutes(row.duration_seconds),
            row.template_name or "",
            self.goals(row),
            state_text(row.state),
        )[column]

    def spoken(self, row: SessionRow, column: int) -> str:
        """Return the text of a cell in full, for tooltips and screen readers."""
        return (
            row.name,
            self._moment(row.start),
            self._moment(row.end),
            clock(row.duration_seconds) if row.duration_seconds is not None else tr("no duration"),
            row.template_name or (tr("deleted template") if row.template_id else tr("no template")),
            "\n".join(row.goal_names) or tr("no goal"),
            state_text(row.state),
        )[column]

    def _moment(self, instant: datetime | None) -> str:
        if instant is None:
            return tr("not set")
        wall = wall_of(instant, self.zone)
        return f"{weekday_text(wall.date(), self.locale)}, {day_text(wall.date(), self.locale)}, {time_text(wall, self.locale)}"
