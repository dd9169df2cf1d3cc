"""Whether others may write to the folder that a file lies in, asked of the system; SQLite is not asked."""

from pathlib import Path

from fractal_desktop.persistence.shared_names import MARKS, SharedFolder, network_folder, synced_folder

_MOUNTS = Path("/proc/self/mounts")


def shared_folder(file: Path) -> SharedFolder | None:
    """Return the folder of a sync program or on a network that holds the file, links followed; None if nothing tells of one."""
    try:
        folder = file.resolve().parent
    except (OSError, RuntimeError):
        return None
    return synced_folder(file.absolute().parent) or synced_folder(folder) or _marked(folder) or network_folder(folder, _mounts())


def _marked(folder: Path) -> SharedFolder | None:
    for above in (folder, *folder.parents):
        for mark, by in MARKS.items():
            if _is_there(above / mark):
                return SharedFolder(above, by)
    return None


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _mounts() -> str:
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
