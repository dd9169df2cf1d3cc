"""The library: activities with metrics, splits and groups, and templates."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fractal_desktop.domain.catalogue import EntryKind
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import ActivityId, GoalId, MetricId, SessionId, SplitId, TemplateId
from fractal_desktop.domain.library import (
    Activity,
    ActivityDraft,
    Better,
    MetricDraft,
    SplitDraft,
    Template,
    TemplateDraft,
    TemplateItemDraft,
    TemplateSectionDraft,
)
from fractal_desktop.domain.template import section_drafts
from fractal_desktop.persistence.integrity import check
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import NOW, Rows, document, dump, item, new_file, open_file, value

ROOT = GoalId("root")
SCALES, ROUTINE = ActivityId("scales"), TemplateId("routine")
TEMPO = MetricDraft(MetricId("tempo"), "Tempo", "bpm")
SIDES = (SplitDraft(SplitId("left"), "Left"), SplitDraft(SplitId("right"), "Right"))


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal")
    rows.library()
    return rows


def activity(workspace: Workspace, id_: str = SCALES) -> Activity:
    return next(found for found in workspace.library.activities() if found.id == id_)


def template(workspace: Workspace, id_: str = ROUTINE) -> Template:
    return next(found for found in workspace.library.templates() if found.id == id_)


def practise(workspace: Workspace, rows: Rows) -> str:
    """Note a tempo of 60 for scales, left hand, in a session started from the routine."""
    session = SessionId(str(workspace.practice.create(ROOT, "Evening", NOW, ROUTINE).created))
    instance = rows.one("SELECT id FROM activity_instances")
    rows.insert(
        "metric_values", id="v1", activity_instance_id=instance, metric_definition_id="tempo", value=60.0, split_definition_id="left"
    )
    return session


def test_what_is_made_is_what_was_asked_for(workspace: Workspace) -> None:
    metrics = (MetricDraft(None, "Time", "s", Better.LOWER, is_top_set=True), MetricDraft(None, "Load", "", in_product=False))
    draft = ActivityDraft(" Hangs ", "On the board", None, True, True, metrics, (SplitDraft(None, "Left"), SplitDraft(None, "Right")))
    made = activity(workspace, str(workspace.library.create_activity(ROOT, draft).created))
    assert (made.name, made.description, made.has_sets, made.is_product, made.retired) == ("Hangs", "On the board", True, True, False)
    assert [(m.name, m.unit, m.better, m.is_top_set, m.in_product) for m in made.metrics] == [
        ("Time", "s", Better.LOWER, True, True),
        ("Load", "", Better.HIGHER, False, False),
    ]
    assert [split.name for split in made.splits] == ["Left", "Right"]
    names = workspace.practice.library().activity(made.id)
    assert names is not None
    assert (names.has_metrics, names.has_splits, names.is_product) == (True, True, True)


def test_saving_what_is_there_writes_nothing(workspace: Workspace, rows: Rows) -> None:
    before = dump(rows.path)
    workspace.library.save_activity(SCALES, ActivityDraft("Scales", metrics=(TEMPO,), splits=SIDES))
    workspace.history.undo()  # has_splits was not set in the old file
    assert dump(rows.path) == before
    rows.sql("UPDATE activity_definitions SET has_splits = 1")
    workspace.library.save_activity(SCALES, ActivityDraft("Scales", metrics=(TEMPO,), splits=SIDES))
    assert workspace.history.undo_label is None


def test_metrics_are_ordered_and_reordered(workspace: Workspace) -> None:
    more = MetricDraft(None, "Bars", "")
    workspace.library.save_activity(SCALES, ActivityDraft("Scales", metrics=(more, TEMPO)))
    assert [metric.name for metric in activity(workspace).metrics] == ["Bars", "Tempo"]
    bars, tempo = activity(workspace).metrics
    turned = (TEMPO, MetricDraft(bars.id, "Bars", ""))
    workspace.library.save_activity(SCALES, ActivityDraft("Scales", metrics=turned))
    assert [metric.id for metric in activity(workspace).metrics] == [tempo.id, bars.id]
    names = workspace.practice.library().activity(SCALES)
    assert names is not None
    assert [metric.id for metric in names.metrics] == [tempo.id, bars.id]


def test_metrics_and_splits_with_values_are_retired_others_deleted(workspace: Workspace, rows: Rows) -> None:
    practise(workspace, rows)
    workspace.library.save_activity(SCALES, ActivityDraft("Scales"))
    left = activity(workspace)
    assert [(metric.id, metric.retired) for metric in left.metrics] == [("tempo", True)]
    assert [(split.id, split.retired) for split in left.splits] == [("left", True)]
    assert rows.one("SELECT value FROM metric_values") == 60.0
    workspace.library.save_activity(SCALES, ActivityDraft("Scales", metrics=(TEMPO,), splits=SIDES[:1]))
    back = activity(workspace)
    assert [metric.retired for metric in back.metrics] + [split.retired for split in back.splits] == [False, False]


def test_a_metric_that_was_deleted_long_ago_stays_so_whatever_is_saved(workspace: Workspace, rows: Rows) -> None:
    rows.sql("UPDATE metric_definitions SET deleted_at = '2025-01-01 10:00:00'")
    rows.sql("UPDATE split_definitions SET retired_at = '2025-01-01 10:00:00.000000'")
    before = dump(rows.path)
    workspace.library.save_activity(SCALES, ActivityDraft("Scales"))
    tables = ("metric_definitions", "split_definitions")
    assert [dump(rows.path)[table] for table in tables] == [before[table] for table in tables]


def test_a_metric_for_which_a_session_has_a_place_is_retired_though_it_is_empty_or_no_number(workspace: Workspace, rows: Rows) -> None:
    practise(workspace, rows)
    rows.sql("DELETE FROM metric_values")
    workspace.library.save_activity(SCALES, ActivityDraft("Scales"))
    left = activity(workspace)
    assert [(metric.id, metric.retired) for metric in left.metrics] == [("tempo", True)]
    assert left.splits == ()


def test_an_activity_that_a_target_asks_for_is_not_deleted(workspace: Workspace, rows: Rows) -> None:
    rows.goal("fast", "ShortTermGoal", "root", targets=json.dumps(json.dumps([{"activity_id": "scales"}])))
    with pytest.raises(UserError, match="target asks for"):
        workspace.library.delete_activities((SCALES,))


def test_a_session_gets_no_places_for_retired_metrics_and_splits(workspace: Workspace, rows: Rows) -> None:
    practise(workspace, rows)
    bars = MetricDraft(None, "Bars")
    workspace.library.save_activity(SCALES, ActivityDraft("Scales", metrics=(bars,), splits=SIDES[1:]))
    session = workspace.practice.session(SessionId(str(workspace.practice.create(ROOT, "", NOW, ROUTINE).created)))
    assert session.document is not None
    (line,) = session.document.items
    assert [(entry.metric_id, entry.split_id) for entry in line.metrics] == [(activity(workspace).metrics[0].id, "right")]
    assert activity(workspace).metrics[0].name == "Bars"


def test_what_is_retired_or_archived_is_not_offered(workspace: Workspace) -> None:
    offered = {EntryKind.ACTIVITY, EntryKind.TEMPLATE}
    assert {entry.kind for entry in workspace.catalogue.entries()} >= offered
    workspace.library.retire_activities((SCALES,))
    workspace.library.archive_templates((ROUTINE,))
    assert offered.isdisjoint(entry.kind for entry in workspace.catalogue.entries())


def test_a_metric_that_a_target_names_is_retired(workspace: Workspace, rows: Rows) -> None:
    rows.goal("fast", "ShortTermGoal", "root", targets=json.dumps([{"metrics": [{"metric_id": "tempo", "value": 90}]}]))
    workspace.library.save_activity(SCALES, ActivityDraft("Scales"))
    assert [(metric.id, metric.retired) for metric in activity(workspace).metrics] == [("tempo", True)]


def test_a_used_activity_is_retired_not_deleted_and_its_template_still_works(workspace: Workspace, rows: Rows) -> None:
    practise(workspace, rows)
    with pytest.raises(UserError, match="retire it instead"):
        workspace.library.delete_activities((SCALES,))
    workspace.library.retire_activities((SCALES,))
    names = workspace.practice.library().activity(SCALES)
    assert activity(workspace).retired
    assert names is not None
    assert names.retired
    again = workspace.practice.create(ROOT, "", NOW, ROUTINE).created
    started = workspace.practice.session(SessionId(str(again))).document
    assert started is not None
    assert [line.name for line in started.items] == ["Scales"]
    workspace.library.bring_back_activities((SCALES,))
    assert not activity(workspace).retired


def test_an_unused_activity_is_deleted_with_all_it_has(workspace: Workspace, rows: Rows) -> None:
    before = dump(rows.path)
    workspace.library.delete_activities((SCALES,))
    assert (workspace.library.activities(), rows.one("SELECT count(*) FROM split_definitions")) == ((), 0)
    workspace.history.undo()
    assert dump(rows.path) == before


def test_groups(workspace: Workspace) -> None:
    group = workspace.library.create_group(ROOT, "Left hand").created
    other = workspace.library.create_group(ROOT, "Bow").created
    assert group is not None
    assert [found.name for found in workspace.library.groups()] == ["Left hand", "Bow"]
    id_ = workspace.library.groups()[0].id
    workspace.library.save_activity(SCALES, ActivityDraft("Scales", group_id=id_))
    workspace.library.rename_group(id_, "Hand")
    assert (activity(workspace).group_id, workspace.library.groups()[0].name) == (group, "Hand")
    change = workspace.library.delete_group(id_)
    assert (activity(workspace).group_id, [found.id for found in workspace.library.groups()]) == (None, [other])
    assert (change.done, change.noun) == ("Deleted group Hand and kept its activity", "deletion of group Hand")
    workspace.history.undo()
    assert (activity(workspace).group_id, [found.name for found in workspace.library.groups()]) == (group, ["Hand", "Bow"])


def test_groups_of_a_fractal_have_different_names(workspace: Workspace, rows: Rows) -> None:
    rows.goal("climb", "UltimateGoal")
    workspace.library.create_group(ROOT, "Bow")
    workspace.library.create_group(GoalId("climb"), "Bow")
    workspace.library.create_group(ROOT, "Hand")
    bow, hand = (group.id for group in workspace.library.groups() if group.root_id == ROOT)
    before = dump(rows.path)
    for attempt in (
        lambda: workspace.library.create_group(ROOT, " bow "),
        lambda: workspace.library.rename_group(hand, "BOW"),
    ):
        with pytest.raises(UserError, match="already a group “Bow”"):
            attempt()
    assert dump(rows.path) == before
    workspace.library.rename_group(bow, "BOW")
    rows.sql("UPDATE activity_groups SET name = 'BOW'")
    workspace.library.rename_group(hand, "Left hand")
    assert sorted(group.name for group in workspace.library.groups()) == ["BOW", "BOW", "Left hand"]


def test_usage_tells_sessions_mean_length_and_the_last_start(workspace: Workspace, rows: Rows) -> None:
    practise(workspace, rows)
    rows.sql("UPDATE goals SET total_duration_seconds = 600 WHERE type = 'PracticeSession'")
    for used in (workspace.library.activity_usage()[SCALES], workspace.library.template_usage()[ROUTINE]):
        assert (used.sessions, used.average_seconds, used.last) == (1, 600.0, NOW)


OLD_TEMPLATE = {
    "sections": [
        {
            "name": "Warm-up",
            "duration_minutes": 10,
            "tint": "blue",
            "exercises": [{"activity_id": "scales", "name": "Scales", "hint": "slow"}],
        },
        {"name": "Close", "duration_minutes": 5, "activities": [{"name": "Tune", "type": "check"}]},
    ],
    "total_duration_minutes": 15,
    "colour": 7,
}


def test_a_template_of_an_old_file_is_read_and_edited_with_all_it_holds(workspace: Workspace, rows: Rows) -> None:
    rows.sql("UPDATE session_templates SET template_data = ?", json.dumps(OLD_TEMPLATE))
    warm, close = template(workspace).sections
    assert (warm.name, warm.planned_minutes, warm.items[0].activity_id, close.items[0].name) == ("Warm-up", 10, "scales", "Tune")
    moved = TemplateItemDraft(SCALES, "Scales", source=(0, 0))
    tune = TemplateItemDraft(None, "Tune", source=(1, 0))
    sections = (TemplateSectionDraft("Close", 6, (tune, moved), source=1), TemplateSectionDraft("Warm-up", None, (), source=0))
    workspace.library.save_template(ROUTINE, TemplateDraft("Routine", "Each day", sections))
    data = json.loads(str(rows.one("SELECT template_data FROM session_templates")))
    assert data == {
        "sections": [
            {
                "name": "Close",
                "duration_minutes": 6,
                "activities": [{"name": "Tune", "type": "check"}, {"activity_id": "scales", "name": "Scales", "hint": "slow"}],
            },
            {"name": "Warm-up", "duration_minutes": None, "tint": "blue", "exercises": []},
        ],
        "total_duration_minutes": 6,
        "colour": 7,
    }
    assert template(workspace).description == "Each day"


def test_a_template_that_is_saved_as_it_is_stays_word_for_word(workspace: Workspace, rows: Rows) -> None:
    text = json.dumps({**OLD_TEMPLATE, "total_duration_minutes": 90}, indent=1, ensure_ascii=False)
    rows.sql("UPDATE session_templates SET template_data = ?", text)
    there = template(workspace)
    workspace.library.save_template(ROUTINE, TemplateDraft("Routine", "", section_drafts(there.sections)))
    assert workspace.history.undo_label is None
    workspace.library.save_template(ROUTINE, TemplateDraft("Daily", "", section_drafts(there.sections)))
    assert rows.sql("SELECT name, template_data FROM session_templates") == [("Daily", text)]


def test_templates_are_duplicated_archived_and_deleted_while_unused(workspace: Workspace, rows: Rows) -> None:
    copy = TemplateId(str(workspace.library.duplicate_template(ROUTINE).created))
    assert (template(workspace, copy).name, template(workspace, copy).sections) == ("Routine (copy)", template(workspace).sections)
    practise(workspace, rows)
    with pytest.raises(UserError, match="archive it instead"):
        workspace.library.delete_templates((copy, ROUTINE))
    assert len(workspace.library.templates()) == 2
    workspace.library.archive_templates((copy, ROUTINE))
    assert workspace.history.undo_label is not None
    assert all(found.archived for found in workspace.library.templates())
    assert all(name.archived for name in workspace.practice.templates())
    workspace.library.bring_back_templates((ROUTINE,))
    workspace.library.delete_templates((copy,))
    assert [(found.id, found.archived) for found in workspace.library.templates()] == [(ROUTINE, False)]


def test_a_session_becomes_a_template(workspace: Workspace, rows: Rows) -> None:
    rows.session("evening", "root", document(item(activity_id="scales", name="Scales", metrics=[value(60)]), root_id="root"))
    made = template(workspace, str(workspace.library.template_from_session(SessionId("evening"), "Like Monday").created))
    assert (made.name, [(line.activity_id, line.name) for line in made.sections[0].items]) == ("Like Monday", [("scales", "Scales")])
    rows.session("broken", "root", "{no json")
    with pytest.raises(UserError, match="no sections"):
        workspace.library.template_from_session(SessionId("broken"), "X")


def test_a_template_is_replaced_by_what_a_session_has(workspace: Workspace, rows: Rows) -> None:
    rows.session("evening", "root", document(item(activity_id="scales", name="Scales"), root_id="root"), root_id="root")
    rows.sql("UPDATE session_templates SET description = 'Each day', template_data = json_set(template_data, '$.colour', 'red')")
    before = dump(rows.path)
    change = workspace.library.replace_template(ROUTINE, SessionId("evening"), "Routine")
    made = template(workspace, ROUTINE)
    assert (change.label, change.done, change.library) == ("Replace Routine", "Replaced Routine", True)
    assert (made.name, made.description) == ("Routine", "Each day")
    assert [[(line.activity_id, line.name) for line in section.items] for section in made.sections] == [[("scales", "Scales")]]
    assert rows.one("SELECT template_data ->> 'colour' FROM session_templates") == "red"
    workspace.history.undo()
    assert dump(rows.path) == before
    rows.session("broken", "root", "{no json")
    with pytest.raises(UserError, match="no sections"):
        workspace.library.replace_template(ROUTINE, SessionId("broken"), "X")
    with pytest.raises(UserError, match="no longer exists"):
        workspace.library.replace_template(TemplateId("gone"), SessionId("evening"), "X")


def test_templates_that_share_a_fractal_with_a_session(workspace: Workspace, rows: Rows) -> None:
    rows.goal("other", "UltimateGoal")
    rows.session("evening", "root", document(item()), root_id="root")
    rows.session("lost", None, document(item()), root_id="gone")
    rows.session("elsewhere", "other", document(item()), root_id="other")
    workspace.library.create_template(GoalId("other"), TemplateDraft("Theirs"))
    archived = workspace.library.create_template(ROOT, TemplateDraft("Old"))
    workspace.library.archive_templates([TemplateId(str(archived.created))])
    beside = {id_: [found.name for found in workspace.library.templates_beside(SessionId(id_))] for id_ in ("evening", "lost", "elsewhere")}
    assert beside == {"evening": ["Routine"], "lost": ["Routine"], "elsewhere": ["Theirs"]}
    rows.sql("DELETE FROM goals")
    assert workspace.library.templates_beside(SessionId("evening")) == ()


@pytest.mark.parametrize("name", ["", " ", "x" * 10_001])
def test_names_must_be_names(workspace: Workspace, rows: Rows, name: str) -> None:
    before = dump(rows.path)
    for attempt in (
        lambda: workspace.library.create_activity(ROOT, ActivityDraft(name)),
        lambda: workspace.library.save_activity(SCALES, ActivityDraft("Scales", metrics=(MetricDraft(None, name),))),
        lambda: workspace.library.save_template(ROUTINE, TemplateDraft(name)),
        lambda: workspace.library.create_group(ROOT, name),
    ):
        with pytest.raises(UserError, match="name"):
            attempt()
    assert dump(rows.path) == before


def test_nothing_is_made_in_a_fractal_that_is_gone(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="fractal"):
        workspace.library.create_template(GoalId("gone"), TemplateDraft("X"))


def test_nothing_is_copied_into_a_fractal_that_is_gone(workspace: Workspace, rows: Rows) -> None:
    rows.sql("DELETE FROM goals")
    before = dump(rows.path)
    with pytest.raises(UserError, match="fractal it belongs to no longer exists"):
        workspace.library.duplicate_activity(SCALES)
    with pytest.raises(UserError, match="fractal it belongs to no longer exists"):
        workspace.library.duplicate_template(ROUTINE)
    assert dump(rows.path) == before


@pytest.mark.parametrize("minutes", [-1.0, float("inf"), float("nan"), 1e9])
def test_planned_minutes_must_be_minutes(workspace: Workspace, minutes: float) -> None:
    with pytest.raises(UserError, match="Planned minutes"):
        workspace.library.save_template(ROUTINE, TemplateDraft("Routine", "", (TemplateSectionDraft("Warm-up", minutes),)))


NAMES = st.sampled_from(["Scales", "Bow", "Étude", "x" * 10_000])
METRICS = st.lists(
    st.builds(MetricDraft, st.sampled_from([None, MetricId("tempo")]), NAMES, st.sampled_from(["", "bpm"]), st.sampled_from(Better)),
    max_size=3,
    unique_by=lambda draft: draft.id or object(),
)
DRAFTS = st.builds(
    ActivityDraft, NAMES, NAMES, st.none(), st.booleans(), st.booleans(), METRICS.map(tuple), st.sampled_from([(), SIDES, SIDES[::-1]])
)
ITEMS = st.builds(TemplateItemDraft, st.sampled_from([None, SCALES, ActivityId("gone")]), NAMES, st.sampled_from([None, (0, 0), (9, 9)]))
SECTIONS = st.builds(
    TemplateSectionDraft, NAMES, st.sampled_from([None, 5.0, 2.5]), st.lists(ITEMS, max_size=3).map(tuple), st.sampled_from([None, 0, 5])
)
TEMPLATES = st.builds(TemplateDraft, NAMES, NAMES, st.lists(SECTIONS, max_size=3).map(tuple))


def step(command: str, *arguments: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.tuples(st.just(command), *arguments)


def one_of(table: str, *, several: bool = False) -> st.SearchStrategy[tuple[str, bool, int]]:
    """Return what stands for an id of the table, or several, that is there when its turn comes."""
    return st.tuples(st.just(table), st.just(several), st.integers(0, 3))


ACTIVITY, TEMPLATE, GROUP = (one_of(table) for table in ("activity_definitions", "session_templates", "activity_groups"))
ACTIVITIES, ROUTINES = (one_of(table, several=True) for table in ("activity_definitions", "session_templates"))
STEPS = st.one_of(
    step("create_activity", st.just(ROOT), DRAFTS),
    step("save_activity", ACTIVITY, DRAFTS),
    step("duplicate_activity", ACTIVITY),
    step("retire_activities", ACTIVITIES),
    step("bring_back_activities", ACTIVITIES),
    step("delete_activities", ACTIVITIES),
    step("create_group", st.just(ROOT), NAMES),
    step("rename_group", GROUP, NAMES),
    step("delete_group", GROUP),
    step("create_template", st.just(ROOT), TEMPLATES),
    step("save_template", TEMPLATE, TEMPLATES),
    step("duplicate_template", TEMPLATE),
    step("archive_templates", ROUTINES),
    step("bring_back_templates", ROUTINES),
    step("delete_templates", ROUTINES),
    step("template_from_session", st.just(SessionId("evening")), NAMES),
    step("replace_template", TEMPLATE, st.just(SessionId("evening")), NAMES),
    step("start", TEMPLATE),
)


class Shelf:
    """A file with a library, some of it used by a session, in which steps are taken one after another."""

    def __init__(self, folder: Path) -> None:
        self.rows = new_file(folder / "fractal.db")
        self.rows.goal("root", "UltimateGoal")
        self.rows.library()
        practised = document(item(metrics=[value(60, split="left"), value("fast", "lost")], duration_seconds=600))
        more: dict[str, object] = {"root_id": "root", "total_duration_seconds": 600}
        self.rows.session("evening", "root", practised, ("root",), **more)
        self.rows.sql("UPDATE session_provenance SET duration_source = 'activities'")
        stamp = "2026-01-01 10:00:00.000000"
        self.rows.insert(
            "activity_instances",
            id="i1",
            practice_session_id="evening",
            activity_definition_id="scales",
            created_at=stamp,
            duration_seconds=600,
        )
        self.rows.insert(
            "metric_values", id="v1", activity_instance_id="i1", metric_definition_id="tempo", value=60.0, split_definition_id="left"
        )
        self.workspace = open_file(self.rows.path)

    def take(self, command: str, *arguments: object) -> None:
        """Take one step; what may not be is refused, and then nothing was done."""
        known = [self._there(argument) for argument in arguments]
        if None in known:
            return
        before = dump(self.rows.path)
        try:
            if command == "start":
                self.workspace.practice.create(ROOT, "Again", NOW, TemplateId(str(known[0])))
            else:
                getattr(self.workspace.library, command)(*known)
        except UserError:
            assert dump(self.rows.path) == before

    def _there(self, argument: object) -> object:
        match argument:
            case (str(table), bool(several), int(number)):
                ids = [id_ for (id_,) in self.rows.sql(f"SELECT id FROM {table} ORDER BY rowid")]
                if several:
                    return tuple(ids[number : number + 2]) or None
                return ids[number % len(ids)] if ids else None
            case _:
                return argument

    def check(self) -> None:
        """Check that nothing that was practised lost anything, and that the file is sound."""
        assert self.rows.sql("SELECT id, value FROM metric_values") == [("v1", 60.0)]
        names = self.workspace.practice.library()
        assert all((names.activity("scales"), names.metric("tempo"), names.split("left")))
        for session_id, template_id in self.rows.sql("SELECT id, template_id FROM goals WHERE type = 'PracticeSession'"):
            session = self.workspace.practice.session(SessionId(str(session_id)))
            assert template_id is None or names.template(str(template_id)) is not None
            assert session.document is not None
            for line in session.document.items:
                entries = [entry for part in (line, *line.sets) for entry in part.metrics]
                assert all(names.metric(entry.metric_id) or entry.metric_id == "lost" for entry in entries)
                assert all(entry.split_id is None or names.split(entry.split_id) for entry in entries)
        assert check(self.rows.path).problems == ()


@settings(max_examples=40)
@given(steps=st.lists(STEPS, max_size=15))
def test_whatever_is_done_nothing_practised_is_lost_and_all_can_be_undone_and_done_again(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object]]
) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("library"))
    before = dump(shelf.rows.path)
    for command, *arguments in steps:
        shelf.take(command, *arguments)
    shelf.check()
    after = dump(shelf.rows.path)
    undone = 0
    while shelf.workspace.history.undo_label is not None:
        shelf.workspace.history.undo()
        undone += 1
    assert dump(shelf.rows.path) == before
    for _ in range(undone):
        shelf.workspace.history.redo()
    assert dump(shelf.rows.path) == after
    shelf.workspace.close()
