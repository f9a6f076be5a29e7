"""Numbers as messages write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.comparing.wording import rounded
from trainbib.numerals import grouped


@pytest.mark.parametrize(
    ("number", "precision", "text"),
    [
        (0, "", "0"),
        (999, "", "999"),
        (1000, "", "1 000"),
        (-9812334, "", "-9 812 334"),
        (1234.5, ".2f", "1 234.50"),
        (1234567.8, ".6g", "1.23457e+06"),
        (123456.4, ".6g", "123 456"),
    ],
)
def test_thousands_are_apart(number: float, precision: str, text: str) -> None:
    assert grouped(number, precision) == text


@given(st.integers())
def test_a_whole_number_is_written_in_full(number: int) -> None:
    shown = grouped(number)
    assert int(shown.replace(" ", "")) == number
    assert all(len(part) == 3 for part in shown.lstrip("-").split(" ")[1:])


@pytest.mark.parametrize(
    ("number", "text"),
    [(12345.0, "12 345"), (12345.678, "12 345.68"), (0.0123456, "0.01235"), (-1500, "-1 500")],
)
def test_a_comparison_rounds_what_is_not_whole(number: float, text: str) -> None:
    assert rounded(number) == text
