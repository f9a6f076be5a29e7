"""The look at all values at once sees what going from place to place would find."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.rules.overview import Overview, overview
from trainbib.rules.places import Places, places_in_schema
from trainbib.rules.references import reference_places, referred
from trainbib.rules.survey import survey
from trainbib.rules.typed import tokens, typed_values

TODAY = date(2026, 11, 22)
WORDS = frozenset({"w", "todo"})


def seen(data: Any) -> Overview:
    return overview(data, WORDS, TODAY.isoformat(), reference_places())


@pytest.mark.parametrize(
    ("source", "odd"),
    [
        ({"retrieved": "2024-02-03"}, set[str]()),
        ({"retrieved": "2024-02-30"}, {"retrieved"}),
        ({"retrieved": "2030"}, {"retrieved"}),
        ({"url": "https://data.example/a"}, set[str]()),
        ({"url": "https://user@data.example/a"}, {"url"}),
        ({"digest": "md5:00"}, {"digest"}),
        ({"collected": {"from": "2024", "to": "2023"}}, {"collected"}),
        ({"x-own": {"retrieved": "2030"}, "title": "2030"}, set[str]()),
    ],
)
def test_odd_values_are_told_by_the_names_of_their_fields(
    source: dict[str, Any], odd: set[str]
) -> None:
    plain = {"retrieved": "2024", "url": "https://data.example/", "digest": "sha256:00"}
    assert seen({"sources": {"a": plain, "b": source}}).odd == odd


def test_values_that_the_schema_does_not_know_are_seen_too() -> None:
    assert seen({"x-own": [{"deep": ["w"]}]}).words
    assert seen({"sources": {"x-a": {"b": 2**60}}}).big_integers
    deep = seen({"sources": {"a": {"x-own": {"b": ["w", -(2**60)]}}}})
    assert deep == Overview(words=True, big_integers=True, fields={"sources"})
    assert seen({"labellers": {"none": "todo"}}).words


def test_a_gap_refers_to_nothing() -> None:
    assert seen({"sources": {"unknown": {"creators": ["acme"]}}}).referred == {}


FIELDS = st.sampled_from(
    [
        "url", "retrieved", "collected", "from", "to", "creators", "publisher", "license",
        "verified_by", "rights", "holders", "party", "digest", "size", "bytes", "use", "model",
        "derived_from", "source", "checked", "expression", "unknown", "labelled_by", "x-own",
        "between", "strange",
    ]
)  # fmt: skip
LEAVES = st.sampled_from(
    ["w", "plain", "2024-01-30", "2040", "1970", "https://a.example/", "a b", "md5:0", "k",
     1, -1, True, 2**60, -(2**60), 1.5, None]
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(["k", "l", "x-k", "unknown"])
SECTIONS = st.dictionaries(KEYS, st.dictionaries(FIELDS, VALUES, max_size=5) | VALUES, max_size=3)
MANIFESTS = st.dictionaries(
    st.sampled_from(["sources", "parties", "labellers", "dataset", "files", "x-own", "strange"]),
    SECTIONS | VALUES,
    max_size=4,
)


@given(MANIFESTS)
def test_the_columns_hold_what_the_places_hold(data: dict[str, Any]) -> None:
    found = seen(data)
    surveyed = survey(data, WORDS)
    assert (found.words, found.big_integers) == (surveyed.words, surveyed.big_integers)
    assert found.referred == referred(data)
    keys = {key for entries in data.values() if isinstance(entries, dict) for key in entries}
    if "between" not in keys:  # of an entry
        assert (found.ranges or "between" in found.fields) is surveyed.ranges
    everything = typed_values(data, TODAY)
    assert typed_values(data, TODAY, found.odd) == everything
    for path, _ in (*everything.dates, *everything.urls, *everything.digests):
        assert tokens(path)[-1] in found.odd


TEXT_PLACES = places_in_schema("text", "url", "date", "key", "license_expression")


@given(MANIFESTS)
def test_the_texts_of_a_place_are_those_that_stand_there(data: dict[str, Any]) -> None:
    found = seen(data)
    expected = Places.of({place: [place] for place in TEXT_PLACES}).texts(data)
    texts = {place: set(found.texts(place)) for place in TEXT_PLACES}
    assert {place: each for place, each in texts.items() if each} == expected


def test_the_values_of_all_entries_come_in_their_order() -> None:
    sources = {
        "a": {"size": {"bytes": 1}},
        "x-b": {"size": 2},
        "c": {},
        "d": {"size": {"none": "x"}},
    }
    found = seen({"sources": sources, "parties": {"none": "nobody"}})
    assert found.values("sources.*.size") == [{"bytes": 1}, {"none": "x"}]
    assert found.values("sources.*.size.bytes") == [1]
    assert found.texts("parties.none") == ["nobody"]
    assert found.values("parties.*") == []
    assert found.fields_at("sources.*") == {"size"}
