import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from filings import DIGEST, HOSTILE, LONG, answers, small_filing, two_filings
from trainbib.characters import hidden_characters
from trainbib.disclosure.answers import Answer, Filing, Gap, Status, Want
from trainbib.disclosure.regimes import load_regime
from trainbib.disclosure.renderers import FORMATS, RenderingError, format_of, render
from trainbib.disclosure.renderers.building import document_of
from trainbib.disclosure.renderers.csv import csv_lines, table_lines
from trainbib.disclosure.renderers.document import Boxes, Document, Grid, Items, Notice, plain
from trainbib.disclosure.renderers.html import render_html
from trainbib.disclosure.renderers.linking import line_of, lines_of, marked
from trainbib.disclosure.renderers.markdown import render_markdown
from trainbib.disclosure.renderers.text import columns, render_text

VOID = {"meta", "br", "img", "link", "input", "hr"}
TEXT_FORMATS = ("html", "markdown", "text")


class Page(HTMLParser):
    """What stands in an HTML document: elements with attributes, and the text that is shown."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def shown(name: str, filing: Filing) -> str:
    """Return the words of a document in a format that is text, with single spaces."""
    if name == "html":
        return Page(render_html([filing])).text
    if name == "markdown":
        page = MarkdownIt("commonmark").enable("table").render(render_markdown([filing]))
        return Page(page.replace("<br>", "<br> ")).text
    return " ".join(render_text([filing], width=900).replace("│", " ").split())


def rows_of(document: Document) -> Iterator[str]:
    """Yield the headings, labels and answers of a document in order."""
    for form in document.forms:
        heading = ""
        for section, row, question in form.questions():
            if section.heading != heading:
                heading = section.heading
                yield heading
            if question is row.questions[0]:
                yield row.label
            for block in question.blocks:
                match block:
                    case Boxes(boxes):
                        yield from (box.label for box in boxes)
                    case Grid(_, rows):
                        yield from (plain(cell[0]) for each in rows for cell in each)
                    case Items(items):
                        yield from (plain(item) for item in items)
                    case Notice():
                        yield block.lead
                    case _:
                        yield from (plain(line) for line in block.lines)


def assert_in_order(wanted: Iterator[str], text: str) -> None:
    place = 0
    for each in wanted:
        found = text.find(each, place)
        assert found >= 0, f"{each!r} is not in {text[place : place + 300]!r}"
        place = found + len(each)


def question_blocks(filing: Filing, field: str) -> tuple[object, ...]:
    found = {each.id: each for _, _, each in document_of([filing]).forms[0].questions()}
    return found[field].blocks


# Rows and words


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_every_format_shows_the_same_rows_in_the_same_order(name: str) -> None:
    filing = small_filing()

    assert_in_order(rows_of(document_of([filing])), shown(name, filing))


def test_a_document_has_every_field_of_the_form_once_and_in_order() -> None:
    filing = small_filing()

    ids = [question.id for _, _, question in document_of([filing]).forms[0].questions()]

    assert ids == list(filing.form.fields)


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_a_document_says_who_declared_when_and_how_to_check(name: str) -> None:
    text = shown(name, small_filing())

    assert "Declared by Example Söhne GmbH on 2025-12-31" in text
    assert f"https://example.org/trainbib.yaml and compare its digest with {DIGEST}" in text
    assert "trainbib hash FILE" in text
    assert "Made with trainbib 1.0.0" in text
    assert "version 2026-01-31" in text
    assert "It makes no statement about the law" in text


def test_a_manifest_without_url_or_names_is_said_to_have_none() -> None:
    filing = small_filing()
    subject = replace(filing.subject, url="", declared_by="", declared="", version="")

    text = render_text([replace(filing, subject=subject)], width=900)

    assert "Declared without a date, in the manifest of Small <set> & co." in text
    assert "The manifest does not say where it is published; whoever has it can compare" in text
    assert re.search(r"Declared by +│ Not stated in the manifest", text)


def test_two_forms_of_one_manifest_share_one_head() -> None:
    document = document_of(two_filings())
    page = Page(render_html(two_filings()))

    assert document.title == "Disclosure of training data"
    assert [form.heading for form in document.forms] == [
        "Summary of what was read",
        "Card of what was read",
    ]
    assert page.text.count("Digest of the manifest") == 1
    identities = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(identities) == len(set(identities))


def test_two_manifests_each_have_their_own_head() -> None:
    one, other = two_filings()
    renamed = replace(other, subject=replace(other.subject, name="Another set"))

    document = document_of([one, renamed])

    assert document.facts == ()
    assert [form.facts[0].label for form in document.forms] == ["Data set", "Data set"]
    assert document.subtitle == "Small <set> & co, version 2 and Another set, version 2"


@pytest.mark.parametrize("name", FORMATS)
def test_no_filing_makes_no_document(name: str) -> None:
    if name in ("docx", "pdf"):
        pytest.importorskip({"docx": "docx", "pdf": "typst"}[name])

    with pytest.raises(ValueError, match="at least one filing"):
        render([], name)


# Answers


def test_options_that_were_chosen_are_ticked_and_the_others_stand_beside_them() -> None:
    (boxes,) = question_blocks(small_filing(), "t.modalities")

    assert isinstance(boxes, Boxes)
    assert [(box.label, box.ticked, plain(box.words)) for box in boxes.boxes] == [
        ("Text", True, ""),
        ("Image", False, ""),
        ("Other (please specify)", True, "point clouds"),
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (("Other (please specify)",), ""),
        (("Other",), ""),
        (("Other (please specify): 3D",), "3D"),
        (("smells", "tastes"), "smells; tastes"),
    ],
)
def test_what_is_no_option_stands_by_other(value: tuple[str, ...], words: str) -> None:
    filing = small_filing(changed={"t.modalities": Answer(value)})

    (boxes,) = question_blocks(filing, "t.modalities")

    assert isinstance(boxes, Boxes)
    assert [(box.ticked, plain(box.words)) for box in boxes.boxes] == [
        (False, ""),
        (False, ""),
        (True, words),
    ]


def test_what_is_no_option_of_a_form_without_other_is_not_lost() -> None:
    filing = small_filing(changed={"t.used": Answer("Perhaps")})

    (boxes,) = question_blocks(filing, "t.used")

    assert isinstance(boxes, Boxes)
    assert [(box.label, box.ticked, plain(box.words)) for box in boxes.boxes] == [
        ("Yes", False, ""),
        ("No", False, ""),
        ("In other words", True, "Perhaps"),
    ]


@pytest.mark.parametrize(
    ("state", "lead"),
    [
        ("none", "None"),
        ("not_applicable", "Not applicable"),
        ("unknown", "Not known"),
        ("withheld", "Withheld"),
        ("lost", "Lost"),
    ],
)
def test_a_gap_is_shown_with_its_reason(state: str, lead: str) -> None:
    gap = Gap("/x", state, "That is why.")  # type: ignore[arg-type] # one of the five
    filing = small_filing(changed={"t.version": Answer(gaps=(gap,))})

    assert f"{lead}: That is why." in shown("text", filing)
    assert f"{lead}: That is why." in shown("html", filing)
    assert f"{lead}: That is why." in shown("markdown", filing)


def test_gaps_of_the_same_reason_are_told_once_with_their_places() -> None:
    gaps = tuple(Gap(f"/sources/{number}/size", "lost", "A fire.") for number in range(20))
    filing = small_filing(changed={"t.version": Answer("1", gaps=gaps)})

    _, notice = question_blocks(filing, "t.version")

    assert isinstance(notice, Notice)
    assert notice.lead == "In part: lost"
    assert notice.pointers[:2] == ("/sources/0/size", "/sources/1/size")
    assert notice.places.endswith(" and 17 more")


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_what_is_missing_is_said_plainly_with_what_is_wanted(name: str) -> None:
    text = shown(name, small_filing())

    assert "Not stated in the manifest: Wanted: what was removed, and how" in text
    assert "/policies/removal" in text


def test_the_same_want_for_many_sources_is_told_once() -> None:
    wants = tuple(Want(f"/sources/{key}/size", f"how large `{key}` is") for key in "abc")
    filing = small_filing(changed={"t.measures": Answer(wants=wants)})

    (notice,) = question_blocks(filing, "t.measures")

    assert isinstance(notice, Notice)
    assert plain(notice.text) == "Wanted: how large each of a, b and c is"
    assert notice.pointers == ("/sources/a/size", "/sources/b/size", "/sources/c/size")


def test_many_wants_are_named_up_to_a_number() -> None:
    wants = tuple(Want(f"/sources/{key}/size", f"how large `s{key}` is") for key in range(30))
    filing = small_filing(changed={"t.measures": Answer(wants=wants)})

    (notice,) = question_blocks(filing, "t.measures")

    assert isinstance(notice, Notice)
    assert plain(notice.text).endswith("s10, s11 and 18 more is")
    assert (len(notice.pointers), notice.more) == (3, 27)


def test_a_missing_answer_without_a_want_tells_what_a_good_one_holds() -> None:
    filing = small_filing(changed={"t.measures": Answer()})

    assert "Not stated in the manifest: Wanted: filters; block lists" in shown("text", filing)


def test_a_row_that_is_not_asked_stays_and_says_so() -> None:
    filing = small_filing()
    asked = filing.form.fields["t.deal"]

    (notice,) = question_blocks(filing, "t.deal")

    assert filing.status(asked) is Status.NOT_ASKED
    assert notice == Notice("not_asked", "Not applicable to this filing")


def test_what_depends_on_a_missing_answer_is_not_said_to_be_inapplicable() -> None:
    (notice,) = question_blocks(small_filing(), "t.more")

    assert notice == Notice("not_asked", "Open: it depends on an answer that is not given")


def test_the_head_counts_the_answers() -> None:
    counts = dict.fromkeys(Status, 0)
    for _, status in small_filing().statuses():
        counts[status] += 1

    assert (
        f"{counts[Status.ANSWERED]} answered, {counts[Status.PARTIAL]} answered in part, "
        f"{counts[Status.GAP]} without an answer but with the reason, "
        f"{counts[Status.MISSING]} not stated, {counts[Status.LEFT_OUT]} optional and left out, "
        f"{counts[Status.NOT_ASKED]} not asked; {len(small_filing().form.fields)} in all"
    ) in shown("text", small_filing())


def test_a_table_leaves_out_an_optional_column_that_nobody_filled() -> None:
    (items,) = question_blocks(small_filing(), "t.domains")

    assert isinstance(items, Items)
    assert items.compact
    assert len(items.items) == 40


def test_a_table_keeps_an_optional_column_that_somebody_filled() -> None:
    entries = ({"domain": "a.example", "opted_out": "01/02/26"}, {"domain": "b.example"})
    (grid,) = question_blocks(small_filing(changed={"t.domains": Answer(entries)}), "t.domains")

    assert isinstance(grid, Grid)
    assert grid.columns == ("Domain", "Has opted out since")
    assert [plain(row[1][0]) for row in grid.rows] == ["01/02/26", "\N{EN DASH}"]


def test_a_cell_that_the_form_wants_and_nobody_filled_says_so() -> None:
    (grid,) = question_blocks(small_filing(), "t.markets")

    assert isinstance(grid, Grid)
    assert plain(grid.rows[1][1][0]) == "Not stated in the manifest"


def test_each_answer_can_tell_where_it_comes_from() -> None:
    filing = small_filing()

    for text in (
        Page(render_html([filing])).text,
        render_markdown([filing]),
        " ".join(render_text([filing], width=900, origins=True).split()),
    ):
        assert "3 100 million tokens: more than 1 billion, and less than 10 trillion" in text
        assert "/sources/a/size/tokens" in text
    assert "Where the answers come from" not in render_markdown([filing], origins=False)


# Links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://example.org/a?b=1&c=2.", [("https://example.org/a?b=1&c=2",) * 2]),
        (
            "(https://en.wikipedia.org/wiki/A_(b))",
            [("https://en.wikipedia.org/wiki/A_(b)",) * 2],
        ),
        ("doi:10.1000/182", [("doi:10.1000/182", "https://doi.org/10.1000/182")]),
        ("write to a.b@example.org!", [("a.b@example.org", "mailto:a.b@example.org")]),
        ("mailto:a@example.org", [("a@example.org", "mailto:a@example.org")]),
        ("javascript:alert(1)", []),
        ("data:text/html,x vbscript:x file:///etc/passwd ftp://x", []),
        ("https://good.example@evil.example/", []),
        ("https://", []),
        ("https://[::1", []),
        ("JaVaScRiPt://https%0aalert(1)", []),
    ],
)
def test_only_safe_addresses_become_links(text: str, links: list[tuple[str, str]]) -> None:
    spans = line_of(text)

    assert [(span.text, span.url) for span in spans if span.url] == links
    assert plain(spans) == text.replace("mailto:", "")


def test_own_words_have_names_between_backticks() -> None:
    assert [(span.text, span.code) for span in marked("how much of `c` there is")] == [
        ("how much of ", False),
        ("c", True),
        (" there is", False),
    ]


@given(st.text())
def test_lines_keep_the_words_and_nothing_hidden(text: str) -> None:
    spans = [span for line in lines_of(text) for span in line]

    assert all(not hidden_characters().search(span.text) for span in spans)
    assert all(span.text for span in spans)
    for span in spans:
        assert not span.url or span.url.startswith(("http://", "https://", "mailto:"))


# Hostile manifests


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_nothing_hidden_is_in_a_document(name: str) -> None:
    text = render([small_filing()], name).decode()

    assert not hidden_characters().search(text)


def everywhere(text: str) -> Filing:
    """Return a filing that has a text in every place that a manifest fills."""
    changed: dict[str, Answer] = {}
    for field, answer in answers().items():
        value: Any = answer.value
        if isinstance(value, str):
            value = text
        elif value is not None:
            value = tuple(
                text if isinstance(each, str) else dict.fromkeys(each, text) for each in value
            )
        changed[field] = Answer(
            value,
            tuple(Gap(text, gap.state, text) for gap in answer.gaps),
            tuple(Want(text, text) for _ in answer.wants),
            tuple(text for _ in answer.origins),
            text if answer.how else "",
        )
    filing = small_filing(changed=changed)
    subject = replace(
        filing.subject, name=text, version=text, url=text, declared_by=text, declared=text
    )
    return replace(filing, subject=subject, generator=text)


def test_hostile_text_is_shown_and_makes_no_element() -> None:
    page = Page(render_html([everywhere(HOSTILE)]))

    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "b", "iframe", "object", "svg", "form", "base"}
    assert "<script>alert(1)</script><img src=x onerror=alert(2)>" in page.text
    for _, attributes in page.elements:
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "#").startswith(("#", "https://example.org/"))


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    text = render_html([small_filing()])
    page = Page(text)

    assert not any({"src", "srcset", "data", "action"} & set(each) for _, each in page.elements)
    assert not page.all("link")
    assert "url(" not in text
    assert "@import" not in text
    policy = next(each for each in page.all("meta") if "http-equiv" in each)
    assert policy["content"].startswith("default-src 'none'")


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_no_text_changes_the_structure_of_a_page(text: str) -> None:
    def skeleton(value: str) -> list[tuple[str, str]]:
        filing = small_filing(changed={"t.hidden": Answer(f"x{value}x".replace("\n", " "))})
        return [
            (tag, attributes.get("class", ""))
            for tag, attributes in Page(render_html([filing])).elements
            if tag not in ("a", "p")
        ]

    assert skeleton(text) == skeleton("x")


MARKDOWN = MarkdownIt("commonmark").enable("table").enable("strikethrough")


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from("ab1 \\`*_[](){}<>#+-.!|~^$&;:@/=\"'"), min_size=1, max_size=30))
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    filing = small_filing(changed={"t.hidden": Answer(f"x{text}x")})
    page = Page(MARKDOWN.render(render_markdown([filing])))

    assert " ".join(f"x{text}x".split()) in page.text
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"img", "del", "blockquote", "script", "pre"}


def test_markdown_calls_nobody_and_links_no_issue() -> None:
    text = render_markdown([everywhere("@octocat #12 GH-3 :tada: www.example.org x/y@0123456")])

    for sign in ("@octocat", "#12", "GH-3", ":tada:", "www.example", "y@0123456"):
        assert sign not in text
        assert sign in Page(MARKDOWN.render(text)).text


def test_a_long_word_does_not_make_the_text_wider() -> None:
    text = render_text([everywhere(LONG + "漢字" * 60)], width=60, origins=True)

    assert max(columns(line) for line in text.splitlines()) <= 60


# Determinism


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_the_same_filing_gives_the_same_bytes(name: str) -> None:
    again = small_filing(changed=dict(reversed(list(answers().items()))))

    assert render([small_filing()], name) == render([again], name)


# Accessibility


def test_headings_go_down_one_level_at_a_time() -> None:
    for filings in ([small_filing()], two_filings()):
        page = Page(render_html(filings))
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_page_has_language_landmarks_and_a_way_past_the_contents() -> None:
    page = Page(render_html([small_filing()]))
    identities = {attributes.get("id") for _, attributes in page.elements}

    assert page.all("html") == [{"lang": "en"}]
    assert all(len(page.all(tag)) == 1 for tag in ("header", "nav", "main", "footer", "title"))
    assert page.all("a")[0] == {"class": "skip", "href": "#answers"}
    for attributes in page.all("a"):
        if attributes["href"].startswith("#"):
            assert attributes["href"][1:] in identities


def test_every_heading_of_a_table_says_what_it_heads() -> None:
    page = Page(render_html([small_filing()]))
    identities = {attributes.get("id") for _, attributes in page.elements}

    assert all(each.get("scope") in ("col", "row") for each in page.all("th"))
    assert all(each.get("aria-label") for each in page.all("table"))
    for cell in page.all("td"):
        assert cell.get("headers", next(iter(identities - {None}))) in identities


def test_a_box_says_in_words_whether_it_is_ticked() -> None:
    boxes = [
        each
        for each in Page(render_html([small_filing()])).all("span")
        if each.get("class") == "box"
    ]

    assert {each["aria-label"] for each in boxes} == {"ticked", "not ticked"}
    assert all(each["role"] == "img" for each in boxes)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _themes() -> list[Mapping[str, str]]:
    style = resources.files("trainbib.disclosure.renderers").joinpath("style.css")
    blocks = re.findall(r":root \{(.*?)\}", style.read_text(encoding="utf-8"), re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block)) for block in blocks]


@pytest.mark.parametrize("theme", _themes(), ids=["light", "dark", "print"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [(ink, paper) for paper in ("paper", "shade") for ink in ("ink", "soft", "accent", "link")]
    + [("gap", "gap-shade"), ("missing", "missing-shade")],
)
def test_text_has_enough_contrast(theme: Mapping[str, str], ink: str, paper: str) -> None:
    """WCAG 2.2, success criterion 1.4.3."""
    light, dark = sorted((_luminance(theme[ink]), _luminance(theme[paper])), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


# Formats


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("summary.html", "html"),
        ("A.HTM", "html"),
        ("a.docx", "docx"),
        ("a.pdf", "pdf"),
        ("README.md", "markdown"),
        ("a.txt", "text"),
        ("a.odt", None),
        ("html", None),
    ],
)
def test_the_name_of_a_file_says_the_format(path: str, name: str | None) -> None:
    assert format_of(path) == name


@pytest.mark.parametrize(("name", "module"), [("docx", "docx"), ("pdf", "typst")])
def test_a_missing_package_is_named_with_the_command(
    name: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)

    with pytest.raises(RenderingError, match=r"pip install 'trainbib\[documents\]'"):
        render([small_filing()], name)


# Tables as CSV


def test_the_table_of_a_filing_is_csv() -> None:
    filing = small_filing()
    filing = replace(filing, form=replace(filing.form, table="t.markets"))
    assert "".join(table_lines(filing)) == "model,date\r\nSmall 1,01/02/26\r\nSmall 2,\r\n"
    longer = replace(filing, rows=lambda: ({"model": str(number)} for number in range(3)))
    assert list(table_lines(longer))[1:] == ["0,\r\n", "1,\r\n", "2,\r\n"]


def test_csv_quotes_and_disarms() -> None:
    rows: list[Mapping[str, object]] = [
        {"a": 'x"y,z', "b": "=1+1"},
        {"a": "two\nlines", "b": -5},
        {"a": None, "b": "@x"},
        {"a": " +1", "b": "\uff1d1"},
    ]

    assert list(csv_lines(["a", "b"], rows)) == [
        "a,b\r\n",
        '"x""y,z",\'=1+1\r\n',
        '"two\nlines",-5\r\n',
        ",'@x\r\n",
        "' +1,'\uff1d1\r\n",
    ]


def test_csv_is_written_line_by_line() -> None:
    taken: list[int] = []

    class Ranked:
        columns = ("rank", "domain")

        def __iter__(self) -> Iterator[Mapping[str, object]]:
            for number in range(3):
                taken.append(number)
                yield {"rank": number, "domain": f"{number}.example"}

    lines = csv_lines(Ranked.columns, Ranked())
    assert (next(lines), next(lines)) == ("rank,domain\r\n", "0,0.example\r\n")
    assert taken == [0]


def test_a_form_without_a_table_has_no_csv() -> None:
    with pytest.raises(RenderingError, match="the form small has no table to write as CSV"):
        table_lines(small_filing())


def test_a_column_with_another_in_its_place_is_not_called_missing() -> None:
    form = load_regime("eu-ai-act").form
    columns = {column.id: column for column in form.fields["eu.2.1.large_datasets"].columns}
    linked, described = {"name": "A", "link": "https://a.example/"}, {"name": "B"}
    assert not columns["description"].wanted_in(linked)
    assert not columns["collection_dates"].wanted_in(linked)
    assert columns["description"].wanted_in(described)
    assert not columns["selection_approach"].wanted_in(described)
