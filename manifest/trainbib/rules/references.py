"""Which fields refer to which section. A test holds the table to the schema."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice

from trainbib.conformance.wording import did_you_mean
from trainbib.rules.leaves import Tokens
from trainbib.rules.places import EACH_ENTRY, EACH_ITEM, Places

REFERENCES: Mapping[str, tuple[str, ...]] = {
    "sources": (
        "files.cites[].sources[]",
        "sources.*.derived_from[].source",
        "sources.*.overlaps[].source",
        "sources.*.synthetic.seeds[]",
    ),
    "parties": (
        "document.authors[]",
        "document.license.verified_by",
        "dataset.publisher",
        "dataset.creators[]",
        "dataset.license.verified_by",
        "dataset.processing[].by",
        "parties.*.part_of",
        "parties.*.eu_representative",
        "licenses.*.licensor",
        "sources.*.creators[]",
        "sources.*.publisher",
        "sources.*.license.verified_by",
        "sources.*.rights.holders[].party",
        "sources.*.agreement.with[]",
        "sources.*.crawl.crawlers[].operator",
        "sources.*.processing[].by",
        "labellers.*.commissioned_by",
        "labellers.*.employer",
        "labellers.*.vendors[]",
        "models.*.provider",
    ),
    "labellers": (
        "sources.*.labelled_by[]",
        "files.cites[].labellers[]",
    ),
    "models": (
        "sources.*.agreement.models[]",
        "sources.*.use[].model",
    ),
}
"""The places that hold a key of a section, as patterns of :mod:`trainbib.rules.places`."""


@cache
def reference_places() -> Places:
    """Return the tree of the places that refer to a section, each labelled with its name."""
    return Places.of(REFERENCES)


def section_referred_at(path: Tokens) -> str:
    """Return the section whose keys stand at a place; empty if none do."""
    places: Places | None = reference_places()
    for token in path:
        if places is None:
            return ""
        below = places.below
        places = below.get(str(token)) or below.get(EACH_ENTRY) or below.get(EACH_ITEM)
    return places.label if places is not None else ""


def referred(data: object) -> dict[str, set[str]]:
    """Return the keys that something refers to, defined or not, by section."""
    return reference_places().texts(data)


def references_to(data: object, section: str, keys: set[str]) -> Iterator[tuple[Tokens, str]]:
    """Yield path and key of each reference to one of the keys of a section."""
    yield from reference_places().find(data, lambda label, key: label == section and key in keys)


SUGGESTIONS = 20
"""For how many dangling keys of a section a similar one is looked for."""
_COMPARED = 1000


def similar_key(key: str, keys: Iterable[str]) -> str | None:
    """Return the key that was probably meant.

    Only keys of about the same length with the same beginning or end are compared, so that a
    misspelt key in a manifest of 100 000 sources costs a few milliseconds.
    """
    near = (
        known
        for known in keys
        if abs(len(known) - len(key)) <= 2  # noqa: PLR2004 - letters too many or too few
        and (known[:2] == key[:2] or known[-2:] == key[-2:] or known.casefold() == key.casefold())
    )
    found = did_you_mean(key, islice(near, _COMPARED), most=1)
    return found[0] if found else None
