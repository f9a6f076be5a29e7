"""Licence flow: the published vectors, the chart of Creative Commons, and the laws of verdicts."""

import json
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest

from licensed_sources import (
    ALL,
    BY,
    CC0,
    NC,
    NC_ND,
    NC_SA,
    ND,
    SA,
    TODAY,
    manifest,
    policy,
    verdict,
)
from trainbib.configuration import Configuration
from trainbib.document import parse_document
from trainbib.licensing.flow import default_uses, judge, policy_in_force
from trainbib.licensing.overrides import override_faults
from trainbib.licensing.verdicts import Mixture, Override, Overrides, Rule, SourceVerdict, Verdict
from trainbib.settings import LicensePolicy

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vectors" / "v1" / "licence-flow.json").read_text(encoding="utf-8")
)


def only(mixture: Mixture) -> SourceVerdict:
    (source,) = mixture.sources
    return source


def stated_by_the_user(attributes: dict[str, Any]) -> Overrides:
    values = {"licensing": {"attributes": attributes}}
    return Configuration().with_values(values, origin="vector").settings().licensing.attributes


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["description"])
def test_the_verdicts_are_those_of_the_vector(case: dict[str, Any]) -> None:
    data: Any = parse_document(case["document"].encode(), path="trainbib.yaml").data
    mixture = judge(
        data,
        LicensePolicy(
            uses=tuple(case["uses"]),
            release=case.get("release", "collection"),
            outbound=case.get("outbound"),
            attributes=stated_by_the_user(case.get("attributes", {})),
        ),
        today=date.fromisoformat(VECTORS["today"]),
    )
    assert str(mixture.verdict) == case["verdict"]
    assert {source.key for source in mixture.sources} == case["sources"].keys()
    for source in mixture.sources:
        expected = case["sources"][source.key]
        assert str(source.verdict) == expected["verdict"]
        found = {
            (each.rule, each.license, each.attribute, each.value) for each in source.deciding()
        }
        assert found == {tuple(reason.values()) for reason in expected["reasons"]}


def test_the_vectors_show_every_rule_and_are_told_apart() -> None:
    cases = VECTORS["cases"]
    shown = {
        reason["rule"]
        for case in cases
        for source in case["sources"].values()
        for reason in source["reasons"]
    }
    assert shown == set(get_args(Rule))
    assert len({case["description"] for case in cases}) == len(cases)


PAIRS = list(product(ALL, ALL))


# https://creativecommons.org/faq/#can-i-combine-material-under-different-creative-commons-licenses-in-my-work
REMIX: dict[str, set[str]] = {
    CC0: {CC0, BY, SA, NC, NC_SA},
    BY: {CC0, BY, SA, NC, NC_SA},
    SA: {CC0, BY, SA},
    NC: {CC0, BY, NC, NC_SA},
    NC_SA: {CC0, BY, NC, NC_SA},
    ND: set(),
    NC_ND: set(),
}


"""Which two works can be made into one."""


# https://creativecommons.org/faq/#if-i-derive-or-adapt-material-offered-under-a-creative-commons-license-which-cc-licenses-can-i-use
ADAPTERS: dict[str, set[str]] = {
    CC0: set(ALL),
    BY: {BY, SA, NC, NC_SA, ND, NC_ND},
    SA: {SA},
    NC: {NC, NC_SA, NC_ND},
    NC_SA: {NC_SA},
    ND: set(),
    NC_ND: set(),
}


"""Which licence an adaptation can have; what the chart does not recommend is left out."""


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_works_go_into_one_adaptation_as_the_chart_of_creative_commons_says(
    one: str, other: str
) -> None:
    found = verdict(one, other, policy=policy("publish_data", release="adaptation"))
    assert found is (Verdict.OK if other in REMIX[one] else Verdict.CONFLICT)


@pytest.mark.parametrize(("work", "outbound"), PAIRS)
def test_an_adaptation_gets_a_licence_as_the_chart_of_creative_commons_says(
    work: str, outbound: str
) -> None:
    found = verdict(work, outbound=outbound, policy=policy("publish_data", release="adaptation"))
    assert found is (Verdict.OK if outbound in ADAPTERS[work] else Verdict.CONFLICT)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_any_works_go_into_one_collection(one: str, other: str) -> None:
    assert verdict(one, other, policy=policy("publish_data")) is Verdict.OK


@pytest.mark.parametrize(("work", "outbound"), PAIRS)
def test_a_collection_must_not_promise_commercial_use_that_a_work_excludes(
    work: str, outbound: str
) -> None:
    found = verdict(work, outbound=outbound, policy=policy("publish_data"))
    assert found is (Verdict.CONFLICT if "NC" in work and "NC" not in outbound else Verdict.OK)


