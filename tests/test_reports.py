"""The reports of ``check``, from diagnostics made by hand."""

import html
import io
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.checking import Coverage, Report, Suppressed
from trainbib.diagnostics import Diagnostic, Fix, Related, Severity, Span
from trainbib.document import parse_document
from trainbib.suppressions import Suppression
from trainbib_cli.reports import CHECK_FORMATS, TEXT_FORMATS, new_reporter
from trainbib_cli.reports.frame import Mark, SourceLines, frame
from trainbib_cli.reports.links import wants_links
from trainbib_cli.reports.results import Checked, ReportOptions, Unreadable
from trainbib_cli.reports.wording import counted, grouped, percentage
from trainbib_cli.terminal import Style, printable

TEXT = """\
trainbib: "1.0"
dataset: {name: e, version: "1"}
sources:
  wikipedia-2025:
    kind: other
files:
  root: data
  cites:
    - {paths: "**", sources: [wikipedia-2024]}
"""


def checked(
    *diagnostics: Diagnostic, text: str = TEXT, path: str = "m.yaml", **more: Any
) -> Checked:
    report = Report(
        path=path,
        diagnostics=diagnostics,
        sources=214,
        files=9812,
        coverage=(Coverage("files cited", 9771, 0, 9812), Coverage("rights holder", 188, 0, 214)),
        unchecked=("files: the folder `data` is not here",),
        **more,
    )
    return Checked(report, parse_document(text.encode("utf-8", "surrogatepass"), path=path))


def found(code: str = "REF001", severity: Severity = Severity.ERROR, **more: Any) -> Diagnostic:
    given_: dict[str, Any] = {"path": "m.yaml", "span": Span(9, 31, 9, 45), **more}
    return Diagnostic(
        code=code, name="dangling-source", severity=severity, message="not defined", **given_
    )


DANGLING = found(
    label="no such source",
    help="correct the key, or define the source",
    notes=("the same at 41 more places",),
    related=(Related("/sources/wikipedia-2025", "defined here", span=Span(4, 3, 4, 17)),),
    fix=Fix.replace("/x", "wikipedia-2025", safe=False),
    count=42,
)


def render(format_: str, *results: Checked | Unreadable, **options: Any) -> str:
    return "".join(new_reporter(format_, ReportOptions(**options)).render(results))


def test_a_finding_shows_source_lines_related_places_and_remarks() -> None:
    assert render("full", checked(DANGLING)) == (
        "error[REF001] dangling-source: not defined\n"
        " --> m.yaml:9:31\n"
        "   |\n"
        ' 9 |     - {paths: "**", sources: [wikipedia-2024]}\n'
        "   |                               ^^^^^^^^^^^^^^ no such source\n"
        "   |\n"
        " 4 |   wikipedia-2025:\n"
        "   |   -------------- defined here\n"
        "   = note: the same at 41 more places\n"
        "   = help: correct the key, or define the source\n"
        "   = fix:  replace with `wikipedia-2025` (unsafe, --unsafe-fixes)\n"
        "   = docs: https://trainbib.org/rules/REF001\n"
        "\n"
        "Checked 1 manifest, 214 sources, 9 812 files.\n"
        "Found 1 error, 0 warnings, 0 infos.  [*] 1 fixable with --unsafe-fixes.\n"
        "Coverage: files cited 9 771/9 812 (99.6 %) · rights holder 188/214\n"
        "Not checked: files: the folder `data` is not here\n"
        "`trainbib explain REF001` says more about that check.\n"
    )


def test_two_places_on_one_line_share_the_line() -> None:
    twice = found(
        span=Span(9, 31, 9, 45),
        label="here",
        related=(Related("", "this rule", span=Span(9, 8, 9, 13)),),
    )
    rows = render("full", checked(twice), quiet=True).splitlines()
    assert rows[2:] == [
        "   |",
        ' 9 |     - {paths: "**", sources: [wikipedia-2024]}',
        "   |                               ^^^^^^^^^^^^^^ here",
        "   |        ----- this rule",
        "   = docs: https://trainbib.org/rules/REF001",
        "",
    ]


def test_nothing_found_is_said() -> None:
    text = render("full", checked())
    assert text.startswith("Checked 1 manifest, 214 sources, 9 812 files.\nFound nothing.\n")
    assert "explain" not in text


def test_the_concise_report_has_a_line_for_each_finding() -> None:
    text = render("concise", checked(DANGLING, found("LIC002", Severity.WARNING)), quiet=True)
    assert text == (
        "m.yaml:9:31: REF001 dangling-source: not defined\n"
        "m.yaml:9:31: LIC002 dangling-source: not defined\n"
    )


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_text_reports_cut_many_findings_of_one_rule_and_say_so(format_: str) -> None:
    many = [found("LIC002", span=Span(line, 1, line, 2)) for line in range(1, 6)]
    text = render(format_, checked(*many, DANGLING), limit_per_rule=2, links=False)
    assert text.count(": not defined") in {2, 3}
    assert (
        "LIC002 dangling-source: 3 more findings not shown (--limit-per-rule 0 shows all)." in text
    )
    assert "Found 6 errors" in text
    assert "not shown" not in render(format_, checked(*many), limit_per_rule=0)


