"""The sources of a manifest that ways to withdrawn sets can lead through."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from trainbib.alike import Fields
from trainbib.values import (
    as_list,
    as_mapping,
    entries_of,
    is_mapping,
)
from trainbib.withdrawals.catalogue import Catalogue, Match, edition

Manifest: TypeAlias = Mapping[str, object]

_MOST_REMOVALS = 1000
"""How many removals of one manifest upstream are kept."""


@dataclass(frozen=True, slots=True)
class LocalSource:
    """A source, as far as ways lead through it.

    Attributes:
        key: Its key.
        title: Its title; empty if it has none.
        match: The known set that it is.
        removed: What it says was taken out.
        parents: The sources that it is derived from, with the relation.
        pinned: Whether it has a manifest of its own.
        used: Whether files cite it, or a stage of training uses it.
    """

    key: str
    title: str = ""
    match: Match | None = None
    removed: tuple[str, ...] = ()
    parents: tuple[tuple[str, str], ...] = ()
    pinned: bool = False
    used: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What it can be called by."""
        return (self.key, self.title) if self.title else (self.key,)


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a manifest that ways to withdrawn sets can lead through.

    Attributes:
        sources: By key.
        set: The known set that the manifest describes, if it does.
        removed: What any source says was taken out.
        children: Key to the keys of the sources derived from it.
    """

    sources: dict[str, LocalSource] = field(default_factory=dict[str, LocalSource])
    set: Match | None = None
    removed: tuple[str, ...] = ()
    children: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def without_removals(self) -> "Sources":
        """Return the same without what was removed, where nobody can rely on that."""
        sources = {key: replace(source, removed=()) for key, source in self.sources.items()}
        return replace(self, sources=sources, removed=())


def sources_of(
    manifest: Manifest,
    catalogue: Catalogue,
    entries: Mapping[str, Manifest] | None = None,
    fields: Fields | None = None,
    *,
    upstream: bool = False,
) -> Sources:
    """Look at the sources of a manifest.

    The cost is that of a quick look at each; more is done only where one can be a known set, or
    has a manifest of its own.

    Args:
        manifest: Plain data, of whatever shape.
        catalogue: The known sets.
        entries: Its sources that are mappings, where the caller has them.
        fields: Of sources, where somebody has looked at them already.
        upstream: Whether the manifest is that of a source, of which more is kept.
    """
    if entries is None:
        entries = entries_of(manifest.get("sources"), with_gaps=True)
    fields = Fields.of(entries.values(), fields)
    matches: dict[str, Match] = {}
    for key in catalogue.candidates(entries, fields):
        match = catalogue.match(key, entries[key])
        if match is not None:
            matches[key] = match
    pinned = set[str]()
    if "manifest" in fields.names:
        pinned = {key for key, source in entries.items() if "manifest" in source}
    known: Match | None = None
    removed: tuple[str, ...] = ()
    if upstream:
        known = _described(manifest, catalogue)
        removed = tuple(_all_removed(entries.values()))
    if not matches and not pinned:
        return Sources(set=known, removed=removed)
    children: dict[str, list[str]] = {}
    for key, source in entries.items():
        if "derived_from" in source:
            for parent, _ in _parents(source):
                children.setdefault(parent, []).append(key)
    taken = _reached({*matches, *pinned}, children)
    cited = _cited(manifest)
    return Sources(
        {
            key: LocalSource(
                key,
                title if isinstance(title := source.get("title"), str) else "",
                matches.get(key),
                tuple(removals(source)),
                tuple(_parents(source)),
                key in pinned,
                key in cited or bool(as_list(source.get("use"))),
            )
            for key, source in entries.items()
            if key in taken
        },
        known,
        removed,
        children,
    )


def removals(source: Mapping[str, object]) -> Iterator[str]:
    """Yield what a source says was taken out; a gap says of nothing that it was."""
    for item in as_list(source.get("removed")):
        what = item.get("what") if is_mapping(item) else None
        if isinstance(what, str):
            yield what


def _described(manifest: Manifest, catalogue: Catalogue) -> Match | None:
    """Return the known set that a manifest describes as a whole."""
    dataset = as_mapping(manifest.get("dataset"))
    name = dataset.get("name")
    found = catalogue.match(name if isinstance(name, str) else "", dataset)
    return found and Match(found.known, found.by, edition(dataset, found.edition.config))


def _all_removed(sources: Iterable[Mapping[str, object]]) -> Iterator[str]:
    count = 0
    for source in sources:
        if "removed" in source:
            for words in removals(source):
                count += 1
                if count > _MOST_REMOVALS:
                    return
                yield words


def _parents(source: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for item in as_list(source.get("derived_from")):
        parent = item.get("source") if is_mapping(item) else None
        if isinstance(parent, str) and is_mapping(item):
            relation = item.get("relation")
            yield parent, relation if isinstance(relation, str) else ""


def _reached(starts: Iterable[str], children: Mapping[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += children.get(key, ())
    return reached


def _cited(manifest: Manifest) -> set[str]:
    cited: set[str] = set()
    for rule in as_list(as_mapping(manifest.get("files")).get("cites")):
        for key in as_list(as_mapping(rule).get("sources")):
            if isinstance(key, str):
                cited.add(key)
    return cited
