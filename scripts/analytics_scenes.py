"""Pictures of the analytics page: every card with much practice and with little, what opens from them, and a goal's pace."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea, QSlider, QToolButton, QWidget

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import PastSession
from fractal_desktop.services.schema import SchemaService
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.analytics.card_grid import GridScroll
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.charts.bar_plot import BarPlot
from fractal_desktop.ui.analytics.choice import Preset
from fractal_desktop.ui.analytics.explanation import ExplanationButton
from fractal_desktop.ui.analytics.filter_bar import FilterBar
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.page_filter import PageFilter, to_text
from fractal_desktop.ui.analytics.paper import PicturePaper
from fractal_desktop.ui.analytics.progress_chooser import ProgressChooser
from fractal_desktop.ui.analytics.shares_dialog import SharesDialog
from fractal_desktop.ui.analytics.table_dialog import TableDialog
from fractal_desktop.ui.analytics.views_chip import ViewsChip
from fractal_desktop.ui.goals.pace_section import PaceSection
from fractal_desktop.ui.goals.what_if import WhatIfFields
from scripts.practice_scenes import done, goal_of, workspace
from scripts.studio import Studio

_SUITE, _SPARSE = "Suite I from memory", "practice-2026.db"
_BETWEEN = 16

Widget = TypeVar("Widget", bound=QWidget)


def page(studio: Studio) -> None:
    """The whole page, one screen after the other; on the first a week is pointed at."""
    show_page(studio)
    plot = next(plot for plot in studio.window.findChildren(BarPlot) if plot.mark_count() > 20)
    QTest.mouseMove(plot, plot.mark_rect(plot.mark_count() - 4).center())
    studio.settle()
    studio.shoot("analytics")
    QTest.mouseMove(studio.window, QPoint(4, 4))
    shoot_below(studio, "analytics")


def cards(studio: Studio) -> None:
    """One card alone, with a line and with two sides; its menu, its explanation, its table."""
    show_page(studio)
    progress = card(studio, "ProgressCard")
    choose_activity(studio, progress, "Max hangs")
    progress.full_window_asked.emit(True)
    studio.settle()
    studio.shoot("analytics-card")
    choose_activity(studio, progress, "Problems, 6B–6C")
    studio.shoot("analytics-sides")
    progress.full_window_asked.emit(False)
    choose_activity(studio, progress, "Max hangs")
    scroll_to(studio, None)
    weeks = card(studio, "WeeksCard")
    weeks.findChildren(ExplanationButton)[0].click()
    studio.settle()
    studio.shoot("analytics-explanation")
    close_popups(studio)
    button = next(button for button in weeks.findChildren(QToolButton) if button.menu() is not None)
    button.menu().popup(button.mapToGlobal(button.rect().bottomRight()) - QPoint(button.menu().sizeHint().width(), 0))
    studio.settle()
    studio.shoot("analytics-menu")
    close_popups(studio)
    weeks.show_table()
    dialog = studio.dialog(TableDialog)
    studio.shoot("analytics-table")
    studio.dismiss(dialog)


def compare(studio: Studio) -> None:
    """Two periods side by side."""
    show_page(studio)
    choose(studio, PageFilter(Preset.MONTHS_3))
    there = card(studio, "CompareCard")
    there.full_window_asked.emit(True)
    studio.settle()
    studio.shoot("analytics-compare")
    there.full_window_asked.emit(False)
    choose(studio, PageFilter())


def shares(studio: Studio) -> None:
    """Which share of the time each branch is meant to get."""
    show_page(studio)
    attention = card(studio, "AttentionCard")
    scroll_to(studio, attention)
    door = next(button for button in attention.findChildren(QPushButton) if button.isVisible() and button.text().startswith("Set"))
    door.click()
    dialog = studio.dialog(SharesDialog)
    studio.shoot("analytics-shares")
    studio.dismiss(dialog)


def views(studio: Studio) -> None:
    """Filters that hold, and the views that were saved."""
    show_page(studio)
    template = next(each.id for each in workspace(studio).practice.templates() if each.name == "Routine 2")
    suite = PageFilter(Preset.MONTHS_3, goal_id=goal_of(studio, "Repertoire"))
    for name, chosen in (("The suites", suite), ("Everything, ever", PageFilter(Preset.ALL))):
        done(studio, partial(save_view, name=name, document=to_text(chosen)))
    choose(studio, replace(suite, template_id=template, completed=True))
    studio.shoot("analytics-filtered")
    choose(studio, suite)
    studio.window.findChild(ViewsChip).click()
    studio.settle()
    studio.shoot("analytics-views")
    close_popups(studio)
    choose(studio, PageFilter())


def report(studio: Studio) -> None:
    """The page on paper, which is white in both schemes."""
    if studio.is_dark or not studio.wants("analytics-report"):
        return
    show_page(studio)
    made: list[bytes] = []
    studio.window.findChild(AnalyticsPage).make_report(made.append, PicturePaper())
    studio.until(lambda: made, "the report is made")
    studio.keep("analytics-report", made[0])


def pace(studio: Studio) -> None:
    """When the hours will be there that a goal wants, and what would be if."""
    studio.window.show_page("goals")
    studio.context.goal_requested.emit(goal_of(studio, _SUITE))
    section = studio.window.findChild(PaceSection)
    studio.until(section.isVisible, "the pace is shown")
    studio.settle()
    bring_up(section)
    studio.settle()
    studio.shoot("goal-pace")
    door = next(button for button in section.findChildren(QPushButton) if button.text().startswith("What if"))
    door.click()
    studio.settle()
    hours = section.findChild(WhatIfFields).findChildren(QSlider)[0]
    for _ in range(6):
        QTest.keyClick(hours, Qt.Key.Key_Right)
    studio.settle()
    bring_up(section)
    studio.settle()
    studio.shoot("goal-what-if")
    door.click()
    studio.settle()


def sparse(studio: Studio) -> None:
    """A file with three sessions: what can be said of these."""
    path = studio.files / _SPARSE
    SchemaService(studio.clock).create(path)
    studio.filing.open(path)
    studio.until(lambda: studio.context.workspace is not None and studio.context.workspace.path.name == _SPARSE, "the file is open")
    studio.settle()
    done(studio, lambda there: there.goals.create(None, GoalType.ULTIMATE, "Play the ukulele at the lake"))
    root = goal_of(studio, "Play the ukulele at the lake")
    done(studio, lambda there: there.goals.create(root, GoalType.LONG_TERM, "Twelve chords without looking"))
    for days, minutes in ((8, 22), (5, 31), (1, 26)):
        done(studio, partial(log, goal=root, start=studio.now - timedelta(days=days, minutes=40), minutes=minutes))
    show_page(studio)
    studio.shoot("analytics-thin")
    shoot_below(studio, "analytics-thin")


# -- a person's steps ----------------------------------------------------------------------------------


def show_page(studio: Studio) -> None:
    """Show the page from its top."""
    studio.window.show_page("analytics")
    finish(studio)
    scroll_to(studio, None)


def choose(studio: Studio, chosen: PageFilter) -> None:
    """Choose a period and filters."""
    studio.window.findChild(FilterBar).choose(chosen)
    finish(studio)


def finish(studio: Studio) -> None:
    """Wait until all cards are drawn; no frame shall mark what nobody went to by keys."""
    focus = studio.app.focusWidget()
    if focus is not None:
        focus.clearFocus()
    there = studio.window.findChild(AnalyticsPage)
    studio.until(lambda: there.is_complete, "all cards are drawn")
    studio.settle()


def shoot_below(studio: Studio, name: str) -> None:
    """Take pictures down to the page's end: each begins with the first row that was not wholly seen on the one before."""
    area = studio.window.findChild(GridScroll)
    bar = area.verticalScrollBar()
    there = area.widget().findChildren(ChartCard)
    for number in count(2):
        end = bar.value() + area.viewport().height()
        hidden = [each.y() for each in there if each.isVisible() and each.y() + each.height() > end]
        if not hidden:
            break
        bar.setValue(min(hidden) - _BETWEEN)
        studio.settle()
        studio.shoot(f"{name}-{number}")
    bar.setValue(0)


