"""The first thing somebody sees: one question, three equal doors, and where the data will lie."""

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.ui.icons import icon, paint_goal_icon, paint_icon
from fractal_desktop.ui.places import place_text
from fractal_desktop.ui.theme import Theme, TypeScale, current_tokens, font_of
from fractal_desktop.ui.widgets import ElidedLabel, IconLabel, LinkButton, text_label

_LEVELS = (
    (22, (GoalType.ULTIMATE,)),
    (18, (GoalType.LONG_TERM,) * 2),
    (16, (GoalType.MID_TERM,) * 4),
    (14, tuple(GoalType.PRACTICE_SESSION if i in (1, 4, 6) else GoalType.SHORT_TERM for i in range(8))),
)
_LEVEL_HEIGHT = 44


class StartPage(QWidget):
    """Asks what one practises towards; each door is a signal."""

    fractal_wanted = Signal()
    file_wanted = Signal()
    sample_wanted = Signal()
    place_wanted = Signal()
    """The user wants the data somewhere else."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build(theme)

    @property
    def doors(self) -> tuple["Door", ...]:
        """Return the three doors from the left."""
        return self._doors

    def set_place(self, place: Path) -> None:
        """Say where a new file will lie."""
        self._place.setText(place_text(place))
        self._place.setToolTip(str(place))

    def focus_first(self) -> None:
        """Put the focus on the first door, so that Enter opens it."""
        self._doors[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(self._doors) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._doors[number].click()
        else:
            super().keyPressEvent(event)

    def _build(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 36)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(FractalDrawing(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(44)
        column.addWidget(_centred(text_label(self.tr("What do you practise towards?"), scale="number")))
        column.addSpacing(12)
        column.addWidget(
            _centred(text_label(self.tr("A fractal is one far goal and the smaller goals below it."), tone="muted", scale="intro"))
        )
        column.addSpacing(5)
        column.addWidget(_centred(text_label(self.tr("Each practice session hangs on the goals it serves."), tone="muted", scale="intro")))
        column.addSpacing(36)
        column.addLayout(self._built_doors(theme))
        column.addSpacing(30)
        column.addLayout(self._built_place())
        column.addStretch(1)

    def _built_doors(self, theme: Theme) -> QHBoxLayout:
        texts = (
            ("sprout", self.tr("Start a fractal"), self.tr("Name a far goal. Everything else can wait."), self.fractal_wanted),
            (
                "database",
                self.tr("Open an old file"),
                self.tr("A database from the web app. It is backed up, then migrated."),
                self.file_wanted,
            ),
            ("eye", self.tr("Look around"), self.tr("Sample data with three goals and a year of sessions."), self.sample_wanted),
        )
        self._doors = tuple(Door(number, *text[:3], theme) for number, text in enumerate(texts, 1))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addStretch(1)
        for door, text in zip(self._doors, texts, strict=True):
            door.clicked.connect(text[3])
            row.addWidget(door)
        row.addStretch(1)
        return row

    def _built_place(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(7)
        self._place = ElidedLabel()
        self._place.setProperty("scale", "secondary")
        self._place.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        change = LinkButton(self.tr("Change…"))
        change.setProperty("scale", "secondary")
        change.clicked.connect(self.place_wanted)
        row.addStretch(1)
        row.addWidget(IconLabel(icon("folder", "muted"), 14))
        row.addWidget(text_label(self.tr("Your data stays in one file on this computer:"), tone="muted", scale="secondary"))
        row.addWidget(self._place)
        row.addWidget(change)
        row.addStretch(1)
        return row


class Door(QAbstractButton):
    """One of the three ways in: an icon, a title, two lines, and the digit that opens it."""

    def __init__(self, number: int, glyph: str, title: str, words: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._glyph = glyph
        self._words = words
        self._theme = theme
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(self.sizeHint())

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(256), self._theme.px(184))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        px = self._theme.px
        self._paint_sign(painter, QRectF(px(20), px(20), 36, 36))
        tokens = current_tokens()
        left, width = px(20), self.width() - 2 * px(20)
        painter.setPen(tokens.color("text"))
        painter.setFont(font_of(self.font(), TypeScale.SECTION, 600))
        painter.drawText(QRectF(left, px(68), width, px(24)), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setPen(tokens.color("muted"))
        painter.setFont(self.font())
        painter.drawText(QRectF(left, px(95), width, px(44)), Qt.TextFlag.TextWordWrap, self._words)
        self._paint_key(painter, QRectF(left, px(144), px(19), px(19)))

    def _paint_frame(self, painter: QPainter) -> None:
        tokens = current_tokens()
        fill = "pressed" if self.isDown() else "hover" if self.underMouse() else "base"
        line, inset = ("accent", 1.0) if self.hasFocus() else ("button_border", 0.5)
        painter.setPen(QPen(tokens.color(line), 2 * inset))
        painter.setBrush(tokens.color(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)

    def _paint_sign(self, painter: QPainter, field: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current_tokens().color("selection"))
        painter.drawRoundedRect(field, 6, 6)
        paint_icon(painter, QRectF(field.center().x() - 9, field.center().y() - 9, 18, 18), self._glyph, "accent")

    def _paint_key(self, painter: QPainter, cap: QRectF) -> None:
        tokens = current_tokens()
        painter.setPen(QPen(tokens.color("button_border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(tokens.color("muted"))
        painter.setFont(font_of(self.font(), TypeScale.CAPTION))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, str(self._number))


class FractalDrawing(QWidget):
    """A fractal as it grows: one far goal, twice as many at each level below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(364, _LEVEL_HEIGHT * (len(_LEVELS) - 1) + 24)
        self.setAccessibleName(self.tr("A goal with smaller goals and sessions below it"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current_tokens().color("button_border"), 1.3))
        for level in range(len(_LEVELS) - 1):
            for place in range(2**level):
                for child in (2 * place, 2 * place + 1):
                    painter.drawPath(self._branch(level, place, child))
        for level, (side, types) in enumerate(_LEVELS):
            for place, goal_type in enumerate(types):
                middle = self._middle(level, place)
                paint_goal_icon(painter, QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side), goal_type)

    def _middle(self, level: int, place: int) -> QPointF:
        return QPointF(self.width() * (place + 0.5) / 2**level, 12 + level * _LEVEL_HEIGHT)

    def _branch(self, level: int, place: int, child: int) -> QPainterPath:
        """Return the line from a goal to one below it; it ends where the shapes begin."""
        above, below = self._middle(level, place), self._middle(level + 1, child)
        reach = (below.x() - above.x()) * (0.16 if level == 0 else 0.18)
        begin = QPointF(above.x() + reach, above.y() + 13)
        end = QPointF(below.x() - reach * 0.7, below.y() - 12)
        path = QPainterPath(begin)
        half = (begin.y() + end.y()) / 2
        lean = (end.x() - begin.x()) * 0.15
        path.cubicTo(QPointF(begin.x() + lean, half), QPointF(end.x() - lean, half), end)
        return path


def _centred(label: QLabel) -> QLabel:
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return label
