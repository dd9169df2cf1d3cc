import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain import timer
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.duration import LONGEST_SECONDS, total_duration_seconds
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.domain.timer import Timer, TimerState

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
FIRST: Path = ("sections", 0, "exercises", 0)
SECOND: Path = ("sections", 0, "exercises", 1)
THIRD: Path = ("sections", 1, "exercises", 0)
PLACES = (FIRST, SECOND, THIRD)


def document(*items: dict[str, object]) -> Document:
    return Document({"mood": 3, "sections": [{"name": "Block", "light": "dim", "exercises": list(items)}]})


def item(instance_id: object = "i1", **more: object) -> dict[str, object]:
    return {"type": "activity", "odd": [1], "instance_id": instance_id, "name": str(instance_id).upper(), **more}


def new_id() -> str:
    return f"new-{next(_numbers)}"


_numbers = count()


def later(seconds: float = 0, **more: float) -> datetime:
    return NOW + timedelta(seconds=seconds, **more)


def at(content: Document, path: Path = FIRST) -> Timer:
    return timer.timer_at(content, path, BERLIN)


def start(content: Document, path: Path | None = FIRST, now: datetime = NOW, *, exclusive: bool = True) -> Document:
    return timer.start(content, path, now, BERLIN, new_id, exclusive=exclusive)


def pause(content: Document, now: datetime, path: Path = FIRST) -> Document:
    return timer.pause(content, path, now, BERLIN)


def stop(content: Document, now: datetime, path: Path = FIRST) -> Document:
    return timer.stop(content, path, now, BERLIN)


def raw(content: Document, path: Path = FIRST) -> dict[str, object]:
    there = content.value(path)
    assert isinstance(there, dict)
    return there


# -- one timer ----------------------------------------------------------------------------------


def test_a_timer_is_started_paused_resumed_and_stopped() -> None:
    fresh = document(item(duration_seconds=None, time_start=None))
    assert (at(fresh).state, at(fresh).seconds, timer.timers(fresh, BERLIN)) == (TimerState.IDLE, 0, ())
    running = start(fresh)
    assert (at(running).state, at(running).running_since, at(running).first_start) == (TimerState.RUNNING, NOW, NOW)
    assert at(running).elapsed_seconds(later(61.5)) == 61
    paused = pause(running, later(61.5))
    assert (at(paused).state, at(paused).elapsed_seconds(later(days=9))) == (TimerState.PAUSED, 61)
    resumed = start(paused, now=later(3600))
    assert (at(resumed).state, at(resumed).first_start, at(resumed).elapsed_seconds(later(3601.5))) == (TimerState.RUNNING, NOW, 63)
    stopped = stop(resumed, later(3601.5))
    assert (at(stopped).state, at(stopped).seconds) == (TimerState.STOPPED, 63)
    assert raw(stopped) == item(time_start="2026-03-02T18:00:00.000Z", time_stop="2026-03-02T19:00:01.500Z", duration_seconds=63), (
        "the two halves of a second are counted, and no key of ours is left"
    )


def test_what_is_asked_twice_changes_nothing() -> None:
    running = start(document(item()))
    assert start(running, now=later(5)) == running
    paused = pause(running, later(5))
    assert pause(paused, later(9)) == paused
    stopped = stop(paused, later(9))
    assert "running_since" not in raw(stopped)
    assert (stop(stopped, later(20)), pause(stopped, later(20))) == (stopped, stopped)
    assert at(stopped).seconds == 5


def test_a_timer_is_reset_while_it_runs_and_after() -> None:
    fresh = document(item(duration_seconds=60, notes="slow"))
    running = start(fresh)
    for content in (running, pause(running, later(1.5)), stop(running, later(1.5))):
        assert (at(timer.reset(content, FIRST)).state, at(timer.reset(content, FIRST)).seconds) == (TimerState.IDLE, 0)
        assert raw(timer.reset(content, FIRST)) == item(duration_seconds=None, notes="slow", time_stop=None, time_start=None)
    untouched = document(item())
    assert timer.reset(untouched, FIRST) == untouched


