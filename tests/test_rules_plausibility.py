"""Numbers that cannot be: weights and tokens, bytes for a token, more used than obtained."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small_manifests import about, found, manifest
from trainbib.diagnostics import Diagnostic

# Weights of a mixture.


def mixture(*uses: dict[str, Any], **model: Any) -> list[Diagnostic]:
    sources = {
        f"s{i}": {"kind": "other", "license": "CC0-1.0"}
        | {"size": use.pop("size", {"files": 1}), "use": [{"stage": "pretraining"} | use]}
        for i, use in enumerate(uses)
    }
    models = {"models": {"m": {"name": "M"} | model}} if model else {}
    return found(manifest(sources=sources, **models), "CON006")


def part(weight: Any, tokens: Any, **fields: Any) -> dict[str, Any]:
    return {"weight": weight, "tokens_seen": tokens} | fields


def test_weights_that_are_no_part_of_the_tokens() -> None:
    assert mixture(part(0.75, 900), part(0.25, 300)) == []
    (finding,) = mixture(part(0.5, 900), part(0.5, 300))
    assert finding.pointer == "/sources/s0/use/0/weight"
    assert [related.pointer for related in finding.related] == ["/sources/s1/use/0/weight"]
    assert "0.5 and 900 tokens" in finding.message
    assert "300 tokens" in finding.message


def test_a_weight_is_as_exact_as_it_is_written() -> None:
    assert mixture(part(about(0.7), about(2e9)), part(about(0.3), about(1e9))) == []
    assert mixture(part(0.7, 2_000_000), part(0.3, 1_000_000))
    assert mixture(part({"unknown": "not kept"}, 1), part(0.3, 1_000_000)) == []


def test_weights_that_count_records_or_bytes_are_no_mistake() -> None:
    long, short = part(0.5, 900, epochs=1), part(0.5, 300, epochs=1)
    assert mixture(long | {"size": {"records": 40}}, short | {"size": {"records": 40}}) == []
    assert mixture(long | {"size": {"bytes": 40}}, short | {"size": {"bytes": 40}}) == []
    assert mixture(long | {"size": {"records": 40}}, short | {"size": {"records": 80}})
    assert mixture(long | {"records_seen": 7}, short | {"records_seen": 7}) == []


def test_a_mixture_is_held_against_all_that_the_model_has_seen() -> None:
    use = part(0.25, 1000, model="m")
    assert mixture(use, tokens_seen=4000) == []
    (finding,) = mixture(use, tokens_seen=40_000)
    assert "the model has seen 40 000 in all" in finding.message
    assert mixture(use, tokens_seen=40_000, base=[{"name": "B"}]) == []
    (other,) = mixture(use, tokens_seen=400)
    assert other.pointer == "/sources/s0/use/0/weight"


def test_the_recipe_of_smollm3_agrees_with_its_tokens() -> None:
    # 4.72 million steps of 2,359,296 tokens, and two of the weights, which are exact:
    # https://github.com/huggingface/smollm/blob/main/text/pretraining/smollm3/stage1_8T.yaml
    total = 4_720_000 * 2_359_296
    parts = [part(share, round(share * total), model="m") for share in (0.333, 0.37)]
    assert mixture(*parts, tokens_seen=about(1.1e13)) == []
    assert mixture(*parts, tokens_seen=about(8e12))


@given(st.lists(st.integers(1, 10**12), min_size=2, max_size=6))
def test_weights_in_proportion_are_never_reported(tokens: list[int]) -> None:
    total = sum(tokens)
    assert mixture(*(part(count / total, count) for count in tokens)) == []


@given(st.floats(0.01, 0.98), st.integers(10**6, 10**12))
def test_equal_weights_need_equal_tokens(share: float, tokens: int) -> None:
    assert mixture(part(0.5, tokens), part(0.5, round(tokens * share)))


# Bytes for a token.


def ratio(size: dict[str, Any], **source: Any) -> list[Diagnostic]:
    entry = {"kind": "other", "license": "CC0-1.0", "size": size} | source
    return found(manifest(sources={"a": entry}), "CON007")


def test_the_books_of_the_library_of_congress() -> None:
    # 47.6 thousand million tokens in about 50 GB, by the README:
    # https://github.com/r-three/common-pile/tree/main/sources/loc_books
    size = {"tokens": about(4.76e10), "bytes": about(5e10)}
    (finding,) = ratio(size, languages=["en"])
    assert finding.pointer == "/sources/a/size/tokens"
    assert "0.944 to 1.16 bytes for a token" in finding.message
    assert ratio(size, languages=[{"tag": "en-GB"}, {"tag": "fr-Latn"}])
    assert ratio(size) == []
    assert ratio(size, languages=["en", "my"]) == []
    assert ratio(size, languages=["sr-Cyrl"]) == []
    assert ratio({"tokens": about(4.76e10), "bytes": about(2e11)}, languages=["en"]) == []


def test_tokens_of_six_passes_are_more_than_there_are_bytes() -> None:
    # 29.3 thousand million tokens, "6x", in 19.5 GB:
    # https://huggingface.co/datasets/common-pile/arxiv_papers_filtered
    size = {"tokens": about(2.93e10), "bytes": about(1.95e10)}
    (finding,) = ratio(size, use=[{"stage": "pretraining", "epochs": 6}])
    assert finding.notes == (
        "it would be 3.98 to 4.01 if the tokens are those of 6 epochs, and not of one",
    )


def test_compressed_sizes_are_judged_as_such() -> None:
    # The Stack in Dolma 1.5: 319 GB of compressed files, 430 thousand million tokens.
    size = {"tokens": about(4.3e11), "bytes": about(3.19e11)}
    (finding,) = ratio(size, languages=["en"])
    assert "compressed: true" in finding.help
    assert ratio(size | {"compressed": True}, languages=["en"]) == []
    assert ratio({"tokens": about(4.3e11), "bytes": about(3e10), "compressed": True})


@pytest.mark.parametrize(
    ("fields", "size"),
    [
        ({"modalities": ["text", "image"]}, {}),
        ({}, {"images": 10}),
        ({}, {"audio_hours": 3.5}),
        ({}, {"tokenizer": "ByT5"}),
        ({}, {"tokenizer": "characters"}),
        ({}, {"tokenizer": "UTF-8 bytes"}),
        ({}, {"bytes": {"unknown": "not counted"}}),
        ({}, {"tokens": 0}),
        ({}, {"records": 900}),
    ],
)
def test_what_cannot_be_judged_is_left_alone(fields: dict[str, Any], size: dict[str, Any]) -> None:
    plain = {"tokens": 2000, "bytes": 1000}
    assert ratio(plain)
    assert ratio(plain | size, **fields) == []


@pytest.mark.parametrize("tokenizer", ["byte-level BPE", "SentencePiece with byte fallback"])
def test_tokenizers_that_fall_back_on_bytes_are_judged(tokenizer: str) -> None:
    assert ratio({"tokens": 2000, "bytes": 1000, "tokenizer": tokenizer})


def test_a_unit_taken_for_another_is_found_in_either_direction() -> None:
    assert ratio({"tokens": about(1e9), "bytes": about(4e12)})
    assert ratio({"tokens": about(1e12), "bytes": about(4e9)})
    assert ratio({"tokens": about(1e9), "bytes": about(1e11)}) == []


@given(st.integers(1, 10**12), st.floats(1.3, 240))
def test_plausible_text_is_never_reported(tokens: int, bytes_per_token: float) -> None:
    size = {"tokens": tokens, "bytes": round(tokens * bytes_per_token) + 1}
    assert ratio(size, languages=["en"]) == []


# More than there is.


def taken(**source: Any) -> list[str]:
    entry = {"kind": "other", "license": "CC0-1.0"} | source
    other = {"kind": "other", "license": "CC0-1.0", "size": {"records": 50, "tokens": 900}}
    data = manifest(sources={"a": entry, "whole": other})
    return [diagnostic.pointer for diagnostic in found(data, "CON008")]


FILTERED = [{"step": "Deduplication"}, {"step": "filtering"}]


def test_steps_that_take_away_leave_no_more_than_there_was() -> None:
    raw = {"tokens": about(5e9), "records": 100}
    here = ["/sources/a/size/records"]
    assert taken(raw_size=raw, size={"records": 100}, processing=FILTERED) == []
    assert taken(raw_size=raw, size={"records": 101}, processing=FILTERED) == here
    assert taken(raw_size=raw, size={"records": about(100)}, processing=FILTERED) == []
    assert taken(raw_size=raw, size={"tokens": about(5.4e9)}, processing=FILTERED) == []
    assert taken(raw_size=raw, size={"records": 101}) == []
    more = [*FILTERED, {"step": "enrichment"}]
    assert taken(raw_size=raw, size={"records": 101}, processing=more) == []
    removed = [{"step": "filtering", "removed": {"records": 20}}]
    assert taken(raw_size=raw, size={"records": 80}, processing=removed) == []
    assert taken(raw_size=raw, size={"records": 81}, processing=removed) == here


def test_a_part_is_not_more_than_the_whole() -> None:
    def derived(relation: str, records: int) -> list[str]:
        parents = [{"source": "whole", "relation": relation}]
        return taken(size={"records": records}, derived_from=parents)

    assert derived("subset", 50) == []
    assert derived("subset", 51) == ["/sources/a/size/records"]
    assert derived("filtered", 51) == ["/sources/a/size/records"]
    assert derived("translated", 51) == []


def test_an_overlap_is_in_both() -> None:
    overlap = [{"source": "whole", "size": {"records": 51}}]
    here = ["/sources/a/overlaps/0/size/records"]
    assert taken(size={"records": 60}, overlaps=overlap) == here
    assert (
        taken(size={"records": 51}, overlaps=[{"source": "whole", "size": {"records": 50}}]) == []
    )
    assert (
        taken(size={"records": 9}, overlaps=[{"source": "whole", "size": {"records": 10}}]) == here
    )
