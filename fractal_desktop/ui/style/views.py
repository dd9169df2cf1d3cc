"""Lists, menus, bars and tabs."""

from collections.abc import Iterator

from fractal_desktop.ui.style.sheet import Rule, Sheet


def menus(sheet: Sheet) -> Iterator[Rule]:
    """Yield the rules of menus and tool tips."""
    t = sheet.tokens
    yield "QMenuBar", f"border-bottom: 1px solid {t.hairline}; padding: {sheet.px(7)} 0 {sheet.px(5)} {sheet.px(9)}; spacing: 0;"
    yield "QMenuBar::item", f"padding: {sheet.px(5)} {sheet.px(9)}; border-radius: {sheet.px(6)}; background: transparent;"
    yield "QMenuBar::item:selected", f"background: {t.hover};"
    yield "QMenuBar::item:pressed", f"background: {t.pressed};"
    yield "QMenu", f"background: {t.base}; border: 1px solid {t.button_border}; padding: {sheet.px(4)};"
    item = f"padding: {sheet.px(6)} {sheet.px(32)} {sheet.px(6)} {sheet.px(10)}; border-radius: {sheet.px(4)}; margin: 0;"
    yield "QMenu::item", item
    yield "QMenu::item:selected", f"background: {t.selection};"
    yield "QMenu::item:disabled", f"color: {t.disabled};"
    yield "QMenu::separator", f"height: 1px; background: {t.hairline}; margin: {sheet.px(4)} {sheet.px(6)};"
    yield "QMenu::indicator", f"width: {sheet.px(14)}; height: {sheet.px(14)}; left: {sheet.px(6)};"
    yield "QMenu::indicator:checked", sheet.image("menu-check")
    yield "QMenu::right-arrow", f"{sheet.image('chevron-right')} width: {sheet.px(12)}; height: {sheet.px(12)};"
    yield "QMenu::icon", f"left: {sheet.px(8)};"
    yield (
        "QToolTip",
        (
            f"background: {t.tooltip_fill}; color: {t.tooltip_text}; border: 1px solid {t.tooltip_border};"
            f" padding: {sheet.px(5)} {sheet.px(8)}; font-size: {sheet.sizes['secondary']};"
        ),
    )


def views(sheet: Sheet) -> Iterator[Rule]:
    """Yield the rules of trees, tables and lists, and their heads."""
    t = sheet.tokens
    views = "QTreeView, QTableView, QListView"
    yield (
        views,
        (
            f"border: none; outline: 0; background: {t.base}; alternate-background-color: {t.base};"
            f" selection-background-color: {t.selection}; selection-color: {t.text}; gridline-color: {t.hairline};"
        ),
    )
    yield 'QAbstractItemView[frame="card"]', f"border: 1px solid {t.hairline}; border-radius: {sheet.px(8)};"
    yield 'QAbstractItemView[frame="card"]:focus', f"border: 2px solid {t.accent};"
    yield "QTreeView::item:hover, QTableView::item:hover, QListView::item:hover", f"background: {t.hover};"
    yield (
        "QTreeView::item:selected, QTableView::item:selected, QListView::item:selected",
        (f"background: {t.selection}; color: {t.text};"),
    )
    yield "QTreeView::branch", "background: transparent; border-image: none; image: none;"
    yield "QTreeView::branch:closed:has-children", sheet.image("chevron-right")
    yield "QTreeView::branch:open:has-children", sheet.image("chevron-down")
    yield "QTreeView::item, QListView::item", f"min-height: {sheet.px(28)};"
    yield "QTableView::item", f"border-bottom: 1px solid {t.hairline}; padding: 0 {sheet.px(8)};"
    rail = 'QListView[kind="rail"]'
    yield f'{rail}, QFrame[kind="rail"]', f"background: {t.window}; border-right: 1px solid {t.hairline}; padding-top: {sheet.px(7)};"
    yield f"{rail}::item:hover, {rail}::item:selected", "background: transparent;"
    yield "QHeaderView", f"background: {t.alternate}; border: none;"
    yield (
        "QHeaderView::section",
        (
            f"background: {t.alternate}; color: {t.muted}; border: none; border-bottom: 1px solid {t.hairline};"
            f" padding: 0 {sheet.px(8)}; min-height: {sheet.px(27)}; font-size: {sheet.sizes['secondary']}; font-weight: 400;"
        ),
    )
    yield "QHeaderView::section:hover", f"color: {t.text};"
    yield "QTableCornerButton::section", f"background: {t.alternate}; border: none;"


