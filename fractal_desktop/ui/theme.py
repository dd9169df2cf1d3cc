"""Colours, type and sizes of the whole program: Fusion, a palette and one style sheet, made from `tokens.py`.

How a page gets its looks, by dynamic properties (set them before the widget is shown, or with `set_look` later):

=============  ==========================================================================================================
QLabel         scale = caption secondary card section dialog page number; tone = muted accent warning danger disabled;
               weight = medium strong; kind = badge (amber), key (a key cap), best (green chip)
QPushButton    kind = primary, danger, link, flat, chip, add (dashed), toggle (selection fill when checked); plain without
QToolButton    flat by itself; kind = tool (with a border, 32 × 32), chip
QFrame         kind = card, footer (alternate base, hairline above), banner (amber), bar (selection fill, hairline above),
               hairline (1 px line, any direction), input (frame of an input: also state = offered, error, focus)
QLineEdit      kind = set (28 high), title, quiet (no border until pointed at), bare; state = offered (dashed, muted), error
QWidget        surface = window, base, alternate (also set Qt.WA_StyledBackground on a plain QWidget subclass)
QTextEdit …    state = error
=============  ==========================================================================================================

Sizes stand at the system font of 13 px: ask `Theme.px(28)` for a row's height, so that all grow with the font.
No rule has a border or padding for QDateTimeEdit: put one into a QFrame of kind "input" with `setFrame(False)`.
"""

from enum import StrEnum

from PySide6 import QtCore
from PySide6.QtCore import QDir, QObject, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from fractal_desktop.paths import resources_folder
from fractal_desktop.ui.style_sheet import style_sheet
from fractal_desktop.ui.tokens import DARK, LIGHT, Tokens, current_tokens

__all__ = ["DARK", "LIGHT", "Theme", "ThemeMode", "Tokens", "TypeScale", "current_tokens", "font_of", "set_look"]

_DRAWN_FOR_PIXEL_SIZE = 13.0
_HAS_STYLE = "has_fusion"


class ThemeMode(StrEnum):
    """What the user chose; SYSTEM follows the desktop, live."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class TypeScale(StrEnum):
    """Steps of the type scale, as in the property `scale` of labels."""

    CAPTION = "caption"
    SECONDARY = "secondary"
    BASE = "base"
    CARD = "card"
    SECTION = "section"
    DIALOG = "dialog"
    PAGE = "page"
    NUMBER = "number"


FACTORS = {
    TypeScale.CAPTION: 0.85,
    TypeScale.SECONDARY: 0.92,
    TypeScale.BASE: 1.0,
    TypeScale.CARD: 1.08,
    TypeScale.SECTION: 1.15,
    TypeScale.DIALOG: 1.38,
    TypeScale.PAGE: 1.55,
    TypeScale.NUMBER: 2.0,
}


class Theme(QObject):
    """The look of the application; makes itself felt on construction and again on each change."""

    changed = Signal()
    """The scheme changed: palette and style sheet are new already; repaint what took its colours from `tokens`."""

    def __init__(self, app: QApplication, mode: ThemeMode = ThemeMode.SYSTEM, font: QFont | None = None) -> None:
        """Put the look on `app`; `font` replaces the system's (pictures)."""
        super().__init__(app)
        self._app = app
        self._mode = mode
        self._tokens: Tokens | None = None
        self._system_is_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
        self._font = tabular(font or QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
        self._unit = max(1.0, _pixel_size(self._font) / _DRAWN_FOR_PIXEL_SIZE)
        QDir.setSearchPaths("controls", [str(resources_folder() / "icons" / "controls")])
        if not app.property(_HAS_STYLE):
            app.setStyle("Fusion")
        app.setFont(self._font)
        self._apply()

    @property
    def tokens(self) -> Tokens:
        """Return the colours of the scheme that is shown."""
        return self._tokens or LIGHT

    @property
    def mode(self) -> ThemeMode:
        """Return what the user chose."""
        return self._mode

    def follow_system(self) -> None:
        """Hear of it when the desktop turns dark or light.

        Apart from the constructor: the first use of the namespace Qt takes 20 ms, a fifth of the time to the first window.
        """
        hints = self._app.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_scheme_changed)
        if hints.colorScheme() != QtCore.Qt.ColorScheme.Unknown:
            self._on_system_scheme_changed(hints.colorScheme())

    def set_mode(self, mode: ThemeMode) -> None:
        """Show this scheme from now on; SYSTEM follows the desktop."""
        self._mode = mode
        self._apply()

    def font(self, scale: TypeScale | str = TypeScale.BASE, weight: int = 400) -> QFont:
        """Return the application's font at a step of the scale, 400, 500 or 600 heavy, with tabular figures."""
        return font_of(self._font, scale, weight)

    def px(self, size: float) -> int:
        """Return a size of LOOK.md (drawn for a 13 px font) in pixels for the font in use."""
        return round(size * self._unit)

    @Slot("Qt::ColorScheme")
    def _on_system_scheme_changed(self, scheme: "QtCore.Qt.ColorScheme") -> None:
        self._system_is_dark = scheme == QtCore.Qt.ColorScheme.Dark
        self._apply()

    def _apply(self) -> None:
        tokens = DARK if self._wants_dark() else LIGHT
        if tokens is self._tokens:
            return
        first = self._tokens is None
        self._tokens = tokens
        self._app.setPalette(palette(tokens))
        self._app.setStyleSheet(style_sheet(tokens, self._unit, self._font_sizes()))
        if not first:
            self.changed.emit()

    def _wants_dark(self) -> bool:
        if self._mode is ThemeMode.SYSTEM:
            return self._system_is_dark
        return self._mode is ThemeMode.DARK

    def _font_sizes(self) -> dict[str, str]:
        """Return the size of each step in the unit that the font itself is measured in."""
        if (points := self._font.pointSizeF()) > 0:
            return {scale.value: f"{points * factor:.2f}pt" for scale, factor in FACTORS.items()}
        return {scale.value: f"{round(self._font.pixelSize() * factor)}px" for scale, factor in FACTORS.items()}


