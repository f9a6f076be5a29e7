"""Just enough Markdown: front matter, sections, paragraphs, plain text.

Works line by line and in linear time; it is no renderer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice

from trainbib.sidecars.values import is_placeholder

MAX_DESCRIPTION = 600
MAX_NOTE = 2_000
_MAX_LINE = 20_000
_MAX_LINES = 20_000
_MAX_HEADING = 300
_MAX_BLOCK = 10_000
_MAX_SECTIONS = 2_000
MAX_BLOCKS = 60
_LEAST_WORDS = 6
_WEAK_WORDS = 15

_ATX = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]*(?P<title>[^#\s].*?)[ \t]*#*$")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=|-)(?P=mark){2,}\s*$")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_IMAGE = re.compile(r"!\[([^\]]{0,300})\]\([^)]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]]{0,500})\](?:\([^)]{0,2000}\)|\[[^\]]{0,200}\])")
_HTML = re.compile(r"<(?!https?://)/?[a-zA-Z!][^<>]{0,2000}>")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`{1,3}|~~")
_NOT_PROSE = re.compile(r"\s*(?:[|>]|[-*+] |\d{1,3}[.)] |={3,}|-{3,}|\*{3,}|<!--|!\[|\[!\[)")
# "**Author**: …" is a list of facts, not prose.
_FACTS = re.compile(r"\s*(?:[*_]{2})[^*_]{1,60}(?::[*_]{2}|[*_]{2}\s*:)")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading of any level.

    Attributes:
        title: The heading as plain text; empty before the first one.
        level: 1 to 6; 0 before the first heading.
        lines: The lines under it.
        parents: The headings above it, the nearest first.
    """

    title: str
    level: int
    lines: tuple[str, ...]
    parents: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines).strip()


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """Take off the YAML block between two lines of three hyphens at the start.

    Args:
        text: A Markdown document.

    Returns:
        The YAML (``None`` when there is no closed block), the rest, and the line number where the
        YAML begins.
    """
    start = len(text) - len(text.lstrip("\n"))
    lines = text[start:].split("\n", _MAX_LINES)
    if lines[0].rstrip() != "---":
        return None, text, 1
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), start + 2
    return None, text, 1


def sections(text: str) -> tuple[Section, ...]:
    """Split a document at its headings; code blocks are left alone.

    At most 2 000 sections and 20 000 lines are read, and 20 000 characters of a line.
    """
    found: list[tuple[str, int, list[str]]] = [("", 0, [])]
    fence: str | None = None
    for raw in text.split("\n", _MAX_LINES)[:_MAX_LINES]:
        line = raw[:_MAX_LINE]
        mark = _FENCE.match(line)
        if fence is not None:
            fence = None if mark is not None and mark[1] == fence else fence
        elif mark is not None:
            fence = mark[1]
        elif len(found) >= _MAX_SECTIONS:
            break
        elif (heading := _ATX.match(line[:_MAX_HEADING])) is not None:
            found.append((plain_text(heading["title"]), len(heading["marks"]), []))
            continue
        elif _is_underline(line, found[-1][2]):
            title = found[-1][2].pop()
            found.append((plain_text(title), 1 if line.lstrip().startswith("=") else 2, []))
            continue
        found[-1][2].append(line)
    return tuple(_with_parents(found))


def find_section(document: Sequence[Section], *titles: str) -> Section | None:
    """The first section with one of these titles (lower case), in the order of the titles.

    A section without a line of its own gives way to the first one below it that has some.
    """
    for title in titles:
        for place, section in enumerate(document):
            if section.title.lower().strip(" :") == title:
                for below in document[place:]:
                    if below is not section and below.level <= section.level:
                        break
                    if below.text:
                        return below
    return None


def paragraphs(section: Section) -> Iterator[str]:
    """The blocks between blank lines, without code, as Markdown."""
    block: list[str] = []
    fence: str | None = None
    for line in (*section.lines, ""):
        mark = _FENCE.match(line)
        if fence is not None:
            fence = None if mark is not None and mark[1] == fence else fence
            continue
        if mark is not None:
            fence = mark[1]
        elif line.strip():
            block.append(line)
            continue
        if block:
            yield "\n".join(block)[:_MAX_BLOCK]
            block = []


def first_paragraph(section: Section) -> str | None:
    """The first block of running prose as plain text of at most 600 characters.

    A short line that leads to a list ("The data come from:") is taken only when there is no other.
    """
    weak: str | None = None
    for block in islice(paragraphs(section), MAX_BLOCKS):
        if _NOT_PROSE.match(block) or _FACTS.match(block) or block.startswith(("\t", "    ")):
            continue
        text = plain_text(block)
        words = len(text.split())
        if words < _LEAST_WORDS or is_placeholder(text):
            continue
        if text.endswith(":") and words < _WEAK_WORDS:
            weak = weak or text
        else:
            return shorten(text, MAX_DESCRIPTION)
    return weak


def plain_text(markdown: str) -> str:
    """Take the marks out of a piece of Markdown and join it with single spaces."""
    text = _IMAGE.sub(r"", markdown)
    # Twice, for a link around an image or around another bracket.
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))
    text = _HTML.sub(" ", _AUTOLINK.sub(r"\1", text))
    return " ".join(unescape(_EMPHASIS.sub("", text)).split())


def shorten(text: str, limit: int) -> str:
    """Cut a text at a word so that it is no longer than the limit, with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def described(text: str) -> str:
    """A description in Markdown or plain text: its first paragraph, else all of it, shortened."""
    lines = tuple(line.strip() for line in text[:20_000].split("\n"))
    for section in sections("\n".join(lines)):
        if (found := first_paragraph(section)) is not None:
            return found
    return shorten(plain_text(text[:20_000]), MAX_DESCRIPTION)


def note_text(section: Section) -> str | None:
    """All of a section as plain text of at most 2 000 characters, if anything was filled in."""
    text = plain_text(section.text[: MAX_NOTE * 3])
    return None if is_placeholder(text) else shorten(text, MAX_NOTE)


def _is_underline(line: str, before: list[str]) -> bool:
    if not before or _UNDERLINE.match(line) is None:
        return False
    title = before[-1].strip()
    alone = len(before) == 1 or not before[-2].strip()
    return alone and bool(title) and not _NOT_PROSE.match(title) and len(title) <= len(line) * 4


def _with_parents(found: list[tuple[str, int, list[str]]]) -> Iterator[Section]:
    above: list[tuple[int, str]] = []
    for title, level, lines in found:
        while above and above[-1][0] >= level:
            above.pop()
        yield Section(title, level, tuple(lines), tuple(name for _, name in reversed(above)))
        if level:
            above.append((level, title))
