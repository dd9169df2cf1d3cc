"""JSON whose numbers stay what they are, those too that no float holds: `1e400` would come back as `Infinity`, which is no JSON."""

import json
import math
from uuid import uuid4


class _Literal(float):
    """Such a number; in calculations it is infinite or none, written it is the text that was read."""

    __slots__ = ("text",)
    text: str


def read_json(text: str | bytes) -> object:
    """Return what `json.loads` makes of the text; `number_text` and `json_text` know how numbers were written that no float holds.

    Raises ValueError, or RecursionError if it is too deep.
    """
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text), "surrogatepass")
    return _DECODER.decode(text)


def read_json_at(text: str, place: int) -> tuple[object, int]:
    """Return the value that begins at `place`, read likewise, and where it ends."""
    return _DECODER.raw_decode(text, place)


def json_text(data: object) -> str:
    """Return the JSON text, ASCII only; floats that are not finite are written as they were read, those that were not read as null."""
    try:
        return _ENCODER.encode(data)
    except ValueError:
        literals = _Literals()
        return literals.put_back(_ENCODER.encode(literals.taken_out(data)))


def number_text(number: float) -> str:
    """Return a number as it is written, `1e400` too."""
    return number.text if isinstance(number, _Literal) else json.dumps(number)


class _Literals:
    """Stands texts in for what cannot be encoded; each text that stands in holds a word that is nowhere else."""

    def __init__(self) -> None:
        self._word = uuid4().hex
        self._texts: list[str] = []

    def taken_out(self, value: object) -> object:
        """Return a copy with texts in place of floats that are not finite."""
        if isinstance(value, dict):
            return {key: self.taken_out(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.taken_out(each) for each in value]
        if not isinstance(value, float) or math.isfinite(value):
            return value
        self._texts.append(value.text if isinstance(value, _Literal) else "null")
        return self._word

    def put_back(self, encoded: str) -> str:
        """Return the JSON text with what was taken out, in the same order."""
        first, *others = encoded.split(f'"{self._word}"')
        return first + "".join(text + other for text, other in zip(self._texts, others, strict=True))


def _number(text: str) -> float:
    number = float(text)
    if math.isfinite(number):
        return number
    literal = _Literal(number)
    literal.text = text
    return literal


_DECODER = json.JSONDecoder(parse_float=_number, parse_constant=_number)
_ENCODER = json.JSONEncoder(allow_nan=False)
