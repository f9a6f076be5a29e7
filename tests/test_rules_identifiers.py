"""The rules on identifiers, and on the codes of languages, countries and currencies."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minimal import replacement_of
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic
from trainbib.document import parse_document
from trainbib.rules.columns import texts_where
from trainbib.rules.context import Context
from trainbib.settings import Settings

TODAY = date(2026, 11, 22)


def manifest(**sections: Any) -> dict[str, Any]:
    return {
        "trainbib": "1.0",
        "dataset": {"name": "example", "version": "1"},
        "sources": {"a": {"kind": "other", "license": "CC0-1.0"}},
    } | sections


def source(**fields: Any) -> dict[str, Any]:
    return manifest(sources={"a": {"kind": "other", "license": "CC0-1.0"} | fields})


def found(data: dict[str, Any], *families: str) -> list[Diagnostic]:
    document = parse_document(json.dumps(data).encode(), path="trainbib.json")
    report = check(document, Settings(today=TODAY))
    return [each for each in report.diagnostics if each.code.startswith(families)]


def codes(data: dict[str, Any], *families: str) -> list[tuple[str, str]]:
    return [(each.code, each.pointer) for each in found(data, *families)]


def test_a_doi_has_one_finding_at_most() -> None:
    for text, expected in [
        ("10.5281/zenodo.1", []),
        ("https://doi.org/10.5281/zenodo.1", ["IDN002"]),
        ("https://doi.org/zenodo.1", ["IDN001"]),
        ("zenodo.1", ["IDN001"]),
    ]:
        assert [code for code, _ in codes(source(ids={"doi": text}), "IDN")] == expected


@given(st.text(max_size=30))
def test_no_text_as_a_doi_has_two_findings(text: str) -> None:
    assert len(found(source(ids={"doi": text}), "IDN001", "IDN002")) <= 1


def test_the_prefix_of_a_doi_is_taken_away_safely() -> None:
    (finding,) = found(source(ids={"doi": "https://doi.org/10.1002/%28SICI%291097"}), "IDN002")
    assert finding.fix is not None
    assert finding.fix.safe
    assert replacement_of(finding.fix) == "10.1002/(SICI)1097"
    assert found(source(ids={"doi": replacement_of(finding.fix)}), "IDN") == []


def test_identifiers_are_looked_at_wherever_they_stand() -> None:
    data = manifest(
        dataset={"name": "example", "version": "1", "ids": {"issn": "2049-3631"}},
        parties={"p": {"name": "P", "ids": {"orcid": "nobody", "lei": "none", "hf": "a/b"}}},
        sources={
            "a": {
                "kind": "other",
                "license": "CC0-1.0",
                "ids": {"arxiv": "2313.00001"},
                "rights": {"holders": [{"party": "p", "works": [{"ids": {"iswc": "T-1"}}]}]},
            }
        },
    )
    assert sorted(codes(data, "IDN")) == [
        ("IDN003", "/parties/p/ids/orcid"),
        ("IDN005", "/dataset/ids/issn"),
        ("IDN005", "/parties/p/ids/lei"),
        ("IDN005", "/sources/a/rights/holders/0/works/0/ids/iswc"),
        ("IDN006", "/parties/p/ids/hf"),
        ("IDN006", "/sources/a/ids/arxiv"),
    ]


@pytest.mark.parametrize(
    "ids", [{"unknown": "nobody knows"}, {"orcid": 7}, {"orcid": None}, {"orcid": " "}, [], "x", {}]
)
def test_gaps_and_what_the_schema_reports_are_left_alone(ids: object) -> None:
    assert codes(manifest(parties={"p": {"name": "P", "ids": ids}}), "IDN") == []


def test_identifiers_of_ones_own_are_free() -> None:
    assert codes(source(ids={"x-doi": "none", "doi": "10.5281/zenodo.1"}), "IDN") == []


@pytest.mark.parametrize(
    ("revision", "good"),
    [
        ("a1" * 20, True),
        ("a1" * 32, True),
        ("a1b2c3d", True),
        ("v" + "1" * 50, True),
        ("a1" * 20 + "b", False),
        ("a1" * 33, False),
    ],
)
def test_commits_have_40_or_64_digits(revision: str, *, good: bool) -> None:
    expected = [] if good else [("IDN006", "/sources/a/revision")]
    assert codes(source(revision=revision), "IDN") == expected


@pytest.mark.parametrize(
    ("ids", "url", "agree"),
    [
        ({"doi": "10.5281/zenodo.1"}, "https://doi.org/10.5281/ZENODO.1", True),
        ({"doi": "10.5281/zenodo.1"}, "http://dx.doi.org/10.5281/zenodo.2", False),
        ({"doi": "https://doi.org/10.5281/zenodo.1"}, "https://doi.org/10.5281/zenodo.2", False),
        ({"doi": "10.1002/(SICI)1"}, "https://doi.org/10.1002/%28SICI%291", True),
        ({"doi": "10.5281/zenodo.1"}, "https://zenodo.org/records/2", True),
        ({"doi": "10.5281/zenodo.1"}, "https://doi.org/abcd", True),
        ({"arxiv": "arXiv:2310.16787v2"}, "https://arxiv.org/pdf/2310.16787v1.pdf", True),
        ({"arxiv": "2310.16787"}, "https://arxiv.org/abs/2310.16788", False),
        ({"arxiv": "2310.16787"}, "https://huggingface.co/datasets/acme/x", True),
        ({"hf": "acme/x"}, "https://huggingface.co/datasets/Acme/X/blob/v1/a.csv", True),
        ({"hf": "acme/x"}, "https://huggingface.co/datasets/acme/y", False),
        ({"hf": "squad"}, "https://huggingface.co/datasets/rajpurkar/squad", True),
        ({"hf": "squad"}, "https://huggingface.co/datasets/rajpurkar/squad_v2", False),
        ({"hf": "acme/x"}, "https://huggingface.co/acme/x-model", True),
    ],
)
def test_an_identifier_and_the_url_beside_it(ids: dict[str, str], url: str, *, agree: bool) -> None:
    data = source(ids=ids, url=url, version="1")
    assert codes(data, "IDN007") == ([] if agree else [("IDN007", "/sources/a/url")])
    data = manifest(dataset={"name": "example", "version": "1", "ids": ids, "url": url})
    assert codes(data, "IDN007") == ([] if agree else [("IDN007", "/dataset/url")])


def test_the_fix_of_a_disagreement_makes_the_two_agree() -> None:
    data = source(ids={"arxiv": "arXiv:2310.16787"}, url="https://arxiv.org/abs/1", version="1")
    (finding,) = found(data, "IDN007")
    assert finding.fix is not None
    assert not finding.fix.safe
    assert replacement_of(finding.fix) == "https://arxiv.org/abs/2310.16787"


def test_languages_and_countries_are_found_wherever_the_schema_has_them() -> None:
    data = manifest(
        dataset={"name": "example", "version": "1", "languages": [{"tag": "xx", "share": 1}]},
        parties={"p": {"name": "P", "country": "UK"}},
        sources={"a": {"kind": "other", "license": "CC0-1.0", "languages": ["en", "yy"]}},
        labellers={
            "l": {
                "workforce": "crowd",
                "languages": ["zz-QQ"],
                "countries": [{"country": "EL"}],
                "instructions": {"text": "Read.", "languages": ["jp"]},
                "pay": {
                    "model": "hourly",
                    "benchmarks": [{"kind": "living_wage", "country": "KX"}],
                },
            }
        },
    )
    assert sorted(pointer for _, pointer in codes(data, "SRC009")) == [
        "/dataset/languages/0/tag",
        "/labellers/l/countries/0/country",
        "/labellers/l/instructions/languages/0",
        "/labellers/l/languages/0",
        "/labellers/l/pay/benchmarks/0/country",
        "/parties/p/country",
        "/sources/a/languages/1",
    ]


def test_what_the_schema_has_reported_is_not_reported_twice() -> None:
    for languages in (["english_language"], ["en", "d"], [7], "english"):
        assert len(found(source(languages=languages), "SRC", "SCH")) == 1
    data = manifest(parties={"p": {"name": "P", "country": "Germany"}})
    assert len(found(data, "SRC", "SCH")) == 1


def test_one_code_in_many_places_is_one_finding() -> None:
    sources = {
        f"s{index}": {"kind": "other", "license": "CC0-1.0", "languages": ["en", "jp"]}
        for index in range(5)
    }
    (finding,) = found(manifest(sources=sources), "SRC009")
    assert finding.count == 5
    assert finding.fix is not None
    assert len(finding.fix.steps) == 5


@pytest.mark.parametrize("tag", ["iw", "eng", "EN", "zh-yue", "de-DD"])
def test_a_better_code_is_a_safe_fix_and_no_error(tag: str) -> None:
    data = source(languages=[tag])
    (finding,) = found(data, "SRC")
    assert finding.code == "SRC017"
    assert finding.fix is not None
    assert finding.fix.safe
    assert found(source(languages=[replacement_of(finding.fix)]), "SRC") == []


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("en_US", "en-US"),
        ("pt_br", "pt-BR"),
        ("zh_Hant_TW", "zh-Hant-TW"),
        ("iw_IL", "he-IL"),
        ("en_UK", "en-GB"),
        ("brazilian_portuguese", None),
        ("not_known", None),
        ("en_", None),
        ("English", None),
    ],
)
def test_the_name_of_a_locale_is_repaired_to_its_tag(name: str, tag: str | None) -> None:
    data = source(languages=[name])
    (finding,) = found(data, "SRC")
    assert finding.code == "SRC009"
    assert (finding.fix is None) is (tag is None)
    if finding.fix is not None:
        assert not finding.fix.safe
        assert replacement_of(finding.fix) == tag
        assert found(source(languages=[tag]), "SRC") == []


def test_a_currency_is_reported_once_for_all_its_places() -> None:
    pay = {"model": "hourly", "amount": 3, "currency": "RMB", "per": "hour"}
    data = manifest(labellers={"x": {"workforce": "crowd", "pay": pay | {"benchmarks": [
        {"kind": "living_wage", "amount": 4, "currency": "RMB", "per": "hour"}]}}})  # fmt: skip
    (finding,) = found(data, "SRC016")
    assert finding.count == 2
    assert finding.pointer == "/labellers/x/pay/currency"


@pytest.mark.parametrize("currency", ["rmb", "EURO", "E1R", 7])
def test_a_currency_of_another_form_is_for_the_schema(currency: object) -> None:
    pay = {"model": "hourly", "amount": 3, "currency": currency, "per": "hour"}
    data = manifest(labellers={"x": {"workforce": "crowd", "pay": pay}})
    assert codes(data, "SRC016") == []
    assert len(found(data, "SCH")) == 1


def test_values_of_a_type_are_found_at_every_place_of_the_schema() -> None:
    context = Context(
        parse_document(json.dumps(source(languages=["en", {"tag": "de"}])).encode(), path="t.json"),
        Settings(TODAY),
    )

    def all_of_them(_label: str, texts: Iterable[str]) -> Iterable[str]:
        return texts

    seen = [
        (path, text) for path, _, text in texts_where(context, ("language_tag", "url"), all_of_them)
    ]
    assert seen == [
        (("sources", "a", "languages", 0), "en"),
        (("sources", "a", "languages", 1, "tag"), "de"),
    ]
