"""Rights, reservations, personal data: what is asked where, and dates that are certain."""

from datetime import date

import pytest

from trainbib.checking import check
from trainbib.diagnostics import Diagnostic, Severity
from trainbib.document import parse_document
from trainbib.rules import rule_of
from trainbib.settings import Settings

TODAY = date(2026, 11, 22)
HEAD = 'trainbib: "1.0"\ndataset: {name: example, version: "1"}\n'


def found(
    code: str, body: str, *profiles: str, pedantic: bool = False, head: str = HEAD
) -> list[Diagnostic]:
    document = parse_document((head + body).encode(), path="<test>.yaml")
    report = check(document, Settings(today=TODAY, profiles=profiles, pedantic=pedantic))
    return [finding for finding in report.diagnostics if finding.code == code]


def source(*fields: str) -> str:
    stated = ", ".join(("license: CC0-1.0", *fields))
    if not any(field.startswith("kind:") for field in fields):
        stated += ", kind: other"
    return f"sources:\n  a: {{{stated}}}\n"


QUESTIONS = ("RGT001", "RGT003", "RGT006", "RGT007")


@pytest.mark.parametrize("code", QUESTIONS)
def test_core_asks_none_of_the_questions(code: str) -> None:
    body = source("kind: own_crawl", "rights: {personal_data: present}")
    assert found(code, body) == []
    assert found(code, source("kind: own_crawl")) == []


@pytest.mark.parametrize("code", QUESTIONS)
def test_a_gap_in_the_place_of_rights_answers_all_of_them(code: str) -> None:
    body = source("kind: own_crawl", "rights: {unknown: a lawyer is looking into it}")
    assert found(code, body, "complete", "eu-ai-act", "ca-ab2013") == []


def test_which_regime_asks_what() -> None:
    asked = {
        (profile, code)
        for profile in ("complete", "eu-ai-act", "ca-ab2013")
        for code in QUESTIONS
        for body in (source("kind: own_crawl"), source("rights: {personal_data: present}"))
        if found(code, body, profile)
    }
    assert asked == {
        ("complete", "RGT001"),
        ("complete", "RGT003"),
        ("complete", "RGT006"),
        ("complete", "RGT007"),
        ("eu-ai-act", "RGT003"),
        ("eu-ai-act", "RGT007"),
        ("ca-ab2013", "RGT006"),
    }


def test_a_manifest_can_ask_for_a_profile_itself() -> None:
    head = HEAD + "profiles: [complete]\n"
    assert len(found("RGT001", source(), head=head)) == 1


def test_only_what_is_no_question_of_law_is_an_error() -> None:
    errors = [n for n in range(1, 9) if rule_of(f"RGT{n:03}").severity is Severity.ERROR]
    assert errors == [1, 4]


@pytest.mark.parametrize("holders", ["[{party: {unknown: pages of many}}]", "{withheld: contract}"])
def test_a_holder_who_is_not_known_is_an_answer(holders: str) -> None:
    assert found("RGT001", source(f"rights: {{holders: {holders}}}"), "complete") == []


def test_a_party_is_reported_once_and_only_where_it_holds_rights() -> None:
    body = (
        "parties:\n  p: {name: P}\n  q: {name: Q}\n"
        "sources:\n"
        "  a: {kind: other, license: CC0-1.0, publisher: q, rights: {holders: [{party: p}]}}\n"
        "  b: {kind: other, license: CC0-1.0, rights: {holders: [{party: p}, {party: nobody}]}}\n"
    )
    (finding,) = found("RGT002", body, pedantic=True)
    assert finding.pointer == "/parties/p"
    assert [related.pointer for related in finding.related] == ["/sources/a/rights/holders/0/party"]


def test_complete_asks_for_records_and_the_union_for_measures() -> None:
    crawl = source("kind: own_crawl", "crawl: {robots_txt: obeyed}")
    assert found("RGT003", crawl, "eu-ai-act") == []
    assert len(found("RGT003", crawl, "complete")) == 1
    assert len(found("RGT003", crawl, "complete", "eu-ai-act")) == 1
    policy = source("kind: own_crawl") + "policies: {reservations: robots.txt is obeyed}\n"
    assert found("RGT003", policy, "eu-ai-act") == []
    assert len(found("RGT003", policy, "complete")) == 1


@pytest.mark.parametrize("kind", ["public_dataset", "licensed", "user_data", "synthetic", "other"])
def test_nobody_guesses_whether_a_set_was_crawled(kind: str) -> None:
    assert found("RGT003", source(f"kind: {kind}"), "complete") == []


# RGT004


def reservations(*records: str, fields: tuple[str, ...] = (), kind: str = "own_crawl") -> str:
    stated = f"rights: {{reservations: [{', '.join(records)}]}}"
    return source(f"kind: {kind}", *fields, stated)


def checked(day: str, *more: str) -> str:
    return f"{{{', '.join((f'protocol: robots.txt, checked: {day}', *more))}}}"


