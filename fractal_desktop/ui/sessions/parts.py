"""The small parts that the rows of a session are made of."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from fractal_desktop.domain.duration import clock
from fractal_desktop.ui.icons import icon, paint_icon
from fractal_desktop.ui.sessions.draft import parse_duration
from fractal_desktop.ui.sessions.row_parts import HoverButton, QuietButton
from fractal_desktop.ui.theme import current_tokens, set_look
from fractal_desktop.ui.widgets.field_frame import FieldFrame, FieldLook
from fractal_desktop.ui.widgets.labels import IconLabel

_LONGEST_NOTES_LINES = 12


class UndoPassage(QObject):
    """Lets Undo and Redo through to the window where a text field itself has nothing to take back."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at the keys that the field would keep for itself."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo = event.matches(QKeySequence.StandardKey.Undo)
        if not undo and not event.matches(QKeySequence.StandardKey.Redo):
            return False
        if isinstance(watched, QPlainTextEdit):
            own = watched.document().isUndoAvailable() if undo else watched.document().isRedoAvailable()
        elif isinstance(watched, QLineEdit):
            own = watched.isUndoAvailable() if undo else watched.isRedoAvailable()
        else:
            return False
        if own and not watched.isReadOnly():
            return False
        event.ignore()
        return True


class TickButton(HoverButton):
    """A tick without a text: a ring for an activity, a box for a line of a checklist."""

    def __init__(self, *, boxed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxed = boxed
        self.setCheckable(True)
        self.setFixedSize(24, 24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ring or box, tick and focus."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled() and self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("hover"))
            painter.drawRoundedRect(self.rect(), 6, 6)
        self._paint_box(painter) if self._boxed else self._paint_ring(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_ring(self, painter: QPainter) -> None:
        role = "disabled" if not self.isEnabled() else "accent" if self.isChecked() else "input_border"
        paint_icon(painter, QRect(3, 3, 18, 18), "check-circle" if self.isChecked() else "circle", role)

    def _paint_box(self, painter: QPainter) -> None:
        tokens = current_tokens()
        on = self.isChecked()
        painter.setPen(QPen(tokens.color("accent" if on else "input_border"), 1))
        painter.setBrush(tokens.color("accent" if on else "base"))
        painter.drawRoundedRect(QRectF(4.5, 4.5, 15, 15), 4, 4)
        if on:
            paint_icon(painter, QRect(6, 6, 12, 12), "check", "on_accent")


def length_width(widget: QWidget) -> int:
    """Return how wide a column of lengths is in the widget's font."""
    return max(78, widget.fontMetrics().horizontalAdvance("0:00:00") + 26)


class DurationField(QLineEdit):
    """A length that looks like text until it is pointed at; "12:30", "1:02:03" or minutes may be typed."""

    seconds_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds: float | None = None
        self._runs = False
        self.setProperty("kind", "quiet")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(length_width(self))
        self.textEdited.connect(self._on_typed)
        self.editingFinished.connect(self.commit)

    def show_seconds(self, seconds: float | None) -> None:
        """Show a stored length; what is being typed stays."""
        self._seconds = seconds
        if not (self.hasFocus() and self.isModified()):
            self._rewrite()

    def set_running(self, runs: bool) -> None:
        """Show a length that grows, or one that stands; what is typed over one that grows counts once it is taken."""
        if runs != self._runs:
            self._runs = runs
            self._mark("")

    def show_live(self, seconds: int) -> None:
        """Show the length that a running timer has by now."""
        if not (self.hasFocus() and self.isModified()):
            self._seconds = seconds
            text = clock(seconds)
            if text != self.text():
                self.setText(text)

    @Slot()
    def commit(self) -> None:
        """Write what was typed in the usual form, or mark it as no length."""
        if not self.isModified() or self.isReadOnly():
            return
        text = self.text().strip()
        seconds = parse_duration(text)
        if text and text != "-" and seconds is None:
            self._mark(self.tr("Write a length like 12:30, 1:02:03 or 45 (minutes)."))
            return
        if self._runs:
            self._seconds = seconds
        self._rewrite()
        if self._runs:
            self.seconds_edited.emit(seconds)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back on Escape what was typed since the last Enter."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            while self.isUndoAvailable():
                self.undo()
            self._on_typed(self.text())
            self._rewrite()
            return
        super().keyPressEvent(event)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        plain = text.strip()
        seconds = parse_duration(plain)
        self._mark("")
        if self._runs:
            return
        if (seconds is not None or plain in ("", "-")) and seconds != self._shown_seconds():
            self._seconds = seconds
            self.seconds_edited.emit(seconds)

    def _shown_seconds(self) -> int | None:
        return None if self._seconds is None else int(self._seconds)

    def _rewrite(self) -> None:
        text = clock(self._seconds)
        if text != self.text():
            self.setText(text)
        self.setModified(False)
        self._mark("")

    def _mark(self, sentence: str) -> None:
        state = "error" if sentence else "running" if self._runs else ""
        if (self.property("state") or "") != state:
            set_look(self, state=state)
        self.setToolTip(sentence)
        self.setAccessibleDescription(sentence)


class NotesField(FieldFrame):
    """Notes that grow with their text; Tab goes on to the next field."""

    text_edited = Signal(str)

    def __init__(self, name: str, placeholder: str, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(36, parent)
        self._edit = QPlainTextEdit(self)
        self._edit.setProperty("kind", "bare")
        self._edit.setAccessibleName(name)
        self._edit.setPlaceholderText(placeholder)
        self._edit.setTabChangesFocus(True)
        self._edit.setFrameShape(QFrame.Shape.NoFrame)
        self._edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._edit.document().setDocumentMargin(0)
        self._edit.installEventFilter(self)
        self._edit.installEventFilter(passage)
        self._showing = False
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 8, 9)
        row.setSpacing(10)
        row.addWidget(IconLabel(icon("note", "muted")), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._edit, 1)
        self.setFocusProxy(self._edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._edit.textChanged.connect(self._on_text_changed)
        self._edit.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """Return the notes."""
        return self._edit.toPlainText()

    def show_text(self, text: str) -> None:
        """Show stored notes, the caret staying where it is as far as the text allows."""
        if text == self.text():
            return
        position = self._edit.textCursor().position()
        self._showing = True
        self._edit.setPlainText(text)
        self._showing = False
        cursor = self._edit.textCursor()
        cursor.setPosition(min(position, len(text)))
        self._edit.setTextCursor(cursor)

    def set_read_only(self, read_only: bool) -> None:
        """Let the notes be read and copied only."""
        self._edit.setReadOnly(read_only)
        self.set_look(FieldLook(focus=self._edit.hasFocus(), quiet=True, read_only=read_only))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the focus border with the text's focus; give the text its lines when its width or its contents break it elsewhere."""
        if event.type() is QEvent.Type.Resize and isinstance(event, QResizeEvent) and event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._fit)  # once the text knows of its width
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            focus = event.type() is QEvent.Type.FocusIn
            self.set_look(FieldLook(focus=focus, quiet=True, read_only=self._edit.isReadOnly()))
        return super().eventFilter(watched, event)

    @Slot()
    def _on_text_changed(self) -> None:
        self._fit()
        if not self._showing:
            self.text_edited.emit(self.text())

    @Slot()
    def _fit(self) -> None:
        lines = min(max(1, round(self._edit.document().size().height())), _LONGEST_NOTES_LINES)
        height = lines * QFontMetrics(self._edit.font()).lineSpacing() + 2
        if height != self._edit.height():
            self._edit.setFixedHeight(height)


class NotesToggle(QuietButton):
    """Opens and closes the notes of an item; accent, and always seen, where there are some."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(28, parent)
        self._has_notes = False
        self.setToolTip(self.tr("Notes"))

    def show_has_notes(self, has_notes: bool) -> None:
        """Say whether there is something to read."""
        if has_notes != self._has_notes:
            self._has_notes = has_notes
            self.update()

    @override
    def is_seen(self) -> bool:
        return self._has_notes or super().is_seen()

    @override
    def sign(self) -> tuple[str, str]:
        return "note", "accent" if self._has_notes else "muted"