def application(arguments: list[str]) -> QApplication:
    """Return the application in the style that everything stands on.

    Named on the command line, the style costs nothing; `setStyle` would load the class QStyle, 9 ms before the first window.
    """
    app = QApplication([*arguments[:1], "-style", "fusion", *arguments[1:]])
    app.setProperty(_HAS_STYLE, True)
    return app


def _pixel_size(font: QFont) -> float:
    """Return how large `font` is on the first screen. Not from its metrics: they would load the font 6 ms earlier than needed."""
    if font.pixelSize() > 0:
        return float(font.pixelSize())
    return font.pointSizeF() * QGuiApplication.primaryScreen().logicalDotsPerInchY() / 72


def font_of(base: QFont, scale: TypeScale | str = TypeScale.BASE, weight: int = 400) -> QFont:
    """Return `base` at a step of the scale and a weight of 400, 500 or 600."""
    font = QFont(base)
    factor = FACTORS[TypeScale(scale)]
    if base.pointSizeF() > 0:
        font.setPointSizeF(base.pointSizeF() * factor)
    else:
        font.setPixelSize(round(base.pixelSize() * factor))
    font.setWeight(QFont.Weight(weight))
    return font


def tabular(font: QFont) -> QFont:
    """Return `font` with figures that are all equally wide."""
    font = QFont(font)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def set_look(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the style sheet looks at, on a widget that may be on the screen already."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def palette(tokens: Tokens) -> QPalette:
    """Return the palette of LOOK.md's table for one scheme."""
    role = QPalette.ColorRole
    colors = {
        role.Window: tokens.window,
        role.Base: tokens.base,
        role.Button: tokens.base,
        role.AlternateBase: tokens.alternate,
        role.WindowText: tokens.text,
        role.Text: tokens.text,
        role.ButtonText: tokens.text,
        role.HighlightedText: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Midlight: tokens.hairline,
        role.Light: tokens.hairline,
        role.Mid: tokens.button_border,
        role.Dark: tokens.input_border,
        role.Shadow: tokens.input_border,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.BrightText: tokens.on_accent,
        role.Highlight: tokens.selection,
        role.ToolTipBase: tokens.tooltip_fill,
        role.ToolTipText: tokens.tooltip_text,
    }
    result = QPalette()
    for name, value in colors.items():
        result.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.disabled))
    return result
