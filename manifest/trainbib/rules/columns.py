"""Texts of one type, wherever the schema has them, read column by column.

Most manifests have nothing to report, and for them the texts of all entries are one set, made in
one pass for all rules. Paths are looked for only where something in the set is wanted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trainbib.rules.leaves import Tokens
from trainbib.rules.overview import Overview
from trainbib.rules.places import EACH_ENTRY, EACH_ITEM, Places
from trainbib.schemas import load_schema

if TYPE_CHECKING:
    from trainbib.rules.context import Context

Wanted = Callable[[str, AbstractSet[str]], Iterable[str]]
"""Called with a type and the distinct texts of it; returns those that are wanted."""

_DEFINITIONS = frozenset(
    {"url", "language_tag", "country", "currency", "text", "source_ids", "party_ids"}
)
_READ = ("url", "language_tag", "country", "currency")
_NAMES = ("title", "name")
_REMARKS = ("description", "notes", "version", "revision")


@dataclass(frozen=True, slots=True)
class Columns:
    """The texts of a manifest by type.

    The types are ``url``, ``language_tag``, ``country`` and ``currency``, after the definitions of
    the schema; ``name`` for titles and names; ``remark`` for descriptions, notes, versions and
    revisions; ``id doi`` for the identifiers of a scheme that the set, sources and works have, and
    ``party orcid`` for those of parties.

    Attributes:
        texts: The distinct texts of each type.
        places: The places of each type, as in :mod:`trainbib.rules.places`.
    """

    texts: Mapping[str, AbstractSet[str]]
    places: Mapping[str, list[str]]


def read_columns(overview: Overview) -> Columns:
    """Read the texts of all types that rules look at.

    Args:
        overview: What was seen of the manifest.
    """
    fields = overview.fields
    found = places_in_use(fields)
    places = {type_: found.get(type_, []) for type_ in _READ}
    for pattern in found.get("text", ()):
        name = pattern.rpartition(".")[2]
        if name in _NAMES:
            places.setdefault("name", []).append(pattern)
        elif name in _REMARKS:
            places.setdefault("remark", []).append(pattern)
    for whose, definition in (("id", "source_ids"), ("party", "party_ids")):
        known = load_schema()["$defs"][definition]["properties"]
        for scheme in fields & known.keys() if definition in found else ():
            places[f"{whose} {scheme}"] = [f"{place}.{scheme}" for place in found[definition]]
    texts = {type_: frozenset().union(*map(overview.texts, places[type_])) for type_ in places}
    return Columns(texts, places)


def places_in_use(fields: AbstractSet[str], *, gaps: bool = False) -> dict[str, list[str]]:
    """Return the places of each definition of the schema that a manifest can have.

    Args:
        fields: The names of the fields that something in the manifest has.
        gaps: Whether to go into gaps, whose reasons are texts.
    """
    schema = load_schema()
    found: dict[str, list[str]] = {}
    _walk(schema, "", found, schema["$defs"], fields, gaps=gaps)
    return found


def _walk(
    part: Mapping[str, Any],
    path: str,
    found: dict[str, list[str]],
    known: Mapping[str, Any],
    fields: AbstractSet[str],
    *,
    gaps: bool,
) -> None:
    name = part.get("$ref", "").rpartition("/")[2]
    if name in _DEFINITIONS:
        listed = found.setdefault(name, [])
        if path not in listed[-1:]:
            listed.append(path)
        return
    if name == "gap" and not gaps:
        return
    if name:
        part = known[name]
    for branch in part.get("anyOf", ()):
        _walk(branch, path, found, known, fields, gaps=gaps)
    properties = part.get("properties", {})
    for member in fields & properties.keys():
        below = f"{path}.{member}" if path else member
        _walk(properties[member], below, found, known, fields, gaps=gaps)
    if "items" in part:
        _walk(part["items"], path + EACH_ITEM, found, known, fields, gaps=gaps)
    if isinstance(part.get("additionalProperties"), dict):
        entry = f"{path}.{EACH_ENTRY}"
        _walk(part["additionalProperties"], entry, found, known, fields, gaps=gaps)


def texts_where(
    context: "Context", types: Iterable[str], wanted: Wanted
) -> Iterator[tuple[Tokens, str, str]]:
    """Yield path, type and value of the texts that are wanted.

    Args:
        context: The manifest.
        types: As in :class:`Columns`.
        wanted: Chooses among the distinct texts of a type.
    """
    columns = context.columns
    for type_ in types:
        texts = columns.texts.get(type_)
        if texts:
            chosen = frozenset(wanted(type_, texts))
            yield from _found(context.data, type_, columns.places[type_], chosen)


def texts_at(
    context: "Context", places: list[str], wanted: Wanted
) -> Iterator[tuple[Tokens, str, str]]:
    """Yield path, the word ``text``, and value of the texts at some places that are wanted."""
    texts = frozenset[str]().union(*map(context.overview.texts, places))
    if texts:
        yield from _found(context.data, "text", places, frozenset(wanted("text", texts)))


def _found(
    data: object, type_: str, places: list[str], chosen: frozenset[str]
) -> Iterator[tuple[Tokens, str, str]]:
    if not chosen:
        return

    def is_chosen(_type: str, text: str) -> bool:
        return text in chosen

    for path, text in Places.of({type_: places}).find(data, is_chosen):
        yield path, type_, text
