"""The frame of the rules: nothing forgotten, pages complete, examples true."""

import pkgutil
import re
from datetime import date
from importlib import import_module
from itertools import groupby
from pathlib import Path
from types import ModuleType

import pytest

import trainbib.rules
from minimal import overlaid
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic, Severity
from trainbib.disclosure.regimes import regime_names, regime_package, regime_rules
from trainbib.document import parse_document
from trainbib.rules import RULES, Rule, rule_of
from trainbib.settings import Settings

TODAY = date(2026, 11, 22)
KEY_PATTERN = "[a-z]+-[0-9]{4}"

OFFLINE = [rule for rule in RULES if not rule.online]
"""The examples of the others run against servers, in test_online_pages.py."""

OF_FORMS = {rule.code for rule in regime_rules()}
"""The checks of legal forms. They ask for a whole form, of which a fragment lacks most."""

NO_FAILING_EXAMPLE = {
    "PAR002": "bytes that are not UTF-8 cannot stand in a page",
    "REF003": "needs an inventory beside the manifest",
    "REF010": "needs an inventory beside the manifest",
    "REF012": "needs a manifest upstream",
    "FIL001": "needs a folder of files",
    "FIL002": "needs a folder of files",
    "FIL004": "needs an inventory beside the manifest",
    "FIL006": "needs an inventory beside the manifest",
    "FIL007": "needs an inventory beside the manifest",
    "FIL008": "needs an inventory beside the manifest",
    "FIL010": "needs an inventory beside the manifest",
    "FIL011": "needs an inventory beside the manifest",
    "FIL012": "needs a file that changes while it is read",
    "HSH001": "needs a folder of files",
    "HSH002": "needs a folder of files",
    "HSH006": "needs a folder of files",
    "HSH007": "needs an inventory beside the manifest",
    "CON003": "needs the manifest of the version before",
    "CON005": "needs a folder with a metadata file",
    "LIC014": "needs a policy",
    "EUA002": "needs a filing: SCH003 holds a manifest to true and false",
    "EUA004": "needs a filing: in a manifest Yes and No follow from the sources",
    "EUA011": "needs a filing: SCH004 and SRC010 hold a manifest to modalities and units",
    "EUA023": "needs a filing: SRC014 says it of a manifest",
    "EUA025": "needs a filing: CON009 says it of a manifest",
    "EUA026": "needs a filing: every source of a manifest is of the one sort or the other",
    "CAB001": "needs a filing: from a manifest these answers are worked out",
    "CAB112": "needs a filing: from a manifest the answer is worked out",
    "COP001": "needs a filing: from a manifest the boxes are worked out",
    "COP102": "needs a filing: from a manifest the answer is worked out",
    "FMT001": "needs a filing: from a manifest the methods are worked out",
    "FMT003": "needs a filing: from a manifest each indicator has the same sources",
    "DSH002": "needs a filing: from a manifest Yes and No are worked out",
}
NO_PASSING_EXAMPLE = NO_FAILING_EXAMPLE.keys() - {"PAR002", "REF003", "REF010"}
SECTIONS = ("What it does:", "Why it matters:", "Fails", "Passes", "How to fix:", "Source:")


def rule_modules() -> dict[str, list[ModuleType]]:
    """Return the rule modules of each family, in the order of their names."""
    modules: dict[str, list[ModuleType]] = {}
    for family in pkgutil.iter_modules(trainbib.rules.__path__, "trainbib.rules."):
        if not family.ispkg:
            continue
        package = import_module(family.name)
        for found in pkgutil.iter_modules(package.__path__, f"{family.name}."):
            if re.match(r"[a-z]{3}\d{3}_", found.name.rpartition(".")[2]):
                modules.setdefault(family.name[-3:].upper(), []).append(import_module(found.name))
    for name in regime_names():
        package = import_module(f"{regime_package(name)}.rules")
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            code = re.match(r"([a-z]{3})\d{3}_", found.name.rpartition(".")[2])
            if code:
                modules.setdefault(code[1].upper(), []).append(import_module(found.name))
    return modules


MODULES = [module for modules in rule_modules().values() for module in modules]


