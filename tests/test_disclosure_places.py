"""Places and wants of many sources: kept by what they share, the same as if written out."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.disclosure.places import (
    EachSource,
    Member,
    Noted,
    Places,
    Varied,
    Want,
    Wants,
    chained,
    each_at,
    joined,
    members,
    place_of_one,
    pointers_of,
)
from trainbib.pointers import escape

KIND = members(("kind", ("how `", "` was come by")))
PERIOD = members(("collected/from", ("from when, `", "`")), ("collected/to", ("to when, `", "`")))

parts = st.lists(
    st.one_of(
        st.builds(
            EachSource,
            st.lists(st.sampled_from(["a", "b/c", "d~e", "{}"]), unique=True),
            st.sampled_from([KIND, PERIOD, PERIOD[1:]]),
        ),
        st.lists(
            st.tuples(st.sampled_from("abc"), st.sampled_from([KIND, PERIOD, ()])),
            unique_by=lambda pair: pair[0],
            min_size=1,
        ).map(lambda pairs: Varied([key for key, _ in pairs], [its for _, its in pairs])),
        st.sampled_from([Want("/models", "a model"), Want("/sources/a/kind", "its kind")]),
    )
)


def test_the_same_member_of_each_source_is_written_out_in_order() -> None:
    assert each_at(["a", "b/c"], "kind") == ("/sources/a/kind", "/sources/b~1c/kind")
    wants = Wants([EachSource(["a", "{}"], PERIOD)])
    assert len(wants) == 4
    assert wants[0] == Want("/sources/a/collected/from", "from when, `a`")
    assert wants[-1] == Want("/sources/{}/collected/to", "to when, `{}`")
    with pytest.raises(IndexError, match="no item 4 among 4"):
        wants[4]


def test_no_source_is_nothing() -> None:
    assert not each_at([], "kind")
    assert Wants([EachSource([], KIND)]) == ()


def test_what_is_noted_source_by_source_is_kept_together() -> None:
    noted = Noted()
    for key in ("a", "b"):
        noted.each(key, KIND)
    noted.one(Want("/models", "a model"))
    noted.each("c", KIND)
    assert len(noted.parts) == 3
    assert [want.pointer for want in noted.wants()] == [
        "/sources/a/kind",
        "/sources/b/kind",
        "/models",
        "/sources/c/kind",
    ]


def test_what_is_noted_of_several_sources_is_the_same_as_one_by_one() -> None:
    noted, one_by_one = Noted(), Noted()
    noted.each("a", PERIOD)
    noted.all(["b", "c"], PERIOD)
    noted.each("d", PERIOD)
    for key in "abcd":
        one_by_one.each(key, PERIOD)
    assert noted.wants() == one_by_one.wants()


@given(st.lists(st.sampled_from([KIND, PERIOD, ()]), max_size=6))
def test_a_column_is_the_same_as_one_by_one(each: list[tuple[Member, ...]]) -> None:
    column, one_by_one = Noted(), Noted()
    keys = [str(number) for number in range(len(each))]
    column.column(keys, each)
    for key, its in zip(keys, each, strict=True):
        one_by_one.each(key, its)
    assert column.wants() == one_by_one.wants()
    assert column.places() == one_by_one.places()
    assert bool(column.parts) is any(each)


def test_the_same_members_are_the_same_object() -> None:
    assert members(("kind", ("how `", "` was come by"))) is KIND


@given(st.lists(st.text("a-/~!", min_size=1), min_size=1, unique=True), st.sampled_from([min, max]))
def test_one_of_some_sources_is_picked_by_the_place_of_what_is_in_it(
    keys: list[str], pick: Callable[[Iterable[str]], str]
) -> None:
    places = (f"/sources/{escape(key)}/collected/from" for key in keys)
    assert place_of_one(keys, pick) + "/collected/from" == pick(places)


@given(parts, st.slices(9))
def test_it_is_the_same_as_a_tuple(some: list[EachSource | Varied | Want], cut: slice) -> None:
    wants = Wants(some)
    written = tuple(wants)
    assert wants == written
    assert hash(wants) == hash(written)
    assert len(wants) == len(written)
    assert bool(wants) is bool(written)
    assert wants[cut] == written[cut]
    assert list(joined([wants, written])) == [*written, *written]


@given(st.lists(parts))
def test_places_of_wants_are_each_once_and_in_order(
    answers: list[list[EachSource | Varied | Want]],
) -> None:
    wants = [Wants(some) for some in answers]
    plain = list(dict.fromkeys(want.pointer for each in wants for want in each))
    first = plain[-1:]
    found = pointers_of(wants, first)
    assert list(found) == [*first, *(each for each in plain if each not in first)]
    assert len(found) == len(plain)


def test_places_of_several_answers_follow_one_another() -> None:
    told = chained([each_at(["a"], "kind"), ("/models/m",), Places(["/dataset"])])
    assert told == ("/sources/a/kind", "/models/m", "/dataset")
