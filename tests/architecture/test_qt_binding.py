"""PySide6 6.12 takes a reference from None in every void call on CPython 3.11, until the process dies."""

import sys

import PySide6
from PySide6.QtCore import QObject


def test_the_binding_is_the_line_that_counts_references_right() -> None:
    assert PySide6.__version__.startswith("6.11.")


def test_a_void_call_takes_no_reference_from_none(qapp: object) -> None:
    target = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        target.setObjectName("x")
    assert sys.getrefcount(None) > before - 100
