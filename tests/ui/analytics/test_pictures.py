"""A picture of a card that cannot be painted is an error to be told, not the program's end."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from fractal_desktop.ui.analytics.pictures import card_png, card_svg


class _Unpaintable(QLabel):
    @override
    def text(self) -> str:
        raise ValueError("no text")


def test_a_card_that_cannot_be_painted_says_so(qtbot: QtBot) -> None:
    card = QWidget()
    qtbot.addWidget(card)
    card.resize(200, 100)
    _Unpaintable(card)
    for _ in range(3):
        with pytest.raises(ValueError, match="no text"):
            card_png(card)
        with pytest.raises(ValueError, match="no text"):
            card_svg(card, "x")
