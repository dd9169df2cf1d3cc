"""What must stay out of imports, beyond the contracts that `make lint` holds."""

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "fractal_desktop"


def python(code: str) -> str:
    """Return what `code` prints in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ).stdout


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Return all of a file's syntax tree."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports_of(path: Path) -> set[str]:
    """Return the modules that a file imports anywhere in it."""
    names: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("folder", ["alembic", "tests/alembic"])
def test_nothing_hides_the_library_alembic(folder: str) -> None:
    assert not (ROOT / folder / "__init__.py").exists()
    assert not (ROOT / "tests" / "alembic").exists()


def test_alembic_is_the_library_also_from_the_checkout() -> None:
    assert python("import alembic; print(alembic.__file__)").strip().endswith("site-packages/alembic/__init__.py")


@pytest.mark.parametrize("module", ["fractal_desktop.__main__", "fractal_desktop.app"])
def test_the_way_to_the_first_window_loads_nothing_heavy(module: str) -> None:
    heavy = {"sqlalchemy", "alembic", "pyqtgraph", "numpy", "msgspec"}
    loaded = python(f"import sys, {module}; print(*sorted(m for m in sys.modules if '.' not in m))").split()
    assert heavy.isdisjoint(loaded)


def test_the_terminal_commands_load_no_window() -> None:
    loaded = python("import sys, fractal_desktop.cli; print(*sys.modules)").split()
    assert not [name for name in loaded if name.startswith(("PySide6", "pyqtgraph"))]


def test_one_module_knows_the_library_of_charts() -> None:
    knowing = [path.name for path in PACKAGE.rglob("*.py") if "pyqtgraph" in imports_of(path)]
    assert knowing == ["canvas.py"]


@pytest.mark.parametrize("path", sorted((PACKAGE / "domain").glob("*.py")), ids=lambda path: path.stem)
def test_the_domain_reads_no_clock_and_no_file(path: Path) -> None:
    assert imports_of(path).isdisjoint({"time", "os", "pathlib", "sqlite3", "random", "locale"})
    calls = [node.func for node in nodes_of(path) if isinstance(node, ast.Call)]
    names = {call.attr for call in calls if isinstance(call, ast.Attribute)} | {call.id for call in calls if isinstance(call, ast.Name)}
    assert names.isdisjoint({"now", "utcnow", "today", "open", "print"})


def test_no_revision_uses_the_live_models() -> None:
    revisions = list((ROOT / "alembic" / "versions").glob("*.py"))
    assert revisions
    for path in revisions:
        live = {name for name in imports_of(path) if name.startswith("fractal_desktop.persistence.models")}
        assert not live, f"{path.name} uses today's models: a revision must mean the same in ten years"
