"""Sizes of sources, one modality each, and what they add up to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import not_

from trainbib.disclosure.answers import Gap, Want, gap_of
from trainbib.disclosure.places import EachSource, Noted, Wants, each_at, members
from trainbib.disclosure.reading import SIZE_OF_MODALITY, Reading, once
from trainbib.pointers import pointer
from trainbib.values import (
    GAP_STATES,
    MAX_INTEGER,
    ZERO,
    Quantity,
    as_mapping,
    is_gap,
    parse_quantity,
)

__all__ = ["UNITS", "Total", "integers", "plain_sizes", "size_place", "source_size", "total_size"]

UNITS = {
    "tokens": "tokens",
    "images": "images",
    "audio_hours": "hours of audio",
    "video_hours": "hours of video",
    "words": "words",
    "records": "records",
    "files": "files",
    "bytes": "bytes",
}
"""Units in which a size can be told, the finest first, in words."""


@dataclass(frozen=True, slots=True)
class Total:
    """Sizes of several sources, added up.

    Attributes:
        quantity: The sum of those that are known.
        origins: JSON Pointers to the sizes.
        gaps: Those that the manifest says it cannot tell.
        wants: Those on which it is silent.
    """

    quantity: Quantity
    origins: Sequence[str]
    gaps: tuple[Gap, ...]
    wants: Sequence[Want]

    @property
    def known(self) -> bool:
        """Whether nothing is left out of the sum."""
        return not self.gaps and not self.wants


def source_size(reading: Reading, key: str, modality: str) -> Quantity | Gap | None:
    """Return the size of one modality of a source, its gap, or None where it is silent.

    Args:
        reading: The manifest.
        key: The source.
        modality: ``text`` (tokens), ``image`` (images), ``audio`` or ``video`` (hours).
    """
    told = reading.sources[key].get("size")
    if is_gap(told):
        return gap_of(told, pointer("sources", key, "size"))
    value = as_mapping(told).get(SIZE_OF_MODALITY[modality])
    if is_gap(value):
        return gap_of(value, size_place(key, modality))
    return parse_quantity(value)


def size_place(key: str, modality: str) -> str:
    """Return the place at which the size of a modality of a source is told."""
    return pointer("sources", key, "size", SIZE_OF_MODALITY[modality])


def total_size(reading: Reading, keys: Iterable[str], modality: str) -> Total:
    """Add the sizes of one modality of several sources that have it.

    A size of a source that names its modalities, and not this one, is left out: sound of a video
    is no audio data until somebody says so.
    """
    unit = SIZE_OF_MODALITY[modality]
    wanted = members((f"size/{unit}", (f"how many {UNITS[unit]} of `", "` were used")))
    if reading.members("size").isdisjoint((unit, *GAP_STATES)):
        having = reading.of_modality.get(modality, ())
        silent = list(keys) if having else []
        if len(having) < len(reading.sources):
            silent = list(filter(frozenset(having).__contains__, silent))
        return Total(ZERO, (), (), Wants([EachSource(silent, wanted)]))
    listed = list(keys)
    if len(listed) == len(reading.sources) and (plain := plain_sizes(reading, modality)):
        whole = sum(plain)
        total = Quantity(whole, whole, whole, exact=True)
        return Total(total, each_at(reading.of_modality[modality], f"size/{unit}"), (), ())
    sizes = reading.by_key(f"size.{unit}")
    each_told = list(map(reading.told.__getitem__, listed))
    foreign = {its: its[1] == "modalities" and modality not in its[0] for its in set(each_told)}
    added, known, gaps, wants = ZERO, list[str](), list[Gap](), Noted()
    whole = 0  # of plain integers, which nearly all sizes are
    for key, value, its in zip(listed, map(sizes.get, listed), each_told, strict=True):
        if foreign[its]:
            if value is not None and isinstance(source_size(reading, key, modality), Quantity):
                wants.one(_other_modality(key, modality))
        elif type(value) is int and -MAX_INTEGER <= value <= MAX_INTEGER:
            whole += value
            known.append(key)
        elif isinstance(found := source_size(reading, key, modality), Gap):
            gaps.append(found)
        elif found is not None:
            added += found
            known.append(key)
        elif modality in its[0]:
            wants.each(key, wanted)
    added += Quantity(whole, whole, whole, exact=True)
    origins = each_at(known, f"size/{unit}")
    return Total(added, origins, tuple(gaps), wants.wants())


@once
def plain_sizes(reading: Reading, modality: str) -> Sequence[int]:
    """Return the sizes of the sources that have a modality, where all of them tell integers.

    Empty where any of them does not, and where another source tells a size of that modality.

    Args:
        reading: The manifest.
        modality: As for :func:`source_size`.
    """
    unit = SIZE_OF_MODALITY[modality]
    if unit not in reading.members("size"):
        return ()
    told = reading.column(f"size.{unit}")
    has = {its: modality in its[0] for its in set(reading.each_told)}
    if not all(has.values()):
        having = list(map(has.__getitem__, reading.each_told))
        if any(each is not None for each in compress(told, map(not_, having))):
            return ()
        told = list(compress(told, having))
    return integers(told) or ()


def integers(told: Sequence[object]) -> list[int] | None:
    """Return sizes as they are nearly all told; None if one is no integer that can be exact.

    Args:
        told: What stands in the place of each.
    """
    known = [size for size in told if type(size) is int]
    if len(known) < len(told) or (known and max(map(abs, known)) > MAX_INTEGER):
        return None
    return known


def _other_modality(key: str, modality: str) -> Want:
    unit = SIZE_OF_MODALITY[modality]
    return Want(
        pointer("sources", key, "modalities"),
        f"`{modality}` as well, if it is trained on: `{key}` has a size in `{unit}` and does "
        "not name that modality, so it is not counted",
    )
