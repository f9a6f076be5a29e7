"""What stands at a place of a manifest, in words, and where a key that it names is defined."""

import re
from dataclasses import dataclass

from trainbib.authoring.cursor import cursor_at
from trainbib.authoring.schema_places import described_at, names_licence
from trainbib.document import Document
from trainbib.pointers import pointer
from trainbib.rules.references import section_referred_at
from trainbib.values import as_mapping
from trainbib.writing.layout import EditError, Layout, Node

_WORD = re.compile(r"[\w$.+-]+")
_COMMENT = re.compile(r"(?:.*\s)?#")
_TERM = re.compile(r"[A-Za-z0-9.+-]+")
_OPERATORS = frozenset({"AND", "OR", "WITH"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What stands at a place.

    Attributes:
        pointer: JSON Pointer of it.
        text: Markdown.
        start: Offset of its first character.
        end: Offset after its last one.
    """

    pointer: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Found:
    """The scalar or key that a cursor is on."""

    path: tuple[str, ...]
    node: Node
    on_key: bool


def meaning_at(document: Document, offset: int) -> Meaning | None:
    """Say what the key or value at an offset means; None if there is nothing to say.

    Args:
        document: A document; of one that could not be parsed, only what the schema says is known.
        offset: Characters before the cursor.
    """
    if not document.parsed:
        return _meaning_of_word(document, offset)
    found = _find(document, offset)
    if found is None:
        return None
    parts: list[str] = []
    section = "" if found.on_key else section_referred_at(found.path)
    if section:
        parts.append(_entry(document, section, found.node.text))
    term = _licence_at(document, found, offset)
    if term:
        parts.append(_licence(document, term))
    parts.append(_description(found.path))
    text = "\n\n".join(part for part in parts if part)
    if not text:
        return None
    return Meaning(pointer(*found.path), text, found.node.start, found.node.end)


def _description(path: tuple[str, ...]) -> str:
    """Return what the schema says of a place; "" if it says nothing."""
    title, description = described_at(path)
    if not (title or description):
        return ""
    name = f"**{title or path[-1]}**"
    return f"{name}: {description}" if description else name


def _meaning_of_word(document: Document, offset: int) -> Meaning | None:
    """Say what the schema says of the word at an offset, in a text that does not parse yet."""
    text = document.text
    begin = text.rfind("\n", 0, offset) + 1
    line = text[begin : (text + "\n").index("\n", begin)]
    if _COMMENT.match(line, 0, offset - begin + 1):
        return None
    for word in _WORD.finditer(line):
        start, end = begin + word.start(), begin + word.end()
        if start <= offset <= end:
            cursor = cursor_at(text, end, json=document.format == "json")
            is_key = cursor.key is None and not cursor.in_list
            path = (*cursor.path, word[0]) if is_key else cursor.value_path
            described = _description(path) if cursor.start >= 0 else ""
            return Meaning(pointer(*path), described, start, end) if described else None
    return None


def definition_at(document: Document, offset: int) -> str | None:
    """Return the JSON Pointer of the entry that is named at an offset; None if none is.

    Args:
        document: A parsed document.
        offset: Characters before the cursor.
    """
    found = _find(document, offset)
    if found is None or found.on_key:
        return None
    section, key = section_referred_at(found.path), found.node.text
    data = as_mapping(document.data)
    if not section:
        section, key = "licenses", _licence_at(document, found, offset)
    if key in as_mapping(data.get(section)):
        return pointer(section, key)
    return None


def _find(document: Document, offset: int) -> _Found | None:
    if not document.parsed:
        return None
    try:
        node, path = Layout(document).root, tuple[str, ...]()
    except EditError:  # no manifest, or not UTF-8
        return None
    while node.kind in ("map", "list"):
        for index, child in enumerate(node.children):
            key = child.key
            token = str(index) if key is None else key.text
            if key is not None and key.start <= offset <= key.end:
                return _Found((*path, token), key, on_key=True)
            if child.start <= offset <= child.end:
                node, path = child, (*path, token)
                break
        else:
            return None
    return _Found(path, node, on_key=False)


def _licence_at(document: Document, found: _Found, offset: int) -> str:
    """Return the licence of an expression that a cursor is on; "" if it is on none."""
    if found.on_key or not names_licence(found.path):
        return ""
    start, end = found.node.start, found.node.end
    for term in _TERM.finditer(document.text, start, end):
        if term.start() <= offset <= term.end() and term[0] not in _OPERATORS:
            return term[0]
    return ""


def _licence(document: Document, term: str) -> str:
    """Say in a few lines what a licence is: as the manifest has it, or the list of SPDX."""
    from trainbib.licensing.spdx import find_license

    defined = as_mapping(as_mapping(document.data).get("licenses"))
    if term.startswith("LicenseRef-") or "title" in as_mapping(defined.get(term)):
        return _entry(document, "licenses", term)
    listed = find_license(term)
    if listed is None and term.endswith("+"):
        older = find_license(term[:-1])
        return f"**{older.id}+**: {older.name}, or a later version" if older else ""
    return f"**{listed.id}**: {listed.name}" if listed else ""


def _entry(document: Document, section: str, key: str) -> str:
    """Say in a few lines what an entry is."""
    entry = as_mapping(as_mapping(as_mapping(document.data).get(section)).get(key))
    if not entry:
        return f"`{key}` is not defined under `{section}`."
    title = entry.get("title") or entry.get("name")
    lines = [f"**{key}**" + (f": {title}" if isinstance(title, str) else ""), ""]
    for name in ("kind", "license", "url", "version", "workforce", "country"):
        value = entry.get(name)
        if isinstance(value, dict):  # a claim, or a gap
            state, reason = next(iter(value.items()))
            value = value.get("expression", f"{state}: {reason}")
        if isinstance(value, str):
            lines.append(f"- {name}: {value}")
    return "\n".join(lines).rstrip()
