"""Says which sessions took place at the same time, and asks whether to keep the time or to trim it to what is free."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fractal_desktop.domain.practice_session import SessionRow
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.logged_words import moment_text, span_text, tr
from fractal_desktop.ui.widgets import IconLabel, SegmentedControl, text_label

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


_READ_AFTER_MS = 100

Span = tuple[datetime, datetime]
"""Start and end, aware UTC."""


@dataclass(frozen=True, slots=True)
class _Overlap:
    """The sessions of a time, the earliest first, and its longest free part, None if it has none."""

    sessions: tuple[SessionRow, ...] = ()
    free: Span | None = None


class OverlapChoice(QFrame):
    """Amber, and only there while something overlaps."""

    changed = Signal()
    """Something else is found, or chosen."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._span: Span | None = None
        self._found = _Overlap()
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_READ_AFTER_MS)
        self._delay.timeout.connect(self._read)
        self.setProperty("kind", "hint")
        self.setProperty("tone", "warning")
        self._text = text_label(tone="warning", wrap=True)
        self._text.setMinimumHeight(1)
        self._choice = SegmentedControl((tr("Keep"), tr("Trim")))
        self._free = text_label(tone="muted", scale="secondary")
        self._choice.chosen.connect(self.changed)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self._choice)
        below.addWidget(self._free, 1)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._text)
        column.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 12, 10)
        row.setSpacing(10)
        row.addWidget(IconLabel(icon("warning", "warning")), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.hide()

    @property
    def free(self) -> Span | None:
        """Return the part that is free, None unless only that is to be taken."""
        return self._found.free if not self.isHidden() and self._choice.current == 1 else None

    def look_beside(self, span: Span | None) -> None:
        """Look soon for what took place at this time; the choice stays where it can be made."""
        self._span, self._found = span, _Overlap()
        self._delay.start()

    @Slot()
    def _read(self) -> None:
        if self._span is None:
            self._on_read(_Overlap())
        else:
            self._context.read(self, "overlap", partial(_overlap, self._span), self._on_read)

    def _on_read(self, found: _Overlap) -> None:
        self._found = found
        self._show(found, self._context.zone, self._context.today())
        self.changed.emit()

    def _show(self, found: _Overlap, zone: ZoneInfo, today: date) -> None:
        self.setVisible(bool(found.sessions))
        if not found.sessions:
            self._choice.set_current(0)
            return
        self._text.setText(_words(found.sessions, zone, today))
        self._choice.setVisible(found.free is not None)
        if found.free is None:
            self._choice.set_current(0)
            self._free.setText(tr("No part of this time is free: both are kept."))
        else:
            self._free.setText(tr("Free: {span}").format(span=span_text(*found.free, zone, today, QLocale())))


def _overlap(span: Span, workspace: "Workspace") -> _Overlap:
    sessions = workspace.practice.overlaps(*span)
    return _Overlap(sessions, workspace.practice.trimmed(*span) if sessions else None)


def _words(sessions: tuple[SessionRow, ...], zone: ZoneInfo, today: date) -> str:
    first = sessions[0]
    when = ""
    if first.start is not None:
        end = first.end
        if end is None and first.duration_seconds:
            end = first.start + timedelta(seconds=first.duration_seconds)
        when = span_text(first.start, end, zone, today, QLocale()) if end else moment_text(first.start, zone, today, QLocale())
    text = tr("“{name}” took place at the same time: {when}").format(name=first.name, when=when)
    return f"{text}." if len(sessions) == 1 else tr("{text}, and {n} more.").format(text=text, n=len(sessions) - 1)
