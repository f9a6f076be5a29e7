import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.licensing import spdx
from trainbib.licensing.expressions import MAX_DEPTH, Compound, ExpressionError, parse

IDENTIFIERS = sorted(entry.id for entry in spdx.license_list().licenses.values())
EXCEPTIONS = sorted(entry.id for entry in spdx.license_list().exceptions.values())

terms = st.one_of(
    st.sampled_from(IDENTIFIERS),
    st.builds("{} WITH {}".format, st.sampled_from(IDENTIFIERS), st.sampled_from(EXCEPTIONS)),
    st.from_regex(r"\A(DocumentRef-[A-Za-z0-9.]{1,5}:)?LicenseRef-[A-Za-z0-9.\-]{1,8}\Z"),
)
expressions = st.recursive(
    terms,
    lambda inner: st.builds(
        "{} {} {}{}".format,
        inner.map("({})".format),
        st.sampled_from(["AND", "OR"]),
        inner.map("( {})".format),
        st.sampled_from(["", " OR MIT", "  AND  ISC"]),
    ),
    max_leaves=8,
)


def the_error(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    return caught.value


def test_the_list_states_its_version_and_source() -> None:
    known = spdx.license_list()
    assert known.version.count(".") == 2
    assert known.source.startswith("https://")
    assert len(known.licenses) > 700
    assert len(known.exceptions) > 70
    assert spdx.find_license("cc-by-4.0") == spdx.find_license("CC-BY-4.0")
    assert spdx.find_license("CC-BY-9.0") is None


def test_every_identifier_of_the_data_file_is_found() -> None:
    data = json.loads(Path(spdx.__file__).with_name("spdx.json").read_bytes())
    for identifier, name in data["licenses"].items():
        entry = spdx.find_license(identifier.upper())
        assert entry is not None
        assert (entry.id, entry.name) == (identifier, name)
        assert entry.deprecated == (identifier in data["deprecated_licenses"])


def test_replacements_are_current_expressions() -> None:
    deprecated = [entry for entry in spdx.license_list().licenses.values() if entry.deprecated]
    assert len(deprecated) > 25
    for entry in deprecated:
        for choice in spdx.replacements(entry.id):
            assert all(
                term.known and not term.deprecated and not term.wrong_case
                for term in parse(choice).identifiers()
            )


@pytest.mark.parametrize(
    ("identifier", "choices"),
    [
        ("GPL-3.0", ("GPL-3.0-only", "GPL-3.0-or-later")),
        ("gpl-2.0+", ("GPL-2.0-or-later",)),
        ("GFDL-1.3", ("GFDL-1.3-only", "GFDL-1.3-or-later")),
        (
            "GPL-2.0-with-classpath-exception",
            (
                "GPL-2.0-only WITH Classpath-exception-2.0",
                "GPL-2.0-or-later WITH Classpath-exception-2.0",
            ),
        ),
        ("StandardML-NJ", ("SMLNJ",)),
        ("MIT", ()),
        ("made-up", ()),
    ],
)
def test_a_deprecated_identifier_has_its_successors(
    identifier: str, choices: tuple[str, ...]
) -> None:
    assert spdx.replacements(identifier) == choices


def test_terms_carry_their_place() -> None:
    text = "mit OR (Made-Up AND GPL-3.0 with classpath-exception-2.0)"
    found = [(term.id, text[term.start : term.end]) for term in parse(text).identifiers()]
    assert found == [
        ("mit", "mit"),
        ("Made-Up", "Made-Up"),
        ("GPL-3.0", "GPL-3.0"),
        ("classpath-exception-2.0", "classpath-exception-2.0"),
    ]


def test_unknown_deprecated_and_wrong_case_are_told_apart() -> None:
    wrong_case, unknown, deprecated = parse("mit AND Made-Up AND GPL-3.0").terms
    assert (wrong_case.known, wrong_case.wrong_case, wrong_case.canonical) == (True, True, "MIT")
    assert (unknown.known, unknown.canonical) == (False, None)
    assert (deprecated.known, deprecated.deprecated, deprecated.wrong_case) == (True, True, False)


def test_an_exception_is_no_licence_and_a_licence_no_exception() -> None:
    (term,) = parse("Classpath-exception-2.0 WITH MIT").terms
    assert not term.known
    assert term.exception is not None
    assert not term.exception.known


def test_plus_is_an_operator_unless_the_identifier_holds_it() -> None:
    (apache,) = parse("Apache-2.0+").terms
    assert (apache.id, apache.end, apache.or_later, apache.known) == ("Apache-2.0", 10, True, True)
    (gpl,) = parse("GPL-2.0+").terms
    assert (gpl.id, gpl.end, gpl.or_later, gpl.deprecated) == ("GPL-2.0+", 8, False, True)


def test_references_are_known_and_brought_to_the_right_case() -> None:
    (term,) = parse("documentref-Other:licenseref-My.Terms").terms
    assert term.kind == "reference"
    assert term.canonical == "DocumentRef-Other:LicenseRef-My.Terms"
    assert parse("MIT WITH AdditionRef-x").terms[0].exception is not None


def test_and_binds_more_tightly_than_or() -> None:
    tree = parse("MIT OR ISC AND Zlib").tree
    assert isinstance(tree, Compound)
    assert tree.operator == "OR"
    assert [operand.normalised() for operand in tree.operands] == ["MIT", "ISC AND Zlib"]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("mit", "MIT"),
        ("  mit   or apache-2.0+ ", "MIT OR Apache-2.0+"),
        ("((MIT))", "MIT"),
        ("(MIT AND (ISC AND Zlib))", "MIT AND ISC AND Zlib"),
        ("(MIT OR ISC) AND Zlib", "(MIT OR ISC) AND Zlib"),
        ("gpl-2.0-only With classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("Made-up OR mit", "Made-up OR MIT"),
    ],
)
def test_an_expression_is_normalised(text: str, normal: str) -> None:
    assert parse(text).normalised() == normal


