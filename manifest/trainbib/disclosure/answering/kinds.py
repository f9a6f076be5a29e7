"""How sources were come by: exactly one kind each (SPEC.md, section 6.1).

The manifest says so, with one exception: a source of the kind `own_crawl` that is identified as a
snapshot of Common Crawl was crawled by others, and is a public data set. Of any other kind it stays
what it is: a licensed copy is licensed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from trainbib.disclosure.answering.gathering import source_at
from trainbib.disclosure.answers import Gap, Want, gap_of
from trainbib.disclosure.reading import Entry, Reading, once
from trainbib.values import as_mapping

__all__ = ["KINDS", "Kinds", "by_kind", "kind_of"]

KINDS = (
    "public_dataset",
    "licensed",
    "private_third_party",
    "own_crawl",
    "user_data",
    "synthetic",
    "human_commissioned",
    "offline",
    "sensor",
    "other",
)
"""The kinds of the schema."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """The sources by kind.

    Attributes:
        keys: Keys of the sources of each kind, sorted, so that no answer depends on the order in
            which a manifest names them.
        gaps: Of sources of which the manifest says that their kind is not known.
        wants: The kinds of sources that do not say it.
    """

    keys: Mapping[str, tuple[str, ...]]
    gaps: tuple[Gap, ...]
    wants: tuple[Want, ...]

    @property
    def complete(self) -> bool:
        """Whether every source has a kind."""
        return not self.gaps and not self.wants

    def of(self, *kinds: str) -> tuple[str, ...]:
        """Return the keys of the sources of some kinds, sorted."""
        if len(kinds) == 1:
            return self.keys[kinds[0]]
        return tuple(sorted(key for kind in kinds for key in self.keys[kind]))


def kind_of(source: Entry) -> str | None:
    """Return the kind of a source; None where it is not told."""
    kind = source.get("kind")
    if kind == "own_crawl" and _is_common_crawl(source):
        return "public_dataset"
    return _known(kind)


def _known(kind: object) -> str | None:
    return kind if isinstance(kind, str) and kind in KINDS else None


def _is_common_crawl(source: Entry) -> bool:
    return isinstance(as_mapping(source.get("ids")).get("common_crawl"), str)


@once
def by_kind(reading: Reading) -> Kinds:
    """Put each source to its kind."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    gaps, wants, sources = list[Gap](), list[Want](), reading.sources
    told = reading.keys_by("kind", _known)
    for key in sorted(told.pop(None, ())):
        place = source_at(key, "kind")
        gap = gap_of(sources[key].get("kind"), place)
        if gap is not None:
            gaps.append(gap)
        else:
            wants.append(Want(place, f"how `{key}` was come by, which decides its section"))
    for kind, keys in told.items():
        if kind == "own_crawl":
            for key in keys:
                found["public_dataset" if _is_common_crawl(sources[key]) else kind].append(key)
        elif kind is not None:
            found[kind] += keys
    keys_of = {kind: tuple(sorted(keys)) for kind, keys in found.items()}
    return Kinds(keys_of, tuple(gaps), tuple(wants))
