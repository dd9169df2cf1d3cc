"""What every card can do: explain itself, open doors, say what it leaves out; and how cards stand in rows."""

from collections.abc import Callable, Collection
from typing import NamedTuple

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.analytics import cards as cards_module
from fractal_desktop.ui.analytics.card_grid import CardGrid, GridScroll
from fractal_desktop.ui.analytics.cards import CardPlan
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.explanation import ExplanationButton, ExplanationPopup
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.progress_card import ProgressCard
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.widgets import ElidedLabel

Practise = Callable[..., str]
ShowPage = Callable[[], AnalyticsPage]


class CountCard(ChartCard):
    """Shows how many sessions there are, times what was chosen in it."""

    counts_time = False

    def __init__(self, explanation: str = "Every session counts.\nNone is left out.") -> None:
        super().__init__("Sessions", explanation, by_start=True)
        self.factor = 1
        self.label = QLabel()
        self.set_chart(self.label)

    @override
    def own_choice(self) -> object:
        return self.factor

    @override
    def show_answer(self, answer: int) -> None:
        self.label.setText(str(answer))
        self.set_finding(f"{answer} sessions")
        self.say_empty("" if answer else "Nothing")

    @override
    def table(self) -> ChartTable:
        return ChartTable(self.measure, ("Sessions",), ((Cell(self.label.text(), int(self.label.text())),),))


def read_count(workspace: Workspace, choice: Choice, factor: int) -> int:
    return workspace.analytics.numbers(choice.filter, choice.zone).sessions * factor


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> CountCard:
    """A card that is the only one on the page."""
    card = CountCard()
    monkeypatch.setattr(cards_module, "CARDS", (CardPlan(lambda _context: card, read_count),))
    return card


def test_the_question_mark_explains_by_keyboard_and_escape_goes_back(card: CountCard, show_page: ShowPage, practise: Practise) -> None:
    practise("2026-03-02 18:00", 30)
    page = show_page()
    button = card.findChild(ExplanationButton)
    assert button.isVisible()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    popup = page.findChild(ExplanationPopup)
    assert popup.isVisible()
    assert popup.hasFocus()
    assert popup.accessibleDescription() == "Every session counts.\nNone is left out."
    shown = [label.text() for label in popup.findChildren(QLabel)]
    assert shown == ["Sessions", "Every session counts.", "None is left out."]
    assert all(label.height() >= label.heightForWidth(label.width()) for label in popup.findChildren(QLabel))
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_the_question_mark_stands_behind_the_measure_wherever_that_is(card: CountCard, show_page: ShowPage, practise: Practise) -> None:
    practise("2026-03-02 18:00", 30)
    show_page()
    assert line_of_question(card) == "Sessions", "below the finding"
    card.set_measure("Length of sessions, minutes")
    card.set_finding("")
    assert line_of_question(card) == "Length of sessions", "in the title, above the unit"


def line_of_question(card: CountCard) -> str:
    """Return the text that the question mark stands behind."""
    layout = card.layout()
    assert layout is not None
    layout.activate()
    middle = card.findChild(ExplanationButton).geometry().center().y()
    return min(card.findChildren(ElidedLabel), key=lambda label: abs(label.geometry().center().y() - middle)).text()


def test_a_card_without_an_explanation_has_no_question_mark(qtbot: QtBot) -> None:
    card = CountCard("")
    qtbot.addWidget(card)
    card.show()
    assert not card.findChild(ExplanationButton).isVisible()


def test_a_door_that_has_to_look_asks_on_the_worker_when_it_is_opened(
    card: CountCard, show_page: ShowPage, practise: Practise, context: AppContext, qtbot: QtBot
) -> None:
    session = practise("2026-03-02 18:00", 30)
    show_page()

    def look(workspace: Workspace) -> SessionQuery:
        rows = workspace.practice.page(SessionQuery()).rows
        return SessionQuery(ids=tuple(row.id for row in rows))

    titles: list[str] = []
    context.sessions_titled.connect(titles.append)
    with qtbot.waitSignal(context.sessions_requested) as asked:
        card.opened.emit(Door("Mondays at 18", look))
    assert titles == ["Mondays at 18"]
    assert asked.args is not None
    assert asked.args[0].ids == (session,)