@pytest.mark.parametrize(
    ("end", "day", "late"),
    [
        ("2025-04-10", "2025-04-11", True),
        ("2025-04-10", "2025-04-10", False),
        ("2025-04-10", "2025-04", False),
        ("2025-04", "2025-04-30", False),
        ("2025-04", "2025-05", True),
        ('"2025"', "2025-12-31", False),
        ('"2025"', "2026-01", True),
        ("2025-04-10T08:00:00Z", "2025-04-10T09:00:00Z", False),
        ("2025-04-31", "2025-05-01", False),
        ("{lost: the log is gone}", "2025-05-01", False),
        ("2025-04-10", "{unknown: not written down}", False),
    ],
)
def test_a_check_is_late_only_where_that_is_certain(end: str, day: str, late: bool) -> None:  # noqa: FBT001 - a table
    body = reservations(checked(day), fields=(f"collected: {{from: 2025-01, to: {end}}}",))
    assert bool(found("RGT004", body)) is late


def test_the_end_of_a_crawl_is_when_it_was_retrieved_if_nothing_else_is_known() -> None:
    body = reservations(checked("2025-06"), fields=("retrieved: 2025-05",))
    (finding,) = found("RGT004", body)
    assert finding.related[0].pointer == "/sources/a/retrieved"
    assert "(`2025-06`) after it had been collected (`2025-05`)" in finding.message


def test_a_crawl_that_goes_on_has_no_end() -> None:
    fields = ("collected: {from: 2025-01, ongoing: true}", "retrieved: 2025-02")
    assert found("RGT004", reservations(checked("2026-01"), fields=fields)) == []


@pytest.mark.parametrize(
    ("more", "late"),
    [
        ("action: none_found", True),
        ("when: [at_crawl]", True),
        ("when: [before_training]", False),
        ("when: [periodically]", False),
        ("action: removed, retroactive: true", False),
        ("action: removed, retroactive: false", True),
    ],
)
def test_what_else_a_record_says_counts(more: str, late: bool) -> None:  # noqa: FBT001 - a table
    fields = ("collected: {from: 2025-01, to: 2025-02}",)
    assert bool(found("RGT004", reservations(checked("2025-06", more), fields=fields))) is late


def test_after_the_first_use_only_a_periodic_check_is_in_order() -> None:
    fields = ("use: [{stage: a, first_used: 2025-05}, {stage: b, first_used: 2026-01}]",)
    for kind in ("own_crawl", "public_dataset"):
        late = reservations(checked("2025-06", "when: [before_training]"), fields=fields, kind=kind)
        (finding,) = found("RGT004", late)
        assert finding.related[0].pointer == "/sources/a/use/0/first_used"
        again = reservations(checked("2025-06", "when: [periodically]"), fields=fields, kind=kind)
        assert found("RGT004", again) == []


def test_each_protocol_is_looked_at_by_itself() -> None:
    fields = ("collected: {from: 2025-01, to: 2025-02}",)
    early = "{protocol: tdmrep, checked: 2025-01}"
    (finding,) = found("RGT004", reservations(early, checked("2025-06"), fields=fields))
    assert finding.pointer == "/sources/a/rights/reservations/1/checked"
    assert (
        found("RGT004", reservations(checked("2025-02"), checked("2025-06"), fields=fields)) == []
    )


@pytest.mark.parametrize(
    "records", ["[]", "[3, {protocol: 3, checked: 2025-06}]", "[{checked: 2025-06}]", "{lost: x}"]
)
def test_records_that_are_not_well_formed_are_left_to_the_schema(records: str) -> None:
    body = source("kind: own_crawl", "retrieved: 2025-01", f"rights: {{reservations: {records}}}")
    assert found("RGT004", body) == []
    assert found("RGT005", body) == []


# RGT005 and RGT007


def test_a_ground_for_the_source_answers_for_each_of_its_reservations() -> None:
    kept = "reservations: [{protocol: tdmrep, action: kept}, {protocol: rsl, action: kept}]"
    assert len(found("RGT005", source(f"rights: {{{kept}}}"))) == 2
    assert found("RGT005", source(f"rights: {{{kept}, basis: {{withheld: advice}}}}")) == []


@pytest.mark.parametrize(
    ("rights", "silent"),
    [
        ("personal_data: present", True),
        ("personal_data: {status: present}", True),
        ("personal_data: {status: absent}", False),
        ("personal_data: {unknown: not looked for}", False),
        ("personal_data: {status: present, measures: {none: public figures}}", False),
        ("personal_data: present, basis: consent", False),
        ("copyright: protected", False),
    ],
)
def test_personal_data_needs_a_ground_or_a_measure(rights: str, silent: bool) -> None:  # noqa: FBT001 - a table
    assert bool(found("RGT007", source(f"rights: {{{rights}}}"), "eu-ai-act")) is silent
