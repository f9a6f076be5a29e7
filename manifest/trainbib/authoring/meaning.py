"""What stands at a place of a manifest, in words, and where a key that it names is defined."""

from dataclasses import dataclass

from trainbib.authoring.schema_places import described_at
from trainbib.document import Document
from trainbib.pointers import pointer
from trainbib.rules.references import section_referred_at
from trainbib.values import as_mapping
from trainbib.writing.layout import EditError, Layout, Node


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
        document: A parsed document.
        offset: Characters before the cursor.
    """
    found = _find(document, offset)
    if found is None:
        return None
    parts: list[str] = []
    section = "" if found.on_key else section_referred_at(found.path)
    if section:
        parts.append(_entry(document, section, found.node.text))
    title, description = described_at(found.path)
    if title or description:
        name = f"**{title or found.path[-1]}**"
        parts.append(f"{name}: {description}" if description else name)
    if not parts:
        return None
    text = "\n\n".join(part for part in parts if part)
    return Meaning(pointer(*found.path), text, found.node.start, found.node.end)


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
    if not section and key in as_mapping(data.get("licenses")):
        section = "licenses"
    if section and key in as_mapping(data.get(section)):
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
    return "\n".join(lines)
