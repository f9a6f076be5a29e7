"""A disclosure document as Markdown: GitHub Flavored Markdown, for its tables."""

import re
from collections.abc import Iterable, Iterator, Sequence

from trainbib.disclosure.answers import Filing
from trainbib.disclosure.renderers.building import document_of
from trainbib.disclosure.renderers.document import (
    Block,
    Boxes,
    Fact,
    FormPart,
    Grid,
    Items,
    Line,
    Notice,
    Paragraphs,
    Question,
    RowPart,
    SectionPart,
    Span,
)

__all__ = ["render_markdown"]

_SPECIAL = re.compile(r"[\\`*_\[\]#|~]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "<span>$</span>"}
_ENTITY = re.compile(r"[&<>$]")
# GitHub makes something of these in the text of the finished page: mentions, references, emoji and
# addresses. A comment between the characters stops it.
_CUT_AFTER = re.compile(
    r"@(?=\w)|(?:\\#|\bGH-)(?=\d)|:(?=[\w\\+-]+:)|\bhttps?:(?=//)|\bwww(?=\.)",
    re.IGNORECASE,
)
_START = re.compile(r"^(?:([-+=>])|(\d+)([.)]))")
_CUT = "<!-- -->"
_IN_URL = {"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "|": "%7C", "\\": "%5C", " ": "%20"}


def render_markdown(filings: Sequence[Filing], *, origins: bool = True) -> str:
    """Return filings as one Markdown document.

    Args:
        filings: One or several; those of one manifest make a combined card.
        origins: Whether a last section tells where each answer comes from.

    Raises:
        ValueError: There is no filing.
    """
    document = document_of(filings)
    blocks = [f"# {_text(document.title)}", f"**{_text(document.subtitle)}**"]
    single = len(document.forms) == 1
    blocks.append(_facts([*document.facts, *(document.forms[0].facts if single else ())]))
    for form in document.forms:
        blocks.extend(_form(form))
    if origins:
        blocks.extend(_origins(document.forms))
    blocks.append("## About this document")
    blocks.extend(_started(_line(line)) for line in document.statement)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _facts(facts: Iterable[Fact]) -> str:
    rows = [f"| {_text(fact.label)} | {_line(fact.value)} |" for fact in facts]
    return "\n".join(["| | |", "| --- | --- |", *rows]) if rows else ""


def _form(form: FormPart) -> Iterator[str]:
    if form.heading:
        yield f"## {_text(form.heading)}"
        yield _facts(form.facts)
    for section in form.sections:
        yield from _section(section)


def _section(section: SectionPart) -> Iterator[str]:
    if section.heading:
        yield f"{'#' * section.level} {_text(section.heading)}"
    if section.note:
        yield f"_{_text(section.note)}_"
    table = list[str]()
    for row in section.rows:
        if any(isinstance(block, Grid) for each in row.questions for block in each.blocks):
            # A table in a table is more than Markdown can.
            yield _table(table)
            table = []
            yield from _apart(row)
        else:
            table.append(_row(row))
    yield _table(table)


def _table(rows: list[str]) -> str:
    return "\n".join(["| What the form asks | Answer |", "| --- | --- |", *rows]) if rows else ""


def _label(row: RowPart) -> str:
    return f"**{_text(row.label)}**" + (f"<br>{_text(row.asked)}" if row.asked else "")


def _row(row: RowPart) -> str:
    answers = list[str]()
    for question in row.questions:
        if len(row.questions) > 1:
            answers.append(f"_{_text(question.label)}_")
        answers.extend(line for block in question.blocks for line in _cell(block))
    return f"| {_label(row)} | {'<br>'.join(answers)} |"


def _apart(row: RowPart) -> Iterator[str]:
    yield _label(row)
    for question in row.questions:
        if len(row.questions) > 1:
            yield f"_{_text(question.label)}_"
        for block in question.blocks:
            if isinstance(block, Grid):
                yield _grid(block)
            else:
                yield _started("<br>".join(_cell(block)))


def _cell(block: Block) -> Iterator[str]:
    match block:
        case Paragraphs(lines):
            yield from (_line(line) for line in lines)
        case Items(items, compact):
            if compact:
                yield ", ".join(_line(item) for item in items)
            else:
                yield from (f"• {_line(item)}" for item in items)
        case Boxes():
            yield from _boxes(block)
        case Notice():
            yield _notice(block)
        case Grid(columns, rows):
            for row in rows:
                yield "; ".join(
                    f"{_text(column)}: {_lines(lines)}"
                    for column, lines in zip(columns, row, strict=True)
                )


def _boxes(block: Boxes) -> Iterator[str]:
    for box in block.boxes:
        words = f": {_line(box.words)}" if box.words else ""
        label = f"**{_text(box.label)}**" if box.ticked else _text(box.label)
        yield f"{'☒' if box.ticked else '☐'} {label}{words}"


def _grid(block: Grid) -> str:
    head = f"| {' | '.join(_text(column) for column in block.columns)} |"
    rule = f"|{' --- |' * len(block.columns)}"
    rows = [f"| {' | '.join(_lines(lines) for lines in row)} |" for row in block.rows]
    return "\n".join([head, rule, *rows])


def _notice(block: Notice) -> str:
    if block.kind in ("not_asked", "left_out"):
        return f"_{_text(block.lead)}_"
    text = f": {_line(block.text)}" if block.text else ""
    places = f" ({_places(block.pointers, block.more)})" if block.pointers else ""
    return f"**{_text(block.lead)}**{text}{places}"


def _places(pointers: Sequence[str], more: int) -> str:
    told = ", ".join(_code(pointer) for pointer in pointers)
    return f"{told} and {more} more" if more else told


def _origins(forms: Sequence[FormPart]) -> Iterator[str]:
    told = [
        (form, [_origin(*each) for each in form.questions() if each[2].origin]) for form in forms
    ]
    if not any(rows for _, rows in told):
        return
    yield "## Where the answers come from"
    for form, rows in told:
        if rows:
            yield f"### {_text(form.heading)}" if form.heading else ""
            yield "\n".join(["| Question | How | From |", "| --- | --- | --- |", *rows])


def _origin(section: SectionPart, row: RowPart, question: Question) -> str:
    if question.origin is None:
        return ""
    origin = question.origin.brief()
    place = f"{_text(section.number)} " if section.number else ""
    label = row.label if len(row.questions) == 1 else question.label
    how = _line(origin.how) or "In the manifest's own words"
    return f"| {place}{_text(label)} | {how} | {_places(origin.pointers, origin.more)} |"


def _lines(lines: Iterable[Line]) -> str:
    return "<br>".join(_line(line) for line in lines)


def _line(line: Line) -> str:
    return "".join(_span(span) for span in line)


def _span(span: Span) -> str:
    if span.url:
        url = "".join(_IN_URL.get(character, character) for character in span.url)
        # What is in a link is no link by itself: its address needs no cut.
        return f"[{_text(span.text).replace(_CUT, '')}]({url})"
    return _code(span.text) if span.code else _text(span.text)


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>" if text else ""


def _text(text: str) -> str:
    """Return words as Markdown that shows them, and does nothing else."""
    text = _SPECIAL.sub(r"\\\g<0>", text)
    text = _ENTITY.sub(lambda match: _ENTITIES[match.group()], text)
    return _CUT_AFTER.sub(rf"\g<0>{_CUT}", text)


def _started(text: str) -> str:
    """Return a paragraph whose first characters begin no list, and nothing else."""
    return _START.sub(lambda match: f"{match[2] or ''}\\{match[1] or match[3]}", text)
