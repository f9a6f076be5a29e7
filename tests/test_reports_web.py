"""The reports of ``check`` for people and services on the web: github, markdown, html."""

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_reports import DANGLING, checked, found, render
from test_reports_machine import SILENCED, UNREADABLE, really_checked
from trainbib.checking import Suppressed
from trainbib.diagnostics import Severity, Span
from trainbib.scoring import score
from trainbib_cli.reports import check_markdown
from trainbib_cli.reports.markdown import escaped
from trainbib_cli.reports.results import Checked
from trainbib_cli.terminal import printable


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as the runner of GitHub does."""
    made: list[tuple[str, dict[str, str], str]] = []
    for line in text.splitlines():
        match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
        if match is None:
            continue
        properties = dict(item.split("=", 1) for item in match[2].split(","))
        for name, value in properties.items():
            properties[name] = unescaped(value.replace("%3A", ":").replace("%2C", ","))
        made.append((match[1], properties, unescaped(match[3])))
    return made


def unescaped(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def test_annotations_have_place_title_and_text() -> None:
    hostile = found(
        "LIC002",
        Severity.INFO,
        path="./a,b:c%.yaml",
        span=Span(2, 1, 3, 4),
        help="100 %\n::error::injected",
    )
    first, second, _ = commands(render("github", checked(DANGLING, hostile)))
    assert first == (
        "error",
        {
            "file": "m.yaml",
            "line": "9",
            "col": "31",
            "endColumn": "45",
            "title": "REF001 dangling-source",
        },
        (
            "not defined\nthe same at 41 more places\ncorrect the key, or define the source"
            "\nhttps://trainbib.org/rules/REF001"
        ),
    )
    assert second[0] == "notice"
    assert second[1]["file"] == "a,b:c%.yaml"
    assert second[1]["endLine"] == "3"
    assert "col" not in second[1]
    assert second[2] == "not defined\n100 %\n::error::injected\nhttps://trainbib.org/rules/LIC002"


@given(st.text(max_size=60))
def test_no_text_of_a_manifest_becomes_a_command_of_its_own(text: str) -> None:
    hostile = found(path=f"m{text}", help=text, notes=(text,))
    lines = render("github", checked(hostile)).split("\n")
    assert [line.partition(" file=m")[0] for line in lines] == ["::error", "::notice", ""]
    ((_, properties, message),) = commands(lines[0])
    assert properties["file"] == printable(f"m{text}")
    shown = "\n".join(printable(line) for line in text.split("\n"))
    page = "https://trainbib.org/rules/REF001"
    assert message == "\n".join(["not defined", shown, *([shown] if text else []), page])


def test_ten_annotations_of_a_kind_are_the_worst_ones() -> None:
    many = [
        found("LIC002", Severity.WARNING, count=count, span=Span(line, 1, line, 2))
        for line, count in enumerate([1, 1, 9, *[1] * 10], start=1)
    ]
    text = render("github", checked(*many, DANGLING), UNREADABLE)
    made = commands(text)
    assert [kind for kind, _, _ in made] == ["error", "error"] + ["warning"] * 10 + ["notice"]
    assert made[0][1]["file"] == "nope.yaml"
    lines = [properties["line"] for kind, properties, _ in made if kind == "warning"]
    assert lines == ["3", "1", "2", *map(str, range(4, 11))]
    assert "trainbib: 3 more warnings without annotation" in text


def test_what_was_not_checked_is_one_notice_among_ten() -> None:
    infos = [found("LIC002", Severity.INFO, span=Span(line, 1, line, 2)) for line in range(1, 13)]
    text = render("github", checked(*infos))
    made = commands(text)
    assert [kind for kind, _, _ in made] == ["notice"] * 10
    note = "files: the folder `data` is not here"
    assert made[-1] == ("notice", {"file": "m.yaml", "title": "not checked"}, note)
    assert "trainbib: 3 more infos without annotation" in text

    results = [checked(path=f"{number}.yaml") for number in range(25)]
    (single,) = commands(render("github", *results))
    assert single[1] == {"title": "not checked"}
    told = single[2].split("\n")
    assert told[:2] == [f"0.yaml: {note}", f"1.yaml: {note}"]
    assert (len(told), told[-1]) == (21, "and 5 more")

    whole = replace(checked().report, unchecked=())
    assert render("github", replace(checked(), report=whole)) == ""


def test_the_summary_of_a_job_has_a_folded_table_for_each_severity() -> None:
    text = render("markdown", checked(DANGLING, found("LIC002", Severity.WARNING)), UNREADABLE)
    assert text.startswith("## Trainbib: 1 error, 1 warning\n")
    assert "<details open>\n<summary>1 error</summary>" in text
    assert "<details>\n<summary>1 warning</summary>" in text
    assert "| [REF001](https://trainbib.org/rules/REF001)<br>dangling-source | " in text
    assert "- cannot read <code>nope.yaml</code>: No such file or directory" in text
    assert "## Trainbib: nothing found\n" in render("markdown", checked())


@given(st.text(max_size=80))
def test_markdown_shows_texts_as_they_are(text: str) -> None:
    shown = escaped(text)
    assert html.unescape(re.sub("</?code>", "", shown)) == printable(
        re.sub("`([^`]*)`", r"\1", text)
    )
    assert not re.search(r"[][*_|~#@$\\\n]|<(?!/?code>)|://|www\.", re.sub(r"&#\d+;", "", shown))


def test_a_summary_that_grows_too_large_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_markdown, "LIMIT", 64 * 1024)
    warnings = [found("LIC002", Severity.WARNING, help="w" * 1000) for _ in range(200)]
    errors = [found(help="e" * 1000) for _ in range(20)]
    text = render("markdown", checked(*warnings, *errors))
    assert len(text.encode()) <= 64 * 1024
    assert text.count("[REF001](https://trainbib.org/rules/REF001)<br>") == 20
    shown = text.count("[LIC002](https://trainbib.org/rules/LIC002)<br>")
    assert 0 < shown < 200
    assert f"**{200 - shown} more warnings left out:** this report ends at 64 KiB." in text


class Page(HTMLParser):
    """Reads a page, and remembers what it is made of."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.marked: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]
        if tag not in {"meta", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if "mark" in self.open:
            self.marked.append(data)


def test_the_page_stands_alone_and_shows_findings_with_marks() -> None:
    real = really_checked()
    silent = Suppressed(found("LIC002", Severity.WARNING), SILENCED)
    text = render(
        "html",
        Checked(real.report, real.document, score(real.document.data)),
        checked(DANGLING, suppressed=(silent,)),
        checked(path="clean.yaml"),
        UNREADABLE,
    )
    page = Page(text)
    assert page.open == []
    assert {"script", "img", "link", "iframe"}.isdisjoint(page.tags)
    assert all(address.startswith("https://trainbib.org/rules/") for address in page.addresses)
    assert "url(" not in text
    assert "default-src 'none'" in text
    assert 'lang="en"' in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    assert "wikipedia-2024" in page.marked
    assert "wikipedia-2025" in page.marked
    words = "".join(page.texts)
    assert "as the page has it (until 2027-03-01)" in words
    assert "Cannot read nope.yaml: No such file or directory" in words
    assert "Disclosure of sub/m.yaml, profile complete" in words


def test_every_switch_of_the_page_has_findings_that_it_hides() -> None:
    silent = Suppressed(found("LIC002", Severity.WARNING), SILENCED)
    infos = found("LIC003", Severity.INFO)
    text = render("html", checked(DANGLING, infos, suppressed=(silent,)))
    switches = re.findall(r'id="show-(\w+)"', text)
    assert switches == ["error", "info", "suppressed"]
    for name in switches:
        assert f'<article class="{name}">' in text
        assert f"#show-{name}:not(:checked)) article.{name}" in text


def test_nothing_of_a_manifest_becomes_markup_of_the_page() -> None:
    evil = "</pre><script>alert(1)</script>\"'&"
    diagnostic: dict[str, Any] = {"path": evil, "help": evil, "label": evil, "notes": (evil,)}
    text = f'trainbib: "1.0"\ndataset: {{name: {evil!r}}}\n'
    page = Page(render("html", checked(found(span=Span(2, 10, 2, 20), **diagnostic), text=text)))
    assert "script" not in page.tags
    assert evil in "".join(page.texts)


def test_one_very_long_line_does_not_fill_the_page() -> None:
    text = "x" * 500_000 + "MARK" + "y" * 500_000
    page = render("html", checked(found(span=Span(1, 500_001, 1, 500_005)), text=text))
    assert "<mark>MARK</mark>" in page
    assert len(page) < 20_000
