"""The catalogue as a whole: what it says of a check is what the check does, here and in the docs.

That every rule has a module, a page, its place in SPEC.md and vectors is for test_rules.py,
test_vectors.py and test_online_pages.py.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import test_rules
import test_vectors
from online_examples import example_world, run
from trainbib.comparing.changes import KINDS
from trainbib.diagnostics import Severity
from trainbib.disclosure.regimes import regime_rules
from trainbib.profiles import known_profiles
from trainbib.rules import RULES, Rule
from trainbib.schemas import SPEC_VERSION
from trainbib.scoring import PROFILES
from trainbib_cli.app import main

TOP = Path(__file__).parents[1]
CODES = {rule.code for rule in RULES} | {kind.code for kind in KINDS}
ONLINE = [rule for rule in RULES if rule.online]
DOCUMENTS = sorted([*TOP.glob("*.md"), *TOP.glob("docs/*.md"), *TOP.glob("schema/**/*.json")])


def code_of(rule: Rule) -> str:
    return rule.code


def mentioned(text: str) -> set[str]:
    families = {code[:3] for code in CODES}
    return {code for code in re.findall(r"\b[A-Z]{3}\d{3}\b", text) if code[:3] in families}


@pytest.mark.parametrize("rule", RULES, ids=code_of)
def test_a_rule_is_complete(rule: Rule) -> None:
    vectors = json.loads((TOP / "tests/vectors/v1/online.json").read_text())["checks"]
    failing = [
        case
        for case in (vectors if rule.online else test_vectors.VECTORS[rule.code])
        if rule.code in {found["code"] for found in case["diagnostics"]}
    ]
    assert failing or rule.code in test_vectors.OF_FILINGS
    assert rule.page
    assert rule.summary
    assert f"`{rule.code}` | {rule.name} | {rule.severity} |" in (TOP / "SPEC.md").read_text()
    assert f'<a id="{rule.code}"></a>' in (TOP / "docs/rules.md").read_text()


@pytest.mark.parametrize("rule", RULES, ids=code_of)
def test_a_page_says_of_repairs_what_the_rule_offers(rule: Rule) -> None:
    page = " ".join((rule.page or "").split())
    if rule.fix is None:
        assert not re.search(r"\bThe (repair|fix)\b|`trainbib check --fix`", page)
    else:
        assert "No repair is offered" not in page


@pytest.mark.parametrize("rule", RULES, ids=code_of)
def test_a_page_says_when_its_rule_runs(rule: Rule) -> None:
    page = rule.page or ""
    assert [name for name in rule.profiles if f"`{name}`" not in page] == []
    assert ("`--online`" in page) or not rule.online
    assert "pedantic" in page.casefold() or not rule.pedantic


@pytest.mark.parametrize("rule", RULES, ids=code_of)
def test_a_page_and_its_help_cite_checks_that_exist(rule: Rule) -> None:
    assert mentioned(rule.page or "") <= CODES


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_documents_cite_checks_that_exist(path: Path) -> None:
    assert mentioned(path.read_text(encoding="utf-8")) <= CODES


def test_profiles_are_the_same_everywhere() -> None:
    asked = {name for rule in RULES for name in rule.profiles}
    assert asked <= set(PROFILES)
    assert set(known_profiles()) == {*PROFILES, "commercial"}
    assert set(PROFILES) - {"core"} <= asked
    assert "core" not in asked, "what runs in core runs always"


def test_no_rule_is_pedantic_and_of_a_profile() -> None:
    assert [rule.code for rule in RULES if rule.pedantic and rule.profiles] == []


def test_rules_of_a_profile_are_no_errors_but_for_missing_answers() -> None:
    errors = {rule.code for rule in RULES if rule.profiles and rule.severity is Severity.ERROR}
    assert errors - {rule.code for rule in regime_rules()} == {"RGT001"}


def test_a_rule_appeared_in_a_version_that_there_is() -> None:
    released = tuple(map(int, SPEC_VERSION.split(".")))
    for since in {*(rule.since for rule in RULES), *(kind.since for kind in KINDS)}:
        assert tuple(map(int, since.split("."))) <= released


def test_every_online_rule_is_among_the_vectors_and_in_the_page_on_the_network() -> None:
    vectors = json.loads((TOP / "tests/vectors/v1/online.json").read_text())["checks"]
    assert {case["code"] for case in vectors} == {rule.code for rule in ONLINE}
    page = (TOP / "docs/online.md").read_text(encoding="utf-8")
    assert [rule.code for rule in ONLINE if f"`{rule.code}`" not in page] == []


def test_an_online_rule_offers_the_repair_that_it_announces() -> None:
    with example_world() as world:
        for rule in ONLINE:
            offered = {
                "safe" if found.fix.safe else "unsafe"
                for example in rule.examples("fails")
                for found in run(world, example)
                if found.code == rule.code and found.fix is not None
            }
            assert offered == ({rule.fix} if rule.fix else set()), rule.code


def test_exceptions_are_of_rules_that_there_are() -> None:
    assert test_rules.NO_FAILING_EXAMPLE.keys() <= CODES
    assert test_rules.NO_PASSING_EXAMPLE <= CODES
    assert CODES >= test_vectors.OF_FILINGS


def test_programs_are_told_all_that_decides_whether_a_rule_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules", "--json"]) == 0
    listed: dict[str, dict[str, Any]] = {
        each["code"]: each for each in json.loads(capsys.readouterr().out)
    }
    assert listed.keys() == CODES
    for rule in RULES:
        told = listed[rule.code]
        assert told["profiles"] == list(rule.profiles)
        assert (told["online"], told["pedantic"]) == (rule.online, rule.pedantic)
        assert (told["fix"], told["severity"]) == (rule.fix, str(rule.severity))
