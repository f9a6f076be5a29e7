"""How the sources of a manifest get to withdrawn sets.

By what they are, by what they are derived from, by their own manifests, and by the lists. A way
ends where a source, or the manifest of one, says what was removed (SPEC.md, section 11).
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from trainbib.rules.leaves import Tokens
from trainbib.rules.upstream import Lineage, Node
from trainbib.values import as_list, as_mapping
from trainbib.withdrawals.catalogue import Catalogue, Match
from trainbib.withdrawals.chains import Chain, Hop, chains_from, resolved_by
from trainbib.withdrawals.local import LocalSource, Manifest, Sources
from trainbib.withdrawals.sets import Edition, KnownSet

_MOST_STEPS = 12
"""How many steps within one manifest are told."""
_MOST_NAMES = 32
"""How many names of sources on the way a removal is compared with."""


@dataclass(frozen=True, slots=True)
class Step:
    """A source on the way down from the one that a way begins at.

    Attributes:
        source: The source.
        first: Key of the source that the way begins at.
        up: The step before it; None for that source.
        depth: How many steps that is.
    """

    source: LocalSource
    first: str
    up: "Step | None" = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Exposure:
    """That data of a withdrawn set can be in a source.

    Attributes:
        place: The source, or the base of a model, in the manifest under check.
        begun: The way from where it leaves the sources of the manifest.
        step: The source, and those that it is derived from; None for the base of a model.
        told: What the source that the way begins at was told by; empty if ``begun`` says so.
        where: The manifest that the sources are in, as text goes on; empty for the one under check.
    """

    place: Tokens
    begun: Chain
    step: Step | None = None
    told: str = ""
    where: str = ""

    @property
    def known(self) -> KnownSet:
        """The withdrawn set."""
        return self.begun.known

    @property
    def hops(self) -> int:
        """How many hops it is up to the withdrawn set."""
        return len(self.begun.hops) + (self.step.depth if self.step else 0)

    @property
    def weight(self) -> tuple[bool, int]:
        """Whether a manifest on the way is doubted, and the hops: the least way is told."""
        return self.begun.doubted, self.hops

    @property
    def through(self) -> str:
        """The source of this manifest by which the way leaves it."""
        return self.step.first if self.step else ""

    @property
    def chain(self) -> Chain:
        """The whole way; of a long one, the first and last steps within each manifest."""
        steps = list(self._steps())
        chain = self.begun
        if not steps:
            return chain
        if self.told:
            first = f"source `{steps[-1].source.key}`{self.where}"
            chain = replace(chain, identity=f"{first} is {chain.identity}, by {self.told}")
        half = _MOST_STEPS // 2
        left = len(steps) - 1 - _MOST_STEPS
        told = steps[:-1] if left <= 0 else [*steps[:half], *steps[-1 - half : -1]]
        for number, step in enumerate(reversed(told)):
            if left > 0 and number == half:
                chain = chain.step(Hop(f"and {left} more sources, each derived from the next"))
            chain = chain.step(Hop(_derivation(step, self.where)))
        return chain.called(
            tuple(name for step in (*told, steps[-1]) for name in step.source.names)
        )

    def _steps(self) -> Iterator[Step]:
        step = self.step
        while step is not None:
            yield step
            step = step.up


def exposures(
    data: Manifest, own: Sources, lineage: Lineage, catalogue: Catalogue
) -> list[Exposure]:
    """Find the ways from a manifest to withdrawn sets that nothing settles.

    Args:
        data: The manifest under check.
        own: Its sources.
        lineage: The manifests that it points to, studied by ``sources_of``.
        catalogue: The known sets.
    """
    finder = _Finder(lineage, catalogue)
    doubted = set(lineage.doubted.values())
    for node in _topmost_first(lineage):
        finder.look_at(node)
        if node in doubted:
            finder.look_at(node, believed=False)
    found = finder.ways(None, own, "")
    for key, model in as_mapping(data.get("models")).items():
        for index, base in enumerate(as_list(as_mapping(model).get("base"))):
            place: Tokens = ("models", key, "base", index)
            who = f"base `{as_mapping(base).get('name', index)}` of model `{key}`"
            chains = finder.through(None, (*place, "manifest"), who)
            found += [Exposure(place, chain) for chain in chains]
    return found


def _topmost_first(lineage: Lineage) -> list[Node]:
    """Return the manifests, each after those that it points to."""
    above: dict[Node | None, list[Node]] = {}
    for (holder, _), node in (lineage.doubted | lineage.parents).items():
        above.setdefault(holder, []).append(node)
    order: list[Node] = []
    seen: set[Node] = set()
    waiting: list[tuple[Node | None, bool]] = [(None, False)]
    while waiting:
        here, done = waiting.pop()
        if done and here is not None:
            order.append(here)
        elif here is None or here not in seen:
            if here is not None:
                seen.add(here)
                waiting.append((here, True))
            waiting += [(each, False) for each in above.get(here, ()) if each not in seen]
    return order


@dataclass(frozen=True, slots=True)
class _Begin:
    """Where a way begins: the source, the way on from it, and what it was told by."""

    source: LocalSource
    chain: Chain
    told: str = ""


class _Finder:
    def __init__(self, lineage: Lineage, catalogue: Catalogue) -> None:
        self.lineage = lineage
        self.catalogue = catalogue
        self.found: dict[tuple[Node, bool], list[Chain]] = {}
        """The ways that lead up from each manifest, one to each withdrawn set.

        Of one that is not what was pinned, what it says was removed is not believed.
        """
        self.known: dict[tuple[str, Edition], list[Chain]] = {}
        """The ways that lead up from each edition of a known set."""

    def look_at(self, node: Node, *, believed: bool = True) -> None:
        """Find the shortest way through a manifest to each withdrawn set."""
        manifest = self.lineage.manifests[node]
        own = manifest.studied
        if not isinstance(own, Sources):
            return
        resolved = resolved_by(own.set) if own.set is not None else frozenset[str]()
        nearest: dict[str, Exposure] = {}
        for exposure in self.ways(node, own, f" in {manifest.name}", believed=believed):
            if resolved.isdisjoint(exposure.begun.sets):
                first = nearest.setdefault(exposure.known.id, exposure)
                if exposure.weight < first.weight:
                    nearest[exposure.known.id] = exposure
        self.found[node, believed] = [exposure.chain for exposure in nearest.values()]

    def through(self, holder: Node | None, place: Tokens, who: str) -> list[Chain]:
        """Return the ways through the manifest that a pin leads to."""
        pinned = self.lineage.parents.get((holder, place))
        node = pinned or self.lineage.doubted.get((holder, place))
        if node is None:
            return []
        chains = self.found.get((node, pinned is not None), [])
        to = f"{who} points to {self.lineage.manifests[node].name}"
        if pinned is not None:
            return [chain.step(Hop(to)) for chain in chains]
        hop = Hop(f"{to}, which is not what was pinned")
        return [replace(chain.step(hop), doubted=True) for chain in chains]

    def ways(
        self, node: Node | None, own: Sources, where: str, *, believed: bool = True
    ) -> list[Exposure]:
        """Return the ways up from a manifest that nothing in it settles."""
        if not believed:
            own = own.without_removals()
        by_target: dict[str, list[_Begin]] = {}
        for source in own.sources.values():
            for begin in self._begins(node, source, where):
                by_target.setdefault(begin.chain.known.id, []).append(begin)
        found: list[Exposure] = []
        for begins in by_target.values():
            begins.sort(key=lambda begin: begin.chain.doubted)
            found += _downward(own, begins, where)
        if len(by_target) == 1:
            return found
        covered = {(each.place, f.known.id) for each in found for f in each.begun.beyond}
        return [each for each in found if (each.place, each.known.id) not in covered]

    def _begins(self, node: Node | None, source: LocalSource, where: str) -> Iterator[_Begin]:
        """Yield the ways that begin at a source."""
        studied: object = None
        if source.pinned:  # what its own manifest says comes before what the lists say
            place: Tokens = ("sources", source.key, "manifest")
            for chain in self.through(node, place, f"source `{source.key}`{where}"):
                yield _Begin(source, chain)
            manifest = self.lineage.parent(place, node)
            studied = manifest.studied if manifest is not None else None
        match, told, said, doubted = source.match, "", source.removed, False
        if isinstance(studied, Sources):
            said = (*said, *studied.removed)
            if match is None and studied.set is not None:
                match, told = studied.set, "what its manifest describes"
        elif match is None and source.pinned:
            match = self._doubted_set(node, source)
            doubted, told = True, "what a manifest describes that is not the one pinned"
        if match is None:
            return
        context = (*source.names, *match.known.names) if said else ()
        for chain in self._from(match):
            if not chain.is_settled_by(said, context):
                left = chain.without(said, context)
                if doubted:
                    left = replace(left, doubted=True)
                yield _Begin(source, left, told or _by(match.by))

    def _doubted_set(self, node: Node | None, source: LocalSource) -> Match | None:
        """Return the known set that a manifest in the place of the pinned one describes."""
        there = self.lineage.doubted.get((node, ("sources", source.key, "manifest")))
        studied = self.lineage.manifests[there].studied if there is not None else None
        return studied.set if isinstance(studied, Sources) else None

    def _from(self, match: Match) -> list[Chain]:
        edition_ = (match.known.id, match.edition)
        if edition_ not in self.known:
            self.known[edition_] = [
                replace(chain, identity=match.known.title)
                for chain in chains_from(self.catalogue, match)
            ]
        return self.known[edition_]


def _downward(own: Sources, begins: Iterable[_Begin], where: str) -> list[Exposure]:
    """Carry ways to one set down to the sources that are used."""
    waiting = deque((begin, Step(begin.source, begin.source.key)) for begin in begins)
    reached: set[str] = set()
    found: list[Exposure] = []
    while waiting:
        begin, step = waiting.popleft()
        source = step.source
        if source.key in reached or _settles(begin.chain, step):
            continue
        reached.add(source.key)
        children = own.children.get(source.key, ())
        if source.used or not children:
            place = ("sources", source.key)
            found.append(Exposure(place, begin.chain, step, begin.told, where))
        waiting.extend(
            (begin, Step(own.sources[key], step.first, step, step.depth + 1)) for key in children
        )
    return found


def _derivation(step: Step, where: str) -> str:
    assert step.up is not None  # noqa: S101 - the first step is no derivation
    parent = step.up.source.key
    relation = next((how for key, how in step.source.parents if key == parent), "")
    how = f" ({relation.replace('_', ' ')})" if relation else ""
    return f"source `{step.source.key}`{where} is derived from `{parent}`{how}"


def _settles(chain: Chain, step: Step) -> bool:
    """Tell whether a source says that what comes up this way was taken out."""
    source = step.source
    if source.match is not None and not chain.sets.isdisjoint(resolved_by(source.match)):
        return True
    if not source.removed:
        return False
    names: list[str] = []
    above = step.up
    while above is not None and len(names) < _MOST_NAMES:
        names += above.source.names
        above = above.up
    on_the_way, known = tuple(names), source.match.known.names if source.match else ()
    context = (*source.names, *known)
    return chain.called(on_the_way).is_settled_by(source.removed, context)


def _by(by: str) -> str:
    return f"its {by}" if by in {"title", "key", "URL"} else f"its `{by}` identifier"