@pytest.mark.parametrize(
    ("work", "outbound", "expected"),
    [
        ("CC-BY-SA-3.0", "CC-BY-SA-4.0", Verdict.OK),
        ("CC-BY-SA-4.0", "CC-BY-SA-3.0", Verdict.CONFLICT),
        ("CC-BY-SA-4.0", "GPL-3.0-only", Verdict.OK),
        ("CC-BY-SA-3.0", "GPL-3.0-only", Verdict.OK),
        ("CC-BY-SA-4.0", "GPL-3.0-or-later", Verdict.CONFLICT),  # version 3 alone was declared
        ("GPL-3.0-only", "CC-BY-SA-4.0", Verdict.CONFLICT),
        ("CC-BY-SA-4.0", "LAL-1.3", Verdict.OK),
        ("LAL-1.3", "CC-BY-SA-4.0", Verdict.OK),
        ("CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0", Verdict.OK),
        ("CC-BY-NC-SA-4.0", "CC-BY-NC-SA-3.0", Verdict.CONFLICT),
        ("CC-BY-SA-3.0-DE", "CC-BY-SA-4.0", Verdict.OK),
        ("LicenseRef-CC-BY-SA-3.0-FR", "CC-BY-SA-4.0", Verdict.OK),
        ("GPL-2.0-or-later", "GPL-3.0-only", Verdict.OK),
        ("GPL-2.0-only", "GPL-3.0-only", Verdict.CONFLICT),
        ("GPL-2.0+", "GPL-2.0-only", Verdict.OK),
        ("CC-BY-SA-1.0", "CC-BY-SA-4.0", Verdict.CONFLICT),  # had no word on later versions
        ("ODC-By-1.0", "ODC-By-1.0", Verdict.OK),
        ("ODC-By-1.0", "CC-BY-4.0", Verdict.REVIEW),
        ("MPL-2.0", "GPL-3.0-only", Verdict.OK),
    ],
)
def test_share_alike_goes_one_way(work: str, outbound: str, expected: Verdict) -> None:
    adapting = policy("publish_data", release="adaptation")
    assert verdict(work, outbound=outbound, policy=adapting) is expected


def test_of_two_that_cannot_go_together_both_are_named() -> None:
    mixture = judge(manifest(SA, NC, BY), policy("publish_data", release="adaptation"), today=TODAY)
    assert [str(source.verdict) for source in mixture.sources] == ["conflict", "conflict", "ok"]
    assert "source `s1` rules out" in mixture.sources[0].reasons[0].text
    assert "source `s0` needs" in mixture.sources[1].reasons[0].text
    assert mixture.choices == ()


def test_the_licences_that_share_alike_leaves_are_named() -> None:
    adapting = policy("publish_data", release="adaptation")
    assert judge(manifest(SA, BY), adapting, today=TODAY).choices[0] == "CC-BY-SA-4.0"
    together = judge(manifest("CC-BY-SA-3.0", "GPL-3.0-or-later"), adapting, today=TODAY)
    assert together.choices == ("GPL-3.0-only", "AGPL-3.0-only")
    assert judge(manifest(BY, NC), adapting, today=TODAY).choices == ()


@pytest.mark.parametrize("evidence", ["", "a letter"])
def test_an_ok_that_rests_on_what_is_said_of_an_addition_names_that(evidence: str) -> None:
    data = manifest("MIT WITH AdditionRef-x")
    known: Overrides = {"AdditionRef-x": {"redistribution": Override("yes", evidence)}}
    source = only(judge(data, policy("train"), today=TODAY, overrides=known))
    assert source.verdict is Verdict.OK
    (told,) = (each for each in source.reasons if each.license == "AdditionRef-x")
    said = evidence or "no evidence is given"
    assert str(told.origin) == f"configuration, licensing.attributes.AdditionRef-x ({said})"
    data["licenses"] = {"AdditionRef-x": {"title": "X", "permits": ["training"]}}
    source = only(judge(data, policy("train"), today=TODAY))
    assert source.verdict is Verdict.OK
    (told,) = (each for each in source.reasons if each.license == "AdditionRef-x")
    assert told.origin.where == "/licenses/AdditionRef-x/permits"


