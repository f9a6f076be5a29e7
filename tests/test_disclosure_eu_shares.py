"""The 3 % rule of section 2.1 of the EU summary."""

import gc
from typing import Any
from weakref import ref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosures import TODAY, answered, filed, manifest, wanted
from trainbib.disclosure.filing import fill_from
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.eu_ai_act.shares import public_sets

LARGE = "eu.2.1.large_datasets"


def public(size: Any = None, **more: Any) -> dict[str, Any]:
    source: dict[str, Any] = {"kind": "public_dataset", "url": "https://sets.example/s", **more}
    return source if size is None else source | {"size": size}


def tokens(count: Any, **more: Any) -> dict[str, Any]:
    return public({"tokens": count}, **more)


def large(sources: dict[str, Any]) -> list[str]:
    entries = filed(manifest(sources)).entries(LARGE)
    return [entry["name"] for entry in entries]


@pytest.mark.parametrize(
    ("count", "listed"),
    [(30, False), (31, True), (29, False)],
)
def test_the_threshold_is_strict_and_exact(count: int, *, listed: bool) -> None:
    sources = {"a": tokens(count), "rest": tokens(1000 - count)}
    assert ("a" in large(sources)) is listed


def test_decimals_are_compared_as_they_are_written() -> None:
    sources = {"a": public({"audio_hours": 0.3}), "rest": public({"audio_hours": 9.7})}
    assert large(sources) == ["rest"]


def test_the_whole_is_the_public_data_of_that_modality_alone() -> None:
    sources = {
        "a": tokens(5),
        "b": tokens(95),
        "own": {"kind": "own_crawl", "size": {"tokens": 10**9}},
        "pictures": public({"images": 10**9}),
    }
    assert large(sources) == ["a", "b", "pictures"]


def test_any_one_modality_is_enough() -> None:
    sources = {
        "a": public({"tokens": 1, "video_hours": 4}),
        "b": public({"tokens": 999, "video_hours": 96}),
    }
    answer = answered(manifest(sources), LARGE)
    assert large(sources) == ["a", "b"]
    assert "`a`: 4 of 100 hours of video, 4 %: more than 3 %" in answer.how


def test_the_size_is_the_one_after_processing() -> None:
    sources = {
        "a": public({"tokens": 10}) | {"raw_size": {"tokens": 10**9}},
        "b": tokens(990),
    }
    assert large(sources) == ["b"]


def test_a_collection_is_one_data_set() -> None:
    parts = {f"p{at}": tokens(2, collection="Split") for at in range(2)}
    assert large(parts | {"rest": tokens(96)}) == ["rest", "Split (p0; p1)"]
    apart = {f"p{at}": tokens(2) for at in range(2)}
    assert large(apart | {"rest": tokens(96)}) == ["rest"]


def test_a_range_over_the_threshold_is_listed_and_said_to_be() -> None:
    sources = {"a": tokens({"between": [29, 31]}), "rest": tokens(970)}
    answer = answered(manifest(sources), LARGE)
    assert large(sources) == ["a", "rest"]
    assert "2.9 % to 3.1 %, which may be more than 3 %, so it is listed" in answer.how
    below = {"a": tokens({"between": [20, 30]}), "rest": tokens(970)}
    assert large(below) == ["rest"]


def test_a_set_of_unknown_size_is_listed_with_what_is_missing() -> None:
    sources = {"a": public(modalities=["text"]), "rest": tokens(970)}
    answer = answered(manifest(sources), LARGE)
    assert large(sources) == ["a", "rest"]
    assert wanted(answer) == ["/sources/a/size/tokens"]
    assert "its size in tokens of text is not known, so it is listed" in answer.how


def test_a_gap_stands_for_the_size_that_it_replaces() -> None:
    sources = {
        "a": public({"withheld": "agreement"}, modalities=["text"]),
        "rest": tokens(970),
    }
    answer = answered(manifest(sources), LARGE)
    assert [gap.pointer for gap in answer.gaps] == ["/sources/a/size"]
    assert not answer.wants


def test_a_share_of_an_unknown_whole_is_at_most_so_much() -> None:
    sources = {
        "small": tokens(1),
        "known": tokens(99),
        "unknown": public(modalities=["text"]),
    }
    answer = answered(manifest(sources), LARGE)
    assert large(sources) == ["known", "unknown"]
    assert "`small`: 1 of 100 or more tokens of text, at most 1 %: not more than 3 %" in answer.how


def test_a_set_of_unknown_modality_counts_against_all() -> None:
    sources = {"vague": public({"bytes": 5}), "a": tokens(2), "rest": tokens(98)}
    answer = answered(manifest(sources), LARGE)
    assert large(sources) == ["rest", "vague"]
    assert wanted(answer) == ["/sources/vague/modalities"]


def test_like_is_compared_with_like() -> None:
    sources = {
        "a": public({"bytes": 2, "tokens": 50}, modalities=["text"]),
        "b": public({"bytes": 98}, modalities=["text"]),
    }
    answer = answered(manifest(sources), LARGE)
    assert large(sources) == ["b"]
    assert "2 of 100 bytes of text" in answer.how
    assert not answer.wants


