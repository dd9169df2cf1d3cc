"""A pop-up that offers named things."""

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.widgets.choice_picker import Choice, ChoicePicker, Choices


def test_choices_are_found_by_their_names_and_some_can_be_left_out() -> None:
    choices = Choices(Choice(str(number), f"Etude {number}") for number in range(200))
    assert [choice.name for choice in choices.best("")][:2] == ["Etude 0", "Etude 1"]
    fewer = choices.without(["0", "1"])
    assert [choice.name for choice in fewer.best("")][:2] == ["Etude 2", "Etude 3"]
    assert len(fewer.best("")) == len(choices.best("")) == 50
    assert [choice.name for choice in fewer.best("et 17")][:1] == ["Etude 17"]
    assert (choices.has("ETUDE 7"), choices.has("Etude")) == (True, False)
    assert (choices.get("7"), choices.get("x")) == (Choice("7", "Etude 7"), None)
    assert not Choices(())


def test_a_new_name_is_offered_unless_there_is_one_like_it(qtbot: QtBot) -> None:
    anchor = QWidget()
    qtbot.addWidget(anchor)
    anchor.show()
    picker = ChoicePicker("Find", Choices([Choice("a", "Scales")]), QIcon(), anchor, make="New “{name}”")
    picker.open_below(anchor)
    field = picker.findChildren(QLineEdit)[0]
    qtbot.keyClicks(field, " scales ")
    assert picker.lines == 1
    qtbot.keyClicks(field, "2")
    with qtbot.waitSignal(picker.wanted) as wanted:
        field.returnPressed.emit()
    assert wanted.args == ["scales 2"]
