"""Puts the installed program into the user's menu, or takes it out: `python scripts/menu_entry.py install|uninstall`.

Run it with the Python of the installed copy. Everything goes below XDG_DATA_HOME and ~/.local/bin; nothing needs root,
the user's database, backups and settings are never touched.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

APP_ID = "fractal-desktop"
RESOURCES = Path(__file__).resolve().parent.parent / "resources"
SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)


def main() -> int:
    """Do what the one argument says; returns the exit status."""
    if sys.argv[1:] == ["install"]:
        return install()
    if sys.argv[1:] == ["uninstall"]:
        return uninstall()
    print("Say install or uninstall.", file=sys.stderr)
    return 2


def install() -> int:
    """Write the desktop entry with its absolute command, the icons and the link for the terminal."""
    if not sys.platform.startswith("linux"):
        print("There is no desktop menu of this kind here. Start the program with: make run")
        return 1
    programs = Path(sys.executable).parent
    _write_entry(programs / "fractal-desktop-gui")
    _write_icons()
    _link_command(programs / "fractal-desktop")
    _tell_desktop()
    if not _is_valid(_entry()):
        return 1
    print("Fractal Desktop is in your menu now. In a terminal: fractal-desktop")
    return 0


def uninstall() -> int:
    """Remove what `install` wrote, and only that."""
    link = _command_link()
    if link.is_symlink() and link.readlink().parent == Path(sys.executable).parent:
        link.unlink()
    for path in (_entry(), _metainfo(), *(_icon(size) for size in (*SIZES, None))):
        path.unlink(missing_ok=True)
    _tell_desktop()
    print("Fractal Desktop is out of your menu. Your database, backups and settings are where they were.")
    return 0


def exec_argument(path: Path) -> str:
    """Return a path as one argument of an Exec key: quoted, with the characters escaped that the key knows."""
    escaped = "".join(f"\\{c}" if c in '"`$\\' else c for c in str(path)).replace("\\", "\\\\").replace("%", "%%")
    return f'"{escaped}"'


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _entry() -> Path:
    return _data_home() / "applications" / f"{APP_ID}.desktop"


def _metainfo() -> Path:
    return _data_home() / "metainfo" / next(RESOURCES.glob("*.metainfo.xml")).name


def _icon(size: int | None) -> Path:
    """Return where the icon of one size lies, or the scalable one for None."""
    folder, ending = (f"{size}x{size}", "png") if size else ("scalable", "svg")
    return _data_home() / "icons" / "hicolor" / folder / "apps" / f"{APP_ID}.{ending}"


def _command_link() -> Path:
    return Path.home() / ".local" / "bin" / "fractal-desktop"


def _write_entry(command: Path) -> None:
    text = (RESOURCES / f"{APP_ID}.desktop").read_text(encoding="utf-8")
    lines = [f"TryExec={command}\nExec={exec_argument(command)} %f" if line.startswith("Exec=") else line for line in text.splitlines()]
    _entry().parent.mkdir(parents=True, exist_ok=True)
    _entry().write_text("\n".join(lines) + "\n", encoding="utf-8")
    _metainfo().parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(RESOURCES / _metainfo().name, _metainfo())


def _write_icons() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication([])
    source = RESOURCES / f"{APP_ID}.svg"
    renderer = QSvgRenderer(str(source))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        _icon(size).parent.mkdir(parents=True, exist_ok=True)
        image.save(str(_icon(size)))
    _icon(None).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, _icon(None))
    application.shutdown()


def _link_command(command: Path) -> None:
    link = _command_link()
    if link.exists() and not link.is_symlink():
        print(f"{link} is not ours and stays as it is; the command for the terminal is {command}")
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(command)


def _tell_desktop() -> None:
    """Refresh the caches of desktops that keep some; those without look at the folders themselves."""
    for command in (
        ["update-desktop-database", "-q", str(_entry().parent)],
        ["gtk-update-icon-cache", "-q", "-t", "-f", str(_data_home() / "icons" / "hicolor")],
    ):
        if shutil.which(command[0]) and Path(command[-1]).is_dir():
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _is_valid(entry: Path) -> bool:
    if shutil.which("desktop-file-validate") is None:
        return True
    return subprocess.run(["desktop-file-validate", str(entry)], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
