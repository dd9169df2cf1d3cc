"""The calendar's cells, what their colours mean and which year they show, placed so that the cells are as large as there is room for."""

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.heat_map import HeatMap
from fractal_desktop.ui.analytics.charts.step_legend import StepLegend
from fractal_desktop.ui.analytics.year_stepper import YearStepper

_BETWEEN, _BESIDE = 8, 16
_WORTH_IT = 1.05
"""How much larger cells must get for the legend to stand beside them: below, it is where the other cards have it."""


class CalendarBoard(QWidget):
    """Cells with the legend below; or, where a year's weeks would be slivers that way, in bands as high as all of it, the legend beside.

    `choice` stands above the cells, at the right, while it is the board's child.
    """

    turned = Signal()
    """The legend moved: to the cells' side, or below them."""

    def __init__(self, year: YearStepper, choice: QWidget, cells: HeatMap, legend: StepLegend) -> None:
        super().__init__()
        self._year, self._choice, self._map, self._legend = year, choice, cells, legend
        self._is_upright = self._may_turn = self._has_years = False
        for widget in (year, choice, cells, legend):  # in the order of Tab too
            widget.setParent(self)

    @property
    def is_upright(self) -> bool:
        """Return whether the legend stands beside the cells; then what was above them does, too."""
        return self._is_upright

    def suit(self, *, wide: bool, has_years: bool) -> None:
        """Tell what decides how all stands, beside the size: whether the choice has room beside the title, and whether there are years.

        Where the choice or the year stands at the moment decides nothing: they move when the legend does.
        """
        self._may_turn, self._has_years = wide, has_years

    def arrange(self) -> None:
        """Place everything for the size there is."""
        upright = self._is_better_upright()
        if upright != self._is_upright:
            self._is_upright = upright
            self._legend.set_upright(upright)
            self.turned.emit()
        if upright:
            self._place_upright()
        else:
            self._place_flat()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # something was shown, hidden, or has other words
            self.arrange()
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    @override
    def sizeHint(self) -> QSize:
        return self._map.sizeHint() + QSize(0, self._legend.flat_height(self._map.sizeHint().width()) + _BETWEEN)

    @override
    def minimumSizeHint(self) -> QSize:
        return self._map.minimumSizeHint() + QSize(0, self._legend.minimumSizeHint().height())

    def _is_better_upright(self) -> bool:
        if self._legend.isHidden() or not self._may_turn:
            return False
        (bands, beside), (_, below) = (self._map.bands_and_side(room) for room in (self._room_beside(), self._room_above().size()))
        return bands > 1 and beside >= below * _WORTH_IT

    def _room_above(self) -> QRect:
        """Return the room for the cells between what stands above them and the legend below."""
        top = self._head_height()
        below = 0 if self._legend.isHidden() else self._legend.flat_height(self.width()) + _BETWEEN
        return QRect(0, top, self.width(), max(0, self.height() - top - below))

    def _room_beside(self) -> QSize:
        return QSize(max(0, self.width() - self._side_width() - _BESIDE), self.height())

    def _side_width(self) -> int:
        return max(self._legend.upright_width, self._year.sizeHint().width() if self._has_years else 0)

    def _head_height(self) -> int:
        """Return how high it is what stands above the cells while the legend is below."""
        if not self._has_years and self._may_turn:
            return 0
        return max(self._year.sizeHint().height() if self._has_years else 0, self._choice.sizeHint().height()) + _BETWEEN // 2

    def _place_flat(self) -> None:
        for head in (each for each in (self._year, self._choice) if each.parentWidget() is self):
            hint = head.sizeHint()
            head.setGeometry(0 if head is self._year else self.width() - hint.width(), 0, hint.width(), hint.height())
        room = self._room_above()
        self._map.setGeometry(room)
        below = room.bottom() + 1 + _BETWEEN
        self._legend.setGeometry(0, below, self.width(), max(0, self.height() - below))

    def _place_upright(self) -> None:
        room = self._room_beside()
        self._map.setGeometry(QRect(0, 0, room.width(), room.height()))
        left, top = room.width() + _BESIDE, 0
        if self._has_years:
            hint = self._year.sizeHint()
            self._year.setGeometry(left, 0, hint.width(), hint.height())
            top = hint.height() + _BETWEEN
        self._legend.setGeometry(left, top, self._side_width(), max(0, self.height() - top))
