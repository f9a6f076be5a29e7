"""A disclosure document as DOCX, for Word and LibreOffice: real headings, tables as in the form."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

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
    Span,
)
from trainbib.disclosure.renderers.extras import INSTALL, RenderingError
from trainbib.disclosure.renderers.word_styles import (
    RULE,
    SHADE,
    SOFT,
    TEXT_MM,
    coloured,
    prepare,
    small,
)
from trainbib.disclosure.renderers.word_xml import (
    add_link,
    add_link_within,
    add_paragraph,
    add_row,
    bookmarked,
    caption,
    keep_whole,
    marked_at_left,
    repeat,
    ruled_above,
    set_font,
    shaded,
    thin,
)

# pyright: reportPrivateUsage=false
# The library's name for a cell begins with an underscore.

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["render_docx"]

ABOUT = "About this document"
ORIGINS = "Where the answers come from"
LABEL_MM = 54
INDENT_MM = 6
SIGN_FONT = "Segoe UI Symbol"
CODE_FONT = "Courier New"
TONES = {"gap": ("5A4300", "FDF6E0", "B98900"), "missing": ("8A1220", "FDEEEF", "C4303F")}
"""Ink, shade and line of what lacks."""
LONG_CODE = 60


def render_docx(filings: Sequence[Filing], *, origins: bool = True) -> bytes:
    """Return filings as one DOCX document, the same bytes for the same filings.

    Args:
        filings: One or several; those of one manifest make a combined card.
        origins: Whether a last section tells where each answer comes from.

    Raises:
        ValueError: There is no filing.
        RenderingError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise RenderingError(f"DOCX needs the package python-docx: {INSTALL}") from error

    document = document_of(filings)
    writer = _Writer(docx.Document())
    prepare(writer.word, document)
    writer.write(document, origins=origins)
    made = io.BytesIO()
    writer.word.save(made)
    return _dated(made.getvalue())


