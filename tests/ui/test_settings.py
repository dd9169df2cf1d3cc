"""What is remembered between two starts, and that nonsense is taken for nothing."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fractal_desktop import paths
from fractal_desktop.ui.settings import Settings, WeekStart
from fractal_desktop.ui.theme import ThemeMode


@pytest.fixture
def file(tmp_path: Path, qapp: QApplication) -> Path:
    return tmp_path / "with blank % and ü" / "settings.ini"


def test_a_first_start_has_defaults(file: Path) -> None:
    settings = Settings(file)
    assert settings.zone_name == ""
    assert settings.theme is ThemeMode.SYSTEM
    assert settings.week_start is WeekStart.LOCALE
    assert settings.backup_folder == paths.backup_folder()
    assert settings.database == paths.default_database()
    assert settings.recent_files == ()
    assert settings.state("window").isEmpty()


def test_everything_comes_back_on_the_next_start(file: Path) -> None:
    before = Settings(file)
    before.zone_name = "Asia/Tokyo"
    before.theme = ThemeMode.DARK
    before.week_start = WeekStart.SUNDAY
    before.backup_folder = Path("/backups, mine")
    before.set_state("window", QByteArray(b"\x00\x01geometry"))
    before.set_text("goals/filter", "über")
    before.set_flag("goals/sessions", False)
    before.sync()
    after = Settings(file)
    assert after.zone_name == "Asia/Tokyo"
    assert after.theme is ThemeMode.DARK
    assert after.week_start is WeekStart.SUNDAY
    assert after.backup_folder == Path("/backups, mine")
    assert after.state("window") == QByteArray(b"\x00\x01geometry")
    assert after.text("goals/filter") == "über"
    assert after.flag("goals/sessions", True) is False


@pytest.mark.parametrize(
    "content", [b"\x00\xff\x00garbage", b"[General]\ntheme=puce\nweek_start=@Invalid()\n[recent]\nsize=many\n", b"theme=1, 2, 3"]
)
def test_garbage_means_defaults(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    settings = Settings(file)
    assert settings.theme is ThemeMode.SYSTEM
    assert settings.week_start is WeekStart.LOCALE
    assert settings.recent_files == ()
    assert settings.flag("goals/sessions", True) is True


def test_recent_files_are_newest_first_without_doubles_and_eight_at_most(file: Path, qtbot: QtBot) -> None:
    settings = Settings(file)
    for number in range(10):
        settings.add_recent_file(Path(f"/data/{number}.db"))
    with qtbot.waitSignal(settings.changed):
        settings.add_recent_file(Path("/data/4.db"))
    assert [path.stem for path in settings.recent_files] == ["4", "9", "8", "7", "6", "5", "3", "2"]
    assert settings.database == Path("/data/4.db")
    settings.forget_recent_files()
    assert settings.recent_files == ()


def test_each_choice_says_its_name_once(file: Path) -> None:
    settings = Settings(file)
    heard: list[str] = []
    settings.changed.connect(heard.append)
    settings.zone_name = "Asia/Tokyo"
    settings.zone_name = "Asia/Tokyo"
    settings.theme = ThemeMode.LIGHT
    settings.week_start = WeekStart.MONDAY
    assert heard == ["zone", "theme", "week_start"]


def test_a_week_begins_where_the_locale_or_the_user_says(file: Path) -> None:
    settings = Settings(file)
    for locale, weekday in (("en_US", 6), ("de_DE", 0), ("ar_EG", 5)):
        QLocale.setDefault(QLocale(locale))
        assert settings.first_weekday == weekday
    settings.week_start = WeekStart.SUNDAY
    assert settings.first_weekday == 6
    settings.week_start = WeekStart.MONDAY
    assert settings.first_weekday == 0
