"""Sizes of sources, one modality each, and what they add up to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trainbib.disclosure.answers import Gap, Want, gap_of
from trainbib.disclosure.places import EachSource, Noted, Wants, each_at, members
from trainbib.disclosure.reading import SIZE_OF_MODALITY, Reading
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

__all__ = ["UNITS", "Total", "size_place", "source_size", "sum_of_integers", "total_size"]

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
        silent = list[str]()
        if modality in reading.of_modality:
            told = reading.told
            silent = [key for key in keys if modality in told[key][0]]
        return Total(ZERO, (), (), Wants([EachSource(silent, wanted)]))
    listed = list(keys)
    sizes = dict(zip(reading.sources, reading.column(f"size.{unit}"), strict=True))
    if len(listed) == len(sizes) and (plain := _plain(reading, sizes, modality)) is not None:
        return Total(plain, each_at(reading.of_modality[modality], f"size/{unit}"), (), ())
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


def _plain(reading: Reading, sizes: Mapping[str, object], modality: str) -> Quantity | None:
    """Return the sum of all sizes of a modality, where the sources that have it all tell integers.

    None where any of them does not, and where another source tells a size of that modality.

    Args:
        reading: The manifest.
        sizes: What each source says there.
        modality: As for :func:`source_size`.
    """
    told = list(map(sizes.__getitem__, reading.of_modality.get(modality, ())))
    silent = list(sizes.values()).count(None)
    return sum_of_integers(told) if len(told) + silent == len(sizes) else None


def sum_of_integers(told: Sequence[object]) -> Quantity | None:
    """Add sizes up, as nearly all are told; None if one is no integer, or there are none.

    Args:
        told: What stands in the place of each.
    """
    known = [size for size in told if type(size) is int]
    if not known or len(known) < len(told) or max(map(abs, known)) > MAX_INTEGER:
        return None
    whole = sum(known)
    return Quantity(whole, whole, whole, exact=True)


def _other_modality(key: str, modality: str) -> Want:
    unit = SIZE_OF_MODALITY[modality]
    return Want(
        pointer("sources", key, "modalities"),
        f"`{modality}` as well, if it is trained on: `{key}` has a size in `{unit}` and does "
        "not name that modality, so it is not counted",
    )