@pytest.mark.parametrize(
    ("text", "start", "end", "says"),
    [
        ("", 0, 0, "empty"),
        ("   ", 0, 3, "empty"),
        ("MIT Apache-2.0", 4, 14, 'Expected "AND" or "OR"'),
        ("Apache License 2.0", 7, 14, 'before "License"'),
        ("(MIT", 0, 1, "never closed"),
        ("MIT)", 3, 4, 'without a "("'),
        ("()", 1, 2, "Expected a licence identifier"),
        ("(MIT ISC)", 5, 8, '"AND", "OR" or ")"'),
        ("MIT AND", 4, 7, "after"),
        ("AND MIT", 0, 3, "Expected a licence identifier"),
        ("MIT OR OR ISC", 7, 9, "Expected a licence identifier"),
        ("MIT WITH", 4, 8, "an exception"),
        ("MIT WITH AND", 9, 12, "an exception"),
        ("(MIT) WITH x", 6, 10, "one licence"),
        ("MIT/ISC", 3, 4, '"OR" for a choice'),
        ("MIT, ISC", 3, 4, '"AND" when all apply'),
        ("MIT +", 4, 5, "without a space"),
        ("foo_bar", 3, 4, "cannot stand"),
        ("a:b", 1, 2, "cannot stand"),
        ("MIT ©", 4, 5, "cannot stand"),
        ("LicenseRef-", 0, 11, "LicenseRef-"),
        ("LicenseRef-a_b", 0, 14, "LicenseRef-"),
        ("AdditionRef-a", 0, 13, "LicenseRef-"),
    ],
)
def test_a_fault_has_its_place(text: str, start: int, end: int, says: str) -> None:
    error = the_error(text)
    assert (error.start, error.end) == (start, end)
    assert says in error.message


def test_hostile_expressions_end_in_an_error() -> None:
    assert "nested deeper" in the_error("(" * 500 + "MIT" + ")" * 500).message
    assert "longer than" in the_error("MIT OR " * 20_000 + "MIT").message
    deep = "(" * MAX_DEPTH + "MIT" + ")" * MAX_DEPTH
    assert parse(deep).normalised() == "MIT"


def test_the_same_text_is_read_once_and_fails_alike_twice() -> None:
    assert parse("MIT OR ISC") is parse("MIT OR ISC")
    assert the_error("MIT ISC") is not the_error("MIT ISC")


@given(expressions)
def test_normalising_keeps_the_terms_and_is_stable(text: str) -> None:
    first = parse(text)
    second = parse(first.normalised())
    assert second.normalised() == first.normalised()
    assert [term.canonical for term in second.identifiers()] == [
        term.canonical for term in first.identifiers()
    ]


@given(expressions)
def test_every_term_stands_where_it_says(text: str) -> None:
    for term in parse(text).identifiers():
        assert text[term.start : term.end] == term.id


@given(st.text(max_size=60))
def test_any_text_parses_or_has_a_fault_inside_the_text(text: str) -> None:
    fault: ExpressionError | None = None
    try:
        parse(text)
    except ExpressionError as error:
        fault = error
    assert fault is None or 0 <= fault.start <= fault.end <= len(text)
