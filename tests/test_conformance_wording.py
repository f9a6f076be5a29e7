"""Which words are offered for one that is not known."""

import difflib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.conformance import schema_findings
from trainbib.conformance.wording import did_you_mean, slips_between
from trainbib.schemas import load_schema

DEFINITIONS = load_schema()["$defs"]
SOURCE = list(DEFINITIONS["source"]["properties"])
LISTS_WITH_A_LICENCE = [
    name for name, part in DEFINITIONS.items() if "license" in part.get("properties", {})
]


def test_several_lists_have_a_licence() -> None:
    assert {"source", "dataset", "document"} <= set(LISTS_WITH_A_LICENCE)


@pytest.mark.parametrize("name", LISTS_WITH_A_LICENCE)
@pytest.mark.parametrize(
    "written", ["lisence", "licence", "lisense", "liscense", "licens", "licnese", "Licence"]
)
def test_a_misspelt_licence_is_known_in_every_list(name: str, written: str) -> None:
    assert did_you_mean(written, DEFINITIONS[name]["properties"])[0] == "license"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ulr", "url"),
        ("knid", "kind"),
        ("vesion", "version"),
        ("retreived", "retrieved"),
        ("pubisher", "publisher"),
        ("langauges", "languages"),
        ("Derived-From", "derived_from"),
        ("descripton", "description"),
    ],
)
def test_a_slip_of_the_pen_finds_the_field(written: str, meant: str) -> None:
    assert did_you_mean(written, SOURCE)[0] == meant


@pytest.mark.parametrize("written", ["banana", "tokenizer", "foo", "hash", "link", "xy", ""])
def test_an_unrelated_word_finds_none(written: str) -> None:
    assert did_you_mean(written, SOURCE) == []


@pytest.mark.parametrize(
    ("word", "other", "slips"),
    [
        ("url", "url", 0),
        ("ulr", "url", 1),
        ("urls", "url", 1),
        ("lisence", "license", 2),
        ("ab", "ac", None),
        ("kind", "size", None),
        ("license", "expression", None),
        ("retrieved", "derived", None),
    ],
)
def test_slips_are_counted_while_they_are_few(word: str, other: str, slips: int | None) -> None:
    assert slips_between(word, other) == slips


WORDS = st.text("abc", max_size=12)


@given(WORDS, WORDS)
def test_slips_are_the_same_both_ways(word: str, other: str) -> None:
    assert slips_between(word, other) == slips_between(other, word)


@given(st.text("abcdef", min_size=3, max_size=12), st.data())
def test_one_slip_is_one_slip(word: str, data: Any) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert slips_between(word, swapped) == int(swapped != word)
    assert slips_between(word, word[:at] + "z" + word[at + 1 :]) == 1


def test_a_word_that_is_misspelt_everywhere_is_looked_up_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def get_close_matches(word: str, *_: object, **__: object) -> list[str]:
        asked.append(word)
        return []

    monkeypatch.setattr(difflib, "get_close_matches", get_close_matches)
    source = {"kind": "public_datset_", "license": "MIT", "lisensce": "MIT"}
    data = {
        "trainbib": "1.0",
        "dataset": {"name": "example", "version": "1"},
        "sources": {f"s{number}": source for number in range(300)},
    }
    assert len(list(schema_findings(data))) == 600
    assert sorted(asked) == ["lisensce", "public_datset_"]


def test_a_key_that_is_the_state_of_a_gap_is_told_why() -> None:
    data = {
        "trainbib": "1.0",
        "dataset": {"name": "e", "version": "1"},
        "sources": {"a": {"kind": "other"}},
        "parties": {"unknown": {"name": "U"}, "p q": {"name": "P"}},
    }
    told = [found.help for code, found in schema_findings(data) if code == "KEY002"]
    assert told[0] == "it is the state of a gap; use another key"
    assert told[1].startswith("use letters, digits")
