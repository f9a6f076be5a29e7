"""Repairs: the text that comes out, what is refused, and what every repair leaves alone."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from minimal import MINIMAL
from repairs import SETTINGS, fix, read
from test_vectors import CASES, lay_out
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic, Fix, Severity
from trainbib.document import parse_document, read_document
from trainbib.fixing import EditError, applying, edits, fixed
from trainbib.rules import rule_of
from trainbib.selection import Selection
from trainbib.settings import Settings
from trainbib.writing import to_yaml

MESSY = """\
# yaml-language-server: $schema=x
trainbib: 1.0   # version
dataset: {name: messy, version: 1.10, lisence: mit,
  # the title
  title: "Com\u200bmon &amp; Web"}   # done
sources:
    web crawl:    # first
        kind: public_datset
        license: 'cc0-1.0'
        issued: 2024/03/15
        version: 2024-03-15
        url: https://a.example/x
        description: |
            Some &amp; text
              indented

            <b>bold</b>

    # about b
    b: {kind: other, license: CC0-1.0, languages: en}
    # trainbib: ignore[LIC007] because
    c:
        kind: other   #\ttab
        license: CC0-1.0
files:
  root: data
  cites:
  - paths: "**"
    sources: [web crawl, b, c]
"""
SAFE = """\
# yaml-language-server: $schema=x
trainbib: "1.0"   # version
dataset: {name: messy, version: "1.10", lisence: mit,
  # the title
  title: "Com\u200bmon &amp; Web"}   # done
sources:
    web crawl:    # first
        kind: public_datset
        license: 'CC0-1.0'
        issued: 2024-03-15
        version: "2024-03-15"
        url: https://a.example/x
        description: |
            Some &amp; text
              indented

            <b>bold</b>

    # about b
    b: {kind: other, license: CC0-1.0, languages: [en]}
    c:
        kind: other   #\ttab
        license: CC0-1.0
files:
  root: data
  cites:
  - paths: "**"
    sources: [web crawl, b, c]
"""
UNSAFE = """\
# yaml-language-server: $schema=x
trainbib: "1.0"   # version
dataset: {name: messy, version: "1.10", license: MIT,
  # the title
  title: "Common & Web"}   # done
sources:
    web-crawl:    # first
        kind: public_dataset
        license: 'CC0-1.0'
        issued: 2024-03-15
        version: "2024-03-15"
        url: https://a.example/x
        description: |
            Some & text
              indented

            bold

    # about b
    b: {kind: other, license: CC0-1.0, languages: [en]}
    c:
        kind: other   #\ttab
        license: CC0-1.0
files:
  root: data
  cites:
  - paths: "**"
    sources: [web-crawl, b, c]
