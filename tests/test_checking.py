"""Checking: one list of findings, grouped, placed, in order; versions; what was not seen."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from minimal import overlaid, replacement_of
from trainbib.checking import Coverage, Report, check
from trainbib.diagnostics import Diagnostic, Severity
from trainbib.document import parse_document
from trainbib.pointers import resolve
from trainbib.settings import Settings

TODAY = date(2026, 11, 22)


def check_text(
    text: str, path: str = "trainbib.yaml", *, places: bool = True, **options: Any
) -> Report:
    document = parse_document(text.encode(), path=path)
    return check(document, Settings(today=TODAY, **options), places=places)


def only(report: Report, code: str) -> Diagnostic:
    found = [finding for finding in report.diagnostics if finding.code == code]
    assert len(found) == 1
    return found[0]


def test_a_clean_manifest_has_no_finding() -> None:
    report = check_text(overlaid(""))
    assert report.diagnostics == ()
    assert report.valid
    assert report.sources == 1
    assert report.files is None
    assert report.unchecked == ()


def test_findings_of_one_cause_become_one_with_a_count_and_a_sample() -> None:
    holders = "rights: {holders: [{party: nobody}]}"
    entries = "".join(f"  s{n}: {{kind: other, license: CC0-1.0, {holders}}}\n" for n in range(6))
    report = check_text(overlaid(f"sources:\n{entries}"))
    finding = only(report, "REF004")
    assert finding.count == 6
    assert finding.pointer == "/sources/s0/rights/holders/0/party"
    (note,) = finding.notes
    assert note == (
        "the same at 5 more places: /sources/s1/rights/holders/0/party, "
        "/sources/s2/rights/holders/0/party, /sources/s3/rights/holders/0/party …"
    )
    assert report.count(Severity.ERROR) == 1


def test_findings_of_different_causes_stay_apart() -> None:
    text = overlaid('dataset: {name: example, version: "1", creators: [ada, bob]}\n')
    report = check_text(text)
    assert [finding.value for finding in report.diagnostics] == ["ada", "bob"]
    assert {finding.count for finding in report.diagnostics} == {1}


def test_findings_stand_in_the_order_of_the_document_whoever_found_them() -> None:
    text = (
        'trainbib: "1.0"\n'
        "dataset:\n"
        "  name: example\n"
        "  version: 1.10\n"
        "  title: TODO\n"
        "  mood: sunny\n"
        "sources:\n"
        "  a: {kind: other, license: CC0-1.0, license: CC0-1.0}\n"
        "  b: {kind: odd, license: null}\n"
        "parties: {p: {name: Unused}}\n"
    )
    report = check_text(text)
    found = [(finding.span.line, finding.code) for finding in report.diagnostics if finding.span]
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert [(line, code) for line, code in found if not code.startswith("LIC")] == [
        (4, "PAR004"),
        (4, "SCH003"),
        (5, "SCH006"),
        (6, "SCH002"),
        (8, "PAR003"),
        (9, "SCH004"),
        (9, "SCH007"),
        (10, "REF005"),
    ]


def shown(text: str, finding: Diagnostic) -> str:
    """Return the characters that a finding points at."""
    assert finding.span is not None
    line = text.split("\n")[finding.span.line - 1]
    assert finding.span.end_line == finding.span.line
    return line[finding.span.column - 1 : finding.span.end_column - 1]


def test_a_place_is_the_value_the_key_or_the_key_of_a_container() -> None:
    text = (
        "# Überschrift\n"
        'trainbib: "1.0"\n'
        'dataset: {name: "example", version: "1", title: "TODO", mood: sunny}\n'
        "sources:\n"
        "  first:\n"
        "    license: CC0-1.0\n"
        "  'second':\n"
        "    kind: other\n"
        "    license: LicenseRef-x\n"
    )
    report = check_text(text)
    assert {finding.code: shown(text, finding) for finding in report.diagnostics} == {
        "SCH006": '"TODO"',
        "SCH002": "mood",
        "SCH001": "first",
        "REF006": "LicenseRef-x",
    }


def test_places_in_json_count_characters_and_lines() -> None:
    text = (
        '{"trainbib": "1.0", "dataset": {"name": "example", "version": "1"},\n'
        '\t"sources": {"ä😀": {"kind": "other",\r\n'
        ' "license": "CC0-1.0", "mood": 1}}}'
    )
    report = check_text(text, "trainbib.json")
    assert {finding.code: shown(text, finding) for finding in report.diagnostics} == {
        "KEY002": '"ä😀"',
        "SCH002": '"mood"',
    }


def test_related_places_have_lines_too() -> None:
    text = overlaid(
        "sources:\n  Web: {kind: other, license: CC0-1.0}\n  web: {kind: other, license: CC0-1.0}\n"
    )
    finding = only(check_text(text), "KEY003")
    assert finding.span is not None
    related = finding.related[0].span
    assert related is not None
    assert (related.line, related.column) == (finding.span.line - 1, finding.span.column)


def test_without_places_nothing_is_looked_up() -> None:
    report = check_text(overlaid("files: {root: ../up}\n"), places=False)
    assert report.diagnostics
    assert {finding.span for finding in report.diagnostics} == {None}


def test_a_safe_fix_writes_what_stands_in_the_text_not_what_was_read() -> None:
    report = check_text(overlaid("dataset: {name: example, version: 1.10}\n"))
    fix = only(report, "SCH003").fix
    assert fix is not None
    assert fix.safe
    assert replacement_of(fix) == "1.10"


def test_a_newer_minor_version_is_read_and_what_is_new_left_alone() -> None:
    text = (
        'trainbib: "1.999"\n'
        'dataset: {name: example, version: "1", mood: sunny}\n'
        "sources:\n"
        "  a: {kind: dreamt, license: CC0-1.0, creators: [nobody]}\n"
    )
    report = check_text(text)
    assert [finding.code for finding in report.diagnostics] == ["PAR013", "REF004"]
    assert only(report, "PAR013").notes == (
        "not known: /dataset/mood",
        "not known: /sources/a/kind",
    )


def test_an_unknown_major_version_is_refused_with_those_that_are_known() -> None:
    report = check_text('trainbib: "2.7"\ndataset: 1\n')
    finding = only(report, "PAR008")
    assert report.diagnostics == (finding,)
    assert "2.7" in finding.message
    assert "1.x" in finding.help


@pytest.mark.parametrize("state", ["unknown", "withheld", "not_applicable", "lost", "none"])
def test_a_state_without_a_reason_is_answered_with_how_to_write_a_gap(state: str) -> None:
    report = check_text(overlaid(f"sources:\n  a: {{kind: {state}, license: CC0-1.0}}\n"))
    assert only(report, "SCH004").help == f'a gap says why: {{{state}: "…"}}'


@pytest.mark.parametrize(
    ("fragment", "code", "meant"),
    [
        ('dataset: {name: example, version: "1", titel: x}', "SCH002", "title"),
        ("sources: {a: {kind: public_dateset, license: CC0-1.0}}", "SCH004", "public_dataset"),
        ("sources: {a: {knid: other, license: CC0-1.0}}", "SCH002", "kind"),
        (
            "files: {root: d, cites: [{paths: '**', sources: [exmaple]}]}",
            "REF001",
            "example",
        ),
        (
            'dataset: {name: e, version: "1", publisher: harbor}\nparties: {harbour: {name: H}}',
            "REF004",
            "harbour",
        ),
    ],
)
def test_a_misspelling_is_answered_with_what_was_meant(
    fragment: str, code: str, meant: str
) -> None:
    finding = only(check_text(overlaid(fragment + "\n")), code)
    assert finding.fix is not None
    assert replacement_of(finding.fix) == meant
    assert not finding.fix.safe


def test_a_misspelt_required_field_is_one_finding_not_two() -> None:
    report = check_text(overlaid("sources: {a: {knid: other, license: CC0-1.0}}\n"))
    assert [finding.code for finding in report.diagnostics] == ["SCH002"]


def test_what_could_not_be_checked_is_said(tmp_path: Path) -> None:
    manifest = tmp_path / "trainbib.yaml"
    manifest.write_text(overlaid("files: {root: data}\n"), encoding="utf-8")
    notes = check(manifest, Settings(today=TODAY)).unchecked
    assert any("pins no inventory" in note for note in notes)
    assert any("`data` is not here" in note for note in notes)
    (tmp_path / "data").mkdir()
    notes = check(manifest, Settings(today=TODAY)).unchecked
    assert not any("is not here" in note for note in notes)


def test_what_nobody_named_is_not_missed() -> None:
    notes = check_text(overlaid("files: {cites: [{paths: a, sources: [example]}]}\n")).unchecked
    assert not any("is not here" in note for note in notes)
    (note,) = check_text(overlaid("profiles: [complete, corporate]\n")).unchecked
    assert note.startswith("profiles: `corporate`: ")


def test_coverage_counts_gaps_apart_from_answers() -> None:
    text = overlaid(
        "sources:\n"
        "  a: {kind: other, license: CC0-1.0, rights: {holders: {unknown: nobody answered}}}\n"
        "  b: {kind: other, license: {withheld: contract}}\n"
        "  c: {kind: other}\n"
    )
    coverage = check_text(text).coverage
    assert Coverage("sources licensed", 1, 1, 3) in coverage
    assert Coverage("rights holder", 0, 1, 3) in coverage


@pytest.mark.parametrize("text", ["LX-7", "MIT AND", "public", "CC-BY-4.0 OR LX-7"])
def test_what_names_no_licence_is_no_answer(text: str) -> None:
    report = check_text(
        overlaid(
            f"sources:\n  a: {{kind: other, license: '{text}'}}\n"
            f"  b: {{kind: other, license: {{expression: '{text}'}}}}\n"
            "  c: {kind: other, license: mit}\n  d: {kind: other, license: GPL-3.0}\n"
        )
    )
    assert Coverage("sources licensed", 2, 0, 4) in report.coverage


def test_the_fingerprint_outlives_edits_elsewhere() -> None:
    before = only(check_text(overlaid("parties: {p: {name: Unused}}\n")), "REF005")
    after = only(check_text("# a comment\n\n" + overlaid("parties: {p: {name: X}}\n")), "REF005")
    assert before.fingerprint == after.fingerprint
    assert before.span != after.span


def test_a_document_that_cannot_be_parsed_gets_its_place_and_nothing_else() -> None:
    report = check_text("trainbib: [\n")
    assert [finding.code for finding in report.diagnostics] == ["PAR001"]
    assert report.coverage == ()
    assert report.sources == 0
    assert not report.valid


@pytest.mark.parametrize("text", ["[]", "1", "true", '"text"', "null", '{"sources": []}', "{}"])
def test_a_document_of_another_shape_is_an_error_not_a_crash(text: str) -> None:
    assert not check_text(text, "trainbib.json").valid


def calls_of(work: Callable[[], object]) -> int:
    """Count the calls of functions, Python's and C's: a clock that always shows the same."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def many(count: int, fields: str) -> dict[str, Any]:
    template = json.loads(fields)
    sources = {
        f"source-{number}": {
            name: value.replace("#", str(number)) if isinstance(value, str) else value
            for name, value in template.items()
        }
        for number in range(count)
    }
    return {
        "trainbib": "1.0",
        "dataset": {"name": "many", "version": "1"},
        "parties": {f"party-{number}": {"name": f"Party {number}"} for number in range(count)},
        "sources": sources,
    }


