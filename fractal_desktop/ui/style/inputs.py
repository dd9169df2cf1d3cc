"""What is typed in, ticked or picked from."""

from collections.abc import Iterator

from fractal_desktop.ui.style.sheet import Rule, Sheet

_EDITS = "QTextEdit, QPlainTextEdit"
_INPUTS = "QLineEdit, QTextEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QComboBox"


def inputs(sheet: Sheet) -> Iterator[Rule]:
    """Yield the rules of fields."""
    t = sheet.tokens
    look = f"border: 1px solid {t.input_border}; border-radius: {sheet.px(6)}; background: {t.base}; color: {t.text};"
    selected = f"selection-background-color: {t.selection}; selection-color: {t.text};"
    yield _INPUTS, f"{look} {selected} placeholder-text-color: {t.muted};"
    yield "QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox", sheet.box(32, 9)
    yield _EDITS, f"padding: {sheet.px(6)} {sheet.px(8)};"
    focused = ", ".join(f"{name}:focus" for name in _INPUTS.split(", "))
    yield focused, f"border: 2px solid {t.accent};"
    yield "QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus", sheet.box(32, 9, 2)
    yield "QTextEdit:focus, QPlainTextEdit:focus", f"padding: {round(6 * sheet.unit) - 1}px {round(8 * sheet.unit) - 1}px;"
    disabled = ", ".join(f"{name}:disabled" for name in _INPUTS.split(", "))
    yield disabled, f"background: {t.alternate}; border-color: {t.hairline}; color: {t.disabled};"
    yield 'QLineEdit[readOnly="true"], QTextEdit[readOnly="true"], QPlainTextEdit[readOnly="true"]', f"background: {t.alternate};"
    error = ", ".join(f'{name}[state="error"]' for name in _INPUTS.split(", "))
    yield error, f"border-color: {t.danger};"
    yield 'QLineEdit[state="offered"]', f"border-style: dashed; color: {t.muted};"
    yield from _special_inputs(sheet)


def _special_inputs(sheet: Sheet) -> Iterator[Rule]:
    t = sheet.tokens
    yield 'QLineEdit[kind="set"]', f"{sheet.box(28, 8)} border-radius: {sheet.px(5)};"
    yield 'QLineEdit[kind="set"]:focus', sheet.box(28, 8, 2)
    yield 'QLineEdit[kind="rename"]', f"{sheet.box(26, 5)} border-radius: {sheet.px(4)};"
    yield 'QLineEdit[kind="rename"]:focus', sheet.box(26, 5, 2)
    yield 'QLineEdit[kind="rename"][state="error"]:focus', f"border-color: {t.danger};"
    title = 'QLineEdit[kind="title"]'
    font = f"font-size: {sheet.sizes['page']}; font-weight: 600;"
    yield title, f"{font} {sheet.box(36, 6)} border-color: transparent; background: transparent;"
    yield f"{title}:hover", f"background: {t.hover};"
    yield f"{title}:focus", f"{sheet.box(36, 6, 2)} border-color: {t.accent}; background: {t.base};"
    yield f"{title}:disabled", f"color: {t.text}; border-color: transparent; background: transparent;"
    quiet = 'QLineEdit[kind="quiet"]'
    yield quiet, f"{sheet.box(28, 8)} border-color: transparent; background: transparent; font-weight: 500;"
    yield f"{quiet}:hover", f"border-color: {t.button_border}; background: {t.base};"
    yield f"{quiet}:focus", f"{sheet.box(28, 8, 2)} border-color: {t.accent}; background: {t.base};"
    yield f'{quiet}[readOnly="true"], {quiet}:disabled', "border-color: transparent; background: transparent;"
    yield f'{quiet}[state="error"], {quiet}[state="error"]:focus', f"border-color: {t.danger};"
    yield f'{quiet}[state="running"]', f"color: {t.accent}; font-weight: 600;"
    yield 'QPlainTextEdit[kind="bare"], QPlainTextEdit[kind="bare"]:focus', "border: none; background: transparent; padding: 0;"
    inner = 'QLineEdit[kind="bare"]'
    yield f"{inner}, {inner}:focus", "border: none; background: transparent; padding: 0; min-height: 0;"


