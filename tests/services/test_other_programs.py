"""What another program writes is followed by everything that is kept in memory, and undo does no harm to it."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from time import monotonic
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.activity_progress import ProgressQuestion
from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import ActivityGroupId, ActivityId, GoalId, SessionId
from fractal_desktop.domain.library import ActivityDraft
from fractal_desktop.domain.practice_session import SessionEdit, SessionQuery
from fractal_desktop.persistence.migrations import upgrade
from fractal_desktop.persistence.unit_of_work import driver
from fractal_desktop.services.other_programs import WRITTEN_ELSEWHERE
from fractal_desktop.services.workspace import Workspace
from tests.legacy import make
from tests.workspaces import NOW, Rows, document, dump, item, look_at_all, new_file, open_file, there_and_back, value

ROOT, SUITE, EVENING = GoalId("root"), GoalId("suite"), SessionId("s0")
GOALS = ("root", "suite", "hands", "other")
SESSIONS = tuple(SessionId(f"s{number}") for number in range(5))
STARTED = datetime(2026, 2, 20, 18, tzinfo=UTC)


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.goal("suite", "MidTermGoal", "root", root_id="root")
    rows.goal("hands", "LongTermGoal", "root", root_id="root")
    rows.goal("other", "UltimateGoal", root_id="other")
    rows.library()
    for number, session_id in enumerate(SESSIONS):
        rows.session(session_id, GOALS[number % 3], {}, root_id="root")
    workspace = open_file(rows.path)
    for number, session_id in enumerate(SESSIONS):
        workspace.practice.save(session_id, SessionEdit(document=held(number, 60 + number), start=STARTED, end=NOW))
    workspace.close()
    return rows


@pytest.fixture
def told(workspace: Workspace) -> list[Change]:
    """Every change that nobody here has made."""
    changes: list[Change] = []
    workspace.history.listen_unasked(changes.append)
    return changes


def held(number: int, tempo: int) -> Document:
    entry = item(f"i{number}", duration_seconds=600 + number, metrics=[value(tempo)])
    return Document(document(entry, total_duration_minutes=10 + number))


def shown(workspace: Workspace) -> tuple[object, ...]:
    """Return what everything that is kept in memory has to say."""
    while workspace.practice.learn_best_values():
        pass
    everything = AnalyticsFilter()
    there = next(iter(workspace.practice.page(SessionQuery(), limit=1).rows), None)
    return (
        workspace.balance.goal_times(everything),
        workspace.goals.times(),
        workspace.balance.activity_times(everything),
        workspace.balance.planned(everything),
        repr(workspace.progress.progress(ProgressQuestion(ActivityId("scales")), everything)),
        workspace.practice.previous(there.id).values if there else None,
        workspace.practice.library(),
        workspace.analytics.days(everything, ZoneInfo("UTC")),
    )


def anew(rows: Rows) -> tuple[object, ...]:
    """Return what a file that was just opened says."""
    with closing(open_file(rows.path)) as workspace:
        return shown(workspace)


def foreign_deeds(rows: Rows, chance: random.Random) -> list[Callable[[], object]]:
    """Return things that another program may do, past this one and without foreign keys."""
    session, goal = chance.choice(SESSIONS), chance.choice(GOALS)
    return [
        lambda: rows.session(f"n{chance.random()}", goal, root_id="root", session_start="2026-02-21 10:00:00.000000"),
        lambda: rows.sql("UPDATE goals SET total_duration_seconds = ? WHERE id = ?", chance.randrange(9000), session),
        lambda: rows.sql("UPDATE goals SET parent_id = ? WHERE id = ?", goal, session),
        lambda: rows.sql("DELETE FROM goals WHERE id = ?", session),
        lambda: rows.sql("UPDATE goals SET name = ? WHERE id = ?", f"Renamed {chance.random()}", goal),
        lambda: rows.sql("UPDATE activity_definitions SET name = ?", f"Scales {chance.random()}"),
        lambda: rows.sql("UPDATE metric_values SET value = ?", chance.randrange(200)),
        lambda: rows.sql("DELETE FROM metric_values"),
        lambda: rows.sql("UPDATE goals SET attributes = ? WHERE id = ?", held(7, 99).to_text(), session),
        lambda: rows.sql("VACUUM"),
    ]


@pytest.mark.parametrize("seed", range(10))
def test_after_anything_another_program_does_all_is_as_in_a_file_just_opened(rows: Rows, workspace: Workspace, seed: int) -> None:
    chance = random.Random(seed)
    workspace.ask(shown)
    for _ in range(12):
        with suppress(sqlite3.IntegrityError):
            chance.choice(foreign_deeds(rows, chance))()
        if chance.random() < 0.3:
            with suppress(UserError):
                workspace.goals.rename(GoalId(chance.choice(GOALS)), "Ours")
        assert workspace.ask(shown) == anew(rows)


def test_each_commit_of_another_program_is_told_once(rows: Rows, workspace: Workspace, told: list[Change]) -> None:
    workspace.ask(shown)
    assert told == []
    for number in range(3):
        rows.sql("UPDATE goals SET name = ? WHERE id = 'suite'", f"Suite {number}")
        workspace.ask(shown)
        workspace.ask(shown)
        assert told == [WRITTEN_ELSEWHERE] * (number + 1)


def test_what_is_committed_between_opening_and_the_first_question_is_told(rows: Rows, workspace: Workspace, told: list[Change]) -> None:
    rows.sql("UPDATE goals SET name = 'Suite I' WHERE id = 'suite'")
    workspace.other_programs.look()
    assert told == [WRITTEN_ELSEWHERE]


def test_what_we_do_ourselves_on_any_connection_is_no_other_programs(workspace: Workspace, told: list[Change]) -> None:
    def read_again_and_again() -> None:
        for _ in range(5):
            shown(workspace)

    for _ in range(3):
        workspace.ask(lambda file: file.goals.rename(SUITE, file.goals.goal(SUITE).name + "x"))
        workspace.ask(lambda file: file.practice.start_again(EVENING, NOW))
        workspace.ask(lambda file: file.goals.delete([SESSIONS[1]]))
        workspace.ask(lambda file: file.history.undo())
        readers = [Thread(target=read_again_and_again) for _ in range(3)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        workspace.ask(shown)
    assert told == []


def test_a_change_of_ours_right_after_theirs_does_not_hide_it(rows: Rows, workspace: Workspace, told: list[Change]) -> None:
    rows.sql("UPDATE goals SET name = 'Suite I' WHERE id = 'suite'")
    workspace.goals.rename(ROOT, "Ours")
    workspace.ask(shown)
    assert told == [WRITTEN_ELSEWHERE]


def test_a_session_that_is_brought_up_to_date_is_told_too(rows: Rows, workspace: Workspace, told: list[Change]) -> None:
    text = document(item(duration_seconds=900), session_start="2026-02-22T10:00:00.000Z", session_end="2026-02-22T10:15:00.000Z")
    rows.session("theirs", "suite", text, root_id="root")
    workspace.ask(lambda file: file.practice.session(SessionId("theirs")))
    assert told[0] == WRITTEN_ELSEWHERE
    assert [change.sessions for change in told[1:]] == [{"theirs"}]
    workspace.ask(lambda file: file.practice.session(SessionId("theirs")))
    assert len(told) == 2


def test_while_another_program_commits_nobody_waits_and_it_is_told_afterwards(rows: Rows, workspace: Workspace, told: list[Change]) -> None:
    with closing(sqlite3.connect(rows.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE goals SET name = 'Suite I' WHERE id = 'suite'")
        begun = monotonic()
        workspace.other_programs.look()
        assert monotonic() - begun < 2
        assert told == []
        other.execute("COMMIT")
    workspace.other_programs.look()
    assert told == [WRITTEN_ELSEWHERE]
    workspace.goals.rename(SUITE, "Ours")  # which waits for others as patiently as before
    with workspace._database.writer.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 5000


def test_a_file_opened_for_reading_is_followed_too(rows: Rows) -> None:
    with closing(Workspace.open(rows.path, read_only=True)) as workspace:
        workspace.ask(shown)
        rows.sql("UPDATE activity_definitions SET name = 'Gammes'")
        assert workspace.ask(shown) == anew(rows)


def test_steps_beside_what_another_program_wrote_are_undone_and_done_again(rows: Rows, workspace: Workspace) -> None:
    states = [dump(rows.path)]
    acts: tuple[Callable[[], Change], ...] = (
        lambda: workspace.goals.create(SUITE, GoalType.SHORT_TERM, "Prelude"),
        lambda: workspace.goals.move([SUITE], GoalId("hands")),
        lambda: workspace.practice.delete([EVENING]),
    )
    for act in acts:
        act()
        states.append(dump(rows.path))
    # Commits that concern nobody, and leave all as it was.
    rows.sql("INSERT INTO app_meta (key, value) VALUES ('theirs', '')")
    rows.sql("DELETE FROM app_meta WHERE key = 'theirs'")
    there_and_back(workspace, rows.path, states)


def refused(rows: Rows, step: Callable[[], object], words: str) -> None:
    """Assert that a step is refused and nothing written."""
    before = dump(rows.path)
    with pytest.raises(UserError, match=f"{words} any more: what it concerns was changed elsewhere"):
        step()
    assert dump(rows.path) == before


def test_a_goal_that_got_a_child_from_another_program_is_not_taken_away_from_above_it(rows: Rows, workspace: Workspace) -> None:
    workspace.goals.rename(ROOT, "Cello")
    made = workspace.goals.create(SUITE, GoalType.SHORT_TERM, "Prelude").created
    rows.goal("bar", "ImmediateGoal", made, root_id="root")
    refused(rows, workspace.history.undo, "undone")
    assert workspace.history.undo_label == "renaming of Cello"
    workspace.history.undo()


def test_a_session_that_got_values_from_another_program_is_not_taken_away_from_below_them(rows: Rows, workspace: Workspace) -> None:
    made = workspace.practice.create(SUITE, "Evening", NOW).created
    rows.insert("activity_instances", id="theirs", practice_session_id=made, activity_definition_id="scales")
    refused(rows, workspace.history.undo, "undone")


def test_a_goal_goes_back_below_none_that_another_program_deleted(rows: Rows, workspace: Workspace) -> None:
    rows.goal("old", "LongTermGoal", "root", root_id="root")
    rows.goal("scale", "ShortTermGoal", "old", root_id="root")
    workspace.goals.move([GoalId("scale")], GoalId("hands"))
    rows.sql("DELETE FROM goals WHERE id = 'old'")
    refused(rows, workspace.history.undo, "undone")


def test_a_goal_goes_back_below_none_that_another_program_put_below_it(rows: Rows, workspace: Workspace) -> None:
    rows.goal("scale", "ShortTermGoal", "suite", root_id="root")
    workspace.goals.move([GoalId("scale")], GoalId("hands"))
    rows.sql("UPDATE goals SET parent_id = 'scale' WHERE id = 'suite'")
    refused(rows, workspace.history.undo, "undone")


def test_a_goal_goes_back_to_another_fractal_only_with_all_that_hangs_on_it(rows: Rows, workspace: Workspace) -> None:
    workspace.goals.move([SUITE], GoalId("other"))
    rows.goal("theirs", "ShortTermGoal", "suite", root_id="other")
    refused(rows, workspace.history.undo, "undone")


def test_a_goal_is_not_deleted_again_from_above_what_another_program_put_there(rows: Rows, workspace: Workspace) -> None:
    workspace.goals.delete([SUITE])
    workspace.history.undo()
    rows.goal("theirs", "ShortTermGoal", "suite", root_id="root")
    refused(rows, workspace.history.redo, "done again")


def test_a_session_another_program_deleted_or_changed_is_left_as_it_is(rows: Rows, workspace: Workspace) -> None:
    workspace.practice.save(EVENING, SessionEdit(name="Late"))
    workspace.practice.save(SESSIONS[1], SessionEdit(name="Early"))
    rows.sql("UPDATE goals SET name = 'Theirs' WHERE id = ?", SESSIONS[1])
    rows.sql("DELETE FROM goals WHERE id = ?", EVENING)
    refused(rows, workspace.history.undo, "undone")
    refused(rows, workspace.history.undo, "undone")


def test_an_activity_that_got_a_metric_or_split_from_another_program_is_not_taken_away(rows: Rows, workspace: Workspace) -> None:
    for table, columns in (("metric_definitions", {"unit": "bpm"}), ("split_definitions", {"order": 0})):
        made = workspace.library.create_activity(ROOT, ActivityDraft("Arpeggios")).created
        rows.insert(table, id="theirs", activity_id=made, name="Theirs", **columns)
        refused(rows, workspace.history.undo, "undone")


def test_a_group_comes_back_to_no_fractal_that_another_program_deleted(rows: Rows, workspace: Workspace) -> None:
    made = workspace.library.create_group(GoalId("other"), "Warm up").created
    assert made is not None
    workspace.library.delete_group(ActivityGroupId(made))
    rows.sql("DELETE FROM goals WHERE id = 'other'")
    refused(rows, workspace.history.undo, "undone")


@pytest.mark.parametrize("refers", ["GOALS(ID)", "Goals"])
def test_a_goal_that_a_table_of_another_program_names_is_not_taken_away(rows: Rows, workspace: Workspace, refers: str) -> None:
    made = workspace.goals.create(SUITE, GoalType.SHORT_TERM, "Prelude").created
    rows.sql(f"CREATE TABLE theirs (goal REFERENCES {refers}, tag REFERENCES tags(id))")  # tags are gone
    rows.insert("theirs", goal=made)
    refused(rows, workspace.history.undo, "undone")


def test_however_many_rows_go_tables_are_looked_through_once_for_what_names_them(rows: Rows, workspace: Workspace) -> None:
    drafts = [ActivityDraft(f"Etude {number}") for number in range(30)]
    made = [ActivityId(str(workspace.library.create_activity(ROOT, draft).created)) for draft in drafts]
    workspace.library.delete_activities(made)
    workspace.history.undo()
    rows.sql("UPDATE goals SET name = 'Theirs' WHERE id = 'other'")
    asked: list[str] = []
    with workspace._database.writer.connect() as connection:
        driver(connection).set_trace_callback(asked.append)
    workspace.history.redo()
    looked = [statement for statement in asked if 'FROM "activity_instances"' in statement and "activity_definition_id" in statement]
    assert len([statement for statement in looked if made[0] in statement and "IN (" in statement]) == 1
    assert len(looked) == 1


class CarefulProgram:
    """Another program that leaves the goals a tree, by foreign keys and by hand."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        self._sql = sqlite3.connect(path, isolation_level=None)
        self._sql.execute("PRAGMA foreign_keys=ON")
        self._chance = chance

    def act(self) -> None:
        self._chance.choice((self.add_goal, self.add_session, self.add_item, self.add_metric, self.add_group, self.move, self.delete))()

    def add_goal(self) -> None:
        parent, root = self._goal()
        self._sql.execute(
            "INSERT INTO goals (id, type, name, parent_id, root_id) VALUES (?, 'NanoGoal', 'Theirs', ?, ?)", (self._id(), parent, root)
        )

    def add_session(self) -> None:
        parent, root = self._goal()
        self._sql.execute(
            "INSERT INTO goals (id, type, name, parent_id, root_id) VALUES (?, 'PracticeSession', 'Theirs', ?, ?)",
            (self._id(), parent, root),
        )

    def add_item(self) -> None:
        self._sql.execute(
            "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id)"
            " SELECT ?, id, 'scales' FROM goals WHERE type = 'PracticeSession' ORDER BY id LIMIT 1",
            (self._id(),),
        )

    def add_metric(self) -> None:
        self._sql.execute(
            "INSERT INTO metric_definitions (id, activity_id, name, unit)"
            " SELECT ?, id, 'Theirs', 'bpm' FROM activity_definitions ORDER BY created_at DESC LIMIT 1",
            (self._id(),),
        )

    def add_group(self) -> None:
        _, root = self._goal()
        self._sql.execute("INSERT INTO activity_groups (id, root_id, name) VALUES (?, ?, 'Theirs')", (self._id(), root))

    def move(self) -> None:
        """Put a goal below another of its fractal that does not lie below it."""
        (goal, root), (parent, other) = self._goal(), self._goal()
        below = "WITH RECURSIVE b(id) AS (VALUES (?) UNION SELECT goals.id FROM goals JOIN b ON parent_id = b.id) SELECT id FROM b"
        if root == other and goal != root and (parent,) not in self._sql.execute(below, (goal,)).fetchall():
            self._sql.execute("UPDATE goals SET parent_id = ? WHERE id = ?", (parent, goal))

    def delete(self) -> None:
        goal, root = self._goal()
        if goal != root:
            self._sql.execute("DELETE FROM goals WHERE id = ?", (goal,))

    def close(self) -> None:
        self._sql.close()

    def _goal(self) -> tuple[str, str]:
        goals = self._sql.execute("SELECT id, root_id FROM goals WHERE type <> 'PracticeSession' ORDER BY id").fetchall()
        goal, root = self._chance.choice(goals)
        return goal, root

    def _id(self) -> str:
        return f"theirs-{self._chance.random()}"


