"""The sections and items of a session's document, to be read and, where it makes sense by hand, edited."""

from dataclasses import dataclass

from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from fractal_desktop.domain.document import Document, Item, Path, Section
from fractal_desktop.domain.duration import clock
from fractal_desktop.domain.library import LibraryNames
from fractal_desktop.ui.sessions.parts import DurationField, NotesField, NotesToggle, SectionHeader, TickButton
from fractal_desktop.ui.sessions.set_grid import SetGrid, grid_of
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import ElidedLabel, Hairline, text_label

_ROWS_AT_ONCE = 8
_Shape = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class RowSetting:
    """What the rows of one session have in common."""

    names: LibraryNames
    locale: QLocale
    read_only: bool


class ItemRow(QWidget):
    """One line of a section: a tick, name and description, length, notes, and its values below."""

    value_edited = Signal(object, object)
    notes_made = Signal()

    def __init__(self, item: Item, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path = item.path
        self._passage = passage
        self._read_only = False
        self._tick = TickButton(boxed=not item.is_activity, parent=self)
        self._name = ElidedLabel(parent=self)
        self._description = ElidedLabel(parent=self)
        self._toggle = NotesToggle(self.tr("Notes"), self)
        self._duration: DurationField | QLabel = DurationField(self) if item.instance_id else text_label(tone="muted")
        self._grid: SetGrid | None = None
        self._notes: NotesField | None = None
        self._notes_text = ""
        self._column = QVBoxLayout(self)
        self._build(item)
        self._tick.clicked.connect(self._on_ticked)
        self._toggle.clicked.connect(self._on_notes_toggled)
        if isinstance(self._duration, DurationField):
            self._duration.seconds_edited.connect(self._on_duration_edited)
            self._duration.installEventFilter(passage)

    def show_item(self, item: Item, setting: RowSetting) -> None:
        """Show the item as it is now; what is being typed stays."""
        name = item.name or _activity_name(item, setting.names) or self.tr("Untitled")
        self._read_only = setting.read_only
        self._name.setText(name)
        tone = "muted" if item.completed and not item.is_activity else ""
        if (self._name.property("tone") or "") != tone:
            set_look(self._name, tone=tone)
        self._description.setText(self._remark(item, setting.names))
        self._tick.setChecked(item.completed)
        self._tick.setEnabled(not setting.read_only)
        self._tick.setAccessibleName(self.tr("{0} done").format(name))
        self._show_duration(item, name)
        self._show_notes(item, name)
        self._show_values(item, setting)

    def commit(self) -> None:
        """Take what is being typed."""
        if isinstance(self._duration, DurationField):
            self._duration.commit()

    def _build(self, item: Item) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(12 if not item.is_activity else 16, 8, 10, 8)
        line.setSpacing(8)
        if item.is_activity:
            self._name.setProperty("weight", "medium")
        else:
            line.addWidget(self._tick)
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._description.setProperty("tone", "muted")
        self._description.setProperty("scale", "secondary")
        line.addWidget(self._name)
        line.addWidget(self._description, 1)
        line.addWidget(self._toggle)
        line.addWidget(self._duration)
        if item.is_activity:
            line.addWidget(self._tick)
        else:
            line.addSpacing(32)
        self._column.addLayout(line)

    def _remark(self, item: Item, names: LibraryNames) -> str:
        gone = item.is_activity and item.activity_id is not None and item.activity_id not in names.activities
        return " · ".join(part for part in (item.description, self.tr("deleted activity") if gone else "") if part)

    def _show_duration(self, item: Item, name: str) -> None:
        if isinstance(self._duration, DurationField):
            self._duration.setReadOnly(self._read_only)
            self._duration.setAccessibleName(self.tr("Length of {0}").format(name))
            self._duration.show_seconds(item.duration_seconds)
        else:
            self._duration.setText(clock(item.duration_seconds) if item.duration_seconds is not None else "")
            self._duration.setFixedWidth(DurationField.WIDTH)
            self._duration.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _show_notes(self, item: Item, name: str) -> None:
        self._notes_text = item.notes
        self._toggle.show_has_notes(bool(item.notes))
        self._toggle.setAccessibleName(self.tr("Notes of {0}").format(name))
        if item.notes and self._notes is None:
            self._make_notes()
        if self._notes is not None:
            self._notes.show_text(item.notes)
            self._notes.set_read_only(self._read_only)

    def _show_values(self, item: Item, setting: RowSetting) -> None:
        grid = grid_of(item, setting.names, setting.locale)
        if grid.rows and self._grid is None:
            self._grid = SetGrid(self)
            self._column.insertWidget(1, self._grid)
        if self._grid is not None:
            self._grid.show_grid(grid)
            self._grid.setVisible(bool(grid.rows))

    def _make_notes(self) -> NotesField:
        notes = NotesField(self._toggle.accessibleName(), self.tr("Notes"), self._passage, self)
        notes.setContentsMargins(0, 0, 0, 0)
        frame = QHBoxLayout()
        frame.setContentsMargins(16, 0, 12, 12)
        frame.addWidget(notes)
        self._column.addLayout(frame)
        notes.text_edited.connect(self._on_notes_edited)
        self._notes = notes
        return notes

    @Slot(bool)
    def _on_ticked(self, on: bool) -> None:
        self.value_edited.emit((*self._path, "completed"), on)

    @Slot(object)
    def _on_duration_edited(self, seconds: int | None) -> None:
        self.value_edited.emit((*self._path, "duration_seconds"), seconds)

    @Slot(str)
    def _on_notes_edited(self, text: str) -> None:
        self._toggle.show_has_notes(bool(text))
        self.value_edited.emit((*self._path, "notes"), text)

    @Slot()
    def _on_notes_toggled(self) -> None:
        if self._notes is None:
            notes = self._make_notes()
            notes.show_text(self._notes_text)
            notes.set_read_only(self._read_only)
            notes.setFocus(Qt.FocusReason.OtherFocusReason)
            self.notes_made.emit()
        elif self._notes.isVisible():
            self._notes.hide()
        else:
            self._notes.show()
            self._notes.setFocus(Qt.FocusReason.OtherFocusReason)


class SectionView(QWidget):
    """A section: its head, and below it a card with its items, made when it is first unfolded."""

    value_edited = Signal(object, object)
    folded = Signal(int, bool)
    rows_made = Signal()

    def __init__(self, section: Section, setting: RowSetting, *, is_folded: bool, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section = section
        self._setting = setting
        self._passage = passage
        self._rows: list[ItemRow] = []
        self._header = SectionHeader(self)
        self._header.setChecked(not is_folded)
        self._card = QFrame(self)
        self._card.setProperty("kind", "card")
        self._card_column = QVBoxLayout(self._card)
        self._card_column.setContentsMargins(1, 1, 1, 1)
        self._card_column.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._card)
        self._header.toggled.connect(self._on_toggled)
        self.show_section(section, setting)

    def fill(self, most: int) -> int:
        """Make up to this many of the rows that are still to be made, if any of them can be seen; return how many were made."""
        made = 0
        if self._header.isChecked():
            for item in self._section.items[len(self._rows) : len(self._rows) + most]:
                self._make_row(item)
                made += 1
        return made

    def show_section(self, section: Section, setting: RowSetting) -> None:
        """Show the section as it is now; its items are the same as when it was made."""
        self._section = section
        self._setting = setting
        actual, planned = section.actual_seconds, section.planned_minutes
        minutes = setting.locale.toString(round(planned, 1)).removesuffix(f"{setting.locale.decimalPoint()}0") if planned else ""
        plan = self.tr("{0} min planned") if actual else self.tr("{0} min (planned)")
        self._header.show_section(
            section.name or self.tr("Section {0}").format(section.index + 1),
            plan.format(minutes) if planned else "",
            clock(actual) if actual else "" if planned else "-",
            actual / (planned * 60) if planned and actual else None,
        )
        for row, item in zip(self._rows, section.items, strict=False):
            row.show_item(item, setting)
        self._card.setVisible(self._header.isChecked() and bool(section.items))

    def commit(self) -> None:
        """Take what is being typed in any of the rows."""
        for row in self._rows:
            row.commit()

    def _make_row(self, item: Item) -> None:
        if self._rows:
            self._card_column.addWidget(Hairline(parent=self._card))
        row = ItemRow(item, self._passage, self._card)
        row.show_item(item, self._setting)
        row.value_edited.connect(self.value_edited)
        row.notes_made.connect(self.rows_made)
        self._card_column.addWidget(row)
        self._rows.append(row)

    @Slot(bool)
    def _on_toggled(self, unfolded: bool) -> None:
        if unfolded and self.fill(len(self._section.items)):
            self.rows_made.emit()
        self._card.setVisible(unfolded and bool(self._section.items))
        self.folded.emit(self._section.index, not unfolded)


class DocumentView(QWidget):
    """All sections of a document. It is built anew only when sections or items have come or gone."""

    value_edited = Signal(object, object)
    folded = Signal(int, bool)
    rows_made = Signal()

    def __init__(self, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._passage = passage
        self._shape: _Shape | None = None
        self._sections: list[SectionView] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fill_some)

    def show_document(self, document: Document | None, setting: RowSetting, folded: frozenset[int]) -> None:
        """Show the sections; `folded` are those whose items stay hidden if it has to be built anew."""
        sections = document.sections if document is not None else ()
        shape = tuple((section.index, *map(_item_shape, section.items)) for section in sections)
        if shape != self._shape:
            self._rebuild(sections, setting, folded)
            self._shape = shape
            return
        for view, section in zip(self._sections, sections, strict=True):
            view.show_section(section, setting)

    @Slot()
    def _fill_some(self) -> None:
        """Make a screenful of rows at a time: what is seen stands at once, and a long session holds nothing up."""
        left = _ROWS_AT_ONCE
        for view in self._sections:
            left -= view.fill(left)
            if left <= 0:
                return
        self._later.stop()
        self.rows_made.emit()

    def clear(self) -> None:
        """Forget everything, so that the next document is built anew."""
        self._rebuild((), None, frozenset())
        self._shape = None

    def commit(self) -> None:
        """Take what is being typed."""
        for section in self._sections:
            section.commit()

    def _rebuild(self, sections: tuple[Section, ...], setting: RowSetting | None, folded: frozenset[int]) -> None:
        for view in self._sections:
            self._column.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._sections = []
        self._later.stop()
        if setting is None:
            return
        for section in sections:
            view = SectionView(section, setting, is_folded=section.index in folded, passage=self._passage, parent=self)
            view.value_edited.connect(self.value_edited)
            view.folded.connect(self.folded)
            view.rows_made.connect(self.rows_made)
            self._column.addWidget(view)
            self._sections.append(view)
        self._fill_some()
        self._later.start()


def _item_shape(item: Item) -> tuple[object, ...]:
    return (item.index, item.is_activity, item.instance_id, item.activity_id)


def _activity_name(item: Item, names: LibraryNames) -> str:
    activity = names.activities.get(item.activity_id) if item.activity_id is not None else None
    return activity.name if activity is not None else ""
