"""Questions, progress and sentences in a terminal."""

import json
import signal
import sys
from collections.abc import Mapping
from types import FrameType, TracebackType
from typing import Self

from fractal_desktop.services.schema import Progress

_BAR_WIDTH = 24


def is_interactive() -> bool:
    """Return whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def say(text: str = "") -> None:
    """Write a line of the answer."""
    print(text)


def complain(text: str) -> None:
    """Write a line that is no answer: an error, a hint."""
    print(text, file=sys.stderr)


def say_json(record: Mapping[str, object]) -> None:
    """Write the answer as one JSON object."""
    say(json.dumps(record, ensure_ascii=False, indent=2))


def ask(question: str, default: str = "") -> str:
    """Return what is typed, `default` for nothing. The end of input counts as nothing."""
    hint = f" [{default}]" if default else ""
    print(f"{question}{hint}: ", end="", file=sys.stderr, flush=True)
    try:
        return input().strip() or default
    except EOFError:
        complain("")
        return default


def agrees(question: str) -> bool:
    """Return whether the answer to a yes-or-no question is yes; nothing typed means no."""
    return ask(f"{question} [y/N]").lower() in ("y", "yes")


class ProgressBar:
    """A line on standard error that is overwritten as things go on; nothing where that is no terminal."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = sys.stderr.isatty() and not quiet
        self._length = 0

    def __call__(self, progress: Progress) -> None:
        """Show how far it is."""
        if not self._shown:
            return
        share = progress.fraction
        filled = round(share * _BAR_WIDTH)
        text = f"[{'#' * filled}{'.' * (_BAR_WIDTH - filled)}] {int(share * 100):3d} %  {progress.step}  {progress.detail}".rstrip()[:78]
        self._write(text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._length:
            self._write("")
            sys.stderr.write("\r")

    def _write(self, text: str) -> None:
        sys.stderr.write(f"\r{text.ljust(self._length)}")
        sys.stderr.flush()
        self._length = len(text)


class Interruption:
    """While it is entered, Ctrl+C does not end the program but makes this, when called, return True: the work stops by itself."""

    def __init__(self) -> None:
        self._wanted = False

    def __call__(self) -> bool:
        """Return whether Ctrl+C was pressed."""
        return self._wanted

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._wanted = True