def test_compressed_bytes_and_bytes_of_several_modalities_are_no_common_unit() -> None:
    packed = {
        "a": public({"bytes": 2, "compressed": True}, modalities=["text"]),
        "b": public({"bytes": 98}, modalities=["text"]),
    }
    assert large(packed) == ["a", "b"]
    mixed = {
        "a": public({"bytes": 2}, modalities=["text", "image"]),
        "b": public({"bytes": 98}, modalities=["text"]),
    }
    assert large(mixed) == ["a", "b"]


def test_other_modalities_have_units_of_their_own() -> None:
    def series(amount: int) -> dict[str, Any]:
        size = {"other": [{"amount": amount, "unit": "points", "modality": "time_series"}]}
        return public(size)

    sources = {"a": series(3), "b": series(97)}
    assert large(sources) == ["b"]
    assert "97 of 100 points of time series" in answered(manifest(sources), LARGE).how


def test_a_source_without_modality_has_the_one_of_the_whole_set() -> None:
    sources = {"a": public({"bytes": 2}), "b": public({"bytes": 98})}
    data = manifest(sources, dataset={"modalities": ["text"]})
    assert [entry["name"] for entry in filed(data).entries(LARGE)] == ["b"]


def test_the_share_is_told_so_that_the_threshold_can_be_seen() -> None:
    sources = {"a": tokens(30_001), "rest": tokens(969_999)}
    assert "30 001 of 1 000 000 tokens of text, 3.0001 %" in answered(manifest(sources), LARGE).how


def test_facts_count_both_sorts() -> None:
    facts = filed(manifest({"a": tokens(1), "b": tokens(2), "c": tokens(97)})).facts
    assert facts["derived.count_large_public_datasets"] == 1
    assert facts["derived.count_non_large_public_datasets"] == 2


sizes = st.one_of(
    st.integers(0, 1000).map(lambda count: {"tokens": count}),
    st.integers(0, 1000).map(lambda count: {"tokens": {"about": count}}),
    st.integers(0, 400).map(lambda count: {"images": count}),
    st.tuples(st.integers(0, 500), st.integers(0, 500)).map(
        lambda two: {"tokens": {"between": sorted(two)}, "audio_hours": two[0]}
    ),
)
public_sources = st.dictionaries(st.sampled_from("abcdefgh"), sizes.map(public), min_size=1)


@settings(deadline=None, max_examples=50)
@given(public_sources, st.randoms(use_true_random=False))
def test_the_order_of_sources_changes_nothing(sources: dict[str, Any], chance: Any) -> None:
    keys = list(sources)
    chance.shuffle(keys)
    shuffled = {key: sources[key] for key in keys}
    before, after = filed(manifest(sources)), filed(manifest(shuffled))
    for field in before.answers:
        if field.startswith("eu.2"):
            assert before.answer(field) == after.answer(field)


@settings(deadline=None, max_examples=50)
@given(public_sources, st.integers(0, 1000), st.integers(0, 1000))
def test_splitting_a_collection_changes_nothing(
    sources: dict[str, Any], first: int, second: int
) -> None:
    named = {"collection": "Whole", "title": "Whole"}
    whole = sources | {"z": tokens(first + second, **named)}
    split = sources | {"y": tokens(first, **named), "z": tokens(second, **named)}
    assert filed(manifest(whole)).entries(LARGE) == filed(manifest(split)).entries(LARGE)


@settings(deadline=None, max_examples=50)
@given(
    public_sources,
    st.sampled_from(
        ["licensed", "private_third_party", "own_crawl", "user_data", "synthetic", "offline"]
    ),
    sizes,
)
def test_other_sections_change_nothing(sources: dict[str, Any], kind: str, size: Any) -> None:
    more = sources | {"other": {"kind": kind, "size": size, "collection": "Whole"}}
    before, after = filed(manifest(sources)), filed(manifest(more))
    assert before.answer(LARGE) == after.answer(LARGE)


def test_the_unit_that_most_sources_tell_is_found_in_their_own_words() -> None:
    def scans(unit: str, amount: int) -> dict[str, Any]:
        other = [{"modality": "three_d", "unit": unit, "amount": amount}]
        return public({"other": other, "bytes": 7}, modalities=["three_d"])

    sources = {"a": scans("meshes", 5), "b": scans("points", 900), "c": scans("meshes", 995)}
    how = answered(manifest(sources), LARGE).how
    assert "`a`: 7 of 21 bytes of 3D data" in how  # the one unit in which all tell it
    for each in sources.values():
        del each["size"]["bytes"]
    assert "meshes of 3D data" in answered(manifest(sources), LARGE).how


def test_a_source_has_a_share_of_its_own_modalities_alone() -> None:
    names = [f"kind{at}" for at in range(50)]
    sources = {
        name: public({"other": [{"modality": name, "unit": "pieces", "amount": 1}]})
        for name in names
    }
    reading = Reading(manifest(sources), today=TODAY)
    sets = public_sets(reading)
    assert [[each.modality for each in one.standings] for one in sets] == [
        [name] for name in sorted(names)
    ]


def test_what_is_remembered_of_a_manifest_does_not_keep_it() -> None:
    reading = Reading(manifest({"a": public({"tokens": 5})}), today=TODAY)
    sets, kept = public_sets(reading), ref(reading)
    assert fill_from(reading, "eu-ai-act").facts["derived.count_large_public_datasets"] == 1
    del reading
    gc.collect()
    assert kept() is None
    with pytest.raises(ReferenceError, match="not kept"):
        list(sets)
