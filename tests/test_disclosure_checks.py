"""The checks of legal forms: on a whole form, each fault is found once, at its place."""

import json
from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from disclosures import TODAY, filed, manifest
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic
from trainbib.disclosure.filing_json import filing_json, read_filing
from trainbib.disclosure.lint import remarks
from trainbib.disclosure.regimes import regime_names, regime_rules
from trainbib.document import parse_document, read_document
from trainbib.pointers import split
from trainbib.rules import RULES
from trainbib.selection import Selection
from trainbib.settings import Settings

EXAMPLES = Path(__file__).parents[1] / "examples" / "eu"
FAMILIES = {rule.family for rule in regime_rules()}
GONE = object()
GAP = {"unknown": "the logs of that year are lost"}


def checked(data: Mapping[str, Any], **settings: Any) -> list[Diagnostic]:
    """Return what the checks of forms find in a manifest."""
    document = parse_document(json.dumps(data).encode(), path="trainbib.json")
    settings.setdefault("profiles", ("eu-ai-act", "ca-ab2013"))
    found = check(document, Settings(today=TODAY, **settings)).diagnostics
    return [each for each in found if each.code[:3] in FAMILIES]


def found(data: Mapping[str, Any], **settings: Any) -> set[tuple[str, str]]:
    """Return code and place of each finding; no finding stands twice."""
    pairs = Counter((each.code, each.pointer) for each in checked(data, **settings))
    assert set(pairs.values()) <= {1}
    return set(pairs)


def northwind() -> dict[str, Any]:
    """Return the manifest of an invented provider that fills every row of both forms."""
    data = json.loads(json.dumps(read_document(EXAMPLES / "northwind.trainbib.yaml").data))
    assert isinstance(data, dict)
    # Its lists of domains lie beside it, which these tests do without.
    for source in data["sources"].values():
        if "crawl" in source and "domains" in source["crawl"]:
            source["crawl"]["domains"] = GAP
    return data


def changed(place: str, value: object) -> dict[str, Any]:
    """Return that manifest with another value at a place, or without it."""
    data = northwind()
    *path, last = split(place)
    parent: Any = data
    for token in path:
        parent = parent[int(token) if isinstance(parent, list) else token]
    if value is GONE:
        del parent[last]
    else:
        parent[last] = value
    return data


def test_a_whole_form_has_no_findings() -> None:
    assert found(northwind()) == set()


