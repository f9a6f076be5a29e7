"""Gaps, quantities with their precision, dates with theirs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.values import (
    DateSpan,
    gap_state,
    is_gap,
    parse_date,
    parse_quantity,
    significant_digits,
)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (7, 7, 7),
        (0, 0, 0),
        ({"about": 2.9e10}, 2.85e10, 2.95e10),
        ({"about": 29000000000}, 2.85e10, 2.95e10),
        ({"about": 13500}, 13450, 13550),
        ({"about": 1.2e10, "digits": 3}, 1.195e10, 1.205e10),
        ({"about": 1715}, 1714.5, 1715.5),
        ({"about": 0.62}, 0.615, 0.625),
        ({"about": 5}, 4.5, 5.5),
        ({"about": 0}, 0, 0),
        ({"between": [1e11, 5e11]}, 1e11, 5e11),
    ],
)
def test_a_quantity_reaches_as_far_as_its_digits(value: object, low: float, high: float) -> None:
    quantity = parse_quantity(value)
    assert quantity is not None
    assert quantity.low == pytest.approx(low)
    assert quantity.high == pytest.approx(high)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "7",
        [],
        {},
        {"unknown": "x"},
        {"about": "many"},
        {"between": [1]},
        {"about": True},
    ],
)
def test_what_is_no_quantity_is_none(value: object) -> None:
    assert parse_quantity(value) is None


def test_the_number_of_digits_cannot_be_less_than_those_written() -> None:
    stated = parse_quantity({"about": 123456, "digits": 2})
    plain = parse_quantity({"about": 123456})
    assert stated == plain


@pytest.mark.parametrize(
    ("number", "digits"), [(1715, 4), (100, 1), (0.00620, 2), (2.9e10, 2), (1e22, 1), (101, 3)]
)
def test_significant_digits(number: float, digits: int) -> None:
    assert significant_digits(number) == digits


@given(st.lists(st.integers(0, 10**12), min_size=1), st.integers(1, 6))
def test_the_sum_of_rounded_numbers_agrees_with_the_rounded_sum(
    numbers: list[int], digits: int
) -> None:
    def rounded(number: int) -> dict[str, float]:
        return {"about": float(f"{number:.{digits - 1}e}"), "digits": digits}

    parts = [parse_quantity(rounded(number)) for number in numbers]
    total = parse_quantity(rounded(sum(numbers)))
    assert total is not None
    summed = parts[0]
    assert summed is not None
    for part in parts[1:]:
        assert part is not None
        summed += part
    assert summed.agrees_with(total)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-03-15", date(2024, 3, 15), date(2024, 3, 15)),
        ("2024-03-15T09:30:00Z", date(2024, 3, 15), date(2024, 3, 15)),
    ],
)
def test_a_date_means_every_day_within_its_precision(text: str, first: date, last: date) -> None:
    assert parse_date(text) == DateSpan(first, last)


@pytest.mark.parametrize(
    "value", ["2024-02-30", "2024-13", "24", "0000", "2024-3-1", "", None, 2024]
)
def test_what_is_no_day_of_the_calendar_is_none(value: object) -> None:
    assert parse_date(value) is None


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ({"unknown": "why"}, "unknown"),
        ({"none": ""}, "none"),
        ({"unknown": "a", "lost": "b"}, None),
        ({"other": "x"}, None),
        ({}, None),
        ("unknown", None),
        (None, None),
    ],
)
def test_a_gap_is_one_state(value: object, state: str | None) -> None:
    assert gap_state(value) == state
    assert is_gap(value) is (state is not None)
