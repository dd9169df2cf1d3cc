"""Folders that others write to are told by their names and mounts."""

from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from fractal_desktop.persistence.shared_names import SharedFolder, network_folder, synced_folder

HOME = PurePosixPath("/home/mia")
WINDOWS = PureWindowsPath("C:/Users/Mia")


@pytest.mark.parametrize(
    ("folder", "shared", "by"),
    [
        (HOME / "Dropbox/music/fractal", HOME / "Dropbox", "Dropbox"),
        (HOME / "Dropbox (Personal)", HOME / "Dropbox (Personal)", "Dropbox"),
        (WINDOWS / "OneDrive - Conservatoire/Documents", WINDOWS / "OneDrive - Conservatoire", "OneDrive"),
        (WINDOWS / "OneDrive/Documents/Dropbox", WINDOWS / "OneDrive", "OneDrive"),
        (HOME / "Google Drive", HOME / "Google Drive", "Google Drive"),
        (HOME / "Library/Mobile Documents/com~apple~CloudDocs/x", HOME / "Library/Mobile Documents", "iCloud"),
        (HOME / "Library/CloudStorage/GoogleDrive-mia@x.org/My Drive", HOME / "Library/CloudStorage/GoogleDrive-mia@x.org", "Google Drive"),
        (HOME / "Library/CloudStorage/Nutstore-mia/x", HOME / "Library/CloudStorage/Nutstore-mia", "Nutstore"),
        (HOME / "Nextcloud2", HOME / "Nextcloud2", "Nextcloud"),
        (HOME / "MEGA", HOME / "MEGA", "MEGA"),
    ],
)
def test_a_synced_folder_is_told_by_its_name(folder: PurePath, shared: PurePath, by: str) -> None:
    assert synced_folder(folder) == SharedFolder(shared, by)


@pytest.mark.parametrize("folder", ["Documents/Fractal", "Dropbox backup", "my onedrive notes", "Megalith", "Box", "Synchro", "drive"])
def test_other_folders_are_not(folder: str) -> None:
    assert synced_folder(HOME / folder) is None
    assert synced_folder(WINDOWS / folder) is None


MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
nas:/export /home/mia/music\\040box nfs4 rw 0 0
/dev/sdb1 /home/mia/music\\040box/local ext4 rw 0 0
mia@there:/ /mnt/there fuse.sshfs rw 0 0

odd
"""


@pytest.mark.parametrize(
    ("folder", "shared"),
    [
        ("/home/mia/music box/fractal", "/home/mia/music box"),
        ("/home/mia/music box", "/home/mia/music box"),
        ("/home/mia/music box/local/x", None),
        ("/mnt/there/x", "/mnt/there"),
        ("/mnt/thereafter", None),
        ("/home/mia", None),
    ],
)
def test_a_network_folder_is_told_by_how_it_is_mounted(folder: str, shared: str | None) -> None:
    assert network_folder(PurePosixPath(folder), MOUNTS) == (SharedFolder(PurePosixPath(shared)) if shared else None)
    assert network_folder(PurePosixPath(folder), "") is None


def test_on_windows_a_network_folder_is_told_by_its_path() -> None:
    assert network_folder(PureWindowsPath(r"\\nas\music\fractal"), "") == SharedFolder(PureWindowsPath("\\\\nas\\music\\"))
    assert network_folder(WINDOWS, "") is None
