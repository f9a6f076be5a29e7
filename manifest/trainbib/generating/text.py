"""The text of a manifest: new in the one layout, and an old one in its own."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from trainbib.characters import visible
from trainbib.generating.proposal import NOT_SAID
from trainbib.values import is_gap, is_mapping
from trainbib.writing.yaml_text import to_yaml

if TYPE_CHECKING:
    from trainbib.document import Document

__all__ = ["SCHEMA_URL", "new_text", "updated_text"]

_ENTRIES = frozenset({"parties", "licenses", "sources", "labellers", "models"})
"""The sections whose members have names that people gave them."""

SCHEMA_URL = "https://trainbib.org/schema/v1/manifest.schema.json"


def new_text(target: Path, data: dict[str, object], comments: dict[str, str]) -> str:
    """Write a new manifest in the layout of ``trainbib fmt``, which tests hold it to.

    The proposal has its fields in the order of the schema, so that YAML is not parsed again.

    Args:
        target: The file; the suffix ``.json`` makes it JSON.
        data: The manifest.
        comments: JSON Pointer to comment.
    """
    data = _visible(data)
    if target.suffix.lower() == ".json":
        from trainbib.document import parse_document
        from trainbib.formatting import formatted

        text = json.dumps({"$schema": SCHEMA_URL, **data}, indent=2, ensure_ascii=False) + "\n"
        return formatted(parse_document(text.encode("utf-8"), path=str(target)))
    sections = [_section(name, value, comments) for name, value in data.items()]
    return f"# yaml-language-server: $schema={SCHEMA_URL}\n" + "\n".join(sections)


def _section(name: str, value: object, comments: dict[str, str]) -> str:
    """Write a section: entries a blank line apart where one of them has several lines."""
    if name not in _ENTRIES or not is_mapping(value) or is_gap(value):
        return to_yaml({name: value}, comments=comments)
    above = comments.get(f"/{name}")
    text = f"{name}:\n" if above is None else f"# {above}\n{name}:\n"
    before = ""
    for key, entry in value.items():
        written = to_yaml({key: entry}, indent=2, comments=comments, pointer=f"/{name}")
        apart = "\n" if before.count("\n") > 1 or (before and written.count("\n") > 1) else ""
        text += apart + written
        before = written
    return text


def updated_text(before: "Document", text: str) -> str:
    """Return an edited manifest in the one layout if it was in that; else as it was edited.

    Args:
        before: The manifest before.
        text: What was made of it.
    """
    if text == before.text:
        return text
    from trainbib.document import parse_document
    from trainbib.formatting import FormatError, formatted

    try:
        if formatted(before) != before.text:
            return text
        return formatted(parse_document(text.encode("utf-8"), path=before.path))
    except FormatError:
        return text


def _visible(data: dict[str, object]) -> dict[str, object]:
    """Return a proposal without hidden characters in what metadata and names of folders said."""

    def cleaned(value: object) -> object:
        if isinstance(value, str):
            return visible(value) or NOT_SAID
        if isinstance(value, dict):
            return {key: cleaned(item) for key, item in value.items()}
        return [cleaned(item) for item in value] if isinstance(value, list) else value

    files = data["files"]  # patterns match paths as they are
    return {key: files if key == "files" else cleaned(value) for key, value in data.items()}
