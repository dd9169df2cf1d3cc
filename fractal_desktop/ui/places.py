"""Paths as a person reads them, and where something new may lie."""

from itertools import count
from pathlib import Path


def place_text(path: Path) -> str:
    """Return a path in words, "Documents / Fractal / fractal.db": below the home folder without what leads there."""
    home = Path.home()
    shown = path.relative_to(home) if path.is_relative_to(home) else path
    return " / ".join(part for part in shown.parts if part != shown.anchor)


def free_place(path: Path) -> Path:
    """Return `path`, or where something lies there already the first of "fractal 2.db", "fractal 3.db" … beside it where nothing does."""
    numbered = (path.with_stem(f"{path.stem} {number}") for number in count(2))
    return path if not path.exists() else next(place for place in numbered if not place.exists())


def nearest_folder(path: Path) -> Path:
    """Return the folder that `path` lies in, or the nearest above it that exists: a file dialog cannot begin elsewhere."""
    return next((folder for folder in path.absolute().parents if folder.is_dir()), Path.home())
