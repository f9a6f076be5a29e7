"""The pages and the vectors of the rules that ask the network; and that nothing else asks it."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from minimal import overlaid
from online_examples import REGISTRIES, THERE, TODAY, example_world, run, source
from online_world import PUBLIC, Page, World, serving
from trainbib.checking import check
from trainbib.diagnostics import Severity
from trainbib.document import parse_document
from trainbib.rules import RULES, Rule
from trainbib.rules.net import NET_RULES
from trainbib.settings import Settings


@pytest.fixture
def world() -> Generator[World]:
    with example_world() as world:
        yield world


ONLINE = [rule for rule in RULES if rule.online]


def test_all_the_rules_of_the_family_ask_the_network_and_no_others_do() -> None:
    assert tuple(ONLINE) == NET_RULES
    assert {rule.code for rule in NET_RULES if rule.pedantic} == {"NET005", "NET012"}


@pytest.mark.parametrize("rule", ONLINE, ids=lambda rule: rule.code)
def test_the_example_of_a_page_that_fails_does(world: World, rule: Rule) -> None:
    for example in rule.examples("fails"):
        found = [finding for finding in run(world, example) if finding.code == rule.code]
        assert found
        for finding in found:
            assert (finding.severity, finding.name) == (rule.severity, rule.name)
            assert finding.help
            if finding.fix is not None:
                assert rule.fix == ("safe" if finding.fix.safe else "unsafe")
    assert rule.examples("fails")


@pytest.mark.parametrize("rule", ONLINE, ids=lambda rule: rule.code)
def test_the_example_of_a_page_that_passes_does(world: World, rule: Rule) -> None:
    for example in rule.examples("passes"):
        found = run(world, example)
        assert rule.code not in {finding.code for finding in found}
        assert [finding for finding in found if finding.severity is Severity.ERROR] == []
    assert rule.examples("passes")


VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vectors" / "v1" / "online.json").read_text(encoding="utf-8")
)


def name_of(case: dict[str, Any]) -> str:
    return f"{case['code']}: {case['description']}"


@pytest.mark.parametrize("case", VECTORS["checks"], ids=name_of)
def test_the_findings_are_exactly_those_of_the_vector(case: dict[str, Any]) -> None:
    world = World()
    for url, page in case["network"].items():
        asked = url.replace("https://", "http://")  # the registries of the tests have no TLS
        world.put(asked, Page(page["status"], page["body"].encode(), page["headers"]))
    world.names |= {host: [addresses] for host, addresses in case["names"].items()}
    for host in ("data.example", *REGISTRIES):
        world.names.setdefault(host, [[PUBLIC]])
    settings = Settings(
        today=TODAY,
        pedantic=case["pedantic"],
        online=world.settings(allowed_hosts=frozenset(VECTORS["allowed_hosts"])),
    )
    with serving(world):
        found = check(parse_document(case["document"].encode()), settings).diagnostics
    expected = Counter((each["code"], each["pointer"]) for each in case["diagnostics"])
    net = [finding for finding in found if finding.code.startswith("NET")]
    assert Counter((finding.code, finding.pointer) for finding in net) == expected


def test_every_check_has_a_vector_that_fails_and_one_that_passes() -> None:
    for rule in ONLINE:
        outcomes = {
            rule.code in {each["code"] for each in case["diagnostics"]}
            for case in VECTORS["checks"]
            if case["code"] == rule.code
        }
        assert outcomes == {True, False}
    assert len({name_of(case) for case in VECTORS["checks"]}) == len(VECTORS["checks"])


def test_without_leave_nothing_is_asked(world: World) -> None:
    fragment = source('url: "http://data.example/gone/", ids: {doi: 10.5281/zenodo.0}')
    document = parse_document(overlaid(fragment).encode(), path="trainbib.yaml")
    assert check(document, Settings(today=TODAY, pedantic=True)).diagnostics == ()
    assert world.asked == []


def test_without_leave_not_even_the_means_are_loaded() -> None:
    program = (
        "import sys, trainbib, trainbib.document; from trainbib.settings import Settings;"
        f"trainbib.check(trainbib.document.parse_document({overlaid('').encode()!r}), Settings());"
        "print([m for m in sys.modules if m.split('.')[0] in {'requests', 'urllib3', 'idna'}"
        " or m.startswith('trainbib.online')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_what_no_rule_wants_to_know_is_not_asked(world: World) -> None:
    fragment = source(f'url: "{THERE}", ids: {{doi: 10.5281/zenodo.1}}, retrieved: 2024-11-03')
    run(world, fragment, "NET002")
    assert {asked.url.split("/")[2] for asked in world.asked} == {"doi.org"}
    world.asked.clear()
    run(world, fragment, "NET001", "NET004")
    assert {asked.url.split("/")[2] for asked in world.asked} == {"data.example"}
    world.asked.clear()
    run(world, fragment, pedantic=False)
    assert "web.archive.org" not in {asked.url.split("/")[2] for asked in world.asked}
