"""Where the program's own files and the user's files lie, in a checkout, a wheel and a frozen build."""

from pathlib import Path

import platformdirs

from fractal_desktop.domain.errors import UserError

APP_ID = "fractal-desktop"
"""The name of folders, of the desktop entry and of the icon."""


def data_folder() -> Path:
    """Return the folder for what the program keeps besides the user's files; it may not exist yet."""
    return platformdirs.user_data_path(APP_ID, appauthor=False)


def backup_folder() -> Path:
    """Return where backups go unless the user chose another place; it may not exist yet."""
    return data_folder() / "backups"


def log_folder() -> Path:
    """Return the folder of the log file; it may not exist yet."""
    return platformdirs.user_log_path(APP_ID, appauthor=False)


def settings_file() -> Path:
    """Return the file with the user's choices and the state of the window; it may not exist yet."""
    return platformdirs.user_config_path(APP_ID, appauthor=False) / "settings.ini"


def default_database() -> Path:
    """Return the file that a first start offers, "Documents/Fractal/fractal.db"; it may not exist yet."""
    return platformdirs.user_documents_path() / "Fractal" / "fractal.db"


def sample_database() -> Path:
    """Return the file that "Look around" fills with sample data and replaces each time; it may not exist yet."""
    return data_folder() / "sample" / "sample.db"


def alembic_folder() -> Path:
    """Return the folder with env.py and the revisions. Raises UserError where it is missing."""
    return _own_folder("alembic")


def resources_folder() -> Path:
    """Return the folder with icons and the desktop entry. Raises UserError where it is missing."""
    return _own_folder("resources")


def _own_folder(name: str) -> Path:
    """Find a folder of the program's own: inside the package as wheels and frozen builds have it, else one level up (checkout)."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_data" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise UserError(f'The folder "{name}" of the program is missing: this copy is incomplete, please install it again.')