def input_parts(sheet: Sheet) -> Iterator[Rule]:
    """Yield the rules of the arrows and lists of fields."""
    t = sheet.tokens
    yield "QComboBox::drop-down", f"border: none; width: {sheet.px(28)};"
    yield "QComboBox::down-arrow", f"{sheet.image('chevron-down')} width: {sheet.px(12)}; height: {sheet.px(12)};"
    yield "QComboBox::down-arrow:disabled", sheet.image("chevron-down-disabled")
    yield (
        "QComboBox QAbstractItemView",
        (
            f"background: {t.base}; border: 1px solid {t.button_border}; padding: {sheet.px(4)}; outline: 0;"
            f" selection-background-color: {t.selection}; selection-color: {t.text};"
        ),
    )
    yield "QComboBox QAbstractItemView::item", f"min-height: {sheet.px(28)}; padding: 0 {sheet.px(6)};"
    for part, arrow, name in (("up-button", "up-arrow", "chevron-up"), ("down-button", "down-arrow", "chevron-down")):
        boxes = f"QSpinBox::{part}, QDoubleSpinBox::{part}"
        yield boxes, f"border: none; background: transparent; width: {sheet.px(22)};"
        yield f"QSpinBox::{part}:hover, QDoubleSpinBox::{part}:hover", f"background: {t.hover};"
        yield f"QSpinBox::{arrow}, QDoubleSpinBox::{arrow}", f"{sheet.image(name)} width: {sheet.px(10)}; height: {sheet.px(10)};"
        off = f"QSpinBox::{arrow}:disabled, QDoubleSpinBox::{arrow}:disabled, QSpinBox::{arrow}:off, QDoubleSpinBox::{arrow}:off"
        yield off, sheet.image(f"{name}-disabled")


def ticks(sheet: Sheet) -> Iterator[Rule]:
    """Yield the rules of boxes to tick, in lists, too."""
    t = sheet.tokens
    both = "QCheckBox, QRadioButton"
    yield both, f"spacing: {sheet.px(8)}; padding: 2px; border: 2px solid transparent; border-radius: {sheet.px(6)}; outline: 0;"
    yield "QCheckBox:focus, QRadioButton:focus", f"border-color: {t.accent};"
    yield "QCheckBox:disabled, QRadioButton:disabled", f"color: {t.disabled};"
    size = f"width: {sheet.px(14)}; height: {sheet.px(14)}; border: 1px solid {t.input_border}; background: {t.base};"
    for part, radius, on in (
        ("QCheckBox::indicator", 4, "check"),
        ("QRadioButton::indicator", 8, "radio"),
        ("QAbstractItemView::indicator", 4, "check"),
    ):
        yield part, f"{size} border-radius: {sheet.px(radius)};"
        yield f"{part}:hover", f"background: {t.hover};"
        yield f"{part}:checked", f"background: {t.accent}; border-color: {t.accent}; {sheet.image(on)}"
        yield f"{part}:disabled", f"border-color: {t.hairline};"
        yield f"{part}:checked:disabled", f"background: {t.pressed}; border-color: {t.pressed};"
    yield "QCheckBox::indicator:indeterminate", f"background: {t.accent}; border-color: {t.accent}; {sheet.image('dash')}"


def calendar(sheet: Sheet) -> Iterator[Rule]:
    """Yield the rules of the calendar."""
    t = sheet.tokens
    yield "QCalendarWidget QWidget#qt_calendar_navigationbar", f"background: {t.base}; border-bottom: 1px solid {t.hairline};"
    yield "QCalendarWidget QToolButton", f"font-weight: 600; padding: {sheet.px(4)} {sheet.px(8)}; margin: {sheet.px(4)};"
    for name, image in (("prev", "left"), ("next", "right")):
        yield (
            f"QCalendarWidget QToolButton#qt_calendar_{name}month",
            f"qproperty-icon: url(controls:{sheet.images}/chevron-{image}.svg);",
        )
    yield "QCalendarWidget QSpinBox", f"min-height: {sheet.px(24)};"
    yield (
        "QCalendarWidget QAbstractItemView",
        (f"background: {t.base}; color: {t.text}; selection-background-color: {t.accent}; selection-color: {t.on_accent};"),
    )
    yield "QCalendarWidget QAbstractItemView:disabled", f"color: {t.disabled};"
    yield "QCalendarWidget QTableView::item", "border: none; padding: 0;"
    yield "QCalendarWidget QTableView::item:hover", f"background: {t.hover};"
    yield "QCalendarWidget QTableView::item:selected", f"background: {t.accent}; color: {t.on_accent};"
