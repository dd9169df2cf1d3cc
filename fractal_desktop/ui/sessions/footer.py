"""What stands below the session list: its sums, and over them the bar of what can be done with several."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.practice_session import SessionRow, SessionTotals
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.texts import sum_text
from fractal_desktop.ui.widgets import FlowLayout, PlainButton, ToolIconButton, text_label

_PART_SPACING = 24


class TotalsFooter(QFrame):
    """ "41 of 1,204 sessions · 32:16 in total · 0:47 on average", and the period's days at the right.

    Where there is no room for all of it, the last goes first.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "footer")
        self._numbers = [text_label(weight="strong") for _ in range(3)]
        self._words = [text_label(tone="muted") for _ in range(3)]
        self._range = text_label(tone="muted")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(5)
        for number, words in zip(self._numbers, self._words, strict=True):
            row.addWidget(number)
            row.addWidget(words)
            row.addSpacing(_PART_SPACING - 2 * row.spacing())
        row.addStretch(1)
        row.addWidget(self._range)
        self.setAccessibleName(self.tr("Totals"))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room for the number of sessions: the rest must not keep the list wide."""
        return QSize(self._widths()[0], super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def show_totals(self, totals: SessionTotals, days: str) -> None:
        """Show the sums of the list and the days it is limited to, "" for none."""
        locale = QLocale()
        all_of_them = totals.sessions == totals.all_sessions
        words = self.tr("sessions") if totals.sessions != 1 else self.tr("session")
        if not all_of_them:
            words = self.tr("of {0} sessions").format(locale.toString(totals.all_sessions))
        self._show(0, locale.toString(totals.sessions), words)
        timed = totals.timed_sessions > 0
        self._show(1, sum_text(totals.seconds, locale) if timed else "", self.tr("in total") if timed else "")
        self._show(2, hours_minutes(totals.average_seconds) if timed else "", self.tr("on average") if timed else "")
        self._range.setText(days)
        self._fit()
        self.setAccessibleDescription(" ".join(label.text() for label in self._labels() if label.text()))

    def _show(self, place: int, number: str, words: str) -> None:
        self._numbers[place].setText(number)
        self._words[place].setText(words)

    def _fit(self) -> None:
        for part, needed in zip(self._parts(), self._widths(), strict=True):
            for label in part:
                label.setVisible(needed <= self.width())

    def _widths(self) -> list[int]:
        """Return the width needed for the first part, for the first two, and so on."""
        margins = self._row.contentsMargins()
        used, widths = margins.left() + margins.right(), []
        for part in self._parts():
            used += sum(label.sizeHint().width() for label in part if label.text()) + _PART_SPACING
            widths.append(used)
        return widths

    def _parts(self) -> list[list[QLabel]]:
        return [*([number, words] for number, words in zip(self._numbers, self._words, strict=True)), [self._range]]

    def _labels(self) -> list[QLabel]:
        return [label for pair in zip(self._numbers, self._words, strict=True) for label in pair]


class SelectionBar(QFrame):
    """What can be done with the selected sessions; only there while there are several."""

    complete_asked = Signal()
    move_asked = Signal()
    template_asked = Signal()
    more_asked = Signal()
    delete_asked = Signal()
    clear_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self._count = text_label(weight="strong")
        self._length = text_label(tone="muted")
        self._complete = PlainButton(self.tr("Complete"), icon("check-circle"))
        self._move = PlainButton(self.tr("Move to goal…"), icon("folder-move"))
        self._template = PlainButton(self.tr("Set template"), icon("template"))
        self._more = ToolIconButton(icon("dots"), self.tr("More"), bordered=True)
        self._delete = PlainButton(self.tr("Delete"), icon("trash", "danger"), "danger")
        self._close = ToolIconButton(icon("close"), self.tr("Clear selection"))
        self._build()
        self._complete.clicked.connect(self.complete_asked)
        self._move.clicked.connect(self.move_asked)
        self._template.clicked.connect(self.template_asked)
        self._more.clicked.connect(self.more_asked)
        self._delete.clicked.connect(self.delete_asked)
        self._close.clicked.connect(self.clear_asked)

    @property
    def move_button(self) -> QWidget:
        """Return what the choice of a goal opens at."""
        return self._move

    @property
    def template_button(self) -> QWidget:
        """Return what the choice of a template opens at."""
        return self._template

    @property
    def more_button(self) -> QWidget:
        """Return what the menu of all else opens at."""
        return self._more

    def show_rows(self, rows: Sequence[SessionRow], *, writable: bool) -> None:
        """Show how many are selected and how long they are together; hide for one or none."""
        seconds = [row.duration_seconds for row in rows if row.duration_seconds is not None]
        self._count.setText(self.tr("{0} selected").format(QLocale().toString(len(rows))))
        self._length.setText(sum_text(sum(seconds), QLocale()) if seconds else "")
        self._complete.setText(self.tr("Reopen") if rows and all(row.completed for row in rows) else self.tr("Complete"))
        for button in (self._complete, self._move, self._template, self._more, self._delete):
            button.setVisible(writable)
        self.setVisible(len(rows) > 1)
        self._arrange()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _build(self) -> None:
        texts = QHBoxLayout()
        texts.setSpacing(8)
        texts.addWidget(self._count)
        texts.addWidget(self._length, 1)
        buttons = QWidget()
        flow = FlowLayout(buttons, to_right=True)
        for button in (self._complete, self._move, self._template, self._more, self._delete, self._close):
            flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(12, 11, 12, 12)
        self._row.setSpacing(8)
        self._row.addLayout(texts)
        self._row.addWidget(buttons, 1)
        self.hide()

    def _arrange(self) -> None:
        """Put the buttons beside the texts, or below where they would not stay in one row."""
        widgets = (self._count, self._length, self._complete, self._move, self._template, self._more, self._delete, self._close)
        needed = sum(widget.sizeHint().width() + self._row.spacing() for widget in widgets if not widget.isHidden())
        beside = needed + 2 * self._row.contentsMargins().left() <= self.width()
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