def test_a_choice_in_a_card_asks_for_that_card_alone(card: CountCard, show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    practise("2026-03-02 18:00", 30)
    practise("2026-03-02 20:00", 30)
    page = show_page()
    assert card.label.text() == "2"
    card.factor = 10
    card.own_choice_changed.emit()
    qtbot.waitUntil(lambda: card.label.text() == "20" and page.is_complete)


def test_of_two_choices_in_a_row_only_the_last_is_shown(card: CountCard, show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    practise("2026-03-02 18:00", 30)
    page = show_page()
    shown: list[int] = []
    show, card.show_answer = card.show_answer, lambda answer: (shown.append(answer), show(answer))[1]  # type: ignore[method-assign]
    for factor in (2, 3, 4):
        card.factor = factor
        card.own_choice_changed.emit()
    qtbot.waitUntil(lambda: page.is_complete)
    assert shown == [4]


def test_a_card_by_start_says_how_many_sessions_have_none(card: CountCard, show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    practise("2026-03-02 18:00", 30)
    practise(None, 30)
    page = show_page()
    card.set_notes(("and one more thing",))
    page._filter.choose_all_days()
    qtbot.waitUntil(
        lambda: any("1 session without a start is not shown · and one more" in label.text() for label in card.findChildren(QLabel))
    )


def test_an_answer_that_fails_is_said_and_the_other_cards_are_drawn(
    card: CountCard, show_page: ShowPage, practise: Practise, context: AppContext, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from fractal_desktop.domain.errors import UserError

    def refuse(_workspace: Workspace, _choice: Choice) -> int:
        raise UserError("Of this nothing can be said.")

    other = CountCard()
    broken = CountCard()
    monkeypatch.setattr(broken, "own_choice", lambda: None)
    monkeypatch.setattr(
        cards_module,
        "CARDS",
        tuple(
            CardPlan(lambda _context, made=made: made, read) for made, read in ((card, read_count), (broken, refuse), (other, read_count))
        ),
    )
    practise("2026-03-02 18:00", 30)
    notices: list[str] = []
    context.noticed.connect(lambda notice: notices.append(notice.text))
    show_page()
    assert notices == ["Of this nothing can be said."]
    assert other.label.text() == "1"
    assert broken.has_failed
    assert broken._empty.text() == "This chart cannot be shown.", "nor does it show what it did before"
    assert not other.has_failed


class Shape(NamedTuple):
    columns: int
    is_wide: bool


def placed(qtbot: QtBot, spans: list[int], width: int, wide: Collection[int] = ()) -> tuple[CardGrid, list[tuple[int, int, int]]]:
    """Return the grid and, of each card, its left edge, its top and its width."""
    grid = CardGrid([QWidget(), QWidget()])
    grid.reserve([Shape(span, place in wide) for place, span in enumerate(spans)])
    cards = [CountCard() for _ in spans]
    for place, card in enumerate(cards):
        grid.add(card, place)
    qtbot.addWidget(grid)
    grid.resize(width, 1400)
    grid.show()
    qtbot.waitExposed(grid)
    places = [card.mapTo(grid, QPoint()) for card in cards]
    return grid, [(place.x(), place.y(), card.width()) for place, card in zip(places, cards, strict=True)]


def test_columns_line_up_over_all_rows_and_rows_are_equally_high(qtbot: QtBot) -> None:
    grid, places = placed(qtbot, [1, 1, 1, 1, 1, 1, 1, 1], 1228)
    assert grid.columns == 3
    assert [place[0] for place in places[:3]] == [place[0] for place in places[3:6]]
    heights = {card.height() for card in grid.findChildren(CountCard)}
    assert max(heights) - min(heights) <= 1
    assert places[7][0] + places[7][2] == places[2][0] + places[2][2]


def test_no_card_moves_when_another_comes(qtbot: QtBot) -> None:
    grid = CardGrid([QLabel("240")])
    scroll = GridScroll(grid)
    qtbot.addWidget(scroll)
    scroll.resize(1228, 800)
    scroll.show()
    qtbot.waitExposed(scroll)
    grid.reserve([Shape(1, False)] * 8)
    QCoreApplication.processEvents()  # the bar for scrolling comes
    kept, moved = [frame.geometry() for frame in grid.frames], []
    for number in range(8):
        grid.add(CountCard(), number)
        QCoreApplication.processEvents()
        moved += [number for frame, place in zip(grid.frames, kept, strict=True) if frame.geometry() != place or not frame.isVisible()]
    assert not moved
    assert len(grid.findChildren(CountCard)) == len({(place.x(), place.y()) for place in kept}) == 8


def test_a_row_may_have_a_pattern_of_its_own_and_leaves_no_hole(qtbot: QtBot) -> None:
    _, places = placed(qtbot, [1, 2, 1, 1, 3], 1228)
    assert [place[1] for place in places] == sorted(place[1] for place in places)
    assert places[0][1] == places[1][1] < places[2][1] == places[3][1] < places[4][1]
    assert places[0][0] == places[2][0] == places[4][0]
    right = places[4][0] + places[4][2]
    assert places[1][0] + places[1][2] == places[3][0] + places[3][2] == right


@pytest.mark.parametrize(("width", "columns"), [(1028, 3), (1027, 2), (628, 2), (627, 1), (320, 1)])
def test_a_wide_card_takes_what_columns_there_are(qtbot: QtBot, width: int, columns: int) -> None:
    grid, places = placed(qtbot, [3, 1, 1], width)
    assert grid.columns == columns
    assert len({place[1] for place in places[1:]}) == (2 if columns == 1 else 1)
    assert places[0][2] >= max(place[2] for place in places)


@pytest.mark.parametrize(("width", "reach"), [(1228, 1), (900, 2), (500, 1)])
def test_a_card_can_reach_over_both_of_two_columns_alone(qtbot: QtBot, width: int, reach: int) -> None:
    grid, places = placed(qtbot, [1, 1, 1], width, wide={2})
    assert (places[2][2] > 1.5 * places[0][2]) == (reach == 2)
    assert grid.columns == {1228: 3, 900: 2, 500: 1}[width]


def test_large_letters_have_higher_cards_and_fewer_columns(qtbot: QtBot) -> None:
    grid, _ = placed(qtbot, [1, 1, 1], 1100)
    font = grid.font()
    font.setPixelSize(19)
    grid.setFont(font)
    grid.resize(1101, 1400)
    grid.set_room(700)
    assert grid.columns == 2
    assert all(card.height() > 340 for card in grid.findChildren(CountCard))


@pytest.mark.parametrize(
    ("measure", "finding", "shown"),
    [
        ("Hours by weekday", "", ("Hours by weekday", " ")),
        ("Average duration by month, minutes", "", ("Average duration by month", "Minutes")),
        ("Average duration by month, minutes", "Longer", ("Longer", "Average duration by month, minutes")),
    ],
)
def test_a_measure_without_a_finding_is_the_title_and_its_unit_stands_below(
    qtbot: QtBot, measure: str, finding: str, shown: tuple[str, str]
) -> None:
    card = CountCard()
    qtbot.addWidget(card)
    card.set_measure(measure)
    card.set_finding(finding)
    assert (card._title.text(), card._fact.text() or " ") == shown


def test_tiles_stand_at_the_top_as_long_as_there_is_no_card(qtbot: QtBot) -> None:
    tile = QLabel("240")
    grid = CardGrid([tile])
    qtbot.addWidget(grid)
    grid.resize(1228, 800)
    grid.show()
    qtbot.waitExposed(grid)
    assert tile.height() <= tile.sizeHint().height()
    assert tile.mapTo(grid, QPoint()).y() < 40


def test_behind_each_question_mark_are_the_rules_for_sessions_with_bad_times(show_page: ShowPage, practise: Practise) -> None:
    practise("2026-03-01 18:00", 30)
    cards = show_page().findChildren(ChartCard)
    assert len(cards) >= 12
    for card in cards:
        assert "without a start" in card.explanation
        assert "in the future" in card.explanation
        assert ("more than 31 days" in card.explanation) is not isinstance(card, ProgressCard)