def short_name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def run(text: str, folder: Path) -> tuple[Diagnostic, ...]:
    manifest = folder / "trainbib.yaml"
    manifest.write_text(text, encoding="utf-8")
    report = check(manifest, Settings(today=TODAY, pedantic=True, key_pattern=KEY_PATTERN))
    return report.diagnostics


def whole(example: str) -> str:
    return example if example.startswith("trainbib:") else overlaid(example)


def test_every_module_of_a_rule_is_in_the_list_and_no_other_rule_is() -> None:
    assert {id(module.RULE) for module in MODULES} == {id(rule) for rule in RULES}
    assert len(MODULES) == len(RULES)


def test_codes_and_names_are_used_once() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_families_stand_together_and_codes_ascend_in_them() -> None:
    families = [family for family, _ in groupby(RULES, key=lambda rule: rule.family)]
    assert len(set(families)) == len(families)
    for family in families:
        codes = [rule.code for rule in RULES if rule.family == family]
        assert codes == sorted(codes)
        assert family in rule_modules()


def test_a_rule_is_found_by_its_code() -> None:
    assert all(rule_of(rule.code) is rule for rule in RULES)
    with pytest.raises(KeyError):
        rule_of("REF000")


@pytest.mark.parametrize("module", MODULES, ids=short_name)
def test_a_module_is_called_after_the_code_and_the_name_of_its_rule(module: ModuleType) -> None:
    rule: Rule = module.RULE
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert short_name(module) == f"{rule.code.lower()}_{rule.name.replace('-', '_')}"
    assert rule.page == module.__doc__


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_has_all_its_sections_in_order(rule: Rule) -> None:
    assert rule.page is not None
    places = [rule.page.find(f"\n{section}") for section in SECTIONS]
    assert -1 not in places
    assert places == sorted(places)
    assert rule.page.splitlines()[0].endswith(".")
    assert rule.summary
    assert not rule.summary.endswith(".")
    source = rule.page.partition("\nSource:")[2]
    assert source.strip() if rule.code in OF_FORMS else "SPEC.md, section" in source


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_that_finds_by_itself_has_a_function_and_others_have_none(rule: Rule) -> None:
    assert (rule.find is not None) is (rule.origin == "rule")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_has_examples_unless_its_fault_cannot_be_shown_in_one(rule: Rule) -> None:
    assert bool(rule.examples("fails")) is (rule.code not in NO_FAILING_EXAMPLE)
    assert bool(rule.examples("passes")) is (rule.code not in NO_PASSING_EXAMPLE)


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, example) for rule in OFFLINE for example in rule.examples("fails")],
    ids=lambda value: value.code if isinstance(value, Rule) else "",
)
def test_an_example_that_fails_does(rule: Rule, example: str, tmp_path: Path) -> None:
    found = [finding for finding in run(whole(example), tmp_path) if finding.code == rule.code]
    assert found
    for finding in found:
        assert finding.severity is rule.severity
        assert finding.name == rule.name
        assert finding.help
        if finding.fix is not None:
            assert rule.fix == ("safe" if finding.fix.safe else "unsafe")


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, example) for rule in OFFLINE for example in rule.examples("passes")],
    ids=lambda value: value.code if isinstance(value, Rule) else "",
)
def test_an_example_that_passes_does(rule: Rule, example: str, tmp_path: Path) -> None:
    found = run(whole(example), tmp_path)
    assert rule.code not in {finding.code for finding in found}
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    assert [finding for finding in errors if finding.code not in OF_FORMS] == []


def test_pedantic_rules_run_only_when_they_are_asked_for() -> None:
    text = overlaid("sources:\n  a: {kind: other, license: CC0-1.0}\n").encode()
    document = parse_document(text, path="trainbib.yaml")
    plain = check(document, Settings(today=TODAY, key_pattern=KEY_PATTERN))
    pedantic = check(document, Settings(today=TODAY, key_pattern=KEY_PATTERN, pedantic=True))
    assert plain.diagnostics == ()
    assert [finding.code for finding in pedantic.diagnostics] == ["KEY004"]


def test_the_specification_cites_every_code() -> None:
    text = (Path(__file__).parents[1] / "SPEC.md").read_text(encoding="utf-8")
    assert [rule.code for rule in RULES if f"`{rule.code}`" not in text] == []
