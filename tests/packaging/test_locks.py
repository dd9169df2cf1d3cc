"""The lists of exact packages."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def locked(path: Path) -> list[tuple[Requirement, int]]:
    """Return the requirements of a list, each with the number of its hashes."""
    lines = [line for line in path.read_text(encoding="utf-8").replace("\\\n", "").splitlines() if not line.lstrip().startswith("#")]
    return [(Requirement(line.split("--hash")[0]), line.count("--hash=sha256:")) for line in lines if line.strip()]


def versions(name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for requirement, _ in locked(ROOT / "requirements" / f"{name}.lock"):
        found.setdefault(canonicalize_name(requirement.name), set()).add(str(requirement.specifier))
    return found


def test_there_is_one_list_for_running_one_for_building_and_one_for_developing() -> None:
    assert [path.stem for path in LOCKS] == ["build", "dev", "run"]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_package_has_one_exact_version_and_hashes(path: Path) -> None:
    for requirement, hashes in locked(path):
        assert str(requirement.specifier).startswith("=="), requirement.name
        assert hashes >= 1, requirement.name


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_no_list_names_a_host_or_a_path(path: Path) -> None:
    assert not re.findall(r"://|--index-url|--find-links|--trusted-host|^/|^\./| @ ", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_lists_agree() -> None:
    run, dev, build = versions("run"), versions("dev"), versions("build")
    assert run.items() <= dev.items()
    assert build.items() <= dev.items()


def test_what_the_project_asks_for_is_locked_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = versions("run")
    for asked in map(Requirement, project["project"]["dependencies"]):
        for version in run[canonicalize_name(asked.name)]:
            assert version.removeprefix("==") in asked.specifier, asked.name


def test_binaries_of_other_systems_are_locked_too() -> None:
    hashes = {canonicalize_name(requirement.name): count for requirement, count in locked(ROOT / "requirements" / "run.lock")}
    assert hashes["pyside6-essentials"] >= 4  # Linux on two processors, macOS, Windows
    assert hashes["numpy"] > 30
