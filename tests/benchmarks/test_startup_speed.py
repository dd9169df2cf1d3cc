"""The processor's time until the first window is painted, with a current file, against a bare QMainWindow."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from pytest_benchmark.fixture import BenchmarkFixture

_RUNS = 9


def test_the_first_window_costs_little_more_than_a_bare_one(
    small_file: Path,
    tmp_path: Path,
    run_program: Callable[..., dict[str, Any]],
    benchmark: BenchmarkFixture,
    within: Callable[[str, float, float], None],
) -> None:
    run_program("window_cpu.py", "program", small_file, home=tmp_path)  # compiles what was never imported before
    bare, program = [], []
    for _ in range(_RUNS):
        bare.append(run_program("window_cpu.py", "bare", home=tmp_path)["cpu_seconds"])
        program.append(run_program("window_cpu.py", "program", small_file, home=tmp_path)["cpu_seconds"])
    benchmark.pedantic(run_program, ("window_cpu.py", "program", small_file), {"home": tmp_path})
    benchmark.extra_info["cpu_ms"] = {"program": round(median(program) * 1000), "bare": round(median(bare) * 1000)}
    within("processor time, times that of a bare window", median(program) / median(bare), 1.5)
