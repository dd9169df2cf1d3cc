"""`fractal-desktop db …`, `analytics …` and `log …`: what the window does, in a terminal.

Exit status: 0 done, 1 refused or problems found, 2 the command line makes no sense. With `--json` one object goes to standard
output, for a refusal too ({"error": {…}}); what is meant for people goes to standard error then.
"""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from fractal_desktop.terminal.parsing import parser


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a tick must not end the program where the terminal has none
    try:
        options = parser().parse_args(["--help"] if list(arguments) == ["help"] else list(arguments))
    except SystemExit as end:  # argparse leaves this way: 0 after --help and --version, 2 for what makes no sense
        return end.code if isinstance(end.code, int) else 2
    from fractal_desktop.terminal import commands  # the services are loaded once it is known that they are needed

    try:
        status = commands.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has had enough (`| head`); what is left to write goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status