def scroll_to(studio: Studio, wanted: ChartCard | None) -> None:
    """Bring a card to the top, or the top itself with None."""
    studio.window.findChild(GridScroll).verticalScrollBar().setValue(0 if wanted is None else wanted.y() - _BETWEEN)
    studio.settle()


def card(studio: Studio, kind: str) -> ChartCard:
    """Return the card of this class."""
    return next(each for each in studio.window.findChildren(ChartCard) if type(each).__name__ == kind)


def choose_activity(studio: Studio, progress: ChartCard, name: str) -> None:
    """Let the card of progress show this activity."""
    activity = next(each for each in workspace(studio).library.activities() if each.name == name)
    chooser = progress.findChild(ProgressChooser)
    chooser.chosen.emit(replace(progress.own_choice(), activity_id=activity.id, metric_id=None))
    studio.settle()


def bring_up(section: QWidget) -> None:
    """Scroll what it stands in until the section is at the top."""
    area = section.parentWidget()
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    area.verticalScrollBar().setValue(section.mapTo(area.widget(), QPoint(0, 0)).y() - _BETWEEN)


def close_popups(studio: Studio) -> None:
    """Close whatever has popped up."""
    while studio.app.activePopupWidget() is not None:
        studio.app.activePopupWidget().close()
    studio.settle()


def save_view(there: Workspace, *, name: str, document: str) -> Change:
    """Save a view."""
    return there.views.save(name, document)


def log(there: Workspace, *, goal: GoalId, start: datetime, minutes: int) -> Change:
    """Write down a session that took place."""
    return there.practice.log(PastSession("Ukulele", start, start + timedelta(minutes=minutes), goal_ids=(goal,)))


SCENES: tuple[Callable[[Studio], None], ...] = (page, cards, compare, shares, views, report, pace)
