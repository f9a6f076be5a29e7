"""Places and wants of many sources: kept by what they share, written out when they are read.

A manifest may have a hundred thousand sources, and a form asks some thirty things of each; most of
what it says of them is that the same member is told, or is missing, in every one.
"""

from abc import abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby, islice, repeat
from operator import add
from typing import NamedTuple, TypeVar, overload

from trainbib.pointers import escape

__all__ = [
    "EachSource",
    "Listing",
    "Member",
    "Noted",
    "Places",
    "Want",
    "Wants",
    "chained",
    "each_at",
    "joined",
    "members",
    "place_of_one",
    "places_in_order",
    "pointers_of",
    "wants_in_order",
]

Item = TypeVar("Item", bound=Hashable)


class Want(NamedTuple):
    """What an answer lacks. A tuple, since there may be one for every source.

    Attributes:
        pointer: JSON Pointer to the place in the manifest where it belongs; it need not exist yet.
        what: What to write there, as a clause: "the month of the last crawl".
        found: What stands there instead, where something does that the form has no use for: a date
            without a month, words that are no date.
    """

    pointer: str
    what: str
    found: str = ""


class Member(NamedTuple):
    """A place in a source.

    Attributes:
        rest: The pointer from the source: ``/rights/patent``; empty for the source itself.
        what: What to write there, as the texts between which the source's key stands; none for
            what is told.
    """

    rest: str
    what: tuple[str, ...] = ()


def place_of_one(keys: Sequence[str], pick: Callable[[Iterable[str]], str]) -> str:
    """Return the JSON Pointer to one of some sources.

    Args:
        keys: Of the sources.
        pick: Chooses the first or the last, in the order of pointers to what is in the sources.
    """
    text = "\n".join(keys)
    tokens = map(escape, keys) if "~" in text or "/" in text else keys
    return "/sources/" + pick(map(add, tokens, repeat("/")))[:-1]


class EachSource(NamedTuple):
    """The same members of each of some sources.

    Attributes:
        keys: Keys of the sources, each once.
        members: The members, in order.
    """

    keys: Sequence[str]
    members: tuple[Member, ...]

    def pointers(self) -> Iterator[str]:
        """Yield the JSON Pointers."""
        members = self.members
        for key in self.keys:
            place = f"/sources/{escape(key)}"
            for rest, _ in members:
                yield place + rest

    def wants(self) -> Iterator[Want]:
        """Yield what is wanted at each."""
        members = self.members
        for key in self.keys:
            place = f"/sources/{escape(key)}"
            for rest, what in members:
                yield Want(place + rest, key.join(what))


class Varied(NamedTuple):
    """Members of some sources, not the same of all.

    Attributes:
        keys: Keys of the sources, each once.
        members: Those of each source, in the order of the keys.
    """

    keys: Sequence[str]
    members: Sequence[tuple[Member, ...]]

    def runs(self) -> Iterator[EachSource]:
        """Yield the sources in order, at once those in a row that have the same members."""
        for _, run in groupby(zip(self.keys, self.members, strict=True), key=_members_of):
            alike = list(run)
            yield EachSource([key for key, _ in alike], alike[0][1])


def _members_of(pair: tuple[str, tuple[Member, ...]]) -> int:
    return id(pair[1])


