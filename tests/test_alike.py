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
    assert fields.together("kind", "title") is fields.together("kind")


@given(st.lists(_PLAIN))
def test_what_is_told_stands_with_its_place(values: list[Any]) -> None:
    told = [(place, repr(value)) for place, value in enumerate(values) if value]
    assert list(Alike(values).where(lambda value: value and repr(value))) == told


@given(st.lists(st.sampled_from(["a", "bb", ""])))
def test_what_is_found_stands_in_order(values: list[str]) -> None:
    found = [(place, letter) for place, value in enumerate(values) for letter in value]
    alike = Alike(values)
    assert list(alike.found(lambda place: [(place, each) for each in values[place]])) == found


@given(st.lists(st.sampled_from(["a", "bb", "", "b"])))
def test_what_is_found_is_counted_by_those_alike(values: list[str]) -> None:
    found = Alike(values).found(lambda place: [(values[place], letter) for letter in values[place]])
    tally = found.tally()
    if tally is None:
        assert len(set(values)) == len(values)
        return
    counted = Counter[tuple[str, str]]()
    for each, count in tally:
        counted.update(each * count)
    assert counted == Counter(found)


def test_a_column_is_the_field_of_each_entry_or_a_member_of_it() -> None:
    entries: list[dict[str, object]] = [{"size": {"bytes": 1}}, {}, {"size": "large"}]
    fields = Fields(entries)
    assert fields.column("size") == [{"bytes": 1}, None, "large"]
    assert fields.column("size.bytes") == [1, None, None]
    assert fields.column("title.words") == [None, None, None]
    fields.keep("size", [{"bytes": 1}, "large"])  # not of all: which ones is not told
    assert fields.column("size") == [{"bytes": 1}, None, "large"]


def test_where_nothing_is_found_those_alike_are_let_be() -> None:
    asked: list[int] = []

    def find(place: int) -> tuple[str, ...]:
        asked.append(place)
        return ()

    assert list(Alike(["a", "b", "a", "b"]).found(find)) == []
    assert asked == [0, 1]


def test_of_many_values_that_mostly_differ_each_is_told_what_it_would_be() -> None:
    values = [{"number": number} for number in range(1000)] * 2
    alike = Alike(values)
    assert alike.all_differ
    assert alike.told(repr) == list(map(repr, values))
    assert list(alike.found(lambda place: [place])) == list(range(2000))
    assert not Alike([{"number": number % 50} for number in range(2000)]).all_differ


def test_entries_are_alike_that_have_the_same_in_some_fields() -> None:
    entries: list[dict[str, object]] = [
        {"kind": "a", "license": "x", "title": "one"},
        {"kind": "a", "title": "two"},
        {"license": "x", "kind": "a", "title": "three"},
    ]
    fields = Fields(entries)
    assert fields.together("kind", "license", "notes").codes == [0, 1, 0]
    assert fields.together("kind", "license").values == entries[:2]
    assert fields.together("kind", "notes").codes == [0, 0, 0]
    assert fields.together("notes").codes == [0, 0, 0]
    assert fields.together("title", "license").codes == [0, 1, 2]


def test_what_is_known_is_of_the_same_entries_or_not_used() -> None:
    entries: list[dict[str, object]] = [{"kind": "a"}, {"kind": "b"}]
    known = Fields(entries)
    assert Fields.of(entries, known) is known
    lists: list[list[dict[str, object]]] = [entries[:1], [*entries[:1], {"kind": "b"}], []]
    for others in lists:
        assert Fields.of(others, known).entries == others
        assert Fields.of(others, None).entries == others


@given(st.lists(st.sampled_from([{"a": 1}, {"a": True}, [], "x", None]), max_size=9))
def test_each_of_the_values_of_a_type_is_there_once_or_more(values: list[Any]) -> None:
    fields = Fields([{} if value is None else {"x": value} for value in values * 50])
    for kind in (dict, list):
        same = [value for value in values * 50 if isinstance(value, kind)]
        once = fields.once("x", same) if same else []
        assert {repr(value) for value in once} == {repr(value) for value in same}
        assert len(once) <= 2


@given(st.lists(st.lists(st.sampled_from(["a", "b", 1, None]), max_size=2)))
def test_lists_of_one_text_are_not_taken_for_others(values: list[list[Any]]) -> None:
    assert Alike(values).told(repr) == list(map(repr, values))
    mixed = [*values, "a", ["a"], {"a": 1}]
    assert Alike(mixed).told(repr) == list(map(repr, mixed))