def test_the_limit_holds_over_all_manifests_of_a_run() -> None:
    text = render("concise", checked(found()), checked(found(), path="n.yaml"), limit_per_rule=1)
    assert text.count("not defined") == 1
    assert "1 more finding not shown" in text


def test_the_summary_adds_manifests_up_and_names_them() -> None:
    text = render("full", checked(), checked(path="n.yaml"), Unreadable("x", "No such file"))
    assert "Checked 2 manifests (1 could not be read), 428 sources, 19 624 files.\n" in text
    assert "files cited 19 542/19 624 (99.6 %)" in text
    assert "Not checked: n.yaml: files: the folder" in text


@pytest.mark.parametrize("format_", CHECK_FORMATS)
def test_control_characters_of_the_user_never_reach_a_terminal_raw(format_: str) -> None:
    hostile = "a\x1b[31mb\x9b1m\u202ec\x07\r\nd"
    text = f'{{"trainbib": "{hostile}"}}'.replace("\r\n", "\u2028")
    diagnostic = found(
        span=Span(1, 3, 1, 11),
        label=hostile,
        help=hostile,
        notes=(hostile,),
        path=hostile,
        related=(Related("", hostile, span=Span(1, 3, 1, 5)),),
        fix=Fix.replace("/x", "y", safe=True, description=hostile),
    )
    report = render(format_, checked(diagnostic, text=text, path=hostile))
    assert "\x1b" not in report
    assert "\x07" not in report
    assert "\r" not in report
    if format_ not in {"json", "jsonl", "sarif", "gitlab"}:  # which never go to a terminal
        assert "\u202e" not in report
        assert "\x9b" not in report
        assert "\\x1b[31mb\\x9b1m\\u202ec\\x07\\r\\nd" in html.unescape(report)


def test_colours_are_added_without_changing_the_text() -> None:
    import re

    plain = render("full", checked(DANGLING))
    colored = render("full", checked(DANGLING), style=Style(on=True))
    assert colored != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_a_terminal_that_follows_links_gets_the_page_as_a_link() -> None:
    link = "\x1b]8;;https://trainbib.org/rules/REF001\x1b\\error[REF001]\x1b]8;;\x1b\\"
    text = render("full", checked(DANGLING), links=True)
    assert text.startswith(f"{link} dangling-source")
    assert "docs:" not in text
    assert link.replace("error[REF001]", "REF001") in render(
        "concise", checked(DANGLING), links=True
    )


@pytest.mark.parametrize(
    ("environment", "tty", "wanted"),
    [
        ({"TERM_PROGRAM": "WezTerm"}, True, True),
        ({"VTE_VERSION": "7003"}, True, True),
        ({"VTE_VERSION": "4800"}, True, False),
        ({"TERM": "xterm-kitty"}, True, True),
        ({"TERM": "xterm-256color"}, True, False),
        ({"TERM_PROGRAM": "WezTerm", "CI": "true"}, True, False),
        ({"TERM_PROGRAM": "WezTerm", "TERM": "dumb"}, True, False),
        ({"TERM_PROGRAM": "WezTerm"}, False, False),
        ({"FORCE_HYPERLINK": "1", "CI": "true"}, False, True),
        ({"FORCE_HYPERLINK": "0", "TERM_PROGRAM": "WezTerm"}, True, False),
    ],
)
def test_links_are_for_terminals_that_are_known_to_follow_them(
    environment: dict[str, str],
    tty: bool,  # noqa: FBT001 - a parameter of the test
    wanted: bool,  # noqa: FBT001 - ditto
) -> None:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return tty

    assert wants_links(Stream(), environment) is wanted


SAFE = found("LIC005", Severity.WARNING, fix=Fix.replace("/x", "MIT", safe=True))


def test_the_mark_says_what_fix_repairs() -> None:
    text = render("concise", checked(SAFE, DANGLING), quiet=True)
    assert text == (
        "m.yaml:9:31: LIC005 [*] dangling-source: not defined\n"
        "m.yaml:9:31: REF001 dangling-source: not defined\n"
    )


def test_the_summary_tells_what_was_left_out_and_what_can_be_repaired() -> None:
    suppressed = Suppressed(SAFE, Suppression(("LIC",), reason="as the page has it"))
    result = checked(SAFE, DANGLING, suppressed=(suppressed,), known=(SAFE,) * 7)
    rows = render(
        "full", result, statistics=True, seconds=lambda: 0.414, online_left_out=31
    ).splitlines()
    assert rows[0] == "1  warning  LIC005  [*] dangling-source"
    assert rows[1] == "1  error    REF001      dangling-source"
    assert rows[3] == (
        "Checked 1 manifest, 214 sources, 9 812 files in 0.41 s (offline; 31 online checks not "
        "run)."
    )
    assert rows[4] == (
        "Found 1 error, 1 warning, 0 infos (1 suppressed, 7 known before).  "
        "[*] 1 fixable with --fix, 1 more with --unsafe-fixes."
    )
    clean = render("full", checked(known=()))
    assert "Found nothing (0 known before).\n" in clean


