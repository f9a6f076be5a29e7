"""Repairs: the text that comes out, what is refused, and what every repair leaves alone."""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal import MINIMAL
from test_document_yaml import DATA, KEYS
from test_vectors import CASES, lay_out
from trainbib.checking import check
from trainbib.diagnostics import (
    Cut,
    Diagnostic,
    Fix,
    Insert,
    Remove,
    Rename,
    Replace,
    Severity,
    Step,
)
from trainbib.document import Document, parse_document, read_document
from trainbib.fixing import EditError, FixResult, edits, edits_of, fixed, save, unified_diff
from trainbib.fixing.dates import iso_date
from trainbib.pointers import pointer
from trainbib.rules import rule_of
from trainbib.selection import Selection
from trainbib.settings import Settings
from trainbib.writing import to_yaml
from trainbib.writing.atomic import ChangedFileError
from trainbib.writing.layout import Layout, walk
from trainbib.writing.planning import changed

TODAY = date(2026, 11, 22)
SETTINGS = Settings(today=TODAY)


def read(text: str, path: str = "m.yaml") -> Document:
    return parse_document(text.encode(), path=path)


def fix(text: str, path: str = "m.yaml", *, unsafe: bool = False) -> FixResult:
    return fixed(read(text, path), SETTINGS, unsafe=unsafe)


def after(text: str, *steps: Step, path: str = "m.yaml") -> str:
    """Return a text after the edits of one fix."""
    document = read(text, path)
    for edit in reversed(edits(document, Fix("", safe=True, steps=steps))):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


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


def test_a_key_that_is_given_twice_stops_edits_beside_it() -> None:
    text = MINIMAL + "  example: {kind: sensor, license: cc0-1.0}\n"
    assert not fix(text, unsafe=True).changed
    with pytest.raises(EditError, match="given twice"):
        after(text, Rename("/sources/example", "other"))


@pytest.mark.parametrize("layout", ["block", "flow", "json"])
def test_several_steps_happen_all_or_none(layout: str) -> None:
    data = {"a": {"x": 1, "y": [1, 2, 3]}, "b": "z"}
    text = to_yaml(data) if layout == "block" else json.dumps(data)
    path = "m.json" if layout == "json" else "m.yaml"
    steps: tuple[Step, ...] = (
        Rename("/a", "c"),
        Remove("/a/y/0"),
        Remove("/a/y/1"),
        Replace("/b", {"unknown": "why"}),
        Insert("/a", "n", [True]),
    )
    result = read(after(text, *steps, path=path), path).data
    assert result == {"c": {"x": 1, "y": [3], "n": [True]}, "b": {"unknown": "why"}}
    with pytest.raises(EditError):
        after(text, *steps, Remove("/nothing"), path=path)


@pytest.mark.parametrize(
    "steps",
    [
        (Replace("/a", 1), Replace("/a", 2)),
        (Remove("/m"), Replace("/m/x", 2)),
        (Rename("/a", "b"), Rename("/a", "c")),
        (Rename("/a", "m"),),
        (Insert("/m", "x", 1),),
        (Insert("/l", "x", 1),),
        (Insert("/a", "x", 1),),
        (Remove("/m/x"),),
        (Remove("/l/0"), Remove("/l/1")),
        (Remove(""),),
        (Rename("/l/0", "b"),),
        (Replace("/m", 1),),
        (Replace("/l/7", 1),),
        (Replace("/a/b", 1),),
        (Replace("/alias", 1),),
        (Rename("/anchored", "b"),),
        (Replace("/alias/x", 1),),
        (Cut(0, 3),),
        (Replace("/a", float("nan")),),
    ],
    ids=str,
)
def test_steps_that_make_no_sense_are_refused(steps: tuple[Step, ...]) -> None:
    text = "a: 1\nm: {x: 1}\nl: [1, 2]\n&k anchored: &v {x: 1}\nalias: *v\n"
    with pytest.raises(EditError):
        after(text, *steps)


