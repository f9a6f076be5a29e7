"""Which entry of the new manifest is which entry of the old one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from trainbib.comparing.identifiers import (
    labeller_identifiers,
    party_identifiers,
    source_identifiers,
)
from trainbib.values import as_mapping, is_mapping

Entries: TypeAlias = Mapping[str, Mapping[str, object]]
_Identifiers: TypeAlias = Callable[[Mapping[str, object]], Iterator[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Match:
    """How the entries of a section pair up.

    Attributes:
        pairs: Old and new key, in the order of the new section.
        added: New keys without a partner, in order.
        removed: Old keys without a partner, in order.
        renames: Old key to new key, where they differ.
        evidence: New key to what two entries with different keys have in common.
    """

    pairs: tuple[tuple[str, str], ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    renames: Mapping[str, str]
    evidence: Mapping[str, str]


def entries(data: Mapping[str, object], section: str) -> Entries:
    """Return the entries of a section that are mappings, extension keys left out."""
    return {
        key: entry
        for key, entry in as_mapping(data.get(section)).items()
        if is_mapping(entry) and not key.startswith("x-")
    }


def match_sources(old: Entries, new: Entries) -> Match:
    """Match sources by key, then by identifier, by URL, and by digest."""
    return _match(old, new, source_identifiers)


def match_parties(old: Entries, new: Entries) -> Match:
    """Match parties by key, then by identifier, then by name."""
    return _match(old, new, party_identifiers)


def match_labellers(old: Entries, new: Entries) -> Match:
    """Match labellers by key, then by title."""
    return _match(old, new, labeller_identifiers)


def match_keys(old: Entries, new: Entries) -> Match:
    """Match entries by key alone."""
    return _match(old, new, lambda _: iter(()))


def _match(old: Entries, new: Entries, identifiers: _Identifiers) -> Match:
    removed = [key for key in old if key not in new]
    added = [key for key in new if key not in old]
    renames: dict[str, str] = {}
    evidence: dict[str, str] = {}
    if removed and added:
        before = _holders((key, identifiers(old[key])) for key in removed)
        after = _holders((key, identifiers(new[key])) for key in added)
        # In the order of the identifiers' weight; each entry pairs once, and only by an identifier
        # that no other unmatched entry on its side has.
        for kind in sorted(before.keys() & after.keys(), key=_weight):
            for identifier, keys in before[kind].items():
                partners = after[kind].get(identifier, [])
                if len(keys) != 1 or len(partners) != 1:
                    continue
                if keys[0] not in renames and partners[0] not in evidence:
                    renames[keys[0]] = partners[0]
                    evidence[partners[0]] = f"{kind} {identifier}"
    old_key = {new_key: key for key, new_key in renames.items()}
    pairs = tuple((old_key.get(key, key), key) for key in new if key in old or key in old_key)
    return Match(
        pairs=pairs,
        added=tuple(key for key in added if key not in old_key),
        removed=tuple(key for key in removed if key not in renames),
        renames=renames,
        evidence=evidence,
    )


def _holders(
    identified: Iterable[tuple[str, Iterator[tuple[str, str]]]],
) -> dict[str, dict[str, list[str]]]:
    """Return, by kind of identifier and identifier, the keys that have it."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for key, identifiers in identified:
        for kind, identifier in identifiers:
            found[kind].setdefault(identifier, []).append(key)
    return found


_WEIGHTS = {"doi": 0, "hf": 1, "orcid": 0, "ror": 0, "url": 3, "digest": 4, "name": 5, "title": 5}
_OTHER = 2


def _weight(kind: str) -> tuple[int, str]:
    return _WEIGHTS.get(kind, _OTHER), kind
