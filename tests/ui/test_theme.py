"""Colours that can be read, live in both schemes; sizes that hold still under the focus; icons that follow."""

import gc
import re
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.paths import resources_folder
from fractal_desktop.ui.icons import goal_icon, icon
from fractal_desktop.ui.style_sheet import style_sheet
from fractal_desktop.ui.theme import DARK, FACTORS, LIGHT, Theme, ThemeMode, Tokens, TypeScale, current_tokens, set_look
from fractal_desktop.ui.widgets import IconLabel

SCHEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("window", "base", "alternate", "selection", "hover")


def contrast(one: str, other: str) -> float:
    """Return the ratio of WCAG 2.2."""

    def luminance(name: str) -> float:
        color = QColor(name)
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@SCHEMES
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_can_be_read_on_every_ground(tokens: Tokens, ground: str) -> None:
    for role in ("text", "muted", "accent"):
        assert contrast(getattr(tokens, role), getattr(tokens, ground)) >= 4.5, role


@SCHEMES
def test_texts_on_their_own_fill_can_be_read(tokens: Tokens) -> None:
    pairs = [
        (tokens.warning, tokens.warning_fill),
        (tokens.danger, tokens.danger_fill),
        (tokens.on_accent, tokens.accent),
        (tokens.on_accent, tokens.accent_hover),
        (tokens.on_accent, tokens.accent_pressed),
        (tokens.tooltip_text, tokens.tooltip_fill),
    ]
    for text, fill in pairs:
        assert contrast(text, fill) >= 4.5


@SCHEMES
def test_the_border_of_an_input_can_be_seen(tokens: Tokens) -> None:
    assert contrast(tokens.input_border, tokens.base) >= 3
    assert contrast(tokens.input_border, tokens.window) >= 3


@SCHEMES
@pytest.mark.parametrize("goal_type", list(GoalType))
def test_the_outline_of_a_goal_type_can_be_seen(tokens: Tokens, goal_type: GoalType) -> None:
    assert contrast(tokens.goal_outline(goal_type), tokens.base) >= 3


@SCHEMES
def test_the_pictures_in_controls_have_the_colours_of_the_table(tokens: Tokens) -> None:
    known = {tokens.muted, tokens.disabled, tokens.on_accent, tokens.text}
    pictures = sorted((resources_folder() / "icons" / "controls" / ("dark" if tokens.dark else "light")).glob("*.svg"))
    assert pictures
    for picture in pictures:
        assert set(re.findall(r"#[0-9A-F]{6}", picture.read_text(encoding="utf-8"))) <= known, picture.name


@SCHEMES
def test_the_style_sheet_names_only_pictures_there_are(tokens: Tokens) -> None:
    sheet = style_sheet(tokens, 1.0, {scale.value: "13px" for scale in TypeScale})
    folder = resources_folder() / "icons" / "controls"
    names = set(re.findall(r"url\(controls:([^)]+)\)", sheet))
    assert names
    assert [name for name in names if not (folder / name).is_file()] == []


def test_no_rule_gives_a_date_and_time_field_a_border() -> None:
    sheet = style_sheet(LIGHT, 1.0, {scale.value: "13px" for scale in TypeScale})
    assert not re.search(r"QDateTimeEdit|QAbstractSpinBox|QDateEdit", sheet)


def test_switching_the_scheme_changes_the_palette_and_tells(qtbot: QtBot, light: Theme) -> None:
    with qtbot.waitSignal(light.changed):
        light.set_mode(ThemeMode.DARK)
    assert light.tokens is DARK
    assert current_tokens() is DARK
    assert QApplication.palette().color(QPalette.ColorRole.Base) == QColor(DARK.base)
    with qtbot.assertNotEmitted(light.changed, wait=1):
        light.set_mode(ThemeMode.DARK)


def test_system_mode_follows_the_desktop_live(qtbot: QtBot, light: Theme) -> None:
    light.set_mode(ThemeMode.SYSTEM)
    light._on_system_scheme_changed(Qt.ColorScheme.Dark)
    assert light.tokens is DARK
    light._on_system_scheme_changed(Qt.ColorScheme.Light)
    assert light.tokens is LIGHT
    light.set_mode(ThemeMode.LIGHT)
    light._on_system_scheme_changed(Qt.ColorScheme.Dark)
    assert light.tokens is LIGHT


def test_the_type_scale_are_factors_of_the_application_s_font(light: Theme) -> None:
    base = light.font()
    for scale, factor in FACTORS.items():
        assert light.font(scale).pointSizeF() == pytest.approx(base.pointSizeF() * factor)
    assert light.font(TypeScale.PAGE, 600).weight() == QFont.Weight.DemiBold
    assert base.featureValue(QFont.Tag("tnum")) == 1


