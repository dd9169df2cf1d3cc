"""Buttons of all kinds."""

from collections.abc import Iterator

from fractal_desktop.ui.style.sheet import Rule, Sheet


def buttons(sheet: Sheet) -> Iterator[Rule]:
    """Yield the rules of push buttons."""
    t = sheet.tokens
    plain = f"border: 1px solid {t.button_border}; border-radius: {sheet.px(6)}; background: {t.base}; color: {t.text}; font-weight: 500;"
    yield "QPushButton", f"{plain} {sheet.box(32, 12)} outline: 0;"
    yield "QPushButton:hover", f"background: {t.hover};"
    yield "QPushButton:pressed, QPushButton:open", f"background: {t.pressed};"
    yield "QPushButton:focus", f"border: 2px solid {t.accent}; {sheet.box(32, 12, 2)}"
    yield "QPushButton:disabled", f"color: {t.disabled}; border-color: {t.hairline}; background: {t.base};"
    yield "QPushButton::menu-indicator", f"image: none; width: {sheet.px(0)};"
    yield from _primary_buttons(sheet)
    yield 'QPushButton[kind="danger"]', f"color: {t.danger};"
    yield 'QPushButton[kind="danger"]:disabled', f"color: {t.disabled};"
    yield from _flat_buttons(sheet)
    search = 'QPushButton[kind="search"]'
    yield search, f"{sheet.box(28, 0)} font-weight: 400; text-align: left;"
    toggle = 'QPushButton[kind="toggle"]:checked'
    yield toggle, f"background: {t.selection}; border-color: {t.selection};"
    yield f"{toggle}:focus", f"border-color: {t.accent};"
    yield from _segments(sheet)
    add = 'QPushButton[kind="add"]'
    yield (
        add,
        f"{sheet.box(24, 8)} font-size: {sheet.sizes['secondary']}; color: {t.muted}; background: transparent; border-style: dashed;",
    )
    yield f"{add}:hover", f"background: {t.hover}; color: {t.text};"
    yield f"{add}:focus", f"{sheet.box(24, 8, 2)} border: 2px solid {t.accent};"
    chip = 'QPushButton[kind="chip"]'
    yield chip, f"{sheet.box(28, 10)} font-size: {sheet.sizes['secondary']};"
    yield f"{chip}:focus", sheet.box(28, 10, 2)
    yield f'{chip}[active="true"]', f"background: {t.selection}; border-color: {t.selection};"
    yield f'{chip}[active="true"]:focus', f"border-color: {t.accent};"


def _segments(sheet: Sheet) -> Iterator[Rule]:
    """Buttons side by side share their borders: only the first has a left one, the corners are round at the ends."""
    t = sheet.tokens
    radius = sheet.px(6)
    yield "QPushButton[segment]", f"border-radius: 0; border-left: none; {sheet.box(32, 12)}"
    yield (
        'QPushButton[segment="first"], QPushButton[segment="only"]',
        (f"border-left: 1px solid {t.button_border}; border-top-left-radius: {radius}; border-bottom-left-radius: {radius};"),
    )
    yield (
        'QPushButton[segment="last"], QPushButton[segment="only"]',
        (f"border-top-right-radius: {radius}; border-bottom-right-radius: {radius};"),
    )
    yield "QPushButton[segment]:checked", f"background: {t.selection}; font-weight: 600;"
    yield "QPushButton[segment]:focus", f"border: 2px solid {t.accent}; {sheet.box(32, 11, 2)}"
    compact = 'QPushButton[segment][compact="true"]'
    yield compact, f"font-size: {sheet.sizes['secondary']}; {sheet.box(28, 8)}"
    yield f"{compact}:focus", sheet.box(28, 7, 2)


def _primary_buttons(sheet: Sheet) -> Iterator[Rule]:
    t = sheet.tokens
    name = 'QPushButton[kind="primary"]'
    yield name, f"background: {t.accent}; border-color: {t.accent}; color: {t.on_accent}; font-weight: 600;"
    yield f"{name}:hover", f"background: {t.accent_hover}; border-color: {t.accent_hover};"
    yield f"{name}:pressed", f"background: {t.accent_pressed}; border-color: {t.accent_pressed};"
    # An accent frame on accent fill would not be seen: the ring of the focused primary button is the text's colour.
    yield f"{name}:focus", f"border-color: {t.text};"
    yield f"{name}:disabled", f"background: {t.pressed}; border-color: {t.pressed}; color: {t.disabled};"


def _flat_buttons(sheet: Sheet) -> Iterator[Rule]:
    t = sheet.tokens
    both = 'QPushButton[kind="flat"], QPushButton[kind="link"]'
    yield both, "background: transparent; border-color: transparent;"
    yield 'QPushButton[kind="link"]', f"color: {t.accent}; {sheet.box(24, 4)}"
    yield 'QPushButton[kind="link"]:focus', f"{sheet.box(24, 4, 2)} border-color: {t.accent};"
    yield 'QPushButton[kind="link"][scale="secondary"]', f"font-size: {sheet.sizes['secondary']};"
    yield 'QPushButton[kind="flat"]:focus', f"border-color: {t.accent};"
    yield 'QPushButton[kind="flat"]:hover, QPushButton[kind="link"]:hover', f"background: {t.hover};"
    yield 'QPushButton[kind="flat"]:pressed, QPushButton[kind="link"]:pressed', f"background: {t.pressed};"
    yield 'QPushButton[kind="link"]:disabled, QPushButton[kind="flat"]:disabled', f"color: {t.disabled}; background: transparent;"


def tool_buttons(sheet: Sheet) -> Iterator[Rule]:
    """Yield the rules of tool buttons."""
    t = sheet.tokens
    yield (
        "QToolButton",
        (
            f"border: 1px solid transparent; border-radius: {sheet.px(6)}; background: transparent;"
            f" color: {t.text}; padding: {sheet.px(5)}; outline: 0;"
        ),
    )
    yield "QToolButton:hover", f"background: {t.hover};"
    yield "QToolButton:pressed, QToolButton:open", f"background: {t.pressed};"
    yield "QToolButton:checked", f"background: {t.selection};"
    yield "QToolButton:focus", f"border: 2px solid {t.accent}; padding: {round(5 * sheet.unit) - 1}px;"
    yield "QToolButton:disabled", f"color: {t.disabled};"
    yield "QToolButton::menu-indicator", "image: none;"
    yield 'QToolButton[kind="chip"]', f"padding: 0; border-radius: {sheet.px(4)};"
    tool = 'QToolButton[kind="tool"]'
    yield tool, f"border: 1px solid {t.button_border}; background: {t.base};"
    yield f"{tool}:hover", f"background: {t.hover};"
    yield f"{tool}:pressed, {tool}:open", f"background: {t.pressed};"
    yield f"{tool}:focus", f"border: 2px solid {t.accent};"
    yield f"{tool}:disabled", f"border-color: {t.hairline};"