def test_two_keys_can_change_places() -> None:
    text = "a: 1\nb: 2\n"
    assert after(text, Rename("/a", "b"), Rename("/b", "a")) == "b: 1\na: 2\n"


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("a: plain # c", "NO", 'a: "NO" # c'),
        ("a: plain", "plain", 'a: "plain"'),
        ("a: 2024-03-15", "2024-03-15", 'a: "2024-03-15"'),
        ("a: 'it'", "it's", "a: 'it''s'"),
        ("a: 1e3", "1000.0", 'a: "1e3"'),
        ("a: 1.10", "1.1", 'a: "1.10"'),
        ("a: 1.10", "1.2", 'a: "1.2"'),
        ("a: 'x'", "y\u200b", 'a: "y\\u200b"'),
        ('a: "x"', "🙂\n", 'a: "🙂\\n"'),
        ("a:", "x", "a: x"),
        ("a: x", ["b, c", "d"], 'a: ["b, c", d]'),
        ("a: >-\n  one\n  two\nb: 1", "three four", "a: >-\n  three four\nb: 1"),
        ("a: |2-\n   one\nb: 1", "two", "a: |2-\n   two\nb: 1"),
        ("a: | # c\n    one\n\nb: 1", "two\nthree\n", "a: | # c\n    two\n    three\n\nb: 1"),
        ("a: |\n  one\nb: 1", "two", 'a: "two"\nb: 1'),
        ("a: b\n  c\nb: 1", "x", "a: x\nb: 1"),
    ],
)
def test_a_value_is_written_as_the_old_one_was(old: str, new: object, written: str) -> None:
    if old == "a: |2-\n   one\nb: 1":
        with pytest.raises(EditError):  # an indent that is given in numbers is left to people
            after(f"{old}\n", Replace("/a", new))
        return
    assert after(f"{old}\n", Replace("/a", new)) == f"{written}\n"


@pytest.mark.parametrize(
    ("key", "new", "written"),
    [
        ("a", "b c", "b c: 1"),
        ("a", "a", '"a": 1'),
        ("'a'", "b", "'b': 1"),
        ('"a"', "b", '"b": 1'),
        ("a", "b: c", '"b: c": 1'),
        ("? a\n", "b", "? b\n: 1"),
    ],
)
def test_a_key_is_written_as_the_old_one_was(key: str, new: str, written: str) -> None:
    assert after(f"{key}: 1\n", Rename("/a", new)) == f"{written}\n"


@pytest.mark.parametrize(
    ("old", "pointers", "new"),
    [
        ("a: 1\nb: 2 # two\n# about c\nc: 3\n", ["/b"], "a: 1\n# about c\nc: 3\n"),
        ("# all\na: 1\nb: 2\n", ["/a"], "# all\nb: 2\n"),
        ("a: 1\n# about b\nb: 2\nc: 3\n", ["/b"], "a: 1\nc: 3\n"),
        ("a: 1\n\n# apart\n\nb: 2\n\nc: 3\n", ["/b"], "a: 1\n\n# apart\n\nc: 3\n"),
        ("# trainbib: ignore[X]\na: 1\nb: 2\n", ["/a"], "b: 2\n"),
        ("a:\n  - 1\n  - 2 # x\n  - 3\n", ["/a/0", "/a/1"], "a:\n  - 3\n"),
        ("a:\n- b: 1\n  c: 2\n", ["/a/0/b"], "a:\n- c: 2\n"),
        ("a:\n- b: 1 # b\n  # c\n  c: 2\n", ["/a/0/b"], "a:\n-\n  # c\n  c: 2\n"),
        ("a:\n- - 1\n  - 2\n", ["/a/0/0"], "a:\n- - 2\n"),
        ("a: |\n  x\n\nb: 2\n", ["/a"], "b: 2\n"),
        ("a: [1, 2, 3]\n", ["/a/0", "/a/2"], "a: [2]\n"),
        ("a: {b: 1, c: 2,}\n", ["/a/c"], "a: {b: 1,}\n"),
        ("a: {\n  b: 1, # b\n  # c\n  c: 2 # d\n}\n", ["/a/c"], "a: {\n  b: 1 # b\n  # c\n}\n"),
        ("a: {\n  b: 1, # b\n  # c\n  c: 2\n}\n", ["/a/b"], "a: {\n  # c\n  c: 2\n}\n"),
        ("a: [1, # one\n  2]\n", ["/a/0"], "a: [ # one\n  2]\n"),
        ("a: [1, # one\n  2]\n", ["/a/1"], "a: [1, # one\n  ]\n"),
        ("a:\n  b:\n  c: 1\n", ["/a/b"], "a:\n  c: 1\n"),
        ("a: 1\nb: 2", ["/b"], "a: 1\n"),
        ("a: 1\r\nb: 2\r\nc: 3\r\n", ["/b"], "a: 1\r\nc: 3\r\n"),
    ],
)
def test_what_is_removed_takes_its_own_comments_along(
    old: str, pointers: list[str], new: str
) -> None:
    assert after(old, *map(Remove, pointers)) == new


