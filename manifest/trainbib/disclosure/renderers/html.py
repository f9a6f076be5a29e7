"""A disclosure document as one HTML file, with no script and nothing to load."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import resources

from trainbib.disclosure.answers import Filing
from trainbib.disclosure.renderers.building import document_of
from trainbib.disclosure.renderers.document import (
    Block,
    Boxes,
    Document,
    Fact,
    FormPart,
    Grid,
    Items,
    Line,
    Notice,
    Origin,
    Paragraphs,
    Question,
    RowPart,
    SectionPart,
    Span,
)

__all__ = ["render_html"]

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Content Security Policy (level 3): nothing but the style of the page itself."""


def render_html(filings: Sequence[Filing]) -> str:
    """Return filings as one HTML document.

    Raises:
        ValueError: There is no filing.
    """
    return "\n".join(_page(document_of(filings))) + "\n"


def _page(document: Document) -> Iterator[str]:
    style = resources.files("trainbib.disclosure.renderers").joinpath("style.css")
    title = escape(f"{document.title}: {document.subtitle}")
    yield "<!doctype html>"
    yield f'<html lang="{document.language}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f'<meta name="generator" content="{escape(document.generator)}">'
    if document.author:
        yield f'<meta name="author" content="{escape(document.author)}">'
    # Should anything have slipped through, the browser still loads and runs nothing.
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield f"<title>{title}</title>"
    yield f"<style>\n{style.read_text(encoding='utf-8')}</style>"
    yield "</head>"
    yield "<body>"
    yield '<a class="skip" href="#answers">Skip to the answers</a>'
    yield "<header>"
    yield f"<h1>{escape(document.title)}</h1>"
    yield f'<p class="subtitle" dir="auto">{escape(document.subtitle)}</p>'
    yield from _facts(document.facts)
    if len(document.forms) == 1:
        yield from _facts(document.forms[0].facts)
    yield "</header>"
    yield from _contents(document)
    yield '<main id="answers">'
    for form in document.forms:
        yield from _form(form, document)
    yield "</main>"
    yield '<footer aria-labelledby="about">'
    yield '<h2 id="about">About this document</h2>'
    for line in document.statement:
        yield f"<p>{_line(line)}</p>"
    yield "</footer>"
    yield "</body>"
    yield "</html>"


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    told = tuple(facts)
    if not told:
        return
    yield '<dl class="facts">'
    for fact in told:
        yield f'<div><dt>{escape(fact.label)}</dt><dd dir="auto">{_line(fact.value)}</dd></div>'
    yield "</dl>"


def _contents(document: Document) -> Iterator[str]:
    yield '<nav aria-labelledby="contents">'
    yield '<h2 id="contents">Contents</h2>'
    yield "<ol>"
    for form in document.forms:
        if form.heading:
            yield f'<li><a href="#{form.anchor}">{escape(form.heading)}</a><ol>'
        for section in form.sections:
            if section.heading:
                depth = section.level - (3 if form.heading else 2)
                yield (
                    f'<li class="depth{depth}">'
                    f'<a href="#{section.anchor}">{escape(section.heading)}</a></li>'
                )
        if form.heading:
            yield "</ol></li>"
    yield '<li><a href="#about">About this document</a></li>'
    yield "</ol>"
    yield "</nav>"


def _form(form: FormPart, document: Document) -> Iterator[str]:
    if form.heading:
        yield f'<article class="form" aria-labelledby="{form.anchor}">'
        yield f'<h2 id="{form.anchor}">{escape(form.heading)}</h2>'
        yield from _facts(form.facts)
    else:
        yield '<div class="form">'
    for section in form.sections:
        yield from _section(section, form.heading or document.title)
    yield "</article>" if form.heading else "</div>"


def _section(section: SectionPart, form: str) -> Iterator[str]:
    element = "section" if section.heading else "div"
    yield f'<{element} class="part">'
    if section.heading:
        level = section.level
        yield f'<h{level} id="{section.anchor}">{escape(section.heading)}</h{level}>'
    if section.note:
        yield f'<p class="note">{escape(section.note)}</p>'
    if section.rows:
        name = section.heading or f"{form}: head"
        yield f'<table class="answers" aria-label="{escape(name)}">'
        yield "<thead><tr>"
        yield '<th scope="col">What the form asks</th>'
        yield '<th scope="col">Answer</th>'
        yield "</tr></thead>"
        yield "<tbody>"
        for row in section.rows:
            yield from _row(row)
        yield "</tbody>"
        yield "</table>"
    yield f"</{element}>"


