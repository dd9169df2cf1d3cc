"""What the tiles say beside their numbers: what to compare them with, and what they mean."""

from PySide6.QtCore import QLocale

from fractal_desktop.domain.analytics import Numbers
from fractal_desktop.domain.consistency import is_given_up
from fractal_desktop.domain.duration import hours_minutes, whole_minutes
from fractal_desktop.ui.analytics.answers import OverviewAnswer
from fractal_desktop.ui.analytics.choice import DayRange
from fractal_desktop.ui.analytics.words import days_words, decimal, months_words, percent, range_words, tr, whole
from fractal_desktop.ui.sessions.texts import day_text

_FEWEST_DAYS_FOR_WEEKS = 14
_MOST_WEEKS = 12


def _before_words(answer: OverviewAnswer) -> str:
    """Return what the period is compared with: "the 4 weeks before"."""
    days = answer.choice.days.days or 0
    if days in (1, 7):
        return tr("the day before") if days == 1 else tr("the week before")
    number, is_weeks = _weeks_or_days(days)
    return (tr("the {count} weeks before") if is_weeks else tr("the {count} days before")).format(count=whole(number))


def _short_before_words(answer: OverviewAnswer, count: str) -> str:
    """Return the same with how many there were, for the little room of a tile: "19 in 4 weeks before"."""
    days = answer.choice.days.days or 0
    if days in (1, 7):
        return (tr("{count} the day before") if days == 1 else tr("{count} the week before")).format(count=count)
    number, is_weeks = _weeks_or_days(days)
    text = tr("{count} in {number} weeks before") if is_weeks else tr("{count} in {number} days before")
    return text.format(count=count, number=whole(number))


