"""Draws docs/images: each page and dialog, light and dark, 1400 × 900, on made-up data:

    python -m scripts.screenshots FOLDER [NAME …]

The program runs as it is, without a screen, at a fixed instant; a person's steps are played by commands and selections.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts import analytics_scenes, file_scenes, page_scenes, practice_scenes
from scripts.studio import ZONE, Studio

ROOT = Path(__file__).resolve().parent.parent
SCHEMES = ("light", "dark")
SCREEN = '{"screens": [{"name": "desk", "x": 0, "y": 0, "width": 1600, "height": 1100, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}'
"""A screen larger than the window: on the usual one of 800 × 800 dialogs would not lie in the window's middle."""
SCENES = (
    page_scenes.first_start,
    page_scenes.sample_file,
    page_scenes.goals,
    page_scenes.sessions,
    *analytics_scenes.SCENES,
    page_scenes.trash,
    page_scenes.palette,
    *practice_scenes.SCENES,
    page_scenes.settings,
    file_scenes.migration,
    file_scenes.database,
    file_scenes.failure,
    analytics_scenes.sparse,
)
"""In the order of a first hour with the program."""


def main() -> int:
    """Draw both schemes, each in a process and a home of its own."""
    folder, names = Path(sys.argv[1]).resolve(), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in SCHEMES:
        with tempfile.TemporaryDirectory(prefix="fractal-pictures-") as home:
            folders = {f"XDG_{name}_HOME": f"{home}/{name.lower()}" for name in ("CONFIG", "DATA", "STATE", "CACHE")}
            screen = Path(home) / "screen.json"
            screen.write_text(SCREEN)
            own = {"HOME": home, "TZ": str(ZONE), "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": f"offscreen:configfile={screen}"}
            command = [sys.executable, "-m", "scripts.screenshots", "--scheme", scheme, str(folder), *names]
            status = subprocess.run(command, cwd=ROOT, env=os.environ | folders | own, check=False).returncode
            if status:
                return status
    return 0


def draw(scheme: str, folder: Path, names: list[str]) -> int:
    """Draw the pictures of one scheme; all of them if no names are given."""
    studio = Studio(scheme, folder, names)
    for scene in SCENES:
        scene(studio)
    studio.close()
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--scheme"]:
        sys.exit(draw(sys.argv[2], Path(sys.argv[3]), sys.argv[4:]))
    sys.exit(main())
