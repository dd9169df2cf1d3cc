"""The one table of colours (LOOK.md): palette, style sheet, icons and charts all read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from fractal_desktop.domain.goal import GoalType


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme by what they are for, as "#RRGGBB" ("#AARRGGBB" where one can be seen through)."""

    dark: bool
    window: str
    base: str
    alternate: str
    text: str
    muted: str
    disabled: str
    hairline: str
    button_border: str
    input_border: str
    hover: str
    pressed: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    selection: str
    warning: str
    warning_fill: str
    danger: str
    danger_fill: str
    tooltip_fill: str
    tooltip_text: str
    tooltip_border: str
    dimming: str
    ramp: tuple[str, ...]
    categories: tuple[str, ...]
    outlines: dict[GoalType, str]

    def color(self, role: str) -> QColor:
        """Return the colour of a role by its name here, such as "muted"; an unknown name is an AttributeError."""
        return QColor(getattr(self, role))

    def goal_outline(self, goal_type: GoalType) -> str:
        """Return what carries the contrast of a goal type's shape in this scheme."""
        return self.outlines.get(goal_type, GOAL_FILLS[goal_type])


GOAL_FILLS = {
    GoalType.ULTIMATE: "#FFD166",
    GoalType.LONG_TERM: "#7B5CFF",
    GoalType.MID_TERM: "#3A86FF",
    GoalType.SHORT_TERM: "#4ECDC4",
    GoalType.PRACTICE_SESSION: "#FF9F1C",
    GoalType.IMMEDIATE: "#A9B4C2",
    GoalType.MICRO: "#A8DADC",
    GoalType.NANO: "#8D99AE",
}

LIGHT = Tokens(
    dark=False,
    window="#F3F3F0",
    base="#FFFFFF",
    alternate="#F9F9F7",
    text="#1B1F1D",
    muted="#5A625E",
    disabled="#878E8A",
    hairline="#E1E3DE",
    button_border="#CDD1CB",
    input_border="#868E88",
    hover="#ECEDE9",
    pressed="#E1E3DE",
    accent="#14745A",
    accent_hover="#0F6049",
    accent_pressed="#0B4D3B",
    on_accent="#FFFFFF",
    selection="#DCEDE5",
    warning="#8A5A00",
    warning_fill="#FAF0DA",
    danger="#B3372B",
    danger_fill="#FBE9E6",
    tooltip_fill="#242A27",
    tooltip_text="#F3F5F3",
    tooltip_border="#242A27",
    dimming="#6B141816",
    ramp=("#EEF0EC", "#D5EBE0", "#A9D5C1", "#74B99B", "#3F9677", "#14745A", "#0A4D3A"),
    categories=("#14745A", "#2F6DB5", "#B3700A", "#8A4B91", "#B24A3A", "#2B3531"),
    outlines={
        GoalType.ULTIMATE: "#9A7300",
        GoalType.LONG_TERM: "#6A4AF0",
        GoalType.MID_TERM: "#2C70E0",
        GoalType.SHORT_TERM: "#1C8078",
        GoalType.PRACTICE_SESSION: "#B86400",
        GoalType.IMMEDIATE: "#6F7B8A",
        GoalType.MICRO: "#3F8589",
        GoalType.NANO: "#687387",
    },
)

DARK = Tokens(
    dark=True,
    window="#141615",
    base="#1A1D1C",
    alternate="#1F2321",
    text="#E5E9E6",
    muted="#9CA5A0",
    disabled="#6F7773",
    hairline="#2B302D",
    button_border="#3B423E",
    input_border="#68716C",
    hover="#232826",
    pressed="#2B312E",
    accent="#55C29B",
    accent_hover="#6FD0AD",
    accent_pressed="#8ADCBF",
    on_accent="#05231A",
    selection="#1E3B30",
    warning="#E3B055",
    warning_fill="#322915",
    danger="#F08C7F",
    danger_fill="#3A211D",
    tooltip_fill="#2E3431",
    tooltip_text="#E5E9E6",
    tooltip_border="#4A524E",
    dimming="#8C000000",
    ramp=("#232826", "#20443A", "#285A47", "#307659", "#3F9A76", "#5EC29C", "#A2E6CC"),
    categories=("#55C29B", "#7EACE8", "#E3B055", "#C692C9", "#EC8D78", "#DCE3DF"),
    outlines={GoalType.LONG_TERM: "#9A83FF", GoalType.MID_TERM: "#5C9BFF"},
)


_paper: list[Tokens] = []


@contextmanager
def painted_with(tokens: Tokens) -> Iterator[None]:
    """Let whatever is painted in here, on the window's thread, take these colours: paper is white whatever the screen is."""
    _paper.append(tokens)
    try:
        yield
    finally:
        _paper.pop()


def current_tokens() -> Tokens:
    """Return the colours of the scheme that the application's palette has now: for `paintEvent` and delegates."""
    if _paper:
        return _paper[-1]
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Base).lightness() < 128 else LIGHT