class Listing(Sequence[Item]):
    """Items of which many are kept as one part; equal to a tuple of them."""

    __slots__ = ("_count", "parts")

    def __init__(self, parts: Iterable[Item | EachSource | Varied] = ()) -> None:
        """Take the parts, in order."""
        self.parts: tuple[Item | EachSource | Varied, ...] = tuple(
            part
            for part in parts
            if not isinstance(part, EachSource | Varied) or (part.keys and part.members)
        )
        self._count: int | None = None

    @abstractmethod
    def _written(self, part: EachSource) -> Iterator[Item]:
        """Write out the items of a part."""

    def runs(self) -> Iterator[Item | EachSource]:
        """Yield items, and sources in a row that have the same members."""
        for part in self.parts:
            if isinstance(part, Varied):
                yield from part.runs()
            else:
                yield part

    def __iter__(self) -> Iterator[Item]:
        for part in self.runs():
            if isinstance(part, EachSource):
                yield from self._written(part)
            else:
                yield part

    def __len__(self) -> int:
        if self._count is None:
            self._count = sum(map(_length, self.parts))
        return self._count

    def __bool__(self) -> bool:
        return any(not isinstance(part, Varied) or any(part.members) for part in self.parts)

    @overload
    def __getitem__(self, index: int) -> Item: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Item, ...]: ...

    def __getitem__(self, index: int | slice) -> Item | tuple[Item, ...]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            if step > 0:
                return tuple(islice(self, start, stop, step))
            return tuple(self)[index]
        at = index if index >= 0 else len(self) + index
        found = tuple(islice(self, at, at + 1)) if at >= 0 else ()
        if not found:
            raise IndexError(f"there is no item {index} among {len(self)}")
        return found[0]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, tuple | Listing):
            return NotImplemented
        return len(self) == len(other) and all(
            mine == theirs for mine, theirs in zip(self, other, strict=True)
        )

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


def _length(part: object) -> int:
    if isinstance(part, EachSource):
        return len(part.keys) * len(part.members)
    return sum(map(len, part.members)) if isinstance(part, Varied) else 1


class Places(Listing[str]):
    """JSON Pointers.

    Args:
        parts: Pointers, and members of sources.
        ahead: Some of them, which come before the others.
    """

    __slots__ = ("_ahead",)

    def __init__(
        self, parts: Iterable[str | EachSource | Varied] = (), ahead: Sequence[str] = ()
    ) -> None:
        """Take the parts, in order."""
        super().__init__(parts)
        self._ahead = dict.fromkeys(ahead)

    def _written(self, part: EachSource) -> Iterator[str]:
        return part.pointers()

    def __iter__(self) -> Iterator[str]:
        if not self._ahead:
            return super().__iter__()
        return self._in_order()

    def _in_order(self) -> Iterator[str]:
        yield from self._ahead
        yield from (each for each in super().__iter__() if each not in self._ahead)


class Wants(Listing[Want]):
    """What is wanted."""

    __slots__ = ()

    def _written(self, part: EachSource) -> Iterator[Want]:
        return part.wants()


class Noted:
    """Notes places, or what is wanted there, source by source."""

    __slots__ = ("_keys", "_members", "parts")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.parts = list[str | Want | EachSource | Varied]()
        self._members: tuple[Member, ...] | None = None
        self._keys = list[str]()

    def each(self, key: str, members: tuple[Member, ...]) -> None:
        """Note members of a source, always the same object for the same ones."""
        if members is self._members:
            self._keys.append(key)
            return
        self._members, self._keys = members, [key]
        self.parts.append(EachSource(self._keys, members))

    def all(self, keys: Sequence[str], members: tuple[Member, ...]) -> None:
        """Note the same members of several sources."""
        self._members = None
        self.parts.append(EachSource(keys, members))

    def column(self, keys: Iterable[str], each: Iterable[tuple[Member, ...]]) -> None:
        """Note members of several sources: for each the same object for the same ones, or none."""
        listed = keys if isinstance(keys, list) else list(keys)
        told = list(each)
        if len(set(map(id, told))) == 1:
            if told[0]:
                self.all(listed, told[0])
            return
        if not any(told):
            return
        self._members = None
        self.parts.append(Varied(listed, told))

    def one(self, item: str | Want) -> None:
        """Note a place of its own."""
        self._members = None
        self.parts.append(item)

    def places(self) -> Places:
        """Return what was noted, if it is places."""
        return Places(part for part in self.parts if not isinstance(part, Want))

    def wants(self) -> Wants:
        """Return what was noted, if it is wanted."""
        return Wants(part for part in self.parts if not isinstance(part, str))


