"""The rules on licences: what is missing, unknown, deprecated, vague, contradictory."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licence_findings import codes, findings, manifest
from minimal import replacement_of
from trainbib.checking import check
from trainbib.configuration import Configuration
from trainbib.diagnostics import Diagnostic
from trainbib.document import parse_document
from trainbib.licensing.spdx import license_list

HERE = "/sources/a/license"


def replacement(found: Diagnostic) -> str | None:
    return replacement_of(found.fix) if found.fix else None


@pytest.mark.parametrize(
    ("license_", "expected"),
    [
        (None, ["/sources/a"]),
        ("", []),  # empty values are SCH005
        ({"none": "published without terms"}, []),
        ({"attribution": "The Museum"}, [HERE]),
        ({"expression": {"unknown": "three texts, all different"}}, []),
        ({"observations": [{"at": "paper", "as_found": "open"}]}, []),
        ({"text": "licence.txt"}, []),
        ("other", []),
    ],
)
def test_what_counts_as_a_licence(license_: object, expected: list[str]) -> None:
    assert [found.pointer for found in findings(manifest(license_), "LIC001")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CC0-1.0", []),
        ("MIT OR Apache-2.0", []),
        ("(MIT or GPL-3.0-only WITH Classpath-exception-2.0) and BSD-3-Clause", []),
        ("LicenseRef-vendor-x", []),
        ("DocumentRef-a:LicenseRef-b", []),
        ("Apache-2.0+", []),
        ("Apache-2", ["LIC002"]),
        ("MIT AND Apache-2", ["LIC002"]),
        ("MIT WITH Classpath-exception", ["LIC002"]),
        ("MTI", ["LIC002"]),
        ("bsd", ["LIC002"]),
        ("MIT/Apache-2.0", ["LIC003"]),
        ("MIT OR", ["LIC003"]),
        ("CC BY 4.0", ["LIC003"]),
        ("https://opensource.org/licenses/MIT", ["LIC003"]),
        ("GPL-3.0", ["LIC004"]),
        ("gpl-3.0", ["LIC004"]),
        ("GPL-2.0+", ["LIC004"]),
        ("GPL-2.0 OR MIT OR LGPL-2.1", ["LIC004", "LIC004"]),
        ("mit", ["LIC005"]),
        ("mit OR apache-2.0", ["LIC005"]),
        ("licenseref-vendor-x", ["LIC005"]),
        ("mit AND Apache-2", ["LIC005", "LIC002"]),
        ("other", ["LIC007"]),
        ("Fair use", ["LIC007"]),
        ("publicly available", ["LIC007"]),
        ("MIT AND custom", ["LIC007"]),
    ],
)
def test_each_fault_has_its_own_check(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@settings(deadline=None)
@given(st.sampled_from([e for e in license_list().licenses.values() if not e.deprecated]))
def test_every_identifier_of_the_list_is_in_order(entry: Any) -> None:
    assert codes(entry.id) == []


@settings(deadline=None)
@given(
    st.sampled_from([e for e in license_list().licenses.values() if not e.deprecated]), st.data()
)
def test_any_other_case_is_repaired_to_that_of_the_list(entry: Any, data: st.DataObject) -> None:
    written = "".join(char.swapcase() if data.draw(st.booleans()) else char for char in entry.id)
    found = findings(manifest(written))
    if written == entry.id:
        assert found == []
    else:
        (only,) = found
        assert only.code == "LIC005"
        assert only.fix is not None
        assert only.fix.safe
        assert replacement_of(only.fix) == entry.id


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_text_gets_a_verdict(text: str) -> None:
    for found in findings(manifest(text)):
        assert found.message
        assert "\n" not in found.message


def test_the_place_inside_the_expression_is_marked() -> None:
    (found,) = findings(manifest("MIT AND (Apache-2.0 & CC0-1.0)"))
    shown, carets = found.notes
    assert shown == "MIT AND (Apache-2.0 & CC0-1.0)"
    assert [i for i, char in enumerate(carets) if char == "^"] == [shown.index("&")]


def test_a_long_expression_is_shown_around_the_fault() -> None:
    text = " OR ".join(["MIT"] * 60) + " / " + " OR ".join(["ISC"] * 60)
    (found,) = findings(manifest(text))
    shown, carets = found.notes
    assert len(shown) < 70
    assert shown[carets.index("^")] == "/"


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("CC BY 4.0", "CC-BY-4.0"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("MIT/Apache-2.0", None),
        ("MIT OR", None),
        ("MIT, and also Apache 2.0", None),
        ("MIT XOR Apache-2.0", None),
        ("MIT NOT Apache-2.0", None),
        ("not MIT", None),
        ("formerly MIT", None),
        ("CC BY 4.0?", None),
        ("The MIT License (MIT)", "MIT"),
        ("Licensed under the terms of the MIT License.", "MIT"),
        ("Creative Commons Attribution 4.0 (CC BY 4.0)", "CC-BY-4.0"),
    ],
)
def test_no_word_is_dropped_by_a_repair(text: str, fix: str | None) -> None:
    (found,) = findings(manifest(text))
    assert found.code == "LIC003"
    assert replacement(found) == fix


@given(
    st.sampled_from(["MIT", "MIT License", "Apache-2.0", "CC BY 4.0", "GPLv3 or later"]),
    st.sampled_from(["not", "no", "formerly", "except images", "unless", "probably", "instead of"]),
    st.sampled_from(["{1} {0}", "{0} {1}", "{0} ({1})", "{0}; {1}"]),
)
def test_a_text_that_says_more_than_a_name_is_not_repaired(name: str, more: str, form: str) -> None:
    for found in findings(manifest(form.format(name, more)), "LIC003"):
        assert found.fix is None


def test_every_licence_that_is_named_is_suggested() -> None:
    (found,) = findings(manifest("MIT XOR Apache-2.0"))
    assert found.help == "did you mean `MIT` or `Apache-2.0`?"


def test_what_cannot_be_shown_is_marked_where_it_stands() -> None:
    (found,) = findings(manifest("\u0007"))
    assert found.notes == ("\ufffd", "^")


def test_a_slash_is_offered_as_choice_and_as_both() -> None:
    (found,) = findings(manifest("MIT/Apache-2.0"))
    assert "`MIT OR Apache-2.0`" in found.help
    assert "`MIT AND Apache-2.0`" in found.help


def test_a_near_miss_is_replaced_where_it_stands() -> None:
    (found,) = findings(manifest("(MIT OR Apache-2) AND CC0-1.0"))
    assert replacement(found) == "(MIT OR Apache-2.0) AND CC0-1.0"
    assert found.fix is not None
    assert not found.fix.safe


def test_the_licensor_chose_between_only_and_or_later() -> None:
    (found,) = findings(manifest("MIT OR GPL-3.0"))
    assert "`GPL-3.0-only`" in found.help
    assert "`GPL-3.0-or-later`" in found.help
    assert found.fix is not None
    assert not found.fix.safe
    assert replacement_of(found.fix) == "MIT OR GPL-3.0-only"


def test_terms_described_under_a_bare_name_are_told_to_be_a_licenseref() -> None:
    data = manifest("vendor-x") | {"licenses": {"vendor-x": {"title": "X", "text": "x.txt"}}}
    found = findings(data, "LIC002")
    assert {one.pointer for one in found} == {"/licenses/vendor-x", HERE}
    assert all("LicenseRef-vendor-x" in one.help for one in found)


@pytest.mark.parametrize("key", ["LicenseRef-x", "MIT", "Classpath-exception-2.0"])
def test_keys_under_licenses_that_are_identifiers(key: str) -> None:
    data = manifest("CC0-1.0") | {"licenses": {key: {"title": "T", "text": "t.txt"}}}
    assert findings(data, "LIC002") == []


def test_statements_of_set_and_document_are_read_too() -> None:
    data = manifest({"observations": [{"at": "paper", "expression": "mit"}]})
    data["dataset"]["license"] = "MTI"
    data["document"] = {"license": {"expression": "open"}}
    assert {(found.code, found.pointer) for found in findings(data)} == {
        ("LIC002", "/dataset/license"),
        ("LIC007", "/document/license/expression"),
        ("LIC005", HERE + "/observations/0/expression"),
    }


def test_one_mistake_in_many_sources_is_one_finding() -> None:
    data = manifest()
    data["sources"] = {f"s{i}": {"kind": "other", "license": "Apache-2"} for i in range(50)}
    (found,) = findings(data, "LIC002")
    assert found.count == 50


CC = "https://creativecommons.org/licenses"


@pytest.mark.parametrize(
    ("expression", "url", "disagree"),
    [
        ("CC-BY-4.0", f"{CC}/by/4.0/", False),
        ("CC-BY-4.0", f"{CC}/by-nc/4.0/legalcode.de", True),
        ("CC-BY-4.0", f"{CC}/by/3.0/", True),
        ("CC-BY-3.0-DE", f"{CC}/by/3.0/de/", False),
        ("CC-BY-4.0", f"{CC}/by/", False),
        ("GPL-3.0-or-later", "https://www.gnu.org/licenses/gpl-3.0.html", False),
        ("GPL-3.0", "https://www.gnu.org/licenses/gpl-3.0.html", False),
        ("MIT", "https://www.gnu.org/licenses/gpl-3.0.html", True),
        ("MIT OR CC-BY-4.0", f"{CC}/by/4.0/", False),
        ("LicenseRef-x AND MIT", f"{CC}/by/4.0/", False),
        ("mit", "https://opensource.org/licenses/MIT", False),
        ("MIT", "https://data.example/LICENSE", False),
        ("Apache-2", f"{CC}/by/4.0/", False),
        ("MIT OR", f"{CC}/by/4.0/", False),
    ],
)
def test_url_and_expression(expression: str, url: str, *, disagree: bool) -> None:
    data = manifest({"expression": expression, "url": url})
    found = [one.pointer for one in findings(data, "LIC006")]
    assert found == ([HERE + "/url"] if disagree else [])


def test_the_url_of_described_terms() -> None:
    data = manifest("CC0-1.0") | {
        "licenses": {
            "MIT": {"title": "MIT", "url": f"{CC}/by/4.0/"},
            "LicenseRef-x": {"title": "X", "url": f"{CC}/by/4.0/"},
        }
    }
    assert [one.pointer for one in findings(data, "LIC006")] == ["/licenses/MIT/url"]


@pytest.mark.parametrize(
    ("license_", "fields", "expected"),
    [
        ("CC-BY-4.0", {}, [HERE]),
        ({"expression": "CC-BY-SA-4.0"}, {}, [HERE]),
        ("CC-BY-4.0 AND CC0-1.0", {}, [HERE]),
        ("CC-BY-4.0 OR CC0-1.0", {}, []),
        ("CC0-1.0", {}, []),
        ("LicenseRef-x", {}, []),
        ("MIT OR", {}, []),
        ({"expression": "CC-BY-4.0", "attribution": "The Museum"}, {}, []),
        ({"expression": "CC-BY-4.0", "attribution": {"unknown": "no name is given"}}, {}, []),
        ("CC-BY-4.0", {"creators": ["p"]}, []),
        ("CC-BY-4.0", {"publisher": {"unknown": "the page is gone"}}, []),
        ("CC-BY-4.0", {"rights": {"holders": [{"party": "p"}]}}, []),
        ("CC-BY-4.0", {"rights": {"unknown": "nobody has asked"}}, []),
        ("CC-BY-4.0", {"rights": {"copyright": "protected"}}, [HERE]),
        ("CC-BY-4.0", {"creators": []}, [HERE]),
    ],
)
def test_to_whom_credit_is_due(
    license_: object, fields: dict[str, Any], expected: list[str]
) -> None:
    found = findings(manifest(license_, **fields), "LIC008")
    assert [one.pointer for one in found] == expected


def claim(*observed: str, expression: str = "", **fields: Any) -> dict[str, Any]:
    stated = {"expression": expression} if expression else {}
    seen = [{"at": "paper", "expression": text} for text in observed]
    return stated | {"observations": seen} | fields


def tagged(*tags: str, expression: str = "", **where: str | None) -> dict[str, Any]:
    place = {"at": "hub_tag", "path": "README.md", "date": "2026-01-02"} | where
    one = {name: value for name, value in place.items() if value is not None}
    stated = {"expression": expression} if expression else {}
    return stated | {"observations": [one | {"expression": tag} for tag in tags]}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (claim("MIT"), []),
        (claim("MIT", "mit"), []),
        (claim("MIT OR ISC", "ISC OR MIT"), []),
        (claim("MIT AND ISC", "ISC OR MIT"), ["1"]),
        (claim("MIT", "MIT", "ISC"), ["2"]),
        (claim("MIT", expression="ISC"), ["0"]),
        (claim("MIT OR ISC", expression="ISC"), []),
        (claim("MIT AND ISC", expression="ISC"), ["0"]),
        (claim("ISC", expression="MIT OR ISC"), ["0"]),
        (claim("MIT", "other", "not a licence at all"), []),
        (claim("GPL-3.0", expression="GPL-3.0-only"), []),
        (claim("MIT", expression="ISC", verified_by="me"), []),
        (claim("MIT", "ISC", verified_by="me"), ["1"]),
        (tagged("MIT", "ISC"), []),
        (tagged("MIT", "ISC", expression="MIT"), ["1"]),
        (tagged("MIT", "ISC", path=None), ["1"]),
        (tagged("MIT", "ISC", date=None), ["1"]),
    ],
)
def test_observations_that_disagree(stated: dict[str, Any], expected: list[str]) -> None:
    found = findings(manifest(stated), "LIC010")
    assert [one.pointer for one in found] == [f"{HERE}/observations/{i}" for i in expected]


def test_words_that_were_found_are_read_as_well() -> None:
    # https://huggingface.co/datasets/databricks/databricks-dolly-15k is under CC BY-SA 3.0; a copy
    # of it bears "cc-by-3.0" in its metadata.
    seen = [
        {"at": "hub_tag", "as_found": "cc-by-3.0"},
        {"at": "dataset_page", "as_found": "Creative Commons Attribution-ShareAlike 3.0"},
    ]
    (found,) = findings(manifest({"observations": seen}), "LIC010")
    assert "CC-BY-3.0" in found.message
    assert "CC-BY-SA-3.0" in found.message
    assert [related.pointer for related in found.related] == [HERE + "/observations/0"]


def test_observations_of_different_parts_do_not_disagree() -> None:
    one = {"at": "paper", "expression": "MIT", "covers": "the code"}
    other = {"at": "dataset_page", "expression": "CC-BY-4.0", "covers": "the texts"}
    same = {**other, "covers": "the code"}
    assert findings(manifest({"observations": [one, other]}), "LIC010") == []
    assert len(findings(manifest({"observations": [one, same]}), "LIC010")) == 1


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("Apache-2", "Apache-2.0"),
        ("CC-BY-4.O", "CC-BY-4.0"),
        ("Apche-2.0", "Apache-2.0"),
        ("GPLv3+", "GPL-3.0-or-later"),
        ("MIT OR GPLv2+", "MIT OR GPL-2.0-or-later"),
        ("CC0-1.0 WITH Classpath-exceptoin-2.0", "CC0-1.0 WITH Classpath-exception-2.0"),
        ("cc-by", None),
        ("bsd", None),
        ("GPLv3", None),
        ("openrail", None),
        ("CC-BY-NC-5.0", None),
        ("Apache-2.1", None),
    ],
)
def test_an_unknown_identifier_is_repaired_without_choosing_a_version(
    text: str, repaired: str | None
) -> None:
    (found,) = findings(manifest(text), "LIC002")
    assert replacement(found) == repaired
    assert found.fix is None or not found.fix.safe


def test_a_licence_under_a_misspelt_name_is_not_missed_twice() -> None:
    said = findings(manifest(lisence="CC0-1.0"), "LIC001", "SCH002")
    assert [found.code for found in said] == ["SCH002"]
    assert [found.code for found in findings(manifest(terms="CC0-1.0"), "LIC001")] == ["LIC001"]


@pytest.mark.parametrize("policy", [{"allow": ["MIT"]}, {"deny": ["CC0-1.0"]}])
def test_the_help_names_keys_that_the_configuration_has(policy: dict[str, list[str]]) -> None:
    told = Configuration().with_values({"licensing": policy}, origin="--config")
    document = parse_document(json.dumps(manifest("CC0-1.0")).encode(), path="trainbib.json")
    (found,) = (f for f in check(document, told.settings(None)).diagnostics if f.code == "LIC014")
    for key in re.findall(r"`licensing\.(\w+)`", found.help):
        Configuration().with_values({"licensing": {key: []}}, origin="--config")


@pytest.mark.parametrize(
    ("text", "columns"),
    [("not MIT", (5, 8)), ("MIT OR (CC0-1.0 MIT)", (17, 20)), ("MIT OR", (5, 7))],
)
def test_where_an_expression_cannot_be_read_is_pointed_at(
    text: str, columns: tuple[int, int]
) -> None:
    head = 'trainbib: "1.0"\ndataset: {name: e, version: "1"}\nsources:\n  a:\n'
    document = parse_document(
        f"{head}    license: {text}\n    kind: other\n".encode(), path="m.yaml"
    )
    (found,) = (each for each in check(document).diagnostics if each.code == "LIC003")
    assert found.span is not None
    before = len("    license: ")
    assert (found.span.column - before, found.span.end_column - before) == columns