@pytest.mark.parametrize(
    "fields",
    [
        '{"kind": "other", "license": "CC0-1.0", "title": "Title #", "url": "https://#.example/"}',
        '{"kind": "other", "license": "CC0-1.0", "publisher": "partie-#"}',
        '{"kind": "odd", "license": null, "mood": "#", "title": "TODO"}',
        '{"kind": "other", "license": "CC0-1.0", "title": "The same", "ids": {"doi": "10.5555/1"}}',
        '{"kind": "other", "license": "CC0-1.0", "derived_from": [{"source": "source-0"}]}',
    ],
    ids=["clean", "dangling", "faulty", "alike", "derived"],
)
@pytest.mark.parametrize("format_", ["json", "yaml"])
def test_the_work_grows_with_the_number_of_sources_and_no_faster(fields: str, format_: str) -> None:
    def work(count: int) -> Callable[[], object]:
        # JSON is YAML; one entry a line, as people write it.
        text = json.dumps(many(count, fields), indent=1)
        document = parse_document(text.encode(), path=f"trainbib.{format_}")
        return lambda: check(document, Settings(today=TODAY, pedantic=True))

    calls_of(work(10))  # what is computed once and kept
    once, twice = calls_of(work(100)), calls_of(work(200))
    assert twice < 2.2 * once


