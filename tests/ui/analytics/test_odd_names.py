"""Names with line feeds, tabs and no end: they stay on one line, inside what shows them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.ids import GoalId
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.charts.legend import Legend, LegendEntry, Sign
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.ranking import Rank, Ranking
from fractal_desktop.ui.analytics.charts.share_bars import ShareBar, ShareBars
from fractal_desktop.ui.analytics.charts.tip import ChartTip, TipText
from fractal_desktop.ui.analytics.filter_bar import FilterBar
from fractal_desktop.ui.analytics.limit_names import LimitNames
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.theme import Theme
from fractal_desktop.ui.widgets.buttons import FilterChip

ODD = "Suite\nIII\tfrom memory " + "and again " * 40
PLAIN = " ".join(ODD.split())
TIP = TipText(ODD, (f"{ODD}: 3", "1:20"))


def ranking() -> Ranking:
    chart = Ranking(("count", "avg"))
    chart.show_ranks([Rank(ODD, 3, ("3", "0:20"), TIP), Rank("Short", 2, ("2", "0:20"), TIP)])
    return chart


def share_bars() -> ShareBars:
    chart = ShareBars(("is", "meant"))
    chart.show_bars(
        [ShareBar(ODD, 0.3, 0.5, ("30 %", "50 %"), TIP, group=ODD), ShareBar("Short", 0.7, None, ("70 %", ""), TIP, group="Other")]
    )
    return chart


@pytest.mark.parametrize("make", [ranking, share_bars])
@pytest.mark.parametrize("width", [180, 420])
def test_a_tip_stays_inside_its_card_and_is_read_in_one_sentence(
    make: Callable[[], MarkedChart], width: int, qtbot: QtBot, light: Theme
) -> None:
    card = QWidget()
    card.setProperty("kind", "card")
    qtbot.addWidget(card)
    card.resize(width, 300)
    chart = make()
    chart.setParent(card)
    chart.resize(width, 240)
    card.show()
    chart.set_current(0)
    tip = card.findChild(ChartTip)
    assert tip.isVisible()
    assert card.rect().contains(tip.geometry())
    assert tip.text.heading == PLAIN
    assert "\n" not in chart.accessibleDescription()
    assert "\t" not in chart.accessibleDescription()
    assert chart.grab().width() == width


def test_a_legend_elides_a_name_rather_than_leave_it_out(qtbot: QtBot, light: Theme) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show_entries(LegendEntry(Sign.LINE, ODD, category=0), LegendEntry(Sign.LINE, "Right", category=1))
    assert legend.whole_width < 400
    assert "\n" not in legend.accessibleName()


def test_on_paper_a_legend_keeps_to_one_line(qtbot: QtBot, light: Theme) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show_entries(*(LegendEntry(Sign.BAR, f"what a mark means, {number}") for number in range(5)))
    legend.resize(300, 60)
    assert len(legend.lines) > 1
    legend.keep_to_one_line()
    assert [entry.text for line in legend.lines for entry in line] == ["what a mark means, 0", "what a mark means, 1"]


def test_titles_of_cards_are_one_line_for_who_cannot_see_them(
    show_page: Callable[[], AnalyticsPage], practise: Callable[..., str], add_goal: Callable[..., None]
) -> None:
    add_goal(ODD)
    for day in range(1, 7):
        practise(f"2026-02-0{day} 18:00", 30, parent=ODD)
    page = show_page()
    titles = [card.accessibleName() for card in page.findChildren(ChartCard)]
    assert f"All of the time is {PLAIN}" in titles
    assert not any(sign in title for title in titles for sign in "\n\t")


def test_a_filter_shows_the_name_on_one_line(
    show_page: Callable[[], AnalyticsPage], practise: Callable[..., str], add_goal: Callable[..., None]
) -> None:
    add_goal(ODD)
    practise("2026-02-01 18:00", 30, parent=ODD)
    page = show_page()
    chips = page.findChild(FilterBar)
    chips.choose(replace(chips.chosen, goal_id=GoalId(ODD)))
    chips.show_names(LimitNames(goal=ODD))
    shown = next(chip for chip in page.findChildren(FilterChip) if chip.name == "Goal")
    assert shown.value.startswith("Suite III from mem")
    assert f"Goal: {PLAIN}" in chips.words
