"""What sources tell alike is worked out once, and told of each."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from disclosures import TODAY, manifest
from trainbib.alike import Fields
from trainbib.disclosure.answering.told import together
from trainbib.disclosure.answers import Gap, gap_of
from trainbib.disclosure.reading import Reading

some_sources = st.dictionaries(
    st.sampled_from(["a", "b", "c/d", "e~f", "g"]),
    st.fixed_dictionaries(
        {"title": st.sampled_from(["A", "B", " "])},
        optional={
            "kind": st.sampled_from(["offline", "synthetic", {"unknown": "lost"}, 1]),
            "labels": st.sampled_from([["x"], {"none": "plain"}, {"unknown": "?"}, None]),
            "modalities": st.sampled_from([["text"], ["text", 1], ["image"], [], "text"]),
            "size": st.sampled_from([{"tokens": 1}, {"images": 1, "tokens": 2}, {}, 3]),
        },
    ),
)


def reading(sources: Mapping[str, Any], **more: Any) -> Reading:
    return Reading(manifest(sources, **more), today=TODAY)


def labels(source: Mapping[str, object]) -> str:
    return repr(source.get("labels"))


@given(some_sources)
def test_each_source_is_told_what_it_would_be_told_alone(sources: dict[str, Any]) -> None:
    read = reading(sources)
    expected = [labels(source) for source in sources.values()]
    assert read.each_source("labels", repr) == expected
    assert read.each_of(("labels",), labels) == expected
    both = [f"{source.get('kind')} {labels(source)}" for source in sources.values()]
    assert (
        read.each_of(("kind", "labels"), lambda each: f"{each.get('kind')} {labels(each)}") == both
    )
    by = read.keys_by("labels", repr)
    assert {key: told for told, keys in by.items() for key in keys} == dict(
        zip(sources, expected, strict=True)
    )
    assert all(keys == [key for key in sources if key in keys] for keys in by.values())


@given(some_sources)
def test_modalities_and_titles_are_the_same_by_key_and_in_order(sources: dict[str, Any]) -> None:
    read = reading(sources)
    alone = {key: reading({key: source}) for key, source in sources.items()}
    assert read.told == {key: each.told[key] for key, each in alone.items()}
    assert list(read.told.values()) == list(read.each_told)
    assert read.titles == {key: each.titles[key] for key, each in alone.items()}
    assert list(read.titles.values()) == list(read.each_title)
    assert read.of_kind("synthetic") == {
        key: source for key, source in sources.items() if source.get("kind") == "synthetic"
    }
    assert {name: list(keys) for name, keys in read.of_modality.items()} == {
        name: [key for key, (told, _) in read.told.items() if name in (told or ("",))]
        for name in read.of_modality
    }


def test_gaps_are_told_at_their_sources() -> None:
    read = reading(
        {
            "a/b": {"title": "A", "labels": {"unknown": "?"}},
            "c": {"title": "C", "labels": ["x"]},
            "d": {"title": "D", "labels": {"unknown": "?"}},
        }
    )
    told = read.each_source("labels", lambda value: gap_of(value, "labels") or "told")
    assert read.gaps(told) == (
        Gap("/sources/a~1b/labels", "unknown", "?"),
        Gap("/sources/d/labels", "unknown", "?"),
    )
    assert read.gaps(["told"] * 3) == ()


def test_what_columns_have_of_sources_is_told_once_for_those_that_share_it() -> None:
    asked = Counter[str]()

    def tell(first: str, second: str) -> str:
        asked[first + second] += 1
        return first + second

    assert together(tell, ["a", "b", "a"], ["x", "x", "x"]) == ["ax", "bx", "ax"]
    assert set(asked.values()) == {1}
    assert together(tell, [], []) == []


def test_fields_that_are_known_are_looked_at_only_if_they_are_of_the_same_sources() -> None:
    data = manifest(
        {
            "a": {"title": "A", "kind": "other", "use": [{"stage": "pretraining", "model": "m"}]},
            "b": {"title": "B", "kind": "other", "use": [{"stage": "pretraining", "model": "n"}]},
        },
        models={"m": {"name": "M"}, "n": {"name": "N"}},
    )
    known = Fields(data["sources"].values())
    assert Reading(data, today=TODAY, known=known).source_values is known
    part = Reading(data, models=["m"], today=TODAY, known=known)
    assert part.each_source("title", str) == ["A"]
