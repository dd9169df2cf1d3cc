"""The editor of one activity: metrics, sets, splits, group."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import ActivityGroupId, ActivityId
from fractal_desktop.domain.library import Activity, ActivityDraft, MetricDraft, SplitDraft
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.library.definition_editor import DefinitionEditor
from fractal_desktop.ui.library.definition_rows import MetricRow, Rows, SplitRow
from fractal_desktop.ui.library.draft_saver import DraftSaver
from fractal_desktop.ui.library.reading import LibraryReading, activity_draft
from fractal_desktop.ui.library.texts import tr, usage_sentence
from fractal_desktop.ui.widgets import LinkButton, PlainButton, text_label
from fractal_desktop.ui.widgets.choice_picker import Choice, ChoicePicker
from fractal_desktop.ui.widgets.tab_order import TabOrder

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_NO_GROUP = "none"


class ActivityEditor(DefinitionEditor):
    """Shows one activity and writes what a person changes in it, a second after the last change."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "", tr("How it is practised"), parent)
        self._activity: Activity | None = None
        self._reading = LibraryReading()
        self._group: ActivityGroupId | None = None
        self._metrics = Rows(MetricRow, self._passage)
        self._splits = Rows(SplitRow, self._passage)
        self._saver: DraftSaver[ActivityDraft] = DraftSaver(context, self._draft, _save, self._head.name.show_problem, self)
        self._build()
        self._tab_order = TabOrder(self)
        self._connect()

    def show_activity(self, activity: Activity, reading: LibraryReading) -> None:
        """Show this activity; of the one that is shown already, what is being typed stays."""
        afresh = self._activity is None or self._activity.id != activity.id
        if afresh:
            self.flush()
            self._metrics.forget()
            self._splits.forget()
        unsaved = not afresh and self._saver.is_dirty
        self._activity, self._reading = activity, reading
        if not unsaved:
            self._show_stored(activity)
        self._show_facts()
        if afresh:
            self.verticalScrollBar().setValue(0)

    @override
    @Slot()
    def flush(self) -> None:
        self._saver.save()

    def _build(self) -> None:
        self._group_button = PlainButton(tr("No group"), icon("folder"))
        self._sets = QCheckBox(tr("Sets"))
        self._sets.setToolTip(tr("Values are noted for each set."))
        self._product = QCheckBox(tr("Product of its metrics"))
        self._product.setToolTip(tr("Shows what the metrics come to multiplied, such as weight times repetitions."))
        self._add_metric = LinkButton(tr("Metric"), icon("plus", "accent"))
        self._add_split = LinkButton(tr("Split"), icon("plus", "accent"))
        self._gone = text_label(tone="muted", scale="secondary", wrap=True)
        options = QHBoxLayout()
        options.setSpacing(16)
        for widget in (self._group_button, self._sets, self._product):
            options.addWidget(widget)
        options.addStretch(1)
        body = QVBoxLayout()
        body.setSpacing(12)
        body.addWidget(self._about)
        body.addLayout(options)
        self._add_part(body, tr("Metrics"), tr("What is noted each time: tempo, weight, repetitions …"), self._metrics, self._add_metric)
        self._add_part(
            body, tr("Splits"), tr("Sides or parts that are noted apart, such as left and right."), self._splits, self._add_split
        )
        body.addWidget(self._gone)
        self.set_page(self._head, body, 16)

    @staticmethod
    def _add_part(body: QVBoxLayout, title: str, about: str, rows: QWidget, button: QWidget) -> None:
        body.addSpacing(8)
        body.addWidget(text_label(title, scale="section"))
        body.addWidget(text_label(about, scale="secondary", tone="muted", wrap=True))
        body.addWidget(rows)
        body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        for signal in (self._head.name.name_edited, self._about.text_edited, self._sets.clicked, self._metrics.edited, self._splits.edited):
            signal.connect(self._saver.note_edit)
        for rows in (self._metrics, self._splits):
            rows.edited.connect(self._tab_order.renew_later)
        self._product.clicked.connect(self._on_product)
        self._group_button.clicked.connect(self._on_group_wanted)
        self._add_metric.clicked.connect(self._on_metric_wanted)
        self._add_split.clicked.connect(self._on_split_wanted)

    def _show_stored(self, activity: Activity) -> None:
        draft = activity_draft(activity)
        self._head.name.show_name(activity.name, keep_typed=True)
        self._about.show_text(activity.description)
        self._group = activity.group_id
        self._sets.setChecked(activity.has_sets)
        self._product.setChecked(activity.is_product)
        self._metrics.show_drafts(draft.metrics)
        self._splits.show_drafts(draft.splits)
        self._show_product()
        self._saver.begin(activity.id, draft)
        self._tab_order.renew_later()

    def _show_facts(self) -> None:
        activity = self._activity
        if activity is None:
            return
        writing = self._context.can_write
        retired = tr("Retired: no longer offered") if activity.retired else ""
        self._head.show_facts(usage_sentence(self._usage, self._context.zone, self._context.today(), retired=retired))
        self._head.allow(writing=writing, main=False, retire=tr("Bring back") if activity.retired else tr("Retire"))
        self._about.set_read_only(not writing)
        self._group_button.setText(self._reading.group_name(self._group) or tr("No group"))
        for widget in (self._group_button, self._sets, self._product, self._metrics, self._splits):
            widget.setEnabled(writing)
        for button in (self._add_metric, self._add_split):
            button.setVisible(writing)
        gone = [metric.name for metric in activity.metrics if metric.retired] + [split.name for split in activity.splits if split.retired]
        self._gone.setText(tr("Retired, with their values kept: {names}").format(names=", ".join(gone)))
        self._gone.setVisible(bool(gone))

    def _show_product(self) -> None:
        for row in self._metrics.rows:
            row.allow_product(self._product.isChecked())

    def _draft(self) -> ActivityDraft | None:
        if not self._head.name.name:
            return None
        return ActivityDraft(
            self._head.name.name,
            self._about.text(),
            self._group,
            self._sets.isChecked(),
            self._product.isChecked(),
            cast("tuple[MetricDraft, ...]", self._metrics.drafts()),
            cast("tuple[SplitDraft, ...]", self._splits.drafts()),
        )

    @Slot()
    def _on_product(self) -> None:
        """Multiply all metrics until some are left out: a product of none shows nothing."""
        if self._product.isChecked() and not any(row.is_in_product for row in self._metrics.rows):
            for row in self._metrics.rows:
                row.take_into_product()
        self._show_product()
        self._saver.note_edit()

    @Slot()
    def _on_metric_wanted(self) -> None:
        self._metrics.add().allow_product(self._product.isChecked())
        self._tab_order.renew()

    @Slot()
    def _on_split_wanted(self) -> None:
        self._splits.add()
        self._tab_order.renew()

    @Slot()
    def _on_group_wanted(self) -> None:
        assert self._activity is not None
        groups = [group for group in self._reading.groups if group.root_id == self._activity.root_id]
        choices = [Choice(group.id, group.name) for group in groups]
        if self._group is not None:
            choices.insert(0, Choice(_NO_GROUP, tr("No group")))
        picker = ChoicePicker(
            tr("Find or name a group"),
            choices,
            icon("folder", "muted"),
            self,
            nothing=tr("Type a name for a new group."),
            make=tr("New group “{name}”"),
        )
        picker.picked.connect(self._on_group_picked)
        picker.wanted.connect(self._on_group_named)
        picker.open_below(self._group_button)

    @Slot(str)
    def _on_group_picked(self, group_id: str) -> None:
        self._group = None if group_id == _NO_GROUP else ActivityGroupId(group_id)
        self._show_facts()
        self._saver.save()

    @Slot(str)
    def _on_group_named(self, name: str) -> None:
        if self._activity is not None:
            self._context.write(self, _MakeGroup(self._activity, name), self._on_group_made)

    @Slot(object)
    def _on_group_made(self, change: Change) -> None:
        if change.created is not None:
            self._on_group_picked(change.created)


class _MakeGroup:
    """A command that makes a group in the fractal of an activity."""

    __slots__ = ("_name", "_root")

    def __init__(self, activity: Activity, name: str) -> None:
        self._root = activity.root_id
        self._name = name

    def __call__(self, workspace: "Workspace") -> Change:
        return workspace.library.create_group(self._root, self._name)


def _save(workspace: "Workspace", activity_id: str, draft: ActivityDraft) -> Change:
    return workspace.library.save_activity(ActivityId(activity_id), draft)
