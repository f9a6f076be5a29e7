"""Which five of some sources are the largest, by volume.

Sources of one ``collection`` are one. Volumes of different modalities cannot be compared: of each
modality the five largest are named. Where there are five sources or fewer, all are, and nobody has
to know how large they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.sources import versioned_title
from trainbib.disclosure.answering.totals import UNITS, size_place, source_size
from trainbib.disclosure.answers import Gap
from trainbib.disclosure.reading import SIZE_OF_MODALITY, Reading
from trainbib.disclosure.wording import amount, plural
from trainbib.values import ZERO, Quantity

__all__ = ["FIVE", "Volume", "how_ranked", "largest"]

FIVE = 5
"""How many sources of a sort the index asks for."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A source, or those of a collection.

    Attributes:
        name: What it is called.
        keys: Its sources, sorted.
        sizes: Its size by modality, as far as it is known.
    """

    name: str
    keys: tuple[str, ...]
    sizes: Mapping[str, Quantity]

    @property
    def words(self) -> str:
        """The volume in words; empty where it is not known."""
        return ", ".join(
            amount(size, UNITS[SIZE_OF_MODALITY[name]]) for name, size in self.sizes.items()
        )

    @property
    def rank(self) -> tuple[int, float, str, tuple[str, ...]]:
        """What to sort by: modality, then size, the largest first, then the name."""
        for at, modality in enumerate(SIZE_OF_MODALITY):
            if modality in self.sizes:
                return at, -self.sizes[modality].value, self.name.casefold(), self.keys
        return len(SIZE_OF_MODALITY), 0, self.name.casefold(), self.keys


def largest(reading: Reading, keys: Iterable[str], met: Gathering | None = None) -> list[Volume]:
    """Return the five largest of some sources, sorted.

    Args:
        reading: The manifest.
        keys: The sources.
        met: Takes the sizes that are missing, where it turns on them which are the largest; None:
            another indicator asks for them.
    """
    groups = dict[str, list[str]]()
    for key in sorted(keys):
        collection = reading.sources[key].get("collection")
        named = isinstance(collection, str) and collection.strip()
        groups.setdefault(f"collection {collection}" if named else f"source {key}", []).append(key)
    volumes = sorted((_volume(reading, group) for group in groups.values()), key=lambda v: v.rank)
    if len(volumes) <= FIVE:
        return volumes
    chosen = set[tuple[str, ...]]()
    for modality in SIZE_OF_MODALITY:
        having = [each for each in volumes if modality in each.sizes]
        having.sort(key=lambda each: (-each.sizes[modality].value, each.name.casefold()))
        chosen |= {each.keys for each in having[:FIVE]}
    if met is not None:
        for each in volumes:
            _ask(reading, each, met)
    return [each for each in volumes if each.keys in chosen]


def how_ranked(volumes: Sequence[Volume], keys: Sequence[str]) -> str:
    """Return how the largest were chosen, with the figures."""
    named = sum(len(each.keys) for each in volumes)
    if named == len(keys):
        return f"all there are: {plural(named, 'source')}"
    return f"{named} of {len(keys)} sources, by volume, each modality ranked apart"


def _volume(reading: Reading, keys: list[str]) -> Volume:
    sizes = dict[str, Quantity]()
    for modality in SIZE_OF_MODALITY:
        told = [
            source_size(reading, key, modality)
            for key in keys
            if modality in reading.modalities(key)
        ]
        known = [each for each in told if isinstance(each, Quantity)]
        if known and len(known) == len(told):
            sizes[modality] = sum(known[1:], ZERO + known[0])
    collection = reading.sources[keys[0]].get("collection")
    names = unique(versioned_title(reading, key) for key in keys)
    named = isinstance(collection, str) and collection.strip()
    return Volume(str(collection) if named else names[0], tuple(keys), sizes)


def _ask(reading: Reading, volume: Volume, met: Gathering) -> None:
    """Ask for the sizes that are not known."""
    for key in volume.keys:
        modalities = reading.modalities(key)
        counted = [each for each in modalities if each in SIZE_OF_MODALITY]
        if not modalities:
            met.value(reading.sources[key], source_at(key), "modalities")
            met.want(source_at(key, "modalities"), f"the modalities of `{key}`, to rank it by size")
        for modality in counted:
            size = source_size(reading, key, modality)
            if isinstance(size, Gap):
                met.gaps.append(size)
            elif size is None:
                unit = UNITS[SIZE_OF_MODALITY[modality]]
                place = size_place(key, modality)
                met.want(place, f"how many {unit} of `{key}` were used, to rank it by size")