def _weeks_or_days(days: int) -> tuple[int, bool]:
    return (days // 7, True) if days % 7 == 0 and days <= _MOST_WEEKS * 7 else (days, False)


def more_words(answer: OverviewAnswer) -> tuple[str, str, str]:
    """Return how many sessions the time before had, in short and as a sentence; or which days are shown, and third their months."""
    if answer.before is not None:
        return *_before_and_more_words(answer, answer.before.sessions), ""
    days = _days_shown(answer)
    months = months_words(days.first, days.last) if days.first is not None and days.last is not None else ""
    return range_words(days, answer.first_day), "", months


def _before_and_more_words(answer: OverviewAnswer, before: int) -> tuple[str, str]:
    """Return in short and as a sentence how many sessions there were in the time before, or why that is not compared."""
    period = _before_words(answer)
    more = answer.numbers.sessions - before
    if not _is_comparable(answer) and answer.first_day is not None:
        day = day_text(answer.first_day, QLocale())
        return tr("began {day}").format(day=day), tr("Not compared with the time before: practice began within it, on {day}").format(
            day=day
        )
    if before == 0:
        return tr("none before"), tr("none in {period}").format(period=period)
    short = _short_before_words(answer, whole(before))
    if more == 0:
        return short, tr("as many as in {period}").format(period=period)
    text = tr("{count} more than in {period}, which had {before}") if more > 0 else tr("{count} fewer than in {period}, which had {before}")
    return short, text.format(count=whole(abs(more)), period=period, before=whole(before))


def _days_shown(answer: OverviewAnswer) -> DayRange:
    """Return the period's days, until practice ended if that is long ago and the period is open."""
    days, last = answer.choice.days, answer.numbers.last_day
    is_over = days.last is None and last is not None and is_given_up(last, answer.choice.today)
    return DayRange(days.first or answer.first_day, last) if is_over else days


def _is_comparable(answer: OverviewAnswer) -> bool:
    """Return whether practice had begun when the time before did."""
    before = answer.choice.days.before()
    return before is None or before.first is None or answer.first_day is None or answer.first_day <= before.first


def _all_days(answer: OverviewAnswer) -> int:
    """Return on how many days one could practise, 0 if on none; sessions in the future may be on more."""
    numbers = answer.numbers
    return max(numbers.days_in_all, numbers.days) if numbers.days_in_all else 0


def weekly_words(answer: OverviewAnswer) -> str:
    """Return how much a week had, from two weeks on."""
    days = _all_days(answer)
    return tr("{time} a week").format(time=hours_minutes(answer.numbers.seconds * 7 / days)) if days >= _FEWEST_DAYS_FOR_WEEKS else ""


def share_of_days_words(answer: OverviewAnswer) -> tuple[str, str]:
    """Return of how many days those practised on are which share."""
    days = _all_days(answer)
    if not days:
        return "", ""
    share = percent(answer.numbers.days / days)
    detail = tr("on {count} of {days} days").format(count=whole(answer.numbers.days), days=whole(days))
    return tr("of {days}, {share}").format(days=whole(days), share=share), detail


def average_words(answer: OverviewAnswer, average: float | None) -> tuple[str, str]:
    """Return the median beside the average, and how that differs from the time before."""
    middle = answer.numbers.median_seconds
    untimed = answer.numbers.sessions - answer.numbers.timed
    if middle is None:
        return (tr("{count} without a duration").format(count=whole(untimed)) if untimed else ""), ""
    return tr("median {time}").format(time=hours_minutes(middle)), _longer_words(answer, average)


def _longer_words(answer: OverviewAnswer, average: float | None) -> str:
    before = answer.before
    if average is None or before is None or not before.timed or not _is_comparable(answer):
        return ""
    longer = whole_minutes(average) - whole_minutes(before.seconds / before.timed)
    if longer == 0:
        return tr("as long as in {period}").format(period=_before_words(answer))
    text = tr("{time} longer than in {period}") if longer > 0 else tr("{time} shorter than in {period}")
    return text.format(time=hours_minutes(abs(longer) * 60), period=_before_words(answer))


def pace_words(answer: OverviewAnswer) -> tuple[str, str]:
    """Return the usual week, and how this one differs from it."""
    pace = answer.pace
    if pace.usual_seconds is None:
        return tr("no week before"), tr("no whole week before to compare with")
    if pace.usual_seconds == 0:
        text = tr("Most of the last {count} weeks had no practice")
        return tr("most weeks empty"), text.format(count=whole(pace.weeks))
    usual = hours_minutes(pace.usual_seconds)
    short = tr("usual week {time}").format(time=usual)
    more = whole_minutes(pace.this_week_seconds) - whole_minutes(pace.usual_seconds)
    if more == 0:
        return short, tr("the same as the usual week, {usual}").format(usual=usual)
    text = tr("{time} above the usual week, {usual}") if more > 0 else tr("{time} below the usual week, {usual}")
    return short, text.format(time=hours_minutes(abs(more) * 60), usual=usual)


def gap_words(numbers: Numbers) -> tuple[str, str, str, str]:
    """Return the longest gap, when it was, the same as a sentence where that says more, and its months for little room."""
    gap = numbers.longest_gap
    if gap is None:
        return "–", tr("no day left out") if numbers.days_in_all > 1 else "", "", ""
    number = tr("1 day") if gap.days == 1 else tr("{count} days").format(count=whole(gap.days))
    if gap.is_running:
        return number, tr("still running"), tr("No session since {day}, still running").format(day=day_text(gap.first, QLocale())), ""
    return number, days_words(DayRange(gap.first, gap.last)), "", months_words(gap.first, gap.last)


def consistency_words(numbers: Numbers) -> tuple[str, str, str]:
    """Return consistency, what it is measured by, and both as a sentence."""
    usual = numbers.usual_days_per_week
    if numbers.consistency is None or usual is None:
        return "–", tr("after two weeks"), tr("That takes two weeks with practice, and fourteen days.")
    days = whole(int(usual)) if usual == int(usual) else decimal(usual)
    line = tr("of 1 day a week") if days == "1" else tr("of {days} days a week").format(days=days)
    return (
        percent(numbers.consistency),
        line,
        tr("{share} of the usual {days} days a week, recent days most").format(share=percent(numbers.consistency), days=days),
    )


def gap_explanation() -> str:
    """Return what is behind the "?" of the gap."""
    return "\n".join(
        (
            tr("The most days in a row without a session, from the first session or the beginning of the period on, until its end or")
            + tr(" until today, which counts once there is a session. A gap that lasts until now is still running."),
            tr("Sessions without a start are left out."),
        )
    )


def consistency_explanation(usual: float | None) -> str:
    """Return what is behind the "?" of consistency; `usual` are the days of the usual week."""
    days = "" if usual is None else tr(" Here that is {days} days a week.").format(days=decimal(usual))
    return "\n".join(
        (
            tr("Which share of the planned days of practice was kept, recent days most. Planned is what is usual: the median of the")
            + tr(" days practised in the weeks that have any.")
            + days,
            tr("A day scores days practised ÷ days planned in the two weeks that end with it, 1 at most. So a day of rest costs")
            + tr(" nothing as long as its weeks have what is planned."),
            tr("Consistency = Σ score × wᵃ ÷ Σ wᵃ over the days, where a is a day’s age, w = 0.5^(√f ÷ 13) and f = planned days ÷ 7."),
            tr("The weights are those of the score of Loop Habit Tracker (iSoron/uhabits, Score.kt)."),
            tr("The days are those of “Days practised”: from the first session or the beginning of the period on, until its end or today.")
            + tr(" Over all time they end with the last session if that is more than a year ago."),
        )
    )
