"""The rules about licences together, and with what is meant to be done."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licence_findings import TODAY, findings, manifest
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic
from trainbib.document import parse_document
from trainbib.settings import LicensePolicy, Settings


def judged(
    data: dict[str, Any], *, profiles: tuple[str, ...] = (), **policy: Any
) -> list[Diagnostic]:
    document = parse_document(json.dumps(data).encode(), path="trainbib.json")
    settings = Settings(today=TODAY, licensing=LicensePolicy(**policy), profiles=profiles)
    codes_ = {"LIC011", "LIC012", "LIC014", "LIC015"}
    return [found for found in check(document, settings).diagnostics if found.code in codes_]


def test_a_conflict_names_the_attribute_its_value_and_where_that_is_from() -> None:
    data = manifest("CC-BY-NC-4.0", publisher={"unknown": "not said"})
    (found,) = judged(data, uses=("commercial",))
    assert found.code == "LIC012"
    assert found.message == "source `a` is under `CC-BY-NC-4.0`: commercial use is excluded"
    assert found.notes[0].startswith("`CC-BY-NC-4.0`: non_commercial is `yes`, from table, https:")


def test_where_only_credit_is_missing_nobody_is_told_to_take_the_source_out() -> None:
    (found,) = judged(manifest("CC-BY-4.0"), uses=("publish_data",))
    assert found.code == "LIC012"
    assert found.label == "asks for credit"
    assert "`creators`" in found.help
    assert "take the source out" not in found.help
    (both,) = judged(manifest("CC-BY-NC-4.0"), uses=("publish_data", "commercial"))
    assert both.label == "excludes the use"
    assert "take the source out" in both.help
    assert "`creators`" in both.help


def test_what_two_observed_licences_lead_to_is_said_once() -> None:
    observations = [{"at": "hub_tag", "expression": each} for each in ("CC-BY-4.0", "CC-BY-SA-4.0")]
    data = manifest({"observations": observations}, publisher={"unknown": "not said"})
    (found,) = judged(data, uses=("publish_data",))
    assert found.code == "LIC015"
    assert "`CC-BY-4.0 / CC-BY-SA-4.0`" in found.message
    assert found.message.count("asks for credit") == 1


def test_conflicts_of_one_licence_are_one_finding() -> None:
    data = manifest()
    data["sources"] = {
        f"s{number}": {"kind": "other", "license": "CC-BY-NC-4.0", "publisher": {"unknown": "x"}}
        for number in range(5)
    }
    (found,) = judged(data, uses=("commercial",))
    assert found.count == 5


def test_the_licence_of_the_set_and_the_use_are_two_findings() -> None:
    data = manifest("CC-BY-NC-4.0", publisher={"unknown": "not said"})
    data["dataset"]["license"] = "MIT"
    found = judged(data, profiles=("commercial",))
    assert [each.code for each in found] == ["LIC011", "LIC012"]
    assert judged(data) == []


def test_a_term_that_has_ended_is_told_by_its_own_rule_alone() -> None:
    data = manifest({"expression": "CC0-1.0", "expires": "2025"})
    assert judged(data, uses=("train",)) == []
    (found,) = findings(data, "LIC013")
    assert found.pointer == "/sources/a/license/expires"


def test_what_the_user_knows_better_settles_a_finding() -> None:
    data = manifest("LicenseRef-x", publisher={"unknown": "not said"})
    assert [found.code for found in judged(data, uses=("train",))] == ["LIC015"]
    assert judged(data, uses=("train",), attributes={"LicenseRef-x": {"training": "allowed"}}) == []


def test_what_a_manifest_says_in_its_own_favour_is_shown_with_its_evidence() -> None:
    data = manifest("CC-BY-NC-4.0", publisher={"unknown": "not said"})
    claim = {"value": False, "evidence": "because I say so"}
    data["licenses"] = {"CC-BY-NC-4.0": {"title": "x", "attributes": {"non_commercial": claim}}}
    (found,) = judged(data, uses=("commercial",))
    assert found.code == "LIC015"
    assert "where the table has `yes`" in found.message
    (note,) = found.notes
    assert note.startswith("`CC-BY-NC-4.0`: non_commercial is `no`, from manifest, /licenses/")
    assert note.endswith("/attributes (because I say so)")
    assert found.help.startswith("look at the evidence")
    accepted = {"CC-BY-NC-4.0": {"non_commercial": "no"}}
    assert judged(data, uses=("commercial",), attributes=accepted) == []
    data["dataset"]["license"] = "CC-BY-4.0"
    (found,) = judged(data, uses=("commercial", "publish_data"))
    assert "only the manifest says so" in found.message
    assert "configuration" not in found.message, "that is what the help is for"
    facts = [note for note in found.notes if "non_commercial" in note]
    assert len(facts) == 1, "one fact that answers two questions"


def test_what_to_do_names_both_where_some_of_it_is_only_said_and_some_not_known() -> None:
    data = manifest("CC-BY-NC-4.0 AND LicenseRef-x", publisher={"unknown": "not said"})
    claim = {"value": False, "evidence": "because I say so"}
    data["licenses"] = {
        "CC-BY-NC-4.0": {"title": "x", "attributes": {"non_commercial": claim}},
        "LicenseRef-x": {"title": "y"},
    }
    (found,) = judged(data, uses=("commercial",))
    assert found.help.startswith("find out, and write it down")
    assert found.help.endswith("accept it under `licensing.attributes` in the configuration")


def test_a_policy_lets_in_what_can_be_chosen_and_names_what_it_keeps_out() -> None:
    (found,) = judged(manifest("MIT AND GPL-3.0-only"), denied=("gpl-3.0-only",))
    assert "does not let in `GPL-3.0-only` of `MIT AND GPL-3.0-only`" in found.message
    assert found.label == "denied"
    assert judged(manifest("MIT OR GPL-3.0-only"), denied=("GPL-3.0-only",)) == []
    (found,) = judged(manifest("Apache-2.0"), allowed=("MIT",))
    assert found.label == "not among those allowed"


@pytest.mark.parametrize(
    "license_", [None, {"unknown": "not looked up"}, "no licence at all", "other"]
)
def test_a_list_of_what_is_allowed_does_not_let_in_what_is_not_known(license_: object) -> None:
    assert len(judged(manifest(license_), allowed=("MIT",))) == 1
    assert judged(manifest(license_), allowed=("MIT", "noassertion")) == []
    assert judged(manifest(license_), denied=("MIT",)) == []


def test_credit_is_asked_for_by_what_the_manifest_and_the_user_say_of_a_licence() -> None:
    data = manifest("LicenseRef-x")
    data["licenses"] = {"LicenseRef-x": {"title": "X", "requires": ["attribution"]}}
    assert len(findings(data, "LIC008")) == 1
    document = parse_document(json.dumps(data).encode(), path="trainbib.json")
    known = LicensePolicy(attributes={"LicenseRef-x": {"attribution": "no"}})
    report = check(document, Settings(today=TODAY, licensing=known))
    assert "LIC008" not in {found.code for found in report.diagnostics}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["MIT", "2025", "unknown", ""]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["unknown", "expression", "observations", "expires", "term", "to"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
parts = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("kind", "license", "agreement", "rights", "synthetic", "creators"), anything
    ),
)


@settings(deadline=None)
@given(parts, anything)
def test_whatever_stands_there_a_policy_finds_no_end_of_the_program(
    source: dict[str, Any], terms: object
) -> None:
    data = manifest()
    data["sources"] = {"a": source}
    data["licenses"] = {"LicenseRef-x": terms, "MIT": {"attributes": terms, "requires": terms}}
    document = parse_document(json.dumps(data).encode(), path="trainbib.json")
    licensing = LicensePolicy(uses=("train", "publish_data"), allowed=("MIT",), denied=("ISC",))
    settings = Settings(today=TODAY, licensing=licensing, profiles=("complete", "commercial"))
    assert check(document, settings, places=False).sources == 1