def test_a_lone_surrogate_in_json_is_a_finding_and_what_else_is_wrong_too() -> None:
    report = check_text('{"trainbib": "1.0", "x-a": "\\ud800"}', "trainbib.json")
    assert [finding.code for finding in report.diagnostics] == ["SCH001", "SCH001", "PAR005"]


def test_a_number_of_any_length_is_a_finding_of_readable_length() -> None:
    finding = only(check_text(overlaid(f"x-a: 0x{'f' * 4000}\n")), "PAR010")
    assert len(finding.message) < 100


def test_the_last_day_of_the_calendar_can_be_today() -> None:
    assert check(
        parse_document(overlaid("").encode(), path="m.yaml"), Settings(today=date.max)
    ).valid


@pytest.mark.parametrize(
    ("written", "shown_as"),
    [
        ("MIT OR Apache-2", "Apache-2"),
        ("'MIT OR Apache-2'", "Apache-2"),
        ('"MIT OR Apache-2"', "Apache-2"),
        ('"MIT OR \\x41pache-2"', '"MIT OR \\x41pache-2"'),  # escapes: the whole text
        ("&l MIT OR Apache-2", "&l MIT OR Apache-2"),  # so does an anchor
    ],
)
def test_the_characters_that_are_meant_are_pointed_at(written: str, shown_as: str) -> None:
    text = overlaid(f"sources:\n  a:\n    kind: other\n    license: {written}\n")
    assert shown(text, only(check_text(text), "LIC002")) == shown_as


