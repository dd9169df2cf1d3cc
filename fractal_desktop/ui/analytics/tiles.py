"""The numbers on top of the page, each with one line of comparison."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.ui.analytics.answers import OverviewAnswer
from fractal_desktop.ui.analytics.explanation import ExplanationButton
from fractal_desktop.ui.analytics.tile_words import (
    average_words,
    consistency_explanation,
    consistency_words,
    gap_explanation,
    gap_words,
    more_words,
    pace_words,
    share_of_days_words,
    weekly_words,
)
from fractal_desktop.ui.analytics.words import hours, tr, whole
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of, set_look
from fractal_desktop.ui.widgets.labels import ElidedLabel, text_label

_LONGEST_LARGE = 7


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
        if self._number.property("scale") != scale.value:  # to find the rules of the style anew takes a quarter of a millisecond
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
        self._gap.explain(gap_explanation())
        self._consistency.explain(consistency_explanation(None))

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Return the tiles in their order, for the page to lay out."""
        return self._sessions, self._time, self._days, self._average, self._week, self._gap, self._consistency

    def show_answer(self, answer: OverviewAnswer) -> None:
        """Show the figures of a period."""
        numbers, pace = answer.numbers, answer.pace
        average = numbers.seconds / numbers.timed if numbers.timed else None
        self._sessions.show_number(whole(numbers.sessions), *more_words(answer))
        self._time.show_number(hours(numbers.seconds), weekly_words(answer))
        self._days.show_number(whole(numbers.days), *share_of_days_words(answer))
        self._average.show_number(hours_minutes(average), *average_words(answer, average))
        self._week.show_number(hours_minutes(pace.this_week_seconds), *pace_words(answer))
        self._pace.show_pace(pace.this_week_seconds, pace.usual_seconds)
        self._gap.show_number(*gap_words(numbers))
        self._consistency.show_number(*consistency_words(numbers))
        self._consistency.explain(consistency_explanation(numbers.usual_days_per_week))

    def give_up(self) -> None:
        """Show no figures, as there is no answer: those of another choice would be taken for this one's."""
        for tile in self.tiles:
            tile.show_number("–", tr("cannot be shown"))
        self._pace.show_pace(0, None)
