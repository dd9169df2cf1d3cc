"""What the program remembers between two starts, in one ini file. Values that make no sense are taken for missing."""

from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QLocale, QObject, QSettings, Signal

from fractal_desktop import paths
from fractal_desktop.ui.theme import ThemeMode

_MOST_RECENT_FILES = 8
_Choice = TypeVar("_Choice", bound=StrEnum)


class WeekStart(StrEnum):
    """On which day a week begins; LOCALE follows the desktop's language."""

    LOCALE = "locale"
    MONDAY = "monday"
    SUNDAY = "sunday"


class Settings(QObject):
    """The user's choices and the state of the window. Each setter says so with `changed`."""

    changed = Signal(str)
    """The name of the choice that is different now: zone, theme, week_start, backup_folder, recent."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        """Read `path`; a missing or damaged file means defaults."""
        super().__init__(parent)
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def zone_name(self) -> str:
        """Return the name of the chosen zone, "" for the system's; it may be no zone that exists."""
        return self._text("zone")

    @zone_name.setter
    def zone_name(self, name: str) -> None:
        self._set("zone", name)

    @property
    def theme(self) -> ThemeMode:
        """Return which scheme to show."""
        return self._choice("theme", ThemeMode.SYSTEM)

    @theme.setter
    def theme(self, choice: ThemeMode) -> None:
        self._set("theme", choice.value)

    @property
    def week_start(self) -> WeekStart:
        """Return the user's choice; what it comes to is `first_weekday`."""
        return self._choice("week_start", WeekStart.LOCALE)

    @week_start.setter
    def week_start(self, choice: WeekStart) -> None:
        self._set("week_start", choice.value)

    @property
    def first_weekday(self) -> int:
        """Return the first day of a week as Python counts: 0 is Monday, 6 is Sunday."""
        if self.week_start is WeekStart.LOCALE:
            return QLocale().firstDayOfWeek().value - 1
        return 0 if self.week_start is WeekStart.MONDAY else 6

    @property
    def backup_folder(self) -> Path:
        """Return where backups go; it may not exist yet."""
        chosen = self._text("backup_folder")
        return Path(chosen) if chosen else paths.backup_folder()

    @backup_folder.setter
    def backup_folder(self, folder: Path) -> None:
        self._set("backup_folder", str(folder))

    def use_usual_backup_folder(self) -> None:
        """Let backups go to the program's own folder again."""
        self._set("backup_folder", "")

    @property
    def database(self) -> Path:
        """Return the file to open at the start: the last one, else the one a first start offers. It may not exist."""
        chosen = self._text("database")
        return Path(chosen) if chosen else paths.default_database()

    @database.setter
    def database(self, path: Path) -> None:
        self._set("database", str(path))

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """Return the files opened last, newest first, eight at most; some may be gone."""
        size = min(self._store.beginReadArray("recent"), _MOST_RECENT_FILES)
        found = []
        for index in range(size):
            self._store.setArrayIndex(index)
            found.append(self._text("path"))
        self._store.endArray()
        return tuple(Path(text) for text in found if text)

    def add_recent_file(self, path: Path) -> None:
        """Put `path` at the head of the recent files and make it the one for the next start."""
        self.database = path
        self._write_recent([path, *(known for known in self.recent_files if known != path)])

    def forget_recent_files(self) -> None:
        """Empty the list of recent files."""
        self._write_recent([])

    def state(self, key: str) -> QByteArray:
        """Return what a splitter, a header or the window stored under `key`; empty if nothing."""
        value = self._store.value(f"state/{key}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_state(self, key: str, state: QByteArray) -> None:
        """Keep the state of a splitter, a header or the window under `key`."""
        self._store.setValue(f"state/{key}", state)

    def text(self, key: str) -> str:
        """Return a page's own remembered word, "" if none."""
        return self._text(f"pages/{key}")

    def set_text(self, key: str, value: str) -> None:
        """Remember a page's own word, such as the sort order."""
        self._store.setValue(f"pages/{key}", value)

    def flag(self, key: str, default: bool) -> bool:
        """Return a page's own remembered yes or no."""
        return {"yes": True, "no": False}.get(self.text(key), default)

    def set_flag(self, key: str, value: bool) -> None:
        """Remember a page's own yes or no."""
        self.set_text(key, "yes" if value else "no")

    def sync(self) -> None:
        """Write everything to the file now."""
        self._store.sync()

    def _text(self, key: str) -> str:
        value = self._store.value(key)
        return value if isinstance(value, str) else ""

    def _choice(self, key: str, default: _Choice) -> _Choice:
        try:
            return type(default)(self._text(key))
        except ValueError:
            return default

    def _set(self, key: str, value: str) -> None:
        if self._text(key) != value:
            self._store.setValue(key, value)
            self.changed.emit(key)

    def _write_recent(self, files: list[Path]) -> None:
        self._store.remove("recent")
        self._store.beginWriteArray("recent")
        for index, path in enumerate(files[:_MOST_RECENT_FILES]):
            self._store.setArrayIndex(index)
            self._store.setValue("path", str(path))
        self._store.endArray()
        self.changed.emit("recent")


def file_key(file: Path) -> str:
    """Return a word to remember something of a file under: a path itself may hold what no key can."""
    return blake2b(str(file).encode(), digest_size=8).hexdigest()
