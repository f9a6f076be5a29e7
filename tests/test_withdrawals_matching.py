"""Which source is which withdrawn set: names, addresses, versions, what was removed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.alike import Fields
from trainbib.withdrawals import load_catalogue
from trainbib.withdrawals.names import (
    address,
    doi_of,
    hub_id,
    names_one_of,
    same_version,
    versions_differ,
)
from withdrawn_sets import SETS, found, source

# Names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EleutherAI/Pile", ("eleutherai/pile", "")),
        ("Owner/Name:Config", ("owner/name", "config")),
        ("https://huggingface.co/datasets/Owner/Name", ("owner/name", "")),
        ("https://huggingface.co/datasets/Owner/Name/", ("owner/name", "")),
        ("http://www.huggingface.co/datasets/o/n/tree/main/x", ("o/n", "")),
        ("https://huggingface.co/datasets/o/n/viewer/Book/train?p=3", ("o/n", "book")),
        ("https://huggingface.co/datasets/o/n/viewer/default", ("o/n", "")),
        ("https://hf.co/datasets/eli5", ("eli5", "")),
        ("https://huggingface.co/datasets/eli5/blob/main/README.md", ("eli5", "")),
        ("hf://datasets/o/n/data.parquet", ("o/n", "")),
        ("datasets/o/n", ("o/n", "")),
    ],
)
def test_a_set_on_the_hub_has_one_name_however_it_is_written(
    text: str, expected: tuple[str, str]
) -> None:
    assert hub_id(text) == expected


def test_urls_of_one_page_are_one_address() -> None:
    same = {
        "https://github.com/M-Bain/webvid",
        "http://www.github.com/m-bain/webvid/",
        "https://github.com:443/m-bain/webvid.git",
        "git+https://github.com/m-bain/webvid#readme",
    }
    assert {address(url) for url in same} == {"github.com/m-bain/webvid"}
    assert address("https://a.example/X") != address("https://a.example/x")
    assert address("https://a.example/x?v=1") != address("https://a.example/x?v=2")
    assert address("mailto:a@b.example") == ""
    assert address("https://[half") == ""
    assert address("https://a.example:99999/") == ""


def test_a_doi_is_read_from_its_url() -> None:
    assert doi_of("https://doi.org/10.57967/HF/2497") == "10.57967/hf/2497"
    assert doi_of("doi:10.1/x") == "10.1/x"
    assert doi_of("https://a.example/10.1/x") == ""


@pytest.mark.parametrize(
    ("stated", "listed", "same"),
    [
        ("v1.1", "1.1", True),
        ("1_1", "1.1", True),
        ("1.1.2", "1.1", True),
        ("1.10", "1.1", False),
        ("1", "1.1", False),
        ("v1.2", "1.1", False),
        ("Re-LAION-5B research-safe", "Re-LAION-5B", True),
        ("x", "", False),
    ],
)
def test_versions_are_compared_part_by_part(stated: str, listed: str, same: bool) -> None:  # noqa: FBT001 - a table
    assert same_version(stated, listed) is same


def test_a_version_that_is_less_precise_does_not_differ() -> None:
    assert not versions_differ("v3", "3.1")
    assert not versions_differ("2024", "2024-03")
    assert versions_differ("3.0", "3.1")
    assert versions_differ("3.1", "3.10")
    assert not versions_differ("", "1")


@settings(deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_comparing_versions_knows_no_order(one: str, other: str) -> None:
    assert versions_differ(one, other) == versions_differ(other, one)
    assert not versions_differ(one, one)


@pytest.mark.parametrize(
    ("words", "settles"),
    [
        ("Books3", True),
        ("books3", True),
        ("the Books3 slice", True),
        ("the book slice (Books3)", True),
        ("Books slice (Books3)", False),
        ("all of Books3", True),
        ("the whole of the Books3 corpus", True),
        ("all parts of Books3", True),
        ("the Books3 part of The Pile", True),
        ("The Pile's book subset", True),
        ("part of Books3", False),
        ("files from Books3", False),
        ("The Pile", False),
        ("everything but Books3", False),
        ("Books3 and Gutenberg", False),
        ("Books3 and the book config", True),
        ("no Books3", False),
        ("Books3 " * 41, False),
        ("the_pile_books3", True),
        ("book", True),
        ("the book config", True),
        ("Books", False),
        ("books published after 1950", False),
        ("bookshelf", False),
        ("all adult pages", False),
        ("", False),
        ("the", False),
    ],
)
def test_what_was_removed_is_read_with_care(words: str, settles: bool) -> None:  # noqa: FBT001 - a table
    whole = ("The Pile",)
    assert names_one_of(words, SETS["books3"].names, ("book",), whole) is settles


# Matching


@pytest.mark.parametrize(
    "title",
    [
        "Books",
        "C4 and The Pile",
        "Essays on The Pile",
        "Pile",
        "Math",
        "MATH",
        "Common Pile v0.1",
        "LAION-5B captions",
        "Re-LAION-5B",
        "RedPajama",
        "RedPajama-V2",
        "The Stack v2",
        "BookCorpus2",
        "OpenWebText2",
        "FineWeb",
        "DCLM-Baseline",
    ],
)
def test_titles_that_resemble_are_not_reported(title: str) -> None:
    assert found(source("a", title=title, retrieved="2023-01")) == []


@pytest.mark.parametrize("key", ["books", "pile", "math", "stack", "web"])
def test_common_keys_are_not_reported(key: str) -> None:
    assert found(source(key)) == []


def test_a_title_takes_the_place_of_the_key() -> None:
    assert len(found(source("books3"))) == 1
    assert found(source("books3", title="Books, third delivery")) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "null"},
        {"title": "[The Pile]"},
        {"ids": "{hf: [the_pile]}"},
        {"ids": "the_pile"},
        {"url": "{lost: gone}"},
        {"url": '"https://["'},
        {"ids": "{unknown: none found}"},
        {"derived_from": "[{source: 3}, x]"},
        {"removed": "[{what: 3}, x]"},
        {"manifest": "[]"},
    ],
)
def test_what_is_not_well_formed_is_no_match_and_no_crash(fields: dict[str, str]) -> None:
    assert found(source("a", **fields)) == []


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_the_quick_look_never_loses_a_match(title: str, url: str) -> None:
    catalogue = load_catalogue()
    entry: dict[str, object] = {"title": title, "url": url}
    if catalogue.match("k", entry) is not None:
        assert catalogue.candidates(["k"], Fields([entry])) == ["k"]