def test_statistics_count_the_most_frequent_rule_first() -> None:
    many = [found("LIC002", Severity.WARNING) for _ in range(1200)]
    text = render("concise", checked(DANGLING, *many), statistics=True, quiet=True)
    assert text == (
        "1 200  warning  LIC002  dangling-source\n    1  error    REF001  dangling-source\n"
    )


def test_the_grouped_report_has_a_heading_for_each_manifest_with_findings() -> None:
    text = render(
        "grouped",
        checked(SAFE, found(span=Span(10, 1, 10, 2))),
        checked(path="clean.yaml"),
        checked(found(), path="n.yaml"),
        quiet=True,
    )
    assert text == (
        "m.yaml:\n"
        "  9:31  warning[LIC005] [*] dangling-source: not defined\n"
        "  10:1  error[REF001]   dangling-source: not defined\n"
        "\n"
        "n.yaml:\n"
        "  9:31  error[REF001]   dangling-source: not defined\n"
        "\n"
    )


def rows_of(text: str, span: Span, width: int = 80, format_: str = "yaml") -> list[str]:
    mark = Mark(span, "here", "error")
    return list(frame(SourceLines(text, format_), [mark], width=width, style=Style()))


def test_carets_stand_under_wide_combining_and_tabbed_characters() -> None:
    assert rows_of('日本: "値"\n', Span(1, 5, 1, 8))[1:] == [
        ' 1 | 日本: "値"',
        "   |       ^^^^ here",
    ]
    assert rows_of("e\u0301x: y\n", Span(1, 3, 1, 4))[1:] == [" 1 | e\u0301x: y", "   |  ^ here"]
    assert rows_of("\tx\ty\n", Span(1, 4, 1, 5))[1:] == [" 1 |     x    y", "   |          ^ here"]


def test_a_place_behind_the_end_of_a_line_has_a_caret() -> None:
    assert rows_of("ab\n", Span(1, 3, 1, 4)) == ["   |", " 1 | ab", "   |   ^ here"]
    assert rows_of("", Span(1, 1, 1, 1)) == ["   |", " 1 |", "   | ^ here"]


def test_a_place_over_several_lines_is_marked_on_its_first() -> None:
    assert rows_of("a: |\n  b\n", Span(1, 4, 2, 3))[-1] == "   |    ^ here"


def test_a_line_that_is_not_there_is_not_drawn() -> None:
    assert rows_of("ab\n", Span(7, 1, 7, 2)) == []


def test_line_numbers_are_aligned() -> None:
    text = "a\n" * 1200
    marks = [Mark(Span(1100, 1, 1100, 2), "", "info"), Mark(Span(7, 1, 7, 2), "first")]
    assert list(frame(SourceLines(text, "yaml"), marks, width=80, style=Style())) == [
        "     |",
        "1100 | a",
        "     | ^",
        "     |",
        "   7 | a",
        "     | - first",
    ]


def test_lines_end_where_the_reader_says() -> None:
    assert SourceLines("a\u2028b\r\nc\x85d", "yaml").line(4) == "d"
    assert SourceLines("a\u2028b\r\nc", "json").line(1) == "a\u2028b"
    assert SourceLines("a\u2028b\r\nc", "json").line(3) is None
    assert SourceLines("a\rb", "json").line(2) == "b"


@given(
    st.text(st.characters(exclude_characters="\r\n\x85\u2028\u2029"), max_size=300),
    st.integers(0, 320),
    st.integers(0, 30),
    st.integers(20, 130),
)
def test_a_frame_fits_its_width_and_its_carets_are_under_what_they_mark(
    line: str, start: int, length: int, width: int
) -> None:
    shown, carets = rows_of(line, Span(1, start + 1, 1, start + 1 + length), width)[1:]
    source = shown[5:]
    assert sum(cells(source)) <= max(40, width - 5)
    if start < len(line):
        before = len(carets[5:]) - len(carets[5:].lstrip(" "))
        under = [
            source[index:]
            for index in range(len(source) + 1)
            if sum(cells(source[:index])) == before
        ]
        assert any(rest.startswith(visible(line[start])) for rest in under)


def visible(character: str) -> str:
    return "    " if character == "\t" else printable(character)


def cells(text: str) -> Iterator[int]:
    import unicodedata

    for character in text:
        if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
            yield 0
        else:
            yield 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def test_one_very_long_line_is_cut_around_the_mark() -> None:
    line = "x" * 1_000_000 + "MARK" + "y" * 1_000_000
    shown, carets = rows_of(line, Span(1, 1_000_001, 1, 1_000_005))[1:]
    assert shown.startswith(" 1 | …xx")
    assert shown.endswith("yy…")
    assert len(shown) <= 80
    assert shown[carets.index("^") :].startswith("MARK")


def test_numbers_and_nouns() -> None:
    assert grouped(1234567) == "1 234 567"
    assert counted(1, "file") == "1 file"
    assert counted(0, "file") == "0 files"
    assert percentage(99_999, 100_000) == "99.9 %"
    assert percentage(0, 0) == "0.0 %"
