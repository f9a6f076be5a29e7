"""The page, the styles and the properties of a DOCX document."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

from trainbib.disclosure.renderers.document import Document
from trainbib.disclosure.renderers.word_xml import (
    add_field,
    set_up_settings,
    set_up_tables,
)

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import CharacterStyle, ParagraphStyle
    from docx.text.run import Run

__all__ = ["RULE", "SHADE", "SOFT", "TEXT_MM", "coloured", "prepare", "small"]

PAGE_MM = (210, 297)
MARGIN_MM = 20
TEXT_MM = PAGE_MM[0] - 2 * MARGIN_MM
FONT = "Arial"
INK, SOFT, ACCENT, LINK = "1B1F24", "444C56", "123F7A", "0B3F86"
SHADE, RULE = "F3F5F8", "B4BBC4"
SIZES = {
    "Normal": 10.0,
    "Title": 22.0,
    "Subtitle": 12.0,
    "Heading 1": 15.0,
    "Heading 2": 12.5,
    "Heading 3": 11.0,
    "Heading 4": 10.5,
    "Heading 5": 10.0,
    "List Bullet": 10.0,
}
"""Of the styles that are used, in points."""
LONGEST = 255
"""Characters that a property of a document may have."""
EPOCH = date(1980, 1, 1)
"""The date of a document whose manifest has none: the first that a ZIP archive can have."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def prepare(word: "WordDocument", document: Document) -> None:
    """Give an empty document its paper, styles, properties and the foot of its pages."""
    from docx.shared import Mm

    section = word.sections[0]
    section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    _properties(word, document)
    _styles(word, document)
    _footer(word, document)


def _properties(word: "WordDocument", document: Document) -> None:
    day = document.declared or EPOCH
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    properties = word.core_properties
    properties.title = f"{document.title}: {document.subtitle}"[:LONGEST]
    properties.author = properties.last_modified_by = document.author[:LONGEST]
    properties.subject = document.subtitle[:LONGEST]
    properties.comments = f"Made with {document.generator}"[:LONGEST] if document.generator else ""
    properties.keywords = ""
    properties.language = document.language
    properties.created = properties.modified = moment
    package = word.part.package
    # The library's empty document has a picture of itself.
    for name, relation in list(package.rels.items()) if package is not None else ():
        if package is not None and relation.reltype.endswith("/thumbnail"):
            del package.rels[name]


def _styles(word: "WordDocument", document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    styles = word.styles
    for fonts in styles.element.iter(f"{W}rFonts"):
        fonts.attrib.clear()
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(f"{W}{name}", FONT)
    for language in styles.element.iter(f"{W}lang"):
        language.set(f"{W}val", f"{document.language}-GB")
    for name in ("Title", "Subtitle"):
        for spacing in list(styles[name].element.rPr.iter(f"{W}spacing", f"{W}kern")):
            spacing.getparent().remove(spacing)
    set_up_tables(styles["Table Grid"], RULE)
    set_up_settings(word.settings.element)
    for name, size in SIZES.items():
        style, heading = _paragraph_style(word, name), name.startswith(("Heading", "Title"))
        style.font.size = Pt(size)
        style.font.italic, style.font.bold = False, heading
        style.font.color.rgb = RGBColor.from_string(ACCENT if heading else INK)
        if name.startswith("Heading"):
            style.paragraph_format.space_before = Pt(14)
            style.paragraph_format.space_after = Pt(5)
    _paragraph_style(word, "Normal").paragraph_format.space_after = Pt(3)
    _paragraph_style(word, "List Bullet").paragraph_format.space_after = Pt(1)
    link = cast("CharacterStyle", styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER))
    link.font.color.rgb = RGBColor.from_string(LINK)
    link.font.underline = True


def _footer(word: "WordDocument", document: Document) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    # The style has stops for another paper.
    _paragraph_style(word, "Footer").paragraph_format.tab_stops.clear_all()
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_MM), WD_TAB_ALIGNMENT.RIGHT)
    small(paragraph.add_run(f"{document.running}\t"))
    add_field(paragraph, small(paragraph.add_run("1")), "PAGE")
    small(paragraph.add_run(" / "))
    add_field(paragraph, small(paragraph.add_run("1")), "NUMPAGES")


def _paragraph_style(word: "WordDocument", name: str) -> "ParagraphStyle":
    return cast("ParagraphStyle", word.styles[name])


def small(run: "Run") -> "Run":
    """Make a run small and soft."""
    from docx.shared import Pt

    run.font.size = Pt(8.5)
    return coloured(run, SOFT)


def coloured(run: "Run", colour: str) -> "Run":
    """Give a run a colour: RGB in hexadecimal digits."""
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(colour)
    return run
