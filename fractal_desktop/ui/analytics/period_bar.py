"""The choice of a period: presets side by side, the range in words, two days for a range of one's own."""

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fractal_desktop.ui.analytics.choice import DayRange, Preset, preset_range
from fractal_desktop.ui.analytics.day_field import DayField
from fractal_desktop.ui.analytics.words import range_words, tr
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets.buttons import SegmentedControl
from fractal_desktop.ui.widgets.labels import ElidedLabel, text_label

_ORDER = tuple(Preset)


class PeriodBar(QWidget):
    """Six presets; "Custom…" begins with the days that were shown before."""

    range_chosen = Signal()
    """Another range of days was chosen; see `days`."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._preset = Preset.ALL
        self._days = DayRange()
        self._first_day: date | None = None
        texts = (tr("4 weeks"), tr("3 months"), tr("This year"), tr("12 months"), tr("All"), tr("Custom…"))
        self._segments = SegmentedControl(texts, _ORDER.index(self._preset))
        self._words = ElidedLabel()
        self._custom = QWidget()
        self._first = DayField(tr("First day"), today)
        self._last = DayField(tr("Last day"), today)
        self._build()

    @property
    def preset(self) -> Preset:
        """Return the preset that holds."""
        return self._preset

    @property
    def days(self) -> DayRange:
        """Return the range that holds."""
        return self._days

    @property
    def words(self) -> str:
        """Return the range in words."""
        return range_words(self._days, self._first_day)

    def set_today(self, today: date, first_weekday: int) -> None:
        """Tell what day it is; presets move along."""
        self._today = today
        for field in (self._first, self._last):
            field.set_calendar(today, first_weekday)
        if self._preset is not Preset.CUSTOM:
            self._days = preset_range(self._preset, today)
        self._tell()

    def set_first_day(self, day: date | None) -> None:
        """Tell when practice began, for the words of an open range."""
        self._first_day = day
        self._tell()

    def show_period(self, preset: Preset, days: DayRange) -> None:
        """Let a preset hold, or of CUSTOM these days, without a signal; custom days without a beginning or an end are all days."""
        if preset is Preset.CUSTOM and (days.first is None or days.last is None or days.first > days.last):
            preset = Preset.ALL
        self._preset = preset
        self._segments.set_current(_ORDER.index(preset))
        self._days = days if preset is Preset.CUSTOM else preset_range(preset, self._today)
        if preset is Preset.CUSTOM and days.first is not None and days.last is not None:
            self._first.set_day(days.first)
            self._last.set_day(days.last)
            self._last.set_error(error=False)
        self._tell()

    def _build(self) -> None:
        custom = QHBoxLayout(self._custom)
        custom.setContentsMargins(0, 0, 0, 0)
        custom.setSpacing(6)
        custom.addWidget(self._first)
        custom.addWidget(text_label("–", tone="muted"))
        custom.addWidget(self._last)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._segments)
        row.addWidget(self._custom)
        row.addWidget(self._words, 1)
        self.setFocusProxy(self._segments)
        self._segments.chosen.connect(self._on_preset_chosen)
        self._first.day_edited.connect(self._take_custom)
        self._last.day_edited.connect(self._take_custom)
        self._custom.setVisible(self._preset is Preset.CUSTOM)
        self._tell()

    @Slot(int)
    def _on_preset_chosen(self, index: int) -> None:
        self._preset = _ORDER[index]
        if self._preset is Preset.CUSTOM:
            self._first.set_day(self._days.first or self._first_day or self._today)
            self._last.set_day(self._days.last or self._today)
            self._take_custom()
            self._first.setFocus()
            return
        self._days = preset_range(self._preset, self._today)
        self._tell()
        self.range_chosen.emit()

    @Slot()
    def _take_custom(self) -> None:
        chosen = DayRange(self._first.day, self._last.day)
        wrong = self._first.day > self._last.day
        self._last.set_error(wrong)
        self._custom.setVisible(True)
        if wrong:
            self._words.setText(tr("The last day lies before the first."))
            set_look(self._words, tone="danger")
            return
        before, self._days = self._days, chosen
        self._tell()
        if before != chosen:
            self.range_chosen.emit()

    def _tell(self) -> None:
        is_custom = self._preset is Preset.CUSTOM
        self._custom.setVisible(is_custom)
        set_look(self._words, tone="muted")
        self._words.setText("" if is_custom else range_words(self._days, self._first_day))
