"""What can stand at a cursor: fields, values of closed lists, licences, keys of other entries."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from trainbib.authoring.cursor import Cursor
from trainbib.authoring.schema_places import (
    alternatives_at,
    describe,
    described_at,
    names_licence,
    words_at,
)
from trainbib.profiles import known_profiles
from trainbib.rules.references import section_referred_at
from trainbib.values import GAP_STATES, as_mapping

MOST = 200
"""How many proposals are made."""

_OPERATOR = re.compile(r"[^\"'].*(?:\s(?:AND|OR)\s+|\()\(*|\(+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that can stand at a cursor.

    Attributes:
        text: What is written.
        kind: What it is.
        title: A few words beside it.
        description: What it means.
        required: Whether the schema asks for it.
        listed: Whether it is to stand in a list, of which there is nothing yet.
    """

    text: str
    kind: Literal["field", "value", "licence", "key", "gap"]
    title: str = ""
    description: str = ""
    required: bool = False
    listed: bool = False


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


def within_expression(cursor: Cursor) -> Cursor:
    """Return where a cursor stands for the last licence of an expression, if it is in one."""
    operator = _OPERATOR.match(cursor.prefix)
    if operator is None or not names_licence(cursor.value_path):
        return cursor
    term = cursor.prefix[operator.end() :]
    return replace(cursor, prefix=term, start=cursor.start + operator.end())


def _all(cursor: Cursor, data: Mapping[str, object]) -> Iterator[Proposal]:
    path = cursor.value_path
    is_value = cursor.key is not None or cursor.in_list
    if not is_value or cursor.block:
        yield from _fields(path, cursor.present)
    if cursor.in_list:
        yield from (each for each in _values_at(path, data) if each.text not in cursor.items)
    elif is_value or cursor.alone:
        yield from _values_at(path, data)
        if any("items" in schema for schema in alternatives_at(path)):
            items = (*path, "0")
            if cursor.alone:
                yield from (replace(each, listed=True) for each in _fields(items, frozenset()))
            yield from (replace(each, listed=True) for each in _values_at(items, data))


def _values_at(path: tuple[str, ...], data: Mapping[str, object]) -> Iterator[Proposal]:
    section = section_referred_at(path)
    if section:
        for key, entry in as_mapping(data.get(section)).items():
            title = as_mapping(entry).get("title") or as_mapping(entry).get("name") or ""
            yield Proposal(key, "key", str(title), f"A key of `{section}`.")
    if names_licence(path):
        yield from _licences(data)
    for schema in alternatives_at(path):
        title, description = describe(schema)
        for value in _constants(schema):
            yield Proposal(value, "value", title, description)
    for word in words_at(path):
        yield Proposal(word, "value", *described_at(path))
    if path[:-1] == ("profiles",):
        for name in known_profiles():
            yield Proposal(name, "value", *described_at(path))


def _fields(path: tuple[str, ...], present: frozenset[str]) -> Iterator[Proposal]:
    gaps: list[Proposal] = []
    alternatives = alternatives_at(path)
    if any(map(_is_gap, alternatives)) and not present.isdisjoint(GAP_STATES):
        return  # a gap has one state, and nothing beside it
    for schema in alternatives:
        required = schema.get("required", ())
        for name, part in schema.get("properties", {}).items():
            if name in present:
                continue
            title, description = describe(part)
            if _is_gap(schema):
                gaps.append(Proposal(name, "gap", title, description))
            else:
                yield Proposal(name, "field", title, description, required=name in required)
    if not present:
        yield from gaps


def _is_gap(schema: Mapping[str, Any]) -> bool:
    return set(schema.get("properties", ())) == set(GAP_STATES)


def _constants(schema: Mapping[str, Any]) -> Iterable[str]:
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
