"""The SPDX identifiers nearest to what someone wrote."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from heapq import nsmallest
from itertools import chain

from trainbib.conformance.edits import edits_from
from trainbib.licensing.aliases import read_license
from trainbib.licensing.names import named_licenses
from trainbib.licensing.spdx import license_list
from trainbib.licensing.vague import fold, vague_reason

# Licences that data sets bear most often; they win when two identifiers are equally near.
COMMON = (
    "CC-BY-4.0", "MIT", "Apache-2.0", "CC-BY-SA-4.0", "CC0-1.0", "CC-BY-NC-4.0",
    "CC-BY-NC-SA-4.0", "CC-BY-SA-3.0", "ODC-By-1.0", "ODbL-1.0", "PDDL-1.0", "BSD-3-Clause",
    "CC-BY-3.0", "CDLA-Permissive-2.0", "CC-BY-NC-ND-4.0", "CC-BY-ND-4.0", "BSD-2-Clause",
    "MPL-2.0", "GPL-3.0-only", "GPL-3.0-or-later", "GPL-2.0-only", "GPL-2.0-or-later",
)  # fmt: skip
_LIMIT = 3
_SHORTLIST = 24
_PAIRS_PER_EDIT = 3
"""How many pairs of neighbours are others if two letters changed places: the most."""
_LIKE_IDENTIFIER = 0.55
_LIKE_NAME = 0.72
_LONGEST = 80


def suggest_license(text: str) -> list[str]:
    """The SPDX identifiers that a text may have been meant to be.

    Args:
        text: A licence statement that is unknown, vague or misspelt.

    Returns:
        Up to three expressions, the nearest first; none when nothing is near.
    """
    return list(_suggest(text.strip()[:_LONGEST]))


@lru_cache(maxsize=1024)
def _suggest(text: str) -> tuple[str, ...]:
    reading = read_license(text)
    if reading.expression is not None:
        return (reading.expression,)
    if reading.candidates:
        return reading.candidates[:_LIMIT]
    if reading.reference is not None or vague_reason(text) is not None:
        return ()
    words = fold(text)
    found = _nearest(words.replace(" ", "-"), _identifiers(), _LIKE_IDENTIFIER)
    # Names are long, so that much of two different ones can be equal: the numbers must be.
    return found or _nearest(words, _names().get(_numbers(words)), _LIKE_NAME)


class _Index:
    """Names of licences by the pairs of neighbouring letters that they have."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = [(name, identifier, len(_pairs(name))) for name, identifier in names.items()]
        self._places: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            for pair in _pairs(name):
                self._places.setdefault(pair, []).append(place)

    def shared(self, pairs: Iterable[str]) -> Iterable[tuple[int, int]]:
        """Return the places of the names that have any of some pairs, and how many they have."""
        found = (self._places[pair] for pair in pairs if pair in self._places)
        return Counter(chain.from_iterable(found)).items()


def _nearest(wanted: str, index: _Index | None, similarity: float) -> tuple[str, ...]:
    if index is None:
        return ()
    pairs = _pairs(wanted)
    names, size = index.names, len(pairs)
    overlaps = nsmallest(
        _SHORTLIST,
        (
            (-2 * count / (size + names[place][2]), names[place][0], place, count)
            for place, count in index.shared(pairs)
        ),
    )
    edits_to = edits_from(wanted)
    least: int | None = None
    near: list[tuple[int, int, str, float]] = []
    for negative, name, place, count in overlaps:
        _, identifier, own = names[place]
        # An edit changes the length by one at most, and three pairs at most.
        lost = (max(size, own) - count + _PAIRS_PER_EDIT - 1) // _PAIRS_PER_EDIT
        if least is not None and max(abs(len(wanted) - len(name)), lost) > least + 1:
            continue
        distance = edits_to(name)
        least = distance if least is None else min(least, distance)
        near.append((distance, *_rank(identifier), -negative))
    tolerance = max(1, len(wanted) // 4)
    good = [
        identifier
        for distance, _, identifier, overlap in sorted(near)
        if least is not None
        and distance <= least + 1
        and (distance <= tolerance or overlap >= similarity)
    ]
    return tuple(dict.fromkeys(good))[:_LIMIT]


def _rank(identifier: str) -> tuple[int, str]:
    return (COMMON.index(identifier) if identifier in COMMON else len(COMMON), identifier)


@lru_cache(maxsize=1)
def _identifiers() -> _Index:
    licenses = license_list().licenses.values()
    return _Index({entry.id.lower(): entry.id for entry in licenses if not entry.deprecated})


@lru_cache(maxsize=1)
def _names() -> Mapping[tuple[str, ...], _Index]:
    """Return the names of licences by the numbers in them."""
    groups: dict[tuple[str, ...], dict[str, str]] = {}
    for name, identifier in named_licenses().items():
        groups.setdefault(_numbers(name), {})[name] = identifier
    return {numbers: _Index(names) for numbers, names in groups.items()}


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+(?:\.\d+)*", text))


def _pairs(text: str) -> frozenset[str]:
    padded = f"^{text}$"
    return frozenset(padded[place : place + 2] for place in range(len(padded) - 1))
