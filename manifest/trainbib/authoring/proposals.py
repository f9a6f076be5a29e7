"""What can stand at a cursor: fields, values of closed lists, licences, keys of other entries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from trainbib.authoring.cursor import Cursor
from trainbib.authoring.schema_places import alternatives_at, describe, named_at
from trainbib.rules.references import section_referred_at
from trainbib.values import GAP_STATES, as_mapping

MOST = 200
"""How many proposals are made."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that can stand at a cursor.

    Attributes:
        text: What is written.
        kind: What it is.
        title: A few words beside it.
        description: What it means.
        required: Whether the schema asks for it.
    """

    text: str
    kind: Literal["field", "value", "licence", "key", "gap"]
    title: str = ""
    description: str = ""
    required: bool = False


def proposals_at(cursor: Cursor, data: object) -> list[Proposal]:
    """Return what can stand at a cursor and begins with what has been typed.

    Args:
        cursor: Where it stands.
        data: The manifest as far as it could be read last, for the keys of its entries.
    """
    typed = cursor.prefix.strip("\"'").casefold()
    found: list[Proposal] = []
    seen: set[str] = set()
    for proposal in _all(cursor, as_mapping(data)):
        text = proposal.text.casefold()
        if proposal.text not in seen and (text.startswith(typed) or f"-{typed}" in text):
            seen.add(proposal.text)
            found.append(proposal)
        if len(found) == MOST:
            break
    return found


def _all(cursor: Cursor, data: Mapping[str, object]) -> Iterator[Proposal]:
    if cursor.key is None and not cursor.in_list:
        yield from _fields(cursor.path, cursor.present)
        return
    path = cursor.value_path
    if cursor.block:
        yield from _fields(path, cursor.present)
    section = section_referred_at(path)
    if section:
        for key, entry in as_mapping(data.get(section)).items():
            title = as_mapping(entry).get("title") or as_mapping(entry).get("name") or ""
            yield Proposal(key, "key", str(title), f"A key of `{section}`.")
    if named_at(path) & {"license", "license_expression"} or path[-1:] == ("expression",):
        yield from _licences(data)
    for schema in alternatives_at(path):
        title, description = describe(schema)
        for value in _values(schema):
            yield Proposal(value, "value", title, description)


def _fields(path: tuple[str, ...], present: frozenset[str]) -> Iterator[Proposal]:
    gaps: list[Proposal] = []
    for schema in alternatives_at(path):
        required = schema.get("required", ())
        for name, part in schema.get("properties", {}).items():
            if name in present:
                continue
            title, description = describe(part)
            if name in GAP_STATES and set(schema["properties"]) == set(GAP_STATES):
                gaps.append(Proposal(name, "gap", title, description))
            else:
                yield Proposal(name, "field", title, description, required=name in required)
    if not present:
        yield from gaps


def _values(schema: Mapping[str, Any]) -> Iterable[str]:
    if "enum" in schema:
        return [str(value) for value in schema["enum"]]
    if "const" in schema:
        return [str(schema["const"])]
    return ["true", "false"] if schema.get("type") == "boolean" else []


def _licences(data: Mapping[str, object]) -> Iterator[Proposal]:
    from trainbib.licensing.attributes import identifiers
    from trainbib.licensing.spdx import license_list

    for key, terms in as_mapping(data.get("licenses")).items():
        yield Proposal(key, "licence", str(as_mapping(terms).get("title", "")), "Of this manifest.")
    common = set(identifiers())
    # Those that data sets are really under come first.
    entries = license_list().licenses.values()
    for entry in sorted(entries, key=lambda each: (each.id not in common, each.id)):
        if not entry.deprecated:
            yield Proposal(entry.id, "licence", entry.name)
