"""The 3 % rule of section 2.1: which public data sets are large.

A data set is large if, in any one modality, its size after processing is strictly more than 3 % of
the size of all public data sets together (Annex to C(2025) 8311, section 2.1). Sources of one
``collection`` are one data set, so that splitting one changes nothing.

Sizes are ranges where the manifest has them so, and from nothing upwards where it is silent. What
cannot be told to be small is held to be large: leaving it out would hide it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from weakref import ref

from trainbib.disclosure.answering.gathering import source_at, unique
from trainbib.disclosure.answers import Gap, Want, gap_of
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.regimes.eu_ai_act.measures import (
    ANYTHING,
    Interval,
    Number,
    Sizes,
    measure,
    sizes_of,
)
from trainbib.disclosure.regimes.eu_ai_act.routing import by_section
from trainbib.disclosure.regimes.eu_ai_act.standings import THRESHOLD, Standing, standing_of

__all__ = ["PublicSet", "PublicSets", "public_sets"]


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A public data set: one source, or those of one collection.

    Attributes:
        name: Of the collection; empty for a source of its own.
        keys: Its sources, sorted.
        standings: One for each modality that it has, or may have.
        origins: Where the sizes are told.
        gaps: Why they are not.
        wants: What is missing to tell whether it is large.
    """

    name: str
    keys: tuple[str, ...]
    standings: tuple[Standing, ...]
    origins: tuple[str, ...]
    gaps: tuple[Gap, ...]
    wants: tuple[Want, ...]

    @property
    def is_large(self) -> bool:
        """Whether it is large, or cannot be told to be small."""
        return any(standing.verdict != "small" for standing in self.standings)

    @property
    def is_certain(self) -> bool:
        """Whether sizes tell which of the two it is."""
        verdicts = {standing.verdict for standing in self.standings}
        return "large" in verdicts or verdicts == {"small"}

    @property
    def foremost(self) -> Standing:
        """The modality that decides: the one in which it is largest, as far as is known."""
        order = ("small", "open", "large")
        return max(
            self.standings,
            key=lambda each: (order.index(each.verdict), each.low, each.high, each.modality),
        )


@dataclass(frozen=True, slots=True)
class _Compared:
    """All public data.

    Attributes:
        alike: Sources by modalities.
        sizes: By modality.
        wholes: Their sums.
        unknown: The sources that do not tell their modalities, or their size in one.
    """

    alike: Mapping[tuple[str, ...], Sequence[str]]
    sizes: Mapping[str, Sizes]
    wholes: Mapping[str, Interval]
    unknown: frozenset[str]


_Keys = tuple[str, ...]
"""The sources of a data set, sorted."""


class PublicSets:
    """The public data sets, sorted by their first source.

    Most of very many are small, and are told apart by integers alone; the share of one is worked
    out where somebody asks for it.

    Attributes:
        large: Sources of each of those that are listed as large.
        small: Sources of each of the others.
        groups: Sources of each of all.
        names: What collections are called, by their sources.
        compared: Their sizes.
    """

    def __init__(self, reading: Reading) -> None:
        """Compare them."""
        self._reading = ref(reading)  # these sets are remembered for it, and must not keep it
        self._told = reading.told
        self.groups, self.names = _groups(reading)
        self.compared = _compared(reading, by_section(reading)["2.1"])
        # Of those of the same sizes, the last is as large as the others.
        self._shares = dict[_Sizes, _Keys]()
        limits = {name: self._most(name) for name in self.compared.wholes}
        others = self._not_plainly_small(limits)
        self.large = list[_Keys]()
        self.small = list[_Keys]()
        if not others:
            self.small = list(self.groups)
        for keys in self.groups if others else ():
            if keys[0] not in others:
                self.small.append(keys)
                continue
            if not self.compared.unknown.isdisjoint(keys):  # it may be of any size
                self.large.append(keys)
                continue
            sizes = self._plain_sizes(keys)
            if sizes is None or any(size > limits[name] for name, size in sizes):
                public = self.described(keys)
                if public.is_large:
                    self.large.append(keys)
                    continue
                told: _Sizes = tuple((each.modality, each) for each in public.standings)
                self._keep(sizes or told, keys)
            else:
                self._keep(sizes, keys)
            self.small.append(keys)

    def __len__(self) -> int:
        return len(self.groups)

    def __iter__(self) -> Iterator[PublicSet]:
        return map(self.described, self.groups)

    def described(self, keys: _Keys) -> PublicSet:
        """Return the data set of some sources."""
        reading = self._reading()
        if reading is None:
            raise ReferenceError("the manifest that these data sets are from is not kept any more")
        return _public_set(reading, self.names.get(keys, ""), keys, self.compared)

    def _keep(self, sizes: "_Sizes", keys: _Keys) -> None:
        self._shares[sizes] = max(keys, self._shares.get(sizes, keys))

    def _not_plainly_small(self, limits: Mapping[str, Number]) -> set[str]:
        """Return the sources that are not small data sets by their one size.

        Of those that are, the largest of each modality is kept.
        """
        compared = self.compared
        found = {key for keys in self.names if len(keys) > 1 for key in keys}
        found.update(key for names, its in compared.alike.items() if len(names) != 1 for key in its)
        for name, sizes in compared.sizes.items():
            most = limits[name]
            found.update(sizes.others, sizes.silent)
            if max(sizes.plain.values(), default=most) > most:
                found |= {key for key, size in sizes.plain.items() if size > most}
        for name, sizes in compared.sizes.items():
            each = zip(sizes.plain.values(), sizes.plain, strict=True)
            small = (one for one in each if one[1] not in found) if found else each
            largest = max(small, default=None)
            if largest is not None:
                self._keep(((name, largest[0]),), (largest[1],))
        return found

    def _plain_sizes(self, keys: _Keys) -> tuple[tuple[str, int], ...] | None:
        """Return the size of a data set in each modality; None if one is no plain number."""
        sums = dict[str, int]()
        for key in keys:
            names = self._told[key][0]
            for name in dict.fromkeys(names):
                size = self.compared.sizes[name].plain.get(key)
                if size is None:
                    return None
                sums[name] = sums.get(name, 0) + size
            if not names:
                return None
        return tuple(sorted(sums.items()))

    def _most(self, name: str) -> Number:
        """Return the greatest size in a modality that is surely small; -1 where none is."""
        whole = self.compared.wholes[name]
        if min(whole.low, whole.high) <= 0:
            return -1
        bound = whole.low if whole.unknown else min(whole.low, whole.high)
        return bound * THRESHOLD.numerator // THRESHOLD.denominator

    @cached_property
    def largest_small(self) -> PublicSet | None:
        """The largest of those that are not large; None if there is none."""
        bounds = {sizes: self._greatest(sizes) for sizes in self._shares}
        if not bounds:
            return None
        # What is largest by that bound tells how large the others have to be to matter.
        first = self._largest_of(bounds, max(bounds.values()))
        return self._largest_of(bounds, float(first.foremost.high))

    def _largest_of(self, bounds: Mapping["_Sizes", float], least: float) -> PublicSet:
        near = [sizes for sizes, bound in bounds.items() if bound >= least * _NEARLY]
        sets = (self.described(self._shares[sizes]) for sizes in near)
        return max(sets, key=lambda each: (each.foremost.high, each.keys))

    def _greatest(self, sizes: "_Sizes") -> float:
        """Return about the greatest share that a data set of some sizes has in any modality."""
        return max(
            float(size.high if isinstance(size, Standing) else self._at_most(name, size))
            for name, size in sizes
        )

    def _at_most(self, name: str, size: int) -> Number | float:
        whole = self.compared.wholes[name].low
        return size / whole if whole > 0 else 1