def _dated(archive: bytes) -> bytes:
    """Return an archive whose entries do not tell when it was written."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(entry))
    return made.getvalue()


def _bookmark(anchor: str) -> str:
    """Return a name that Word takes for a bookmark: letters, digits and underscores."""
    return f"_{anchor.replace('-', '_')}"


def _has_origins(document: Document) -> bool:
    return any(question.origin for form in document.forms for _, _, question in form.questions())


class _Writer:
    """Writes a document through python-docx, and as XML what that has no call for."""

    def __init__(self, word: "WordDocument") -> None:
        self.word = word
        self._anchors = 0

    def write(self, document: Document, *, origins: bool) -> None:
        self.word.add_paragraph(document.title, "Title")
        self.word.add_paragraph(document.subtitle, "Subtitle")
        single = len(document.forms) == 1
        self._facts([*document.facts, *(document.forms[0].facts if single else ())], document.title)
        self._contents(document, origins=origins and _has_origins(document))
        for form in document.forms:
            self._form(form, document)
        if origins and _has_origins(document):
            self._origins(document.forms)
        self._heading(ABOUT, 1, "about")
        for line in document.statement:
            paragraph = self.word.add_paragraph()
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.keep_with_next = line is not document.statement[-1]
            self._line(paragraph, line)

    def _heading(self, text: str, level: int, anchor: str) -> "Paragraph":
        self._anchors += 1
        return bookmarked(self.word.add_heading(text, level), _bookmark(anchor), self._anchors)

    def _contents(self, document: Document, *, origins: bool) -> None:
        """List the headings, each with a link; pages are known to the program that shows them."""
        from docx.shared import Mm, Pt

        listed = [(0, ORIGINS, "origins")] if origins else []
        listed.append((0, ABOUT, "about"))
        for form in reversed(document.forms):
            sections = [each for each in form.sections if each.heading]
            listed[:0] = [(each.level - 2, each.heading, each.anchor) for each in sections]
            listed[:0] = [(0, form.heading, form.anchor)] if form.heading else []
        head = self.word.add_paragraph()
        head.paragraph_format.space_before = Pt(14)
        head.paragraph_format.keep_with_next = True
        head.add_run("Contents").bold = True
        for depth, heading, anchor in listed:
            paragraph = self.word.add_paragraph()
            paragraph.paragraph_format.left_indent = Mm(INDENT_MM * depth)
            paragraph.paragraph_format.space_after = Pt(1)
            run = paragraph.add_run(heading)
            run.style = "Hyperlink"
            add_link_within(paragraph, run, _bookmark(anchor))

    def _form(self, form: FormPart, document: Document) -> None:
        if form.heading:
            heading = self._heading(form.heading, 1, form.anchor)
            heading.paragraph_format.page_break_before = True
            self._facts(form.facts, form.heading)
        for section in form.sections:
            self._section(section, form.heading or document.title)

    def _section(self, section: SectionPart, form: str) -> None:
        if section.heading:
            # The title of the document is no heading here: those begin at level 1.
            self._heading(section.heading, section.level - 1, section.anchor)
        if section.note:
            paragraph = self.word.add_paragraph()
            paragraph.paragraph_format.keep_with_next = True
            coloured(paragraph.add_run(section.note), SOFT)
        if not section.rows:
            return
        if not section.heading:
            self.word.add_paragraph()
        table = self._table([LABEL_MM, TEXT_MM - LABEL_MM], section.heading or f"{form}: head")
        self._head(table, ("What the form asks", "Answer"))
        for row in section.rows:
            self._row(table, row)

    def _table(self, widths: Sequence[float], name: str, within: "_Cell | None" = None) -> "Table":
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Mm

        table: Table
        if within is None:
            table = self.word.add_table(1, len(widths))
            table.alignment = WD_TABLE_ALIGNMENT.CENTER
        else:
            table = within.add_table(1, len(widths))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
            column.cells[0].width = Mm(width)
        caption(table, name[:255])
        return table

    def _head(self, table: "Table", names: Sequence[str]) -> None:
        row = table.rows[0]
        repeat(row)
        for cell, name in zip(row.cells, names, strict=True):
            shaded(cell, SHADE)
            small(cell.paragraphs[0].add_run(name)).bold = True

    def _row(self, table: "Table", row: RowPart) -> None:
        cells = add_row(table)
        label, answer = cells.cells
        if row.wide:
            label = label.merge(answer)
            (answer, other) = add_row(table).cells
            answer = answer.merge(other)
        elif row.short:
            keep_whole(cells)
        shaded(label, SHADE)
        # Nothing in a table is kept with the next: LibreOffice 7.4 then loses the last
        # row of a table that a page break follows.
        paragraph = label.paragraphs[0]
        paragraph.add_run(row.label).bold = True
        if row.asked:
            asked = label.add_paragraph()
            small(asked.add_run(row.asked))
        width = (TEXT_MM if row.wide else TEXT_MM - LABEL_MM) - 4
        for position, question in enumerate(row.questions):
            if len(row.questions) > 1:
                paragraph = add_paragraph(answer)
                if position:
                    ruled_above(paragraph, RULE)
                small(paragraph.add_run(question.label))
            for block in question.blocks:
                self._block(answer, block, width, question.label)

    def _block(self, cell: "_Cell", block: Block, width: float, asked: str) -> None:
        match block:
            case Paragraphs(lines):
                for line in lines:
                    self._line(add_paragraph(cell), line)
            case Items(items, compact):
                if compact:
                    joined = [span for item in items for span in (*item, Span(", "))][:-1]
                    self._line(add_paragraph(cell), tuple(joined))
                else:
                    for item in items:
                        self._line(add_paragraph(cell, "List Bullet"), item)
            case Boxes():
                self._boxes(cell, block)
            case Grid():
                self._grid(cell, block, width, asked)
            case Notice():
                self._notice(add_paragraph(cell), block)

    def _boxes(self, cell: "_Cell", block: Boxes) -> None:
        for box in block.boxes:
            paragraph = add_paragraph(cell)
            sign = paragraph.add_run("☒" if box.ticked else "☐")
            set_font(sign, SIGN_FONT)
            label = paragraph.add_run(f" {box.label}")
            label.bold = box.ticked
            if not box.ticked:
                coloured(label, SOFT)
            if box.words:
                self._line(paragraph, (Span(": "), *box.words))

    def _grid(self, cell: "_Cell", block: Grid, width: float, asked: str) -> None:
        if not any(paragraph.runs for paragraph in cell.paragraphs):
            # The empty paragraph that a cell begins with.
            thin(cell.paragraphs[0])
        total = sum(block.weights)
        table = self._table([width * each / total for each in block.weights], asked, cell)
        self._head(table, block.columns)
        for row in block.rows:
            made = add_row(table)
            keep_whole(made)
            for target, lines in zip(made.cells, row, strict=True):
                for line in lines:
                    self._line(add_paragraph(target), line)
        # A cell must end with a paragraph, which the library adds behind the table.
        thin(cell.paragraphs[-1])

    def _notice(self, paragraph: "Paragraph", block: Notice) -> None:
        run = paragraph.add_run(block.lead)
        tone = TONES.get(block.kind)
        if tone is None:
            run.italic = True
            coloured(run, SOFT)
            return
        ink, shade, line = tone
        run.bold = True
        coloured(run, ink)
        if block.text:
            self._line(paragraph, (Span(": "), *block.text))
        if block.pointers:
            small(paragraph.add_run(f" ({block.places})"))
        style = "dashed" if block.kind == "missing" else "single"
        marked_at_left(paragraph, style=style, line=line, shade=shade)

    def _facts(self, facts: Iterable[Fact], name: str) -> None:
        told = tuple(facts)
        if not told:
            return
        table = self._table([LABEL_MM, TEXT_MM - LABEL_MM], f"{name}: what it is about")
        for position, fact in enumerate(told):
            row = add_row(table) if position else table.rows[0]
            shaded(row.cells[0], SHADE)
            coloured(row.cells[0].paragraphs[0].add_run(fact.label), SOFT)
            self._line(row.cells[1].paragraphs[0], fact.value)

    def _origins(self, forms: Sequence[FormPart]) -> None:
        self._heading(ORIGINS, 1, "origins")
        for form in forms:
            self._origins_of(form)

    def _origins_of(self, form: FormPart) -> None:
        rows = [
            (section, row, question, question.origin.brief())
            for section, row, question in form.questions()
            if question.origin
        ]
        if not rows:
            return
        if form.heading:
            self.word.add_heading(form.heading, 2)
        table = self._table([48, 62, TEXT_MM - 110], ORIGINS)
        self._head(table, ("Question", "How", "From, in the manifest"))
        for section, row, question, origin in rows:
            made = add_row(table)
            keep_whole(made)
            cells = made.cells
            if section.number:
                small(cells[0].paragraphs[0].add_run(f"{section.number} "))
            label = row.label if len(row.questions) == 1 else question.label
            cells[0].paragraphs[0].add_run(label)
            self._line(cells[1].paragraphs[0], origin.how or (Span("In the manifest's own words"),))
            for pointer in origin.pointers:
                self._line(add_paragraph(cells[2]), (Span(pointer, code=True),))
            if origin.more:
                self._line(add_paragraph(cells[2]), (Span(f"and {origin.more} more"),))

    def _line(self, paragraph: "Paragraph", line: Line) -> None:
        from docx.shared import Pt

        for span in line:
            run = paragraph.add_run(span.text)
            if span.code:
                set_font(run, CODE_FONT)
                # A digest stands on one line of the facts at 7 points, and not at 7.5.
                run.font.size = Pt(7 if len(span.text) > LONG_CODE else 9)
            if span.url:
                run.style = "Hyperlink"
                add_link(paragraph, run, span.url)
