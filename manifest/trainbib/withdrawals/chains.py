"""The way from a known set to the withdrawn sets whose data it holds, by the lists alone."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from trainbib.withdrawals.catalogue import Catalogue, Match
from trainbib.withdrawals.names import names_one_of
from trainbib.withdrawals.sets import (
    STATUS_WORDS,
    UNKNOWN_EDITION,
    KnownSet,
    Withdrawal,
    actor,
)


@dataclass(frozen=True, slots=True)
class Hop:
    """One step up: what was made from what, and where that is said.

    Attributes:
        text: The step, in words.
        source: URL of the page that says so; empty where the manifest does.
    """

    text: str
    source: str = ""

    def __str__(self) -> str:
        return f"{self.text} ({self.source})" if self.source else self.text


@dataclass(frozen=True, slots=True)
class Chain:
    """A way up to a withdrawn set.

    Attributes:
        known: The withdrawn set.
        hops: The steps, the nearest first; none if the source is the set itself.
        identity: How it is known that the source is a known set.
        names: What the sets on the way, and the last, are called.
        parts: What the parts and sources on the way are called.
        sets: Identifiers of the known sets on the way, the last included.
        beyond: Ways from the withdrawn set to further ones that it holds data of.
        doubted: Whether it leads through a manifest that is not the one that was pinned.
    """

    known: KnownSet
    hops: tuple[Hop, ...] = ()
    identity: str = ""
    names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    sets: frozenset[str] = frozenset()
    beyond: tuple["Chain", ...] = ()
    doubted: bool = False

    @property
    def withdrawal(self) -> Withdrawal:
        """What became of the set at its end."""
        assert self.known.withdrawn is not None  # noqa: S101 - chains end in nothing else
        return self.known.withdrawn

    @property
    def fate(self) -> str:
        """Return what became of the set, for a sentence: ``was taken down (2023-08)``."""
        withdrawal = self.withdrawal
        when = f" ({withdrawal.date})" if withdrawal.date else ""
        return f"{STATUS_WORDS[withdrawal.status]}{when}"

    @property
    def why(self) -> str:
        """Return who did it and why, with the page that says so."""
        withdrawal = self.withdrawal
        by = f" by {actor(withdrawal.by)}" if withdrawal.by else ""
        note = withdrawal.note or withdrawal.reason.replace("_", " ")
        note = f": {note}" if note else ""
        return f"{self.known.title} {self.fate}{by}{note} ({withdrawal.source})"

    def step(self, hop: Hop) -> "Chain":
        """Return the chain with a step before it."""
        return replace(self, hops=(hop, *self.hops))

    def called(self, names: tuple[str, ...]) -> "Chain":
        """Return the chain with what a source on the way is called."""
        return replace(self, parts=(*self.parts, *names))

    def is_settled_by(self, removed: Iterable[str], context: tuple[str, ...] = ()) -> bool:
        """Tell whether one of the things that were removed is something on the way, or its end.

        Args:
            removed: What each is called.
            context: What the source that they were removed from is called.
        """
        return any(names_one_of(words, self.names, self.parts, context) for words in removed)

    def without(self, removed: tuple[str, ...], context: tuple[str, ...]) -> "Chain":
        """Return the chain without the further sets that were removed."""
        if not self.beyond or not removed:
            return self
        around = (*context, *self.names)
        kept = [each for each in self.beyond if not each.is_settled_by(removed, around)]
        return replace(self, beyond=tuple(kept))


def chains_from(catalogue: Catalogue, match: Match) -> Iterator[Chain]:
    """Yield the ways from what a source is to withdrawn sets; the nearest of each way.

    A set that was only changed is reached where the source is one: what others took from it, and
    when, is not known.
    """
    known, withdrawal = match.known, match.known.withdrawn
    if withdrawal is not None and withdrawal.concerns(match.edition):
        ends = () if withdrawal.changed else tuple(_upward(catalogue, match))
        yield Chain(
            known,
            names=(*known.names, withdrawal.replacement) if withdrawal.replacement else known.names,
            parts=withdrawal.parts,
            sets=frozenset({known.id}),
            beyond=ends,
        )
        if not withdrawal.changed:
            return
    yield from _upward(catalogue, match)


def resolved_by(match: Match) -> frozenset[str]:
    """Return the sets whose data a known set holds without what they were withdrawn for."""
    return frozenset(held.set for held in match.known.contains if held.resolved)


@dataclass(frozen=True, slots=True)
class _Way:
    known: KnownSet
    hops: tuple[Hop, ...] = ()
    names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    sets: frozenset[str] = frozenset()


def _upward(catalogue: Catalogue, match: Match) -> Iterator[Chain]:
    start = match.known
    waiting = deque([_Way(start)])
    seen = {start.id}
    while waiting:
        way = waiting.popleft()
        edition = match.edition if way.known is start else UNKNOWN_EDITION
        for held in way.known.contains:
            other = catalogue.sets.get(held.set)
            if other is None or other.id in seen or held.resolved or not held.holds_for(edition):
                continue
            seen.add(other.id)
            part = "" if not held.parts else f", in its part `{held.parts[0]}`,"
            if other.title.casefold() in {each.casefold() for each in held.parts}:
                part = ""
            further = _Way(
                other,
                (
                    *way.hops,
                    Hop(f"{way.known.title} holds{part} data of {other.title}", held.source),
                ),
                (*way.names, *other.names),
                (*way.parts, *held.parts),
                way.sets | {other.id},
            )
            if other.withdrawn is not None and not other.withdrawn.changed:
                yield Chain(other, further.hops, "", further.names, further.parts, further.sets)
            else:
                waiting.append(further)
