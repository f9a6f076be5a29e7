"""The SPDX identifiers nearest to what someone wrote."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from trainbib.licensing.aliases import read_license
from trainbib.licensing.names import named_licenses
from trainbib.licensing.spdx import license_list
from trainbib.licensing.vague import fold, vague_reason

# Licences that data sets bear most often; they win when two identifiers are equally near.
_COMMON = (
    "CC-BY-4.0", "MIT", "Apache-2.0", "CC-BY-SA-4.0", "CC0-1.0", "CC-BY-NC-4.0",
    "CC-BY-NC-SA-4.0", "CC-BY-SA-3.0", "ODC-By-1.0", "ODbL-1.0", "PDDL-1.0", "BSD-3-Clause",
    "CC-BY-3.0", "CDLA-Permissive-2.0", "CC-BY-NC-ND-4.0", "CC-BY-ND-4.0", "BSD-2-Clause",
    "MPL-2.0", "GPL-3.0-only", "GPL-3.0-or-later", "GPL-2.0-only", "GPL-2.0-or-later",
)  # fmt: skip
_LIMIT = 3
_SHORTLIST = 24
_LIKE_IDENTIFIER = 0.55
_LIKE_NAME = 0.72
_LONGEST = 80


class _Entry(NamedTuple):
    identifier: str
    pairs: frozenset[str]


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
    return found or _nearest(words, _names(_numbers(words)), _LIKE_NAME)


def _nearest(wanted: str, index: Mapping[str, _Entry], similarity: float) -> tuple[str, ...]:
    pairs = _pairs(wanted)
    overlaps = sorted(
        (
            (-2 * len(pairs & entry.pairs) / (len(pairs) + len(entry.pairs)), name)
            for name, entry in index.items()
            if not pairs.isdisjoint(entry.pairs)
        ),
    )[:_SHORTLIST]
    near = sorted(
        (_distance(wanted, name), *_rank(index[name].identifier), -negative)
        for negative, name in overlaps
    )
    tolerance = max(1, len(wanted) // 4)
    good = [
        identifier
        for distance, _, identifier, overlap in near
        if distance <= near[0][0] + 1 and (distance <= tolerance or overlap >= similarity)
    ]
    return tuple(dict.fromkeys(good))[:_LIMIT]


def _rank(identifier: str) -> tuple[int, str]:
    return (_COMMON.index(identifier) if identifier in _COMMON else len(_COMMON), identifier)


@lru_cache(maxsize=1)
def _identifiers() -> Mapping[str, _Entry]:
    return {
        (name := entry.id.lower()): _Entry(entry.id, _pairs(name))
        for entry in license_list().licenses.values()
        if not entry.deprecated
    }


@lru_cache(maxsize=8)
def _names(numbers: tuple[str, ...]) -> Mapping[str, _Entry]:
    return {
        name: _Entry(identifier, _pairs(name))
        for name, identifier in named_licenses().items()
        if _numbers(name) == numbers
    }


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+(?:\.\d+)*", text))


def _pairs(text: str) -> frozenset[str]:
    padded = f"^{text}$"
    return frozenset(padded[place : place + 2] for place in range(len(padded) - 1))


def _distance(one: str, other: str) -> int:
    """Edits between two texts; two neighbours that changed places count as one edit."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        line = [row]
        for column, target in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (char != target))
            swapped = row > 1 and column > 1 and char == other[column - 2]
            if swapped and one[row - 2] == target:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]
