from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.ui.goals.ordering import moves


def after(current: list[int], wanted: list[int]) -> tuple[list[int], int]:
    order, count = list(current), 0
    for source, target in moves(current, wanted):
        order.insert(target, order.pop(source))
        count += 1
    return order, count


@given(st.permutations(range(9)), st.permutations(range(9)))
def test_the_moves_lead_to_the_wanted_order(current: list[int], wanted: list[int]) -> None:
    assert after(current, wanted)[0] == wanted


@given(st.integers(0, 8), st.integers(0, 8))
def test_one_row_that_went_elsewhere_is_one_move(source: int, target: int) -> None:
    wanted = list(range(9))
    wanted.insert(target, wanted.pop(source))
    order, count = after(list(range(9)), wanted)
    assert order == wanted
    assert count == (source != target)


def test_nothing_moves_in_an_empty_list() -> None:
    assert list(moves([], [])) == []
