"""What documents note, beside what SQLite makes of the same."""

import sqlite3
from contextlib import closing

from hypothesis import example, given
from hypothesis import strategies as st

from fractal_desktop.domain.noted import split_key

NUMBERS = st.one_of(
    st.integers(-(1 << 70), 1 << 70).map(str),
    st.integers(-(10**15), 10**15).map(lambda number: f"{number / 1000:.3f}"),
    st.from_regex(r"[ \t]?[+-]?[0-9]{0,6}[.]?[0-9]{0,6}([eE][+-]?[0-9])?[ \n]?", fullmatch=True),
)
# SQLite rounds numbers with large exponents in its own way.
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="eE"))
IDS = NUMBERS | WORDS | st.sampled_from(["nan", "inf", "1_0", "٣", "0x10", "1e", "."])


def stored(ids: list[str]) -> list[object]:
    """Return what an old file holds of ids."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE metric_values (split_definition_id STRING)")
        db.executemany("INSERT INTO metric_values VALUES (?)", [(each,) for each in ids])
        return [each for (each,) in db.execute("SELECT split_definition_id FROM metric_values ORDER BY rowid")]


@given(IDS, IDS)
@example("nan", "nan")
@example("inf", "infinity")
@example("1_0", "10")
@example("9007199254740993", "9007199254740992")
@example("9223372036854775807", "9223372036854775808")
@example("00000000000000000000012", " 12.0 ")
def test_a_split_has_the_key_that_old_files_make_of_its_id(one: str, other: str) -> None:
    here, there = stored([one, other])
    assert {split_key(one): 1} == {split_key(here): 1}
    assert {split_key(other): 1} == {split_key(there): 1}
    assert (split_key(one) == split_key(other)) == (here == there)


def test_an_id_as_long_as_a_document_is_looked_at_once() -> None:
    assert split_key("1" * 200_000 + "x") == "1" * 200_000 + "x"
    assert split_key("0" * 200_000 + "7") == 7
