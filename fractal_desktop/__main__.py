"""The way in: a terminal command or the window. Nothing heavy is imported before it is known which of the two."""

import os
import sys

_TERMINAL_WORDS = frozenset({"db", "analytics", "export", "log", "help", "-h", "--help", "--version"})


def main() -> int:
    """Run what the command line asks for and return the exit status."""
    arguments = sys.argv[1:]
    if arguments and arguments[0] in _TERMINAL_WORDS:
        from fractal_desktop import cli

        return cli.main(arguments)
    if not _has_display():
        print(
            "There is no display to open a window on: start it in a desktop session, or set DISPLAY (with ssh: ssh -X).",
            file=sys.stderr,
        )
        return 1
    from fractal_desktop import app

    return app.run(arguments)


def _has_display() -> bool:
    """Return whether Qt will find a place for a window; without one it would end the process with a trace of its own."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
