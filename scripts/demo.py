"""Opens the program on fresh sample data, apart from the user's own files and settings: `python -m scripts.demo`."""

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from fractal_desktop.services.sample import write_sample
from fractal_desktop.services.zones import system_zone

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "demo"


def main() -> int:
    """Make the data anew, then become the program."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    database = HOME / "sample.db"
    write_sample(database, now=datetime.now(UTC), zone=system_zone())
    folders = {f"XDG_{name}_HOME": str(HOME / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-m", "fractal_desktop", str(database), *sys.argv[1:]], os.environ | folders)


if __name__ == "__main__":
    sys.exit(main())
