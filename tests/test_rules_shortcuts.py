"""Rules look at all sources at once before they go through them: that changes no finding."""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.alike import Alike, Fields
from trainbib.characters import ALWAYS_HIDDEN
from trainbib.checking import check
from trainbib.checking.coverage import coverage
from trainbib.diagnostics import Finding
from trainbib.document import Document, parse_document
from trainbib.rules import RULES, overview
from trainbib.rules.context import Context
from trainbib.rules.key import key006_similar_sources
from trainbib.rules.shapes import shape_of_manifest
from trainbib.settings import LicensePolicy, Settings

TODAY = date(2026, 11, 23)
PROFILES = ("complete", "commercial", "eu-ai-act", "ca-ab2013")


def document_of(data: Any) -> Document:
    return parse_document(json.dumps(data).encode(), path="trainbib.json")


def manifest(sources: Any, **sections: Any) -> dict[str, Any]:
    dataset = {"name": "example", "version": "1"}
    return {"trainbib": "1.0", "dataset": dataset, "sources": sources} | sections


def pointers(data: Any, code: str) -> list[str]:
    report = check(document_of(data), Settings(today=TODAY))
    return [found.pointer for found in report.diagnostics if found.code == code]


class Thorough(Context):
    """A context in which everything may be anywhere: no rule is done at the first look."""

    @cached_property
    def source_fields(self) -> frozenset[str]:
        sources = shape_of_manifest().fields()["sources"]
        assert sources.each is not None
        return frozenset(sources.each.properties)

    @cached_property
    def source_kinds(self) -> frozenset[str]:
        return frozenset({"own_crawl", "synthetic", "human_commissioned", "public_dataset"})

    def of_sources(self, place: str) -> list[Any]:
        return [*super().of_sources(place), *({} for _ in range(len(self.sources) + 1))]

    def all_sources_have(self, place: str) -> bool:
        assert place
        return False


FIELDS: dict[str, list[Any]] = {
    "kind": ["public_dataset", "own_crawl", "synthetic", "human_commissioned", "other", 5],
    "license": [
        "CC-BY-4.0", "CC0-1.0", "LicenseRef-x", "", {}, {"unknown": "x"}, {"expression": "CC0-1.0"},
        {"expression": "mit", "url": "https://opensource.org/license/isc", "text": "x.txt"},
        {"expression": "MIT", "expires": "2020", "observations": [{"expression": "ISC"}]},
        {"observations": [{"at": "terms", "path": "x.html"}, {"expression": "LicenseRef-x"}]},
    ],
    "url": ["https://a.edu/x", "https://www.A.edu/x/", "https://a.edu/X", "https://commoncrawl.org/",
            "https://github.com/a/b", "https://a.edu/x\nhttps://b.edu", {"unknown": "x"}, "", 7],
    "ids": [{"common_crawl": "x"}, {"hf": "a/b"}, {"doi": "10.5555/1"}, {"unknown": "x"}, []],
    "rights": [{"holders": [{"party": "p"}]}, {"holders": {"unknown": "x"}}, {"holders": []},
               {"unknown": "x"}, {"personal_data": "present"}, {"personal_data": "absent"},
               {"personal_data": {"status": "present"}}, 3,
               {"personal_data": {"status": "absent", "categories": ["x"]}},
               {"reservations": [{"action": "none_found", "removed": 1}]},
               {"reservations": [{"action": "kept", "snapshot": {"path": "robots.txt"}}]}],
    "retrieved": ["2024", "", {"lost": "x"}],
    "version": ["1", "main", {"none": "x"}, ""],
    "revision": ["1", " HEAD", {"none": "x"}, 0],
    "creators": [["p"], [], {"unknown": "x"}],
    "publisher": ["p", "", {"unknown": "x"}],
    "crawl": [{}, {"crawlers": {"none": "x"}, "captchas": "x"}, {"unknown": "x"}],
    "synthetic": [{"none": "x"}, {}],
    "agreement": [{"none": "x"}, {"term": {"to": "2020"}}],
    "labels": [{"none": "x"}, {"kind": "x"}],
    "labelled_by": [["p"], {"unknown": "x"}],
    "collected": [{"ongoing": True, "to": "2024"}, {"from": "2024", "to": "2023"},
                  {"from": "2025", "to": "2030"}],
    "issued": ["2030", {"unknown": "x"}],
    "use": [[{"first_used": "2022", "epochs": 2, "tokens_seen": 9}], [{"stage": "x"}], "x"],
    "derived_from": [[{"source": "a"}], [{"source": "b"}]],
    "manifest": [{"path": "x.yaml"}],
    "title": ["Wiki 2024", "2024 wiki", "wkii 2024", "The W-iki of 2024", "Other", 1],
    "modalities": [["text"], ["image"], ["image", {}], "image"],
    "size": [{"tokens": 1}, {"other": [{"unit": "h", "modality": "image"}]}],
    "x-own": [1],
}  # fmt: skip
SOURCE = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in FIELDS.items()}
)
SOURCES = st.dictionaries(st.sampled_from("abcd") | st.just("x-e"), SOURCE | st.none(), max_size=4)


