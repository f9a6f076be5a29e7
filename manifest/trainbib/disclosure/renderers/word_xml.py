"""What python-docx has no call for, written as the XML of a DOCX document (ECMA-376, part 1)."""

# The library lets one reach its XML only through names that begin with an underscore.
# ruff: noqa: SLF001
# pyright: reportPrivateUsage=false

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import BaseStyle
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

__all__ = [
    "add_field",
    "add_link",
    "add_link_within",
    "add_paragraph",
    "add_row",
    "bookmarked",
    "caption",
    "element",
    "keep_whole",
    "marked_at_left",
    "repeat",
    "ruled_above",
    "set_font",
    "set_up_settings",
    "set_up_tables",
    "shaded",
    "thin",
]

_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
"""What follows the borders among the properties of a paragraph, so far as we write it."""


def element(tag: str, text: str = "", **attributes: str) -> "BaseOxmlElement":
    """Return an element of WordprocessingML; its attributes are of the same namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    if text:
        made.text = text
    return made


def add_field(paragraph: "Paragraph", run: "Run", name: str) -> None:
    """Make the last run of a paragraph a field: ``PAGE``, ``NUMPAGES``."""
    field = element("w:fldSimple", instr=name)
    paragraph._p.append(field)
    field.append(run._r)


def set_up_tables(style: "BaseStyle", colour: str) -> None:
    """Give the tables of a style a colour for their lines, and room above and below the text."""
    from docx.oxml.ns import qn

    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        for border in style.element.iter(qn(f"w:{side}")):
            if border.get(qn("w:val")) is not None:
                border.set(qn("w:color"), colour)
    for margins in style.element.iter(qn("w:tblCellMar")):
        for side in ("top", "bottom"):
            for margin in margins.iter(qn(f"w:{side}")):
                margin.set(qn("w:w"), "50")


def set_up_settings(settings: "BaseOxmlElement") -> None:
    """Ask Word for the layout of its present versions, not for that of an old one."""
    from docx.oxml.ns import qn

    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def add_link(paragraph: "Paragraph", run: "Run", url: str) -> None:
    """Make the last run of a paragraph a link."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    link = element("w:hyperlink", history="1")
    link.set(
        qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    )
    paragraph._p.append(link)
    link.append(run._r)


def bookmarked(paragraph: "Paragraph", name: str, number: int) -> "Paragraph":
    """Give a paragraph a name that links within the document lead to.

    Args:
        paragraph: The paragraph.
        name: The name, unique in the document.
        number: A number, unique among the bookmarks.
    """
    start = element("w:bookmarkStart", id=str(number), name=name)
    paragraph._p.insert_element_before(start, "w:r")
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))
    return paragraph


def add_link_within(paragraph: "Paragraph", run: "Run", name: str) -> None:
    """Make the last run of a paragraph a link to a bookmark."""
    link = element("w:hyperlink", anchor=name, history="1")
    paragraph._p.append(link)
    link.append(run._r)


def add_paragraph(cell: "_Cell", style: str | None = None) -> "Paragraph":
    """Return a new paragraph of a cell; the empty one that a cell begins with is the first."""
    # A cell keeps its properties and its contents side by side.
    contents = [part for part in cell._tc if not part.tag.endswith("}tcPr")]
    first: Paragraph = cell.paragraphs[0]
    if len(contents) > 1 or first.runs or first.hyperlinks:
        first = cell.add_paragraph()
    if style is not None:
        first.style = style
    return first


def add_row(table: "Table") -> "_Row":
    """Return a new row of a table."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call] # the library left its type out
    return row


def set_font(run: "Run", name: str) -> None:
    """Set a font for all scripts."""
    from docx.oxml.ns import qn

    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def caption(table: "Table", text: str) -> None:
    """Name a table for those who do not see it."""
    table._tbl.tblPr.append(element("w:tblCaption", val=text))


def repeat(row: "_Row") -> None:
    """Make a row the head of its table, on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    properties.append(element("w:tblHeader"))


def keep_whole(row: "_Row") -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))


def shaded(cell: "_Cell", colour: str) -> None:
    """Give a cell a background."""
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour))


def ruled_above(paragraph: "Paragraph", colour: str) -> None:
    """Draw a line above a paragraph."""
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz="4", space="3", color=colour))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def marked_at_left(paragraph: "Paragraph", *, style: str, line: str, shade: str) -> None:
    """Draw a thick line at the left of a paragraph, and give it a background."""
    properties = paragraph._p.get_or_add_pPr()
    borders = element("w:pBdr")
    borders.append(element("w:left", val=style, sz="18", space="4", color=line))
    properties.insert_element_before(borders, *_AFTER_BORDERS)
    background = element("w:shd", val="clear", color="auto", fill=shade)
    properties.insert_element_before(background, *_AFTER_BORDERS[1:])


def thin(paragraph: "Paragraph") -> None:
    """Make an empty paragraph take hardly any room."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(3)
