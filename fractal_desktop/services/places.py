"""What is to be said of the place where a file lies."""

from pathlib import Path

from fractal_desktop.persistence import shared_folders
from fractal_desktop.persistence.shared_names import SharedFolder

__all__ = ["SharedFolder", "shared_folder"]


def shared_folder(path: Path) -> SharedFolder | None:
    """Return the folder of a sync program or on a network that holds the file, None if it lies on this computer alone.

    A network may take its time: ask off the UI thread.
    """
    return shared_folders.shared_folder(path)
