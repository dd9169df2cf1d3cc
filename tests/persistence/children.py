"""Child processes for what cannot be tried in the process of the tests: limits, other users, sudden death."""

import os
import sys
import warnings
from collections.abc import Callable


def fork() -> int:
    """Fork; Python 3.12 warns where threads run, but these children touch nothing that a thread could hold."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def run_in_child(action: Callable[[], None]) -> int:
    """Run `action` in a forked child and return 0 if it came through."""
    child = fork()
    if child == 0:
        try:
            action()
        except BaseException as error:
            print(f"child: {error!r}", file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
