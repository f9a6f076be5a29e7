"""Suppressions: which finding they silence, and where comments attach."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.checking import Report, check
from trainbib.document import parse_document
from trainbib.settings import Settings
from trainbib.suppressions import Suppression, comments

TODAY = date(2026, 11, 22)
HEAD = 'trainbib: "1.0"\ndataset: {name: example, version: "1"}\n'


def report(sources: str, *configured: Suppression) -> Report:
    document = parse_document((HEAD + sources).encode(), path="m.yaml")
    return check(document, Settings(today=TODAY, suppressions=configured))


def codes(checked: Report) -> list[str]:
    return sorted(found.code for found in checked.diagnostics)


def attached(text: str) -> list[str]:
    return [each.pointer for each in comments(parse_document(text.encode(), path="m.yaml"))]


def test_a_silenced_finding_is_kept_apart_with_its_reason() -> None:
    checked = report(
        "sources:\n  a: {kind: other}  # trainbib: ignore[LIC001] until=2026-12-31 asked\n"
    )
    assert codes(checked) == []
    (silent,) = checked.suppressed
    assert silent.diagnostic.code == "LIC001"
    assert silent.diagnostic.span is not None
    assert silent.diagnostic.span.line == 4
    assert silent.suppression.reason == "asked"
    assert silent.suppression.until == date(2026, 12, 31)


def test_what_is_silenced_does_not_make_a_manifest_valid() -> None:
    checked = report("sources:\n  a: {kind: other}  # trainbib: ignore[LIC001] asked\n")
    assert not checked.diagnostics
    assert not checked.valid


@pytest.mark.parametrize(
    ("text", "pointers"),
    [
        ("# trainbib: ignore[A] r\na: 1\n", ["/a"]),
        ("a: 1 # trainbib: ignore[A] r\n", ["/a"]),
        ("a:\n  b: 1\n  # trainbib: ignore[A] r\n  c: 2\n", ["/a/c"]),
        ("a:\n  - 1\n  - 2  # trainbib: ignore[A] r\n", ["/a/1"]),
        ("a:\n  - x: 1  # trainbib: ignore[A] r\n    y: 2\n", ["/a/0"]),
        ("# trainbib: ignore[A] r\n# and more words\n\na: 1\n", ["/a"]),
        ("a: 1\n# trainbib: ignore[A] r\n", [""]),
        ("a: 'see # trainbib: ignore[A] r'\n", []),
        ("a: |\n  # trainbib: ignore[A] r\nb: 1\n", []),
        ("a: 1\r\n# trainbib: ignore[A] r\r\nb: 2\r\n", ["/b"]),
        ("a: {b: 1, c: 2} # trainbib: ignore[A] r\n", ["/a"]),
        ("a~b/c: 1 # trainbib: ignore[A] r\n", ["/a~0b~1c"]),
        ('a: "x\u2028y"\nb: 1 # trainbib: ignore[A] r\nc: 2\n', ["/b"]),
        ("a: 1\rb: 2 # trainbib: ignore[A] r\rc: 3\r", ["/b"]),
        ("a: x#trainbib: ignore[A]\n", []),
    ],
)
def test_a_comment_speaks_of_what_begins_on_its_line_or_on_the_next(
    text: str, pointers: list[str]
) -> None:
    assert attached(text) == pointers


def test_a_comment_that_speaks_of_nothing_is_reported() -> None:
    checked = report(
        "sources:\n  a: {kind: other, license: CC0-1.0}\n# trainbib: ignore[LIC001] r\n"
    )
    assert codes(checked) == ["SUP002"]


def test_json_has_no_comments() -> None:
    document = parse_document(b'{"a": "# trainbib: ignore[LIC001] r"}', path="m.json")
    assert comments(document) == ()


def test_the_configuration_silences_by_pointer_and_manifest() -> None:
    sources = "sources:\n  a: {kind: other}\n  b: {kind: other}\n"
    one = Suppression(("LIC001",), "/sources/a", "asked", origin="trainbib.toml")
    assert [found.pointer for found in report(sources, one).diagnostics] == ["/sources/b"]
    everywhere = replace(one, pointer="/sources/*")
    assert codes(report(sources, everywhere)) == []
    elsewhere = replace(everywhere, manifest="other/*.yaml")
    assert codes(report(sources, elsewhere)) == ["LIC001", "LIC001"]


def test_a_configured_suppression_of_something_that_is_not_here_is_not_unused() -> None:
    sources = "sources:\n  a: {kind: other, license: CC0-1.0}\n"
    here = Suppression(("LIC001",), "/sources/a", "asked", origin="trainbib.toml")
    assert codes(report(sources, here)) == ["SUP001"]
    assert "in trainbib.toml of LIC001" in report(sources, here).diagnostics[0].message
    assert codes(report(sources, replace(here, pointer="/sources/z"))) == []
    assert codes(report(sources, replace(here, pointer=""))) == []


def test_findings_about_suppressions_cannot_be_silenced() -> None:
    checked = report("sources:\n  a: {kind: other}  # trainbib: ignore[LIC001, SUP002]\n")
    assert codes(checked) == ["SUP002"]


def test_an_unused_comment_is_cut_whole() -> None:
    text = HEAD + "sources:\n  # trainbib: ignore[LIC001] r\n  a: {kind: other, license: CC0-1.0}\n"
    (mark,) = comments(parse_document(text.encode(), path="m.yaml"))
    assert mark.edit is not None
    start, end = mark.edit
    assert text[:start] + text[end:] == text.replace("  # trainbib: ignore[LIC001] r\n", "")
    inline = HEAD + "sources:\n  a: {kind: other}   # trainbib: ignore[LIC001] r\n"
    (mark,) = comments(parse_document(inline.encode(), path="m.yaml"))
    assert mark.edit is not None
    start, end = mark.edit
    assert inline[:start] + inline[end:] == HEAD + "sources:\n  a: {kind: other}\n"


@given(st.text(max_size=60))
def test_no_comment_is_read_with_a_traceback(rest: str) -> None:
    text = f"a: 1 # trainbib: ignore{rest}\n"
    for mark in comments(parse_document(text.encode("utf-8", "replace"), path="m.yaml")):
        assert mark.pointer in {"/a", ""}
        assert mark.covers("LIC001", "/a/b") in {True, False}


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("licence-missing", "that is the name of LIC001: write the code"),
        ("licence-mising", "did you mean `LIC001`"),
        ("LIC999", "did you mean `LIC009`?"),
        ("zzzzzz", "`trainbib rules` lists them"),
    ],
)
def test_a_word_that_is_no_code_is_answered_with_codes(word: str, advice: str) -> None:
    checked = report(f"sources:\n  # trainbib: ignore[{word}] why\n  a: {{license: MIT}}\n")
    (help_,) = (found.help for found in checked.diagnostics if found.code == "SUP004")
    assert help_.startswith(advice)