@pytest.mark.parametrize(
    ("place", "value", "finds"),
    [
        ("/document/updated", GONE, {("EUA101", "/document"), ("CAB100", "/document")}),
        ("/document/updated", "2026-08", {("EUA001", "/document/updated")}),
        ("/document/updated", "8/14/26", set()),  # for SRC004
        ("/document/previous", GONE, {("EUA017", "/document/version")}),
        ("/document/previous/0/url", GONE, {("EUA015", "/document/previous/0")}),
        ("/document/url", GONE, {("EUA017", "/document")}),
        ("/dataset/publisher", GONE, set()),  # the model has a provider
        ("/parties/northwind/contact", GONE, {("EUA102", "/parties/northwind")}),
        (
            "/parties/northwind/contact",
            "mailto:info@northwind.example",
            {("EUA016", "/parties/northwind/contact")},
        ),
        ("/parties/northwind/contact", GAP, set()),
        ("/parties/northwind/eu_representative", GONE, {("EUA102", "/parties/northwind")}),
        ("/parties/northwind/commitments", GONE, {("EUA006", "/parties/northwind")}),
        ("/models/fjord-3/eu_market", GONE, {("EUA005", "/models/fjord-3")}),
        ("/models/fjord-3/eu_market", "2026-09", {("EUA005", "/models/fjord-3/eu_market")}),
        ("/models/fjord-3/continuous_training", GONE, {("EUA014", "/models/fjord-3")}),
        ("/models/fjord-3/continuous_training", GAP, set()),
        ("/sources/wiki-sea/size/tokens", GONE, {("EUA015", "/sources/wiki-sea/size")}),
        ("/sources/wiki-sea/url", GONE, set()),  # for SRC001
        ("/sources/wiki-sea/kind", GONE, set()),  # for SCH001
        (
            "/sources/common-crawl-2026-10/selection",
            GONE,
            {("EUA010", "/sources/common-crawl-2026-10/title")},
        ),
        ("/policies/reservations", GONE, set()),  # the records of the sources answer it
        ("/policies/illegal_content", GONE, {("EUA113", "/policies")}),
        ("/policies/illegal_content", "Filters.", {("EUA018", "/policies/illegal_content")}),
        (
            "/dataset/processing/0/purpose",
            GONE,
            {("CAB002", "/dataset/processing/0")},
        ),
        ("/dataset/purpose", GONE, {("CAB102", "/dataset")}),
        ("/sources/wiki-sea/collected", GONE, {("CAB002", "/sources/wiki-sea")}),
        ("/sources/wiki-sea/use/0/first_used", GONE, {("CAB002", "/sources/wiki-sea/use/0")}),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("/") else "",
)
def test_one_fault_in_a_whole_form_is_found_once(
    place: str, value: object, finds: set[tuple[str, str]]
) -> None:
    assert found(changed(place, value)) == finds


def test_answers_that_one_entry_lacks_are_one_finding_that_names_them_all() -> None:
    (finding,) = [
        each
        for each in checked(manifest({"a": {"kind": "own_crawl", "license": "CC0-1.0"}}))
        if each.code == "EUA108"
    ]
    assert finding.pointer == "/sources/a"
    assert "`eu.2.3.crawler_names`, `eu.2.3.crawler_purposes`" in finding.message
    assert "at /sources/a/crawl/crawlers" in finding.help
    assert "/sources/a/collected/from" in finding.notes[0]


def test_a_want_of_many_sources_is_one_finding_that_counts_them() -> None:
    sources = {f"s{at}": {"kind": "other", "license": "CC0-1.0"} for at in range(50)}
    (finding,) = [each for each in checked(manifest(sources)) if each.code == "CAB111"]
    assert finding.pointer == "/sources/s0"
    assert finding.notes[0].startswith("also at 49 more places: /sources/s1/use/0/first_used")


def test_what_two_sections_want_is_asked_for_once() -> None:
    data = manifest({"a": {"kind": "other", "license": "CC0-1.0"}}, models={})
    del data["dataset"]["publisher"]
    asking = {each.code for each in checked(data) if "/dataset/publisher" in each.help}
    assert asking == {"EUA102", "CAB100"}
    asking = {each.code for each in checked(data) if "/models" in each.help}
    assert asking == {"EUA103", "CAB100"}


def test_the_form_speaks_where_the_check_that_it_leaves_the_word_to_does_not_run() -> None:
    source = {"kind": "public_dataset", "license": "CC0-1.0", "modalities": ["text"]}
    data = manifest({"a": {**source, "size": {"tokens": 5}}})
    assert "EUA009" not in {code for code, _ in found(data)}
    alone = found(data, selection=Selection(select=("EUA",)))
    assert ("EUA009", "/sources/a") in alone


def test_another_check_silences_the_form_at_its_own_entry_only() -> None:
    source = {"kind": "public_dataset", "license": "CC0-1.0", "modalities": ["text"]}
    size = {"tokens": 5}
    data = manifest(
        {
            "a": {**source, "size": size},  # SRC001
            "b": {**source, "size": size, "contact": "mailto:data@acme.example"},
        }
    )
    assert {place for code, place in found(data) if code == "EUA009"} == {"/sources/b"}


def test_a_pedantic_check_of_the_same_words_is_not_repeated() -> None:
    data = manifest({}, policies={"illegal_content": "Various filters."})
    assert "EUA012" in {code for code, _ in found(data)}
    assert "EUA012" not in {code for code, _ in found(data, pedantic=True)}


def test_a_remark_on_words_stands_at_the_text_that_has_them() -> None:
    whole = {"kind": "licensed", "license": "CC0-1.0", "modalities": ["text"]}
    data = manifest(
        {"a": {**whole, "content": ["fiction"]}, "b": {**whole, "content": ["law", "some novels"]}}
    )
    assert ("EUA012", "/sources/b/content/1") in found(data)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"title": "Various pages"}, "EUA012"),
        ({"version": "etc"}, "EUA012"),
        ({"description": "Some pages."}, "EUA012"),
        ({"description": "Answers that annotators ranked."}, "EUA028"),
    ],
)
def test_words_are_found_in_the_description_of_any_of_many_data_sets(
    told: dict[str, str], code: str
) -> None:
    small = {"kind": "public_dataset", "license": "CC0-1.0", "modalities": ["text"]}
    sources = {f"s{at:02}": {**small, "size": {"tokens": 1}} for at in range(40)}
    sources["big"] = {**small, "size": {"tokens": 10**6}}
    assert code not in {each for each, _ in found(manifest(sources))}
    sources["s07"] = {**sources["s07"], **told}
    assert code in {each for each, _ in found(manifest(sources))}


