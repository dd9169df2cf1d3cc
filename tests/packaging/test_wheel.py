"""What an installed copy carries."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True, timeout=120)
    (path,) = folder.glob("fractal_desktop-*-py3-none-any.whl")
    return zipfile.ZipFile(path)


def test_it_has_the_migration_files_and_every_revision(wheel: zipfile.ZipFile) -> None:
    revisions = {f"fractal_desktop/_data/alembic/versions/{path.name}" for path in (ROOT / "alembic" / "versions").glob("*.py")}
    assert len(revisions) >= 3
    assert {"fractal_desktop/_data/alembic/env.py", "fractal_desktop/_data/alembic/script.py.mako", *revisions} <= set(wheel.namelist())


def test_it_has_the_icons_and_what_a_desktop_shows_of_it(wheel: zipfile.ZipFile) -> None:
    names = {f"fractal_desktop/_data/{path.relative_to(ROOT)}" for path in (ROOT / "resources").rglob("*.svg")}
    assert "fractal_desktop/_data/resources/fractal-desktop.svg" in names
    assert names | {"fractal_desktop/_data/resources/fractal-desktop.desktop"} <= set(wheel.namelist())


def test_it_has_every_module_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "fractal_desktop").rglob("*.py")}
    assert {name for name in wheel.namelist() if name.endswith(".py") and "/_data/" not in name} == modules
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"fractal_desktop"}
    assert not [name for name in wheel.namelist() if name.endswith(".pyc") or "__pycache__" in name]


def test_it_starts_from_the_terminal_and_from_the_menu(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    text = wheel.read(entry_points).decode()
    assert "fractal-desktop = fractal_desktop.__main__:main" in text
    assert "fractal-desktop-gui = fractal_desktop.__main__:main" in text


def test_an_unpacked_wheel_finds_its_own_folders(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    code = "from fractal_desktop import paths; print(paths.alembic_folder(), paths.resources_folder(), sep='\\n')"
    found = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60).stdout
    assert found.splitlines() == [str(tmp_path / "fractal_desktop" / "_data" / name) for name in ("alembic", "resources")]