def test_terms_of_an_addition_are_judged_with_the_licence() -> None:
    data = manifest("MIT WITH AdditionRef-x")
    entry: dict[str, object] = {"title": "X", "requires": ["a dance"], "expires": "2026-11-21"}
    data["licenses"] = {"AdditionRef-x": entry}
    source = only(judge(data, policy("train"), today=TODAY))
    assert {(each.rule, each.license) for each in source.reasons if each.verdict} == {
        ("requirement", "MIT WITH AdditionRef-x"),
        ("term", "MIT WITH AdditionRef-x"),
    }
    entry["expires"] = "2026-11-22"
    assert only(judge(data, policy("train"), today=TODAY)).verdict is Verdict.REVIEW


def test_a_licence_of_the_set_with_an_addition_promises_what_nobody_knows() -> None:
    adapted = policy("publish_data", release="adaptation")
    for outbound, expected in (
        (SA, Verdict.OK),
        (f"{SA} WITH AdditionRef-x", Verdict.REVIEW),
        (f"{SA} WITH Classpath-exception-2.0", Verdict.OK),
        (BY, Verdict.CONFLICT),
    ):
        assert verdict(SA, policy=adapted, outbound=outbound) is expected, outbound
    same = f"{SA} WITH AdditionRef-x"
    licenses = {"AdditionRef-x": {"title": "X", "permits": ["training"]}}
    assert verdict(same, policy=adapted, outbound=same, licenses=licenses) is Verdict.OK
    assert verdict(SA, policy=adapted, outbound=same, licenses=licenses) is Verdict.REVIEW


def described(**attributes: object) -> dict[str, object]:
    return {"LicenseRef-x": {"title": "X", "attributes": attributes}}


def test_an_attribute_of_the_manifest_comes_with_its_evidence() -> None:
    claim = {"value": "allowed", "evidence": "https://x.example/mail", "date": "2026-03-01"}
    data = manifest("LicenseRef-x", licenses=described(training=claim))
    source = only(judge(data, policy("train"), today=TODAY))
    assert source.verdict is Verdict.OK
    assert source.reasons[0].origin.kind == "manifest"
    assert source.reasons[0].origin.where == "/licenses/LicenseRef-x/attributes"
    assert source.reasons[0].origin.evidence == "https://x.example/mail, 2026-03-01"


def test_truth_values_are_yes_and_no() -> None:
    data = manifest(
        "LicenseRef-x",
        licenses=described(commercial_use={"value": False, "evidence": "clause 4"}),
    )
    source = only(judge(data, policy("commercial"), today=TODAY))
    assert source.verdict is Verdict.CONFLICT
    allowed = {"LicenseRef-x": {"commercial_use": True}}
    again = only(judge(data, policy("commercial"), today=TODAY, overrides=allowed))
    assert again.verdict is Verdict.OK


def test_the_configuration_has_the_last_word_and_its_evidence_is_told() -> None:
    data = manifest("LicenseRef-x", licenses=described(training={"value": "prohibited"}))
    known: Overrides = {"licenseref-x": {"training": Override("allowed", "a letter", "2026-05")}}
    source = only(judge(data, policy("train"), today=TODAY, overrides=known))
    assert source.verdict is Verdict.OK
    assert str(source.reasons[0].origin) == (
        "configuration, licensing.attributes.licenseref-x (a letter, 2026-05)"
    )


def test_a_value_that_an_attribute_cannot_have_counts_as_not_known() -> None:
    data = manifest("LicenseRef-x", licenses=described(training={"value": "sure"}))
    assert judge(data, policy("train"), today=TODAY).verdict is Verdict.REVIEW
    known = {"MIT": {"training": "sure", "comercial_use": "yes"}, "ISC": {"derivatives": "no"}}
    faults = override_faults(known)
    assert len(faults) == 2
    assert "`training` cannot be `sure`" in faults[0]
    assert "did you mean" not in faults[0]
    assert "commercial_use" in faults[1]


def test_a_set_that_names_no_use_is_judged_for_training_and_as_far_as_it_is_licensed() -> None:
    assert default_uses(manifest(BY)) == ("train",)
    assert default_uses(manifest(BY, outbound={"none": "each has its own"})) == ("train",)
    assert default_uses(manifest(BY, outbound=BY)) == ("train", "publish_data")
    mixture = judge(manifest(NC, outbound=BY), today=TODAY)
    assert (mixture.outbound, mixture.outbound_by) == (BY, "manifest")
    assert mixture.verdict is Verdict.CONFLICT


def test_rules_judge_only_where_uses_are_known() -> None:
    data = manifest(BY, outbound=BY)
    assert policy_in_force(data, LicensePolicy(), ["complete"]) is None
    found = policy_in_force(data, LicensePolicy(), ["commercial"])
    assert found is not None
    assert found.uses == ("train", "publish_data", "commercial")
    found = policy_in_force(data, policy("train"), ["commercial"])
    assert found is not None
    assert found.uses == ("train", "commercial")