@pytest.mark.parametrize("indent", [None, 0, 2, "\t"])
@pytest.mark.parametrize("gone", [[0], [1], [2], [0, 1], [1, 2], [0, 2]])
def test_json_is_json_after_a_removal(indent: int | str | None, gone: list[int]) -> None:
    data = {"a": {"x": {"y": []}, "🙂": "\x7f", "z": [1]}}
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    keys = list(data["a"])
    result = after(text, *(Remove(pointer("a", keys[i])) for i in gone), path="m.json")
    kept = {"a": {key: value for i, (key, value) in enumerate(data["a"].items()) if i not in gone}}
    assert result == json.dumps(kept, indent=indent, ensure_ascii=False)


def test_edits_of_many_fixes_are_those_of_each_by_itself() -> None:
    text = "a: 1\nb: [1, 2, 3]\nc: &x [1]\nd: *x\n"
    fixes = [
        Fix.replace("/a", 2, safe=True),
        Fix.replace("/a", 3, safe=True),
        Fix.remove("/b/0", safe=True, description=""),
        Fix.remove("/b/1", safe=True, description=""),
        Fix("", safe=True, steps=(Remove("/c"),)),
        Fix.replace("/nothing", 3, safe=True),
    ]
    document = read(text)
    found = edits_of(document, fixes)
    assert found[:4] == [edits(document, each) for each in fixes[:4]]
    assert found[4:] == [None, None]


def test_offsets_are_characters_beyond_the_basic_plane_too() -> None:
    document = read("🙂: 🙂🙂\n# 🙂\nb: x\n")
    (edit,) = edits(document, Fix.replace("/b", "y", safe=True))
    assert document.text[edit.start : edit.end] == "x"


@pytest.mark.parametrize("path", ["m.yaml", "m.json"])
def test_a_line_of_any_length_is_edited_in_place(path: str) -> None:
    members = ", ".join(f'"k{n}": [{n}]' for n in range(3000))
    text = f'{{"a": {{{members}}}}}'
    result = after(text, Remove("/a/k1500"), Replace("/a/k2999/0", 7), path=path)
    assert result == text.replace('"k1500": [1500], ', "").replace("[2999]", "[7]")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2024/03/15", "2024-03-15"),
        ("2024.3.5", "2024-03-05"),
        ("2024-3", "2024-03"),
        ("15 March 2024", "2024-03-15"),
        ("March 15th, 2024", "2024-03-15"),
        ("Sept. 2024", "2024-09"),
        ("2024-03-15 09:30:00+02:00", "2024-03-15T07:30:00Z"),
        ("3/4/2024", None),
        ("2010/11", None),
        ("2024-13", None),
        ("30 February 2024", None),
        ("2024-03-15T09:30:00", None),
        ("around 2024", None),
        ("2024-03-15", None),
        ("\u0662\u0660\u0662\u0664/03/15", None),
    ],
)
def test_a_date_is_rewritten_only_where_one_reading_is_left(text: str, written: str | None) -> None:
    assert iso_date(text) == written


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


