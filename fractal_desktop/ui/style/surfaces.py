"""Grounds, frames and labels."""

from collections.abc import Iterator

from fractal_desktop.ui.style.sheet import Rule, Sheet

_TEXT_WEIGHTS = {"medium": 500, "strong": 600}
_TONES = ("muted", "accent", "warning", "danger", "disabled")


def surfaces(sheet: Sheet) -> Iterator[Rule]:
    """Yield the rules of what other things stand on or in."""
    t = sheet.tokens
    yield "QMainWindow, QStatusBar, QMenuBar", f"background: {t.window};"
    yield "QDialog, QMessageBox", f"background: {t.base};"
    for name in ("window", "base", "alternate"):
        yield f'QWidget[surface="{name}"]', f"background: {getattr(t, name)};"
    yield 'QFrame[kind="card"]', f"background: {t.base}; border: 1px solid {t.hairline}; border-radius: {sheet.px(8)};"
    yield 'QFrame[kind="footer"]', f"background: {t.alternate}; border: none; border-top: 1px solid {t.hairline};"
    yield 'QFrame[kind="bar"]', f"background: {t.selection}; border: none; border-top: 1px solid {t.hairline};"
    yield 'QFrame[kind="bar"][state="problem"]', f"background: {t.danger_fill};"
    yield 'QFrame[kind="banner"]', f"background: {t.warning_fill}; border: none; border-bottom: 1px solid {t.hairline};"
    yield 'QFrame[kind="hint"]', f"background: {t.selection}; border: none; border-radius: {sheet.px(6)};"
    yield 'QFrame[kind="hint"][tone="warning"]', f"background: {t.warning_fill};"
    yield 'QFrame[kind="hint"][tone="danger"]', f"background: {t.danger_fill};"
    yield 'QFrame[kind="hairline"]', f"background: {t.hairline}; border: none;"
    yield 'QFrame[kind="popup"]', f"background: {t.base}; border: 1px solid {t.button_border};"
    yield 'QFrame[kind="sign"]', f"background: {t.selection}; border: none; border-radius: 18px;"
    yield 'QFrame[kind="sign"][tone="warning"]', f"background: {t.warning_fill};"
    yield 'QFrame[kind="sign"][tone="danger"]', f"background: {t.danger_fill};"
    chip = 'QFrame[kind="goal-chip"]'
    size = f"min-height: {sheet.px(22)}; max-height: {sheet.px(22)};"
    yield chip, f"background: {t.base}; border: 1px solid {t.button_border}; border-radius: {sheet.px(6)}; {size}"
    yield f"{chip}:hover", f"background: {t.hover};"
    yield f"{chip}:focus", f"border: 2px solid {t.accent}; min-height: {round(22 * sheet.unit) - 2}px;"
    yield 'QWidget[toolbar="true"]', f"border: none; border-bottom: 1px solid {t.hairline};"
    frame = 'QFrame[kind="input"]'
    yield frame, f"background: {t.base}; border: 1px solid {t.input_border}; border-radius: {sheet.px(6)}; padding: 1px;"
    yield f'{frame}[state="offered"]', "border-style: dashed;"
    yield f'{frame}[state="error"]', f"border-color: {t.danger};"
    yield f'{frame}[state="focus"]', f"border: 2px solid {t.accent}; padding: 0;"
    yield f'{frame}[state="focus-error"]', f"border: 2px solid {t.danger}; padding: 0;"
    yield f"{frame}:disabled", f"background: {t.alternate}; border-color: {t.hairline};"


def labels(sheet: Sheet) -> Iterator[Rule]:
    """Yield the rules of texts that are only read."""
    t = sheet.tokens
    for scale, size in sheet.sizes.items():
        if scale != "base":
            yield f'QLabel[scale="{scale}"]', f"font-size: {size};"
    for scale in ("card", "section", "dialog", "page", "number"):
        yield f'QLabel[scale="{scale}"]', f"font-size: {sheet.sizes[scale]}; font-weight: 600;"
    yield 'QLabel[scale="intro"]', f"font-size: {sheet.sizes['card']};"
    for name, weight in _TEXT_WEIGHTS.items():
        yield f'QLabel[weight="{name}"]', f"font-weight: {weight};"
    for tone in _TONES:
        yield f'QLabel[tone="{tone}"]', f"color: {getattr(t, tone)};"
    small = f"font-size: {sheet.sizes['caption']};"
    size = f"min-height: {sheet.px(18)}; max-height: {sheet.px(18)}; border-radius: {sheet.px(9)}; padding: 0 {sheet.px(6)};"
    badge = f"{small} {size} font-weight: 600;"
    yield 'QLabel[kind="badge"]', f"{badge} color: {t.warning}; background: {t.warning_fill};"
    yield 'QLabel[kind="badge"][tone="muted"]', f"color: {t.muted}; background: {t.hover};"
    yield (
        'QLabel[kind="best"]',
        (
            f"{small} font-weight: 600; color: {t.accent}; background: {t.selection};"
            f" border-radius: {sheet.px(4)}; padding: 0 {sheet.px(6)};"
            f" min-height: {sheet.px(18)}; max-height: {sheet.px(18)};"
        ),
    )
    yield (
        'QLabel[kind="note"]',
        f"color: {t.danger}; background: {t.danger_fill}; border-radius: {sheet.px(4)}; padding: {sheet.px(3)} {sheet.px(7)};",
    )
    yield (
        'QLabel[kind="key"]',
        (
            f"{small} color: {t.muted}; border: 1px solid {t.button_border}; border-radius: {sheet.px(4)}; padding: 0 {sheet.px(5)};"
            f" min-height: {sheet.px(16)}; max-height: {sheet.px(16)};"
        ),
    )
