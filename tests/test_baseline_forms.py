"""Baselines of what forms of laws ask: known by check and question, as often as it is asked."""

from dataclasses import replace
from datetime import date

import pytest

from trainbib.baseline import Baseline, fingerprints
from trainbib.checking import Report, check
from trainbib.document import parse_document
from trainbib.settings import Settings

HEAD = 'trainbib: "1.0"\ndataset: {name: e, version: "1"}\n'
SETTINGS = Settings(today=date(2026, 11, 22))


def report(profile: str, *sources: str) -> Report:
    entries = "".join(f"  {source}\n" for source in sources)
    text = f"{HEAD}profiles: [{profile}]\nsources:\n{entries}"
    return check(parse_document(text.encode(), path="m.yaml"), SETTINGS)


def fresh(before: Report, after: Report) -> set[str]:
    return {found.code for found in Baseline().taken([before]).applied(after).diagnostics}


def source(key: str, more: str = "") -> str:
    return f"{key}: {{kind: other, license: CC0-1.0{more}}}"


ASKED = {f"CAB1{number:02d}" for number in (1, 3, 4, 5, 7, 8, 10, 11)}


@pytest.mark.parametrize("at", [0, 1, 2])
def test_what_a_further_source_lacks_is_new_wherever_it_stands(at: int) -> None:
    known = [source("a"), source("b")]
    more = [*known[:at], source("zz"), *known[at:]]
    before, after = report("ca-ab2013", *known), report("ca-ab2013", *more)
    assert {found.code for found in before.diagnostics} >= ASKED
    assert fresh(before, after) >= ASKED


@pytest.mark.parametrize("left", ["a", "b"])
def test_nothing_is_new_where_a_source_is_gone(left: str) -> None:
    before = report("ca-ab2013", source("a"), source("b"))
    assert fresh(before, report("ca-ab2013", source(left))) == set()


def test_nothing_is_new_where_one_question_is_answered() -> None:
    before = report("ca-ab2013", source("a"), source("b"))
    answered = source("a", ", rights: {copyright: protected}")
    new = fresh(before, report("ca-ab2013", answered, source("b")))
    assert {code for code in new if code[:3] in FORMS} <= {"CAB002"}


def test_a_second_crawl_that_says_nothing_is_new() -> None:
    one = "web: {kind: own_crawl, license: CC0-1.0}"
    two = "more: {kind: own_crawl, license: CC0-1.0}"
    assert {"EUA008", "EUA108"} <= fresh(report("eu-ai-act", one), report("eu-ai-act", one, two))


@pytest.mark.parametrize("profile", ["ca-ab2013", "eu-ai-act"])
def test_order_and_keys_of_sources_do_not_matter(profile: str) -> None:
    crawl = "own: {kind: own_crawl, license: CC0-1.0}"
    sources = [source("a"), crawl, source("b", ", size: {records: 5}")]
    known = asked(report(profile, *sources))
    assert known
    assert asked(report(profile, *reversed(sources))) == known
    renamed = [each.replace("a:", "zz:", 1) for each in sources]
    assert asked(report(profile, *renamed)) == known


def asked(checked: Report) -> dict[str, int]:
    of_forms = [each for each in checked.diagnostics if each.code[:3] in FORMS]
    return fingerprints(replace(checked, diagnostics=tuple(of_forms)))


FORMS = {"CAB", "EUA"}
