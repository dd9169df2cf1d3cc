"""The few things a user can choose; each holds at once, there is nothing to apply."""

from pathlib import Path

from PySide6.QtCore import QLocale, Slot
from PySide6.QtWidgets import QFileDialog, QRadioButton, QVBoxLayout, QWidget

from fractal_desktop import paths
from fractal_desktop.services.zones import system_zone
from fractal_desktop.ui.database.parts import PathField, labelled, sentence
from fractal_desktop.ui.database.zone_field import ZoneField
from fractal_desktop.ui.places import place_text
from fractal_desktop.ui.settings import Settings, WeekStart
from fractal_desktop.ui.theme import ThemeMode
from fractal_desktop.ui.widgets import FramedDialog, Hairline, PlainButton, PrimaryButton, SegmentedControl

_THEMES = tuple(ThemeMode)
_WEEK_STARTS = tuple(WeekStart)


class SettingsDialog(FramedDialog):
    """Shows the settings and changes them while one looks."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent, width=600)
        self._settings = settings
        self.set_heading(self.tr("Settings"), self.tr("Each choice holds at once."))
        self.body.setSpacing(16)
        self.body.addWidget(labelled(self.tr("Colours"), self._built_themes()))
        self.body.addWidget(Hairline())
        self.body.addWidget(labelled(self.tr("Time zone"), self._built_zone()))
        self.body.addWidget(Hairline())
        self.body.addWidget(labelled(self.tr("A week begins"), self._built_week_starts()))
        self.body.addWidget(Hairline())
        self.body.addWidget(self._built_backups())
        done = PrimaryButton(self.tr("Done"))
        done.clicked.connect(self._on_done)
        self.add_right(done, default=True)
        self._show_zone()
        self._show_folder()

    def focus_zone(self) -> None:
        """Put the focus where the zone is chosen."""
        self._system_zone.setFocus() if self._system_zone.isChecked() else self._zone.setFocus()

    def _built_themes(self) -> QWidget:
        themes = SegmentedControl([self.tr("As on this computer"), self.tr("Light"), self.tr("Dark")], _THEMES.index(self._settings.theme))
        themes.setAccessibleName(self.tr("Colours"))
        themes.chosen.connect(self._on_theme)
        return themes

    def _built_week_starts(self) -> QWidget:
        first = QLocale().standaloneDayName(QLocale().firstDayOfWeek().value)
        texts = [self.tr("As usual here ({day})").format(day=first), self.tr("Monday"), self.tr("Sunday")]
        starts = SegmentedControl(texts, _WEEK_STARTS.index(self._settings.week_start))
        starts.setAccessibleName(self.tr("A week begins"))
        starts.chosen.connect(self._on_week_start)
        return starts

    def _built_zone(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._system_zone = QRadioButton(self.tr("As on this computer ({zone})").format(zone=system_zone()))
        self._other_zone = QRadioButton(self.tr("Always this one:"))
        self._zone = ZoneField(self._settings.zone_name or str(system_zone()), str(system_zone()))
        self._zone.zone_changed.connect(self._on_zone)
        self._system_zone.toggled.connect(self._on_zone_kind)
        for widget in (self._system_zone, self._other_zone, self._zone):
            column.addWidget(widget)
        column.addWidget(sentence(self.tr("Times are shown and entered in this zone. What is stored does not change with it.")))
        return holder

    def _built_backups(self) -> QWidget:
        self._folder = PathField()
        self._usual = PlainButton(self.tr("Usual place"))
        self._usual.clicked.connect(self._on_usual_folder)
        change = PlainButton(self.tr("Change…"))
        change.clicked.connect(self._on_change_folder)
        return labelled(self.tr("Backups go to"), self._folder, self._usual, change)

    def _show_zone(self) -> None:
        follows = not self._settings.zone_name
        (self._system_zone if follows else self._other_zone).setChecked(True)
        self._zone.setEnabled(not follows)

    def _show_folder(self) -> None:
        folder = self._settings.backup_folder
        self._folder.set_text(place_text(folder), str(folder))
        self._usual.setVisible(folder != paths.backup_folder())

    @Slot()
    def _on_done(self) -> None:
        """Stay while a zone that does not exist stands there: who pressed Enter in it has not seen the refusal."""
        if not self._other_zone.isChecked() or self._zone.settle():
            self.accept()

    @Slot(int)
    def _on_theme(self, index: int) -> None:
        self._settings.theme = _THEMES[index]

    @Slot(int)
    def _on_week_start(self, index: int) -> None:
        self._settings.week_start = _WEEK_STARTS[index]

    @Slot(bool)
    def _on_zone_kind(self, follows: bool) -> None:
        self._zone.setEnabled(not follows)
        self._settings.zone_name = "" if follows else self._zone.zone

    @Slot(str)
    def _on_zone(self, name: str) -> None:
        if self._other_zone.isChecked():
            self._settings.zone_name = name

    @Slot()
    def _on_change_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder for backups"), str(self._settings.backup_folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_folder_chosen)
        dialog.open()

    @Slot(str)
    def _on_folder_chosen(self, folder: str) -> None:
        self._settings.backup_folder = Path(folder)
        self._show_folder()

    @Slot()
    def _on_usual_folder(self) -> None:
        self._settings.use_usual_backup_folder()
        self._show_folder()
