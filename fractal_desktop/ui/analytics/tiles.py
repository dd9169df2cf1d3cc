"""The numbers on top of the page, each with one line of comparison."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.analytics.answers import OverviewAnswer
from fractal_desktop.ui.analytics.words import range_words, tr, whole
from fractal_desktop.ui.theme import current_tokens
from fractal_desktop.ui.widgets.labels import ElidedLabel, text_label


class Tile(QFrame):
    """A label, a large number, a line in words."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._label = label
        self._number = text_label("–", scale="number")
        self._line = ElidedLabel(" ")
        self._line.setProperty("tone", "muted")
        self._line.setProperty("scale", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 11, 16, 11)
        column.setSpacing(1)
        column.addWidget(text_label(label, scale="secondary", tone="muted"))
        self.middle = QHBoxLayout()
        self.middle.setSpacing(16)
        self.middle.addWidget(self._number, 1)
        column.addLayout(self.middle)
        column.addWidget(self._line)

    def show_number(self, number: str, line: str) -> None:
        """Show a number and what to compare it with."""
        self._number.setText(number)
        self._line.setText(line or " ")
        self.setAccessibleName(f"{self._label}: {number}. {line}")


class PaceBar(QWidget):
    """This week as a bar, the usual week as a mark on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds = 0
        self._usual = 0
        self.setFixedSize(104, 20)

    def show_pace(self, seconds: int, usual: int | None) -> None:
        """Show how far this week is; without a usual week there is nothing to see."""
        self._seconds, self._usual = seconds, usual or 0
        self.setVisible(bool(usual))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(104, 20)

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
    """Sessions, time, average session, this week against the usual week: four tiles that somebody else lays out."""

    def __init__(self) -> None:
        self._sessions = Tile(tr("Sessions"))
        self._time = Tile(tr("Time"))
        self._average = Tile(tr("Average session"))
        self._week = Tile(tr("This week"))
        self._pace = PaceBar()
        self._pace.hide()
        self._week.middle.addWidget(self._pace, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Return the tiles in their order, for the page to lay out."""
        return self._sessions, self._time, self._average, self._week

    def show_answer(self, answer: OverviewAnswer) -> None:
        """Show the figures of a period."""
        numbers = answer.numbers
        average = numbers.seconds / numbers.timed if numbers.timed else None
        self._sessions.show_number(whole(numbers.sessions), _more_words(answer))
        self._time.show_number(hours_minutes(numbers.seconds), _days_words(answer))
        self._average.show_number(hours_minutes(average), _longer_words(answer, average))
        self._week.show_number(hours_minutes(answer.pace.this_week_seconds), _pace_words(answer))
        self._pace.show_pace(answer.pace.this_week_seconds, answer.pace.usual_seconds)


def _before_words(answer: OverviewAnswer) -> str:
    days = answer.choice.days.days or 0
    return tr("the day before") if days == 1 else tr("the {count} days before").format(count=whole(days))


def _more_words(answer: OverviewAnswer) -> str:
    if answer.before is None:
        return range_words(answer.choice.days, answer.first_day)
    more = answer.numbers.sessions - answer.before.sessions
    if answer.before.sessions == 0:
        return tr("none in {period}").format(period=_before_words(answer))
    if more == 0:
        return tr("as many as in {period}").format(period=_before_words(answer))
    text = tr("{count} more than in {period}") if more > 0 else tr("{count} fewer than in {period}")
    return text.format(count=whole(abs(more)), period=_before_words(answer))


def _days_words(answer: OverviewAnswer) -> str:
    first = answer.choice.days.first or answer.first_day
    last = answer.choice.days.last or answer.choice.today
    if first is None or last < first:
        return ""
    all_days = max((last - first).days + 1, answer.numbers.days)
    return tr("on {count} of {days} days").format(count=whole(answer.numbers.days), days=whole(all_days))


def _longer_words(answer: OverviewAnswer, average: float | None) -> str:
    before = answer.before
    if average is None or before is None or not before.timed:
        untimed = answer.numbers.sessions - answer.numbers.timed
        return tr("{count} without a duration").format(count=whole(untimed)) if untimed else ""
    longer = round(average / 60) - round(before.seconds / before.timed / 60)
    if longer == 0:
        return tr("as long as in {period}").format(period=_before_words(answer))
    text = tr("{time} longer than in {period}") if longer > 0 else tr("{time} shorter than in {period}")
    return text.format(time=hours_minutes(abs(longer) * 60), period=_before_words(answer))


def _pace_words(answer: OverviewAnswer) -> str:
    pace = answer.pace
    if pace.usual_seconds is None:
        return tr("no whole week before to compare with")
    usual = hours_minutes(pace.usual_seconds)
    more = pace.this_week_seconds // 60 - pace.usual_seconds // 60
    if more == 0:
        return tr("the same as the usual week, {usual}").format(usual=usual)
    text = tr("{time} above the usual week, {usual}") if more > 0 else tr("{time} below the usual week, {usual}")
    return text.format(time=hours_minutes(abs(more) * 60), usual=usual)