# Manifests in several styles


def lines_with_comments(text: str) -> str:
    """Put a comment on its own line before, and one behind, some lines."""
    lines: list[str] = []
    for number, line in enumerate(text.split("\n")[:-1]):
        margin = line[: len(line) - len(line.lstrip())]
        if number % 3 == 1:
            lines.append(f"{margin}# own {number}")
        lines.append(f"{line} # beside {number}" if number % 4 == 1 else line)
    return "\n".join(lines) + "\n"


def laid_out(data: Mapping[str, object], style: str) -> tuple[str, str]:
    if style in {"json", "flat"}:
        return json.dumps(data, indent=2 if style == "json" else None), "m.json"
    if style == "flow":
        return json.dumps(data, indent=1, ensure_ascii=False), "m.yaml"
    text = to_yaml(data)
    if style == "windows":
        text = text.replace("\n", "\r\n")
    return text, "m.yaml"


STYLES = st.sampled_from(["yaml", "windows", "json", "flat", "flow"])


def places(value: object, at: str = "") -> list[tuple[str, object]]:
    found = [(at, value)]
    if isinstance(value, dict):
        for key, item in value.items():
            found += places(item, at + pointer(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += places(item, at + pointer(index))
    return found


@st.composite
def documents_with_steps(draw: st.DrawFn) -> tuple[str, str, list[Step]]:
    data = draw(st.dictionaries(KEYS, DATA, min_size=1, max_size=4))
    text, path = laid_out(data, draw(STYLES))
    steps: list[Step] = []
    for _ in range(draw(st.integers(1, 3))):
        where, value = draw(st.sampled_from(places(data)))
        scalars: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers() | st.text()
        options: list[st.SearchStrategy[Step]] = [
            st.builds(Remove, st.just(where)),
            st.builds(Rename, st.just(where), KEYS),
        ]
        if isinstance(value, dict):
            options.append(st.builds(Insert, st.just(where), KEYS, DATA))
        elif not isinstance(value, list):
            options.append(st.builds(Replace, st.just(where), scalars))
        steps.append(draw(st.one_of(options)))
    return text, path, steps


@settings(max_examples=100, deadline=None)
@given(documents_with_steps())
def test_the_data_afterwards_is_the_data_with_the_steps_applied(
    case: tuple[str, str, list[Step]],
) -> None:
    text, path, steps = case
    document = parse_document(text.encode("utf-8", "replace"), path=path)
    try:
        found = edits(document, Fix("", safe=True, steps=tuple(steps)))
    except EditError:
        return
    new = document.text
    for edit in reversed(found):
        new = new[: edit.start] + edit.text + new[edit.end :]
    again = parse_document(new.encode("utf-8", "surrogatepass"), path=path)
    assert again.data == changed(document.data, steps)


FAULTY = st.fixed_dictionaries(
    {
        "license": st.sampled_from(["mit", "apache-2.0", "GPL-3.0", "CC0-1.0", "MIT or 0bsd"]),
        "kind": st.sampled_from(["other", "public_datset", "sensor"]),
        "title": st.sampled_from(["A &amp; B", "plain", "a\u200bb", "Müller 🙂", "x: y"]),
        "issued": st.sampled_from(["2024/03/15", "2024-03-15", "15 March 2024", "soon"]),
        "version": st.sampled_from([1, 1.5, "1", "NO", "2024-03-15"]),
        "languages": st.sampled_from(["en", ["en", "de"], ["en", "en"]]),
    },
)


@st.composite
def faulty_manifests(draw: st.DrawFn) -> tuple[str, str]:
    keys = st.sampled_from(["a", "b", "web crawl", "A", "c.d"])
    sources = draw(st.dictionaries(keys, FAULTY, min_size=1, max_size=3))
    data: dict[str, object] = {
        "trainbib": draw(st.sampled_from(["1.0", 1.0])),
        "dataset": {"name": "example", "version": draw(st.sampled_from(["1", 1, 1.25]))},
        "parties": {"p": {"name": "P"}},
        "sources": sources,
        "files": {"root": "d", "cites": [{"paths": "**", "sources": [next(iter(sources))]}]},
    }
    return laid_out(data, draw(STYLES))


@settings(max_examples=25, deadline=None)
@given(faulty_manifests(), st.booleans())
def test_repairs_are_idempotent_keep_comments_and_make_no_error(
    manifest: tuple[str, str],
    unsafe: bool,  # noqa: FBT001 - drawn
) -> None:
    text, path = manifest
    if path == "m.yaml" and "{\n" not in text:
        text = lines_with_comments(text)
    document = read(text, path)
    before = check(document, SETTINGS)
    result = fixed(document, SETTINGS, unsafe=unsafe)
    assert result.remaining.count(Severity.ERROR) <= before.count(Severity.ERROR)
    again = fixed(read(result.text, path), SETTINGS, unsafe=unsafe)
    assert again.text == result.text
    removed = any(isinstance(s, Remove) for d in result.applied if d.fix for s in d.fix.steps)
    if not removed:
        kept = [line.partition("#")[2] for line in result.text.split("\n") if "#" in line]
        assert kept == [line.partition("#")[2] for line in document.text.split("\n") if "#" in line]
    if not unsafe:
        assert list(read(result.text, path).data["sources"]) == list(document.data["sources"])  # type: ignore[index]  # both are mappings


# Patches


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\nb\nc\n", "a\nx\nc\n"),
        ("a\r\nb\r\n", "a\r\nx\r\n"),
        ("a\nb", "a\nb\n"),
        ("a\nb\n", "a\nb"),
        ("a", "b"),
        ("\ufeffa\n", "a\n"),
        ("", "a\n"),
        ("a\x0cb\u2028c\rd\n", "a\x0cb\u2028x\rd\n"),
        ("".join(f"{n}\n" for n in range(99)), "".join(f"{n % 40}\n" for n in range(99))),
    ],
)
def test_a_patch_makes_one_text_of_the_other(old: str, new: str, tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not here")
    file = tmp_path / "sub" / "a b.yaml"
    file.parent.mkdir()
    file.write_bytes(old.encode())
    patch = unified_diff(old, new, "./sub/a b.yaml").encode()
    command = [git, "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, input=patch, cwd=tmp_path, check=True)
    assert file.read_bytes() == new.encode()


def test_a_patch_of_nothing_is_nothing_and_names_are_quoted() -> None:
    assert unified_diff("a\n", "a\n", "x") == ""
    patch = unified_diff("a\n", "b\n", "/home/x")
    assert patch == "--- a/home/x\n+++ b/home/x\n@@ -1 +1 @@\n-a\n+b\n"
    assert unified_diff("a\n", "b\n", 'x"\n').startswith('--- "a/x\\"\\n"\n')


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.lists(st.sampled_from("abcdef")))
def test_a_patch_holds_both_texts(one: list[str], two: list[str]) -> None:
    old, new = ("".join(f"{line}\n" for line in lines) for lines in (one, two))
    patch = unified_diff(old, new, "x").split("\n")[2:-1]
    before = [line[1:] for line in patch if line[0] in " -"]
    behind = [line[1:] for line in patch if line[0] in " +"]
    assert len(one) - len(before) == len(two) - len(behind)
    assert Counter(before) <= Counter(one)
    assert Counter(behind) <= Counter(two)


# Files


def test_a_fixed_manifest_is_written_with_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "trainbib.yaml"
    path.write_bytes(MINIMAL.replace("CC0", "cc0").encode())
    path.chmod(0o640)
    assert save(fixed(read_document(path), SETTINGS))
    assert path.read_bytes() == MINIMAL.encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert not save(fixed(read_document(path), SETTINGS))


def test_a_file_that_has_changed_and_a_link_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "trainbib.yaml"
    path.write_bytes(MINIMAL.replace("CC0", "cc0").encode())
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    with pytest.raises(ChangedFileError, match="a link"):
        save(fixed(read_document(link), SETTINGS))
    result = fixed(read_document(path), SETTINGS)
    path.write_text("changed\n", encoding="utf-8")
    with pytest.raises(ChangedFileError, match="has changed"):
        save(result)
    assert path.read_text(encoding="utf-8") == "changed\n"
    path.unlink()
    with pytest.raises(ChangedFileError):
        save(result)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.yaml"]


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


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1e309", "1e3", "1.10", "-0"])
@pytest.mark.parametrize("path", ["m.json", "m.yaml"])
def test_a_number_that_becomes_text_is_the_text_of_the_file(number: str, path: str) -> None:
    text = (
        f'{{"trainbib": "1.0", "dataset": {{"name": "e", "version": {number}}}, "sources": {{}}}}'
    )
    result = fix(text, path)
    expected = f'"version": "{number}"'
    if path == "m.yaml" and number in {"1e400", "-1e400", "1e309"}:
        expected = f'"version": {number}'  # text already, which PAR010 speaks of
    assert expected in result.text


@pytest.mark.parametrize("number", ["0x10", "0o17", "017", "+5"])
def test_a_number_of_yaml_that_becomes_text_is_the_text_of_the_file(number: str) -> None:
    result = fix(MINIMAL.replace('version: "1"', f"version: {number}"))
    assert result.text == MINIMAL.replace('version: "1"', f'version: "{number}"')


def test_a_number_that_was_not_read_is_not_written_in_another_place() -> None:
    text = '{"trainbib": "1.0", "sources": {"a": {}, "b": {"x-n": 1e400}}}'
    step = Insert("/sources/a", "x-n", 0.0)
    with pytest.raises(EditError, match=r"`1e400` is not a number of JSON \(PAR010\)"):
        after(text, step, path="m.json")
    assert '"x-n": 0.0' in after(text.replace("1e400", "0.0"), step, path="m.json")


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("a: > # why\n  cc0\nb: 1", "CC0\n", "a: > # why\n  CC0\nb: 1"),
        ("a: > # why\n  cc0\nb: 1", "CC0", 'a: "CC0" # why\nb: 1'),
        ("a: |-  # why\n  5\nb: 1", 5, "a: 5  # why\nb: 1"),
        ("a: |- # why\r\n  5\r\nb: 1", "x\ty", 'a: "x\\ty" # why\r\nb: 1'),
    ],
)
def test_the_comment_of_a_block_of_text_stays(old: str, new: object, written: str) -> None:
    assert after(f"{old}\n", Replace("/a", new)) == f"{written}\n"


def test_planning_looks_at_the_text_and_at_siblings_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What each of very many fixes would look for is looked up, so that time stays linear."""

    class Counted(list[Any]):
        def index(self, *_: object) -> int:
            raise AssertionError("siblings are searched for each fix")

        def __contains__(self, _: object) -> bool:
            raise AssertionError("siblings are searched for each fix")

    document = read("a:\n" + "".join(f"  k{n}: {n}\n" for n in range(50)))
    made = Layout.__init__

    def counting(self: Layout, *arguments: Any) -> None:
        made(self, *arguments)
        for node in walk(self.root):
            node.children = Counted(node.children)

    monkeypatch.setattr(Layout, "__init__", counting)
    fixes = [Fix.remove(f"/a/k{n}", safe=True, description="") for n in range(50)]
    found = edits_of(document, fixes)
    assert [edit.start for each in found if each for edit in each] == sorted(
        document.text.index(f"  k{n}:") for n in range(50)
    )