def scroll_bars(sheet: Sheet) -> Iterator[Rule]:
    """Yield the rules of scroll bars."""
    t = sheet.tokens
    yield "QScrollBar", "background: transparent; border: none;"
    yield "QScrollBar:vertical", f"width: {sheet.px(12)}; margin: 0;"
    yield "QScrollBar:horizontal", f"height: {sheet.px(12)}; margin: 0;"
    yield "QScrollBar::handle", f"background: {t.button_border}; border-radius: 3px; margin: 3px;"
    yield "QScrollBar::handle:vertical", f"min-height: {sheet.px(32)};"
    yield "QScrollBar::handle:horizontal", f"min-width: {sheet.px(32)};"
    yield "QScrollBar::handle:hover, QScrollBar::handle:pressed", f"background: {t.input_border};"
    yield "QScrollBar::add-line, QScrollBar::sub-line", "width: 0; height: 0; border: none; background: transparent;"
    yield "QScrollBar::add-page, QScrollBar::sub-page", "background: transparent;"
    yield "QAbstractScrollArea::corner", "background: transparent; border: none;"


def odds_and_ends(sheet: Sheet) -> Iterator[Rule]:
    """Yield the rules of what there is little of: splitter, status bar, progress, slider, tabs."""
    t = sheet.tokens
    yield "QScrollArea", "border: none; background: transparent;"
    yield "QSplitter::handle", f"background: {t.hairline};"
    yield "QSplitter::handle:hover", f"background: {t.button_border};"
    yield 'QStatusBar, QFrame[kind="status"]', f"border-top: 1px solid {t.hairline};"
    yield "QStatusBar::item", "border: none;"
    status = 'QPushButton[kind="status"]'
    font = f"font-size: {sheet.sizes['secondary']}; font-weight: 400;"
    yield status, f"{font} color: {t.muted}; background: transparent; border-color: transparent; {sheet.box(24, 4)}"
    yield f"{status}:hover", f"background: {t.hover};"
    yield f"{status}:focus", f"border: 2px solid {t.accent}; {sheet.box(24, 4, 2)}"
    yield "QProgressBar", f"border: none; border-radius: 3px; background: {t.ramp[0]}; min-height: 6px; max-height: 6px;"
    yield "QProgressBar::chunk", f"background: {t.accent}; border-radius: 3px;"
    room = sheet.px(6)
    yield "QSlider", f"background: transparent; min-height: 22px; padding: 0 {room}; border: 2px solid transparent; border-radius: {room};"
    yield "QSlider:focus", f"border-color: {t.accent};"
    yield "QSlider::groove:horizontal", f"height: 4px; border-radius: 2px; background: {t.ramp[0]};"
    yield "QSlider::sub-page:horizontal", f"height: 4px; border-radius: 2px; background: {t.ramp[4]};"
    handle = f"width: 12px; margin: -6px 0; border-radius: 8px; border: 2px solid {t.accent}; background: {t.base};"
    yield "QSlider::handle:horizontal", handle
    yield "QSlider::handle:horizontal:hover", f"background: {t.hover};"
    yield "QSlider::handle:horizontal:pressed", f"background: {t.pressed};"
    yield "QTabWidget::pane", f"border: none; border-top: 1px solid {t.hairline};"
    yield (
        "QTabBar::tab",
        (
            f"color: {t.muted}; background: transparent; border: none; border-bottom: 2px solid transparent;"
            f" padding: {sheet.px(8)} {sheet.px(12)};"
        ),
    )
    yield "QTabBar::tab:hover", f"color: {t.text};"
    yield "QTabBar::tab:selected", f"color: {t.text}; border-bottom-color: {t.accent};"
    yield "QTabBar::tab:focus", f"background: {t.hover};"
    yield (
        "QGroupBox",
        f"border: 1px solid {t.hairline}; border-radius: {sheet.px(8)}; margin-top: {sheet.px(10)}; padding: {sheet.px(12)};",
    )
    yield "QGroupBox::title", f"subcontrol-origin: margin; left: {sheet.px(12)}; color: {t.muted};"
