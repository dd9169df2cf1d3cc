"""Opens the program on fresh sample data, apart from the user's own files and settings: `python scripts/demo.py`."""

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimeZone

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "demo"


def main() -> int:
    """Make the data anew, then become the program."""
    sys.path.insert(0, str(ROOT))
    from fractal_desktop.services.sample import write_sample

    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    database = HOME / "sample.db"
    zone = ZoneInfo(QTimeZone.systemTimeZoneId().data().decode())
    write_sample(database, now=datetime.now(UTC), zone=zone)
    folders = {f"XDG_{name}_HOME": str(HOME / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-m", "fractal_desktop", str(database), *sys.argv[1:]], os.environ | folders)


if __name__ == "__main__":
    sys.exit(main())