_Sizes = tuple[tuple[str, int | Standing], ...]
_NEARLY = 1 - 1e-9
"""Of two shares that differ by less, only exact numbers tell which is larger."""


@once
def public_sets(reading: Reading) -> PublicSets:
    """Return the public data sets."""
    return PublicSets(reading)


def _compared(reading: Reading, keys: Sequence[str]) -> _Compared:
    told = reading.told
    mine = map(told.__getitem__, keys) if len(keys) < len(told) else told.values()
    alike: dict[tuple[str, ...], Sequence[str]]
    alike = dict.fromkeys({names for names, _ in mine}, keys)
    if len(alike) > 1:
        apart: dict[tuple[str, ...], list[str]] = {names: [] for names in alike}
        for key in keys:
            apart[told[key][0]].append(key)
        alike = {**apart}
    # A source of no known modality may be of any.
    vague = Interval(0, 0, unknown=len(alike.get((), ())))
    sizes, wholes = dict[str, Sizes](), dict[str, Interval]()
    for modality in sorted({name for names in alike for name in names}):
        having = [its for names, its in alike.items() if modality in names]
        one = having[0] if len(having) == 1 else [key for its in having for key in its]
        sizes[modality] = sizes_of(reading, one, modality, alone=alike.get((modality,), ()))
        wholes[modality] = sizes[modality].total + vague
    silent = (each.silent for each in sizes.values())
    unknown = frozenset(alike.get((), ())).union(*silent)
    return _Compared(alike, sizes, wholes, unknown)


def _groups(reading: Reading) -> tuple[list[_Keys], Mapping[_Keys, str]]:
    """Put sources of one collection together; its name stands beside them."""
    keys = by_section(reading)["2.1"]
    named = reading.having("collection")
    if not named:
        return list(zip(keys, strict=False)), {}
    alone, joint = list[_Keys](), dict[str, list[str]]()
    for key in keys:
        name = named.get(key)
        if isinstance(name, str) and name.strip():
            joint.setdefault(name.strip(), []).append(key)
        else:
            alone.append((key,))
    names = {tuple(its): name for name, its in joint.items()}
    return sorted([*alone, *names]), names


def _public_set(reading: Reading, name: str, keys: _Keys, compared: _Compared) -> PublicSet:
    told = {key: reading.told[key][0] for key in keys}
    vague = [key for key in keys if not told[key]]
    origins, gaps, wants = list[str](), list[Gap](), list[Want]()
    for key in vague:
        place = source_at(key, "modalities")
        gap = gap_of(reading.sources[key].get("modalities"), place)
        if gap is not None:
            gaps.append(gap)
        else:
            wants.append(Want(place, f"the modalities of `{key}`, and its size in each"))
    standings = list[Standing]()
    if vague:
        # Of what modality it is cannot be told, so that it may be of any.
        modalities: Iterable[str] = compared.sizes
    else:
        modalities = sorted({each for names in told.values() for each in names})
    for modality in modalities:
        sizes = compared.sizes[modality]
        having = [key for key in keys if modality in told[key]]
        mine = [measure(reading, key, modality, sizes.unit) for key in having]
        for each in mine:
            origins += each.origins
            gaps += each.gaps
            wants += each.wants
        size = sum((each.size for each in mine), Interval(0, 0, unknown=len(vague)))
        standings.append(standing_of(modality, sizes.unit, size, compared.wholes[modality]))
    if not standings:
        standings.append(Standing("", "", ANYTHING, ANYTHING, Fraction(0), Fraction(1)))
    return PublicSet(name, keys, tuple(standings), unique(origins), unique(gaps), unique(wants))