@given(SOURCES, st.sampled_from([{}, {"p": {"name": "P"}}, {"p": {"ids": {"ror": "x"}}}]))
def test_no_short_cut_changes_what_a_rule_finds(sources: Any, parties: Any) -> None:
    document = document_of(manifest(sources, parties=parties))
    asked = Settings(today=TODAY, pedantic=True, profiles=PROFILES)
    usual, thorough = Context(document, asked), Thorough(document, asked)
    for rule in RULES:
        if rule.find is not None and rule.find.__module__.startswith("trainbib.rules."):
            found = list(rule.find(usual))
            assert found == list(rule.find(thorough)), rule.code


class Apart(Fields):
    """Fields no values of which are alike, whatever they are."""

    def alike(self, name: str) -> Alike[object]:
        return Alike([entry.get(name) for entry in self.entries], range(len(self.entries)))

    def together(self, *names: str) -> Alike[Mapping[str, object]]:
        assert names
        return Alike(self.entries, range(len(self.entries)))

    def once(self, name: str, values: list[Any]) -> list[Any]:
        assert name in self.names
        return values


CHANGES = [(name, value) for name, values in FIELDS.items() for value in (*values, None)]


@settings(max_examples=40)
@given(SOURCE, st.integers(0, len(CHANGES)), st.sampled_from([{}, {"issued": "2025"}]))
def test_a_rule_finds_in_sources_that_are_alike_what_it_finds_in_each(
    source: dict[str, Any], first: int, dataset: dict[str, Any]
) -> None:
    # Sources that differ from one another in a single field, or lack it, and others like them.
    changes = [*CHANGES[first:], *CHANGES[:first]]
    changed = [source | {name: value} for name, value in changes]
    varied = [{k: v for k, v in each.items() if v is not None} for each in changed]
    sources = {f"s{number}": each for number, each in enumerate([*varied, *varied[::7]])}
    dataset = {"name": "example", "version": "1"} | dataset
    document = document_of(manifest(sources, dataset=dataset))
    policy = LicensePolicy(uses=("train", "publish_data"), denied=("CC0-1.0",))
    asked = Settings(today=TODAY, pedantic=True, profiles=PROFILES, licensing=policy)
    usual, apart = Context(document, asked), Context(document, asked)
    with patch.object(overview, "Fields", Apart):
        assert isinstance(apart.source_values, Apart)
    for rule in RULES:
        if rule.find is not None and rule.find.__module__.startswith("trainbib.rules."):
            assert list(rule.find(usual)) == list(rule.find(apart)), rule.code
    assert list(coverage(usual)) == list(coverage(apart))


WORDS = st.sampled_from(
    ["wiki", "iwki", "wi", "ki", "c++", "c#", "the", "set", "2024", "20", "24", "é", "É", "-"]
)


@given(st.lists(st.lists(WORDS, max_size=4).map(" ".join), max_size=4))
def test_titles_that_cannot_be_alike_are_not_compared(titles: list[str]) -> None:
    sources = {f"s{number}": {"title": title} for number, title in enumerate(titles)}
    context = Context(document_of(manifest(sources)), Settings(today=TODAY))

    def found() -> list[Finding]:
        return list(key006_similar_sources.find(context))

    usual = found()
    with patch.object(key006_similar_sources, "_may_be_similar", return_value=True):
        assert found() == usual


def test_a_short_link_is_found_beside_any_other() -> None:
    others = {f"s{n}": {"url": f"https://data.edu/{n}:/", "version": "1"} for n in range(50)}
    sources = {**others, "a": {"url": "https://bit.ly/3abc", "version": "1"}}
    assert pointers(manifest(sources), "SRC015") == ["/sources/a/url"]


def test_a_url_of_two_lines_is_one_identifier() -> None:
    twice = {"url": "https://a.edu/x\nhttps://b.edu", "version": "1"}
    assert pointers(manifest({"a": twice, "b": twice}), "KEY005") == ["/sources/b/url"]
    for one, other in (("ftp://a\nhttps://b", "https://c"), ("https://a\nb", "https://a")):
        assert pointers(manifest({"a": {"url": one}, "b": {"url": other}}), "KEY005") == []


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ({"size": {"records": {"between": [5, 1]}}}, ["/size/records/between"]),
        ({"sise": {"between": [5, 1]}}, ["/sise/between"]),
        ({"title": {"between": [5, 1]}}, ["/title/between"]),
        ({"between": [5, 1]}, ["/between"]),
        ({"x-size": {"between": [5, 1]}}, []),
        ({"size": {"records": {"between": [1, 5]}, "x-a": {"between": [5, 1]}}}, []),
    ],
)
def test_a_reversed_range_is_found_however_it_is_written(source: Any, where: list[str]) -> None:
    written = json.dumps(manifest({"a": {"kind": "other", "license": "CC0-1.0"} | source}))
    for text in (written, written.replace("between", "betw\\u0065en")):
        document = parse_document(text.encode(), path="trainbib.json")
        report = check(document, Settings(today=TODAY))
        found = [each for each in report.diagnostics if "down to" in each.message]
        assert [each.pointer for each in found] == [f"/sources/a{path}" for path in where]


def test_every_hidden_character_is_found_when_it_is_escaped() -> None:
    hidden = re.findall(f"[{ALWAYS_HIDDEN}]", "".join(map(chr, range(0x110000))))
    (rule,) = (rule for rule in RULES if rule.code == "PAR005")
    assert rule.find is not None
    for character in hidden:
        document = document_of({"x-a": f"a{character}b"})
        assert document.text.isascii()
        assert len(list(rule.find(Context(document, Settings(today=TODAY))))) == 1, character
