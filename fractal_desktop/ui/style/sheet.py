"""What the rules of the style sheet are made of."""

from dataclasses import dataclass

from fractal_desktop.ui.tokens import Tokens

Rule = tuple[str, str]
"""Selector and body."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Colours and sizes; `unit` scales the sizes of LOOK.md, `sizes` maps the steps of the type scale to CSS sizes."""

    tokens: Tokens
    unit: float
    sizes: dict[str, str]

    @property
    def images(self) -> str:
        """Return the folder of the pictures."""
        return "dark" if self.tokens.dark else "light"

    def px(self, size: float) -> str:
        """Return a size in pixels."""
        return f"{round(size * self.unit)}px"

    def box(self, height: float, padding: float, border: int = 1) -> str:
        """Return sizes of a control that is `height` high in all: what the border takes, the padding gives."""
        inner = round(height * self.unit) - 2 * border
        return f"min-height: {inner}px; padding: 0 {round(padding * self.unit) - (border - 1)}px;"

    def image(self, name: str) -> str:
        """Return what shows a picture."""
        return f"image: url(controls:{self.images}/{name}.svg);"