def _row(row: RowPart) -> Iterator[str]:
    asked = f'<span class="asked">{escape(row.asked)}</span>' if row.asked else ""
    label = f'<span class="label">{escape(row.label)}</span>{asked}'
    if row.wide:
        yield '<tr class="wide">'
        yield f'<th id="{row.anchor}" scope="row" colspan="2">{label}</th></tr>'
        yield f'<tr class="wide"><td colspan="2" headers="{row.anchor}">'
    else:
        yield f'<tr class="{"short" if row.short else "long"}">'
        yield f'<th id="{row.anchor}" scope="row">{label}</th><td>'
    for question in row.questions:
        yield from _question(question, named=len(row.questions) > 1)
    yield "</td></tr>"


def _question(question: Question, *, named: bool) -> Iterator[str]:
    yield (
        f'<div class="question {question.status}" id="{question.anchor}"'
        f' data-field="{escape(question.id)}">'
    )
    if named:
        yield f'<p class="asked">{escape(question.label)}</p>'
    for block in question.blocks:
        yield from _block(block, question)
    if question.origin:
        yield from _origin(question.origin, question)
    yield "</div>"


def _block(block: Block, question: Question) -> Iterator[str]:
    match block:
        case Paragraphs(lines):
            for line in lines:
                yield f'<p class="value" dir="auto">{_line(line)}</p>'
        case Items(items, compact):
            yield f'<ul class="value{" compact" if compact else ""}">'
            for item in items:
                yield f'<li dir="auto">{_line(item)}</li>'
            yield "</ul>"
        case Boxes():
            yield from _boxes(block)
        case Grid():
            yield from _grid(block, question)
        case Notice():
            yield _notice(block)


def _boxes(block: Boxes) -> Iterator[str]:
    yield '<ul class="boxes">'
    for box in block.boxes:
        sign, said = ("☒", "ticked") if box.ticked else ("☐", "not ticked")
        words = f': <span dir="auto">{_line(box.words)}</span>' if box.words else ""
        yield (
            f'<li class="{"ticked" if box.ticked else "unticked"}">'
            f'<span class="box" role="img" aria-label="{said}">{sign}</span> '
            f"<span>{escape(box.label)}{words}</span></li>"
        )
    yield "</ul>"


def _grid(block: Grid, question: Question) -> Iterator[str]:
    yield f'<table class="grid" aria-label="{escape(question.label)}">'
    yield "<thead><tr>"
    yield "".join(f'<th scope="col">{escape(column)}</th>' for column in block.columns)
    yield "</tr></thead>"
    yield "<tbody>"
    for row in block.rows:
        yield "<tr>"
        for position, (column, lines) in enumerate(zip(block.columns, row, strict=True)):
            words = "<br>".join(_line(line) for line in lines)
            attributes = f'data-label="{escape(column)}" dir="auto"'
            yield (
                f'<th scope="row" {attributes}>{words}</th>'
                if position == 0
                else f"<td {attributes}>{words}</td>"
            )
        yield "</tr>"
    yield "</tbody>"
    yield "</table>"


def _notice(block: Notice) -> str:
    text = f': <span dir="auto">{_line(block.text)}</span>' if block.text else ""
    places = (
        f' <span class="places">(<code>{escape(block.places)}</code>)</span>'
        if block.pointers
        else ""
    )
    return f'<p class="notice {block.kind}"><strong>{escape(block.lead)}</strong>{text}{places}</p>'


def _origin(origin: Origin, question: Question) -> Iterator[str]:
    yield '<details class="origin">'
    yield (
        '<summary>Where this comes from<span class="unseen">: '
        f"{escape(question.label)}</span></summary>"
    )
    if origin.how:
        yield f'<p dir="auto">{_line(origin.how)}</p>'
    if origin.pointers:
        yield "<ul>"
        for pointer in origin.pointers:
            yield f"<li><code>{escape(pointer)}</code></li>"
        if origin.more:
            yield f"<li>and {origin.more} more</li>"
        yield "</ul>"
    if origin.source:
        yield f"<p>Asked by {escape(origin.source)}</p>"
    yield "</details>"


def _line(line: Line) -> str:
    return "".join(_span(span) for span in line)


def _span(span: Span) -> str:
    text = escape(span.text)
    if span.url:
        return f'<a href="{escape(span.url)}" rel="nofollow noopener noreferrer">{text}</a>'
    return f"<code>{text}</code>" if span.code else text
