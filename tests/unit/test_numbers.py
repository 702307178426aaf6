"""Numbers are told by their shape, never by leaving out what does not fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.text.numbers import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10", 10),
        ("2.5", 2.5),
        ("2,5", 2.5),
        ("12,25", 12.25),
        ("1,250", 1250),
        ("£1,250.50", 1250.5),
        ("1.250,50", 1250.5),
        ("9.999,99", 9999.99),
        ("1.234.567,8", 1234567.8),
        ("0,250", 0.25),
        ("£ 40", 40),
        ("-3", -3),
        ("−3", -3),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: float) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "2_5",
        "1,25,0",
        "14_0177",
        "１２",
        "nan",
        "inf",
        "1e3",
        "12,34,567",
        "1.25.0",
        "1.250",
        "£",
        "",
    ],
)
def test_what_has_the_shape_of_no_number_is_none(text: str) -> None:
    assert number_in(text) is None


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_number_comes_back_from_either_way_to_write_it(value: object) -> None:
    english = f"{value:,}"
    continental = english.translate(str.maketrans(",.", ".,"))
    assert number_in(english) == number_in(continental) == float(value)  # type: ignore[arg-type]
