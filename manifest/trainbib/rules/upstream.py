"""What is found up the line of a manifest: other manifests, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from trainbib.rules.leaves import Tokens
from trainbib.rules.pins import Pin

Node: TypeAlias = Path | str
"""A manifest: its file, links resolved, or its URL."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Why a manifest cannot be had.

    Attributes:
        reason: The end of a sentence that begins with path or URL: ``does not exist``.
        certain: Whether that is settled; a server that is busy proves nothing.
        there: Whether there is something, which is not a manifest that can be used.
        outside: Whether it is where no manifest is followed to.
        told: Whether another finding says it already.
    """

    reason: str
    certain: bool = True
    there: bool = False
    outside: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a manifest up the line.

    Attributes:
        kind: Whether a manifest is not there, cannot be used, is where none is followed to, is not
            named, has another digest, or leads back to itself.
        pin: The pin of the manifest under check that leads there.
        message: A sentence.
        notes: Further facts.
        value: What identifies the fault.
        digest: The digest that the manifest has, if it is another and is the one pinned directly.
        target: The manifest that cannot be used, as named from the one under check.
        holder: The manifest whose pin it is, likewise; empty for the one under check.
    """

    kind: Literal["missing", "unusable", "outside", "unnamed", "digest", "cycle"]
    pin: Pin
    message: str
    notes: tuple[str, ...] = ()
    value: str = ""
    digest: str | None = None
    target: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Unpinned:
    """A pin further up that has no digest.

    Attributes:
        start: The pin of the manifest under check that leads there.
        what: What it is the pin of, in words.
        where: The same, with where it stands.
        holder: The manifest that it stands in, as named from the one under check.
    """

    start: Pin
    what: str
    where: str
    holder: str


@dataclass(frozen=True, slots=True)
class Upstream:
    """A manifest that was followed.

    Attributes:
        name: Path, relative to the manifest under check, or URL.
        digest: Its canonical digest.
        dataset: What it says of its set as a whole.
        studied: What the study of it has returned.
        pins: Its own pins.
        base: What paths in it are relative to: a file, or a URL.
        problem: Why it cannot be used.
    """

    name: str
    digest: str = ""
    dataset: Mapping[str, object] = field(default_factory=dict[str, object])
    studied: object = None
    pins: tuple[Pin, ...] = ()
    base: Node = ""
    problem: Unavailable | None = None


@dataclass(slots=True)
class Lineage:
    """What following the pins has found.

    Attributes:
        faults: What is wrong.
        unfollowed: How many pins were left because of a limit.
        unfetched: How many pins were left because they are URLs, and none may be fetched.
        unverified: Where no manifest could be had from, and why.
        unpinned: Pins without digest that a pin with one leads up to, by manifest and place.
        manifests: What was read.
        parents: Manifest and place of a pin to the manifest that it leads to; None is the manifest
            under check. Pins that lead nowhere, back, or to another digest are not in it.
        doubted: The same for the pins that lead to another digest: what is there may warn of
            something, and settles nothing.
    """

    faults: list[Fault] = field(default_factory=list[Fault])
    unfollowed: int = 0
    unfetched: int = 0
    unverified: dict[str, str] = field(default_factory=dict[str, str])
    unpinned: dict[tuple[Node, Tokens], Unpinned] = field(
        default_factory=dict[tuple[Node, Tokens], Unpinned]
    )
    manifests: dict[Node, Upstream] = field(default_factory=dict[Node, Upstream])
    parents: dict[tuple[Node | None, Tokens], Node] = field(
        default_factory=dict[tuple[Node | None, Tokens], Node]
    )
    doubted: dict[tuple[Node | None, Tokens], Node] = field(
        default_factory=dict[tuple[Node | None, Tokens], Node]
    )

    def parent(self, place: Tokens, of: Node | None = None) -> Upstream | None:
        """Return the manifest that a pin leads to; None if it leads to none that can be used."""
        node = self.parents.get((of, place))
        return None if node is None else self.manifests[node]
