"""How a person finds things in the session editor, and a session with something of everything."""

from uuid import uuid4

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from fractal_desktop.domain import document_edits as edits
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.library import ActivityDraft, Better, MetricDraft, SplitDraft
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.ui.saving import SaveStatus
from fractal_desktop.ui.sessions.item_row import ItemRow
from fractal_desktop.ui.sessions.section_header import SectionHeader
from fractal_desktop.ui.sessions.set_grid import SetGrid


def named(editor, kind, name):
    return next((widget for widget in editor.findChildren(kind) if widget.accessibleName() == name), None)


def labels(editor):
    return [label.text() for label in editor.findChildren(QLabel) if label.isVisible()]


def button(editor, text):
    return next(b for b in editor.findChildren(QPushButton) if b.text() == text and b.isVisible())


def retype(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def saved(context, until, writes, count=1):
    until(lambda: len(writes) >= count and context.save_state.status is SaveStatus.SAVED)


def row(editor, name) -> ItemRow:
    return next(r for r in editor.findChildren(ItemRow) if r.accessibleName() == name and r.isVisible())


def rows(editor) -> list[str]:
    """Return the names of the items from the top."""
    found = [r for r in editor.findChildren(ItemRow) if r.isVisible()]
    return [r.accessibleName() for r in sorted(found, key=lambda r: r.mapTo(editor, QPoint()).y())]


def head(editor, name) -> SectionHeader:
    return next(h for h in editor.findChildren(SectionHeader) if h.text() == name and h.isVisible())


def heads(editor) -> list[str]:
    found = [h for h in editor.findChildren(SectionHeader) if h.isVisible()]
    return [h.text() for h in sorted(found, key=lambda h: h.mapTo(editor, QPoint()).y())]


def grid(editor, name) -> SetGrid:
    return named(editor, SetGrid, f"Values of {name}")


def click_cell(qtbot, values: SetGrid, line: int, column: int) -> QLineEdit:
    """Click a value and return the field that stands on it."""
    qtbot.mouseClick(values, Qt.MouseButton.LeftButton, pos=values.box(line, column).center())
    return focused(values)


def focused(inside: QWidget) -> QWidget:
    widget = inside.window().focusWidget()
    assert widget is not None
    return widget


def press(qtbot, editor, *keys) -> None:
    """Press keys, one after the other, wherever the focus is by then."""
    for key in keys:
        if isinstance(key, str):
            qtbot.keyClicks(focused(editor), key)
        elif isinstance(key, tuple):
            qtbot.keyClick(focused(editor), key[0], key[1])
        else:
            qtbot.keyClick(focused(editor), key)


class Repertoire:
    """A fractal's activities, and a session made of them: a line and an activity, one with splits and one with sets, one multiplied."""

    def __init__(self, life) -> None:
        self.life = life
        library = life.context.workspace.library

        def make(name: str, **more: object) -> str:
            return library.create_activity(life.root, ActivityDraft(name, **more)).created

        tempo, errors = MetricDraft(None, "Tempo", "bpm", is_top_set=True), MetricDraft(None, "Errors", "", Better.LOWER)
        self.ids = {
            "Long bows": make("Long bows"),
            "Spiccato": make("Spiccato", metrics=(tempo,), splits=(SplitDraft(None, "Up-bow"), SplitDraft(None, "Down-bow"))),
            "Scales": make("Scales", has_sets=True, metrics=(tempo, errors)),
            "Max hangs": make(
                "Max hangs", has_sets=True, is_product=True, metrics=(MetricDraft(None, "Load", "kg"), MetricDraft(None, "Hold", "s"))
            ),
            "Given up": make("Given up"),
        }
        library.retire_activities((self.ids["Given up"],))
        self.activities = {activity.name: activity for activity in library.activities()}

    def metric(self, activity: str, name: str) -> str:
        return next(metric.id for metric in self.activities[activity].metrics if metric.name == name)

    def split(self, activity: str, name: str) -> str:
        return next(split.id for split in self.activities[activity].splits if split.name == name)

    def document(self) -> Document:
        """Warm-up (a line, Long bows), Technique (Spiccato, Scales with two sets), Strength (nothing)."""
        names = self.life.context.workspace.practice.library().activities
        document = Document.empty()
        for name in ("Warm-up", "Technique", "Strength"):
            document = edits.add_section(document, name)
        document = edits.set_planned_minutes(document, 0, 10)
        document = edits.add_line(document, 0, "Tune, rosin, stand")
        document = edits.add_activity(document, 0, names[self.ids["Long bows"]], _new_id)
        document = edits.add_activity(document, 1, names[self.ids["Spiccato"]], _new_id)
        document = edits.add_activity(document, 1, names[self.ids["Scales"]], _new_id)
        scales = document.path(1, 1)
        for metric, value in (("Tempo", "60"), ("Errors", "3")):
            document = edits.set_metric_value(document, scales, 0, self.metric("Scales", metric), None, value)
        return edits.add_set(document, scales, _new_id)

    def session(self, name: str = "Evening routine", document: Document | None = None) -> str:
        session_id = self.life.session(name)
        self.life.context.workspace.practice.save(session_id, SessionEdit(document=document or self.document()))
        return session_id

    def noted(self, session_id: str, section: int, index: int) -> list[tuple[int | None, str, str | None, str]]:
        """Return what an item of a stored session has noted: set, metric's name, split's name, value."""
        library = self.life.context.workspace.practice.library()
        item = self.life.stored(session_id).document.sections[section].items[index]
        entries = [(None, entry) for entry in item.metrics] + [(each.index, entry) for each in item.sets for entry in each.metrics]
        return [
            (number, library.metrics[entry.metric_id].name, library.splits[entry.split_id].name if entry.split_id else None, entry.value)
            for number, entry in entries
            if entry.value
        ]


def _new_id() -> str:
    return str(uuid4())
