"""Sums: totals against their parts, with the arithmetic of data sets that are well known."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small_manifests import about, found, manifest
from trainbib.diagnostics import Diagnostic
from trainbib.rules.fil.sums import Bounds, bounds


def totals(size: dict[str, Any], sources: dict[str, Any], **dataset: Any) -> list[str]:
    data = manifest(
        dataset={"name": "example", "version": "1", "size": size} | dataset,
        sources={
            key: {"kind": "other", "license": "CC0-1.0"} | fields for key, fields in sources.items()
        },
    )
    return [diagnostic.pointer for diagnostic in found(data, "FIL009")]


# The card of Dolma 1.7, in thousand millions of tokens, and the part that it says was sampled
# (https://huggingface.co/datasets/allenai/dolma/commit/f606534e4f82123943f89813eb4f159129a88d60,
# Algebraic Stack: https://huggingface.co/datasets/allenai/dolma/discussions/36).
DOLMA = {
    "cc": (1195.5, 0.5),
    "refinedweb": (456.4, 1),
    "starcoder": (263.8, 1),
    "c4": (138.4, 0.5),
    "reddit": (79.9, 1),
    "semantic-scholar": (57.2, 1),
    "arxiv": (28.0, 1),
    "stackexchange": (19.6, 1),
    "flan": (16.5, 1),
    "cc-news": (14.3, 1),
    "openwebmath": (12.6, 1),
    "algebraic-stack": (12.6, 1),
    "gutenberg": (5.3, 1),
    "megawika": (4.6, 1),
    "wikipedia": (3.7, 2),
}


def dolma(**sampled: float) -> dict[str, Any]:
    def fields(key: str) -> dict[str, Any]:
        tokens, part = DOLMA[key]
        part = sampled.get(key, part)
        use = {"model": "olmo", "stage": "pretraining", "epochs": max(1, part)}
        size = {"tokens": {"about": tokens * 1e9, "digits": len(f"{tokens:.1f}") - 1}}
        return {"size": size, "use": [use | ({"sampled": part} if part < 1 else {})]}

    return {key: fields(key) for key in DOLMA}


def test_the_missing_tokens_of_dolma_are_found_by_its_parts() -> None:
    # The sum is 1645 thousand million, the card said 1715; C4 had been sampled at 100 %, not 50 %:
    # https://huggingface.co/datasets/allenai/dolma/discussions/36
    assert totals({"tokens": about(1715e9)}, dolma()) == ["/dataset/size/tokens"]


def test_the_missing_tokens_of_dolma_are_found_by_what_the_model_has_seen() -> None:
    def of_model(sources: dict[str, Any]) -> list[Diagnostic]:
        entries = {k: {"kind": "other", "license": "CC0-1.0"} | v for k, v in sources.items()}
        models = {"olmo": {"name": "OLMo 7B v1.7", "tokens_seen": about(1715e9)}}
        return found(manifest(sources=entries, models=models), "FIL009")

    (finding,) = of_model(dolma())
    assert finding.pointer == "/models/olmo/tokens_seen"
    assert "about 1.715e12" in finding.message
    assert of_model(dolma(c4=1)) == []


def test_the_table_of_redpajama_v2_is_rounding_alone() -> None:
    # 20.7 against 20.8 thousand million documents, 30.5 against 30.4 million million tokens:
    # https://github.com/togethercomputer/RedPajama-Data/blob/main/README.md
    rows = {
        "en": (14.5e9, 20.5e12),
        "de": (1.9e9, 3.0e12),
        "fr": (1.6e9, 2.7e12),
        "es": (1.8e9, 2.8e12),
        "it": (0.9e9, 1.5e12),
    }

    def sized(records: float, tokens: float) -> dict[str, Any]:
        return {"size": {"records": about(records), "tokens": {"about": tokens, "digits": 2}}}

    sources = {key: sized(*row) for key, row in rows.items()}
    total = {"records": about(20.8e9), "tokens": about(30.4e12)}
    assert totals(total, sources) == []
    assert totals(total | {"tokens": about(31.4e12)}, sources) == ["/dataset/size/tokens"]


def test_the_removals_of_re_laion_are_a_union() -> None:
    # 1129 + 18 + 1714 links were matched, 2236 in all, since the lists overlap:
    # https://laion.ai/blog/relaion-5b/
    parts = {"c3p": 1129, "iwf": 18, "stanford": 1714}
    sources: dict[str, Any] = {k: {"size": {"records": count}} for k, count in parts.items()}
    assert totals({"records": 2236}, sources) == ["/dataset/size/records"]
    sources["c3p"]["overlaps"] = [{"source": "stanford"}, {"source": "iwf"}]
    assert totals({"records": 2236}, sources) == []
    assert totals({"records": 2862}, sources) == ["/dataset/size/records"]
    assert totals({"records": 1713}, sources) == ["/dataset/size/records"]


def test_the_prompts_of_ultrafeedback_add_up() -> None:
    # https://github.com/OpenBMB/UltraFeedback
    parts = (10000, 2339, 20939, 19949, 811, 9929)
    sources = {f"part-{i}": {"size": {"records": count}} for i, count in enumerate(parts)}
    assert totals({"records": 63967}, sources) == []
    assert totals({"records": 63968}, sources) == ["/dataset/size/records"]


COUNTS = st.lists(st.integers(0, 10**12), min_size=1, max_size=8)


@given(COUNTS, st.integers(-3, 3))
def test_exact_parts_make_up_an_exact_total_or_do_not(parts: list[int], off: int) -> None:
    sources = {f"s{i}": {"size": {"records": part}} for i, part in enumerate(parts)}
    total = max(0, sum(parts) + off)
    expected = [] if total == sum(parts) else ["/dataset/size/records"]
    assert totals({"records": total}, sources) == expected


@given(COUNTS, st.integers(1, 6))
def test_a_total_that_was_rounded_is_never_reported(parts: list[int], digits: int) -> None:
    sources = {f"s{i}": {"size": {"records": part}} for i, part in enumerate(parts)}
    rounded = float(f"{sum(parts):.{digits - 1}e}")
    assert totals({"records": {"about": rounded, "digits": digits}}, sources) == []


@given(COUNTS.filter(lambda parts: sum(parts) > 0), st.data())
def test_a_silent_source_can_only_add(parts: list[int], data: st.DataObject) -> None:
    sources: dict[str, Any] = {f"s{i}": {"size": {"records": p}} for i, p in enumerate(parts)}
    sources["silent"] = {}
    total = data.draw(st.integers(0, 2 * sum(parts)))
    assert bool(totals({"records": total}, sources)) is (total < sum(parts))


@given(st.floats(1, 1e15), st.integers(1, 12))
def test_the_bounds_of_an_approximate_number_hold_what_rounds_to_it(
    number: float, digits: int
) -> None:
    written = float(f"{number:.{digits - 1}e}")
    read = bounds({"about": written, "digits": digits})
    assert read is not None
    assert Bounds(number, number).meets(read)


@pytest.mark.parametrize(
    "junk",
    [None, True, "7", [], {}, {"about": True}, {"about": "x"}, {"between": [1]}, {"between": 3}],
)
def test_what_is_no_quantity_has_no_bounds(junk: object) -> None:
    assert bounds(junk) is None


@pytest.mark.parametrize("huge", [10**400, float("inf"), float("nan"), {"about": 1e308}])
def test_numbers_beyond_counting_are_left_to_other_rules(huge: object) -> None:
    assert bounds(huge) is None


def test_tokens_of_different_tokenizers_are_not_added() -> None:
    def sized(tokens: int, tokenizer: object = None) -> dict[str, Any]:
        return {"size": {"tokens": tokens} | ({"tokenizer": tokenizer} if tokenizer else {})}

    two = {"a": sized(10, "gpt2"), "b": sized(10, "cl100k_base")}
    assert totals({"tokens": 5}, two) == []
    one = {"a": sized(10, "gpt2"), "b": sized(10)}
    assert totals({"tokens": 5}, one) == ["/dataset/size/tokens"]
    assert totals({"tokens": 5, "tokenizer": "llama"}, one) == []
    lost = {"a": sized(10, {"lost": "the script is gone"}), "b": sized(10)}
    assert totals({"tokens": 5}, lost) == []


def test_compressed_and_uncompressed_bytes_are_not_added() -> None:
    sources = {"a": {"size": {"bytes": 10, "compressed": True}}, "b": {"size": {"bytes": 10}}}
    assert totals({"bytes": 5}, sources) == []
    del sources["a"]["size"]["compressed"]
    assert totals({"bytes": 5}, sources) == ["/dataset/size/bytes"]


def test_units_are_compared_one_by_one() -> None:
    sources = {"a": {"size": {"images": 4, "audio_hours": 1.5, "words": 3}}}
    size = {"images": 5, "audio_hours": about(1.5), "words": 4}
    assert totals(size, sources) == ["/dataset/size/images", "/dataset/size/words"]


def test_an_overlap_that_both_sides_declare_is_one_overlap() -> None:
    def one(other: str) -> dict[str, Any]:
        overlap = {"source": other, "size": {"records": 10}}
        return {"size": {"records": 100}, "overlaps": [overlap]}

    sources = {"a": one("b"), "b": one("a")}
    assert totals({"records": 190}, sources) == []
    assert totals({"records": 189}, sources) == ["/dataset/size/records"]


def test_seeds_may_be_in_the_set_or_not() -> None:
    made = {
        "kind": "synthetic",
        "size": {"records": 50},
        "synthetic": {"generators": [{"name": "M"}], "seeds": ["prompts"]},
    }
    sources = {"made": made, "prompts": {"size": {"records": 9}}}
    for total, expected in ((50, 0), (59, 0), (49, 1), (60, 1)):
        assert len(totals({"records": total}, sources)) == expected


@pytest.mark.parametrize(
    ("sizes", "overlap", "contradicts"),
    [
        ([80, 20], None, False),
        ([80, 10], None, True),
        ([80, 30], None, True),
        ([80, None], None, False),
        ([101, None], None, True),
        ([80, 30], "ten in both", False),
        ([80, 10], "ten in both", True),
        ([80, 30], {"none": "checked by hash"}, True),
    ],
)
def test_splits(sizes: list[int | None], overlap: object, *, contradicts: bool) -> None:
    splits = [
        {"name": f"split-{i}"} | ({} if size is None else {"size": {"records": size}})
        for i, size in enumerate(sizes)
    ]
    extra: dict[str, Any] = {"splits": splits}
    if overlap is not None:
        extra["train_test_overlap"] = overlap
    got = totals({"records": 100}, {"a": {"size": {"records": 100}}}, **extra)
    assert got == (["/dataset/splits"] if contradicts else [])


@pytest.mark.parametrize(
    ("use", "contradicts"),
    [
        ({"epochs": 2, "tokens_seen": 2000}, False),
        ({"epochs": 2, "tokens_seen": 2001}, True),
        ({"epochs": 2, "tokens_seen": {"about": 2.0e3}}, False),
        ({"epochs": 1, "sampled": 0.333, "tokens_seen": 333}, False),
        ({"epochs": 1, "sampled": 0.5, "tokens_seen": 1000}, True),
        ({"epochs": {"between": [1, 3]}, "tokens_seen": 3000}, False),
        ({"tokens_seen": 5000}, False),
        ({"epochs": 1, "sampled": {"unknown": "not in the log"}, "tokens_seen": 500}, False),
        ({"epochs": 2, "records_seen": 20}, False),
        ({"epochs": 2, "records_seen": 21}, True),
    ],
)
def test_tokens_and_records_seen(use: dict[str, Any], *, contradicts: bool) -> None:
    source = {
        "kind": "other",
        "license": "CC0-1.0",
        "size": {"tokens": 1000, "records": 10},
        "use": [{"stage": "pretraining"} | use],
    }
    assert bool(found(manifest(sources={"a": source}), "FIL009")) is contradicts


def models(uses: list[Any], total: int, **model: Any) -> list[str]:
    sources = {
        f"s{i}": {"kind": "other", "license": "CC0-1.0", "size": {"tokens": 1000}}
        | ({} if use is None else {"use": use})
        for i, use in enumerate(uses)
    }
    data = manifest(
        sources=sources,
        models={"m": {"name": "M", "tokens_seen": total} | model, "n": {"name": "N"}},
    )
    return [diagnostic.pointer for diagnostic in found(data, "FIL009")]


def seen(epochs: int, model: str = "m") -> list[dict[str, Any]]:
    return [{"model": model, "stage": "pretraining", "epochs": epochs}]


def test_what_a_model_has_seen() -> None:
    wrong = ["/models/m/tokens_seen"]
    assert models([seen(1), seen(2)], 3000) == []
    assert models([seen(1), seen(2)], 4000) == wrong
    assert models([seen(1), seen(2, "n")], 1000) == []
    assert models([seen(1), None], 4000) == []
    assert models([seen(1), None], 999) == wrong
    assert models([seen(1), {"none": "held out"}], 4000) == wrong
    assert models([seen(1) + seen(2)], 3000) == []
    assert models([seen(1), [{"stage": "pretraining"}]], 4000) == []
    assert models([seen(1)], 4000, base=[{"name": "B"}]) == []
    assert models([seen(1)], 999, base=[{"name": "B"}]) == wrong
