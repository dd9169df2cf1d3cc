"""The template of a session, to be chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget
from typing_extensions import override

from fractal_desktop.domain.ids import TemplateId
from fractal_desktop.domain.library import TemplateName


class TemplateBox(QComboBox):
    """Chooses the template of a session; the wheel only works while it has the focus."""

    template_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Template"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._on_activated)

    def show_template(self, templates: Sequence[TemplateName], chosen: TemplateId | None, name: str | None) -> None:
        """Offer those that are in use, and the chosen one whatever it is: one that is gone by its old name, or as deleted."""
        offered = [template for template in templates if not template.archived or template.id == chosen]
        choices = [(self.tr("No template"), None), *((template.name, template.id) for template in offered)]
        if chosen is not None and all(template.id != chosen for template in offered):
            choices.append((name or self.tr("Deleted template"), chosen))
        if choices != [(self.itemText(index), self.itemData(index)) for index in range(self.count())]:
            self.clear()
            for text, template_id in choices:
                self.addItem(text, template_id)
        self.setCurrentIndex(next(index for index, (_, template_id) in enumerate(choices) if template_id == chosen))
        self.setToolTip(self.currentText())
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        """Return the room for the template that is chosen, not for the longest of all."""
        return QSize(min(self.fontMetrics().horizontalAdvance(self.currentText()) + 56, 220), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        """Let a long name be cut rather than the editor be kept wide."""
        return QSize(min(self.sizeHint().width(), 110), super().minimumSizeHint().height())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.template_chosen.emit(self.itemData(index))
