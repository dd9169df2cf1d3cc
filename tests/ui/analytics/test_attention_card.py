"""Intended and real shares: what is said before anything is meant, who starves, and giving shares by keys."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.ids import GoalId
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.analytics.attention_card import AttentionCard, read_attention
from fractal_desktop.ui.analytics.charts.share_bars import ShareBars
from fractal_desktop.ui.analytics.choice import Choice, DayRange
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.shares_dialog import SharesDialog
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.theme import Theme
from tests.ui.acting import put_up
from tests.workspaces import Rows

CHOICE = Choice(DayRange(date(2026, 3, 1), date(2026, 3, 31)), ZoneInfo("UTC"), 0, date(2026, 3, 31))
NEVER = Choice(DayRange(date(2020, 1, 1), date(2020, 1, 31)), ZoneInfo("UTC"), 0, date(2026, 3, 31))


class Person:
    """Somebody before the card, which is asked again after each change."""

    def __init__(self, qtbot: QtBot, card: AttentionCard, workspace: Workspace) -> None:
        self.qtbot, self.card, self.workspace = qtbot, card, workspace

    def look(self, choice: Choice = CHOICE) -> None:
        self.card.show_answer(read_attention(self.workspace, choice))

    def texts(self) -> list[str]:
        return [label.text() for label in self.card.findChildren(QLabel) if label.isVisible() and label.text().strip()]

    @property
    def bars(self) -> ShareBars:
        found = self.card.findChild(ShareBars)
        assert isinstance(found, ShareBars)
        return found

    def said(self) -> list[str]:
        return [self.bars.mark_text(mark).sentence for mark in range(self.bars.mark_count())]

    def press(self, parent: QWidget, text: str) -> None:
        button = next(button for button in parent.findChildren(QPushButton) if button.text() == text)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def dialog(self) -> SharesDialog:
        self.press(self.card, "Set shares…")
        return next(dialog for dialog in self.card.window().findChildren(SharesDialog) if dialog.isVisible())

    def type_share(self, dialog: SharesDialog, goal: str, text: str) -> None:
        field = next(field for field in dialog.findChildren(QSpinBox) if field.accessibleName() == f"Share of {goal}" and field.isVisible())
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)

    def gives(self, shares: dict[str, str], of: str = "All fractals") -> None:
        before = self.workspace.history.undo_label
        dialog = self.dialog()
        dialog.findChild(QComboBox).setCurrentText(of)
        for goal, text in shares.items():
            self.type_share(dialog, goal, text)
        self.press(dialog, "Save")
        self.qtbot.waitUntil(lambda: self.workspace.history.undo_label != before)
        self.look()


@pytest.fixture
def person(qtbot: QtBot, context: AppContext, light: Theme) -> Person:
    workspace = context.workspace
    assert workspace is not None
    rows = Rows(workspace.path)
    rows.goal("cello", "UltimateGoal", name="Cello")
    rows.goal("climbing", "UltimateGoal", name="Climbing")
    for name in ("bow", "ear", "strings"):
        rows.goal(name, "LongTermGoal", "cello", name=name.title())
    for number, goal in enumerate(["bow"] * 6 + ["strings"] * 3 + ["ear"] + ["climbing"] * 2, 1):
        start = f"2026-03-{number:02} 18:00:00.000000"
        rows.session(f"s{number}", goal, session_start=start, total_duration_seconds=3600)
    card = put_up(qtbot, AttentionCard(context), 360, 420)
    person = Person(qtbot, card, workspace)
    person.look()
    return person


def test_before_anything_is_meant_the_card_says_what_it_is_for(person: Person) -> None:
    sentence = "Say which share of your time each branch is meant to get, and see here which ones starve."
    assert sentence in person.texts()
    label = next(each for each in person.card.findChildren(QLabel) if each.text() == sentence)
    door = next(each for each in person.card.findChildren(QPushButton) if each.text() == "Set shares…")
    gap = door.mapTo(person.card, QPoint()).y() - label.mapTo(person.card, label.rect().bottomLeft()).y()
    assert 0 < gap < 20  # the one leads to the other
    assert door.width() == door.sizeHint().width()


def test_shares_are_given_by_keys_and_the_starving_branch_is_named(person: Person) -> None:
    dialog = person.dialog()
    groups = dialog.findChild(QComboBox)
    assert [groups.itemText(place) for place in range(groups.count())] == ["All fractals", "Cello"]
    groups.setFocus()
    person.qtbot.keyClick(groups, Qt.Key.Key_Down)
    for goal, text in (("Bow", "40"), ("Strings", "30"), ("Ear", "30")):
        person.type_share(dialog, goal, text)
    assert "Together 100 %" in [label.text() for label in dialog.findChildren(QLabel)]
    person.press(dialog, "Save")
    person.qtbot.waitUntil(lambda: person.workspace.history.undo_label is not None)
    person.look()
    assert person.card.accessibleName() == "Ear starves"
    assert person.said() == [
        "Ear: 1:00, 1 session, Meant: 30 %, 2:00 missing",
        "Bow: 6:00, 6 sessions, Meant: 40 %",
        "Strings: 3:00, 3 sessions, Meant: 30 %",
    ]
    assert [bar.figures for bar in person.bars._bars] == [("10 %", "30 %"), ("60 %", "40 %"), ("30 %", "30 %")]
    assert [[cell.text for cell in row[2:4]] for row in person.card.table().rows] == [["60 %", "40 %"], ["10 %", "30 %"], ["30 %", "30 %"]]


def test_more_than_all_of_the_time_is_said_to_be_too_much_and_can_be_scaled(person: Person) -> None:
    dialog = person.dialog()
    dialog.findChild(QComboBox).setCurrentIndex(1)

    def shares() -> dict[str, str]:
        return {
            field.accessibleName().removeprefix("Share of "): field.text() for field in dialog.findChildren(QSpinBox) if field.isVisible()
        }

    def below() -> QLabel:
        return next(label for label in dialog.findChildren(QLabel) if label.text().startswith("Together"))

    scale = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Scale to 100 %")
    person.type_share(dialog, "Bow", "40")
    person.type_share(dialog, "Strings", "30")
    assert (below().text(), below().property("tone"), scale.isVisible()) == ("Together 70 %, 30 % are left", "muted", False)
    person.type_share(dialog, "Strings", "65")
    assert (below().text(), below().property("tone"), scale.isVisible()) == ("Together 105 %: 5 % too much", "warning", True)
    person.qtbot.mouseClick(scale, Qt.MouseButton.LeftButton)
    assert shares() == {"Bow": "38 %", "Strings": "62 %", "Ear": "–"}
    assert (below().text(), scale.isVisible()) == ("Together 100 %", False)


def test_what_has_no_room_is_in_the_table(person: Person) -> None:
    person.gives({"Cello": "80", "Climbing": "20"})
    person.gives({"Bow": "40", "Strings": "30", "Ear": "30"}, of="Cello")
    assert len(person.card.table().rows) == person.bars.mark_count() == 5
    person.card.resize(360, 300)
    person.qtbot.waitUntil(lambda: person.bars.mark_count() < 5)
    assert person.bars.left_out_words == f"{5 - person.bars.mark_count()} more in the table"


def test_shares_of_several_goals_stand_below_what_they_are_shares_of(person: Person) -> None:
    person.gives({"Cello": "80", "Climbing": "20"})
    assert person.card.measure == "Attention, share of the time"
    assert person.bars._heads == []
    person.gives({"Bow": "40", "Strings": "30", "Ear": "30"}, of="Cello")
    person.card.resize(360, 520)
    person.look()
    assert [name for _, name in person.bars._heads] == ["Cello", "All fractals"]
    assert [text.partition(":")[0] for text in person.said()] == ["Ear", "Bow", "Strings", "Cello", "Climbing"]
    assert person.said()[0].endswith("Share of: Cello")
    assert person.bars.mark_at(QPoint(10, person.bars._heads[1][0] + 2)) == -1
    assert person.bars.mark_at(person.bars.mark_rect(3).center()) == 3
    assert [row[1].text for row in person.card.table().rows].count("Cello") == 3


def test_the_branch_that_the_title_names_comes_first(person: Person) -> None:
    person.gives({"Bow": "6", "Strings": "80", "Ear": "14"}, of="Cello")
    assert person.card.accessibleName() == "Strings and 1 more starve"
    assert [text.partition(":")[0] for text in person.said()] == ["Strings", "Ear", "Bow"]


def test_of_one_goal_alone_the_card_names_it_below_the_finding(person: Person) -> None:
    person.gives({"Bow": "40", "Strings": "30", "Ear": "30"}, of="Cello")
    assert person.card.measure == "Attention, share of the time for Cello"


def test_it_is_one_step_that_can_be_taken_back(person: Person, context: AppContext) -> None:
    person.gives({"Cello": "80", "Climbing": "20"})
    assert len(person.said()) == 2
    context.undo()
    person.qtbot.waitUntil(lambda: person.workspace.history.undo_label is None)
    person.look()
    assert person.said() == []


def test_the_page_shows_shares_at_once_and_what_undo_makes_of_them(
    person: Person, context: AppContext, show_page: Callable[[], AnalyticsPage]
) -> None:
    page = show_page()
    press_all_days(page)
    person.qtbot.waitUntil(lambda: page.is_complete)
    on_page = Person(person.qtbot, page.findChild(AttentionCard), person.workspace)
    dialog = on_page.dialog()
    on_page.type_share(dialog, "Cello", "60")
    on_page.type_share(dialog, "Climbing", "40")
    on_page.press(dialog, "Save")
    person.qtbot.waitUntil(lambda: on_page.card.accessibleName() == "Climbing starves")
    context.undo()
    person.qtbot.waitUntil(lambda: on_page.card.accessibleName() == "Attention")


def press_all_days(page: AnalyticsPage) -> None:
    button = next(button for button in page.findChildren(QPushButton) if button.text() == "All")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_dash_takes_a_share_away(person: Person) -> None:
    person.gives({"Cello": "80", "Climbing": "20"})
    dialog = person.dialog()
    field = next(field for field in dialog.findChildren(QSpinBox) if field.accessibleName() == "Share of Climbing")
    field.setFocus()
    for _ in range(5):
        person.qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "–"
    person.press(dialog, "Save")
    person.qtbot.waitUntil(lambda: (person.look(), "Meant" not in person.said()[1])[1])


def test_nothing_is_written_by_cancel_or_without_a_change(person: Person) -> None:
    dialog = person.dialog()
    person.type_share(dialog, "Cello", "50")
    person.press(dialog, "Cancel")
    person.press(person.dialog(), "Save")
    assert person.workspace.history.undo_label is None


def test_a_bar_opens_the_sessions_of_its_branch(person: Person) -> None:
    person.gives({"Cello": "90", "Climbing": "10"})
    with person.qtbot.waitSignal(person.card.opened) as opened:
        QTest.mouseClick(person.bars, Qt.MouseButton.LeftButton, pos=person.bars.mark_rect(1).center() + QPoint(0, 1))
    (door,) = opened.args
    assert isinstance(door, Door)
    assert [row.goal_names for row in person.workspace.practice.page(door.query).rows] == [("Climbing",)] * 2  # type: ignore[arg-type]
    assert door.query.goal_id == GoalId("climbing")  # type: ignore[union-attr]


def test_a_period_without_practice_says_so_and_the_table_still_has_what_is_meant(person: Person) -> None:
    person.gives({"Cello": "90", "Climbing": "10"})
    person.look(NEVER)
    assert "No practice with a duration in this period." in person.texts()
    assert "Cello\tAll fractals\t-\t90 %\t0:00\t0:00" in person.card.table().as_text()


def test_a_starving_branch_has_the_colour_of_warnings(person: Person, light: Theme) -> None:
    person.gives({"Cello": "20", "Climbing": "80"})
    spot = person.bars.mark_rect(0).topLeft() + QPoint(3, 3)
    assert person.bars.grab().toImage().pixelColor(spot) == QColor(light.tokens.warning)


def test_with_one_branch_there_is_nothing_to_share(qtbot: QtBot, context: AppContext, light: Theme) -> None:
    assert context.workspace is not None
    Rows(context.workspace.path).goal("only", "UltimateGoal", name="Only")
    card = AttentionCard(context)
    qtbot.addWidget(card)
    card.show()
    card.show_answer(read_attention(context.workspace, CHOICE))
    assert not any(button.text() == "Set shares…" and button.isVisible() for button in card.findChildren(QPushButton))
