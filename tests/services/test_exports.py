"""Files that a person takes out: whole or not at all, with a reason in words."""

import os
import stat
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import UserError
from fractal_desktop.services import exports
from fractal_desktop.services.exports import write_whole


def test_a_file_is_written_and_nothing_else_lies_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "weeks.csv", b"a,b\r\n")
    assert [path.name for path in tmp_path.iterdir()] == ["weeks.csv"]
    assert (tmp_path / "weeks.csv").read_bytes() == b"a,b\r\n"


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "weeks.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_where_the_disk_is_full_the_file_before_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "weeks.csv"
    path.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exports.os, "fsync", full)
    with pytest.raises(UserError, match=r"^“weeks\.csv” was not saved: the disk is full\.$"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["weeks.csv"]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("gone/weeks.csv", "the folder no longer exists"),
        ("folder", "there is a folder of this name"),
        ("file/weeks.csv", "the folder no longer exists"),
    ],
)
def test_what_cannot_be_written_is_said_in_words(tmp_path: Path, place: str, reason: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match=reason):
        write_whole(tmp_path / place, b"x")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_must_not_be_written_to_is_named_as_the_reason(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UserError, match="this folder must not be written to"):
            write_whole(tmp_path / "weeks.csv", b"x")
    finally:
        tmp_path.chmod(0o700)
