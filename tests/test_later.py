"""Items and texts of which there may be very many are made when they are read."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.later import Later, LongText


@given(st.lists(st.integers()), st.slices(9), st.integers(0, 9))
def test_items_are_those_of_the_tuple(items: list[int], cut: slice, some: int) -> None:
    later = Later(len(items), lambda: items)
    seen = [each for each, _ in zip(later, range(some), strict=False)]
    assert seen == items[:some]
    assert list(later) == items == list(later)
    assert list(zip(later, later, strict=True)) == list(zip(items, items, strict=True))
    assert list(later[cut]) == items[cut]
    assert (len(later), bool(later)) == (len(items), bool(items))
    assert later == tuple(items)
    assert later == Later(len(items), lambda: iter(items))
    assert later != (*items, 1)


def test_no_more_items_are_made_than_are_read_in_twice_the_steps() -> None:
    made = list[int]()

    def make() -> Iterator[int]:
        for number in range(1000):
            made.append(number)
            yield number

    later = Later(1000, make)
    assert (len(later), made) == (1000, [])
    assert next(iter(later)) == 0
    assert made == [0]
    assert later[5] == 5
    assert later[5] == 5
    assert len(made) == 1000  # an item by its number makes all, once


def test_items_cannot_be_hashed_nor_compared_with_lists() -> None:
    later = Later[dict[str, str]](1, lambda: [{}])
    with pytest.raises(TypeError):
        hash(later)
    assert later != [{}]
    assert repr(later) == "({},)"


def test_a_long_text_is_written_when_it_is_read() -> None:
    written = list[str]()

    def write() -> str:
        written.append("text")
        return "a: x\nb: x"

    text = LongText(write, lambda: "a\nb\nx")
    assert text.once == "a\nb\nx"
    assert written == []
    assert str(text) == "a: x\nb: x" == str(text)
    assert written == ["text"]
    assert text == "a: x\nb: x"
    assert text == LongText(lambda: "a: x\nb: x", str)
    assert text != "a"
    assert hash(text) == hash(str(text))
    assert text != 1
