"""Small widgets that every page uses. Looks come from the style sheet (`theme.py`); here is only what Qt lacks."""

from fractal_desktop.ui.widgets.bars import ProgressRow, UndoBar
from fractal_desktop.ui.widgets.buttons import FilterChip, LinkButton, PlainButton, PrimaryButton, SegmentedControl, ToolIconButton
from fractal_desktop.ui.widgets.chips import GoalChip
from fractal_desktop.ui.widgets.containers import Card, EmptyState, Hairline, PageToolbar
from fractal_desktop.ui.widgets.dialog import FramedDialog
from fractal_desktop.ui.widgets.flow_layout import FlowLayout
from fractal_desktop.ui.widgets.labels import Badge, ElidedLabel, IconLabel, text_label
from fractal_desktop.ui.widgets.search_box import SearchBox

__all__ = [
    "Badge",
    "Card",
    "ElidedLabel",
    "EmptyState",
    "FilterChip",
    "FlowLayout",
    "FramedDialog",
    "GoalChip",
    "Hairline",
    "IconLabel",
    "LinkButton",
    "PageToolbar",
    "PlainButton",
    "PrimaryButton",
    "ProgressRow",
    "SearchBox",
    "SegmentedControl",
    "ToolIconButton",
    "UndoBar",
    "text_label",
]
