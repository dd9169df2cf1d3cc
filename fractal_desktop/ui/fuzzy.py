"""How well a name fits what somebody typed."""

_AT_WORD = 8
_IN_A_ROW = 9
_PER_LETTER_BEFORE = 1
_MOST_LETTERS_BEFORE = 10


def fit(typed: str, name: str) -> int | None:
    """Return a score, higher is better, or None if the letters of `typed` do not stand in `name` in this order.

    Case does not matter. Letters at the start of a word and letters in a row count more; a late first letter costs.
    An empty `typed` fits everything equally.
    """
    wanted = [letter for letter in typed.casefold() if not letter.isspace()]
    text = name.casefold()
    best: int | None = None
    start = text.find(wanted[0]) if wanted else -1
    if not wanted:
        return 0
    while start >= 0:
        score = _score(wanted, text, start)
        if score is not None and (best is None or score > best):
            best = score
        start = text.find(wanted[0], start + 1)
    return best


def _score(wanted: list[str], text: str, start: int) -> int | None:
    """Return the score of `wanted` read off `text` from its letter `start` on, each further letter at its next place."""
    score = -min(start, _MOST_LETTERS_BEFORE) * _PER_LETTER_BEFORE
    previous = -2
    position = start
    for letter in wanted:
        position = text.find(letter, position)
        if position < 0:
            return None
        if position == 0 or not text[position - 1].isalnum():
            score += _AT_WORD
        if position == previous + 1:
            score += _IN_A_ROW
        previous = position
        position += 1
    return score
