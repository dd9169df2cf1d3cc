"""Where a file lies is asked of the system."""

from pathlib import Path

import pytest

from fractal_desktop.persistence import shared_folders
from fractal_desktop.persistence.shared_folders import shared_folder
from fractal_desktop.persistence.shared_names import SharedFolder


def test_a_file_of_this_computer_alone(tmp_path: Path) -> None:
    assert shared_folder(tmp_path / "fractal.db") is None


def test_a_synced_folder_is_found_also_through_a_link(tmp_path: Path) -> None:
    synced = tmp_path / "Dropbox" / "music"
    synced.mkdir(parents=True)
    assert shared_folder(synced / "fractal.db") == SharedFolder(tmp_path / "Dropbox", "Dropbox")
    link = tmp_path / "Documents"
    link.symlink_to(synced, target_is_directory=True)
    assert shared_folder(link / "fractal.db") == SharedFolder(tmp_path.resolve() / "Dropbox", "Dropbox")


def test_a_sync_program_is_known_by_what_it_leaves(tmp_path: Path) -> None:
    (tmp_path / "music" / ".stfolder").mkdir(parents=True)
    assert shared_folder(tmp_path / "music" / "deep" / "fractal.db") == SharedFolder(tmp_path.resolve() / "music", "Syncthing")


def test_mounts_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"nas:/x {tmp_path.resolve()} nfs rw 0 0\n")
    monkeypatch.setattr(shared_folders, "_MOUNTS", mounts)
    assert shared_folder(tmp_path / "fractal.db") == SharedFolder(tmp_path.resolve())
    monkeypatch.setattr(shared_folders, "_MOUNTS", tmp_path / "none")
    assert shared_folder(tmp_path / "fractal.db") is None


def test_links_in_a_circle_are_nobodys(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert shared_folder(tmp_path / "a" / "fractal.db") is None
