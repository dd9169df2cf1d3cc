"""Sizes of the window's grounds at the usual letters, so that nothing moves when furniture comes to stand on them."""

RAIL_WIDTH = 172
MENU_HEIGHT = 40
STATUS_HEIGHT = 32