def test_what_is_counted_can_be_set_by_hand() -> None:
    def set_seconds(content: Document, seconds: int, now: datetime = NOW) -> Document:
        return timer.set_seconds(content, FIRST, seconds, now, BERLIN, new_id)

    content = set_seconds(document(item()), 90)
    assert raw(content) == item(duration_seconds=90)
    running = set_seconds(start(content), 30, later(10))
    assert at(running).elapsed_seconds(later(15)) == 35
    paused = pause(start(document(item())), later(0.9))
    assert at(stop(start(set_seconds(paused, 1), now=NOW), later(0.2))).noted_ms == 1200, "the fraction goes with what was counted"
    assert set_seconds(content, 90) == content
    for wrong in (-1, LONGEST_SECONDS + 1):
        with pytest.raises(UserError, match="31 days"):
            set_seconds(content, wrong)


def test_only_one_runs_unless_more_are_allowed() -> None:
    content = start(document(item("i1"), item("i2")))
    both = start(content, SECOND, later(10), exclusive=False)
    assert [t.state for t in timer.timers(both, BERLIN)] == [TimerState.RUNNING, TimerState.RUNNING]
    one = start(content, SECOND, later(10))
    assert [(t.name, t.state, t.elapsed_seconds(later(15))) for t in timer.timers(one, BERLIN)] == [
        ("I1", TimerState.PAUSED, 10),
        ("I2", TimerState.RUNNING, 5),
    ]
    assert at(start(both, SECOND, later(20)), FIRST).state is TimerState.PAUSED, "also where the other ran already"


def test_a_plain_line_gets_an_id_so_that_it_counts() -> None:
    content = stop(start(document({"name": "Tune"})), later(60))
    assert str(raw(content)["instance_id"]).startswith("new-")
    assert content.item_seconds() == (60,)
    by_hand = timer.set_seconds(document({"name": "Tune", "instance_id": ""}), FIRST, 5, NOW, BERLIN, new_id)
    assert by_hand.item_seconds() == (5,)


# -- the timer of the whole session -------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "path"),
    [
        (Document.empty(), FIRST),
        (Document({}), FIRST),
        (Document({"sections": None}), FIRST),
        (Document({"sections": ["odd"]}), THIRD),
        (Document({"sections": [{"exercises": "odd"}, {"name": "B"}]}), THIRD),
        (Document({"sections": [{"exercises": "odd"}]}), THIRD),
        (document(item()), SECOND),
    ],
)
def test_the_whole_session_is_timed_by_a_line_of_its_own(content: Document, path: Path) -> None:
    running = start(content, None)
    assert timer.session_timer(running) == path
    assert (at(running, path).is_of_session, at(running, path).name, at(running, path).state) == (True, "Practice", TimerState.RUNNING)
    again = start(stop(running, later(60), path), None, later(100))
    assert timer.session_timer(again) == path
    assert stop(again, later(130), path).item_seconds() == (90,)


def test_sections_that_cannot_be_read_are_kept() -> None:
    with pytest.raises(UserError, match="kept as they are"):
        start(Document({"sections": {"a": 1}}), None)


@pytest.mark.parametrize("path", [SECOND, ("sections", 0), ("sections", 0, "exercises"), (), ("mood",)])
def test_an_item_that_is_gone_is_said_so(path: Path) -> None:
    with pytest.raises(UserError, match="no longer in the session"):
        start(document(item()), path)
    with pytest.raises(UserError, match="no longer in the session"):
        stop(document(item()), NOW, path)
    with pytest.raises(UserError, match="no longer in the session"):
        timer.reset(document(item()), path)


# -- old documents ------------------------------------------------------------------------------


def test_a_running_timer_of_an_old_program_counts_from_its_start() -> None:
    content = document(item(time_start="2026-03-02 18:30:00", time_stop=None, duration_seconds="30"))
    assert (at(content).state, at(content).running_since) == (TimerState.RUNNING, later(-1800)), "its naive text is of the file's zone"
    assert at(content).elapsed_seconds(NOW) == 1830
    assert raw(stop(content, NOW))["duration_seconds"] == 1830
    assert raw(start(content, now=later(3))) == raw(content)