"""


def test_safe_fixes_change_what_they_are_for_and_nothing_else() -> None:
    result = fix(MESSY)
    assert result.text == SAFE
    assert {found.code for found in result.applied} == {
        "PAR004", "PAR008", "SCH003", "LIC005", "SRC004", "SUP001",
    }  # fmt: skip
    assert result.refused == ()


def test_unsafe_fixes_are_applied_when_asked_for_over_as_many_passes_as_it_takes() -> None:
    result = fix(MESSY, unsafe=True)
    assert result.text == UNSAFE
    assert [found.code for found in result.applied].count("LIC005") == 2  # one behind `lisence`
    assert result.remaining.valid
    again = fix(result.text, unsafe=True)
    assert not again.changed
    assert again.applied == ()


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_line_ends_and_a_missing_last_one_are_kept(end: str) -> None:
    result = fix(MESSY.replace("\n", end).removesuffix(end))
    assert result.text == SAFE.replace("\n", end).removesuffix(end)


def test_a_clean_manifest_is_left_alone() -> None:
    result = fix(MINIMAL, unsafe=True)
    assert not result.changed
    assert result.data == MINIMAL.encode()


def test_what_is_silenced_is_not_fixed() -> None:
    text = MINIMAL.replace(
        "license: CC0-1.0}", "license: cc0-1.0} # trainbib: ignore[LIC005] as the page has it"
    )
    assert not fix(text).changed


def test_a_fix_that_would_make_a_new_error_is_rolled_back() -> None:
    document = read(MINIMAL.replace("license: CC0-1.0", "license: MIT, creators: [a]"))
    report = check(document, SETTINGS)
    wrong = Fix.replace("/sources/example/kind", "nonsense", safe=True)
    right = Fix.replace("/dataset/version", "2", safe=True)
    planted = tuple(
        Diagnostic("SCH006", "placeholder", Severity.WARNING, name, where, fix=each, value=name)
        for name, where, each in (
            ("wrong", "/sources/example/kind", wrong),
            ("right", "/dataset/version", right),
        )
    )
    both = replace(report, diagnostics=(*report.diagnostics, *planted))
    result = fixed(document, SETTINGS, report=both)
    assert result.text == document.text.replace('version: "1"', 'version: "2"')
    alone = replace(report, diagnostics=(*report.diagnostics, planted[0]))
    result = fixed(document, SETTINGS, report=alone)
    assert not result.changed
    assert [refusal.diagnostic.message for refusal in result.refused] == ["wrong"]
    assert "new error: SCH004" in result.refused[0].reason


def test_fixes_that_touch_the_same_text_wait_for_each_other() -> None:
    text = MINIMAL.replace("license: CC0-1.0", 'license: CC0-1.0, title: "a &amp;\u200b b"')
    result = fix(text, unsafe=True)
    assert [found.code for found in result.applied] == ["PAR005", "PAR007"]
    assert 'title: "a & b"' in result.text


def test_an_entry_that_refers_to_another_goes_with_it() -> None:
    text = (
        'trainbib: "1.0"\ndataset: {name: e, version: "1"}\nsources:\n'
        "  a: {kind: other, license: CC0-1.0}\n"
        "  # about b\n  b: {kind: other, license: CC0-1.0, "
        "derived_from: [{source: c, relation: subset}]}\n"
        "  c: {kind: other, license: CC0-1.0}\n"
        "files:\n  root: d\n  cites: [{paths: '**', sources: [a]}]\n"
    )
    result = fix(text, unsafe=True)
    assert [found.code for found in result.applied] == ["REF002", "REF002"]
    assert "  a: {kind: other, license: CC0-1.0}\nfiles:" in result.text


@pytest.mark.parametrize("layout", ["yaml", "json", "flat"])
def test_the_last_unused_party_goes_with_its_section(layout: str) -> None:
    data = {
        "trainbib": "1.0",
        "dataset": {"name": "e", "version": "1"},
        "parties": {"p": {"name": "P"}, "q": {"name": "Q"}},
        "sources": {"a": {"kind": "other", "license": "CC0-1.0"}},
    }
    text = to_yaml(data) if layout == "yaml" else json.dumps(data, indent=layout == "json" or None)
    result = fix(text, "m.yaml" if layout == "yaml" else "m.json", unsafe=True)
    del data["parties"]
    assert read(result.text, result.document.path).data == data
    assert [found.code for found in result.applied] == ["REF005", "REF005"]


def test_a_mark_at_the_start_stays_unless_its_own_fix_takes_it_away() -> None:
    mark = b"\xef\xbb\xbf"
    text = MINIMAL.replace("CC0-1.0", "cc0-1.0").encode()
    document = parse_document(mark + text, path="m.yaml")
    report = check(document, SETTINGS)
    unmarked = Fix("save it without the byte order mark", safe=True, steps=())
    for offered, data in ((None, mark + MINIMAL.encode()), (unmarked, MINIMAL.encode())):
        found = [replace(d, fix=offered) if d.code == "PAR002" else d for d in report.diagnostics]
        planted = replace(report, diagnostics=tuple(found))
        once = replace(SETTINGS, selection=Selection(ignore=("PAR002",)))
        assert fixed(document, once, report=planted).data == data
    assert edits(document, unmarked) == ()


@pytest.mark.parametrize(
    "data",
    [b"a: \xfc\n", b"trainbib: [\n", b"", b"- mit\n"],
    ids=["latin", "syntax", "none", "list"],
)
def test_what_cannot_be_read_whole_is_never_changed(data: bytes) -> None:
    document = parse_document(data, path="m.yaml")
    result = fixed(document, SETTINGS, unsafe=True)
    assert not result.applied
    assert result.text == document.text
    with pytest.raises(EditError):
        edits(document, Fix.replace("/a", "b", safe=True))


WITH_FIXES = [
    (code, case)
    for code, case in CASES
    if case.get("command") != "verify"
    and any(rule_of(found["code"]).fix for found in case["diagnostics"])
]


@pytest.mark.parametrize("unsafe", [False, True])
def test_the_vectors_are_repaired_without_loss(unsafe: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the test
    repaired = 0
    for number, (code, case) in enumerate(WITH_FIXES):
        folder = tmp_path / str(number)
        folder.mkdir()
        document = read_document(lay_out(case, folder))
        report = check(document, SETTINGS)
        result = fixed(document, SETTINGS, unsafe=unsafe, report=report)
        repaired += bool(result.applied)
        before, behind = report.count(Severity.ERROR), result.remaining.count(Severity.ERROR)
        assert behind <= before, (code, case["description"])
        again = fixed(
            parse_document(result.data, path=document.path, format_=document.format),
            SETTINGS,
            unsafe=unsafe,
        )
        assert not again.changed, (code, case["description"])
    assert repaired >= (60 if unsafe else 15)


def test_what_a_mended_citation_cites_is_not_removed_as_unused() -> None:
    text = """\
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  wikipedia-2025: {kind: other, license: CC0-1.0}
  unused: {kind: other, license: CC0-1.0}
