"""The bar below: what runs at the left, where the last edit is in the middle, file, revision and zone at the right."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QStatusBar, QWidget

from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.saving import SaveState, SaveStatus
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import ElidedLabel, IconLabel, LinkButton, PlainButton, text_label
from fractal_desktop.ui.window_sizes import STATUS_HEIGHT

_SIGNS = {SaveStatus.SAVED: ("check", "accent"), SaveStatus.FAILED: ("warning", "danger"), SaveStatus.SAVING: ("dots", "muted")}


class StatusBar(QStatusBar):
    """Shows what the context tells; "Retry" and the zone can be pressed."""

    zone_pressed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._build()
        context.save_state_changed.connect(self._on_save_state_changed)
        context.worker.busy_changed.connect(self._on_busy_changed)
        for signal in (context.file_opened, context.file_closed, context.zone_changed):
            signal.connect(self._show_file)
        self._show_file()
        self._on_save_state_changed(context.save_state)

    def add_left(self, widget: QWidget) -> None:
        """Put what runs now before what the program itself is busy with."""
        self._left_row.insertWidget(0, widget)

    def _build(self) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(10, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        for column, stretch in enumerate((2, 3, 2)):
            grid.setColumnStretch(column, stretch)
        self._left = text_label(scale="secondary", tone="muted")
        self._left_row = QHBoxLayout()
        self._left_row.setSpacing(12)
        self._left_row.addWidget(self._left)
        self._left_row.addStretch(1)
        grid.addLayout(self._left_row, 0, 0)
        grid.addWidget(self._built_middle(), 0, 1, Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(self._built_right(), 0, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(self._context.theme.px(STATUS_HEIGHT))
        self.addWidget(content, 1)

    def _built_middle(self) -> QWidget:
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._sign = IconLabel(icon("check", "accent"), 14)
        self._saved = ElidedLabel()
        set_look(self._saved, scale="secondary", tone="muted")
        self._retry = LinkButton(self.tr("Retry"))
        self._retry.clicked.connect(self._context.retry)
        for widget in (self._sign, self._saved, self._retry):
            row.addWidget(widget)
        return middle

    def _built_right(self) -> QWidget:
        right = QWidget()
        row = QHBoxLayout(right)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._file = _quiet()
        self._revision = _quiet()
        self._dots = (_quiet("·"), _quiet("·"))
        self._zone = PlainButton("", kind="status")
        self._zone.setToolTip(self.tr("The time zone that times are shown in"))
        self._zone.clicked.connect(self.zone_pressed)
        for widget, gap in ((self._file, 7), (self._dots[0], 7), (self._revision, 7), (self._dots[1], 2), (self._zone, 0)):
            row.addWidget(widget)
            row.addSpacing(gap)
        return right

    @Slot()
    def _show_file(self) -> None:
        workspace = self._context.workspace
        for widget in (self._file, self._revision, *self._dots):
            widget.setVisible(workspace is not None)
        self._zone.setText(str(self._context.zone))
        self._zone.setAccessibleName(self.tr("Time zone: {zone}").format(zone=self._context.zone))
        if workspace is not None:
            self._file.setText(workspace.path.name)
            self._file.setToolTip(str(workspace.path))
            self._revision.setText(self.tr("revision {number}").format(number=workspace.revision))
        self._show_left()

    @Slot(object)
    def _on_save_state_changed(self, state: SaveState) -> None:
        self._saved.setText(self._words(state))
        set_look(self._saved, tone="danger" if state.status is SaveStatus.FAILED else "muted")
        self._retry.setVisible(state.status is SaveStatus.FAILED)
        sign = _SIGNS.get(state.status)
        self._sign.setVisible(sign is not None)
        if sign is not None:
            self._sign.set_icon(icon(*sign))

    @Slot(bool)
    def _on_busy_changed(self, _busy: bool) -> None:
        self._show_left()

    def _show_left(self) -> None:
        if self._context.worker.is_busy:
            self._left.setText(self.tr("Working…"))
        else:
            self._left.setText("" if self._context.workspace is not None else self.tr("No file open"))

    def _words(self, state: SaveState) -> str:
        if state.status is SaveStatus.SAVED and state.at is not None:
            return self.tr("Saved {time}").format(time=f"{state.at.astimezone(self._context.zone):%H:%M:%S}")
        if state.status is SaveStatus.FAILED:
            return self.tr("Not saved. {reason}").format(reason=state.message)
        return self.tr("Saving…") if state.status is SaveStatus.SAVING else ""


def _quiet(text: str = "") -> QLabel:
    return text_label(text, scale="secondary", tone="muted")
