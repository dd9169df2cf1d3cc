"""Fields for numbers below each other, each with its name before it, its unit behind it, and a word where it is no number."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from fractal_desktop.ui.goals.target_form import Field
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import text_label

_WIDTH = 96


class NumberFields(QWidget):
    """Texts stay by key when other fields are shown, so that going to another kind and back loses nothing."""

    edited = Signal(str)
    """The key of the field that was typed in."""

    def __init__(self, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._passage = passage
        self._fields: tuple[Field, ...] = ()
        self._edits: dict[str, QLineEdit] = {}
        self._problems: dict[str, QLabel] = {}
        self._texts: dict[str, str] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(4, 1)

    @property
    def texts(self) -> Mapping[str, str]:
        """Return what is typed by key, that of fields which are not shown now included."""
        return dict(self._texts)

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Let this be typed."""
        self._texts.update(texts)
        for key, edit in self._edits.items():
            edit.setText(self._texts.get(key, ""))

    def show_fields(self, fields: Sequence[Field]) -> None:
        """Show these fields; those that are shown already stay."""
        if tuple(fields) == self._fields:
            return
        self._fields = tuple(fields)
        self._empty()
        for row, field in enumerate(self._fields):
            self._add(row, field)

    def show_problem(self, key: str, sentence: str) -> None:
        """Say beside a field why it cannot be; "" for no problem."""
        if key in self._edits:
            self._problems[key].setText(sentence)
            self._edits[key].setAccessibleDescription(sentence)
            set_look(self._edits[key], state="error" if sentence else "")

    def has(self, key: str) -> bool:
        """Return whether this field is shown."""
        return key in self._edits

    def edit(self, key: str) -> None:
        """Put the caret into a field, with all of it selected."""
        self._edits[key].setFocus(Qt.FocusReason.OtherFocusReason)
        self._edits[key].selectAll()

    def _empty(self) -> None:
        self._edits.clear()
        self._problems.clear()
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _add(self, row: int, field: Field) -> None:
        edit = QLineEdit(self._texts.get(field.key, ""))
        edit.setObjectName(field.key)
        edit.setAccessibleName(field.title)
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.setFixedWidth(_WIDTH)
        edit.installEventFilter(self._passage)
        edit.textEdited.connect(self._on_edited)
        title = text_label(field.title)
        title.setBuddy(edit)
        title.setMinimumWidth(120)
        self._edits[field.key] = edit
        self._problems[field.key] = text_label("", scale="secondary", tone="danger", wrap=True)
        parts = (title, text_label(field.relation, tone="muted"), edit, text_label(field.unit, tone="muted"), self._problems[field.key])
        for column, widget in enumerate(parts):
            self._grid.addWidget(widget, row, column)
            widget.show()  # now: the layout would do so later, and until then it takes no focus

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        key = self.sender().objectName()
        self._texts[key] = text
        self.show_problem(key, "")
        self.edited.emit(key)
