"""What is to be said of the place where a file lies."""

from pathlib import Path

from fractal_desktop.domain.shared_folder import SharedFolder
from fractal_desktop.persistence import shared_folders


def shared_folder(path: Path) -> SharedFolder | None:
    """Return the folder of a sync program or on a network that holds the file, None if it lies on this computer alone.

    A network may take its time: ask off the UI thread.
    """
    return shared_folders.shared_folder(path)
