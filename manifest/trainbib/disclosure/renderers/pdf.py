"""A disclosure document as PDF: tagged (PDF/UA-1), with title, language and bookmarks.

Typesetting is Typst's, a compiler in one package with fonts of its own. The page is the constant
``document.typ``; what a manifest says reaches it as JSON, never as markup.
"""

import ast
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

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
    Paragraphs,
    RowPart,
    SectionPart,
)
from trainbib.disclosure.renderers.extras import INSTALL, RenderingError

__all__ = ["render_pdf"]

_UNBROKEN = re.compile(r"[^\s/-]{25,}")
_PIECE = re.compile(r"[^._?&=:,;%]{1,16}[._?&=:,;%]*|[._?&=:,;%]+")
_ZERO_WIDTH_SPACE = "\u200b"
_UNSHOWN = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
_RUST_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}")
_ROUNDS = 8
"""How often characters without a glyph are looked for; each round finds all that it can see."""

Json = Mapping[str, object]


def render_pdf(filings: Sequence[Filing], *, origins: bool = True) -> bytes:
    """Return filings as one PDF document, the same bytes for the same filings and fonts.

    The fonts of Typst cover Latin, Greek, Cyrillic, Hebrew, Arabic and Devanagari. For what they
    lack, the fonts of the system are asked; a character that they lack too stands as its number
    (``U+6F22``), and the document says so.

    Args:
        filings: One or several; those of one manifest make a combined card.
        origins: Whether a last section tells where each answer comes from.

    Raises:
        ValueError: There is no filing.
        RenderingError: Typst is not installed, or cannot set the document.
    """
    try:
        import typst
    except ImportError as error:
        raise RenderingError(f"PDF needs the package typst: {INSTALL}") from error
    from importlib import resources

    document = document_of(filings)
    page = resources.files("trainbib.disclosure.renderers").joinpath("document.typ").read_bytes()
    unshown = frozenset[str]()
    own_fonts_only = True
    for _ in range(_ROUNDS):
        data = json.dumps(_document(document, unshown, origins=origins))
        compiler = typst.Compiler(
            page, sys_inputs={"document": data}, ignore_system_fonts=own_fonts_only
        )
        try:
            made, _warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=["ua-1"], timestamp=0
            )
        except typst.TypstError as error:
            found = _unshown(error.diagnostic) - unshown
            if not found:
                raise RenderingError(f"Typst cannot set the document: {error.message}") from error
            if own_fonts_only:
                own_fonts_only = False
            else:
                unshown |= found
        else:
            if isinstance(made, bytes):
                return made
            raise RenderingError("Typst made no PDF; is the installed version of it 0.14 or later?")
    first = ", ".join(f"U+{ord(each):04X}" for each in sorted(unshown)[:20])
    raise RenderingError(f"no font of this machine has {first}; install fonts for them")