files:
  root: data
  cites:
    - {paths: "**", sources: [wikipedia-2024]}
"""
    document = parse_document(text.encode(), path="m.yaml")
    result = fixed(document, Settings(use_disk=False), unsafe=True)
    expected = text.replace("wikipedia-2024", "wikipedia-2025")
    expected = expected.replace("  unused: {kind: other, license: CC0-1.0}\n", "")
    assert result.text == expected


LAYOUTS = ["yaml", "json", "flat", "flow"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "ancestors",
    [{"c": "b"}, {"b": "c"}, {"b": "c", "c": "b"}, {"b": "d", "d": "c", "c": "b"}],
)
def test_entries_that_need_each_other_go_together_in_any_layout(
    layout: str, ancestors: dict[str, str]
) -> None:
    sources: dict[str, dict[str, object]] = {
        key: {"kind": "other", "license": "CC0-1.0"} for key in sorted({"a", *ancestors, "b", "c"})
    }
    for key, ancestor in ancestors.items():
        sources[key]["derived_from"] = [{"source": ancestor, "relation": "subset"}]
    data = {
        "trainbib": "1.0",
        "dataset": {"name": "e", "version": "1"},
        "sources": sources,
        "files": {"root": "d", "cites": [{"paths": "**", "sources": ["a"]}]},
    }
    text = to_yaml(data) if layout == "yaml" else json.dumps(data, indent=layout == "json" or None)
    result = fix(text, "m.yaml" if layout in {"yaml", "flow"} else "m.json", unsafe=True)
    data["sources"] = {"a": sources["a"]}
    assert read(result.text, result.document.path).data == data
    assert [found.code for found in result.applied] == ["REF002"] * (len(sources) - 1)
    assert result.refused == ()


def test_a_repair_that_touches_one_that_fails_is_tried_by_itself() -> None:
    text = MINIMAL.replace("license: CC0-1.0", 'license: CC0-1.0, title: "a &amp; b"')
    document = read(text)
    report = check(document, SETTINGS)
    planted = tuple(
        Diagnostic("SCH006", "placeholder", Severity.WARNING, name, where, fix=each, value=name)
        for name, where, each in (
            ("wrong", "/sources/example", Fix.replace("/sources/example/kind", "bad", safe=True)),
            (
                "right",
                "/sources/example",
                Fix.replace("/sources/example/kind", "sensor", safe=True),
            ),
        )
    )
    result = fixed(document, SETTINGS, report=replace(report, diagnostics=planted))
    assert result.text == text.replace("kind: other", "kind: sensor")
    assert [found.message for found in result.applied] == ["right"]


def test_a_repair_for_which_no_pass_is_left_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "MAX_PASSES", 1)
    text = MINIMAL.replace("license: CC0-1.0", 'license: CC0-1.0, title: "a &amp;\u200b b"')
    result = fix(text, unsafe=True)
    assert [found.code for found in result.applied] == ["PAR005"]
    (refusal,) = result.refused
    assert refusal.diagnostic.code == "PAR007"
    assert refusal.reason.endswith("passes; run it again")
