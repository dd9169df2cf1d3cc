"""The list of the library and what stands above it: what is listed, the box that filters it, the switch for what is out of use, “New”."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fractal_desktop.domain.library import Activity, ActivityGroup, Template
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.library.list_view import LibraryList
from fractal_desktop.ui.library.reading import LibraryReading, LibraryUsage
from fractal_desktop.ui.library.rows import Listing, offered_rows
from fractal_desktop.ui.library.texts import activity_line, template_line, tr
from fractal_desktop.ui.widgets import EmptyState, PageToolbar, PlainButton, PrimaryButton, SearchBox, SegmentedControl

TEMPLATES, ACTIVITIES = 0, 1
_WIDTH = 300


class ListSide(QWidget):
    """Lists templates or activities; archived or retired ones only on request. What is wanted becomes current as soon as it is there."""

    row_chosen = Signal(str)
    """The id of what is current now, "" if nothing is."""
    new_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._listing = Listing()
        self._usage = LibraryUsage()
        self._wanted: str | None = None
        self.rows = LibraryList(self._detail)
        self._build()
        self._connect()
        settings = context.settings
        self.show_kind(ACTIVITIES if settings.text("library/kind") == str(ACTIVITIES) else TEMPLATES)
        self._wanted = settings.text("library/shown") or None

    @property
    def listing(self) -> Listing:
        """Return what is listed from."""
        return self._listing

    @property
    def reading(self) -> LibraryReading:
        """Return what is in the library."""
        return self._listing.reading

    @property
    def usage(self) -> LibraryUsage:
        """Return how it was used."""
        return self._usage

    @property
    def current(self) -> Template | Activity | ActivityGroup | None:
        """Return what is current."""
        id_ = self.rows.current_id
        return self.reading.template(id_) or self.reading.activity(id_) or self.rows.current_group

    @property
    def is_templates(self) -> bool:
        """Return whether templates are listed, not activities."""
        return self._kinds.current == TEMPLATES

    @property
    def is_waiting(self) -> bool:
        """Return whether something is to become current that is not there yet."""
        return self._wanted is not None

    @property
    def new_button(self) -> QWidget:
        """Return what a pop-up for something new opens below."""
        return self._new

    def can_make(self) -> bool:
        """Return whether anything can be made: it belongs to a fractal."""
        return self._context.can_write and bool(self.reading.fractals)

    def show_listing(self, listing: Listing) -> None:
        """List what is in the library now."""
        self._listing = listing
        self._show_rows()

    def show_usage(self, usage: LibraryUsage) -> None:
        """Say below the names how things were used."""
        self._usage = usage
        self.rows.show_details()

    def show_kind(self, kind: int) -> None:
        """List templates or activities."""
        self._kinds.set_current(kind)
        self._new.setText(tr("New template") if self.is_templates else tr("New activity"))
        self._old.setText(tr("Archived") if self.is_templates else tr("Retired"))
        self._show_rows()

    def want(self, id_: str) -> None:
        """Make this thing current, as soon as it is there, whatever is filtered for."""
        self._wanted = id_
        self._search.clear()
        self._show_rows()

    @Slot()
    def forget(self) -> None:
        """List nothing: the file is closed."""
        self._usage = LibraryUsage()
        self._wanted = None
        self.show_listing(Listing())

    @Slot()
    def focus_box(self) -> None:
        """Put the caret into the box that filters."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _build(self) -> None:
        self._kinds = SegmentedControl((tr("Templates"), tr("Activities")))
        self._search = SearchBox(tr("Filter"))
        self._new = PrimaryButton("", icon("plus", "on_accent"))
        self._old = PlainButton("", kind="toggle")
        self._old.setCheckable(True)
        self._empty = EmptyState("")
        self._lists = QStackedWidget()
        self._lists.addWidget(self.rows)
        self._lists.addWidget(self._empty)
        upper, lower = PageToolbar(), PageToolbar()
        upper.setProperty("toolbar", False)
        upper.row.addWidget(self._kinds)
        upper.row.addStretch(1)
        upper.row.addWidget(self._old)
        lower.row.setContentsMargins(12, 0, 12, 8)
        lower.row.addWidget(self._search, 1)
        lower.row.addWidget(self._new)
        self.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (upper, lower, self._lists):
            column.addWidget(widget)

    def _connect(self) -> None:
        self._kinds.chosen.connect(self._on_kind_chosen)
        self._search.textChanged.connect(self._show_rows)
        self._old.toggled.connect(self._show_rows)
        self._new.clicked.connect(self.new_asked)
        self._empty.activated.connect(self.new_asked)
        self.rows.row_chosen.connect(self._on_row_chosen)

    @Slot()
    def _show_rows(self) -> None:
        shelves = self._listing.templates if self.is_templates else self._listing.activities
        rows = offered_rows(shelves, self._search.text(), with_faded=self._old.isChecked(), wanted=self._wanted)
        self.rows.show_rows(rows)
        self._show_emptiness(bool(rows))
        wanted = self._wanted or self.rows.current_key
        if wanted is not None and self.rows.choose(wanted):
            self._wanted = None
        elif self.rows.current_key is None:
            self.rows.choose_first()
        if self.rows.current_key is None:
            self.row_chosen.emit("")

    def _detail(self, id_: str) -> str:
        """Return what stands below the name of a thing."""
        template, activity = self.reading.template(id_), self.reading.activity(id_)
        if template is not None:
            return template_line(template, self._usage.templates.get(template.id))
        return activity_line(activity, self._usage.activities.get(activity.id)) if activity is not None else ""

    def _show_emptiness(self, any_rows: bool) -> None:
        """Say why nothing is listed, and offer what can be done about it."""
        self._lists.setCurrentWidget(self.rows if any_rows else self._empty)
        self._new.setEnabled(self.can_make())
        self.rows.allow_renaming(self._context.can_write)
        if self._search.text():
            self._empty.set_sentence(tr("Nothing is called like that."))
        elif not self.reading.fractals:
            self._empty.set_sentence(tr("Templates and activities belong to a fractal: start one on the Goals page first."))
        elif self.is_templates:
            self._empty.set_sentence(
                tr("A template is a plan for a session: its sections and what is practised in them."), tr("New template")
            )
        else:
            self._empty.set_sentence(tr("Activities are what you practise, with what you note each time."), tr("New activity"))

    @Slot(int)
    def _on_kind_chosen(self, kind: int) -> None:
        self._context.settings.set_text("library/kind", str(kind))
        self._search.clear()
        self.show_kind(kind)

    @Slot(str)
    def _on_row_chosen(self, id_: str) -> None:
        if id_:
            self._context.settings.set_text("library/shown", id_)
            self.row_chosen.emit(id_)
