"""The command line, called as the installed command calls it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from fractal_desktop import cli


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command wrote and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return the object it wrote."""
        return json.loads(self.out)


Terminal = Callable[..., Answer]


@pytest.fixture
def fractal(capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Run a command without anybody there to answer, as in a script."""

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        status = cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return run
