"""Documents of filings as the tests read them."""

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt

from filings import answers, small_filing
from trainbib.disclosure.answers import Answer, Filing, Gap, Want
from trainbib.disclosure.renderers.building import document_of
from trainbib.disclosure.renderers.document import Boxes, Document, Grid, Items, Notice, plain
from trainbib.disclosure.renderers.html import render_html
from trainbib.disclosure.renderers.markdown import render_markdown
from trainbib.disclosure.renderers.text import render_text

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
