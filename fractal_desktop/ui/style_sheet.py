"""The style sheet, generated from the tokens. What each property does stands in `theme.py`."""

from fractal_desktop.ui.style import buttons, inputs, surfaces, views
from fractal_desktop.ui.style.sheet import Sheet
from fractal_desktop.ui.tokens import Tokens

_GROUPS = (
    surfaces.surfaces,
    surfaces.labels,
    buttons.buttons,
    buttons.tool_buttons,
    inputs.inputs,
    inputs.input_parts,
    inputs.ticks,
    views.menus,
    views.views,
    views.scroll_bars,
    views.odds_and_ends,
    inputs.calendar,
)
"""General rules first: of those that fit alike, the later one holds."""


def style_sheet(tokens: Tokens, unit: float, font_sizes: dict[str, str]) -> str:
    """Return the sheet; `unit` scales the sizes of LOOK.md, `font_sizes` maps the steps of the type scale to CSS sizes."""
    sheet = Sheet(tokens, unit, font_sizes)
    return "\n".join(f"{selector} {{ {body} }}" for group in _GROUPS for selector, body in group(sheet))
