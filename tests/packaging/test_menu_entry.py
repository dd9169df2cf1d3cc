"""The entry in the desktop's menu, put there and taken away."""

import configparser
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name: str) -> ModuleType:
    spec = spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(argument: str) -> str:
    command = [sys.executable, str(ROOT / "scripts" / "menu_entry.py"), argument]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def files(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file() or path.is_symlink()}


@pytest.fixture
def before(own_folders: Path) -> set[str]:
    kept = own_folders / "data" / "fractal-desktop" / "backups" / "kept.db"
    kept.parent.mkdir(parents=True)
    kept.touch()
    return files(own_folders)


def test_install_writes_an_entry_a_link_and_every_icon(own_folders: Path, before: set[str]) -> None:
    run("install")
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(own_folders / "data" / "applications" / "fractal-desktop.desktop")
    programs = Path(sys.executable).parent
    assert entry["Desktop Entry"]["Exec"] == f'"{programs}/fractal-desktop-gui" %f'
    assert (own_folders / ".local" / "bin" / "fractal-desktop").readlink() == programs / "fractal-desktop"
    icons = own_folders / "data" / "icons" / "hicolor"
    assert {int(path.parts[-3].split("x")[0]) for path in icons.rglob("*.png")} == {16, 22, 24, 32, 48, 64, 96, 128, 256, 512}
    assert (icons / "scalable" / "apps" / "fractal-desktop.svg").is_file()
    for png in icons.rglob("*.png"):
        size = int(png.parts[-3].split("x")[0])
        assert int.from_bytes(png.read_bytes()[16:20]) == size
        assert png.stat().st_size > 200


def test_install_twice_is_install_once(own_folders: Path, before: set[str]) -> None:
    run("install")
    once = files(own_folders)
    run("install")
    assert files(own_folders) == once


def test_uninstall_takes_away_exactly_what_install_wrote(own_folders: Path, before: set[str]) -> None:
    run("install")
    assert "your" in run("uninstall").lower()
    left = {name for name in files(own_folders) if "cache" not in name}
    assert left == before


def test_a_command_of_the_same_name_that_is_not_ours_stays(own_folders: Path, before: set[str]) -> None:
    other = own_folders / ".local" / "bin" / "fractal-desktop"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    assert "stays as it is" in run("install")
    run("uninstall")
    assert other.read_text() == "mine"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/home/a b/x", '"/home/a b/x"'),
        ("/home/50%/x", '"/home/50%%/x"'),
        ('/home/"q"/x', '"/home/\\\\"q\\\\"/x"'),
        ("/home/$HOME/x", '"/home/\\\\$HOME/x"'),
    ],
)
def test_odd_paths_are_quoted_as_the_desktop_entry_asks(path: str, expected: str) -> None:
    assert load("menu_entry").exec_argument(Path(path)) == expected


def test_the_entry_says_what_it_must() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(ROOT / "resources" / "fractal-desktop.desktop")
    section = entry["Desktop Entry"]
    assert section["Type"] == "Application"
    assert section["Icon"] == section["StartupWMClass"] == "fractal-desktop"
    assert (ROOT / "resources" / f"{section['Icon']}.svg").is_file()
    assert section["Categories"].endswith(";")
    if validator := shutil.which("desktop-file-validate"):
        result = subprocess.run(
            [validator, str(ROOT / "resources" / "fractal-desktop.desktop")], check=False, capture_output=True, text=True
        )
        assert (result.returncode, result.stdout) == (0, "")


def test_the_store_page_names_the_release_and_the_entry() -> None:
    from xml.etree import ElementTree

    from fractal_desktop import __version__

    (path,) = (ROOT / "resources").glob("*.metainfo.xml")
    page = ElementTree.parse(path).getroot()
    assert page.findtext("launchable") == "fractal-desktop.desktop"
    assert page.find("releases/release").get("version") == __version__
