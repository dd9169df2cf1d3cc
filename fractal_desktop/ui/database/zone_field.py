"""A field to choose an IANA time zone: type any part of its name, or open the whole list."""

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.services.zones import nearest_zones, zone_names
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import IconLabel, ToolIconButton, text_label
from fractal_desktop.ui.widgets.field_frame import FieldFrame, FieldLook


class ZoneField(QWidget):
    """Holds the name of a zone that exists; what is typed otherwise is refused below the field, with the nearest names."""

    zone_changed = Signal(str)
    """Another zone that exists stands there now."""

    def __init__(self, zone: str, system_zone: str = "", parent: QWidget | None = None) -> None:
        """Show `zone`; beside `system_zone` stands that it is the computer's."""
        super().__init__(parent)
        self._zone = zone
        self._system_zone = system_zone
        self._build()
        self._edit.setText(zone)
        self._show_hint()

    @property
    def zone(self) -> str:
        """Return the zone last entered that exists."""
        return self._zone

    @property
    def is_valid(self) -> bool:
        """Return whether what stands there is a zone."""
        return _written(self._edit.text()) == self._zone

    def settle(self) -> bool:
        """Take what stands there, as Enter in the field does: a click on a button need not take the focus away from it.

        Returns whether it is a zone; else that is said below the field, which gets the focus.
        """
        self._on_finished()
        if not self.is_valid:
            self._edit.setFocus()
        return self.is_valid

    def set_read_only(self, read_only: bool) -> None:
        """Let the zone be changed or not."""
        self._edit.setReadOnly(read_only)
        self._edit.deselect()
        self._all.setVisible(not read_only)
        self._show_frame(focus=False)

    @override
    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self._edit.setFocus(reason)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._frame = FieldFrame()
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(10, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(icon("globe", "muted"), 14))
        self._edit = QLineEdit()
        self._edit.setProperty("kind", "bare")
        self._edit.setAccessibleName(self.tr("Time zone"))
        self._edit.setPlaceholderText("Europe/Berlin")
        self._edit.installEventFilter(self)
        self._edit.textEdited.connect(self._on_edited)
        self._edit.editingFinished.connect(self._on_finished)
        self._edit.setCompleter(self._completer())
        row.addWidget(self._edit, 1)
        self._hint = text_label(scale="secondary", tone="muted")
        self._hint.setContentsMargins(0, 0, 6, 0)
        row.addWidget(self._hint)
        self._all = ToolIconButton(icon("chevron-down", "muted"), self.tr("All time zones"), size=24)
        self._all.setProperty("kind", "chip")
        self._all.clicked.connect(self._show_all)
        row.addWidget(self._all)
        column.addWidget(self._frame)
        self._error = text_label(scale="secondary", tone="danger", wrap=True)
        self._error.hide()
        column.addWidget(self._error)
        self.setFocusProxy(self._edit)

    def _completer(self) -> QCompleter:
        completer = QCompleter(self)
        completer.setModel(QStringListModel(list(zone_names()), completer))
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(9)
        completer.activated.connect(self._on_chosen)
        if (popup := completer.popup()) is not None:
            popup.setProperty("kind", "popup")
        return completer

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_frame(focus=event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self._take(_written(text), complain=False)

    @Slot(str)
    def _on_chosen(self, text: str) -> None:
        self._take(text, complain=True)

    @Slot()
    def _on_finished(self) -> None:
        text = _meant(self._edit.text())
        self._edit.setText(text)
        self._take(text, complain=True)

    @Slot()
    def _show_all(self) -> None:
        completer = self._edit.completer()
        completer.setCompletionPrefix("")
        completer.complete()
        if self._zone in zone_names() and (popup := completer.popup()) is not None:
            popup.setCurrentIndex(completer.completionModel().index(zone_names().index(self._zone), 0))

    def _take(self, text: str, *, complain: bool) -> None:
        exists = text in zone_names() or text == self._system_zone
        if exists and text != self._zone:
            self._zone = text
            self.zone_changed.emit(text)
        self._error.setVisible(complain and not exists)
        if not exists:
            near = nearest_zones(text)
            meant = (
                self.tr("Did you mean {names}?").format(names=self.tr(" or ").join(near)) if near else self.tr("Example: Europe/Berlin.")
            )
            self._error.setText(self.tr("There is no time zone “{name}”. {meant}").format(name=text, meant=meant))
        self._show_frame(focus=self._edit.hasFocus())
        self._show_hint()

    def _show_hint(self) -> None:
        own = bool(self._system_zone) and self._edit.text() == self._system_zone
        self._hint.setText(self.tr("as on this computer") if own else "")

    def _show_frame(self, *, focus: bool) -> None:
        read_only = self._edit.isReadOnly()
        self._frame.set_look(FieldLook(focus=focus and not read_only, error=self._error.isVisibleTo(self), read_only=read_only))
        set_look(self._edit)


def _written(text: str) -> str:
    """Return the zone's name as it is written, whatever the case and blanks of what was typed; other text as it is."""
    wanted = text.strip().replace(" ", "_").lower()
    return next((name for name in zone_names() if name.lower() == wanted), text.strip())


def _meant(text: str) -> str:
    """Return the only zone with the text in its name, as the list below the field offers it; else what `_written` returns."""
    written = _written(text)
    if not written or written in zone_names():
        return written
    offered = [name for name in zone_names() if written.replace(" ", "_").lower() in name.lower()]
    return offered[0] if len(offered) == 1 else written