def own_deeds(workspace: Workspace, chance: random.Random) -> list[Callable[[], object]]:
    goal, session = GoalId(chance.choice(GOALS)), chance.choice(SESSIONS)
    return [
        lambda: workspace.goals.create(goal, GoalType.NANO, "Ours"),
        lambda: workspace.goals.move([goal], GoalId(chance.choice(GOALS))),
        lambda: workspace.goals.move([session], GoalId(chance.choice(GOALS))),
        lambda: workspace.goals.delete([goal]) if goal not in ("root", "other") else None,
        lambda: workspace.goals.restore(workspace.goals.trash()[0].id) if workspace.goals.trash() else None,
        lambda: workspace.practice.create(goal, "Ours", NOW),
        lambda: workspace.practice.delete([session]),
        lambda: workspace.goals.create(None, GoalType.ULTIMATE, "Ours"),
        lambda: workspace.library.create_activity(ROOT, ActivityDraft(f"Ours {chance.random()}")),
        lambda: workspace.library.delete_activities([each.id for each in workspace.library.activities()[-1:]]),
        workspace.history.undo,
        workspace.history.undo,
        workspace.history.undo,
        workspace.history.redo,
        workspace.history.redo,
    ]


def loose_ends(rows: Rows) -> list[tuple[object, ...]]:
    """Return every link to nothing, and every goal and session that no way leads to from the top of its own fractal."""
    reached = (
        "WITH RECURSIVE r(id, root) AS (SELECT id, id FROM goals WHERE parent_id IS NULL"
        " UNION SELECT goals.id, r.root FROM goals JOIN r ON parent_id = r.id)"
        " SELECT id, parent_id, root_id FROM goals WHERE NOT EXISTS (SELECT 1 FROM r WHERE r.id = goals.id AND r.root = goals.root_id)"
        " AND NOT (type = 'PracticeSession' AND parent_id IS NULL)"
    )
    owned = (
        "SELECT id FROM metric_definitions WHERE activity_id NOT IN (SELECT id FROM activity_definitions)"
        " UNION SELECT id FROM activity_groups WHERE root_id NOT IN (SELECT id FROM goals)"
    )
    return rows.sql("PRAGMA foreign_key_check") + rows.sql(reached) + rows.sql(owned)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_two_programs_do_and_take_back_nothing_hangs_loose(rows: Rows, workspace: Workspace, seed: int) -> None:
    chance = random.Random(seed)
    assert loose_ends(rows) == []
    with closing(CarefulProgram(rows.path, chance)) as other:
        for _ in range(60):
            if chance.random() < 0.25:
                other.act()
            else:
                deed = chance.choice(own_deeds(workspace, chance))
                with suppress(UserError):
                    workspace.ask(lambda _, deed=deed: deed())
            assert loose_ends(rows) == []


@pytest.mark.parametrize("shape", ["A", "D", "F", "G", "I"])
def test_a_session_is_brought_up_to_date_only_once(tmp_path: Path, shape: str) -> None:
    """Each time makes the window read again, the session too: it must come to an end, whatever an old file holds."""
    path = make(tmp_path / "old.db", shape, sessions=200, goals=20)
    upgrade(path, zone=ZoneInfo("America/New_York"))
    rows = Rows(path)
    rows.sql("UPDATE goals SET session_start = NULL, total_duration_seconds = NULL, template_id = NULL WHERE rowid % 3 = 0")
    rows.sql("DELETE FROM session_issues WHERE rowid % 2 = 0")
    with closing(open_file(path)) as workspace:
        told: list[Change] = []
        workspace.history.listen_unasked(told.append)
        look_at_all(rows, workspace)
        assert len(told) > 20
        told.clear()
        look_at_all(rows, workspace)
        assert told == []
