"""Timers of items and of the whole session, started where one practises."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.timer import TimerState, timers
from fractal_desktop.ui.sessions.document_view import DocumentView
from fractal_desktop.ui.sessions.editor import SessionEditor
from fractal_desktop.ui.sessions.head import SessionTimerButton
from fractal_desktop.ui.sessions.item_row import ItemRow
from fractal_desktop.ui.sessions.parts import DurationField
from fractal_desktop.ui.sessions.row_parts import TimerButton
from tests.ui.conftest import NOW
from tests.ui.sessions.acting import button, click_cell, focused, grid, head, named, press, retype, row, rows
from tests.ui.sessions.conftest import Life
from tests.ui.sessions.test_editor_structure import _menu, _trigger

LEFT, SPACE, CTRL = Qt.MouseButton.LeftButton, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def go_on(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(context, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(context, "_clock", clock)
    return clock


@pytest.fixture
def session_id(repertoire):
    return repertoire.session()


@pytest.fixture
def editor_of(opened, session_id, editor, clock):
    editor.resize(720, 1100)
    return opened(session_id)


@pytest.fixture
def states(life, session_id, context):
    """Returns what each timer that was ever used does, by the name of its item."""

    def read():
        document = life.stored(session_id).document
        return {timer.name: timer.state.value for timer in timers(document, context.workspace.legacy_zone)}

    return read


def start(qtbot, editor, name):
    qtbot.mouseClick(named(editor, TimerButton, f"Start the timer of {name}"), LEFT)


def test_a_timer_starts_and_pauses_where_its_item_stands(qtbot, context, editor_of, states, clock, until):
    start(qtbot, editor_of, "Scales")
    until(lambda: row(editor_of, "Scales").runs)
    assert states() == {"Scales": "running"}
    assert context.workspace.history.undo_label == "start of timer of Scales"
    clock.go_on(90)
    qtbot.mouseClick(named(editor_of, TimerButton, "Pause the timer of Scales"), LEFT)
    until(lambda: not row(editor_of, "Scales").runs)
    assert named(editor_of, DurationField, "Length of Scales").text() == "01:30"
    assert states() == {"Scales": "paused"}
    context.undo()
    until(lambda: row(editor_of, "Scales").runs)


def test_a_running_line_counts_up_and_touches_no_layout(qtbot, editor_of, clock, until):
    view = editor_of.findChild(DocumentView)
    start(qtbot, editor_of, "Spiccato")
    until(lambda: row(editor_of, "Spiccato").runs)
    clock.go_on(65)
    until(lambda: named(editor_of, DurationField, "Length of Spiccato").text() == "01:05")
    assert "01:05" in head(editor_of, "Technique").accessibleDescription()
    assert "01:05" in [label.text() for label in editor_of.findChildren(QLabel) if label.isVisible()]
    QApplication.processEvents()  # a first length needs room
    requests = _Requests(editor_of)
    clock.go_on(1)
    until(lambda: named(editor_of, DurationField, "Length of Spiccato").text() == "01:06")
    assert requests.seen == []
    assert view.timers.running()[0].name == "Spiccato"


def test_a_length_and_its_parts_show_the_same_seconds_also_after_a_pause_within_one(qtbot, editor_of, clock, until):
    def press_timer(words):
        qtbot.mouseClick(named(editor_of, TimerButton, f"{words} the timer of Spiccato"), LEFT)

    press_timer("Start")
    until(lambda: row(editor_of, "Spiccato").runs)
    clock.go_on(20.6)
    press_timer("Pause")
    until(lambda: not row(editor_of, "Spiccato").runs)
    press_timer("Start")
    until(lambda: row(editor_of, "Spiccato").runs)
    clock.go_on(4.5)
    until(lambda: named(editor_of, DurationField, "Length of Spiccato").text() == "00:25")
    assert "00:25" in head(editor_of, "Technique").accessibleDescription()
    assert "00:25" in [label.text() for label in editor_of.findChildren(QLabel) if label.isVisible()]


def test_no_end_is_offered_while_a_timer_runs(qtbot, editor_of, clock, until):
    def offers():
        return any(use.accessibleName() == "Use the offered end" and use.isVisible() for use in editor_of.findChildren(QPushButton))

    start(qtbot, editor_of, "Spiccato")
    until(lambda: row(editor_of, "Spiccato").runs)
    assert not offers()
    clock.go_on(65)
    qtbot.mouseClick(named(editor_of, TimerButton, "Pause the timer of Spiccato"), LEFT)
    until(offers)


def test_of_two_items_with_one_id_the_one_that_was_clicked_is_timed(qtbot, life, opened, clock, until):
    """Old programs copied items with their ids."""
    twin = {"type": "activity", "activity_id": "gone", "instance_id": "i1"}
    sections = [{"name": "Twins", "exercises": [{**twin, "name": "First"}, {**twin, "name": "Second"}]}]
    session_id = life.with_document(sections=sections)
    editor = opened(session_id)
    start(qtbot, editor, "Second")
    until(lambda: row(editor, "Second").runs)
    found = timers(life.stored(session_id).document, life.context.workspace.legacy_zone)
    assert [(timer.name, timer.state.value) for timer in found] == [("Second", "running")]


def test_starting_one_timer_lets_the_others_rest_unless_it_is_to_run_beside_them(qtbot, editor_of, states, clock, until):
    start(qtbot, editor_of, "Spiccato")
    start(qtbot, editor_of, "Scales")
    until(lambda: row(editor_of, "Scales").runs)
    assert states() == {"Spiccato": "paused", "Scales": "running"}
    _trigger(_menu(qtbot, row(editor_of, "Spiccato")), "Start beside those that run")
    until(lambda: row(editor_of, "Spiccato").runs)
    assert states() == {"Spiccato": "running", "Scales": "running"}


def test_space_on_a_line_is_its_timer_and_in_a_text_a_blank(qtbot, editor_of, states, until):
    row(editor_of, "Long bows").setFocus()
    press(qtbot, editor_of, SPACE)
    until(lambda: states() == {"Long bows": "running"})
    until(lambda: row(editor_of, "Long bows").runs)
    press(qtbot, editor_of, SPACE)
    until(lambda: states() == {"Long bows": "paused"})
    notes = named(editor_of, QPlainTextEdit, "Session notes")
    notes.setFocus()
    press(qtbot, editor_of, "a", SPACE, "b")
    assert notes.toPlainText() == "a b"
    assert states() == {"Long bows": "paused"}


def test_space_on_a_line_to_tick_off_ticks_it_and_leaves_timers_alone(qtbot, editor_of, states, until):
    line = next(each for each in editor_of.findChildren(ItemRow) if each.isVisible() and not each.is_timed)
    line.setFocus()
    press(qtbot, editor_of, SPACE)
    until(lambda: line.item.completed)
    assert focused(editor_of) is line
    press(qtbot, editor_of, SPACE)
    until(lambda: not line.item.completed)
    assert states() == {}
    press(qtbot, editor_of, (SPACE, CTRL))
    until(lambda: states() == {"Practice": "running"})


def test_ctrl_space_works_while_typing_for_the_item_with_the_focus_and_else_for_the_last_one(qtbot, editor_of, states, until):
    click_cell(qtbot, grid(editor_of, "Scales"), 0, 0)
    press(qtbot, editor_of, "72", (SPACE, CTRL))
    until(lambda: row(editor_of, "Scales").runs)
    assert (focused(editor_of).accessibleName(), focused(editor_of).text()) == ("Tempo, bpm, set 1", "72")
    named(editor_of, QPlainTextEdit, "Session notes").setFocus()
    press(qtbot, editor_of, (SPACE, CTRL))
    until(lambda: not row(editor_of, "Scales").runs)
    press(qtbot, editor_of, (SPACE, CTRL))
    until(lambda: row(editor_of, "Scales").runs)
    assert states() == {"Scales": "running"}


def test_what_is_typed_is_saved_before_a_timer_starts(qtbot, context, repertoire, editor_of, session_id, until, writes):
    click_cell(qtbot, grid(editor_of, "Scales"), 0, 0)
    press(qtbot, editor_of, "72")
    start(qtbot, editor_of, "Spiccato")
    until(lambda: row(editor_of, "Spiccato").runs)
    assert [change.label for change in writes] == ["Edit Evening routine", "Start timer of Spiccato"]
    assert repertoire.noted(session_id, 1, 1)[0] == (0, "Tempo", None, "72")


def test_typing_after_a_start_does_not_take_the_timer_back(qtbot, context, editor_of, states, until):
    """Both are on their way at once: neither may overwrite the other."""
    start(qtbot, editor_of, "Spiccato")
    click_cell(qtbot, grid(editor_of, "Scales"), 0, 0)
    press(qtbot, editor_of, "72")
    editor_of.flush()
    context.flush()
    assert states() == {"Spiccato": "running"}
    until(lambda: row(editor_of, "Spiccato").runs)
    assert grid(editor_of, "Scales").grid.rows[0].cells[0].text == "72"


def test_stop_and_reset_stand_in_the_menu(qtbot, editor_of, states, clock, until):
    start(qtbot, editor_of, "Scales")
    until(lambda: row(editor_of, "Scales").runs)
    clock.go_on(30)
    _trigger(_menu(qtbot, row(editor_of, "Scales")), "Stop timer")
    until(lambda: states() == {"Scales": "stopped"})
    until(lambda: not row(editor_of, "Scales").runs)
    _trigger(_menu(qtbot, row(editor_of, "Scales")), "Reset timer")
    until(lambda: states() == {})
    until(lambda: named(editor_of, DurationField, "Length of Scales").text() == "-")


def test_a_length_typed_over_a_running_one_counts_on_from_there(qtbot, life, context, editor_of, session_id, clock, until, writes):
    start(qtbot, editor_of, "Scales")
    until(lambda: row(editor_of, "Scales").runs)
    clock.go_on(30)
    field = named(editor_of, DurationField, "Length of Scales")
    retype(qtbot, field, "10:00")
    clock.go_on(5)
    press(qtbot, editor_of, Qt.Key.Key_Return)
    until(lambda: len(writes) == 2)
    clock.go_on(7)
    until(lambda: field.text() == "10:07")
    document = life.stored(session_id).document
    assert timers(document, context.workspace.legacy_zone)[0].elapsed_seconds(clock.now) == 607


def test_the_whole_session_has_a_timer_in_the_head(qtbot, editor_of, states, clock, until):
    qtbot.mouseClick(named(editor_of, SessionTimerButton, "Start the timer of the session"), LEFT)
    until(lambda: states() == {"Practice": "running"})
    until(lambda: "Practice" in rows(editor_of))
    clock.go_on(61)
    until(lambda: editor_of.findChild(SessionTimerButton).text() == "01:01")
    qtbot.mouseClick(named(editor_of, SessionTimerButton, "Pause the timer of the session"), LEFT)
    until(lambda: states() == {"Practice": "paused"})
    until(lambda: named(editor_of, QAbstractButton, "Start the timer of Practice") is not None)


def test_ctrl_space_with_nothing_timed_yet_times_the_session(qtbot, life, context, opened, clock, until):
    session_id = life.session("Blank")
    editor = opened(session_id)
    named(editor, QPlainTextEdit, "Session notes").setFocus()
    press(qtbot, editor, (SPACE, CTRL))
    until(lambda: len(timers(life.stored(session_id).document, context.workspace.legacy_zone)) == 1)
    assert timers(life.stored(session_id).document, context.workspace.legacy_zone)[0].state is TimerState.RUNNING


def test_completing_the_session_stops_its_timers(qtbot, editor_of, states, clock, until):
    start(qtbot, editor_of, "Scales")
    until(lambda: row(editor_of, "Scales").runs)
    clock.go_on(120)
    qtbot.mouseClick(button(editor_of, "Complete"), LEFT)
    until(lambda: states() == {"Scales": "stopped"})
    until(lambda: named(editor_of, DurationField, "Length of Scales").text() == "02:00")


def test_a_moved_item_keeps_its_running_timer(qtbot, editor_of, states, clock, until, writes):
    start(qtbot, editor_of, "Scales")
    row(editor_of, "Scales").setFocus()
    press(qtbot, editor_of, (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier))
    until(lambda: len(writes) == 2 and row(editor_of, "Scales").runs)
    assert states() == {"Scales": "running"}
    assert rows(editor_of)[2:] == ["Scales", "Spiccato"]


def test_ctrl_space_is_a_command_of_the_window(qtbot, window, bare_context, workspace, until):
    bare_context.set_workspace(workspace)
    life = Life(bare_context, *_goals(workspace))
    session_id = life.with_document()
    bare_context.session_requested.emit(session_id)
    until(lambda: any(e.isVisible() and e.shown_id == session_id for e in window.findChildren(SessionEditor)))
    editor = next(e for e in window.findChildren(SessionEditor) if e.isVisible())
    named(editor, QPlainTextEdit, "Session notes").setFocus()
    press(qtbot, window, (SPACE, CTRL))
    until(lambda: len(timers(life.stored(session_id).document, workspace.legacy_zone)) == 3)
    assert window.commands["session.timer"].isEnabled()
    until(lambda: editor.findChild(SessionTimerButton).text() == "00:00")


def _goals(workspace):
    root = workspace.goals.create(None, GoalType.ULTIMATE, "Play").created
    return root, workspace.goals.create(root, GoalType.SHORT_TERM, "Suite").created


class _Requests(QObject):
    """Notes who is asked to lay out anew."""

    def __init__(self, editor):
        super().__init__(editor)
        self.seen = []
        for widget in (editor, *editor.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.LayoutRequest:
            self.seen.append(type(watched).__name__)
        return False
