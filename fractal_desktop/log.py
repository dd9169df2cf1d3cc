"""The log file and what happens to an error that nobody expected.

Neither the log nor a report holds what the user wrote: of an error they name its type and the lines of the program it
passed, and its text only where the text speaks of code and not of data.
"""

import logging
import os
import platform
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

from typing_extensions import override

from fractal_desktop import __version__

_LOG_BYTES = 512 * 1024
_OLDER_LOGS = 3
_DEEPEST_CHAIN = 8
# Their texts name types, attributes and modules. A ValueError or an error of the database may quote a note.
_SPEAKS_OF_CODE = (AttributeError, TypeError, NameError, ImportError, RecursionError, RuntimeError)

_logger = logging.getLogger("fractal_desktop")

Reporter = Callable[[str], None]
"""Shows a report (several lines, to copy). Called on the thread the error happened on."""


def set_up_log(folder: Path) -> Path | None:
    """Write what the program logs into `folder`/fractal-desktop.log and return that file.

    Only the user can read it. It is rotated at 512 KB, three older ones are kept. Returns None where the folder cannot be
    written: the program then goes on without a log.
    """
    path = folder / "fractal-desktop.log"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _PrivateFile(path, maxBytes=_LOG_BYTES, backupCount=_OLDER_LOGS, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(_WithoutPersonalText("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for old in [h for h in _logger.handlers if isinstance(h, _PrivateFile)]:
        _logger.removeHandler(old)
        old.close()
    _logger.addHandler(handler)
    _logger.setLevel(logging.INFO)
    return path


def install_excepthook(reporter: Reporter) -> None:
    """Log every exception that nothing caught, on any thread, and give `reporter` its report, once for each place in the program."""
    hook = _Hook(reporter)
    sys.excepthook = hook.on_main_thread
    threading.excepthook = hook.on_other_thread


def report(error: BaseException) -> str:
    """Return what somebody who mends the program needs to know about `error`, without personal text."""
    head = f"Fractal Desktop {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    return f"{head}\n{trace(error)}"


def trace(error: BaseException) -> str:
    """Return the lines `error` and the errors behind it passed, the first cause on top, without personal text."""
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and len(chain) < _DEEPEST_CHAIN:
        chain.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(_trace_of_one(link) for link in reversed(chain))


def _trace_of_one(error: BaseException) -> str:
    places = [f"  {_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_qualname}" for frame, line in walk_tb(error.__traceback__)]
    return "\n".join([*places, f"{type(error).__qualname__}{_text_without_data(error)}"])


def _short(filename: str) -> str:
    """Cut the folders above the package or library: they may hold the user's name."""
    parts = Path(filename).parts
    for anchor in ("site-packages", "fractal_desktop"):
        if anchor in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(anchor) - (anchor == "fractal_desktop") :])
    return Path(filename).name


def _text_without_data(error: BaseException) -> str:
    if isinstance(error, _SPEAKS_OF_CODE):
        return f": {error}"
    code = getattr(error, "sqlite_errorname", None) or (os.strerror(error.errno) if isinstance(error, OSError) and error.errno else None)
    return f" ({code})" if code else ""


class _PrivateFile(RotatingFileHandler):
    """A rotated log file that only its owner may read, from its first byte on."""

    @override
    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with suppress(OSError, AttributeError):  # a log of an earlier version, or a platform without modes
            os.fchmod(descriptor, 0o600)
        return open(descriptor, "a", encoding=self.encoding)  # noqa: PTH123 - a descriptor has no path

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """Go on in silence: a full disk must not turn each message into another error."""


class _WithoutPersonalText(logging.Formatter):
    @override
    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return trace(ei[1]) if ei[1] is not None else ""


class _Hook:
    """Remembers what was reported, so that an error in a paint event does not open a hundred dialogs."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self._reported: set[str] = set()

    def on_main_thread(self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
            return
        self._handle(error)

    def on_other_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._handle(arguments.exc_value)

    def _handle(self, error: BaseException) -> None:
        _logger.error("unexpected error", exc_info=error)
        place = trace(error)
        if place in self._reported:
            return
        self._reported.add(place)
        try:
            self._reporter(report(error))
        except Exception as failure:  # the last boundary there is
            _logger.error("the report could not be shown", exc_info=failure)
