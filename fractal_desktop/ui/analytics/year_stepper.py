"""‹ 2025 ›: which year of a longer period is shown."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets.buttons import ToolIconButton
from fractal_desktop.ui.widgets.labels import text_label


class YearStepper(QWidget):
    """A year between a button for the one before and one for the one after."""

    turned = Signal(int)
    """An earlier year (-1) or a later one (1) is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._earlier = ToolIconButton(icon("chevron-left"), tr("Earlier year (Page Up)"), size=28)
        self._later = ToolIconButton(icon("chevron-right"), tr("Later year (Page Down)"), size=28)
        self._year = text_label("", weight="strong")
        self._year.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self._earlier, self._year, self._later):
            row.addWidget(widget)
        self._earlier.clicked.connect(self._ask_earlier)
        self._later.clicked.connect(self._ask_later)

    def show_year(self, year: int | None, *, earlier: bool, later: bool) -> None:
        """Show a year, and whether there is one before and after it."""
        self._year.setText("" if year is None else str(year))
        self._year.setMinimumWidth(self._year.fontMetrics().horizontalAdvance("0000") + 12)
        self._earlier.setEnabled(earlier)
        self._later.setEnabled(later)

    @Slot()
    def _ask_earlier(self) -> None:
        self.turned.emit(-1)

    @Slot()
    def _ask_later(self) -> None:
        self.turned.emit(1)
