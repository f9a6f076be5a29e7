"""What a finding is about does not depend on the order of the manifest, nor on how many there are.

A baseline knows a finding by its fingerprint, and so do the services that reports are sent to.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.baseline import fingerprints, without
from trainbib.checking import Report, check
from trainbib.diagnostics import Diagnostic
from trainbib.document import parse_document
from trainbib.fixing import fixed
from trainbib.settings import Settings

ASKED = Settings(today=date(2026, 11, 23), pedantic=True)


def manifest(**sections: Mapping[str, Any]) -> bytes:
    whole = {"trainbib": "1.0", "dataset": {"name": "example", "version": "1"}, **sections}
    return json.dumps(whole, indent=1).encode()


def found(code: str, **sections: Mapping[str, Any]) -> list[Diagnostic]:
    report = check(parse_document(manifest(**sections), path="m.json"), ASKED)
    return [each for each in report.diagnostics if each.code == code]


def marks(code: str, **sections: Mapping[str, Any]) -> list[str]:
    """Return the fingerprints of the findings of a rule, sorted."""
    return sorted(each.fingerprint for each in found(code, **sections))


def reported(code: str, *, profiles: tuple[str, ...] = (), **sections: Mapping[str, Any]) -> Report:
    """Return what a rule finds, and nothing else."""
    document = parse_document(manifest(**sections), path="m.json")
    report = check(document, replace(ASKED, profiles=profiles))
    return replace(report, diagnostics=tuple(d for d in report.diagnostics if d.code == code))


def fresh(known: Report, now: Report) -> list[str]:
    """Return where findings are that are not known."""
    return [each.pointer for each in without(now, fingerprints(known)).diagnostics]


def source(**fields: Any) -> dict[str, Any]:
    return {"kind": "other", "license": "CC0-1.0"} | fields


PARTY = st.fixed_dictionaries(
    {"name": st.sampled_from(["Acme", "ACME Ltd", "Harbour"])},
    optional={"ids": st.sampled_from([{"orcid": "0000-0002-1825-0097"}, {"ror": "x"}])},
)
PARTIES = st.dictionaries(st.sampled_from("pqrstu"), PARTY, min_size=2)


@settings(max_examples=60)
@given(PARTIES.flatmap(lambda each: st.tuples(st.just(each), st.permutations(list(each)))))
def test_one_party_twice_is_the_same_finding_in_any_order(
    drawn: tuple[dict[str, Any], list[str]],
) -> None:
    parties, order = drawn
    # Parties with one name and unlike identifiers are apart, and a third is like one of them.
    names = {key: party["name"][:4].casefold() for key, party in parties.items()}
    for name in set(names.values()):
        alike = [parties[key].get("ids") for key in names if names[key] == name]
        if any(one != other for one in alike for other in alike):
            return
    before = marks("KEY007", parties=parties)
    assert len(set(before)) == len(before)
    assert marks("KEY007", parties={key: parties[key] for key in order}) == before


def test_swapped_parties_are_the_same_finding() -> None:
    one, other = ({key: {"name": "Acme"} for key in order} for order in ("pq", "qp"))
    assert marks("KEY007", parties=one) == marks("KEY007", parties=other)
    assert marks("KEY007", parties=one) != marks("KEY007", parties=one | {"r": {"name": "Acme"}})


def test_a_party_of_a_country_is_found_behind_one_of_another() -> None:
    parties = {key: {"name": "Acme", "country": key[:2]} for key in ("IE", "GB", "IE-2")}
    for order in (("IE", "GB", "IE-2"), ("GB", "IE", "IE-2"), ("GB", "IE-2", "IE")):
        (finding,) = found("KEY007", parties={key: parties[key] for key in order})
        assert finding.pointer == f"/parties/{[key for key in order if key != 'GB'][1]}/name"


def test_an_identifier_counts_that_stands_beside_one_that_is_shared() -> None:
    shared = {"name": "A", "ids": {"orcid": "0000-0002-1825-0097"}}
    both = {"name": "B", "ids": {"orcid": "0000-0002-1825-0097", "lei": "5493001KJTIIGC8Y1R12"}}
    third = {"name": "C", "ids": {"lei": "5493001KJTIIGC8Y1R12"}}
    parties = {"p": shared, "q": both, "r": third}
    assert [each.pointer for each in found("KEY007", parties=parties)] == [
        "/parties/q/ids/orcid",
        "/parties/r/ids/lei",
    ]


def test_three_parties_become_one() -> None:
    for order in ("pqr", "rqp", "qrp"):
        parties = {
            key: {"name": "Acme"} | ({"type": "person"} if key != "p" else {}) for key in order
        }
        dataset = {"name": "example", "version": "1", "creators": ["p"], "publisher": "q"}
        text = manifest(parties=parties, dataset=dataset)
        document = parse_document(text, path="m.json")
        data: Any = json.loads(fixed(document, ASKED, unsafe=True).text)
        assert data["parties"] in [{key: {"name": "Acme", "type": "person"}} for key in "pqr"]


def test_the_table_of_unanswered_questions_is_known_by_the_questions() -> None:
    full = {"kind": "sensor", "license": "CC0-1.0", "languages": ["en"]}
    less = {"kind": "sensor", "license": "CC0-1.0"}
    web = {"kind": "own_crawl", "license": "CC0-1.0", "title": "W"}
    bare = {"kind": "own_crawl", "license": "CC0-1.0"}
    sources = {"a": full, "b": full, "c": less, "d": web, "e": web, "f": bare}
    before = reported("CON001", sources=sources)
    (mark,) = marks("CON001", sources=sources)
    assert before.diagnostics[0].notes == (
        "sensor: languages: 2 of 3, not `c`",
        "own_crawl: title: 2 of 3, not `f`",
    )
    assert marks("CON001", sources=dict(reversed(sources.items()))) == [mark]
    assert marks("CON001", sources=sources | {"g": full, "h": full, "i": less}) == [mark]
    assert marks("CON001", sources=sources | {"d": {**web, "notes": "x"}}) == [mark]
    for answered in ({"f": web}, {"c": full}):
        assert fresh(before, reported("CON001", sources=sources | answered)) == []
    titled = full | {"title": "A"}
    asked = reported("CON001", sources=sources | {"a": titled, "b": titled})
    assert fresh(before, asked) == ["/sources"]


def test_a_placeholder_is_the_same_in_any_casing() -> None:
    one, other = (
        {"kind": "other", "license": "CC0-1.0", "notes": each} for each in ("TODO", "todo")
    )
    (mark,) = marks("SCH006", sources={"a": one, "b": other})
    assert marks("SCH006", sources={"b": other, "a": one}) == [mark]
    assert marks("SCH006", sources={"a": other}) == [mark]


KEYS = st.lists(st.sampled_from(["ab", "Ab", "aB", "AB", "cd", "CD"]), min_size=2, unique=True)


@given(KEYS.flatmap(lambda keys: st.tuples(st.just(keys), st.permutations(keys))))
def test_keys_that_differ_in_case_are_the_same_finding_in_any_order(
    drawn: tuple[list[str], list[str]],
) -> None:
    one, other = ({key: source(title=key * 3) for key in keys} for keys in drawn)
    before = marks("KEY003", sources=one)
    assert marks("KEY003", sources=other) == before
    assert len(set(before)) == len(before)


def test_one_more_key_that_differs_in_case_is_new() -> None:
    two = {key: source(title=key * 3) for key in ("ab", "AB")}
    known = reported("KEY003", sources=two)
    more = reported("KEY003", sources={"aB": source(title="x")} | two)
    assert len(fresh(known, more)) == 1


def test_keys_that_differ_in_case_become_one_in_any_order() -> None:
    for keys in permutations(("wiki", "Wiki", "WIKI")):
        document = parse_document(manifest(sources={key: source() for key in keys}), path="m.json")
        data: Any = json.loads(fixed(document, ASKED, unsafe=True).text)
        assert list(data["sources"]) == [keys[0]]


SIMILAR = st.fixed_dictionaries(
    {
        "title": st.sampled_from(
            ["Harbour Log", "The harbour log", "Log of Harbour", "harbourlog", "Tides"]
        )
    },
    optional={"url": st.sampled_from(["https://a.example/", "https://b.example/"])},
)
TITLED = st.dictionaries(st.sampled_from("pqrstu"), SIMILAR, min_size=2)


@settings(max_examples=200)
@given(TITLED.flatmap(lambda each: st.tuples(st.just(each), st.permutations(list(each)))))
def test_similar_sources_are_the_same_finding_in_any_order(
    drawn: tuple[dict[str, dict[str, str]], list[str]],
) -> None:
    titled, order = drawn
    before = marks("KEY006", sources={key: source(**titled[key]) for key in titled})
    assert marks("KEY006", sources={key: source(**titled[key]) for key in order}) == before
    assert len(set(before)) == len(before)


def test_a_source_that_looks_like_two_that_do_not_look_alike_is_found_with_both() -> None:
    titles = {"a": "harbourlog", "b": "Log of Harbour", "c": "Harbour Log"}
    similar = found("KEY006", sources={key: source(title=titles[key]) for key in titles})
    assert [each.message for each in similar] == [
        "sources `b` and `c` have nearly the same title",
        "sources `a` and `c` have nearly the same title",
    ]


SECTIONS = st.lists(
    st.sampled_from(["public_dataset", "licensed", "own_crawl", "other"]), min_size=2, max_size=6
)


@given(SECTIONS.flatmap(lambda kinds: st.tuples(st.just(kinds), st.permutations(kinds))))
def test_one_set_in_two_sections_is_the_same_finding_in_any_order(
    drawn: tuple[list[str], list[str]],
) -> None:
    known, again = (
        reported(
            "SRC014",
            profiles=("eu-ai-act",),
            sources={str(at): source(kind=kind, title="News") for at, kind in enumerate(kinds)},
        )
        for kinds in drawn
    )
    kinds = Counter(drawn[0])
    assert len(known.diagnostics) == len(drawn[0]) - max(kinds.values())
    assert fresh(known, again) == []


def test_another_set_in_two_sections_is_new() -> None:
    kinds = ("public_dataset", "licensed")
    news, tides = (
        {f"{title}{at}": source(kind=kind, title=title) for at, kind in enumerate(kinds)}
        for title in ("News", "Tides")
    )
    profiles = ("eu-ai-act",)
    known = reported("SRC014", profiles=profiles, sources=news)
    now = reported("SRC014", profiles=profiles, sources=tides | news)
    assert fresh(known, now) == ["/sources/Tides1/kind"]


def holder(party: str, right: str, share: float) -> dict[str, Any]:
    return {"party": party, "right": right, "share": share}


def test_a_whole_that_is_given_away_twice_is_known_by_what_is_shared() -> None:
    def shared(*holders: dict[str, Any]) -> Report:
        return reported("CON002", sources={"a": source(rights={"holders": list(holders)})})

    one = [holder("p", "copyright", 0.7), holder("q", "copyright", 0.7)]
    known = shared(*one)
    assert fresh(known, shared(*reversed(one))) == []
    assert fresh(known, shared(*one, holder("r", "copyright", 0.1))) == []
    assert fresh(known, shared(*one, holder("q", "performance", 0.4))) == []
    other = [holder("p", "performance", 0.9), holder("q", "performance", 0.9)]
    assert fresh(known, shared(*other, *one)) == ["/sources/a/rights/holders/1/share"]
    assert len(fresh(known, shared(*other))) == 1


def test_a_cycle_is_known_by_its_members() -> None:
    def derived(**parents: str) -> Report:
        entries = {
            key: source(derived_from=[{"source": each} for each in parents[key].split()])
            for key in parents
        }
        return reported("REF008", sources=entries | {"z": source()})

    known = derived(a="b", b="a", c="z")
    assert fresh(known, derived(b="a", a="b")) == []
    assert fresh(known, derived(b="z a", a="z b")) == []
    assert fresh(known, derived(d="c", c="d", b="a", a="b")) == ["/sources/d/derived_from/0/source"]
    assert len(fresh(known, derived(a="b", b="c", c="a"))) == 1


def test_a_crawl_is_known_by_what_it_does_not_say() -> None:
    def crawl(**said: Any) -> Report:
        entry = source(kind="own_crawl", collected={"from": "2025", "to": "2026"}, crawl=said)
        return reported("SRC013", profiles=("complete",), sources={"w": entry})

    crawler = {"name": "bot", "user_agent": "bot/1", "purpose": "training"}
    known = crawl(crawlers=[crawler], logins="none", robots_txt="followed")
    assert len(known.diagnostics) == 1
    answered = {"crawlers": [crawler], "logins": "none", "robots_txt": "followed"}
    assert fresh(known, crawl(**answered, captchas="none")) == []
    assert fresh(known, crawl(logins="none", crawlers=[crawler])) == ["/sources/w"]
    no_purpose = [{"name": "bot", "user_agent": "bot/1"}]
    assert fresh(known, crawl(**answered | {"crawlers": no_purpose})) == ["/sources/w"]


def test_wages_of_elsewhere_are_known_by_the_labeller() -> None:
    def paid(*countries: str, worked: str = "KE") -> Report:
        benchmarks = [{"amount": 2, "currency": "USD", "country": each} for each in countries]
        labeller = {"countries": [{"country": worked}], "pay": {"benchmarks": benchmarks}}
        return reported("LAB009", labellers={"l": labeller})

    known = paid("US", "DE")
    assert len(known.diagnostics) == 1
    assert fresh(known, paid("DE", "US")) == fresh(known, paid("US", "DE", "FR")) == []
    assert fresh(known, paid("US", worked="IN")) == []


def test_a_reason_that_is_none_is_the_same_in_any_casing() -> None:
    one, other = (source(version={"unknown": each}) for each in ("Unknown", "unknown"))
    known = reported("SCH008", sources={"a": one, "b": other})
    assert known.diagnostics[0].count == 2
    assert fresh(known, reported("SCH008", sources={"b": other, "a": one})) == []
    assert fresh(known, reported("SCH008", sources={"a": other})) == []
    third = {"a": one, "b": other, "c": one}
    assert fresh(known, reported("SCH008", sources=third)) == ["/sources/a/version/unknown"]


@pytest.mark.parametrize("code", ["RGT001", "RGT006"])
def test_what_rights_do_not_say_is_known_when_they_say_something_else(code: str) -> None:
    profiles = ("complete",)
    known = reported(code, profiles=profiles, sources={"a": source()})
    stated = {"a": source(rights={"copyright": "protected"})}
    assert len(known.diagnostics) == 1
    assert fresh(known, reported(code, profiles=profiles, sources=stated)) == []
    other = stated | {"b": source(rights={"copyright": "protected"})}
    assert fresh(known, reported(code, profiles=profiles, sources=other)) == ["/sources/b/rights"]


def test_tokens_that_do_not_fit_the_bytes_are_known_by_the_size() -> None:
    def sized(tokens: int, **more: Any) -> Report:
        entry = source(size={"tokens": tokens, "bytes": 10}, languages=["en"])
        return reported("CON007", sources={"a": entry} | more)

    known = sized(1000)
    assert fresh(known, sized(1001)) == []
    twice = source(size={"tokens": 1000, "bytes": 10}, languages=["en"])
    assert fresh(known, sized(1000, b=twice)) == ["/sources/b/size/tokens"]


def test_totals_that_differ_from_two_sums_are_two_findings() -> None:
    def summed(records: int, **size: Any) -> Report:
        dataset = {"name": "example", "version": "1", "size": {"records": 100, "tokens": 7}}
        entry = source(size={"records": records, "tokens": 7} | size)
        return reported("FIL009", dataset=dataset, sources={"a": entry})

    known = summed(20)
    assert [each.pointer for each in known.diagnostics] == ["/dataset/size/records"]
    assert fresh(known, summed(30)) == []
    assert fresh(known, summed(20, tokens=8)) == ["/dataset/size/tokens"]


def test_a_key_in_digits_is_no_number_of_an_item() -> None:
    one, other = (
        reported("SRC002", sources={key: source(url="https://exa mple")} | rest)
        for key, rest in (("2024", {"2025": source()}), ("2025", {"2024": source()}))
    )
    assert fresh(one, other) == ["/sources/2025/url"]


def test_an_amount_of_pay_is_known_by_what_it_lacks() -> None:
    def paid(**pay: Any) -> Report:
        return reported("LAB003", labellers={"l": {"pay": {"model": "salary", "amount": 5} | pay}})

    both, one = paid(), paid(per="month")
    assert len(both.diagnostics) == len(one.diagnostics) == 1
    assert fresh(both, one) == []
    assert fresh(one, both) == ["/labellers/l/pay/amount"]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("SCH010", '{"stage": "other", "weight": {"between": [0.1, 0.2, 0.3]}}'),
        ("SCH010", '{"stage": "other", "weight": {"unknown": "no", "lost": "no"}}'),
        ("PAR010", '{"stage": "other", "epochs": 1e999}'),
        ("PAR011", "{stage: other, 1: x}"),
        ("SCH003", '{"stage": "other", "weight": ["a", "b"]}'),
    ],
)
def test_a_fault_in_a_list_is_known_when_an_item_comes_before_it(code: str, fault: str) -> None:
    def used(items: str) -> Report:
        text = (
            '{"trainbib": "1.0", "dataset": {"name": "e", "version": "1"}, "sources": '
            f'{{"a": {{"kind": "other", "license": "MIT", "use": [{items}]}}}}}}'
        )
        report = check(parse_document(text.encode(), path="m.yaml"), ASKED)
        return replace(report, diagnostics=tuple(d for d in report.diagnostics if d.code == code))

    known = used(fault)
    assert len(known.diagnostics) == 1
    assert fresh(known, used(f'{{"stage": "pretraining"}}, {fault}')) == []
    assert len(fresh(known, used(f"{fault}, {fault}"))) == 1


def test_what_a_wrong_type_holds_is_no_part_of_the_fault() -> None:
    one = reported("SCH003", sources={"a": source(use={"stage": "other", "weight": 0.1})})
    other = reported("SCH003", sources={"a": source(use={"weight": 0.2, "stage": "other"})})
    assert len(one.diagnostics) == 1
    assert fresh(one, other) == []
    words = reported("SCH003", sources={"a": source(use="other")})
    assert fresh(one, words) == ["/sources/a/use"]


def test_a_manifest_that_goes_on_changing_is_known_by_its_pin(tmp_path: Path) -> None:
    upstream = tmp_path / "up.json"
    pin = {"path": "up.json", "digest": f"sha256:{'0' * 64}"}
    (tmp_path / "m.json").write_bytes(manifest(sources={"a": source(manifest=pin)}))

    def changed(notes: str) -> Report:
        upstream.write_bytes(manifest(sources={"b": source(notes=notes)}))
        report = check(tmp_path / "m.json", ASKED)
        found_ = tuple(each for each in report.diagnostics if each.code == "REF009")
        return replace(report, diagnostics=found_)

    known = changed("as it was")
    assert [each.pointer for each in known.diagnostics] == ["/sources/a/manifest/digest"]
    assert fresh(known, changed("as it is")) == []
