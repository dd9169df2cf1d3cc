"""Where files lie."""

from pathlib import Path

import pytest

from fractal_desktop import paths
from fractal_desktop.domain.errors import UserError

ROOT = Path(__file__).resolve().parents[1]


def copy_of_the_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = folder / "fractal_desktop"
    package.mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    return package


def test_a_checkout_uses_its_top_level_folders() -> None:
    assert paths.alembic_folder() == ROOT / "alembic"
    assert paths.resources_folder() == ROOT / "resources"


def test_an_installed_copy_uses_the_folders_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = copy_of_the_program(tmp_path / "50% off #1?", monkeypatch)
    (package / "_data" / "alembic").mkdir(parents=True)
    (package.parent / "alembic").mkdir()  # the library, beside the package in site-packages
    assert paths.alembic_folder() == package / "_data" / "alembic"


def test_a_copy_without_its_migration_files_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_of_the_program(tmp_path, monkeypatch)
    with pytest.raises(UserError, match=r'"alembic" of the program is missing.*install it again'):
        paths.alembic_folder()


def test_the_users_files_lie_in_the_users_folders(own_folders: Path) -> None:
    assert paths.data_folder() == own_folders / "data" / "fractal-desktop"
    assert paths.backup_folder() == paths.data_folder() / "backups"
    assert paths.sample_database().is_relative_to(paths.data_folder())
    assert paths.default_database() == own_folders / "Documents" / "Fractal" / "fractal.db"
    assert paths.log_folder().is_relative_to(own_folders)