def test_a_timer_that_an_old_program_stopped_meanwhile_does_not_run() -> None:
    content = (
        start(document(item())).with_value((*FIRST, "time_stop"), "2026-03-02T18:10:00Z").with_value((*FIRST, "duration_seconds"), 600)
    )
    assert (at(content).state, at(content).elapsed_seconds(later(9000))) == (TimerState.PAUSED, 600)


@pytest.mark.parametrize(
    "odd",
    [
        {"time_start": "then"},
        {"time_start": 7, "duration_seconds": "long"},
        {"running_since": "then", "time_start": "2026-03-02T18:00:00Z"},
        {"running_since": None, "uncounted_ms": -5},
        {"duration_seconds": 1e300, "uncounted_ms": "12"},
        {"duration_seconds": -4, "running_since": {}},
        {"time_start": "9999-12-31T23:59:59Z"},
        {"time_start": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_what_makes_no_sense_is_no_reason_to_fail(odd: dict[str, object]) -> None:
    content = document(item(**odd))
    assert 0 <= at(content).elapsed_seconds(NOW) <= LONGEST_SECONDS
    timer.timers(content, BERLIN)
    ended = stop(start(stop(content, NOW), now=NOW), later(10))
    assert (raw(ended)["odd"], at(ended).state) == ([1], TimerState.STOPPED)
    assert at(ended).seconds == (at(content).noted_ms + 10_000) // 1000


# -- completing ---------------------------------------------------------------------------------


def test_completing_ends_all_that_run_or_rest() -> None:
    content = start(start(document(item("i1"), item("i2"), item("i3"))), SECOND, later(10))
    content = timer.stop_all(content, later(30), BERLIN)
    assert [(t.state, t.seconds) for t in timer.timers(content, BERLIN)] == [(TimerState.STOPPED, 10), (TimerState.STOPPED, 20)]
    assert raw(content, ("sections", 0, "exercises", 2)) == item("i3")


@pytest.mark.parametrize(
    ("began", "end", "seconds"),
    [
        (later(-3600), None, 3600),
        (later(-3600), later(-600), 3000),
        (later(-3600), later(-3601), 3600),
        (later(hours=-24), None, 86_400),
        (later(hours=-24, seconds=-1), None, 0),
        (later(days=-30), later(days=-29), 86_400),
        (later(days=-40), later(days=-1), 0),
        (later(60), None, 0),
    ],
)
def test_what_ran_at_the_end_counts_unless_it_was_forgotten(began: datetime, end: datetime | None, seconds: int) -> None:
    content = timer.stop_all(start(document(item()), now=began), NOW, BERLIN, end)
    assert (at(content).state, at(content).seconds) == (TimerState.STOPPED, seconds)
    assert str(raw(content)["time_stop"]) >= str(raw(content)["time_start"])


# -- anything at any time -----------------------------------------------------------------------


class StopWatch:
    """A slow reference for three timers, in milliseconds."""

    def __init__(self) -> None:
        self.counted = dict.fromkeys(PLACES, 0)
        self.since: dict[Path, datetime] = {}

    def total(self, path: Path, now: datetime) -> int:
        run = max(0, (now - self.since[path]) // timedelta(milliseconds=1)) if path in self.since else 0
        total = self.counted[path] + run
        return total if total < (LONGEST_SECONDS + 1) * 1000 else self.counted[path]

    def start(self, path: Path, now: datetime, *, exclusive: bool) -> None:
        for other in set(self.since) - {path} if exclusive else ():
            self.end(other, now)
        self.since.setdefault(path, now)

    def end(self, path: Path, now: datetime) -> None:
        self.counted[path] = self.total(path, now)
        self.since.pop(path, None)

    def reset(self, path: Path) -> None:
        self.counted[path] = 0
        self.since.pop(path, None)

    def set_seconds(self, path: Path, seconds: int, now: datetime) -> None:
        self.counted[path] = seconds * 1000
        if path in self.since:
            self.since[path] = now

    def end_all(self, now: datetime) -> None:
        for path, since in list(self.since.items()):
            self.end(path, now if now - since <= timedelta(days=1) else since)


Deed = Callable[[Document, StopWatch, Path, datetime, int], Document]


def started(content: Document, watch: StopWatch, path: Path, now: datetime, number: int) -> Document:
    exclusive = number % 3 > 0
    watch.start(path, now, exclusive=exclusive)
    return start(content, path, now, exclusive=exclusive)


def ended(content: Document, watch: StopWatch, path: Path, now: datetime, number: int) -> Document:
    watch.end(path, now)
    return pause(content, now, path) if number % 2 else stop(content, now, path)


def cleared(content: Document, watch: StopWatch, path: Path, now: datetime, number: int) -> Document:
    watch.reset(path)
    return timer.reset(content, path)


def set_by_hand(content: Document, watch: StopWatch, path: Path, now: datetime, number: int) -> Document:
    watch.set_seconds(path, number, now)
    return timer.set_seconds(content, path, number, now, BERLIN, new_id)


def completed(content: Document, watch: StopWatch, path: Path, now: datetime, number: int) -> Document:
    watch.end_all(now)
    return timer.stop_all(content, now, BERLIN)


jumps = st.one_of(
    st.integers(0, 5_000),
    st.integers(0, 4 * 3_600_000),  # suspended
    st.integers(-7_200_000, 0),  # the clock set back
    st.integers(0, 40 * 86_400_000),  # or far forward
)
DEEDS: list[Deed] = [started, started, ended, ended, cleared, set_by_hand, completed]
lives = st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(PLACES), jumps, st.integers(0, 7200)), max_size=40)


@given(lives)
def test_a_timer_agrees_with_a_stop_watch(life: list[tuple[Deed, Path, int, int]]) -> None:
    """Over clocks that jump: never negative, never over 31 days, pauses left out, whatever else is there kept."""
    items = [item(f"i{n}", duration_seconds=None, extra={"n": n}) for n in range(3)]
    content = Document({"before": 1, "sections": [{"exercises": items[:2]}, {"exercises": items[2:], "tail": None}], "after": [2]})
    watch, now = StopWatch(), NOW
    for deed, path, jump, number in [*life, (completed, FIRST, 1000, 0)]:
        now += timedelta(milliseconds=jump)
        content = Document.parse(deed(content, watch, path, now, number).to_text())
        for each in PLACES:
            assert at(content, each).elapsed_ms(now) == watch.total(each, now)
            assert 0 <= at(content, each).elapsed_seconds(now) <= LONGEST_SECONDS
            assert (at(content, each).state is TimerState.RUNNING) == (each in watch.since)
    assert not watch.since
    seconds = [counted // 1000 for counted in watch.counted.values()]
    assert sum(content.item_seconds()) == sum(seconds)
    assert total_duration_seconds(content.item_seconds(), None, None) == (sum(seconds) or None)
    kept = [content.value((*path, "extra")) for path in PLACES]
    assert (content.value(("before",)), content.value(("after",)), kept) == (1, [2], [{"n": 0}, {"n": 1}, {"n": 2}])
    assert all(list(raw(content, path))[:4] == ["type", "odd", "instance_id", "name"] for path in PLACES)


@given(st.lists(st.integers(1, 10_000_000), min_size=1, max_size=20))
def test_a_sum_of_runs_is_exact_to_the_second(runs: list[int]) -> None:
    content, now = document(item()), NOW
    for run in runs:
        content = start(content, now=now)
        now += timedelta(milliseconds=run)
        content = pause(content, now)
        now += timedelta(milliseconds=run % 777)
    assert at(content).seconds == sum(runs) // 1000
    assert json.loads(content.to_text()) == json.loads(Document.parse(content.to_text()).to_text())
