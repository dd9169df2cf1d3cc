"""Paths as a person reads them."""

from pathlib import Path


def place_text(path: Path) -> str:
    """Return a path in words, "Documents / Fractal / fractal.db": below the home folder without what leads there."""
    home = Path.home()
    shown = path.relative_to(home) if path.is_relative_to(home) else path
    return " / ".join(part for part in shown.parts if part != shown.anchor)
