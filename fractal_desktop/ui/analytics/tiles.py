"""The numbers on top of the page, each with one line of comparison."""

from PySide6.QtCore import QLocale, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.analytics import Numbers
from fractal_desktop.domain.consistency import is_given_up
from fractal_desktop.domain.duration import hours_minutes, whole_minutes
from fractal_desktop.ui.analytics.answers import OverviewAnswer
from fractal_desktop.ui.analytics.choice import DayRange
from fractal_desktop.ui.analytics.explanation import ExplanationButton
from fractal_desktop.ui.analytics.words import days_words, decimal, hours, months_words, percent, range_words, tr, whole
from fractal_desktop.ui.sessions.texts import day_text
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of, set_look
from fractal_desktop.ui.widgets.labels import ElidedLabel, text_label

_LONGEST_LARGE = 7
_FEWEST_DAYS_FOR_WEEKS = 14
_MOST_WEEKS = 12


class Tile(QFrame):
    """A label, a large number, a line in words; the tooltip says more than has room."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._label = label
        self._question = ExplanationButton(16)
        self._number = ElidedLabel("–")
        self._number.setProperty("scale", "number")
        self._number.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self._line = ElidedLabel(" ")
        self._line.setProperty("tone", "muted")
        self._line.setProperty("scale", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 11, 14, 11)
        column.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(text_label(label, scale="secondary", tone="muted"))
        head.addWidget(self._question)
        head.addStretch(1)
        column.addLayout(head)
        self.middle = QHBoxLayout()
        self.middle.setSpacing(12)
        self.middle.addWidget(self._number, 1)
        column.addLayout(self.middle)
        column.addWidget(self._line)

    @property
    def words(self) -> tuple[str, str, str]:
        """Return label, number and line."""
        return self._label, self._number.text(), self._line.text()

    def show_number(self, number: str, line: str, detail: str = "", shorter: str = "") -> None:
        """Show a number and what to compare it with; `detail` is the whole sentence where `line` had to be short.

        `shorter` is shown where the line has no room.
        """
        self._size_number(TypeScale.NUMBER if len(number) <= _LONGEST_LARGE else TypeScale.PAGE)
        self._number.setText(number)
        self._line.setText(line or " ")
        self._line.set_shorter(shorter)
        self.setToolTip(detail)
        self.setAccessibleName(f"{self._label}: {number}. {detail or line}")

    def _size_number(self, scale: TypeScale) -> None:
        """Let a long number be smaller, but stand on the line of the others."""
        set_look(self._number, scale=scale.value)
        largest, own = (QFontMetrics(font_of(self.font(), each, 600)) for each in (TypeScale.NUMBER, scale))
        self._number.setMinimumHeight(largest.height())
        self._number.setContentsMargins(0, 0, 0, largest.descent() - own.descent())

    def explain(self, text: str) -> None:
        """Put a text behind a "?" beside the label."""
        self._question.explain(self._label, text)

    def dress_for_paper(self) -> None:
        """Put away for good what can only be pressed, and the room around the words."""
        self._question.hide()
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, 0)
        for bar in self.findChildren(PaceBar):
            bar.hide()


class PaceBar(QWidget):
    """This week as a bar, the usual week as a mark on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds = 0
        self._usual = 0
        self.setFixedHeight(20)
        self.setMaximumWidth(104)

    def show_pace(self, seconds: int, usual: int | None) -> None:
        """Show how far this week is; without a usual week there is nothing to see."""
        self._seconds, self._usual = seconds, usual or 0
        self.setVisible(bool(usual))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(104, 20)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(32, 20)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        whole_width = max(self._seconds, self._usual * 1.3, 1)
        track = QRect(0, self.height() // 2 - 4, self.width(), 8)
        painter.fillRect(track, QColor(tokens.ramp[0]))
        painter.fillRect(QRect(track.topLeft(), QSize(round(track.width() * self._seconds / whole_width), 8)), QColor(tokens.ramp[5]))
        mark = round(track.width() * self._usual / whole_width)
        painter.fillRect(QRect(mark - 2, 0, 4, self.height()), QColor(tokens.base))
        painter.fillRect(QRect(mark - 1, 1, 2, self.height() - 2), QColor(tokens.text))


class Tiles:
    """Seven tiles that somebody else lays out: how much, how long, on how many days, this week, the longest gap, how steadily."""

    def __init__(self) -> None:
        self._sessions = Tile(tr("Sessions"))
        self._time = Tile(tr("Time"))
        self._days = Tile(tr("Days practised"))
        self._average = Tile(tr("Average session"))
        self._week = Tile(tr("This week"))
        self._gap = Tile(tr("Longest gap"))
        self._consistency = Tile(tr("Consistency"))
        self._pace = PaceBar()
        self._pace.hide()
        self._week.middle.addWidget(self._pace, 1, Qt.AlignmentFlag.AlignVCenter)
        self._gap.explain(_gap_explanation())
        self._consistency.explain(_consistency_explanation(None))

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Return the tiles in their order, for the page to lay out."""
        return self._sessions, self._time, self._days, self._average, self._week, self._gap, self._consistency

    def show_answer(self, answer: OverviewAnswer) -> None:
        """Show the figures of a period."""
        numbers, pace = answer.numbers, answer.pace
        average = numbers.seconds / numbers.timed if numbers.timed else None
        self._sessions.show_number(whole(numbers.sessions), *_more_words(answer))
        self._time.show_number(hours(numbers.seconds), _weekly_words(answer))
        self._days.show_number(whole(numbers.days), *_days_words(answer))
        self._average.show_number(hours_minutes(average), *_average_words(answer, average))
        self._week.show_number(hours_minutes(pace.this_week_seconds), *_pace_words(answer))
        self._pace.show_pace(pace.this_week_seconds, pace.usual_seconds)
        self._gap.show_number(*_gap_words(numbers))
        self._consistency.show_number(*_consistency_words(numbers))
        self._consistency.explain(_consistency_explanation(numbers.usual_days_per_week))


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


def _more_words(answer: OverviewAnswer) -> tuple[str, str]:
    if answer.before is None:
        return range_words(_days_shown(answer), answer.first_day), ""
    before, period = answer.before.sessions, _before_words(answer)
    more = answer.numbers.sessions - before
    if not _is_comparable(answer) and answer.first_day is not None:
        day = day_text(answer.first_day, QLocale())
        return tr("began {day}").format(day=day), tr("Too little before to compare: practice began on {day}").format(day=day)
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


def _weekly_words(answer: OverviewAnswer) -> str:
    days = _all_days(answer)
    return tr("{time} a week").format(time=hours_minutes(answer.numbers.seconds * 7 / days)) if days >= _FEWEST_DAYS_FOR_WEEKS else ""


def _days_words(answer: OverviewAnswer) -> tuple[str, str]:
    days = _all_days(answer)
    if not days:
        return "", ""
    share = percent(answer.numbers.days / days)
    detail = tr("on {count} of {days} days").format(count=whole(answer.numbers.days), days=whole(days))
    return tr("of {days}, {share}").format(days=whole(days), share=share), detail


def _average_words(answer: OverviewAnswer, average: float | None) -> tuple[str, str]:
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


def _pace_words(answer: OverviewAnswer) -> tuple[str, str]:
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


def _gap_words(numbers: Numbers) -> tuple[str, str, str, str]:
    gap = numbers.longest_gap
    if gap is None:
        return "–", tr("no day left out") if numbers.days_in_all > 1 else "", "", ""
    number = tr("1 day") if gap.days == 1 else tr("{count} days").format(count=whole(gap.days))
    if gap.is_running:
        return number, tr("still running"), tr("No session since {day}, still running").format(day=day_text(gap.first, QLocale())), ""
    return number, days_words(DayRange(gap.first, gap.last)), "", months_words(gap.first, gap.last)


def _consistency_words(numbers: Numbers) -> tuple[str, str, str]:
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


def _gap_explanation() -> str:
    return "\n".join(
        (
            tr("The most days in a row without a session, from the first session or the beginning of the period on, until its end or")
            + tr(" until today, which counts once there is a session. A gap that lasts until now is still running."),
            tr("Sessions without a start are left out."),
        )
    )


def _consistency_explanation(usual: float | None) -> str:
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