def test_a_label_takes_size_and_weight_from_its_property_and_keeps_tabular_figures(qtbot: QtBot, light: Theme) -> None:
    label = QLabel("128:40")
    qtbot.addWidget(label)
    label.show()
    set_look(label, scale="number")
    assert QFontInfo(label.font()).pointSizeF() == pytest.approx(light.font().pointSizeF() * 2, rel=0.05)
    assert label.font().weight() == QFont.Weight.DemiBold
    assert label.font().featureValue(QFont.Tag("tnum")) == 1


@pytest.mark.parametrize("made", [lambda: QLineEdit("x"), lambda: QPushButton("Go on")], ids=["input", "button"])
def test_the_focus_moves_nothing(qtbot: QtBot, light: Theme, made: type) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    first, second = made(), made()
    column.addWidget(first)
    column.addWidget(second)
    page.show()
    second.setFocus()
    before = (first.geometry(), first.sizeHint(), second.geometry())
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    assert (first.geometry(), first.sizeHint(), second.geometry()) == before


def pixels(picture: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off) -> set[str]:
    image = picture.pixmap(QSize(16, 16), 4.0, mode, state).toImage()
    opaque = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {color.name().upper() for color in opaque if color.alpha() == 255}


def test_an_icon_takes_the_colour_of_its_role_and_follows_the_scheme(light: Theme) -> None:
    trash = icon("trash", "danger")
    assert pixels(trash) == {LIGHT.danger}
    light.set_mode(ThemeMode.DARK)
    assert pixels(trash) == {DARK.danger}
    assert pixels(trash, QIcon.Mode.Disabled) == {DARK.disabled}


def test_a_checked_icon_may_have_a_colour_of_its_own(light: Theme) -> None:
    assert pixels(icon("clock", "muted", "accent"), state=QIcon.State.On) == {LIGHT.accent}


def test_an_icon_is_drawn_for_the_pixels_it_lands_on(light: Theme) -> None:
    pixmap = icon("check").pixmap(QSize(16, 16), 3.0)
    assert pixmap.size() == QSize(48, 48)
    assert pixmap.devicePixelRatio() == 3.0


def test_an_icon_without_room_is_nothing(light: Theme) -> None:
    assert icon("plus").pixmap(QSize(0, 16)).isNull()


def test_icons_survive_their_python_objects(qtbot: QtBot, light: Theme) -> None:
    """The engine is Python, the icon C++: copies, clones and the collector must not take it away."""
    buttons = []
    for _ in range(50):
        button = QPushButton("x")
        qtbot.addWidget(button)
        button.setIcon(QIcon(icon("trash")))
        buttons.append(button)
    gc.collect()
    for button in buttons:
        assert not button.icon().pixmap(16, 16).isNull()


def test_icons_may_be_garbage_together_with_the_widgets_that_hold_them(light: Theme) -> None:
    gone: weakref.ref[QLabel] | None = None
    for glyph in [icon("trash"), goal_icon(GoalType.NANO)] * 20:
        label = IconLabel(glyph)
        label.itself = label  # type: ignore[attr-defined]
        gone = weakref.ref(label)
        del label, glyph
    gc.collect()
    assert gone is not None
    assert gone() is None
    assert not icon("trash").pixmap(16, 16).isNull()


@pytest.mark.parametrize("goal_type", list(GoalType))
def test_each_goal_type_has_a_shape_of_its_own(light: Theme, goal_type: GoalType) -> None:
    shapes = {other: goal_icon(other).pixmap(16, 16).toImage() for other in GoalType}
    assert LIGHT.goal_outline(goal_type) in pixels(goal_icon(goal_type))
    same = [other for other, image in shapes.items() if other is not goal_type and mask(image) == mask(shapes[goal_type])]
    assert same == []


def mask(image: object) -> bytes:
    alpha = image.createAlphaMask()  # type: ignore[attr-defined]
    return bytes(alpha.constBits())


def test_an_icon_that_does_not_exist_is_a_mistake_at_once(light: Theme) -> None:
    with pytest.raises(KeyError):
        icon("no such icon")


def test_every_icon_that_is_asked_for_exists() -> None:
    """Looks through the sources, since most icons are asked for only when something rare happens."""
    package = Path(__file__).parents[2] / "fractal_desktop"
    asked = {name for source in package.rglob("*.py") for name in re.findall(r"\bicon\(\"([a-z-]+)\"", source.read_text(encoding="utf-8"))}
    there = {path.stem for path in (resources_folder() / "icons").glob("*.svg")}
    assert asked
    assert asked - there == set()
