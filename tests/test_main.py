"""Which of the two ways a command line goes."""

import sys
from types import ModuleType

import pytest

from fractal_desktop import __main__ as entry


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """Put a terminal and a window in place that only say that they were asked."""
    asked: list[tuple[str, list[str]]] = []
    for name, function, status in (("cli", "main", 3), ("app", "run", 4)):
        module = ModuleType(f"fractal_desktop.{name}")

        def answer(arguments: list[str], name: str = name, status: int = status) -> int:
            asked.append((name, arguments))
            return status

        setattr(module, function, answer)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(f"fractal_desktop.{name}", module, raising=False)
    return asked


@pytest.mark.parametrize(
    "arguments", [["db"], ["db", "status", "x.db"], ["analytics", "x.db", "weekly"], ["--help"], ["-h"], ["--version"], ["help"]]
)
def test_words_of_the_terminal_need_no_window(
    arguments: list[str], ways: list[tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setattr(sys, "argv", ["fractal-desktop", *arguments])
    assert entry.main() == 3
    assert ways == [("cli", arguments)]


@pytest.mark.parametrize("arguments", [[], ["old.db"], ["./db"], ["old.db", "--quit-after", "2"]])
def test_all_else_opens_the_window(arguments: list[str], ways: list[tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["fractal-desktop", *arguments])
    assert entry.main() == 4
    assert ways == [("app", arguments)]


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_kind_of_display_will_do(name: str, ways: list[tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv(name, "x")
    monkeypatch.setattr(sys, "argv", ["fractal-desktop"])
    assert entry.main() == 4


def test_without_a_display_one_sentence_says_what_to_do(
    ways: list[tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "argv", ["fractal-desktop"])
    assert entry.main() == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not ways


def test_other_systems_always_have_a_display(ways: list[tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(sys, "argv", ["fractal-desktop"])
    assert entry.main() == 4
