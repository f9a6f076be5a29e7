"""What a finding is about does not depend on the order of the manifest, nor on how many there are.

A baseline knows a finding by its fingerprint, and so do the services that reports are sent to.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.checking import check
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
    before = found("CON001", sources=sources)
    (mark,) = marks("CON001", sources=sources)
    assert before[0].notes == (
        "sensor: languages: 2 of 3, not `c`",
        "own_crawl: title: 2 of 3, not `f`",
    )
    assert marks("CON001", sources=dict(reversed(sources.items()))) == [mark]
    assert marks("CON001", sources=sources | {"g": full, "h": full, "i": less}) == [mark]
    assert marks("CON001", sources=sources | {"d": {**web, "notes": "x"}}) == [mark]
    assert marks(
        "CON001", sources=sources | {"a": full | {"title": "A"}, "b": full | {"title": "A"}}
    ) != [mark]


def test_a_placeholder_is_the_same_in_any_casing() -> None:
    one, other = (
        {"kind": "other", "license": "CC0-1.0", "notes": each} for each in ("TODO", "todo")
    )
    (mark,) = marks("SCH006", sources={"a": one, "b": other})
    assert marks("SCH006", sources={"b": other, "a": one}) == [mark]
    assert marks("SCH006", sources={"a": other}) == [mark]