def _made_on(declared: date | None) -> date | None:
    """Return the date of a document: the manifest's, else that of the build, else none."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if declared is None and epoch.isascii() and epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return declared


def _unshown(diagnostic: str) -> frozenset[str]:
    """Return the characters of which Typst says that no font has them."""
    found = set[str]()
    for literal in _UNSHOWN.findall(diagnostic):
        python = _RUST_ESCAPE.sub(lambda match: f"\\U{int(match[1], 16):08x}", literal)
        text = str(ast.literal_eval(python))
        found.update(character for character in text if not character.isascii())
    return frozenset(found)


def _document(document: Document, unshown: frozenset[str], *, origins: bool) -> Json:
    writer = _Writer(unshown)
    statement = [writer.line(line) for line in document.statement]
    if unshown:
        count = len(unshown)
        statement.append(
            [
                {
                    "text": (
                        f"{count} characters of this document are in no font of the machine that it"
                        " was made on. They stand as their Unicode numbers, such as"
                        f" U+{ord(min(unshown)):04X}; the HTML form of the document has them all."
                    )
                }
            ]
        )
    made_on = _made_on(document.declared)
    single = len(document.forms) == 1
    facts = (*document.facts, *(document.forms[0].facts if single else ()))
    return {
        "title": writer.words(f"{document.title}: {document.subtitle}"),
        "heading": writer.words(document.title),
        "subtitle": writer.words(document.subtitle),
        "language": document.language,
        "author": document.author,
        "date": None if made_on is None else [made_on.year, made_on.month, made_on.day],
        "running": writer.words(document.running),
        "facts": writer.facts(facts),
        "forms": [writer.form(form) for form in document.forms],
        "origins": writer.origins(document.forms) if origins else [],
        "statement": statement,
    }


class _Writer:
    def __init__(self, unshown: frozenset[str]) -> None:
        self._numbers = {ord(each): f"[U+{ord(each):04X}]" for each in unshown}

    def words(self, text: str) -> str:
        """Return words that can be broken into lines, without characters that no font has."""
        return _UNBROKEN.sub(
            lambda match: _ZERO_WIDTH_SPACE.join(_PIECE.findall(match.group())),
            text.translate(self._numbers),
        )

    def line(self, line: Line) -> list[Json]:
        # A digest is to be copied: nothing is put into it.
        return [
            {
                "text": span.text.translate(self._numbers)
                if span.code and span.text.startswith("sha256:")
                else self.words(span.text),
                "url": span.url,
                "code": span.code,
            }
            for span in line
        ]

    def lines(self, lines: Iterable[Line]) -> list[list[Json]]:
        return [self.line(line) for line in lines]

    def facts(self, facts: Iterable[Fact]) -> list[Json]:
        return [{"label": self.words(each.label), "value": self.line(each.value)} for each in facts]

    def form(self, form: FormPart) -> Json:
        return {
            "heading": self.words(form.heading),
            "facts": self.facts(form.facts) if form.heading else [],
            "sections": [self.section(section) for section in form.sections],
        }

    def section(self, section: SectionPart) -> Json:
        return {
            "heading": self.words(section.heading),
            # The title of the document is no heading in PDF: those begin at level 1.
            "level": section.level - 1,
            "note": self.words(section.note),
            "rows": [self.row(row) for row in section.rows],
        }

    def row(self, row: RowPart) -> Json:
        return {
            "label": self.words(row.label),
            "asked": self.words(row.asked),
            "wide": row.wide,
            "short": row.short,
            "questions": [
                {
                    "label": self.words(question.label) if len(row.questions) > 1 else "",
                    "blocks": [self.block(block) for block in question.blocks],
                }
                for question in row.questions
            ],
        }

    def block(self, block: Block) -> Json:
        match block:
            case Paragraphs(lines):
                return {"type": "paragraphs", "lines": self.lines(lines)}
            case Items(items, compact):
                return {"type": "items", "items": self.lines(items), "compact": compact}
            case Boxes(boxes):
                told = [
                    {
                        "label": self.words(box.label),
                        "ticked": box.ticked,
                        "words": self.line(box.words),
                    }
                    for box in boxes
                ]
                return {"type": "boxes", "boxes": told}
            case Grid(columns, rows):
                cells = [[self.lines(lines) for lines in row] for row in rows]
                return {
                    "type": "grid",
                    "columns": [self.words(column) for column in columns],
                    "rows": cells,
                    "weights": list(block.weights),
                }
            case Notice():
                return {
                    "type": "notice",
                    "kind": block.kind,
                    "lead": self.words(block.lead),
                    "text": self.line(block.text),
                    "places": [self.words(each) for each in block.pointers],
                    "more": block.more,
                }

    def origins(self, forms: Iterable[FormPart]) -> list[Json]:
        told = ((form, self.origin_rows(form)) for form in forms)
        return [{"heading": self.words(form.heading), "rows": rows} for form, rows in told if rows]

    def origin_rows(self, form: FormPart) -> list[Json]:
        told = (
            (section, row, question, question.origin.brief())
            for section, row, question in form.questions()
            if question.origin
        )
        return [
            {
                "section": self.words(section.number),
                "label": self.words(row.label if len(row.questions) == 1 else question.label),
                "how": self.line(origin.how),
                "pointers": [self.words(each) for each in origin.pointers],
                "more": origin.more,
            }
            for section, row, question, origin in told
        ]
