"""The style sheet, generated from the tokens. What each property does stands in `theme.py`."""

from collections.abc import Iterator

from fractal_desktop.ui.tokens import Tokens

Rule = tuple[str, str]
_EDITS = "QTextEdit, QPlainTextEdit"
_INPUTS = "QLineEdit, QTextEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QComboBox"
_TEXT_WEIGHTS = {"medium": 500, "strong": 600}
_TONES = ("muted", "accent", "warning", "danger", "disabled")


def style_sheet(tokens: Tokens, unit: float, font_sizes: dict[str, str]) -> str:
    """Return the sheet; `unit` scales the sizes of LOOK.md, `font_sizes` maps the steps of the type scale to CSS sizes."""
    sheet = _Sheet(tokens, unit, font_sizes)
    return "\n".join(f"{selector} {{ {body} }}" for selector, body in sheet.rules())


class _Sheet:
    """Makes the rules group by group."""

    def __init__(self, tokens: Tokens, unit: float, font_sizes: dict[str, str]) -> None:
        self.t = tokens
        self.unit = unit
        self.sizes = font_sizes
        self.images = "dark" if tokens.dark else "light"

    def rules(self) -> Iterator[Rule]:
        """Yield selector and body of every rule, general ones first."""
        yield from self.surfaces()
        yield from self.labels()
        yield from self.buttons()
        yield from self.tool_buttons()
        yield from self.inputs()
        yield from self.input_parts()
        yield from self.ticks()
        yield from self.menus()
        yield from self.views()
        yield from self.scroll_bars()
        yield from self.odds_and_ends()
        yield from self.calendar()

    def px(self, size: float) -> str:
        return f"{round(size * self.unit)}px"

    def box(self, height: float, padding: float, border: int = 1) -> str:
        """Return sizes of a control that is `height` high in all: what the border takes, the padding gives."""
        inner = round(height * self.unit) - 2 * border
        return f"min-height: {inner}px; padding: 0 {round(padding * self.unit) - (border - 1)}px;"

    def image(self, name: str) -> str:
        return f"image: url(controls:{self.images}/{name}.svg);"

    def surfaces(self) -> Iterator[Rule]:
        t = self.t
        yield "QMainWindow, QStatusBar, QMenuBar", f"background: {t.window};"
        yield "QDialog, QMessageBox", f"background: {t.base};"
        for name in ("window", "base", "alternate"):
            yield f'QWidget[surface="{name}"]', f"background: {getattr(t, name)};"
        yield 'QFrame[kind="card"]', f"background: {t.base}; border: 1px solid {t.hairline}; border-radius: {self.px(8)};"
        yield 'QFrame[kind="footer"]', f"background: {t.alternate}; border: none; border-top: 1px solid {t.hairline};"
        yield 'QFrame[kind="bar"]', f"background: {t.selection}; border: none; border-top: 1px solid {t.hairline};"
        yield 'QFrame[kind="bar"][state="problem"]', f"background: {t.danger_fill};"
        yield 'QFrame[kind="banner"]', f"background: {t.warning_fill}; border: none; border-bottom: 1px solid {t.hairline};"
        yield 'QFrame[kind="hint"]', f"background: {t.selection}; border: none; border-radius: {self.px(6)};"
        yield 'QFrame[kind="hint"][tone="warning"]', f"background: {t.warning_fill};"
        yield 'QFrame[kind="hint"][tone="danger"]', f"background: {t.danger_fill};"
        yield 'QFrame[kind="hairline"]', f"background: {t.hairline}; border: none;"
        yield 'QFrame[kind="popup"]', f"background: {t.base}; border: 1px solid {t.button_border};"
        yield 'QFrame[kind="sign"]', f"background: {t.selection}; border: none; border-radius: 18px;"
        yield 'QFrame[kind="sign"][tone="warning"]', f"background: {t.warning_fill};"
        yield 'QFrame[kind="sign"][tone="danger"]', f"background: {t.danger_fill};"
        chip = 'QFrame[kind="goal-chip"]'
        size = f"min-height: {self.px(22)}; max-height: {self.px(22)};"
        yield chip, f"background: {t.base}; border: 1px solid {t.button_border}; border-radius: {self.px(6)}; {size}"
        yield f"{chip}:hover", f"background: {t.hover};"
        yield f"{chip}:focus", f"border: 2px solid {t.accent}; min-height: {round(22 * self.unit) - 2}px;"
        yield 'QWidget[toolbar="true"]', f"border: none; border-bottom: 1px solid {t.hairline};"
        frame = 'QFrame[kind="input"]'
        yield frame, f"background: {t.base}; border: 1px solid {t.input_border}; border-radius: {self.px(6)}; padding: 1px;"
        yield f'{frame}[state="offered"]', "border-style: dashed;"
        yield f'{frame}[state="error"]', f"border-color: {t.danger};"
        yield f'{frame}[state="focus"]', f"border: 2px solid {t.accent}; padding: 0;"
        yield f'{frame}[state="focus-error"]', f"border: 2px solid {t.danger}; padding: 0;"
        yield f"{frame}:disabled", f"background: {t.alternate}; border-color: {t.hairline};"

    def labels(self) -> Iterator[Rule]:
        t = self.t
        for scale, size in self.sizes.items():
            if scale != "base":
                yield f'QLabel[scale="{scale}"]', f"font-size: {size};"
        for scale in ("card", "section", "dialog", "page", "number"):
            yield f'QLabel[scale="{scale}"]', f"font-size: {self.sizes[scale]}; font-weight: 600;"
        yield 'QLabel[scale="intro"]', f"font-size: {self.sizes['card']};"
        for name, weight in _TEXT_WEIGHTS.items():
            yield f'QLabel[weight="{name}"]', f"font-weight: {weight};"
        for tone in _TONES:
            yield f'QLabel[tone="{tone}"]', f"color: {getattr(t, tone)};"
        small = f"font-size: {self.sizes['caption']};"
        size = f"min-height: {self.px(18)}; max-height: {self.px(18)}; border-radius: {self.px(9)}; padding: 0 {self.px(6)};"
        badge = f"{small} {size} font-weight: 600;"
        yield 'QLabel[kind="badge"]', f"{badge} color: {t.warning}; background: {t.warning_fill};"
        yield 'QLabel[kind="badge"][tone="muted"]', f"color: {t.muted}; background: {t.hover};"
        yield (
            'QLabel[kind="best"]',
            (
                f"{small} font-weight: 600; color: {t.accent}; background: {t.selection};"
                f" border-radius: {self.px(4)}; padding: 0 {self.px(6)};"
                f" min-height: {self.px(18)}; max-height: {self.px(18)};"
            ),
        )
        yield (
            'QLabel[kind="note"]',
            f"color: {t.danger}; background: {t.danger_fill}; border-radius: {self.px(4)}; padding: {self.px(3)} {self.px(7)};",
        )
        yield (
            'QLabel[kind="key"]',
            (
                f"{small} color: {t.muted}; border: 1px solid {t.button_border}; border-radius: {self.px(4)}; padding: 0 {self.px(5)};"
                f" min-height: {self.px(16)}; max-height: {self.px(16)};"
            ),
        )

    def buttons(self) -> Iterator[Rule]:
        t = self.t
        plain = (
            f"border: 1px solid {t.button_border}; border-radius: {self.px(6)}; background: {t.base}; color: {t.text}; font-weight: 500;"
        )
        yield "QPushButton", f"{plain} {self.box(32, 12)} outline: 0;"
        yield "QPushButton:hover", f"background: {t.hover};"
        yield "QPushButton:pressed, QPushButton:open", f"background: {t.pressed};"
        yield "QPushButton:focus", f"border: 2px solid {t.accent}; {self.box(32, 12, 2)}"
        yield "QPushButton:disabled", f"color: {t.disabled}; border-color: {t.hairline}; background: {t.base};"
        yield "QPushButton::menu-indicator", f"image: none; width: {self.px(0)};"
        yield from self.primary_buttons()
        yield 'QPushButton[kind="danger"]', f"color: {t.danger};"
        yield 'QPushButton[kind="danger"]:disabled', f"color: {t.disabled};"
        yield from self.flat_buttons()
        search = 'QPushButton[kind="search"]'
        yield search, f"{self.box(28, 0)} font-weight: 400; text-align: left;"
        toggle = 'QPushButton[kind="toggle"]:checked'
        yield toggle, f"background: {t.selection}; border-color: {t.selection};"
        yield f"{toggle}:focus", f"border-color: {t.accent};"
        yield from self.segments()
        add = 'QPushButton[kind="add"]'
        yield (
            add,
            f"{self.box(24, 8)} font-size: {self.sizes['secondary']}; color: {t.muted}; background: transparent; border-style: dashed;",
        )
        yield f"{add}:hover", f"background: {t.hover}; color: {t.text};"
        yield f"{add}:focus", f"{self.box(24, 8, 2)} border: 2px solid {t.accent};"
        chip = 'QPushButton[kind="chip"]'
        yield chip, f"{self.box(28, 10)} font-size: {self.sizes['secondary']};"
        yield f"{chip}:focus", self.box(28, 10, 2)
        yield f'{chip}[active="true"]', f"background: {t.selection}; border-color: {t.selection};"
        yield f'{chip}[active="true"]:focus', f"border-color: {t.accent};"

    def segments(self) -> Iterator[Rule]:
        """Buttons side by side share their borders: only the first has a left one, the corners are round at the ends."""
        t = self.t
        radius = self.px(6)
        yield "QPushButton[segment]", f"border-radius: 0; border-left: none; {self.box(32, 12)}"
        yield (
            'QPushButton[segment="first"], QPushButton[segment="only"]',
            (f"border-left: 1px solid {t.button_border}; border-top-left-radius: {radius}; border-bottom-left-radius: {radius};"),
        )
        yield (
            'QPushButton[segment="last"], QPushButton[segment="only"]',
            (f"border-top-right-radius: {radius}; border-bottom-right-radius: {radius};"),
        )
        yield "QPushButton[segment]:checked", f"background: {t.selection}; font-weight: 600;"
        yield "QPushButton[segment]:focus", f"border: 2px solid {t.accent}; {self.box(32, 11, 2)}"
        compact = 'QPushButton[segment][compact="true"]'
        yield compact, f"font-size: {self.sizes['secondary']}; {self.box(28, 8)}"
        yield f"{compact}:focus", self.box(28, 7, 2)

    def primary_buttons(self) -> Iterator[Rule]:
        t = self.t
        name = 'QPushButton[kind="primary"]'
        yield name, f"background: {t.accent}; border-color: {t.accent}; color: {t.on_accent}; font-weight: 600;"
        yield f"{name}:hover", f"background: {t.accent_hover}; border-color: {t.accent_hover};"
        yield f"{name}:pressed", f"background: {t.accent_pressed}; border-color: {t.accent_pressed};"
        # An accent frame on accent fill would not be seen: the ring of the focused primary button is the text's colour.
        yield f"{name}:focus", f"border-color: {t.text};"
        yield f"{name}:disabled", f"background: {t.pressed}; border-color: {t.pressed}; color: {t.disabled};"

    def flat_buttons(self) -> Iterator[Rule]:
        t = self.t
        both = 'QPushButton[kind="flat"], QPushButton[kind="link"]'
        yield both, "background: transparent; border-color: transparent;"
        yield 'QPushButton[kind="link"]', f"color: {t.accent}; {self.box(24, 4)}"
        yield 'QPushButton[kind="link"]:focus', f"{self.box(24, 4, 2)} border-color: {t.accent};"
        yield 'QPushButton[kind="link"][scale="secondary"]', f"font-size: {self.sizes['secondary']};"
        yield 'QPushButton[kind="flat"]:focus', f"border-color: {t.accent};"
        yield 'QPushButton[kind="flat"]:hover, QPushButton[kind="link"]:hover', f"background: {t.hover};"
        yield 'QPushButton[kind="flat"]:pressed, QPushButton[kind="link"]:pressed', f"background: {t.pressed};"
        yield 'QPushButton[kind="link"]:disabled, QPushButton[kind="flat"]:disabled', f"color: {t.disabled}; background: transparent;"

    def tool_buttons(self) -> Iterator[Rule]:
        t = self.t
        yield (
            "QToolButton",
            (
                f"border: 1px solid transparent; border-radius: {self.px(6)}; background: transparent;"
                f" color: {t.text}; padding: {self.px(5)}; outline: 0;"
            ),
        )
        yield "QToolButton:hover", f"background: {t.hover};"
        yield "QToolButton:pressed, QToolButton:open", f"background: {t.pressed};"
        yield "QToolButton:checked", f"background: {t.selection};"
        yield "QToolButton:focus", f"border: 2px solid {t.accent}; padding: {round(5 * self.unit) - 1}px;"
        yield "QToolButton:disabled", f"color: {t.disabled};"
        yield "QToolButton::menu-indicator", "image: none;"
        yield 'QToolButton[kind="chip"]', f"padding: 0; border-radius: {self.px(4)};"
        tool = 'QToolButton[kind="tool"]'
        yield tool, f"border: 1px solid {t.button_border}; background: {t.base};"
        yield f"{tool}:hover", f"background: {t.hover};"
        yield f"{tool}:pressed, {tool}:open", f"background: {t.pressed};"
        yield f"{tool}:focus", f"border: 2px solid {t.accent};"
        yield f"{tool}:disabled", f"border-color: {t.hairline};"

    def inputs(self) -> Iterator[Rule]:
        t = self.t
        look = f"border: 1px solid {t.input_border}; border-radius: {self.px(6)}; background: {t.base}; color: {t.text};"
        selected = f"selection-background-color: {t.selection}; selection-color: {t.text};"
        yield _INPUTS, f"{look} {selected} placeholder-text-color: {t.muted};"
        yield "QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox", self.box(32, 9)
        yield _EDITS, f"padding: {self.px(6)} {self.px(8)};"
        focused = ", ".join(f"{name}:focus" for name in _INPUTS.split(", "))
        yield focused, f"border: 2px solid {t.accent};"
        yield "QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus", self.box(32, 9, 2)
        yield "QTextEdit:focus, QPlainTextEdit:focus", f"padding: {round(6 * self.unit) - 1}px {round(8 * self.unit) - 1}px;"
        disabled = ", ".join(f"{name}:disabled" for name in _INPUTS.split(", "))
        yield disabled, f"background: {t.alternate}; border-color: {t.hairline}; color: {t.disabled};"
        yield 'QLineEdit[readOnly="true"], QTextEdit[readOnly="true"], QPlainTextEdit[readOnly="true"]', f"background: {t.alternate};"
        error = ", ".join(f'{name}[state="error"]' for name in _INPUTS.split(", "))
        yield error, f"border-color: {t.danger};"
        yield 'QLineEdit[state="offered"]', f"border-style: dashed; color: {t.muted};"
        yield from self.special_inputs()

    def special_inputs(self) -> Iterator[Rule]:
        t = self.t
        yield 'QLineEdit[kind="set"]', f"{self.box(28, 8)} border-radius: {self.px(5)};"
        yield 'QLineEdit[kind="set"]:focus', self.box(28, 8, 2)
        yield 'QLineEdit[kind="rename"]', f"{self.box(26, 5)} border-radius: {self.px(4)};"
        yield 'QLineEdit[kind="rename"]:focus', self.box(26, 5, 2)
        yield 'QLineEdit[kind="rename"][state="error"]:focus', f"border-color: {t.danger};"
        title = 'QLineEdit[kind="title"]'
        font = f"font-size: {self.sizes['page']}; font-weight: 600;"
        yield title, f"{font} {self.box(36, 6)} border-color: transparent; background: transparent;"
        yield f"{title}:hover", f"background: {t.hover};"
        yield f"{title}:focus", f"{self.box(36, 6, 2)} border-color: {t.accent}; background: {t.base};"
        yield f"{title}:disabled", f"color: {t.text}; border-color: transparent; background: transparent;"
        quiet = 'QLineEdit[kind="quiet"]'
        yield quiet, f"{self.box(28, 8)} border-color: transparent; background: transparent; font-weight: 500;"
        yield f"{quiet}:hover", f"border-color: {t.button_border}; background: {t.base};"
        yield f"{quiet}:focus", f"{self.box(28, 8, 2)} border-color: {t.accent}; background: {t.base};"
        yield f'{quiet}[readOnly="true"], {quiet}:disabled', "border-color: transparent; background: transparent;"
        yield f'{quiet}[state="error"], {quiet}[state="error"]:focus', f"border-color: {t.danger};"
        yield f'{quiet}[state="running"]', f"color: {t.accent}; font-weight: 600;"
        yield 'QPlainTextEdit[kind="bare"], QPlainTextEdit[kind="bare"]:focus', "border: none; background: transparent; padding: 0;"
        inner = 'QLineEdit[kind="bare"]'
        yield f"{inner}, {inner}:focus", "border: none; background: transparent; padding: 0; min-height: 0;"

    def input_parts(self) -> Iterator[Rule]:
        t = self.t
        yield "QComboBox::drop-down", f"border: none; width: {self.px(28)};"
        yield "QComboBox::down-arrow", f"{self.image('chevron-down')} width: {self.px(12)}; height: {self.px(12)};"
        yield "QComboBox::down-arrow:disabled", self.image("chevron-down-disabled")
        yield (
            "QComboBox QAbstractItemView",
            (
                f"background: {t.base}; border: 1px solid {t.button_border}; padding: {self.px(4)}; outline: 0;"
                f" selection-background-color: {t.selection}; selection-color: {t.text};"
            ),
        )
        yield "QComboBox QAbstractItemView::item", f"min-height: {self.px(28)}; padding: 0 {self.px(6)};"
        for part, arrow, name in (("up-button", "up-arrow", "chevron-up"), ("down-button", "down-arrow", "chevron-down")):
            boxes = f"QSpinBox::{part}, QDoubleSpinBox::{part}"
            yield boxes, f"border: none; background: transparent; width: {self.px(22)};"
            yield f"QSpinBox::{part}:hover, QDoubleSpinBox::{part}:hover", f"background: {t.hover};"
            yield f"QSpinBox::{arrow}, QDoubleSpinBox::{arrow}", f"{self.image(name)} width: {self.px(10)}; height: {self.px(10)};"
            off = f"QSpinBox::{arrow}:disabled, QDoubleSpinBox::{arrow}:disabled, QSpinBox::{arrow}:off, QDoubleSpinBox::{arrow}:off"
            yield off, self.image(f"{name}-disabled")

    def ticks(self) -> Iterator[Rule]:
        t = self.t
        both = "QCheckBox, QRadioButton"
        yield both, f"spacing: {self.px(8)}; padding: 2px; border: 2px solid transparent; border-radius: {self.px(6)}; outline: 0;"
        yield "QCheckBox:focus, QRadioButton:focus", f"border-color: {t.accent};"
        yield "QCheckBox:disabled, QRadioButton:disabled", f"color: {t.disabled};"
        size = f"width: {self.px(14)}; height: {self.px(14)}; border: 1px solid {t.input_border}; background: {t.base};"
        for part, radius, on in (
            ("QCheckBox::indicator", 4, "check"),
            ("QRadioButton::indicator", 8, "radio"),
            ("QAbstractItemView::indicator", 4, "check"),
        ):
            yield part, f"{size} border-radius: {self.px(radius)};"
            yield f"{part}:hover", f"background: {t.hover};"
            yield f"{part}:checked", f"background: {t.accent}; border-color: {t.accent}; {self.image(on)}"
            yield f"{part}:disabled", f"border-color: {t.hairline};"
            yield f"{part}:checked:disabled", f"background: {t.pressed}; border-color: {t.pressed};"
        yield "QCheckBox::indicator:indeterminate", f"background: {t.accent}; border-color: {t.accent}; {self.image('dash')}"

    def menus(self) -> Iterator[Rule]:
        t = self.t
        yield "QMenuBar", f"border-bottom: 1px solid {t.hairline}; padding: {self.px(7)} 0 {self.px(5)} {self.px(9)}; spacing: 0;"
        yield "QMenuBar::item", f"padding: {self.px(5)} {self.px(9)}; border-radius: {self.px(6)}; background: transparent;"
        yield "QMenuBar::item:selected", f"background: {t.hover};"
        yield "QMenuBar::item:pressed", f"background: {t.pressed};"
        yield "QMenu", f"background: {t.base}; border: 1px solid {t.button_border}; padding: {self.px(4)};"
        item = f"padding: {self.px(6)} {self.px(32)} {self.px(6)} {self.px(10)}; border-radius: {self.px(4)}; margin: 0;"
        yield "QMenu::item", item
        yield "QMenu::item:selected", f"background: {t.selection};"
        yield "QMenu::item:disabled", f"color: {t.disabled};"
        yield "QMenu::separator", f"height: 1px; background: {t.hairline}; margin: {self.px(4)} {self.px(6)};"
        yield "QMenu::indicator", f"width: {self.px(14)}; height: {self.px(14)}; left: {self.px(6)};"
        yield "QMenu::indicator:checked", self.image("menu-check")
        yield "QMenu::right-arrow", f"{self.image('chevron-right')} width: {self.px(12)}; height: {self.px(12)};"
        yield "QMenu::icon", f"left: {self.px(8)};"
        yield (
            "QToolTip",
            (
                f"background: {t.tooltip_fill}; color: {t.tooltip_text}; border: 1px solid {t.tooltip_border};"
                f" padding: {self.px(5)} {self.px(8)}; font-size: {self.sizes['secondary']};"
            ),
        )

    def views(self) -> Iterator[Rule]:
        t = self.t
        views = "QTreeView, QTableView, QListView"
        yield (
            views,
            (
                f"border: none; outline: 0; background: {t.base}; alternate-background-color: {t.base};"
                f" selection-background-color: {t.selection}; selection-color: {t.text}; gridline-color: {t.hairline};"
            ),
        )
        yield 'QAbstractItemView[frame="card"]', f"border: 1px solid {t.hairline}; border-radius: {self.px(8)};"
        yield 'QAbstractItemView[frame="card"]:focus', f"border: 2px solid {t.accent};"
        yield "QTreeView::item:hover, QTableView::item:hover, QListView::item:hover", f"background: {t.hover};"
        yield (
            "QTreeView::item:selected, QTableView::item:selected, QListView::item:selected",
            (f"background: {t.selection}; color: {t.text};"),
        )
        yield "QTreeView::branch", "background: transparent; border-image: none; image: none;"
        yield "QTreeView::branch:closed:has-children", self.image("chevron-right")
        yield "QTreeView::branch:open:has-children", self.image("chevron-down")
        yield "QTreeView::item, QListView::item", f"min-height: {self.px(28)};"
        yield "QTableView::item", f"border-bottom: 1px solid {t.hairline}; padding: 0 {self.px(8)};"
        rail = 'QListView[kind="rail"]'
        yield f'{rail}, QFrame[kind="rail"]', f"background: {t.window}; border-right: 1px solid {t.hairline}; padding-top: {self.px(7)};"
        yield f"{rail}::item:hover, {rail}::item:selected", "background: transparent;"
        yield "QHeaderView", f"background: {t.alternate}; border: none;"
        yield (
            "QHeaderView::section",
            (
                f"background: {t.alternate}; color: {t.muted}; border: none; border-bottom: 1px solid {t.hairline};"
                f" padding: 0 {self.px(8)}; min-height: {self.px(27)}; font-size: {self.sizes['secondary']}; font-weight: 400;"
            ),
        )
        yield "QHeaderView::section:hover", f"color: {t.text};"
        yield "QTableCornerButton::section", f"background: {t.alternate}; border: none;"

    def scroll_bars(self) -> Iterator[Rule]:
        t = self.t
        yield "QScrollBar", "background: transparent; border: none;"
        yield "QScrollBar:vertical", f"width: {self.px(12)}; margin: 0;"
        yield "QScrollBar:horizontal", f"height: {self.px(12)}; margin: 0;"
        yield "QScrollBar::handle", f"background: {t.button_border}; border-radius: 3px; margin: 3px;"
        yield "QScrollBar::handle:vertical", f"min-height: {self.px(32)};"
        yield "QScrollBar::handle:horizontal", f"min-width: {self.px(32)};"
        yield "QScrollBar::handle:hover, QScrollBar::handle:pressed", f"background: {t.input_border};"
        yield "QScrollBar::add-line, QScrollBar::sub-line", "width: 0; height: 0; border: none; background: transparent;"
        yield "QScrollBar::add-page, QScrollBar::sub-page", "background: transparent;"
        yield "QAbstractScrollArea::corner", "background: transparent; border: none;"

    def odds_and_ends(self) -> Iterator[Rule]:
        t = self.t
        yield "QScrollArea", "border: none; background: transparent;"
        yield "QSplitter::handle", f"background: {t.hairline};"
        yield "QSplitter::handle:hover", f"background: {t.button_border};"
        yield 'QStatusBar, QFrame[kind="status"]', f"border-top: 1px solid {t.hairline};"
        yield "QStatusBar::item", "border: none;"
        status = 'QPushButton[kind="status"]'
        font = f"font-size: {self.sizes['secondary']}; font-weight: 400;"
        yield status, f"{font} color: {t.muted}; background: transparent; border-color: transparent; {self.box(24, 4)}"
        yield f"{status}:hover", f"background: {t.hover};"
        yield f"{status}:focus", f"border: 2px solid {t.accent}; {self.box(24, 4, 2)}"
        yield "QProgressBar", f"border: none; border-radius: 3px; background: {t.ramp[0]}; min-height: 6px; max-height: 6px;"
        yield "QProgressBar::chunk", f"background: {t.accent}; border-radius: 3px;"
        yield "QSlider", "background: transparent; min-height: 22px;"
        yield "QSlider::groove:horizontal", f"height: 4px; border-radius: 2px; background: {t.ramp[0]};"
        yield "QSlider::sub-page:horizontal", f"height: 4px; border-radius: 2px; background: {t.ramp[4]};"
        handle = f"width: 12px; margin: -6px 0; border-radius: 8px; border: 2px solid {t.accent}; background: {t.base};"
        yield "QSlider::handle:horizontal", handle
        yield "QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus", f"background: {t.accent};"
        yield "QTabWidget::pane", f"border: none; border-top: 1px solid {t.hairline};"
        yield (
            "QTabBar::tab",
            (
                f"color: {t.muted}; background: transparent; border: none; border-bottom: 2px solid transparent;"
                f" padding: {self.px(8)} {self.px(12)};"
            ),
        )
        yield "QTabBar::tab:hover", f"color: {t.text};"
        yield "QTabBar::tab:selected", f"color: {t.text}; border-bottom-color: {t.accent};"
        yield "QTabBar::tab:focus", f"background: {t.hover};"
        yield (
            "QGroupBox",
            f"border: 1px solid {t.hairline}; border-radius: {self.px(8)}; margin-top: {self.px(10)}; padding: {self.px(12)};",
        )
        yield "QGroupBox::title", f"subcontrol-origin: margin; left: {self.px(12)}; color: {t.muted};"

    def calendar(self) -> Iterator[Rule]:
        t = self.t
        yield "QCalendarWidget QWidget#qt_calendar_navigationbar", f"background: {t.base}; border-bottom: 1px solid {t.hairline};"
        yield "QCalendarWidget QToolButton", f"font-weight: 600; padding: {self.px(4)} {self.px(8)}; margin: {self.px(4)};"
        for name, image in (("prev", "left"), ("next", "right")):
            yield (
                f"QCalendarWidget QToolButton#qt_calendar_{name}month",
                f"qproperty-icon: url(controls:{self.images}/chevron-{image}.svg);",
            )
        yield "QCalendarWidget QSpinBox", f"min-height: {self.px(24)};"
        yield (
            "QCalendarWidget QAbstractItemView",
            (f"background: {t.base}; color: {t.text}; selection-background-color: {t.accent}; selection-color: {t.on_accent};"),
        )
        yield "QCalendarWidget QAbstractItemView:disabled", f"color: {t.disabled};"
        yield "QCalendarWidget QTableView::item", "border: none; padding: 0;"
        yield "QCalendarWidget QTableView::item:hover", f"background: {t.hover};"
        yield "QCalendarWidget QTableView::item:selected", f"background: {t.accent}; color: {t.on_accent};"
