"""Asks for the name of the template that a session is saved as."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from fractal_desktop.domain.goal import LONGEST_NAME, free_name
from fractal_desktop.domain.library import TemplateName
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton, text_label


class TemplateNameDialog(FramedDialog):
    """One line for the name; `named` carries it. A name that there is gets a number, or its template is replaced."""

    named = Signal(str)
    replacement_chosen = Signal(str, str)
    """The id of the template that shall plan this instead, and its name."""

    def __init__(self, name: str, beside: Sequence[TemplateName], parent: QWidget) -> None:
        super().__init__("", parent=parent, width=480)
        self._beside = tuple(beside)
        fact = self.tr("Sections and activities are kept, values and times are not.")
        self.set_heading(self.tr("Save as template"), fact)
        self._name = QLineEdit(name)
        self._name.setAccessibleName(self.tr("Name of the template"))
        self._name.setMaxLength(LONGEST_NAME)
        self._note = text_label(" ", tone="muted", scale="secondary", wrap=True)
        self._replace = PlainButton(self.tr("Replace"))
        self._save = PrimaryButton(self.tr("Save"))
        self._build_body()
        self._name.textChanged.connect(self._on_text_changed)
        self._on_text_changed(name)
        self._name.setFocus()
        self._name.selectAll()

    def _build_body(self) -> None:
        self.add_field(self.tr("Name"), self._name)
        self.body.addWidget(self._note)
        cancel = PlainButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._replace.clicked.connect(self._on_replace)
        self._save.clicked.connect(self._on_save)
        self.add_right(cancel)
        self.add_right(self._replace)
        self.add_right(self._save, default=True)

    @property
    def _text(self) -> str:
        return self._name.text().strip()

    @property
    def _free(self) -> str:
        return free_name(self._text, [template.name for template in self._beside])

    @property
    def _same(self) -> TemplateName | None:
        """Return the newest template that has this name."""
        wanted = self._text.casefold()
        return next((each for each in reversed(self._beside) if each.name.strip().casefold() == wanted), None)

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        same = self._same if self._text else None
        self._save.setEnabled(bool(self._text))
        self._save.setText(self.tr("Save") if same is None else self.tr("Keep both"))
        self._replace.setVisible(same is not None)
        words = self.tr("There is a template of this name; this one would be “{name}”.")
        self._note.setText(" " if same is None else words.format(name=_shortened(self._free)))

    @Slot()
    def _on_save(self) -> None:
        name = self._free
        self.accept()
        self.named.emit(name)

    @Slot()
    def _on_replace(self) -> None:
        same, name = self._same, self._text
        self.accept()
        if same is not None:
            self.replacement_chosen.emit(same.id, name)


def _shortened(name: str) -> str:
    """Return a name that leaves the dialog its width, with the number at its end."""
    return name if len(name) <= 48 else f"{name[:36]}…{name[-8:]}"
