# ruff: noqa: DTZ001 - wall clocks have no zone

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from fractal_desktop.ui.widgets.instant_text import InstantFormat, Unit

LOCALES = ["C", "en_US", "en_GB", "de_DE", "ar_EG", "fi_FI", "ja_JP", "ko_KR", "fa_IR", "bg_BG", "el_GR", "zh_TW"]
BASE = datetime(2026, 3, 5, 18, 4, 10)
walls = st.datetimes(datetime(1000, 1, 1), datetime(9998, 1, 1)).map(lambda wall: wall.replace(microsecond=0))


@given(walls, st.sampled_from(LOCALES))
def test_every_locale_reads_what_it_writes(wall, name):
    written = InstantFormat(QLocale(name))
    text = written.text(wall)
    assert written.complete(text) == wall
    assert written.read(text, None) == wall


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("C", "2026-03-05 18:04:10"),
        ("en_GB", "05/03/2026 18:04:10"),
        ("de_DE", "05.03.2026 18:04:10"),
        ("en_US", "03/05/2026 06:04:10 PM"),
        ("ar_EG", "٠٥/٠٣/٢٠٢٦ ٠٦:٠٤:١٠ م"),
    ],
)
def test_a_locale_sets_order_signs_digits_and_hours(name, text):
    assert InstantFormat(QLocale(name)).text(BASE) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19:30", datetime(2026, 3, 5, 19, 30)),
        ("7:30 pm", datetime(2026, 3, 5, 19, 30)),
        ("12:30 am", datetime(2026, 3, 5, 0, 30)),
        ("3/6/26", datetime(2026, 3, 6, 18, 4, 10)),
        ("3/6/2026 7:05", datetime(2026, 3, 6, 7, 5)),
        ("2026-03-06 17:00", datetime(2026, 3, 6, 17, 0)),
        ("  2026-03-06T17:00:01 ", datetime(2026, 3, 6, 17, 0, 1)),
        ("2026-03-06", datetime(2026, 3, 6, 18, 4, 10)),
        ("2026-03-06T17:00:00.5Z", datetime(2026, 3, 6, 17, 0, 0, 500000, tzinfo=UTC)),
        ("2026-03-06T17:00:00+02:00", datetime(2026, 3, 6, 15, 0, tzinfo=UTC)),
    ],
)
def test_a_person_may_write_less_or_paste_another_form(text, expected):
    assert InstantFormat(QLocale("en_US")).read(text, BASE) == expected


@pytest.mark.parametrize("text", ["", "junk", "12", "2026-02-30 10:00:00", "25:00", "13 pm", "3/6", "10:00 tomorrow"])
def test_what_makes_no_sense_is_not_read(text):
    assert InstantFormat(QLocale("en_US")).read(text, BASE) is None


def test_a_field_being_filled_in_is_still_a_field():
    units = {s.unit: (s.start, s.end) for s in InstantFormat(QLocale("C")).sections("2026--05 1:04:10")}
    assert units[Unit.MONTH] == (5, 5)
    assert units[Unit.HOUR] == (9, 10)
    assert InstantFormat(QLocale("C")).complete("2026--05 1:04:10") is None


@given(st.text(max_size=30))
def test_no_text_at_all_raises(text):
    for name in ("C", "en_US", "ar_EG"):
        InstantFormat(QLocale(name)).read(text, BASE)
        InstantFormat(QLocale(name)).sections(text)
