"""Which five of some sources are the largest, by volume.

Sources of one ``collection`` are one. Volumes of different modalities cannot be compared: of each
modality the five largest are named. Where there are five sources or fewer, all are, and nobody has
to know how large they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.sources import versioned_title
from trainbib.disclosure.answering.totals import UNITS, plain_sizes, source_size
from trainbib.disclosure.answers import Answer, Entry, Gap, Want
from trainbib.disclosure.places import Member, Noted, Wants, joined, members
from trainbib.disclosure.reading import SIZE_OF_MODALITY, Reading, once
from trainbib.disclosure.wording import amount, plural
from trainbib.values import GAP_STATES, MAX_INTEGER, ZERO, Quantity

__all__ = ["FIVE", "Ranking", "Volume", "largest"]

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


@dataclass(frozen=True, slots=True)
class Ranking:
    """The five largest of some sources, sorted.

    Attributes:
        volumes: They.
        how: How they were chosen, with the figures.
        gaps: Sizes and modalities that the manifest says it cannot tell, where it turns on them
            which are the largest.
        wants: Those that are missing, likewise.
    """

    volumes: tuple[Volume, ...]
    how: str
    gaps: tuple[Gap, ...] = ()
    wants: Sequence[Want] = ()

    def answer(self, entries: Sequence[Entry], met: Gathering) -> Answer:
        """Return an answer of an indicator that asks for them.

        Args:
            entries: A line for each, or more.
            met: What was gathered for the lines.
        """
        told = met.answer(tuple(entries) or None, self.how)
        gaps, wants = unique((*self.gaps, *told.gaps)), joined((self.wants, told.wants))
        return replace(told, gaps=gaps, wants=wants)


@once
def largest(reading: Reading, keys: tuple[str, ...]) -> Ranking:
    """Return the five largest of some sources.

    Args:
        reading: The manifest.
        keys: The sources.
    """
    groups = dict[str, list[str]]()
    alone = list[str]()
    collections = reading.having("collection")
    for key in sorted(keys) if collections else ():
        name = collections.get(key)
        if isinstance(name, str) and name.strip():
            groups.setdefault(name, []).append(key)
        else:
            alone.append(key)
    alone = alone if collections else sorted(keys)
    few = len(groups) + len(alone) <= FIVE
    listed = [*groups.values(), *([key] for key in (alone if few else _front(reading, alone)))]
    volumes = sorted((_volume(reading, group) for group in listed), key=lambda each: each.rank)
    if few:
        return Ranking(tuple(volumes), f"all there are: {plural(len(keys), 'source')}")
    chosen = set[tuple[str, ...]]()
    for modality in SIZE_OF_MODALITY:
        having = [each for each in volumes if modality in each.sizes]
        having.sort(key=lambda each: (-each.sizes[modality].value, each.name.casefold()))
        chosen |= {each.keys for each in having[:FIVE]}
    largest_ = tuple(each for each in volumes if each.keys in chosen)
    named = sum(len(each.keys) for each in largest_)
    how = f"{named} of {len(keys)} sources, by volume, each modality ranked apart"
    if named == len(keys):
        how = f"all there are: {plural(named, 'source')}"
    return Ranking(largest_, how, *_asked(reading, keys))


def _front(reading: Reading, keys: Sequence[str]) -> list[str]:
    """Return the sources that none of a modality but four is larger than: one of them may tie."""
    found = set[str]()
    for modality in SIZE_OF_MODALITY:
        having, sizes = _sizes(reading, modality, keys)
        known: Sequence[object] = sizes
        kinds = set(map(type, sizes))
        if kinds <= {type(None), Gap}:
            continue
        if Quantity in kinds:
            known = [each.value if isinstance(each, Quantity) else each for each in sizes]
        numbers = [each for each in known if isinstance(each, int | float)]
        if numbers:
            least = sorted(numbers)[-FIVE:][0]
            large = [isinstance(each, int | float) and each >= least for each in known]
            found.update(compress(having, large))
    return sorted(found)


def _sizes(
    reading: Reading, modality: str, keys: Sequence[str]
) -> tuple[Sequence[str], Sequence[int | Quantity | Gap | None]]:
    """Return those of some sources that have a modality, and the size of each.

    Nearly all sizes are integers, which stay what they are.
    """
    having = reading.of_modality.get(modality, ())
    if len(keys) == len(reading.sources):
        if plain := plain_sizes(reading, modality):
            return having, plain
    else:
        having = list(filter(frozenset(keys).__contains__, having))
    if not having:
        return (), ()
    unit, there = SIZE_OF_MODALITY[modality], reading.members("size")
    gaps = not there.isdisjoint(GAP_STATES)
    if unit not in there and not gaps:
        return having, [None] * len(having)
    by_key = reading.by_key(f"size.{unit}")
    return having, [
        size
        if (type(size := by_key[key]) is int and abs(size) <= MAX_INTEGER)
        or (size is None and not gaps)
        else source_size(reading, key, modality)
        for key in having
    ]


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


def _asked(reading: Reading, keys: Sequence[str]) -> tuple[tuple[Gap, ...], Wants]:
    """Return the sizes of some sources that are not known, to ask for them."""
    gaps, wants, met = list[Gap](), Noted(), Gathering()
    for key in sorted(frozenset(reading.of_modality.get("", ())).intersection(keys)):
        met.value(reading.sources[key], source_at(key), "modalities")
        met.want(source_at(key, "modalities"), f"the modalities of `{key}`, to rank it by size")
    for modality, unit in SIZE_OF_MODALITY.items():
        having, sizes = _sizes(reading, modality, keys)
        kinds = set(map(type, sizes))
        if type(None) in kinds:
            silent = compress(having, [size is None for size in sizes])
            wants.all(sorted(silent), _to_rank(unit))
        if Gap in kinds:
            gaps += [size for size in sizes if isinstance(size, Gap)]
    gaps.sort(key=lambda gap: gap.pointer)
    return unique((*met.gaps, *gaps)), joined((met.wants, wants.wants()))


def _to_rank(unit: str) -> tuple[Member, ...]:
    return members(
        (f"size/{unit}", (f"how many {UNITS[unit]} of `", "` were used, to rank it by size"))
    )
