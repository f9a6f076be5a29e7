"""Values that are alike are looked at once."""

from collections import Counter
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from trainbib.alike import Alike, Fields

_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.lists(_PLAIN))
def test_each_value_is_told_what_it_would_be_told_alone(values: list[Any]) -> None:
    assert Alike(values).told(repr) == list(map(repr, values))


@given(st.lists(_PLAIN))
def test_the_first_of_those_alike_stands_for_them(values: list[Any]) -> None:
    alike = Alike(values)
    firsts = [alike.codes.index(code) for code in range(len(alike.values))]
    assert all(alike.values[code] is values[first] for code, first in enumerate(firsts))
    assert firsts == sorted(firsts)


def test_what_is_alike_is_asked_once() -> None:
    asked = Counter[str]()

    def tell(value: object) -> str:
        asked[repr(value)] += 1
        return repr(value)

    entries = [{"license": {"expression": "MIT"}}, {}, {"license": {"expression": "MIT"}}]
    assert Fields(entries).told("license", tell) == [
        "{'expression': 'MIT'}",
        "None",
        "{'expression': 'MIT'}",
    ]
    assert set(asked.values()) == {1}


def test_values_of_other_types_are_not_alike() -> None:
    assert Alike([1, 1.0, True, "1", 0.0, -0.0]).codes == [0, 1, 2, 3, 4, 5]


def test_what_no_reader_makes_is_looked_at_one_by_one() -> None:
    days = [date(2026, 1, 1), date(2026, 1, 1)]
    assert Alike(days).told(str) == ["2026-01-01", "2026-01-01"]


def test_a_field_is_read_once() -> None:
    fields = Fields([{"kind": "other"}])
    assert fields.alike("kind") is fields.alike("kind")
