"""README files: title, first paragraph, licence statements, citation."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from trainbib.licensing.mentions import find_mentions, read_prose
from trainbib.sidecars.bibtex import entries
from trainbib.sidecars.claims import Claims, LicenseClaim, ProblemLog, Reference, Stated
from trainbib.sidecars.licences import claim, distinct, scope_of, shown
from trainbib.sidecars.markdown import (
    MAX_BLOCKS,
    Section,
    find_section,
    first_paragraph,
    paragraphs,
    plain_text,
    sections,
)
from trainbib.sidecars.plain_data import decode
from trainbib.sidecars.values import is_placeholder

MAX_CITATION = 4_000
_NAME = re.compile(r"(?:^|/)readme(?:\.(?:md|markdown|mdown|rst|txt))?$", re.IGNORECASE)
_LICENCE = re.compile(r"licen[cs]|copyright|terms of use", re.IGNORECASE)
_INLINE_HEADING = re.compile(
    r"\s*(?:[*_]{2}|<b>|<strong>)(?P<title>[^*_<]{1,60})(?:[*_]{2}|</b>|</strong>)\s*:?"
    r"|\s*(?P<word>(?:data |code )?licen[cs]e):",
    re.IGNORECASE,
)
_BADGE = re.compile(
    r"\[!\[(?P<label>[^\]]{0,80})\]\((?P<image>[^)\s]{0,500})[^)]{0,200}\)\]\((?P<link>[^)\s]{0,500})\)"
    r"|!\[(?P<label_alone>[^\]]{0,80})\]\((?P<image_alone>[^)\s]{0,500})[^)]{0,200}\)"
)
_SHIELD = re.compile(r"img\.shields\.io/badge/(?P<text>[^?#\s]+)", re.IGNORECASE)
_DOI_BADGE = re.compile(r"/badge/DOI/(10\.\d{4,9}/[^)\s]+?)\.svg", re.IGNORECASE)
_DESCRIPTIONS = (
    "dataset summary", "summary", "description", "dataset description", "abstract", "overview",
    "about", "about the dataset", "introduction",
)  # fmt: skip
_GENERIC_TITLES = frozenset(
    {*_DESCRIPTIONS, "readme", "license", "licence", "table of contents", "contents", "data",
     "usage", "installation", "citation", "dataset card"}
)  # fmt: skip
_CITATIONS = ("citation information", "citation", "citations", "citing", "how to cite", "cite")


def detect(path: str, data: bytes) -> bool:
    """Whether the file is a README that is not empty."""
    return bool(data.strip()) and _NAME.search(path) is not None


def read(path: str, data: bytes) -> Claims:
    """Read a README without machine-readable parts."""
    problems = ProblemLog(path)
    text = decode(data, problems)
    document = sections(text)
    citation, references = citation_of(document, problems)
    return Claims(
        path=path,
        format="readme",
        title=title_of(document),
        description=description_of(document),
        identifiers=badge_dois(text),
        licenses=distinct([*badge_licenses(text), *stated_licenses(document)]),
        citation=citation,
        references=references,
        problems=tuple(problems.found),
    )


def title_of(document: Sequence[Section]) -> str | None:
    """The first heading of the first level in use, unless it is a general one."""
    headed = [section for section in document if section.level]
    if not headed:
        return None
    first = headed[0]
    generic = first.title.lower().strip(" :") in _GENERIC_TITLES or is_placeholder(first.title)
    if generic or first.level > min(section.level for section in headed):
        return None
    return first.title[:200] or None


def description_of(document: Sequence[Section]) -> str | None:
    """The paragraph that says what the data set is."""
    section = find_section(document, *_DESCRIPTIONS[:5])
    if section is not None and (text := first_paragraph(section)) is not None:
        return text
    headed = [section for section in document if section.level]
    before = [section for section in document if not section.level]
    # Without a title of its own, what stands before the first heading is the beginning.
    titled = title_of(document) is not None
    for candidate in (*headed[:4], *before) if titled else (*before, *headed[:4]):
        if _LICENCE.search(candidate.title) or candidate.title.lower() in _CITATIONS:
            continue
        if (text := first_paragraph(candidate)) is not None:
            return text
    return None


def citation_of(
    document: Sequence[Section], problems: ProblemLog
) -> tuple[str | None, tuple[Reference, ...]]:
    """The citation that the README asks for, as found, and the BibTeX entries in it."""
    section = find_section(document, *_CITATIONS)
    if section is None:
        return None, ()
    text = section.text[: MAX_CITATION * 4]
    text = re.sub(r"^[ \t]*(?:```|~~~)\w*[ \t]*$", "", text, flags=re.MULTILINE).strip()
    if is_placeholder(text):
        return None, ()
    return text[:MAX_CITATION], tuple(entries(text, problems))


def badge_dois(text: str) -> tuple[Stated, ...]:
    """The DOIs on badges that a repository makes for the deposit itself."""
    found = {match[1]: Stated(match[0], match[1]) for match in _DOI_BADGE.finditer(text[:20_000])}
    return tuple(found.values())


def badge_licenses(text: str) -> Iterator[LicenseClaim]:
    """The licences on badges, with what each is for if the badge says so."""
    for match in _BADGE.finditer(text[:20_000]):
        label = match["label"] or match["label_alone"] or ""
        shield = _SHIELD.search(match["image"] or match["image_alone"] or "")
        words = label if shield is None else f"{label} {_unescape(shield['text'])}"
        if _LICENCE.search(words) is None:
            continue
        statement = re.sub(
            r"^.*?licen[cs]e\W*", "", words if shield is None else _unescape(shield["text"]),
            flags=re.IGNORECASE,
        )  # fmt: skip
        found = claim(statement.strip() or None, where="dataset card", scope=scope_of(label))
        link = claim(None, url=match["link"], where="dataset card", scope=scope_of(label))
        for candidate in (found, link):
            if candidate is not None and candidate.reading.known:
                yield candidate
                break


def stated_licenses(
    document: Sequence[Section], where: str = "dataset card"
) -> Iterator[LicenseClaim]:
    """The licences named in licence sections, and in paragraphs headed in bold by such a word."""
    for section in document:
        if _LICENCE.search(section.title):
            yield from section_licenses(section, where)
        else:
            for block in islice(paragraphs(section), MAX_BLOCKS):
                heading = _INLINE_HEADING.match(block)
                if heading is None:
                    continue
                title = heading["title"] or heading["word"]
                if _LICENCE.search(title):
                    yield from _prose(block[heading.end() :], where, title)


def section_licenses(section: Section, where: str) -> Iterator[LicenseClaim]:
    """The licence that a licence section names; what it says on others is left to readers."""
    text = section.text
    if is_placeholder(text):
        return
    yield from _prose(text, where, section.title)


def _prose(text: str, where: str, title: str) -> Iterator[LicenseClaim]:
    statement = plain_text(text[:20_000])
    if is_placeholder(statement) or not statement:
        return
    # Addresses in links are part of what was said; plain text has lost them.
    reading = read_prose(text) or read_prose(statement)
    if reading is not None:
        addresses = (mention.text for mention in find_mentions(text) if "//" in mention.text)
        yield LicenseClaim(shown(statement), next(addresses, None), reading, where, scope_of(title))
    elif len(statement.split()) <= 12:  # noqa: PLR2004 - a name or a word, not a discussion
        found = claim(statement, where=where, scope=scope_of(title))
        if found is not None:
            yield found


def _unescape(badge: str) -> str:
    from urllib.parse import unquote

    # "--" and "__" stand for "-" and "_"; the last part is the colour.
    parts = re.split(r"(?<!-)-(?!-)", unquote(badge))
    words = " ".join(parts[:-1] if len(parts) > 1 else parts)
    return words.replace("--", "-").replace("__", "\0").replace("_", " ").replace("\0", "_")
