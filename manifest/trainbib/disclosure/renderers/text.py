"""A disclosure document as plain text for a terminal."""

import textwrap
import unicodedata
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
    Origin,
    Paragraphs,
    RowPart,
    SectionPart,
    plain,
)

__all__ = ["NARROWEST", "render_text"]

NARROWEST = 40
"""Columns that a text needs at least."""
SHARE = 0.34
"""How much of the width the labels take."""
BAR = " │ "


def render_text(filings: Sequence[Filing], *, width: int = 100, origins: bool = False) -> str:
    """Return filings as text: labels on the left, answers on the right.

    Args:
        filings: One or several.
        width: Columns of the terminal; at least ``NARROWEST`` are used.
        origins: Whether each answer tells where it comes from.

    Raises:
        ValueError: There is no filing.
    """
    document = document_of(filings)
    page = _Page(max(width, NARROWEST), origins=origins)
    lines = [*page.wrapped(document.title), *page.wrapped(document.subtitle), ""]
    lines.extend(page.facts(document.facts))
    for form in document.forms:
        lines.extend(page.form(form))
    lines.extend(("", "About this document", "─" * page.width))
    for line in document.statement:
        lines.extend(page.wrapped(plain(line)))
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _Page:
    def __init__(self, width: int, *, origins: bool) -> None:
        self.width = width
        self.origins = origins
        self.left = int(width * SHARE)
        self.right = width - self.left - len(BAR)

    def wrapped(self, text: str) -> list[str]:
        return wrapped(text, self.width)

    def facts(self, facts: Iterable[Fact]) -> Iterator[str]:
        for fact in facts:
            yield from self.beside(
                wrapped(fact.label, self.left), wrapped(plain(fact.value), self.right)
            )

    def beside(self, left: Sequence[str], right: Sequence[str]) -> Iterator[str]:
        for position in range(max(len(left), len(right))):
            label = left[position] if position < len(left) else ""
            answer = right[position] if position < len(right) else ""
            yield f"{label}{' ' * (self.left - columns(label))}{BAR}{answer}"

    def form(self, form: FormPart) -> Iterator[str]:
        if form.heading:
            yield from ("", "═" * self.width, *self.wrapped(form.heading), "═" * self.width)
        yield from self.facts(form.facts)
        for section in form.sections:
            yield from self.section(section)

    def section(self, section: SectionPart) -> Iterator[str]:
        yield ""
        yield from self.wrapped(section.heading) if section.heading else ()
        yield from self.wrapped(section.note) if section.note else ()
        for row in section.rows:
            yield f"{'─' * (self.left + 1)}┼{'─' * (self.right + 1)}"
            yield from self.row(row)

    def row(self, row: RowPart) -> Iterator[str]:
        left = wrapped(row.label, self.left)
        if row.asked:
            left.extend(wrapped(row.asked, self.left - 2, indent="  "))
        right = list[str]()
        for question in row.questions:
            if len(row.questions) > 1:
                right.extend(wrapped(f"{question.label}:", self.right))
            indent = "  " if len(row.questions) > 1 else ""
            room = self.right - len(indent)
            for block in question.blocks:
                right.extend(f"{indent}{line}" for line in _block(block, room))
            if self.origins and question.origin:
                right.extend(f"{indent}{line}" for line in _origin(question.origin.brief(), room))
        yield from self.beside(left, right)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Paragraphs(lines):
            for line in lines:
                yield from wrapped(plain(line), width)
        case Items(items, compact):
            if compact:
                yield from wrapped(", ".join(plain(item) for item in items), width)
            else:
                for item in items:
                    yield from _listed("- ", plain(item), width)
        case Boxes():
            for box in block.boxes:
                words = f"{box.label}: {plain(box.words)}" if box.words else box.label
                yield from _listed("[x] " if box.ticked else "[ ] ", words, width)
        case Grid(columns_, rows):
            yield from _grid(columns_, rows, width)
        case Notice():
            text = f"{block.lead}: {plain(block.text)}" if block.text else block.lead
            yield from wrapped(f"{text} ({block.places})" if block.pointers else text, width)


def _grid(
    columns_: Sequence[str], rows: Iterable[Sequence[Sequence[Line]]], width: int
) -> Iterator[str]:
    for row in rows:
        for position, (column, lines) in enumerate(zip(columns_, row, strict=True)):
            told = " ".join(plain(line) for line in lines)
            yield from _listed("  " if position else "- ", f"{column}: {told}", width)


def _origin(origin: Origin, width: int) -> Iterator[str]:
    more = f" and {origin.more} more" if origin.more else ""
    places = ", ".join(origin.pointers) + more
    how = plain(origin.how)
    yield from _listed("← ", " ".join(each for each in (how, places) if each), width)


def _listed(sign: str, text: str, width: int) -> Iterator[str]:
    for position, line in enumerate(wrapped(text, width - len(sign))):
        yield f"{' ' * len(sign) if position else sign}{line}"


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Return lines of a text that are no wider than so many columns; wide characters take two."""
    lines = list[str]()
    for line in textwrap.wrap(text, width, break_on_hyphens=False) or [""]:
        lines.extend(_narrowed(line, width))
    return [f"{indent}{line}" for line in lines]


def _narrowed(line: str, width: int) -> Iterator[str]:
    """Break a line that wide characters make too wide."""
    start, taken = 0, 0
    for position, character in enumerate(line):
        needed = columns(character)
        if taken + needed > width:
            yield line[start:position]
            start, taken = position, 0
        taken += needed
    yield line[start:]
