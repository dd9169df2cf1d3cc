"""The field for a day of the period: the locale's order, and always the whole year."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDateEdit
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.day_field import DayField
from fractal_desktop.ui.theme import Theme


@pytest.fixture(autouse=True)
def plain_locale() -> Iterator[None]:
    yield
    QLocale.setDefault(QLocale.c())


@pytest.mark.parametrize(
    ("locale", "text"),
    [("en_US", "4/1/2025"), ("de_DE", "01.04.2025"), ("en_GB", "01/04/2025"), ("sv_SE", "2025-04-01"), ("C", "2025-04-01")],
)
def test_a_day_has_all_of_its_year_in_every_locale(qtbot: QtBot, light: Theme, locale: str, text: str) -> None:
    QLocale.setDefault(QLocale(locale))
    field = DayField("First day", date(2026, 3, 5))
    qtbot.addWidget(field)
    field.set_day(date(2025, 4, 1))
    assert field.findChild(QDateEdit).text() == text


def test_a_day_of_another_century_is_typed(qtbot: QtBot, light: Theme) -> None:
    QLocale.setDefault(QLocale("de_DE"))
    field = DayField("First day", date(2026, 3, 5))
    qtbot.addWidget(field)
    edit = field.findChild(QDateEdit)
    edit.setSelectedSection(QDateEdit.Section.DaySection)
    QTest.keyClicks(edit, "24121925")
    assert field.day == date(1925, 12, 24)
