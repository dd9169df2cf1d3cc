"""The worker: order, superseding, replies to the living only, nothing lost on the way out."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.background import Worker


class Gate:
    """Holds the worker inside a task until it is opened."""

    def __init__(self) -> None:
        self._entered = threading.Event()
        self._opened = threading.Event()

    def __call__(self) -> str:
        self._entered.set()
        assert self._opened.wait(10)
        return "gate"

    def wait_until_entered(self) -> None:
        assert self._entered.wait(10)

    def open(self) -> None:
        self._opened.set()


def fail_with(error: Exception) -> Callable[[], object]:
    def task() -> object:
        raise error

    return task


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


@pytest.fixture
def gate(worker: Worker, owner: QObject) -> Gate:
    """A gate that the worker stands in already."""
    gate = Gate()
    worker.run(owner, gate)
    gate.wait_until_entered()
    return gate


def test_the_result_arrives_on_the_window_s_thread(qtbot: QtBot, worker: Worker, owner: QObject) -> None:
    seen: list[tuple[str, threading.Thread]] = []
    worker.read(owner, "name", lambda: threading.current_thread().name, lambda name: seen.append((name, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("fractal-worker", threading.main_thread())]


def test_what_is_run_keeps_its_order_and_overtakes_reads(qtbot: QtBot, worker: Worker, owner: QObject, gate: Gate) -> None:
    done: list[str] = []
    worker.read(owner, "a", lambda: done.append("read"), lambda _: None)
    worker.run(owner, lambda: done.append("first"))
    worker.run(owner, lambda: done.append("second"))
    gate.open()
    qtbot.waitUntil(lambda: worker.is_idle)
    assert done == ["first", "second", "read"]


def test_a_newer_read_of_the_same_topic_supersedes_one_that_waits(qtbot: QtBot, worker: Worker, owner: QObject, gate: Gate) -> None:
    asked: list[str] = []
    answers: list[str] = []

    def ask(text: str) -> Callable[[], str]:
        def task() -> str:
            asked.append(text)
            return text

        return task

    for text in ("s", "su", "sui"):
        worker.read(owner, "filter", ask(text), answers.append)
    worker.read(owner, "totals", ask("totals"), answers.append)
    gate.open()
    qtbot.waitUntil(lambda: worker.is_idle)
    assert asked == ["sui", "totals"]
    assert answers == ["sui", "totals"]


def test_a_read_that_is_superseded_while_it_runs_says_nothing(qtbot: QtBot, worker: Worker, owner: QObject) -> None:
    gate = Gate()
    answers: list[str] = []
    worker.read(owner, "filter", gate, answers.append)
    gate.wait_until_entered()
    worker.read(owner, "filter", lambda: "newer", answers.append)
    gate.open()
    qtbot.waitUntil(lambda: worker.is_idle)
    assert answers == ["newer"]


def test_two_owners_with_the_same_topic_do_not_supersede_each_other(qtbot: QtBot, worker: Worker, owner: QObject, gate: Gate) -> None:
    answers: list[str] = []
    other = QObject()
    worker.read(owner, "rows", lambda: "one", answers.append)
    worker.read(other, "rows", lambda: "two", answers.append)
    gate.open()
    qtbot.waitUntil(lambda: worker.is_idle)
    assert answers == ["one", "two"]


def test_a_reply_to_an_owner_that_is_gone_is_dropped(qtbot: QtBot, worker: Worker, gate: Gate) -> None:
    answers: list[str] = []
    parent = QObject()
    child = QObject(parent)
    worker.read(child, "rows", lambda: "to the child", answers.append)
    worker.run(child, lambda: "of the child", answers.append)
    lonely = QObject()
    worker.read(lonely, "rows", lambda: "to nobody", answers.append)
    del lonely
    parent.deleteLater()
    qtbot.waitUntil(lambda: _is_deleted(child))
    gate.open()
    qtbot.waitUntil(lambda: worker.is_idle)
    assert answers == []


def _is_deleted(thing: QObject) -> bool:
    from shiboken6 import isValid

    return not isValid(thing)


def test_an_exception_goes_to_failed(qtbot: QtBot, worker: Worker, owner: QObject) -> None:
    failures: list[Exception] = []
    error = ValueError("no")
    worker.read(owner, "rows", fail_with(error), lambda _: None, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert failures == [error]


def test_an_exception_nobody_asked_for_is_told_and_the_worker_goes_on(qtbot: QtBot, worker: Worker, owner: QObject) -> None:
    error = ZeroDivisionError()
    with qtbot.waitSignal(worker.unexpected_error) as told:
        worker.run(owner, fail_with(error))
    assert told.args == [error]
    with qtbot.waitSignal(worker.unexpected_error):
        worker.run(owner, fail_with(error))


def test_progress_arrives_on_the_window_s_thread_and_only_the_newest_that_waits(qtbot: QtBot, worker: Worker, owner: QObject) -> None:
    seen: list[int] = []
    threads: set[threading.Thread] = set()

    def receive(value: int) -> None:
        seen.append(value)
        threads.add(threading.current_thread())

    tell = worker.on_ui_thread(owner, receive)

    def work() -> None:
        for value in range(100):
            tell(value)

    worker.run(owner, work)
    worker.drain()
    assert seen == []
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [99]
    assert threads == {threading.main_thread()}


def test_draining_delivers_what_was_said_at_once_and_only_once(qtbot: QtBot, worker: Worker, owner: QObject) -> None:
    answers: list[int] = []
    worker.run(owner, lambda: 1, answers.append)
    worker.run(owner, lambda: 2, answers.append)
    assert worker.drain()
    assert answers == [1, 2]
    with qtbot.waitSignal(worker.unexpected_error):
        worker.run(owner, fail_with(ValueError()))
    assert answers == [1, 2]


def test_draining_also_waits_for_what_a_reply_orders(worker: Worker, owner: QObject) -> None:
    done: list[str] = []
    worker.run(owner, lambda: "a", lambda text: worker.run(owner, lambda: done.append(text + "b")))
    assert worker.drain()
    assert done == ["ab"]


def test_closing_does_what_was_to_be_run_and_drops_the_reads(worker: Worker, owner: QObject, gate: Gate) -> None:
    done: list[str] = []
    worker.run(owner, lambda: done.append("write"))
    worker.read(owner, "rows", lambda: done.append("read"), lambda _: None)
    gate.open()
    worker.close()
    assert done == ["write"]
    with pytest.raises(RuntimeError):
        worker.run(owner, lambda: None)


def test_reads_of_the_file_before_are_forgotten(qtbot: QtBot, worker: Worker, owner: QObject) -> None:
    gate = Gate()
    answers: list[str] = []
    worker.read(owner, "running", gate, answers.append)
    gate.wait_until_entered()
    worker.read(owner, "waiting", lambda: "waiting", answers.append)
    worker.drop_reads()
    worker.read(owner, "later", lambda: "later", answers.append)
    gate.open()
    qtbot.waitUntil(lambda: worker.is_idle)
    assert answers == ["later"]


def test_busy_is_told_only_after_a_third_of_a_second(qtbot: QtBot, worker: Worker, owner: QObject) -> None:
    told: list[bool] = []
    worker.busy_changed.connect(told.append)
    worker.run(owner, lambda: None)
    qtbot.waitUntil(lambda: worker.is_idle)
    assert told == []
    gate = Gate()
    worker.run(owner, gate)
    qtbot.waitUntil(lambda: told == [True])
    gate.open()
    qtbot.waitUntil(lambda: told == [True, False])