@lru_cache(maxsize=1 << 10)
def members(*told: str | tuple[str, tuple[str, ...]]) -> tuple[Member, ...]:
    """Return members of a source, the same object for the same ones.

    Args:
        told: ``rights/patent``, or that and the texts between which the source's key stands.
    """
    return tuple(
        Member(f"/{each}") if isinstance(each, str) else Member(f"/{each[0]}", each[1])
        for each in told
    )


def each_at(keys: Sequence[str], place: str) -> Places:
    """Return the places of a member of some sources: ``each_at(["a"], "kind")``."""
    return Places([EachSource(keys, (Member(f"/{place}"),))])


def joined(wants: Iterable[Sequence[Want]]) -> Wants:
    """Return what several answers want, in order."""
    return Wants(
        part for each in wants for part in (each.parts if isinstance(each, Wants) else each)
    )


def places_in_order(told: Sequence[str]) -> Places:
    """Return places in the order of the keys of the sources that they are in."""
    merged = _merged(told)
    return Places(sorted(told) if merged is None else [merged])


def wants_in_order(told: Sequence[Want]) -> Wants:
    """Return what is wanted in the order of the keys of the sources that it is wanted of."""
    merged = _merged(told)
    return Wants(sorted(told) if merged is None else [merged])


def _merged(told: Sequence[str] | Sequence[Want]) -> EachSource | None:
    """Return the same members of sources, sorted by their keys; None where there is more."""
    parts = told.parts if isinstance(told, Listing) else ()
    runs = [part for part in parts if isinstance(part, EachSource)]
    if not runs or len(runs) < len(parts) or len({each.members for each in runs}) > 1:
        return None
    return EachSource(sorted(chain.from_iterable(each.keys for each in runs)), runs[0].members)


def chained(origins: Iterable[Sequence[str]]) -> Places:
    """Return the places of several answers, in order."""
    return Places(
        part for each in origins for part in (each.parts if isinstance(each, Places) else each)
    )


def pointers_of(wants: Iterable[Sequence[Want]], ahead: Sequence[str]) -> Places:
    """Return the places at which something is wanted, each once.

    Args:
        wants: Of some answers.
        ahead: Some of the places, which come before the others.
    """
    told = (part for each in wants for part in (each.runs() if isinstance(each, Wants) else each))
    runs = {id(part): part for part in told}.values()  # answers share what is wanted of both
    rests = [each.rest for part in runs if isinstance(part, EachSource) for each in part.members]
    apart = len(set(rests)) == len(rests)  # then no two of them can be the same place
    found = list[str | EachSource]()
    singles = set[str]()
    keys = dict[str, set[str]]()
    partly = False  # whether some of the sources of a part are those of another
    for part in runs:
        if isinstance(part, Want):
            if part.pointer not in singles:
                singles.add(part.pointer)
                found.append(part.pointer)
        elif apart:
            found.append(part)
        else:
            mine = set(part.keys)
            new = [each for each in part.members if not keys.get(each.rest, set()) >= mine]
            partly |= any(not keys.get(rest, set()).isdisjoint(mine) for rest, _ in new)
            for rest, _ in new:
                keys.setdefault(rest, set()).update(mine)
            if new:
                found.append(EachSource(part.keys, tuple(new)))
    if partly or _shared(singles, (part for part in found if isinstance(part, EachSource))):
        # Some are told twice: only writing them out tells which.
        return Places(dict.fromkeys(Places(found)), ahead)
    return Places(found, ahead)


def _shared(singles: Iterable[str], parts: Iterable[EachSource]) -> bool:
    """Tell whether any of some places is a member of the sources of some parts."""
    tokens = dict[str, set[str]]()
    for place in singles:
        section, _, inside = place.removeprefix("/").partition("/")
        if section == "sources":
            token, slash, rest = inside.partition("/")
            tokens.setdefault(slash + rest, set()).add(token)
    return any(
        not mine.isdisjoint(map(escape, part.keys))
        for part in parts
        if tokens
        for rest, _ in part.members
        if (mine := tokens.get(rest))
    )
