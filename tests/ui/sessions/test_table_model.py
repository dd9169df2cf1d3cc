from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QLocale, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import SessionPage, SessionRow, SessionState
from fractal_desktop.ui.sessions.table_model import Column, SessionTableModel
from fractal_desktop.ui.sessions.texts import RowTexts

TEXTS = RowTexts(QLocale.c(), ZoneInfo("Europe/Berlin"), date(2026, 3, 5))
START = datetime(2026, 3, 5, 17, 4, tzinfo=UTC)


def row(number, **changes):
    fields = {
        "id": SessionId(f"s{number}"),
        "name": f"Session {number}",
        "start": START - timedelta(days=number),
        "end": START - timedelta(days=number) + timedelta(minutes=31),
        "duration_seconds": 1860,
        "template_id": None,
        "template_name": None,
        "goal_names": ("Suite I", "A relaxed left hand"),
        "completed": True,
        "state": SessionState.DONE,
    }
    return SessionRow(**{**fields, **changes})


def page(*numbers, cursor=None):
    return SessionPage(tuple(row(number) for number in numbers), cursor)


@pytest.fixture
def model(qapp):
    model = SessionTableModel(TEXTS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    assert tester is not None
    return model


def ids(model):
    return [row.id for row in model.rows()]


def test_it_shows_the_columns_of_a_row(model):
    model.replace(page(0))
    texts = [model.index(0, column).data() for column in Column]
    assert texts == ["Session 0", "Thu 5 Mar 18:04", "18:35", "0:31", "", "Suite I +1", "Done"]


def test_a_session_over_midnight_says_so(model):
    model.replace(SessionPage((row(0, end=START + timedelta(hours=8)),), None))
    assert model.index(0, Column.END).data() == "02:04 +1"


def test_what_is_missing_is_empty_or_a_dash_and_spoken_in_words(model):
    model.replace(SessionPage((row(0, start=None, end=None, duration_seconds=None, goal_names=()),), None))
    assert [model.index(0, column).data() for column in (Column.START, Column.END, Column.DURATION, Column.GOALS)] == ["", "", "-", ""]
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, Column.START).data(spoken) == "not set"
    assert model.index(0, Column.DURATION).data(spoken) == "no duration"


def test_the_next_page_is_asked_for_once(qtbot, model):
    asked = []
    model.more_wanted.connect(lambda: asked.append(1))
    model.replace(page(0, 1, cursor="c"))
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert asked == [1]
    model.append(page(1, 2))
    assert ids(model) == ["s0", "s1", "s2"]
    assert not model.canFetchMore(QModelIndex())


def test_a_row_is_renewed_where_it_stands(qtbot, model):
    model.replace(page(0, 1, 2))
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.update_in_place([row(1, name="New")])
    assert changed.args[0].row() == changed.args[1].row() == 1
    assert model.index(1, 0).data() == "New"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_the_list_read_again_becomes_what_was_read_without_losing_a_row_that_stays(model, before, after):
    model.replace(page(*before))
    kept = {number: QPersistentModelIndex(model.index(place, 0)) for place, number in enumerate(before)}
    model.merge(page(*after))
    assert ids(model) == [f"s{number}" for number in after]
    for number, index in kept.items():
        assert (index.isValid() and index.row() == after.index(number)) if number in after else not index.isValid()


def test_a_selection_survives_a_merge(model):
    model.replace(page(0, 1, 2, 3))
    selection = QItemSelectionModel(model)
    selection.select(model.index(2, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows)
    model.merge(page(9, 2, 0))
    assert [index.row() for index in selection.selectedRows()] == [1]


def test_a_list_that_is_another_one_altogether_is_reset(qtbot, model):
    model.replace(page(*range(100)))
    with qtbot.waitSignal(model.modelReset):
        model.merge(page(*range(200, 300)))
    assert len(ids(model)) == 100


@pytest.mark.parametrize("start", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)])
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Apia"])
def test_sessions_at_the_ends_of_the_calendar_are_listed(start, zone):
    texts = RowTexts(QLocale.c(), ZoneInfo(zone), date(2026, 3, 5))
    odd = row(1, start=start, end=start)
    assert all(texts.cell(odd, column) and texts.spoken(odd, column) for column in (Column.START, Column.END))
