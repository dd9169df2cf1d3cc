"""The page as a person uses it: periods, a goal, marks, tables, themes."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPushButton, QTableView, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.analytics.card_grid import GridScroll
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.charts.bar_plot import BarPlot
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.ranking import Ranking
from fractal_desktop.ui.analytics.choice import DayRange
from fractal_desktop.ui.analytics.day_field import DayField
from fractal_desktop.ui.analytics.explanation import ExplanationButton, ExplanationPopup
from fractal_desktop.ui.analytics.months_card import MonthsCard
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.table_dialog import TableDialog
from fractal_desktop.ui.analytics.templates_card import TemplatesCard
from fractal_desktop.ui.analytics.tiles import Tile
from fractal_desktop.ui.analytics.weeks_card import WeeksCard
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.theme import DARK, LIGHT, ThemeMode
from fractal_desktop.ui.widgets.filter_chips import GoalFilterChip
from fractal_desktop.ui.widgets.goal_picker import GoalPicker
from fractal_desktop.ui.widgets.labels import ElidedLabel

Practise = Callable[..., str]
ShowPage = Callable[[], AnalyticsPage]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def press(page: AnalyticsPage, text: str) -> None:
    QTest.mouseClick(next(button for button in page.findChildren(QPushButton) if button.text() == text), Qt.MouseButton.LeftButton)


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget) and label.text().strip()]


def plot_of(page: AnalyticsPage, card: type[MonthsCard] | type[WeeksCard]) -> BarPlot:
    plot = page.findChild(card).findChild(BarPlot)
    assert isinstance(plot, BarPlot)
    return plot


def bars_of(plot: MarkedChart) -> list[str]:
    return [plot.mark_text(index).sentence for index in range(plot.mark_count())]


@pytest.fixture
def opened(context: AppContext) -> list[tuple[str, SessionQuery]]:
    """What lists of sessions were asked for, with their titles."""
    asked: list[tuple[str, SessionQuery]] = []
    titles: list[str] = []
    context.sessions_titled.connect(titles.append)
    context.sessions_requested.connect(lambda query: asked.append((titles.pop(), query)))
    return asked


def test_an_empty_file_says_what_will_be_here(show_page: ShowPage) -> None:
    page = show_page()
    assert "Once there are practice sessions, their charts will be here." in words(page)
    assert not any(page.findChild(card).isVisible() for card in (MonthsCard, WeeksCard, TemplatesCard))


def test_a_file_left_for_years_begins_with_all_its_practice(show_page: ShowPage, practise: Practise) -> None:
    practise("2016-03-02 18:00", 30)
    page = show_page()
    assert page.choice.days == DayRange()
    assert bars_of(plot_of(page, MonthsCard)) == ["March 2016: Average 0:30, 1 session, 0:30"]
    again = show_page()
    assert again.choice.days == DayRange()


def test_an_empty_period_opens_all_charts_with_one_click(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    practise("2016-03-02 18:00", 30)
    page = show_page()
    press(page, "4 weeks")
    qtbot.waitUntil(lambda: page.is_complete)
    assert "No sessions in this period." in words(page)
    door = next(button for button in page.findChildren(QPushButton) if button.text() == "Show all sessions")
    qtbot.mouseClick(door, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.findChild(MonthsCard).isVisible() and page.is_complete)
    assert bars_of(plot_of(page, MonthsCard)) == ["March 2016: Average 0:30, 1 session, 0:30"]
    assert len(bars_of(plot_of(page, WeeksCard))) == 1


def test_months_and_weeks_reach_from_the_first_session_until_today(show_page: ShowPage, practise: Practise) -> None:
    practise("2025-12-31 23:30", 40)
    practise("2026-03-02 18:00", 30)
    practise("2026-03-04 18:00")
    page = show_page()
    assert bars_of(plot_of(page, MonthsCard)) == [
        "December 2025: Average 0:40, 1 session, 0:40",
        "January 2026: 0 sessions",
        "February 2026: 0 sessions",
        "1 – 5 Mar 2026: Average 0:30, 2 sessions, 0:30, 1 session without a duration is not averaged",
    ]
    weeks = bars_of(plot_of(page, WeeksCard))
    assert len(weeks) == 10
    assert weeks[0] == "29 Dec 2025 – 4 Jan 2026: 1 session, 0:40"
    assert weeks[-2:] == ["23 Feb – 1 Mar 2026: 0 sessions, Average of 4 weeks: 0.0", "2 – 5 Mar 2026: 2 sessions, 0:30"]
    note = "No whole month has three sessions: too few to say more · 1 session without a duration is not averaged"
    assert note in words(page.findChild(MonthsCard))


def test_months_that_the_period_cuts_are_not_called_too_few_sessions(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    for day in range(10, 28):
        practise(f"2026-02-{day} 18:00", 30)
    practise("2026-01-02 18:00", 30)
    page = show_page()
    weeks = next(button for button in page.findChildren(QPushButton) if button.text() == "4 weeks")
    qtbot.mouseClick(weeks, Qt.MouseButton.LeftButton)
    note = "No month is whole in this period: a longer one says more"
    qtbot.waitUntil(lambda: page.is_complete and note in words(page.findChild(MonthsCard)))


def test_tiles_compare_with_the_days_before(show_page: ShowPage, practise: Practise) -> None:
    practise("2024-02-28 18:00", 30)
    practise("2025-03-31 18:00", 30)
    practise("2025-04-01 18:00", 40)
    practise("2025-04-01 20:00", 50)
    practise("2026-03-03 18:00", 60)
    page = show_page()
    tiles = {tile.words[0]: (*tile.words[1:], tile.toolTip()) for tile in page.findChildren(Tile)}
    assert tiles["Sessions"] == ("3", "1 in 339 days before", "2 more than in the 339 days before, which had 1")
    assert tiles["Time"] == ("2:30", "0:03 a week", "")
    assert tiles["Days practised"] == ("2", "of 338, 1 %", "on 2 of 338 days")
    assert tiles["Average session"] == ("0:50", "median 0:50", "0:20 longer than in the 339 days before")
    assert tiles["This week"] == ("1:00", "most weeks empty", "Most of the last 8 weeks had no practice")
    assert tiles["Longest gap"] == ("335 days", "2 Apr 2025 – 2 Mar 2026", "")


def tile_words(page: AnalyticsPage) -> dict[str, tuple[str, ...]]:
    return {tile.words[0]: (*tile.words[1:], tile.toolTip()) for tile in page.findChildren(Tile)}


def test_the_days_in_which_practice_began_are_no_time_to_compare_with(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    for day in ("01-28", "01-30", "02-03", "02-10", "03-01", "03-03"):
        practise(f"2026-{day} 18:00", 30)
    page = show_page()
    press(page, "4 weeks")
    qtbot.waitUntil(lambda: tile_words(page)["Sessions"][0] == "3")
    tiles = tile_words(page)
    assert tiles["Sessions"][1:] == ("began 28 Jan 2026", "Not compared with the time before: practice began within it, on 28 Jan 2026")
    assert tiles["Average session"] == ("0:30", "median 0:30", "")


def test_the_tiles_of_a_practice_that_was_given_up_speak_of_the_days_that_are_drawn(
    show_page: ShowPage, practise: Practise, qtbot: QtBot
) -> None:
    for day in range(1, 31):
        practise(f"2016-04-{day:02d} 18:00", 60)
    page = show_page()
    press(page, "All")
    qtbot.waitUntil(lambda: page.is_complete and tile_words(page)["Sessions"][0] == "30")
    tiles = tile_words(page)
    assert tiles["Sessions"][1] == "1 Apr – 30 Apr 2016"
    line = next(label for label in page.findChildren(ElidedLabel) if label.text() == "1 Apr – 30 Apr 2016")
    assert line.shown_text(80) == "Apr 2016"
    assert tiles["Days practised"][:2] == ("30", "of 30, 100 %")
    assert tiles["Time"][1] == "7:00 a week"
    assert tiles["Consistency"][:2] == ("100 %", "of 7 days a week")
    assert tiles["Longest gap"] == ("3,595 days", "still running", "No session since 1 May 2016, still running")
    button = next(tile for tile in page.findChildren(Tile) if tile.words[0] == "Longest gap").findChild(ExplanationButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    popup = button.findChild(ExplanationPopup)
    assert "A gap that lasts until now is still running." in " ".join(words(popup))
    popup.close()


def test_a_gap_that_runs_counts_in_every_figure_alike(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    for day in range(1, 29):
        practise(f"2025-04-{day:02d} 18:00", 60)
    page = show_page()
    press(page, "All")
    qtbot.waitUntil(lambda: page.is_complete and tile_words(page)["Sessions"][1] == "since 1 Apr 2025")
    tiles = tile_words(page)
    assert tiles["Days practised"][1] == "of 338, 8 %"
    assert tiles["Longest gap"][:2] == ("310 days", "still running")
    assert tiles["Consistency"][0] == "0 %"
    assert "Most weeks pass without a session" in words(page.findChild(WeeksCard))


def test_consistency_tells_the_share_of_the_usual_days_and_explains_itself(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    for day in range(1, 29):
        if day % 7 in (1, 3, 5):
            practise(f"2026-02-{day:02d} 18:00", 30)
    page = show_page()
    tile = next(tile for tile in page.findChildren(Tile) if tile.words[0] == "Consistency")
    share, line = tile.words[1:]
    assert share.endswith(" %")
    assert 60 <= int(share.removesuffix(" %")) <= 100
    assert line == "of 3 days a week"
    button = tile.findChild(ExplanationButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    popup = button.findChild(ExplanationPopup)
    shown = " ".join(words(popup))
    assert "Here that is 3.0 days a week." in shown
    assert "Loop Habit Tracker" in shown
    popup.close()


def test_a_beginner_is_told_when_consistency_can_be_said(show_page: ShowPage, practise: Practise) -> None:
    practise("2026-03-04 18:00", 30)
    tiles = {tile.words[0]: tile.words[1:] for tile in show_page().findChildren(Tile)}
    assert tiles["Consistency"] == ("–", "after two weeks")
    assert tiles["Longest gap"][0] == "–"
    assert tiles["Days practised"] == ("1", "of 1, 100 %")
    assert tiles["Time"] == ("0:30", "")
    assert tiles["This week"] == ("0:30", "no week before")


def test_no_row_of_cards_is_cut_where_the_first_screen_ends(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    practise("2026-03-04 18:00", 30)
    page = show_page()
    viewport = page.findChild(GridScroll).viewport()

    def bottoms() -> list[int]:
        return sorted({card.mapTo(viewport, card.rect().bottomLeft()).y() for card in page.findChildren(ChartCard)})

    qtbot.waitUntil(lambda: len([bottom for bottom in bottoms() if bottom < viewport.height()]) == 2)
    assert bottoms()[1] > viewport.height() - 40
    assert all(tile.height() == page.findChildren(Tile)[0].height() for tile in page.findChildren(Tile))


def test_a_click_on_a_bar_opens_exactly_its_sessions(
    show_page: ShowPage, practise: Practise, opened: list[tuple[str, SessionQuery]]
) -> None:
    practise("2026-02-10 18:00", 40)
    practise("2026-03-03 18:00", 40)
    page = show_page()
    plot = plot_of(page, WeeksCard)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.mark_rect(0).center())
    assert opened == [("9 – 15 Feb 2026", SessionQuery(since=utc("2026-02-08 23:00"), until=utc("2026-02-15 23:00")))]
    assert context_sessions(page, opened[0][1]) == 1


def test_a_click_where_no_session_is_opens_nothing(show_page: ShowPage, practise: Practise, opened: list[tuple[str, SessionQuery]]) -> None:
    practise("2026-02-10 18:00", 40)
    practise("2026-03-03 18:00", 40)
    page = show_page()
    plot = plot_of(page, WeeksCard)
    plot.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(plot, key)
    assert plot.mark_text(plot.current).sentence == "16 – 22 Feb 2026: 0 sessions"
    assert plot.cursor().shape() is Qt.CursorShape.ArrowCursor
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.mark_rect(1).center())
    assert opened == []
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.cursor().shape() is Qt.CursorShape.PointingHandCursor


def context_sessions(page: AnalyticsPage, query: SessionQuery) -> int:
    workspace = page._context.workspace
    assert workspace is not None
    return workspace.practice.totals(query).sessions


def test_the_running_month_opens_its_sessions_until_today(
    show_page: ShowPage, practise: Practise, opened: list[tuple[str, SessionQuery]]
) -> None:
    practise("2026-02-10 18:00", 40)
    practise("2026-03-03 18:00", 40)
    plot = plot_of(show_page(), MonthsCard)
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_End)
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert opened == [("1 – 5 Mar 2026", SessionQuery(since=utc("2026-02-28 23:00"), until=utc("2026-03-05 23:00")))]


def test_templates_open_their_sessions_and_those_without(
    show_page: ShowPage, practise: Practise, opened: list[tuple[str, SessionQuery]]
) -> None:
    practise("2026-02-10 18:00", 40, "gone")
    practise("2026-02-11 18:00", 40, "gone")
    practise("2026-02-12 18:00", 20)
    ranking = show_page().findChild(Ranking)
    assert bars_of(ranking) == [
        "deleted template: 2 sessions, 67 %, Average 0:40, Together 1:20, Last used 11 Feb 2026",
        "No template: 1 session, 33 %, Average 0:20, Together 0:20, Last used 12 Feb 2026",
    ]
    QTest.mouseClick(ranking, Qt.MouseButton.LeftButton, pos=ranking.mark_rect(0).center())
    QTest.mouseClick(ranking, Qt.MouseButton.LeftButton, pos=ranking.mark_rect(1).center())
    since, until = utc("2025-03-31 22:00"), utc("2026-03-05 23:00")
    assert opened == [
        ("deleted template", SessionQuery(since=since, until=until, template_id="gone")),  # type: ignore[arg-type]
        ("No template", SessionQuery(since=since, until=until, without_template=True)),
    ]


def test_everything_opens_without_a_period_and_tells_of_sessions_without_a_start(
    show_page: ShowPage, practise: Practise, opened: list[tuple[str, SessionQuery]], qtbot: QtBot
) -> None:
    practise("2020-02-10 18:00", 40)
    practise(None, 20)
    practise(None)
    page = show_page()
    press(page, "All")
    qtbot.waitUntil(lambda: "since 10 Feb 2020" in words(page))
    qtbot.waitUntil(lambda: page.is_complete)
    assert "2 sessions without a start are not shown" in words(page.findChild(MonthsCard))[-1]
    ranking = page.findChild(Ranking)
    QTest.mouseClick(ranking, Qt.MouseButton.LeftButton, pos=ranking.mark_rect(0).center())
    assert opened == [("No template", SessionQuery(without_template=True))]
    assert context_sessions(page, opened[0][1]) == 3


@pytest.mark.parametrize(("preset", "months"), [("4 weeks", 2), ("3 months", 3), ("This year", 3), ("12 months", 12)])
def test_a_preset_shows_as_many_months_as_it_says(show_page: ShowPage, practise: Practise, qtbot: QtBot, preset: str, months: int) -> None:
    practise("2023-02-10 18:00", 40)
    practise("2026-03-02 18:00", 40)
    page = show_page()
    press(page, preset)
    qtbot.waitUntil(lambda: page.is_complete and plot_of(page, MonthsCard).mark_count() == months)
    assert plot_of(page, MonthsCard).shows_values


def test_the_chosen_period_is_there_again_on_the_next_start(show_page: ShowPage, qtbot: QtBot) -> None:
    page = show_page()
    assert "1 Apr 2025 – 5 Mar 2026" in words(page)
    press(page, "4 weeks")
    assert "6 Feb – 5 Mar 2026" in words(page)
    assert "6 Feb – 5 Mar 2026" in words(show_page())


def test_a_range_of_ones_own(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    practise("2025-06-10 18:00", 40)
    page = show_page()
    press(page, "Custom…")
    first, last = page.findChildren(DayField)
    assert (first.day, last.day) == (date(2025, 4, 1), date(2026, 3, 5))
    last.set_day(date(2025, 6, 30))
    first._pick(date(2025, 6, 1))
    qtbot.waitUntil(lambda: bars_of(plot_of(page, MonthsCard)) == ["June 2025: Average 0:40, 1 session, 0:40"])
    first._pick(date(2025, 7, 1))
    assert "The last day lies before the first." in words(page)
    assert page.choice.days.first == date(2025, 6, 1)


def test_a_goal_is_found_by_its_name_and_counts_with_everything_below(
    show_page: ShowPage, practise: Practise, add_goal: Callable[..., None], opened: list[tuple[str, SessionQuery]], qtbot: QtBot
) -> None:
    add_goal("Cello")
    add_goal("Suites", "Cello")
    practise("2026-02-10 18:00", 40, parent="Suites")
    practise("2026-02-10 20:00", 20)
    page = show_page()
    chip = page.findChild(GoalFilterChip)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    picker = page.findChild(GoalPicker)
    goals = picker.findChild(QListView)
    qtbot.waitUntil(lambda: [goals.model().index(row, 0).data() for row in range(goals.model().rowCount())] == ["Cello", "Suites"])
    search = picker.findChild(QLineEdit)
    QTest.keyClicks(search, "suit")
    qtbot.waitUntil(lambda: goals.model().index(0, 0).data() == "Suites" and goals.currentIndex().isValid())
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert chip.value == "Suites"
    qtbot.waitUntil(lambda: bars_of(plot_of(page, MonthsCard))[0] == "February 2026: Average 0:40, 1 session, 0:40")
    plot = plot_of(page, MonthsCard)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.mark_rect(0).center())
    assert opened[0][1].goal_id == GoalId("Suites")
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert page.choice.goal_id is None


def test_a_search_without_hits_says_so(show_page: ShowPage, add_goal: Callable[..., None], qtbot: QtBot) -> None:
    add_goal("Cello")
    page = show_page()
    QTest.mouseClick(page.findChild(GoalFilterChip), Qt.MouseButton.LeftButton)
    picker = page.findChild(GoalPicker)
    search = picker.findChild(QLineEdit)
    QTest.keyClicks(search, "zither")
    qtbot.waitUntil(lambda: words(picker) == ["No goal has this in its name."])
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert page.choice.goal_id is None


def test_pointing_at_a_bar_tells_about_it_beside_it(show_page: ShowPage, practise: Practise) -> None:
    for day in range(1, 29):
        practise(f"2026-02-{day:02d} 18:00", 40)
    plot = plot_of(show_page(), WeeksCard)
    QTest.mouseMove(plot, plot.mark_rect(1).center())
    tip = plot._tip
    assert tip is not None
    assert tip.isVisible()
    assert tip.text.sentence == "2 – 8 Feb 2026: 7 sessions, 4:40"
    mark = plot.mark_rect(1).translated(plot.mapTo(tip.parentWidget(), QPoint()))
    assert not tip.geometry().intersects(mark)
    assert tip.parentWidget().rect().contains(tip.geometry())
    QTest.mouseMove(plot, QPoint(1, 1))
    assert not tip.isVisible()


def test_keys_walk_over_the_bars_and_escape_leaves(show_page: ShowPage, practise: Practise) -> None:
    practise("2026-01-10 18:00", 40)
    practise("2026-03-03 18:00", 40)
    plot = plot_of(show_page(), MonthsCard)
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    for key, expected in (
        (Qt.Key.Key_Left, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_End, 2),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Escape, -1),
    ):
        QTest.keyClick(plot, key)
        assert plot.current == expected
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert plot.accessibleDescription() == "January 2026: Average 0:40, 1 session, 0:40"
    assert "Average duration by month" in plot.accessibleName()


def test_the_table_has_the_same_figures_sorts_and_is_copied(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    practise("2026-01-10 18:00", 90)
    practise("2026-02-10 18:00", 40)
    practise("2026-02-11 18:00", 50)
    page = show_page()
    card = page.findChild(MonthsCard)
    card.show_table()
    table = page.findChild(TableDialog).findChild(QTableView)
    model = table.model()

    def cells() -> list[list[str]]:
        return [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())]

    assert cells() == [
        ["January 2026", "1", "1", "1:30", "1:30"],
        ["February 2026", "2", "2", "1:30", "0:45"],
        ["1 – 5 Mar 2026", "0", "0", "0:00", "-"],
    ]
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [row[1] for row in cells()] == ["2", "1", "0"]
    card.copy_table()
    assert QGuiApplication.clipboard().text().splitlines()[:2] == [
        "Month\tSessions\tWith a duration\tTime\tAverage",
        "January 2026\t1\t1\t1:30\t1:30",
    ]


def test_a_change_elsewhere_is_drawn(show_page: ShowPage, practise: Practise, context: AppContext, qtbot: QtBot) -> None:
    practise("2026-03-03 18:00", 40)
    page = show_page()
    assert len(bars_of(plot_of(page, WeeksCard))) == 1
    practise("2026-02-24 18:00", 40)
    context.changed.emit(Change("New session", tree=True))
    qtbot.waitUntil(lambda: len(bars_of(plot_of(page, WeeksCard))) == 2)


def test_a_hidden_page_asks_only_once_it_is_shown(show_page: ShowPage, practise: Practise, context: AppContext, qtbot: QtBot) -> None:
    page = show_page()
    page.hide()
    practise("2026-02-24 18:00", 40)
    context.changed.emit(Change("New session", tree=True))
    assert context.worker.is_idle
    page.show()
    qtbot.waitUntil(lambda: len(bars_of(plot_of(page, WeeksCard))) == 2)


def test_bars_take_the_colours_of_the_scheme_at_once(show_page: ShowPage, practise: Practise, context: AppContext, qtbot: QtBot) -> None:
    practise("2026-02-10 18:00", 40)
    plot = plot_of(show_page(), MonthsCard)
    for mode, tokens in ((ThemeMode.LIGHT, LIGHT), (ThemeMode.DARK, DARK)):
        context.theme.set_mode(mode)
        middle = QPoint(plot.mark_rect(0).center().x(), plot._plot.center().y())
        assert plot.grab().toImage().pixelColor(middle) == QColor(tokens.ramp[4])
    plot.set_current(0)
    assert plot.grab().toImage().pixelColor(middle) == QColor(DARK.ramp[6])


def test_the_zone_decides_which_month_a_session_counts_in(
    show_page: ShowPage, practise: Practise, context: AppContext, qtbot: QtBot
) -> None:
    practise("2026-02-01 00:30", 40)
    page = show_page()
    assert bars_of(plot_of(page, MonthsCard))[0].startswith("February 2026: Average")
    context.settings.zone_name = "America/New_York"
    qtbot.waitUntil(lambda: bars_of(plot_of(page, MonthsCard))[0].startswith("January 2026: Average"))


@pytest.mark.parametrize(("width", "columns"), [(1228, 3), (900, 2), (620, 1)])
def test_cards_stand_in_as_many_columns_as_there_is_room_for(
    show_page: ShowPage, practise: Practise, width: int, columns: int, qtbot: QtBot
) -> None:
    practise("2026-03-02 18:00", 30)
    page = show_page()
    page.resize(width, 828)
    cards = [page.findChild(card) for card in (MonthsCard, WeeksCard, TemplatesCard)]
    qtbot.waitUntil(lambda: len({card.mapTo(page, QPoint()).x() for card in cards}) == columns)
    if columns == 3:
        shares = [card.width() for card in cards]
        assert [round(share / sum(shares) * 16) for share in shares] == [5, 7, 4]


def test_a_decade_of_weeks_and_one_session_far_off_is_drawn_and_said(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    for index in range(40):
        practise(f"20{10 + index % 10}-0{1 + index % 9}-10 18:00", 30)
    practise("1970-01-10 18:00", 30)
    page = show_page()
    press(page, "All")
    qtbot.waitUntil(lambda: any("Not drawn: 1 session far from the others (1970)" in text for text in words(page.findChild(WeeksCard))))
    assert 30 < plot_of(page, WeeksCard).mark_count() < 45, "by quarter"
    assert len(page.findChild(WeeksCard).table().rows) > 400
    assert not page.grab().isNull()


class ShownWindows(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.found.append(type(watched).__name__)
        return False


def test_no_part_of_a_card_flashes_as_a_window_of_its_own(show_page: ShowPage, practise: Practise, qapp: QApplication) -> None:
    practise("2026-03-02 18:00", 30)
    windows = ShownWindows()
    qapp.installEventFilter(windows)
    show_page()
    qapp.removeEventFilter(windows)
    assert windows.found == ["AnalyticsPage"]


def test_a_program_that_ends_before_the_charts_are_loaded_ends_in_peace(
    context: AppContext, practise: Practise, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    practise("2026-03-02 18:00", 30)
    page = AnalyticsPage(context)
    qtbot.addWidget(page)
    begun: list[bool] = []
    monkeypatch.setattr(page._maker._classes, "make", lambda: begun.append(True))
    page.show()
    qtbot.waitUntil(lambda: bool(begun))
    context.close_workspace()
    context.worker.close()
    with capture_exceptions() as exceptions:
        page._maker._classes.made.emit()
    assert not exceptions
