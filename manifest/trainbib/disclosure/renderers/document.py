"""A disclosure document without a format: headings, rows, answers, and the blocks they are made of.

Every renderer writes this model and nothing else, so that all formats show the same rows, with the
same words, in the same order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from trainbib.disclosure.answers import Status

__all__ = [
    "Block",
    "Box",
    "Boxes",
    "Document",
    "Fact",
    "FormPart",
    "Grid",
    "Items",
    "Line",
    "Notice",
    "NoticeKind",
    "Origin",
    "Paragraphs",
    "Question",
    "RowPart",
    "SectionPart",
    "Span",
    "plain",
]


@dataclass(frozen=True, slots=True)
class Span:
    """Words, without line breaks and hidden characters.

    Attributes:
        text: What is shown.
        url: Where a link leads: ``http``, ``https`` or ``mailto``; empty for mere words.
        code: Whether it is a name or a command, to be written as such.
    """

    text: str
    url: str = ""
    code: bool = False


Line = tuple[Span, ...]


def plain(line: Line) -> str:
    """Return the words of a line."""
    return "".join(span.text for span in line)


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Words, one line to a paragraph."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list.

    Attributes:
        items: What it lists.
        compact: Whether it is long and its items are short, so that columns suit it.
    """

    items: tuple[Line, ...]
    compact: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One option of a choice; ``words`` are what was written beside it."""

    label: str
    ticked: bool
    words: Line = ()


@dataclass(frozen=True, slots=True)
class Boxes:
    """All options of a choice, in the form's order."""

    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; a cell is as many lines as it has paragraphs."""

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]

    @property
    def weights(self) -> tuple[int, ...]:
        """How wide each column is beside the others: between 10 and 30, by the longest cells."""
        longest = [len(column) for column in self.columns]
        for row in self.rows:
            for position, lines in enumerate(row):
                length = sum(len(plain(line)) for line in lines)
                longest[position] = max(longest[position], length)
        return tuple(min(30, max(10, length // 4)) for length in longest)


NoticeKind = Literal["gap", "missing", "not_asked", "left_out"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Why there is no answer, or what it lacks.

    Attributes:
        kind: Of which sort.
        lead: The words that say so: ``Withheld``.
        text: The reason, or what is wanted; may be empty.
        pointers: Where in the manifest, as JSON Pointers: the first few.
        more: How many further places there are.
    """

    kind: NoticeKind
    lead: str
    text: Line = ()
    pointers: tuple[str, ...] = ()
    more: int = 0

    @property
    def places(self) -> str:
        """The places in words: ``/a, /b and 3 more``; empty without any."""
        more = f" and {self.more} more" if self.more else ""
        return ", ".join(self.pointers) + more


Block = Paragraphs | Items | Boxes | Grid | Notice


BRIEF = 4
"""How many places an answer is said to come from, where room is dear."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an answer comes from.

    Attributes:
        how: How it follows from the manifest; empty for the manifest's own words.
        pointers: JSON Pointers into the manifest: the first few.
        more: How many further ones there are.
        source: Article or point that asks, where the form says so.
    """

    how: Line
    pointers: tuple[str, ...]
    more: int
    source: str

    def brief(self) -> "Origin":
        """Return it with hardly more places than a line or two can name."""
        kept = self.pointers[:BRIEF]
        return replace(self, pointers=kept, more=self.more + len(self.pointers) - len(kept))


@dataclass(frozen=True, slots=True)
class Question:
    """One field of the form with its answer.

    Attributes:
        id: Name of the field.
        anchor: The same as a fragment that is unique in the document.
        label: What is asked.
        status: How it stands.
        blocks: The answer; never empty.
        origin: Where it comes from; None if nothing is told of it.
    """

    id: str
    anchor: str
    label: str
    status: Status
    blocks: tuple[Block, ...]
    origin: Origin | None


LINE = 40
"""About how many characters a line of its own counts for."""


@dataclass(frozen=True, slots=True)
class RowPart:
    """A row of the form."""

    anchor: str
    label: str
    questions: tuple[Question, ...]

    @property
    def asked(self) -> str:
        """What the row asks, beneath its label; empty if it asks more, or says nothing new."""
        if len(self.questions) != 1:
            return ""
        asked = self.questions[0].label
        return "" if asked.casefold() == self.label.casefold() else asked

    @property
    def wide(self) -> bool:
        """Whether it holds a table that wants the whole width of the page."""
        return any(
            isinstance(block, Grid) and len(block.columns) > 2  # noqa: PLR2004 - what fits half a page
            for question in self.questions
            for block in question.blocks
        )

    @property
    def short(self) -> bool:
        """Whether it is short enough to stay on one page."""
        length = sum(
            LINE + sum(_length(block) for block in question.blocks) for question in self.questions
        )
        return length <= LINE * 30


def _length(block: Block) -> int:
    """Return about how many characters a block takes the room of."""
    match block:
        case Paragraphs(lines):
            return sum(LINE + len(plain(line)) for line in lines)
        case Items(items):
            return sum(LINE + len(plain(item)) for item in items)
        case Boxes(boxes):
            return sum(LINE + len(plain(box.words)) for box in boxes)
        case Grid(_, rows):
            return sum(LINE + len(plain(line)) for row in rows for cell in row for line in cell)
        case Notice():
            return LINE + len(plain(block.text))


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A part of the form; ``level`` is that of its heading, which is empty for what has none."""

    anchor: str
    number: str
    heading: str
    level: int
    note: str
    rows: tuple[RowPart, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the head: what, and which."""

    label: str
    value: Line


@dataclass(frozen=True, slots=True)
class FormPart:
    """One filled form; ``heading`` is empty if the document's title says it."""

    anchor: str
    heading: str
    facts: tuple[Fact, ...]
    sections: tuple[SectionPart, ...]

    def questions(self) -> Iterator[tuple[SectionPart, RowPart, Question]]:
        """Yield the questions in order, each with its section and row."""
        for section in self.sections:
            for row in section.rows:
                for question in row.questions:
                    yield section, row, question


@dataclass(frozen=True, slots=True)
class Document:
    """One or several filled forms under one title.

    Attributes:
        title: Title.
        subtitle: What it is about.
        facts: Which manifest it was made from, and who declared.
        forms: In order.
        statement: What the document is, and how to check it: one paragraph a line.
        declared: The latest date of the manifests; None where none has one.
        author: Who declares; empty where nobody is named.
        running: The line at the foot of each page.
        generator: The program that made it.
    """

    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    forms: tuple[FormPart, ...]
    statement: tuple[Line, ...]
    declared: date | None
    author: str
    running: str
    generator: str

    language = "en"
    """Of the form's words; those of a manifest may be in any."""