@pytest.mark.parametrize(
    ("name", "license_"),
    [
        ("GPT-4", "LicenseRef-scancode-openai-tou-20241211"),
        ("ChatGPT", "LicenseRef-scancode-openai-tou-20241211"),
        ("text-davinci-003", "LicenseRef-scancode-openai-tou-20241211"),
        ("meta-llama/Llama-3.1-405B-Instruct", "LicenseRef-scancode-llama-3.1-license-2024"),
        ("Llama 2 70B", "LicenseRef-scancode-llama-2-license-2023"),
        ("Meta-Llama-3-8B", "LicenseRef-llama-3-license-2024"),
        ("gemma-2-27b", "LicenseRef-scancode-gemma-tou-2024-04-01"),
        ("Claude 3 Opus", "LicenseRef-Anthropic-terms"),
        ("gpt-oss-120b", None),
        ("GPT-J 6B", None),
        ("GPT-2", None),
        ("DeepSeek-R1", None),
        ("Qwen2.5-72B", None),
        ("Skipper 70B", None),
    ],
)
def test_terms_of_models_hold_for_what_they_make(name: str, license_: str | None) -> None:
    data = manifest(CC0)
    data["sources"] = {
        "s": {
            "kind": "synthetic",
            "license": CC0,
            "synthetic": {"generators": [{"name": name}]},
        }
    }
    source = only(judge(data, policy("train"), today=TODAY))
    assert {reason.license for reason in source.reasons} == {CC0, name, license_} - {None}
    assert source.verdict is (Verdict.REVIEW if license_ else Verdict.OK)


def test_a_licence_of_models_on_data_asks_which_model() -> None:
    data = manifest("LicenseRef-scancode-llama-3.1-license-2024")
    source = only(judge(data, policy("train"), today=TODAY))
    assert {reason.rule for reason in source.deciding()} == {"training", "generator"}


def test_an_agreement_that_has_ended_is_a_conflict() -> None:
    data = manifest(CC0)
    term: dict[str, object] = {"to": "2026-10"}
    data["sources"] = {
        "s": {"kind": "licensed", "license": CC0, "agreement": {"term": term}},
    }
    assert judge(data, policy("train"), today=TODAY).verdict is Verdict.CONFLICT
    term["ongoing"] = True
    assert judge(data, policy("train"), today=TODAY).verdict is Verdict.OK


def test_many_sources_of_one_licence_share_their_reasons() -> None:
    mixture = judge(manifest(*[BY] * 3000), policy("train"), today=TODAY)
    assert len({id(source.reasons) for source in mixture.sources}) == 1


def test_what_an_observation_adds_is_not_said_of_the_conclusion() -> None:
    disputed = {
        "expression": "CC-BY-SA-4.0",
        "observations": [{"at": "dataset_page", "expression": "CC-BY-NC-SA-4.0"}],
    }
    data = manifest(disputed, outbound="CC-BY-SA-4.0")
    source = only(judge(data, policy("publish_data"), today=TODAY))
    assert source.license == "CC-BY-SA-4.0 / CC-BY-NC-SA-4.0"
    assert [reason.license for reason in source.deciding()] == ["CC-BY-NC-SA-4.0"]


@pytest.mark.parametrize(
    ("license_", "text"),
    [
        ({"unknown": "asked"}, "no licence is stated; unknown: asked"),
        ({"expression": {"unknown": "asked"}}, "no licence is concluded; unknown: asked"),
    ],
)
def test_a_gap_says_whether_nothing_is_stated_or_nothing_concluded(
    license_: dict[str, object], text: str
) -> None:
    source = only(judge(manifest(license_), policy("train"), today=TODAY))
    assert [reason.text for reason in source.deciding()] == [text]


def test_of_a_choice_the_one_with_least_against_it_is_judged_wherever_it_stands() -> None:
    uses = LicensePolicy(uses=("commercial", "publish_data"))
    for choice in ("CC-BY-NC-4.0 OR MIT", "MIT OR CC-BY-NC-4.0"):
        data = {
            "trainbib": "1.0",
            "dataset": {"name": "e", "version": "1", "license": "CC-BY-4.0"},
            "sources": {"a": {"kind": "other", "license": choice}},
        }
        source = only(judge(data, uses, today=TODAY))
        assert {(each.license, each.attribute) for each in source.deciding()} == {
            ("MIT", "attribution")
        }
