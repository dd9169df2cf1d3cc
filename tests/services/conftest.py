"""A file that each module fills with rows in its own way, open for work."""

from collections.abc import Iterator

import pytest

from fractal_desktop.services.workspace import Workspace
from tests.workspaces import Rows, open_file


@pytest.fixture
def workspace(rows: Rows) -> Iterator[Workspace]:
    """The file with the module's own `rows`, by a clock that goes on by a second whenever it is asked."""
    workspace = open_file(rows.path)
    yield workspace
    workspace.close()