def test_a_model_whose_placement_is_a_gap_is_neither_asked_nor_compared() -> None:
    acquired = {"a": {"kind": "other", "license": "CC0-1.0", "retrieved": "2026-02-01"}}
    model = {"provider": "acme", "eu_market": "2026-01-02", "continuous_training": False}
    models: dict[str, dict[str, Any]] = {name: {"name": name, **model} for name in ("A", "B")}
    assert "EUA024" in {code for code, _ in found(manifest(acquired, models=models))}
    models["B"]["eu_market"] = {"withheld": "not yet announced"}
    data = manifest(acquired, models=models)
    assert {"EUA005", "EUA024"}.isdisjoint(code for code, _ in found(data))
    filing = read_filing(filing_json(filed(data)))
    rules = [rule for rule in RULES if rule.code in ("EUA005", "EUA024")]
    assert not list(remarks(filing, rules, TODAY))


def test_labellers_of_whom_nothing_says_what_they_did_leave_section_2_6_open() -> None:
    data = manifest({"a": {"kind": "licensed", "license": "CC0-1.0", "modalities": ["text"]}})
    assert filed(data).answer("eu.2.6.used").value == "No"
    data["labellers"] = {"vendors": {"workforce": "vendor", "phase": ["annotation"]}}
    assert filed(data).answer("eu.2.6.used").value is None
    assert ("EUA111", "/labellers/vendors") in found(data)
    data["labellers"] = {"crowd": {"workforce": "volunteers", "phase": ["annotation"]}}
    assert filed(data).answer("eu.2.6.used").value == "No"


def test_a_tuned_model_may_say_that_it_has_no_base() -> None:
    model: dict[str, Any] = {"name": "Orca Instruct", "eu_market": "2026-01-02"}
    assert ("EUA020", "/models/m/name") in found(manifest({}, models={"m": model}))
    model = {**model, "base": {"none": "trained from scratch"}}
    assert "EUA020" not in {code for code, _ in found(manifest({}, models={"m": model}))}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.trainbib.yaml")), ids=lambda p: p.name)
@pytest.mark.parametrize("regime", regime_names())
def test_a_filing_that_is_read_back_is_remarked_on_as_before(path: Path, regime: str) -> None:
    data: Any = read_document(path).data
    filing = filed(data, regime)
    again = read_filing(json.loads(json.dumps(filing_json(filing))))
    before = [(rule.code, remark) for rule, remark in remarks(filing, RULES, TODAY)]
    after = [(rule.code, remark) for rule, remark in remarks(again, RULES, TODAY)]
    assert before == after


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.trainbib.yaml")), ids=lambda p: p.name)
def test_the_order_of_entries_does_not_matter(path: Path) -> None:
    data: Any = deepcopy(read_document(path).data)
    before = {each.code for each in checked(data)}
    for section in ("sources", "parties", "models", "labellers"):
        if isinstance(data.get(section), dict):
            data[section] = dict(reversed(data[section].items()))
    assert {each.code for each in checked(data)} == before


@pytest.mark.parametrize(
    "sources",
    [
        {"o": {"kind": "public_dataset"}, "p": {"kind": "public_dataset", "url": "https://e.org/"}},
        {"y": {}, "g": {"rights": {"copyright": "public_domain"}}},
        {"a": {"kind": "own_crawl"}, "b": {"kind": "user_data"}, "c": {"size": {"tokens": 5}}},
    ],
)
def test_what_identifies_a_finding_does_not_depend_on_which_source_stands_first(
    sources: dict[str, object],
) -> None:
    marks = {
        tuple(sorted(each.fingerprint for each in checked(manifest(dict(order)))))
        for order in permutations(sources.items())
    }
    assert len(marks) == 1


def test_rules_of_a_form_run_in_its_profile_only() -> None:
    for rule in regime_rules():
        assert len(rule.profiles) == 1
        assert rule.profiles[0] in regime_names()
    data = manifest({"a": {"kind": "other", "license": "CC0-1.0"}})
    assert checked(data, profiles=()) == []
    assert {each.code[:3] for each in checked(data, profiles=("ca-ab2013",))} == {"CAB"}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("/sources", [1, {}]),
        ("/models", {"m": {"name": 1, "versions": {"a": 1}, "base": [1, {}]}}),
        ("/policies", ["x"]),
        ("/labellers", {"l": {"workforce": ["a"], "phase": 3}}),
        ("/sources/x", {"kind": {"a": 1}, "size": {"tokens": 10**400}}),
        ("/sources/a~1b~0c", {"kind": "public_dataset", "size": []}),
        ("/dataset/languages", [{"tag": 1}, 2]),
        ("/dataset/size", {"tokens": "many"}),
        ("/document", {"previous": [1, {"url": 1}], "updated": ["x"]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_data_of_any_shape_is_looked_at(place: str, value: object) -> None:
    assert all(each.message for each in checked(changed(place, value)))
