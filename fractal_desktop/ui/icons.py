"""The program's own icons: SVGs whose lines take a colour of the palette when they are painted.

`icon("trash")` follows the scheme live and is drawn for the very pixels it lands on, so it is crisp at any ratio.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPaintEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from typing_extensions import override

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.paths import resources_folder
from fractal_desktop.ui.tokens import GOAL_FILLS, Tokens, current_tokens

_PIXELS = (QPaintEngine.Type.Raster, QPaintEngine.Type.OpenGL2)
_GOAL_SHAPES = {
    GoalType.ULTIMATE: "goal-ultimate",
    GoalType.LONG_TERM: "goal-long",
    GoalType.MID_TERM: "goal-mid",
    GoalType.SHORT_TERM: "goal-short",
    GoalType.PRACTICE_SESSION: "goal-session",
    GoalType.IMMEDIATE: "goal-immediate",
    GoalType.MICRO: "goal-micro",
    GoalType.NANO: "goal-nano",
}


# Both are kept, not only for speed: an icon that is garbage together with the widget which holds it takes its engine down twice.
@cache
def icon(name: str, role: str = "text", checked_role: str | None = None) -> QIcon:
    """Return the icon `resources/icons/NAME.svg` in the colour that `role` names in `Tokens`; nobody may add a picture to it.

    Disabled ones take the disabled text's colour; checked ones `checked_role` where given. An unknown name raises KeyError.
    """
    return QIcon(_TintedIcon(name, role, checked_role or role))


@cache
def goal_icon(goal_type: GoalType) -> QIcon:
    """Return the shape of a goal type in its own two colours."""
    return QIcon(_GoalIcon(GoalType(goal_type)))


def paint_icon(painter: QPainter, rect: QRect | QRectF, name: str, role: str = "text") -> None:
    """Draw an icon into `rect`: what delegates and paint events use."""
    _paint(painter, QRectF(rect), name, getattr(current_tokens(), role), "")


def paint_goal_icon(painter: QPainter, rect: QRect | QRectF, goal_type: GoalType) -> None:
    """Draw the shape of a goal type into `rect`."""
    _paint(painter, QRectF(rect), _GOAL_SHAPES[goal_type], current_tokens().goal_outline(goal_type), GOAL_FILLS[goal_type])


def _paint(painter: QPainter, rect: QRectF, name: str, line: str, fill: str) -> None:
    """Draw through a pixmap that is kept: parsing and rasterising each time would cost a list its 16 ms.

    On paper, and in an SVG, a drawing stays one. A painter that renders a widget into a picture tells its scale by the transform alone.
    """
    if painter.paintEngine().type() not in _PIXELS:
        _drawn(painter, rect, name, line, fill)
        return
    size = (rect.size() * max(painter.device().devicePixelRatio(), painter.deviceTransform().m11())).toSize()
    if size.isEmpty():
        return
    key = f"fractal:{name}:{line}:{fill}:{size.width()}x{size.height()}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = _rasterised(name, line, fill, size)
        QPixmapCache.insert(key, pixmap)
    painter.drawPixmap(rect, pixmap, QRectF(pixmap.rect()))


def _rasterised(name: str, line: str, fill: str, size: QSize) -> QPixmap:
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _drawn(painter, QRectF(pixmap.rect()), name, line, fill)
    painter.end()
    return pixmap


def _drawn(painter: QPainter, rect: QRectF, name: str, line: str, fill: str) -> None:
    text = _source(name).replace("currentColor", line).replace("shapeFill", fill)
    QSvgRenderer(QByteArray(text.encode())).render(painter, rect)


@cache
def _source(name: str) -> str:
    path = resources_folder() / "icons" / f"{name}.svg"
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyError(f"there is no icon called {name!r}") from None


def _square(rect: QRectF) -> QRectF:
    """Return where the drawing goes: a rectangle that is wider than high keeps room behind it, a gap before a button's text."""
    side = min(rect.width(), rect.height())
    square = QRectF(rect.left(), rect.top(), side, side)
    square.moveTop(rect.center().y() - side / 2)
    if QGuiApplication.isRightToLeft():
        square.moveRight(rect.right())
    return square


class _Engine(QIconEngine):
    """Paints one drawing; what colours it takes is up to the two kinds below."""

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        name, line, fill = self._drawing(current_tokens(), mode, state)
        _paint(painter, _square(QRectF(rect)), name, line, fill)

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        if pixmap.isNull():  # a button without room asks for no size
            return pixmap
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    @override
    def isNull(self) -> bool:
        return False

    def _drawing(self, tokens: Tokens, mode: QIcon.Mode, state: QIcon.State) -> tuple[str, str, str]:
        """Return the file's name, the line's colour and the fill's."""
        raise NotImplementedError


class _TintedIcon(_Engine):
    def __init__(self, name: str, role: str, checked_role: str) -> None:
        super().__init__()
        _source(name)
        self._name = name
        self._role = role
        self._checked_role = checked_role

    @override
    def clone(self) -> QIconEngine:
        return _TintedIcon(self._name, self._role, self._checked_role)

    @override
    def _drawing(self, tokens: Tokens, mode: QIcon.Mode, state: QIcon.State) -> tuple[str, str, str]:
        role = self._checked_role if state == QIcon.State.On else self._role
        if mode == QIcon.Mode.Disabled:
            role = "disabled"
        return self._name, getattr(tokens, role), ""


class _GoalIcon(_Engine):
    def __init__(self, goal_type: GoalType) -> None:
        super().__init__()
        self._type = goal_type

    @override
    def clone(self) -> QIconEngine:
        return _GoalIcon(self._type)

    @override
    def _drawing(self, tokens: Tokens, mode: QIcon.Mode, state: QIcon.State) -> tuple[str, str, str]:
        name = _GOAL_SHAPES[self._type]
        if mode == QIcon.Mode.Disabled:
            return name, tokens.disabled, tokens.hairline
        return name, tokens.goal_outline(self._type), GOAL_FILLS[self._type]