def test_characters_of_a_text_on_several_lines_are_not_guessed() -> None:
    text = overlaid(
        "sources:\n  a:\n    kind: other\n    license: >-\n      MIT OR\n      Apache-2\n"
    )
    found = only(check_text(text), "LIC002")
    assert found.span is not None
    assert text.split("\n")[found.span.line - 1].lstrip().startswith(("license:", "MIT"))


def test_characters_are_pointed_at_in_json() -> None:
    source = {"kind": "other", "license": "MIT OR Apache-2"}
    data = {"trainbib": "1.0", "dataset": {"name": "e", "version": "1"}, "sources": {"ä": source}}
    text = json.dumps(data, ensure_ascii=False)
    report = check(parse_document(text.encode(), path="trainbib.json"), Settings(today=TODAY))
    assert shown(text, only(report, "LIC002")) == "Apache-2"


def test_a_key_of_digits_that_are_no_number_is_a_key() -> None:
    key = "\u00b2"
    text = f'trainbib: "1.0"\ndataset: {{name: x, version: "1"}}\nx-a: {{"{key}": 2024-1-1}}\n'
    report = check(parse_document(text.encode(), path="m.yaml"))
    assert "PAR004" in {found.code for found in report.diagnostics}
    for tokens in (["x", key], ["x", "-1"], ["x", "\u0661"], ["x", "9" * 5000]):
        with pytest.raises(KeyError):
            resolve({"x": ["only"]}, tokens)
